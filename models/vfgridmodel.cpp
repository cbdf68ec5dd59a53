// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/vfgridmodel.h"

#include "host/reasontext.h"
#include "host/recording.h"
#include "models/plaintip.h"

#include <algorithm>
#include <array>

namespace laneway {

namespace {

/// The settings of which one kernel message sets all: one alone cannot be sent.
constexpr std::array vlanColumns{VfGridModel::VlanColumn, VfGridModel::PriorityColumn, VfGridModel::ProtocolColumn};
constexpr std::array rateColumns{VfGridModel::MinRateColumn, VfGridModel::MaxRateColumn};

template <size_t size> bool holds(const std::array<VfGridModel::Column, size> &columns, int column)
{
    return std::find(columns.begin(), columns.end(), column) != columns.end();
}

/// The member of VfChange's JSON that a column is about.
QString memberOf(int column)
{
    switch (column) {
    case VfGridModel::MacColumn: return u"mac"_s;
    case VfGridModel::VlanColumn: return u"vlan"_s;
    case VfGridModel::PriorityColumn: return u"qos"_s;
    case VfGridModel::ProtocolColumn: return u"vlanProtocol"_s;
    case VfGridModel::SpoofCheckColumn: return u"spoofCheck"_s;
    case VfGridModel::TrustColumn: return u"trust"_s;
    case VfGridModel::MinRateColumn: return u"minRate"_s;
    case VfGridModel::MaxRateColumn: return u"maxRate"_s;
    case VfGridModel::LinkStateColumn: return u"linkState"_s;
    default: return {};
    }
}

QString onOff(const std::optional<bool> &value)
{
    return !value ? QString() : *value ? u"on"_s : u"off"_s;
}

QString settingOf(const VfSettings &settings, int column)
{
    switch (column) {
    case VfGridModel::MacColumn: return settings.mac ? settings.mac->toString() : QString();
    case VfGridModel::VlanColumn:
        return settings.vlan ? QString::number(settings.vlan->id ? settings.vlan->id->value() : 0) : QString();
    case VfGridModel::PriorityColumn: return settings.vlan ? QString::number(settings.vlan->qos) : QString();
    case VfGridModel::ProtocolColumn:
        return !settings.vlan                                 ? QString()
            : settings.vlan->protocol == VlanProtocol::Dot1AD ? u"802.1ad"_s
                                                              : u"802.1Q"_s;
    case VfGridModel::SpoofCheckColumn: return onOff(settings.spoofCheck);
    case VfGridModel::TrustColumn: return onOff(settings.trust);
    case VfGridModel::MinRateColumn: return settings.rate ? QString::number(settings.rate->minimum) : QString();
    case VfGridModel::MaxRateColumn: return settings.rate ? QString::number(settings.rate->maximum) : QString();
    case VfGridModel::LinkStateColumn:
        return !settings.linkState                       ? QString()
            : *settings.linkState == VfLinkState::Auto   ? u"auto"_s
            : *settings.linkState == VfLinkState::Enable ? u"enable"_s
                                                         : u"disable"_s;
    default: return {};
    }
}

/// What was typed, in the form of the host's. An empty cell is "none".
QString tidy(int column, const QString &typed)
{
    const QString text = typed.trimmed();
    if (column == VfGridModel::MacColumn) {
        const auto mac = text.isEmpty() ? MacAddress() : MacAddress::parse(text);
        return mac ? mac->toString() : text;
    }
    if (column == VfGridModel::ProtocolColumn)
        return text.compare(u"802.1ad"_s, Qt::CaseInsensitive) == 0 ? u"802.1ad"_s
            : text.compare(u"802.1q"_s, Qt::CaseInsensitive) == 0   ? u"802.1Q"_s
                                                                    : text;
    if (column == VfGridModel::SpoofCheckColumn || column == VfGridModel::TrustColumn
        || column == VfGridModel::LinkStateColumn)
        return text.toLower();
    if (text.isEmpty())
        return u"0"_s;
    bool isNumber = false;
    const qulonglong number = text.toULongLong(&isNumber);
    return isNumber ? QString::number(number) : text;
}

QString problemOf(int column, const QString &value)
{
    using Model = VfGridModel;
    if (column == Model::MacColumn) {
        const auto mac = MacAddress::parse(value);
        if (!mac)
            return VfGridModel::tr("“%1” is not a MAC address: six groups of two digits or letters up to f, such as "
                                   "52:54:00:12:34:56.")
                .arg(value);
        if (mac->isMulticast())
            return VfGridModel::tr(
                "%1 is a multicast address, which no interface can have. Make the second digit even.")
                .arg(value);
        return {};
    }
    QStringList words{memberOf(column) + u'=' + value};
    if (column == Model::PriorityColumn || column == Model::ProtocolColumn)
        words << u"vlan=1"_s; // alone they mean nothing
    if (VfChange::parse(words))
        return {};
    switch (column) {
    case Model::VlanColumn: return VfGridModel::tr("“%1” is not a VLAN: 1 to 4094, or 0 for none.").arg(value);
    case Model::PriorityColumn: return VfGridModel::tr("“%1” is not a priority: 0 to 7.").arg(value);
    case Model::ProtocolColumn: return VfGridModel::tr("“%1” is not a protocol: 802.1Q or 802.1ad.").arg(value);
    case Model::SpoofCheckColumn:
    case Model::TrustColumn: return VfGridModel::tr("“%1” is neither on nor off.").arg(value);
    case Model::LinkStateColumn:
        return VfGridModel::tr("“%1” is not a link state: auto, enable or disable.").arg(value);
    default: return VfGridModel::tr("“%1” is not a rate: a whole number of Mbit/s, 0 for no limit.").arg(value);
    }
}

QString usersOf(const HostIndex &index, const HostTable &table, const PciAddress &vf)
{
    QStringList users;
    for (const Claim *claim : index.claimsOf(vf))
        users << (claim->running
                ? claim->domainName
                : VfGridModel::tr("%1 (not running)", "a machine that has a virtual function").arg(claim->domainName));
    if (table.claims.detached.contains(vf))
        users << VfGridModel::tr("detached from the host");
    return users.join(u", "_s);
}

QString refusalFor(const HostTable &table, const PciFunction &physical)
{
    const QString address = physical.address.toString();
    if (table.host.readOnly)
        return VfGridModel::tr("This host is a recording: nothing on it can be changed.");
    if (physical.driver.isEmpty())
        return VfGridModel::tr("Without a driver on %1 there is nobody to set its virtual functions.").arg(address);
    if (physical.sriov->nvme)
        return VfGridModel::tr("Queues and interrupts are given when virtual functions are made: "
                               "lanewayctl vf create %1 COUNT --queues N --interrupts N")
            .arg(address);
    if (physical.interfaces.isEmpty())
        return VfGridModel::tr("%1 has no network interface, by which its virtual functions would be set.")
            .arg(address);
    return {};
}

QString onlineText(const NvmeSecondary &nvme)
{
    return nvme.online ? VfGridModel::tr("Online", "a drive's virtual function")
                       : VfGridModel::tr("Offline", "a drive's virtual function");
}

} // namespace

VfGridFacts vfGridFacts(const HostTable &table, const PciAddress &physical)
{
    VfGridFacts facts;
    const PciFunction *pf = table.host.find(physical);
    if (!pf || !pf->sriov)
        return facts;
    facts.physical = physical;
    if (!pf->interfaces.isEmpty())
        facts.interface = pf->interfaces.first().name;
    facts.refusal = refusalFor(table, *pf);
    facts.isNvme = pf->sriov->nvme.has_value();
    const HostIndex index(table.host, table.claims);
    for (const PciAddress &address : index.virtualFunctions(*pf)) {
        const PciFunction *function = table.host.find(address);
        if (!function)
            continue;
        VfRow row;
        row.address = address;
        row.settings.index = function->vfIndex.value_or(VfIndex{quint32(facts.rows.size())});
        for (const VfSettings &settings : pf->sriov->settings)
            if (settings.index == row.settings.index)
                row.settings = settings;
        if (const NvmeSecondary *nvme = facts.isNvme ? pf->sriov->nvme->find(row.settings.index) : nullptr)
            row.nvme = *nvme;
        row.driver = function->driver;
        QStringList interfaces;
        for (const NetInterface &interface : function->interfaces)
            interfaces << interface.name;
        row.interfaces = interfaces.join(u", "_s);
        row.usedBy = usersOf(index, table, address);
        const Verdict verdict = withoutRecording(table.verdicts.value(address));
        row.level = verdict.level;
        row.verdict = levelText(verdict.level);
        if (!verdict.reasons.isEmpty() && verdict.level != Level::Ready)
            row.verdict += u": "_s + reasonText(verdict.reasons.first());
        facts.rows << row;
    }
    std::sort(facts.rows.begin(), facts.rows.end(),
        [](const VfRow &a, const VfRow &b) { return a.settings.index < b.settings.index; });

    for (const PciFunction &other : table.host.functions) {
        if (other.physicalFunction == physical)
            continue;
        for (const NetInterface &interface : other.interfaces)
            if (interface.mac && !interface.mac->isNull())
                facts.taken.insert(*interface.mac, interface.name);
        if (other.sriov && other.address != physical)
            for (const VfSettings &settings : other.sriov->settings)
                if (settings.mac && !settings.mac->isNull())
                    facts.taken.insert(*settings.mac,
                        VfGridModel::tr("VF %1 of %2")
                            .arg(settings.index.value)
                            .arg(
                                other.interfaces.isEmpty() ? other.address.toString() : other.interfaces.first().name));
    }
    return facts;
}

VfGridModel::VfGridModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

// ---- what the host has -----------------------------------------------------------------------------

void VfGridModel::setFacts(const VfGridFacts &facts)
{
    const bool all = m_facts.refusal != facts.refusal; // flags of every cell
    m_facts.physical = facts.physical;
    m_facts.interface = facts.interface;
    m_facts.taken = facts.taken;
    m_facts.refusal = facts.refusal;
    m_facts.isNvme = facts.isNvme;
    // Both are by index: one pass over them.
    int at = 0, firstChanged = -1, lastChanged = -1;
    for (const VfRow &row : facts.rows) {
        const VfIndex index = row.settings.index;
        int end = at;
        while (end < m_facts.rows.size() && m_facts.rows[end].settings.index < index)
            ++end;
        if (end > at) {
            beginRemoveRows({}, at, end - 1);
            m_facts.rows.remove(at, end - at);
            endRemoveRows();
        }
        if (at == m_facts.rows.size() || m_facts.rows[at].settings.index != index) {
            beginInsertRows({}, at, at);
            m_facts.rows.insert(at, row);
            endInsertRows();
        } else if (m_facts.rows[at] != row || all) {
            m_facts.rows[at] = row;
            firstChanged = firstChanged < 0 ? at : firstChanged;
            lastChanged = at;
        }
        ++at;
    }
    if (at < m_facts.rows.size()) {
        beginRemoveRows({}, at, int(m_facts.rows.size()) - 1);
        m_facts.rows.resize(at);
        endRemoveRows();
    }
    dropWhatIsThere();
    if (firstChanged >= 0)
        tell(firstChanged, qMin(lastChanged, int(m_facts.rows.size()) - 1));
    findDuplicates();
    Q_EMIT pendingChanged();
}

void VfGridModel::dropWhatIsThere()
{
    for (int row = 0; row < m_facts.rows.size(); ++row) {
        const auto pending = m_pending.find(indexAt(row));
        if (pending == m_pending.end())
            continue;
        pending->removeIf(
            [&](const std::pair<const int &, Cell &> &cell) { return cell.second.value == present(row, cell.first); });
        if (pending->isEmpty())
            m_pending.erase(pending);
    }
}

void VfGridModel::setRefusals(const QList<VfRefusal> &refusals)
{
    for (Row &row : m_pending)
        for (Cell &cell : row)
            cell.refusal.clear();
    for (const VfRefusal &refusal : refusals) {
        const auto row = m_pending.find(refusal.vf.value);
        if (row == m_pending.end())
            continue;
        for (auto cell = row->begin(); cell != row->end(); ++cell) {
            const bool vlan = refusal.field == VfField::Vlan && holds(vlanColumns, cell.key());
            const bool rate = refusal.field == VfField::Rate && holds(rateColumns, cell.key());
            if (vlan || rate || memberOf(cell.key()) == nameOf(refusal.field))
                cell->refusal = errorText(refusal.error);
        }
    }
    if (!m_facts.rows.isEmpty())
        tell(0, int(m_facts.rows.size()) - 1);
    Q_EMIT pendingChanged();
}

QString VfGridModel::present(int row, int column) const
{
    return settingOf(m_facts.rows[row].settings, column);
}

const VfGridModel::Cell *VfGridModel::cell(int row, int column) const
{
    const auto pending = m_pending.constFind(indexAt(row));
    if (pending == m_pending.cend())
        return nullptr;
    const auto found = pending->constFind(column);
    return found == pending->cend() ? nullptr : &*found;
}

QString VfGridModel::wanted(int row, int column) const
{
    const Cell *pending = cell(row, column);
    return pending ? pending->value : present(row, column);
}

// ---- what is wanted --------------------------------------------------------------------------------

void VfGridModel::put(int row, int column, const QString &value)
{
    const QString tidied = tidy(column, value);
    const quint32 index = indexAt(row);
    if (tidied == present(row, column)) {
        if (const auto pending = m_pending.find(index); pending != m_pending.end()) {
            pending->remove(column);
            if (pending->isEmpty())
                m_pending.erase(pending);
        }
        return;
    }
    m_pending[index].insert(column, {tidied, present(row, column), problemOf(column, tidied), {}});
}

bool VfGridModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    // An editor that was only opened and closed again is no wish, not even of what was typed before.
    if (tidy(index.column(), value.toString()) == wanted(index.row(), index.column())
        && signOf(index.row(), index.column()) != Sign::Conflict)
        return true;
    put(index.row(), index.column(), value.toString());
    tell(index.row(), index.row());
    findDuplicates();
    Q_EMIT pendingChanged();
    return true;
}

