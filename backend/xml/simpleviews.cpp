// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "xml/domainviews.h"
#include "xml/viewreading.h"

namespace laneway {

namespace {

using ReadSimple = Result<bool> (*)(const QDomElement &, SimpleDeviceXml &);

Result<QList<SimpleDeviceXml>> readSimple(const DomainXml &domain, const QString &kind, ReadSimple read)
{
    return readAll<SimpleDeviceXml>(
        domain, kind, [&](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
            view.kind = element.tagName();
            view.model = element.attribute(u"model"_s);
            const auto common = readCommonXml(element);
            if (!common)
                return fail(common.error());
            view.alias = common->alias;
            view.address = common->address;
            if (const auto done = refuseChildren(element, {u"driver"_s}); !done)
                return fail(done.error());
            return read(element, view);
        });
}

} // namespace

Result<QList<SimpleDeviceXml>> readVideos(const DomainXml &domain)
{
    return readSimple(domain, u"video"_s, [](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
        const QDomElement model = element.firstChildElement(u"model"_s);
        view.model = model.attribute(u"type"_s, u"vga"_s);
        if (const auto done = oneOf(model, u"type"_s,
                {u"virtio"_s, u"vga"_s, u"qxl"_s, u"bochs"_s, u"cirrus"_s, u"ramfb"_s, u"none"_s});
            !done)
            return fail(done.error());
        const QDomElement acceleration = model.firstChildElement(u"acceleration"_s);
        if (acceleration.attribute(u"accel3d"_s) == u"yes")
            return unsupportedXml(acceleration, u"accel3d='yes': guests have no access to the host's GPU"_s);
        view.primary = model.attribute(u"primary"_s) == u"yes";
        return true;
    });
}

Result<QList<SimpleDeviceXml>> readInputs(const DomainXml &domain)
{
    return readSimple(domain, u"input"_s, [](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
        view.model = element.attribute(u"type"_s);
        view.bus = element.attribute(u"bus"_s, u"usb"_s);
        if (const auto done = oneOf(element, u"type"_s, {u"tablet"_s, u"mouse"_s, u"keyboard"_s}); !done)
            return fail(done.error());
        if (const auto done = oneOf(element, u"bus"_s, {u"usb"_s, u"ps2"_s, u"virtio"_s}); !done)
            return fail(done.error());
        return true;
    });
}

Result<QList<SimpleDeviceXml>> readRngs(const DomainXml &domain)
{
    return readSimple(domain, u"rng"_s, [](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
        const QDomElement backend = element.firstChildElement(u"backend"_s);
        view.backend = textOf(backend);
        if (const auto done = oneOf(element, u"model"_s, {u"virtio"_s, u"virtio-non-transitional"_s}); !done)
            return fail(done.error());
        if (backend.attribute(u"model"_s) != u"random"
            || !(QStringList{QString(), u"/dev/random"_s, u"/dev/urandom"_s}.contains(view.backend)))
            return unsupportedXml(backend.isNull() ? element : backend,
                u"only <backend model='random'> with /dev/urandom or /dev/random"_s);
        if (view.backend.isEmpty())
            view.backend = u"/dev/urandom"_s;
        if (const auto done = refuseChildren(element, {u"rate"_s}); !done)
            return fail(done.error());
        return true;
    });
}

Result<QList<SimpleDeviceXml>> readWatchdogs(const DomainXml &domain)
{
    return readSimple(
        domain, u"watchdog"_s, [](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
            view.backend = element.attribute(u"action"_s, u"reset"_s);
            if (const auto done = oneOf(element, u"model"_s, {u"itco"_s, u"i6300esb"_s}); !done)
                return fail(done.error());
            if (const auto done = oneOf(element, u"action"_s,
                    {u"reset"_s, u"shutdown"_s, u"poweroff"_s, u"pause"_s, u"none"_s});
                !done)
                return fail(done.error());
            return true;
        });
}

Result<QList<SimpleDeviceXml>> readSounds(const DomainXml &domain)
{
    return readSimple(domain, u"sound"_s, [](const QDomElement &element, SimpleDeviceXml &) -> Result<bool> {
        if (const auto done = oneOf(element, u"model"_s, {u"ich9"_s, u"ich6"_s, u"ac97"_s}); !done)
            return fail(done.error());
        return true;
    });
}

Result<std::optional<SimpleDeviceXml>> readMemballoon(const DomainXml &domain)
{
    const auto found = readSimple(
        domain, u"memballoon"_s, [](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
            if (const auto done = oneOf(element, u"model"_s,
                    {u"virtio"_s, u"virtio-non-transitional"_s, u"none"_s});
                !done)
                return fail(done.error());
            if (const auto done = refuseAttributes(element, {u"autodeflate"_s, u"freePageReporting"_s}); !done)
                return fail(done.error());
            return view.model != u"none";
        });
    if (!found)
        return fail(found.error());
    if (found->size() > 1)
        return fail(ErrorCode::InvalidXml, found->at(1).path, u"only one memory balloon"_s);
    return found->isEmpty() ? std::optional<SimpleDeviceXml>() : found->first();
}

} // namespace laneway
