// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/newpool/poolpages.h"

#include "ui/addhardware/rowlist.h"
#include "ui/addhardware/virtualfunctions.h"
#include "ui/messagebar.h"
#include "ui/newpool/newpoolwizard.h"
#include "ui/panels/formrows.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace laneway {

namespace {

QLabel *labelFor(const QString &text, QWidget *buddy)
{
    auto *label = new QLabel(text);
    label->setBuddy(buddy);
    return label;
}

enum GroupColumn { GroupName, GroupVlan, GroupProfile, GroupDefault, GroupColumns };

std::optional<PortProfileXml> profileNamed(const QString &name)
{
    if (name.isEmpty())
        return std::nullopt;
    return PortProfileXml{u"802.1Qbh"_s, {{u"profileid"_s, name}}};
}

} // namespace

// ---- members ---------------------------------------------------------------------------------------

PoolMembersPage::PoolMembersPage(NewPoolWizard &wizard, const std::optional<PciAddress> &card)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_name(new QLineEdit)
    , m_whole(new QRadioButton(tr("&All of a card, however many there are")))
    , m_chosen(new QRadioButton(tr("Ch&osen ones only")))
    , m_cardModel(new RowListModel({tr("Network Card"), tr("Virtual Functions"), tr("Address")}))
    , m_cards(newRowList(m_cardModel, 0))
    , m_functionModel(new RowListModel({tr("Virtual Function"), tr("Verdict"), tr("Used By"), tr("Address")}, 1))
    , m_functions(newRowList(m_functionModel, 1))
    , m_functionsLabel(labelFor(tr("&Virtual functions (several can be selected)"), m_functions))
    , m_problem(newProblem())
    , m_card(card)
{
    setTitle(tr("Virtual Functions"));
    setSubTitle(tr("Machines name the pool. Each gets a virtual function of it while it runs, whichever is free."));
    m_name->setObjectName(u"poolName"_s);
    m_name->setMaxLength(255);
    m_name->setAccessibleName(tr("Name"));
    m_whole->setObjectName(u"poolWhole"_s);
    m_whole->setChecked(true);
    m_chosen->setObjectName(u"poolChosen"_s);
    m_cards->setObjectName(u"newPoolCards"_s);
    m_cards->setAccessibleName(tr("Network card"));
    m_functions->setObjectName(u"poolFunctions"_s);
    m_functions->setAccessibleName(tr("Virtual functions"));
    m_functions->setSelectionMode(QAbstractItemView::ExtendedSelection);

    auto *form = new QFormLayout;
    form->addRow(tr("Na&me:"), m_name);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_whole);
    layout->addWidget(m_chosen);
    m_cardsLabel = labelFor(cardsText(), m_cards);
    layout->addWidget(m_cardsLabel);
    layout->addWidget(m_cards, 1);
    layout->addWidget(m_functionsLabel);
    layout->addWidget(m_functions, 2);
    layout->addWidget(m_problem);

    connect(m_name, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_named = !text.isEmpty();
        follow();
    });
    connect(m_whole, &QRadioButton::toggled, this, [this](bool whole) {
        m_cards->setSelectionMode(whole ? QAbstractItemView::SingleSelection : QAbstractItemView::ExtendedSelection);
        if (whole) // the current one of several
            m_cards->setCurrentIndex(m_cards->currentIndex());
        m_cardsLabel->setText(cardsText());
        showFunctions();
    });
    connect(m_cards->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (m_chosen->isChecked())
            showFunctions();
    });
    connect(m_cards->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        const auto address = PciAddress::parse(current.data(RowListModel::IdRole).toString());
        if (!address || m_card == *address)
            return;
        m_card = *address;
        showFunctions();
    });
    connect(m_functions->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PoolMembersPage::follow);
    connect(&wizard.virtualFunctions(), &VirtualFunctions::updated, this, &PoolMembersPage::showCards);
    showCards();
}

void PoolMembersPage::showCards()
{
    const QList<PfChoice> &cards = m_wizard.virtualFunctions().physical();
    QList<ListRow> rows;
    for (const PfChoice &card : cards)
        rows << ListRow{card.address.toString(),
            {card.interface.isEmpty() ? card.name : tr("%1: %2").arg(card.interface, card.name),
                tr("%1 of %2").arg(card.functions.size()).arg(card.total), card.address.toString()},
            card.interface.isEmpty()};
    m_cardModel->setRows(rows);
    if (!cards.isEmpty() && (!m_card || !m_wizard.virtualFunctions().find(*m_card)))
        m_card = cards.first().address;
    if (m_card && m_cards->currentIndex().data(RowListModel::IdRole).toString() != m_card->toString())
        m_cards->setCurrentIndex(m_cardModel->indexOf(m_card->toString()));
    showFunctions();
}

