// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/snapshotjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <limits>

namespace laneway {

namespace {

constexpr int formatVersion = 1;
// A capture comes from anybody: bounds far above any real host, and low enough to stay harmless.
constexpr qsizetype mostBytes = 64 * 1024 * 1024;
constexpr qsizetype mostEntries = 65'536;
constexpr qsizetype longestText = 16 * 1024;

// ---------------------------------------------------------------------------------------- writing

QString hex(quint32 value, int digits)
{
    return QString::asprintf("%0*x", digits, value);
}

void put(QJsonObject &json, QStringView key, const QString &text)
{
    if (!text.isEmpty())
        json[key] = text;
}

void put(QJsonObject &json, QStringView key, const QStringList &texts)
{
    if (!texts.isEmpty())
        json[key] = QJsonArray::fromStringList(texts);
}

void putHex(QJsonObject &json, QStringView key, quint32 value, int digits)
{
    if (value)
        json[key] = hex(value, digits);
}

void putTrue(QJsonObject &json, QStringView key, bool value)
{
    if (value)
        json[key] = true;
}

void putNumber(QJsonObject &json, QStringView key, qint64 value, qint64 usual = 0)
{
    if (value != usual)
        json[key] = value;
}

QString withoutMacs(QString text)
{
    static const QRegularExpression mac(u"\\b((?:[0-9A-Fa-f]{2}:){3})(?:[0-9A-Fa-f]{2}:){2}[0-9A-Fa-f]{2}\\b"_s);
    return text.replace(mac, u"\\100:00:00"_s);
}

MacAddress masked(const MacAddress &mac, Privacy privacy)
{
    if (privacy == Privacy::Full)
        return mac;
    const auto &octets = mac.octets();
    return MacAddress({octets[0], octets[1], octets[2], 0, 0, 0});
}

QString maskedName(const QString &interface, Privacy privacy)
{
    // systemd names an interface after its MAC when there is nothing better: enx00163e112233.
    static const QRegularExpression byMac(u"^(enx[0-9a-f]{6})[0-9a-f]{6}"_s);
    return privacy == Privacy::Full ? interface : QString(interface).replace(byMac, u"\\1000000"_s);
}

QJsonObject linkToJson(const PcieLink &link)
{
    QJsonObject json;
    if (link.speed > 0)
        json[u"speed"] = link.speed;
    putNumber(json, u"width", link.width);
    return json;
}

QJsonObject sriovToJson(const SriovCapability &sriov, Privacy privacy)
{
    QJsonObject json{{u"total"_s, sriov.total}};
    putNumber(json, u"enabled", sriov.enabled);
    putNumber(json, u"offset", sriov.offset);
    putNumber(json, u"stride", sriov.stride);
    putNumber(json, u"initial", sriov.initial);
    putHex(json, u"vfDevice", sriov.vfDevice, 4);
    if (!sriov.driversAutoprobe)
        json[u"driversAutoprobe"] = false;
    if (!sriov.functions.isEmpty()) {
        QJsonArray functions;
        for (const PciAddress &address : sriov.functions)
            functions.append(address.toString());
        json[u"functions"] = functions;
    }
    if (sriov.nvme)
        json[u"nvme"] = sriov.nvme->toJson();
    if (!sriov.settings.isEmpty()) {
        QJsonArray settings;
        for (VfSettings vf : sriov.settings) {
            if (vf.mac)
                vf.mac = masked(*vf.mac, privacy);
            settings.append(vf.toJson());
        }
        json[u"settings"] = settings;
    }
    if (!sriov.kept.isEmpty()) {
        QJsonArray kept;
        for (const KeptSetting &one : sriov.kept)
            kept.append(QJsonObject{{u"file"_s, one.file}, {u"line"_s, one.line}, {u"ours"_s, one.ours},
                {u"by"_s, one.by}, {u"says"_s, privacy == Privacy::Masked ? withoutMacs(one.says) : one.says}});
        json[u"kept"] = kept;
    }
    return json;
}

QJsonObject interfaceToJson(const NetInterface &interface, Privacy privacy)
{
    QJsonObject json{{u"name"_s, maskedName(interface.name, privacy)}};
    if (interface.mac)
        json[u"mac"] = masked(*interface.mac, privacy).toString();
    putTrue(json, u"up", interface.up);
    putTrue(json, u"carrier", interface.carrier);
    putTrue(json, u"defaultRoute", interface.defaultRoute);
    put(json, u"usedBy", interface.usedBy);
    putTrue(json, u"routed", interface.routed);
    return json;
}

QJsonObject diskToJson(const BlockDevice &disk)
{
    QJsonObject json{{u"name"_s, disk.name}};
    putNumber(json, u"bytes", disk.bytes);
    put(json, u"mounts", disk.mounts);
    putTrue(json, u"swap", disk.swap);
    return json;
}

struct HeaderName
{
    HeaderType type;
    QStringView name;
};
constexpr HeaderName headerNames[] = {{HeaderType::Unknown, u"unknown"}, {HeaderType::Endpoint, u"endpoint"},
    {HeaderType::PciBridge, u"pci-bridge"}, {HeaderType::CardBusBridge, u"cardbus-bridge"}};

struct UnknownName
{
    Unknown what;
    QStringView name;
};
constexpr UnknownName unknownNames[]
    = {{Unknown::Ids, u"ids"}, {Unknown::Class, u"class"}, {Unknown::Header, u"header"},
        {Unknown::Group, u"iommuGroup"}, {Unknown::Driver, u"driver"}, {Unknown::Express, u"pcie"},
        {Unknown::Sriov, u"sriov"}, {Unknown::FunctionReset, u"functionReset"}, {Unknown::Acs, u"acs"},
        {Unknown::NumaNode, u"numaNode"}, {Unknown::Uses, u"uses"}, {Unknown::BootDisplay, u"bootDisplay"}};

QJsonObject acsToJson(const AcsCapability &acs)
{
    return {{u"can"_s, QJsonArray::fromStringList(acs.can)}, {u"enabled"_s, QJsonArray::fromStringList(acs.enabled)}};
}

QJsonObject parametersToJson(const QMap<QString, QString> &parameters)
{
    QJsonObject json;
    for (auto it = parameters.cbegin(); it != parameters.cend(); ++it)
        json[it.key()] = it.value();
    return json;
}

QJsonObject iommuToJson(const IommuState &iommu)
{
    return {{u"units"_s, QJsonArray::fromStringList(iommu.units)}, {u"interruptRemapping"_s, iommu.interruptRemapping},
        {u"unsafeInterrupts"_s, iommu.unsafeInterrupts}, {u"vfioAvailable"_s, iommu.vfioAvailable}};
}

// Everything but the functions; the serial is not a fact.
QJsonObject platformToJson(const HostSnapshot &host)
{
    return {{u"host"_s, host.hostName}, {u"kernel"_s, host.kernelRelease}, {u"cmdline"_s, host.kernelCommandLine},
        {u"iommu"_s, iommuToJson(host.iommu)}, {u"memory"_s, qint64(host.memoryBytes)},
        {u"processors"_s, host.processors}, {u"parameters"_s, parametersToJson(host.moduleParameters)},
        {u"readOnly"_s, host.readOnly}, {u"simulated"_s, host.simulated},
        {u"otherKeyboards"_s, QJsonArray::fromStringList(host.otherKeyboards)},
        {u"otherPointers"_s, QJsonArray::fromStringList(host.otherPointers)}};
}

// ---------------------------------------------------------------------------------------- reading

// Takes members out of an object. The first that does not fit is remembered with its place; after
// it nothing more is read. Members that are absent leave the value as it is; unknown ones are for
// later versions of the format.
class Reader
{
public:
    Reader(const QJsonObject &json, const QString &place, std::optional<Error> &error)
        : m_json(json)
        , m_place(place)
        , m_error(error)
    {
    }

