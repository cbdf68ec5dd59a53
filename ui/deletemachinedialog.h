// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "xml/domainidentity.h"

#include <QDialog>
#include <QPointer>

class QTreeWidget;
class QTreeWidgetItem;

namespace laneway {

/// A machine's definition goes; which of its files go with it is ticked, beside who else uses them. What
/// is not ticked stays.
class DeleteMachineDialog : public QDialog
{
    Q_OBJECT
public:
    DeleteMachineDialog(Connection &connection, const DomainInfo &machine, QWidget *parent);

Q_SIGNALS:
    /// The person said yes, to the definition and to these files. @p tpm: and to what its TPM keeps.
    void deletionChosen(const QStringList &files, Connection::TpmState tpm);

private:
    void widen();
    void addRow(const QString &what, const QString &note, const QString &path);
    void showFiles(const DomainXml &xml);
    /// The file stays, as that machine needs it.
    void keep(const QString &path, const QString &machine);
    /// What the disk stands on, below its row.
    void showChain(const QString &path, const QJsonObject &image);
    /// The other machines' definitions, one by one.
    void lookAtOthers();
    QStringList tickedFiles() const;
    Connection::TpmState tpmChoice() const;

    QPointer<Connection> m_connection;
    DomainInfo m_machine;
    QTreeWidget *m_files;
    QMap<QString, QTreeWidgetItem *> m_rows; ///< by path
    QTreeWidgetItem *m_tpm = nullptr; ///< what its TPM keeps, where it has one
    QMap<QString, QStringList> m_users; ///< names of other machines by path
};

} // namespace laneway
