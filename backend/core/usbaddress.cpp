// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usbaddress.h"

#include <QStringList>

#include <algorithm>

namespace laneway {

namespace {

constexpr int mostBuses = 999; // three digits in the node's name
constexpr int mostDevices = 127; // 7 bits of a USB address
constexpr int mostPorts = 255;
constexpr qsizetype deepest = 6;

/// A decimal number from 1 without leading zeros.
std::optional<int> number(QStringView text, int most)
{
    if (text.isEmpty() || text.size() > 3 || text.front() == u'0')
        return std::nullopt;
    int value = 0;
    for (const QChar c : text) {
        if (c < u'0' || c > u'9')
            return std::nullopt;
        value = value * 10 + (c.unicode() - u'0');
    }
    return value <= most ? std::optional(value) : std::nullopt;
}

} // namespace

Result<UsbPort> UsbPort::parse(QStringView text)
{
    const auto invalid
        = [&] { return fail(ErrorCode::InvalidInput, text.toString(), u"not a USB port such as 1-4.2 or usb1"_s); };
    UsbPort port;
    const bool isRoot = text.startsWith(u"usb");
    const qsizetype dash = isRoot ? -1 : text.indexOf(u'-');
    if (!isRoot && dash < 0)
        return invalid();
    const auto bus = number(isRoot ? text.mid(3) : text.first(dash), mostBuses);
    if (!bus)
        return invalid();
    port.m_bus = *bus;
    if (isRoot)
        return port;
    const QList<QStringView> parts = text.mid(dash + 1).split(u'.');
    if (parts.size() > deepest)
        return invalid();
    for (const QStringView part : parts) {
        const auto at = number(part, mostPorts);
        if (!at)
            return invalid();
        port.m_ports.append(*at);
    }
    return port;
}

UsbPort UsbPort::parent() const
{
    UsbPort above = *this;
    if (!above.m_ports.isEmpty())
        above.m_ports.removeLast();
    return above;
}

QString UsbPort::toString() const
{
    if (m_ports.isEmpty())
        return m_bus > 0 ? u"usb"_s + QString::number(m_bus) : QString();
    QStringList parts;
    for (const int port : m_ports)
        parts += QString::number(port);
    return QString::number(m_bus) + u'-' + parts.join(u'.');
}

std::strong_ordering UsbPort::operator<=>(const UsbPort &other) const
{
    if (const auto order = m_bus <=> other.m_bus; order != 0)
        return order;
    return std::lexicographical_compare_three_way(
        m_ports.begin(), m_ports.end(), other.m_ports.begin(), other.m_ports.end());
}

QString UsbAddress::toString() const
{
    return QString::asprintf("%03d/%03d", bus, device);
}

QString UsbAddress::node() const
{
    return u"bus/usb/"_s + toString();
}

Result<UsbAddress> UsbAddress::parse(QStringView text)
{
    const qsizetype slash = text.indexOf(u'/');
    bool hasBus = false;
    bool hasDevice = false;
    const uint bus = text.first(qMax<qsizetype>(slash, 0)).toUInt(&hasBus);
    const uint device = text.mid(slash + 1).toUInt(&hasDevice);
    const auto address = hasBus && hasDevice && text.size() <= 7 ? make(bus, device) : std::nullopt;
    if (!address)
        return fail(ErrorCode::InvalidInput, text.toString(), u"not a USB address such as 001/004"_s);
    return *address;
}

std::optional<UsbAddress> UsbAddress::make(quint32 bus, quint32 device)
{
    if (bus < 1 || bus > mostBuses || device < 1 || device > mostDevices)
        return std::nullopt;
    return UsbAddress{int(bus), int(device)};
}

QString UsbIds::toString() const
{
    return QString::asprintf("%04x:%04x", vendor, product);
}

} // namespace laneway
