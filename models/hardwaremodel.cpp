// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/hardwaremodel.h"

#include "core/sizetext.h"
#include "host/shortname.h"
#include "models/devicemime.h"
#include "models/plaintip.h"
#include "models/rowdifference.h"
#include "xml/domainviews.h"
#include "xml/guestaddresses.h"
#include "xml/poolinterfaces.h"
#include "xml/usbhostdevxml.h"
#include "xml/xmlnodes.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <array>

namespace laneway {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Hardware)
};

struct KindWord
{
    HardwareKind kind;
    const char *text;
};
constexpr std::array kindWords{
    KindWord{HardwareKind::Machine, QT_TRANSLATE_NOOP("Hardware", "Machine")},
    KindWord{HardwareKind::Processor, QT_TRANSLATE_NOOP("Hardware", "Processors")},
    KindWord{HardwareKind::Memory, QT_TRANSLATE_NOOP("Hardware", "Memory")},
    KindWord{HardwareKind::Boot, QT_TRANSLATE_NOOP("Hardware", "Boot")},
    KindWord{HardwareKind::HostPci, QT_TRANSLATE_NOOP("Hardware", "PCI host device")},
    KindWord{HardwareKind::HostUsb, QT_TRANSLATE_NOOP("Hardware", "USB host device")},
    KindWord{HardwareKind::HostOther, QT_TRANSLATE_NOOP("Hardware", "Host device")},
    KindWord{HardwareKind::Disk, QT_TRANSLATE_NOOP("Hardware", "Disk")},
    KindWord{HardwareKind::CdRom, QT_TRANSLATE_NOOP("Hardware", "CD-ROM")},
    KindWord{HardwareKind::Floppy, QT_TRANSLATE_NOOP("Hardware", "Floppy")},
    KindWord{HardwareKind::Interface, QT_TRANSLATE_NOOP("Hardware", "Network interface")},
    KindWord{HardwareKind::Graphics, QT_TRANSLATE_NOOP("Hardware", "Screen")},
    KindWord{HardwareKind::Video, QT_TRANSLATE_NOOP("Hardware", "Graphics card")},
    KindWord{HardwareKind::Sound, QT_TRANSLATE_NOOP("Hardware", "Sound card")},
    KindWord{HardwareKind::Input, QT_TRANSLATE_NOOP("Hardware", "Input device")},
    KindWord{HardwareKind::Serial, QT_TRANSLATE_NOOP("Hardware", "Serial port")},
    KindWord{HardwareKind::Console, QT_TRANSLATE_NOOP("Hardware", "Console")},
    KindWord{HardwareKind::Channel, QT_TRANSLATE_NOOP("Hardware", "Channel")},
    KindWord{HardwareKind::Filesystem, QT_TRANSLATE_NOOP("Hardware", "Shared folder")},
    KindWord{HardwareKind::Tpm, QT_TRANSLATE_NOOP("Hardware", "TPM")},
    KindWord{HardwareKind::Rng, QT_TRANSLATE_NOOP("Hardware", "Random number generator")},
    KindWord{HardwareKind::Watchdog, QT_TRANSLATE_NOOP("Hardware", "Watchdog")},
    KindWord{HardwareKind::Balloon, QT_TRANSLATE_NOOP("Hardware", "Memory balloon")},
    KindWord{HardwareKind::Vsock, QT_TRANSLATE_NOOP("Hardware", "Socket to the host")},
    KindWord{HardwareKind::SharedMemory, QT_TRANSLATE_NOOP("Hardware", "Shared memory")},
    KindWord{HardwareKind::Parallel, QT_TRANSLATE_NOOP("Hardware", "Parallel port")},
    KindWord{HardwareKind::Panic, QT_TRANSLATE_NOOP("Hardware", "Panic notifier")},
    KindWord{HardwareKind::Iommu, QT_TRANSLATE_NOOP("Hardware", "IOMMU")},
    KindWord{HardwareKind::Other, QT_TRANSLATE_NOOP("Hardware", "Other device")},
    KindWord{HardwareKind::Controller, QT_TRANSLATE_NOOP("Hardware", "Controller")},
    KindWord{HardwareKind::RootPorts, QT_TRANSLATE_NOOP("Hardware", "Empty root ports")},
};

