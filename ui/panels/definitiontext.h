// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

namespace laneway {

// What a definition says, in a word or two; also of one that cannot be run here.
QString memoryText(const DomainXml &domain); ///< "4 GiB"
QString processorsText(const DomainXml &domain); ///< "4 virtual"
QString firmwareText(const DomainXml &domain); ///< "UEFI", "BIOS"
QString chipsetText(const DomainXml &domain); ///< "Q35 (pc-q35-7.2)"

} // namespace laneway
