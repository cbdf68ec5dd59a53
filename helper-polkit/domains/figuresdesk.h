// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/guestquestions.h"
#include "domains/runrecord.h"
#include "host/figures.h"
#include "kernel/kernel.h"

#include <QElapsedTimer>

namespace laneway {

/// Gives what is counted of running machines to however many ask: what is younger than some ms is given again, and
/// who asks while the machine is being asked gets the same answer. On the main thread.
class FiguresDesk
{
public:
    using Answer = std::function<void(const Result<Figures> &)>;
    FiguresDesk(const Kernel &kernel, GuestQuestions &questions, int ageMs, QObject *context);

    /// LimitExceeded: too many wait.
    void ask(const RunRecord &run, const HostSnapshot &host, Answer answer);
    void forgetAllBut(const QMap<QUuid, RunRecord> &runs);

private:
    /// What was counted last of a machine, and who waits for the next.
    struct Known
    {
        Figures figures;
        qint64 readAt = 0; ///< ms since we are here
        QList<Answer> waiting;
    };

    const Kernel &m_kernel;
    GuestQuestions &m_questions;
    const int m_ageMs;
    QObject *m_context;
    QMap<QUuid, Known> m_known;
    QElapsedTimer m_clock;
};

} // namespace laneway
