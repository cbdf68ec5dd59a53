// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

#include <QSet>

namespace laneway {

/// The facts of network interfaces, and which of them the host's routes stand on.
class InterfaceReader
{
public:
    explicit InterfaceReader(const Kernel &kernel)
        : k(kernel)
    {
    }
    NetInterface read(const QString &name);

private:
    struct Routes
    {
        QSet<QString> defaults; ///< interfaces by which a default route leaves
        QSet<QString> others; ///< by which others do, such as one to the network of an address
    };
    Routes readRoutes() const;
    void addLower(const QString &interface, QSet<QString> &found) const;

    const Kernel &k;
    std::optional<Routes> m_routes; ///< once an interface was read
};

} // namespace laneway
