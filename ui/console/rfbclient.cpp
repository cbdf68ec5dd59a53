// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/rfbclient.h"

#include "ui/console/boundedinflate.h"

#include <QtEndian>

#include <array>
#include <cerrno>
#include <sys/socket.h>

namespace laneway {

namespace {

constexpr int longestSide = 16'384;
constexpr qint64 mostPixels = 64 * 1024 * 1024;
constexpr int longestCursor = 1024;
constexpr size_t readAtOnce = 4 * 1024 * 1024; ///< then the window has its turn
constexpr qsizetype mostUnsent = 4 * 1024 * 1024;
constexpr quint32 longestSound = 1024 * 1024; ///< bytes of a message
constexpr qsizetype longestReason = 4096;

enum Encoding : qint32 {
    Raw = 0,
    CopyRect = 1,
    DesktopSize = -223,
    Cursor = -239,
    PointerMode = -257,
    ExtendedKeys = -258,
    Audio = -259,
    LedState = -261,
    DesktopName = -307,
    ExtendedDesktopSize = -308,
    CursorWithAlpha = -314,
    ExtendedClipboard = qint32(0xc0a1e5ce),
};

/// Extended clipboard: what is done, and with what.
enum Clipboard : quint32 {
    Text = 1u << 0,
    Caps = 1u << 24,
    Request = 1u << 25,
    Peek = 1u << 26,
    Notify = 1u << 27,
    Provide = 1u << 28,
};

template <typename Number> void append(QByteArray &bytes, Number number)
{
    const Number big = qToBigEndian(number);
    bytes.append(reinterpret_cast<const char *>(&big), sizeof big);
}

template <typename Number> Number numberAt(const void *bytes, size_t offset)
{
    return qFromBigEndian<Number>(static_cast<const char *>(bytes) + offset);
}

QByteArray clipboardMessage(quint32 flags, const QByteArray &rest = {})
{
    QByteArray message("\6\0\0\0", 4);
    append(message, -qint32(4 + rest.size())); // negative: an extended one
    append(message, flags);
    return message + rest;
}

} // namespace

RfbClient::RfbClient(QObject *parent)
    : GuestScreen(parent)
{
}

RfbClient::~RfbClient()
{
    if (m_session.handle)
        m_session.handle.destroy(); // with the parts that it waits for
}

void RfbClient::start(int descriptor)
{
    m_socket = Descriptor(descriptor);
    m_isOpen = true;
    m_readable = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    m_writable = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Write);
    m_writable->setEnabled(false);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &RfbClient::receive);
    connect(m_writable.get(), &QSocketNotifier::activated, this, &RfbClient::flush);
    m_session = run();
}

bool RfbClient::Read::await_ready()
{
    while (client.m_isOpen && size > 0 && client.m_budget > 0) {
        const ssize_t got = ::recv(client.m_socket.get(), to, std::min(size, client.m_budget), MSG_DONTWAIT);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return false;
        if (got <= 0) {
            client.end(ErrorCode::Disconnected, RfbClient::tr("The machine ended the connection."));
            return true;
        }
        to += got;
        size -= size_t(got);
        client.m_budget -= size_t(got);
    }
    return !client.m_isOpen || size == 0;
}

void RfbClient::Read::await_suspend(std::coroutine_handle<> waiting)
{
    client.m_pending = this;
    client.m_waiting = waiting;
}

void RfbClient::receive()
{
    m_budget = readAtOnce;
    if (m_pending && m_pending->await_ready()) {
        m_pending = nullptr;
        std::exchange(m_waiting, {}).resume();
    }
}

bool RfbClient::end(ErrorCode code, const QString &detail)
{
    if (!std::exchange(m_isOpen, false))
        return false;
    m_readable->setEnabled(false);
    m_writable->setEnabled(false);
    // The session's coroutine is at work on the stack, and a slot may delete us.
    QMetaObject::invokeMethod(
        this, [this, error = Error{code, tr("console"), detail}] { Q_EMIT closed(error); }, Qt::QueuedConnection);
    return false;
}

