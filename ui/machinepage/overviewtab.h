// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/machinepage/machinedraft.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QTextBrowser;
class QTreeWidget;

namespace laneway {

/// What the machine is, which devices of the host it has, and what its start would do to the host.
class OverviewTab : public QWidget
{
    Q_OBJECT
public:
    OverviewTab(Connection &connection, MachineDraft &draft, QWidget *parent = nullptr);
    void setState(const QString &name, const QString &state);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();
    void showDevices();
    void askForStart();

    Connection &m_connection;
    MachineDraft &m_draft;
    QString m_state;
    QFormLayout *m_form;
    QLabel *m_name;
    QLabel *m_stateText;
    QLabel *m_description;
    QLabel *m_uuid;
    QLabel *m_chipset;
    QLabel *m_firmware;
    QLabel *m_processors;
    QLabel *m_memory;
    QLabel *m_noDevices;
    QTreeWidget *m_devices;
    QLabel *m_startHeading;
    QTextBrowser *m_start;
    quint64 m_asked = 0;
};

} // namespace laneway
