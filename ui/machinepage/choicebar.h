// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;

namespace laneway {

/// A question in the page, with a button for each answer. Takes no room while nothing is asked.
class ChoiceBar : public QFrame
{
    Q_OBJECT
public:
    struct Choice
    {
        QString text;
        QString objectName;
        std::function<void()> then;
        bool enabled = true;
    };
    explicit ChoiceBar(QWidget *parent = nullptr);
    /// The first choice that can be made has the focus; Escape takes the last.
    void ask(const QString &question, const QList<Choice> &choices);
    void clear();
    bool isAsking() const { return !isHidden(); }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QLabel *m_icon;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
    QList<QWidget *> m_choices;
    std::function<void()> m_escape;
};

} // namespace laneway
