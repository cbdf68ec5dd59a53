// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace laneway {

class MessageBar;
class RowListModel;

/// The disk images of a folder: how large, what they stand on, who uses them; and what can be done with them.
class ImagesDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ImagesDialog(Connection &connection, QWidget *parent = nullptr);

    void showError(const Error &error);

Q_SIGNALS:
    void planRequested(const QString &kind, const QJsonObject &arguments);

private:
    void refresh();
    void show(const QJsonObject &list);
    void follow();
    QJsonObject current() const;
    void create();
    void copy();
    void resizeImage();
    void browse();
    void showDetails();

    Connection &m_connection;
    QLineEdit *m_folder;
    QTreeView *m_list;
    RowListModel *m_model;
    QLabel *m_space;
    QLabel *m_details;
    MessageBar *m_message;
    QPushButton *m_create;
    QPushButton *m_copy;
    QPushButton *m_resize;
    QPushButton *m_delete;
    QJsonObject m_shown; ///< the helper's answer
    QString m_wanted; ///< path of the image that is being made
    quint64 m_asked = 0;
};

} // namespace laneway
