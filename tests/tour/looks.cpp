// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tour/looks.h"

#include "core/result.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyleOptionComboBox>
#include <QStyleOptionSpinBox>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

namespace laneway::looks {

namespace {

QString nameOf(const QWidget &widget)
{
    QString text;
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        text = label->text();
    else if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        text = button->text();
    const QString id
        = widget.objectName().isEmpty() ? QString::fromLatin1(widget.metaObject()->className()) : widget.objectName();
    return text.isEmpty() ? id : id + u" “"_s + text.left(40) + u'”';
}

template <typename T> QList<T *> visibleOf(const QWidget &window)
{
    QList<T *> found;
    for (T *widget : window.findChildren<T *>())
        if (widget->isVisibleTo(&window) && widget->window() == &window)
            found << widget;
    return found;
}

/// Parts of a widget that is looked at as a whole.
bool isPart(const QWidget &widget)
{
    const QWidget *parent = widget.parentWidget();
    return widget.objectName().startsWith(u"qt_")
        || (parent
            && (qobject_cast<const QComboBox *>(parent) || qobject_cast<const QAbstractSpinBox *>(parent)
                || qobject_cast<const QLineEdit *>(parent) || qobject_cast<const QDockWidget *>(parent)
                || qobject_cast<const QTabBar *>(parent) || qobject_cast<const QTableView *>(parent)));
}

QString cut(const QWidget &widget, const QSize &needed)
{
    return u"%1: needs %2×%3, has %4×%5"_s.arg(nameOf(widget))
        .arg(needed.width())
        .arg(needed.height())
        .arg(widget.width())
        .arg(widget.height());
}

bool tooSmall(const QSize &room, const QSize &needed)
{
    return room.width() < needed.width() || room.height() < needed.height();
}

/// The columns that say which thing a row is about: a name may be elided, an address not.
bool isEssential(const QString &heading)
{
    return heading == u"Address";
}

QStringList cutColumns(const QTreeView &view)
{
    QStringList found;
    const QHeaderView &header = *view.header();
    for (int column = 0; column < header.count(); ++column) {
        if (header.isSectionHidden(column))
            continue;
        const QString heading = view.model()->headerData(column, Qt::Horizontal).toString();
        if (header.isVisible() && header.sectionSize(column) < header.sectionSizeHint(column))
            found << u"%1: heading “%2” needs %3, has %4"_s.arg(view.objectName(), heading)
                         .arg(header.sectionSizeHint(column))
                         .arg(header.sectionSize(column));
        const int needed = static_cast<const QAbstractItemView &>(view).sizeHintForColumn(column);
        if (isEssential(heading) && header.sectionSize(column) < needed)
            found << u"%1: column “%2” needs %3, has %4"_s.arg(view.objectName(), heading)
                         .arg(needed)
                         .arg(header.sectionSize(column));
    }
    return found;
}

QString plain(const QString &text)
{
    QString words = text;
    return words.remove(u'&');
}

struct Mnemonic
{
    QKeySequence keys;
    QString who;
};

QStringList clashes(const QList<Mnemonic> &mnemonics)
{
    QStringList found;
    QMap<QString, QString> owners;
    for (const Mnemonic &one : mnemonics) {
        if (one.keys.isEmpty())
            continue;
        const QString keys = one.keys.toString();
        if (owners.contains(keys))
            found << u"%1: both “%2” and “%3”"_s.arg(keys, owners[keys], one.who);
        else
            owners.insert(keys, one.who);
    }
    return found;
}

bool takesTab(const QWidget &widget, const QWidget &window)
{
    if (!(widget.focusPolicy() & Qt::TabFocus) || !widget.isEnabled() || !widget.isVisibleTo(&window)
        || widget.window() != &window || widget.focusProxy())
        return false;
    // Of a group of radio buttons the chosen one is the way in.
    const auto *radio = qobject_cast<const QRadioButton *>(&widget);
    return !radio || radio->isChecked();
}

} // namespace

QStringList cutTexts(const QWidget &window)
{
    QStringList found;
    for (const QLabel *label : visibleOf<QLabel>(window)) {
        if (label->text().isEmpty() || isPart(*label))
            continue;
        if (label->wordWrap()) {
            if (label->heightForWidth(label->width()) > label->height())
                found << cut(*label, {label->width(), label->heightForWidth(label->width())});
            // A word that is longer than the label.
            else if (label->minimumSizeHint().width() > label->width())
                found << cut(*label, label->minimumSizeHint());
        } else if (tooSmall(label->size(), label->sizeHint())) {
            found << cut(*label, label->sizeHint());
        }
    }
    for (const QAbstractButton *button : visibleOf<QAbstractButton>(window))
        if (!isPart(*button) && !button->text().isEmpty()
            && tooSmall(button->size(), button->minimumSizeHint().expandedTo(button->sizeHint())))
            found << cut(*button, button->sizeHint());
    for (const QComboBox *box : visibleOf<QComboBox>(window)) {
        QStyleOptionComboBox option;
        option.initFrom(box);
        option.editable = box->isEditable();
        const QRect field
            = box->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, box);
        if (field.width() < box->fontMetrics().horizontalAdvance(box->currentText()))
            found << u"%1: “%2” is cut"_s.arg(box->objectName(), box->currentText());
    }
    for (QAbstractSpinBox *box : visibleOf<QAbstractSpinBox>(window)) {
        QStyleOptionSpinBox option;
        option.initFrom(box);
        option.frame = box->hasFrame();
        option.buttonSymbols = box->buttonSymbols();
        const QRect field = box->style()->subControlRect(QStyle::CC_SpinBox, &option, QStyle::SC_SpinBoxEditField, box);
        if (field.width() < box->fontMetrics().horizontalAdvance(box->text()))
            found << u"%1: “%2” is cut"_s.arg(box->objectName(), box->text());
    }
    for (const QLineEdit *edit : visibleOf<QLineEdit>(window))
        if (!isPart(*edit) && edit->text().isEmpty()
            && edit->width() < edit->fontMetrics().horizontalAdvance(edit->placeholderText()))
            found << u"%1: “%2” is cut"_s.arg(edit->objectName(), edit->placeholderText());
    for (const QTabBar *bar : visibleOf<QTabBar>(window))
        for (int i = 0; i < bar->count(); ++i)
            if (bar->isTabVisible(i)
                && bar->tabRect(i).width() < bar->fontMetrics().horizontalAdvance(plain(bar->tabText(i))))
                found << u"tab “%1” is cut"_s.arg(bar->tabText(i));
    for (const QTreeView *view : visibleOf<QTreeView>(window))
        if (view->model())
            found << cutColumns(*view);
    for (const QScrollArea *area : visibleOf<QScrollArea>(window))
        if (area->horizontalScrollBar()->maximum() > 0)
            found << nameOf(*area) + u": wider than its place"_s;
    return found;
}

