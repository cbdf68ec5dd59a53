// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/lspcilisting.h"

#include "host/hostindex.h"
#include "host/pcinames.h"

#include <QHash>

#include <algorithm>
#include <array>

namespace laneway {

namespace {

// A listing comes from anybody: bounds far above any real host, and low enough to stay harmless.
constexpr qsizetype mostBytes = 64 * 1024 * 1024;
constexpr qsizetype mostFunctions = 65'536;
constexpr qsizetype longestLine = 16 * 1024;

/// How much of a function was asked for.
enum class Detail {
    Header, ///< the line itself; with -k its driver
    Names, ///< -v: capabilities by their names
    Fields, ///< -vv: and what is in them
};

enum class Capability { None, Other, Express, AdvancedFeatures, PowerManagement, Sriov, Acs };

/// One function, and what is needed of it until all are known.
struct Entry
{
    PciFunction function;
    qsizetype line = 0;
    Detail detail = Detail::Header;
    bool groupTold = false;
    bool driverTold = false;
    bool numaTold = false;
    bool hasList = true; ///< of capabilities; "Cap-": it has none
    bool listTold = false;
    bool listHidden = false;
    bool resetTold = true; ///< false: it has a capability that tells, but without its fields
    bool sriovEnabled = false;
    bool countsTold = false;
    bool acsTold = false;
    int vfCount = 0;
    int secondary = 0; ///< bus behind a bridge; 0: none
    int subordinate = 0;
};

std::optional<quint64> number(QByteArrayView text, int base)
{
    // toULongLong() takes signs, blanks and "0x" as well.
    const auto isDigit = [base](char c) {
        return (c >= '0' && c <= '9') || (base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
    };
    if (text.isEmpty() || text.size() > 16 || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    bool ok = false;
    const quint64 value = text.toULongLong(&ok, base);
    return ok ? std::optional(value) : std::nullopt;
}

std::optional<quint16> word(QByteArrayView text)
{
    return text.size() == 4 ? number(text, 16) : std::nullopt;
}

/// "1022:1480"
std::optional<std::pair<quint16, quint16>> idPair(QByteArrayView text)
{
    if (text.size() != 9 || text[4] != ':')
        return std::nullopt;
    const auto vendor = word(text.first(4));
    const auto device = word(text.sliced(5));
    if (!vendor || !device)
        return std::nullopt;
    return std::pair(*vendor, *device);
}

/// For people: the text of a stranger, without anything that would move a terminal's cursor.
QString shown(QByteArrayView text)
{
    QString plain = QString::fromUtf8(text).simplified();
    plain.removeIf([](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    return plain;
}

/// The same for an error's text: enough to find it.
QString quoted(QByteArrayView text)
{
    return u'"' + shown(text.first(qMin(qsizetype(80), text.size()))) + u'"';
}

/// What stands behind @p key ("Width x") in @p text, up to a comma, a blank or the end.
QByteArrayView valueOf(QByteArrayView text, QByteArrayView key)
{
    const qsizetype at = text.indexOf(key);
    if (at < 0)
        return {};
    const QByteArrayView rest = text.sliced(at + key.size());
    qsizetype end = 0;
    while (end < rest.size() && rest[end] != ',' && rest[end] != ' ')
        ++end;
    return rest.first(end);
}

/// "[b0] Express (v2) Endpoint" → "Express (v2) Endpoint"
QByteArrayView withoutOffset(QByteArrayView text)
{
    const qsizetype end = text.startsWith('[') ? text.indexOf(']') : -1;
    return end < 0 ? text : text.sliced(end + 1).trimmed();
}

bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Whether @p text was meant as an address: "gg:00.0" is, "12:30" is not.
bool resemblesAddress(QByteArrayView text)
{
    const qsizetype n = text.size();
    if (n < 7 || text[n - 2] != '.' || text[n - 5] != ':')
        return false;
    for (qsizetype i = 0; i < n; ++i) {
        const bool isMark = i == n - 2 || i == n - 5 || (n > 10 && i == n - 8);
        if (isMark != !isAlphanumeric(text[i]))
            return false;
    }
    return n == 7 || (n >= 12 && text[n - 8] == ':');
}

std::optional<PciAddress> addressOf(QByteArrayView text)
{
    const QString plain = QString::fromLatin1(text);
    const auto address = PciAddress::parse(text.size() == 7 ? QString(u"0000:"_s + plain) : plain);
    return address ? std::optional(*address) : std::nullopt;
}

/// "00: 86 80 …" of -x
bool isDump(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(": ");
    return (colon == 2 || colon == 3) && number(line.first(colon), 16) && line.size() >= colon + 4
        && number(line.sliced(colon + 2, 2), 16) && (line.size() == colon + 4 || line[colon + 4] == ' ');
}

quint32 routingId(const PciAddress &address)
{
    return quint32(address.bus()) << 8 | quint32(address.slot()) << 3 | address.function();
}

class Listing
{
public:
    Result<HostSnapshot> read(QByteArrayView text);

private:
    tl::unexpected<Error> malformed(qsizetype line, const QString &detail) const
    {
        return fail(ErrorCode::InvalidInput, u"line "_s + QString::number(line), detail);
    }
    tl::unexpected<Error> malformed(const QString &detail) const { return malformed(m_line, detail); }

    Result<> readLine(QByteArrayView line);
    Result<> readHeader(const PciAddress &address, QByteArrayView rest);
    void readName(PciFunction &f, QByteArrayView text);
    Result<> readDetail(QByteArrayView line);
    Result<> readGroup(QByteArrayView text);
    Result<> readNumaNode(QByteArrayView text);
    Result<> readFlags(QByteArrayView text);
    Result<> readBuses(QByteArrayView text);
    void readSubsystem(QByteArrayView text);
    void beginCapability(QByteArrayView text);
    Result<> readField(QByteArrayView line);
    void readLink(PcieLink &link, QByteArrayView text);
    void readAcs(QStringList &names, QByteArrayView text);
    Result<> readCounts(QByteArrayView text);

    void learnVendor(quint16 vendor, const QString &name);
    void splitName(PciFunction &f) const;
    void settleUnknown(Entry &entry) const;
    void findParents(HostSnapshot &host) const;
    void findVmd(HostSnapshot &host) const;
    Result<> findVirtualFunctions(HostSnapshot &host) const;

    QList<Entry> m_entries;
    QHash<PciAddress, qsizetype> m_lines;
    QHash<quint16, QString> m_vendors; ///< from "NAME Device [vvvv:dddd]"
    qsizetype m_line = 0;
    qsizetype m_firstText = 0;
    bool m_inside = false; ///< lines that are set in belong to the last entry
    Capability m_capability = Capability::None;
    QByteArray m_field; ///< of the capability: "DevCap"
    bool m_anyGroup = false;
    bool m_anyDriver = false;
    bool m_anyNuma = false;
};

// ---------------------------------------------------------------------------------------- lines

Result<HostSnapshot> Listing::read(QByteArrayView text)
{
    if (text.size() > mostBytes)
        return fail(ErrorCode::LimitExceeded, u"listing"_s, u"larger than %1 bytes"_s.arg(mostBytes));
    if (text.startsWith("\xef\xbb\xbf"))
        text = text.sliced(3);
    while (!text.isEmpty()) {
        const qsizetype end = text.indexOf('\n');
        QByteArrayView line = end < 0 ? text : text.first(end);
        text = end < 0 ? QByteArrayView() : text.sliced(end + 1);
        ++m_line;
        if (line.size() > longestLine)
            return fail(ErrorCode::LimitExceeded, u"line "_s + QString::number(m_line),
                u"longer than %1 bytes"_s.arg(longestLine));
        if (const auto done = readLine(line); !done)
            return fail(done.error());
    }
    if (m_entries.isEmpty())
        return malformed(qMax(qsizetype(1), m_firstText),
            u"no function: expected lines such as \"03:00.0 Ethernet controller [0200]: …\""_s);

    HostSnapshot host;
    host.readOnly = true;
    for (Entry &entry : m_entries) {
        splitName(entry.function);
        settleUnknown(entry);
        host.functions.insert(entry.function.address, entry.function);
    }
    findParents(host);
    findVmd(host);
    if (const auto done = findVirtualFunctions(host); !done)
        return fail(done.error());
    return host;
}

Result<> Listing::readLine(QByteArrayView line)
{
    const QByteArrayView plain = line.trimmed();
    if (plain.isEmpty())
        return {};
    if (!m_firstText)
        m_firstText = m_line;
    if (line[0] == '\t' || line[0] == ' ') {
        if (!m_inside)
            return malformed(u"details that follow no function's header"_s);
        return readDetail(plain);
    }
    const qsizetype blank = plain.indexOf(' ');
    const QByteArrayView word = blank < 0 ? plain : plain.first(blank);
    if (resemblesAddress(word)) {
        const auto address = addressOf(word);
        if (!address)
            return malformed(u"no such PCI address: "_s + quoted(word));
        return readHeader(*address, plain.sliced(word.size()).trimmed());
    }
    // What lspci complains of in between (2>&1) says nothing of the function.
    if (isDump(plain) || word == "pcilib:" || word == "lspci:")
        return {};
    m_inside = false;
    return {};
}

Result<> Listing::readHeader(const PciAddress &address, QByteArrayView rest)
{
    // "Ethernet controller [0200]: Intel Corporation … [8086:10c9] (rev 01) (prog-if 00 [X])";
    // -n: "0200: 8086:10c9 (rev 01)"; pciutils 2: "Class 0200: 8086:10c9"
    const qsizetype colon = rest.indexOf(": ");
    if (colon <= 0)
        return malformed(u"the header of %1 is cut off"_s.arg(address.toString()));
    if (const auto first = m_lines.constFind(address); first != m_lines.cend())
        return malformed(u"%1 was given in line %2 already"_s.arg(address.toString()).arg(*first));
    if (m_entries.size() >= mostFunctions)
        return fail(ErrorCode::LimitExceeded, u"line "_s + QString::number(m_line),
            u"more than %1 functions"_s.arg(mostFunctions));
    m_lines.insert(address, m_line);
    m_inside = true;
    m_capability = Capability::None;
    m_field.clear();
    Entry &entry = m_entries.emplace_back();
    entry.line = m_line;
    PciFunction &f = entry.function;
    f.address = address;

    QByteArrayView kind = rest.first(colon).trimmed();
    std::optional<quint16> code;
    if (kind.endsWith(']') && kind.size() > 6 && kind[kind.size() - 6] == '[') {
        code = word(kind.sliced(kind.size() - 5, 4));
        if (code)
            kind = kind.chopped(6).trimmed();
    } else {
        code = word(kind.startsWith("Class ") ? kind.sliced(6) : kind);
        if (code)
            kind = {};
    }
    f.className = shown(kind);
    if (!code)
        code = pciClassNamed(f.className);
    else if (f.className.isEmpty())
        f.className = pciClassName(*code);
    f.unknown.setFlag(Unknown::Class, !code);
    f.classCode = quint32(code.value_or(0)) << 8;

    QByteArrayView name = rest.sliced(colon + 2).trimmed();
    const auto takeSuffix = [&](QByteArrayView key) {
        const qsizetype at = name.lastIndexOf(key);
        if (at < 0)
            return quint8(0);
        const auto value
            = number(name.sliced(at + key.size()).first(qMin(qsizetype(2), name.size() - at - key.size())), 16);
        name = name.first(at).trimmed();
        return quint8(value.value_or(0));
    };
    f.classCode |= takeSuffix("(prog-if ");
    f.revision = takeSuffix("(rev ");
    readName(f, name);
    return {};
}

/// IDs and, until splitName(), the whole name as the device's.
void Listing::readName(PciFunction &f, QByteArrayView text)
{
    auto ids = idPair(text);
    if (ids) {
        text = {};
    } else if (text.endsWith(']') && text.size() >= 11 && text[text.size() - 11] == '[') {
        // Names have brackets, too: it is the last pair.
        ids = idPair(text.sliced(text.size() - 10, 9));
        if (ids)
            text = text.chopped(11).trimmed();
    }
    f.unknown.setFlag(Unknown::Ids, !ids);
    if (ids)
        std::tie(f.vendor, f.device) = *ids;
    if (!ids && text.endsWith("...")) {
        // lspci cuts long lines: "… [1002:a..."
        const qsizetype bracket = text.lastIndexOf('[');
        if (bracket >= 0 && text.size() - bracket <= 12 && text.indexOf(']', bracket) < 0)
            text = text.first(bracket).trimmed();
    }
    QString name = shown(text);
    if (ids && (name == u"Device" || name.endsWith(u" Device"))) {
        name.chop(6); // not a name: lspci knows none
        name = name.trimmed();
        learnVendor(f.vendor, name);
        f.vendorName = name;
        name.clear();
    }
    f.deviceName = name;
}

void Listing::learnVendor(quint16 vendor, const QString &name)
{
    if (name.isEmpty())
        return;
    // The shortest: a device's own name may end in "Device", too.
    const auto known = m_vendors.find(vendor);
    if (known == m_vendors.end())
        m_vendors.insert(vendor, name);
    else if (name.size() < known->size())
        *known = name;
}

// -------------------------------------------------------------------------------------- details

Result<> Listing::readDetail(QByteArrayView line)
{
    Entry &entry = m_entries.last();
    PciFunction &f = entry.function;
    const qsizetype colon = line.indexOf(':');
    const QByteArrayView key = colon < 0 ? line : line.first(colon);
    const QByteArrayView value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1).trimmed();

    if (key == "Kernel driver in use") {
        if (value.isEmpty())
            return malformed(u"no driver's name"_s);
        f.driver = shown(value);
        entry.driverTold = m_anyDriver = true;
        return {};
    }
    if (key == "Kernel modules") {
        for (const QString &module : shown(value).split(u", "_s, Qt::SkipEmptyParts))
            f.modules.append(module);
        entry.driverTold = m_anyDriver = true;
        return {};
    }
    if (key == "Capabilities") {
        beginCapability(value);
        return {};
    }
    if (m_capability != Capability::None)
        return readField(line);

    if (key == "Control") {
        entry.detail = Detail::Fields;
    } else if (key == "Status") {
        entry.hasList = !value.startsWith("Cap-");
    } else if (key == "Flags") {
        entry.detail = Detail::Names;
        return readFlags(value);
    } else if (key == "Subsystem") {
        readSubsystem(value);
    } else if (key == "Physical Slot") {
        f.physicalSlot = shown(value);
    } else if (key == "NUMA node") {
        return readNumaNode(value);
    } else if (key == "IOMMU group") {
        return readGroup(value);
    } else if (key == "Bus") {
        return readBuses(value);
    }
    return {};
}

Result<> Listing::readGroup(QByteArrayView text)
{
    const auto group = number(text, 10);
    if (!group || *group > 0x7fffffff)
        return malformed(u"not an IOMMU group: "_s + quoted(text));
    Entry &entry = m_entries.last();
    entry.function.iommuGroup = int(*group);
    entry.groupTold = m_anyGroup = true;
    return {};
}

Result<> Listing::readNumaNode(QByteArrayView text)
{
    const auto node = number(text, 10);
    if (!node || *node > 0xffff)
        return malformed(u"not a NUMA node: "_s + quoted(text));
    Entry &entry = m_entries.last();
    entry.function.numaNode = int(*node);
    entry.numaTold = m_anyNuma = true;
    return {};
}

/// -v: "bus master, fast devsel, latency 0, IRQ 16, NUMA node 0, IOMMU group 14"
Result<> Listing::readFlags(QByteArrayView text)
{
    while (!text.isEmpty()) {
        const qsizetype comma = text.indexOf(',');
        const QByteArrayView flag = (comma < 0 ? text : text.first(comma)).trimmed();
        text = comma < 0 ? QByteArrayView() : text.sliced(comma + 1);
        Result<> done;
        if (flag.startsWith("IOMMU group "))
            done = readGroup(flag.sliced(12));
        else if (flag.startsWith("NUMA node "))
            done = readNumaNode(flag.sliced(10));
        if (!done)
            return done;
    }
    return {};
}

/// "primary=00, secondary=01, subordinate=ff, sec-latency=0"
Result<> Listing::readBuses(QByteArrayView text)
{
    const auto secondary = number(valueOf(text, "secondary="), 16);
    const auto subordinate = number(valueOf(text, "subordinate="), 16);
    if (!secondary || !subordinate || *secondary > 0xff || *subordinate > 0xff)
        return malformed(u"not the buses of a bridge: "_s + quoted(text));
    Entry &entry = m_entries.last();
    entry.secondary = int(*secondary);
    entry.subordinate = int(*subordinate);
    entry.function.header = entry.function.classCode >> 8 == 0x0607 ? HeaderType::CardBusBridge : HeaderType::PciBridge;
    return {};
}

/// "Dell Device [1028:08fd]"; -n: "1028:08fd"
void Listing::readSubsystem(QByteArrayView text)
{
    PciFunction subsystem;
    readName(subsystem, text);
    PciFunction &f = m_entries.last().function;
    f.subsystemVendor = subsystem.vendor;
    f.subsystemDevice = subsystem.device;
}

void Listing::beginCapability(QByteArrayView text)
{
    Entry &entry = m_entries.last();
    PciFunction &f = entry.function;
    m_capability = Capability::Other;
    m_field.clear();
    entry.listTold = true;
    if (text.startsWith("<access denied>")) {
        entry.listHidden = true;
        return;
    }
    // "[a0] …", "[160 v1] …": the first is behind a blank in neither.
    const QByteArrayView name = withoutOffset(text);
    if (name.startsWith("Express")) {
        m_capability = Capability::Express;
        f.pcie = true;
        // Ports do not say it; everything else has it among its fields.
        if (name.contains("Endpoint"))
            entry.resetTold = false;
    } else if (name.startsWith("PCI Advanced Features")) {
        m_capability = Capability::AdvancedFeatures;
        entry.resetTold = false;
    } else if (name.startsWith("Power Management")) {
        m_capability = Capability::PowerManagement;
    } else if (name.startsWith("Single Root I/O Virtualization")) {
        m_capability = Capability::Sriov;
        f.sriov.emplace();
    } else if (name.startsWith("Access Control Services")) {
        m_capability = Capability::Acs;
        f.acs.emplace();
    } else if (name.startsWith("Device Serial Number ")) {
        const QByteArrayView serial = name.sliced(21).trimmed();
        // Nothing but zeros is no number.
        if (std::any_of(serial.begin(), serial.end(), [](char c) { return c != '0' && c != '-'; }))
            f.serial = shown(serial);
    } else if (name.startsWith("Subsystem: ")) {
        readSubsystem(name.sliced(11));
    }
}

Result<> Listing::readField(QByteArrayView line)
{
    Entry &entry = m_entries.last();
    PciFunction &f = entry.function;
    // "DevCap:\tMaxPayload …"; what follows on lines of its own has no word with a colon first.
    const qsizetype colon = line.indexOf(':');
    const QByteArrayView word = colon < 0 ? QByteArrayView() : line.first(colon);
    QByteArrayView value = line;
    if (!word.isEmpty() && std::all_of(word.begin(), word.end(), isAlphanumeric)) {
        m_field = word.toByteArray();
        value = line.sliced(colon + 1).trimmed();
    }
    switch (m_capability) {
    case Capability::Express:
        if (m_field == "DevCap") {
            if (value.contains("FLReset"))
                entry.resetTold = true;
            f.functionReset = f.functionReset || value.contains("FLReset+");
        } else if (m_field == "LnkCap") {
            readLink(f.linkMax, value);
        } else if (m_field == "LnkSta") {
            readLink(f.linkNow, value);
        }
        break;
    case Capability::AdvancedFeatures:
        if (m_field == "AFCap") {
            entry.resetTold = true;
            f.functionReset = f.functionReset || value.contains("FLR+");
        }
        break;
    case Capability::PowerManagement:
        if (m_field == "Status" && value.size() >= 2 && value[0] == 'D' && f.powerState.isEmpty())
            f.powerState = shown(value.first(qMax(qsizetype(2), value.indexOf(' '))));
        break;
    case Capability::Acs:
        if (m_field == "ACSCap")
            readAcs(f.acs->can, value);
        else if (m_field == "ACSCtl")
            readAcs(f.acs->enabled, value);
        entry.acsTold = true;
        break;
    case Capability::Sriov: return readCounts(line);
    case Capability::None:
    case Capability::Other: break;
    }
    return {};
}

/// "Port #0, Speed 16GT/s, Width x4, ASPM L1": what says "unknown" stays so.
void Listing::readLink(PcieLink &link, QByteArrayView text)
{
    QByteArrayView speed = valueOf(text, "Speed ");
    if (const qsizetype unit = speed.indexOf("GT/s"); unit > 0) {
        bool ok = false;
        const double value = speed.first(unit).toDouble(&ok);
        if (ok && value > 0 && value <= 1024)
            link.speed = value;
    }
    if (const auto width = number(valueOf(text, "Width x"), 10); width && *width <= 32)
        link.width = int(*width);
}

/// "SrcValid+ TransBlk+ ReqRedir-": the names with a plus.
void Listing::readAcs(QStringList &names, QByteArrayView text)
{
    constexpr qsizetype most = 16; // bits of the register
    qsizetype at = 0;
    while (at < text.size() && names.size() < most) {
        qsizetype end = text.indexOf(' ', at);
        if (end < 0)
            end = text.size();
        const QByteArrayView flag = text.sliced(at, end - at);
        at = end + 1;
        if (flag.size() > 1 && flag.endsWith('+') && std::all_of(flag.begin(), flag.end() - 1, isAlphanumeric))
            names.append(QString::fromLatin1(flag.chopped(1)));
    }
}

/// "Initial VFs: 8, Total VFs: 8, Number of VFs: 1, …", "VF offset: 384, stride: 2, Device ID: 10ca"
Result<> Listing::readCounts(QByteArrayView text)
{
    Entry &entry = m_entries.last();
    SriovCapability &sriov = *entry.function.sriov;
    if (m_field == "IOVCtl" && text.contains("Enable+"))
        entry.sriovEnabled = true;
    constexpr quint64 most = 0xffff;
    bool ok = true;
    const auto take = [&](QByteArrayView key, int base, auto &target) {
        const auto value = number(valueOf(text, key), base);
        ok = ok && value && *value <= most;
        if (ok)
            target = std::remove_reference_t<decltype(target)>(*value);
    };
    if (text.startsWith("Initial VFs:")) {
        take("Initial VFs: ", 10, sriov.initial);
        take("Total VFs: ", 10, sriov.total);
        take("Number of VFs: ", 10, entry.vfCount);
        entry.countsTold = true;
    } else if (text.startsWith("VF offset:")) {
        take("VF offset: ", 10, sriov.offset);
        take("stride: ", 10, sriov.stride);
        take("Device ID: ", 16, sriov.vfDevice);
    }
    if (!ok)
        return malformed(u"not what SR-IOV counts: "_s + quoted(text));
    return {};
}

// ------------------------------------------------------------------------------------- together

void Listing::splitName(PciFunction &f) const
{
    if (f.deviceName.isEmpty())
        return;
    QString vendor = f.isUnknown(Unknown::Ids) ? QString() : m_vendors.value(f.vendor);
    if (vendor.isEmpty() || !f.deviceName.startsWith(QString(vendor + u' ')))
        vendor = pciVendorIn(f.deviceName).toString();
    if (vendor.isEmpty())
        return;
    f.vendorName = vendor;
    f.deviceName = f.deviceName.sliced(vendor.size()).trimmed();
}

void Listing::settleUnknown(Entry &entry) const
{
    PciFunction &f = entry.function;
    const bool verbose = entry.detail != Detail::Header;
    // A bridge says so in any verbose listing; of others only the class does.
    if (f.header == HeaderType::Unknown) {
        const quint32 kind = f.classCode >> 8;
        if (kind == 0x0604 || kind == 0x0609)
            f.header = HeaderType::PciBridge;
        else if (verbose)
            f.header = HeaderType::Endpoint;
    }
    if (entry.sriovEnabled)
        f.sriov->enabled = entry.vfCount;

    const bool fieldsTold = entry.detail == Detail::Fields;
    const bool listKnown = verbose && !entry.listHidden && (entry.listTold || !fieldsTold || !entry.hasList);
    Unknowns &unknown = f.unknown;
    unknown.setFlag(Unknown::Header, f.header == HeaderType::Unknown);
    unknown.setFlag(Unknown::Group, !entry.groupTold && !(m_anyGroup && verbose));
    unknown.setFlag(Unknown::Driver, !entry.driverTold && !m_anyDriver);
    unknown.setFlag(Unknown::Express, !listKnown || (f.pcie && !fieldsTold));
    unknown.setFlag(Unknown::Sriov, !listKnown || (f.sriov && !entry.countsTold));
    unknown.setFlag(Unknown::FunctionReset, !listKnown || (!f.functionReset && !entry.resetTold));
    unknown.setFlag(Unknown::Acs, !listKnown || (f.acs && !entry.acsTold));
    unknown.setFlag(Unknown::NumaNode, !entry.numaTold && !m_anyNuma);
    // A bridge is used for what is behind it.
    unknown.setFlag(Unknown::Uses, f.isEndpoint());
    unknown.setFlag(Unknown::BootDisplay, f.isDisplay());
    if (f.functionReset) {
        f.resetMethods = {u"flr"_s};
        f.resetKnown = true;
    }
}

/// The bridge above: the one with the fewest buses behind it that has the function's among them.
void Listing::findParents(HostSnapshot &host) const
{
    struct Bridge
    {
        int secondary;
        int subordinate;
        PciAddress address;
    };
    QMap<quint32, QList<Bridge>> byDomain; // its values do not move
    for (const Entry &entry : m_entries) {
        const PciAddress &address = entry.function.address;
        // A bus behind a bridge has a higher number; before it was set up it is 0.
        if (entry.secondary > address.bus() && entry.subordinate >= entry.secondary)
            byDomain[address.domain()].append({entry.secondary, entry.subordinate, address});
    }
    std::array<const Bridge *, 256> buses{};
    std::optional<quint32> domain; // functions are sorted by it
    for (PciFunction &f : host.functions) {
        if (f.address.domain() != domain) {
            domain = f.address.domain();
            buses = {};
            QList<Bridge> &bridges = byDomain[*domain];
            std::stable_sort(bridges.begin(), bridges.end(), [](const Bridge &a, const Bridge &b) {
                return a.subordinate - a.secondary > b.subordinate - b.secondary;
            });
            for (const Bridge &bridge : std::as_const(bridges))
                for (int bus = bridge.secondary; bus <= bridge.subordinate; ++bus)
                    buses[size_t(bus)] = &bridge;
        }
        if (const Bridge *bridge = buses[f.address.bus()])
            f.parent = bridge->address;
    }
}

/// Domains of more than four digits are made by a VMD controller, and Linux hangs them below it.
void Listing::findVmd(HostSnapshot &host) const
{
    constexpr quint32 lastOfFirmware = 0xffff;
    QHash<int, PciAddress> byGroup;
    QList<PciAddress> all;
    for (const PciFunction &f : std::as_const(host.functions)) {
        if (!isVmd(f) || f.address.domain() > lastOfFirmware)
            continue;
        all.append(f.address);
        if (f.iommuGroup)
            byGroup.insert(*f.iommuGroup, f.address);
    }
    if (all.isEmpty())
        return;
    QHash<quint32, PciAddress> byDomain;
    for (const PciFunction &f : std::as_const(host.functions))
        if (f.address.domain() > lastOfFirmware && f.iommuGroup && byGroup.contains(*f.iommuGroup))
            byDomain.insert(f.address.domain(), byGroup.value(*f.iommuGroup));
    for (PciFunction &f : host.functions) {
        if (f.address.domain() <= lastOfFirmware || f.parent)
            continue;
        if (const auto known = byDomain.constFind(f.address.domain()); known != byDomain.cend())
            f.parent = *known;
        else if (all.size() == 1)
            f.parent = all.first();
    }
}

/// Where the SR-IOV capability says they are (SR-IOV 1.1, 2.1.2), in the order of the listing.
Result<> Listing::findVirtualFunctions(HostSnapshot &host) const
{
    // So many VFs can be missing, enabled but not listed, before the counts are made up.
    qsizetype budget = 65'536 + 16 * m_entries.size();
    for (const Entry &entry : m_entries) {
        const auto pf = host.functions.find(entry.function.address);
        if (!pf->sriov || pf->sriov->enabled == 0 || pf->physicalFunction)
            continue;
        const SriovCapability sriov = *pf->sriov;
        bool isWhole = true;
        for (int i = 0; i < sriov.enabled; ++i) {
            if (--budget < 0)
                return fail(ErrorCode::LimitExceeded, u"line "_s + QString::number(entry.line),
                    u"more virtual functions than the listing can have"_s);
            const quint64 id = routingId(pf.key()) + quint64(sriov.offset) + quint64(i) * quint64(sriov.stride);
            if (id > 0xffff)
                break;
            const auto address
                = PciAddress::make(pf.key().domain(), quint32(id >> 8), quint32(id >> 3 & 0x1f), quint32(id & 7));
            const auto vf = host.functions.find(*address);
            const bool fits = vf != host.functions.end() && vf != pf && !vf->sriov && vf->isEndpoint()
                && !vf->physicalFunction
                && (vf->isUnknown(Unknown::Ids) || (vf->vendor == pf->vendor && vf->device == sriov.vfDevice));
            isWhole = isWhole && fits;
            if (!fits)
                continue;
            vf->physicalFunction = pf.key();
            vf->vfIndex = VfIndex{quint32(i)};
            vf->parent = pf->parent; // on its PF's bus, whatever number that has there
            if (isWhole)
                pf->sriov->functions.append(vf.key());
        }
    }
    return {};
}

} // namespace

Result<HostSnapshot> parseLspciListing(QByteArrayView text)
{
    return Listing().read(text);
}

} // namespace laneway
