// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDir>
#include <QFile>
#include <QMap>
#include <QTemporaryDir>

namespace laneway {

/// A sysfs and a procfs made of plain files, for tests and benches.
class SysfsTree
{
public:
    SysfsTree()
    {
        QDir().mkpath(sys() + u"/bus/pci/devices");
        QDir().mkpath(proc());
        addProc(u"sys/kernel/osrelease"_s, "6.1.0-18-amd64\n");
        addProc(u"sys/kernel/hostname"_s, "den\n");
        addProc(u"cmdline"_s, "root=/dev/nvme0n1p2 intel_iommu=on\n");
    }
    QString sys() const { return m_directory.filePath(u"sys"_s); }
    QString proc() const { return m_directory.filePath(u"proc"_s); }

    void add(const QString &path, const QByteArray &text) { put(sys() + u'/' + path, text); }
    void addProc(const QString &path, const QByteArray &text) { put(proc() + u'/' + path, text); }
    /// Both relative to /sys; the link's text is relative, as the kernel's are.
    void link(const QString &path, const QString &target)
    {
        const QString name = sys() + u'/' + path;
        const QString directory = name.left(name.lastIndexOf(u'/'));
        QDir().mkpath(directory);
        QFile::remove(name);
        QFile::link(QDir(directory).relativeFilePath(sys() + u'/' + target), name);
    }
    void remove(const QString &path)
    {
        const QString name = sys() + u'/' + path;
        if (!QFile::remove(name))
            QDir(name).removeRecursively();
    }

    /// A function at @p path ("pci0000:00/0000:00:01.0/0000:01:00.0"); gives the directory that
    /// its attributes are in.
    QString addFunction(const QString &path, const QByteArray &ids, quint32 classCode, const QByteArray &driver = {},
        const QMap<QString, QByteArray> &attributes = {})
    {
        const QString base = u"devices/"_s + path + u'/';
        const QString address = path.mid(path.lastIndexOf(u'/') + 1);
        QByteArray uevent;
        if (!driver.isEmpty()) {
            uevent += "DRIVER=" + driver + '\n';
            const QString home = u"bus/pci/drivers/"_s + QString::fromLatin1(driver);
            QDir().mkpath(sys() + u'/' + home);
            link(base + u"driver", home);
        }
        uevent += "PCI_CLASS=" + QByteArray::number(classCode, 16).toUpper() + "\nPCI_ID=" + ids
            + "\nPCI_SUBSYS_ID=1028:0A6B\nPCI_SLOT_NAME=" + address.toLatin1() + '\n';
        add(base + u"uevent", uevent);
        add(base + u"config", QByteArray(64, '\0'));
        add(base + u"revision", "0x01\n");
        add(base + u"numa_node", "-1\n");
        add(base + u"power_state", "D0\n");
        add(base + u"driver_override", "(null)\n");
        for (auto a = attributes.cbegin(); a != attributes.cend(); ++a)
            add(base + a.key(), a.value());
        link(u"bus/pci/devices/"_s + address, base.chopped(1));
        return base;
    }
    void setGroup(const QString &base, int group)
    {
        const QString home = u"kernel/iommu_groups/"_s + QString::number(group);
        QDir().mkpath(sys() + u'/' + home);
        link(base + u"iommu_group", home);
    }
    /// An entry of a class below @p parent ("devices/…/"); gives its directory.
    QString addClass(const QString &kind, const QString &parent, const QString &name)
    {
        const QString base = parent + kind + u'/' + name;
        QDir().mkpath(sys() + u'/' + base);
        link(u"class/"_s + kind + u'/' + name, base);
        return base + u'/';
    }

private:
    static void put(const QString &name, const QByteArray &text)
    {
        QDir().mkpath(name.left(name.lastIndexOf(u'/')));
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %ls", qUtf16Printable(name));
    }

    QTemporaryDir m_directory;
};

} // namespace laneway
