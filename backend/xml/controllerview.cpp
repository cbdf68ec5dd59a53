// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "xml/domainviews.h"
#include "xml/viewreading.h"

namespace laneway {

Result<QList<ControllerXml>> readControllers(const DomainXml &domain)
{
    return readAll<ControllerXml>(
        domain, u"controller"_s, [](const QDomElement &element, ControllerXml &view) -> Result<bool> {
            view.element = element;
            view.type = element.attribute(u"type"_s);
            view.model = element.attribute(u"model"_s);
            const auto index = readCount(element, u"index"_s, 0);
            if (!index)
                return fail(index.error());
            view.index = *index;
            for (const auto &[holder, name, field] : {std::tuple{element, u"ports"_s, &view.ports},
                     std::tuple{element.firstChildElement(u"master"_s), u"startport"_s, &view.master}}) {
                if (!holder.hasAttribute(name))
                    continue;
                const auto number = readCount(holder, name, 0);
                if (!number)
                    return fail(number.error());
                *field = *number;
            }
            const auto place = readGuestAddress(element.firstChildElement(u"address"_s));
            if (!place)
                return fail(place.error());
            view.address = *place;
            const auto hotplug = switchAttribute(element.firstChildElement(u"target"_s), u"hotplug"_s, true);
            if (!hotplug)
                return fail(hotplug.error());
            view.hotplug = *hotplug;
            return true;
        });
}

} // namespace laneway
