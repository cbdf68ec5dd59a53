// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/commonrules.h"

namespace laneway {

namespace {

bool isRoot(QStringView mount)
{
    return mount == u"/" || mount == u"/boot" || mount == u"/boot/efi" || mount == u"/usr";
}

std::optional<Reason> mountReason(const QList<BlockDevice> &disks, const QString &code, bool root)
{
    Reason reason{Level::Caution, code, {}};
    for (const BlockDevice &disk : disks)
        for (const QString &mount : disk.mounts)
            if (isRoot(mount) == root) {
                reason.arguments.append(mount);
                reason.evidence.append({u"/proc/self/mountinfo"_s, disk.name + u" on "_s + mount});
            }
    return unlessEmpty(reason);
}

} // namespace

void WantedBy::add(const QUuid &domain, const QString &name)
{
    if (m_reason.arguments.size() == mostNamed) {
        ++m_more;
        return;
    }
    m_reason.arguments.append(name);
    m_reason.evidence.append({u"definition"_s, domain.toString(QUuid::WithoutBraces)});
}

std::optional<Reason> WantedBy::reason() const
{
    Reason all = m_reason;
    if (m_more > 0)
        all.arguments.append(u"+%1"_s.arg(m_more));
    return unlessEmpty(all);
}

std::optional<Reason> unlessEmpty(const Reason &reason)
{
    return reason.arguments.isEmpty() ? std::nullopt : std::optional(reason);
}

std::optional<Reason> rootMountReason(const QList<BlockDevice> &disks)
{
    return mountReason(disks, u"holds-root-file-system"_s, true);
}

std::optional<Reason> otherMountReason(const QList<BlockDevice> &disks)
{
    return mountReason(disks, u"holds-mounted-disk"_s, false);
}

std::optional<Reason> swapReason(const QList<BlockDevice> &disks)
{
    Reason reason{Level::Caution, u"holds-swap"_s, {}};
    for (const BlockDevice &disk : disks)
        if (disk.swap) {
            reason.arguments.append(disk.name);
            reason.evidence.append({u"/proc/swaps"_s, disk.name});
        }
    return unlessEmpty(reason);
}

} // namespace laneway
