// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/deviceactions.h"

#include "client/connection.h"
#include "host/bounds.h"
#include "host/hostindex.h"
#include "models/devicetreemodel.h"
#include "models/hostdevices.h"
#include "models/plaintip.h"
#include "ui/hostpage/devicetree.h"
#include "ui/hostpage/machinechooser.h"
#include "ui/icons.h"
#include "xml/hostdevxml.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QMenu>
#include <QMimeData>

#include <algorithm>

namespace laneway {

namespace {

constexpr qsizetype mostInMenu = 16; // what can be taken in at a glance

} // namespace

DeviceActions::DeviceActions(Connection &connection, HostDevices &devices, DeviceView &tree)
    : QObject(&tree)
    , m_connection(connection)
    , m_devices(devices)
    , m_tree(tree)
    , m_menu(new QMenu(&tree))
    , m_judge(this, [this](const Answers &answers) { showAnswers(answers); })
{
    m_menu->setObjectName(u"deviceMenu"_s);
    m_menu->setToolTipsVisible(true);
    m_assign = m_menu->addMenu(tr("&Assign to"));
    m_assign->setObjectName(u"assignMenu"_s);
    m_assign->setToolTipsVisible(true);
    connect(m_assign, &QMenu::aboutToShow, this, &DeviceActions::fillAssignMenu);
    m_cut = add(u"cutDevices"_s, tr("Cu&t for Assigning"), QKeySequence::Cut, [this] { cut(); });
    m_cut->setIcon(themeIcon(u"edit-cut"_s));
    m_menu->addSeparator();
    const auto addCopy = [this](const QString &name, const QString &text, const QKeySequence &keys,
                             const std::function<QString(const PciAddress &)> &textOf) {
        m_copies << add(name, text, keys, [this, textOf] { copy(textOf); });
        m_copies.last()->setIcon(themeIcon(u"edit-copy"_s));
    };
    const auto column = [this](const PciAddress &device, int column) {
        return m_devices.model()->indexOf(device).siblingAtColumn(column).data().toString();
    };
    addCopy(u"copyDevices"_s, tr("&Copy"), QKeySequence::Copy, [column](const PciAddress &device) -> QString {
        return device.toString() + u' ' + column(device, DeviceTreeModel::NameColumn);
    });
    addCopy(u"copyAddress"_s, tr("Copy Addre&ss"), QKeySequence(tr("Ctrl+Shift+C")),
        [](const PciAddress &device) { return device.toString(); });
    addCopy(u"copyXml"_s, tr("Copy as &XML"), {}, [](const PciAddress &device) {
        AssignedDevice assigned;
        assigned.source = device;
        assigned.managed = true;
        return assignedDeviceXml(assigned).trimmed();
    });
    addCopy(u"copyText"_s, tr("Copy as T&ext"), {}, [this, column](const PciAddress &device) {
        QStringList cells{device.toString()};
        for (int i = 0; i < m_devices.model()->columnCount(); ++i)
            if (i != DeviceTreeModel::AddressColumn)
                cells << column(device, i);
        return cells.join(u'\t');
    });
    m_menu->addSeparator();
    m_grid = add(u"virtualFunctions"_s, tr("&Virtual Functions…"), {}, [this] {
        if (const auto physical = selectedPhysical())
            Q_EMIT gridRequested(*physical);
    });
    m_grid->setIcon(themeIcon(u"laneway-pool"_s));
    m_menu->addSeparator();
    addPlan(u"detach"_s, tr("&Detach from the Host"));
    addPlan(u"reattach"_s, tr("Give &Back to the Host"));
    addPlan(u"reset"_s, tr("&Reset"));

    // Enter on a device is the quickest way to a machine.
    auto *assign = new QAction(tr("Assign to…"), &tree);
    assign->setObjectName(u"assignTo"_s);
    assign->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    assign->setShortcutContext(Qt::WidgetShortcut);
    connect(assign, &QAction::triggered, this, [this] {
        if (m_assign->isEnabled())
            m_assign->popup(m_tree.viewport()->mapToGlobal(m_tree.visualRect(m_tree.currentIndex()).bottomLeft()));
    });
    tree.addAction(assign);
    tree.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&tree, &QWidget::customContextMenuRequested, this, &DeviceActions::showMenu);
    update();
}

