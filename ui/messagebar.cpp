// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messagebar.h"

#include "host/reasontext.h"
#include "ui/icons.h"

#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace laneway {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this))
{
    setObjectName(u"messageBar"_s);
    setFrameShape(QFrame::StyledPanel);
    m_text->setObjectName(u"messageText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
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
    layout->addWidget(close, 0, Qt::AlignTop);
    clear();
}

void MessageBar::showError(const Error &error)
{
    QStringList lines{errorText(error)};
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
    appear();
}

void MessageBar::showText(const QString &text)
{
    m_icon->setPixmap(themeIcon(u"dialog-information"_s).pixmap(fontMetrics().height()));
    m_text->setText(text);
    m_text->setAccessibleName(text);
    appear();
}

void MessageBar::appear()
{
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
