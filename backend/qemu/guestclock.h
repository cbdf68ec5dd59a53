// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainviews.h"

#include <QDateTime>

namespace laneway {

/// What `-rtc base=` gets: "utc"; "localtime", also for a zone, which is in the environment then, so that QEMU itself
/// knows its summer time; an instant. "@utc+60@" where it is known only at the start: a plan may be looked at for long.
QString clockBase(const ClockXml &clock);
/// @p argument with the time in such a place; @p now in the host's zone.
QString withClockAt(const QString &argument, const QDateTime &now);

} // namespace laneway
