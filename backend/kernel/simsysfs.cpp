// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The files that Linux shows for what SimMachine knows.
#include "kernel/simmachine.h"

#include <algorithm>

namespace laneway {

namespace {

bool isPciName(const QString &name)
{
    return PciAddress::parse(name).has_value();
}

QByteArray line(const QString &text)
{
    return text.toUtf8() + '\n';
}

QByteArray hex(quint32 number, int digits)
{
    return "0x" + QByteArray::number(number, 16).rightJustified(digits, '0') + '\n';
}

QByteArray speedText(double speed)
{
    return speed > 0 ? QByteArray::number(speed, 'f', 1) + " GT/s PCIe\n" : QByteArray("Unknown\n");
}

QString moduleOf(QString driver)
{
    return driver.replace(u'-', u'_');
}

QByteArray escaped(const QString &path)
{
    return path.toUtf8().replace('\\', "\\134").replace(' ', "\\040").replace('\t', "\\011");
}

} // namespace

void SimMachine::build()
{
    m_sys = SimTree();
    m_outside.clear();
    m_sys.directory(u"bus/pci/devices"_s);
    m_sys.directory(u"bus/pci/drivers"_s);
    m_sys.directory(u"kernel/iommu_groups"_s);
    m_sys.file(u"bus/pci/drivers_probe"_s, {}, SimTree::WriteOnly);
    m_sys.directory(u"class/iommu"_s);
    if (m_host.processors > 0)
        m_sys.file(u"devices/system/cpu/online"_s, line(u"0-%1"_s.arg(m_host.processors - 1)));
    for (const QString &unit : std::as_const(m_host.iommu.units)) {
        const QString path = u"devices/virtual/iommu/"_s + unit;
        m_sys.directory(path);
        m_sys.link(u"class/iommu/"_s + unit, path);
        // Bit 3 of the extended capabilities: interrupt remapping (VT-d 11.4.3).
        if (unit.startsWith(u"dmar"))
            m_sys.file(path + u"/intel-iommu/ecap", m_host.iommu.interruptRemapping ? "f020df\n" : "f020d7\n");
    }
    for (const QString &driver : std::as_const(m_drivers))
        renderDriver(driver);
    renderModules();
    for (auto f = m_functions.cbegin(); f != m_functions.cend(); ++f)
        render(f.key());
    renderUsb();
}

void SimMachine::renderDriver(const QString &driver)
{
    const QString base = u"bus/pci/drivers/"_s + driver;
    for (const QString &file : {u"/bind"_s, u"/unbind"_s, u"/new_id"_s, u"/remove_id"_s})
        m_sys.file(base + file, {}, SimTree::WriteOnly);
    const QString module = u"module/"_s + moduleOf(driver);
    m_sys.directory(module);
    m_sys.link(base + u"/module", module);
}

void SimMachine::renderModules()
{
    if (m_vfioLoaded)
        renderDriver(u"vfio-pci"_s);
    const auto &parameters = m_host.moduleParameters;
    for (auto p = parameters.cbegin(); p != parameters.cend(); ++p) {
        const qsizetype dot = p.key().indexOf(u'.');
        const QString path = u"module/"_s + p.key().left(dot) + u"/parameters/" + p.key().mid(dot + 1);
        const bool canChange = p.key() == u"vfio_iommu_type1.allow_unsafe_interrupts";
        m_sys.file(path, line(p.value()), canChange ? SimTree::ReadWrite : SimTree::ReadOnly);
    }
}

QString SimMachine::pathOf(const PciAddress &address) const
{
    QString path;
    PciAddress at = address;
    // A capture may name parents in a circle.
    for (int depth = 0; depth < 32; ++depth) {
        const auto f = m_functions.constFind(at);
        // Not every root is devices/pciDDDD:BB: ARM hosts have platform devices above it.
        if (f != m_functions.cend() && f->now.sysfsPath.startsWith(u"/sys/devices/"))
            return f->now.sysfsPath.mid(5) + path;
        path = u'/' + at.toString() + path;
        if (f == m_functions.cend() || !f->now.parent || !m_functions.contains(*f->now.parent))
            break;
        at = *f->now.parent;
    }
    return QString::asprintf("devices/pci%04x:%02x", at.domain(), at.bus()) + path;
}

void SimMachine::outside(const PciAddress &owner, const QString &path, const QString &target)
{
    m_sys.link(path, target);
    m_outside[owner].append(path);
}

void SimMachine::forget(const PciAddress &address)
{
    const QStringList links = m_outside.take(address);
    for (const QString &path : links)
        m_sys.remove(path);
}

void SimMachine::leaveGroup(const PciAddress &address, int group)
{
    m_groups[group].remove(address);
    if (!m_groups.value(group).isEmpty())
        return;
    m_groups.remove(group);
    m_sys.remove(u"kernel/iommu_groups/"_s + QString::number(group));
}

void SimMachine::render(const PciAddress &address)
{
    m_procChanged = true;
    const SimFunction &function = *m_functions.constFind(address);
    const PciFunction &f = function.now;
    const QString name = address.toString();
    const QString path = pathOf(address);
    const QString base = path + u'/';
    forget(address);
    m_sys.directory(path);
    m_sys.clear(path, isPciName);

    outside(address, u"bus/pci/devices/"_s + name, path);
    m_sys.link(base + u"subsystem", u"bus/pci"_s);
    m_sys.file(base + u"vendor", hex(f.vendor, 4));
    m_sys.file(base + u"device", hex(f.device, 4));
    m_sys.file(base + u"subsystem_vendor", hex(f.subsystemVendor, 4));
    m_sys.file(base + u"subsystem_device", hex(f.subsystemDevice, 4));
    m_sys.file(base + u"class", hex(f.classCode, 6));
    m_sys.file(base + u"revision", hex(f.revision, 2));
    QByteArray uevent = f.driver.isEmpty() ? QByteArray() : "DRIVER=" + line(f.driver);
    uevent += QString::asprintf("PCI_CLASS=%X\nPCI_ID=%04X:%04X\nPCI_SUBSYS_ID=%04X:%04X\n", f.classCode, f.vendor,
                  f.device, f.subsystemVendor, f.subsystemDevice)
                  .toLatin1()
        + "PCI_SLOT_NAME=" + line(name);
    m_sys.file(base + u"uevent", uevent, SimTree::ReadWrite);
    const QString modalias = QString::asprintf("pci:v%08Xd%08Xsv%08Xsd%08Xbc%02Xsc%02Xi%02X", f.vendor, f.device,
        f.subsystemVendor, f.subsystemDevice, f.classCode >> 16 & 0xff, f.classCode >> 8 & 0xff, f.classCode & 0xff);
    m_sys.file(base + u"modalias", line(modalias));
    m_sys.file(base + u"driver_override", f.driverOverride.isEmpty() ? QByteArray("(null)\n") : line(f.driverOverride),
        SimTree::ReadWrite);
    m_sys.file(base + u"numa_node", QByteArray::number(f.numaNode) + '\n');
    renderConfig(base, f);

    if (!f.driver.isEmpty()) {
        const QString driver = u"bus/pci/drivers/"_s + f.driver;
        m_sys.link(base + u"driver", driver);
        outside(address, driver + u'/' + name, path);
    }
    if (f.iommuGroup) {
        const QString group = u"kernel/iommu_groups/"_s + QString::number(*f.iommuGroup);
        m_sys.link(base + u"iommu_group", group);
        m_sys.file(group + u"/type", "DMA\n");
        outside(address, group + u"/devices/" + name, path);
    }
    if (!f.powerState.isEmpty())
        m_sys.file(base + u"power_state", line(f.powerState));
    if (f.isDisplay())
        m_sys.file(base + u"boot_vga", f.bootDisplay ? "1\n" : "0\n");
    if (f.pcie) {
        m_sys.file(base + u"current_link_speed", speedText(f.linkNow.speed));
        m_sys.file(base + u"current_link_width", QByteArray::number(f.linkNow.width) + '\n');
        m_sys.file(base + u"max_link_speed", speedText(f.linkMax.speed));
        m_sys.file(base + u"max_link_width", QByteArray::number(f.linkMax.width) + '\n');
    }
    if (!f.resetMethods.isEmpty()) {
        m_sys.file(base + u"reset_method", line(f.resetMethods.join(u' ')), SimTree::ReadWrite);
        m_sys.file(base + u"reset", {}, SimTree::WriteOnly);
    }
    renderSriov(base, f);
    renderChildren(base, function);
    const bool carriesUsb = std::any_of(
        m_usb.cbegin(), m_usb.cend(), [&](const SimUsbDevice &device) { return device.now.controller == address; });
    if (carriesUsb)
        renderUsb();
}

void SimMachine::renderConfig(const QString &base, const PciFunction &f)
{
    if (f.header == HeaderType::Unknown)
        return;
    QByteArray config(f.pcie ? 256 : 64, '\0');
    const auto put16 = [&](int at, quint16 value) {
        config[at] = char(value & 0xff);
        config[at + 1] = char(value >> 8);
    };
    put16(0x00, f.vendor);
    put16(0x02, f.device);
    config[0x08] = char(f.revision);
    config[0x09] = char(f.classCode & 0xff);
    put16(0x0a, quint16(f.classCode >> 8));
    const bool isBridge = f.header != HeaderType::Endpoint;
    config[0x0e] = f.header == HeaderType::PciBridge ? 1 : isBridge ? 2 : 0;
    if (f.header == HeaderType::Endpoint) {
        put16(0x2c, f.subsystemVendor);
        put16(0x2e, f.subsystemDevice);
    }
    if (f.pcie) {
        put16(0x06, 0x10); // status: there is a capability list
        config[0x34] = 0x40;
        config[0x40] = 0x10; // PCI Express
    }
    m_sys.file(base + u"config", config, SimTree::ReadWrite);
    if (!isBridge)
        return;
    int below = 0;
    for (const SimFunction &child : std::as_const(m_functions)) {
        if (child.now.parent == f.address) {
            below = child.now.address.bus();
            break;
        }
    }
    m_sys.file(base + u"secondary_bus_number", QByteArray::number(below) + '\n');
}

void SimMachine::renderSriov(const QString &base, const PciFunction &f)
{
    if (f.physicalFunction && m_functions.contains(*f.physicalFunction))
        m_sys.link(base + u"physfn", pathOf(*f.physicalFunction));
    if (!f.sriov)
        return;
    const auto number = [&](const QString &file, int value, SimTree::Access access) {
        m_sys.file(base + file, QByteArray::number(value) + '\n', access);
    };
    number(u"sriov_totalvfs"_s, f.sriov->total, SimTree::ReadOnly);
    number(u"sriov_numvfs"_s, f.sriov->enabled, SimTree::ReadWrite);
    number(u"sriov_offset"_s, f.sriov->offset, SimTree::ReadOnly);
    number(u"sriov_stride"_s, f.sriov->stride, SimTree::ReadOnly);
    m_sys.file(base + u"sriov_vf_device", QByteArray::number(f.sriov->vfDevice, 16) + '\n');
    number(u"sriov_drivers_autoprobe"_s, f.sriov->driversAutoprobe, SimTree::ReadWrite);
    for (qsizetype i = 0; i < f.sriov->functions.size(); ++i)
        m_sys.link(base + u"virtfn" + QString::number(i), pathOf(f.sriov->functions[i]));
}

void SimMachine::renderChildren(const QString &base, const SimFunction &function)
{
    const PciFunction &f = function.now;
    // Numbers that are the same each time: by the function's place among all.
    const int place = int(std::distance(m_functions.cbegin(), m_functions.constFind(f.address)));
    const auto inClass = [&](const QString &kind, const QString &name, const QString &path) {
        outside(f.address, u"class/"_s + kind + u'/' + name, path);
        m_sys.link(path + u"/subsystem", u"class/"_s + kind);
    };
    for (const NetInterface &net : f.interfaces) {
        const QString path = base + u"net/" + net.name;
        m_sys.file(path + u"/address", net.mac ? line(net.mac->toString()) : QByteArray("00:00:00:00:00:00\n"));
        m_sys.file(path + u"/flags", net.up ? "0x1003\n" : "0x1002\n");
        m_sys.file(path + u"/operstate", net.up && net.carrier ? "up\n" : "down\n");
        if (net.up)
            m_sys.file(path + u"/carrier", net.carrier ? "1\n" : "0\n");
        m_sys.file(path + u"/ifindex", QByteArray::number(place + 2) + '\n');
        if (!net.usedBy.isEmpty()) {
            const QString master = u"devices/virtual/net/"_s + net.usedBy;
            m_sys.directory(master);
            m_sys.link(u"class/net/"_s + net.usedBy, master);
            m_sys.link(path + u"/master", master);
        }
        inClass(u"net"_s, net.name, path);
    }
    for (qsizetype i = 0; i < f.disks.size(); ++i) {
        const BlockDevice &disk = f.disks[i];
        const bool isNvme = disk.name.startsWith(u"nvme");
        const QString controller = disk.name.left(disk.name.indexOf(u'n', 1));
        const QString path
            = base + (isNvme ? u"nvme/"_s + controller + u'/' : u"ata1/host0/target0:0:0/block/"_s) + disk.name;
        m_sys.file(path + u"/size", QByteArray::number(disk.bytes / 512) + '\n');
        const QString number = u"259:"_s + QString::number(place * 16 + i);
        m_sys.file(path + u"/dev", line(number));
        inClass(u"block"_s, disk.name, path);
        outside(f.address, u"dev/block/"_s + number, path);
    }
    if (!f.serial.isEmpty() && f.driver == u"nvme") {
        const QString controller = f.disks.isEmpty() ? u"nvme"_s + QString::number(place)
                                                     : f.disks.first().name.left(f.disks.first().name.indexOf(u'n', 1));
        const QString path = base + u"nvme/" + controller;
        m_sys.file(path + u"/serial", line(f.serial));
        inClass(u"nvme"_s, controller, path);
    }
    for (const QString &connector : f.displays) {
        const QString path = base + u"drm/" + connector.section(u'-', 0, 0) + u'/' + connector;
        m_sys.file(path + u"/status", "connected\n");
        inClass(u"drm"_s, connector, path);
    }
    // Four digits and more: they sort as they count.
    int input = 1000 + place * 16;
    for (const QString &title : f.inputs) {
        const QString name = u"input"_s + QString::number(input++);
        const QString path = base + u"input/" + name;
        m_sys.file(path + u"/name", line(title));
        inClass(u"input"_s, name, path);
    }
    int sound = 1000 + place * 16;
    for (const QString &id : f.sounds) {
        const QString name = u"card"_s + QString::number(sound++);
        const QString path = base + u"sound/" + name;
        m_sys.file(path + u"/id", line(id));
        inClass(u"sound"_s, name, path);
    }
}

const SimTree &SimMachine::proc()
{
    if (!std::exchange(m_procChanged, false))
        return m_proc;
    m_proc = SimTree();
    m_proc.file(u"sys/kernel/osrelease"_s, line(m_host.kernelRelease));
    m_proc.file(u"sys/kernel/hostname"_s, line(m_host.hostName));
    m_proc.file(u"sys/kernel/random/boot_id"_s, "5a31c0de-0000-4000-8000-000000000001\n");
    m_proc.file(u"cmdline"_s, line(m_host.kernelCommandLine));
    if (m_host.memoryBytes > 0)
        m_proc.file(u"meminfo"_s, line(u"MemTotal: %1 kB"_s.arg(m_host.memoryBytes / 1024)));
    QByteArray routes = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\t"
                        "Window\tIRTT\n";
    QByteArray mounts;
    QByteArray swaps = "Filename\tType\tSize\tUsed\tPriority\n";
    int mount = 20;
    const auto tellOf = [&](const QList<NetInterface> &interfaces, const QList<BlockDevice> &disks) {
        for (const NetInterface &net : interfaces) {
            if (net.defaultRoute)
                routes += net.name.toUtf8() + "\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n";
            if (net.routed)
                routes += net.name.toUtf8() + "\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n";
        }
        for (const BlockDevice &disk : disks) {
            const QByteArray device = "/dev/" + disk.name.toUtf8();
            for (const QString &place : disk.mounts) {
                const auto number = m_sys.read(u"class/block/"_s + disk.name + u"/dev");
                mounts += QByteArray::number(mount++) + " 1 " + number.value_or("0:0").trimmed() + " / "
                    + escaped(place) + " rw,relatime shared:1 - ext4 " + device + " rw\n";
            }
            if (disk.swap)
                swaps += device + " partition\t" + QByteArray::number(disk.bytes / 1024) + "\t0\t-2\n";
        }
    };
    for (const SimFunction &function : std::as_const(m_functions))
        tellOf(function.now.interfaces, function.now.disks);
    for (const SimUsbDevice &device : std::as_const(m_usb))
        if (isVisible(device.now))
            tellOf(device.now.interfaces, device.now.disks);
    m_proc.file(u"net/route"_s, routes);
    m_proc.file(u"net/ipv6_route"_s, {});
    m_proc.file(u"1/mountinfo"_s, mounts);
    m_proc.file(u"self/mountinfo"_s, mounts);
    m_proc.file(u"swaps"_s, swaps);
    return m_proc;
}

} // namespace laneway
