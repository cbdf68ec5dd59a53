// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QMap>
#include <QObject>
#include <QThreadPool>

#include <functional>

namespace laneway {

/// Questions to guests, which may let us wait: each on a thread of its own, 64 at once, 4 an owner.
class GuestQuestions
{
public:
    GuestQuestions() { m_pool.setMaxThreadCount(64); }

    /// LimitExceeded when too many of @p owner's questions are waiting.
    Result<> mayAsk(uint owner) const
    {
        if (m_waiting.value(owner) < 4)
            return {};
        return fail(
            ErrorCode::LimitExceeded, u"guests"_s, u"too many questions to machines are waiting for an answer"_s);
    }

    /// Runs @p question on a thread, and @p then on @p context's, which outlives waitForDone().
    template <typename T>
    void ask(
        uint owner, QObject *context, std::function<Result<T>()> question, std::function<void(const Result<T> &)> then)
    {
        ++m_waiting[owner];
        m_pool.start([this, owner, context, question = std::move(question), then = std::move(then)] {
            const Result<T> answer = question();
            QMetaObject::invokeMethod(context, [this, owner, answer, then] {
                if (--m_waiting[owner] == 0)
                    m_waiting.remove(owner);
                then(answer);
            });
        });
    }

    bool isIdle() const { return m_waiting.isEmpty(); }
    void waitForDone() { m_pool.waitForDone(); }

private:
    QMap<uint, int> m_waiting; ///< by owner
    QThreadPool m_pool;
};

} // namespace laneway
