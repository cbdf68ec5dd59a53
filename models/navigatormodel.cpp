// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/navigatormodel.h"

#include "host/reasontext.h"
#include "models/devicemime.h"
#include "models/plaintip.h"
#include "models/rowdifference.h"

#include <QFileInfo>

#include <algorithm>

namespace laneway {

namespace {

constexpr int frameMs = 16;
constexpr int fixedRows = 2; // host devices and VF pools, below the machines

bool before(const DomainInfo &a, const DomainInfo &b)
{
    const int order = QString::compare(a.name, b.name, Qt::CaseInsensitive);
    return order != 0 ? order < 0 : a.uuid < b.uuid;
}

bool sameMachine(const DomainInfo &a, const DomainInfo &b)
{
    return a.name == b.name && a.hasSavedState == b.hasSavedState && a.state == b.state && a.devices == b.devices
        && a.owner == b.owner && a.persistent == b.persistent && a.id == b.id;
}

} // namespace

struct NavigatorModel::Host
{
    Connection *connection = nullptr;
    QString name;
    QString state = u"connecting"_s;
    QString stateText;
    QString detail; ///< why it is not connected
    bool wasReady = false;
    QList<DomainInfo> machines; ///< by name
    bool waiting = false; ///< the machines are to be read again
    QList<QMetaObject::Connection> links;

    int rows() const { return int(machines.size()) + fixedRows; }
};

QString machineStateText(const QString &state)
{
    if (state == u"running")
        return NavigatorModel::tr("Running");
    if (state == u"paused")
        return NavigatorModel::tr("Paused");
    if (state == u"in shutdown")
        return NavigatorModel::tr("Shutting down");
    if (state == u"crashed")
        return NavigatorModel::tr("Crashed");
    if (state == u"pmsuspended")
        return NavigatorModel::tr("Asleep");
    if (state == u"shut off")
        return NavigatorModel::tr("Shut off");
    return state;
}

QString machineStateText(const DomainInfo &machine)
{
    return machine.isOff() && machine.hasSavedState ? NavigatorModel::tr("Saved") : machineStateText(machine.state);
}

QString connectionText(const QString &name)
{
    if (name == u"system")
        return NavigatorModel::tr("This computer");
    if (name == u"session")
        return NavigatorModel::tr("Your session");
    if (name.startsWith(u"sample:"))
        return NavigatorModel::tr("Sample: %1").arg(name.mid(7));
    if (name.startsWith(u"file:"))
        return NavigatorModel::tr("Capture: %1").arg(QFileInfo(name.mid(5)).fileName());
    if (name.startsWith(u"lspci:"))
        return NavigatorModel::tr("Listing: %1").arg(QFileInfo(name.mid(6)).fileName());
    if (name.startsWith(u"ssh://"))
        return name.mid(6);
    return name;
}

NavigatorModel::NavigatorModel(QObject *parent)
    : QAbstractItemModel(parent)
{
    m_frame.setSingleShot(true);
    m_frame.setInterval(frameMs);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &NavigatorModel::flush);
}

NavigatorModel::~NavigatorModel() = default;

void NavigatorModel::addConnection(Connection &connection)
{
    if (hostNamed(connection.name()))
        return;
    const int row = int(m_hosts.size());
    beginInsertRows({}, row, row);
    Host &host = *m_hosts.emplace_back(std::make_unique<Host>());
    host.connection = &connection;
    host.name = connection.name();
    host.stateText = tr("Connecting…");
    endInsertRows();
    const auto ready = [this, &host] {
        host.wasReady = true;
        setState(host, u"ready"_s, host.connection->host().simulated ? tr("Simulated") : tr("Connected"));
        schedule(host);
    };
    host.links = {
        connect(&connection, &Connection::ready, this, ready),
        connect(&connection, &Connection::failed, this,
            [this, &host](const Error &error) {
                // What was never there cannot be lost.
                setState(host, u"failed"_s, host.wasReady ? tr("Connection lost") : tr("Not reached"),
                    host.connection->isRetrying()
                        ? QString(errorText(error) + u'\n' + tr("It is tried again by itself."))
                        : errorText(error));
            }),
        connect(&connection, &Connection::connecting, this,
            [this, &host] { setState(host, u"connecting"_s, tr("Connecting…")); }),
        connect(&connection, &Connection::domainsChanged, this, [this, &host] { schedule(host); }),
        // Only its place is used: of what it was, only the QObject is left.
        connect(&connection, &QObject::destroyed, this, [this, &connection] { removeConnection(connection); }),
    };
    if (connection.isReady()) {
        ready();
        flush(); // at once: what is there already shall not come a frame later than its host
    }
}

