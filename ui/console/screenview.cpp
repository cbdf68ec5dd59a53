// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/screenview.h"

#include "ui/console/scancodes.h"

#include <QCursor>
#include <QKeyEvent>
#include <QPainter>
#include <QPaintEvent>

#include <array>
#include <cmath>

namespace laneway {

namespace {

constexpr int settleMs = 300; ///< after the last change of this widget's size
constexpr int wheelClick = 120; ///< QWheelEvent's units of one
constexpr quint32 leftShift = 42;

/// Keys of a US keyboard, by the row they are on, from the first key's number (input-event-codes.h).
struct KeyRow
{
    quint32 first;
    QLatin1String plain, shifted;
};
constexpr std::array keyRows{
    KeyRow{2, QLatin1String("1234567890-="), QLatin1String("!@#$%^&*()_+")},
    KeyRow{16, QLatin1String("qwertyuiop[]"), QLatin1String("QWERTYUIOP{}")},
    KeyRow{30, QLatin1String("asdfghjkl;'`"), QLatin1String("ASDFGHJKL:\"~")},
    KeyRow{43, QLatin1String("\\zxcvbnm,./"), QLatin1String("|ZXCVBNM<>?")},
    KeyRow{57, QLatin1String(" "), QLatin1String()},
    KeyRow{28, QLatin1String("\n"), QLatin1String()},
    KeyRow{15, QLatin1String("\t"), QLatin1String()},
};

bool isControlOrAlt(const QKeyEvent &event)
{
    return event.key() == Qt::Key_Control || event.key() == Qt::Key_Alt;
}

} // namespace

ScreenView::ScreenView(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"guestScreen"_s);
    setAccessibleName(tr("Screen of the machine"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_InputMethodEnabled, false); // keys go as they are
    m_resize.setSingleShot(true);
    m_resize.setInterval(settleMs);
    connect(&m_resize, &QTimer::timeout, this, [this] {
        if (m_screen && m_scaling == Scaling::Guest)
            m_screen->requestSize((QSizeF(size()) * devicePixelRatioF()).toSize());
    });
}

void ScreenView::setScreen(GuestScreen *screen)
{
    if (m_screen)
        m_screen->disconnect(this);
    releaseGrab();
    m_down.clear();
    m_screen = screen;
    unsetCursor();
    if (screen) {
        connect(screen, &GuestScreen::resized, this, [this] {
            applyScaling();
            update();
        });
        connect(screen, &GuestScreen::updated, this, [this](const QRect &area) {
            const QRectF shown = shownArea();
            const qreal scale = shown.width() / std::max(1, m_screen->image().width());
            update(QRectF(shown.topLeft() + QPointF(area.topLeft()) * scale, QSizeF(area.size()) * scale)
                       .toAlignedRect()
                       .adjusted(-1, -1, 1, 1));
        });
        connect(screen, &GuestScreen::cursorChanged, this, [this](const QImage &cursor, const QPoint &hotSpot) {
            setCursor(cursor.isNull() ? QCursor(Qt::BlankCursor)
                                      : QCursor(QPixmap::fromImage(cursor), hotSpot.x(), hotSpot.y()));
        });
        connect(screen, &GuestScreen::wantsMovesChanged, this, [this](bool moves) {
            if (!moves && m_grabbed)
                unsetCursor();
        });
    }
    applyScaling();
    update();
}

void ScreenView::setScaling(Scaling scaling)
{
    m_scaling = scaling;
    applyScaling();
    update();
}

void ScreenView::applyScaling()
{
    const bool fixed = m_scaling == Scaling::Pixels && m_screen && !m_screen->image().isNull();
    const QSize size = fixed ? (QSizeF(m_screen->image().size()) / devicePixelRatioF()).toSize() : QSize();
    setMinimumSize(fixed ? size : QSize(1, 1));
    setMaximumSize(fixed ? size : QSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX));
    updateGeometry();
    if (m_scaling == Scaling::Guest)
        m_resize.start();
}

