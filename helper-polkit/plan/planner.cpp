// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planner.h"

#include "host/hostindex.h"
#include "host/reasontext.h"
#include "qemu/memorylimit.h"
#include "steps/attachdevice.h"
#include "steps/changedriver.h"
#include "steps/detachdevice.h"
#include "steps/giveback.h"
#include "steps/lendnode.h"
#include "steps/linkup.h"
#include "steps/loadmodule.h"
#include "steps/resetdevice.h"
#include "steps/setvf.h"
#include "steps/setvfcount.h"
#include "steps/startdomain.h"
#include "steps/stopdomain.h"
#include "xml/guestaddresses.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <array>
#include <pwd.h>

namespace laneway {

namespace {

constexpr uint firstUserId = 1000; // UID_MIN of /etc/login.defs on every distribution we know
constexpr uint nobody = 65534;
const QString vfioPci = u"vfio-pci"_s;

struct PlanText
{
    Q_DECLARE_TR_FUNCTIONS(laneway::PlanText)
};

QString idText(const QUuid &uuid)
{
    return uuid.toString(QUuid::WithoutBraces);
}

/// The module's name for the driver's: libvirt takes either.
QString driverName(const QString &name)
{
    return name == u"vfio_pci" ? vfioPci : name;
}

std::optional<uint> groupIdOf(uint uid)
{
    std::array<char, 16384> buffer;
    passwd entry = {};
    passwd *found = nullptr;
    if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return std::nullopt;
    return found->pw_gid;
}

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

class Planner
{
public:
    Planner(const PlanRequest &request, const World &world)
        : m_request(request)
        , m_world(world)
        , m_claims(claimsOf(world).seenBy(
              [&](uint owner) { return request.caller == 0 || owner == request.caller; }))
    {
        m_plan.kind = request.kind;
        m_plan.request = request.arguments;
        m_plan.caller = request.caller;
        m_plan.snapshot = world.host.serial;
        m_plan.made = QDateTime::currentDateTimeUtc();
        m_plan.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    }

    Result<Plan> make()
    {
        struct Row
        {
            const char16_t *kind;
            Result<> (Planner::*plan)();
            const char *action;
            bool touchesDevices;
        };
        static constexpr std::array rows{
            Row{u"start", &Planner::start, "machine.manage", false},
            Row{u"destroy", &Planner::destroy, "machine.manage", false},
            Row{u"detach", &Planner::detach, "device.assign", true},
            Row{u"reattach", &Planner::reattach, "device.assign", true},
            Row{u"reset", &Planner::reset, "device.assign", true},
            Row{u"vf-create", &Planner::createVfs, "vf.configure", true},
            Row{u"vf-set", &Planner::setVf, "vf.configure", true},
            Row{u"attach", &Planner::attach, "machine.manage", false},
            Row{u"detach-device", &Planner::detachDevice, "machine.manage", false},
            Row{u"undo", &Planner::undo, "device.assign", true},
        };
        for (const Row &row : rows) {
            if (m_request.kind != QStringView(row.kind))
                continue;
            setAction(row.action);
            if (row.touchesDevices)
                if (auto allowed = mayTouchDevices(); !allowed)
                    return fail(allowed.error());
            if (auto planned = (this->*row.plan)(); !planned)
                return fail(planned.error());
            if (!m_plan.domain.isNull())
                m_plan.resources += idText(m_plan.domain);
            m_plan.resources.removeDuplicates();
            m_plan.loses.removeDuplicates();
            return m_plan;
        }
        return fail(ErrorCode::InvalidInput, m_request.kind, u"no such kind of plan"_s);
    }

private:
    // What several kinds need.

    void setAction(const char *name) { m_plan.action = u"org.laneway.helper."_s + QLatin1StringView(name); }

    Result<> mayTouchDevices() const
    {
        if (m_world.host.readOnly)
            return fail(ErrorCode::ReadOnlyHost, m_world.host.hostName);
        if (m_world.privileged || m_world.simulated)
            return {};
        const QString device = m_request.arguments[u"device"].toString();
        return fail(ErrorCode::NotAuthorized, device.isEmpty() ? u"session"_s : device,
            PlanText::tr("A session of your own can only look at the host's devices. Install the system's "
                         "helper and connect to it: lanewayctl -c system."));
    }

    Result<const PciFunction *> device(QStringView key = u"device") const
    {
        const QString text = m_request.arguments[key].toString();
        auto address = PciAddress::parse(text);
        if (!address)
            address = PciAddress::fromNodeDevice(text);
        if (!address)
            return fail(ErrorCode::InvalidInput, text, u"not a PCI address"_s);
        const PciFunction *function = m_world.host.find(*address);
        if (!function)
            return fail(ErrorCode::NotFound, address->toString());
        return function;
    }

    Result<const StoredDomain *> definition()
    {
        const QString text = m_request.arguments[u"domain"].toString();
        const StoredDomain *domain = m_world.domains.find(text, m_request.caller);
        if (!domain)
            return fail(ErrorCode::NotFound, u"domain "_s + text);
        m_plan.domain = domain->xml.uuid();
        m_plan.domainName = domain->xml.name();
        return domain;
    }

