// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/hostreader.h"

#include "kernel/inputkind.h"
#include "kernel/keptsettings.h"
#include "kernel/pcireader.h"
#include "kernel/platformreader.h"
#include "kernel/sysfsnames.h"
#include "kernel/usbreader.h"

namespace laneway {

namespace {

class Reader
{
public:
    explicit Reader(const Kernel &kernel, Asking asking = Asking::Avoided)
        : k(kernel)
        , m_asking(asking)
    {
    }

    Result<HostSnapshot> host();
    Result<PciFunction> function(const PciAddress &address, bool withSettings = true);
    QMap<UsbPort, UsbDevice> allUsb();

private:
    void readVfSettings(PciFunction &f);
    void readNvme(PciFunction &pf, const HostSnapshot &host);

    /// What hangs below functions; @p only: nothing else is looked at.
    void readChildren(QMap<PciAddress, PciFunction> &functions, std::optional<PciAddress> only = {});
    void readDisks(QMap<PciAddress, PciFunction> &functions, std::optional<PciAddress> only);
    /// Calls @p visit(name, function) for each entry of class/@p kind below a function we read.
    template <typename Visit>
    void forEachOfClass(
        const QString &kind, QMap<PciAddress, PciFunction> &functions, std::optional<PciAddress> only, Visit visit);

