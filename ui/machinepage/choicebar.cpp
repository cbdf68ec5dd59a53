// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/choicebar.h"
#include "ui/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

namespace laneway {

ChoiceBar::ChoiceBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel)
    , m_text(new QLabel)
    , m_buttons(new QHBoxLayout)
{
    setObjectName(u"choiceBar"_s);
    setFrameShape(QFrame::StyledPanel);
    m_text->setObjectName(u"choiceText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_icon->setPixmap(themeIcon(u"help-contents"_s).pixmap(size, size));
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addLayout(m_buttons);
    setVisible(false);
}

void ChoiceBar::ask(const QString &question, const QList<Choice> &choices)
{
    clear();
    m_text->setText(question);
    setAccessibleName(question);
    for (const Choice &choice : choices) {
        auto *button = new QPushButton(choice.text);
        button->setObjectName(choice.objectName);
        button->setAccessibleDescription(question);
        button->setEnabled(choice.enabled);
        connect(button, &QPushButton::clicked, this, [this, then = choice.then] {
            clear();
            then();
        });
        m_buttons->addWidget(button);
        m_choices << button;
    }
    m_escape = choices.last().then;
    setVisible(true);
    for (QWidget *button : std::as_const(m_choices)) {
        if (!button->isEnabled())
            continue;
        button->setFocus();
        break;
    }
}

void ChoiceBar::clear()
{
    setVisible(false);
    m_text->clear();
    for (QWidget *button : std::as_const(m_choices)) {
        button->hide();
        button->deleteLater(); // we may be in its click
    }
    m_choices.clear();
}

void ChoiceBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return QFrame::keyPressEvent(event);
    const auto then = m_escape;
    clear();
    then();
}

} // namespace laneway
