// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messagebar.h"

#include "host/reasontext.h"
#include "ui/icons.h"

#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace laneway {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
{
    setObjectName(u"messageBar"_s);
    setFrameShape(QFrame::StyledPanel);
    m_text->setObjectName(u"messageText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_action->setObjectName(u"messageAction"_s);
    m_action->setAccessibleName(tr("More about this message"));
    m_action->setAutoDefault(false);
    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionRequested);
    auto *close = new QToolButton(this);
    close->setObjectName(u"closeMessage"_s);
    close->setIcon(themeIcon(u"window-close"_s));
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(tr("Close this message"));
    close->setAutoRaise(true);
    connect(close, &QToolButton::clicked, this, &MessageBar::clear);
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action, 0, Qt::AlignTop);
    layout->addWidget(close, 0, Qt::AlignTop);
    clear();
}

void MessageBar::showError(const Error &error, const QString &heading, const QString &action)
{
    QStringList lines{errorText(error)};
    if (!heading.isEmpty())
        lines.prepend(heading);
    // A refused plan names every blocker of every device.
    for (const QJsonValue &device : error.extra[u"reasons"].toArray()) {
        const QString address = device[u"address"].toString();
        for (const QJsonValue &reason : device[u"reasons"].toArray()) {
            const QString line = u"• "_s + address + u": "_s + reason[u"text"].toString();
            if (!lines.contains(line))
                lines << line;
        }
    }
    m_icon->setPixmap(themeIcon(u"dialog-warning"_s).pixmap(fontMetrics().height()));
    m_text->setText(lines.join(u'\n'));
    m_text->setAccessibleName(m_text->text());
    appear(action);
}

void MessageBar::showText(const QString &text, const QString &action)
{
    m_icon->setPixmap(themeIcon(u"dialog-information"_s).pixmap(fontMetrics().height()));
    m_text->setText(text);
    m_text->setAccessibleName(text);
    appear(action);
}

void MessageBar::appear(const QString &action)
{
    m_action->setText(action);
    m_action->setAccessibleName(action.isEmpty() ? tr("More about this message") : QString(action).remove(u'&'));
    m_action->setVisible(!action.isEmpty());
    setVisible(true);
    // A page has room to give; a dialog is as high as what it held before.
    auto *dialog = qobject_cast<QDialog *>(window());
    if (!dialog)
        return;
    const int needed = dialog->heightForWidth(dialog->width());
    if (needed > dialog->height())
        dialog->resize(dialog->width(), needed);
}

void MessageBar::clear()
{
    m_text->clear();
    setVisible(false);
}

} // namespace laneway
