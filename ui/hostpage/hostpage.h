// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QJsonObject>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QStackedWidget;

namespace laneway {

class DeviceActions;
class DeviceDetails;
class DeviceView;
class EmptyState;
class FilterField;
class HostDevices;
class MessageBar;

/// The host's devices in one tree, arranged as the person likes; what is selected is explained beside.
class HostPage : public QWidget
{
    Q_OBJECT
public:
    HostPage(Connection &connection, QWidget *parent = nullptr);

    /// Endpoints that are selected; of a group that is, all of its own.
    QList<PciAddress> selectedDevices() const;
    /// Shows a device even if filter or hidden bridges keep it from view now.
    void selectDevice(const PciAddress &device);
    /// Who comes by a key goes on by keys.
    void takeFocus();

Q_SIGNALS:
    void assignRequested(const QUuid &domain, const QList<laneway::PciAddress> &devices);
    void planRequested(const QString &kind, const QJsonObject &arguments);
    void gridRequested(const laneway::PciAddress &physical); ///< of its virtual functions

private:
    QWidget *makeTools();
    void updateAll();
    void goToFound();
    void showState(int shown, int all);
    void explain();

    Connection &m_connection;
    HostDevices *m_devices;
    MessageBar *m_message;
    QComboBox *m_arrangement;
    FilterField *m_filter;
    QLabel *m_count;
    QCheckBox *m_bridges;
    DeviceView *m_tree;
    EmptyState *m_empty;
    QStackedWidget *m_center;
    DeviceDetails *m_details;
    DeviceActions *m_actions;
    std::optional<PciAddress> m_toSelect; ///< once it is in the tree
    QString m_failure; ///< why there is no host to show
};

} // namespace laneway