QString PoolMembersPage::cardsText() const
{
    return m_chosen->isChecked() ? tr("Network &cards (several can be selected)") : tr("Network &card");
}

int PoolMembersPage::cards() const
{
    const QList<PciAddress> addresses = source().addresses;
    int cards = 0;
    for (const PfChoice &card : m_wizard.virtualFunctions().physical())
        cards += std::any_of(addresses.begin(), addresses.end(), [&](const PciAddress &one) { return card.find(one); });
    return cards;
}

void PoolMembersPage::showFunctions()
{
    const PfChoice *card = m_card ? m_wizard.virtualFunctions().find(*m_card) : nullptr;
    QList<ListRow> rows;
    const QModelIndexList selected
        = m_chosen->isChecked() ? m_cards->selectionModel()->selectedRows() : QModelIndexList();
    for (const QModelIndex &index : selected) {
        const auto address = PciAddress::parse(index.data(RowListModel::IdRole).toString());
        const PfChoice *of = address ? m_wizard.virtualFunctions().find(*address) : nullptr;
        if (!of)
            continue;
        QList<VfChoice> functions = of->functions;
        std::sort(
            functions.begin(), functions.end(), [](const VfChoice &a, const VfChoice &b) { return a.index < b.index; });
        for (const VfChoice &function : functions)
            rows << ListRow{function.address.toString(),
                {selected.size() == 1 || of->interface.isEmpty()
                        ? tr("VF %1").arg(function.index.value)
                        : tr("%1 VF %2", "a card's interface and the number of a virtual function")
                              .arg(of->interface)
                              .arg(function.index.value),
                    function.verdict, function.usedBy, function.address.toString()},
                false, function.level};
    }
    m_functionModel->setRows(rows);
    m_functions->setVisible(m_chosen->isChecked());
    m_functionsLabel->setVisible(m_chosen->isChecked());
    if (card && !m_named && !card->interface.isEmpty()) {
        QStringList taken;
        for (const NetworkState &network : m_wizard.connection().networks())
            taken << network.name;
        QString name = u"vf-"_s + card->interface;
        for (int number = 2; taken.contains(name); ++number)
            name = u"vf-"_s + card->interface + u'-' + QString::number(number);
        m_name->setText(name);
    }
    follow();
}

void PoolMembersPage::follow()
{
    sayProblem(m_problem, problem());
    Q_EMIT completeChanged();
}

QString PoolMembersPage::name() const
{
    return m_name->text().trimmed();
}

PoolSource PoolMembersPage::source() const
{
    PoolSource source;
    if (m_chosen->isChecked()) {
        for (const QModelIndex &index : m_functions->selectionModel()->selectedRows())
            source.addresses << PciAddress::parse(index.data(RowListModel::IdRole).toString()).value();
        std::sort(source.addresses.begin(), source.addresses.end());
    } else if (const PfChoice *card = m_card ? m_wizard.virtualFunctions().find(*m_card) : nullptr) {
        source.physical = card->interface;
    }
    return source;
}

QString PoolMembersPage::problem() const
{
    if (!m_wizard.virtualFunctions().isReady())
        return tr("Reading the host…");
    const PfChoice *card = m_card ? m_wizard.virtualFunctions().find(*m_card) : nullptr;
    if (!card)
        return tr("No network card of this host has virtual functions.");
    if (name().isEmpty())
        return tr("Type a name, by which machines will ask for it.");
    if (name().contains(u'/'))
        return tr("A name has no “/”.");
    for (const NetworkState &network : m_wizard.connection().networks())
        if (network.name == name())
            return tr("There is a pool %1 already. Type another name.").arg(name());
    if (m_whole->isChecked() && card->interface.isEmpty())
        return tr("The host has no network interface for this card, by which a pool would know it. Choose another "
                  "card, or single virtual functions of it.");
    if (m_chosen->isChecked() && m_functions->selectionModel()->selectedRows().isEmpty())
        return card->functions.isEmpty() ? tr("This card has no virtual functions at the moment. Make some first.")
                                         : tr("Select the virtual functions that are to be in the pool.");
    return {};
}

// ---- network ---------------------------------------------------------------------------------------

