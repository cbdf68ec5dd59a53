// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostindex.h"

namespace laneway {

/// A question with what every rule needs to answer it.
struct Facts
{
    const Question &question;
    const HostIndex &index;
    const PciFunction &device;
    QList<const PciFunction *> groupEndpoints; ///< without the device
    /// Those of them that the host or another domain still uses and nothing else takes along.
    QList<const PciFunction *> companions;
};

/// The facts of @p device, which need not be the question's own (its companions are asked about
/// what they are used for, too).
Facts factsOf(const Question &question, const HostIndex &index, const PciFunction &device);

/// "0000:03:00.0/driver"
QString sourceOf(const PciFunction &function, QStringView file);

/// One fact that matters, or nothing. No order is assumed but that of the table (verdict.cpp).
using Rule = std::optional<Reason> (*)(const Facts &);

namespace rules {

// topologyrules.cpp: what it is, its group, its reset
std::optional<Reason> notAnEndpoint(const Facts &facts);
std::optional<Reason> iommuOff(const Facts &facts);
std::optional<Reason> noIommuGroup(const Facts &facts);
std::optional<Reason> groupUnknown(const Facts &facts);
std::optional<Reason> kindUnknown(const Facts &facts);
std::optional<Reason> capabilitiesUnknown(const Facts &facts);
std::optional<Reason> behindVmd(const Facts &facts);
std::optional<Reason> drivesBehindVmd(const Facts &facts);
std::optional<Reason> companionHeld(const Facts &facts);
std::optional<Reason> companionCannotBeTaken(const Facts &facts);
std::optional<Reason> bridgeInTheWay(const Facts &facts);
std::optional<Reason> companionInUse(const Facts &facts);
std::optional<Reason> takesCompanions(const Facts &facts);
std::optional<Reason> companionsIdle(const Facts &facts);
std::optional<Reason> aloneInGroup(const Facts &facts);
std::optional<Reason> noReset(const Facts &facts);
std::optional<Reason> cardSiblings(const Facts &facts);

// userules.cpp: who uses it, and for what
std::optional<Reason> heldByDomain(const Facts &facts);
std::optional<Reason> wantedByDomain(const Facts &facts);
std::optional<Reason> virtualFunctionsHeld(const Facts &facts);
std::optional<Reason> usbDevicesHeld(const Facts &facts);
std::optional<Reason> physicalFunctionTaken(const Facts &facts);
std::optional<Reason> holdsRootFileSystem(const Facts &facts);
std::optional<Reason> holdsMountedDisk(const Facts &facts);
std::optional<Reason> holdsSwap(const Facts &facts);
std::optional<Reason> defaultRoute(const Facts &facts);
std::optional<Reason> interfaceIsPort(const Facts &facts);
std::optional<Reason> interfaceUp(const Facts &facts);
std::optional<Reason> onlyDisplay(const Facts &facts);
std::optional<Reason> bootDisplay(const Facts &facts);
std::optional<Reason> monitorConnected(const Facts &facts);
std::optional<Reason> inputsInUse(const Facts &facts);
std::optional<Reason> hasVirtualFunctions(const Facts &facts);
std::optional<Reason> usesUnknown(const Facts &facts);
/// What a person would miss: the first of the cautions above, none when it is harmless.
std::optional<Reason> firstCaution(const Facts &facts);

// platformrules.cpp: the host itself
std::optional<Reason> readOnlyHost(const Facts &facts);
std::optional<Reason> vfioMissing(const Facts &facts);
std::optional<Reason> noInterruptRemapping(const Facts &facts);
std::optional<Reason> unsafeInterrupts(const Facts &facts);
std::optional<Reason> acsOverride(const Facts &facts);

} // namespace rules

/// Functions of the same card in other groups that make little sense apart from it.
QList<PciAddress> suggestedWith(const Facts &facts);

} // namespace laneway
