// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How Linux answers writes to the files of PCI functions and drivers: drivers/base/bus.c, dd.c,
// drivers/pci/pci-driver.c, pci-sysfs.c, iov.c.
#include "kernel/simmachine.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>

namespace laneway {

namespace {

bool isPassThrough(QStringView driver)
{
    return driver == u"vfio-pci" || driver == u"pci-stub";
}

bool canBlock(QStringView file)
{
    constexpr std::array names{u"unbind", u"bind", u"drivers_probe", u"sriov_numvfs", u"reset"};
    return std::find(names.begin(), names.end(), file) != names.end();
}

std::optional<PciAddress> addressIn(const QByteArray &value)
{
    const auto address = PciAddress::parse(QString::fromLatin1(value.trimmed()));
    return address ? std::optional(*address) : std::nullopt;
}

/// "devices/…/0000:03:10.2/reset" → its function and file.
std::optional<std::pair<PciAddress, QString>> functionFile(const QString &path)
{
    const auto address = PciAddress::parse(path.section(u'/', -2, -2));
    if (!path.startsWith(u"devices/") || !address)
        return std::nullopt;
    return std::pair(*address, path.section(u'/', -1));
}

/// The device that a write is about.
std::optional<PciAddress> subjectOf(const QString &path, const QByteArray &value)
{
    if (const auto file = functionFile(path))
        return file->first;
    return addressIn(value);
}

/// kstrtobool() in lib/kstrtox.c, as far as people write it.
std::optional<bool> boolean(const QByteArray &value)
{
    const QByteArray text = value.trimmed().toLower();
    if (text == "1" || text == "y" || text == "yes" || text == "on")
        return true;
    if (text == "0" || text == "n" || text == "no" || text == "off")
        return false;
    return std::nullopt;
}

/// The driver of a PF's virtual functions.
QString vfDriverOf(const QString &pfDriver)
{
    static const QMap<QString, QString> others{{u"igb"_s, u"igbvf"_s}, {u"ixgbe"_s, u"ixgbevf"_s},
        {u"i40e"_s, u"iavf"_s}, {u"ice"_s, u"iavf"_s}, {u"cxgb4"_s, u"cxgb4vf"_s}};
    return others.value(pfDriver, pfDriver);
}

} // namespace

/// The driver that Linux would bind by itself. For what is not on it in the snapshot: a guess.
QString SimMachine::hostDriverOf(const PciFunction &f) const
{
    if (!f.driver.isEmpty() && !isPassThrough(f.driver))
        return f.driver;
    for (const QString &module : f.modules) {
        if (!isPassThrough(module) && module != u"vfio_pci")
            return module;
    }
    if (f.driver.isEmpty())
        return {};
    if (f.physicalFunction) {
        if (const auto pf = m_functions.constFind(*f.physicalFunction); pf != m_functions.cend())
            return vfDriverOf(pf->home.driver);
    }
    switch (f.classCode >> 8) {
    case 0x0108: return u"nvme"_s;
    case 0x0106: return u"ahci"_s;
    case 0x0403: return u"snd_hda_intel"_s;
    case 0x0c03: return u"xhci_hcd"_s;
    case 0x0300:
    case 0x0302:
    case 0x0380: return f.vendor == 0x10de ? u"nouveau"_s : f.vendor == 0x1002 ? u"amdgpu"_s : u"i915"_s;
    default: return {};
    }
}

bool SimMachine::isLoaded(const QString &driver) const
{
    return driver == u"vfio-pci" ? m_vfioLoaded : m_drivers.contains(driver);
}

bool SimMachine::isHeldOnVfio(const PciAddress &address) const
{
    const auto f = m_functions.constFind(address);
    return f != m_functions.cend() && f->now.driver == u"vfio-pci" && f->now.iommuGroup
        && !holders(u"vfio/"_s + QString::number(*f->now.iommuGroup)).isEmpty();
}

bool SimMachine::wouldHang(const QString &path, const QByteArray &value) const
{
    const auto isLocked = [&](const PciAddress &address) {
        return std::any_of(
            m_pending.begin(), m_pending.end(), [&](const Write &w) { return subjectOf(w.path, w.value) == address; });
    };
    const QString file = path.section(u'/', -1);
    const auto subject = subjectOf(path, value);
    const auto f = subject ? m_functions.constFind(*subject) : m_functions.cend();
    if (f == m_functions.cend())
        return false;
    const bool unbinds = file == u"unbind" && f->now.driver == path.section(u'/', -2, -2);
    if (unbinds && isHeldOnVfio(*subject))
        return true;
    const bool removes = f->now.sriov && f->now.sriov->enabled > 0
        && (unbinds || (file == u"sriov_numvfs" && value.trimmed().toInt() == 0));
    return removes
        && std::any_of(f->now.sriov->functions.begin(), f->now.sriov->functions.end(),
            [&](const PciAddress &vf) { return isHeldOnVfio(vf) || isLocked(vf); });
}

Result<> SimMachine::write(const QString &path, const QByteArray &value)
{
    const auto real = m_sys.writable(path);
    if (!real)
        return fail(real.error());
    const auto subject = subjectOf(*real, value);
    if (canBlock(real->section(u'/', -1)) && subject) {
        for (const Write &w : std::as_const(m_pending)) {
            if (subjectOf(w.path, w.value) == subject)
                return fail(ErrorCode::Busy, path, u"an earlier write to the device is pending"_s);
        }
    }
    if (wouldHang(*real, value)) {
        m_pending.append({*real, value});
        return fail(ErrorCode::TimedOut, path, u"the kernel has not answered the write to "_s + path);
    }
    return carryOut(*real, value);
}

void SimMachine::hang(const QString &path, const QByteArray &value)
{
    if (const auto real = m_sys.writable(path))
        m_pending.append({*real, value});
}

void SimMachine::settle()
{
    // One that goes through can free the next: a VF's unbind, then its PF's count.
    for (bool again = true; again;) {
        again = false;
        const QList<Write> waiting = std::exchange(m_pending, {});
        for (const Write &w : waiting) {
            if (wouldHang(w.path, w.value)) {
                m_pending.append(w);
                continue;
            }
            again = true;
            (void)carryOut(w.path, w.value); // whoever wrote it has gone: nobody hears the answer
        }
    }
}

QStringList SimMachine::pendingWrites() const
{
    QStringList writes;
    for (const Write &w : m_pending)
        writes.append(w.path + u' ' + QString::fromLatin1(w.value.trimmed()));
    return writes;
}

Result<> SimMachine::checkReadable(const QString &path) const
{
    if (!path.endsWith(u"/sriov_numvfs") || m_pending.isEmpty())
        return {};
    const auto real = m_sys.resolve(path);
    for (const Write &w : m_pending) {
        if (real && w.path == *real)
            return fail(ErrorCode::TimedOut, path, u"the device is locked by a pending write"_s);
    }
    return {};
}

Result<> SimMachine::carryOut(const QString &path, const QByteArray &value)
{
    int number = 0;
    if (path == u"bus/pci/drivers_probe") {
        const auto address = addressIn(value);
        if (!address || !m_functions.contains(*address))
            number = ENODEV;
        else
            probe(*address);
    } else if (path == u"bus/usb/drivers_probe" || path.endsWith(u"/bConfigurationValue")) {
        number = writeUsbFile(path, value);
    } else if (path.startsWith(u"bus/pci/drivers/")) {
        number = writeDriverFile(path.section(u'/', 3, 3), path.section(u'/', 4), value);
    } else if (const auto file = functionFile(path)) {
        number = writeFunctionFile(file->first, file->second, value);
    } else if (path == u"module/vfio_iommu_type1/parameters/allow_unsafe_interrupts") {
        if (const auto on = boolean(value)) {
            m_host.moduleParameters[u"vfio_iommu_type1.allow_unsafe_interrupts"_s] = *on ? u"Y"_s : u"N"_s;
            renderModules();
        } else {
            number = EINVAL;
        }
    } else {
        number = EINVAL;
    }
    if (number)
        return fail(kernelError(number, u"writing"_s, path));
    return {};
}

int SimMachine::writeDriverFile(const QString &driver, const QString &file, const QByteArray &value)
{
    const auto address = addressIn(value);
    const auto f = address ? m_functions.constFind(*address) : m_functions.cend();
    if (file != u"bind" && file != u"unbind")
        return EINVAL; // new_id and remove_id: not for single devices
    if (f == m_functions.cend())
        return ENODEV;
    if (file == u"unbind") {
        if (f->now.driver != driver)
            return ENODEV;
        detach(*address);
        return 0;
    }
    const bool matches = f->now.driverOverride.isEmpty() ? driver == f->home.driver : driver == f->now.driverOverride;
    if (!matches)
        return ENODEV;
    if (!f->now.driver.isEmpty())
        return EBUSY;
    return attach(*address, driver);
}

int SimMachine::writeFunctionFile(const PciAddress &address, const QString &file, const QByteArray &value)
{
    SimFunction &f = m_functions[address];
    if (file == u"driver_override") {
        if (value.size() >= 4095) // PAGE_SIZE - 1
            return EINVAL;
        f.now.driverOverride = QString::fromUtf8(value.split('\n').first());
        f.home.driverOverride = f.now.driverOverride;
        render(address);
        return 0;
    }
    if (file == u"sriov_numvfs")
        return setVfCount(f, value);
    if (file == u"sriov_drivers_autoprobe") {
        const auto on = boolean(value);
        if (!on)
            return EINVAL;
        f.now.sriov->driversAutoprobe = *on;
        render(address);
        return 0;
    }
    if (file == u"reset")
        return value.trimmed() == "1" ? 0 : EINVAL;
    if (file == u"reset_method") {
        const QStringList wanted = QString::fromLatin1(value).split(QRegularExpression(u"\\s+"_s), Qt::SkipEmptyParts);
        const bool known = std::all_of(
            wanted.begin(), wanted.end(), [&](const QString &method) { return f.home.resetMethods.contains(method); });
        if (!known)
            return EINVAL;
        f.now.resetMethods = wanted;
        render(address);
        return 0;
    }
    return file == u"config" || file == u"uevent" ? 0 : EINVAL;
}

// sriov_numvfs_store() in drivers/pci/iov.c.
int SimMachine::setVfCount(SimFunction &pf, const QByteArray &value)
{
    bool isNumber = false;
    const int count = value.trimmed().toUShort(&isNumber);
    if (!isNumber)
        return EINVAL;
    if (count > pf.now.sriov->total)
        return ERANGE;
    if (count == pf.now.sriov->enabled)
        return 0;
    if (pf.now.driver.isEmpty() || isPassThrough(pf.now.driver))
        return ENOENT; // no driver, or one without sriov_configure
    if (count == 0) {
        removeVfs(pf);
        render(pf.now.address);
        return 0;
    }
    if (pf.now.sriov->enabled > 0)
        return EBUSY;
    return createVfs(pf, count);
}

int SimMachine::createVfs(SimFunction &pf, int count)
{
    const PciAddress own = pf.now.address;
    if (const int error = quirks.countErrors.value(own))
        return error;
    if (const auto most = quirks.mostVfs.constFind(own); most != quirks.mostVfs.cend() && count > *most)
        return ENOMEM;
    SriovCapability &sriov = *pf.now.sriov;
    // VF n has routing ID PF + First VF Offset + n * VF Stride (PCI Express SR-IOV, 2.1.2).
    const int first = sriov.offset > 0 ? sriov.offset : 0x80;
    const int stride = sriov.stride > 0 ? sriov.stride : 1;
    const int base = own.bus() << 8 | own.slot() << 3 | own.function();
    QList<PciAddress> addresses;
    for (int i = 0; i < count; ++i) {
        const int id = base + first + i * stride;
        const auto address = PciAddress::make(own.domain(), quint32(id >> 8), quint32(id >> 3 & 0x1f), quint32(id & 7));
        if (!address || m_functions.contains(*address))
            return ENOMEM; // no bus number left: virtfn_add_bus()
        addresses.append(*address);
    }
    sriov.enabled = count;
    sriov.functions = addresses;
    sriov.settings.clear();
    for (int i = 0; i < count; ++i) {
        SimFunction vf = newVf(pf, quint32(i), addresses[i]);
        m_drivers.insert(vf.home.driver);
        m_functions.insert(addresses[i], vf);
        if (vf.now.iommuGroup)
            m_groups[*vf.now.iommuGroup].insert(addresses[i]);
        if (!pf.home.interfaces.isEmpty()) {
            VfSettings settings;
            settings.index = VfIndex{quint32(i)};
            settings.mac = MacAddress();
            settings.vlan = VfVlan();
            settings.spoofCheck = true;
            settings.trust = false;
            settings.linkState = VfLinkState::Auto;
            settings.rate = VfRate();
            sriov.settings.append(settings);
        }
    }
    m_drivers.remove(QString());
    for (const PciAddress &vf : std::as_const(addresses)) {
        renderDriver(m_functions[vf].home.driver);
        render(vf);
        m_looksUntilSettled = quirks.looksUntilSettled;
        if (quirks.readsUntilBound > 0 || m_looksUntilSettled > 0) {
            m_functions[vf].readsUntilBound
                = m_looksUntilSettled > 0 ? std::numeric_limits<int>::max() : quirks.readsUntilBound;
            ++m_waiting;
        } else {
            probe(vf);
        }
    }
    render(own);
    return 0;
}

SimFunction SimMachine::newVf(const SimFunction &pf, quint32 index, const PciAddress &address) const
{
    PciFunction f;
    f.address = address;
    f.vendor = pf.now.vendor;
    f.device = pf.now.sriov->vfDevice;
    f.subsystemVendor = pf.now.subsystemVendor;
    f.subsystemDevice = pf.now.subsystemDevice;
    f.classCode = pf.now.classCode;
    f.revision = pf.now.revision;
    f.vendorName = vendorName(f.vendor);
    f.deviceName = deviceName(f.vendor, f.device);
    f.className = className(f.classCode);
    f.header = HeaderType::Endpoint;
    f.pcie = true;
    f.parent = pf.now.parent;
    f.numaNode = pf.now.numaNode;
    f.linkMax = pf.now.linkMax; // the present link: reserved in VFs, reads "Unknown"
    f.resetMethods = QStringList{u"flr"_s};
    f.resetKnown = true;
    f.powerState = pf.now.powerState;
    f.physicalFunction = pf.now.address;
    f.vfIndex = VfIndex{index};
    f.driver = vfDriverOf(pf.home.driver);
    if (pf.now.iommuGroup)
        f.iommuGroup = quirks.vfsShareGroup ? *pf.now.iommuGroup : freeGroup();
    if (f.driver == u"nvme")
        f.serial = pf.home.serial; // a VF shows its PF's
    if (!pf.home.interfaces.isEmpty() && f.classCode >> 16 == 0x02) {
        NetInterface net;
        net.name = pf.home.interfaces.first().name + u'v' + QString::number(index);
        // Locally administered, and the same each time: of the function's place.
        net.mac = MacAddress({0x02, 0x00, quint8(address.domain()), address.bus(), address.slot(), address.function()});
        f.interfaces.append(net);
    }
    SimFunction vf{f, f, -1};
    vf.now.driver.clear();
    vf.now.interfaces.clear();
    return vf;
}

int SimMachine::freeGroup() const
{
    // Freed numbers are given again, the lowest first (ida in drivers/iommu/iommu.c).
    int group = m_firstVfGroup;
    while (m_groups.contains(group))
        ++group;
    return group;
}

void SimMachine::removeVfs(SimFunction &pf)
{
    const QList<PciAddress> vfs = std::exchange(pf.now.sriov->functions, {});
    pf.now.sriov->enabled = 0;
    pf.now.sriov->settings.clear();
    resetNvme(pf);
    for (const PciAddress &vf : vfs) {
        if (!m_functions.contains(vf))
            continue;
        if (m_functions[vf].readsUntilBound >= 0)
            --m_waiting;
        const auto group = m_functions[vf].now.iommuGroup;
        const QString path = pathOf(vf);
        forget(vf);
        m_functions.remove(vf);
        m_sys.remove(path);
        if (group) {
            leaveGroup(vf, *group);
            updateNode(*group);
        }
    }
}

/// bus_rescan_devices_helper(): what can be bound is bound, and what cannot is no error.
void SimMachine::probe(const PciAddress &address)
{
    SimFunction &f = m_functions[address];
    if (f.readsUntilBound >= 0) {
        f.readsUntilBound = -1;
        --m_waiting;
    }
    if (!f.now.driver.isEmpty())
        return;
    if (f.now.physicalFunction && f.now.driverOverride.isEmpty()) {
        // pci_device_can_probe(): an override is stronger than the PF's sriov_drivers_autoprobe
        const auto pf = m_functions.constFind(*f.now.physicalFunction);
        if (pf != m_functions.cend() && pf->now.sriov && !pf->now.sriov->driversAutoprobe)
            return;
    }
    const QString driver = f.now.driverOverride.isEmpty() ? f.home.driver : f.now.driverOverride;
    if (!driver.isEmpty() && isLoaded(driver))
        (void)attach(address, driver);
}

int SimMachine::attach(const PciAddress &address, const QString &driver)
{
    SimFunction &f = m_functions[address];
    if (driver == u"vfio-pci") {
        if (!f.now.isEndpoint() || !f.now.iommuGroup)
            return EINVAL; // "probe failed with error -22"
    } else if (driver != u"pci-stub") {
        if (driver != f.home.driver && !f.now.modules.contains(driver))
            return ENODEV;
        if (isNvmeOffline(f))
            return ENODEV; // "Device not ready; aborting initialisation, CSTS=0x2"
        f.now.interfaces = f.home.interfaces;
        f.now.disks = f.home.disks;
        f.now.displays = f.home.displays;
        f.now.inputs = f.home.inputs;
        f.now.sounds = f.home.sounds;
    }
    f.now.driver = driver;
    render(address);
    if (f.now.iommuGroup)
        updateNode(*f.now.iommuGroup);
    return 0;
}

void SimMachine::detach(const PciAddress &address)
{
    SimFunction &f = m_functions[address];
    if (!isPassThrough(f.now.driver)) {
        // What can have changed under the driver comes back with it.
        f.home.interfaces = f.now.interfaces;
        for (NetInterface &net : f.home.interfaces) {
            // A new interface under the old name: whoever had set the old one up must do so again.
            net.up = false;
            net.carrier = false;
            net.defaultRoute = false;
            net.routed = false;
            net.usedBy.clear();
        }
        if (f.now.sriov && f.now.sriov->enabled > 0)
            removeVfs(f);
        resetNvme(f);
    }
    f.now.driver.clear();
    f.now.interfaces.clear();
    f.now.disks.clear();
    f.now.displays.clear();
    f.now.inputs.clear();
    f.now.sounds.clear();
    render(address);
    if (f.now.iommuGroup)
        updateNode(*f.now.iommuGroup);
}

/// A group's node is there while one of its functions is on vfio-pci.
void SimMachine::updateNode(int group)
{
    const QString name = u"vfio/"_s + QString::number(group);
    const QSet<PciAddress> members = m_groups.value(group);
    const bool wanted = std::any_of(members.cbegin(), members.cend(), [&](const PciAddress &member) {
        const auto f = m_functions.constFind(member);
        return f != m_functions.cend() && f->now.driver == u"vfio-pci";
    });
    if (!wanted) {
        m_nodes.remove(name);
        m_holders.remove(name);
    } else if (!m_nodes.contains(name)) {
        NodeState state;
        state.mode = 0600;
        state.device = (quint64(240) << 8) + m_nextDevice++;
        m_nodes.insert(name, state);
    }
}

/// Drivers' modules are there once udev is done.
bool SimMachine::isSettled()
{
    if (m_looksUntilSettled == 0)
        return true;
    if (--m_looksUntilSettled > 0)
        return false;
    QList<PciAddress> due;
    for (auto f = m_functions.cbegin(); f != m_functions.cend(); ++f)
        if (f->readsUntilBound > 0)
            due.append(f.key());
    for (const PciAddress &address : std::as_const(due))
        probe(address);
    return true;
}

void SimMachine::countRead()
{
    if (m_waiting == 0)
        return;
    QList<PciAddress> due;
    for (auto f = m_functions.begin(); f != m_functions.end(); ++f) {
        if (f->readsUntilBound > 0 && --f->readsUntilBound == 0)
            due.append(f.key());
    }
    for (const PciAddress &address : std::as_const(due))
        probe(address);
}

} // namespace laneway
