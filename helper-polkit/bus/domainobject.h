// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bus/call.h"

namespace laneway {

class Door;
struct DomainState;

/// org.laneway.Helper1.Domain. The caller is known to own the domain of the call's path, or to be
/// allowed to manage others'.
namespace domaincalls {
void getXml(Door &door, const Call &call);
void start(Door &door, const Call &call);
void startWith(Door &door, const Call &call);
void suspend(Door &door, const Call &call);
void resume(Door &door, const Call &call);
void reset(Door &door, const Call &call);
void reboot(Door &door, const Call &call);
void shutdown(Door &door, const Call &call);
void save(Door &door, const Call &call);
void removeSavedState(Door &door, const Call &call);
void rename(Door &door, const Call &call);
void setAutostart(Door &door, const Call &call);
void destroy(Door &door, const Call &call);
void attachDevice(Door &door, const Call &call);
void detachDevice(Door &door, const Call &call);
void undefine(Door &door, const Call &call);
void getFigures(Door &door, const Call &call);
void openConsole(Door &door, const Call &call);
QVariantMap properties(const DomainState &state);
} // namespace domaincalls

} // namespace laneway
