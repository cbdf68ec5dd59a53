// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bus/call.h"

namespace laneway {

class Door;

/// org.laneway.Helper1.Manager: what concerns the host.
namespace hostcalls {
void getHost(Door &door, const Call &call);
void getHostFile(Door &door, const Call &call);
void getClaims(Door &door, const Call &call);
void capture(Door &door, const Call &call);
// The same for callers whom no descriptor reaches.
void getHostRelay(Door &door, const Call &call);
void captureRelay(Door &door, const Call &call);
void readRelay(Door &door, const Call &call);
void closeRelay(Door &door, const Call &call);
} // namespace hostcalls

/// org.laneway.Helper1.Manager: definitions, plans and the journal.
namespace managercalls {
void defineDomain(Door &door, const Call &call);
void defineNetwork(Door &door, const Call &call);
void listImages(Door &door, const Call &call);
void getImage(Door &door, const Call &call);
void getLibvirtDefinitions(Door &door, const Call &call);
void getLinks(Door &door, const Call &call);
void plan(Door &door, const Call &call);
void apply(Door &door, const Call &call);
void listJournal(Door &door, const Call &call);
void getJournal(Door &door, const Call &call);
QVariantMap properties(const Door &door);
} // namespace managercalls

/// Strings, numbers and booleans of an a{sv}; anything else is InvalidInput, subject = its key.
Result<QJsonObject> plainJson(const QVariantMap &map);

} // namespace laneway