QAction *DeviceActions::add(
    const QString &name, const QString &text, const QKeySequence &keys, const std::function<void()> &then)
{
    QAction *action = m_menu->addAction(text);
    action->setObjectName(name);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, then);
    m_tree.addAction(action);
    return action;
}

QAction *DeviceActions::addPlan(const QString &kind, const QString &text)
{
    QAction *action = add(kind + u"Device"_s, text, {}, [this, kind] {
        const Scope scope = scopeOf(kind, selectedDevices());
        QJsonArray devices;
        for (const PciAddress &device : scope.devices)
            devices += device.toString();
        if (scope.refusal.isEmpty())
            Q_EMIT planRequested(kind, {{u"devices"_s, devices}});
    });
    m_plans << QPair(kind, action);
    return action;
}

DeviceSelection DeviceActions::selection() const
{
    const QModelIndexList rows = m_tree.rowsSelected();
    const DeviceRow *only = rows.size() == 1 ? m_devices.model()->row(rows.first()) : nullptr;
    if (only && only->address)
        return {{*only->address}, {}};
    return {m_devices.model()->devicesOf(rows), only ? only->group : std::nullopt};
}

QList<PciAddress> DeviceActions::selectedDevices() const
{
    return m_devices.model()->devicesOf(m_tree.rowsSelected());
}

std::optional<PciAddress> DeviceActions::selectedPhysical() const
{
    const QList<PciAddress> functions = selection().functions;
    const HostSnapshot &host = m_devices.table().host;
    const PciFunction *function = functions.size() == 1 ? host.find(functions.first()) : nullptr;
    if (function && function->physicalFunction)
        function = host.find(*function->physicalFunction);
    return function && function->sriov ? std::optional(function->address) : std::nullopt;
}

void DeviceActions::update()
{
    const QList<PciAddress> devices = selectedDevices();
    for (QAction *action : std::as_const(m_copies))
        action->setEnabled(!devices.isEmpty() || !selection().functions.isEmpty());
    m_cut->setEnabled(!devices.isEmpty());
    m_assign->setEnabled(!devices.isEmpty());
    m_grid->setEnabled(selectedPhysical().has_value());
    m_grid->setToolTip(
        m_grid->isEnabled() ? QString() : tr("Select a card with SR-IOV, or one of its virtual functions."));
    for (const auto &[kind, action] : std::as_const(m_plans)) {
        const QString why = scopeOf(kind, devices).refusal;
        action->setEnabled(why.isEmpty());
        action->setToolTip(plainTip(why));
        action->setStatusTip(why);
    }
}

DeviceActions::Scope DeviceActions::scopeOf(const QString &kind, const QList<PciAddress> &selected) const
{
    const HostTable &table = m_devices.table();
    if (selected.isEmpty())
        return {{}, tr("Select a device that is not a bridge.")};
    if (selected.size() > mostDevicesAtOnce)
        return {{}, tr("At most %1 devices go at once.").arg(mostDevicesAtOnce)};
    if (table.host.readOnly)
        return {{}, tr("This host is a recording: nothing on it can be changed.")};
    Scope scope;
    for (const PciAddress &device : selected) {
        const PciFunction *function = table.host.find(device);
        if (!function)
            continue;
        if (const Claim *holder = table.claims.holder(device))
            return {{}, tr("The running machine %1 has %2.").arg(holder->domainName, device.toString())};
        if (kind == u"reset" && function->resetKnown && function->resetMethods.isEmpty())
            return {{}, tr("%1 has no way to be reset.").arg(device.toString())};
        const bool taken = isStubDriver(function->driver) || table.claims.detached.contains(device);
        if (kind == u"reset" || taken == (kind == u"reattach"))
            scope.devices += device;
    }
    if (scope.devices.isEmpty())
        scope.refusal = kind == u"detach" ? tr("Detached from the host already.") : tr("The host has it already.");
    return scope;
}

