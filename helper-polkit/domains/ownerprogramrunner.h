// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/ownerprograms.h"

#include <memory>

namespace laneway {

class GuestLauncher;

/// Real programs, started as machines are: by PID 1 in a unit of its own where there is systemd, else as a
/// child, which ends with us.
class OwnerProgramRunner : public OwnerPrograms
{
public:
    struct Options
    {
        /// A session helper: programs run as its own user and as nobody else, uid 0 included. Otherwise
        /// uid 0 is refused.
        bool ownUserOnly = false;
        QString ownPrograms = {}; ///< the directory of those that came with us; empty: beside the helper
    };
    explicit OwnerProgramRunner(const Options &options);
    ~OwnerProgramRunner() override;
    OwnerProgramRunner(const OwnerProgramRunner &) = delete;
    OwnerProgramRunner &operator=(const OwnerProgramRunner &) = delete;

    Result<ProgramAnswer> run(const OwnerProgram &program) override;
    Result<> end(const QString &id) override;

private:
    Result<> check(const OwnerProgram &program) const;
    Result<QString> pathOf(const QString &program) const;

    Options m_options;
    std::unique_ptr<GuestLauncher> m_launcher;
};

} // namespace laneway
