// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// Plans "attach" and "detach-device": single devices of a machine, in its definition or while it runs;
/// "edit": its whole definition.
Result<> planAttach(Draft &draft);
Result<> planDetachDevice(Draft &draft);
Result<> planChangeMedia(Draft &draft);
Result<> planEdit(Draft &draft);

struct Where
{
    bool live = false;
    bool config = false;
};
/// Of the request; as libvirt: neither means live when it runs, else config.
Result<Where> whereTo(Draft &draft);

/// All that a definition must be before it is stored, whoever wrote it.
Result<> finishDefinition(Draft &draft, DomainXml &xml);

} // namespace laneway
