// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/vfpage.h"

#include "ui/addhardware/addhardwarewizard.h"
#include "ui/addhardware/choicejudge.h"
#include "ui/addhardware/rowlist.h"
#include "ui/addhardware/virtualfunctions.h"
#include "ui/panels/vffields.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSpinBox>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace laneway {

namespace {

const QString poolPrefix = u"pool/"_s;

QLabel *newHeading(const QString &text, QWidget *buddy)
{
    auto *label = new QLabel(text);
    label->setBuddy(buddy);
    QString name = text;
    buddy->setAccessibleName(name.remove(u'&'));
    return label;
}

} // namespace

VfPage::VfPage(AddHardwareWizard &wizard, Picks picks)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_picks(picks)
    , m_cardModel(new RowListModel({picks == Picks::ByHand ? tr("Network Card") : tr("Pool or Network Card"),
          tr("Virtual Functions"), tr("Address")}))
    , m_cards(newRowList(m_cardModel, 0))
    , m_fields(new VfFields)
    , m_problem(new QLabel)
{
    const bool byHand = picks == Picks::ByHand;
    setTitle(byHand ? tr("SR-IOV Network Interface") : tr("Network Interface from a VF Pool"));
    setSubTitle(byHand
            ? tr(
                "The guest drives a virtual function of the card itself; the host's card keeps its MAC address and VLAN.")
            : tr(
                "Of a pool, the machine gets a virtual function at each start; of a card, the next free one for good."));
    m_cards->setObjectName(byHand ? u"vfCards"_s : u"poolCards"_s);
    m_problem->setObjectName(byHand ? u"vfProblem"_s : u"poolProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);

    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(newHeading(byHand ? tr("Network car&d") : tr("Pool or network car&d"), m_cards));
    leftLayout->addWidget(m_cards, 1);
    byHand ? addFunctionList(leftLayout) : addPicks(leftLayout);
    auto *right = new QWidget;
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->addWidget(m_fields);
    rightLayout->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(right);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *splitter = new QSplitter;
    splitter->addWidget(left);
    splitter->addWidget(scroll);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({600, 400}); // proportions
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_problem);

    AssignedDevice device;
    device.form = AssignedDevice::Form::Interface;
    device.mac = MacAddress::generate();
    m_fields->setDevice(device);
    connect(m_fields, &VfFields::edited, this, &VfPage::follow);
    connect(m_cards->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        const QString id = current.data(RowListModel::IdRole).toString();
        if (id.startsWith(poolPrefix))
            return choosePool(id.mid(poolPrefix.size()));
        const auto address = PciAddress::parse(id);
        if (!address || (m_card == *address && m_pool.isEmpty()))
            return;
        m_card = *address;
        m_pool.clear();
        m_chosen.clear();
        showFunctions();
    });
    connect(&wizard.virtualFunctions(), &VirtualFunctions::updated, this, &VfPage::showCards);
    showCards();
}

void VfPage::addFunctionList(QVBoxLayout *layout)
{
    m_functionModel = new RowListModel(
        {tr("Virtual Function"), tr("Verdict"), tr("Used By"), tr("MAC Address Now"), tr("Address")}, 1);
    m_functions = newRowList(m_functionModel, 1);
    m_functions->setObjectName(u"vfList"_s);
    m_functions->setSelectionMode(QAbstractItemView::ExtendedSelection);
    layout->addWidget(newHeading(tr("Virtual &function"), m_functions));
    layout->addWidget(m_functions, 2);
    connect(m_functions->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_chosen.clear();
        for (const QModelIndex &index : m_functions->selectionModel()->selectedRows())
            m_chosen << PciAddress::parse(index.data(RowListModel::IdRole).toString()).value();
        std::sort(m_chosen.begin(), m_chosen.end());
        follow();
    });
}

void VfPage::addPicks(QVBoxLayout *layout)
{
    m_count = new QSpinBox;
    m_count->setObjectName(u"poolCount"_s);
    m_count->setRange(1, 1);
    m_picked = new QLabel;
    m_picked->setObjectName(u"poolPicked"_s);
    m_picked->setWordWrap(true);
    m_picked->setTextFormat(Qt::PlainText);
    auto *count = new QHBoxLayout;
    count->addWidget(newHeading(tr("Nu&mber of interfaces"), m_count));
    count->addWidget(m_count);
    count->addStretch();
    m_portGroup = new QComboBox;
    m_portGroup->setObjectName(u"poolPortGroup"_s);
    m_portGroupRow = new QWidget;
    auto *group = new QHBoxLayout(m_portGroupRow);
    group->setContentsMargins(0, 0, 0, 0);
    group->addWidget(newHeading(tr("Port gro&up"), m_portGroup));
    group->addWidget(m_portGroup);
    group->addStretch();
    layout->addLayout(count);
    layout->addWidget(m_portGroupRow);
    layout->addWidget(m_picked);
    connect(&m_wizard.connection(), &Connection::networksChanged, this, &VfPage::showCards);
    connect(m_count, &QSpinBox::valueChanged, this, &VfPage::showFunctions);
}