    const RunRecord *run() const
    {
        const auto found = m_world.runs.constFind(m_plan.domain);
        return found == m_world.runs.constEnd() ? nullptr : &*found;
    }

    /// A running domain may have lost its definition.
    Result<const RunRecord *> runningDomain()
    {
        const QString text = m_request.arguments[u"domain"].toString();
        for (const RunRecord &run : m_world.runs) {
            if (run.owner != m_request.caller || (run.name != text && idText(run.uuid) != text))
                continue;
            m_plan.domain = run.uuid;
            m_plan.domainName = run.name;
            return &run;
        }
        if (auto defined = definition(); !defined)
            return fail(defined.error());
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + m_plan.domainName,
            PlanText::tr("It is not running."));
    }

    void need(const StepPtr &step) { m_plan.steps += step; }

    void touch(const PciFunction &function)
    {
        m_plan.resources += function.address.toString();
        if (function.iommuGroup)
            m_plan.resources += u"group "_s + QString::number(*function.iommuGroup);
        if (function.physicalFunction)
            m_plan.resources += u'~' + function.physicalFunction->toString();
    }

    void takeFromHost(const PciFunction &function, const QString &driver)
    {
        if (function.driver == driver)
            return;
        m_plan.loses += lossesOf(m_world.host, function);
        const bool loaded = std::any_of(m_world.host.functions.begin(), m_world.host.functions.end(),
            [&](const PciFunction &other) { return other.driver == driver; });
        const bool planned = std::any_of(m_plan.steps.begin(), m_plan.steps.end(),
            [&](const StepPtr &step) { return step->arguments()[u"module"].toString() == driver; });
        if (!loaded && !planned)
            m_plan.steps.prepend(std::make_shared<const LoadModule>(driver));
        need(std::make_shared<const ChangeDriver>(function.address, driver, driver, function.driver));
    }

    Verdict judge(const PciFunction &function, const std::optional<QUuid> &target,
        const QList<PciAddress> &alsoTaken)
    {
        const Verdict verdict = assess({m_world.host, m_claims, function, target, alsoTaken});
        m_plan.verdicts.insert(function.address, verdict);
        return verdict;
    }

