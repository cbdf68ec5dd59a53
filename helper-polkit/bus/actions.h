// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bus/call.h"

#include <span>

namespace laneway {

class Door;

/// polkit actions (install/org.laneway.helper.policy).
namespace actions {
inline constexpr auto inspect = "org.laneway.helper.inspect"_L1;
inline constexpr auto manageMachine = "org.laneway.helper.machine.manage"_L1;
inline constexpr auto assignDevice = "org.laneway.helper.device.assign"_L1;
inline constexpr auto manageOthers = "org.laneway.helper.machine.manage.others"_L1;
inline constexpr auto readLibvirt = "org.laneway.helper.libvirt.read"_L1;
inline constexpr auto manageNetwork = "org.laneway.helper.network.manage"_L1;
} // namespace actions

/// What is asked before a method runs.
enum class Right {
    Open, ///< nothing: what anybody may know who can reach the bus
    Inspect,
    ManageMachine,
    ReadLibvirt, ///< root's files, with the passwords in them
    ManageNetwork,
    OfPlan, ///< the plan's own action, asked by Door::applyPlan once the plan is known
};

/// On which objects a method is.
enum class Place { Anywhere, Root, Domain, Network, Job, Device };

/// One row a method: nothing else can be called. A method without a row is refused.
struct Method
{
    QLatin1StringView interface;
    QLatin1StringView name;
    QLatin1StringView signature; ///< of its arguments
    Place place;
    Right right;
    /// Only the owner of the object (and whom polkit lets manage others' machines): for everybody
    /// else there is no such object.
    bool ownersOnly;
    void (*handler)(Door &door, const Call &call);
};

std::span<const Method> methods();
const Method *findMethod(QStringView interface, QStringView name);

} // namespace laneway
