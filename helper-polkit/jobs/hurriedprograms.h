// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/ownerprograms.h"

#include <QDeadlineTimer>

namespace laneway {

/// Owners' programs with a limited time for all of them together: whose files do not answer (a mount that hangs)
/// has nobody else wait. What is not done in it fails with TimedOut.
class HurriedPrograms : public OwnerPrograms
{
public:
    HurriedPrograms(OwnerPrograms &programs, int altogetherMs) : m_programs(programs), m_deadline(altogetherMs) {}

    Result<ProgramAnswer> run(const OwnerProgram &program) override
    {
        OwnerProgram hurried = program;
        hurried.timeoutMs = int(std::min<qint64>(program.timeoutMs, m_deadline.remainingTime()));
        if (hurried.timeoutMs <= 0)
            return fail(ErrorCode::TimedOut, program.description, u"the files of its owner do not answer"_s);
        return m_programs.run(hurried);
    }
    Result<> end(const QString &id) override { return m_programs.end(id); }

private:
    OwnerPrograms &m_programs;
    QDeadlineTimer m_deadline;
};

} // namespace laneway
