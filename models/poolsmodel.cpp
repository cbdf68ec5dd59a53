// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/poolsmodel.h"

#include "host/reasontext.h"
#include "host/recording.h"
#include "host/shortname.h"

#include "models/devicemime.h"
#include "models/plaintip.h"

#include <QMimeData>
#include <QSet>

#include <algorithm>
#include <vector>

namespace laneway {

namespace {

constexpr qsizetype mostListed = 8; // a card can have 256

QString userText(const Claim &claim)
{
    return claim.running
        ? claim.domainName
        : PoolsModel::tr("%1 (not running)", "a machine that has a virtual function").arg(claim.domainName);
}

QString usersText(const QList<const Claim *> &claims)
{
    QStringList users;
    for (const Claim *claim : claims)
        users << userText(*claim);
    return users.join(u", ");
}

QString wantedText()
{
    return PoolsModel::tr("Wanted", "by a machine that does not run");
}

QString interfacesOf(const PciFunction &function)
{
    QStringList names;
    for (const NetInterface &interface : function.interfaces)
        names << interface.name;
    return names.join(u", ");
}

QString functionName(const PciFunction &function)
{
    return function.vfIndex ? PoolsModel::tr("VF %1").arg(function.vfIndex->value) : shortName(function);
}

QString freeText(qsizetype free)
{
    return QString::number(free);
}

/// "web: VF 3", a line each, and how many more.
QStringList shortened(QStringList lines)
{
    if (lines.size() <= mostListed)
        return lines;
    const qsizetype more = lines.size() - mostListed;
    lines.resize(mostListed);
    return lines << PoolsModel::tr("and %n more", nullptr, int(more));
}

void collectUsers(PoolRow &row)
{
    QStringList users, lines;
    for (const PoolRow &child : row.children) {
        row.free += child.free;
        if (child.users.isEmpty() || child.kind != PoolRow::Kind::Function) {
            lines += child.about.mid(1);
            for (const QString &user : child.users.split(u", "_s, Qt::SkipEmptyParts))
                if (!users.contains(user))
                    users << user;
            continue;
        }
        lines << child.users + u": "_s + child.address->toString();
        if (!users.contains(child.users))
            users << child.users;
    }
    row.users = users.join(u", ");
    row.count = freeText(row.free.size());
    row.about += shortened(lines);
}

class Rows
{
public:
    Rows(const HostTable &table)
        : m_table(table)
        , m_index(table.host, table.claims)
    {
    }

    PoolRow card(const PciFunction &physical) const
    {
        PoolRow row = cardOf(physical);
        for (const PciAddress &vf : m_index.virtualFunctions(physical))
            if (const PciFunction *function = m_table.host.find(vf))
                row.children << functionRow(*function);
        finish(row, physical);
        return row;
    }

    PoolRow pool(const NetworkState &network) const
    {
        PoolRow row;
        row.kind = PoolRow::Kind::Network;
        row.id = network.uuid.toString(QUuid::WithoutBraces);
        row.network = network.uuid;
        row.name = network.name;
        row.interfaces = network.physical;
        row.active = network.active;
        row.autostart = network.autostart;
        row.persistent = network.persistent;
        row.leased = network.connections > 0;
        row.state = !network.active ? PoolsModel::tr("Stopped", "a pool")
            : network.autostart     ? PoolsModel::tr("Active, starts with the host")
                                    : PoolsModel::tr("Active", "a pool");
        if (!network.active && network.autostart)
            row.state = PoolsModel::tr("Stopped, starts with the host");
        QMap<PciAddress, QList<const PoolDevice *>> cards; // by PF; those whose PF is not known by themselves
        for (const PoolDevice &device : network.devices) {
            const PciFunction *function = m_table.host.find(device.device);
            cards[function && function->physicalFunction ? *function->physicalFunction : device.device] << &device;
        }
        if (cards.isEmpty()) // none at this moment: the card is where they would be made
            for (const PciFunction &function : m_table.host.functions)
                for (const NetInterface &interface : function.interfaces)
                    if (interface.name == network.physical)
                        cards.insert(function.address, {});
        for (auto it = cards.cbegin(); it != cards.cend(); ++it) {
            const PciFunction *physical = m_table.host.find(it.key());
            PoolRow card;
            if (physical && physical->sriov) {
                card = cardOf(*physical);
            } else {
                card.kind = PoolRow::Kind::Physical;
                card.id = it.key().toString();
                card.address = it.key();
                card.name = PoolsModel::tr("not there");
            }
            for (const PoolDevice *device : *it)
                card.children << member(*device);
            if (physical && physical->sriov) {
                finish(card, *physical);
            } else {
                collectUsers(card);
                card.about.prepend(PoolsModel::tr("There is no such card at the moment."));
            }
            row.children << card;
        }
        if (!network.problem.isEmpty())
            row.about << network.problem;
        else if (network.free == 0)
            row.about << PoolsModel::tr("None is free.");
        else
            row.about << PoolsModel::tr("%1 of %2 are free. Drag the pool onto a machine: it gets one at each start.")
                             .arg(network.free)
                             .arg(network.total);
        collectUsers(row);
        row.count
            = PoolsModel::tr("%1 of %2", "virtual functions: %1 free, of %2").arg(network.free).arg(network.total);
        return row;
    }

private:
    PoolRow cardOf(const PciFunction &physical) const
    {
        PoolRow row;
        row.kind = PoolRow::Kind::Physical;
        row.id = physical.address.toString();
        row.address = physical.address;
        row.name = shortName(physical);
        row.interfaces = interfacesOf(physical);
        row.state = PoolsModel::tr("%1 of %2 VFs", "virtual functions: %1 there are, %2 possible")
                        .arg(physical.sriov->enabled)
                        .arg(physical.sriov->total);
        return row;
    }