std::pair<QStringList, QString> VfGridModel::series(
    const QString &start, int column, Series way, qsizetype number) const
{
    const QString first = tidy(column, start);
    if (const QString problem = problemOf(column, first); !problem.isEmpty())
        return {{}, problem};
    if (way == Series::Same || !canCount(column))
        return {QStringList(number, first), {}};
    QStringList values;
    if (column == VlanColumn) {
        const uint vlan = first.toUInt();
        if (vlan + uint(number) - 1 > 4094)
            return {{},
                tr("Counting up from %1 would end at %2, and the last VLAN is 4094.")
                    .arg(vlan)
                    .arg(vlan + uint(number) - 1)};
        for (uint i = 0; i < uint(number); ++i)
            values << QString::number(vlan + i);
        return {values, {}};
    }
    if (MacAddress::parse(first)->isNull())
        return {{}, tr("Type the MAC address of the first.")};
    // The first three octets name a maker: counting leaves them alone.
    std::array<quint8, 6> octets = MacAddress::parse(first)->octets();
    const quint32 last = quint32(octets[3]) << 16 | quint32(octets[4]) << 8 | octets[5];
    if (last + quint32(number) - 1 > 0xffffff)
        return {{}, tr("Counting up from %1 runs out of addresses. Begin with a smaller one.").arg(first)};
    for (quint32 i = 0; i < quint32(number); ++i) {
        octets[3] = quint8((last + i) >> 16);
        octets[4] = quint8((last + i) >> 8);
        octets[5] = quint8(last + i);
        values << MacAddress(octets).toString();
    }
    return {values, {}};
}

