// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

namespace laneway {

/// A way out: what to do, in words, and where it is one, the plan that does it.
struct Remedy
{
    QString text;
    QString planKind; ///< empty: an instruction only
    QJsonObject planArguments;
};

/// Every reason code that has a sentence; all that the rules can give are among them.
QStringList reasonCodes();
/// The sentence for a reason (translated). An unknown code gives the code itself.
QString reasonText(const Reason &reason);
QList<Remedy> remediesFor(const Reason &reason);
QString levelText(Level level); ///< "Ready", "Takes companions", …
/// What the host loses when @p function leaves it: one sentence a thing; empty when nothing a
/// person would miss.
QStringList lossesOf(const HostSnapshot &host, const PciFunction &function);
/// What happened and what to do, for a person, from a stable error.
QString errorText(const Error &error);

} // namespace laneway
