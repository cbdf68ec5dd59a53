// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/macaddress.h"

#include <QUuid>

namespace laneway {

/// The longest name of a profile, in bytes of UTF-8 (PORT_PROFILE_MAX less the end, linux/if_link.h).
inline constexpr qsizetype longestPortProfile = 39;

/// What a PF's driver is to ask of an 802.1Qbh switch for the port of one VF (IFLA_PORT_*).
struct PortRequest
{
    enum class Kind { Associate, Disassociate };
    Kind kind = Kind::Disassociate;
    QString profile; ///< "finance"
    QUuid instance; ///< the machine's
    std::optional<QUuid> host;
    std::optional<MacAddress> mac; ///< set in the same message, as the profile goes with it
    bool operator==(const PortRequest &) const = default;
};

/// What came of it (PORT_PROFILE_RESPONSE_*).
enum class PortResponse { Success, InProgress, Invalid, BadState, InsufficientResources, Refused };

} // namespace laneway
