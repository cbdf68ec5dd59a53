// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"
#include "xml/usbhostdevxml.h"

namespace laneway {

/// How a machine gets USB devices of the host: finds each one, checks all of them, then says how they are
/// taken. Gives them back with the address that was found; what is optional and not plugged in is
/// marked as missing (@p atStart only).
Result<QList<AssignedUsb>> takeUsbDevices(Draft &draft, const QList<AssignedUsb> &devices, bool atStart);

/// What a running domain's document has more than before.
QList<AssignedUsb> usbDevicesAddedTo(const DomainXml &next, const DomainXml &before);
/// Into the running machine: takes @p fresh and puts the elements into @p live; the steps that plug them
/// in follow by plugUsbDevices(), once all devices have their names.
Result<QList<AssignedUsb>> takeForRunning(Draft &draft, DomainXml &live, const QList<AssignedUsb> &fresh);
Result<> plugUsbDevices(Draft &draft, const DomainXml &live, const QList<AssignedUsb> &taken);
/// Out of the running machine: the devices that @p after has no more. False when there is none.
Result<bool> unplugUsbDevices(Draft &draft, const DomainXml &before, const DomainXml &after);

/// Who wants and who holds which device that is plugged in now.
QList<UsbClaim> usbClaimsOf(const World &world);
/// What a plan depends on, of the devices of its steps.
QMap<UsbPort, UsbDevice> usbFactsOf(const Plan &plan, const HostSnapshot &host);
/// HostChanged when they are no longer so. For any thread.
Result<> usbStillTrue(const QMap<UsbPort, UsbDevice> &facts, const Kernel &kernel);
/// HostChanged when another machine than the plan's has one of them by now.
Result<> usbStillFree(const QMap<UsbPort, UsbDevice> &facts, const QUuid &domain, const QList<UsbClaim> &claims);
/// What a job that works at it has to itself, as in Plan::resources.
QString usbResource(const UsbPort &port);

} // namespace laneway