struct ElementKind
{
    QStringView element;
    HardwareKind kind;
};
constexpr std::array elementKinds{
    ElementKind{u"graphics", HardwareKind::Graphics},
    ElementKind{u"video", HardwareKind::Video},
    ElementKind{u"sound", HardwareKind::Sound},
    ElementKind{u"input", HardwareKind::Input},
    ElementKind{u"serial", HardwareKind::Serial},
    ElementKind{u"console", HardwareKind::Console},
    ElementKind{u"channel", HardwareKind::Channel},
    ElementKind{u"filesystem", HardwareKind::Filesystem},
    ElementKind{u"tpm", HardwareKind::Tpm},
    ElementKind{u"rng", HardwareKind::Rng},
    ElementKind{u"watchdog", HardwareKind::Watchdog},
    ElementKind{u"memballoon", HardwareKind::Balloon},
    ElementKind{u"vsock", HardwareKind::Vsock},
    ElementKind{u"shmem", HardwareKind::SharedMemory},
    ElementKind{u"parallel", HardwareKind::Parallel},
    ElementKind{u"panic", HardwareKind::Panic},
    ElementKind{u"iommu", HardwareKind::Iommu},
    ElementKind{u"controller", HardwareKind::Controller},
};

QString attributeOf(const QDomElement &element, const QString &child, const QString &attribute)
{
    return element.firstChildElement(child).attribute(attribute);
}

QString joined(QStringList parts)
{
    parts.removeAll({});
    return parts.join(u", ");
}

/// What two documents say alike of a device: without where it sits, without the names that only a running
/// machine has, and without the machine type, which is compared by itself.
QString comparable(const QDomElement &element)
{
    QDomElement copy = element.cloneNode().toElement();
    const QList<QDomElement> children = childElements(copy);
    for (const QDomElement &child : children) {
        const bool ownAlias = child.tagName() == u"alias" && child.attribute(u"name"_s).startsWith(u"ua-");
        if (child.tagName() == u"address" || (child.tagName() == u"alias" && !ownAlias))
            copy.removeChild(child);
    }
    if (isUsbHostdev(copy)) {
        QDomElement source = copy.firstChildElement(u"source"_s);
        source.removeAttribute(u"missing"_s);
        if (!source.firstChildElement(u"vendor"_s).isNull())
            source.removeChild(source.firstChildElement(u"address"_s));
    }
    // The running machine has a number where the definition asks for any.
    if (QDomElement cid = copy.firstChildElement(u"cid"_s);
        copy.tagName() == u"vsock" && cid.attribute(u"auto"_s) == u"yes")
        cid.removeAttribute(u"address"_s);
    // What is left between what was taken out is no text.
    if (childElements(copy).isEmpty() && copy.text().trimmed().isEmpty())
        while (copy.hasChildNodes())
            copy.removeChild(copy.firstChild());
    for (QDomElement type : {copy, copy.firstChildElement(u"type"_s)})
        if (type.tagName() == u"type")
            type.removeAttribute(u"machine"_s);
    return nodeText(copy).simplified().replace(u"> <"_s, u"><"_s).replace(u" </"_s, u"</"_s);
}

