// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/guestlauncher.h"

#include <QHash>
#include <QMutex>

namespace laneway {

/// Fork and exec, for hosts without systemd and for session helpers. The guest goes to init when the
/// helper dies and is adopted by pid, start time and boot id; its exit status is lost then. If the
/// helper itself is a systemd unit that needs KillMode=process, or its guests die with it.
class ChildLauncher : public GuestLauncher
{
public:
    QString unitOf(const QString &) const override { return {}; }
    Result<GuestRef> start(const GuestLaunch &launch, const Descriptors &descriptors, const Record &record) override;
    Result<QString> run(const GuestLaunch &launch, const Descriptors &descriptors, int timeoutMs) override;
    Result<> endRun(const QString &) override { return {}; }
    std::optional<GuestRef> find(const GuestRef &guest) override;
    Result<> kill(const GuestRef &guest) override;
    Result<QString> awaitEnd(const GuestRef &guest, int timeoutMs) override;
    Result<> allowNode(const GuestRef &, const QString &) override { return {}; }

private:
    Result<GuestRef> fork(
        const GuestLaunch &launch, const Descriptors &descriptors, const Record &record, bool endsWithUs);

    QMutex m_forking;
    QMutex m_mutex;
    /// By pid and start time. Only one waitid() gets the status; everybody may ask for it.
    QHash<QPair<qint64, quint64>, QString> m_causes;
};

} // namespace laneway
