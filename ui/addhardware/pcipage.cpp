// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/pcipage.h"

#include "models/devicetreemodel.h"
#include "models/hostdevices.h"
#include "models/plaintip.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/addhardware/choicejudge.h"
#include "ui/filterfield.h"
#include "ui/hostpage/devicetree.h"
#include "ui/hostpage/verdictpanel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace laneway {

namespace {

/// What cannot be had is greyed; it can still be read why.
class ChoiceDelegate : public QStyledItemDelegate
{
public:
    ChoiceDelegate(const std::function<bool(const QModelIndex &)> &isRefused, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_isRefused(isRefused)
    {
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (m_isRefused(index))
            option->palette.setBrush(QPalette::Text, option->palette.brush(QPalette::PlaceholderText));
    }

private:
    std::function<bool(const QModelIndex &)> m_isRefused;
};

QString listOf(const QList<PciAddress> &devices)
{
    QStringList texts;
    for (const PciAddress &device : devices)
        texts << device.toString();
    return texts.join(u", "_s);
}

} // namespace

PciPage::PciPage(AddHardwareWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_devices(wizard.devices())
    , m_filter(new FilterField(this))
    , m_arrangement(new QComboBox)
    , m_tree(newDeviceTree(m_devices))
    , m_empty(new QLabel)
    , m_panel(new VerdictPanel)
    , m_summary(new QLabel)
    , m_wholeCard(new QPushButton)
    , m_asInterface(
          new QCheckBox(tr("Set up virtual functions as network &interfaces, with a MAC address of their own")))
{
    setTitle(tr("PCI Host Device"));
    setSubTitle(tr("The verdict says what stands in the way and what the host would lose. Tick several devices to "
                   "add them together."));
    m_filter->setObjectName(u"pciFilter"_s);
    m_arrangement->setObjectName(u"pciArrangement"_s);
    m_arrangement->addItem(tr("By IOMMU Group"), int(Arrangement::ByGroup));
    m_arrangement->addItem(tr("By Bus"), int(Arrangement::ByBus));
    m_arrangement->addItem(tr("By Kind"), int(Arrangement::ByKind));
    auto *arrangementLabel = new QLabel(tr("A&rrange"));
    arrangementLabel->setBuddy(m_arrangement);
    m_arrangement->setAccessibleName(tr("Arrange"));

    m_tree->setObjectName(u"pciChoice"_s);
    m_tree->setAccessibleName(tr("PCI devices of the host"));
    m_tree->setItemDelegate(new ChoiceDelegate(
        [this](const QModelIndex &index) {
            const auto address = index.data(DeviceTreeModel::AddressRole);
            return index.data(DeviceTreeModel::LevelRole).toInt() >= int(Level::Blocked)
                || (address.isValid() && isHad(address.value<PciAddress>()));
        },
        m_tree));
    m_tree->installEventFilter(this);
    m_devices.model()->setTicks({[this](const DeviceRow &row) { return tickOf(row); },
        [this](const DeviceRow &row, bool ticked) { tick(row, ticked); }});
    m_empty->setObjectName(u"pciEmpty"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setTextFormat(Qt::PlainText);
    m_summary->setObjectName(u"choiceSummary"_s);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_wholeCard->setObjectName(u"takeWholeCard"_s);
    m_asInterface->setObjectName(u"asInterface"_s);
    m_asInterface->setToolTip(tr("Without it the guest sees another MAC address after each start of the host"));

    auto *top = new QHBoxLayout;
    top->addWidget(m_filter->newLabel());
    top->addWidget(m_filter, 1);
    top->addWidget(arrangementLabel);
    top->addWidget(m_arrangement);
    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(m_tree, 1);
    leftLayout->addWidget(m_empty, 1);
    auto *splitter = new QSplitter;
    splitter->addWidget(left);
    splitter->addWidget(m_panel);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({660, 340}); // proportions
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(m_summary, 1);
    bottom->addWidget(m_wholeCard, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(splitter, 1);
    layout->addLayout(bottom);
    layout->addWidget(m_asInterface);

    connect(m_filter, &FilterField::goOn, m_tree, qOverload<>(&QWidget::setFocus));
    connect(m_filter, &QLineEdit::textChanged, &m_devices, &HostDevices::setFilter);
    connect(m_arrangement, &QComboBox::currentIndexChanged, this,
        [this] { m_devices.setArrangement(Arrangement(m_arrangement->currentData().toInt())); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &PciPage::follow);
    connect(m_tree, &QTreeView::doubleClicked, this, [this](const QModelIndex &index) {
        const DeviceRow *row = m_devices.model()->row(index);
        if (row && row->address && tickOf(*row) == Qt::Unchecked)
            tick(DeviceRow(*row), true);
    });
    connect(m_wholeCard, &QPushButton::clicked, this, &PciPage::takeWholeCard);
    connect(&m_devices, &HostDevices::updated, this, &PciPage::follow);
    connect(&m_devices, &HostDevices::filtered, this, &PciPage::afterFilter);
    connect(&wizard, &AddHardwareWizard::domainUpdated, this, &PciPage::follow);
    connect(&wizard.judge(), &ChoiceJudge::answered, this, &PciPage::summarize);
    afterFilter(0);
    follow();
}

void PciPage::initializePage()
{
    m_tree->setFocus(Qt::OtherFocusReason);
    follow();
}

int PciPage::nextId() const
{
    return AddHardwareWizard::ReviewId;
}

void PciPage::preselect(const QList<PciAddress> &devices)
{
    m_ticked = QSet<PciAddress>(devices.cbegin(), devices.cend());
    m_asInterface->setChecked(true); // a card that was dropped is to have one address for good
    m_toShow = devices.value(0);
    follow();
}

bool PciPage::isHad(const PciAddress &device) const
{
    return m_wizard.domain().devices.contains(device);
}

bool PciPage::canTake(const PciAddress &device) const
{
    const auto verdict = m_devices.table().verdicts.constFind(device);
    return verdict != m_devices.table().verdicts.cend() && !verdict->refuses() && !isHad(device);
}

QList<PciAddress> PciPage::chosen() const
{
    QList<PciAddress> devices(m_ticked.cbegin(), m_ticked.cend());
    std::sort(devices.begin(), devices.end());
    if (!devices.isEmpty())
        return devices;
    const QVariant current = m_tree->currentIndex().data(DeviceTreeModel::AddressRole);
    if (current.isValid() && canTake(current.value<PciAddress>()))
        devices << current.value<PciAddress>();
    return devices;
}

QList<PciAddress> PciPage::companionsOf(const QList<PciAddress> &devices) const
{
    QList<PciAddress> companions;
    for (const PciAddress &device : devices)
        for (const PciAddress &companion : m_devices.table().verdicts.value(device).companions)
            if (!devices.contains(companion) && !companions.contains(companion))
                companions << companion;
    std::sort(companions.begin(), companions.end());
    return companions;
}

std::optional<Qt::CheckState> PciPage::tickOf(const DeviceRow &row) const
{
    if (row.address) {
        if (row.bridge || !canTake(*row.address))
            return std::nullopt;
        if (m_ticked.contains(*row.address))
            return Qt::Checked;
        if (m_companions.contains(*row.address))
            return m_idle.contains(*row.address) ? Qt::PartiallyChecked : Qt::Checked;
        return Qt::Unchecked;
    }
    int possible = 0;
    int ticked = 0;
    for (const PciAddress &endpoint : row.endpoints) {
        possible += canTake(endpoint) ? 1 : 0;
        ticked
            += m_ticked.contains(endpoint) || (m_companions.contains(endpoint) && !m_idle.contains(endpoint)) ? 1 : 0;
    }
    if (possible == 0)
        return std::nullopt;
    return ticked == 0 ? Qt::Unchecked : ticked == row.endpoints.size() ? Qt::Checked : Qt::PartiallyChecked;
}

void PciPage::tick(const DeviceRow &row, bool ticked)
{
    if (row.address && m_companions.contains(*row.address)) {
        // It goes along in any case; whether the machine sees it is a choice.
        ticked ? (void)m_idle.remove(*row.address) : (void)m_idle.insert(*row.address);
    } else {
        const QList<PciAddress> devices = row.address ? QList<PciAddress>{*row.address} : row.endpoints;
        for (const PciAddress &device : devices) {
            if (ticked && canTake(device))
                m_ticked.insert(device);
            else
                m_ticked.remove(device);
            m_idle.remove(device);
        }
    }
    follow();
}

void PciPage::takeWholeCard()
{
    const DropVerdict *verdict = m_wizard.judge().answer();
    if (!verdict)
        return;
    for (const PciAddress &device : chosen() + verdict->suggested)
        if (canTake(device))
            m_ticked.insert(device);
    follow();
}

void PciPage::follow()
{
    QSet<PciAddress> changed = m_companions;
    if (m_devices.isReady()) {
        // A device that is gone, or was taken meanwhile, is no longer ours to choose.
        for (const PciAddress &device : QSet<PciAddress>(m_ticked))
            if (!canTake(device) && (!m_devices.table().host.find(device) || isHad(device))) {
                m_ticked.remove(device);
                changed.insert(device);
            }
    }
    const QList<PciAddress> companions = companionsOf(QList<PciAddress>(m_ticked.cbegin(), m_ticked.cend()));
    m_companions = QSet<PciAddress>(companions.cbegin(), companions.cend());
    m_idle.intersect(m_companions);
    changed.unite(m_companions).unite(m_ticked);
    m_devices.model()->ticksChanged(QList<PciAddress>(changed.cbegin(), changed.cend()));
    if (m_toShow && m_devices.isReady()) {
        const QModelIndex index = m_devices.model()->indexOf(*m_toShow);
        m_toShow.reset();
        m_tree->setCurrentIndex(index); // comes here again
        m_tree->scrollTo(index, QAbstractItemView::PositionAtCenter);
        return;
    }
    explain();
    if (m_wizard.currentId() == AddHardwareWizard::PciId) // the review asks about its own
        m_wizard.judge().ask(chosen());
    summarize();
}

void PciPage::explain()
{
    if (!m_devices.isReady())
        return m_panel->showNothing(tr("Reading the host…"));
    const QVariant current = m_tree->currentIndex().data(DeviceTreeModel::AddressRole);
    const HostTable &table = m_devices.table();
    const PciFunction *function = current.isValid() ? table.host.find(current.value<PciAddress>()) : nullptr;
    if (!function) {
        m_explained.reset();
        return m_panel->showNothing(tr("Select a device to see what stands in its way and what the host would lose."));
    }
    const std::pair shown(function->address, table.verdicts.value(function->address));
    if (m_explained == shown)
        return; // the reader's place in the text stays
    m_explained = shown;
    m_panel->showFunction(table.host, *function, shown.second);
}

void PciPage::summarize()
{
    const QList<PciAddress> devices = chosen();
    const DropVerdict *verdict = devices.isEmpty() ? nullptr : m_wizard.judge().answer();
    QStringList lines;
    const QVariant current = m_tree->currentIndex().data(DeviceTreeModel::AddressRole);
    if (devices.isEmpty() && current.isValid() && isHad(current.value<PciAddress>()))
        lines << tr("%1 has this device already.").arg(m_wizard.domain().name);
    else if (devices.isEmpty() && current.isValid())
        lines << tr("This device cannot be assigned; the reason is beside it. Choose another one.");
    else if (devices.isEmpty())
        lines << tr("Nothing is chosen yet.");
    else if (verdict)
        lines << verdict->sentence;
    if (!m_idle.isEmpty()) {
        QList<PciAddress> idle(m_idle.cbegin(), m_idle.cend());
        std::sort(idle.begin(), idle.end());
        lines << tr("Taken from the host, but not shown to the machine: %1.").arg(listOf(idle));
    }
    m_summary->setText(lines.join(u'\n'));
    m_summary->setAccessibleName(m_summary->text());

    QList<PciAddress> rest = verdict ? verdict->suggested : QList<PciAddress>();
    rest.removeIf([this](const PciAddress &device) { return !canTake(device); });
    m_wholeCard->setVisible(!rest.isEmpty());
    m_wholeCard->setText(tr("Take the &Whole Card (%n more)", nullptr, int(rest.size())));
    m_wholeCard->setToolTip(plainTip(tr("The same card has more functions: %1").arg(listOf(rest))));
    const HostSnapshot &host = m_devices.table().host;
    m_asInterface->setVisible(std::any_of(
        devices.cbegin(), devices.cend(), [&](const PciAddress &device) { return isNetworkFunction(host, device); }));
    Q_EMIT completeChanged();
}

void PciPage::afterFilter(int shown)
{
    const QString filter = m_devices.filter();
    m_tree->setVisible(shown > 0);
    m_empty->setVisible(shown == 0);
    m_empty->setText(!m_devices.isReady() ? tr("Reading the host…")
            : filter.isEmpty()            ? tr("This host shows no PCI devices.")
                                          : tr("No device fits “%1”. Use fewer or other words.").arg(filter));
    if (filter.isEmpty() || shown == 0 || m_tree->currentIndex().isValid() || !m_ticked.isEmpty())
        return;
    // What was looked for is found: the first that can be had, so that Enter goes on.
    const QAbstractItemModel &model = *m_tree->model();
    for (QModelIndex index = model.index(0, 0); index.isValid(); index = m_tree->indexBelow(index)) {
        const QVariant address = index.data(DeviceTreeModel::AddressRole);
        if (address.isValid() && canTake(address.value<PciAddress>()))
            return m_tree->setCurrentIndex(index);
    }
}

bool PciPage::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWizardPage::eventFilter(object, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const QModelIndex current = m_tree->currentIndex().siblingAtColumn(DeviceTreeModel::NameColumn);
    if (object == m_tree && key == Qt::Key_Space && current.flags().testFlag(Qt::ItemIsUserCheckable)) {
        const bool ticked = current.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        return m_tree->model()->setData(current, ticked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }
    return QWizardPage::eventFilter(object, event);
}

bool PciPage::isComplete() const
{
    const QList<PciAddress> devices = chosen();
    const DropVerdict *verdict = m_wizard.judge().answer();
    return !devices.isEmpty()
        && std::all_of(devices.cbegin(), devices.cend(), [this](const PciAddress &device) { return canTake(device); })
        && !(verdict && verdict->refuses());
}

bool PciPage::validatePage()
{
    const QList<PciAddress> devices = chosen();
    if (devices.isEmpty())
        return false;
    HardwareChoice choice;
    for (const PciAddress &source : devices) {
        AssignedDevice device;
        device.source = source;
        device.managed = true;
        if (m_asInterface->isChecked() && isNetworkFunction(m_wizard.connection().host(), source)) {
            device.form = AssignedDevice::Form::Interface;
            device.mac = MacAddress::generate();
        }
        choice.devices << device;
    }
    choice.idle = m_idle;
    m_wizard.setChoice(choice);
    return true;
}

} // namespace laneway