    void text(QStringView key, QString &value)
    {
        const QJsonValue member = take(key);
        if (member.isUndefined())
            return;
        if (!member.isString() || member.toString().size() > longestText)
            return wrong(key, u"expected a text"_s);
        value = member.toString();
    }
    void texts(QStringView key, QStringList &values)
    {
        eachOf(key, [&](const QJsonValue &entry, const QString &place) {
            if (!entry.isString() || entry.toString().size() > longestText)
                return wrongAt(place, u"expected a text"_s);
            values.append(entry.toString());
        });
    }
    /// A list that takes the place of what is there.
    void textsAnew(QStringView key, QStringList &values)
    {
        if (has(key))
            values.clear();
        texts(key, values);
    }
    void flag(QStringView key, bool &value)
    {
        const QJsonValue member = take(key);
        if (member.isUndefined())
            return;
        if (!member.isBool())
            return wrong(key, u"expected true or false"_s);
        value = member.toBool();
    }
    template <typename T> void number(QStringView key, T &value, qint64 least, qint64 most)
    {
        const QJsonValue member = take(key);
        if (member.isUndefined())
            return;
        // toInteger() gives the default for what has a fraction or is out of range.
        const qint64 found = member.toInteger(std::numeric_limits<qint64>::min());
        if (!member.isDouble() || found < least || found > most)
            return wrong(key, u"expected a whole number from %1 to %2"_s.arg(least).arg(most));
        value = T(found);
    }
    template <typename T> void hexNumber(QStringView key, T &value, qsizetype digits)
    {
        const QJsonValue member = take(key);
        if (member.isUndefined())
            return;
        static const QRegularExpression hexadecimal(QRegularExpression::anchoredPattern(u"[0-9a-fA-F]+"_s));
        const QString found = member.toString();
        if (found.size() != digits || !hexadecimal.match(found).hasMatch())
            return wrong(key, u"expected %1 hexadecimal digits"_s.arg(digits));
        value = T(found.toUInt(nullptr, 16));
    }
    void address(QStringView key, std::optional<PciAddress> &value)
    {
        const QJsonValue member = take(key);
        if (member.isUndefined())
            return;
        const auto parsed = PciAddress::parse(member.toString());
        if (!parsed)
            return wrong(key, parsed.error().detail);
        value = *parsed;
    }
    // each(entry, its place)
    template <typename Each> void eachOf(QStringView key, Each each)
    {
        const QJsonValue member = take(key);
        if (member.isUndefined())
            return;
        const QJsonArray entries = member.toArray();
        if (!member.isArray() || entries.size() > mostEntries)
            return wrong(key, u"expected a list of at most %1 entries"_s.arg(mostEntries));
        for (qsizetype i = 0; i < entries.size() && !m_error; ++i)
            each(entries[i], placeOf(key) + u'[' + QString::number(i) + u']');
    }
    template <typename Each> void eachObjectOf(QStringView key, Each each)
    {
        eachOf(key, [&](const QJsonValue &entry, const QString &place) {
            if (!entry.isObject())
                return wrongAt(place, u"expected an object"_s);
            each(Reader(entry.toObject(), place, m_error));
        });
    }
    // The member as a reader of its own; nothing when it is absent.
    std::optional<Reader> object(QStringView key)
    {
        const QJsonValue member = take(key);
        if (member.isUndefined())
            return std::nullopt;
        if (!member.isObject()) {
            wrong(key, u"expected an object"_s);
            return std::nullopt;
        }
        return Reader(member.toObject(), placeOf(key), m_error);
    }
    void wrong(QStringView key, const QString &detail) { wrongAt(placeOf(key), detail); }
    void wrongAt(const QString &place, const QString &detail)
    {
        if (!m_error)
            m_error = Error{ErrorCode::InvalidInput, place, detail};
    }
    bool has(QStringView key) const { return m_json.contains(key); }
    bool failed() const { return m_error.has_value(); }
    const QJsonObject &json() const { return m_json; }
    QString place() const { return m_place; }
    QString placeOf(QStringView key) const
    {
        return m_place.isEmpty() ? key.toString() : QString(m_place + u'.' + key.toString());
    }

private:
    QJsonValue take(QStringView key) const { return m_error ? QJsonValue(QJsonValue::Undefined) : m_json.value(key); }

