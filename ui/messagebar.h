// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace laneway {

/// A message in the page, near its cause: what happened and what to do. Takes no room while empty.
class MessageBar : public QFrame
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget *parent = nullptr);
    /// @p heading stands above it, @p action is a button beside it; empty: none.
    void showError(const Error &error, const QString &heading = {}, const QString &action = {});
    void showText(const QString &text, const QString &action = {});
    void clear();

Q_SIGNALS:
    void actionRequested();

private:
    void appear(const QString &action);

    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
};

} // namespace laneway