void VfGridModel::fill(const QList<int> &rows, int column, const QStringList &values)
{
    for (qsizetype i = 0; i < qMin(rows.size(), values.size()); ++i)
        if (flags(index(rows[i], column)) & Qt::ItemIsEditable)
            put(rows[i], column, values[i]);
    if (rows.isEmpty())
        return;
    const auto [first, last] = std::minmax_element(rows.cbegin(), rows.cend());
    tell(*first, *last);
    findDuplicates();
    Q_EMIT pendingChanged();
}

void VfGridModel::revert(const QModelIndexList &cells)
{
    for (const QModelIndex &index : cells)
        if (const auto pending = m_pending.find(indexAt(index.row())); pending != m_pending.end()) {
            pending->remove(index.column());
            if (pending->isEmpty())
                m_pending.erase(pending);
            tell(index.row(), index.row());
        }
    findDuplicates();
    Q_EMIT pendingChanged();
}

void VfGridModel::revertAll()
{
    m_pending.clear();
    if (!m_facts.rows.isEmpty())
        tell(0, int(m_facts.rows.size()) - 1);
    findDuplicates();
    Q_EMIT pendingChanged();
}

void VfGridModel::keepMine(const QModelIndexList &cells)
{
    for (const QModelIndex &index : cells)
        if (signOf(index.row(), index.column()) == Sign::Conflict) {
            m_pending[indexAt(index.row())][index.column()].was = present(index.row(), index.column());
            tell(index.row(), index.row());
        }
    Q_EMIT pendingChanged();
}

