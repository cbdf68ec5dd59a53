// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/pcireader.h"

#include "kernel/sysfsnames.h"

#include <algorithm>

namespace laneway {

namespace {

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

Result<> readIdentifiers(const Folder &folder, PciFunction &f)
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
        const auto number = [&](const char *file) { return hexNumber(folder.text(file).value_or(QString())); };
        f.vendor = quint16(hexNumber(QString::fromLatin1(vendor->trimmed())));
        f.device = quint16(number("device"));
        f.subsystemVendor = quint16(number("subsystem_vendor"));
        f.subsystemDevice = quint16(number("subsystem_device"));
        f.classCode = number("class");
        f.driver = folder.linkName("driver");
    }
    return {};
}

HeaderType headerOf(const Folder &folder, quint32 classCode)
{
    constexpr quint32 cardBus = 0x0607;
    if (folder.exists("secondary_bus_number"))
        return classCode >> 8 == cardBus ? HeaderType::CardBusBridge : HeaderType::PciBridge;
    // Kernels since 4.13 have that file for every bridge; asking the device itself would wake it.
    const bool looksLikeBridge = (classCode >> 16 == 0x06 && classCode >> 8 != 0x0600) || classCode >> 8 == 0x0b20;
    if (!looksLikeBridge)
        return folder.exists("config") ? HeaderType::Endpoint : HeaderType::Unknown;
    const auto config = folder.read("config");
    if (!config || config->size() <= 0x0e)
        return HeaderType::Unknown;
    switch (config->at(0x0e) & 0x7f) {
    case 0: return HeaderType::Endpoint;
    case 1: return HeaderType::PciBridge;
    case 2: return HeaderType::CardBusBridge;
    default: return HeaderType::Unknown;
    }
}

void readLinks(const Folder &folder, PciFunction &f)
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
    f.linkMax
        = {gigatransfers(folder.read("max_link_speed").value_or(QByteArray())), lanes(folder.text("max_link_width"))};
}

void readSriov(const Folder &folder, const QStringList &pending, PciFunction &f)
{
    const auto total = folder.text("sriov_totalvfs");
    if (!total)
        return;
    SriovCapability s;
    s.total = total->toInt();
    const auto number = [&](const char *file) { return folder.text(file).value_or(QString()).toInt(); };
    const QString own = f.address.toString();
    const bool removing = std::any_of(pending.begin(), pending.end(),
        [&](const QString &w) { return w.contains(own) && w.contains(u"sriov_numvfs"); });
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

} // namespace

Result<PciFunction> readPciFunction(
    const Kernel &kernel, const PciAddress &address, const QString &release, const QStringList &pending)
{
    PciFunction f;
    f.address = address;
    const QString link = pciDevices + u'/' + address.toString();
    const auto target = kernel.sys.readLink(link);
    if (!target)
        return fail(target.error());
    const QString path = withoutDots(*target);
    f.parent = nearestFunction(path, address);
    if (path.startsWith(u"devices/"))
        f.sysfsPath = u"/sys/"_s + path;
    // By its real path: the kernel need not follow the link each time.
    const auto opened = kernel.sys.folder(path.startsWith(u"devices/") ? path : link);
    const Folder &folder = *opened;

    if (const auto known = readIdentifiers(folder, f); !known)
        return fail(known.error());
    f.vendorName = kernel.names.vendor(f.vendor);
    f.deviceName = kernel.names.device(f.vendor, f.device);
    f.className = kernel.names.deviceClass(f.classCode);
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
        f.resetKnown = tellsResetMethods(release);
    }
    if (f.isDisplay())
        f.bootDisplay = folder.text("boot_vga") == u"1"_s;
    readLinks(folder, f);
    if (const auto pf = addressOf(folder.linkName("physfn")))
        f.physicalFunction = *pf;
    else
        readSriov(folder, pending, f);
    return f;
}

} // namespace laneway
