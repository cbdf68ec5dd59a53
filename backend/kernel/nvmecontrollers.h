// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pciaddress.h"
#include "host/nvmevirtualization.h"

namespace laneway {

/// NVMe controllers that have virtual functions. These are made by sysfs, but nothing can be done with
/// one until its secondary controller has queues and interrupts and is online, which only commands to
/// the primary do (NVM Express base specification, Virtualization Management). A reset of the primary,
/// and removing the VFs, puts all of them offline; a Function Level Reset of a VF does not.
class NvmeControllers
{
public:
    virtual ~NvmeControllers() = default;
    /// Asks the controller: some 0.1 s, up to a minute when it is stuck. Not for threads that serve people.
    /// UnsupportedConfiguration: it has no Virtualization Management, or no driver to ask.
    virtual Result<NvmeVirtualization> ask(const PciAddress &pf) = 0;
    /// For plans, which anybody may ask for: who asks again at once, or at the same time, may get the same
    /// answer. What a step records, or was verified by, is never such a one.
    virtual Result<NvmeVirtualization> askForPlan(const PciAddress &pf) { return ask(pf); }
    /// What it said last, unless @p stamp is another since then; then it is asked if @p mayAsk.
    virtual std::optional<NvmeVirtualization> known(const PciAddress &pf, const QString &stamp, bool mayAsk) = 0;
    /// Gives each of the named controllers what it is to have, whatever it had: taken from all first, so
    /// resources can go from one to the other. An online one that is to be as it is stays untouched.
    /// What the controller says then.
    virtual Result<NvmeVirtualization> assign(const PciAddress &pf, const QList<NvmeSecondary> &wanted) = 0;
};

} // namespace laneway