QString VfGridModel::ratesProblem(int row) const
{
    if (!cell(row, MinRateColumn) && !cell(row, MaxRateColumn))
        return {};
    const qulonglong minimum = wanted(row, MinRateColumn).toULongLong();
    const qulonglong maximum = wanted(row, MaxRateColumn).toULongLong();
    return maximum != 0 && minimum > maximum
        ? tr("The guaranteed rate, %1, is above the highest one, %2.").arg(minimum).arg(maximum)
        : QString();
}

VfGridModel::Sign VfGridModel::signOf(int row, int column) const
{
    const Cell *pending = cell(row, column);
    if (pending && !pending->problem.isEmpty())
        return Sign::Invalid;
    if (pending && holds(rateColumns, column) && !ratesProblem(row).isEmpty())
        return Sign::Invalid;
    if (pending && !pending->refusal.isEmpty())
        return Sign::Refused;
    if (pending && pending->was != present(row, column))
        return Sign::Conflict;
    if (column == MacColumn && m_duplicates.contains(row))
        return Sign::Duplicate;
    return pending ? Sign::Pending : Sign::None;
}

void VfGridModel::findDuplicates()
{
    QHash<int, QString> duplicates;
    QMap<QString, int> owners; // MAC → first row that has it
    for (int row = 0; row < m_facts.rows.size(); ++row) {
        const QString mac = wanted(row, MacColumn);
        const auto parsed = MacAddress::parse(mac);
        if (!parsed || parsed->isNull())
            continue;
        const auto vf = [this](int row) { return tr("VF %1").arg(indexAt(row)); };
        if (const auto first = owners.constFind(mac); first != owners.cend()) {
            duplicates.insert(row, vf(*first));
            if (!duplicates.contains(*first))
                duplicates.insert(*first, vf(row));
        } else {
            owners.insert(mac, row);
            if (const QString other = m_facts.taken.value(*parsed); !other.isEmpty())
                duplicates.insert(row, other);
        }
    }
    const QHash<int, QString> before = std::exchange(m_duplicates, duplicates);
    for (int row = 0; row < m_facts.rows.size(); ++row)
        if (before.value(row) != m_duplicates.value(row))
            tell(row, row);
}

