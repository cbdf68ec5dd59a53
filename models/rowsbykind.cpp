// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowsbykind.h"

#include <QCoreApplication>

#include <array>

namespace laneway {

namespace {

struct Kind
{
    const char *name; ///< of the heading, stable
    const char *text;
};

// In the order in which people look for something to assign.
enum KindNumber { Graphics, Network, Storage, Usb, Sound, Accelerator, Communication, System, Bridge, Other };
constexpr std::array<Kind, Other + 1> kinds{{
    {"graphics", QT_TRANSLATE_NOOP("DeviceRow", "Graphics")},
    {"network", QT_TRANSLATE_NOOP("DeviceRow", "Network")},
    {"storage", QT_TRANSLATE_NOOP("DeviceRow", "Storage")},
    {"usb", QT_TRANSLATE_NOOP("DeviceRow", "USB and serial buses")},
    {"sound", QT_TRANSLATE_NOOP("DeviceRow", "Sound and video")},
    {"accelerator", QT_TRANSLATE_NOOP("DeviceRow", "Accelerators and encryption")},
    {"communication", QT_TRANSLATE_NOOP("DeviceRow", "Serial ports and modems")},
    {"system", QT_TRANSLATE_NOOP("DeviceRow", "Memory and system devices")},
    {"bridge", QT_TRANSLATE_NOOP("DeviceRow", "Bridges and ports")},
    {"other", QT_TRANSLATE_NOOP("DeviceRow", "Other")},
}};

// Base classes of the PCI Code and ID Assignment Specification.
KindNumber kindOf(const PciFunction &function)
{
    if (!function.isEndpoint())
        return Bridge;
    switch (function.classCode >> 16) {
    case 0x01: return Storage;
    case 0x02:
    case 0x0d: return Network;
    case 0x03: return Graphics;
    case 0x04: return Sound;
    case 0x07: return Communication;
    case 0x05:
    case 0x08:
    case 0x09:
    case 0x0a:
    case 0x0b:
    case 0x13: return System;
    case 0x0c: return Usb;
    case 0x10:
    case 0x11:
    case 0x12:
    case 0x40: return Accelerator;
    default: return Other;
    }
}

} // namespace

QList<DeviceRow> rowsByKind(const HostSnapshot &host, const QList<DeviceRow> &functions)
{
    std::array<bool, kinds.size()> used{};
    ChildRows children;
    for (DeviceRow row : functions) {
        const PciFunction &function = *host.find(*row.address);
        const KindNumber kind = kindOf(function);
        const PciFunction *physical = function.physicalFunction ? host.find(*function.physicalFunction) : nullptr;
        // One level only: a physical function that claims to be a virtual one as well is no parent.
        if (physical && !physical->isVirtualFunction() && kindOf(*physical) == kind)
            row.parentId = physical->address.toString();
        else
            row.parentId = u"kind/"_s + QLatin1StringView(kinds[kind].name);
        used[kind] = true;
        children[row.parentId] << row;
    }
    QList<DeviceRow> top;
    for (size_t kind = 0; kind < kinds.size(); ++kind) {
        if (!used[kind])
            continue;
        DeviceRow heading;
        heading.id = u"kind/"_s + QLatin1StringView(kinds[kind].name);
        heading.name = QCoreApplication::translate("DeviceRow", kinds[kind].text);
        heading.bridge = kind == Bridge;
        top << heading;
    }
    return inTreeOrder(top, children);
}

} // namespace laneway
