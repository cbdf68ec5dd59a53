// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

namespace laneway {

/// virtiofsd reads and writes the guest's memory itself, so that has to be shared with it: says so in `<memoryBacking>`
/// where a folder needs it and it is not yet. True when the definition was changed.
bool shareMemoryForFolders(DomainXml &domain);

} // namespace laneway