void nameDisk(HardwareRow &row, const QDomElement &disk)
{
    const QString device = disk.attribute(u"device"_s, u"disk"_s);
    row.kind = device == u"cdrom" ? HardwareKind::CdRom
        : device == u"floppy"     ? HardwareKind::Floppy
                                  : HardwareKind::Disk;
    const QString target = attributeOf(disk, u"target"_s, u"dev"_s);
    row.id = u"disk/"_s + target;
    row.name = hardwareKindText(row.kind) + u' ' + target;
    const QDomElement source = disk.firstChildElement(u"source"_s);
    QString medium;
    for (const QString &attribute : {u"file"_s, u"dev"_s, u"name"_s, u"dir"_s, u"volume"_s})
        if (medium.isEmpty())
            medium = source.attribute(attribute);
    row.summary = joined({medium.isEmpty() ? Text::tr("no medium") : medium, diskBus(disk),
        disk.firstChildElement(u"readonly"_s).isNull() ? QString() : Text::tr("read-only")});
}

void nameInterface(HardwareRow &row, const QDomElement &interface)
{
    const QString mac = attributeOf(interface, u"mac"_s, u"address"_s);
    const QString type = interface.attribute(u"type"_s);
    row.kind = HardwareKind::Interface;
    row.id = u"interface/"_s + mac;
    row.name = hardwareKindText(row.kind);
    const QDomElement source = interface.firstChildElement(u"source"_s);
    QString from;
    for (const QString &attribute : {u"network"_s, u"bridge"_s, u"dev"_s})
        if (from.isEmpty())
            from = source.attribute(attribute);
    const QString group = source.attribute(u"portgroup"_s);
    const QString vlan = interface.firstChildElement(u"vlan"_s).firstChildElement(u"tag"_s).attribute(u"id"_s);
    row.summary
        = joined({from.isEmpty() ? type : from, group, vlan.isEmpty() ? QString() : Text::tr("VLAN %1").arg(vlan),
            attributeOf(interface, u"model"_s, u"type"_s), mac});
}

/// `<hostdev type='pci'>` and `<interface type='hostdev'>`: whatever is wrong with the rest of it, the
/// source address names it.
bool namePci(HardwareRow &row, const QDomElement &element, const HostSnapshot &host)
{
    const QDomElement source = element.firstChildElement(u"source"_s).firstChildElement(u"address"_s);
    const auto number = [&](const QString &name) { return cNumber(source.attribute(name)).value_or(0); };
    if (!source.hasAttribute(u"bus"_s) || !source.hasAttribute(u"slot"_s))
        return false;
    const auto address
        = PciAddress::make(number(u"domain"_s), number(u"bus"_s), number(u"slot"_s), number(u"function"_s));
    if (!address)
        return false;
    row.kind = HardwareKind::HostPci;
    row.id = u"hostdev/"_s + address->toString();
    row.source = *address;
    const PciFunction *function = host.find(*address);
    row.name = function ? shortName(*function) : hardwareKindText(row.kind);
    const QString mac = attributeOf(element, u"mac"_s, u"address"_s);
    const QString vlan = element.firstChildElement(u"vlan"_s).firstChildElement(u"tag"_s).attribute(u"id"_s);
    row.summary = joined({address->toString(), function ? QString() : Text::tr("not on this host now"),
        mac.isEmpty() ? QString() : Text::tr("MAC %1").arg(mac),
        vlan.isEmpty() ? QString() : Text::tr("VLAN %1").arg(vlan)});
    return true;
}

void nameHostDevice(HardwareRow &row, const QDomElement &element, const HostSnapshot &host)
{
    const QString type = element.attribute(u"type"_s);
    if (type == u"pci" && namePci(row, element, host))
        return;
    const QDomElement source = element.firstChildElement(u"source"_s);
    if (type == u"usb") {
        row.kind = HardwareKind::HostUsb;
        row.name = hardwareKindText(row.kind);
        const auto hex = [&](const QString &child) {
            const auto number = cNumber(attributeOf(source, child, u"id"_s));
            return number ? QString::asprintf("%04x", *number) : QString();
        };
        const QString ids = joined({hex(u"vendor"_s), hex(u"product"_s)}).replace(u", "_s, u":"_s);
        const QDomElement address = source.firstChildElement(u"address"_s);
        const QString place = address.isNull()
            ? QString()
            //: where a USB device is plugged in
            : Text::tr("bus %1, device %2").arg(address.attribute(u"bus"_s), address.attribute(u"device"_s));
        // A running machine knows the number as well, of what its definition names by its kind.
        row.id = u"usb/"_s + (ids.isEmpty() ? place : ids);
        row.summary = joined({ids, place});
        const auto wanted = readUsbHostdev(element);
        const auto device
            = wanted ? host.find(wanted->source) : Result<const UsbDevice *>(fail(ErrorCode::NotFound, ids));
        if (device)
            row.name = (*device)->displayName();
        else if (wanted && host.usbKnown && device.error().code == ErrorCode::NotFound)
            row.summary = joined({row.summary, Text::tr("not plugged in now")});
        return;
    }
    row.kind = HardwareKind::HostOther;
    row.id = u"hostdev/"_s + type;
    row.name = hardwareKindText(row.kind);
    row.summary = type;
}

