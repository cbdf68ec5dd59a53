// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/hostreader.h"

#include "kernel/keptsettings.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>

namespace laneway {

namespace {

const QString devices = u"bus/pci/devices"_s;

/// "../../../devices/pci0000:00/0000:00:04.0" → "devices/pci0000:00/0000:00:04.0".
QString withoutDots(const QString &target)
{
    qsizetype at = 0;
    while (QStringView(target).mid(at).startsWith(u"../"))
        at += 3;
    return target.mid(at);
}

std::optional<PciAddress> addressOf(QStringView name)
{
    // Most components of a path are no address: do not make an error of each.
    if (name.size() < 12 || name[name.size() - 2] != u'.' || name[name.size() - 5] != u':')
        return std::nullopt;
    const auto address = PciAddress::parse(name);
    return address ? std::optional(*address) : std::nullopt;
}

/// The PCI functions in a device's path, nearest first.
template <typename Visit>
void forEachFunction(const QString &path, Visit visit)
{
    qsizetype end = path.size();
    while (end > 0) {
        const qsizetype slash = path.lastIndexOf(u'/', end - 1);
        if (const auto address = addressOf(QStringView(path).mid(slash + 1, end - slash - 1))) {
            if (!visit(*address))
                return;
        }
        end = slash;
    }
}

std::optional<PciAddress> nearestFunction(const QString &path)
{
    std::optional<PciAddress> found;
    forEachFunction(path, [&](const PciAddress &address) {
        found = address;
        return false;
    });
    return found;
}

quint32 hexNumber(QStringView text)
{
    if (text.startsWith(u"0x"))
        text = text.mid(2);
    return text.toUInt(nullptr, 16);
}

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

/// 5.15 or later: reset_method is there where a function can be reset at all.
bool tellsResetMethods(const QString &release)
{
    const QStringList parts = release.split(u'.');
    if (parts.size() < 2)
        return false;
    const int major = parts[0].toInt();
    qsizetype digits = 0;
    while (digits < parts[1].size() && parts[1][digits].isDigit())
        ++digits;
    return major > 5 || (major == 5 && parts[1].left(digits).toInt() >= 15);
}

class Reader
{
public:
    explicit Reader(const Kernel &kernel, Asking asking = Asking::Avoided) : k(kernel), m_asking(asking) {}

    Result<HostSnapshot> host();
    Result<PciFunction> function(const PciAddress &address, bool withSettings = true);
    QMap<UsbPort, UsbDevice> allUsb();

private:
    struct Entry
    {
        QString name;
        QString target;
    };
    /// What is in class/@p kind, each device once.
    const QList<Entry> &entriesOf(const QString &kind);
    void readBlockNames();
    BlockDevice disk(const QString &name);
    void readUsb(HostSnapshot &host);
    void readUsbUses(HostSnapshot &host);
    void readPlatform(HostSnapshot &host);
    Result<PciFunction> readOne(const QString &name, const PciAddress &address);
    Result<> readIdentifiers(const Folder &folder, PciFunction &f);
    HeaderType headerOf(const Folder &folder, quint32 classCode);
    void readLinks(const Folder &folder, PciFunction &f);
    void readSriov(const Folder &folder, PciFunction &f);
    void readVfSettings(PciFunction &f);
    void readNvme(PciFunction &pf, const HostSnapshot &host);

    /// What hangs below functions; @p only: nothing else is looked at.
    void readChildren(QMap<PciAddress, PciFunction> &functions, std::optional<PciAddress> only = {});
    /// Calls @p visit(name, function) for each entry of class/@p kind below a function we read.
    template <typename Visit>
    void forEachOfClass(const QString &kind, QMap<PciAddress, PciFunction> &functions,
        std::optional<PciAddress> only, Visit visit);
    NetInterface interface(const QString &name);
    struct Routes
    {
        QSet<QString> defaults; ///< interfaces by which a default route leaves
        QSet<QString> others; ///< by which others do, such as one to the network of an address
    };
    Routes readRoutes();
    void addLower(const QString &interface, QSet<QString> &found);

