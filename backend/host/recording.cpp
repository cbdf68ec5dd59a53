// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/recording.h"

#include <algorithm>

namespace laneway {

Verdict withoutRecording(Verdict verdict)
{
    const auto removed
        = verdict.reasons.removeIf([](const Reason &reason) { return reason.code == u"read-only-host"; });
    if (removed == 0)
        return verdict;
    verdict.level = Level::Ready;
    for (const Reason &reason : std::as_const(verdict.reasons))
        verdict.level = std::max(verdict.level, reason.level);
    return verdict;
}

} // namespace laneway
