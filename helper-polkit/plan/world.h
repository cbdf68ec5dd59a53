// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/ownerfiles.h"
#include "domains/runrecord.h"
#include "domains/savedstate.h"
#include "host/claims.h"
#include "kernel/hostlinks.h"
#include "qemu/commandline.h"
#include "qemu/firmware.h"
#include "store/domainstore.h"
#include "store/networkstore.h"

namespace laneway {

/// Everything a plan is made from: values, so that planning is pure.
struct World
{
    const HostSnapshot &host;
    const DomainStore &domains; ///< read only
    const QMap<QUuid, RunRecord> &runs;
    const QList<PciAddress> &detached; ///< taken by `detach`
    QemuCapabilities qemu;
    std::function<Result<QJsonObject>(const QString &job)> journal; ///< for "undo"
    /// What the last `detach` of a device found there: {"driver","override"}; empty when unknown.
    std::function<QJsonObject(const PciAddress &)> formerDriver = {};
    bool simulated = false;
    bool privileged = true; ///< false: session helper, which cannot touch devices
    Networks networks = {};
    /// Functions of pools that jobs under way are giving to domains.
    QList<Claim> promised = {};
    /// What an interface of a domain had the last time.
    std::function<std::optional<PciAddress>(const QUuid &domain, const MacAddress &interface)> lastLease = {};
    /// The file of ours that keeps a PF's virtual functions, as it is now; nothing when there is none.
    std::function<std::optional<QByteArray>(const PciAddress &)> keptFile = {};
    QString ipProgram = u"/usr/sbin/ip"_s; ///< of iproute2; empty: it is not installed
    /// What programs that are no machines of ours have open of the functions on a VFIO driver.
    QMap<PciAddress, QString> opened = {};
    /// What interfaces of all domains but this had the last time.
    std::function<QSet<PciAddress>(const QUuid &domain)> leasesOfOthers = {};
    /// The NUMA node that most of these processors ("0-3,8") belong to.
    std::function<std::optional<int>(const QString &processors)> nodeOfProcessors = {};
    SavedUses saved = {}; ///< machines' memory in files
    QString savedDirectory = {};
    std::optional<SavedState> savedState = {}; ///< of the machine that toBeRestored() names
    /// How often devices were plugged into or out of a machine within the last minute.
    std::function<int(const QUuid &domain)> recentPlugs = {};
    /// Files of the caller's that the request is about (plan/imageplans), by path.
    QMap<QString, FileFacts> files = {};
    std::function<Result<QList<HostLink>>()> links = {}; ///< the host's network interfaces
    /// Whether the administrator has allowed somebody a bridge (domains/bridgeacl).
    std::function<bool(const QString &bridge, uint uid)> mayUseBridge = {};
    std::function<Result<QString>()> bridgeHelper = {}; ///< QEMU's, for a session's own helper
    std::function<Result<QList<int>>()> onlineProcessors = {}; ///< of the host
    bool hasVhostNet = false;
    QMap<QUuid, uint> starting = {}; ///< owners of machines whose starts have begun
    QString imageFolder = {}; ///< where the caller's images are made when nothing else is said
    QStringList firmwareFolders = laneway::firmwareFolders();
};

/// Claims of all definitions and runs.
Claims claimsOf(const World &world);

} // namespace laneway
