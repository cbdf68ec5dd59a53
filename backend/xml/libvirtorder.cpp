// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/libvirtorder.h"

#include "xml/xmlnodes.h"

#include <QHash>

namespace laneway {

namespace {

QStringList orderIn(const QString &parent)
{
    static const QHash<QString, QStringList> orders = [] {
        const auto words = [](QStringView text) { return text.toString().split(u' '); };
        return QHash<QString, QStringList>{
            {u"domain"_s,
                words(
                    u"name uuid genid title description metadata maxMemory memory currentMemory blkiotune memtune "
                    "memoryBacking vcpu vcpus iothreads iothreadids defaultiothread cputune numatune resource sysinfo "
                    "bootloader os idmap features cpu clock on_poweroff on_reboot on_crash on_lockfailure pm perf devices "
                    "seclabel keywrap launchSecurity")},
            {u"devices"_s,
                words(
                    u"emulator disk controller lease filesystem interface smartcard serial parallel console channel input "
                    "tpm graphics sound audio video hostdev redirdev redirfilter hub watchdog memballoon rng nvram panic "
                    "shmem memory iommu vsock crypto pstore")},
            {u"memoryBacking"_s, words(u"hugepages nosharepages locked source access allocation discard")},
            {u"os"_s, words(u"type firmware loader nvram kernel initrd cmdline dtb acpi boot bootmenu smbios bios")},
            {u"cpu"_s, words(u"model vendor maxphysaddr topology cache feature numa")},
            {u"disk"_s,
                words(
                    u"driver auth source backingStore mirror target iotune readonly shareable transient serial wwn vendor "
                    "product encryption throttlefilters boot alias address")},
            {u"controller"_s, words(u"driver model target master alias address")},
            {u"interface"_s,
                words(
                    u"mac source virtualport vlan guest model driver backend filterref target bandwidth link mtu ip route "
                    "script boot alias rom acpi address")},
            {u"serial"_s, words(u"source protocol target log alias address")},
            {u"console"_s, words(u"source protocol target log alias address")},
            {u"graphics"_s,
                words(u"listen channel image jpeg zlib playback streaming clipboard mouse filetransfer gl")},
            {u"video"_s, words(u"driver model alias acpi address")},
            {u"shmem"_s, words(u"model size server msi alias address")},
            {u"rng"_s, words(u"rate backend driver alias acpi address")},
        };
    }();
    return orders.value(parent);
}

} // namespace

void insertInLibvirtOrder(QDomElement &parent, const QDomElement &child)
{
    const QStringList order = orderIn(parent.tagName());
    const qsizetype place = order.indexOf(child.tagName());
    QDomElement before; ///< the last that goes before it
    QDomElement behind; ///< the first that goes behind it
    for (const QDomElement &present : childElements(parent)) {
        const qsizetype other = order.indexOf(present.tagName());
        if (place < 0 || (other >= 0 && other <= place))
            before = present;
        else if (other > place && behind.isNull())
            behind = present;
    }
    const QDomElement next = before.isNull() ? behind : before.nextSiblingElement();
    if (next.isNull())
        appendOnOwnLine(parent, child);
    else
        insertOnOwnLine(parent, child, next);
}

QDomElement childInLibvirtOrder(QDomElement &parent, const QString &name)
{
    QDomElement child = parent.firstChildElement(name);
    if (child.isNull()) {
        child = parent.ownerDocument().createElement(name);
        insertInLibvirtOrder(parent, child);
    }
    return child;
}

} // namespace laneway
