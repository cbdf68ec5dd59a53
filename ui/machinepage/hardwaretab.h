// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/machinepage/machinedraft.h"

#include <QWidget>

class QLabel;
class QListView;
class QPushButton;
class QScrollArea;
class QTabWidget;

namespace laneway {

class MediumBar;
class XmlEditor;

/// Every piece of a machine's hardware on the left; on the right the selected one's details and XML.
class HardwareTab : public QWidget
{
    Q_OBJECT
public:
    explicit HardwareTab(MachineDraft &draft, QWidget *parent = nullptr);
    const HardwareRow *selected() const;
    QListView *list() const { return m_list; }
    /// What comes next is selected, unless a person selects something before.
    void expectAdded();

Q_SIGNALS:
    void addRequested();
    void removeRequested(const laneway::HardwareRow &row);
    void mediumRequested(const laneway::HardwareRow &row, const QString &mode, const QString &medium);
    void applyRequested();

private:
    void select();
    /// Details and XML from the draft.
    void show();
    void showPanel();
    void showState();
    void showRows();
    void showHint();
    /// The empty root ports as rows of their own.
    void openPorts(bool open);
    void goToTyped();
    /// What libosinfo knows of the guest's system, once for each.
    void askForGuestOs();
    DeviceKey key() const;
    QModelIndex indexOf(const DeviceKey &key) const;
    QModelIndex added(const QSet<QString> &before) const;

    MachineDraft &m_draft;
    HardwareModel *m_model;
    QListView *m_list;
    QPushButton *m_add;
    QPushButton *m_remove;
    MediumBar *m_medium;
    QTabWidget *m_tabs;
    QLabel *m_many; ///< assigned devices
    QLabel *m_hint; ///< about the selected device
    QScrollArea *m_details;
    XmlEditor *m_xml;
    QLabel *m_state;
    QPushButton *m_goTo;
    QPushButton *m_revert;
    QPushButton *m_apply;
    DevicePanel *m_panel = nullptr;
    std::optional<HardwareRow> m_current;
    bool m_expectsAdded = false;
    bool m_edits = false; ///< what was edited here may have another name, and so be another row
    bool m_portsOpen = false;
    QString m_osId; ///< that was asked for
    std::optional<GuestOs> m_os;
};

} // namespace laneway