void VfPage::initializePage()
{
    (m_picks == Picks::ByHand ? m_functions : m_cards)->setFocus(Qt::OtherFocusReason);
    follow();
}

int VfPage::nextId() const
{
    return AddHardwareWizard::ReviewId;
}

void VfPage::preselect(const PciAddress &physical, const QList<PciAddress> &functions)
{
    m_card = physical;
    m_wanted = functions;
    m_chosen = functions;
    showCards();
}

void VfPage::preselectPool(const QString &pool)
{
    m_pools = m_wizard.connection().networks();
    choosePool(pool);
    showCards();
}

const NetworkState *VfPage::pool() const
{
    const auto found = std::find_if(
        m_pools.cbegin(), m_pools.cend(), [this](const NetworkState &pool) { return pool.name == m_pool; });
    return found == m_pools.cend() ? nullptr : &*found;
}

void VfPage::choosePool(const QString &name)
{
    if (m_pool == name)
        return;
    m_pool = name;
    m_portGroup->clear();
    if (const NetworkState *chosen = pool())
        m_wizard.connection().networkXml(chosen->uuid, true, this, [this, name](const Result<QString> &text) {
            const auto xml = text ? NetworkXml::parse(text->toUtf8()) : fail(text.error());
            const auto described = xml ? xml->pool() : fail(xml.error());
            if (name != m_pool || !described)
                return;
            m_portGroup->clear();
            m_portGroup->addItem(tr("As the pool has it"), QString());
            for (const NetworkPortGroup &group : described->portGroups)
                m_portGroup->addItem(group.vlan && group.vlan->tags.size() == 1
                        ? tr("%1 (VLAN %2)").arg(group.name).arg(group.vlan->tags.first())
                        : group.name,
                    group.name);
            showFunctions();
        });
    showFunctions();
}

const PfChoice *VfPage::card() const
{
    return m_card ? m_wizard.virtualFunctions().find(*m_card) : nullptr;
}

void VfPage::showCards()
{
    const QList<PfChoice> &cards = m_wizard.virtualFunctions().physical();
    QList<ListRow> rows;
    if (m_picks == Picks::NextFree) {
        m_pools = m_wizard.connection().networks();
        // Together with the cards: the columns get their widths from the first that come.
        for (const NetworkState &pool : m_wizard.virtualFunctions().isReady() ? m_pools : QList<NetworkState>())
            rows << ListRow{poolPrefix + pool.name,
                {tr("Pool %1").arg(pool.name),
                    pool.active ? tr("%1 of %2 free").arg(pool.free).arg(pool.total) : tr("stopped"), pool.physical}};
        if (m_pool.isEmpty() && !m_card && !m_pools.isEmpty())
            choosePool(m_pools.first().name);
    }
    for (const PfChoice &choice : cards) {
        const QString count = choice.functions.isEmpty()
            ? tr("none made of %1 possible").arg(choice.total)
            : tr("%1 of %2 free").arg(choice.free).arg(choice.functions.size());
        rows << ListRow{choice.address.toString(),
            {choice.interface.isEmpty() ? choice.name : tr("%1: %2").arg(choice.interface, choice.name), count,
                choice.address.toString()},
            choice.functions.isEmpty() || choice.interface.isEmpty()};
    }
    m_cardModel->setRows(rows);
    if (!m_pool.isEmpty()) {
        m_cards->setCurrentIndex(m_cardModel->indexOf(poolPrefix + m_pool));
        return showFunctions();
    }
    if (!card()) {
        const auto best = std::max_element(cards.cbegin(), cards.cend(), [](const PfChoice &a, const PfChoice &b) {
            return (a.interface.isEmpty() ? -1 : a.free) < (b.interface.isEmpty() ? -1 : b.free);
        });
        if (best != cards.cend() && m_wizard.virtualFunctions().isReady())
            m_card = best->address;
    }
    if (m_card)
        m_cards->setCurrentIndex(m_cardModel->indexOf(m_card->toString()));
    showFunctions();
}

void VfPage::showPool()
{
    const NetworkState *chosen = pool();
    m_chosen.clear();
    m_count->setRange(1, qMax(1, chosen ? int(chosen->total) : 1));
    m_portGroupRow->setVisible(m_portGroup->count() > 1);
    if (!chosen)
        m_picked->clear();
    else if (!chosen->active)
        m_picked->setText(
            tr("The pool is stopped. Until it is started, on the page VF Pools, the machine cannot start."));
    else
        m_picked->setText(tr("Which one is taken is decided when the machine starts. %1 of %2 are free now.")
                              .arg(chosen->free)
                              .arg(chosen->total));
    follow();
}

