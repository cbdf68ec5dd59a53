// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QHashFunctions>
#include <QMetaType>

#include <compare>

namespace laneway {

/// Where a PCI function sits now; not who it is (see DeviceIdentity).
/// Form "dddd:bb:ss.f" as in linux Documentation/PCI/sysfs-pci.rst; the domain has four or more
/// hexadecimal digits (Intel VMD: "10000:e1:00.0").
class PciAddress
{
public:
    constexpr PciAddress() = default; ///< 0000:00:00.0

    /// Strict: hexadecimal, slot ≤ 0x1f, function ≤ 7, nothing before or after.
    /// The domain is required. Fails with InvalidInput, subject = @p text as given.
    static Result<PciAddress> parse(QStringView text);
    /// The four numbers; nothing when one is out of range.
    static std::optional<PciAddress> make(quint32 domain, quint32 bus, quint32 slot, quint32 function);
    /// "pci_0000_03_10_2" as libvirt names node devices. Fails with InvalidInput.
    static Result<PciAddress> fromNodeDevice(QStringView name);

    constexpr quint32 domain() const { return m_domain; }
    constexpr quint8 bus() const { return m_bus; }
    constexpr quint8 slot() const { return m_slot; }
    constexpr quint8 function() const { return m_function; }

    QString toString() const; ///< "0000:03:10.2"
    QString toNodeDevice() const; ///< "pci_0000_03_10_2"
    bool sameSlot(const PciAddress &other) const;

    auto operator<=>(const PciAddress &) const = default;

private:
    quint32 m_domain = 0;
    quint8 m_bus = 0;
    quint8 m_slot = 0;
    quint8 m_function = 0;
};

inline size_t qHash(const PciAddress &a, size_t seed = 0)
{
    return ::qHash((quint64(a.domain()) << 16) | quint64(a.bus() << 8) | quint64(a.slot() << 3) | a.function(), seed);
}

} // namespace laneway

Q_DECLARE_METATYPE(laneway::PciAddress)