    /// One error that names every blocker of every device.
    Result<> refuse(const QList<PciAddress> &blocked) const
    {
        Error error{ErrorCode::GroupNotViable, {}, {}};
        QStringList subjects;
        QStringList sentences;
        QJsonArray reasons;
        bool first = true;
        for (const PciAddress &address : blocked) {
            const Verdict &verdict = *m_plan.verdicts.constFind(address);
            subjects += address.toString();
            reasons += verdictToJson(*m_world.host.find(address), verdict);
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

    static QString names(const QList<PciAddress> &addresses)
    {
        QStringList names;
        for (const PciAddress &address : addresses)
            names += address.toString();
        return names.join(u", "_s);
    }

    // start, and live attachment, which starts a part

    Result<QString> driverFor(const AssignedDevice &device) const
    {
        if (!device.driver.isEmpty() && device.driver != u"vfio")
            return fail(ErrorCode::UnsupportedConfiguration, device.source.toString(),
                PlanText::tr("<driver name='%1'/> cannot be used: VFIO is what hands devices to "
                             "machines.")
                    .arg(device.driver));
        const QString driver = device.driverModel.isEmpty() ? vfioPci : driverName(device.driverModel);
        if (!isStubDriver(driver))
            return fail(ErrorCode::UnsupportedConfiguration, device.source.toString(),
                PlanText::tr("<driver model='%1'/> is not a VFIO driver.").arg(device.driverModel));
        return driver;
    }

    Result<> checkIdentity(const AssignedDevice &device, const PciFunction *function) const
    {
        if (function && (!device.identity || device.identity->sameDevice(m_world.host.identityOf(*function))))
            return {};
        QStringList candidates;
        if (device.identity)
            for (const PciFunction &other : m_world.host.functions) {
                const DeviceIdentity identity = m_world.host.identityOf(other);
                const bool samePlace = identity.slotPath == device.identity->slotPath;
                const bool sameSerial = !identity.serial.isEmpty() && identity.serial == device.identity->serial;
                if (device.identity->sameDevice(identity) && (samePlace || sameSerial))
                    candidates += other.address.toString();
            }
        const QString where = candidates.isEmpty()
            ? PlanText::tr("The device of the definition is not in this host.")
            : PlanText::tr("The device of the definition is at %1 now: change its address there.")
                  .arg(candidates.join(u", "_s));
        if (!function)
            return fail(device.identity ? ErrorCode::HostChanged : ErrorCode::NotFound,
                device.source.toString(), device.identity ? where : PlanText::tr("There is no such device."));
        return fail(ErrorCode::HostChanged, device.source.toString(),
            PlanText::tr("Another device sits at this address now: %1.").arg(function->displayName())
                + u' ' + where);
    }

    /// Checks all devices, then says how each is taken. @p present: what the domain has already.
    Result<> takeDevices(const QList<AssignedDevice> &devices, const QList<AssignedDevice> &present)
    {
        if (devices.isEmpty())
            return {};
        setAction("device.assign");
        if (auto allowed = mayTouchDevices(); !allowed)
            return allowed;
        QList<PciAddress> taken;
        for (const AssignedDevice &device : devices + present)
            taken += device.source;
        QList<PciAddress> blocked;
        for (const AssignedDevice &device : devices) {
            const PciFunction *function = m_world.host.find(device.source);
            if (auto known = checkIdentity(device, function); !known)
                return known;
            const Verdict verdict = judge(*function, m_plan.domain, taken);
            if (verdict.refuses() || !verdict.companions.isEmpty())
                blocked += function->address;
        }
        if (!blocked.isEmpty())
            return refuse(blocked);
        for (const AssignedDevice &device : devices)
            if (auto fits = checkForm(device, *m_world.host.find(device.source)); !fits)
                return fits;

        for (const AssignedDevice &device : devices)
            bringUpPf(device);
        for (const AssignedDevice &device : devices) {
            const PciFunction &function = *m_world.host.find(device.source);
            const auto driver = driverFor(device);
            if (!driver)
                return fail(driver.error());
            touch(function);
            if (device.managed && !isStubDriver(function.driver))
                takeFromHost(function, *driver);
        }
        // After the driver: taken back in reverse, the former MAC is there when the host's driver
        // comes back and reads it.
        for (const AssignedDevice &device : devices) {
            const PciFunction &function = *m_world.host.find(device.source);
            if (const VfChange change = device.vfChange(); !change.isEmpty())
                need(std::make_shared<const SetVf>(
                    device.source, *function.physicalFunction, *function.vfIndex, change));
        }
        lendGroups(devices, present);
        return {};
    }

    Result<> checkForm(const AssignedDevice &device, const PciFunction &function) const
    {
        const QString subject = device.source.toString();
        if (device.form == AssignedDevice::Form::Interface) {
            if (!function.isVirtualFunction() || !function.vfIndex)
                return fail(ErrorCode::NotAVirtualFunction, subject,
                    PlanText::tr("<interface type='hostdev'> takes virtual functions only, whose MAC and "
                                 "VLAN can be set from outside. Use <hostdev> for this device."));
            const PciFunction *pf = m_world.host.find(*function.physicalFunction);
            if (!pf || pf->interfaces.isEmpty())
                return fail(ErrorCode::UnsupportedConfiguration, subject,
                    PlanText::tr("Its physical function %1 has no network interface by which MAC and "
                                 "VLAN could be set. Use <hostdev> for this device.")
                        .arg(function.physicalFunction->toString()));
        }
        if (!device.managed && !isStubDriver(function.driver))
            return fail(ErrorCode::UnsupportedConfiguration, subject,
                PlanText::tr("With managed='no' it must be detached from the host first: lanewayctl "
                             "nodedev-detach %1. Or set managed='yes'.")
                    .arg(function.nodeDeviceName()));
        return {};
    }

    void bringUpPf(const AssignedDevice &device)
    {
        if (device.form != AssignedDevice::Form::Interface)
            return;
        const PciFunction &pf = *m_world.host.find(*m_world.host.find(device.source)->physicalFunction);
        const NetInterface &interface = pf.interfaces.first();
        if (interface.up || m_plan.resources.contains(pf.address.toString()))
            return;
        m_plan.resources += pf.address.toString();
        need(std::make_shared<const LinkUp>(pf.address, interface.name));
    }

    void lendGroups(const QList<AssignedDevice> &devices, const QList<AssignedDevice> &present)
    {
        QList<int> lent;
        for (const AssignedDevice &device : present)
            if (const PciFunction *function = m_world.host.find(device.source); function && function->iommuGroup)
                lent += *function->iommuGroup;
        for (const AssignedDevice &device : devices) {
            const int group = m_world.host.find(device.source)->iommuGroup.value_or(-1);
            if (group < 0 || lent.contains(group))
                continue;
            lent += group;
            QList<PciAddress> members;
            for (const AssignedDevice &other : devices)
                if (m_world.host.find(other.source)->iommuGroup == group)
                    members += other.source;
            need(std::make_shared<const LendNode>(group, m_request.caller, members));
        }
    }

    Result<> mayOwnMachines() const
    {
        if (m_world.simulated || !m_world.privileged)
            return {};
        if (m_request.caller < firstUserId || m_request.caller == nobody)
            return fail(ErrorCode::PermissionDenied, u"user "_s + QString::number(m_request.caller),
                PlanText::tr("Machines run as ordinary users, never as root or as a system's user: "
                             "start it from your own account."));
        return {};
    }

    std::function<std::optional<int>(const PciAddress &)> groups() const
    {
        return [this](const PciAddress &address) {
            const PciFunction *function = m_world.host.find(address);
            return function ? function->iommuGroup : std::nullopt;
        };
    }

    /// The system helper runs no program that a user names.
    Result<> refuseForeign(const DomainXml &xml) const
    {
        return m_world.privileged ? xml.refuseForeign() : Result<>();
    }

    /// Running guests name their host devices; the document says which is which.
    static void nameHostDevices(DomainXml &xml)
    {
        const QDomElement devices = xml.editableRoot().firstChildElement(u"devices"_s);
        QList<QDomElement> elements;
        for (const auto &[tag, type] : {std::pair(u"interface"_s, u"hostdev"_s), std::pair(u"hostdev"_s, u"pci"_s)})
            for (auto element = devices.firstChildElement(tag); !element.isNull();
                 element = element.nextSiblingElement(tag))
                if (element.attribute(u"type"_s) == type)
                    elements += element;
        QStringList taken;
        for (const QDomElement &element : std::as_const(elements))
            taken += element.firstChildElement(u"alias"_s).attribute(u"name"_s);
        int number = 0;
        for (QDomElement &element : elements) {
            if (!element.firstChildElement(u"alias"_s).isNull())
                continue;
            while (taken.contains(u"hostdev"_s + QString::number(number)))
                ++number;
            QDomElement alias = element.ownerDocument().createElement(u"alias"_s);
            alias.setAttribute(u"name"_s, u"hostdev"_s + QString::number(number++));
            element.appendChild(alias);
        }
    }

    Result<> start()
    {
        const auto domain = definition();
        if (!domain)
            return fail(domain.error());
        m_plan.title = PlanText::tr("Start %1").arg(m_plan.domainName);
        if (m_world.host.readOnly)
            return fail(ErrorCode::ReadOnlyHost, m_world.host.hostName);
        if (run())
            return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + m_plan.domainName,
                PlanText::tr("It is running already."));
        if (auto allowed = mayOwnMachines(); !allowed)
            return allowed;
        if (auto runnable = (*domain)->xml.validate(DomainXml::Purpose::Run); !runnable)
            return runnable;
        if (auto ours = refuseForeign((*domain)->xml); !ours)
            return ours;
        const auto devices = (*domain)->xml.assignedDevices();
        if (!devices)
            return fail(devices.error());
        if (auto taken = takeDevices(*devices, {}); !taken)
            return taken;

        DomainXml live = (*domain)->xml;
        nameHostDevices(live);
        const auto command = qemuCommand(live, m_world.qemu, groups());
        if (!command)
            return fail(command.error());
        GuestLaunch launch;
        launch.id = idText(m_plan.domain).left(8) + u'-'
            + QString::number(QRandomGenerator::global()->generate(), 16);
        launch.description = u"laneway machine "_s + m_plan.domainName;
        launch.program = command->program;
        launch.arguments = command->arguments;
        launch.deviceNodes = command->deviceNodes;
        launch.memoryLockBytes = memoryLockLimit(live);
        // Memory that nobody can take back is the host's, with or without a device.
        if (launch.memoryLockBytes != 0)
            setAction("device.assign");
        launch.uid = m_request.caller;
        const auto gid = groupIdOf(launch.uid);
        if (!gid && !m_world.simulated)
            return fail(ErrorCode::NotFound, u"user "_s + QString::number(launch.uid));
        launch.gid = gid.value_or(launch.uid);
        need(std::make_shared<const StartDomain>(m_plan.domain, m_plan.domainName, launch));
        m_plan.liveXml = live.toXml();
        return {};
    }

    Result<> destroy()
    {
        const auto found = runningDomain();
        if (!found)
            return fail(found.error());
        m_plan.title = PlanText::tr("Stop %1").arg(m_plan.domainName);
        const RunRecord &run = **found;
        const Plan release = releasePlan(run, m_world);
        need(std::make_shared<const StopDomain>(run.uuid, run.name, run.guest));
        m_plan.steps += release.steps;
        m_plan.resources += release.resources;
        return {};
    }

    // Single devices

    Result<> detach()
    {
        const auto found = device();
        if (!found)
            return fail(found.error());
        const PciFunction &function = **found;
        m_plan.title = PlanText::tr("Detach %1 from the host").arg(function.address.toString());
        const QString wanted = m_request.arguments[u"driver"].toString();
        const QString driver
            = wanted.isEmpty() || wanted == u"vfio" ? vfioPci : driverName(wanted);
        if (!isStubDriver(driver))
            return fail(ErrorCode::InvalidInput, wanted, PlanText::tr("This is not a VFIO driver."));
        // Companions may follow one by one: only a start needs all of them.
        const Verdict verdict = judge(function, {}, {});
        if (verdict.refuses())
            return refuse({function.address});
        touch(function);
        takeFromHost(function, driver);
        return {};
    }

    Result<> reattach()
    {
        const auto found = device();
        if (!found)
            return fail(found.error());
        const PciFunction &function = **found;
        m_plan.title = PlanText::tr("Give %1 back to the host").arg(function.address.toString());
        if (!function.isEndpoint()) {
            judge(function, {}, {});
            return refuse({function.address});
        }
        if (auto free = notUsedWithItsGroup(function); !free)
            return free;
        touch(function);
        if (!isStubDriver(function.driver) && function.driverOverride.isEmpty())
            return {};
        const QJsonObject former
            = m_world.formerDriver ? m_world.formerDriver(function.address) : QJsonObject();
        QString driver = former[u"driver"].toString();
        // Nobody knows what it had: with the override gone the kernel chooses, but for a VF of a PF
        // without automatic probing, which needs a name.
        if (driver.isEmpty() || isStubDriver(driver))
            driver = needsName(function) ? function.modules.value(0) : QString();
        need(std::make_shared<const ChangeDriver>(
            function.address, driver, former[u"override"].toString(), function.driver));
        return {};
    }

    bool needsName(const PciFunction &function) const
    {
        const PciFunction *pf
            = function.physicalFunction ? m_world.host.find(*function.physicalFunction) : nullptr;
        return pf && pf->sriov && !pf->sriov->driversAutoprobe;
    }

    /// The kernel does not bind a host's driver inside a group that a guest has.
    Result<> notUsedWithItsGroup(const PciFunction &function) const
    {
        QList<PciAddress> members{function.address};
        if (function.iommuGroup)
            members += m_world.host.groupMembers(*function.iommuGroup);
        for (const PciAddress &member : std::as_const(members))
            if (const Claim *claim = m_claims.holder(member))
                return fail(member == function.address ? ErrorCode::DeviceInUse : ErrorCode::GroupNotViable,
                    function.address.toString(),
                    PlanText::tr("The running machine %1 has %2.").arg(claim->domainName, member.toString()));
        return {};
    }

    Result<> reset()
    {
        const auto found = device();
        if (!found)
            return fail(found.error());
        const PciFunction &function = **found;
        m_plan.title = PlanText::tr("Reset %1").arg(function.address.toString());
        const Verdict verdict = judge(function, {}, {});
        if (verdict.level == Level::Never)
            return refuse({function.address});
        if (const Claim *claim = m_claims.holder(function.address))
            return fail(ErrorCode::DeviceInUse, function.address.toString(),
                PlanText::tr("The running machine %1 has it.").arg(claim->domainName));
        if (!isStubDriver(function.driver))
            m_plan.loses += lossesOf(m_world.host, function);
        touch(function);
        need(std::make_shared<const ResetDevice>(function.address));
        return {};
    }

    Result<> createVfs()
    {
        const auto found = device();
        if (!found)
            return fail(found.error());
        const PciFunction &pf = **found;
        const QString subject = pf.address.toString();
        const int count = m_request.arguments[u"count"].toInt(-1);
        m_plan.title = PlanText::tr("Make %n virtual functions of %1", nullptr, count).arg(subject);
        if (count < 0)
            return fail(ErrorCode::InvalidInput, subject, u"count"_s);
        return setVfCount(pf, count).and_then([&]() -> Result<> {
            if (pf.sriov->enabled != count)
                need(std::make_shared<const SetVfCount>(pf.address, count, pf.sriov->enabled));
            return {};
        });
    }

    Result<> setVfCount(const PciFunction &pf, int count)
    {
        const QString subject = pf.address.toString();
        if (!pf.sriov)
            return fail(ErrorCode::UnsupportedConfiguration, subject,
                PlanText::tr("It has no SR-IOV capability."));
        if (count > pf.sriov->total)
            return fail(ErrorCode::LimitExceeded, subject,
                PlanText::tr("It can have %n virtual functions.", nullptr, pf.sriov->total));
        if (pf.driver.isEmpty())
            return fail(ErrorCode::UnsupportedConfiguration, subject,
                PlanText::tr("It has no driver, which would make them."));
        QStringList users;
        if (pf.sriov->enabled != count)
            for (const PciAddress &vf : pf.sriov->functions) {
                m_plan.resources += vf.toString();
                if (const Claim *claim = m_claims.holder(vf))
                    users += PlanText::tr("%1 is in use by %2.").arg(vf.toString(), claim->domainName);
                if (const PciFunction *function = m_world.host.find(vf))
                    m_plan.loses += lossesOf(m_world.host, *function);
            }
        if (!users.isEmpty())
            return fail(ErrorCode::DeviceInUse, subject,
                PlanText::tr("All virtual functions are made anew.") + u' ' + users.join(u' '));
        m_plan.resources += subject;
        return {};
    }

    Result<> setVf()
    {
        const auto found = device();
        if (!found)
            return fail(found.error());
        const PciFunction &vf = **found;
        const QString subject = vf.address.toString();
        m_plan.title = PlanText::tr("Set virtual function %1").arg(subject);
        if (!vf.isVirtualFunction() || !vf.vfIndex)
            return fail(ErrorCode::NotAVirtualFunction, subject,
                PlanText::tr("Only virtual functions can be set from outside."));
        QJsonObject values = m_request.arguments;
        values.remove(u"device");
        const auto change = VfChange::fromJson(values);
        if (!change)
            return fail(change.error());
        if (change->isEmpty())
            return fail(ErrorCode::InvalidInput, subject, PlanText::tr("Nothing is to be changed."));
        if (change->mac && change->mac->isMulticast())
            return fail(ErrorCode::InvalidInput, change->mac->toString(), u"a multicast address"_s);
        const PciFunction *pf = m_world.host.find(*vf.physicalFunction);
        if (!pf || pf->interfaces.isEmpty())
            return fail(ErrorCode::UnsupportedConfiguration, subject,
                PlanText::tr("Its physical function %1 has no network interface.")
                    .arg(vf.physicalFunction->toString()));
        if (const Claim *claim = m_claims.holder(vf.address))
            m_plan.loses += PlanText::tr("The running machine %1 has it: its traffic may stop.")
                                .arg(claim->domainName);
        touch(vf);
        need(std::make_shared<const SetVf>(vf.address, pf->address, *vf.vfIndex, *change));
        return {};
    }

    // Devices of a domain

    struct Where
    {
        bool live = false;
        bool config = false;
    };

    /// As libvirt: neither means live when it runs, else config.
    Result<Where> where()
    {
        const auto domain = definition();
        if (!domain && !runningDomain())
            return fail(domain.error());
        Where where{m_request.arguments[u"live"].toBool(), m_request.arguments[u"config"].toBool()};
        if (!where.live && !where.config)
            (run() ? where.live : where.config) = true;
        if (where.live && !run())
            return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + m_plan.domainName,
                PlanText::tr("It is not running."));
        if (where.config && !m_world.domains.find(m_plan.domain))
            return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + m_plan.domainName,
                PlanText::tr("It has no definition: it runs for this once."));
        return where;
    }

