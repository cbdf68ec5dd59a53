// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How an NVMe controller answers Virtualization Management: NVM Express base specification, and as
// QEMU's (hw/nvme/ctrl.c), with which it was compared.
#include "kernel/simmachine.h"

#include <algorithm>

namespace laneway {

namespace {

// Status codes of the command, of the command-specific type.
constexpr int invalidController = 0x11f;
constexpr int invalidState = 0x120;
constexpr int invalidNumber = 0x121;
constexpr int invalidResource = 0x122;

/// What is left of a kind, the part of @p own not counted.
int freeOf(const NvmeVirtualization &nvme, const NvmeResource &resource, int NvmeSecondary::*part, int own)
{
    int left = resource.total - resource.primary + own;
    for (const NvmeSecondary &secondary : nvme.controllers)
        left -= secondary.*part;
    return left;
}

} // namespace

Result<NvmeVirtualization> SimMachine::nvme(const PciAddress &pf) const
{
    const auto found = m_functions.constFind(pf);
    if (found == m_functions.cend() || found->now.driver != u"nvme" || !found->now.sriov || !found->now.sriov->nvme)
        return fail(ErrorCode::UnsupportedConfiguration, pf.toString(), u"no Virtualization Management"_s);
    return *found->now.sriov->nvme;
}

Result<NvmeVirtualization> SimMachine::assignNvme(const PciAddress &pf, const QList<NvmeSecondary> &wanted)
{
    if (const auto there = nvme(pf); !there)
        return there;
    SimFunction &f = m_functions[pf];
    QList<NvmeSecondary> &controllers = f.now.sriov->nvme->controllers;
    const auto find = [&](int controller) {
        return std::find_if(controllers.begin(), controllers.end(),
            [&](const NvmeSecondary &one) { return one.controller == controller; });
    };
    QList<NvmeSecondary> changed;
    for (const NvmeSecondary &one : wanted) {
        const auto now = find(one.controller);
        if (now != controllers.end() && now->online == one.online && now->queues == one.queues
            && now->interrupts == one.interrupts)
            continue;
        changed += one;
        if (now != controllers.end())
            *now = {now->controller, now->vf, false, 0, 0};
    }
    for (const NvmeSecondary &one : std::as_const(changed))
        if (const int status = giveNvme(f, one))
            return fail(ErrorCode::KernelRefused, pf.toString(),
                u"controller %1: status 0x%2"_s.arg(one.controller).arg(status, 0, 16));
    return f.now.sriov->nvme.value();
}

int SimMachine::giveNvme(SimFunction &pf, const NvmeSecondary &wanted)
{
    NvmeVirtualization &nvme = *pf.now.sriov->nvme;
    const auto now = std::find_if(nvme.controllers.begin(), nvme.controllers.end(),
        [&](const NvmeSecondary &one) { return one.controller == wanted.controller; });
    if (now == nvme.controllers.end())
        return invalidController;
    if (wanted.queues > nvme.queues.each || wanted.interrupts > nvme.interrupts.each)
        return invalidNumber;
    if (wanted.queues > freeOf(nvme, nvme.queues, &NvmeSecondary::queues, now->queues)
        || wanted.interrupts > freeOf(nvme, nvme.interrupts, &NvmeSecondary::interrupts, now->interrupts))
        return invalidResource;
    now->queues = wanted.queues;
    now->interrupts = wanted.interrupts;
    if (!wanted.online)
        return 0;
    if (now->queues < 2 || now->interrupts < 1 || now->vf.value >= quint32(pf.now.sriov->enabled))
        return invalidState;
    now->online = true;
    return 0;
}

/// A reset of the primary, or the end of its VFs, takes everything from the secondary ones.
void SimMachine::resetNvme(SimFunction &pf)
{
    if (!pf.now.sriov || !pf.now.sriov->nvme)
        return;
    for (NvmeSecondary &one : pf.now.sriov->nvme->controllers)
        one = {one.controller, one.vf, false, 0, 0};
}

bool SimMachine::isNvmeOffline(const SimFunction &f) const
{
    if (!f.now.physicalFunction || !f.now.vfIndex)
        return false;
    const auto pf = m_functions.constFind(*f.now.physicalFunction);
    if (pf == m_functions.cend() || !pf->now.sriov || !pf->now.sriov->nvme)
        return false;
    const NvmeSecondary *controller = pf->now.sriov->nvme->find(*f.now.vfIndex);
    return !controller || !controller->online;
}

} // namespace laneway
