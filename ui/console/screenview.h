// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/guestscreen.h"

#include <QPointer>
#include <QSet>
#include <QTimer>
#include <QWidget>

namespace laneway {

/// Shows a guest's screen and sends it what is typed and pointed at. While it has the keyboard all keys are the
/// guest's, the desktop's own too as far as the desktop lets them go; Ctrl+Alt, pressed and let go alone,
/// gives keyboard and pointer back.
class ScreenView : public QWidget
{
    Q_OBJECT
public:
    enum class Scaling {
        Fit, ///< the whole screen in this widget
        Pixels, ///< one by one; the widget is as large as the screen
        Guest, ///< the guest is asked to be as large as the widget
    };

    explicit ScreenView(QWidget *parent = nullptr);

    /// Its signals are followed until it is gone; null: nothing is shown.
    void setScreen(GuestScreen *screen);
    void setScaling(Scaling scaling);
    Scaling scaling() const { return m_scaling; }
    bool hasGrab() const { return m_grabbed; }
    void releaseGrab();
    /// Keys of Linux' numbering, pressed in this order and let go in the other.
    void sendKeys(const QList<quint32> &linuxKeys);
    /// Types it key by key, for guests without an agent: what a keyboard of the US has. Gives what has no key.
    QString typeText(const QString &text);

    QSize sizeHint() const override;

Q_SIGNALS:
    void grabChanged(bool grabbed);
    void entered(); ///< has the keyboard's focus now

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    struct Key
    {
        quint32 keysym = 0;
        quint32 scancode = 0;
        bool operator==(const Key &) const = default;
        friend size_t qHash(const Key &key, size_t seed = 0) { return qHashMulti(seed, key.keysym, key.scancode); }
    };
    QRectF shownArea() const; ///< of the image, in this widget
    QPoint imagePoint(const QPointF &position) const;
    void grab();
    void letKeysGo();
    void applyScaling();
    void movePointer(QMouseEvent *event);

    QPointer<GuestScreen> m_screen;
    Scaling m_scaling = Scaling::Fit;
    QSet<Key> m_down;
    QTimer m_resize;
    QPoint m_wheel;
    bool m_grabbed = false;
    bool m_onlyModifiers = false; ///< since Ctrl and Alt are down
};

} // namespace laneway