    std::function<bool(const PciAddress &)> isPcie() const
    {
        return [this](const PciAddress &address) {
            const PciFunction *function = m_world.host.find(address);
            return !function || function->pcie;
        };
    }

    Result<> attach()
    {
        const auto target = where();
        if (!target)
            return fail(target.error());
        m_plan.title = PlanText::tr("Add a device to %1").arg(m_plan.domainName);
        const QByteArray device = m_request.arguments[u"xml"].toString().toUtf8();
        if (target->config) {
            DomainXml xml = m_world.domains.find(m_plan.domain)->xml;
            const auto done = xml.addDevice(device)
                                  .and_then([&] { return xml.complete(isPcie()); })
                                  .and_then([&] { return xml.validate(); })
                                  .and_then([&] { return refuseForeign(xml); });
            if (!done)
                return done;
            storeIdentities(xml);
            m_plan.configXml = xml.toXml();
        }
        return target->live ? attachLive(device) : Result<>();
    }

    Result<> attachLive(const QByteArray &device)
    {
        const RunRecord &record = *run();
        auto live = DomainXml::parse(record.liveXml);
        if (!live)
            return fail(live.error());
        const auto present = live->assignedDevices();
        if (!present)
            return fail(present.error());
        DomainXml next = *live;
        if (auto added = next.addDevice(device); !added)
            return added;
        const auto all = next.assignedDevices();
        if (!all)
            return fail(all.error());
        QList<AssignedDevice> fresh;
        for (const AssignedDevice &one : *all)
            if (std::none_of(present->begin(), present->end(),
                    [&](const AssignedDevice &other) { return other.source == one.source; }))
                fresh += one;
        if (fresh.size() != 1)
            return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + m_plan.domainName,
                PlanText::tr("Only host devices can be plugged into a running machine. Use --config."));
        if (auto taken = takeDevices(fresh, *present); !taken)
            return taken;

