// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

namespace laneway {

/// For a tool tip, which takes for markup what looks like it: a device's or a machine's own words are
/// shown as they are, whatever is in them.
inline QString plainTip(const QString &text)
{
    if (!text.contains(u'<'))
        return text;
    return u"<p style=\"white-space:pre-wrap\">"_s + text.toHtmlEscaped() + u"</p>"_s;
}

} // namespace laneway
