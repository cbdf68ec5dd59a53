// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contextmenukey.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QWidget>

namespace laneway {

void ContextMenuKey::install()
{
    static const auto *const filter = [] {
        auto *made = new ContextMenuKey;
        made->setParent(qApp);
        qApp->installEventFilter(made);
        return made;
    }();
    Q_UNUSED(filter)
}

bool ContextMenuKey::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    auto *widget = qobject_cast<QWidget *>(watched);
    if (!widget || widget != QApplication::focusWidget() || key->key() != Qt::Key_F10
        || key->modifiers() != Qt::ShiftModifier)
        return false;
    const QPoint at = widget->inputMethodQuery(Qt::ImCursorRectangle).toRect().center(); // as for the menu key
    QContextMenuEvent menu(QContextMenuEvent::Keyboard, at, widget->mapToGlobal(at));
    QCoreApplication::sendEvent(widget, &menu);
    return true;
}

} // namespace laneway
