// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

namespace laneway {

/// RLIMIT_MEMLOCK in bytes, as libvirt computes it (qemuDomainGetMemLockLimitBytes, x86):
/// <hard_limit>; unlimited (~0) for <locked/>; factor × memory + 1 GiB with VFIO; 0 = leave it.
quint64 memoryLockLimit(const DomainXml &domain);

} // namespace laneway