        AssignedDevice added = fresh.first();
        const PciFunction &function = *m_world.host.find(added.source);
        if (!added.unassigned) {
            if (!added.guestAddress) {
                const auto free = freeHotplugAddress(*live);
                if (!free)
                    return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + m_plan.domainName,
                        PlanText::tr("No root port is free, and none can be added while it runs. Use "
                                     "--config and start it anew."));
                added.guestAddress = *free;
            }
            if (added.form == AssignedDevice::Form::Interface && !added.mac)
                added.mac = MacAddress::generate();
        }
        next = *live;
        if (auto again = next.addDevice(deviceListXml({added}).toUtf8()); !again)
            return again;
        nameHostDevices(next);
        const auto named = next.assignedDevices();
        if (!named)
            return fail(named.error());
        for (const AssignedDevice &one : *named) {
            if (one.source != added.source || one.unassigned)
                continue;
            const auto properties = hostDeviceProperties(one);
            if (!properties)
                return fail(properties.error());
            AttachDevice::Values values;
            values.device = one.source;
            values.domainName = m_plan.domainName;
            values.guest = record.guest;
            values.properties = *properties;
            values.nodes = {u"vfio/vfio"_s};
            if (function.iommuGroup)
                values.nodes += u"vfio/"_s + QString::number(*function.iommuGroup);
            values.memoryLock = memoryLockLimit(next);
            values.formerMemoryLock = memoryLockLimit(*live);
            need(std::make_shared<const AttachDevice>(values));
        }
        m_plan.liveXml = next.toXml();
        return {};
    }

    /// Who each device is, beside where it sits, so that a stranger at its place is noticed later.
    void storeIdentities(DomainXml &xml) const
    {
        const auto devices = xml.assignedDevices();
        if (!devices)
            return;
        for (const AssignedDevice &device : *devices)
            if (const PciFunction *function = m_world.host.find(device.source); function && !device.identity)
                xml.setDeviceExtra(device.source, device.extraToKeep(), m_world.host.identityOf(*function));
    }

    Result<> detachDevice()
    {
        const auto target = where();
        if (!target)
            return fail(target.error());
        m_plan.title = PlanText::tr("Remove a device from %1").arg(m_plan.domainName);
        const QByteArray device = m_request.arguments[u"xml"].toString().toUtf8();
        if (target->config) {
            DomainXml xml = m_world.domains.find(m_plan.domain)->xml;
            if (auto removed = xml.removeDevice(device); !removed)
                return removed;
            m_plan.configXml = xml.toXml();
        }
        return target->live ? detachLive(device) : Result<>();
    }

    Result<> detachLive(const QByteArray &device)
    {
        const RunRecord &record = *run();
        auto live = DomainXml::parse(record.liveXml);
        if (!live)
            return fail(live.error());
        const auto before = live->assignedDevices();
        if (!before)
            return fail(before.error());
        if (auto removed = live->removeDevice(device); !removed)
            return removed;
        const auto after = live->assignedDevices();
        if (!after)
            return fail(after.error());
        const auto gone = std::find_if(before->begin(), before->end(), [&](const AssignedDevice &one) {
            return std::none_of(after->begin(), after->end(),
                [&](const AssignedDevice &other) { return other.source == one.source; });
        });
        if (gone == before->end())
            return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + m_plan.domainName,
                PlanText::tr("Only host devices can be taken out of a running machine. Use --config."));
        if (auto allowed = mayTouchDevices(); !allowed)
            return allowed;
        if (!gone->unassigned) {
            const auto properties = hostDeviceProperties(*gone);
            if (!properties)
                return fail(properties.error());
            need(std::make_shared<const DetachDevice>(
                gone->source, m_plan.domainName, record.guest, *properties));
        }
        for (auto held = record.held.rbegin(); held != record.held.rend(); ++held) {
            const QList<PciAddress> devices = held->step->devices();
            const bool others = std::any_of(after->begin(), after->end(),
                [&](const AssignedDevice &other) { return devices.contains(other.source); });
            if (devices.contains(gone->source) && !others)
                need(std::make_shared<const GiveBack>(held->step, held->former));
        }
        if (const PciFunction *function = m_world.host.find(gone->source))
            touch(*function);
        m_plan.liveXml = live->toXml();
        return {};
    }

    // undo

    Result<> undo()
    {
        const QString job = m_request.arguments[u"job"].toString();
        const auto entry = m_world.journal ? m_world.journal(job)
                                           : Result<QJsonObject>(fail(ErrorCode::NotFound, job));
        if (!entry)
            return fail(entry.error());
        const QString kind = (*entry)[u"kind"].toString();
        const QString title = (*entry)[u"title"].toString();
        m_plan.title = PlanText::tr("Undo: %1").arg(title);
        if (!isUndoable(kind))
            return fail(ErrorCode::UnsupportedConfiguration, title,
                kind == u"start" ? PlanText::tr("Stop the machine to give back what it has.")
                                 : PlanText::tr("This cannot be undone."));
        if ((*entry)[u"outcome"].toString() != u"done")
            return fail(ErrorCode::UnsupportedConfiguration, title, PlanText::tr("It was not done."));
        if (kind.startsWith(u"vf-"))
            setAction("vf.configure");
        const QJsonArray steps = (*entry)[u"steps"].toArray();
        for (qsizetype i = steps.size() - 1; i >= 0; --i) {
            const QJsonObject json = steps[i].toObject();
            const auto step = stepFromJson(json);
            if (!step)
                return fail(step.error());
            if (json[u"state"].toString() != u"done" || (*step)->kind() == u"load-module")
                continue;
            if (auto same = stillAsLeft(**step, json[u"former"].toObject()); !same)
                return same;
            need(std::make_shared<const GiveBack>(*step, json[u"former"].toObject()));
        }
        return {};
    }

    Result<> stillAsLeft(const Step &step, const QJsonObject &former)
    {
        const QString subject = step.devices().isEmpty() ? step.kind() : step.devices().first().toString();
        const PciFunction *function
            = step.devices().isEmpty() ? nullptr : m_world.host.find(step.devices().first());
        const auto moved = [&](const QString &what) {
            return fail(ErrorCode::HostChanged, subject, PlanText::tr("Since then it has changed: %1").arg(what));
        };
        if (!function)
            return moved(PlanText::tr("the device is gone."));
        touch(*function);
        if (const auto *change = dynamic_cast<const ChangeDriver *>(&step)) {
            if (!change->driver().isEmpty() && function->driver != change->driver())
                return moved(PlanText::tr("its driver is \"%1\".").arg(function->driver));
            if (isStubDriver(former[u"driver"].toString()) || former[u"driver"].toString().isEmpty())
                return judge(*function, {}, {}).refuses() ? refuse({function->address}) : Result<>();
            return notUsedWithItsGroup(*function);
        }
        if (const auto *change = dynamic_cast<const SetVf *>(&step)) {
            const PciFunction *pf = m_world.host.find(change->pf());
            if (pf && pf->sriov)
                for (const VfSettings &now : pf->sriov->settings)
                    if (now.index == change->vf() && !change->change().isIn(now))
                        return moved(PlanText::tr("its settings are others."));
            if (const Claim *claim = m_claims.holder(function->address))
                return moved(PlanText::tr("the running machine %1 has it.").arg(claim->domainName));
            return {};
        }
        if (step.kind() == u"set-vf-count") {
            const int count = step.arguments()[u"count"].toInt();
            if (!function->sriov || function->sriov->enabled != count)
                return moved(PlanText::tr("the number of its virtual functions."));
            return setVfCount(*function, former[u"count"].toInt());
        }
        return {};
    }

    const PlanRequest &m_request;
    const World &m_world;
    const Claims m_claims;
    Plan m_plan;
};

