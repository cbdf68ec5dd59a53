// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/figuresdesk.h"

#include "domains/guestfigures.h"

namespace laneway {

namespace {
constexpr qsizetype mostWait = 64; ///< for one machine
}

FiguresDesk::FiguresDesk(const Kernel &kernel, GuestQuestions &questions, int ageMs, QObject *context)
    : m_kernel(kernel)
    , m_questions(questions)
    , m_ageMs(ageMs)
    , m_context(context)
{
    m_clock.start();
}

void FiguresDesk::forgetAllBut(const QMap<QUuid, RunRecord> &runs)
{
    m_known.removeIf([&](const auto &one) { return one->waiting.isEmpty() && !runs.contains(one.key()); });
}

void FiguresDesk::ask(const RunRecord &run, const HostSnapshot &host, Answer answer)
{
    Known &known = m_known[run.uuid];
    if (known.figures.run == run.guest.id && m_clock.elapsed() - known.readAt < m_ageMs)
        return answer(known.figures);
    if (known.waiting.size() >= mostWait)
        return answer(fail(ErrorCode::LimitExceeded, u"figures"_s, u"too many wait for this machine's answer"_s));
    if (!known.waiting.isEmpty()) {
        known.waiting += std::move(answer);
        return;
    }
    if (const auto allowed = m_questions.mayAsk(run.owner); !allowed)
        return answer(fail(allowed.error()));
    known.waiting += std::move(answer);
    m_questions.ask<Figures>(
        run.owner, m_context, [this, run, host] { return readFigures(m_kernel, run, host); },
        [this, uuid = run.uuid](const Result<Figures> &read) {
            Known &known = m_known[uuid];
            if (read) {
                known.figures = *read;
                known.readAt = m_clock.elapsed();
            }
            for (const auto &waiting : std::exchange(known.waiting, {}))
                waiting(read);
        });
}

} // namespace laneway
