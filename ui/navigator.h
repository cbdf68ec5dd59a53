// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "models/navigatormodel.h"

#include <QDrag>
#include <QTreeView>

namespace laneway {

/// The hosts and their machines. Devices can be dropped on a machine.
class Navigator : public QTreeView
{
    Q_OBJECT
public:
    explicit Navigator(NavigatorModel &model, QWidget *parent = nullptr);

    /// Shows a place as the current one without saying chosen().
    void showAs(const QString &connection, NavigatorModel::Kind kind, const QUuid &machine = {});

Q_SIGNALS:
    /// The person went to a place, by mouse or keyboard.
    void chosen(const QModelIndex &place);
    /// A place is about to be chosen because devices rest over it.
    void openedByDrag(QDrag *drag);
    void poolDropped(laneway::Connection &connection, const QUuid &machine, const QString &pool);
    void devicesDropped(
        laneway::Connection &connection, const QUuid &machine, const QList<laneway::PciAddress> &devices);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void restoreWanted();
    void divide();

    NavigatorModel &m_model;
    bool m_quiet = false;
    // A place that is not there yet: machines come some frames after their connection.
    QString m_wantedConnection;
    NavigatorModel::Kind m_wantedKind = NavigatorModel::Kind::HostDevices;
    QUuid m_wantedMachine;
};

} // namespace laneway
