// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "vfs.h"

#include "core/descriptor.h"
#include "jobs/jobrunner.h"
#include "kernel/realkernel.h"
#include "kernel/samplehost.h"
#include "kernel/simkernel.h"
#include "steps/devicefiles.h"
#include "steps/pfswitch.h"
#include "steps/setvfs.h"
#include "support/quietdoors.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTemporaryFile>

#include <cerrno>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

namespace laneway {

namespace {

constexpr Goal batchGoal{1.1, 0};
constexpr int simulatedVfs = 63; ///< as many as an ixgbe has
constexpr int driverUs = 100; ///< for each function, in the simulation

/// MAC, VLAN, priority and spoof check of each; two that differ in all of it, for there and back.
VfChanges changesFor(int count, bool back)
{
    VfChanges changes;
    for (int i = 0; i < count; ++i) {
        VfChange change;
        change.mac = MacAddress({0x52, 0x54, 0x00, quint8(back ? 0xbb : 0xaa), 0, quint8(i)});
        change.vlan = VfVlan{*VlanId::make(quint32(back ? 300 + i : 100 + i)), quint8(back ? 2 : 5)};
        change.spoofCheck = back;
        changes.append({VfIndex{quint32(i)}, change});
    }
    return changes;
}

/// A driver that takes its time for each function, as one does that writes to its card.
class PatientNetlink : public Netlink
{
public:
    explicit PatientNetlink(Netlink &behind)
        : m_behind(behind)
    {
    }
    Result<QList<VfSettings>> vfs(const QString &pf) const override { return m_behind.vfs(pf); }
    Result<> setVf(const QString &pf, VfIndex vf, const VfChange &change) override
    {
        return m_behind.setVf(pf, vf, change);
    }
    Result<> requestPort(const QString &pf, VfIndex vf, const PortRequest &request) override
    {
        return m_behind.requestPort(pf, vf, request);
    }
    Result<std::optional<PortResponse>> portResponse(const QString &pf, VfIndex vf) const override
    {
        return m_behind.portResponse(pf, vf);
    }
    Result<> setLinkUp(const QString &interface, bool up) override { return m_behind.setLinkUp(interface, up); }
    Result<bool> isLinkUp(const QString &interface) const override { return m_behind.isLinkUp(interface); }
    Result<QList<HostLink>> links() const override { return m_behind.links(); }
    Result<> makeTap(const QString &name, bool several) override { return m_behind.makeTap(name, several); }
    Result<> makeMacvtap(const QString &name, const QString &lower, MacvtapMode mode, const MacAddress &mac) override
    {
        return m_behind.makeMacvtap(name, lower, mode, mac);
    }
    Result<> changeLink(const QString &name, const LinkChange &change) override
    {
        return m_behind.changeLink(name, change);
    }
    Result<> removeLink(const QString &name) override { return m_behind.removeLink(name); }
    Result<std::vector<Descriptor>> openTap(const GuestTap &tap) override { return m_behind.openTap(tap); }

protected:
    Result<QList<Result<>>> sendVfs(const QString &pf, const VfChanges &changes) override
    {
        const auto now = [] {
            timespec time;
            ::clock_gettime(CLOCK_MONOTONIC, &time);
            return qint64(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
        };
        const qint64 end = now() + qint64(changes.size()) * driverUs;
        const auto done = m_behind.setVfs(pf, changes);
        if (!done)
            return fail(done.error());
        while (now() < end) { }
        return QList<Result<>>(changes.size());
    }

private:
    Netlink &m_behind;
};

/// Steps as a job, with its journal on a disk.
class Jobs
{
public:
    explicit Jobs(Kernel &kernel)
        : m_kernel(kernel)
    {
    }
    Result<> run(const QList<StepPtr> &steps)
    {
        Plan plan;
        plan.kind = u"vf-configure"_s;
        plan.steps = steps;
        auto begun = Journal::begin(m_directory.path(), u"bench-%1"_s.arg(++m_number), plan);
        if (!begun)
            return fail(begun.error());
        m_journal = std::move(*begun);
        const JobOutcome outcome = runPlan(plan, m_kernel, *m_journal);
        if (outcome.state != u"done"_s)
            return fail(outcome.error.value_or(Error{ErrorCode::Internal, outcome.state, {}}));
        return {};
    }
    /// As the helper does once a job has been reported, while nobody waits.
    Result<> afterwards()
    {
        m_journal.reset();
        Journal::prepare(m_directory.path());
        return {};
    }

private:
    Kernel &m_kernel;
    // Not /tmp, which may be memory: a record that is synced there costs nothing.
    const QTemporaryDir m_directory{u"/var/tmp/laneway-bench-XXXXXX"_s};
    std::unique_ptr<Journal> m_journal;
    int m_number = 0;
};

/// What a durable promise costs at the least: one write of a record's size to room that is there, synced.
class RawRecord
{
public:
    RawRecord()
    {
        m_file.setFileTemplate(u"/var/tmp/laneway-bench-XXXXXX"_s);
        if (m_file.open() && m_file.write(QByteArray(size, '\0')) == size && m_file.flush())
            ::fsync(m_file.handle());
    }
    Result<> sync()
    {
        const QByteArray record(size, char('a' + ++m_turn % 26));
        if (::pwrite(m_file.handle(), record.constData(), size_t(record.size()), 0) != record.size()
            || ::fdatasync(m_file.handle()) != 0)
            return fail(ErrorCode::JournalFailed, m_file.fileName(), errnoName(errno), errno);
        return {};
    }

private:
    static constexpr qsizetype size = 8 * 1024;
    QTemporaryFile m_file;
    int m_turn = 0;
};

Result<> withoutJournal(Kernel &kernel, const QList<StepPtr> &steps)
{
    for (const StepPtr &step : steps) {
        const auto done = step->prepare(kernel)
                              .and_then([&](const Step::Prepared &prepared) { return prepared.perform(kernel); })
                              .and_then([&](const QJsonObject &) { return step->verify(kernel); });
        if (!done)
            return done;
    }
    return {};
}

/// One send, and every acknowledgement read: what cannot be done with less.
Result<> sendBare(const QString &interface, const VfChanges &changes)
{
    QByteArray messages;
    quint32 sequence = 0;
    for (const auto &[vf, change] : changes) {
        QByteArray message = vfChangeMessage(interface, vf, change);
        reinterpret_cast<nlmsghdr *>(message.data())->nlmsg_seq = ++sequence;
        message.append(NLMSG_ALIGN(message.size()) - message.size(), '\0');
        messages += message;
    }
    const auto failed = [&] { return fail(ErrorCode::KernelRefused, interface, errnoName(errno), errno); };
    const Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    if (!socket || ::send(socket.get(), messages.constData(), size_t(messages.size()), 0) < 0)
        return failed();
    QByteArray answer(64 * 1024, Qt::Uninitialized);
    for (qsizetype answered = 0; answered < changes.size();) {
        int size = int(::recv(socket.get(), answer.data(), size_t(answer.size()), 0));
        if (size < 0)
            return failed();
        for (auto *part = reinterpret_cast<nlmsghdr *>(answer.data()); NLMSG_OK(part, unsigned(size));
             part = NLMSG_NEXT(part, size)) {
            const int number = -static_cast<const nlmsgerr *>(NLMSG_DATA(part))->error;
            if (part->nlmsg_type == NLMSG_ERROR && number)
                return fail(ErrorCode::KernelRefused, interface, errnoName(number), number);
            ++answered;
        }
    }
    return {};
}

Result<> setByIp(const QString &interface, const VfChanges &changes)
{
    for (const auto &[vf, change] : changes)
        if (QProcess::execute(u"ip"_s,
                u"link set dev %1 vf %2 %3"_s.arg(interface, QString::number(vf.value), ipWords(change)).split(u' '))
            != 0)
            return fail(ErrorCode::Internal, u"ip"_s, u"vf "_s + QString::number(vf.value));
    return {};
}

} // namespace

void benchSimulatedVfs(Report &report, int runs)
{
    const QString work = u"set 2 × %1 simulated VFs"_s.arg(simulatedVfs);
    HostSnapshot host = *sampleHost(u"server"_s);
    QList<PciAddress> pfs;
    for (PciFunction &function : host.functions)
        if (function.driver == u"ixgbe" && function.sriov && !function.interfaces.isEmpty() && pfs.size() < 2) {
            function.sriov->total = simulatedVfs;
            pfs += function.address;
        }
    SimKernel simulation(host);
    for (const PciAddress &pf : std::as_const(pfs))
        for (const QByteArray &count : {QByteArray("0"), QByteArray::number(simulatedVfs)})
            if (const auto made = simulation.doors().sys.write(deviceFile(pf, u"sriov_numvfs"), count); !made)
                return report.fail(work, made.error());
    if (pfs.size() < 2)
        return report.leaveOut(work, u"the sample has no two such cards"_s);

    const Kernel &doors = simulation.doors();
    PatientNetlink netlink(doors.netlink);
    Kernel kernel{doors.sys, doors.proc, doors.etc, netlink, doors.nodes, doors.modules, doors.names, doors.guests,
        doors.nvme, doors.programs};
    const auto steps = [&](bool back) {
        QList<StepPtr> list;
        for (const PciAddress &pf : std::as_const(pfs))
            list += std::make_shared<const SetVfs>(pf, changesFor(simulatedVfs, back), SetVfs::OnRefusal::RollBack);
        return list;
    };
    QStringList interfaces;
    for (const PciAddress &pf : std::as_const(pfs))
        interfaces += host.find(pf)->interfaces.first().name;
    const auto bare = [&](bool back) -> Result<> {
        for (const QString &interface : std::as_const(interfaces))
            if (const auto set = netlink.setVfs(interface, changesFor(simulatedVfs, back)); !set)
                return fail(set.error());
        return {};
    };
    RawRecord record;
    const auto recorded = [&](bool back) -> Result<> {
        for (const QString &interface : std::as_const(interfaces)) {
            if (const auto synced = record.sync(); !synced)
                return synced;
            if (const auto set = netlink.setVfs(interface, changesFor(simulatedVfs, back)); !set)
                return fail(set.error());
        }
        return {};
    };
    Jobs jobs(kernel);
    report.compare(work, u"set them back"_s, runs,
        {{u"bare batches"_s, [&] { return bare(false); }, [&] { return bare(true); }},
            {u"each after one synced write"_s, [&] { return recorded(false); }, [&] { return recorded(true); }},
            {u"steps, without journal"_s, [&] { return withoutJournal(kernel, steps(false)); },
                [&] { return withoutJournal(kernel, steps(true)); }},
            {u"job with its journal"_s, [&] { return jobs.run(steps(false)); }, [&] { return jobs.run(steps(true)); },
                batchGoal}},
        0, [&] { return jobs.afterwards(); });
}

void benchVfs(Report &report, int runs, const PciAddress &pf)
{
    QuietGuests guests;
    QuietNvme nvme;
    QuietPrograms programs;
    RealKernel machine(guests, nvme, programs);
    Kernel &kernel = machine.doors();
    const auto interface = interfaceOfPf(kernel, pf);
    const auto former = interface ? kernel.netlink.vfs(*interface) : fail(interface.error());
    const QString work = u"set %1 VFs of "_s.arg(former ? former->size() : 0) + pf.toString();
    if (!former || former->isEmpty())
        return report.leaveOut(work, former ? u"it has none"_s : former.error().toString());
    const int count = int(former->size());
    const auto steps = [&](bool back) {
        return QList<StepPtr>{std::make_shared<const SetVfs>(pf, changesFor(count, back), SetVfs::OnRefusal::RollBack)};
    };
    const auto batch = [&](bool back) {
        return kernel.netlink.setVfs(*interface, changesFor(count, back)).map([](const QList<VfRefusal> &) {});
    };
    RawRecord record;
    const auto recorded = [&](bool back) {
        return record.sync().and_then([&] { return sendBare(*interface, changesFor(count, back)); });
    };
    Jobs jobs(kernel);
    report.compare(work, u"set them back"_s, runs,
        {{u"bare batch"_s, [&] { return sendBare(*interface, changesFor(count, false)); },
             [&] { return sendBare(*interface, changesFor(count, true)); }},
            {u"after one synced write"_s, [&] { return recorded(false); }, [&] { return recorded(true); }},
            {u"Netlink::setVfs"_s, [&] { return batch(false); }, [&] { return batch(true); }, batchGoal},
            {u"step, without journal"_s, [&] { return withoutJournal(kernel, steps(false)); },
                [&] { return withoutJournal(kernel, steps(true)); }},
            {u"job with its journal"_s, [&] { return jobs.run(steps(false)); }, [&] { return jobs.run(steps(true)); },
                batchGoal},
            {u"ip link set for each"_s, [&] { return setByIp(*interface, changesFor(count, false)); },
                [&] { return setByIp(*interface, changesFor(count, true)); }}},
        0, [&] { return jobs.afterwards(); });
    if (const auto restored = restoreVfs(kernel, pf, *former); !restored)
        report.fail(work, restored.error());
}

} // namespace laneway