void nameOther(HardwareRow &row, const QDomElement &element)
{
    const QString tag = element.tagName();
    const auto known = std::find_if(
        elementKinds.begin(), elementKinds.end(), [&](const ElementKind &one) { return one.element == tag; });
    row.kind = known == elementKinds.end() ? HardwareKind::Other : known->kind;
    row.name = known == elementKinds.end() ? QString(hardwareKindText(row.kind) + u" ("_s + tag + u')')
                                           : hardwareKindText(row.kind);
    row.id = tag;
    const QString type = element.attribute(u"type"_s);
    const QDomElement model = element.firstChildElement(u"model"_s);
    switch (row.kind) {
    case HardwareKind::Controller:
        row.id += u'/' + type + u'/' + element.attribute(u"index"_s);
        row.summary = joined({type.toUpper(), element.attribute(u"index"_s), element.attribute(u"model"_s)});
        break;
    case HardwareKind::Video: row.summary = model.attribute(u"type"_s); break;
    case HardwareKind::Graphics:
        row.id += u'/' + type;
        row.summary = type.toUpper();
        break;
    case HardwareKind::Filesystem:
        row.id += u'/' + attributeOf(element, u"target"_s, u"dir"_s);
        row.summary
            = joined({attributeOf(element, u"source"_s, u"dir"_s), attributeOf(element, u"target"_s, u"dir"_s)});
        break;
    case HardwareKind::Rng: row.summary = textOf(element.firstChildElement(u"backend"_s)); break;
    case HardwareKind::Serial:
    case HardwareKind::Console:
    case HardwareKind::Channel: {
        const QDomElement target = element.firstChildElement(u"target"_s);
        const QString name = target.attribute(u"name"_s, target.attribute(u"port"_s));
        row.id += u'/' + target.attribute(u"type"_s) + u'/' + name;
        row.summary = joined({type, name});
        if (name == u"org.qemu.guest_agent.0")
            row.name = Text::tr("Guest agent channel");
        break;
    }
    case HardwareKind::Input:
        row.id += u'/' + type + u'/' + element.attribute(u"bus"_s);
        row.summary = joined({type, element.attribute(u"bus"_s)});
        break;
    case HardwareKind::Tpm:
        row.summary = joined({element.attribute(u"model"_s), attributeOf(element, u"backend"_s, u"type"_s),
            attributeOf(element, u"backend"_s, u"version"_s)});
        break;
    case HardwareKind::SharedMemory:
        row.id += u'/' + element.attribute(u"name"_s);
        row.summary = element.attribute(u"name"_s);
        break;
    case HardwareKind::Parallel: row.summary = joined({type, attributeOf(element, u"source"_s, u"path"_s)}); break;
    case HardwareKind::Vsock: row.summary = attributeOf(element, u"cid"_s, u"address"_s); break;
    default: row.summary = joined({element.attribute(u"model"_s), type});
    }
}

