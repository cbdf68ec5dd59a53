// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bus/call.h"

namespace laneway {

class Door;
struct PoolState;

/// org.laneway.Helper1.Network. There is no owner: what changes one has been authorised for.
namespace networkcalls {
void getXml(Door &door, const Call &call);
void start(Door &door, const Call &call);
void destroy(Door &door, const Call &call);
void undefine(Door &door, const Call &call);
void setAutostart(Door &door, const Call &call);
QVariantMap properties(const PoolState &state);
/// Whose machines a caller may know by name; nothing: everybody's.
std::optional<uint> viewerOf(const Caller &caller);
} // namespace networkcalls

} // namespace laneway
