// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machineactions.h"

#include "ui/deletemachinedialog.h"
#include "ui/icons.h"
#include "ui/images/snapshotsdialog.h"
#include "ui/panels/formrows.h"
#include "xml/domainidentity.h"

#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace laneway {

template <typename Slot>
QAction *MachineActions::add(const QString &icon, const QString &text, const QString &name, Slot slot)
{
    auto *action = new QAction(themeIcon(icon), text, this);
    action->setObjectName(
        m_prefix.isEmpty() ? QString(name + u"Action") : QString(m_prefix + name.left(1).toUpper() + name.mid(1)));
    connect(action, &QAction::triggered, this, slot);
    return action;
}

MachineActions::MachineActions(QWidget *window, const QString &prefix)
    : QObject(window)
    , m_window(window)
    , m_prefix(prefix)
    , m_start(add(u"media-playback-start"_s, tr("&Start"), u"start"_s, [this] { plan(u"start"_s); }))
    , m_startPaused(add(u"media-playback-pause"_s, tr("Start &Paused"), u"startPaused"_s,
          [this] {
              plan(u"start"_s, {{u"paused"_s, true}});
          }))
    , m_pause(add(u"media-playback-pause"_s, tr("Pa&use"), u"pause"_s,
          [this] {
              const auto now = machine();
              act(now && now->state == u"running" ? MachineAct::Suspend : MachineAct::Resume);
          }))
    , m_shutDown(add(u"system-shutdown"_s, tr("S&hut Down"), u"shutdown"_s, [this] { act(MachineAct::Shutdown); }))
    , m_reboot(add(u"system-reboot"_s, tr("&Reboot"), u"reboot"_s, [this] { act(MachineAct::Reboot); }))
    , m_reset(add(u"view-refresh"_s, tr("Rese&t…"), u"reset"_s,
          [this] {
              confirm(tr("Reset %1?"), tr("Its guest is not asked: what it has not yet written to its disks is lost."),
                  tr("&Reset"), [this] { act(MachineAct::Reset); });
          }))
    , m_forceOff(add(u"process-stop"_s, tr("&Force Off…"), u"forceOff"_s,
          [this] {
              confirm(tr("Force %1 off?"),
                  tr("Its guest is not asked: what it has not yet written to its disks is lost."), tr("&Force Off"),
                  [this] { plan(u"destroy"_s); });
          }))
    , m_save(add(u"document-save"_s, tr("Sa&ve"), u"save"_s, [this] { plan(u"save"_s); }))
    , m_discard(add(u"edit-delete"_s, tr("D&iscard Saved State…"), u"discardSaved"_s,
          [this] {
              confirm(tr("Discard the saved state of %1?"),
                  tr("What it had in its memory is lost; its next start is from its disks, as after a power failure."),
                  tr("&Discard"), [this] {
                      m_connection->removeSavedState(m_machine, this, [this](const Result<> &done) {
                          if (!done)
                              Q_EMIT failed(done.error());
                      });
                  });
          }))
    , m_autostart(add(u"system-run"_s, tr("Start with This &Computer"), u"autostart"_s,
          [this] {
              const auto now = machine();
              const QString name = now ? now->name : QString();
              m_connection->setAutostart(m_machine, m_autostart->isChecked(), this,
                  [this, name, on = m_autostart->isChecked()](const Result<> &done) {
                      if (!done)
                          Q_EMIT failed(done.error());
                      else
                          Q_EMIT told(!on ? tr("%1 does not start by itself any more.").arg(name)
                                  : isSession()
                                  ? tr("%1 starts with the first helper after you log in from now on.").arg(name)
                                  : tr("%1 starts with this computer from now on.").arg(name));
                      update(); // back, where it was refused
                  });
          }))
    , m_rename(add(u"edit-rename"_s, tr("Re&name…"), u"rename"_s, [this] { rename(); }))
    , m_clone(add(u"edit-copy"_s, tr("C&lone…"), u"clone"_s, [this] { clone(); }))
    , m_snapshots(add(u"drive-harddisk"_s, tr("Snapsh&ots…"), u"snapshots"_s,
          [this] {
              if (const auto now = machine())
                  (new SnapshotsDialog(*m_connection, *now, m_window))->open();
          }))
    , m_delete(add(u"edit-delete"_s, tr("&Delete…"), u"delete"_s, [this] { remove(); }))
{
    m_autostart->setCheckable(true);
    m_autostart->setIcon({}); // styles show either it or the tick
    m_forceOff->setToolTip(tr("Ends the machine at once; unsaved data in it is lost"));
    m_save->setToolTip(tr("Writes the machine's memory to a file and ends it; its next start goes on from there"));
    if (prefix.isEmpty())
        m_start->setShortcut(QKeySequence(tr("Ctrl+R")));
    update();
}