/// Another run that needs the link which this one has brought up.
const RunRecord *heirOf(const RunRecord &run, const HeldStep &held, const World &world)
{
    if (held.step->kind() != u"link-up")
        return nullptr;
    for (const RunRecord &other : world.runs) {
        if (other.uuid == run.uuid)
            continue;
        const QList<PciAddress> devices = other.devices();
        for (const PciAddress &device : devices)
            if (const PciFunction *function = world.host.find(device);
                function && function->physicalFunction
                && held.step->devices().contains(*function->physicalFunction))
                return &other;
    }
    return nullptr;
}

} // namespace

Result<Plan> makePlan(const PlanRequest &request, const World &world)
{
    return Planner(request, world).make();
}

Plan releasePlan(const RunRecord &run, const World &world)
{
    Plan plan;
    plan.kind = u"release"_s;
    plan.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    plan.request = {{u"domain"_s, idText(run.uuid)}};
    plan.title = PlanText::tr("Take back what %1 had").arg(run.name);
    plan.caller = run.owner;
    plan.domain = run.uuid;
    plan.domainName = run.name;
    plan.snapshot = world.host.serial;
    plan.action = u"org.laneway.helper.machine.manage"_s;
    plan.made = QDateTime::currentDateTimeUtc();
    plan.resources += idText(run.uuid);
    for (auto held = run.held.rbegin(); held != run.held.rend(); ++held) {
        for (const PciAddress &device : held->step->devices()) {
            plan.resources += device.toString();
            if (const PciFunction *function = world.host.find(device)) {
                if (function->iommuGroup)
                    plan.resources += u"group "_s + QString::number(*function->iommuGroup);
                if (function->physicalFunction)
                    plan.resources += u'~' + function->physicalFunction->toString();
            }
        }
        if (const RunRecord *heir = heirOf(run, *held, world))
            plan.resources += idText(heir->uuid); // its record is written
        else
            plan.steps += std::make_shared<const GiveBack>(held->step, held->former);
    }
    plan.resources.removeDuplicates();
    return plan;
}