/// "q35" is the newest version that QEMU has; where it runs that one may be named.
bool isSameBoard(const QString &one, const QString &other)
{
    const auto standsFor = [](const QString &alias, const QString &board) {
        return (alias == u"q35" && board.startsWith(u"pc-q35-"))
            || ((alias.isEmpty() || alias == u"pc")
                && (board.isEmpty() || board == u"pc" || board.startsWith(u"pc-i440fx-")));
    };
    return one == other || standsFor(one, other) || standsFor(other, one);
}

constexpr auto rootPort = QStringView(u"pcie-root-port");

struct Part
{
    HardwareRow row;
    QString compared; ///< what it is compared by
    QString place; ///< `<address>`; empty where the document leaves it to whoever starts it
    QString board = {}; ///< machine type, of the part that has it
    QString mac; ///< of an interface
    bool ofPool = false; ///< an interface that gets a function of a pool at each start
    bool sameAs(const Part &other) const
    {
        return compared == other.compared && isSameBoard(board, other.board)
            && (place == other.place || place.isEmpty() || other.place.isEmpty());
    }
};

Part partOf(const QString &id, HardwareKind kind, const QString &summary, const QList<QDomElement> &elements)
{
    Part part;
    part.row.id = id;
    part.row.kind = kind;
    part.row.name = hardwareKindText(kind);
    part.row.summary = summary;
    QStringList texts;
    for (const QDomElement &element : elements) {
        if (element.isNull())
            continue;
        texts << nodeText(element);
        part.compared += comparable(element);
    }
    part.row.xml = texts.join(u'\n');
    return part;
}

QList<Part> machineParts(const DomainXml &domain)
{
    const QDomElement root = domain.root();
    const auto child = [&](const QString &name) { return root.firstChildElement(name); };
    // What cannot be run here cannot be read as a whole, and is shown as it is written.
    const auto machine = readMachine(domain);

    const QDomElement memory = child(u"memory"_s);
    const QString size = machine ? sizeText(qint64(machine->memoryBytes))
                                 : QString(textOf(memory) + u' ' + memory.attribute(u"unit"_s, u"KiB"_s));
    const QString count = textOf(child(u"vcpu"_s));
    const QDomElement os = child(u"os"_s);
    const bool efi
        = os.attribute(u"firmware"_s) == u"efi" || os.firstChildElement(u"loader"_s).attribute(u"type"_s) == u"pflash";
    QStringList order;
    for (const QDomElement &boot : childElements(os, u"boot"_s))
        order << boot.attribute(u"dev"_s);
    const QString board = os.firstChildElement(u"type"_s).attribute(u"machine"_s);
    Part whole = partOf(u"machine"_s, HardwareKind::Machine, joined({board, textOf(child(u"title"_s))}),
        {child(u"title"_s), child(u"description"_s), os.firstChildElement(u"type"_s)});
    whole.board = board;
    return {
        whole,
        partOf(u"processor"_s, HardwareKind::Processor,
            joined({count.isEmpty() ? u"1"_s : count, child(u"cpu"_s).attribute(u"mode"_s)}),
            {child(u"vcpu"_s), child(u"cpu"_s)}),
        partOf(u"memory"_s, HardwareKind::Memory, size,
            {memory, child(u"currentMemory"_s), child(u"memoryBacking"_s), child(u"memtune"_s)}),
        partOf(u"boot"_s, HardwareKind::Boot, joined({efi ? u"UEFI"_s : u"BIOS"_s, order.join(u", ")}), {os}),
    };
}

