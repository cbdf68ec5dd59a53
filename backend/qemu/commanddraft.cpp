// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/commanddraft.h"

#include "xml/viewreading.h"

#include <QJsonDocument>

namespace laneway {

CommandDraft::CommandDraft(const DomainXml &domain_, const QemuCapabilities &capabilities_, const MachineXml &machine_)
    : domain(domain_)
    , capabilities(capabilities_)
    , machine(machine_)
    , board(GuestBoard::of(domain_))
{
}

void CommandDraft::addJson(const QString &option, const QJsonObject &value)
{
    add({option, QString::fromUtf8(QJsonDocument(value).toJson(QJsonDocument::Compact))});
}

void CommandDraft::addNode(const QString &node)
{
    if (!nodes.contains(node))
        nodes += node;
}

Result<> CommandDraft::addDevice(const QString &path, const QemuDevice &device)
{
    const QString driver = device.device[u"driver"].toString();
    if (driver.isEmpty())
        return notPossible(path, u"no such model"_s);
    if (!capabilities.hasDevice(driver))
        return notPossible(path, u"the installed QEMU has no device "_s + driver);
    const QString id = device.device[u"id"].toString();
    if (!id.isEmpty() && !isPlainWord(id)) // part of -chardev too, where a comma begins an option
        return notPossible(path, u"an alias is letters, digits and a few signs"_s);
    if (!id.isEmpty() && m_ids.contains(id))
        return notPossible(path, u"the alias is taken: "_s + id);
    m_ids += id;
    for (const QemuDevice::Backend &backend : device.backends)
        backend.text.isEmpty() ? addJson(backend.option, backend.object) : add({backend.option, backend.text});
    for (const QString &node : device.nodes)
        addNode(node);
    addJson(u"-device"_s, device.device);
    return {};
}

Result<QString> CommandDraft::companionProgram(const QString &path, const QString &name) const
{
    const QString program = capabilities.companion(name);
    if (program.isEmpty())
        return notPossible(path, u"the program %1 is not installed; its package is called %1, too"_s.arg(name));
    return program;
}

Result<> CommandDraft::checkPlace(const QString &path, const GuestPciAddress &address) const
{
    if (address.domain != 0 || (address.bus != 0 && !pciBuses.contains(address.bus)))
        return notPossible(path, u"no controller for bus %1"_s.arg(address.bus));
    return {};
}

Result<> CommandDraft::addPciDevice(const QDomElement &element, QemuDevice device)
{
    const QString path = elementPath(element);
    const auto place = readGuestAddress(element.firstChildElement(u"address"_s));
    if (!place)
        return fail(place.error());
    if (!*place)
        return notPossible(path, u"no PCI address"_s);
    if (const auto done = checkPlace(path, **place); !done)
        return done;
    placeAt(device.device, board, **place);
    return addDevice(path, device);
}

int CommandDraft::bootIndex(int order, const QString &kind)
{
    if (order > 0 || machine.bootDevices.isEmpty())
        return order;
    const qsizetype place = machine.bootDevices.indexOf(kind);
    if (place < 0 || m_bootKindsUsed.contains(kind))
        return 0;
    m_bootKindsUsed += kind;
    return int(place) + 1;
}

QList<QDomElement> CommandDraft::devices(const QString &name) const
{
    return childElements(devicesOf(domain), name);
}

} // namespace laneway
