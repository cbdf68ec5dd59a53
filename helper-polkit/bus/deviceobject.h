// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bus/call.h"

namespace laneway {

class Door;
struct PciFunction;

/// org.laneway.Helper1.Device: each verb is a plan that is applied at once.
namespace devicecalls {
void detach(Door &door, const Call &call);
void reattach(Door &door, const Call &call);
void reset(Door &door, const Call &call);
void setVfCount(Door &door, const Call &call);
void setVf(Door &door, const Call &call);
QVariantMap properties(const PciFunction &function);
} // namespace devicecalls

} // namespace laneway
