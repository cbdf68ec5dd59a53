// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "ui/console/guestscreen.h"

#include <QSocketNotifier>

#include <coroutine>
#include <memory>

namespace laneway {

/// RFB 3.8 (RFC 6143) as QEMU speaks it, with what QEMU adds (docs/interop/vnc-…, ui/vnc.c): raw pixels and
/// CopyRect, resizing both ways, scancodes, cursor images, extended clipboard, sound. For local sockets, where
/// compression costs more than it saves.
class RfbClient : public GuestScreen
{
    Q_OBJECT
public:
    explicit RfbClient(QObject *parent = nullptr);
    ~RfbClient() override;

    void start(int descriptor) override;
    const QImage &image() const override { return m_image; }
    void sendKey(quint32 keysym, quint32 scancode, bool down) override;
    void sendPointer(const QPoint &position, Qt::MouseButtons buttons) override;
    void sendWheel(const QPoint &position, Qt::MouseButtons buttons, const QPoint &click) override;
    void requestSize(const QSize &size) override;
    void offerText(const QString &text) override;
    bool wantsMoves() const override { return m_wantsMoves; }
    void listen(bool wanted) override;
    bool hasSound() const override { return m_hasSound; }

    static constexpr qsizetype mostText = 1024 * 1024; ///< bytes of a clipboard

private:
    // The session is a coroutine that reads like a blocking parser and sleeps where the socket is empty.
    struct Session
    {
        struct promise_type
        {
            Session get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
            std::suspend_never initial_suspend() { return {}; }
            std::suspend_always final_suspend() noexcept { return {}; }
            void return_void() { }
            void unhandled_exception() { std::terminate(); } // nothing in it throws
        };
        std::coroutine_handle<promise_type> handle = {};
    };
    /// A part of the session: what it answers is false once the session is over.
    struct Part
    {
        struct promise_type
        {
            bool value = false;
            std::coroutine_handle<> waiting = {};
            Part get_return_object() { return Part(std::coroutine_handle<promise_type>::from_promise(*this)); }
            std::suspend_always initial_suspend() { return {}; }
            auto final_suspend() noexcept
            {
                struct Resume
                {
                    bool await_ready() noexcept { return false; }
                    std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) noexcept
                    {
                        return self.promise().waiting;
                    }
                    void await_resume() noexcept { }
                };
                return Resume{};
            }
            void return_value(bool done) { value = done; }
            void unhandled_exception() { std::terminate(); }
        };
        explicit Part(std::coroutine_handle<promise_type> handle_)
            : handle(handle_)
        {
        }
        Part(Part &&other) noexcept
            : handle(std::exchange(other.handle, {}))
        {
        }
        Part(const Part &) = delete;
        ~Part()
        {
            if (handle)
                handle.destroy();
        }
        bool await_ready() { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<> outer)
        {
            handle.promise().waiting = outer;
            return handle;
        }
        bool await_resume() { return handle.promise().value; }
        std::coroutine_handle<promise_type> handle;
    };
    /// Waits until @p size bytes are at @p to. False: the session is over.
    struct Read
    {
        RfbClient &client;
        char *to;
        size_t size;
        bool await_ready();
        void await_suspend(std::coroutine_handle<> waiting);
        bool await_resume() { return client.m_isOpen; }
    };
    struct Area
    {
        int x = 0, y = 0, width = 0, height = 0;
    };

    Read read(void *to, size_t size) { return {*this, static_cast<char *>(to), size}; }
    Session run();
    Part shakeHands();
    Part readReason(QString *reason);
    Part readUpdate();
    Part readRectangle();
    Part readRaw(Area area);
    Part readCopy(Area area);
    Part readCursor(Area area, bool hasAlpha);
    Part readScreens(Area area);
    Part readText();
    Part readSound();
    Part skip(size_t size);

    bool setSize(int width, int height);
    void requestUpdate(bool incremental);
    bool takeText(const QByteArray &message);
    void provideText();
    void writePointer(const QPoint &position, int mask);
    void write(const QByteArray &bytes);
    void flush();
    void receive();
    bool end(ErrorCode code, const QString &detail);
    bool offend(const QString &what) { return end(ErrorCode::InvalidInput, what); }

    Descriptor m_socket;
    std::unique_ptr<QSocketNotifier> m_readable, m_writable;
    Session m_session;
    Read *m_pending = nullptr;
    std::coroutine_handle<> m_waiting;
    size_t m_budget = 0; ///< bytes that may be read before others get their turn
    QByteArray m_out;
    QImage m_image;
    QString m_offered;
    quint32 m_serverClipboard = 0; ///< flags of its extended clipboard; 0: it has none
    bool m_isOpen = false;
    bool m_isReady = false;
    bool m_wantsMoves = false;
    bool m_canResize = false;
    bool m_hasSound = false;
    bool m_listens = false;
    quint32 m_screenId = 0;
};

} // namespace laneway
