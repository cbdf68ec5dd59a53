// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/usbarguments.h"

namespace laneway {

Result<QJsonObject> usbDeviceProperties(const AssignedUsb &device, const GuestBoard &board)
{
    const QString subject = u"USB device "_s + device.source.toString();
    if (!device.source.address)
        return fail(ErrorCode::UnsupportedConfiguration, subject, u"it was not looked for in the host"_s);
    if (!isPlainWord(device.alias))
        return fail(ErrorCode::UnsupportedConfiguration, subject, u"no usable alias"_s);
    const GuestUsbAddress place = device.guestAddress.value_or(GuestUsbAddress{});
    QJsonObject properties{{u"driver"_s, u"usb-host"_s},
        {u"hostdevice"_s, QString(u"/dev/"_s + device.source.address->node())}, {u"id"_s, device.alias},
        {u"bus"_s, QString(board.controllerName(u"usb"_s, place.bus) + u".0")}};
    if (!place.port.isEmpty())
        properties[u"port"] = place.port;
    if (device.guestReset) {
        properties[u"guest-reset"] = *device.guestReset != AssignedUsb::GuestReset::Off;
        if (*device.guestReset != AssignedUsb::GuestReset::Off)
            properties[u"guest-resets-all"] = *device.guestReset == AssignedUsb::GuestReset::On;
    }
    if (device.bootOrder > 0)
        properties[u"bootindex"] = device.bootOrder;
    return properties;
}

} // namespace laneway
