// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"

#include "models/devicerow.h"

#include <QGuiApplication>
#include <QHash>
#include <QPainter>
#include <QPalette>
#include <QStringList>

#include <utility>

// A static library's resources are not linked in by themselves. Outside of any namespace, as Qt wants it.
static void initIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace laneway {

void installIcons()
{
    static const QString ours = u"laneway"_s;
    initIcons();
    QStringList paths = QIcon::themeSearchPaths();
    if (!paths.contains(u":/icons"_s))
        QIcon::setThemeSearchPaths(paths << u":/icons"_s);
    QIcon::setFallbackThemeName(ours);
    // Without a theme's name the fallback is not asked either (Qt 6.4).
    if (QIcon::themeName().isEmpty())
        QIcon::setThemeName(ours);
}

namespace {

/// A style tints what is selected by the colour behind it, until a line drawing is nearly gone: signs
/// keep their colours there, drawings take the text's.
QIcon readableWhenSelected(const QIcon &icon, bool isSign)
{
    QIcon whole;
    for (const int side : {16, 24, 32, 48}) {
        const QPixmap normal = icon.pixmap(QSize(side, side), 1.0);
        QPixmap selected = normal;
        QPainter painter(&selected);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(selected.rect(), QGuiApplication::palette().color(QPalette::HighlightedText));
        painter.end();
        if (isSign) { // with an edge, as one of them may be as blue as what is behind it
            const QPixmap shape = std::exchange(selected, QPixmap(normal.size()));
            selected.fill(Qt::transparent);
            painter.begin(&selected);
            for (const QPoint &edge : {QPoint(-1, 0), QPoint(1, 0), QPoint(0, -1), QPoint(0, 1)})
                painter.drawPixmap(edge, shape);
            painter.drawPixmap(0, 0, normal);
        }
        whole.addPixmap(normal, QIcon::Normal);
        whole.addPixmap(selected, QIcon::Selected);
    }
    return whole;
}

} // namespace

QIcon themeIcon(const QString &name)
{
    static const QStringList signs{u"laneway-ready"_s, u"laneway-with-companions"_s, u"laneway-caution"_s,
        u"laneway-blocked"_s, u"dialog-warning"_s, u"dialog-information"_s, u"dialog-error"_s};
    static QHash<QString, QIcon> known; // views ask for each row at each paint
    const auto it = known.constFind(name);
    if (it != known.cend())
        return *it;
    const QIcon icon = QIcon::fromTheme(name);
    return *known.insert(name, icon.isNull() ? icon : readableWhenSelected(icon, signs.contains(name)));
}

QIcon levelIcon(Level level)
{
    switch (level) {
    case Level::Ready: return themeIcon(u"laneway-ready"_s);
    case Level::WithCompanions: return themeIcon(u"laneway-with-companions"_s);
    case Level::Caution: return themeIcon(u"laneway-caution"_s);
    case Level::Blocked: return themeIcon(u"laneway-blocked"_s);
    case Level::Never: return themeIcon(u"laneway-never"_s);
    }
    return {};
}

QIcon machineStateIcon(const QString &state)
{
    if (state == u"running")
        return themeIcon(u"laneway-machine-running"_s);
    return themeIcon(state == u"shut off" ? u"laneway-machine-off"_s : u"laneway-machine-paused"_s);
}

QIcon jobStateIcon(const QString &state)
{
    static const QHash<QString, QString> names{
        {u"waiting"_s, u"laneway-waiting"_s},
        {u"running"_s, u"laneway-running"_s},
        {u"undoing"_s, u"edit-undo"_s},
        {u"undone"_s, u"edit-undo"_s},
        {u"rolled-back"_s, u"edit-undo"_s},
        {u"done"_s, u"laneway-ready"_s},
        {u"failed"_s, u"laneway-blocked"_s},
        {u"needs-attention"_s, u"laneway-caution"_s},
    };
    return themeIcon(names.value(state));
}

QIcon deviceIcon(const DeviceRow &row)
{
    if (!row.address)
        return row.group ? themeIcon(u"laneway-group"_s) : QIcon();
    if (row.bridge)
        return themeIcon(u"laneway-bridge"_s);
    return themeIcon(u"laneway-device"_s);
}

} // namespace laneway