QList<Part> partsOf(const DomainXml &domain, const HostSnapshot &host)
{
    QList<Part> parts = machineParts(domain);
    QHash<QString, int> seen;
    const QList<QDomElement> elements = childElements(domain.root().firstChildElement(u"devices"_s));
    const QList<int> emptyPorts = emptyRootPorts(domain);
    QHash<int, QString> inBus; ///< names of what sits behind a port
    for (int i = 0; i < elements.size(); ++i) {
        const QDomElement &element = elements[i];
        const QString tag = element.tagName();
        if (tag == u"emulator" || (tag == u"memballoon" && element.attribute(u"model"_s) == u"none"))
            continue;
        Part part;
        HardwareRow &row = part.row;
        row.element = i;
        row.emptyPort = emptyPorts.contains(i);
        row.xml = nodeText(element);
        row.deviceClass = deviceClassOf(element);
        part.compared = comparable(element);
        if (const QDomElement place = element.firstChildElement(u"address"_s); !place.isNull())
            part.place = nodeText(place);
        if (tag == u"interface")
            part.mac = attributeOf(element, u"mac"_s, u"address"_s).toLower();
        part.ofPool = isPoolInterface(element);
        if (tag == u"disk")
            nameDisk(row, element);
        else if (tag == u"hostdev")
            nameHostDevice(row, element, host);
        else if (tag != u"interface")
            nameOther(row, element);
        else if (element.attribute(u"type"_s) != u"hostdev" || !namePci(row, element, host))
            nameInterface(row, element);
        if (const int number = ++seen[row.id]; number > 1)
            row.id += u'#' + QString::number(number);
        if (const auto place = readGuestAddress(element.firstChildElement(u"address"_s));
            place && *place && (*place)->bus > 0)
            //: %1: USB, SCSI and the like
            inBus.insert((*place)->bus,
                row.kind == HardwareKind::Controller
                    ? Text::tr("%1 controller").arg(element.attribute(u"type"_s).toUpper())
                    : row.name);
        parts << part;
    }
    for (Part &part : parts) {
        if (part.row.kind != HardwareKind::Controller || !part.row.summary.endsWith(rootPort))
            continue;
        if (const QString name = inBus.value(elements[part.row.element].attribute(u"index"_s).toInt()); !name.isEmpty())
            //: a socket for devices, with what is plugged into it
            part.row.summary = Text::tr("%1, with %2").arg(part.row.summary, name);
    }
    return parts;
}

/// The running machine's document has the function that an interface of a pool got: by its MAC address it
/// is the same device, and one row. @p now loses those.
void showLeases(QList<Part> &parts, QList<Part> &now)
{
    for (Part &part : parts) {
        if (!part.ofPool || part.mac.isEmpty())
            continue;
        const auto got = std::find_if(now.begin(), now.end(), [&](const Part &one) {
            return one.mac == part.mac && one.row.kind == HardwareKind::HostPci && one.row.source;
        });
        if (got == now.end())
            continue;
        part.row.leased = got->row.source;
        //: the address of a virtual function, which an interface has now
        part.row.summary = joined({Text::tr("%1 now").arg(got->row.source->toString()), part.row.summary});
        now.erase(got);
    }
}

/// Root ports last: a machine has a dozen, most of them to be plugged into later.
int rank(const HardwareRow &row)
{
    const int kind = int(row.kind) * 3;
    return row.kind != HardwareKind::Controller ? kind : kind + row.summary.contains(rootPort) + row.emptyPort;
}

} // namespace

QString hardwareKindText(HardwareKind kind)
{
    const auto word
        = std::find_if(kindWords.begin(), kindWords.end(), [&](const KindWord &one) { return one.kind == kind; });
    return QCoreApplication::translate("Hardware", word->text);
}

QString hardwareBadgeText(HardwareBadge badge)
{
    switch (badge) {
    case HardwareBadge::AtNextStart: return Text::tr("at next start");
    case HardwareBadge::RunningOnly: return Text::tr("running only");
    case HardwareBadge::Changed: return Text::tr("changes at next start");
    case HardwareBadge::None: break;
    }
    return {};
}

QString deviceClassText(DeviceClass deviceClass)
{
    switch (deviceClass) {
    case DeviceClass::Emulated: return Text::tr("Emulated");
    case DeviceClass::Virtio: return Text::tr("Virtio");
    case DeviceClass::Assigned:
        //: a device of this computer that was given to a machine
        return Text::tr("Assigned");
    case DeviceClass::None: break;
    }
    return {};
}

