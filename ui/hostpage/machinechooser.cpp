// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/machinechooser.h"

#include "client/connection.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace laneway {

MachineChooser::MachineChooser(
    const Connection &connection, const HostTable &table, const QList<PciAddress> &devices, QWidget *parent)
    : QDialog(parent)
    , m_table(table)
    , m_devices(devices)
    , m_filter(new QLineEdit)
    , m_machines(new QListWidget)
    , m_meaning(new QLabel)
    , m_compute(this, [this](const std::pair<QUuid, DropVerdict> &answer) {
        m_judged = answer.first;
        show(answer.second);
    })
{
    setObjectName(u"machineChooser"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Assign %n Device(s)", nullptr, int(devices.size())));
    m_filter->setObjectName(u"machineFilter"_s);
    m_filter->setAccessibleName(tr("Find a machine"));
    m_filter->setPlaceholderText(tr("Find a machine"));
    m_filter->setClearButtonEnabled(true);
    m_machines->setObjectName(u"machineChoice"_s);
    m_machines->setAccessibleName(tr("Machines"));
    m_machines->setUniformItemSizes(true);
    m_meaning->setObjectName(u"machineMeaning"_s);
    m_meaning->setTextFormat(Qt::PlainText);
    m_meaning->setWordWrap(true);
    m_meaning->setMinimumHeight(fontMetrics().lineSpacing() * 3);
    m_meaning->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_assign = buttons->addButton(tr("&Assign…"), QDialogButtonBox::AcceptRole);
    m_assign->setObjectName(u"assignToChosen"_s);
    m_assign->setEnabled(false);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_filter);
    layout->addWidget(m_machines, 1);
    layout->addWidget(m_meaning);
    layout->addWidget(buttons);

    QList<DomainInfo> machines = connection.domains();
    std::sort(machines.begin(), machines.end(),
        [](const DomainInfo &a, const DomainInfo &b) { return a.name.localeAwareCompare(b.name) < 0; });
    for (const DomainInfo &machine : std::as_const(machines)) {
        auto *item = new QListWidgetItem(machine.name, m_machines);
        item->setData(Qt::UserRole, machine.uuid);
    }
    connect(m_filter, &QLineEdit::textChanged, this, &MachineChooser::narrow);
    connect(m_machines, &QListWidget::currentItemChanged, this, &MachineChooser::judge);
    connect(m_machines, &QListWidget::itemActivated, this, &MachineChooser::accept);
    connect(buttons, &QDialogButtonBox::accepted, this, &MachineChooser::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_machines->setCurrentRow(0);
}

void MachineChooser::narrow(const QString &text)
{
    QListWidgetItem *first = nullptr;
    for (int row = 0; row < m_machines->count(); ++row) {
        QListWidgetItem *item = m_machines->item(row);
        item->setHidden(!item->text().contains(text, Qt::CaseInsensitive));
        if (!first && !item->isHidden())
            first = item;
    }
    if (const QListWidgetItem *current = m_machines->currentItem(); !current || current->isHidden())
        m_machines->setCurrentItem(first);
}

void MachineChooser::judge()
{
    m_assign->setEnabled(false);
    const QListWidgetItem *item = m_machines->currentItem();
    if (!item)
        return m_meaning->setText(tr("No machine has this in its name."));
    m_compute.ask(
        [table = m_table, devices = m_devices, target = DropTarget{item->data(Qt::UserRole).toUuid(), item->text()}] {
            return std::pair(target.domain, dropVerdict(table.host, table.claims, devices, target));
        });
}

void MachineChooser::show(const DropVerdict &verdict)
{
    const QListWidgetItem *item = m_machines->currentItem();
    if (!item || item->data(Qt::UserRole).toUuid() != m_judged)
        return;
    m_verdict = verdict;
    m_meaning->setText(verdict.sentence);
    m_assign->setEnabled(!verdict.refuses());
}

void MachineChooser::accept()
{
    if (!m_assign->isEnabled())
        return;
    Q_EMIT chosen(m_judged, m_verdict.devices);
    QDialog::accept();
}

} // namespace laneway
