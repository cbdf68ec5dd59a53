// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/deviceclasses.h"
#include "kernel/kernel.h"

#include <QSet>

namespace laneway {

/// The facts of disks, and what the host uses them for: what is mounted from them, whether it swaps there,
/// also by way of partitions, device mapper, RAID and pools of btrfs.
class DiskReader
{
public:
    DiskReader(const Kernel &kernel, DeviceClasses &classes)
        : k(kernel)
        , m_classes(classes)
    {
    }
    /// A disk, or one controller's path to it: then the disk that people see.
    BlockDevice read(const QString &name);
    bool isPartition(const QString &name);
    const QHash<QString, QString> &paths(); ///< of all block devices, by name

private:
    void readUses();
    void addUse(const QString &block, const QString &mount, QSet<QString> &seen);
    QString blockName(const QByteArray &majorMinor, const QString &source);

    const Kernel &k;
    DeviceClasses &m_classes;
    QHash<QString, QString> m_paths; ///< by name
    QHash<QString, QStringList> m_mounts; ///< by disk
    QSet<QString> m_swap; ///< disks
    bool m_usesRead = false;
};

} // namespace laneway