PoolNetworkPage::PoolNetworkPage(NewPoolWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_form(new QFormLayout)
    , m_vlan(new QSpinBox)
    , m_profile(new QLineEdit)
    , m_policy(new QComboBox)
    , m_groups(new QTableWidget(0, GroupColumns))
    , m_add(new QPushButton(tr("&Add Port Group")))
    , m_remove(new QPushButton(tr("&Remove")))
    , m_problem(newProblem())
{
    setTitle(tr("Network"));
    setSubTitle(tr("All of this can stay as it is. A machine's own VLAN comes before its port group's, and that "
                   "before the pool's."));
    m_vlan->setObjectName(u"poolVlan"_s);
    m_vlan->setRange(0, 4094);
    m_vlan->setSpecialValueText(tr("Untagged"));
    m_vlan->setAccessibleName(tr("VLAN"));
    m_policy->setObjectName(u"poolPolicy"_s);
    m_profile->setObjectName(u"poolProfile"_s);
    m_profile->setAccessibleName(tr("Port profile"));
    m_profile->setPlaceholderText(tr("None"));
    m_profile->setToolTip(tr("Its name, by which a switch with 802.1Qbh sets up the port; then it has the VLAN, too"));
    m_policy->addItem(tr("The fullest first: the others stay untouched"), int(PoolPolicy::Pack));
    m_policy->addItem(tr("The emptiest first: they share the load"), int(PoolPolicy::Spread));
    m_policy->setAccessibleName(tr("Of several cards"));
    m_groups->setObjectName(u"portGroups"_s);
    m_groups->setAccessibleName(tr("Port groups"));
    m_groups->setHorizontalHeaderLabels({tr("Port Group"), tr("VLAN"), tr("Port Profile"), tr("Default")});
    m_groups->verticalHeader()->hide();
    m_groups->horizontalHeader()->setSectionResizeMode(GroupName, QHeaderView::Stretch);
    m_groups->setTabKeyNavigation(false);
    m_groups->setCornerButtonEnabled(false);
    m_groups->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_groups->setSelectionMode(QAbstractItemView::SingleSelection);
    m_add->setObjectName(u"addPortGroup"_s);
    m_remove->setObjectName(u"removePortGroup"_s);

    m_form->addRow(tr("V&LAN:"), m_vlan);
    m_form->addRow(tr("Port pro&file:"), m_profile);
    m_form->addRow(tr("Of &several cards:"), m_policy);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(m_form);
    layout->addWidget(labelFor(tr("&Port groups, which an interface can ask for by name"), m_groups));
    layout->addWidget(m_groups, 1);
    layout->addLayout(buttons);
    layout->addWidget(m_problem);

    connect(m_vlan, &QSpinBox::valueChanged, this, &PoolNetworkPage::follow);
    connect(m_profile, &QLineEdit::textChanged, this, &PoolNetworkPage::follow);
    connect(m_add, &QPushButton::clicked, this, &PoolNetworkPage::addGroup);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        m_groups->removeRow(m_groups->currentRow());
        follow();
    });
    connect(m_groups, &QTableWidget::itemChanged, this, [this](QTableWidgetItem *item) {
        if (item->column() == GroupDefault && item->checkState() == Qt::Checked) // only one is
            for (int row = 0; row < m_groups->rowCount(); ++row)
                if (auto *other = m_groups->item(row, GroupDefault); other && other != item)
                    other->setCheckState(Qt::Unchecked);
        const QVariant named = item->text().isEmpty() ? QVariant(tr("No port profile")) : QVariant();
        if (item->column() == GroupProfile && item->data(Qt::AccessibleTextRole) != named)
            item->setData(Qt::AccessibleTextRole, named);
        follow();
    });
    connect(m_groups, &QTableWidget::currentCellChanged, this, &PoolNetworkPage::follow);
    follow();
}

void PoolNetworkPage::initializePage()
{
    setRowVisible(m_form, m_policy, m_wizard.cards() > 1);
}

void PoolNetworkPage::addGroup()
{
    const int row = m_groups->rowCount();
    m_groups->insertRow(row);
    m_groups->setItem(row, GroupName, new QTableWidgetItem(tr("group%1").arg(row + 1)));
    m_groups->setItem(row, GroupVlan, new QTableWidgetItem(u"0"_s));
    auto *profile = new QTableWidgetItem;
    profile->setData(Qt::AccessibleTextRole, tr("No port profile"));
    m_groups->setItem(row, GroupProfile, profile);
    auto *isDefault = new QTableWidgetItem;
    isDefault->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    isDefault->setCheckState(Qt::Unchecked);
    isDefault->setData(Qt::AccessibleTextRole, tr("Default"));
    m_groups->setItem(row, GroupDefault, isDefault);
    m_groups->setCurrentCell(row, GroupName);
    m_groups->setFocus();
    m_groups->editItem(m_groups->item(row, GroupName));
}

QList<NetworkPortGroup> PoolNetworkPage::groups() const
{
    QList<NetworkPortGroup> groups;
    for (int row = 0; row < m_groups->rowCount(); ++row) {
        const auto text = [&](int column) {
            const QTableWidgetItem *item = m_groups->item(row, column);
            return item ? item->text().trimmed() : QString();
        };
        const QTableWidgetItem *isDefault = m_groups->item(row, GroupDefault);
        NetworkPortGroup group{text(GroupName), isDefault && isDefault->checkState() == Qt::Checked, {}, {}};
        if (const auto vlan = VlanId::parse(text(GroupVlan)))
            group.vlan = VlanXml{{vlan->value()}, false};
        group.profile = profileNamed(text(GroupProfile));
        groups << group;
    }
    return groups;
}

