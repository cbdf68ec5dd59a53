// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <compare>

namespace laneway {

/// Which virtual function of its PF, counted from 0 (virtfn0 in sysfs, "vf 0" in iproute2).
struct VfIndex
{
    quint32 value = 0;
    auto operator<=>(const VfIndex &) const = default;
};

} // namespace laneway
