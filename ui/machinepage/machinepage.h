// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/machinepage/machinedraft.h"

#include <QWidget>

#include <functional>

class QAbstractItemView;
class QLabel;
class QPushButton;
class QTabWidget;

namespace laneway {

class ChoiceBar;
class HardwareTab;
class MessageBar;
class OverviewTab;

/// One machine: its console, its hardware, what it is. Start, Shut Down, Force Off.
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

Q_SIGNALS:
    void addHardwareRequested(const QUuid &domain);
    /// A plan that goes ahead at once, because it was asked for by name and takes nothing new.
    void planRequested(const QString &kind, const QJsonObject &arguments);
    /// The definition is to be saved; applied() is expected.
    void definitionEdited(const QUuid &domain, const QString &xml);

public Q_SLOTS:
    void showError(const laneway::Error &error);

protected:
    void showEvent(QShowEvent *event) override;
    bool event(QEvent *event) override;

private:
    void showState();
    void apply(std::function<void()> then = {});
    void remove(const HardwareRow &row);
    void askAboutOutside();

    Connection &m_connection;
    MachineDraft *m_draft;
    QLabel *m_title;
    MessageBar *m_message;
    ChoiceBar *m_choice;
    QPushButton *m_start;
    QPushButton *m_shutdown;
    QPushButton *m_forceOff;
    QTabWidget *m_tabs;
    HardwareTab *m_hardware;
    OverviewTab *m_overview;
    QString m_name;
    QString m_state;
    bool m_shutdownAsked = false; ///< and said so
    std::function<void()> m_afterApply;
};

} // namespace laneway
