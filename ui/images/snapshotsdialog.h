// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace laneway {

class MessageBar;

/// The snapshots of a machine's disks: inside its images, and the images that its images stand on.
class SnapshotsDialog : public QDialog
{
    Q_OBJECT
public:
    SnapshotsDialog(Connection &connection, const DomainInfo &machine, QWidget *parent = nullptr);

private:
    void refresh();
    void look(const QString &definition);
    void add(const QJsonObject &image);
    void follow();
    void take();
    /// Carried out at once where nothing is lost, else after its review, whose button says @p verb.
    void plan(const QString &kind, const QString &name, const QString &verb, bool external = false);
    void apply(const QString &planId);
    bool isOff() const;

    Connection &m_connection;
    const QUuid m_machine;
    const QString m_name;
    MessageBar *m_message;
    QTreeWidget *m_list;
    QTreeWidget *m_chain; ///< what each disk stands on
    QLabel *m_note;
    QPushButton *m_take;
    QPushButton *m_revert;
    QPushButton *m_delete;
    quint64 m_asked = 0; ///< number of the newest look
    int m_waiting = 0; ///< images that are being read
};

} // namespace laneway
