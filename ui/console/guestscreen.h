// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QImage>
#include <QObject>
#include <QRect>

namespace laneway {

/// What a guest's sound is asked for as: signed 16 bits, little endian, left before right.
namespace soundform {
inline constexpr int rate = 44'100; ///< pairs of samples a second
inline constexpr int bytesOfPair = 4;
} // namespace soundform

/// A guest's screen, keyboard, pointer and sound at the other end of a connected stream socket. What comes from
/// there is hostile: it is bounded, and an offence ends the session. Never blocks.
class GuestScreen : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Begins a session and takes the descriptor. Once.
    virtual void start(int descriptor) = 0;
    /// Format_RGB32; null until ready().
    virtual const QImage &image() const = 0;

    /// @p keysym: of X11, 0 when unknown; @p scancode: as a PC keyboard sends it (set 1), 0x80 added to
    /// those that begin with 0xe0.
    virtual void sendKey(quint32 keysym, quint32 scancode, bool down) = 0;
    /// In pixels of the image; where the guest wants moves, @p position is how far.
    virtual void sendPointer(const QPoint &position, Qt::MouseButtons buttons) = 0;
    /// A click of the wheel: one of (0, ±1), (±1, 0), as QWheelEvent::angleDelta() has the sign.
    virtual void sendWheel(const QPoint &position, Qt::MouseButtons buttons, const QPoint &click) = 0;
    /// The guest is free not to follow; resized() tells when it did.
    virtual void requestSize(const QSize &size) = 0;
    /// Offers text to the guest's clipboard.
    virtual void offerText(const QString &text) = 0;
    /// The guest wants moves, not places: it has no tablet.
    virtual bool wantsMoves() const = 0;
    /// Sound, once hasSound(), is sent only while somebody wants it.
    virtual void listen(bool wanted) = 0;
    virtual bool hasSound() const = 0;

Q_SIGNALS:
    void ready(); ///< the first image is there, black
    void resized(const QSize &size);
    void updated(const QRect &area);
    void cursorChanged(const QImage &cursor, const QPoint &hotSpot); ///< null: none
    void wantsMovesChanged(bool moves);
    void textOffered(const QString &text); ///< of the guest's clipboard
    void bell();
    void soundOffered(); ///< once: hasSound()
    void soundCame(const QByteArray &samples); ///< as soundform says
    /// Once, also for a session that never got ready. Detail: what happened.
    void closed(const Error &why);
};

} // namespace laneway