RfbClient::Session RfbClient::run()
{
    if (!co_await shakeHands())
        co_return;
    while (m_isOpen) {
        quint8 type = 0;
        if (!co_await read(&type, 1))
            co_return;
        switch (type) {
        case 0:
            if (!co_await readUpdate())
                co_return;
            break;
        case 1: { // a palette: there is none for true colours, but it may be sent
            std::array<char, 5> header;
            if (!co_await read(header.data(), header.size()))
                co_return;
            if (!co_await skip(size_t(numberAt<quint16>(header.data(), 3)) * 6))
                co_return;
            break;
        }
        case 2: Q_EMIT bell(); break;
        case 3:
            if (!co_await readText())
                co_return;
            break;
        case 255:
            if (!co_await readSound())
                co_return;
            break;
        default: offend(tr("It sent a message of an unknown kind (%1).").arg(type)); co_return;
        }
    }
}

RfbClient::Part RfbClient::skip(size_t size)
{
    std::array<char, 4096> rest;
    while (size > 0) {
        const size_t part = std::min(size, rest.size());
        if (!co_await read(rest.data(), part))
            co_return false;
        size -= part;
    }
    co_return true;
}

RfbClient::Part RfbClient::readReason(QString *reason)
{
    std::array<char, 4> length;
    if (!co_await read(length.data(), length.size()))
        co_return false;
    const quint32 size = numberAt<quint32>(length.data(), 0);
    if (size > quint32(longestReason))
        co_return offend(tr("It sent a text of %1 bytes.").arg(size));
    QByteArray text(size, '\0');
    if (!co_await read(text.data(), size_t(text.size())))
        co_return false;
    *reason = QString::fromUtf8(text).simplified();
    co_return true;
}

RfbClient::Part RfbClient::shakeHands()
{
    std::array<char, 12> version;
    if (!co_await read(version.data(), version.size()))
        co_return false;
    if (QByteArrayView(version) != "RFB 003.008\n")
        co_return offend(tr("It does not speak RFB 3.8."));
    write(QByteArray("RFB 003.008\n"));
    quint8 count = 0;
    QString reason;
    if (!co_await read(&count, 1))
        co_return false;
    if (count == 0) {
        if (co_await readReason(&reason))
            end(ErrorCode::PermissionDenied, reason);
        co_return false;
    }
    std::array<char, 255> kinds;
    if (!co_await read(kinds.data(), count))
        co_return false;
    constexpr char none = 1; // whoever has the descriptor may look
    if (std::find(kinds.begin(), kinds.begin() + count, none) == kinds.begin() + count)
        co_return end(
            ErrorCode::PermissionDenied, tr("It asks for a password, which a connection of ours never needs."));
    write(QByteArray(1, none));
    std::array<char, 4> result;
    if (!co_await read(result.data(), result.size()))
        co_return false;
    if (numberAt<quint32>(result.data(), 0) != 0) {
        if (co_await readReason(&reason))
            end(ErrorCode::PermissionDenied, reason);
        co_return false;
    }
    write(QByteArray(1, '\1')); // others may look on

    std::array<char, 24> server;
    if (!co_await read(server.data(), server.size()))
        co_return false;
    const quint32 nameLength = numberAt<quint32>(server.data(), 20);
    if (nameLength > 64 * 1024)
        co_return offend(tr("It has a name of %1 bytes.").arg(nameLength));
    if (!co_await skip(nameLength))
        co_return false;

    // As QImage::Format_RGB32 has them on this computer, so that pixels are received where they are shown.
    constexpr bool bigEndian = Q_BYTE_ORDER == Q_BIG_ENDIAN;
    QByteArray format("\0\0\0\0\x20\x18", 6);
    format += char(bigEndian);
    format += '\1';
    for (int i = 0; i < 3; ++i)
        append(format, quint16(255));
    format += QByteArray("\x10\x08\0\0\0\0", 6);
    constexpr std::array encodings{Raw, CopyRect, ExtendedKeys, ExtendedDesktopSize, DesktopSize, CursorWithAlpha,
        Cursor, PointerMode, Audio, LedState, DesktopName, ExtendedClipboard};
    QByteArray offered("\2\0", 2);
    append(offered, quint16(encodings.size()));
    for (const Encoding encoding : encodings)
        append(offered, qint32(encoding));
    write(format + offered);
    if (!setSize(numberAt<quint16>(server.data(), 0), numberAt<quint16>(server.data(), 2)))
        co_return false;
    m_isReady = true;
    Q_EMIT ready();
    requestUpdate(false);
    co_return m_isOpen;
}

