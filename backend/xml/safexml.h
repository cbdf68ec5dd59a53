// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDomDocument>

namespace laneway {

/// Bounds on XML that a client sends. QDomDocument is quadratic in depth and attributes and
/// QXmlStreamReader has no depth limit, so a streaming pass with these bounds comes first.
struct XmlLimits
{
    qsizetype bytes = 1024 * 1024;
    int depth = 32;
    int elements = 20'000;
    int attributesPerElement = 64;
    int attributes = 40'000; ///< of all elements; each takes over half a KiB in the tree
};

/// Well-formed, within the limits, without DTD, entities of its own or processing instructions.
/// White space and comments are kept. Fails with InvalidXml; subject "line 12, column 7".
Result<QDomDocument> parseSafely(const QByteArray &text, const XmlLimits &limits = {});

} // namespace laneway
