// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainviews.h"

namespace laneway {

/// What `-cpu` calls the machine's processor: "host", "max", "qemu64".
QString processorModel(const MachineXml &machine);
/// Those that are there from the start on; the others can be plugged in.
int processorsAtStart(const MachineXml &machine);
/// `device_add` of one of the others, by its number: in the place that it has in the topology.
QJsonObject processorProperties(const MachineXml &machine, int number);

} // namespace laneway
