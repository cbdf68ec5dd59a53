// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <utility>

namespace laneway {

/// Computes on a worker what a view shows, the newest question only: while one is answered, later ones
/// replace each other. A member of @p context; an answer for a context that is gone is dropped.
template <typename Answer> class NewestOnly
{
public:
    NewestOnly(QObject *context, std::function<void(Answer)> then)
        : m_context(context)
        , m_then(std::move(then))
    {
    }

    /// @p work holds what it needs by value: it runs on another thread, and is destroyed there.
    void ask(std::function<Answer()> work)
    {
        m_next = std::move(work);
        if (!m_busy)
            begin();
    }
    bool isBusy() const { return m_busy; }

private:
    void begin()
    {
        m_busy = true;
        QThreadPool::globalInstance()->start(
            [this, context = QPointer<QObject>(m_context), work = std::exchange(m_next, nullptr)]() mutable {
                auto answer = std::make_shared<Answer>(work());
                work = nullptr;
                // To the application's thread; only there it is known whether the view is still there.
                QMetaObject::invokeMethod(
                    QCoreApplication::instance(),
                    [this, context, answer] {
                        if (context)
                            finish(std::move(*answer));
                    },
                    Qt::QueuedConnection);
            });
    }
    void finish(Answer answer)
    {
        m_busy = false;
        if (m_next)
            begin();
        // Even when a later question waits: in a rain of changes something is to be seen.
        m_then(std::move(answer));
    }

    QObject *m_context;
    std::function<void(Answer)> m_then;
    std::function<Answer()> m_next;
    bool m_busy = false;
};

} // namespace laneway
