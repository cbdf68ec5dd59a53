// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/processorplans.h"

#include "plan/hardwareplans.h"
#include "plan/machineplans.h"
#include "qemu/processors.h"
#include "steps/plugprocessor.h"
#include "xml/deviceedits.h"

namespace laneway {

namespace {

/// How many it has, of those that it can have.
Result<MachineXml> countIn(DomainXml &xml, int count)
{
    auto machine = readMachine(xml);
    if (!machine)
        return machine;
    if (count > machine->vcpus)
        return fail(ErrorCode::InvalidInput, QString::number(count),
            PlanText::tr("The machine can have %1 processors at most, which is set while it is shut off.")
                .arg(machine->vcpus));
    setValueAt(xml.editableRoot(), u"vcpu/@current"_s, count == machine->vcpus ? QString() : QString::number(count));
    return machine;
}

Result<> plugProcessors(Draft &draft, int count)
{
    const RunRecord &record = *draft.run();
    auto live = record.live();
    if (!live)
        return fail(live.error());
    const auto machine = countIn(*live, count);
    if (!machine)
        return fail(machine.error());
    const int now = processorsAtStart(*machine);
    // Those that were there at its start are of the board, and only the guest's system could let the others go.
    if (count < now)
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
            PlanText::tr(
                "It has %1 processors, and a running machine only gets more: set it for its next start (--config).")
                .arg(now));
    const auto pins = pinsOf(draft, *live);
    if (!pins)
        return fail(pins.error());
    for (int number = now; number < count; ++number)
        draft.need(std::make_shared<const PlugProcessor>(PlugProcessor::Values{
            number, draft.plan.domainName, record.guest, processorProperties(*machine, number), *pins}));
    draft.plan.liveXml = live->toXml();
    return {};
}

} // namespace

Result<> planSetProcessors(Draft &draft)
{
    const auto target = whereTo(draft);
    if (!target)
        return fail(target.error());
    const int count = draft.request.arguments[u"count"].toInt();
    if (count < 1)
        return fail(ErrorCode::InvalidInput, u"count"_s, PlanText::tr("A number of processors is needed."));
    draft.plan.title = PlanText::tr("Give %1 %n processors", nullptr, count).arg(draft.plan.domainName);
    if (target->config) {
        DomainXml xml = draft.world.domains.find(draft.plan.domain)->xml;
        if (const auto set = countIn(xml, count); !set)
            return fail(set.error());
        if (auto finished = finishDefinition(draft, xml); !finished)
            return finished;
        draft.changeDefinition(xml);
    }
    return target->live ? plugProcessors(draft, count) : Result<>();
}

} // namespace laneway
