// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/foreignnetworks.h"

#include <QStringList>
#include <QWizardPage>

#include <functional>

class QLabel;
class QPushButton;
class QTreeView;

namespace laneway {

class MessageBar;
class NewMachineWizard;
class RowListModel;
struct ListRow;

/// Definitions of a libvirt on this computer, or from files: those that are selected are taken over as
/// they are. Their images stay where they are.
class ImportPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit ImportPage(NewMachineWizard &wizard);
    void initializePage() override;
    int nextId() const override { return -1; }
    bool isComplete() const override;
    bool validatePage() override;

private:
    struct Found
    {
        QString file;
        QString name;
        QString xml;
        QString problem;
        QString note = {}; ///< what is taken over otherwise
    };
    /// What a definition is looked at beside.
    struct Here
    {
        QStringList names; ///< of machines
        NetworksHere networks;
    };
    void find();
    void addFiles(const QStringList &files);
    void askForSystem();
    static Found foundIn(const QString &file, const QByteArray &text, const Here &here);
    /// Off the thread that draws, with what is here already; then shown.
    void examine(std::function<QList<Found>(const Here &here)> look);
    void showFound(const QList<Found> &found);
    void defineNext();

    NewMachineWizard &m_wizard;
    MessageBar *m_message;
    RowListModel *m_model;
    QTreeView *m_list;
    QPushButton *m_add;
    QPushButton *m_system;
    QLabel *m_summary;
    QJsonObject m_links; ///< of the host
    QJsonObject m_libvirt; ///< what the system's told
    QList<Found> m_found;
    QList<Found> m_waiting; ///< to be defined
    QStringList m_failed;
    bool m_done = false;
};

} // namespace laneway
