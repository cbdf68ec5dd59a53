// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/domainlife.h"
#include "domains/guestacts.h"
#include "domains/guestquestions.h"

namespace laneway {

/// What running guests tell of themselves, and what follows from it: a guest that is off and was to begin again is
/// reset, one that is off for good is ended where its QEMU has stayed. On the main thread.
class GuestLives
{
public:
    /// @p runs: the helper's own, by domain. @p rebootMs: how long a guest may take to carry a reboot out; a
    /// power-off after that is one. @p changed: the domain's life is another. All outlive this.
    GuestLives(LifeStore &lives, Guests &guests, GuestQuestions &questions, const QMap<QUuid, RunRecord> &runs,
        int rebootMs, QObject *context, std::function<void(const QUuid &domain)> changed);

    /// Hears what this guest tells from now on, also of a reboot that a helper before us was asked for.
    void listen(const RunRecord &run);
    void setLife(const QUuid &domain, const DomainLife &life); ///< and tells of it
    /// As laneway::act(), with what is to be known of it before and after. @p answer: once QEMU, or the guest's
    /// agent, has taken it. The caller has asked whether it may ask.
    void act(const RunRecord &run, GuestAct what, GuestMode mode, std::function<void(const Result<> &)> answer);

private:
    void heard(const QUuid &domain, const QString &guest, const QString &event, const QJsonObject &data);
    void goOnAfterOff(const RunRecord &run, const QString &cause);
    void endWhatStayed(const RunRecord &run);
    void later(const RunRecord &run, std::function<void(const RunRecord &)> what);
    void expectReboot(const QUuid &domain);
    void takeRebootBack(const RunRecord &run);
    void setBeginsAgain(const QUuid &domain, bool again);

    LifeStore &m_lives;
    Guests &m_guests;
    GuestQuestions &m_questions;
    const QMap<QUuid, RunRecord> &m_runs;
    const int m_rebootMs;
    QObject *m_context;
    std::function<void(const QUuid &)> m_changed;
    QMap<QUuid, quint64> m_reboots; ///< the last that was asked for of each
    quint64 m_lastReboot = 0;
};

} // namespace laneway
