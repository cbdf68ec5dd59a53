// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/disclosure.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace laneway {

Disclosure::Disclosure(const QString &title, QWidget *content, const QString &objectName)
    : m_heading(new QToolButton)
    , m_content(content)
{
    m_heading->setObjectName(objectName);
    m_heading->setText(title);
    m_heading->setCheckable(true);
    m_heading->setAutoRaise(true);
    m_heading->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_heading->setFocusPolicy(Qt::StrongFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_heading);
    layout->addWidget(content, 1);
    const auto follow = [this](bool open) {
        m_heading->setArrowType(open ? Qt::DownArrow : isRightToLeft() ? Qt::LeftArrow : Qt::RightArrow);
        m_content->setVisible(open);
        setSizePolicy(QSizePolicy::Preferred, open ? QSizePolicy::Expanding : QSizePolicy::Fixed);
    };
    connect(m_heading, &QToolButton::toggled, this, [this, follow](bool open) {
        if (open)
            Q_EMIT opened();
        follow(open);
    });
    follow(false);
}

void Disclosure::setTitle(const QString &title)
{
    m_heading->setText(title);
}

bool Disclosure::isOpen() const
{
    return m_heading->isChecked();
}

} // namespace laneway
