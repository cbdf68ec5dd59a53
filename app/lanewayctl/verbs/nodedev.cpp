// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"
#include "xml/nodedevicexml.h"

#include <array>

namespace laneway::verbs {

namespace {
/// virsh's words for --cap; of them PCI functions and USB devices are known here.
const QStringList &capabilities()
{
    static const QStringList names{u"system"_s, u"pci"_s, u"usb_device"_s, u"usb"_s, u"net"_s, u"scsi_host"_s,
        u"scsi_target"_s, u"scsi"_s, u"storage"_s, u"fc_host"_s, u"vports"_s, u"scsi_generic"_s, u"drm"_s,
        u"mdev_types"_s, u"mdev"_s, u"ccw"_s, u"css"_s, u"vdpa"_s, u"ap_card"_s, u"ap_queue"_s, u"ap_matrix"_s,
        u"vpd"_s, u"ccwgroup"_s};
    return names;
}

/// virsh's tree: a line for each device, a bar before its children, a blank line after the last.
void addTree(QString &text, QString indent, const QMultiMap<QString, QString> &children, const QString &name,
    bool isRoot, bool isLast)
{
    text += indent + (isRoot ? QString() : u"+- "_s) + name + u'\n';
    if (!isRoot)
        indent += isLast ? u"  "_s : u"| "_s;
    QStringList below = children.values(name);
    std::sort(below.begin(), below.end());
    if (!below.isEmpty())
        text += indent + u"  |\n"_s;
    for (const QString &child : std::as_const(below))
        addTree(text, indent + u"  "_s, children, child, false, child == below.last());
    if (below.isEmpty() && isLast)
        text += indent + u'\n';
}

int list(Session &session, const Invocation &invocation)
{
    bool wanted = true;
    bool usb = false;
    if (invocation.has("cap"_L1)) {
        const QStringList names = invocation.value("cap"_L1).split(u',');
        for (const QString &name : names) {
            if (!capabilities().contains(name)) {
                complain(Ctl::tr("lanewayctl: %1 is no capability type").arg(name) + u'\n');
                return Usage;
            }
        }
        wanted = names.contains(u"pci"_s);
        usb = names.contains(u"usb_device"_s);
    }
    const auto &functions = session.host().functions;
    if (invocation.json) {
        QJsonArray array;
        for (const PciFunction &function : functions) {
            if (!wanted)
                break;
            array += QJsonObject{{u"name"_s, function.nodeDeviceName()}, {u"address"_s, function.address.toString()},
                {u"parent"_s, nodeDeviceParent(session.host(), function)}, {u"product"_s, function.displayName()},
                {u"driver"_s, function.driver.isEmpty() ? QJsonValue() : QJsonValue(function.driver)},
                {u"group"_s, function.iommuGroup ? QJsonValue(*function.iommuGroup) : QJsonValue()}};
        }
        for (const UsbDevice &device : session.host().usb) {
            if (!usb)
                break;
            array += QJsonObject{{u"name"_s, device.nodeDeviceName()}, {u"address"_s, device.address.toString()},
                {u"port"_s, device.port.toString()}, {u"ids"_s, device.ids.toString()},
                {u"parent"_s, nodeDeviceParent(session.host(), device)}, {u"product"_s, device.displayName()}};
        }
        print(array);
        return Done;
    }
    QString text;
    if (invocation.has("tree"_L1)) {
        QMultiMap<QString, QString> children;
        for (const PciFunction &function : functions)
            children.insert(nodeDeviceParent(session.host(), function), function.nodeDeviceName());
        if (usb)
            for (const UsbDevice &device : session.host().usb)
                children.insert(nodeDeviceParent(session.host(), device), device.nodeDeviceName());
        if (wanted)
            addTree(text, {}, children, u"computer"_s, true, true);
    } else {
        if (wanted)
            for (const PciFunction &function : functions)
                text += function.nodeDeviceName() + u'\n';
        if (usb)
            for (const UsbDevice &device : session.host().usb)
                text += device.nodeDeviceName() + u'\n';
    }
    print(text);
    return Done;
}

int dumpxml(Session &session, const Invocation &invocation)
{
    const QString name = invocation.value("device"_L1);
    for (const UsbDevice &device : session.host().usb) {
        if (device.nodeDeviceName() != name && device.port.toString() != name)
            continue;
        const QString xml = nodeDeviceXml(session.host(), device);
        if (invocation.json)
            print(QJsonObject{{u"name"_s, device.nodeDeviceName()}, {u"xml"_s, xml}});
        else
            print(xml);
        return Done;
    }
    const auto function = session.device(invocation.value("device"_L1));
    if (!function)
        return session.report(function.error());
    const QString xml = nodeDeviceXml(session.host(), *function);
    if (invocation.json)
        print(QJsonObject{{u"name"_s, function->nodeDeviceName()}, {u"xml"_s, xml}});
    else
        print(xml.endsWith(u'\n') ? xml : xml + u'\n');
    return Done;
}

int change(Session &session, const Invocation &invocation, const QString &kind, const QString &done)
{
    QJsonArray addresses;
    QStringList names;
    for (const QString &name : QStringList{invocation.value("device"_L1)} + invocation.rest) {
        const auto address = session.deviceAddress(name);
        if (!address)
            return session.report(address.error());
        addresses += address->toString();
        names += address->toNodeDevice();
    }
    QJsonObject arguments{{u"devices"_s, addresses}};
    if (invocation.has("driver"_L1) && invocation.value("driver"_L1) != u"vfio"_s)
        arguments[u"driver"] = invocation.value("driver"_L1);
    return session.carryOut(kind, arguments, done.arg(names.join(u", "_s)));
}

int detach(Session &session, const Invocation &invocation)
{
    return change(session, invocation, u"detach"_s, Ctl::tr("Device %1 detached"));
}

int reattach(Session &session, const Invocation &invocation)
{
    return change(session, invocation, u"reattach"_s, Ctl::tr("Device %1 re-attached"));
}

int reset(Session &session, const Invocation &invocation)
{
    return change(session, invocation, u"reset"_s, Ctl::tr("Device %1 reset"));
}

constexpr std::array device{Positional{"device"_L1, true, false}};
constexpr std::array devices{Positional{"device"_L1, true, false}, Positional{"more"_L1, false, true}};
constexpr std::array listOptions{
    Option{"cap"_L1, "TYPES"_L1,
        QT_TRANSLATE_NOOP("lanewayctl", "only these kinds, as virsh names them: pci, usb_device"), 0},
    Option{"tree"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "as they hang on each other"), 0},
};
constexpr std::array detachOptions{
    Option{"driver"_L1, "DRIVER"_L1,
        QT_TRANSLATE_NOOP("lanewayctl", "the kernel driver that takes it; \"vfio\" and none mean vfio-pci"), 0},
};
constexpr std::array table{
    Verb{"nodedev-list"_L1, {}, listOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "list the host's PCI devices, or USB devices with --cap usb_device"), false,
        false, list},
    Verb{"nodedev-dumpxml"_L1, device, {}, QT_TRANSLATE_NOOP("lanewayctl", "a device's description in libvirt's XML"),
        false, false, dumpxml},
    Verb{"nodedev-detach"_L1, devices, detachOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "take devices from the host, for machines: all or none"), true, false, detach,
        true},
    Verb{"nodedev-reattach"_L1, devices, {}, QT_TRANSLATE_NOOP("lanewayctl", "give devices back to the host"), true,
        false, reattach, true},
    Verb{"nodedev-reset"_L1, devices, {}, QT_TRANSLATE_NOOP("lanewayctl", "reset devices that nobody uses"), true,
        false, reset, true},
};
} // namespace

std::span<const Verb> nodedevVerbs()
{
    return table;
}

} // namespace laneway::verbs