bool RfbClient::setSize(int width, int height)
{
    if (width < 1 || height < 1 || width > longestSide || height > longestSide || qint64(width) * height > mostPixels)
        return offend(tr("It has a screen of %1 by %2 pixels.").arg(width).arg(height));
    if (m_image.size() == QSize(width, height))
        return true;
    m_image = QImage(width, height, QImage::Format_RGB32);
    if (m_image.isNull())
        return end(ErrorCode::LimitExceeded, tr("There is no memory for its screen."));
    m_image.fill(Qt::black);
    Q_EMIT resized(m_image.size());
    return m_isOpen;
}

void RfbClient::requestUpdate(bool incremental)
{
    QByteArray message("\3", 1);
    message += char(incremental);
    append(message, quint32(0)); // from the corner
    append(message, quint16(m_image.width()));
    append(message, quint16(m_image.height()));
    write(message);
}

RfbClient::Part RfbClient::readUpdate()
{
    std::array<char, 3> header;
    if (!co_await read(header.data(), header.size()))
        co_return false;
    // Asked for while this one is on its way, so that the next can be made meanwhile.
    requestUpdate(true);
    for (int left = numberAt<quint16>(header.data(), 1); left > 0; --left)
        if (!co_await readRectangle())
            co_return false;
    co_return true;
}

RfbClient::Part RfbClient::readRectangle()
{
    std::array<char, 12> header;
    if (!co_await read(header.data(), header.size()))
        co_return false;
    const Area area{numberAt<quint16>(header.data(), 0), numberAt<quint16>(header.data(), 2),
        numberAt<quint16>(header.data(), 4), numberAt<quint16>(header.data(), 6)};
    const qint32 encoding = numberAt<qint32>(header.data(), 8);
    // Only pixels are of the screen; the others use the numbers for sizes and reasons of their own.
    if ((encoding == Raw || encoding == CopyRect)
        && (area.x + area.width > m_image.width() || area.y + area.height > m_image.height()))
        co_return offend(tr("It sent pixels beyond its screen."));
    switch (encoding) {
    case Raw: co_return co_await readRaw(area);
    case CopyRect: co_return co_await readCopy(area);
    case DesktopSize:
        if (!setSize(area.width, area.height))
            co_return false;
        requestUpdate(false);
        co_return m_isOpen;
    case ExtendedDesktopSize: co_return co_await readScreens(area);
    case Cursor:
    case CursorWithAlpha: co_return co_await readCursor(area, encoding == CursorWithAlpha);
    case PointerMode:
        if (m_wantsMoves != (area.x == 0)) {
            m_wantsMoves = area.x == 0;
            Q_EMIT wantsMovesChanged(m_wantsMoves);
        }
        co_return m_isOpen;
    case ExtendedKeys: // QEMU's acknowledgement
        co_return true;
    case Audio: // and another
        if (!std::exchange(m_hasSound, true))
            Q_EMIT soundOffered();
        co_return m_isOpen;
    case LedState: co_return co_await skip(1);
    case DesktopName: {
        QString name;
        co_return co_await readReason(&name);
    }
    default: co_return offend(tr("It sent an encoding nobody asked for (%1).").arg(encoding));
    }
}

RfbClient::Part RfbClient::readRaw(Area area)
{
    const size_t line = size_t(area.width) * 4;
    // A resize, whose image is another, comes between rectangles only.
    if (area.width == m_image.width() && line == size_t(m_image.bytesPerLine())) {
        if (!co_await read(m_image.scanLine(area.y), line * size_t(area.height)))
            co_return false;
    } else {
        for (int y = 0; y < area.height; ++y)
            if (!co_await read(m_image.scanLine(area.y + y) + qsizetype(area.x) * 4, line))
                co_return false;
    }
    Q_EMIT updated(QRect(area.x, area.y, area.width, area.height));
    co_return m_isOpen;
}

