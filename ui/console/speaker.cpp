// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/speaker.h"

#include "ui/console/guestscreen.h"

#include <pulse/error.h>
#include <pulse/simple.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace laneway {

namespace {

constexpr int bytesOfMillisecond = soundform::rate * soundform::bytesOfPair / 1000;
constexpr int serverMs = 100; ///< kept by the server: short enough for lips, long enough for a busy desktop
constexpr qsizetype mostWaiting = 200 * bytesOfMillisecond;

using Stream = std::unique_ptr<pa_simple, decltype(&pa_simple_free)>;

Stream openStream(const QByteArray &machine, int &error)
{
    constexpr pa_sample_spec form{PA_SAMPLE_S16LE, soundform::rate, 2};
    constexpr auto asServerLikes = uint32_t(-1);
    const pa_buffer_attr lengths{
        asServerLikes, uint32_t(serverMs * bytesOfMillisecond), asServerLikes, asServerLikes, asServerLikes};
    return {pa_simple_new(
                nullptr, "Laneway", PA_STREAM_PLAYBACK, nullptr, machine.constData(), &form, nullptr, &lengths, &error),
        pa_simple_free};
}

} // namespace

/// Between the window and a thread of its own, as the server is waited for there; whoever is last takes it away.
struct Speaker::Queue
{
    std::mutex mutex;
    std::condition_variable changed;
    QByteArray waiting;
    Speaker *speaker = nullptr; ///< null: nobody listens any more

    void run(const QByteArray &machine)
    {
        int error = 0;
        const Stream stream = openStream(machine, error);
        bool isOpen = stream != nullptr;
        while (isOpen) {
            QByteArray samples;
            {
                std::unique_lock lock(mutex);
                changed.wait(lock, [this] { return !speaker || !waiting.isEmpty(); });
                if (!speaker)
                    return;
                samples.swap(waiting);
            }
            isOpen = pa_simple_write(stream.get(), samples.constData(), size_t(samples.size()), &error) == 0;
        }
        const std::lock_guard lock(mutex);
        if (speaker) // which cannot go away meanwhile
            QMetaObject::invokeMethod(
                speaker, [to = speaker, why = QString::fromUtf8(pa_strerror(error))] { Q_EMIT to->failed(why); },
                Qt::QueuedConnection);
    }
};

Speaker::Speaker(const QString &machine, QObject *parent)
    : QObject(parent)
    , m_queue(std::make_shared<Queue>())
{
    m_queue->speaker = this;
    // Not joined: a server that hangs must not hold the window.
    std::thread([queue = m_queue, name = machine.toUtf8()] { queue->run(name); }).detach();
}

Speaker::~Speaker()
{
    const std::lock_guard lock(m_queue->mutex);
    m_queue->speaker = nullptr;
    m_queue->changed.notify_one();
}

void Speaker::play(const QByteArray &samples)
{
    m_half += samples;
    const qsizetype whole = m_half.size() - m_half.size() % soundform::bytesOfPair;
    const std::lock_guard lock(m_queue->mutex);
    m_queue->waiting += m_half.first(whole);
    m_half.remove(0, whole);
    if (const qsizetype late = m_queue->waiting.size() - mostWaiting; late > 0)
        m_queue->waiting.remove(0, late);
    m_queue->changed.notify_one();
}

} // namespace laneway