void MachineActions::setMachine(Connection *connection, const QUuid &machine)
{
    m_connection = connection;
    m_machine = machine;
    update();
}

std::optional<DomainInfo> MachineActions::machine() const
{
    if (!m_connection || !m_connection->isReady())
        return std::nullopt;
    const QList<DomainInfo> domains = m_connection->domains();
    const auto found
        = std::find_if(domains.begin(), domains.end(), [this](const DomainInfo &one) { return one.uuid == m_machine; });
    return found == domains.end() ? std::nullopt : std::optional(*found);
}

void MachineActions::update()
{
    const auto now = machine();
    const bool isOff = now && now->isOff();
    const bool isOn = now && !isOff;
    const bool runs = now && now->state == u"running";
    const bool stands = now && (now->state == u"paused" || now->state == u"pmsuspended");
    const bool isSaved = now && now->hasSavedState;
    m_start->setText(isSaved ? tr("Re&store") : tr("&Start"));
    m_pause->setText(stands ? tr("Res&ume") : tr("Pa&use"));
    m_pause->setIcon(themeIcon(stands ? u"media-playback-start"_s : u"media-playback-pause"_s));
    m_start->setEnabled(isOff);
    m_startPaused->setEnabled(isOff);
    m_pause->setEnabled(runs || stands);
    m_shutDown->setEnabled(runs);
    m_reboot->setEnabled(runs);
    m_reset->setEnabled(isOn);
    m_forceOff->setEnabled(isOn);
    m_save->setEnabled(runs || (now && now->state == u"paused"));
    m_discard->setEnabled(isSaved);
    m_discard->setVisible(isSaved);
    m_autostart->setEnabled(now && now->persistent);
    m_autostart->setChecked(now && now->autostart);
    m_autostart->setText(isSession() ? tr("Start After You Lo&g In") : tr("Start with This &Computer"));
    m_rename->setEnabled(isOff);
    m_clone->setEnabled(isOff);
    m_snapshots->setEnabled(now && now->persistent);
    m_delete->setEnabled(now && now->persistent && isOff);
    // What is grey says why; the other tool tips come back with it.
    const QString unstored
        = now && !now->persistent ? tr("The machine is not stored: it is gone when it ends.") : QString();
    const QString isRunning = isOn ? tr("Only while the machine is shut off.") : QString();
    m_autostart->setToolTip(!unstored.isEmpty() ? unstored
            : isSession() ? tr("With the first helper after you log in: when this window or lanewayctl is used")
                          : QString());
    m_snapshots->setToolTip(unstored);
    m_rename->setToolTip(isRunning);
    m_clone->setToolTip(isRunning);
    m_delete->setToolTip(unstored.isEmpty() ? isRunning : unstored);
}

bool MachineActions::isSession() const
{
    return m_connection && m_connection->name() == u"session";
}

void MachineActions::addTo(QMenu &menu) const
{
    menu.addActions({m_start, m_startPaused, m_pause, m_shutDown, m_forceOff});
    menu.addSeparator();
    addRarerTo(menu);
}

void MachineActions::addRarerTo(QMenu &menu) const
{
    menu.setToolTipsVisible(true); // why something is grey
    if (!menu.actions().contains(m_startPaused))
        menu.addAction(m_startPaused);
    menu.addActions({m_reboot, m_reset, m_save, m_discard});
    menu.addSeparator();
    menu.addActions({m_autostart, m_snapshots, m_rename, m_clone, m_delete});
}

void MachineActions::plan(const QString &kind, QJsonObject arguments)
{
    if (!m_connection)
        return;
    arguments[u"domain"] = m_machine.toString(QUuid::WithoutBraces);
    Q_EMIT planRequested(*m_connection, kind, arguments);
}

void MachineActions::act(MachineAct what)
{
    if (!m_connection)
        return;
    m_connection->act(m_machine, what, this, [this, what, machine = m_machine](const Result<> &done) {
        if (!done)
            Q_EMIT failed(done.error());
        else if (what == MachineAct::Shutdown || what == MachineAct::Reboot)
            Q_EMIT asked(machine, what);
    });
}