    void finish(PoolRow &row, const PciFunction &physical) const
    {
        collectUsers(row);
        if (physical.sriov->enabled == 0)
            row.about.prepend(PoolsModel::tr("%1 has no virtual functions yet.").arg(row.name));
        else if (row.free.isEmpty())
            row.about.prepend(PoolsModel::tr("None is free."));
        else
            row.about.prepend(row.free.size() == 1
                    ? PoolsModel::tr("1 is free. Drag the card onto a machine to give it that one.")
                    : PoolsModel::tr(
                        "%n are free. Drag the card onto a machine to give it one.", nullptr, int(row.free.size())));
    }

    PoolRow named(const PciAddress &address) const
    {
        PoolRow row;
        row.kind = PoolRow::Kind::Function;
        row.id = address.toString();
        row.address = address;
        const PciFunction *function = m_table.host.find(address);
        row.name = function ? functionName(*function) : PoolsModel::tr("not there");
        if (function)
            row.interfaces = interfacesOf(*function);
        return row;
    }

    PoolRow functionRow(const PciFunction &function) const
    {
        PoolRow row = named(function.address);
        const QList<const Claim *> claims = m_index.claimsOf(function.address);
        const bool held = std::any_of(claims.begin(), claims.end(), [](const Claim *claim) { return claim->running; });
        row.users = usersText(claims);
        const Verdict verdict = withoutRecording(m_table.verdicts.value(function.address));
        const bool detached = m_table.claims.detached.contains(function.address);
        const bool able = m_table.verdicts.value(function.address).level <= Level::WithCompanions;
        if (held) {
            row.state = PoolsModel::tr("In use");
        } else if (!claims.isEmpty()) {
            row.state = wantedText();
        } else if (detached) {
            row.state = PoolsModel::tr("Detached from the host");
        } else if (able) {
            row.state = PoolsModel::tr("Free");
            row.free << function.address;
        } else {
            row.state = PoolsModel::tr("Not available");
        }
        if (const QString drive = driveText(function, m_table.host); !drive.isEmpty())
            row.about << drive;
        if (row.free.isEmpty() && claims.isEmpty() && !verdict.reasons.isEmpty())
            row.about << reasonText(verdict.reasons.first());
        return row;
    }

    PoolRow member(const PoolDevice &device) const
    {
        PoolRow row = named(device.device);
        switch (device.state) {
        case PoolDevice::State::Free:
            row.state = PoolsModel::tr("Free");
            row.free << device.device;
            break;
        case PoolDevice::State::Leased: row.state = PoolsModel::tr("In use"); break;
        case PoolDevice::State::Unavailable: row.state = PoolsModel::tr("Not available"); break;
        }
        const QList<const Claim *> claims = m_index.claimsOf(device.device);
        const bool wanted = device.state == PoolDevice::State::Unavailable && !claims.isEmpty()
            && std::none_of(claims.begin(), claims.end(), [](const Claim *claim) { return claim->running; });
        row.users = wanted ? usersText(claims) : device.holder;
        if (wanted)
            row.state = wantedText();
        if (!device.reason.isEmpty())
            row.about << device.reason;
        return row;
    }