void NavigatorModel::removeConnection(Connection &connection)
{
    const auto found = std::find_if(
        m_hosts.begin(), m_hosts.end(), [&](const auto &host) { return host->connection == &connection; });
    if (found == m_hosts.end())
        return;
    for (const QMetaObject::Connection &link : std::as_const((*found)->links))
        disconnect(link);
    const int row = int(found - m_hosts.begin());
    beginRemoveRows({}, row, row);
    m_hosts.erase(found);
    endRemoveRows();
}

void NavigatorModel::setDecoration(const Decoration &decoration)
{
    m_decoration = decoration;
}

void NavigatorModel::schedule(Host &host)
{
    host.waiting = true;
    if (!m_frame.isActive())
        m_frame.start();
}

void NavigatorModel::flush()
{
    for (const auto &host : m_hosts)
        if (std::exchange(host->waiting, false))
            update(*host);
}

void NavigatorModel::update(Host &host)
{
    QList<DomainInfo> machines = host.connection->domains();
    std::sort(machines.begin(), machines.end(), before);
    const RowDifference difference = rowDifference(
        host.machines, machines, [](const DomainInfo &machine) { return machine.uuid; }, sameMachine);
    const QModelIndex parent = createIndex(rowOf(host), 0);
    if (difference.rearranged) {
        Q_EMIT layoutAboutToBeChanged({parent});
        QHash<QUuid, int> places;
        for (int i = 0; i < machines.size(); ++i)
            places.insert(machines[i].uuid, i);
        const QModelIndexList held = persistentIndexList();
        QModelIndexList mapped;
        mapped.reserve(held.size());
        for (const QModelIndex &index : held) {
            int row = index.row();
            if (index.internalPointer() == &host)
                row = row < host.machines.size() ? places.value(host.machines[row].uuid, -1)
                                                 : row - int(host.machines.size() - machines.size());
            mapped << (row < 0 ? QModelIndex() : createIndex(row, index.column(), index.internalPointer()));
        }
        host.machines = machines;
        changePersistentIndexList(held, mapped);
        Q_EMIT layoutChanged({parent});
        return;
    }
    for (const auto &[first, last] : difference.removed) {
        beginRemoveRows(parent, first, last);
        host.machines.remove(first, last - first + 1);
        endRemoveRows();
    }
    for (const auto &[first, last] : difference.inserted) {
        beginInsertRows(parent, first, last);
        for (int i = first; i <= last; ++i)
            host.machines.insert(i, machines[i]);
        endInsertRows();
    }
    host.machines = machines;
    for (const auto &[first, last] : difference.changed)
        Q_EMIT dataChanged(createIndex(first, 0, &host), createIndex(last, ColumnCount - 1, &host));
}

void NavigatorModel::setState(Host &host, const QString &state, const QString &text, const QString &detail)
{
    host.detail = detail;
    host.state = state;
    host.stateText = text;
    const int row = rowOf(host);
    Q_EMIT dataChanged(createIndex(row, 0), createIndex(row, ColumnCount - 1));
    if (!host.machines.isEmpty()) // what is known of them depends on it
        Q_EMIT dataChanged(
            createIndex(0, 0, &host), createIndex(int(host.machines.size()) - 1, ColumnCount - 1, &host));
}

NavigatorModel::Host *NavigatorModel::hostAt(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    auto *above = static_cast<Host *>(index.internalPointer());
    return above ? above : m_hosts[size_t(index.row())].get();
}

NavigatorModel::Host *NavigatorModel::hostNamed(const QString &name) const
{
    const auto found
        = std::find_if(m_hosts.begin(), m_hosts.end(), [&](const auto &host) { return host->name == name; });
    return found == m_hosts.end() ? nullptr : found->get();
}

int NavigatorModel::rowOf(const Host &host) const
{
    const auto found
        = std::find_if(m_hosts.begin(), m_hosts.end(), [&](const auto &other) { return other.get() == &host; });
    return int(found - m_hosts.begin());
}

NavigatorModel::Kind NavigatorModel::kindOf(const QModelIndex &index) const
{
    if (!index.internalPointer())
        return Kind::Connection;
    const int fixed = index.row() - int(hostAt(index)->machines.size());
    return fixed < 0 ? Kind::Machine : fixed == 0 ? Kind::HostDevices : Kind::VfPools;
}

