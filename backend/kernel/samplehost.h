// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostsnapshot.h"

namespace laneway {

/// The bundled hosts (resources/samples), in the order that people see.
QStringList sampleNames();
/// NotFound for a name that is not among them.
Result<HostSnapshot> sampleHost(const QString &name);
/// Definitions of the machines that such a host has, so that there is something to give devices to; as XML.
QList<QByteArray> sampleMachines(const QString &name);

} // namespace laneway
