// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/machinepage/machinedraft.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QAbstractItemView;
class QLabel;
class QPushButton;
class QTabWidget;
class QToolButton;

namespace laneway {

class ChoiceBar;
class ConsoleTab;
class HardwareTab;
class MachineActions;
class MessageBar;
class OverviewTab;
class PerformanceTab;
class SerialTab;

/// One machine: its console, its hardware, what it is, and what can be done with it.
class MachinePage : public QWidget
{
    Q_OBJECT
public:
    MachinePage(Connection &connection, QWidget *parent = nullptr);
    /// Call leave() first.
    void showDomain(const QUuid &uuid);
    QUuid domain() const { return m_draft->machine(); }
    QAbstractItemView *hardwareList() const; ///< devices can be dropped on it
    bool hasUnsavedChanges() const { return m_draft->isChanged(); }
    /// Before another machine or page is shown, or the window closes: true when nothing is unsaved.
    /// Otherwise asks in the page; @p then is called once the changes are applied or discarded, never
    /// when the person stays.
    bool leave(std::function<void()> then);
    /// What became of definitionEdited().
    void applied(const Result<> &done);
    /// A job on the machine that was begun here and did not succeed.
    void showFailure(const JobInfo &job);
    /// The machine is being started: its screen is shown once it runs, unless another tab is chosen before that.
    void showConsoleWhenStarted();
    /// The machine is being given something: it is selected once it is there.
    void expectHardware();

Q_SIGNALS:
    void addHardwareRequested(const QUuid &domain);
    /// A plan that goes ahead at once, because it was asked for by name and takes nothing new.
    void planRequested(const QString &kind, const QJsonObject &arguments);
    /// The definition is to be saved; applied() is expected.
    void definitionEdited(const QUuid &domain, const QString &xml);
    void jobWanted(const QString &job); ///< is to be shown
    void keyboardGrabbed(bool grabbed); ///< the guest has it

public Q_SLOTS:
    void showError(const laneway::Error &error);
    void showText(const QString &text);
    /// The guest was asked to shut down or reboot; where it does not, says later what else can be done.
    void showAsked(const QUuid &machine, laneway::MachineAct what);

protected:
    void showEvent(QShowEvent *event) override;
    bool event(QEvent *event) override;

private:
    void showState();
    void clearMessage();
    void showNoAnswer();
    void showConsoleIfWanted();
    void sayWhatHappened(const DomainInfo &machine);
    void apply(std::function<void()> then = {});
    void remove(const HardwareRow &row);
    void changeMedium(const HardwareRow &row, const QString &mode, const QString &medium);
    /// From the draft, or, where that is possible, from the running machine too.
    void removeEmulated(const HardwareRow &row);
    void askAboutOutside();

    Connection &m_connection;
    MachineDraft *m_draft;
    QLabel *m_title;
    QLabel *m_unstored; ///< that it is
    MessageBar *m_message;
    ChoiceBar *m_choice;
    MachineActions *m_actions;
    QPushButton *m_start;
    QPushButton *m_pause;
    QPushButton *m_shutdown;
    QPushButton *m_forceOff;
    QToolButton *m_more;
    QTabWidget *m_tabs;
    ConsoleTab *m_console;
    SerialTab *m_serial;
    HardwareTab *m_hardware;
    OverviewTab *m_overview;
    PerformanceTab *m_performance;
    QString m_name;
    QString m_state;
    QString m_reason; ///< "paused/user", when it was last looked at
    QStringList m_pendingUnplugs; ///< that the message is about
    QString m_failedJob; ///< that the message is about
    std::optional<MachineAct> m_asked; ///< of the guest, and said so
    bool m_saidSaved = false; ///< for the next start
    QTimer m_patience{this}; ///< with a guest that was asked
    bool m_consoleWanted = false; ///< once it runs
    std::function<void()> m_afterApply;
};

} // namespace laneway