RfbClient::Part RfbClient::readCopy(Area area)
{
    std::array<char, 4> source;
    if (!co_await read(source.data(), source.size()))
        co_return false;
    const int x = numberAt<quint16>(source.data(), 0), y = numberAt<quint16>(source.data(), 2);
    if (x + area.width > m_image.width() || y + area.height > m_image.height())
        co_return offend(tr("It copied pixels from beyond its screen."));
    const size_t line = size_t(area.width) * 4;
    for (int i = 0; i < area.height; ++i) {
        const int row = area.y > y ? area.height - 1 - i : i; // they may overlap
        std::memmove(m_image.scanLine(area.y + row) + qsizetype(area.x) * 4,
            m_image.constScanLine(y + row) + qsizetype(x) * 4, line);
    }
    Q_EMIT updated(QRect(area.x, area.y, area.width, area.height));
    co_return m_isOpen;
}

RfbClient::Part RfbClient::readCursor(Area area, bool hasAlpha)
{
    if (area.width > longestCursor || area.height > longestCursor)
        co_return offend(tr("It sent a cursor of %1 by %2 pixels.").arg(area.width).arg(area.height));
    if (hasAlpha) {
        std::array<char, 4> encoding;
        if (!co_await read(encoding.data(), encoding.size()))
            co_return false;
        if (numberAt<qint32>(encoding.data(), 0) != Raw)
            co_return offend(tr("It sent a cursor in an encoding nobody asked for."));
    }
    if (area.width == 0 || area.height == 0) {
        Q_EMIT cursorChanged(QImage(), QPoint());
        co_return m_isOpen;
    }
    QImage cursor(area.width, area.height, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < area.height; ++y)
        if (!co_await read(cursor.scanLine(y), size_t(area.width) * 4))
            co_return false;
    if (hasAlpha) {
        // In the order red, green, blue, alpha, whatever the format of the screen; and never brighter than covered.
        for (int y = 0; y < area.height; ++y) {
            auto *line = reinterpret_cast<QRgb *>(cursor.scanLine(y));
            for (int x = 0; x < area.width; ++x) {
                const auto *bytes = reinterpret_cast<const uchar *>(line + x);
                const int alpha = bytes[3];
                line[x] = qRgba(std::min<int>(bytes[0], alpha), std::min<int>(bytes[1], alpha),
                    std::min<int>(bytes[2], alpha), alpha);
            }
        }
    } else {
        const size_t maskLine = size_t(area.width + 7) / 8;
        QByteArray mask(qsizetype(maskLine) * area.height, '\0');
        if (!co_await read(mask.data(), size_t(mask.size())))
            co_return false;
        for (int y = 0; y < area.height; ++y) {
            auto *line = reinterpret_cast<QRgb *>(cursor.scanLine(y));
            for (int x = 0; x < area.width; ++x) {
                const bool opaque = mask[qsizetype(maskLine) * y + x / 8] & (0x80 >> (x % 8));
                line[x] = opaque ? (line[x] | 0xff000000) : 0;
            }
        }
    }
    Q_EMIT cursorChanged(cursor, QPoint(std::min(area.x, area.width - 1), std::min(area.y, area.height - 1)));
    co_return m_isOpen;
}

RfbClient::Part RfbClient::readScreens(Area area)
{
    std::array<char, 4> header;
    if (!co_await read(header.data(), header.size()))
        co_return false;
    for (int left = quint8(header[0]), first = left; left > 0; --left) {
        std::array<char, 16> screen;
        if (!co_await read(screen.data(), screen.size()))
            co_return false;
        if (left == first)
            m_screenId = numberAt<quint32>(screen.data(), 0);
    }
    m_canResize = true;
    // Why (0: the guest, 1: our wish) and what became of it: "forwarded" to the guest has the former size.
    if (area.x == 1 && area.y != 0)
        co_return true;
    if (!setSize(area.width, area.height))
        co_return false;
    requestUpdate(false);
    co_return m_isOpen;
}