    const Kernel &k;
    Asking m_asking;
    DeviceClasses m_classes{k.sys};
    InterfaceReader m_interfaces{k};
    DiskReader m_disks{k, m_classes};
};

Result<HostSnapshot> Reader::host()
{
    HostSnapshot host;
    const QStringList pending = k.sys.pendingWrites();
    readPlatform(k, host);
    const auto names = k.sys.list(pciDevices);
    if (!names && names.error().code != ErrorCode::NotFound)
        return fail(names.error());
    if (!names)
        return host;
    for (const QString &name : *names) {
        const auto address = addressOf(name);
        if (!address)
            continue;
        // One that vanished meanwhile is left out.
        if (auto f = readPciFunction(k, *address, host.kernelRelease, pending))
            host.functions.insert(*address, std::move(*f));
    }
    readChildren(host.functions);
    readUsb(k, m_classes, m_interfaces, m_disks, host);
    std::optional<KeptSettings> kept; // only where there is something to be kept
    for (auto pf = host.functions.begin(); pf != host.functions.end(); ++pf) {
        if (!pf->sriov)
            continue;
        readVfSettings(*pf);
        if (!kept)
            kept.emplace(k);
        pf->sriov->kept = kept->of(*pf);
        if (pf->driver == u"nvme")
            readNvme(*pf, host);
        const QList<PciAddress> vfs = pf->sriov->functions;
        for (qsizetype i = 0; i < vfs.size(); ++i) {
            if (const auto vf = host.functions.find(vfs[i]); vf != host.functions.end()) {
                vf->vfIndex = VfIndex{quint32(i)};
                vf->physicalFunction = pf.key();
            }
        }
    }
    return host;
}

Result<PciFunction> Reader::function(const PciAddress &address, bool withSettings)
{
    auto f = readPciFunction(k, address, kernelRelease(k), k.sys.pendingWrites());
    if (!f)
        return f;
    QMap<PciAddress, PciFunction> one{{address, std::move(*f)}};
    readChildren(one, address);
    PciFunction &read = one.first();
    if (read.sriov && withSettings) {
        readVfSettings(read);
        read.sriov->kept = KeptSettings(k).of(read);
    }
    if (read.physicalFunction) {
        const QString pf = pciDevices + u'/' + read.physicalFunction->toString() + u"/virtfn";
        for (quint32 i = 0;; ++i) {
            const QString vf = k.sys.linkName(pf + QString::number(i));
            if (vf.isEmpty())
                break;
            if (vf == address.toString()) {
                read.vfIndex = VfIndex{i};
                break;
            }
        }
    }
    return std::move(read);
}

void Reader::readVfSettings(PciFunction &f)
{
    if (f.sriov->enabled == 0 || f.interfaces.isEmpty())
        return;
    if (auto settings = k.netlink.vfs(f.interfaces.first().name))
        f.sriov->settings = std::move(*settings);
}

void Reader::readNvme(PciFunction &pf, const HostSnapshot &host)
{
    // A driver that comes or goes, or another count, may have changed what the controller says.
    QString stamp = QString::number(pf.sriov->enabled);
    for (const PciAddress &vf : std::as_const(pf.sriov->functions))
        stamp += u' ' + host.functions.value(vf).driver;
    pf.sriov->nvme = k.nvme.known(pf.address, stamp, m_asking == Asking::Allowed && pf.sriov->enabled > 0);
}

template <typename Visit>
void Reader::forEachOfClass(
    const QString &kind, QMap<PciAddress, PciFunction> &functions, std::optional<PciAddress> only, Visit visit)
{
    for (const auto &[name, target] : m_classes.of(kind)) {
        const auto address = nearestFunction(target);
        if (!address || (only && *address != *only))
            continue;
        if (const auto f = functions.find(*address); f != functions.end())
            visit(name, *f);
    }
}

void Reader::readChildren(QMap<PciAddress, PciFunction> &functions, std::optional<PciAddress> only)
{
    forEachOfClass(u"net"_s, functions, only,
        [&](const QString &name, PciFunction &f) { f.interfaces.append(m_interfaces.read(name)); });
    readDisks(functions, only);
    forEachOfClass(u"nvme"_s, functions, only, [&](const QString &name, PciFunction &f) {
        f.serial = k.sys.text(u"class/nvme/"_s + name + u"/serial").value_or(QString());
    });
    forEachOfClass(u"drm"_s, functions, only, [&](const QString &name, PciFunction &f) {
        if (k.sys.text(u"class/drm/"_s + name + u"/status") == u"connected"_s)
            f.displays.append(name);
    });
    forEachOfClass(u"input"_s, functions, only, [&](const QString &name, PciFunction &f) {
        const InputKind kind = inputKind(k.sys, name);
        if (kind.known && !kind.keyboard && !kind.pointer)
            return;
        const auto title = k.sys.text(u"class/input/"_s + name + u"/name");
        // A keyboard with media keys is several inputs of one name.
        if (title && !f.inputs.contains(*title))
            f.inputs.append(*title);
    });
    forEachOfClass(u"sound"_s, functions, only, [&](const QString &name, PciFunction &f) {
        f.sounds.append(k.sys.text(u"class/sound/"_s + name + u"/id").value_or(name));
    });
}

void Reader::readDisks(QMap<PciAddress, PciFunction> &functions, std::optional<PciAddress> only)
{
    const QHash<QString, QString> &paths = m_disks.paths();
    QStringList names;
    for (auto block = paths.cbegin(); block != paths.cend(); ++block) {
        const auto address = nearestFunction(block.value());
        if (address && functions.contains(*address) && (!only || *address == *only)
            && !m_disks.isPartition(block.key()))
            names.append(block.key());
    }
    names.sort();
    for (const QString &name : std::as_const(names))
        functions[*nearestFunction(paths.value(name))].disks.append(m_disks.read(name));
}

QMap<UsbPort, UsbDevice> Reader::allUsb()
{
    HostSnapshot host;
    readUsb(k, m_classes, m_interfaces, m_disks, host);
    return host.usb;
}

} // namespace

Result<HostSnapshot> readHost(const Kernel &kernel, Asking asking)
{
    return Reader(kernel, asking).host();
}

Result<PciFunction> readFunction(const Kernel &kernel, const PciAddress &address)
{
    return Reader(kernel).function(address);
}

Result<PciFunction> readIdentity(const Kernel &kernel, const PciAddress &address)
{
    return Reader(kernel).function(address, false);
}

Result<UsbDevice> readUsbDevice(const Kernel &kernel, const UsbPort &port)
{
    return usbDeviceAt(port, readUsbDevices(kernel));
}

Result<UsbDevice> usbDeviceAt(const UsbPort &port, const QMap<UsbPort, UsbDevice> &devices)
{
    const auto device = devices.constFind(port);
    if (device == devices.cend())
        return fail(ErrorCode::NotFound, u"USB device "_s + port.toString(), u"it is not plugged in"_s);
    return *device;
}

QMap<UsbPort, UsbDevice> readUsbDevices(const Kernel &kernel)
{
    return Reader(kernel).allUsb();
}

QString driverOf(const Kernel &kernel, const PciAddress &address)
{
    return kernel.sys.linkName(pciDevices + u'/' + address.toString() + u"/driver");
}

QString interfaceOf(const Kernel &kernel, const PciAddress &address)
{
    const QString base = pciDevices + u'/' + address.toString();
    const auto names = kernel.sys.list(base + u"/net");
    if (names && !names->isEmpty())
        return names->first();
    // virtio puts a bus between the function and its interface
    for (const QString &child : kernel.sys.list(base).value_or(QStringList())) {
        if (!child.startsWith(u"virtio"))
            continue;
        const auto below = kernel.sys.list(base + u'/' + child + u"/net");
        if (below && !below->isEmpty())
            return below->first();
    }
    return {};
}

} // namespace laneway
