// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/hardwaretab.h"

#include "client/osinfo.h"
#include "ui/machinepage/hardwaredelegate.h"
#include "ui/machinepage/mediumbar.h"
#include "ui/machinepage/xmleditor.h"
#include "ui/panels/rootportspanel.h"
#include "xml/xmlnodes.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QSet>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

namespace laneway {

namespace {

enum Tab { DetailsTab, XmlTab };

/// What can be taken away: not the machine itself.
bool isRemovable(const HardwareRow &row)
{
    return row.element >= 0 || row.source;
}

} // namespace

HardwareTab::HardwareTab(MachineDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_model(new HardwareModel(this))
    , m_list(new QListView)
    , m_add(new QPushButton(tr("&Add Hardware…")))
    , m_remove(new QPushButton(tr("Remove")))
    , m_medium(new MediumBar)
    , m_tabs(new QTabWidget)
    , m_many(new QLabel)
    , m_hint(new QLabel)
    , m_details(new QScrollArea)
    , m_xml(new XmlEditor)
    , m_state(new QLabel)
    , m_goTo(new QPushButton(tr("Show")))
    , m_revert(new QPushButton(tr("&Revert")))
    , m_apply(new QPushButton(tr("Apply")))
{
    setObjectName(u"hardwareTab"_s);
    m_list->setObjectName(u"hardwareList"_s);
    m_list->setAccessibleName(tr("Hardware of the machine"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new HardwareDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_add->setObjectName(u"addHardware"_s);
    m_remove->setObjectName(u"removeDevice"_s);
    m_remove->setToolTip(tr("Takes the selected device away from the machine (Delete)"));
    m_details->setObjectName(u"deviceDetails"_s);
    m_details->setWidgetResizable(true);
    m_details->setFrameShape(QFrame::NoFrame);
    m_details->setFocusPolicy(Qt::NoFocus);
    m_tabs->setObjectName(u"deviceTabs"_s);
    m_tabs->setAccessibleName(tr("The selected hardware"));
    m_tabs->addTab(m_details, tr("&Details"));
    m_tabs->addTab(m_xml, tr("&XML"));
    m_xml->setObjectName(u"xmlEditor"_s);
    m_state->setObjectName(u"draftState"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_goTo->setObjectName(u"showProblem"_s);
    m_goTo->setToolTip(tr("Shows the XML that is not valid"));
    m_revert->setObjectName(u"revertChanges"_s);
    m_revert->setToolTip(tr("Drops what was changed here and not applied"));
    m_apply->setObjectName(u"applyChanges"_s);
    m_apply->setToolTip(
        tr("Saves the machine's definition (Ctrl+S). A running machine has it from its next start on."));
    m_apply->setShortcut(QKeySequence::Save);

    for (QLabel *note : {m_many, m_hint}) {
        note->setTextFormat(Qt::PlainText);
        note->setWordWrap(true);
        note->hide();
    }
    m_many->setObjectName(u"manyAssigned"_s);
    m_hint->setObjectName(u"deviceHint"_s);

    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(m_list, 1);
    leftLayout->addWidget(m_many);
    auto *listButtons = new QHBoxLayout;
    listButtons->addWidget(m_add);
    listButtons->addWidget(m_remove);
    listButtons->addStretch();
    leftLayout->addLayout(listButtons);
    auto *right = new QWidget;
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->addWidget(m_hint);
    rightLayout->addWidget(m_medium);
    rightLayout->addWidget(m_tabs, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_state, 1);
    buttons->addWidget(m_goTo);
    buttons->addWidget(m_revert);
    buttons->addWidget(m_apply);
    rightLayout->addLayout(buttons);
    auto *splitter = new QSplitter;
    splitter->setObjectName(u"hardwareSplitter"_s);
    splitter->addWidget(left);
    splitter->addWidget(right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({300, 700}); // proportions
    splitter->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(splitter);

    auto *remove = new QAction(tr("Remove"), m_list);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(remove);
    connect(remove, &QAction::triggered, m_remove, &QPushButton::click);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &HardwareTab::select);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex &index) {
        if (index.data(HardwareModel::IdRole).toString() == rootPortsId)
            openPorts(!m_portsOpen);
    });
    connect(m_add, &QPushButton::clicked, this, &HardwareTab::addRequested);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (const HardwareRow *row = selected(); row && isRemovable(*row))
            Q_EMIT removeRequested(HardwareRow(*row));
    });
    connect(m_medium, &MediumBar::changeRequested, this, [this](const QString &mode, const QString &medium) {
        if (const HardwareRow *row = selected())
            Q_EMIT mediumRequested(HardwareRow(*row), mode, medium);
    });
    connect(m_revert, &QPushButton::clicked, &m_draft, &MachineDraft::revert);
    connect(m_apply, &QPushButton::clicked, this, &HardwareTab::applyRequested);
    connect(m_goTo, &QPushButton::clicked, this, &HardwareTab::goToTyped);
    connect(m_xml, &XmlEditor::edited, this, [this](const QString &text) { m_draft.type(key(), text); });
    connect(m_tabs, &QTabWidget::currentChanged, this, &HardwareTab::show);
    connect(&m_draft, &MachineDraft::loaded, this, [this] {
        showRows();
        show();
    });
    connect(&m_draft, &MachineDraft::checked, this, [this] {
        showRows();
        showState();
    });
    connect(&m_draft, &MachineDraft::typedTaken, this, &HardwareTab::showPanel); // the text stays as it is typed
    connect(&m_draft, &MachineDraft::changed, this, &HardwareTab::showState);
    showState();
}

const HardwareRow *HardwareTab::selected() const
{
    return m_model->row(m_list->currentIndex());
}

DeviceKey HardwareTab::key() const
{
    return m_current ? DeviceKey{m_current->element} : DeviceKey();
}

QModelIndex HardwareTab::indexOf(const DeviceKey &key) const
{
    for (int row = 0; key.isDevice() && row < m_model->rowCount(); ++row)
        if (m_model->row(m_model->index(row))->element == key.element)
            return m_model->index(row);
    return {};
}

void HardwareTab::expectAdded()
{
    m_expectsAdded = true;
}

/// The first device that was not there before.
QModelIndex HardwareTab::added(const QSet<QString> &before) const
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row);
        // Its controller may have come with it.
        if (!before.contains(index.data(HardwareModel::IdRole).toString())
            && m_model->row(index)->kind < HardwareKind::Controller)
            return index;
    }
    return {};
}

