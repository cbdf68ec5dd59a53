// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QSpinBox;

namespace laneway {

class MessageBar;

/// Which host to show beside the others: this computer or a sample by name, or another computer by ssh.
class ConnectDialog : public QDialog
{
    Q_OBJECT
public:
    /// @p open: names that are there already.
    explicit ConnectDialog(const QStringList &open, QWidget *parent = nullptr);
    /// The new connection, once, after accepted().
    std::unique_ptr<Connection> takeConnection() { return std::move(m_connection); }

private:
    void fillFrom(const QString &connection);
    /// The connection's name as it is entered; its detail otherwise is a sentence for the person.
    Result<QString> chosen() const;
    void openChosen();
    void browse();
    void update();

    QStringList m_open;
    QRadioButton *m_here;
    QComboBox *m_name;
    QPushButton *m_browse;
    QRadioButton *m_bySsh;
    QComboBox *m_host;
    QLineEdit *m_user;
    QSpinBox *m_port;
    QLabel *m_hint;
    QPushButton *m_connect;
    MessageBar *m_message;
    std::unique_ptr<Connection> m_connection;
};

} // namespace laneway
