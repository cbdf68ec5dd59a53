// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/hostindex.h"

#include "host/commonrules.h"

namespace laneway {

bool isStubDriver(QStringView driver)
{
    return driver == u"vfio-pci" || driver == u"pci-stub" || driver.endsWith(u"_vfio_pci");
}

bool showsHost(const PciFunction &function)
{
    // 3D controllers (0302) have no outlet of their own.
    if (!function.isDisplay() || function.classCode >> 8 == 0x0302 || function.isVirtualFunction())
        return false;
    return function.bootDisplay || (!function.driver.isEmpty() && !isStubDriver(function.driver));
}

bool isVmd(const PciFunction &function)
{
    return function.driver == u"vmd";
}

HostIndex::HostIndex(const HostSnapshot &host, const Claims &claims)
    : m_host(host)
{
    for (const PciFunction &function : host.functions) {
        ++m_visited;
        if (function.iommuGroup) {
            auto &members = m_groups[*function.iommuGroup];
            if (function.isEndpoint())
                members.append(&function);
            // Drivers of ports say that they do no DMA (driver_managed_dma); no other driver does,
            // and then iommu_group_claim_dma_owner() gives EBUSY.
            else if (function.header == HeaderType::Endpoint && !function.driver.isEmpty()
                && !isStubDriver(function.driver))
                m_boundBridges[*function.iommuGroup].append(&function);
        }
        if (function.physicalFunction)
            m_virtual[*function.physicalFunction].append(function.address);
        if (showsHost(function))
            ++m_screens;
    }
    for (const Claim &claim : claims.domains)
        m_claims[claim.device].append(&claim);
    for (const UsbClaim &claim : claims.usb)
        if (const UsbDevice *device = claim.running ? host.find(claim.device) : nullptr)
            if (device->controller)
                m_usbHeld[*device->controller].append(&claim);
}

QList<const PciFunction *> HostIndex::groupEndpoints(const PciFunction &function) const
{
    if (!function.iommuGroup)
        return {};
    const auto group = m_groups.constFind(*function.iommuGroup);
    if (group == m_groups.cend())
        return {};
    m_visited += quint64(group->size());
    QList<const PciFunction *> others;
    for (const PciFunction *member : *group)
        if (member->address != function.address)
            others.append(member);
    return others;
}

QList<const PciFunction *> HostIndex::boundBridges(const PciFunction &function) const
{
    return function.iommuGroup ? m_boundBridges.value(*function.iommuGroup) : QList<const PciFunction *>();
}

const Claim *HostIndex::holder(const PciAddress &device, std::optional<QUuid> notCounting) const
{
    const auto claims = m_claims.constFind(device);
    if (claims != m_claims.cend())
        for (const Claim *claim : *claims)
            if (claim->running && claim->domain != notCounting)
                return claim;
    return nullptr;
}

std::optional<Reason> HostIndex::wantedBy(
    const PciAddress &device, const std::function<bool(const Claim &)> &counts) const
{
    const auto claims = m_claims.constFind(device);
    if (claims == m_claims.cend())
        return std::nullopt;
    WantedBy wanted;
    for (const Claim *claim : *claims)
        if (!claim->running && counts(*claim))
            wanted.add(claim->domain, claim->domainName);
    return wanted.reason();
}

QList<PciAddress> HostIndex::virtualFunctions(const PciFunction &physical) const
{
    const auto found = m_virtual.constFind(physical.address);
    if (found == m_virtual.cend())
        return physical.sriov ? physical.sriov->functions : QList<PciAddress>();
    m_visited += quint64(found->size());
    return *found;
}

} // namespace laneway