RfbClient::Part RfbClient::readText()
{
    std::array<char, 7> header;
    if (!co_await read(header.data(), header.size()))
        co_return false;
    const qint32 length = numberAt<qint32>(header.data(), 3);
    const qint64 size = std::abs(qint64(length));
    if (size > mostText)
        co_return offend(tr("It sent a clipboard of %1 bytes.").arg(size));
    QByteArray message(size, '\0');
    if (!co_await read(message.data(), size_t(size)))
        co_return false;
    if (length >= 0) {
        Q_EMIT textOffered(QString::fromLatin1(message));
        co_return m_isOpen;
    }
    co_return takeText(message);
}

RfbClient::Part RfbClient::readSound()
{
    enum Operation : quint16 { End, Begin, Data };
    std::array<char, 3> header;
    if (!co_await read(header.data(), header.size()))
        co_return false;
    const auto operation = numberAt<quint16>(header.data(), 1);
    if (header[0] != 1 || operation > Data || !m_hasSound)
        co_return offend(tr("It sent a message of an unknown kind (%1).").arg(255));
    if (operation != Data)
        co_return true;
    std::array<char, 4> length;
    if (!co_await read(length.data(), length.size()))
        co_return false;
    const auto size = numberAt<quint32>(length.data(), 0);
    if (size > longestSound)
        co_return offend(tr("It sent %1 bytes of sound at once.").arg(size));
    QByteArray samples(size, '\0');
    if (!co_await read(samples.data(), size_t(samples.size())))
        co_return false;
    if (m_listens) // what was on its way when nobody wanted it any more is not heard
        Q_EMIT soundCame(samples);
    co_return m_isOpen;
}

void RfbClient::listen(bool wanted)
{
    if (!m_hasSound || wanted == m_listens)
        return;
    m_listens = wanted;
    constexpr quint16 enable = 0, disable = 1, form = 2;
    const auto message = [](quint16 operation) {
        QByteArray bytes("\xff\1", 2);
        append(bytes, operation);
        return bytes;
    };
    if (!wanted)
        return write(message(disable));
    QByteArray said = message(form);
    said += QByteArray("\3\2", 2); // signed 16 bits, two channels
    append(said, quint32(soundform::rate));
    write(said + message(enable));
}

bool RfbClient::takeText(const QByteArray &message)
{
    if (message.size() < 4)
        return offend(tr("It sent half a clipboard."));
    const quint32 flags = numberAt<quint32>(message.constData(), 0);
    if (flags & Caps) {
        m_serverClipboard = flags;
        QByteArray sizes;
        append(sizes, quint32(mostText));
        write(clipboardMessage(Caps | Request | Notify | Provide | Text, sizes));
        if (!m_offered.isEmpty()) // in words of one byte each, so far
            write(clipboardMessage(Notify | Text));
    } else if (flags & Request) {
        if (flags & Text)
            provideText();
    } else if (flags & Peek) {
        write(clipboardMessage(Notify | (m_offered.isEmpty() ? 0 : quint32(Text))));
    } else if (flags & Notify) {
        if (flags & Text)
            write(clipboardMessage(Request | Text));
    } else if ((flags & Provide) && (flags & Text)) {
        const auto plain = inflateBounded(message.mid(4), mostText);
        if (!plain || plain->size() < 4)
            return offend(tr("It sent a clipboard that cannot be unpacked."));
        const quint32 size = numberAt<quint32>(plain->constData(), 0);
        if (qsizetype(size) > plain->size() - 4)
            return offend(tr("It sent half a clipboard."));
        QByteArray text = plain->mid(4, size);
        while (text.endsWith('\0'))
            text.chop(1);
        Q_EMIT textOffered(QString::fromUtf8(text).replace(u"\r\n"_s, u"\n"_s));
    }
    return m_isOpen;
}

