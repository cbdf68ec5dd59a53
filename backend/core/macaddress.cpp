// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/macaddress.h"

#include <QRandomGenerator>

namespace laneway {

Result<MacAddress> MacAddress::parse(QStringView text)
{
    const auto refuse = [&] {
        return fail(ErrorCode::InvalidInput, text.toString(), u"not a MAC address of the form 52:54:00:6d:90:02"_s);
    };
    const QList<QStringView> groups = text.split(u':');
    if (groups.size() != 6)
        return refuse();
    std::array<quint8, 6> octets{};
    for (size_t i = 0; i < 6; ++i) {
        const QStringView group = groups[qsizetype(i)];
        if (group.isEmpty() || group.size() > 2)
            return refuse();
        quint32 value = 0;
        for (QChar c : group) {
            const qsizetype digit = QStringView(u"0123456789abcdef").indexOf(c.toLower());
            if (digit < 0)
                return refuse();
            value = value << 4 | quint32(digit);
        }
        octets[i] = quint8(value);
    }
    return MacAddress(octets);
}

MacAddress MacAddress::generate()
{
    const quint32 random = QRandomGenerator::system()->generate();
    return MacAddress({0x52, 0x54, 0x00, quint8(random), quint8(random >> 8), quint8(random >> 16)});
}

std::optional<MacAddress> MacAddress::plus(quint64 count) const
{
    constexpr quint64 last = 0xffff'ffff'ffff;
    quint64 value = 0;
    for (const quint8 octet : m_octets)
        value = value << 8 | octet;
    if (count > last - value)
        return std::nullopt;
    value += count;
    std::array<quint8, 6> octets;
    for (size_t i = octets.size(); i-- > 0; value >>= 8)
        octets[i] = quint8(value);
    return MacAddress(octets);
}

QString MacAddress::toString() const
{
    constexpr char16_t digits[] = u"0123456789abcdef";
    QString text(17, u':');
    QChar *place = text.data();
    for (const quint8 octet : m_octets) {
        place[0] = digits[octet >> 4];
        place[1] = digits[octet & 15];
        place += 3;
    }
    return text;
}

} // namespace laneway