/// @p title: with %1 for the machine's name.
void MachineActions::confirm(const QString &title, const QString &text, const QString &verb, std::function<void()> then)
{
    const auto now = machine();
    if (!now)
        return;
    auto *box = new QMessageBox(QMessageBox::Warning, {}, title.arg(now->name), QMessageBox::Cancel, m_window);
    box->setObjectName(u"confirmMachineAct"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(text);
    // A box is as wide as its buttons else, and a sentence a column of words.
    for (QLabel *label : box->findChildren<QLabel *>())
        if (label->wordWrap() || label->objectName() == u"qt_msgbox_label")
            label->setMinimumWidth(box->fontMetrics().averageCharWidth() * 60);
    QPushButton *go = box->addButton(verb, QMessageBox::AcceptRole);
    go->setObjectName(u"confirmGo"_s);
    box->setDefaultButton(QMessageBox::Cancel);
    // The machine of now, whichever is looked at by then.
    connect(box, &QMessageBox::buttonClicked, this,
        [this, go, uuid = m_machine, then = std::move(then)](const QAbstractButton *clicked) {
            if (clicked == go && uuid == m_machine && m_connection)
                then();
        });
    box->open();
}

void MachineActions::rename()
{
    const auto now = machine();
    if (!now)
        return;
    auto *dialog = new QInputDialog(m_window);
    dialog->setObjectName(u"renameMachine"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Rename %1").arg(now->name));
    dialog->setLabelText(tr("New name"));
    dialog->setTextValue(now->name);
    dialog->setOkButtonText(tr("&Rename"));
    fitTitle(*dialog);
    connect(dialog, &QInputDialog::textValueSelected, this,
        [this, connection = m_connection, uuid = m_machine](const QString &name) {
            if (!connection || name.trimmed().isEmpty())
                return;
            connection->rename(uuid, name.trimmed(), this, [this](const Result<> &done) {
                if (!done)
                    Q_EMIT failed(done.error());
            });
        });
    dialog->open();
}

void MachineActions::clone()
{
    const auto now = machine();
    if (!now)
        return;
    auto *dialog = new QInputDialog(m_window);
    dialog->setObjectName(u"cloneMachine"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Clone %1").arg(now->name));
    dialog->setLabelText(
        tr("Name of the new machine. It gets copies of the disks that this one writes to, beside them."));
    dialog->setTextValue(now->name + u"-clone");
    dialog->setOkButtonText(tr("C&lone"));
    fitTitle(*dialog);
    connect(dialog, &QInputDialog::textValueSelected, this,
        [this, connection = m_connection, uuid = m_machine](const QString &name) {
            if (!connection || name.trimmed().isEmpty())
                return;
            connection->domainXml(
                uuid, true, this, [this, connection, name = name.trimmed()](const Result<QString> &text) {
                    const auto made = text ? DomainXml::parse(text->toUtf8()).and_then([&](const DomainXml &xml) {
                        return cloneDomain(xml, name);
                    })
                                           : Result<ClonedDomain>(fail(text.error()));
                    if (!made)
                        return Q_EMIT failed(made.error());
                    QJsonArray images;
                    for (const FileCopy &copy : made->copies)
                        images += QJsonObject{{u"path"_s, copy.to}, {u"format"_s, copy.from.format},
                            {u"copyOf"_s, copy.from.path}, {u"copyFormat"_s, copy.from.format}};
                    if (connection)
                        Q_EMIT planRequested(*connection, u"create"_s,
                            {{u"xml"_s, QString::fromUtf8(made->xml.toXml())}, {u"images"_s, images}});
                });
        });
    dialog->open();
}

void MachineActions::remove()
{
    const auto now = machine();
    if (!now)
        return;
    auto *dialog = new DeleteMachineDialog(*m_connection, *now, m_window);
    connect(dialog, &DeleteMachineDialog::deletionChosen, this,
        [this, connection = m_connection, machine = *now](const QStringList &files, Connection::TpmState tpm) {
            if (!connection)
                return;
            const auto then = [this, connection, files](const Result<> &done) {
                if (!done)
                    return Q_EMIT failed(done.error());
                // What nobody uses any more; another's is refused by its plan.
                for (const QString &file : files)
                    if (connection)
                        Q_EMIT planRequested(*connection, u"image-delete"_s, {{u"path"_s, file}});
            };
            connection->undefine(machine.uuid, this, then, machine.hasSavedState, tpm);
        });
    dialog->open();
}

} // namespace laneway
