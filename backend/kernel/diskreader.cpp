// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/diskreader.h"

#include <utility>

namespace laneway {

namespace {

/// mountinfo and swaps write blanks and the like as \040 (proc(5)).
QString unescaped(const QByteArray &text)
{
    QByteArray plain;
    plain.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        bool isOctal = false;
        if (text[i] == '\\' && i + 3 < text.size()) {
            const int value = text.mid(i + 1, 3).toInt(&isOctal, 8);
            if (isOctal) {
                plain.append(char(value));
                i += 3;
            }
        }
        if (!isOctal)
            plain.append(text[i]);
    }
    return QString::fromUtf8(plain);
}

/// "nvme0c1n1", the path of one controller to a shared namespace, → "nvme0n1", the disk that
/// people see (NVMe multipath, drivers/nvme/host/multipath.c). Empty for any other name.
QString multipathHead(const QString &name)
{
    if (!name.startsWith(u"nvme"))
        return {};
    const qsizetype c = name.indexOf(u'c', 4);
    const qsizetype n = name.indexOf(u'n', 4);
    if (c < 0 || n < c)
        return {};
    return name.left(c) + name.mid(n);
}

} // namespace

const QHash<QString, QString> &DiskReader::paths()
{
    if (m_paths.isEmpty()) {
        for (const DeviceClasses::Entry &block : m_classes.of(u"block"_s))
            m_paths.insert(block.name, block.target);
    }
    return m_paths;
}

bool DiskReader::isPartition(const QString &name)
{
    const QString path = paths().value(name);
    const qsizetype end = path.lastIndexOf(u'/');
    const qsizetype begin = end > 0 ? path.lastIndexOf(u'/', end - 1) : -1;
    return end > 0 && paths().contains(path.mid(begin + 1, end - begin - 1));
}

BlockDevice DiskReader::read(const QString &name)
{
    if (!std::exchange(m_usesRead, true))
        readUses();
    const QString head = multipathHead(name);
    BlockDevice disk;
    disk.name = paths().contains(head) ? head : name;
    const auto sectors = k.sys.text(u"class/block/"_s + disk.name + u"/size");
    disk.bytes = sectors.value_or(QString()).toLongLong() * 512; // whatever its sector size
    disk.mounts = m_mounts.value(disk.name);
    disk.swap = m_swap.contains(disk.name);
    return disk;
}

/// The kernel's name of a block device that a mount or swap line tells of.
QString DiskReader::blockName(const QByteArray &majorMinor, const QString &source)
{
    if (!majorMinor.isEmpty() && !majorMinor.startsWith("0:")) {
        const QString name = k.sys.linkName(u"dev/block/"_s + QString::fromLatin1(majorMinor));
        if (!name.isEmpty())
            return name;
    }
    // btrfs has an anonymous number; swap lines have none
    if (source.startsWith(u"/dev/mapper/")) {
        const QString wanted = source.mid(12);
        for (auto block = paths().cbegin(); block != paths().cend(); ++block) {
            if (block.key().startsWith(u"dm-") && k.sys.text(u"class/block/"_s + block.key() + u"/dm/name") == wanted)
                return block.key();
        }
        return {};
    }
    return source.startsWith(u"/dev/") ? source.mid(5).replace(u'/', u'!') : QString();
}

/// From the mounts down to the disks: a host has few mounts, and many devices of no use.
void DiskReader::readUses()
{
    // PID 1's view: the helper's own may be cut down by its unit (ProtectHome=).
    auto mountInfo = k.proc.read(u"1/mountinfo"_s);
    if (!mountInfo)
        mountInfo = k.proc.read(u"self/mountinfo"_s);
    QHash<QString, QSet<QString>> pools; // btrfs: one of its devices → all of them
    bool poolsRead = false;
    for (const QByteArray &line : mountInfo.value_or(QByteArray()).split('\n')) {
        // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
        const QList<QByteArray> columns = line.split(' ');
        const qsizetype dash = columns.indexOf("-");
        if (columns.size() < 7 || dash < 0 || dash + 2 >= columns.size())
            continue;
        const QString name = blockName(columns[2], unescaped(columns[dash + 2]));
        if (name.isEmpty())
            continue;
        const QString mount = unescaped(columns[4]);
        QSet<QString> parts{name};
        if (columns[dash + 1] == "btrfs") {
            if (!std::exchange(poolsRead, true)) {
                for (const QString &id : k.sys.list(u"fs/btrfs"_s).value_or(QStringList())) {
                    const QStringList members = k.sys.list(u"fs/btrfs/"_s + id + u"/devices").value_or(QStringList());
                    for (const QString &member : members)
                        pools.insert(member, QSet<QString>(members.begin(), members.end()));
                }
            }
            parts.unite(pools.value(name));
        }
        for (const QString &part : std::as_const(parts)) {
            QSet<QString> seen;
            addUse(part, mount, seen);
        }
    }
    const QByteArray swaps = k.proc.read(u"swaps"_s).value_or(QByteArray());
    for (const QByteArray &line : swaps.split('\n')) {
        const QString source = unescaped(line.left(line.indexOf(' ')));
        const QString name = source.startsWith(u"/dev/") ? blockName({}, source) : QString();
        if (name.isEmpty())
            continue;
        QSet<QString> seen;
        addUse(name, {}, seen);
    }
}

/// @p block, its disk and what it is stacked on (dm, md) are used; @p mount empty: as swap.
void DiskReader::addUse(const QString &block, const QString &mount, QSet<QString> &seen)
{
    if (seen.contains(block) || !paths().contains(block))
        return;
    seen.insert(block);
    if (isPartition(block)) {
        const QString path = paths().value(block);
        const QString disk = path.left(path.lastIndexOf(u'/'));
        addUse(disk.mid(disk.lastIndexOf(u'/') + 1), mount, seen);
        return;
    }
    if (mount.isEmpty())
        m_swap.insert(block);
    else if (QStringList &mounts = m_mounts[block]; !mounts.contains(mount))
        mounts.append(mount);
    for (const QString &below : k.sys.list(u"class/block/"_s + block + u"/slaves").value_or(QStringList()))
        addUse(below, mount, seen);
}

} // namespace laneway
