// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kvm.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <linux/kvm.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vector>

namespace laneway {

bool isKvmUsable(const std::string &node)
{
    constexpr int stableVersion = 12; // Documentation/virt/kvm/api.rst, 4.1
    constexpr size_t entries = 256;
    const int fd = open(node.c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return false;
    std::vector<unsigned char> space(sizeof(kvm_cpuid2) + entries * sizeof(kvm_cpuid_entry2));
    const unsigned count = entries;
    std::memcpy(space.data() + offsetof(kvm_cpuid2, nent), &count, sizeof count);
    bool usable
        = ioctl(fd, KVM_GET_API_VERSION, 0) == stableVersion && ioctl(fd, KVM_GET_SUPPORTED_CPUID, space.data()) == 0;
    close(fd);
    if (!usable)
        return false;
    // Some sandboxes have a node that answers, and no processor behind it that a guest could run on. What
    // every x86-64 processor has must be on offer.
    unsigned got = 0;
    std::memcpy(&got, space.data() + offsetof(kvm_cpuid2, nent), sizeof got);
    bool hasSse3 = false;
    bool hasLongMode = false;
    for (unsigned i = 0; i < std::min<unsigned>(got, entries); ++i) {
        kvm_cpuid_entry2 entry = {};
        std::memcpy(&entry, space.data() + sizeof(kvm_cpuid2) + i * sizeof entry, sizeof entry);
        hasSse3 |= entry.function == 1 && (entry.ecx & 1U) != 0;
        hasLongMode |= entry.function == 0x80000001U && (entry.edx & (1U << 29)) != 0;
    }
    return hasSse3 && hasLongMode;
}

} // namespace laneway
