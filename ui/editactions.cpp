// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editactions.h"

#include "core/result.h"
#include "ui/icons.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTextEdit>

#include <functional>

namespace laneway {

namespace {

/// What a widget can do now; nothing where it cannot.
struct Abilities
{
    std::function<void()> cut;
    std::function<void()> copy;
    std::function<void()> paste;
    std::function<void()> selectAll;
};

Abilities abilitiesOf(QLineEdit &line)
{
    Abilities can;
    const bool isPlain = line.hasSelectedText() && line.echoMode() == QLineEdit::Normal;
    const QMimeData *data = QApplication::clipboard()->mimeData();
    if (isPlain && !line.isReadOnly())
        can.cut = [&line] { line.cut(); };
    if (isPlain)
        can.copy = [&line] { line.copy(); };
    if (!line.isReadOnly() && data && data->hasText())
        can.paste = [&line] { line.paste(); };
    if (!line.text().isEmpty())
        can.selectAll = [&line] { line.selectAll(); };
    return can;
}

template <typename Text> Abilities abilitiesOf(Text &text)
{
    Abilities can;
    if (text.textCursor().hasSelection()) {
        can.copy = [&text] { text.copy(); };
        if (!text.isReadOnly())
            can.cut = [&text] { text.cut(); };
    }
    if (text.canPaste())
        can.paste = [&text] { text.paste(); };
    if (!text.document()->isEmpty())
        can.selectAll = [&text] { text.selectAll(); };
    return can;
}

/// Of a list: its own actions with the standard keys.
std::function<void()> actionOf(const QWidget &widget, QKeySequence::StandardKey keys)
{
    for (QAction *action : widget.actions())
        if (action->isEnabled() && action->shortcut() == QKeySequence(keys))
            return [action] { action->trigger(); };
    return {};
}

Abilities abilitiesOf(QWidget *widget)
{
    if (!widget || !widget->isEnabled())
        return {};
    if (auto *line = qobject_cast<QLineEdit *>(widget))
        return abilitiesOf(*line);
    // A spin box or an editable combo box has the keyboard for the line within.
    if (auto *line = widget->findChild<QLineEdit *>({}, Qt::FindDirectChildrenOnly))
        return abilitiesOf(*line);
    if (auto *text = qobject_cast<QPlainTextEdit *>(widget))
        return abilitiesOf(*text);
    if (auto *text = qobject_cast<QTextEdit *>(widget))
        return abilitiesOf(*text);
    Abilities can{actionOf(*widget, QKeySequence::Cut), actionOf(*widget, QKeySequence::Copy),
        actionOf(*widget, QKeySequence::Paste), {}};
    auto *view = qobject_cast<QAbstractItemView *>(widget);
    if (view && view->selectionMode() == QAbstractItemView::ExtendedSelection && view->model()
        && view->model()->rowCount() > 0)
        can.selectAll = [view] { view->selectAll(); };
    return can;
}

} // namespace

EditActions::EditActions(QMenu &menu, QWidget &window)
    : QObject(&menu)
    , m_window(window)
{
    const auto add = [&](const QString &icon, const QString &text, const QString &name, QKeySequence::StandardKey keys,
                         std::function<void()> Abilities::*ability) {
        QAction *action
            = menu.addAction(themeIcon(icon), text + u'\t' + QKeySequence(keys).toString(QKeySequence::NativeText));
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, [this, ability] {
            const Abilities can = abilitiesOf(target());
            if (can.*ability)
                (can.*ability)();
        });
        return action;
    };
    m_cut = add(u"edit-cut"_s, tr("Cu&t"), u"editCut"_s, QKeySequence::Cut, &Abilities::cut);
    m_copy = add(u"edit-copy"_s, tr("&Copy"), u"editCopy"_s, QKeySequence::Copy, &Abilities::copy);
    m_paste = add(u"edit-paste"_s, tr("&Paste"), u"editPaste"_s, QKeySequence::Paste, &Abilities::paste);
    m_selectAll = add(
        u"edit-select-all"_s, tr("Select &All"), u"editSelectAll"_s, QKeySequence::SelectAll, &Abilities::selectAll);
    connect(&menu, &QMenu::aboutToShow, this, &EditActions::update);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (now && now->window() == &m_window && !qobject_cast<QMenuBar *>(now))
            m_focused = now;
    });
}

QWidget *EditActions::target() const
{
    return m_focused && m_focused->isVisible() ? m_focused : nullptr;
}

void EditActions::update()
{
    const Abilities can = abilitiesOf(target());
    m_cut->setEnabled(bool(can.cut));
    m_copy->setEnabled(bool(can.copy));
    m_paste->setEnabled(bool(can.paste));
    m_selectAll->setEnabled(bool(can.selectAll));
}

} // namespace laneway
