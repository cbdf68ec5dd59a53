// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/deviceedits.h"

#include "xml/xmlnodes.h"

#include <QRegularExpression>
#include <QXmlStreamReader>

#include <algorithm>

namespace laneway {

namespace {

QList<QDomElement> alike(const QDomElement &root, const QString &tag)
{
    return childElements(root.firstChildElement(u"devices"_s), tag);
}

auto gone(const DeviceKey &key)
{
    return fail(ErrorCode::NotFound, u"device %1"_s.arg(key.element), u"the definition has no such device"_s);
}

QDomElement childMade(QDomElement &parent, const QString &name)
{
    QDomElement child = parent.firstChildElement(name);
    if (child.isNull()) {
        child = parent.ownerDocument().createElement(name);
        appendOnOwnLine(parent, child);
    }
    return child;
}

bool saysNothing(const QDomElement &element)
{
    return element.attributes().isEmpty() && element.firstChildElement().isNull() && textOf(element).isEmpty();
}

void setText(QDomElement element, const QString &text)
{
    while (element.hasChildNodes())
        element.removeChild(element.firstChild());
    if (!text.isEmpty())
        element.appendChild(element.ownerDocument().createTextNode(text));
}

/// What stands before it on its line.
QString indentationOf(const QDomElement &element)
{
    const QString before = element.previousSibling().isText() ? element.previousSibling().nodeValue() : QString();
    const QString blanks = before.sliced(before.lastIndexOf(u'\n') + 1);
    return blanks.trimmed().isEmpty() ? blanks : QString();
}

QString switchText(const std::optional<bool> &value, const QString &on, const QString &off)
{
    return value ? (*value ? on : off) : QString();
}

/// Of `<memory unit='…'>`; 0 for a word that libvirt does not know.
quint64 unitBytes(const QDomElement &memory)
{
    static const QHash<QString, quint64> units{{u"b"_s, 1}, {u"bytes"_s, 1}, {u"KB"_s, 1000}, {u"k"_s, 1ULL << 10},
        {u"KiB"_s, 1ULL << 10}, {u"MB"_s, 1'000'000}, {u"M"_s, 1ULL << 20}, {u"MiB"_s, 1ULL << 20},
        {u"GB"_s, 1'000'000'000}, {u"G"_s, 1ULL << 30}, {u"GiB"_s, 1ULL << 30}, {u"TB"_s, 1'000'000'000'000},
        {u"T"_s, 1ULL << 40}, {u"TiB"_s, 1ULL << 40}};
    return units.value(memory.attribute(u"unit"_s, u"KiB"_s));
}

int orderOf(const QDomElement &device)
{
    return int(decimalNumber(valueAt(device, u"boot/@order"_s)).value_or(0));
}

/// What `<os><boot dev=…>` meant, said by the devices themselves: the first of each kind.
void bootDevicesToOrders(QDomElement root)
{
    QDomElement os = root.firstChildElement(u"os"_s);
    int order = 0;
    for (const QDomElement &boot : childElements(os, u"boot"_s)) {
        const QString word = boot.attribute(u"dev"_s);
        const QString tag = word == u"network" ? u"interface"_s : u"disk"_s;
        const QString kind = word == u"cdrom" ? u"cdrom"_s : word == u"fd" ? u"floppy"_s : u"disk"_s;
        for (const QDomElement &device : alike(root, tag)) {
            if (tag == u"disk" && device.attribute(u"device"_s, u"disk"_s) != kind)
                continue;
            if (orderOf(device) == 0)
                setValueAt(device, u"boot/@order"_s, QString::number(++order));
            break;
        }
        removeWithLine(boot);
    }
}

/// The element and the view of each host device, in the definition's order.
std::optional<DeviceKey> keyOfSource(const DomainXml &domain, const PciAddress &source)
{
    const QList<QDomElement> elements = childElements(domain.root().firstChildElement(u"devices"_s));
    for (int i = 0; i < elements.size(); ++i)
        if (const auto read = readAssignedDevice(elements[i]); read && read->source == source)
            return DeviceKey{i};
    return std::nullopt;
}

std::optional<AssignedDevice> deviceAt(const DomainXml &domain, const DeviceKey &key)
{
    const auto read = readAssignedDevice(deviceElement(domain, key));
    return read ? std::optional(*read) : std::nullopt;
}

void setGuestPlace(QDomElement device, const std::optional<GuestPciAddress> &place)
{
    QDomElement address = device.firstChildElement(u"address"_s);
    if (!place) {
        if (address.attribute(u"type"_s) == u"pci")
            removeWithLine(address);
        return;
    }
    if (const auto now = readGuestAddress(address); now && *now && **now == *place)
        return;
    address = childMade(device, u"address"_s);
    address.removeAttribute(u"multifunction"_s);
    writeGuestAddress(address, *place);
}

} // namespace

QDomElement deviceElement(const DomainXml &domain, const DeviceKey &key)
{
    return childElements(domain.root().firstChildElement(u"devices"_s)).value(key.element);
}

QDomElement editableDevice(DomainXml &domain, const DeviceKey &key)
{
    return childElements(domain.editableRoot().firstChildElement(u"devices"_s)).value(key.element);
}

QString deviceText(const DomainXml &domain, const DeviceKey &key)
{
    const QDomElement element = deviceElement(domain, key);
    if (element.isNull())
        return {};
    QString text = nodeText(element);
    text.replace(u'\n' + indentationOf(element), u"\n"_s);
    return text + u'\n';
}

Result<> replaceDevice(DomainXml &domain, const DeviceKey &key, const QByteArray &xml)
{
    const auto document = parseSafely(xml);
    if (!document)
        return fail(document.error());
    const QDomElement given = document->documentElement();
    const QDomElement old = editableDevice(domain, key);
    if (old.isNull())
        return gone(key);
    if (given.tagName() != old.tagName())
        return fail(ErrorCode::InvalidXml, u"line 1, column 1"_s,
            u"<%1> where a <%2> was; add and remove devices instead"_s.arg(given.tagName(), old.tagName()));
    QString text = QString::fromUtf8(xml).trimmed();
    text.replace(u'\n', u'\n' + indentationOf(old));
    const auto indented = parseSafely(text.toUtf8());
    if (!indented)
        return fail(indented.error());
    old.parentNode().replaceChild(old.ownerDocument().importNode(indented->documentElement(), true), old);
    return {};
}

Result<> removeDeviceAt(DomainXml &domain, const DeviceKey &key)
{
    const auto assigned = deviceAt(domain, key);
    const QDomElement element = editableDevice(domain, key);
    if (element.isNull())
        return gone(key);
    removeWithLine(element);
    if (assigned)
        domain.removeDeviceExtra(assigned->source);
    return {};
}

QString valueAt(const QDomElement &element, const QString &path)
{
    QDomElement at = element;
    for (const QString &part : path.split(u'/')) {
        if (part.startsWith(u'@'))
            return at.attribute(part.sliced(1));
        at = at.firstChildElement(part);
    }
    return textOf(at);
}

void setValueAt(QDomElement element, const QString &path, const QString &value)
{
    if (valueAt(element, path) == value)
        return;
    QStringList parts = path.split(u'/');
    const QString last = parts.last().startsWith(u'@') ? parts.takeLast().sliced(1) : QString();
    QDomElement at = element;
    for (const QString &part : parts) {
        if (value.isEmpty() && at.firstChildElement(part).isNull())
            return;
        at = childMade(at, part);
    }
    if (last.isEmpty())
        setText(at, value);
    else if (value.isEmpty())
        at.removeAttribute(last);
    else
        at.setAttribute(last, value);
    while (value.isEmpty() && at != element && saysNothing(at)) {
        const QDomElement empty = at;
        at = at.parentNode().toElement();
        removeWithLine(empty);
    }
}

bool isPresent(QDomElement element, const QString &path)
{
    for (const QString &part : path.split(u'/'))
        element = element.firstChildElement(part);
    return !element.isNull();
}

void setPresent(QDomElement element, const QString &path, bool present)
{
    if (isPresent(element, path) == present)
        return;
    QDomElement at = element;
    for (const QString &part : path.split(u'/'))
        at = present ? childMade(at, part) : at.firstChildElement(part);
    while (!present && at != element) {
        const QDomElement gone = at;
        at = at.parentNode().toElement();
        removeWithLine(gone);
        if (!saysNothing(at))
            break;
    }
}

std::optional<quint64> memoryKiB(const DomainXml &domain)
{
    const QDomElement memory = domain.root().firstChildElement(u"memory"_s);
    const quint64 unit = unitBytes(memory);
    bool isNumber = false;
    const quint64 number = textOf(memory).toULongLong(&isNumber);
    if (!isNumber || unit == 0 || number > (1ULL << 60) / unit)
        return std::nullopt;
    return number * unit / 1024;
}

void setMemoryKiB(DomainXml &domain, quint64 kib)
{
    if (memoryKiB(domain) == kib)
        return;
    QDomElement root = domain.editableRoot();
    for (const QString &name : {u"memory"_s, u"currentMemory"_s}) {
        QDomElement element = root.firstChildElement(name);
        if (element.isNull() && name == u"currentMemory")
            continue;
        if (element.isNull())
            element = childMade(root, name);
        // The unit that was chosen stays where it fits.
        const quint64 unit = unitBytes(element);
        const bool fits = unit > 0 && kib * 1024 % unit == 0;
        if (!fits)
            element.setAttribute(u"unit"_s, u"KiB"_s);
        setText(element, QString::number(fits ? kib * 1024 / unit : kib));
    }
}

void setProcessors(DomainXml &domain, int count, int sockets, int cores, int threads)
{
    QDomElement root = domain.editableRoot();
    QDomElement vcpu = childMade(root, u"vcpu"_s);
    if (textOf(vcpu) != QString::number(count)) {
        setText(vcpu, QString::number(count));
        vcpu.removeAttribute(u"current"_s);
    }
    const bool wanted = cores > 0 && threads > 0;
    if (!wanted) {
        setValueAt(root, u"cpu/topology/@sockets"_s, {});
        if (const QDomElement topology = root.firstChildElement(u"cpu"_s).firstChildElement(u"topology"_s);
            !topology.isNull())
            removeWithLine(topology);
        return;
    }
    setValueAt(root, u"cpu/topology/@sockets"_s, QString::number(sockets));
    if (!valueAt(root, u"cpu/topology/@dies"_s).isEmpty())
        setValueAt(root, u"cpu/topology/@dies"_s, u"1"_s);
    setValueAt(root, u"cpu/topology/@cores"_s, QString::number(cores));
    setValueAt(root, u"cpu/topology/@threads"_s, QString::number(threads));
}

int bootOrder(const DomainXml &domain, const DeviceKey &key)
{
    return orderOf(deviceElement(domain, key));
}

void setBootOrder(DomainXml &domain, const DeviceKey &key, int order)
{
    if (bootOrder(domain, key) == order)
        return;
    QDomElement root = domain.editableRoot();
    if (order > 0)
        bootDevicesToOrders(root);
    const QDomElement device = editableDevice(domain, key);
    setValueAt(device, u"boot/@order"_s, {});
    if (order == 0)
        return;
    // Room is made only where it is taken: the order of the others among each other stays.
    QList<std::pair<int, QDomElement>> ordered;
    for (const QDomElement &other : childElements(root.firstChildElement(u"devices"_s)))
        if (const int at = orderOf(other); at >= order)
            ordered << std::pair(at, other);
    std::sort(ordered.begin(), ordered.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    int taken = order;
    for (const auto &[at, other] : ordered) {
        if (at > taken)
            break;
        setValueAt(other, u"boot/@order"_s, QString::number(++taken));
    }
    setValueAt(device, u"boot/@order"_s, QString::number(order));
}

bool isBootable(const QDomElement &device)
{
    const QString tag = device.tagName();
    return tag == u"disk" || tag == u"interface" || tag == u"hostdev" || tag == u"redirdev";
}

QList<DeviceKey> bootSequence(const DomainXml &domain)
{
    DomainXml copy = domain;
    bootDevicesToOrders(copy.editableRoot());
    QList<std::pair<int, DeviceKey>> ordered;
    const QList<QDomElement> devices = childElements(copy.root().firstChildElement(u"devices"_s));
    for (int i = 0; i < devices.size(); ++i)
        if (const int order = orderOf(devices[i]); order > 0)
            ordered << std::pair(order, DeviceKey{i});
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<DeviceKey> keys;
    for (const auto &[order, key] : std::as_const(ordered))
        keys << key;
    return keys;
}

void setBootSequence(DomainXml &domain, const QList<DeviceKey> &keys)
{
    if (bootSequence(domain) == keys)
        return;
    QDomElement root = domain.editableRoot();
    for (const QDomElement &boot : childElements(root.firstChildElement(u"os"_s), u"boot"_s))
        removeWithLine(boot);
    const QList<QDomElement> devices = childElements(root.firstChildElement(u"devices"_s));
    for (int i = 0; i < devices.size(); ++i) {
        const qsizetype at = keys.indexOf(DeviceKey{i});
        setValueAt(devices[i], u"boot/@order"_s, at < 0 ? QString() : QString::number(at + 1));
    }
}

Result<> updateAssignedDevice(DomainXml &domain, const DeviceKey &key, const AssignedDevice &wanted)
{
    if (deviceElement(domain, key).isNull())
        return gone(key);
    const auto now = readAssignedDevice(deviceElement(domain, key));
    if (!now)
        return fail(now.error());
    QDomElement element = editableDevice(domain, key);
    if (now->managed != wanted.managed)
        element.setAttribute(u"managed"_s, wanted.managed ? u"yes"_s : u"no"_s);
    if (now->romBar != wanted.romBar)
        setValueAt(element, u"rom/@bar"_s, switchText(wanted.romBar, u"on"_s, u"off"_s));
    if (now->romEnabled != wanted.romEnabled)
        setValueAt(element, u"rom/@enabled"_s, switchText(wanted.romEnabled, u"yes"_s, u"no"_s));
    if (now->romFile != wanted.romFile)
        setValueAt(element, u"rom/@file"_s, wanted.romFile);
    if (now->guestAddress != wanted.guestAddress)
        setGuestPlace(element, wanted.guestAddress);
    if (now->form == AssignedDevice::Form::Interface) {
        if (now->mac != wanted.mac)
            setValueAt(element, u"mac/@address"_s, wanted.mac ? wanted.mac->toString() : QString());
        if (now->vlan.has_value() != wanted.vlan.has_value() || (now->vlan && now->vlan->id != wanted.vlan->id)) {
            setValueAt(element, u"vlan/tag/@id"_s,
                wanted.vlan ? QString::number(wanted.vlan->id ? wanted.vlan->id->value() : 0) : QString());
        }
    }
    if (now->bootOrder != wanted.bootOrder)
        setBootOrder(domain, key, wanted.bootOrder);

    const auto all = domain.assignedDevices();
    if (!all)
        return fail(all.error());
    const auto kept = std::find_if(
        all->begin(), all->end(), [&](const AssignedDevice &device) { return device.source == now->source; });
    VfChange extra = wanted.extra;
    extra.vlan = wanted.vlan; // only its priority and protocol are kept there
    VfChange before = kept == all->end() ? VfChange() : kept->extra;
    before.vlan = kept == all->end() ? std::nullopt : kept->vlan;
    if (before != extra)
        domain.setDeviceExtra(now->source, extra, kept == all->end() ? wanted.identity : kept->identity);
    return {};
}

Result<> shareGuestSlot(DomainXml &domain, const QList<PciAddress> &sources)
{
    std::optional<GuestPciAddress> place;
    for (int i = 0; i < sources.size(); ++i) {
        const auto key = keyOfSource(domain, sources[i]);
        const auto device = key ? deviceAt(domain, *key) : std::nullopt;
        if (!device || (i == 0 && !device->guestAddress))
            return fail(ErrorCode::NotFound, sources[i].toString());
        if (i == 0)
            place = device->guestAddress;
        place->function = quint8(i);
        place->multifunction = i == 0 ? std::optional(true) : std::nullopt;
        setGuestPlace(editableDevice(domain, *key), place);
    }
    return {};
}

void separateGuestSlots(DomainXml &domain, const QList<PciAddress> &sources)
{
    for (int i = 0; i < sources.size(); ++i) {
        const auto key = keyOfSource(domain, sources[i]);
        if (!key)
            continue;
        auto place = i == 0 ? deviceAt(domain, *key)->guestAddress : std::nullopt;
        if (place)
            place->multifunction.reset();
        setGuestPlace(editableDevice(domain, *key), place);
    }
}

bool inOneGuestSlot(const AssignedDevice &a, const AssignedDevice &b)
{
    return a.guestAddress && b.guestAddress && a.guestAddress->domain == b.guestAddress->domain
        && a.guestAddress->bus == b.guestAddress->bus && a.guestAddress->slot == b.guestAddress->slot;
}

static std::optional<TextPlace> placeOfElement(const QString &path, const QString &text)
{
    const QStringList wanted = path.split(u'/', Qt::SkipEmptyParts);
    QXmlStreamReader reader(text);
    reader.setNamespaceProcessing(false);
    // How many siblings of each name were seen, a level each; where the path has led so far.
    QList<QHash<QString, int>> seen{{}};
    int matched = -1; // the root is level 0
    int depth = -1;
    while (!reader.atEnd()) {
        const auto token = reader.readNext();
        if (token == QXmlStreamReader::EndElement) {
            --depth;
            seen.removeLast();
        }
        if (token != QXmlStreamReader::StartElement)
            continue;
        const QString name = reader.qualifiedName().toString();
        const int number = ++seen.last()[name];
        ++depth;
        seen.append(QHash<QString, int>());
        const auto here = [&] {
            // The reader stands behind the tag.
            const qsizetype start = text.lastIndexOf(u'<' + name, reader.characterOffset() - 1);
            const QStringView before = QStringView(text).first(qMax<qsizetype>(0, start));
            return TextPlace{int(before.count(u'\n')) + 1, int(start - before.lastIndexOf(u'\n'))};
        };
        if (depth == 0) {
            matched = 0;
        } else if (matched == depth - 1 && depth <= wanted.size()) {
            const QString &part = wanted[depth - 1];
            const qsizetype bracket = part.indexOf(u'[');
            const int wantedNumber = bracket < 0 ? 1 : QStringView(part).sliced(bracket + 1).chopped(1).toInt();
            if (name != (bracket < 0 ? part : part.first(bracket)) || number != wantedNumber)
                continue;
            matched = depth;
        }
        if (matched == wanted.size())
            return here();
    }
    return std::nullopt;
}

std::optional<TextPlace> placeOf(const Error &error, const QString &text, const QString &root)
{
    if (error.subject.startsWith(u"line ")) {
        const QStringList parts = error.subject.split(u", column "_s);
        return TextPlace{qMax(1, parts.first().sliced(5).toInt()), qMax(1, parts.value(1).toInt())};
    }
    if (error.subject != root && !error.subject.startsWith(root + u'/'))
        return std::nullopt;
    for (QString path = error.subject.sliced(root.size());; path.truncate(qMax<qsizetype>(0, path.lastIndexOf(u'/')))) {
        const auto place = placeOfElement(path, text);
        if (place || path.isEmpty())
            return place;
    }
}

Error withPlace(Error error, const QString &text, const QString &root)
{
    if (const auto place = placeOf(error, text, root)) {
        error.extra[u"line"] = place->line;
        error.extra[u"column"] = place->column;
    }
    return error;
}

Error withPlaceInDevice(Error error, const QString &text, const DomainXml &before)
{
    static const QRegularExpression form(u"\\Adomain/devices/([^/[]+)(?:\\[([0-9]+)\\])?"_s);
    const auto document = parseSafely(text.toUtf8());
    const QString root = document ? document->documentElement().tagName() : QString();
    const auto match = form.match(error.subject);
    if (!match.hasMatch() || root.isEmpty())
        return withPlace(std::move(error), text, root.isEmpty() ? u"device"_s : root);
    // New ones go behind those of their kind.
    const QString kind = match.captured(1);
    const qsizetype number
        = (match.captured(2).isEmpty() ? 1 : match.captured(2).toInt()) - alike(before.root(), kind).size();
    if (number < 1 || (root != u"devices" && (root != kind || number > 1)))
        return error;
    Error inside = error;
    inside.subject = (root == u"devices" ? u"devices/%1[%2]"_s.arg(kind).arg(number) : root)
        + error.subject.sliced(match.capturedLength());
    error.extra = withPlace(std::move(inside), text, root).extra;
    return error;
}

} // namespace laneway
