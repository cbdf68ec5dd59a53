// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace laneway {

/// Makes the n-th call of a SimKernel that changes something (or, with alsoReads, any call) fail,
/// hang or kill. Calls are counted from 1 over all doors.
class Faults
{
public:
    enum class Moment { Before, After }; ///< of the change

    Faults() = default; ///< none
    static Faults failAt(int call, int errorNumber);
    static Faults hangAt(int call); ///< the call gives TimedOut; its effect comes later or never
    static Faults killAt(int call, Moment moment);

    /// What "kill" does; by default raise(SIGKILL). Tests throw.
    std::function<void()> onKill;
    bool alsoReads = false;

    /// Count one call named e.g. "write bus/pci/drivers_probe". What to do about it.
    enum class Action { Go, Fail, Hang, KillBefore, KillAfter };
    Action next(const QString &call);
    int errorNumber() const { return m_errno; }
    int calls() const { return int(m_log.size()); }
    const QStringList &log() const { return m_log; } ///< every counted call, in order
    bool struck() const { return m_struck; } ///< whether the fault came about

private:
    int m_at = 0;
    Action m_action = Action::Go;
    int m_errno = 0;
    bool m_struck = false;
    QStringList m_log;
};

} // namespace laneway
