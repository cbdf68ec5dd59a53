// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/ownerprograms.h"

#include <QElapsedTimer>
#include <QHash>

namespace laneway {

/// Owners' programs with a limited time, for each owner and for all together: whose files do not answer (a mount that
/// hangs) has nobody else wait. Only the time in which one runs counts; what is not done in it fails with TimedOut.
class HurriedPrograms : public OwnerPrograms
{
public:
    HurriedPrograms(OwnerPrograms &programs, qint64 eachMs, qint64 altogetherMs)
        : m_programs(programs)
        , m_eachMs(eachMs)
        , m_leftMs(altogetherMs)
    {
    }

    Result<ProgramAnswer> run(const OwnerProgram &program) override
    {
        qint64 &spent = m_spentMs[program.uid];
        OwnerProgram hurried = program;
        hurried.timeoutMs = int(std::min({qint64(program.timeoutMs), m_eachMs - spent, m_leftMs}));
        if (hurried.timeoutMs <= 0)
            return fail(ErrorCode::TimedOut, program.description, u"the files of its owner do not answer"_s);
        QElapsedTimer timer;
        timer.start();
        auto answer = m_programs.run(hurried);
        spent += timer.elapsed();
        m_leftMs -= timer.elapsed();
        return answer;
    }
    Result<> end(const QString &id) override { return m_programs.end(id); }

private:
    OwnerPrograms &m_programs;
    qint64 m_eachMs;
    qint64 m_leftMs;
    QHash<uint, qint64> m_spentMs;
};

} // namespace laneway
