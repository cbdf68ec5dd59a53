// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

#include <QSet>

namespace laneway {

/// The numbers that a machine's sockets to the host have: one host has each once.
QSet<quint32> vsockNumbers(const DomainXml &domain);

/// Whether `<cid auto='yes'/>` asks for one at start.
bool wantsVsockNumber(const DomainXml &domain);
/// Gives one that is not among @p taken: the one that is written if it is free, else one that follows from the
/// machine's UUID, so that it is likely to be the same at each start, and none of the low ones that others give out.
void settleVsockNumber(DomainXml &live, const QSet<quint32> &taken);

} // namespace laneway