    void readBlocks(QMap<PciAddress, PciFunction> &functions, std::optional<PciAddress> only);
    void readUses();
    void addUse(const QString &block, const QString &mount, QSet<QString> &seen);
    QString blockName(const QByteArray &majorMinor, const QString &source);
    bool isPartition(const QString &name) const;
    struct InputKind
    {
        bool keyboard = false;
        bool pointer = false;
        bool known = false;
    };
    InputKind inputKind(const QString &base) const;

    const Kernel &k;
    Asking m_asking;
    QString m_release;
    QStringList m_pending;
    QHash<QString, QString> m_blocks; ///< name → path
    QHash<QString, QStringList> m_mounts; ///< by disk
    QSet<QString> m_swap; ///< disks
    bool m_usesRead = false;
    QHash<QString, QList<Entry>> m_entries; ///< by class
};

Result<HostSnapshot> Reader::host()
{
    HostSnapshot host;
    readPlatform(host);
    const auto names = k.sys.list(devices);
    if (!names && names.error().code != ErrorCode::NotFound)
        return fail(names.error());
    if (!names)
        return host;
    for (const QString &name : *names) {
        const auto address = addressOf(name);
        if (!address)
            continue;
        // One that vanished meanwhile is left out.
        if (auto f = readOne(name, *address))
            host.functions.insert(*address, std::move(*f));
    }
    readChildren(host.functions);
    readUsb(host);
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
    m_release = k.proc.text(u"sys/kernel/osrelease"_s).value_or(QString());
    m_pending = k.sys.pendingWrites();
    auto f = readOne(address.toString(), address);
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
        const QString pf = devices + u'/' + read.physicalFunction->toString() + u"/virtfn";
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

/// Of a list of the kernel's, "0-3,8".
int countOf(const QString &list)
{
    int count = 0;
    for (const QString &range : list.split(u',', Qt::SkipEmptyParts)) {
        const int first = range.section(u'-', 0, 0).toInt();
        const int last = range.section(u'-', -1).toInt();
        count += qBound(0, last - first + 1, 1 << 16);
    }
    return count;
}

void Reader::readPlatform(HostSnapshot &host)
{
    m_pending = k.sys.pendingWrites();
    m_release = k.proc.text(u"sys/kernel/osrelease"_s).value_or(QString());
    host.kernelRelease = m_release;
    host.hostName = k.proc.text(u"sys/kernel/hostname"_s).value_or(QString());
    host.kernelCommandLine = k.proc.text(u"cmdline"_s).value_or(QString());
    // "MemTotal:       16314520 kB", the first line
    const QString memory = k.proc.text(u"meminfo"_s).value_or(QString()).section(u'\n', 0, 0);
    if (memory.startsWith(u"MemTotal:"))
        host.memoryBytes = memory.mid(9).remove(u"kB"_s).trimmed().toULongLong() * 1024;
    host.processors = countOf(k.sys.text(u"devices/system/cpu/online"_s).value_or(QString()));

    host.iommu.units = k.sys.list(u"class/iommu"_s).value_or(QStringList());
    // Known to be missing: switched off, or no Intel unit has the IR bit (VT-d 11.4.3, bit 3).
    int withoutRemapping = 0;
    for (const QString &unit : std::as_const(host.iommu.units)) {
        const auto ecap = k.sys.text(u"class/iommu/"_s + unit + u"/intel-iommu/ecap");
        if (ecap && !(ecap->toULongLong(nullptr, 16) & 8))
            ++withoutRemapping;
    }
    const bool none = withoutRemapping > 0 && withoutRemapping == host.iommu.units.size();
    const bool switchedOff = host.kernelCommandLine.split(u' ').contains(u"intremap=off"_s);
    host.iommu.interruptRemapping = !none && !switchedOff;

    for (const QString &module : {u"vfio"_s, u"vfio_pci"_s, u"vfio_iommu_type1"_s}) {
        const QString base = u"module/"_s + module + u"/parameters";
        for (const QString &name : k.sys.list(base).value_or(QStringList())) {
            if (const auto value = k.sys.text(base + u'/' + name))
                host.moduleParameters.insert(module + u'.' + name, *value);
        }
    }
    const QString unsafe
        = host.moduleParameters.value(u"vfio_iommu_type1.allow_unsafe_interrupts"_s);
    host.iommu.unsafeInterrupts = unsafe == u"Y" || unsafe == u"1";
    host.iommu.vfioAvailable = k.sys.exists(u"bus/pci/drivers/vfio-pci"_s)
        || k.modules.isAvailable(u"vfio-pci"_s);
}

Result<> Reader::readIdentifiers(const Folder &folder, PciFunction &f)
{
    // One file for six facts. It is written as a whole, so they belong together.
    const auto uevent = folder.read("uevent");
    bool hasIds = false;
    bool hasClass = false;
    if (uevent) {
        qsizetype at = 0;
        while (at < uevent->size()) {
            qsizetype end = uevent->indexOf('\n', at);
            if (end < 0)
                end = uevent->size();
            const QByteArrayView line(uevent->constData() + at, end - at);
            at = end + 1;
            const auto value = [&](QByteArrayView key) -> std::optional<QByteArrayView> {
                if (!line.startsWith(key))
                    return std::nullopt;
                return line.sliced(key.size());
            };
            const auto pair = [](QByteArrayView text, quint16 &first, quint16 &second) {
                const qsizetype colon = text.indexOf(':');
                if (colon < 0)
                    return false;
                first = text.first(colon).toUShort(nullptr, 16);
                second = text.sliced(colon + 1).toUShort(nullptr, 16);
                return true;
            };
            if (const auto driver = value("DRIVER="))
                f.driver = QString::fromUtf8(*driver);
            else if (const auto code = value("PCI_CLASS=")) {
                f.classCode = code->toUInt(&hasClass, 16);
            } else if (const auto ids = value("PCI_ID="))
                hasIds = pair(*ids, f.vendor, f.device);
            else if (const auto subsystem = value("PCI_SUBSYS_ID="))
                pair(*subsystem, f.subsystemVendor, f.subsystemDevice);
        }
    } else if (uevent.error().code != ErrorCode::NotFound) {
        return fail(uevent.error());
    }
    if (!hasIds || !hasClass) {
        const auto vendor = folder.read("vendor");
        if (!vendor)
            return fail(vendor.error());
        const auto number = [&](const char *file) {
            return hexNumber(folder.text(file).value_or(QString()));
        };
        f.vendor = quint16(hexNumber(QString::fromLatin1(vendor->trimmed())));
        f.device = quint16(number("device"));
        f.subsystemVendor = quint16(number("subsystem_vendor"));
        f.subsystemDevice = quint16(number("subsystem_device"));
        f.classCode = number("class");
        f.driver = folder.linkName("driver");
    }
    return {};
}

HeaderType Reader::headerOf(const Folder &folder, quint32 classCode)
{
    constexpr quint32 cardBus = 0x0607;
    if (folder.exists("secondary_bus_number"))
        return classCode >> 8 == cardBus ? HeaderType::CardBusBridge : HeaderType::PciBridge;
    // Kernels since 4.13 have that file for every bridge; asking the device itself would wake it.
    const bool looksLikeBridge
        = (classCode >> 16 == 0x06 && classCode >> 8 != 0x0600) || classCode >> 8 == 0x0b20;
    if (!looksLikeBridge)
        return folder.exists("config") ? HeaderType::Endpoint : HeaderType::Unknown;
    const auto config = folder.read("config");
    if (!config || config->size() <= 0x0e)
        return HeaderType::Unknown;
    switch (config->at(0x0e) & 0x7f) {
    case 0:
        return HeaderType::Endpoint;
    case 1:
        return HeaderType::PciBridge;
    case 2:
        return HeaderType::CardBusBridge;
    default:
        return HeaderType::Unknown;
    }
}

void Reader::readLinks(const Folder &folder, PciFunction &f)
{
    const auto speed = folder.read("current_link_speed");
    // The four files are there for PCI Express only; a sleeping device refuses to be read.
    f.pcie = speed || speed.error().code != ErrorCode::NotFound;
    if (!f.pcie)
        return;
    const auto gigatransfers = [](QByteArrayView text) { // "5.0 GT/s PCIe"
        return text.first(std::max<qsizetype>(text.indexOf(' '), 0)).toDouble();
    };
    const auto lanes = [](const std::optional<QString> &text) {
        const int width = text ? text->toInt() : 0;
        return width <= 32 ? width : 0;
    };
    f.linkNow = {gigatransfers(speed.value_or(QByteArray())), lanes(folder.text("current_link_width"))};
    f.linkMax = {gigatransfers(folder.read("max_link_speed").value_or(QByteArray())),
        lanes(folder.text("max_link_width"))};
}

void Reader::readSriov(const Folder &folder, PciFunction &f)
{
    const auto total = folder.text("sriov_totalvfs");
    if (!total)
        return;
    SriovCapability s;
    s.total = total->toInt();
    const auto number = [&](const char *file) {
        return folder.text(file).value_or(QString()).toInt();
    };
    const QString own = f.address.toString();
    const bool removing = std::any_of(m_pending.begin(), m_pending.end(), [&](const QString &w) {
        return w.contains(own) && w.contains(u"sriov_numvfs");
    });
    s.enabled = removing ? s.total : number("sriov_numvfs");
    s.offset = number("sriov_offset");
    s.stride = number("sriov_stride");
    s.vfDevice = quint16(hexNumber(folder.text("sriov_vf_device").value_or(QString())));
    s.driversAutoprobe = folder.text("sriov_drivers_autoprobe") != u"0"_s;
    for (int i = 0; i < s.enabled; ++i) {
        const auto vf = addressOf(folder.linkName(QByteArray("virtfn" + QByteArray::number(i)).constData()));
        if (!vf)
            break;
        s.functions.append(*vf);
    }
    if (removing)
        s.enabled = int(s.functions.size());
    f.sriov = s;
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
    pf.sriov->nvme = k.nvme.known(
        pf.address, stamp, m_asking == Asking::Allowed && pf.sriov->enabled > 0);
}

Result<PciFunction> Reader::readOne(const QString &name, const PciAddress &address)
{
    PciFunction f;
    f.address = address;
    const QString link = devices + u'/' + name;
    const auto target = k.sys.readLink(link);
    if (!target)
        return fail(target.error());
    const QString path = withoutDots(*target);
    forEachFunction(path, [&](const PciAddress &above) {
        if (above == address)
            return true;
        f.parent = above;
        return false;
    });
    if (path.startsWith(u"devices/"))
        f.sysfsPath = u"/sys/"_s + path;
    // By its real path: the kernel need not follow the link each time.
    const auto opened = k.sys.folder(path.startsWith(u"devices/") ? path : link);
    const Folder &folder = *opened;

    if (const auto known = readIdentifiers(folder, f); !known)
        return fail(known.error());
    f.vendorName = k.names.vendor(f.vendor);
    f.deviceName = k.names.device(f.vendor, f.device);
    f.className = k.names.deviceClass(f.classCode);
    f.revision = quint8(hexNumber(folder.text("revision").value_or(QString())));
    f.header = headerOf(folder, f.classCode);

    const QString override = folder.text("driver_override").value_or(QString());
    if (override != u"(null)")
        f.driverOverride = override;
    bool isNumber = false;
    const int group = folder.linkName("iommu_group").toInt(&isNumber);
    if (isNumber)
        f.iommuGroup = group;
    const int node = folder.text("numa_node").value_or(QString()).toInt(&isNumber);
    f.numaNode = isNumber ? node : -1;
    f.powerState = folder.text("power_state").value_or(QString());
    if (const auto methods = folder.text("reset_method")) {
        f.resetMethods = methods->split(u' ', Qt::SkipEmptyParts);
        f.resetKnown = true;
    } else {
        f.resetKnown = tellsResetMethods(m_release);
    }
    if (f.isDisplay())
        f.bootDisplay = folder.text("boot_vga") == u"1"_s;
    readLinks(folder, f);
    if (const auto pf = addressOf(folder.linkName("physfn")))
        f.physicalFunction = *pf;
    else
        readSriov(folder, f);
    return f;
}

const QList<Reader::Entry> &Reader::entriesOf(const QString &kind)
{
    if (const auto known = m_entries.constFind(kind); known != m_entries.cend())
        return *known;
    QList<Entry> &entries = m_entries[kind];
    const QString directory = u"class/"_s + kind;
    for (const QString &name : k.sys.list(directory).value_or(QStringList())) {
        // event3, renderD128, pcmC0D0p: the same devices once more
        if (kind == u"input" && !name.startsWith(u"input"))
            continue;
        if (kind == u"sound" && !name.startsWith(u"card"))
            continue;
        if (kind == u"drm" && !name.contains(u'-'))
            continue;
        if (const auto target = k.sys.readLink(directory + u'/' + name))
            entries.append({name, withoutDots(*target)});
    }
    return entries;
}

template <typename Visit>
void Reader::forEachOfClass(const QString &kind, QMap<PciAddress, PciFunction> &functions,
    std::optional<PciAddress> only, Visit visit)
{
    for (const auto &[name, target] : entriesOf(kind)) {
        const auto address = nearestFunction(target);
        if (!address || (only && *address != *only))
            continue;
        if (const auto f = functions.find(*address); f != functions.end())
            visit(name, *f);
    }
}

void Reader::readChildren(
    QMap<PciAddress, PciFunction> &functions, std::optional<PciAddress> only)
{
    Routes routes;
    bool routesRead = false;
    forEachOfClass(u"net"_s, functions, only, [&](const QString &name, PciFunction &f) {
        if (!std::exchange(routesRead, true))
            routes = readRoutes();
        NetInterface net = interface(name);
        net.defaultRoute = routes.defaults.contains(name);
        net.routed = routes.others.contains(name);
        f.interfaces.append(net);
    });
    readBlocks(functions, only);
    forEachOfClass(u"nvme"_s, functions, only, [&](const QString &name, PciFunction &f) {
        f.serial = k.sys.text(u"class/nvme/"_s + name + u"/serial").value_or(QString());
    });
    forEachOfClass(u"drm"_s, functions, only, [&](const QString &name, PciFunction &f) {
        if (k.sys.text(u"class/drm/"_s + name + u"/status") == u"connected"_s)
            f.displays.append(name);
    });
    forEachOfClass(u"input"_s, functions, only, [&](const QString &name, PciFunction &f) {
        const QString base = u"class/input/"_s + name + u'/';
        const InputKind kind = inputKind(base);
        if (kind.known && !kind.keyboard && !kind.pointer)
            return;
        const auto title = k.sys.text(base + u"name");
        // A keyboard with media keys is several inputs of one name.
        if (title && !f.inputs.contains(*title))
            f.inputs.append(*title);
    });
    forEachOfClass(u"sound"_s, functions, only, [&](const QString &name, PciFunction &f) {
        f.sounds.append(k.sys.text(u"class/sound/"_s + name + u"/id").value_or(name));
    });
}

/// A keyboard or a pointer, not a jack or a button (as udev's input_id tells them apart).
Reader::InputKind Reader::inputKind(const QString &base) const
{
    const auto bits = [&](const QString &kind) -> std::optional<quint64> {
        const auto words = k.sys.text(base + u"capabilities/" + kind);
        if (!words)
            return std::nullopt;
        return words->mid(words->lastIndexOf(u' ') + 1).toULongLong(nullptr, 16);
    };
    const auto keys = bits(u"key"_s);
    if (!keys)
        return {};
    constexpr quint64 escapeToS = 0xfffffffe; // KEY_ESC … KEY_S: every real keyboard
    constexpr quint64 xAndY = 3;
    return {(*keys & escapeToS) == escapeToS,
        (bits(u"rel"_s).value_or(0) & xAndY) == xAndY || (bits(u"abs"_s).value_or(0) & xAndY) == xAndY,
        true};
}

NetInterface Reader::interface(const QString &name)
{
    const auto folder = k.sys.folder(u"class/net/"_s + name);
    NetInterface net;
    net.name = name;
    if (const auto mac = MacAddress::parse(folder->text("address").value_or(QString())))
        net.mac = *mac;
    constexpr quint32 iffUp = 1;
    net.up = hexNumber(folder->text("flags").value_or(QString())) & iffUp;
    if (net.up) // EINVAL otherwise
        net.carrier = folder->text("carrier") == u"1"_s;
    net.usedBy = folder->linkName("master");
    return net;
}

/// Interfaces by which routes leave, and those that carry such a one: the ports of its bridge or bond,
/// the card below its VLAN. An address has a route to its network; IPv6 tells of each in its table.
Reader::Routes Reader::readRoutes()
{
    Routes found;
    constexpr quint32 routeUp = 0x1;
    constexpr quint32 routeReject = 0x200;
    const auto add = [&](const QString &interface, quint32 flags, bool isDefault) {
        if (!(flags & routeUp) || (flags & routeReject))
            return;
        addLower(interface, isDefault ? found.defaults : found.others);
    };
    for (const QString &line : k.proc.text(u"net/route"_s).value_or(QString()).split(u'\n')) {
        // Iface Destination Gateway Flags RefCnt Use Metric Mask …; the first byte of an address is the last
        const QStringList columns = line.simplified().split(u' ');
        constexpr quint32 linkLocal = 0xfea9; // 169.254.0.0/16
        if (columns.size() < 8 || (hexNumber(columns[1]) & 0xffff) == linkLocal)
            continue;
        add(columns[0], hexNumber(columns[3]), columns[1] == u"00000000" && columns[7] == u"00000000");
    }
    for (const QString &line : k.proc.text(u"net/ipv6_route"_s).value_or(QString()).split(u'\n')) {
        // destination prefix source prefix next-hop metric references use flags interface
        const QStringList columns = line.simplified().split(u' ');
        if (columns.size() < 10 || columns[9] == u"lo" || columns[0].startsWith(u"fe8") || columns[0].startsWith(u"ff"))
            continue;
        add(columns[9], hexNumber(columns[8]), columns[1] == u"00" && columns[0] == QString(32, u'0'));
    }
    return found;
}

void Reader::addLower(const QString &interface, QSet<QString> &found)
{
    if (found.contains(interface))
        return;
    found.insert(interface);
    for (const QString &name : k.sys.list(u"class/net/"_s + interface).value_or(QStringList())) {
        if (name.startsWith(u"lower_"))
            addLower(name.mid(6), found);
    }
}

bool Reader::isPartition(const QString &name) const
{
    const QString path = m_blocks.value(name);
    const qsizetype end = path.lastIndexOf(u'/');
    const qsizetype begin = end > 0 ? path.lastIndexOf(u'/', end - 1) : -1;
    return end > 0 && m_blocks.contains(path.mid(begin + 1, end - begin - 1));
}

void Reader::readBlocks(
    QMap<PciAddress, PciFunction> &functions, std::optional<PciAddress> only)
{
    readBlockNames();
    QStringList names;
    for (auto block = m_blocks.cbegin(); block != m_blocks.cend(); ++block) {
        const auto address = nearestFunction(block.value());
        if (address && functions.contains(*address) && (!only || *address == *only)
            && !isPartition(block.key()))
            names.append(block.key());
    }
    names.sort();
    for (const QString &name : std::as_const(names))
        functions[*nearestFunction(m_blocks.value(name))].disks.append(disk(name));
}

void Reader::readBlockNames()
{
    for (const Entry &block : entriesOf(u"block"_s))
        m_blocks.insert(block.name, block.target);
}

BlockDevice Reader::disk(const QString &name)
{
    if (!std::exchange(m_usesRead, true))
        readUses();
    const QString head = multipathHead(name);
    BlockDevice disk;
    disk.name = m_blocks.contains(head) ? head : name;
    const auto sectors = k.sys.text(u"class/block/"_s + disk.name + u"/size");
    disk.bytes = sectors.value_or(QString()).toLongLong() * 512; // whatever its sector size
    disk.mounts = m_mounts.value(disk.name);
    disk.swap = m_swap.contains(disk.name);
    return disk;
}

/// The kernel's name of a block device that a mount or swap line tells of.
QString Reader::blockName(const QByteArray &majorMinor, const QString &source)
{
    if (!majorMinor.isEmpty() && !majorMinor.startsWith("0:")) {
        const QString name = k.sys.linkName(u"dev/block/"_s + QString::fromLatin1(majorMinor));
        if (!name.isEmpty())
            return name;
    }
    // btrfs has an anonymous number; swap lines have none
    if (source.startsWith(u"/dev/mapper/")) {
        const QString wanted = source.mid(12);
        for (auto block = m_blocks.cbegin(); block != m_blocks.cend(); ++block) {
            if (block.key().startsWith(u"dm-")
                && k.sys.text(u"class/block/"_s + block.key() + u"/dm/name") == wanted)
                return block.key();
        }
        return {};
    }
    return source.startsWith(u"/dev/") ? source.mid(5).replace(u'/', u'!') : QString();
}

/// From the mounts down to the disks: a host has few mounts, and many devices of no use.
void Reader::readUses()
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
                    const QStringList members
                        = k.sys.list(u"fs/btrfs/"_s + id + u"/devices").value_or(QStringList());
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
void Reader::addUse(const QString &block, const QString &mount, QSet<QString> &seen)
{
    if (seen.contains(block) || !m_blocks.contains(block))
        return;
    seen.insert(block);
    if (isPartition(block)) {
        const QString path = m_blocks.value(block);
        const QString disk = path.left(path.lastIndexOf(u'/'));
        addUse(disk.mid(disk.lastIndexOf(u'/') + 1), mount, seen);
        return;
    }
    if (mount.isEmpty())
        m_swap.insert(block);
    else if (QStringList &mounts = m_mounts[block]; !mounts.contains(mount))
        mounts.append(mount);
    for (const QString &below :
        k.sys.list(u"class/block/"_s + block + u"/slaves").value_or(QStringList()))
        addUse(below, mount, seen);
}

/// A device says of itself what it likes.
QString ownWords(const std::optional<QString> &text)
{
    constexpr qsizetype longest = 126; // of a string descriptor
    QString words = text.value_or(QString()).left(longest);
    words.removeIf([](QChar c) { return !c.isPrint(); });
    return words.trimmed();
}

const QString usbDevices = u"bus/usb/devices"_s;

/// The USB device in a path that is nearest to its end.
std::optional<UsbPort> nearestUsbDevice(const QString &path)
{
    const QStringList parts = path.split(u'/');
    for (auto part = parts.crbegin(); part != parts.crend(); ++part) {
        if (part->isEmpty() || !part->front().isDigit() || !part->contains(u'-') || part->contains(u':'))
            continue;
        if (const auto port = UsbPort::parse(*part))
            return *port;
    }
    return std::nullopt;
}

void Reader::readUsb(HostSnapshot &host)
{
    const auto names = k.sys.list(usbDevices);
    host.usbKnown = names.has_value();
    for (const QString &name : names.value_or(QStringList())) {
        const auto port = UsbPort::parse(name);
        const auto target = k.sys.readLink(usbDevices + u'/' + name);
        if (!port || !target)
            continue;
        const auto folder = k.sys.folder(usbDevices + u'/' + name);
        const auto number = [&](const char *file, int base = 10) {
            return folder->text(file).value_or(QString()).toUInt(nullptr, base);
        };
        const auto address = UsbAddress::make(number("busnum"), number("devnum"));
        if (!address) // going just now
            continue;
        UsbDevice device;
        device.port = *port;
        device.address = *address;
        device.ids = {quint16(number("idVendor", 16)), quint16(number("idProduct", 16))};
        device.vendorName = k.names.usbVendor(device.ids.vendor);
        if (device.vendorName.isEmpty())
            device.vendorName = ownWords(folder->text("manufacturer"));
        device.productName = k.names.usbProduct(device.ids);
        if (device.productName.isEmpty())
            device.productName = ownWords(folder->text("product"));
        device.serial = ownWords(folder->text("serial"));
        device.speed = folder->text("speed").value_or(QString()).toDouble();
        device.classCode = quint8(number("bDeviceClass", 16));
        device.configuration = int(number("bConfigurationValue"));
        device.controller = nearestFunction(withoutDots(*target));
        host.usb.insert(*port, device);
    }
    for (const QString &name : names.value_or(QStringList())) {
        QString owner = name.section(u':', 0, 0); // "1-4.2:1.0"; "1-0:1.0" is usb1's
        if (owner.endsWith(u"-0"))
            owner = u"usb"_s + owner.chopped(2);
        const auto port = UsbPort::parse(owner);
        const auto device = port && name.contains(u':') ? host.usb.find(*port) : host.usb.end();
        if (device == host.usb.end())
            continue;
        const auto folder = k.sys.folder(usbDevices + u'/' + name);
        const auto number = [&](const char *file) {
            return folder->text(file).value_or(QString()).toUInt(nullptr, 16);
        };
        device->parts.append({int(number("bInterfaceNumber")),
            number("bInterfaceClass") << 16 | number("bInterfaceSubClass") << 8
                | number("bInterfaceProtocol"),
            folder->linkName("driver")});
    }
    readUsbUses(host);
}

void Reader::readUsbUses(HostSnapshot &host)
{
    const auto forEach = [&](const QString &kind, auto visit) {
        for (const Entry &entry : entriesOf(kind)) {
            const auto port = nearestUsbDevice(entry.target);
            const auto device = port ? host.usb.find(*port) : host.usb.end();
            if (device != host.usb.end())
                visit(entry.name, *device);
        }
    };
    Routes routes;
    bool routesRead = false;
    forEach(u"net"_s, [&](const QString &name, UsbDevice &device) {
        if (!std::exchange(routesRead, true))
            routes = readRoutes();
        NetInterface net = interface(name);
        net.defaultRoute = routes.defaults.contains(name);
        net.routed = routes.others.contains(name);
        device.interfaces.append(net);
    });
    readBlockNames();
    forEach(u"block"_s, [&](const QString &name, UsbDevice &device) {
        if (!isPartition(name))
            device.disks.append(disk(name));
    });
    forEach(u"sound"_s, [&](const QString &name, UsbDevice &device) {
        device.sounds.append(k.sys.text(u"class/sound/"_s + name + u"/id").value_or(name));
    });
    for (const Entry &entry : entriesOf(u"input"_s)) {
        const auto port = nearestUsbDevice(entry.target);
        const bool onUsb = port && host.usb.contains(*port);
        // What programs make up (uinput) is nothing to type on.
        if (!onUsb && entry.target.startsWith(u"devices/virtual/"))
            continue;
        const QString base = u"class/input/"_s + entry.name + u'/';
        const InputKind kind = inputKind(base);
        const QString title = ownWords(k.sys.text(base + u"name"));
        const auto add = [&](QStringList &names) {
            if (!names.contains(title))
                names.append(title);
        };
        if (kind.keyboard)
            add(onUsb ? host.usb[*port].keyboards : host.otherKeyboards);
        if (kind.pointer)
            add(onUsb ? host.usb[*port].pointers : host.otherPointers);
    }
}

QMap<UsbPort, UsbDevice> Reader::allUsb()
{
    HostSnapshot host;
    readUsb(host);
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
    return kernel.sys.linkName(devices + u'/' + address.toString() + u"/driver");
}

QString interfaceOf(const Kernel &kernel, const PciAddress &address)
{
    const QString base = devices + u'/' + address.toString();
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
