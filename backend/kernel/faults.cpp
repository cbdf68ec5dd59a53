// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/faults.h"

namespace laneway {

Faults Faults::failAt(int call, int errorNumber)
{
    Faults faults;
    faults.m_at = call;
    faults.m_action = Action::Fail;
    faults.m_errno = errorNumber;
    return faults;
}

Faults Faults::hangAt(int call)
{
    Faults faults;
    faults.m_at = call;
    faults.m_action = Action::Hang;
    return faults;
}

Faults Faults::killAt(int call, Moment moment)
{
    Faults faults;
    faults.m_at = call;
    faults.m_action = moment == Moment::Before ? Action::KillBefore : Action::KillAfter;
    return faults;
}

Faults::Action Faults::next(const QString &call)
{
    m_log.append(call);
    if (m_log.size() != m_at)
        return Action::Go;
    m_struck = true;
    return m_action;
}

} // namespace laneway
