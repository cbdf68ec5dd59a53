// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/formrows.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScreen>
#include <QStyle>
#include <QVariant>

namespace laneway {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(laneway::FormRows)
};

} // namespace

QFormLayout *newForm(QWidget *parent)
{
    auto *form = new QFormLayout(parent);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    return form;
}

void addRow(QFormLayout *form, const QString &label, QWidget *field, const QString &objectName)
{
    auto *title = new QLabel(label);
    title->setBuddy(field);
    QString name = label;
    name.remove(u'&');
    field->setAccessibleName(name);
    field->setObjectName(objectName);
    form->addRow(title, field);
}

QLabel *newValue(bool leftToRight)
{
    auto *value = new QLabel;
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    // A form would share its free height out among labels that wrap.
    QSizePolicy policy = value->sizePolicy();
    policy.setVerticalPolicy(QSizePolicy::Maximum);
    value->setSizePolicy(policy);
    // A label lies as its text runs; a value lies beside its title, whatever it is.
    if (QGuiApplication::isRightToLeft())
        value->setAlignment(Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter);
    if (leftToRight)
        value->setLayoutDirection(Qt::LeftToRight);
    return value;
}

void alignLabels(const QList<QFormLayout *> &forms)
{
    QList<QLabel *> labels;
    int width = 0;
    for (const QFormLayout *form : forms) {
        for (int row = 0; row < form->rowCount(); ++row) {
            const QLayoutItem *item = form->itemAt(row, QFormLayout::LabelRole);
            if (auto *label = item ? qobject_cast<QLabel *>(item->widget()) : nullptr) {
                labels << label;
                width = qMax(width, label->sizeHint().width());
            }
        }
    }
    for (QLabel *label : std::as_const(labels))
        label->setMinimumWidth(width);
}

// A row that is only hidden keeps its old index into arrays of the layout that are shorter by then: Qt 6.4
// writes behind their end as soon as a label wraps. So the row leaves the form, and comes back to its place.
void setRowVisible(QFormLayout *form, QWidget *field, bool visible)
{
    constexpr auto place = "laneway_formPlace", title = "laneway_formTitle";
    const auto widgetIn = [form](int row) {
        const QLayoutItem *item = form->itemAt(row, QFormLayout::FieldRole);
        if (!item)
            item = form->itemAt(row, QFormLayout::SpanningRole);
        return item ? item->widget() : nullptr;
    };
    if (!form->property(place).isValid()) { // the first time, while all rows are there
        form->setProperty(place, true);
        for (int row = 0; row < form->rowCount(); ++row)
            if (QWidget *widget = widgetIn(row))
                widget->setProperty(place, row);
    }
    if ((form->indexOf(field) >= 0) == visible)
        return;
    if (!visible) {
        const QFormLayout::TakeRowResult taken = form->takeRow(field);
        QWidget *label = taken.labelItem ? taken.labelItem->widget() : nullptr;
        field->setProperty(title, QVariant::fromValue(label));
        field->hide();
        if (label)
            label->hide();
        delete taken.labelItem;
        delete taken.fieldItem;
        return;
    }
    int before = 0;
    while (before < form->rowCount() && widgetIn(before)
        && widgetIn(before)->property(place).toInt() < field->property(place).toInt())
        ++before;
    if (auto *label = field->property(title).value<QWidget *>()) {
        form->insertRow(before, label, field);
        label->show();
    } else {
        form->insertRow(before, field);
    }
    field->show();
}

QLabel *newProblem()
{
    auto *label = new QLabel;
    label->setObjectName(u"problem"_s);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void sayProblem(QLabel *label, const QString &problem)
{
    label->setText(problem);
    label->setVisible(!problem.isEmpty());
}

QPlainTextEdit *newCode(const QString &objectName, const QString &accessibleName, int lines)
{
    auto *code = new QPlainTextEdit;
    code->setObjectName(objectName);
    code->setAccessibleName(accessibleName);
    code->setReadOnly(true);
    code->setTabChangesFocus(true);
    code->setLineWrapMode(QPlainTextEdit::NoWrap);
    code->setLayoutDirection(Qt::LeftToRight);
    code->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    code->setMinimumHeight(code->fontMetrics().height() * lines);
    return code;
}

QLineEdit *newCodeEdit()
{
    auto *edit = new QLineEdit;
    edit->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    edit->setLayoutDirection(Qt::LeftToRight);
    return edit;
}

void choose(QComboBox *box, const QString &value)
{
    int at = box->findData(value);
    if (at < 0) {
        box->addItem(value, value);
        at = box->count() - 1;
    }
    box->setCurrentIndex(at);
}

QString chosen(const QComboBox *box)
{
    return box->currentData().toString();
}

QComboBox *newSwitch(const QString &defaultText)
{
    auto *box = new QComboBox;
    box->addItem(defaultText, QString());
    box->addItem(Text::tr("On"), u"on"_s);
    box->addItem(Text::tr("Off"), u"off"_s);
    return box;
}

void chooseSwitch(QComboBox *box, const std::optional<bool> &value)
{
    choose(box, value ? (*value ? u"on"_s : u"off"_s) : QString());
}

std::optional<bool> chosenSwitch(const QComboBox *box)
{
    const QString word = chosen(box);
    return word.isEmpty() ? std::nullopt : std::optional(word == u"on");
}

QDoubleSpinBox *newSizeEdit()
{
    auto *size = new QDoubleSpinBox;
    size->setRange(0.1, 512.0 * 1024);
    size->setDecimals(1);
    size->setSuffix(Text::tr(" GiB"));
    return size;
}

quint64 bytesOf(const QDoubleSpinBox &size)
{
    return quint64(size.value() * double(1 << 30));
}

void fitTitle(QDialog &dialog)
{
    const QString title = dialog.windowTitle() + u" — " + QGuiApplication::applicationDisplayName();
    const int buttons = dialog.style()->pixelMetric(QStyle::PM_TitleBarHeight) * 5;
    // A frame's font is its own, bold as a rule.
    QFont font = dialog.font();
    font.setBold(true);
    const int wanted = QFontMetrics(font).horizontalAdvance(title) + buttons;
    dialog.setMinimumWidth(qMin(wanted, dialog.screen()->availableSize().width()));
}

} // namespace laneway
