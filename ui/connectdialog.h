// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QDialog>

class QComboBox;
class QPushButton;

namespace laneway {

class MessageBar;

/// Which host to show beside the others.
class ConnectDialog : public QDialog
{
    Q_OBJECT
public:
    /// @p open: names that are there already.
    explicit ConnectDialog(const QStringList &open, QWidget *parent = nullptr);
    /// The new connection, once, after accepted().
    std::unique_ptr<Connection> takeConnection() { return std::move(m_connection); }

private:
    void openChosen();
    void update();

    QStringList m_open;
    QComboBox *m_name;
    QPushButton *m_connect;
    MessageBar *m_message;
    std::unique_ptr<Connection> m_connection;
};

} // namespace laneway
