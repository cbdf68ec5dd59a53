// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dropverdict.h"
#include "models/hosttable.h"
#include "ui/newestonly.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace laneway {

class Connection;

/// Which of many machines devices are to go to: found by typing, each with what it would mean.
class MachineChooser : public QDialog
{
    Q_OBJECT
public:
    MachineChooser(
        const Connection &connection, const HostTable &table, const QList<PciAddress> &devices, QWidget *parent);

Q_SIGNALS:
    void chosen(const QUuid &machine, const QList<laneway::PciAddress> &devices);

private:
    void narrow(const QString &text);
    void judge();
    void show(const DropVerdict &verdict);
    void accept() override;

    HostTable m_table;
    QList<PciAddress> m_devices;
    QLineEdit *m_filter;
    QListWidget *m_machines;
    QLabel *m_meaning;
    QPushButton *m_assign;
    DropVerdict m_verdict;
    QUuid m_judged; ///< the machine that m_verdict is about
    NewestOnly<std::pair<QUuid, DropVerdict>> m_compute;
};

} // namespace laneway
