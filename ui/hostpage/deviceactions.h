// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dropverdict.h"
#include "ui/hostpage/explanation.h"
#include "ui/newestonly.h"

class QAction;
class QKeySequence;
class QMenu;
class QPoint;

namespace laneway {

class Connection;
class DeviceView;
class HostDevices;

/// What can be done with the devices selected in a tree: by its context menu, and by keys while the
/// tree has the focus.
class DeviceActions : public QObject
{
    Q_OBJECT
public:
    DeviceActions(Connection &connection, HostDevices &devices, DeviceView &tree);

    DeviceSelection selection() const;
    /// Endpoints; for a group's heading its own.
    QList<PciAddress> selectedDevices() const;
    /// After selection, host or claims changed.
    void update();

Q_SIGNALS:
    void assignRequested(const QUuid &domain, const QList<laneway::PciAddress> &devices);
    void planRequested(const QString &kind, const QJsonObject &arguments);
    void gridRequested(const laneway::PciAddress &physical);
    /// Something happened that cannot be seen.
    void said(const QString &sentence);

private:
    /// What giving the same devices to each machine would mean.
    struct Answers
    {
        QList<PciAddress> devices;
        QList<QPair<QUuid, DropVerdict>> machines;
    };

    QAction *add(const QString &name, const QString &text, const QKeySequence &keys, const std::function<void()> &then);
    QAction *addPlan(const QString &kind, const QString &text);
    void showMenu(const QPoint &position);
    void fillAssignMenu();
    void showAnswers(const Answers &answers);
    /// What a kind of plan would be about.
    struct Scope
    {
        QList<PciAddress> devices; ///< those that it would change
        QString refusal; ///< why it cannot be done; empty: it can
    };
    /// The physical function that is selected alone, or whose virtual one is.
    std::optional<PciAddress> selectedPhysical() const;
    Scope scopeOf(const QString &kind, const QList<PciAddress> &selected) const;
    void chooseMachine();
    void copy(const std::function<QString(const PciAddress &)> &textOf);
    void cut();

    Connection &m_connection;
    HostDevices &m_devices;
    DeviceView &m_tree;
    QMenu *m_menu;
    QMenu *m_assign = nullptr;
    QList<QAction *> m_copies; ///< what needs nothing but a selection
    QAction *m_cut = nullptr;
    QAction *m_grid = nullptr;
    QList<QPair<QString, QAction *>> m_plans; ///< kind of the plan
    NewestOnly<Answers> m_judge;
};

} // namespace laneway