QString deviceHintText(const QString &code)
{
    if (code == u"disk-not-virtio")
        return Text::tr("The guest has a driver for virtio disks, which are faster. Choose the bus VirtIO.");
    if (code == u"interface-not-virtio")
        return Text::tr("The guest has a driver for virtio network cards, which are faster. Choose the model virtio.");
    return code == u"video-not-virtio"
        ? Text::tr("The guest has a driver for virtio video, which can have any size. Choose the model virtio.")
        : QString();
}

QString manyAssignedText(const DomainXml &definition)
{
    const int count = assignedCount(definition);
    return count <= mostAssignedOfOlderGuests
        ? QString()
        : Text::tr(
            "%1 devices of this computer are assigned. Older guests, such as Red Hat Enterprise Linux 6, support %2 at most.")
              .arg(count)
              .arg(mostAssignedOfOlderGuests);
}

QList<HardwareRow> hardwareRows(
    const DomainXml &definition, const std::optional<DomainXml> &running, const HostSnapshot &host)
{
    QList<Part> parts = partsOf(definition, host);
    if (running) {
        QList<Part> now = partsOf(*running, host);
        showLeases(parts, now);
        QHash<QString, const Part *> live;
        for (const Part &part : std::as_const(now))
            live.insert(part.row.id, &part);
        for (Part &part : parts) {
            if (part.row.leased)
                continue;
            const Part *same = live.value(part.row.id);
            part.row.emptyPort = part.row.emptyPort && (!same || same->row.emptyPort);
            part.row.badge = !same    ? HardwareBadge::AtNextStart
                : !part.sameAs(*same) ? HardwareBadge::Changed
                                      : HardwareBadge::None;
        }
        QSet<QString> defined;
        for (const Part &part : std::as_const(parts))
            defined.insert(part.row.id);
        for (Part &part : now) {
            if (defined.contains(part.row.id))
                continue;
            part.row.badge = HardwareBadge::RunningOnly;
            part.row.element = -1;
            parts << part;
        }
    }
    QList<HardwareRow> rows;
    rows.reserve(parts.size());
    for (const Part &part : std::as_const(parts))
        rows << part.row;
    std::stable_sort(
        rows.begin(), rows.end(), [](const HardwareRow &a, const HardwareRow &b) { return rank(a) < rank(b); });
    return rows;
}

QList<HardwareRow> withEmptyPortsFolded(const QList<HardwareRow> &rows, bool open)
{
    constexpr int few = 2; // take no more room than what would stand for them
    const auto isFolded = [](const HardwareRow &row) {
        return row.emptyPort && (row.badge == HardwareBadge::None || row.badge == HardwareBadge::AtNextStart);
    };
    const auto count = std::count_if(rows.begin(), rows.end(), isFolded);
    if (count <= few)
        return rows;
    QList<HardwareRow> folded;
    QList<HardwareRow> ports;
    for (const HardwareRow &row : rows)
        (isFolded(row) ? ports : folded) << row;
    const auto number = [](const HardwareRow &row) { return row.id.section(u'/', -1).toInt(); };
    std::stable_sort(
        ports.begin(), ports.end(), [&](const HardwareRow &a, const HardwareRow &b) { return number(a) < number(b); });
    HardwareRow all;
    all.id = rootPortsId;
    all.kind = HardwareKind::RootPorts;
    all.name = Text::tr("Empty root ports: %1").arg(count);
    all.summary = open ? Text::tr("shown below") : Text::tr("for what is plugged in later");
    folded << all;
    return open ? folded + ports : folded;
}

HardwareModel::HardwareModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

HardwareModel::~HardwareModel() = default;

