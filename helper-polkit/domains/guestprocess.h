// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "kernel/guests.h"

namespace laneway {

/// pidfd_open(2) and pidfd_send_signal(2): glibc 2.36 declares them without C linkage.
Descriptor openPidfd(qint64 pid);
bool signalPidfd(int pidfd, int signal);

/// Field 22 of /proc/PID/stat; 0 when there is no such process.
quint64 processStartTime(qint64 pid);
/// What /proc says of a process and its threads; nothing when there is none of that number.
struct ProcessTimes
{
    quint64 userNs = 0, systemNs = 0;
};
std::optional<ProcessTimes> processTimes(qint64 pid);
std::optional<ProcessTimes> threadTimes(qint64 pid, qint64 thread); ///< of that process
quint64 residentBytes(qint64 pid);
QString currentBootId();
/// Last component of its control group: "laneway-web.service" for what runs in that unit.
QString unitOfProcess(qint64 pid);

/// The guest's process, and no other that has its number by now: a pidfd, then start time and boot
/// compared. Not open when it is gone, or dead and not yet waited for.
Descriptor openGuest(const GuestRef &guest);

/// Whether the process behind @p pidfd has ended, waiting up to @p timeoutMs.
bool hasEnded(int pidfd, int timeoutMs);

/// PATH, LANG and where the owner's files are: never what a client or systemd had set.
QStringList guestEnvironment(const GuestLaunch &launch);
/// The groups of the account, and no other: a group opens files. @p gid comes first.
QList<uint> guestGroups(uint uid, uint gid);

} // namespace laneway