void VfPage::showFunctions()
{
    if (m_picks == Picks::NextFree) {
        m_fields->setVisible(m_pool.isEmpty());
        m_portGroupRow->setVisible(!m_pool.isEmpty());
        if (!m_pool.isEmpty())
            return showPool();
    }
    const PfChoice *choice = card();
    if (!choice)
        return follow();
    if (m_picks == Picks::NextFree) {
        m_count->setRange(1, qMax(1, choice->free));
        m_chosen.clear();
        QStringList names;
        for (const VfChoice &function : choice->functions)
            if (function.free && m_chosen.size() < m_count->value()) {
                m_chosen << function.address;
                names << tr("VF %1 (%2)").arg(function.index.value).arg(function.address.toString());
            }
        m_picked->setText(names.isEmpty() ? QString() : tr("Takes %1.").arg(names.join(u", "_s)));
        return follow();
    }
    QList<ListRow> rows;
    for (const VfChoice &function : choice->functions)
        rows << ListRow{function.address.toString(),
            {tr("VF %1").arg(function.index.value), function.verdict, function.usedBy,
                function.mac ? function.mac->toString() : QString(), function.address.toString()},
            !function.choosable, function.level};
    m_functionModel->setRows(rows);
    const QList<PciAddress> wanted = std::exchange(m_wanted, {});
    for (const PciAddress &function : wanted) {
        const QModelIndex index = m_functionModel->indexOf(function.toString());
        m_functions->selectionModel()->setCurrentIndex(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    // The first is a free one where there is any.
    if (m_chosen.isEmpty() && !choice->functions.isEmpty())
        m_functions->setCurrentIndex(m_functionModel->index(0, 0));
    follow();
}

void VfPage::follow()
{
    if (m_wizard.currentId() == (m_picks == Picks::ByHand ? AddHardwareWizard::VfId : AddHardwareWizard::PoolId))
        m_wizard.judge().ask(m_chosen);
    m_fields->setMacShown(m_chosen.size() <= 1);
    m_problem->setText(problem());
    m_problem->setVisible(!m_problem->text().isEmpty());
    Q_EMIT completeChanged();
}

QString VfPage::problem() const
{
    if (!m_pool.isEmpty())
        return pool() ? QString() : tr("The pool %1 is no longer there. Choose another one.").arg(m_pool);
    if (!m_wizard.virtualFunctions().isReady())
        return tr("Reading the host…");
    const PfChoice *choice = card();
    if (!choice)
        return tr("No network card of this host has virtual functions. Go back and choose PCI Host Device.");
    if (choice->functions.isEmpty())
        return tr("This card has no virtual functions at the moment. Make some on the page VF Pools, or choose "
                  "another card.");
    if (choice->interface.isEmpty())
        return tr("The host has no network interface for this card, by which MAC address and VLAN could be set. Go "
                  "back and give its virtual functions as PCI host devices.");
    if (m_chosen.isEmpty())
        return m_picks == Picks::NextFree
            ? tr("None of this card is free. Choose another card, or go back and choose a function yourself.")
            : tr("Select a virtual function.");
    for (const PciAddress &address : m_chosen) {
        const VfChoice *function = choice->find(address);
        if (!function)
            return tr("%1 is no longer there. Select another one.").arg(address.toString());
        if (m_wizard.domain().devices.contains(address))
            return tr("%1 has VF %2 already. Select another one.")
                .arg(m_wizard.domain().name)
                .arg(function->index.value);
        if (!function->choosable)
            return tr("VF %1 cannot be assigned: %2. Select another one.")
                .arg(function->index.value)
                .arg(function->verdict);
    }
    return m_fields->problem();
}

bool VfPage::isComplete() const
{
    return problem().isEmpty();
}

bool VfPage::validatePage()
{
    HardwareChoice choice;
    if (!m_pool.isEmpty()) {
        for (int i = 0; i < m_count->value(); ++i)
            choice.pools << PoolInterface{m_pool, m_portGroup->currentData().toString(), {}};
        m_wizard.setChoice(choice);
        return true;
    }
    for (const PciAddress &source : std::as_const(m_chosen)) {
        AssignedDevice device = m_fields->device();
        device.form = AssignedDevice::Form::Interface;
        device.source = source;
        device.managed = true;
        if (m_chosen.size() > 1 || !device.mac)
            device.mac = MacAddress::generate();
        choice.devices << device;
    }
    m_wizard.setChoice(choice);
    return !choice.devices.isEmpty();
}

} // namespace laneway
