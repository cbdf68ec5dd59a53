// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/draft.h"

#include "host/bounds.h"
#include "host/reasontext.h"
#include "plan/imageplans.h"
#include "plan/vfplans.h"
#include "steps/changedriver.h"
#include "steps/loadmodule.h"
#include "steps/setvfcount.h"

#include <array>

namespace laneway {

namespace {

/// Which error a reason is when it blocks.
ErrorCode codeOf(const Reason &reason)
{
    struct Row
    {
        const char16_t *reason;
        ErrorCode code;
    };
    constexpr std::array rows{
        Row{u"not-an-endpoint", ErrorCode::NotAnEndpoint},
        Row{u"read-only-host", ErrorCode::ReadOnlyHost},
        Row{u"iommu-off", ErrorCode::IommuUnavailable},
        Row{u"no-iommu-group", ErrorCode::IommuUnavailable},
        Row{u"vfio-missing", ErrorCode::IommuUnavailable},
        Row{u"no-interrupt-remapping", ErrorCode::IommuUnavailable},
        Row{u"held-by-domain", ErrorCode::DeviceInUse},
        Row{u"virtual-functions-held", ErrorCode::DeviceInUse},
        Row{u"physical-function-taken", ErrorCode::DeviceInUse},
    };
    for (const Row &row : rows)
        if (reason.code == QStringView(row.reason))
            return row.code;
    return ErrorCode::GroupNotViable;
}

QString names(const QList<PciAddress> &addresses)
{
    QStringList names;
    for (const PciAddress &address : addresses)
        names += address.toString();
    return names.join(u", "_s);
}

} // namespace

QString vfioDriver(const QString &name)
{
    return name.isEmpty() || name == u"vfio_pci" ? u"vfio-pci"_s : name;
}

Draft::Draft(const PlanRequest &request, const World &world)
    : request(request)
    , world(world)
    , claims(claimsOf(world).seenBy([&](uint owner) { return request.caller == 0 || owner == request.caller; }))
{
    plan.kind = request.kind;
    plan.request = request.arguments;
    plan.caller = request.caller;
    plan.snapshot = world.host.serial;
    plan.made = QDateTime::currentDateTimeUtc();
    plan.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
}

void Draft::setAction(const char *name)
{
    plan.action = u"org.laneway.helper."_s + QLatin1StringView(name);
}

void Draft::changeDefinition(const DomainXml &xml)
{
    plan.configXml = xml.toXml();
    if (const StoredDomain *stored = world.domains.find(plan.domain))
        plan.formerConfigXml = stored->xml.toXml();
}

void Draft::need(const StepPtr &step)
{
    plan.steps += step;
}

Result<> Draft::mayTouchDevices() const
{
    if (world.host.readOnly)
        return fail(ErrorCode::ReadOnlyHost, world.host.hostName);
    if (world.privileged || world.simulated)
        return {};
    const QString devices = deviceNamesOf(request.arguments).join(u", "_s);
    Error error{ErrorCode::NotAuthorized, devices.isEmpty() ? u"session"_s : devices,
        PlanText::tr("A session of your own can only look at the host's devices. Install the system's "
                     "helper and connect to it: lanewayctl -c system.")};
    error.extra[u"cause"] = u"session-only-looks"_s; // no administrator can allow it here
    return fail(error);
}

namespace {

Result<const PciFunction *> functionNamed(const QString &text, const HostSnapshot &host)
{
    auto address = PciAddress::parse(text);
    if (!address)
        address = PciAddress::fromNodeDevice(text);
    if (!address)
        return fail(ErrorCode::InvalidInput, text, u"not a PCI address"_s);
    const PciFunction *function = host.find(*address);
    if (!function)
        return fail(ErrorCode::NotFound, address->toString());
    return function;
}

} // namespace

Result<const PciFunction *> Draft::device() const
{
    return functionNamed(request.arguments[u"device"].toString(), world.host);
}

Result<QList<const PciFunction *>> Draft::devices() const
{
    if (request.arguments.contains(u"device") && request.arguments.contains(u"devices"))
        return fail(ErrorCode::InvalidInput, u"devices"_s, PlanText::tr("Either one device or several."));
    const QStringList names = deviceNamesOf(request.arguments);
    if (names.isEmpty() || names.size() > mostDevicesAtOnce)
        return fail(ErrorCode::InvalidInput, u"devices"_s,
            PlanText::tr("One to %1 devices go at once.").arg(mostDevicesAtOnce));
    QList<const PciFunction *> functions;
    for (const QString &name : names) {
        const auto function = functionNamed(name, world.host);
        if (!function)
            return fail(function.error());
        if (!functions.contains(*function))
            functions += *function;
    }
    return functions;
}

Result<const StoredDomain *> Draft::definition()
{
    const QString text = request.arguments[u"domain"].toString();
    const StoredDomain *domain = created ? &*created : world.domains.find(text, request.caller);
    if (!domain)
        return fail(ErrorCode::NotFound, u"domain "_s + text);
    plan.domain = domain->xml.uuid();
    plan.domainName = domain->xml.name();
    return domain;
}

const RunRecord *Draft::run() const
{
    // A definition may come to have the UUID of another user's machine that runs without one.
    const auto found = world.runs.constFind(plan.domain);
    return found == world.runs.constEnd() || found->owner != request.caller ? nullptr : &*found;
}

Result<const RunRecord *> Draft::runningDomain()
{
    const QString text = request.arguments[u"domain"].toString();
    for (const RunRecord &run : world.runs) {
        const QString uuid = run.uuid.toString(QUuid::WithoutBraces);
        if (run.owner != request.caller || (run.name != text && uuid != text))
            continue;
        plan.domain = run.uuid;
        plan.domainName = run.name;
        return &run;
    }
    if (auto defined = definition(); !defined)
        return fail(defined.error());
    return fail(
        ErrorCode::UnsupportedConfiguration, u"domain "_s + plan.domainName, PlanText::tr("It is not running."));
}

void Draft::touch(const PciFunction &function)
{
    plan.resources += resourcesOf(function);
}

Result<> Draft::takeFromHost(const PciFunction &function, const QString &driver)
{
    if (function.driver == driver)
        return {};
    // A driver that leaves takes its virtual functions along, and they would come back as new ones.
    if (function.sriov && function.sriov->enabled > 0 && !function.driver.isEmpty()) {
        if (auto told = changeVfCount(*this, function, 0); !told)
            return told;
        need(std::make_shared<const SetVfCount>(function.address, 0, function.sriov->enabled));
    }
    plan.loses += lossesOf(world.host, function);
    const bool loaded = std::any_of(world.host.functions.begin(), world.host.functions.end(),
        [&](const PciFunction &other) { return other.driver == driver; });
    const bool planned = std::any_of(plan.steps.begin(), plan.steps.end(),
        [&](const StepPtr &step) { return step->arguments()[u"module"].toString() == driver; });
    if (!loaded && !planned)
        plan.steps.prepend(std::make_shared<const LoadModule>(driver));
    need(std::make_shared<const ChangeDriver>(function.address, driver, driver, function.driver));
    return {};
}

Verdict Draft::judge(
    const PciFunction &function, const std::optional<QUuid> &target, const QList<PciAddress> &alsoTaken)
{
    const Verdict verdict = assess({world.host, claims, function, target, alsoTaken});
    plan.verdicts.insert(function.address, verdict);
    return verdict;
}

Result<> Draft::refuse(const QList<PciAddress> &blocked) const
{
    Error error{ErrorCode::GroupNotViable, {}, {}};
    QStringList subjects;
    QStringList sentences;
    QJsonArray reasons;
    bool first = true;
    for (const PciAddress &address : blocked) {
        const Verdict &verdict = *plan.verdicts.constFind(address);
        subjects += address.toString();
        reasons += verdictToJson(*world.host.find(address), verdict);
        for (const Reason &reason : verdict.reasons) {
            if (reason.level < Level::Blocked && reason.code != u"takes-companions")
                continue;
            if (first)
                error.code = codeOf(reason);
            first = false;
            sentences += address.toString() + u": "_s + reasonText(reason);
            if (reason.code == u"takes-companions")
                sentences += PlanText::tr("Add %1 to the machine as well, or detach it from the host.")
                                 .arg(names(verdict.companions));
        }
    }
    error.subject = subjects.join(u", "_s);
    error.detail = sentences.join(u' ');
    error.extra = {{u"reasons"_s, reasons}};
    return fail(error);
}

Result<> Draft::notUsedWithItsGroup(const PciFunction &function) const
{
    QList<PciAddress> members{function.address};
    if (function.iommuGroup)
        members += world.host.groupMembers(*function.iommuGroup);
    for (const PciAddress &member : std::as_const(members))
        if (const Claim *claim = claims.holder(member))
            return fail(member == function.address ? ErrorCode::DeviceInUse : ErrorCode::GroupNotViable,
                function.address.toString(),
                PlanText::tr("The running machine %1 has %2.").arg(claim->domainName, member.toString()));
    return {};
}

const ImageChains &Draft::images() const
{
    if (!m_images)
        m_images.emplace(diskUses(world, request.caller), world.files);
    return *m_images;
}

Result<> Draft::refuseForeign(const DomainXml &xml) const
{
    return world.privileged ? xml.refuseForeign() : Result<>();
}

} // namespace laneway