    QJsonObject m_json;
    QString m_place;
    std::optional<Error> &m_error;
};

void readMac(Reader &reader, std::optional<MacAddress> &mac)
{
    QString text;
    reader.text(u"mac", text);
    if (text.isEmpty())
        return;
    const auto parsed = MacAddress::parse(text);
    if (!parsed)
        return reader.wrong(u"mac", u"expected a MAC address"_s);
    mac = *parsed;
}

void readLink(Reader &reader, QStringView key, PcieLink &link)
{
    auto member = reader.object(key);
    if (!member)
        return;
    member->number(u"width", link.width, 0, 32);
    const double speed = member->json()[u"speed"].toDouble(0);
    if (speed < 0 || speed > 1024 || (member->has(u"speed") && !member->json()[u"speed"].isDouble()))
        return member->wrong(u"speed", u"expected a speed in GT/s"_s);
    link.speed = speed;
}

SriovCapability readSriov(Reader &reader)
{
    constexpr int most = 65535;
    SriovCapability sriov;
    reader.number(u"total", sriov.total, 0, most);
    reader.number(u"enabled", sriov.enabled, 0, most);
    reader.number(u"offset", sriov.offset, 0, most);
    reader.number(u"stride", sriov.stride, 0, most);
    reader.number(u"initial", sriov.initial, 0, most);
    reader.hexNumber(u"vfDevice", sriov.vfDevice, 4);
    reader.flag(u"driversAutoprobe", sriov.driversAutoprobe);
    reader.eachOf(u"functions", [&](const QJsonValue &entry, const QString &place) {
        const auto address = PciAddress::parse(entry.toString());
        if (!address)
            return reader.wrongAt(place, address.error().detail);
        sriov.functions.append(*address);
    });
    reader.eachObjectOf(u"settings", [&](Reader vf) {
        const auto settings = VfSettings::fromJson(vf.json());
        if (!settings)
            return vf.wrong(settings.error().subject, settings.error().detail);
        sriov.settings.append(*settings);
    });
    reader.eachObjectOf(u"kept", [&](Reader entry) {
        KeptSetting kept;
        entry.text(u"file", kept.file);
        entry.number(u"line", kept.line, 0, std::numeric_limits<int>::max());
        entry.flag(u"ours", kept.ours);
        entry.text(u"by", kept.by);
        entry.text(u"says", kept.says);
        sriov.kept.append(kept);
    });
    if (auto nvme = reader.object(u"nvme")) {
        if (const auto parsed = NvmeVirtualization::fromJson(nvme->json()))
            sriov.nvme = *parsed;
        else
            nvme->wrong(parsed.error().subject, parsed.error().detail);
    }
    return sriov;
}

void readHeader(Reader &reader, HeaderType &header)
{
    QString text;
    reader.text(u"header", text);
    if (text.isEmpty())
        return;
    for (const HeaderName &known : headerNames)
        if (known.name == text) {
            header = known.type;
            return;
        }
    reader.wrong(u"header", u"expected endpoint, pci-bridge, cardbus-bridge or unknown"_s);
}

AcsCapability readAcs(Reader &reader)
{
    AcsCapability acs;
    reader.texts(u"can", acs.can);
    reader.texts(u"enabled", acs.enabled);
    return acs;
}

Unknowns readUnknowns(Reader &reader)
{
    Unknowns unknown;
    QStringList names;
    reader.texts(u"unknown", names);
    for (const UnknownName &known : unknownNames)
        unknown.setFlag(known.what, names.contains(known.name)); // others are for later versions
    return unknown;
}

NetInterface readInterface(Reader &reader)
{
    NetInterface interface;
    reader.text(u"name", interface.name);
    readMac(reader, interface.mac);
    reader.flag(u"up", interface.up);
    reader.flag(u"carrier", interface.carrier);
    reader.flag(u"defaultRoute", interface.defaultRoute);
    reader.text(u"usedBy", interface.usedBy);
    reader.flag(u"routed", interface.routed);
    return interface;
}

BlockDevice readDisk(Reader &reader)
{
    BlockDevice disk;
    reader.text(u"name", disk.name);
    reader.number(u"bytes", disk.bytes, 0, std::numeric_limits<qint64>::max());
    reader.texts(u"mounts", disk.mounts);
    reader.flag(u"swap", disk.swap);
    return disk;
}

void readChildren(Reader &reader, PciFunction &function)
{
    reader.eachObjectOf(u"interfaces", [&](Reader entry) { function.interfaces.append(readInterface(entry)); });
    reader.eachObjectOf(u"disks", [&](Reader entry) { function.disks.append(readDisk(entry)); });
    reader.texts(u"displays", function.displays);
    reader.texts(u"inputs", function.inputs);
    reader.texts(u"sounds", function.sounds);
}

PciFunction readFunction(Reader &reader)
{
    PciFunction function;
    std::optional<PciAddress> address;
    reader.address(u"address", address);
    if (!address)
        reader.wrong(u"address", u"expected a PCI address such as 0000:03:10.2"_s);
    function.address = address.value_or(PciAddress());
    reader.hexNumber(u"vendor", function.vendor, 4);
    reader.hexNumber(u"device", function.device, 4);
    reader.hexNumber(u"subsystemVendor", function.subsystemVendor, 4);
    reader.hexNumber(u"subsystemDevice", function.subsystemDevice, 4);
    reader.hexNumber(u"class", function.classCode, 6);
    reader.hexNumber(u"revision", function.revision, 2);
    reader.text(u"vendorName", function.vendorName);
    reader.text(u"deviceName", function.deviceName);
    reader.text(u"className", function.className);
    reader.text(u"serial", function.serial);
    readHeader(reader, function.header);
    reader.flag(u"pcie", function.pcie);
    reader.text(u"driver", function.driver);
    reader.text(u"driverOverride", function.driverOverride);
    reader.texts(u"modules", function.modules);
    if (reader.has(u"iommuGroup"))
        reader.number(u"iommuGroup", function.iommuGroup.emplace(), 0, 0x7fffffff);
    reader.address(u"parent", function.parent);
    reader.text(u"sysfsPath", function.sysfsPath);
    reader.number(u"numaNode", function.numaNode, -1, 0xffff);
    readLink(reader, u"linkNow", function.linkNow);
    readLink(reader, u"linkMax", function.linkMax);
    reader.texts(u"resetMethods", function.resetMethods);
    reader.flag(u"resetKnown", function.resetKnown);
    reader.flag(u"functionReset", function.functionReset);
    if (auto acs = reader.object(u"acs"))
        function.acs = readAcs(*acs);
    reader.text(u"physicalSlot", function.physicalSlot);
    reader.text(u"powerState", function.powerState);
    reader.flag(u"bootDisplay", function.bootDisplay);
    if (auto sriov = reader.object(u"sriov"))
        function.sriov = readSriov(*sriov);
    reader.address(u"physicalFunction", function.physicalFunction);
    if (reader.has(u"vfIndex"))
        reader.number(u"vfIndex", function.vfIndex.emplace().value, 0, 65535);
    readChildren(reader, function);
    function.unknown = readUnknowns(reader);
    return function;
}

UsbDevice readUsbDevice(Reader &reader)
{
    UsbDevice device;
    QString port;
    reader.text(u"port", port);
    if (const auto parsed = UsbPort::parse(port))
        device.port = *parsed;
    else
        reader.wrong(u"port", parsed.error().detail);
    reader.number(u"bus", device.address.bus, 1, 999);
    reader.number(u"device", device.address.device, 1, 127);
    if (device.address.bus == 0 || device.address.device == 0)
        reader.wrong(u"device", u"expected the numbers bus and device"_s);
    reader.hexNumber(u"vendor", device.ids.vendor, 4);
    reader.hexNumber(u"product", device.ids.product, 4);
    reader.text(u"vendorName", device.vendorName);
    reader.text(u"productName", device.productName);
    reader.text(u"serial", device.serial);
    device.speed = reader.json()[u"speed"].toDouble(0);
    if (device.speed < 0 || device.speed > 1e6)
        reader.wrong(u"speed", u"expected a speed in Mbit/s"_s);
    reader.hexNumber(u"class", device.classCode, 2);
    reader.number(u"configuration", device.configuration, 0, 255);
    reader.address(u"controller", device.controller);
    reader.eachObjectOf(u"parts", [&](Reader entry) {
        UsbInterface part;
        entry.number(u"number", part.number, 0, 255);
        entry.hexNumber(u"class", part.classCode, 6);
        entry.text(u"driver", part.driver);
        device.parts.append(part);
    });
    reader.eachObjectOf(u"interfaces", [&](Reader entry) { device.interfaces.append(readInterface(entry)); });
    reader.eachObjectOf(u"disks", [&](Reader entry) { device.disks.append(readDisk(entry)); });
    reader.texts(u"keyboards", device.keyboards);
    reader.texts(u"pointers", device.pointers);
    reader.texts(u"sounds", device.sounds);
    return device;
}

void readPlatform(Reader &reader, HostSnapshot &host)
{
    reader.text(u"host", host.hostName);
    reader.text(u"kernel", host.kernelRelease);
    reader.text(u"cmdline", host.kernelCommandLine);
    reader.number(u"memory", host.memoryBytes, 0, qint64(1) << 53);
    reader.number(u"processors", host.processors, 0, 1 << 20);
    if (auto iommu = reader.object(u"iommu")) {
        host.iommu = {};
        iommu->texts(u"units", host.iommu.units);
        iommu->flag(u"interruptRemapping", host.iommu.interruptRemapping);
        iommu->flag(u"unsafeInterrupts", host.iommu.unsafeInterrupts);
        iommu->flag(u"vfioAvailable", host.iommu.vfioAvailable);
    }
    if (auto parameters = reader.object(u"parameters")) {
        host.moduleParameters.clear();
        const QStringList names = parameters->json().keys();
        for (const QString &name : names)
            parameters->text(name, host.moduleParameters[name]);
    }
    reader.textsAnew(u"otherKeyboards", host.otherKeyboards);
    reader.textsAnew(u"otherPointers", host.otherPointers);
    reader.flag(u"readOnly", host.readOnly);
    reader.flag(u"simulated", host.simulated);
}

void readSerialAndFormat(Reader &reader, HostSnapshot &host)
{
    if (reader.json()[u"laneway"] != formatVersion)
        reader.wrong(u"laneway", u"expected format %1"_s.arg(formatVersion));
    reader.number(u"serial", host.serial, 0, std::numeric_limits<qint64>::max());
}

} // namespace

QStringList unknownTexts(Unknowns unknown)
{
    QStringList names;
    for (const UnknownName &known : unknownNames)
        if (unknown.testFlag(known.what))
            names.append(known.name.toString());
    return names;
}

QJsonObject functionToJson(const PciFunction &function, Privacy privacy)
{
    QJsonObject json{{u"address"_s, function.address.toString()}, {u"vendor"_s, hex(function.vendor, 4)},
        {u"device"_s, hex(function.device, 4)}, {u"class"_s, hex(function.classCode, 6)}};
    putHex(json, u"subsystemVendor", function.subsystemVendor, 4);
    putHex(json, u"subsystemDevice", function.subsystemDevice, 4);
    putHex(json, u"revision", function.revision, 2);
    put(json, u"vendorName", function.vendorName);
    put(json, u"deviceName", function.deviceName);
    put(json, u"className", function.className);
    if (privacy == Privacy::Full)
        put(json, u"serial", function.serial);
    for (const HeaderName &known : headerNames)
        if (known.type == function.header && known.type != HeaderType::Unknown)
            json[u"header"] = known.name.toString();
    putTrue(json, u"pcie", function.pcie);
    put(json, u"driver", function.driver);
    put(json, u"driverOverride", function.driverOverride);
    put(json, u"modules", function.modules);
    if (function.iommuGroup)
        json[u"iommuGroup"] = *function.iommuGroup;
    if (function.parent)
        json[u"parent"] = function.parent->toString();
    put(json, u"sysfsPath", function.sysfsPath);
    putNumber(json, u"numaNode", function.numaNode, -1);
    if (function.linkNow != PcieLink())
        json[u"linkNow"] = linkToJson(function.linkNow);
    if (function.linkMax != PcieLink())
        json[u"linkMax"] = linkToJson(function.linkMax);
    put(json, u"resetMethods", function.resetMethods);
    putTrue(json, u"resetKnown", function.resetKnown);
    putTrue(json, u"functionReset", function.functionReset);
    if (function.acs)
        json[u"acs"] = acsToJson(*function.acs);
    put(json, u"physicalSlot", function.physicalSlot);
    put(json, u"powerState", function.powerState);
    putTrue(json, u"bootDisplay", function.bootDisplay);
    if (function.sriov)
        json[u"sriov"] = sriovToJson(*function.sriov, privacy);
    if (function.physicalFunction)
        json[u"physicalFunction"] = function.physicalFunction->toString();
    if (function.vfIndex)
        json[u"vfIndex"] = qint64(function.vfIndex->value);
    if (!function.interfaces.isEmpty()) {
        QJsonArray interfaces;
        for (const NetInterface &interface : function.interfaces)
            interfaces.append(interfaceToJson(interface, privacy));
        json[u"interfaces"] = interfaces;
    }
    if (!function.disks.isEmpty()) {
        QJsonArray disks;
        for (const BlockDevice &disk : function.disks)
            disks.append(diskToJson(disk));
        json[u"disks"] = disks;
    }
    put(json, u"displays", function.displays);
    put(json, u"inputs", function.inputs);
    put(json, u"sounds", function.sounds);
    put(json, u"unknown", unknownTexts(function.unknown));
    return json;
}

Result<PciFunction> functionFromJson(const QJsonObject &json)
{
    std::optional<Error> error;
    Reader reader(json, QString(), error);
    PciFunction function = readFunction(reader);
    if (error)
        return fail(*error);
    return function;
}

QJsonObject usbDeviceToJson(const UsbDevice &device, Privacy privacy)
{
    QJsonObject json{{u"port"_s, device.port.toString()}, {u"bus"_s, device.address.bus},
        {u"device"_s, device.address.device}, {u"vendor"_s, hex(device.ids.vendor, 4)},
        {u"product"_s, hex(device.ids.product, 4)}};
    put(json, u"vendorName", device.vendorName);
    put(json, u"productName", device.productName);
    if (privacy == Privacy::Full)
        put(json, u"serial", device.serial);
    if (device.speed > 0)
        json[u"speed"] = device.speed;
    putHex(json, u"class", device.classCode, 2);
    putNumber(json, u"configuration", device.configuration);
    if (device.controller)
        json[u"controller"] = device.controller->toString();
    QJsonArray parts;
    for (const UsbInterface &part : device.parts) {
        QJsonObject entry{{u"number"_s, part.number}, {u"class"_s, hex(part.classCode, 6)}};
        put(entry, u"driver", part.driver);
        parts.append(entry);
    }
    json[u"parts"] = parts;
    if (!device.interfaces.isEmpty()) {
        QJsonArray interfaces;
        for (const NetInterface &interface : device.interfaces)
            interfaces.append(interfaceToJson(interface, privacy));
        json[u"interfaces"] = interfaces;
    }
    if (!device.disks.isEmpty()) {
        QJsonArray disks;
        for (const BlockDevice &disk : device.disks)
            disks.append(diskToJson(disk));
        json[u"disks"] = disks;
    }
    put(json, u"keyboards", device.keyboards);
    put(json, u"pointers", device.pointers);
    put(json, u"sounds", device.sounds);
    return json;
}

Result<UsbDevice> usbDeviceFromJson(const QJsonObject &json)
{
    std::optional<Error> error;
    Reader reader(json, QString(), error);
    UsbDevice device = readUsbDevice(reader);
    if (error)
        return fail(*error);
    return device;
}

QJsonObject snapshotToJson(const HostSnapshot &snapshot, Privacy privacy)
{
    QJsonObject json = platformToJson(snapshot);
    for (const auto flag : {QStringView(u"readOnly"), QStringView(u"simulated")})
        if (!json[flag].toBool())
            json.remove(flag);
    for (const auto number : {QStringView(u"memory"), QStringView(u"processors")})
        if (json[number].toInteger() == 0)
            json.remove(number);
    for (const auto list : {QStringView(u"otherKeyboards"), QStringView(u"otherPointers")})
        if (json[list].toArray().isEmpty())
            json.remove(list);
    json[u"laneway"] = formatVersion;
    json[u"serial"] = qint64(snapshot.serial);
    QJsonArray functions;
    for (const PciFunction &function : snapshot.functions)
        functions.append(functionToJson(function, privacy));
    json[u"functions"] = functions;
    if (snapshot.usbKnown) {
        QJsonArray devices;
        for (const UsbDevice &device : snapshot.usb)
            devices.append(usbDeviceToJson(device, privacy));
        json[u"usb"] = devices;
    }
    return json;
}

Result<HostSnapshot> snapshotFromJson(const QJsonObject &json)
{
    std::optional<Error> error;
    Reader reader(json, QString(), error);
    HostSnapshot host;
    readSerialAndFormat(reader, host);
    readPlatform(reader, host);
    reader.eachObjectOf(u"functions", [&](Reader entry) {
        const PciFunction function = readFunction(entry);
        if (host.functions.contains(function.address))
            entry.wrong(u"address", u"given twice"_s);
        host.functions.insert(function.address, function);
    });
    host.usbKnown = reader.has(u"usb");
    reader.eachObjectOf(u"usb", [&](Reader entry) {
        const UsbDevice device = readUsbDevice(entry);
        if (host.usb.contains(device.port))
            entry.wrong(u"port", u"given twice"_s);
        host.usb.insert(device.port, device);
    });
    if (error)
        return fail(*error);
    return host;
}

Result<HostSnapshot> parseSnapshot(const QByteArray &text)
{
    if (text.size() > mostBytes)
        return fail(ErrorCode::LimitExceeded, u"capture"_s, u"larger than %1 bytes"_s.arg(mostBytes));
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(text, &parsed);
    if (parsed.error != QJsonParseError::NoError)
        return fail(ErrorCode::InvalidInput, u"offset %1"_s.arg(parsed.offset), parsed.errorString());
    if (!document.isObject())
        return fail(ErrorCode::InvalidInput, u"offset 0"_s, u"expected an object"_s);
    return snapshotFromJson(document.object());
}

QJsonObject deltaToJson(const HostSnapshot &before, const HostSnapshot &after)
{
    QJsonObject json{
        {u"laneway"_s, formatVersion}, {u"serial"_s, qint64(after.serial)}, {u"since"_s, qint64(before.serial)}};
    const HostDiff changes = diff(before, after);
    QJsonArray removed;
    for (const PciAddress &address : changes.removed)
        removed.append(address.toString());
    json[u"removed"] = removed;
    QJsonArray functions;
    for (const PciAddress &address : changes.added + changes.changed)
        functions.append(functionToJson(after.functions[address]));
    json[u"functions"] = functions;
    if (changes.hasUsb() || (after.usbKnown && !before.usbKnown)) {
        QJsonArray unplugged;
        for (const UsbPort &port : changes.usbRemoved)
            unplugged.append(port.toString());
        QJsonArray plugged;
        for (const UsbPort &port : changes.usbAdded + changes.usbChanged)
            plugged.append(usbDeviceToJson(after.usb[port]));
        json[u"usbRemoved"] = unplugged;
        json[u"usb"] = plugged;
    }
    if (changes.platformChanged) {
        const QJsonObject was = platformToJson(before);
        const QJsonObject is = platformToJson(after);
        for (auto member = is.constBegin(); member != is.constEnd(); ++member)
            if (was[member.key()] != member.value())
                json[member.key()] = member.value();
    }
    return json;
}

Result<HostSnapshot> applyDelta(const HostSnapshot &before, const QJsonObject &delta)
{
    std::optional<Error> error;
    Reader reader(delta, QString(), error);
    HostSnapshot host = before;
    quint64 since = 0;
    reader.number(u"since", since, 0, std::numeric_limits<qint64>::max());
    if (!error && (!reader.has(u"since") || since != before.serial))
        return fail(ErrorCode::HostChanged, u"serial %1"_s.arg(before.serial),
            u"the changes start from serial %1"_s.arg(since));
    readSerialAndFormat(reader, host);
    readPlatform(reader, host);
    reader.eachOf(u"removed", [&](const QJsonValue &entry, const QString &place) {
        const auto address = PciAddress::parse(entry.toString());
        if (!address)
            return reader.wrongAt(place, address.error().detail);
        host.functions.remove(*address);
    });
    reader.eachObjectOf(u"functions", [&](Reader entry) {
        const PciFunction function = readFunction(entry);
        host.functions.insert(function.address, function);
    });
    reader.eachOf(u"usbRemoved", [&](const QJsonValue &entry, const QString &place) {
        const auto port = UsbPort::parse(entry.toString());
        if (!port)
            return reader.wrongAt(place, port.error().detail);
        host.usb.remove(*port);
    });
    host.usbKnown = host.usbKnown || reader.has(u"usb");
    reader.eachObjectOf(u"usb", [&](Reader entry) {
        const UsbDevice device = readUsbDevice(entry);
        host.usb.insert(device.port, device);
    });
    if (error)
        return fail(*error);
    return host;
}

} // namespace laneway
