// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/filestore.h"

#include <QJsonObject>
#include <QMap>
#include <QUuid>

namespace laneway {

/// Whether a domain runs, and why it is as it is, in the words of `virsh domstate --reason`.
struct DomainLife
{
    /// "running", "paused", "in shutdown", "crashed" (its QEMU is there, for somebody to look at),
    /// "pmsuspended", "shut off"
    QString state = u"shut off"_s;
    QString reason = u"unknown"_s;
    QString detail; ///< what QEMU said last, or why it could not be started; bounded, never translated
    QString ending = {}; ///< why it is about to stop or to end: the reason to come
    bool beginsAgain = false; ///< its next power-off is a reboot that somebody asked for
    bool operator==(const DomainLife &) const = default;

    QJsonObject toJson() const;
    static DomainLife fromJson(const QJsonObject &json);
};

/// What an event of QEMU's, or "STATUS" (Guests::listen), makes of it. Pure.
DomainLife lifeAfter(const DomainLife &before, const QString &event, const QJsonObject &data);
/// What is left of it once its process is gone. @p cause: as Guests::watch tells it.
DomainLife lifeAfterEnd(const DomainLife &before, const QString &cause);

/// Kept until the host starts anew, so that a restarted helper knows, too.
class LifeStore
{
public:
    explicit LifeStore(const QString &directory);
    void load();
    DomainLife of(const QUuid &domain) const { return m_lives.value(domain); }
    bool set(const QUuid &domain, const DomainLife &life); ///< whether it is another
    void forget(const QUuid &domain);

private:
    FileStore m_files;
    QMap<QUuid, DomainLife> m_lives;
};

} // namespace laneway