    const HostTable &m_table;
    HostIndex m_index;
};

} // namespace

bool PoolRow::looksAs(const PoolRow &other) const
{
    const auto shown = [](const PoolRow &row) {
        return std::tie(row.kind, row.id, row.network, row.address, row.name, row.interfaces, row.state, row.count,
            row.users, row.about, row.free, row.active, row.autostart, row.persistent, row.leased);
    };
    return shown(*this) == shown(other);
}

QList<PoolRow> poolRows(const HostTable &table, const QList<NetworkState> &networks)
{
    const Rows make(table);
    QList<PoolRow> rows;
    QSet<PciAddress> pooled;
    for (const NetworkState &network : networks) {
        rows << make.pool(network);
        for (const PoolRow &card : std::as_const(rows.last().children))
            pooled << *card.address;
    }
    for (const PciFunction &function : table.host.functions)
        if (function.sriov && !pooled.contains(function.address))
            rows << make.card(function);
    return rows;
}

struct PoolsModel::Node
{
    PoolRow row; ///< without children
    Node *parent = nullptr;
    std::vector<std::unique_ptr<Node>> children;

    int place() const
    {
        const auto at = std::find_if(parent->children.begin(), parent->children.end(),
            [this](const auto &child) { return child.get() == this; });
        return int(at - parent->children.begin());
    }
};

PoolsModel::PoolsModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(new Node)
{
}

PoolsModel::~PoolsModel() = default;

void PoolsModel::setRows(const QList<PoolRow> &rows)
{
    update(*m_root, rows);
}

void PoolsModel::update(Node &node, const QList<PoolRow> &rows)
{
    const QModelIndex parent = indexOf(node);
    const auto remove = [&](int first, int last) {
        beginRemoveRows(parent, first, last);
        node.children.erase(node.children.begin() + first, node.children.begin() + last + 1);
        endRemoveRows();
    };
    QSet<QString> wanted;
    for (const PoolRow &row : rows)
        wanted << row.id;
    for (int at = int(node.children.size()) - 1; at >= 0; --at) {
        const int last = at;
        while (at >= 0 && !wanted.contains(node.children[size_t(at)]->row.id))
            --at;
        if (at < last)
            remove(at + 1, last);
    }
    for (int at = 0; at < rows.size(); ++at) {
        const PoolRow &row = rows[at];
        const auto same = [&](const auto &child) { return child->row.id == row.id; };
        const auto found = std::find_if(node.children.begin() + at, node.children.end(), same);
        // A pool that got another name has another place: rare, so it comes anew there.
        if (found != node.children.end() && found != node.children.begin() + at)
            remove(int(found - node.children.begin()), int(found - node.children.begin()));
        if (at == int(node.children.size()) || node.children[size_t(at)]->row.id != row.id) {
            auto child = std::make_unique<Node>();
            child->parent = &node;
            child->row.id = row.id;
            beginInsertRows(parent, at, at);
            node.children.insert(node.children.begin() + at, std::move(child));
            endInsertRows();
        }
        Node &child = *node.children[size_t(at)];
        if (!child.row.looksAs(row)) {
            child.row = row;
            child.row.children.clear();
            Q_EMIT dataChanged(index(at, 0, parent), index(at, ColumnCount - 1, parent));
        }
        update(child, row.children);
    }
}

PoolsModel::Node &PoolsModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() ? *static_cast<Node *>(index.internalPointer()) : *m_root;
}

QModelIndex PoolsModel::indexOf(const Node &node) const
{
    return node.parent ? createIndex(node.place(), 0, const_cast<Node *>(&node)) : QModelIndex();
}

const PoolRow *PoolsModel::row(const QModelIndex &index) const
{
    return index.isValid() ? &nodeAt(index).row : nullptr;
}

const PoolRow *PoolsModel::poolOf(const QModelIndex &index) const
{
    for (const Node *node = &nodeAt(index); node->parent; node = node->parent)
        if (node->row.network)
            return &node->row;
    return nullptr;
}