QStringList clashingMnemonics(QWidget &window, QWidget *over)
{
    QList<Mnemonic> mnemonics;
    if (const auto *menu = qobject_cast<const QMenu *>(over)) {
        QStringList found;
        const bool ofThings = menu->objectName() == u"assignMenu"; // its entries are names
        for (const QAction *action : menu->actions()) {
            if (action->isSeparator() || ofThings)
                continue;
            if (QKeySequence::mnemonic(action->text()).isEmpty())
                found << u"no mnemonic: “%1”"_s.arg(action->text());
            mnemonics << Mnemonic{QKeySequence::mnemonic(action->text()), action->text()};
        }
        return found + clashes(mnemonics);
    }
    for (const QMenuBar *bar : visibleOf<QMenuBar>(window))
        for (const QAction *action : bar->actions())
            mnemonics << Mnemonic{QKeySequence::mnemonic(action->text()), action->text()};
    for (const QLabel *label : visibleOf<QLabel>(window))
        if (label->buddy())
            mnemonics << Mnemonic{QKeySequence::mnemonic(label->text()), label->text()};
    for (const QAbstractButton *button : visibleOf<QAbstractButton>(window))
        mnemonics << Mnemonic{QKeySequence::mnemonic(button->text()), button->text()};
    for (const QGroupBox *box : visibleOf<QGroupBox>(window))
        mnemonics << Mnemonic{QKeySequence::mnemonic(box->title()), box->title()};
    for (const QTabBar *bar : visibleOf<QTabBar>(window))
        for (int i = 0; i < bar->count(); ++i)
            mnemonics << Mnemonic{QKeySequence::mnemonic(bar->tabText(i)), bar->tabText(i)};
    return clashes(mnemonics);
}

QStringList wordlessButtons(const QWidget &window)
{
    QStringList found;
    for (const QAbstractButton *button : visibleOf<QAbstractButton>(window)) {
        static const QStringList toolkits{u"Yes"_s, u"No"_s, u"OK"_s};
        if (toolkits.contains(plain(button->text())))
            found << nameOf(*button) + u": not a verb"_s;
        if (!isPart(*button) && button->text().isEmpty()
            && (button->icon().isNull() || button->toolTip().isEmpty() || button->accessibleName().isEmpty()))
            found << nameOf(*button) + u": an icon needs a tool tip and a name, and a picture"_s;
    }
    for (const QAction *action : window.findChildren<QAction *>())
        if (!action->icon().isNull() && action->icon().pixmap(16, 16).isNull())
            found << action->text() + u": its icon is not found"_s;
    return found;
}

QStringList keyboardTraps(QWidget &window)
{
    QStringList found;
    QList<QWidget *> wanted;
    for (QWidget *widget : window.findChildren<QWidget *>())
        if (takesTab(*widget, window))
            wanted << widget;
    if (wanted.isEmpty())
        return {};
    QWidget *before = window.focusWidget();
    wanted.first()->setFocus(Qt::TabFocusReason);
    window.setAttribute(Qt::WA_KeyboardFocusChange); // as after the Tab key: focus is drawn from then on
    QList<QWidget *> visited;
    constexpr int most = 400; // links in a text are places of their own
    for (int i = 0; i < most; ++i) {
        QWidget *now = window.focusWidget();
        if (!now)
            break;
        if (!visited.contains(now)) {
            visited << now;
            if (!now->hasFocus())
                continue;
            // Seen: the window is another picture than with the focus elsewhere.
            const QImage with = window.grab().toImage();
            now->clearFocus();
            QCoreApplication::processEvents(); // who follows the focus
            const QImage without = window.grab().toImage();
            now->setFocus(Qt::TabFocusReason);
            QCoreApplication::processEvents();
            // A default button looks as if it had the focus whenever no other button has.
            const auto *button = qobject_cast<const QPushButton *>(now);
            if (with == without && !(button && button->isDefault()))
                found << nameOf(*now) + u": the focus is not seen"_s;
        }
        if (visited.size() >= wanted.size()
            && std::all_of(wanted.cbegin(), wanted.cend(), [&](QWidget *one) { return visited.contains(one); }))
            break;
        QTest::keyClick(now, Qt::Key_Tab);
    }
    for (QWidget *widget : wanted)
        if (!visited.contains(widget))
            found << nameOf(*widget) + u": the Tab key does not come here"_s;
    if (before)
        before->setFocus(Qt::OtherFocusReason);
    return found;
}

} // namespace laneway::looks
