// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/hostpage.h"

#include "host/reasontext.h"
#include "models/devicetreemodel.h"
#include "models/hostdevices.h"
#include "ui/filterfield.h"
#include "ui/hostpage/deviceactions.h"
#include "ui/hostpage/devicedetails.h"
#include "ui/hostpage/devicetree.h"
#include "ui/hostpage/emptystate.h"
#include "ui/messagebar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>

#include <utility>

namespace laneway {

HostPage::HostPage(Connection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_devices(new HostDevices(connection, this))
    , m_message(new MessageBar)
    , m_arrangement(new QComboBox)
    , m_filter(new FilterField(this))
    , m_count(new QLabel)
    , m_bridges(new QCheckBox(tr("Show &bridges")))
    , m_tree(new DeviceView(*m_devices))
    , m_empty(new EmptyState)
    , m_center(new QStackedWidget)
    , m_details(new DeviceDetails)
    , m_actions(new DeviceActions(connection, *m_devices, *m_tree))
{
    setObjectName(u"hostPage"_s);
    m_tree->setObjectName(u"hostTree"_s);
    m_tree->setAccessibleName(tr("Host devices"));
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setDragEnabled(true);
    m_tree->setDragDropMode(QAbstractItemView::DragOnly);
    m_center->addWidget(m_tree);
    m_center->addWidget(m_empty);

    auto *splitter = new QSplitter(this);
    splitter->setObjectName(u"hostSplitter"_s);
    splitter->addWidget(m_center);
    splitter->addWidget(m_details);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({730, 270}); // proportions
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeTools());
    layout->addWidget(m_message);
    layout->addWidget(splitter, 1);

    connect(m_tree->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HostPage::updateAll);
    connect(m_tree, &DeviceView::tooManyToSelect, this, [this](int most) {
        m_message->showText(
            tr("At most %n rows can be selected at once. Filter the list for those you want.", nullptr, most));
    });
    connect(m_devices, &HostDevices::updated, this, &HostPage::updateAll);
    connect(m_devices, &HostDevices::filtered, this, &HostPage::showState);
    connect(m_empty, &EmptyState::actionRequested, this, [this] {
        m_filter->clear();
        m_filter->setFocus();
    });
    connect(m_details, &DeviceDetails::deviceActivated, this, &HostPage::selectDevice);
    connect(m_details, &DeviceDetails::planRequested, this, &HostPage::planRequested);
    connect(m_actions, &DeviceActions::planRequested, this, &HostPage::planRequested);
    connect(m_actions, &DeviceActions::gridRequested, this, &HostPage::gridRequested);
    connect(m_details, &DeviceDetails::gridRequested, this, &HostPage::gridRequested);
    connect(m_actions, &DeviceActions::assignRequested, this, &HostPage::assignRequested);
    connect(m_actions, &DeviceActions::said, m_message, [this](const QString &text) { m_message->showText(text); });
    connect(&connection, &Connection::failed, this, [this](const Error &error) {
        m_failure = errorText(error);
        showState(0, 0);
    });
    connect(&connection, &Connection::ready, this, [this] { m_failure.clear(); });
    if (const auto failure = connection.failure())
        m_failure = errorText(*failure);
    showState(0, 0);
    updateAll();
}

QWidget *HostPage::makeTools()
{
    auto *arrangementLabel = new QLabel(tr("Arran&ge by:"));
    arrangementLabel->setBuddy(m_arrangement);
    m_arrangement->setObjectName(u"arrangement"_s);
    m_arrangement->addItem(tr("IOMMU group"), int(Arrangement::ByGroup));
    m_arrangement->addItem(tr("Bus"), int(Arrangement::ByBus));
    m_arrangement->addItem(tr("Kind of device"), int(Arrangement::ByKind));
    m_filter->setObjectName(u"deviceFilter"_s);
    m_count->setObjectName(u"deviceCount"_s);
    m_bridges->setObjectName(u"showBridges"_s);
    m_bridges->setToolTip(tr("Bridges and ports carry devices; they cannot be given to a machine."));

    connect(m_arrangement, &QComboBox::currentIndexChanged, this,
        [this] { m_devices->setArrangement(Arrangement(m_arrangement->currentData().toInt())); });
    connect(m_filter, &QLineEdit::textChanged, m_devices, &HostDevices::setFilter);
    connect(m_filter, &FilterField::goOn, this, &HostPage::goToFound);
    connect(m_filter, &QLineEdit::returnPressed, this, &HostPage::goToFound);
    connect(m_filter, &FilterField::left, m_tree, qOverload<>(&QWidget::setFocus));
    connect(m_bridges, &QCheckBox::toggled, m_devices, &HostDevices::setBridgesShown);

    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(arrangementLabel);
    row->addWidget(m_arrangement);
    row->addWidget(m_filter->newLabel());
    row->addWidget(m_filter, 1);
    row->addWidget(m_count);
    row->addWidget(m_bridges);
    return tools;
}

void HostPage::takeFocus()
{
    if (m_tree->isVisible())
        m_tree->setFocus(Qt::ShortcutFocusReason);
}

void HostPage::goToFound()
{
    m_tree->setFocus();
    QModelIndex index = m_tree->model()->index(0, 0);
    while (index.isValid() && !index.data(DeviceTreeModel::AddressRole).isValid())
        index = m_tree->indexBelow(index);
    if (index.isValid() && m_actions->selection().functions.isEmpty())
        m_tree->setCurrentIndex(index);
}

QList<PciAddress> HostPage::selectedDevices() const
{
    return m_actions->selectedDevices();
}

void HostPage::selectDevice(const PciAddress &device)
{
    const QModelIndex index = m_devices->model()->indexOf(device);
    m_toSelect.reset();
    if (index.isValid()) {
        m_tree->setCurrentIndex(index);
        m_tree->scrollTo(index);
        return;
    }
    const PciFunction *function = m_devices->table().host.find(device);
    if (!function)
        return;
    m_toSelect = device;
    m_filter->clear();
    if (!function->isEndpoint())
        m_bridges->setChecked(true);
}

void HostPage::updateAll()
{
    if (m_toSelect && m_devices->model()->indexOf(*m_toSelect).isValid())
        return selectDevice(*std::exchange(m_toSelect, std::nullopt)); // comes back here
    m_actions->update();
    explain();
}

void HostPage::showState(int shown, int all)
{
    const QString filter = m_devices->filter().trimmed();
    m_count->clear();
    if (!m_failure.isEmpty()) {
        m_empty->say(tr("There is no connection to this host."), m_failure);
    } else if (!m_devices->isReady()) {
        m_empty->say(tr("Reading the host…"));
    } else if (all == 0 && m_devices->table().host.functions.isEmpty()) {
        m_empty->say(
            tr("This host shows no PCI devices."), tr("In a container or a small virtual machine there may be none."));
    } else if (shown == 0 && !filter.isEmpty()) {
        m_empty->say(tr("No device fits “%1”.").arg(filter),
            m_bridges->isChecked() ? QString() : tr("Bridges are not looked at while they are hidden."),
            tr("&Clear Filter"));
        m_count->setText(tr("0 of %1").arg(all));
    } else {
        if (!filter.isEmpty())
            m_count->setText(tr("%1 of %2").arg(shown).arg(all));
        else
            m_count->setText(all == 1 ? tr("1 device") : tr("%n devices", nullptr, all));
        m_details->setVisible(true);
        return m_center->setCurrentWidget(m_tree);
    }
    m_details->setVisible(false); // there is nothing to explain
    m_center->setCurrentWidget(m_empty);
}

void HostPage::explain()
{
    const DeviceSelection selection = m_actions->selection();
    if (!m_devices->isReady())
        m_details->showNothing({});
    else if (selection.functions.isEmpty() && !selection.group)
        m_details->showNothing(
            tr("Select a device to see what stands in its way and what the host would lose. Drag it onto a machine, or "
               "press Enter, to assign it."));
    else
        m_details->show(m_devices->table(), selection);
}

} // namespace laneway