std::optional<PciAddress> PoolsModel::physicalOf(const QModelIndex &index) const
{
    const Node *node = &nodeAt(index);
    if (node->row.network && node->children.size() == 1)
        node = node->children.front().get();
    for (; node->parent; node = node->parent)
        if (node->row.kind == PoolRow::Kind::Physical)
            return node->row.address;
    return std::nullopt;
}

QModelIndex PoolsModel::indexOfNetwork(const QUuid &network) const
{
    for (const auto &node : m_root->children)
        if (node->row.network == network)
            return indexOf(*node);
    return {};
}

QModelIndex PoolsModel::indexOfPhysical(const PciAddress &physical) const
{
    for (const auto &node : m_root->children) {
        if (!node->row.network && node->row.address == physical)
            return indexOf(*node);
        for (const auto &card : node->children)
            if (card->row.kind == PoolRow::Kind::Physical && card->row.address == physical)
                return indexOf(*card);
    }
    return {};
}

QModelIndex PoolsModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeAt(parent).children[size_t(row)].get());
}

QModelIndex PoolsModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(*nodeAt(index).parent) : QModelIndex();
}

int PoolsModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeAt(parent).children.size());
}

int PoolsModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant PoolsModel::data(const QModelIndex &index, int role) const
{
    const PoolRow *shown = row(index);
    if (!shown)
        return {};
    if (role == Qt::DecorationRole)
        return index.column() == NameColumn && m_decoration ? m_decoration(*shown) : QVariant();
    if (role == Qt::ToolTipRole && (index.column() == UsersColumn || index.column() == StateColumn)
        && !shown->about.isEmpty())
        return plainTip(shown->about.join(u'\n'));
    if (role == Qt::ToolTipRole)
        return plainTip(data(index, Qt::DisplayRole).toString());
    if (role == Qt::AccessibleTextRole) {
        const bool empty = data(index, Qt::DisplayRole).toString().isEmpty();
        return empty
            ? QVariant(tr("%1: none").arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString()))
            : QVariant();
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case NameColumn: return shown->name;
    case StateColumn: return shown->state;
    case FreeColumn: return shown->count;
    case UsersColumn:
        return shown->users.isEmpty() && shown->kind != PoolRow::Kind::Function ? tr("nobody") : shown->users;
    case InterfaceColumn: return shown->interfaces;
    case AddressColumn: return shown->address ? shown->address->toString() : QString();
    default: return {};
    }
}

QVariant PoolsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn: return tr("Pool, Card or VF");
    case StateColumn: return tr("State");
    case FreeColumn: return tr("Free");
    case UsersColumn: return tr("Who Has Them");
    case InterfaceColumn: return tr("Interface");
    case AddressColumn: return tr("Address");
    default: return {};
    }
}

Qt::ItemFlags PoolsModel::flags(const QModelIndex &index) const
{
    const PoolRow *shown = row(index);
    if (!shown)
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (shown->kind == PoolRow::Kind::Function)
        flags |= Qt::ItemNeverHasChildren;
    return shown->network || !shown->free.isEmpty() ? flags | Qt::ItemIsDragEnabled : flags;
}

QStringList PoolsModel::mimeTypes() const
{
    return {deviceMimeType.toString()};
}

QMimeData *PoolsModel::mimeData(const QModelIndexList &indexes) const
{
    DraggedDevices dragged{m_connectionName, {}, {}};
    QStringList lines;
    for (const QModelIndex &index : indexes) {
        const PoolRow *from = row(index);
        if (!from)
            continue;
        if (from->network) {
            if (dragged.network.isEmpty())
                lines << from->name;
            dragged.network = dragged.network.isEmpty() ? from->name : dragged.network; // one interface at a time
        } else if (!from->free.isEmpty() && !dragged.devices.contains(from->free.first())) {
            dragged.devices << from->free.first();
            lines << from->free.first().toString();
        }
    }
    // Of a pool and a function of it, the pool is meant: which function is its business.
    if (!dragged.network.isEmpty())
        dragged.devices.clear();
    if (dragged.devices.isEmpty() && dragged.network.isEmpty())
        return nullptr;
    auto *data = new QMimeData;
    encode(dragged, *data);
    data->setText(dragged.network.isEmpty() ? lines.join(u'\n') : dragged.network);
    return data;
}

Qt::DropActions PoolsModel::supportedDragActions() const
{
    return Qt::CopyAction;
}

} // namespace laneway
