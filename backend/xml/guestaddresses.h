// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/hostdevxml.h"

#include <functional>

namespace laneway {

class DomainXml;

/// Devices that one definition may have: lists of them are gone through for each of them here and there.
inline constexpr qsizetype mostDevices = 2000;
Result<> tooManyDevices();

/// Gives every PCI device of a q35 guest its address and adds the root ports it takes, as libvirt
/// does (src/conf/domain_addr.c, src/qemu/qemu_domain_address.c; tested against its test data).
/// Given addresses stay. Fails with InvalidXml (address taken twice, wrong bus) or
/// UnsupportedConfiguration (no room). @p networksArePools: as in DomainXml::complete().
Result<> assignGuestAddresses(
    DomainXml &domain, const std::function<bool(const PciAddress &)> &isPcie, bool networksArePools = false);

/// The given addresses alone: range, same function twice, controllers with one index or a wrong
/// root. Fails with InvalidXml or UnsupportedConfiguration.
Result<> checkGuestAddresses(const DomainXml &domain);

/// A free hot-pluggable place in a running guest: the lowest root port that nothing sits in, on i440fx
/// the lowest slot. NotFound when there is none; no port can be added at run time.
Result<GuestPciAddress> freeHotplugAddress(const DomainXml &domain);

/// PCI Express root ports that nothing sits behind, by their place among the elements of `<devices>`.
QList<int> emptyRootPorts(const DomainXml &domain);

} // namespace laneway