int VfGridModel::pending() const
{
    int number = 0;
    for (int row = 0; row < m_facts.rows.size(); ++row)
        if (const auto pending = m_pending.constFind(indexAt(row)); pending != m_pending.cend())
            number += int(pending->size());
    return number;
}

int VfGridModel::conflicts() const
{
    int number = 0;
    for (int row = 0; row < m_facts.rows.size(); ++row)
        for (int column = MacColumn; column <= LinkStateColumn; ++column)
            number += signOf(row, column) == Sign::Conflict;
    return number;
}

QModelIndex VfGridModel::firstWith(Sign sign) const
{
    for (int row = 0; row < m_facts.rows.size(); ++row)
        for (int column = MacColumn; column <= LinkStateColumn; ++column)
            if (signOf(row, column) == sign)
                return index(row, column);
    return {};
}

QString VfGridModel::problem() const
{
    const QModelIndex invalid = firstWith(Sign::Invalid);
    if (!invalid.isValid())
        return {};
    const QString own = cell(invalid.row(), invalid.column())->problem;
    //: %1: a virtual function's number, %2: a sentence
    return tr("VF %1: %2").arg(indexAt(invalid.row())).arg(own.isEmpty() ? ratesProblem(invalid.row()) : own);
}

QJsonArray VfGridModel::changes() const
{
    QJsonArray all;
    if (firstWith(Sign::Invalid).isValid())
        return all;
    for (int row = 0; row < m_facts.rows.size(); ++row) {
        const auto pending = m_pending.constFind(indexAt(row));
        if (pending == m_pending.cend())
            continue;
        QSet<int> columns(pending->keyBegin(), pending->keyEnd());
        const auto anyOf = [&](const auto &some) {
            return std::any_of(some.begin(), some.end(), [&](int column) { return columns.contains(column); });
        };
        if (anyOf(vlanColumns))
            columns.unite(QSet<int>(vlanColumns.begin(), vlanColumns.end()));
        if (anyOf(rateColumns))
            columns.unite(QSet<int>(rateColumns.begin(), rateColumns.end()));
        QStringList words;
        for (const int column : std::as_const(columns))
            words << memberOf(column) + u'=' + wanted(row, column);
        const auto change = VfChange::parse(words);
        if (!change)
            return {};
        QJsonObject json = change->toJson();
        json[u"index"] = qint64(indexAt(row));
        all += json;
    }
    return all;
}

