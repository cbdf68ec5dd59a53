// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// How a machine gets devices of the host: checks all of them, then says how each is taken.
/// @p present: what the domain has already.
Result<> takeDevices(Draft &draft, const QList<AssignedDevice> &devices, const QList<AssignedDevice> &present);

/// Running guests name their host devices; the document says which is which.
void nameHostDevices(DomainXml &xml);

/// Writes into a definition who each device is, beside where it sits, so that a stranger at its place
/// is noticed at the start.
Result<> storeIdentities(DomainXml &xml, const HostSnapshot &host);

} // namespace laneway
