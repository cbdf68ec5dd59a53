// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/virtualfunctions.h"

#include "host/shortname.h"

#include "models/hostdevices.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>

namespace laneway {

namespace {

std::optional<MacAddress> macOf(const PciFunction &physical, const VfIndex &index)
{
    for (const VfSettings &settings : physical.sriov->settings)
        if (settings.index == index && settings.mac && !settings.mac->isNull())
            return settings.mac;
    return std::nullopt;
}

} // namespace

const VfChoice *PfChoice::find(const PciAddress &wanted) const
{
    const auto found = std::find_if(
        functions.cbegin(), functions.cend(), [&](const VfChoice &function) { return function.address == wanted; });
    return found == functions.cend() ? nullptr : &*found;
}

QList<PfChoice> pfChoices(const HostTable &table)
{
    QHash<PciAddress, const DeviceRow *> rows;
    rows.reserve(table.rows.size());
    for (const DeviceRow &row : table.rows)
        if (row.address)
            rows.insert(*row.address, &row);
    QSet<PciAddress> wanted;
    QSet<PciAddress> mine;
    for (const Claim &claim : table.claims.domains)
        (claim.domain == table.target ? mine : wanted).insert(claim.device);

    QMap<PciAddress, PfChoice> physical;
    for (const PciFunction &function : table.host.functions) {
        constexpr int network = 0x02;
        if (!function.sriov || (function.interfaces.isEmpty() && int(function.classCode >> 16) != network))
            continue;
        PfChoice choice;
        choice.address = function.address;
        choice.name = shortName(function);
        choice.interface = function.interfaces.isEmpty() ? QString() : function.interfaces.first().name;
        choice.total = function.sriov->total;
        physical.insert(function.address, choice);
    }
    for (const PciFunction &function : table.host.functions) {
        if (!function.physicalFunction || !function.vfIndex)
            continue;
        const auto of = physical.find(*function.physicalFunction);
        if (of == physical.end())
            continue;
        const Verdict verdict = table.verdicts.value(function.address);
        VfChoice choice;
        choice.address = function.address;
        choice.index = *function.vfIndex;
        choice.level = verdict.level;
        if (const DeviceRow *row = rows.value(function.address)) {
            choice.verdict = row->verdict;
            choice.usedBy = row->usedBy;
        }
        choice.mac = macOf(*table.host.find(of.key()), choice.index);
        choice.choosable = !verdict.refuses() && !mine.contains(function.address);
        choice.free = choice.choosable && verdict.level <= Level::WithCompanions && !wanted.contains(function.address);
        of->free += choice.free ? 1 : 0;
        of->functions << choice;
    }
    for (PfChoice &choice : physical)
        std::sort(choice.functions.begin(), choice.functions.end(), [](const VfChoice &a, const VfChoice &b) {
            return std::tuple(!a.free, !a.choosable, a.index) < std::tuple(!b.free, !b.choosable, b.index);
        });
    return physical.values();
}

VirtualFunctions::VirtualFunctions(HostDevices &devices, QObject *parent)
    : QObject(parent)
    , m_devices(devices)
{
    connect(&devices, &HostDevices::updated, this, &VirtualFunctions::begin);
    if (devices.isReady())
        begin();
}

const PfChoice *VirtualFunctions::find(const PciAddress &physical) const
{
    const auto found = std::find_if(
        m_physical.cbegin(), m_physical.cend(), [&](const PfChoice &choice) { return choice.address == physical; });
    return found == m_physical.cend() ? nullptr : &*found;
}

bool VirtualFunctions::any() const
{
    return std::any_of(m_physical.cbegin(), m_physical.cend(),
        [](const PfChoice &choice) { return !choice.interface.isEmpty() && !choice.functions.isEmpty(); });
}

void VirtualFunctions::begin()
{
    if (m_working) {
        m_again = true;
        return;
    }
    m_working = true;
    QThreadPool::globalInstance()->start(
        [self = QPointer<VirtualFunctions>(this), table = m_devices.table()]() mutable {
            const QList<PfChoice> physical = pfChoices(table);
            table = {}; // freed here, if nobody else has it
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [self, physical] {
                    if (!self)
                        return;
                    self->m_working = false;
                    if (!std::exchange(self->m_ready, true) || self->m_physical != physical) {
                        self->m_physical = physical;
                        Q_EMIT self->updated();
                    }
                    if (self && std::exchange(self->m_again, false))
                        self->begin();
                },
                Qt::QueuedConnection);
        });
}

} // namespace laneway