void HardwareTab::showRows()
{
    const auto before = m_current;
    const int place = m_list->currentIndex().row();
    QSet<QString> idsBefore;
    for (int row = 0; row < m_model->rowCount(); ++row)
        idsBefore.insert(m_model->index(row).data(HardwareModel::IdRole).toString());
    {
        // What is selected changes only by what a person does: rows may come and go around it.
        const QSignalBlocker quiet(m_list->selectionModel());
        QList<HardwareRow> rows = m_draft.rows();
        const QList<DeviceHint> hints = m_draft.isLoaded() ? deviceHints(m_draft.domain(), m_os) : QList<DeviceHint>();
        for (const DeviceHint &hint : hints)
            for (HardwareRow &row : rows)
                if (row.element == hint.element)
                    row.hint = hint.code;
        m_model->setRows(withEmptyPortsFolded(rows, m_portsOpen));
        QModelIndex index = before ? m_model->indexOf(before->id) : QModelIndex();
        if (!index.isValid() && before && m_model->rowCount() == idsBefore.size())
            index = indexOf(DeviceKey{before->element}); // it has another name now
        if (before && m_edits && (!index.isValid() || m_model->row(index)->element != before->element))
            if (const QModelIndex renamed = indexOf(DeviceKey{before->element}); renamed.isValid())
                index = renamed; // the running machine still has the former
        m_edits = m_edits && !m_draft.isChecked();
        if (!index.isValid()) // it is gone: what is where it was
            index = m_model->index(qBound(0, place, m_model->rowCount() - 1));
        const QModelIndex fresh = m_expectsAdded && !idsBefore.isEmpty() ? added(idsBefore) : QModelIndex();
        if (fresh.isValid()) {
            m_expectsAdded = false;
            index = fresh;
        }
        const bool moves = index != m_list->currentIndex();
        m_list->setCurrentIndex(index);
        if (moves || fresh.isValid())
            m_list->scrollTo(index);
    }
    m_list->viewport()->update();
    m_many->setText(m_draft.isLoaded() ? manyAssignedText(m_draft.domain()) : QString());
    m_many->setVisible(!m_many->text().isEmpty());
    askForGuestOs();
    const HardwareRow *now = selected();
    const bool other = bool(now) != before.has_value()
        || (now && (now->kind != before->kind || now->element != before->element || now->badge != before->badge));
    if (now)
        m_current = *now;
    else
        m_current.reset();
    if (other)
        show();
    showHint();
    if (m_panel)
        m_panel->setFacts(m_draft.facts());
}

void HardwareTab::openPorts(bool open)
{
    m_portsOpen = open;
    if (auto *panel = qobject_cast<RootPortsPanel *>(m_panel))
        panel->setOpen(open);
    showRows();
}

void HardwareTab::askForGuestOs()
{
    const QString id = m_draft.isLoaded() ? guestOsOf(m_draft.domain()) : QString();
    if (std::exchange(m_osId, id) == id)
        return;
    m_os.reset();
    if (!id.isEmpty())
        osinfo::find(id, this, [this, id](const std::optional<GuestOs> &os) {
            if (id != m_osId)
                return;
            m_os = os;
            showRows();
        });
}

void HardwareTab::showHint()
{
    m_hint->setText(m_current ? deviceHintText(m_current->hint) : QString());
    m_hint->setVisible(!m_hint->text().isEmpty());
    m_medium->showDrive(m_current);
}