void DeviceActions::showMenu(const QPoint &position)
{
    update();
    QPoint at = position;
    if (!m_tree.viewport()->rect().contains(at)) { // by the keyboard, of a row that is out of sight
        m_tree.scrollTo(m_tree.currentIndex());
        at = m_tree.visualRect(m_tree.currentIndex()).center();
    }
    m_menu->popup(m_tree.viewport()->mapToGlobal(at));
}

void DeviceActions::fillAssignMenu()
{
    m_assign->clear();
    QList<DomainInfo> machines = m_connection.domains();
    std::sort(machines.begin(), machines.end(),
        [](const DomainInfo &a, const DomainInfo &b) { return a.name.localeAwareCompare(b.name) < 0; });
    if (machines.isEmpty()) {
        m_assign->addAction(tr("There is no machine yet"))->setEnabled(false);
        return;
    }
    if (machines.size() > mostInMenu) {
        connect(
            m_assign->addAction(tr("&Choose a Machine…")), &QAction::triggered, this, &DeviceActions::chooseMachine);
        return;
    }
    QList<DropTarget> targets;
    for (const DomainInfo &machine : std::as_const(machines)) {
        QAction *action = m_assign->addAction(QString(machine.name).replace(u'&', u"&&"_s));
        action->setObjectName(u"assignTo/"_s + machine.uuid.toString(QUuid::WithoutBraces));
        action->setData(machine.uuid);
        action->setEnabled(false); // until it is known what it would mean
        targets << DropTarget{machine.uuid, machine.name};
    }
    m_judge.ask([table = m_devices.table(), devices = selectedDevices(), targets] {
        const HostIndex index(table.host, table.claims);
        Answers answers{devices, {}};
        for (const DropTarget &target : targets)
            answers.machines << QPair(target.domain, dropVerdict(index, table.claims, devices, target));
        return answers;
    });
}

void DeviceActions::chooseMachine()
{
    auto *chooser = new MachineChooser(m_connection, m_devices.table(), selectedDevices(), &m_tree);
    connect(chooser, &MachineChooser::chosen, this, &DeviceActions::assignRequested);
    chooser->open();
}

void DeviceActions::showAnswers(const Answers &answers)
{
    if (answers.devices != selectedDevices())
        return;
    QHash<QUuid, QAction *> actions;
    for (QAction *action : m_assign->actions())
        actions.insert(action->data().toUuid(), action);
    for (const auto &[machine, verdict] : answers.machines) {
        QAction *action = actions.value(machine);
        if (!action)
            continue;
        action->setEnabled(!verdict.refuses());
        action->setIcon(levelIcon(verdict.level));
        // Where a shortcut would be: the verdict's word, so that it is no matter of a tool tip alone.
        action->setText(action->text().section(u'\t', 0, 0) + u'\t' + levelText(verdict.level));
        action->setToolTip(plainTip(verdict.sentence));
        action->setStatusTip(verdict.sentence);
        action->disconnect(this);
        connect(action, &QAction::triggered, this,
            [this, machine = machine, devices = verdict.devices] { Q_EMIT assignRequested(machine, devices); });
    }
}

void DeviceActions::copy(const std::function<QString(const PciAddress &)> &textOf)
{
    QStringList lines;
    for (const PciAddress &device : selection().functions)
        lines << textOf(device);
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(u'\n'));
}

void DeviceActions::cut()
{
    QMimeData *data = m_devices.model()->mimeData(m_tree.rowsSelected());
    if (!data)
        return;
    const int number = int(selectedDevices().size());
    QApplication::clipboard()->setMimeData(data);
    const QString sentence = number == 1 ? tr("1 device is cut.") : tr("%n devices are cut.", nullptr, number);
    Q_EMIT said(
        sentence + u' ' + tr("Go to a machine and choose “Assign Cut Devices…” there; nothing changes until then."));
}

} // namespace laneway
