// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/devicehints.h"

#include "xml/poolinterfaces.h"
#include "xml/xmlnodes.h"

#include <algorithm>

namespace laneway {

namespace {

QString modelOf(const QDomElement &device)
{
    const QString own = device.attribute(u"model"_s);
    return own.isEmpty() ? device.firstChildElement(u"model"_s).attribute(u"type"_s) : own;
}

DeviceClass virtioIf(bool isVirtio)
{
    return isVirtio ? DeviceClass::Virtio : DeviceClass::Emulated;
}

/// A SCSI disk is what its controller is.
bool isOnVirtioScsi(const QDomElement &disk)
{
    const QString index = disk.firstChildElement(u"address"_s).attribute(u"controller"_s, u"0"_s);
    for (const QDomElement &controller : childElements(disk.parentNode().toElement(), u"controller"_s))
        if (controller.attribute(u"type"_s) == u"scsi" && controller.attribute(u"index"_s, u"0"_s) == index)
            return modelOf(controller).startsWith(u"virtio");
    return false;
}

QString hintOf(const QDomElement &device, const GuestOs &os)
{
    if (deviceClassOf(device) != DeviceClass::Emulated)
        return {};
    const QString tag = device.tagName();
    // A CD-ROM has no virtio form; a USB disk is one on purpose.
    if (tag == u"disk" && os.virtioDisk && device.attribute(u"device"_s, u"disk"_s) == u"disk"
        && diskBus(device) != u"usb")
        return u"disk-not-virtio"_s;
    if (tag == u"interface" && os.virtioNetwork)
        return u"interface-not-virtio"_s;
    return tag == u"video" && os.virtioVideo ? u"video-not-virtio"_s : QString();
}

} // namespace

DeviceClass deviceClassOf(const QDomElement &device)
{
    const QString tag = device.tagName();
    if (tag == u"hostdev")
        return DeviceClass::Assigned;
    if (tag == u"interface") {
        if (device.attribute(u"type"_s) == u"hostdev" || isPoolInterface(device))
            return DeviceClass::Assigned;
        return virtioIf(modelOf(device).startsWith(u"virtio"));
    }
    if (tag == u"disk") {
        const QString bus = diskBus(device);
        return virtioIf(bus == u"virtio" || (bus == u"scsi" && isOnVirtioScsi(device)));
    }
    if (tag == u"controller")
        return virtioIf(modelOf(device).startsWith(u"virtio") || device.attribute(u"type"_s) == u"virtio-serial");
    if (tag == u"channel" || tag == u"console") {
        const QString target = device.firstChildElement(u"target"_s).attribute(u"type"_s);
        return target == u"virtio" ? DeviceClass::Virtio
            : tag == u"channel"    ? DeviceClass::None
                                   : DeviceClass::Emulated;
    }
    if (tag == u"input")
        return virtioIf(device.attribute(u"bus"_s) == u"virtio");
    if (QStringList{u"rng"_s, u"vsock"_s, u"crypto"_s, u"filesystem"_s}.contains(tag))
        return DeviceClass::Virtio;
    if (QStringList{u"memballoon"_s, u"video"_s, u"sound"_s, u"iommu"_s}.contains(tag)) {
        const QString model = modelOf(device);
        return model == u"none" ? DeviceClass::None : virtioIf(model.startsWith(u"virtio"));
    }
    if (QStringList{u"serial"_s, u"parallel"_s, u"tpm"_s, u"watchdog"_s, u"panic"_s, u"shmem"_s, u"redirdev"_s,
            u"hub"_s, u"smartcard"_s}
            .contains(tag))
        return DeviceClass::Emulated;
    return DeviceClass::None;
}

QString guestOsOf(const DomainXml &domain)
{
    for (const QDomElement &info : childElements(domain.root().firstChildElement(u"metadata"_s)))
        if (info.tagName().section(u':', -1) == u"libosinfo")
            for (const QDomElement &os : childElements(info))
                if (os.tagName().section(u':', -1) == u"os")
                    return os.attribute(u"id"_s).left(256);
    return {};
}

int assignedCount(const DomainXml &domain)
{
    const QList<QDomElement> devices = childElements(domain.root().firstChildElement(u"devices"_s));
    return int(std::count_if(devices.begin(), devices.end(), [](const QDomElement &device) {
        return deviceClassOf(device) == DeviceClass::Assigned
            && (device.tagName() == u"interface" || device.attribute(u"type"_s) == u"pci");
    }));
}

QList<DeviceHint> deviceHints(const DomainXml &domain, const std::optional<GuestOs> &os)
{
    QList<DeviceHint> hints;
    if (!os || !os->driversKnown)
        return hints;
    const QList<QDomElement> devices = childElements(domain.root().firstChildElement(u"devices"_s));
    for (int i = 0; i < devices.size(); ++i)
        if (const QString code = hintOf(devices[i], *os); !code.isEmpty())
            hints += {i, code};
    return hints;
}

} // namespace laneway
