// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/guestboard.h"

#include "xml/xmlnodes.h"

#include <QRegularExpression>

namespace laneway {

GuestBoard GuestBoard::of(const DomainXml &domain)
{
    GuestBoard board;
    board.machine = guestpci::machineOf(domain.root());
    for (const QDomElement &controller :
        childElements(domain.root().firstChildElement(u"devices"_s), u"controller"_s)) {
        const QString type = controller.attribute(u"type"_s);
        const int index = controller.attribute(u"index"_s).toInt();
        // Companions share the index of the controller whose bus they serve.
        const QString alias = controller.firstChildElement(u"master"_s).isNull() ? aliasOf(controller, {}) : QString();
        if (!alias.isEmpty())
            board.controllerAliases[type + QString::number(index)] = alias;
        if (type == u"scsi")
            board.scsiModels[index] = controller.attribute(u"model"_s);
    }
    return board;
}

QString GuestBoard::busName(int bus) const
{
    return bus == 0 ? (isQ35() ? u"pcie.0"_s : u"pci.0"_s) : controllerName(u"pci"_s, bus);
}

QString GuestBoard::controllerName(const QString &type, int index) const
{
    const QString number = QString::number(index);
    const QString own = type == u"pci" ? u"pci."_s + number : type == u"usb" && index == 0 ? type : type + number;
    return controllerAliases.value(type + number, own);
}

bool isPlainWord(const QString &text)
{
    static const QRegularExpression form(u"\\A[A-Za-z0-9_.+-]{1,80}\\z"_s);
    return form.match(text).hasMatch();
}

QString escapedComma(QString text)
{
    return text.replace(u","_s, u",,"_s);
}

tl::unexpected<Error> notPossible(const QString &subject, const QString &detail)
{
    return fail(ErrorCode::UnsupportedConfiguration, subject, detail);
}

QString aliasOf(const QDomElement &device, const QString &generated)
{
    const QString written = device.firstChildElement(u"alias"_s).attribute(u"name"_s);
    return written.isEmpty() ? generated : written;
}

QString virtioDriver(const QString &driver, const QString &model)
{
    for (const QString &look : {u"-non-transitional"_s, u"-transitional"_s})
        if (model.endsWith(look))
            return driver + look;
    return driver;
}

void placeAt(QJsonObject &device, const GuestBoard &board, const GuestPciAddress &address)
{
    QString place = u"0x"_s + QString::number(address.slot, 16);
    if (address.function != 0)
        place += u".0x"_s + QString::number(address.function, 16);
    device[u"bus"] = board.busName(address.bus);
    device[u"addr"] = place;
    if (address.multifunction)
        device[u"multifunction"] = *address.multifunction;
}

void placeOnUsb(QJsonObject &device, const GuestBoard &board, const QDomElement &element)
{
    const QDomElement address = element.firstChildElement(u"address"_s);
    const bool isUsb = address.attribute(u"type"_s) == u"usb";
    device[u"bus"] = QString(board.controllerName(u"usb"_s, isUsb ? address.attribute(u"bus"_s).toInt() : 0) + u".0");
    if (const QString port = address.attribute(u"port"_s); isUsb && !port.isEmpty())
        device[u"port"] = port;
}

} // namespace laneway
