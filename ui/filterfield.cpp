// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filterfield.h"

#include "core/result.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>

namespace laneway {

FilterField::FilterField(QWidget *page)
    : QLineEdit(page)
{
    setAccessibleName(tr("Filter"));
    setPlaceholderText(tr("Name, address, driver, ID or machine"));
    setClearButtonEnabled(true);
    auto *find = new QAction(tr("Filter Devices"), page);
    find->setObjectName(u"findDevice"_s);
    find->setShortcut(QKeySequence::Find);
    connect(find, &QAction::triggered, this, [this] {
        setFocus(Qt::ShortcutFocusReason);
        selectAll();
    });
    page->addAction(find);
}

QLabel *FilterField::newLabel()
{
    auto *label = new QLabel(tr("Fi&lter:"));
    label->setBuddy(this);
    return label;
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Down: Q_EMIT goOn(); return;
    case Qt::Key_Escape:
        if (!text().isEmpty())
            return clear();
        Q_EMIT left();
        return event->ignore(); // a dialog is closed by it
    default: QLineEdit::keyPressEvent(event);
    }
}

} // namespace laneway
