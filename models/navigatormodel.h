// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QAbstractItemModel>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace laneway {

/// What the navigator shows: a row a connection, below it its machines by name, then "Host devices"
/// and "VF pools". Rows are found by the connection's name and the machine's UUID; there is no
/// reset. Changes are taken together, at most once a frame.
class NavigatorModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum class Kind { Connection, Machine, HostDevices, VfPools };
    Q_ENUM(Kind)
    enum Column { NameColumn, StateColumn, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole + 1, ///< int of a Kind
        ConnectionRole, ///< Connection::name()
        UuidRole, ///< of a machine
        StateRole, ///< of a machine as on the bus, as last known; of a connection "connecting", "ready", "failed"
        DevicesRole, ///< int: how many devices a machine has
    };
    using Decoration = std::function<QVariant(const QModelIndex &index)>;

    explicit NavigatorModel(QObject *parent = nullptr);
    ~NavigatorModel() override;

    /// Follows the connection until it is removed or destroyed. One of each name.
    void addConnection(Connection &connection);
    void removeConnection(Connection &connection);
    /// Icons are the window's; asked for the first column.
    void setDecoration(const Decoration &decoration);

    Connection *connection(const QModelIndex &index) const; ///< of any row; null: none
    const DomainInfo *domain(const QModelIndex &index) const; ///< null: not a machine
    /// The row of a kind that a connection has once.
    QModelIndex indexOf(const QString &connection, Kind kind) const;
    QModelIndex indexOf(const QString &connection, const QUuid &machine) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    /// Display, tool tip; the accessible description of a machine is its state and devices.
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Devices can be dropped on machines.
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;

private:
    struct Host;
    void schedule(Host &host);
    void flush();
    void update(Host &host);
    void setState(Host &host, const QString &state, const QString &text, const QString &detail = {});
    Host *hostAt(const QModelIndex &index) const;
    Host *hostNamed(const QString &name) const;
    int rowOf(const Host &host) const;
    Kind kindOf(const QModelIndex &index) const;
    QString textOf(const QModelIndex &index) const;
    QString stateTextOf(const QModelIndex &index) const;

    std::vector<std::unique_ptr<Host>> m_hosts; // in the order they came
    Decoration m_decoration;
    QTimer m_frame;
};

/// "Running", "Shut off": a machine state's word for people.
QString machineStateText(const QString &state);
QString machineStateText(const DomainInfo &machine); ///< "Saved", too
/// "This computer", "Sample: server": a connection's name for people.
QString connectionText(const QString &name);

} // namespace laneway