QSize ScreenView::sizeHint() const
{
    return m_screen && !m_screen->image().isNull() ? (QSizeF(m_screen->image().size()) / devicePixelRatioF()).toSize()
                                                   : QSize(640, 400);
}

QRectF ScreenView::shownArea() const
{
    if (!m_screen || m_screen->image().isNull())
        return {};
    const QSizeF natural = QSizeF(m_screen->image().size()) / devicePixelRatioF();
    QSizeF shown = natural;
    if (m_scaling == Scaling::Fit || natural.width() > width() || natural.height() > height())
        shown.scale(size(), Qt::KeepAspectRatio);
    // On whole pixels, so that an image that fits is not blurred.
    const QPointF corner(std::floor((width() - shown.width()) / 2), std::floor((height() - shown.height()) / 2));
    return {corner, shown};
}

QPoint ScreenView::imagePoint(const QPointF &position) const
{
    const QRectF shown = shownArea();
    if (shown.isEmpty())
        return {};
    const QSize image = m_screen->image().size();
    const QPointF inside = position - shown.topLeft();
    return {std::clamp(int(inside.x() * image.width() / shown.width()), 0, image.width() - 1),
        std::clamp(int(inside.y() * image.height() / shown.height()), 0, image.height() - 1)};
}

void ScreenView::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const QRectF shown = shownArea();
    const QRegion around = event->region() - shown.toRect();
    for (const QRect &rect : around)
        painter.fillRect(rect, Qt::black);
    if (shown.isEmpty())
        return;
    const QImage &image = m_screen->image();
    const qreal scale = shown.width() / image.width();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !qFuzzyCompare(scale * devicePixelRatioF(), 1.0));
    for (const QRect &rect : event->region()) {
        const QRectF target = QRectF(rect) & shown;
        if (target.isEmpty())
            continue;
        painter.drawImage(target, image, QRectF((target.topLeft() - shown.topLeft()) / scale, target.size() / scale));
    }
}

void ScreenView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_scaling == Scaling::Guest)
        m_resize.start();
}

bool ScreenView::event(QEvent *event)
{
    // Shortcuts of the window are keys of the guest while it has the focus.
    if (event->type() == QEvent::ShortcutOverride && m_screen) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

bool ScreenView::focusNextPrevChild(bool next)
{
    return m_screen ? false : QWidget::focusNextPrevChild(next); // Tab is the guest's
}

void ScreenView::keyPressEvent(QKeyEvent *event)
{
    if (!m_screen)
        return QWidget::keyPressEvent(event);
    const Key key{keysymOf(*event), scancodeOf(*event)};
    if (key == Key())
        return;
    const auto modifiers = event->modifiers();
    const bool both = isControlOrAlt(*event)
        && (event->key() == Qt::Key_Control ? modifiers & Qt::AltModifier : modifiers & Qt::ControlModifier);
    m_onlyModifiers = both || (event->isAutoRepeat() && m_onlyModifiers && isControlOrAlt(*event));
    m_down += key;
    m_screen->sendKey(key.keysym, key.scancode, true);
}

void ScreenView::keyReleaseEvent(QKeyEvent *event)
{
    if (!m_screen)
        return QWidget::keyReleaseEvent(event);
    if (event->isAutoRepeat())
        return; // only presses repeat on a keyboard
    Key key{keysymOf(*event), scancodeOf(*event)};
    // With another modifier down the same key has another name when it is let go.
    if (!m_down.contains(key) && key.scancode != 0)
        for (const Key &down : m_down)
            if (down.scancode == key.scancode)
                key = down;
    m_down -= key;
    m_screen->sendKey(key.keysym, key.scancode, false);
    if (std::exchange(m_onlyModifiers, false) && isControlOrAlt(*event)) {
        letKeysGo();
        releaseGrab();
    }
}

void ScreenView::letKeysGo()
{
    for (const Key &key : std::exchange(m_down, {}))
        if (m_screen)
            m_screen->sendKey(key.keysym, key.scancode, false);
}

void ScreenView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    Q_EMIT entered();
}

