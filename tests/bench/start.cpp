// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "start.h"

#include "byhand.h"
#include "detach.h"
#include "domains/qemuguests.h"
#include "kernel/hostreader.h"
#include "kernel/realkernel.h"
#include "steps/changedriver.h"
#include "steps/devicefiles.h"
#include "support/quietdoors.h"

#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <unistd.h>

namespace laneway {

namespace {

constexpr Goal startGoal{0, 30};
constexpr uint nobody = 65534;
constexpr quint64 memoryLock = quint64(2) << 30; // the guest's memory, and room for its devices

QStringList arguments(std::optional<PciAddress> device)
{
    QStringList all{u"-S"_s, u"-no-user-config"_s, u"-nodefaults"_s, u"-machine"_s, u"q35,accel=tcg"_s, u"-m"_s,
        u"64"_s, u"-display"_s, u"none"_s, u"-chardev"_s, u"socket,id=mon,fd=@monitor@,server=on,wait=off"_s, u"-mon"_s,
        u"chardev=mon,mode=control"_s, u"-sandbox"_s,
        u"on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"_s};
    if (device)
        all << u"-device"_s << u"{\"driver\":\"vfio-pci\",\"host\":\"%1\"}"_s.arg(device->toString());
    return all;
}

/// One way of ours; @p nodes are what the guest may open.
Contender throughUs(QemuGuests &guests, const QString &name, const QString &program, std::optional<PciAddress> device,
    const QStringList &nodes, uint uid, uint gid)
{
    const auto started = std::make_shared<GuestRef>();
    const auto turn = std::make_shared<int>(0);
    return {name,
        [=, &guests] {
            GuestLaunch launch;
            launch.id = u"bench-%1-%2"_s.arg(::getpid()).arg(++*turn);
            launch.program = program;
            launch.arguments = arguments(device);
            launch.uid = uid;
            launch.gid = gid;
            launch.deviceNodes = nodes;
            if (device)
                launch.memoryLockBytes = memoryLock;
            return guests.launch(launch).map([&](const GuestRef &guest) { *started = guest; });
        },
        [=, &guests] { return guests.end(*started); }, startGoal};
}

void compareStarts(
    Report &report, int runs, const QString &program, std::optional<PciAddress> device, const QStringList &nodes)
{
    const QString work = device ? u"start to QMP answer, with a VF"_s : u"start to QMP answer"_s;
    const QTemporaryDir directory;
    ByHand bare(program, directory.path(), arguments(device));
    QList<Contender> contenders{{u"QEMU by hand"_s, [&] { return bare.start(); }, [&] { return bare.end(); }}};

    // As root, the ways of the system's helper: for somebody else.
    const bool forOthers = ::geteuid() == 0;
    const uint uid = forOthers ? nobody : ::geteuid();
    const uint gid = forOthers ? nobody : ::getegid();
    QemuGuests child({directory.filePath(u"child"_s), QemuGuests::Mode::Child, {}, !forOthers});
    contenders += throughUs(child, u"as a child"_s, program, device, nodes, uid, gid);

    std::optional<QemuGuests> unit;
    const bool hasLauncher = QFile::exists(QString::fromUtf8(LANEWAY_LIBEXECDIR "/laneway-launch"));
    if (forOthers && hasLauncher && QFile::exists(u"/run/systemd/system"_s)) {
        unit.emplace(QemuGuests::Options{directory.filePath(u"unit"_s), QemuGuests::Mode::Systemd, {}, false});
        contenders += throughUs(*unit, u"as a unit of systemd"_s, program, device, nodes, uid, gid);
    } else {
        report.leaveOut(work + u", as a unit of systemd"_s,
            forOthers ? u"needs systemd and the installed laneway-launch"_s : u"needs root"_s);
    }
    report.compare(work, {}, runs, contenders);
}

/// With the device on vfio-pci and its node lent; everything as before afterwards.
Result<> withDevice(const PciAddress &device, const std::function<void(const QStringList &nodes)> &use)
{
    QemuGuests::Options none;
    none.runDirectory = u"/nonexistent"_s;
    QemuGuests guests(none);
    QuietNvme nvme;
    QuietPrograms programs;
    RealKernel machine(guests, nvme, programs);
    Kernel &doors = machine.doors();
    const QString driver = driverOf(doors, device);
    const auto group = groupOf(doors, device);
    if (!group)
        return fail(ErrorCode::IommuUnavailable, device.toString());
    const auto bound = doors.modules.load(u"vfio-pci"_s).and_then([&] {
        return bringToDriver(doors, device, u"vfio-pci"_s, u"vfio-pci"_s);
    });
    const QString node = groupNode(*group);
    const auto former = bound ? doors.nodes.state(node) : fail(bound.error());
    auto lent = former ? doors.nodes.lend(node, nobody) : fail(former.error());
    if (lent) {
        use({u"vfio/vfio"_s, node});
        lent = doors.nodes.takeBack(node, *former);
    }
    const auto back = bringToDriver(doors, device, driver, {});
    return lent ? back : lent;
}

} // namespace

void benchStart(Report &report, int runs, std::optional<PciAddress> device)
{
    const QString program = QStandardPaths::findExecutable(u"qemu-system-x86_64"_s);
    if (program.isEmpty())
        return report.leaveOut(u"start"_s, u"qemu-system-x86_64 is not installed"_s);
    compareStarts(report, runs, program, {}, {});
    if (!device)
        return report.leaveOut(u"start with a VF"_s, u"no device for it, see detach"_s);
    const auto done
        = withDevice(*device, [&](const QStringList &nodes) { compareStarts(report, runs, program, device, nodes); });
    if (!done)
        report.fail(u"start with a VF"_s, done.error());
}

} // namespace laneway
