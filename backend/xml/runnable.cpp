// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "xml/domainviews.h"
#include "xml/usbhostdevxml.h"
#include "xml/viewreading.h"

namespace laneway {

Result<> checkRunnable(const DomainXml &domain)
{
    const QDomElement root = domain.root();
    for (const QDomElement &element : childElements(root))
        if (element.tagName().contains(u':') || element.hasAttribute(u"xmlns"_s))
            return unsupportedXml(element,
                u"arguments for the emulator are not passed on; say it in the domain's own words"_s);
    if (const auto done = refuseChildren(root,
            {u"maxMemory"_s, u"blkiotune"_s, u"numatune"_s, u"iothreads"_s, u"iothreadids"_s,
                u"launchSecurity"_s, u"sysinfo"_s, u"idmap"_s, u"keywrap"_s, u"perf"_s, u"throttlegroups"_s,
                u"bootloader"_s, u"cputune"_s, u"genid"_s, u"iommufd"_s});
        !done)
        return done;
    for (const QDomElement &element : childElements(root, u"seclabel"_s))
        if (element.attribute(u"type"_s) != u"none")
            return unsupportedXml(element, u"security labels are not set; remove it"_s);

    const auto errorOf = [](const auto &result) {
        return result ? std::nullopt : std::optional(result.error());
    };
    for (const auto &error : {errorOf(readMachine(domain)), errorOf(domain.assignedDevices()), errorOf(readUsbHostdevs(domain)), errorOf(readDisks(domain)),
             errorOf(readInterfaces(domain)), errorOf(readSerials(domain)), errorOf(readControllers(domain)),
             errorOf(readVideos(domain)), errorOf(readInputs(domain)), errorOf(readRngs(domain)),
             errorOf(readWatchdogs(domain)), errorOf(readSounds(domain)), errorOf(readMemballoon(domain)),
             errorOf(readGraphics(domain))})
        if (error)
            return fail(*error);

    static const QStringList known{u"filesystem"_s, u"smartcard"_s, u"parallel"_s, u"channel"_s, u"tpm"_s,
        u"hub"_s, u"redirdev"_s, u"redirfilter"_s, u"lease"_s, u"nvram"_s, u"shmem"_s, u"memory"_s, u"panic"_s,
        u"vsock"_s, u"crypto"_s, u"pstore"_s};
    for (const QDomElement &element : childElements(devicesOf(domain))) {
        const QString name = element.tagName();
        if (known.contains(name))
            return unsupportedXml(element, u"<%1> is not passed on to QEMU; remove it"_s.arg(name));
        if (name == u"hostdev" && !isUsbHostdev(element) && element.attribute(u"type"_s) != u"pci")
            return readAssignedDevice(element).map([](const AssignedDevice &) {});
        if (name == u"audio" && element.attribute(u"type"_s) != u"none")
            return unsupportedXml(element, u"type='%1': only none"_s.arg(element.attribute(u"type"_s)));
        if (name == u"iommu" && element.attribute(u"model"_s) != u"intel")
            return unsupportedXml(element, u"model='%1': only intel"_s.arg(element.attribute(u"model"_s)));
    }
    return {};
}

} // namespace laneway