Connection *NavigatorModel::connection(const QModelIndex &index) const
{
    const Host *host = hostAt(index);
    return host ? host->connection : nullptr;
}

const DomainInfo *NavigatorModel::domain(const QModelIndex &index) const
{
    return index.isValid() && kindOf(index) == Kind::Machine ? &hostAt(index)->machines[index.row()] : nullptr;
}

QModelIndex NavigatorModel::indexOf(const QString &connection, Kind kind) const
{
    Host *host = hostNamed(connection);
    if (!host || kind == Kind::Machine)
        return {};
    if (kind == Kind::Connection)
        return createIndex(rowOf(*host), 0);
    return createIndex(int(host->machines.size()) + (kind == Kind::VfPools ? 1 : 0), 0, host);
}

QModelIndex NavigatorModel::indexOf(const QString &connection, const QUuid &machine) const
{
    if (Host *host = hostNamed(connection))
        for (qsizetype i = 0; i < host->machines.size(); ++i)
            if (host->machines[i].uuid == machine)
                return createIndex(int(i), 0, host);
    return {};
}

QModelIndex NavigatorModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? hostAt(parent) : nullptr);
}

QModelIndex NavigatorModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || !index.internalPointer())
        return {};
    return createIndex(rowOf(*hostAt(index)), 0);
}

int NavigatorModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_hosts.size());
    return parent.internalPointer() || parent.column() > 0 ? 0 : hostAt(parent)->rows();
}

int NavigatorModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QString NavigatorModel::textOf(const QModelIndex &index) const
{
    switch (kindOf(index)) {
    case Kind::Connection: return connectionText(hostAt(index)->name);
    case Kind::HostDevices: return tr("Host Devices");
    case Kind::VfPools: return tr("VF Pools");
    case Kind::Machine: break;
    }
    return domain(index)->name;
}

QString NavigatorModel::stateTextOf(const QModelIndex &index) const
{
    if (kindOf(index) == Kind::Connection)
        return hostAt(index)->stateText;
    const DomainInfo *machine = domain(index);
    if (!machine)
        return {};
    if (const Host *host = hostAt(index); host->wasReady && host->state != u"ready")
        return tr("Unknown");
    //: %1 is a machine's state
    const QString state
        = machine->persistent ? machineStateText(*machine) : tr("%1, not stored").arg(machineStateText(*machine));
    if (machine->devices.isEmpty())
        return state;
    //: %1 is a machine's state
    return machine->devices.size() == 1 ? tr("%1, 1 device").arg(state)
                                        : tr("%1, %n devices", nullptr, int(machine->devices.size())).arg(state);
}

QVariant NavigatorModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const DomainInfo *machine = domain(index);
    switch (role) {
    case Qt::DisplayRole: return index.column() == NameColumn ? textOf(index) : stateTextOf(index);
    case Qt::ToolTipRole: {
        QString state = stateTextOf(index);
        if (machine && !machine->persistent)
            state += u'\n' + tr("Not stored: gone when it ends.");
        if (const QString detail = hostAt(index)->detail; !detail.isEmpty())
            state += u'\n' + detail;
        return plainTip(state.isEmpty() ? textOf(index) : QString(textOf(index) + u'\n' + state));
    }
    case Qt::AccessibleTextRole: // a place of a host is what it is, in each column
        return index.column() == StateColumn && stateTextOf(index).isEmpty() ? QVariant(textOf(index)) : QVariant();
    case Qt::AccessibleDescriptionRole: return stateTextOf(index);
    case Qt::DecorationRole: return m_decoration && index.column() == NameColumn ? m_decoration(index) : QVariant();
    case KindRole: return int(kindOf(index));
    case ConnectionRole: return hostAt(index)->name;
    case UuidRole: return machine ? QVariant(machine->uuid) : QVariant();
    case StateRole:
        return machine ? machine->state : kindOf(index) == Kind::Connection ? hostAt(index)->state : QVariant();
    case DevicesRole: return machine ? QVariant(int(machine->devices.size())) : QVariant();
    default: return {};
    }
}

QVariant NavigatorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Name") : tr("State");
}

Qt::ItemFlags NavigatorModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (kindOf(index) == Kind::Machine)
        flags |= Qt::ItemIsDropEnabled;
    return index.internalPointer() ? flags | Qt::ItemNeverHasChildren : flags;
}

QStringList NavigatorModel::mimeTypes() const
{
    return {deviceMimeType.toString()};
}

} // namespace laneway
