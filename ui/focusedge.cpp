// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/focusedge.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QPointer>

namespace laneway {

void FocusEdge::install()
{
    static QPointer<FocusEdge> edge; // goes with the window that it happens to be in, comes with the next focus
    static const QMetaObject::Connection following
        = connect(qApp, &QApplication::focusChanged, qApp, [](QWidget *, QWidget *now) {
              if (!edge)
                  edge = new FocusEdge;
              edge->follow(now);
          });
}

FocusEdge::FocusEdge()
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void FocusEdge::follow(QWidget *focused)
{
    auto *around = qobject_cast<QAbstractScrollArea *>(focused);
    if (around && around->frameWidth() == 0)
        around = nullptr; // nothing to draw on
    if (around == m_around)
        return;
    if (m_around)
        m_around->removeEventFilter(this);
    m_around = around;
    setParent(around); // hides it
    if (!around)
        return;
    around->installEventFilter(this);
    fit();
    raise();
    show();
}

void FocusEdge::fit()
{
    setGeometry(m_around->rect());
    // The frame alone: contents scroll without being painted anew.
    const int width = m_around->frameWidth();
    setMask(QRegion(rect()) - QRegion(rect().adjusted(width, width, -width, -width)));
}

bool FocusEdge::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_around && event->type() == QEvent::Resize)
        fit();
    return QWidget::eventFilter(watched, event);
}

void FocusEdge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Active, QPalette::Highlight));
}

} // namespace laneway
