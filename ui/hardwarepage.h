// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace laneway {

class MessageBar;
class VerdictPanel;

/// One machine: its state, its host devices, Start, Shut Down, Force Off, Add Hardware, Remove.
class HardwarePage : public QWidget
{
    Q_OBJECT
public:
    HardwarePage(Connection &connection, QWidget *parent = nullptr);
    void showDomain(const QUuid &uuid);
    QUuid domain() const { return m_uuid; }

Q_SIGNALS:
    void addHardwareRequested(const QUuid &domain);
    /// A plan that goes ahead at once, because it was asked for by name and takes nothing new.
    void planRequested(const QString &kind, const QJsonObject &arguments);

public Q_SLOTS:
    void showError(const laneway::Error &error);

private:
    void refresh();
    void explain();
    void removeSelected();

    Connection &m_connection;
    QUuid m_uuid;
    QLabel *m_title;
    MessageBar *m_message;
    QListWidget *m_devices;
    VerdictPanel *m_panel;
    QPushButton *m_start;
    QPushButton *m_shutdown;
    QPushButton *m_forceOff;
    QPushButton *m_add;
    QPushButton *m_remove;
};

} // namespace laneway
