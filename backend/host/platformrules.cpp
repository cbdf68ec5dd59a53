// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/rules.h"

namespace laneway::rules {

std::optional<Reason> readOnlyHost(const Facts &facts)
{
    if (!facts.index.host().readOnly)
        return std::nullopt;
    return Reason{Level::Blocked, u"read-only-host"_s, {}};
}

std::optional<Reason> vfioMissing(const Facts &facts)
{
    if (facts.index.host().iommu.vfioAvailable)
        return std::nullopt;
    return Reason{
        Level::Blocked, u"vfio-missing"_s, {{u"/sys/bus/pci/drivers/vfio-pci"_s, u"not there, nor its module"_s}}};
}

std::optional<Reason> noInterruptRemapping(const Facts &facts)
{
    const IommuState &iommu = facts.index.host().iommu;
    // Without groups there is no IOMMU to remap anything: said by another rule.
    if (iommu.interruptRemapping || iommu.unsafeInterrupts || !facts.device.iommuGroup)
        return std::nullopt;
    return Reason{
        Level::Blocked, u"no-interrupt-remapping"_s, {{u"vfio_iommu_type1.allow_unsafe_interrupts"_s, u"N"_s}}};
}

std::optional<Reason> unsafeInterrupts(const Facts &facts)
{
    const IommuState &iommu = facts.index.host().iommu;
    if (iommu.interruptRemapping || !iommu.unsafeInterrupts)
        return std::nullopt;
    return Reason{Level::Caution, u"unsafe-interrupts"_s, {{u"vfio_iommu_type1.allow_unsafe_interrupts"_s, u"Y"_s}}};
}

std::optional<Reason> acsOverride(const Facts &facts)
{
    const QStringList words = facts.index.host().kernelCommandLine.simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words)
        if (word.startsWith(u"pcie_acs_override="))
            return Reason{Level::Caution, u"acs-override"_s, {{u"/proc/cmdline"_s, word}}};
    return std::nullopt;
}

} // namespace laneway::rules
