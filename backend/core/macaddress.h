// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <array>
#include <compare>

namespace laneway {

/// An Ethernet hardware address (IEEE 802, 48 bits).
class MacAddress
{
public:
    constexpr MacAddress() = default; ///< 00:00:00:00:00:00
    explicit constexpr MacAddress(std::array<quint8, 6> octets)
        : m_octets(octets)
    {
    }

    /// Six groups of one or two hexadecimal digits separated by ":" (as libvirt and iproute2
    /// take them). Multicast addresses parse: see isMulticast(). Fails with InvalidInput.
    static Result<MacAddress> parse(QStringView text);
    /// 52:54:00 (QEMU's and libvirt's prefix) and three random octets.
    static MacAddress generate();

    const std::array<quint8, 6> &octets() const { return m_octets; }
    bool isNull() const { return *this == MacAddress(); }
    bool isMulticast() const { return m_octets[0] & 1; }
    /// The address @p count further on; nothing when that is beyond ff:ff:ff:ff:ff:ff.
    std::optional<MacAddress> plus(quint64 count) const;
    QString toString() const; ///< "52:54:00:6d:90:02"

    auto operator<=>(const MacAddress &) const = default;

private:
    std::array<quint8, 6> m_octets = {};
};

} // namespace laneway
