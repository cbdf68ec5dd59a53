// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/memoryplans.h"

#include "plan/hardwareplans.h"
#include "steps/setballoon.h"
#include "xml/deviceedits.h"
#include "xml/xmlnodes.h"

namespace laneway {

namespace {

constexpr quint64 least = 1024 * 1024;

Result<> setCurrent(DomainXml &xml, quint64 bytes)
{
    const quint64 most = memoryKiB(xml).value_or(0);
    if (bytes / 1024 > most)
        return fail(ErrorCode::InvalidInput, QString::number(bytes / 1024),
            PlanText::tr("The machine can have %1 KiB at most, which is set while it is shut off.").arg(most));
    setValueAt(xml.editableRoot(), u"currentMemory"_s, QString::number(bytes / 1024));
    setValueAt(xml.editableRoot(), u"currentMemory/@unit"_s, u"KiB"_s);
    return {};
}

Result<> moveBalloon(Draft &draft, quint64 bytes)
{
    const RunRecord &record = *draft.run();
    auto live = record.live();
    if (!live)
        return fail(live.error());
    const QString subject = u"domain "_s + draft.plan.domainName;
    const QDomElement balloon = live->root().firstChildElement(u"devices"_s).firstChildElement(u"memballoon"_s);
    if (balloon.isNull() || balloon.attribute(u"model"_s) == u"none")
        return fail(ErrorCode::UnsupportedConfiguration, subject,
            PlanText::tr(
                "It has no memory balloon, by which a running machine gives memory back: set it for its next start (--config)."));
    // As VFIO locks all of it, QEMU has no balloon then, or one that gives the host nothing.
    if (!record.assigned().isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, subject,
            PlanText::tr(
                "It has a device of the host's, for which all of its memory is locked: set it for its next start (--config)."));
    if (auto set = setCurrent(*live, bytes); !set)
        return set;
    draft.need(std::make_shared<const SetBalloon>(
        SetBalloon::Values{draft.plan.domainName, record.guest, bytes / 1024 * 1024}));
    draft.plan.liveXml = live->toXml();
    return {};
}

} // namespace

Result<> planSetMemory(Draft &draft)
{
    const auto target = whereTo(draft);
    if (!target)
        return fail(target.error());
    const QString text = draft.request.arguments[u"bytes"].toString();
    bool isNumber = false;
    const quint64 bytes = text.toULongLong(&isNumber);
    if (!isNumber || bytes < least)
        return fail(ErrorCode::InvalidInput, u"bytes"_s, PlanText::tr("A size of a MiB at least is needed."));
    draft.plan.title = PlanText::tr("Give %1 %2 KiB of memory").arg(draft.plan.domainName).arg(bytes / 1024);
    if (target->config) {
        DomainXml xml = draft.world.domains.find(draft.plan.domain)->xml;
        if (auto set = setCurrent(xml, bytes); !set)
            return set;
        if (auto finished = finishDefinition(draft, xml); !finished)
            return finished;
        draft.changeDefinition(xml);
    }
    return target->live ? moveBalloon(draft, bytes) : Result<>();
}

} // namespace laneway
