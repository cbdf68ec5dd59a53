// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/guestquestions.h"
#include "domains/runrecord.h"
#include "kernel/kernel.h"

#include <QTimer>

namespace laneway {

/// Looks every few seconds whether guests have let go what they were asked for and did not give in time
/// (RunRecord::pendingUnplugs): QEMU tells of an unplug once, to whoever listens then; that the device is gone can be
/// seen at any time. Looks at nothing once nothing is pending. On the main thread.
class LateUnplugs
{
public:
    /// @p isBusy: a job has the domain; it is looked at later. @p letGo: this device of its guest is gone. All outlive
    /// this.
    LateUnplugs(Kernel &kernel, GuestQuestions &questions, const QMap<QUuid, RunRecord> &runs, QObject *context,
        std::function<bool(const QUuid &domain)> isBusy,
        std::function<void(const QUuid &domain, const QString &device)> letGo);
    void watch(); ///< there is something to wait for

private:
    void look();

    Kernel &m_kernel;
    GuestQuestions &m_questions;
    const QMap<QUuid, RunRecord> &m_runs;
    QObject *m_context;
    std::function<bool(const QUuid &)> m_isBusy;
    std::function<void(const QUuid &, const QString &)> m_letGo;
    QTimer m_timer;
};

} // namespace laneway
