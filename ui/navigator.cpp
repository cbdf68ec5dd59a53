// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navigator.h"

#include "ui/devicedrop.h"
#include "ui/icons.h"

#include <QHeaderView>
#include <QScopedValueRollback>

namespace laneway {

namespace {

QIcon placeIcon(const QModelIndex &index)
{
    switch (NavigatorModel::Kind(index.data(NavigatorModel::KindRole).toInt())) {
    case NavigatorModel::Kind::Connection:
        return themeIcon(
            index.data(NavigatorModel::StateRole).toString() == u"failed" ? u"dialog-warning"_s : u"computer"_s);
    case NavigatorModel::Kind::Machine: return machineStateIcon(index.data(NavigatorModel::StateRole).toString());
    case NavigatorModel::Kind::HostDevices: return themeIcon(u"laneway-device"_s);
    case NavigatorModel::Kind::VfPools: return themeIcon(u"laneway-pool"_s);
    }
    return {};
}

} // namespace

Navigator::Navigator(NavigatorModel &model, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
{
    setObjectName(u"navigator"_s);
    setAccessibleName(tr("Hosts and machines"));
    model.setDecoration([](const QModelIndex &index) { return QVariant(placeIcon(index)); });
    setModel(&model);
    setUniformRowHeights(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setTextElideMode(Qt::ElideRight);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(NavigatorModel::NameColumn, QHeaderView::Stretch);
    header()->setSectionResizeMode(NavigatorModel::StateColumn, QHeaderView::Fixed);
    header()->setMinimumSectionSize(0);
    header()->hide();
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, &Navigator::divide);
    connect(&model, &QAbstractItemModel::dataChanged, this, &Navigator::divide);
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &parent) {
        if (!parent.isValid())
            expandToDepth(0);
        else if (m_model.rowCount(parent) > 0 && !isExpanded(parent) && !parent.parent().isValid())
            expand(parent);
        restoreWanted();
    });

    auto *drop = new DeviceDrop(*this, [this](const QPoint &position) -> std::optional<DropSite> {
        const QModelIndex index = indexAt(position);
        const DomainInfo *domain = m_model.domain(index);
        Connection *connection = m_model.connection(index);
        if (!domain || !connection)
            return std::nullopt;
        return DropSite{connection, {domain->uuid, domain->name}};
    });
    connect(drop, &DeviceDrop::dropped, this, &Navigator::devicesDropped);
    connect(drop, &DeviceDrop::poolDropped, this, &Navigator::poolDropped);
    connect(drop, &DeviceDrop::lingered, this, [this](const Connection &connection, const QUuid &machine, QDrag *drag) {
        Q_EMIT openedByDrag(drag);
        setCurrentIndex(m_model.indexOf(connection.name(), machine));
    });
}

void Navigator::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    divide();
}

/// Names first: a state that is cut off is in the icon and the tool tip, too.
void Navigator::divide()
{
    const int left = viewport()->width() - sizeHintForColumn(NavigatorModel::NameColumn);
    header()->resizeSection(NavigatorModel::StateColumn, qBound(0, left, fontMetrics().averageCharWidth() * 24));
}

void Navigator::showAs(const QString &connection, NavigatorModel::Kind kind, const QUuid &machine)
{
    m_wantedConnection = connection;
    m_wantedKind = kind;
    m_wantedMachine = machine;
    restoreWanted();
}

void Navigator::restoreWanted()
{
    if (m_wantedConnection.isEmpty())
        return;
    const QModelIndex index = m_wantedKind == NavigatorModel::Kind::Machine
        ? m_model.indexOf(m_wantedConnection, m_wantedMachine)
        : m_model.indexOf(m_wantedConnection, m_wantedKind);
    if (!index.isValid())
        return;
    m_wantedConnection.clear();
    const QScopedValueRollback quiet(m_quiet, true);
    setCurrentIndex(index);
}

void Navigator::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    if (m_quiet || !current.isValid())
        return;
    m_wantedConnection.clear();
    Q_EMIT chosen(current);
}

} // namespace laneway
