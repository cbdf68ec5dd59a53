// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDomElement>
#include <QMap>

namespace laneway {

/// `<vlan>` as it is written: what a virtual function cannot carry is kept, and refused when a machine is
/// to get it.
struct VlanXml
{
    QList<quint16> tags; ///< at least one; 0 is untagged
    bool trunk = false; ///< said so, or several tags, or a native one
    bool operator==(const VlanXml &) const = default;
};

/// `<virtualport>`: the profile that a switch is asked for.
struct PortProfileXml
{
    QString type; ///< "802.1Qbh", "802.1Qbg" …
    QMap<QString, QString> parameters; ///< "profileid" …
    bool operator==(const PortProfileXml &) const = default;
};

/// Both read the element inside @p parent, nothing when it is not there. InvalidXml.
Result<std::optional<VlanXml>> readVlan(const QDomElement &parent);
Result<std::optional<PortProfileXml>> readPortProfile(const QDomElement &parent);

} // namespace laneway