// ---- what is seen ----------------------------------------------------------------------------------

void VfGridModel::tell(int firstRow, int lastRow)
{
    if (firstRow > lastRow)
        return;
    Q_EMIT dataChanged(index(firstRow, 0), index(lastRow, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Vertical, firstRow, lastRow);
}

int VfGridModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_facts.rows.size());
}

int VfGridModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString VfGridModel::shownText(int column, const QString &value)
{
    switch (column) {
    case MacColumn: return value == MacAddress().toString() ? tr("none", "MAC address") : value;
    case VlanColumn: return value == u"0" ? tr("none", "VLAN") : value;
    case MinRateColumn: return value == u"0" ? tr("none", "guaranteed rate") : value;
    case MaxRateColumn: return value == u"0" ? tr("no limit") : value;
    case SpoofCheckColumn:
    case TrustColumn: return value == u"on" ? tr("on") : value == u"off" ? tr("off") : value;
    case LinkStateColumn:
        return value == u"auto"   ? tr("follows port", "link state")
            : value == u"enable"  ? tr("always up", "link state")
            : value == u"disable" ? tr("always down", "link state")
                                  : value;
    default: return value;
    }
}

QString VfGridModel::noteFor(int row, int column) const
{
    QStringList lines;
    const Cell *pending = cell(row, column);
    const QString now = shownText(column, present(row, column));
    switch (signOf(row, column)) {
    case Sign::Invalid: lines << (pending->problem.isEmpty() ? ratesProblem(row) : pending->problem); break;
    case Sign::Refused: lines << tr("Refused: %1").arg(pending->refusal); break;
    case Sign::Conflict:
        lines
            << tr("The host changed it meanwhile: it was %1 and is %2 now.").arg(shownText(column, pending->was), now);
        break;
    default: break;
    }
    if (column == MacColumn && m_duplicates.contains(row))
        lines << tr("%1 has this MAC address, too.").arg(m_duplicates.value(row));
    if (pending)
        lines << tr("To be set; now: %1").arg(now);
    return lines.join(u'\n');
}

