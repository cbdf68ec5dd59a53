// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/fullscreenbar.h"

#include "core/result.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>

#include <chrono>

namespace laneway {

using namespace std::chrono_literals;

FullScreenBar::FullScreenBar(QWidget &screen, QWidget &view)
    : QFrame(&screen)
    , m_screen(screen)
    , m_view(view)
{
    setObjectName(u"fullScreenBar"_s);
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setPalette(QApplication::palette()); // not the screen's black
    auto *text = new QLabel(tr("Ctrl+Alt, then F11, leaves full screen"));
    text->setObjectName(u"fullScreenHint"_s);
    auto *leave = new QPushButton(tr("Leave Full Screen"));
    leave->setObjectName(u"leaveFullScreen"_s);
    leave->setFocusPolicy(Qt::NoFocus); // the keyboard is the machine's
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(leave);
    m_hint.setSingleShot(true);
    m_hint.setInterval(5s);
    connect(&m_hint, &QTimer::timeout, this, &QWidget::hide);
    connect(leave, &QPushButton::clicked, this, &FullScreenBar::leaveRequested);
    hide();
}

void FullScreenBar::begin()
{
    m_view.installEventFilter(this);
    m_screen.installEventFilter(this);
    appear();
    m_hint.start();
}

void FullScreenBar::end()
{
    m_view.removeEventFilter(this);
    m_screen.removeEventFilter(this);
    m_hint.stop();
    hide();
}

void FullScreenBar::appear()
{
    adjustSize();
    move((m_screen.width() - width()) / 2, 0);
    raise();
    show();
}

bool FullScreenBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_screen && event->type() == QEvent::Resize && isVisible())
        appear();
    if (watched == &m_view && event->type() == QEvent::MouseMove) {
        const int y = m_view.mapTo(&m_screen, static_cast<QMouseEvent *>(event)->position().toPoint()).y();
        if (y <= 1)
            appear();
        else if (y > height() && !m_hint.isActive())
            hide();
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace laneway
