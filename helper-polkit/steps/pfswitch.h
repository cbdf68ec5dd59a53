// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

namespace laneway {

/// The switch inside a PF that its VFs hang on, as several steps read and set it.

/// The network interface by which @p pf's VFs are set. UnsupportedConfiguration when it has none.
Result<QString> interfaceOfPf(const Kernel &kernel, const PciAddress &pf);
/// The one of @p vf in what Netlink::vfs() gave; null when it is not there.
const VfSettings *settingsIn(const QList<VfSettings> &all, VfIndex vf);

/// What the PF's driver reports of one VF now; NotFound when it says nothing of it.
Result<VfSettings> vfSettingsNow(const Kernel &kernel, const QString &interface, VfIndex vf);

/// "mac 52:54:… vlan 42 trust on": what `ip link set … vf N` is given.
QString ipWords(const VfChange &change);
/// `ip link set dev $(ls …) vf N …`
QString ipCommand(const PciAddress &pf, VfIndex vf, const VfChange &change);

/// "wanted …, the PF reports …"
QString differenceText(const VfChange &wanted, const VfSettings &found);

/// Brings VFs back to exactly @p former, by one netlink batch of what differs, and reads back. A driver
/// that refuses the all-zero MAC of a VF to which nobody gave one gets 02:00:00:00:00:00 instead, as
/// libvirt does: those are given back as refused, for the job's result. VFs that are gone are left out; so
/// are all when the interface is.
Result<QList<VfRefusal>> restoreVfs(Kernel &kernel, const PciAddress &pf, const QList<VfSettings> &former);

/// {"refused":[…]} of a job's step; empty when there is none.
QJsonObject refusalsAsResult(const QList<VfRefusal> &refused);

/// "vfs" of a former state, by words or, in older journals, by their JSON.
Result<QList<VfSettings>> formerVfs(const QJsonObject &former);

constexpr int readBackLimitMs = 1'000;

} // namespace laneway
