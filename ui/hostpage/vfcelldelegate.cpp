// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/vfcelldelegate.h"

#include "ui/icons.h"
#include "ui/panels/formrows.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

namespace laneway {

namespace {

QStringList choicesOf(int column)
{
    switch (column) {
    case VfGridModel::ProtocolColumn: return {u"802.1Q"_s, u"802.1ad"_s};
    case VfGridModel::SpoofCheckColumn:
    case VfGridModel::TrustColumn: return {u"on"_s, u"off"_s};
    case VfGridModel::LinkStateColumn: return {u"auto"_s, u"enable"_s, u"disable"_s};
    default: return {};
    }
}

/// Too large a number can be typed, as the cell says what is wrong with it: a spin box with a limit would
/// drop the digit that is too many, and make VLAN 409 of 4095.
class NumberBox : public QSpinBox
{
public:
    NumberBox(int most, QWidget *parent)
        : QSpinBox(parent)
        , m_most(most)
    {
        setRange(0, most * 100 + 99);
    }

protected:
    StepEnabled stepEnabled() const override
    {
        return value() < m_most ? QSpinBox::stepEnabled() : QSpinBox::stepEnabled() & ~StepEnabled(StepUpEnabled);
    }

private:
    const int m_most;
};

} // namespace

QWidget *newVfEditor(int column, QWidget *parent)
{
    QWidget *editor = nullptr;
    if (const QStringList choices = choicesOf(column); !choices.isEmpty()) {
        auto *box = new QComboBox(parent);
        for (const QString &choice : choices)
            box->addItem(VfGridModel::shownText(column, choice), choice);
        editor = box;
    } else if (column == VfGridModel::MacColumn) {
        auto *edit = newCodeEdit();
        edit->setParent(parent);
        editor = edit;
    } else {
        const bool rate = column == VfGridModel::MinRateColumn || column == VfGridModel::MaxRateColumn;
        auto *box = new NumberBox(rate ? 400'000 : column == VfGridModel::VlanColumn ? 4094 : 7, parent);
        if (column != VfGridModel::PriorityColumn)
            box->setSpecialValueText(VfGridModel::shownText(column, u"0"_s));
        if (rate) {
            box->setSingleStep(100);
            //: megabits a second, behind a number
            box->setSuffix(VfCellDelegate::tr(" Mbit/s"));
        }
        editor = box;
    }
    editor->setAccessibleName(VfGridModel::heading(column));
    return editor;
}

QString vfEditorValue(const QWidget *editor)
{
    if (const auto *box = qobject_cast<const QComboBox *>(editor))
        return box->currentData().toString();
    if (const auto *box = qobject_cast<const QSpinBox *>(editor))
        return QString::number(box->value());
    return qobject_cast<const QLineEdit *>(editor)->text();
}

void setVfEditorValue(QWidget *editor, const QString &value)
{
    if (auto *box = qobject_cast<QComboBox *>(editor)) {
        box->setCurrentIndex(qMax(0, box->findData(value)));
    } else if (auto *box = qobject_cast<QSpinBox *>(editor)) {
        box->setValue(value.toInt());
        box->selectAll();
    } else if (auto *edit = qobject_cast<QLineEdit *>(editor)) {
        edit->setText(value);
        edit->selectAll();
    }
}

QIcon vfSignIcon(VfGridModel::Sign sign)
{
    switch (sign) {
    case VfGridModel::Sign::None: return {};
    case VfGridModel::Sign::Pending: return themeIcon(u"laneway-edited"_s);
    case VfGridModel::Sign::Duplicate: return themeIcon(u"edit-copy"_s);
    case VfGridModel::Sign::Conflict: return themeIcon(u"dialog-warning"_s);
    case VfGridModel::Sign::Refused: return themeIcon(u"laneway-blocked"_s);
    case VfGridModel::Sign::Invalid: return themeIcon(u"dialog-error"_s);
    }
    return {};
}

QWidget *VfCellDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    QWidget *editor = newVfEditor(index.column(), parent);
    editor->setObjectName(u"vfCellEditor"_s);
    editor->setAutoFillBackground(true); // the cell's own text is below
    auto *delegate = const_cast<VfCellDelegate *>(this); // as QStyledItemDelegate's own editors tell it
    if (auto *box = qobject_cast<QComboBox *>(editor))
        connect(box, &QComboBox::activated, delegate, [delegate, box] {
            Q_EMIT delegate->commitData(box);
            Q_EMIT delegate->closeEditor(box);
        });
    return editor;
}

void VfCellDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    setVfEditorValue(editor, index.data(Qt::EditRole).toString());
}

void VfCellDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (auto *box = qobject_cast<QSpinBox *>(editor))
        box->interpretText();
    model->setData(index, vfEditorValue(editor), Qt::EditRole);
}

void VfCellDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    QIcon icon;
    if (index.column() == VfGridModel::VerdictColumn)
        icon = levelIcon(Level(index.data(VfGridModel::LevelRole).toInt()));
    else if (VfGridModel::isSetting(index.column()))
        icon = vfSignIcon(VfGridModel::Sign(index.data(VfGridModel::SignRole).toInt()));
    if (!icon.isNull()) {
        option->icon = icon;
        option->features |= QStyleOptionViewItem::HasDecoration;
        const int side = option->fontMetrics.height();
        option->decorationSize = QSize(side, side);
    }
    option->font.setBold(index.data(VfGridModel::PendingRole).toBool());
    // What cannot be set is not what one looks for here.
    if (VfGridModel::isSetting(index.column()) && !(index.flags() & Qt::ItemIsEditable))
        option->palette.setColor(QPalette::Text, option->palette.color(QPalette::Disabled, QPalette::Text));
}

} // namespace laneway