void HardwareTab::select()
{
    m_expectsAdded = false; // the person looks at something else by now
    if (const HardwareRow *row = selected())
        m_current = *row;
    showHint();
    show();
}

void HardwareTab::show()
{
    showPanel();
    if (m_current && m_draft.isLoaded()) {
        const bool onlyRunning = m_current->badge == HardwareBadge::RunningOnly;
        m_xml->setText(onlyRunning ? QString() : m_draft.text(key()));
    }
    showState();
}

void HardwareTab::showPanel()
{
    if (!m_current || !m_draft.isLoaded())
        return;
    const bool onlyRunning = m_current->badge == HardwareBadge::RunningOnly;
    const QString panelKind = onlyRunning ? u"running"_s : QString::number(int(m_current->kind));
    if (!m_panel || m_panel->property("kind").toString() != panelKind) {
        delete m_details->takeWidget();
        m_panel = nullptr;
        if (onlyRunning) {
            auto *note = new QLabel(tr("Only the running machine has this device. It is not in its definition, "
                                       "so it is gone after the machine is shut off."));
            note->setObjectName(u"runningOnlyNote"_s);
            note->setWordWrap(true);
            note->setAlignment(Qt::AlignTop);
            note->setMargin(fontMetrics().height());
            m_details->setWidget(note);
            return;
        }
        auto *holder = new QWidget;
        auto *layout = new QVBoxLayout(holder);
        m_panel = newDevicePanel(m_current->kind);
        m_panel->setProperty("kind", panelKind);
        m_panel->setObjectName(u"devicePanel"_s);
        const bool explains = m_current->kind == HardwareKind::HostPci || m_current->kind == HardwareKind::HostUsb
            || m_current->kind == HardwareKind::RootPorts;
        layout->addWidget(m_panel, explains ? 1 : 0);
        if (!explains)
            layout->addStretch(1); // a form keeps to the top; only an explanation uses the height
        m_details->setWidget(holder);
        connect(m_panel, &DevicePanel::edited, this, [this] {
            m_edits = true;
            m_draft.edit([this](DomainXml &domain) { m_panel->store(domain, key()); });
            m_panel->stored(m_draft.domain(), key());
            m_xml->setText(m_draft.text(key()));
        });
        if (auto *ports = qobject_cast<RootPortsPanel *>(m_panel)) {
            ports->setOpen(m_portsOpen);
            connect(ports, &RootPortsPanel::openRequested, this, &HardwareTab::openPorts);
        }
        m_panel->setFacts(m_draft.facts());
    }
    if (!onlyRunning)
        m_panel->load(m_draft.domain(), key());
}

void HardwareTab::showState()
{
    const auto &typed = m_draft.typed();
    const auto &problem = m_draft.problem();
    const bool isHere = typed && typed->key == key();
    const bool onlyRunning = m_current && m_current->badge == HardwareBadge::RunningOnly;
    // While some XML is no definition, there is nothing that the forms could show or change.
    if (m_panel)
        m_panel->setEnabled(!typed);
    m_medium->setEnabled(!typed);
    m_xml->setReadOnly(onlyRunning || (typed && !isHere));
    m_remove->setEnabled(m_current && isRemovable(*m_current) && !typed);
    m_revert->setEnabled(m_draft.isChanged());
    m_apply->setEnabled(m_draft.canApply());
    m_goTo->setVisible(typed && problem && !(isHere && m_tabs->currentIndex() == XmlTab));

    QString sentence;
    std::optional<TextPlace> place;
    if (problem) {
        sentence = problem->detail.isEmpty() ? errorName(problem->code) : problem->detail;
        const QString root = key().isDevice() ? elementPath(deviceElement(m_draft.domain(), key())) : u"domain"_s;
        if (isHere || !typed)
            place = placeOf(*problem, m_xml->text(), root);
        if (!place && !problem->subject.startsWith(u"line "))
            sentence = tr("%1: %2").arg(problem->subject, sentence);
    }
    if (!isHere || m_draft.isChecked())
        m_xml->setProblem(isHere || !typed ? sentence : QString(), place);
    // Beside the text itself it is said with line and column; once is enough.
    const bool isSaid = m_tabs->currentIndex() == XmlTab && (isHere || !typed);
    m_state->setText(!m_draft.isLoaded()  ? tr("Reading the definition…")
            : problem && typed && !isHere ? tr("Other XML is not valid yet: %1").arg(sentence)
            : problem && !isSaid          ? tr("Not valid: %1").arg(sentence)
            : m_draft.isChanged() && m_draft.isRunning()
            ? tr("Changed, not applied. The running machine has it from its next start on.")
            : m_draft.isChanged() ? tr("Changed, not applied")
                                  : QString());
}

void HardwareTab::goToTyped()
{
    const auto typed = m_draft.typed();
    if (!typed)
        return;
    const QModelIndex index = typed->key.isDevice() ? indexOf(typed->key) : m_model->index(0);
    m_list->setCurrentIndex(index);
    m_tabs->setCurrentIndex(XmlTab);
    m_xml->setFocus();
}

} // namespace laneway
