// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <compare>

namespace laneway {

/// A VLAN that frames can belong to: 1–4094 (IEEE 802.1Q; 0 means "no VLAN", 4095 is reserved).
/// "No VLAN" is an empty std::optional<VlanId>, never a zero.
class VlanId
{
public:
    static Result<VlanId> make(quint32 id)
    {
        if (id < 1 || id > 4094)
            return fail(ErrorCode::InvalidInput, QString::number(id), u"a VLAN is 1 to 4094"_s);
        return VlanId(quint16(id));
    }
    /// Decimal digits only. Fails with InvalidInput.
    static Result<VlanId> parse(QStringView text)
    {
        quint32 id = 0;
        for (QChar c : text) {
            if (c < u'0' || c > u'9' || id > 4094) {
                id = 0;
                break;
            }
            id = id * 10 + c.unicode() - u'0';
        }
        if (id < 1 || id > 4094)
            return fail(ErrorCode::InvalidInput, text.toString(), u"a VLAN is 1 to 4094"_s);
        return VlanId(quint16(id));
    }
    quint16 value() const { return m_id; }
    auto operator<=>(const VlanId &) const = default;

private:
    explicit VlanId(quint16 id)
        : m_id(id)
    {
    }
    quint16 m_id;
};

} // namespace laneway
