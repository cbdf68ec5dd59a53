// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures.h"

#include "jobs/jobrunner.h"
#include "kernel/hostreader.h"
#include "kernel/realkernel.h"
#include "steps/changedriver.h"
#include "support/quietdoors.h"

#include <QTemporaryDir>

#include <fcntl.h>
#include <unistd.h>

namespace laneway {

namespace {
const QString vfio = u"vfio-pci"_s;

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

Result<> bareMove(const QByteArray &address, const QByteArray &override)
{
    const QByteArray device = "/sys/bus/pci/devices/" + address;
    return put(device + "/driver_override", override + '\n')
        .and_then([&] { return put(device + "/driver/unbind", address); })
        .and_then([&] { return put("/sys/bus/pci/drivers_probe", address); });
}
} // namespace

Result<Figures> benchDetach(int turns, const PciAddress &device)
{
    QuietGuests guests;
    RealKernel machine(guests);
    Kernel &doors = machine.doors();
    if (const auto loaded = doors.modules.load(vfio); !loaded)
        return fail(loaded.error());
    const QString driver = driverOf(doors, device);
    const QTemporaryDir journals;
    int jobs = 0;
    const auto byJob = [&](const StepPtr &step) -> Result<> {
        Plan plan;
        plan.kind = u"detach"_s;
        plan.steps = {step};
        auto journal = Journal::begin(journals.path(), u"bench-%1"_s.arg(++jobs), plan);
        if (!journal)
            return fail(journal.error());
        const JobOutcome outcome = runPlan(plan, doors, **journal);
        if (outcome.state != u"done"_s)
            return fail(outcome.error.value_or(Error{ErrorCode::Internal, outcome.state, {}}));
        return {};
    };
    const QByteArray address = device.toString().toLatin1();
    return compare(
        u"detach %1 from %2"_s.arg(device.toString(), driver), turns, [&] { return bareMove(address, "vfio-pci"); },
        [&] { return bareMove(address, ""); },
        [&] { return byJob(std::make_shared<ChangeDriver>(device, vfio, vfio, driver)); },
        [&] { return bareMove(address, ""); });
}

} // namespace laneway
