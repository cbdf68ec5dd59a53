// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/modules.h"
#include "kernel/udevnames.h"

namespace laneway {

/// The doors of the machine we run on. What needs processes of its own is the helper's part, passed in,
/// and must outlive it: guests, commands to NVMe controllers, and owners' programs.
class RealKernel
{
public:
    RealKernel(Guests &guests, NvmeControllers &nvme, OwnerPrograms &programs)
        : m_doors{
            m_sys, m_proc, m_etc, m_netlink, m_nodes, m_modules, m_names, guests, nvme, programs, &m_runtime, &m_vendor}
    {
    }
    RealKernel(const RealKernel &) = delete;
    RealKernel &operator=(const RealKernel &) = delete;

    Kernel &doors() { return m_doors; }

private:
    RealFileTree m_sys{u"/sys"_s};
    RealFileTree m_proc{u"/proc"_s};
    RealFileTree m_etc{u"/etc"_s};
    RealFileTree m_runtime{u"/run"_s};
    RealFileTree m_vendor{u"/usr/lib"_s};
    RealNetlink m_netlink;
    RealDeviceNodes m_nodes;
    RealModules m_modules;
    UdevNames m_names;
    Kernel m_doors;
};

} // namespace laneway
