// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/pinthread.h"

#include <algorithm>
#include <cerrno>
#include <sched.h>
#include <vector>

namespace laneway {

namespace {

constexpr int mostOfAnyKernel = 8192; ///< NR_CPUS of x86: a smaller set than its kernel's cannot be read

/// A set of processors as the kernel takes it.
class ProcessorSet
{
public:
    explicit ProcessorSet(int most)
        : m_size(CPU_ALLOC_SIZE(std::max(most, mostOfAnyKernel)))
        , m_parts((m_size + sizeof(cpu_set_t) - 1) / sizeof(cpu_set_t))
    {
        CPU_ZERO_S(m_size, m_parts.data());
    }
    void add(int processor) { CPU_SET_S(size_t(processor), m_size, m_parts.data()); }
    bool readFrom(qint64 thread)
    {
        CPU_ZERO_S(m_size, m_parts.data());
        return sched_getaffinity(pid_t(thread), m_size, m_parts.data()) == 0;
    }
    bool giveTo(qint64 thread) const { return sched_setaffinity(pid_t(thread), m_size, m_parts.data()) == 0; }
    bool operator==(const ProcessorSet &other) const
    {
        return CPU_EQUAL_S(m_size, m_parts.data(), other.m_parts.data());
    }

private:
    size_t m_size;
    std::vector<cpu_set_t> m_parts;
};

} // namespace

Result<> pinThread(qint64 thread, const QList<int> &processors, const std::function<bool()> &isMeant)
{
    const QString subject = u"thread %1"_s.arg(thread);
    const auto gone = [&] { return fail(ErrorCode::NotFound, subject, u"it is no thread of the guest"_s); };
    const int count = *std::max_element(processors.begin(), processors.end()) + 1;
    ProcessorSet wanted(count);
    for (const int processor : processors)
        wanted.add(processor);
    ProcessorSet former(count);
    if (!isMeant() || !former.readFrom(thread))
        return gone();
    const int error = wanted.giveTo(thread) ? 0 : errno;
    ProcessorSet now(count);
    const bool isRead = now.readFrom(thread);
    if (!isMeant()) {
        // Unless it is where somebody else has put it.
        if (error == 0 && isRead && now == wanted)
            (void)former.giveTo(thread);
        return gone();
    }
    if (error != 0)
        return fail(error == EPERM ? ErrorCode::PermissionDenied : ErrorCode::KernelRefused, subject,
            errnoName(error) + u" keeping it on its processors", error);
    if (!isRead || !(now == wanted))
        return fail(ErrorCode::VerificationFailed, subject, u"it runs on other processors"_s);
    return {};
}

} // namespace laneway