QList<RunRecord> heirsOf(const RunRecord &run, const World &world)
{
    QMap<QUuid, RunRecord> heirs;
    for (const HeldStep &held : run.held) {
        const RunRecord *found = heirOf(run, held, world);
        if (!found)
            continue;
        RunRecord &heir = heirs.contains(found->uuid) ? heirs[found->uuid]
                                                      : *heirs.insert(found->uuid, *found);
        const bool hasIt = std::any_of(heir.held.begin(), heir.held.end(), [&](const HeldStep &other) {
            return stepToJson(*other.step) == stepToJson(*held.step);
        });
        if (!hasIt)
            heir.held.prepend(held);
    }
    return heirs.values();
}

bool isUndoable(const QString &kind)
{
    return kind == u"detach" || kind == u"reattach" || kind == u"vf-create" || kind == u"vf-set";
}

Claims claimsOf(const World &world)
{
    Claims claims;
    claims.detached = world.detached;
    for (const RunRecord &run : world.runs) {
        QMap<PciAddress, bool> devices;
        for (const PciAddress &device : run.devices())
            devices.insert(device, true);
        const QList<AssignedDevice> assigned = run.assigned();
        for (const AssignedDevice &device : assigned)
            devices.insert(device.source, device.managed);
        for (auto device = devices.begin(); device != devices.end(); ++device)
            claims.domains += Claim{device.key(), run.uuid, run.name, run.owner, true, device.value()};
    }
    for (const StoredDomain &domain : world.domains.all()) {
        for (const AssignedDevice &device : domain.devices) {
            const bool held = std::any_of(claims.domains.begin(), claims.domains.end(),
                [&](const Claim &claim) { return claim.running && claim.device == device.source && claim.domain == domain.xml.uuid(); });
            if (!held)
                claims.domains += Claim{device.source, domain.xml.uuid(), domain.xml.name(), domain.owner,
                    false, device.managed};
        }
    }
    return claims;
}

} // namespace laneway