void ScreenView::focusOutEvent(QFocusEvent *event)
{
    letKeysGo(); // else they stay down in the guest
    releaseGrab();
    QWidget::focusOutEvent(event);
}

void ScreenView::grab()
{
    if (m_grabbed || !m_screen || m_screen->image().isNull())
        return;
    m_grabbed = true;
    grabKeyboard();
    if (m_screen->wantsMoves()) {
        grabMouse();
        setCursor(Qt::BlankCursor);
        QCursor::setPos(mapToGlobal(rect().center()));
    }
    Q_EMIT grabChanged(true);
}

void ScreenView::releaseGrab()
{
    if (!std::exchange(m_grabbed, false))
        return;
    releaseKeyboard();
    releaseMouse();
    if (m_screen && m_screen->wantsMoves())
        unsetCursor();
    Q_EMIT grabChanged(false);
}

void ScreenView::movePointer(QMouseEvent *event)
{
    if (!m_screen)
        return;
    if (!m_screen->wantsMoves()) {
        m_screen->sendPointer(imagePoint(event->position()), event->buttons());
        return;
    }
    if (!m_grabbed)
        return;
    const QPoint center = rect().center();
    const QPoint way = event->position().toPoint() - center;
    if (way.isNull() && event->type() == QEvent::MouseMove)
        return; // our own move back
    m_screen->sendPointer(event->type() == QEvent::MouseMove ? way : QPoint(), event->buttons());
    if (event->type() == QEvent::MouseMove)
        QCursor::setPos(mapToGlobal(center));
}

void ScreenView::mousePressEvent(QMouseEvent *event)
{
    const bool wasGrabbed = m_grabbed;
    grab();
    // Where the guest counts moves, the first click only takes the pointer.
    if (wasGrabbed || (m_screen && !m_screen->wantsMoves()))
        movePointer(event);
}

void ScreenView::mouseReleaseEvent(QMouseEvent *event)
{
    movePointer(event);
}
void ScreenView::mouseMoveEvent(QMouseEvent *event)
{
    movePointer(event);
}

void ScreenView::wheelEvent(QWheelEvent *event)
{
    if (!m_screen)
        return;
    m_wheel += event->angleDelta();
    const QPoint at = imagePoint(event->position());
    // Fine wheels send parts of a click.
    while (std::abs(m_wheel.y()) >= wheelClick) {
        const int sign = m_wheel.y() > 0 ? 1 : -1;
        m_screen->sendWheel(at, event->buttons(), {0, sign});
        m_wheel.ry() -= sign * wheelClick;
    }
    while (std::abs(m_wheel.x()) >= wheelClick) {
        const int sign = m_wheel.x() > 0 ? 1 : -1;
        m_screen->sendWheel(at, event->buttons(), {sign, 0});
        m_wheel.rx() -= sign * wheelClick;
    }
    event->accept();
}

void ScreenView::sendKeys(const QList<quint32> &linuxKeys)
{
    if (!m_screen)
        return;
    for (const quint32 key : linuxKeys)
        m_screen->sendKey(0, scancodeOfLinuxKey(key), true);
    for (auto key = linuxKeys.rbegin(); key != linuxKeys.rend(); ++key)
        m_screen->sendKey(0, scancodeOfLinuxKey(*key), false);
}

QString ScreenView::typeText(const QString &text)
{
    QString without;
    for (const QChar character : text) {
        bool typed = false;
        for (const KeyRow &row : keyRows) {
            const qsizetype plain = row.plain.indexOf(character), shifted = row.shifted.indexOf(character);
            if (plain < 0 && shifted < 0)
                continue;
            const quint32 key = row.first + quint32(std::max(plain, shifted));
            sendKeys(plain >= 0 ? QList<quint32>{key} : QList<quint32>{leftShift, key});
            typed = true;
            break;
        }
        if (!typed)
            without += character;
    }
    return without;
}

} // namespace laneway
