// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shortcutswindow.h"

#include "core/result.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QSet>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace laneway {

ShortcutsWindow::ShortcutsWindow(QWidget *window)
    : QDialog(window)
{
    setObjectName(u"shortcutsWindow"_s);
    setWindowTitle(tr("Keyboard Shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *list = new QTreeWidget;
    list->setObjectName(u"shortcutsList"_s);
    list->setAccessibleName(tr("Keyboard shortcuts"));
    list->setHeaderLabels({tr("Action"), tr("Keys")});
    list->setRootIsDecorated(false);
    QSet<std::pair<QString, QString>> listed; // each page has its own action for the same
    for (const QAction *action : window->findChildren<QAction *>()) {
        if (action->shortcut().isEmpty())
            continue;
        QString text = action->text();
        text.remove(u'&').remove(u'…');
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        if (listed.contains({text, keys}))
            continue;
        listed.insert({text, keys});
        list->addTopLevelItem(new QTreeWidgetItem({text, keys}));
    }
    // Keys of a machine's screen, which are no shortcuts: it takes all keys before.
    list->addTopLevelItem(new QTreeWidgetItem({tr("Give Keyboard and Pointer Back"), tr("Ctrl+Alt")}));
    list->addTopLevelItem(new QTreeWidgetItem({tr("Leave Full Screen"), tr("Ctrl+Alt, then F11")}));
    list->sortItems(0, Qt::AscendingOrder);
    list->resizeColumnToContents(0);
    list->setMinimumSize(fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 18);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(list);
    layout->addWidget(buttons);
}

} // namespace laneway