void PoolNetworkPage::addTo(NetworkPool &pool) const
{
    pool.source.policy = PoolPolicy(m_policy->currentData().toInt());
    if (m_vlan->value() > 0)
        pool.vlan = VlanXml{{quint16(m_vlan->value())}, false};
    pool.profile = profileNamed(m_profile->text().trimmed());
    pool.portGroups = groups();
}

void PoolNetworkPage::follow()
{
    m_remove->setEnabled(m_groups->currentRow() >= 0);
    sayProblem(m_problem, problem());
    Q_EMIT completeChanged();
}

QString PoolNetworkPage::problem() const
{
    const QString both
        = tr("A port profile and a VLAN exclude each other: the switch that knows the profile sets the VLAN.");
    const QString profile = m_profile->text().trimmed();
    if (m_vlan->value() > 0 && !profile.isEmpty())
        return both;
    QStringList names;
    for (int row = 0; row < m_groups->rowCount(); ++row) {
        const QTableWidgetItem *name = m_groups->item(row, GroupName);
        const QTableWidgetItem *vlan = m_groups->item(row, GroupVlan);
        if (!name || !vlan) // in the making
            continue;
        const QString text = name->text().trimmed();
        if (text.isEmpty())
            return tr("Give each port group a name, or remove it.");
        if (names.contains(text))
            return tr("There are two port groups %1.").arg(text);
        names << text;
        const QString tag = vlan->text().trimmed();
        if (!tag.isEmpty() && tag != u"0" && !VlanId::parse(tag))
            return tr("“%1” is not a VLAN: 1 to 4094, or 0 for none.").arg(tag);
        const QTableWidgetItem *own = m_groups->item(row, GroupProfile);
        const bool tagged = m_vlan->value() > 0 || (!tag.isEmpty() && tag != u"0");
        if (tagged && (!profile.isEmpty() || (own && !own->text().trimmed().isEmpty())))
            return tr("%1: %2", "a port group, what is wrong with it").arg(text, both);
    }
    return {};
}

// ---- review ----------------------------------------------------------------------------------------

PoolReviewPage::PoolReviewPage(NewPoolWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_message(new MessageBar)
    , m_summary(new QLabel)
    , m_start(new QCheckBox(tr("&Start it now")))
    , m_autostart(new QCheckBox(tr("Start it with the &host")))
    , m_xml(new QPlainTextEdit)
{
    setTitle(tr("Review"));
    setSubTitle(tr("Nothing has been changed yet."));
    setFinalPage(true);
    m_summary->setObjectName(u"poolSummary"_s);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_start->setObjectName(u"poolStartNow"_s);
    m_start->setChecked(true);
    m_autostart->setObjectName(u"poolAutostart"_s);
    m_autostart->setChecked(true);
    m_xml->setObjectName(u"newPoolXml"_s);
    m_xml->setAccessibleName(tr("XML of the pool"));
    m_xml->setReadOnly(true);
    m_xml->setTabChangesFocus(true);
    m_xml->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_xml->setLayoutDirection(Qt::LeftToRight);
    m_xml->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addWidget(m_summary);
    layout->addWidget(m_start);
    layout->addWidget(m_autostart);
    layout->addWidget(labelFor(tr("&XML"), m_xml));
    layout->addWidget(m_xml, 1);
}

void PoolReviewPage::initializePage()
{
    m_message->clear();
    const NetworkPool pool = m_wizard.pool();
    const NetworkXml xml = NetworkXml::make(m_wizard.name(), pool);
    const auto valid = xml.validate();
    m_valid = valid.has_value();
    if (!valid)
        m_message->showError(valid.error());
    m_xml->setPlainText(QString::fromUtf8(xml.toXml()));
    const int number = int(pool.source.addresses.size());
    const QString members = !pool.source.physical.isEmpty()
        ? tr("%1 has all virtual functions of %2, those that come later, too.")
              .arg(m_wizard.name(), pool.source.physical)
        : number == 1 ? tr("%1 has 1 virtual function.").arg(m_wizard.name())
                      : tr("%1 has %n virtual functions.", nullptr, number).arg(m_wizard.name());
    m_summary->setText(members + u' '
        + tr("A machine that asks for it gets a free one when it starts, and gives it back when it ends."));
    Q_EMIT completeChanged();
}

QString PoolReviewPage::xml() const
{
    return m_xml->toPlainText();
}

bool PoolReviewPage::isStartWanted() const
{
    return m_start->isChecked();
}

bool PoolReviewPage::isAutostartWanted() const
{
    return m_autostart->isChecked();
}

void PoolReviewPage::showError(const Error &error)
{
    m_message->showError(error);
}

} // namespace laneway
