// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// The NVMe controllers that are to be asked before the request is planned, as what they said last may
/// not be true any more: nobody tells of a reset.
QList<PciAddress> controllersToAsk(const PlanRequest &request, const World &world);
/// Asks them, not on a thread that serves people. Fails where without an answer nothing can be planned.
Result<> askControllers(const Kernel &kernel, const PlanRequest &request, const QList<PciAddress> &controllers);

/// Whether the virtual functions of @p pf need more than to be made.
bool hasNvmeVfs(const PciFunction &pf);

/// After @p count virtual functions were made of @p pf: what each gets, evenly or as the request has it
/// ("queues", "interrupts"). LimitExceeded when there is not enough.
Result<> bringMadeOnline(Draft &draft, const PciFunction &pf, int count);

/// Those of @p devices that are virtual functions of an NVMe controller and offline: a reset of the
/// controller has done that.
Result<> bringTakenOnline(Draft &draft, const QList<PciAddress> &devices);

} // namespace laneway
