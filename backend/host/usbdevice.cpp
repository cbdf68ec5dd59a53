// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/usbdevice.h"

#include <QCoreApplication>

namespace laneway {

namespace {

constexpr quint8 hubClass = 0x09;

struct UsbText
{
    Q_DECLARE_TR_FUNCTIONS(laneway::UsbText)
};

struct Kind
{
    quint32 code; ///< class in the upper bits
    quint32 mask;
    const char *text;
};

// https://www.usb.org/defined-class-codes; the first that fits names the device.
constexpr Kind kinds[] = {
    {0x090000, 0xff0000, QT_TRANSLATE_NOOP("laneway::UsbText", "Hub")},
    {0x080000, 0xff0000, QT_TRANSLATE_NOOP("laneway::UsbText", "Storage")},
    {0x030101, 0xffffff, QT_TRANSLATE_NOOP("laneway::UsbText", "Keyboard")},
    {0x030102, 0xffffff, QT_TRANSLATE_NOOP("laneway::UsbText", "Mouse")},
    {0x0e0000, 0xff0000, QT_TRANSLATE_NOOP("laneway::UsbText", "Camera")},
    {0x060000, 0xff0000, QT_TRANSLATE_NOOP("laneway::UsbText", "Camera")},
    {0x010000, 0xff0000, QT_TRANSLATE_NOOP("laneway::UsbText", "Audio")},
    {0x070000, 0xff0000, QT_TRANSLATE_NOOP("laneway::UsbText", "Printer")},
    {0x0b0000, 0xff0000, QT_TRANSLATE_NOOP("laneway::UsbText", "Smart card reader")},
    {0xe00101, 0xffffff, QT_TRANSLATE_NOOP("laneway::UsbText", "Bluetooth")},
    {0xe00000, 0xff0000, QT_TRANSLATE_NOOP("laneway::UsbText", "Wireless")},
    {0x020600, 0xffff00, QT_TRANSLATE_NOOP("laneway::UsbText", "Network")},
    {0x020d00, 0xffff00, QT_TRANSLATE_NOOP("laneway::UsbText", "Network")},
    {0x020e00, 0xffff00, QT_TRANSLATE_NOOP("laneway::UsbText", "Network")},
    {0x020200, 0xffff00, QT_TRANSLATE_NOOP("laneway::UsbText", "Serial port")},
    {0x030000, 0xff0000, QT_TRANSLATE_NOOP("laneway::UsbText", "Input")},
};

} // namespace

bool UsbDevice::isHub() const
{
    return classCode == hubClass || port.isRootHub();
}

QString UsbDevice::displayName() const
{
    if (vendorName.isEmpty() && productName.isEmpty())
        return ids.toString();
    if (productName.isEmpty())
        return vendorName + u' ' + ids.toString();
    // Many devices repeat their maker in their own name.
    return vendorName.isEmpty() || productName.startsWith(vendorName, Qt::CaseInsensitive)
        ? productName
        : QString(vendorName + u' ' + productName);
}

QString UsbDevice::nodeDeviceName() const
{
    return port.isRootHub() ? u"usb_"_s + port.toString()
                            : u"usb_"_s + port.toString().replace(u'-', u'_').replace(u'.', u'_');
}

QString UsbDevice::kindText() const
{
    QList<quint32> codes{quint32(classCode) << 16};
    for (const UsbInterface &part : parts)
        codes.append(part.classCode);
    if (!interfaces.isEmpty())
        return UsbText::tr("Network");
    for (const Kind &kind : kinds)
        for (const quint32 code : std::as_const(codes))
            if ((code & kind.mask) == kind.code)
                return UsbText::tr(kind.text);
    return UsbText::tr("Other");
}

bool UsbSelector::matches(const UsbDevice &device) const
{
    return (ids || address) && (!ids || *ids == device.ids) && (!address || *address == device.address);
}

QString UsbSelector::toString() const
{
    if (ids && address)
        return UsbText::tr("%1 at %2").arg(ids->toString(), address->toString());
    return ids ? ids->toString() : address ? address->toString() : QString();
}

} // namespace laneway
