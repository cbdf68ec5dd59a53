// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/hardwaredelegate.h"
#include "ui/icons.h"

#include <QApplication>
#include <QPainter>

namespace laneway {

namespace {

int iconSize(const QStyleOptionViewItem &option)
{
    return option.fontMetrics.height() * 3 / 2;
}
int margin(const QStyleOptionViewItem &option)
{
    return option.fontMetrics.height() / 3;
}

QString secondLine(const QModelIndex &index)
{
    const QString summary = index.data(HardwareModel::SummaryRole).toString();
    const QString badge = index.data(HardwareModel::BadgeTextRole).toString();
    // Paths and addresses keep their direction in a right-to-left row.
    const QString isolated = QChar(0x2068) + summary + QChar(0x2069);
    return summary.isEmpty() ? badge : badge.isEmpty() ? isolated : isolated + u" – "_s + badge;
}

} // namespace

QIcon hardwareIcon(HardwareKind kind)
{
    using Kind = HardwareKind;
    const auto name = [kind] {
        switch (kind) {
        case Kind::Machine: return u"computer"_s;
        case Kind::Processor: return u"laneway-processor"_s;
        case Kind::Memory: return u"laneway-memory"_s;
        case Kind::Boot: return u"laneway-boot"_s;
        case Kind::HostPci:
        case Kind::HostOther: return u"laneway-device"_s;
        case Kind::HostUsb: return u"laneway-usb"_s;
        case Kind::Disk: return u"drive-harddisk"_s;
        case Kind::CdRom: return u"media-optical"_s;
        case Kind::Floppy: return u"media-floppy"_s;
        case Kind::Interface: return u"network-wired"_s;
        case Kind::Graphics:
        case Kind::Video: return u"video-display"_s;
        case Kind::Sound: return u"audio-card"_s;
        case Kind::Input: return u"input-keyboard"_s;
        case Kind::Serial:
        case Kind::Console:
        case Kind::Channel: return u"utilities-terminal"_s;
        default: return u"laneway-controller"_s;
        }
    }();
    return themeIcon(name);
}

void HardwareDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    option.text.clear();
    option.features &= ~QStyleOptionViewItem::HasDecoration;
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    const int gap = margin(option), icon = iconSize(option), line = option.fontMetrics.height();
    const QRect inside = option.rect.adjusted(gap, gap, -gap, -gap);
    const auto placed = [&](const QRect &rect) { return QStyle::visualRect(option.direction, option.rect, rect); };
    const bool enabled = option.state & QStyle::State_Enabled;
    const auto own = index.data(Qt::DecorationRole).value<QIcon>();
    (own.isNull() ? hardwareIcon(HardwareKind(index.data(HardwareModel::KindRole).toInt())) : own)
        .paint(painter, placed({inside.left(), inside.center().y() - icon / 2, icon, icon}), Qt::AlignCenter,
            !enabled                                    ? QIcon::Disabled
                : option.state & QStyle::State_Selected ? QIcon::Selected
                                                        : QIcon::Normal);
    const QString second = secondLine(index);
    const int left = inside.left() + icon + gap;
    const int top = second.isEmpty() ? inside.center().y() - line / 2 : inside.top();
    const QRect first(left, top, inside.right() - left, line);
    const auto group = !enabled               ? QPalette::Disabled
        : option.state & QStyle::State_Active ? QPalette::Active
                                              : QPalette::Inactive;
    const bool selected = option.state & QStyle::State_Selected;
    const Qt::Alignment alignment = QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter);
    const auto draw = [&](const QRect &rect, const QString &text, QPalette::ColorRole role) {
        painter->setPen(option.palette.color(group, selected ? QPalette::HighlightedText : role));
        painter->drawText(placed(rect), int(alignment | Qt::TextSingleLine),
            option.fontMetrics.elidedText(text, Qt::ElideRight, rect.width()));
    };
    // At the end of the first line: by whom the device is made, and whether that could be better.
    const QString made = index.data(HardwareModel::ClassTextRole).toString();
    const bool hasHint = !index.data(HardwareModel::HintTextRole).toString().isEmpty();
    const int madeWidth = made.isEmpty() ? 0 : option.fontMetrics.boundingRect(made).width() + 2 * gap;
    const int hintWidth = hasHint ? line + gap : 0;
    const QRect madeRect(first.right() - madeWidth + 1, first.top(), madeWidth, line);
    painter->save();
    painter->setFont(option.font);
    draw(first.adjusted(0, 0, -madeWidth - hintWidth - gap, 0), index.data(Qt::DisplayRole).toString(), QPalette::Text);
    if (hasHint)
        themeIcon(u"dialog-information"_s)
            .paint(painter, placed({madeRect.left() - line - gap / 2, first.top(), line, line}), Qt::AlignCenter,
                option.state & QStyle::State_Selected ? QIcon::Selected : QIcon::Normal);
    draw(madeRect.adjusted(gap, 0, 0, 0), made, QPalette::PlaceholderText);
    draw(first.translated(0, line), second, QPalette::PlaceholderText);
    painter->restore();
}

QSize HardwareDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int line = option.fontMetrics.height();
    return {option.fontMetrics.averageCharWidth() * 30, 2 * line + 2 * margin(option)};
}

} // namespace laneway
