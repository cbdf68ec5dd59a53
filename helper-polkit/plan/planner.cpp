// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planner.h"

#include "jobs/plugpace.h"
#include "plan/functionplans.h"
#include "plan/hardwareplans.h"
#include "plan/imageplans.h"
#include "plan/machineplans.h"
#include "plan/memoryplans.h"
#include "plan/processorplans.h"
#include "plan/undoplan.h"
#include "plan/vfplans.h"

#include <array>

namespace laneway {

namespace {

struct Kind
{
    const char16_t *name;
    Result<> (*plan)(Draft &draft);
    const char *action;
    bool touchesDevices;
};
constexpr std::array kinds{
    Kind{u"start", planStart, "machine.manage", false},
    Kind{u"destroy", planDestroy, "machine.manage", false},
    Kind{u"save", planSave, "machine.manage", false},
    Kind{u"detach", planDetach, "device.assign", true},
    Kind{u"reattach", planReattach, "device.assign", true},
    Kind{u"reset", planReset, "device.assign", true},
    Kind{u"vf-create", planVfCreate, "vf.configure", true},
    Kind{u"vf-set", planVfSet, "vf.configure", true},
    Kind{u"vf-configure", planVfConfigure, "vf.configure", true},
    Kind{u"vf-keep", planVfKeep, "host.prepare", true},
    Kind{u"attach", planAttach, "machine.manage", false},
    Kind{u"detach-device", planDetachDevice, "machine.manage", false},
    Kind{u"change-media", planChangeMedia, "machine.manage", false},
    Kind{u"set-vcpus", planSetProcessors, "machine.manage", false},
    Kind{u"set-memory", planSetMemory, "machine.manage", false},
    Kind{u"edit", planEdit, "machine.manage", false},
    Kind{u"create", planCreate, "machine.manage", false},
    Kind{u"image-create", planImageCreate, "machine.manage", false},
    Kind{u"image-resize", planImageResize, "machine.manage", false},
    Kind{u"image-delete", planImageDelete, "machine.manage", false},
    Kind{u"snapshot-create", planSnapshot, "machine.manage", false},
    Kind{u"snapshot-delete", planSnapshot, "machine.manage", false},
    Kind{u"snapshot-revert", planSnapshot, "machine.manage", false},
    Kind{u"undo", planUndo, "device.assign", false},
};

} // namespace

Result<Plan> makePlan(const PlanRequest &request, const World &world)
{
    const auto kind = std::find_if(
        kinds.begin(), kinds.end(), [&](const Kind &one) { return request.kind == QStringView(one.name); });
    if (kind == kinds.end())
        return fail(ErrorCode::InvalidInput, request.kind, u"no such kind of plan"_s);
    Draft draft(request, world);
    draft.setAction(kind->action);
    if (kind->touchesDevices)
        if (auto allowed = draft.mayTouchDevices(); !allowed)
            return fail(allowed.error());
    if (auto planned = kind->plan(draft); !planned)
        return fail(planned.error());
    Plan &plan = draft.plan;
    if (const int plugs = PlugPace::plugsIn(plan);
        plugs > 0 && world.recentPlugs && world.recentPlugs(plan.domain) + plugs > PlugPace::most)
        plan.warnings
            += PlanText::tr("More than %1 devices were plugged into or out of %2 within a minute. Its guest may "
                            "not keep up: from now on each waits a second.")
                   .arg(PlugPace::most)
                   .arg(plan.domainName);
    if (!plan.domain.isNull())
        plan.resources += plan.domain.toString(QUuid::WithoutBraces);
    plan.resources.removeDuplicates();
    plan.loses.removeDuplicates();
    return plan;
}

} // namespace laneway
