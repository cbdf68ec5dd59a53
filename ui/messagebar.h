// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFrame>

class QLabel;

namespace laneway {

/// A message in the page, near its cause: what happened and what to do. Takes no room while empty.
class MessageBar : public QFrame
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget *parent = nullptr);
    void showError(const Error &error);
    void showText(const QString &text);
    void clear();

private:
    void appear();

    QLabel *m_icon;
    QLabel *m_text;
};

} // namespace laneway