QVariant VfGridModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_facts.rows.size())
        return {};
    const VfRow &row = m_facts.rows[index.row()];
    const int column = index.column();
    if (role == LevelRole)
        return int(row.level);
    if (role == Qt::AccessibleTextRole) {
        const bool empty = data(index, Qt::DisplayRole).toString().isEmpty();
        return empty ? QVariant(tr("%1: none").arg(heading(column))) : QVariant();
    }
    if (!isSetting(column)) {
        if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
            return {};
        switch (column) {
        case VfColumn: return tr("VF %1").arg(row.settings.index.value);
        case AddressColumn: return row.address.toString();
        case DriverColumn: return row.driver;
        case InterfaceColumn: return row.interfaces;
        case OnlineColumn: return row.nvme ? onlineText(*row.nvme) : QString();
        case QueuesColumn: return row.nvme ? QString::number(row.nvme->queues) : QString();
        case InterruptsColumn: return row.nvme ? QString::number(row.nvme->interrupts) : QString();
        case UsedByColumn: return row.usedBy;
        case VerdictColumn: return row.verdict;
        default: return {};
        }
    }
    const QString wants = wanted(index.row(), column);
    switch (role) {
    case Qt::DisplayRole:
        return wants.isNull() ? tr("not told", "the driver does not report a setting") : shownText(column, wants);
    case Qt::EditRole: return column == MacColumn && wants == MacAddress().toString() ? QString() : wants;
    case PresentRole: return shownText(column, present(index.row(), column));
    case SignRole: return int(signOf(index.row(), column));
    case PendingRole: return cell(index.row(), column) != nullptr;
    case Qt::ToolTipRole: {
        const QString note = noteFor(index.row(), column);
        if (!note.isEmpty())
            return plainTip(note);
        if (!m_facts.refusal.isEmpty())
            return m_facts.refusal;
        return wants.isNull()
            ? tr("The driver of %1 does not report it, so nobody could see whether it was set.").arg(m_facts.interface)
            : QVariant();
    }
    case Qt::AccessibleDescriptionRole: return noteFor(index.row(), column);
    default: return {};
    }
}

QString VfGridModel::heading(int column)
{
    switch (column) {
    case VfColumn: return tr("VF");
    case AddressColumn: return tr("Address");
    case DriverColumn: return tr("Driver");
    case InterfaceColumn: return tr("Interface");
    case MacColumn: return tr("MAC Address");
    case VlanColumn: return tr("VLAN");
    case PriorityColumn: return tr("Priority", "of a VLAN");
    case ProtocolColumn: return tr("Protocol");
    case SpoofCheckColumn: return tr("Spoof Check");
    case TrustColumn: return tr("Trust");
    case MinRateColumn: return tr("Min Rate");
    case MaxRateColumn: return tr("Max Rate");
    case LinkStateColumn: return tr("Link");
    case OnlineColumn: return tr("State", "of a drive's virtual function");
    case QueuesColumn: return tr("Queues");
    case InterruptsColumn: return tr("Interrupts");
    case UsedByColumn: return tr("Used By");
    case VerdictColumn: return tr("Verdict");
    default: return {};
    }
}

QVariant VfGridModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical) {
        if (section < 0 || section >= m_facts.rows.size())
            return {};
        return role == Qt::DisplayRole ? index(section, VfColumn).data() : QVariant();
    }
    if (role == Qt::DisplayRole)
        return heading(section);
    if (role != Qt::ToolTipRole)
        return {};
    switch (section) {
    case MacColumn: return tr("The address that the card gives the virtual function; a guest cannot leave it");
    case VlanColumn: return tr("The tag that the card puts on the guest's frames; the guest does not see it");
    case PriorityColumn: return tr("802.1p priority of the tag, 0 to 7");
    case ProtocolColumn: return tr("802.1Q, or 802.1ad for a service tag around the guest's own");
    case SpoofCheckColumn: return tr("Drops frames that the guest sends under another MAC address");
    case TrustColumn:
        return tr("Lets the guest change its MAC address and hear all frames, where the card can do that");
    case MinRateColumn: return tr("Guaranteed rate: Mbit/s that the guest can always send");
    case MaxRateColumn: return tr("Highest rate: Mbit/s that the guest can send at most");
    case LinkStateColumn: return tr("Whether the guest sees its link up");
    case OnlineColumn:
        return tr("Only one that is online is a drive for its guest; a start puts it online where it is not");
    case QueuesColumn: return tr("Queues that the controller gave it, the admin queue included");
    case InterruptsColumn: return tr("Interrupts that the controller gave it");
    default: return {};
    }
}

Qt::ItemFlags VfGridModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= m_facts.rows.size())
        return Qt::NoItemFlags;
    const Qt::ItemFlags shown = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    const bool settable
        = isSetting(index.column()) && m_facts.refusal.isEmpty() && !present(index.row(), index.column()).isNull();
    return settable ? shown | Qt::ItemIsEditable : shown;
}

} // namespace laneway
