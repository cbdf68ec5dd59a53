// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowsbybus.h"

#include <QCoreApplication>

namespace laneway {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DeviceRow)
};

constexpr int deepest = 32; // no real path is this deep, and a view may recurse

/// How many parents are above a function; nothing when they lead nowhere.
class Depths
{
public:
    Depths(const HostSnapshot &host)
        : m_host(host)
    {
    }

    static std::optional<PciAddress> parentOf(const HostSnapshot &host, const PciFunction &function)
    {
        if (function.physicalFunction && host.find(*function.physicalFunction))
            return function.physicalFunction;
        return function.parent && host.find(*function.parent) ? function.parent : std::nullopt;
    }
    bool endsAtARoot(const PciFunction &function)
    {
        QList<PciAddress> chain;
        int above = 0;
        for (const PciFunction *at = &function; at;) {
            if (const auto known = m_above.constFind(at->address); known != m_above.cend()) {
                above = *known + 1;
                break;
            }
            chain << at->address;
            if (chain.size() > deepest) {
                above = deepest + 1;
                break;
            }
            const auto parent = parentOf(m_host, *at);
            at = parent ? m_host.find(*parent) : nullptr;
        }
        for (auto it = chain.crbegin(); it != chain.crend(); ++it)
            m_above.insert(*it, above <= deepest ? above++ : deepest + 1);
        return m_above.value(function.address) <= deepest;
    }

private:
    const HostSnapshot &m_host;
    QHash<PciAddress, int> m_above;
};

} // namespace

QList<DeviceRow> rowsByBus(const HostSnapshot &host, const QList<DeviceRow> &functions)
{
    QMap<quint64, DeviceRow> roots;
    ChildRows children;
    Depths depths(host);
    for (DeviceRow row : functions) {
        const PciFunction &function = *host.find(*row.address);
        const auto parent = depths.endsAtARoot(function) ? Depths::parentOf(host, function) : std::nullopt;
        if (parent) {
            row.parentId = parent->toString();
        } else {
            const QString bus = QString::asprintf("%04x:%02x", row.address->domain(), row.address->bus());
            DeviceRow &root = roots[quint64(row.address->domain()) << 8 | row.address->bus()];
            root.id = u"bus/"_s + bus;
            root.name = Text::tr("Root bus %1").arg(bus);
            row.parentId = root.id;
        }
        children[row.parentId] << row;
    }
    return inTreeOrder(roots.values(), children);
}

} // namespace laneway
