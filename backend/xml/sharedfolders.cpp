// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/sharedfolders.h"

#include "xml/devicekinds.h"
#include "xml/domainviews.h"
#include "xml/libvirtorder.h"
#include "xml/viewreading.h"

namespace laneway {

bool shareMemoryForFolders(DomainXml &domain)
{
    const QList<QDomElement> folders = childElements(devicesOf(domain), u"filesystem"_s);
    const auto machine = readMachine(domain);
    if (!machine || machine->isMemoryShared()
        || std::none_of(folders.begin(), folders.end(), [](const QDomElement &folder) {
               return propertyText(folder, devicekinds::filesystem, u"driver/@type") == u"virtiofs";
           }))
        return false;
    QDomElement root = domain.editableRoot();
    QDomElement backing = childInLibvirtOrder(root, u"memoryBacking"_s);
    childInLibvirtOrder(backing, u"source"_s).setAttribute(u"type"_s, u"memfd"_s);
    childInLibvirtOrder(backing, u"access"_s).setAttribute(u"mode"_s, u"shared"_s);
    const QDomElement numa = root.firstChildElement(u"cpu"_s).firstChildElement(u"numa"_s);
    for (QDomElement &cell : childElements(numa, u"cell"_s))
        cell.removeAttribute(u"memAccess"_s); // as all of the machine's then
    return true;
}

} // namespace laneway