void RfbClient::offerText(const QString &text)
{
    if (!m_isReady)
        return;
    m_offered = text;
    if (m_serverClipboard != 0) {
        write(clipboardMessage(Notify | Text));
        return;
    }
    const QByteArray latin = text.toLatin1().left(mostText);
    QByteArray message("\6\0\0\0", 4);
    append(message, quint32(latin.size()));
    write(message + latin);
}

void RfbClient::provideText()
{
    const QByteArray text = QString(m_offered).replace(u"\n"_s, u"\r\n"_s).toUtf8().left(mostText - 16) + '\0';
    QByteArray plain;
    append(plain, quint32(text.size()));
    // Behind the length that Qt puts in front it is what zlib makes.
    write(clipboardMessage(Provide | Text, qCompress(plain + text).mid(4)));
}

void RfbClient::sendKey(quint32 keysym, quint32 scancode, bool down)
{
    if (!m_isReady)
        return;
    QByteArray message;
    if (scancode != 0) {
        message = QByteArray("\xff\0", 2);
        append(message, quint16(down));
        append(message, keysym);
        append(message, scancode);
    } else {
        message = QByteArray("\4", 1);
        message += char(down);
        append(message, quint16(0));
        append(message, keysym);
    }
    write(message);
}

namespace {

int maskOf(Qt::MouseButtons buttons)
{
    return (buttons & Qt::LeftButton ? 1 : 0) | (buttons & Qt::MiddleButton ? 2 : 0)
        | (buttons & Qt::RightButton ? 4 : 0);
}

} // namespace

void RfbClient::sendPointer(const QPoint &position, Qt::MouseButtons buttons)
{
    writePointer(position, maskOf(buttons));
}

void RfbClient::writePointer(const QPoint &position, int mask)
{
    if (!m_isReady)
        return;
    // QEMU's way of a move: how far, from the middle of what 16 bits hold.
    const QPoint sent = m_wantsMoves ? position + QPoint(0x7fff, 0x7fff) : position;
    const QSize bound = m_wantsMoves ? QSize(0xffff, 0xffff) : m_image.size() - QSize(1, 1);
    QByteArray message("\5", 1);
    message += char(mask);
    append(message, quint16(std::clamp(sent.x(), 0, bound.width())));
    append(message, quint16(std::clamp(sent.y(), 0, bound.height())));
    write(message);
}

void RfbClient::sendWheel(const QPoint &position, Qt::MouseButtons buttons, const QPoint &click)
{
    const int wheel = click.y() > 0 ? 8 : click.y() < 0 ? 16 : click.x() > 0 ? 32 : 64;
    const QPoint place = m_wantsMoves ? QPoint() : position;
    writePointer(place, maskOf(buttons) | wheel);
    writePointer(place, maskOf(buttons));
}

void RfbClient::requestSize(const QSize &size)
{
    if (!m_canResize || size == m_image.size() || size.width() < 1 || size.height() < 1)
        return;
    const auto side = [](int pixels) { return quint16(std::min(pixels, longestSide)); };
    QByteArray message("\xfb\0", 2);
    append(message, side(size.width()));
    append(message, side(size.height()));
    message += QByteArray("\1\0", 2);
    append(message, m_screenId);
    append(message, quint32(0));
    append(message, side(size.width()));
    append(message, side(size.height()));
    append(message, quint32(0));
    write(message);
}

void RfbClient::write(const QByteArray &bytes)
{
    if (!m_isOpen)
        return;
    if (m_out.size() + bytes.size() > mostUnsent) {
        end(ErrorCode::TimedOut, tr("The machine does not take what is typed any more."));
        return;
    }
    m_out += bytes;
    flush();
}

void RfbClient::flush()
{
    while (m_isOpen && !m_out.isEmpty()) {
        const ssize_t sent
            = ::send(m_socket.get(), m_out.constData(), size_t(m_out.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            break;
        if (sent < 0) {
            end(ErrorCode::Disconnected, tr("The machine ended the connection."));
            return;
        }
        m_out.remove(0, sent);
    }
    m_writable->setEnabled(m_isOpen && !m_out.isEmpty());
}

} // namespace laneway
