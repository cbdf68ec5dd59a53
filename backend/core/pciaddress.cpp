// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pciaddress.h"

namespace laneway {

namespace {

// QString's own number parsing takes signs, blanks and "0x": none of these is an address.
std::optional<quint32> hexField(QStringView text, qsizetype least, qsizetype most)
{
    if (text.size() < least || text.size() > most)
        return std::nullopt;
    quint32 value = 0;
    for (QChar c : text) {
        const ushort u = c.unicode();
        quint32 digit = 0;
        if (u >= '0' && u <= '9')
            digit = u - '0';
        else if (u >= 'a' && u <= 'f')
            digit = u - 'a' + 10;
        else if (u >= 'A' && u <= 'F')
            digit = u - 'A' + 10;
        else
            return std::nullopt;
        value = value << 4 | digit;
    }
    return value;
}

std::optional<PciAddress> fromFields(QStringView domain, QStringView bus, QStringView slot, QStringView function)
{
    const auto d = hexField(domain, 4, 8);
    const auto b = hexField(bus, 2, 2);
    const auto s = hexField(slot, 2, 2);
    const auto f = hexField(function, 1, 1);
    if (!d || !b || !s || !f)
        return std::nullopt;
    return PciAddress::make(*d, *b, *s, *f);
}

} // namespace

std::optional<PciAddress> PciAddress::make(quint32 domain, quint32 bus, quint32 slot, quint32 function)
{
    if (bus > 0xff || slot > 0x1f || function > 7)
        return std::nullopt;
    PciAddress address;
    address.m_domain = domain;
    address.m_bus = quint8(bus);
    address.m_slot = quint8(slot);
    address.m_function = quint8(function);
    return address;
}

Result<PciAddress> PciAddress::parse(QStringView text)
{
    const qsizetype firstColon = text.indexOf(u':');
    const qsizetype secondColon = firstColon < 0 ? -1 : text.indexOf(u':', firstColon + 1);
    const qsizetype dot = secondColon < 0 ? -1 : text.indexOf(u'.', secondColon + 1);
    if (dot > 0) {
        const auto address
            = fromFields(text.first(firstColon), text.sliced(firstColon + 1, secondColon - firstColon - 1),
                text.sliced(secondColon + 1, dot - secondColon - 1), text.sliced(dot + 1));
        if (address)
            return *address;
    }
    return fail(ErrorCode::InvalidInput, text.toString(),
        u"not a PCI address of the form dddd:bb:ss.f, such as 0000:03:10.2"_s);
}

Result<PciAddress> PciAddress::fromNodeDevice(QStringView name)
{
    const QList<QStringView> fields = name.split(u'_');
    if (fields.size() == 5 && fields[0] == u"pci")
        if (const auto address = fromFields(fields[1], fields[2], fields[3], fields[4]))
            return *address;
    return fail(ErrorCode::InvalidInput, name.toString(), u"not a PCI node device, such as pci_0000_03_10_2"_s);
}

QString PciAddress::toString() const
{
    return QString::asprintf("%04x:%02x:%02x.%x", m_domain, m_bus, m_slot, m_function);
}

QString PciAddress::toNodeDevice() const
{
    return QString::asprintf("pci_%04x_%02x_%02x_%x", m_domain, m_bus, m_slot, m_function);
}

bool PciAddress::sameSlot(const PciAddress &other) const
{
    return m_domain == other.m_domain && m_bus == other.m_bus && m_slot == other.m_slot;
}

} // namespace laneway