void HardwareModel::setDefinitions(
    const QString &definition, const std::optional<QString> &running, const HostSnapshot &host)
{
    QThreadPool::globalInstance()->start(
        [self = QPointer<HardwareModel>(this), asked = ++m_asked, definition, running, host] {
            const auto read = [&]() -> Result<QList<HardwareRow>> {
                const auto stored = DomainXml::parse(definition.toUtf8());
                if (!stored)
                    return fail(stored.error());
                std::optional<DomainXml> live;
                if (running) {
                    const auto now = DomainXml::parse(running->toUtf8());
                    if (!now)
                        return fail(now.error());
                    live = *now;
                }
                return hardwareRows(*stored, live, host);
            }();
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [self, asked, read] {
                    if (!self || asked != self->m_asked)
                        return;
                    if (!read)
                        return Q_EMIT self->failed(read.error());
                    self->setRows(*read);
                    Q_EMIT self->updated();
                },
                Qt::QueuedConnection);
        });
}

void HardwareModel::setRows(const QList<HardwareRow> &rows)
{
    const RowDifference difference = rowDifference(
        m_rows, rows, [](const HardwareRow &row) { return row.id; }, std::equal_to<HardwareRow>());
    if (difference.rearranged) {
        Q_EMIT layoutAboutToBeChanged();
        const QModelIndexList held = persistentIndexList();
        QStringList heldIds;
        for (const QModelIndex &index : held)
            heldIds << m_rows[index.row()].id;
        m_rows = rows;
        QModelIndexList mapped;
        for (const QString &id : std::as_const(heldIds))
            mapped << indexOf(id);
        changePersistentIndexList(held, mapped);
        Q_EMIT layoutChanged();
        return;
    }
    for (const auto &[first, last] : difference.removed) {
        beginRemoveRows({}, first, last);
        m_rows.remove(first, last - first + 1);
        endRemoveRows();
    }
    for (const auto &[first, last] : difference.inserted) {
        beginInsertRows({}, first, last);
        for (int i = first; i <= last; ++i)
            m_rows.insert(i, rows[i]);
        endInsertRows();
    }
    m_rows = rows;
    for (const auto &[first, last] : difference.changed)
        Q_EMIT dataChanged(index(first), index(last));
}

void HardwareModel::setDecoration(const Decoration &decoration)
{
    m_decoration = decoration;
}

const HardwareRow *HardwareModel::row(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_rows.size() ? &m_rows[index.row()] : nullptr;
}

QModelIndex HardwareModel::indexOf(const QString &id) const
{
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].id == id)
            return index(int(i));
    return {};
}

int HardwareModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant HardwareModel::data(const QModelIndex &index, int role) const
{
    const HardwareRow *shown = row(index);
    if (!shown)
        return {};
    const QString badge = hardwareBadgeText(shown->badge);
    const QString hint = deviceHintText(shown->hint);
    switch (role) {
    case Qt::DisplayRole: return shown->name;
    case Qt::ToolTipRole:
        return plainTip((QStringList{shown->name, joined({deviceClassText(shown->deviceClass), shown->summary, badge})}
            + (hint.isEmpty() ? QStringList() : QStringList{hint}))
                            .join(u'\n'));
    case Qt::AccessibleDescriptionRole:
        return joined(
            {hardwareKindText(shown->kind), deviceClassText(shown->deviceClass), shown->summary, badge, hint});
    case Qt::DecorationRole: return m_decoration ? m_decoration(*shown) : QVariant();
    case KindRole: return int(shown->kind);
    case IdRole: return shown->id;
    case SummaryRole: return shown->summary;
    case BadgeRole: return int(shown->badge);
    case BadgeTextRole: return badge;
    case AddressRole: return shown->source ? QVariant::fromValue(*shown->source) : QVariant();
    case ClassTextRole: return deviceClassText(shown->deviceClass);
    case HintTextRole: return hint;
    case ElementRole: return shown->element;
    case XmlRole: return shown->xml;
    default: return {};
    }
}

Qt::ItemFlags HardwareModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDropEnabled | Qt::ItemNeverHasChildren
                           : Qt::ItemFlags(Qt::ItemIsDropEnabled);
}

QStringList HardwareModel::mimeTypes() const
{
    return {deviceMimeType.toString()};
}

} // namespace laneway
