// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "detach.h"

#include "core/busnames.h"
#include "jobs/jobrunner.h"
#include "kernel/hostreader.h"
#include "kernel/realkernel.h"
#include "steps/changedriver.h"
#include "support/quietdoors.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace laneway {

namespace {

const QString vfio = u"vfio-pci"_s;
constexpr Goal detachGoal{1.1, 0};

Result<> put(const QByteArray &path, const QByteArray &value)
{
    const int fd = ::open(path.constData(), O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(ErrorCode::KernelRefused, QString::fromUtf8(path), errnoName(errno), errno);
    const bool written = ::write(fd, value.constData(), size_t(value.size())) == value.size();
    const int error = errno;
    ::close(fd);
    if (!written)
        return fail(ErrorCode::KernelRefused, QString::fromUtf8(path), errnoName(error), error);
    return {};
}

/// Udev's rules that follow a change would run into the next measurement.
Result<> settle()
{
    QProcess::execute(u"udevadm"_s, {u"settle"_s, u"--timeout=60"_s});
    return {};
}

Result<> moveAndCheck(const Kernel &kernel, const PciAddress &device, const QByteArray &override, const QString &wanted)
{
    if (const auto moved = moveBare(device, override); !moved)
        return moved;
    const QString found = driverOf(kernel, device);
    if (found != wanted)
        return fail(ErrorCode::VerificationFailed, device.toString(), u"on \"%1\""_s.arg(found));
    return {};
}

Result<> runProgram(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return fail(ErrorCode::Internal, program, QString::fromUtf8(process.readAllStandardError()).trimmed());
    return {};
}

bool hasSystemHelper()
{
    const auto system = QDBusConnection::systemBus();
    return system.isConnected()
        && system.interface()->activatableServiceNames().value().contains(QString(busnames::service));
}

/// What guides tell people to type.
Contender shellContender(const PciAddress &device)
{
    const QString script
        = u"d=/sys/bus/pci/devices/%1; echo $1 >$d/driver_override && echo %1 >$d/driver/unbind && "
          "echo %1 >/sys/bus/pci/drivers_probe && [ $(basename $(readlink $d/driver)) != $2 ]"_s.arg(device.toString());
    const auto call = [=](const QString &override, const QString &from) {
        return [=] { return runProgram(u"sh"_s, {u"-c"_s, script, u"sh"_s, override, from}); };
    };
    return {u"a shell script, whole process"_s, call(vfio, u"nothing"_s), call(QString(), vfio)};
}

/// The same by a program as people call it, its start and its way to a daemon included.
Contender programContender(const QString &program, const QStringList &leading, const PciAddress &device)
{
    const auto call = [=](const QString &verb) {
        return [=] { return runProgram(program, leading + QStringList{verb, device.toNodeDevice()}); };
    };
    return {u"%1, whole process"_s.arg(program.mid(program.lastIndexOf(u'/') + 1)), call(u"nodedev-detach"_s),
        call(u"nodedev-reattach"_s)};
}

Contender bareMoves(const Kernel &doors, const PciAddress &device, const QString &driver)
{
    return {u"bare writes"_s, [=, &doors] { return moveAndCheck(doors, device, "vfio-pci", vfio); },
        [=, &doors] { return moveAndCheck(doors, device, "", driver); }};
}

} // namespace

Result<> moveBare(const PciAddress &device, const QByteArray &override)
{
    const QByteArray address = device.toString().toLatin1();
    const QByteArray directory = "/sys/bus/pci/devices/" + address;
    return put(directory + "/driver_override", override + '\n')
        .and_then([&] { return put(directory + "/driver/unbind", address); })
        .and_then([&] { return put("/sys/bus/pci/drivers_probe", address); });
}

Result<PciAddress> idleVf(const Kernel &kernel)
{
    const auto host = readHost(kernel);
    if (!host)
        return fail(host.error());
    for (const PciFunction &f : host->functions) {
        const bool used = std::any_of(f.interfaces.begin(), f.interfaces.end(),
            [](const NetInterface &interface) { return interface.up || !interface.usedBy.isEmpty(); });
        if (f.isVirtualFunction() && f.iommuGroup && !used && !f.driver.isEmpty() && f.driver != vfio)
            return f.address;
    }
    return fail(ErrorCode::NotFound, u"an idle virtual function"_s,
        u"none has a group, its host driver and no interface that is up"_s);
}

void benchDetach(Report &report, int runs, const PciAddress &device)
{
    const QString detach = u"detach "_s + device.toString();
    const QString reattach = u"reattach "_s + device.toString();
    QuietGuests guests;
    QuietNvme nvme;
    QuietPrograms programs;
    RealKernel machine(guests, nvme, programs);
    Kernel &doors = machine.doors();
    if (const auto loaded = doors.modules.load(vfio); !loaded)
        return report.fail(detach, loaded.error());
    const QString driver = driverOf(doors, device);

    // Not /tmp, which may be memory: a record that is synced there costs nothing.
    const QTemporaryDir journals(u"/var/tmp/laneway-bench-XXXXXX"_s);
    int jobs = 0;
    std::unique_ptr<Journal> journal;
    // As the helper does once a job has been reported, while nobody waits.
    const auto afterwards = [&] {
        journal.reset();
        Journal::prepare(journals.path());
        return settle();
    };
    const auto byJob = [&](const QString &kind, const StepPtr &step) -> Result<> {
        Plan plan;
        plan.kind = kind;
        plan.steps = {step};
        auto begun = Journal::begin(journals.path(), u"bench-%1"_s.arg(++jobs), plan);
        if (!begun)
            return fail(begun.error());
        journal = std::move(*begun);
        const JobOutcome outcome = runPlan(plan, doors, *journal);
        if (outcome.state != u"done"_s)
            return fail(outcome.error.value_or(Error{ErrorCode::Internal, outcome.state, {}}));
        return {};
    };
    const auto there = std::make_shared<ChangeDriver>(device, vfio, vfio, driver);
    const auto home = std::make_shared<ChangeDriver>(device, QString(), QString(), vfio);
    const auto withoutJournal = [&](const StepPtr &step) {
        return step->formerState(doors).and_then([&](const QJsonObject &) { return step->apply(doors); }).and_then([&] {
            return step->verify(doors);
        });
    };

    // What of it is paid for writes that can time out.
    const auto writesOnly = [&](const QByteArray &override) {
        const QByteArray address = device.toString().toLatin1();
        const QString directory = u"bus/pci/devices/"_s + device.toString();
        return doors.sys.write(directory + u"/driver_override", override + '\n')
            .and_then([&] { return doors.sys.write(directory + u"/driver/unbind", address); })
            .and_then([&] { return doors.sys.write(u"bus/pci/drivers_probe"_s, address); });
    };

    report.compare(detach, reattach, runs,
        {bareMoves(doors, device, driver),
            {u"job with its journal"_s, [&] { return byJob(u"detach"_s, there); },
                [&] { return byJob(u"reattach"_s, home); }, detachGoal},
            {u"the same without journal"_s, [&] { return withoutJournal(there); },
                [&] { return withoutJournal(home); }},
            {u"bounded writes alone"_s, [&] { return writesOnly("vfio-pci"); }, [&] { return writesOnly(""); }}},
        0, afterwards);
    // A failure may have left it on the way.
    if (driverOf(doors, device) != driver)
        (void)bringToDriver(doors, device, driver, {});
}

void benchPrograms(Report &report, int runs, const PciAddress &device)
{
    QuietGuests guests;
    QuietNvme nvme;
    QuietPrograms asOwners;
    RealKernel machine(guests, nvme, asOwners);
    Kernel &doors = machine.doors();
    const QString driver = driverOf(doors, device);
    QList<Contender> programs{bareMoves(doors, device, driver), shellContender(device)};
    const QString ctl = QStandardPaths::findExecutable(u"lanewayctl"_s);
    if (ctl.isEmpty() || !hasSystemHelper())
        report.leaveOut(u"lanewayctl nodedev-detach"_s,
            ctl.isEmpty() ? u"lanewayctl is not installed"_s : u"no helper on the system bus"_s);
    else
        programs += programContender(ctl, {u"-c"_s, u"system"_s}, device);
    const QString virsh = QStandardPaths::findExecutable(u"virsh"_s);
    if (virsh.isEmpty())
        report.leaveOut(u"virsh nodedev-detach"_s, u"virsh is not installed"_s);
    else
        programs += programContender(virsh, {u"-q"_s, u"-c"_s, u"qemu:///system"_s}, device);
    report.compare(u"detach "_s + device.toString(), u"reattach "_s + device.toString(), runs, programs, 0, settle);
    if (driverOf(doors, device) != driver)
        (void)bringToDriver(doors, device, driver, {});
}

} // namespace laneway
