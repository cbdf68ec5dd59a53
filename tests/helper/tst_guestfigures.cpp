// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/guestfigures.h"
#include "domains/qemuguests.h"
#include "helpercore.h"
#include "support/quietdoors.h"
#include "support/sysfstree.h"
#include "support/tinyguest.h"
#include "worlds.h"

#include <QTest>

#include <unistd.h>

using namespace laneway;

namespace {
constexpr int longMs = 60'000;

/// A card that counts for its virtual function 1 and for no other.
class CountingNetlink : public QuietNetlink
{
public:
    Result<std::optional<VfCounters>> vfCounters(const QString &, VfIndex vf) const override
    {
        return vf.value == 1 ? std::optional(VfCounters{3, 2, 300, 200, 1, 0}) : std::nullopt;
    }
};

/// QEMU that lets nobody know anything, or tells nonsense.
class OddGuests : public QuietGuests
{
public:
    QJsonObject answer; ///< to everything; empty: none
    QList<qint64> asked; ///< threads
    Result<QJsonObject> command(const GuestRef &guest, const QJsonObject &, int, const QList<int> &) override
    {
        return answer.isEmpty() ? Result<QJsonObject>(fail(ErrorCode::TimedOut, guest.id)) : answer;
    }
    Result<GuestUsage> usage(const GuestRef &, const QList<qint64> &threads) override
    {
        asked = threads;
        return GuestUsage{500, 100, 4096, QList<quint64>(threads.size(), 7)};
    }
};
} // namespace

class TestGuestFigures : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SimKernel> m_host; ///< all but the guests
    std::unique_ptr<QemuGuests> m_guests;
    std::unique_ptr<HelperCore> m_core;

    QString path(const QString &name) const { return m_directory->filePath(name); }
    QUuid define(const QString &devices)
    {
        if (!tinyguest::writeDisk(path(u"disk"_s)))
            qFatal("no disk");
        const auto uuid = m_core->define(
            tinyguest::domainXml(u"tiny"_s, path(u"disk"_s), path(u"serial"_s), {}, devices), geteuid());
        if (!uuid)
            qFatal("%s", qPrintable(uuid.error().toString()));
        return *uuid;
    }
    bool run(const QString &kind, QJsonObject arguments = {})
    {
        arguments[u"domain"] = u"tiny"_s;
        std::optional<Result<Plan>> planned;
        m_core->plan({kind, arguments, geteuid()}, [&](const Result<Plan> &plan) { planned = plan; });
        if (!QTest::qWaitFor([&] { return planned.has_value(); }, longMs) || !*planned)
            return false;
        const auto job = m_core->apply((*planned)->id, geteuid());
        return job && QTest::qWaitFor([&] { return m_core->job(*job)->state != u"running"; }, longMs)
            && m_core->job(*job)->state == u"done";
    }
    Result<Figures> figures(const QUuid &uuid)
    {
        std::optional<Result<Figures>> got;
        m_core->figures(uuid, [&](const Result<Figures> &figures) { got = figures; });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, longMs))
            return fail(ErrorCode::TimedOut, u"test"_s);
        return *got;
    }
    static RunRecord record(const QString &devices)
    {
        RunRecord run;
        run.name = u"web"_s;
        run.guest.id = u"run-1"_s;
        run.liveXml = domainText(u"web"_s, devices);
        return run;
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_host = std::make_unique<SimKernel>(smallServer());
        m_guests = std::make_unique<QemuGuests>(QemuGuests::Options{path(u"run"_s), QemuGuests::Mode::Child, {}, true});
        const Kernel host = m_host->doors();
        const Kernel doors{host.sys, host.proc, host.etc, host.netlink, host.nodes, host.modules, host.names, *m_guests,
            host.nvme, host.programs};
        m_core = std::make_unique<HelperCore>(
            HelperCore::Options{doors, path(u"state"_s), path(u"run"_s), false, false, {}});
        m_core->start();
    }
    void cleanup()
    {
        for (const DomainState &domain : m_core->domains(std::nullopt))
            if (domain.state != u"shut off")
                (void)run(u"destroy"_s);
        m_core.reset();
        m_guests.reset();
    }

    void moveWhileTheGuestRuns()
    {
        if (!QFile::exists(u"/usr/bin/qemu-system-x86_64"_s))
            QSKIP("qemu-system-x86_64 is not installed");
        const QUuid uuid
            = define(u"<interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>"
                     "<memballoon model='virtio'><stats period='1'/></memballoon>"_s);
        QCOMPARE(figures(uuid).error().code, ErrorCode::UnsupportedConfiguration); // it is off
        QVERIFY(run(u"start"_s, {{u"paused"_s, true}}));
        const auto before = figures(uuid);
        QVERIFY2(before, before ? "" : qPrintable(before.error().toString()));
        QVERIFY(before->time > 0);
        QCOMPARE(before->vcpus, 1);
        QCOMPARE(before->vcpuTimes.value_or(QList<quint64>()).size(), 1);
        QCOMPARE(before->memoryMaximum, quint64(16) << 20);
        QCOMPARE(before->memoryCurrent, std::optional(quint64(16) << 20));
        QVERIFY(before->memoryResident > 1 << 20);
        QVERIFY(before->guestMemory.isEmpty()); // nobody in there would tell
        QCOMPARE(before->disks.size(), 1);
        QCOMPARE(before->disks[0].target, u"sda"_s);
        QCOMPARE(before->disks[0].source, path(u"disk"_s));
        QCOMPARE(before->disks[0].missing, QString());
        QCOMPARE(before->disks[0].readBytes, 0);
        QCOMPARE(before->interfaces.size(), 1);
        QCOMPARE(before->interfaces[0].mac, u"52:54:00:00:00:01"_s);
        QCOMPARE(before->interfaces[0].missing, u"user-network"_s);

        std::optional<Result<>> resumed;
        m_core->act(uuid, GuestAct::Resume, GuestMode::Any, [&](const Result<> &done) { resumed = done; });
        QTRY_VERIFY_WITH_TIMEOUT(tinyguest::said(path(u"serial"_s)).contains("!ABC"), longMs);
        Figures after;
        QTRY_VERIFY_WITH_TIMEOUT((after = figures(uuid).value_or(Figures())).cpuTime > before->cpuTime
                && after.disks.value(0).readBytes >= 512,
            longMs);
        QVERIFY(after.time > before->time);
        QCOMPARE(after.run, before->run);
        QVERIFY(after.disks[0].readRequests >= 1);
        QVERIFY(after.vcpuTimes.value_or(QList<quint64>()).value(0) > 0);
        QCOMPARE(after.cpuTime, after.userTime + after.systemTime);
        // What goes over the bus is what came out of it.
        const auto again = Figures::fromJson(after.toJson());
        QVERIFY(again);
        QVERIFY(*again == after);
        QVERIFY(run(u"destroy"_s));
        QVERIFY(!figures(uuid));
    }

    /// The guest's driver is asked how its memory is used, as often as the definition says.
    void theBalloonIsPolled()
    {
        if (!QFile::exists(u"/usr/bin/qemu-system-x86_64"_s))
            QSKIP("qemu-system-x86_64 is not installed");
        define(u"<memballoon model='virtio'><stats period='7'/></memballoon>"_s);
        QVERIFY(run(u"start"_s));
        const auto guest
            = m_guests->find(QDir(path(u"run/guests"_s)).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
        QVERIFY(guest);
        const auto period = m_guests->command(*guest,
            {{u"execute"_s, u"qom-get"_s},
                {u"arguments"_s,
                    QJsonObject{{u"path"_s, u"/machine/peripheral/balloon0"_s},
                        {u"property"_s, u"guest-stats-polling-interval"_s}}}});
        QVERIFY(period);
        QCOMPARE((*period)[u"return"].toInt(), 7);
    }

    /// Many that look cost no more than one.
    void areGivenAgainWhileTheyAreYoung()
    {
        if (!QFile::exists(u"/usr/bin/qemu-system-x86_64"_s))
            QSKIP("qemu-system-x86_64 is not installed");
        const QUuid uuid = define({});
        QVERIFY(run(u"start"_s));
        QSet<qint64> times;
        int answered = 0, refused = 0;
        for (int i = 0; i < 100; ++i) // no event loop in between: all wait for the first one's answer
            m_core->figures(uuid, [&](const Result<Figures> &figures) {
                ++answered;
                if (figures)
                    times += figures->time;
                else
                    refused += figures.error().code == ErrorCode::LimitExceeded;
            });
        QTRY_COMPARE_WITH_TIMEOUT(answered, 100, longMs);
        QCOMPARE(times.size(), 1);
        QCOMPARE(refused, 36);
        m_core->figures(uuid, [&](const Result<Figures> &figures) { times += figures->time; });
        QCOMPARE(times.size(), 1); // at once, and the same
        QTRY_VERIFY_WITH_TIMEOUT(figures(uuid)->time != *times.begin(), longMs);
    }

    void interfacesAreCountedWhereTheHostCounts()
    {
        SysfsTree tree;
        for (const auto &[name, value] : {std::pair{u"rx_bytes"_s, "10"}, std::pair{u"tx_bytes"_s, "2000"},
                 std::pair{u"tx_packets"_s, "4"}, std::pair{u"rx_dropped"_s, "1"}})
            for (const QString &interface : {u"vnet0"_s, u"macvtap0"_s})
                tree.add(u"class/net/%1/statistics/%2"_s.arg(interface, name), QByteArray(value) + '\n');
        RealFileTree sys(tree.sys());
        RealFileTree proc(tree.proc());
        ReadOnlyDoors quiet(sys, proc);
        CountingNetlink netlink;
        OddGuests guests;
        const Kernel doors{
            sys, proc, quiet.etc, netlink, quiet.nodes, quiet.modules, quiet.names, guests, quiet.nvme, quiet.programs};
        const auto read = readFigures(doors,
            record(
                u"<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/><target dev='vnet0'/></interface>"
                "<interface type='direct'><mac address='52:54:00:00:00:02'/><target dev='macvtap0'/></interface>"
                "<interface type='bridge'><source bridge='br0'/><target dev='../../x'/></interface>"_s
                + hostdevInterface(igbVf) + hostdevInterface(otherVf)),
            smallServer());
        QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
        QCOMPARE(read->interfaces.size(), 5);
        // What a tap sends the guest receives; a macvtap counts as the guest does.
        QCOMPARE(read->interfaces[0].receivedBytes, 2000);
        QCOMPARE(read->interfaces[0].receivedPackets, 4);
        QCOMPARE(read->interfaces[0].sentBytes, 10);
        QCOMPARE(read->interfaces[0].sendDrops, 1);
        QCOMPARE(read->interfaces[0].name, u"vnet0"_s);
        QCOMPARE(read->interfaces[1].receivedBytes, 10);
        QCOMPARE(read->interfaces[1].sentBytes, 2000);
        QCOMPARE(read->interfaces[2].missing, u"not-counted"_s);
        QCOMPARE(read->interfaces[3].missing, QString());
        QCOMPARE(read->interfaces[3].receivedBytes, 300);
        QCOMPARE(read->interfaces[3].sentPackets, 2);
        QCOMPARE(read->interfaces[4].missing, u"not-counted"_s); // and never zeros
    }

    void aQemuThatDoesNotAnswerHidesNothingElse()
    {
        SysfsTree tree;
        RealFileTree sys(tree.sys());
        RealFileTree proc(tree.proc());
        ReadOnlyDoors quiet(sys, proc);
        OddGuests guests;
        const Kernel doors{sys, proc, quiet.etc, quiet.netlink, quiet.nodes, quiet.modules, quiet.names, guests,
            quiet.nvme, quiet.programs};
        const RunRecord run = record(emulatedDisk + u"<memballoon model='virtio'><stats period='5'/></memballoon>"_s);
        const auto silent = readFigures(doors, run, smallServer());
        QVERIFY(silent);
        QCOMPARE(silent->cpuTime, 600);
        QCOMPARE(silent->memoryResident, 4096);
        QVERIFY(!silent->vcpuTimes);
        QVERIFY(!silent->memoryCurrent);
        QCOMPARE(silent->disks.value(0).missing, u"no-answer"_s);
        // One that tells what it likes: more processors than there are, negative counts, what is no count.
        QJsonArray many;
        for (int i = 0; i < 50; ++i)
            many += QJsonObject{{u"cpu-index"_s, i}, {u"thread-id"_s, 1}, {u"qdev"_s, u"virtio-disk1"_s},
                {u"stats"_s, QJsonObject{{u"rd_bytes"_s, -5}, {u"wr_bytes"_s, u"many"_s}, {u"rd_operations"_s, 9}}}};
        guests.answer = {{u"return"_s, many}, {u"actual"_s, -1}, {u"last-update"_s, 7},
            {u"stats"_s, QJsonObject{{u"stat-free-memory"_s, 1.8446744073709552e19}, {u"stat-total-memory"_s, 77}}}};
        const auto odd = readFigures(doors, run, smallServer());
        QVERIFY(odd);
        QCOMPARE(guests.asked, QList<qint64>{1});
        QVERIFY(!odd->memoryCurrent);
        QCOMPARE(odd->disks.value(0).missing, QString());
        QCOMPARE(odd->disks.value(0).readBytes, 0);
        QCOMPARE(odd->disks.value(0).writtenBytes, 0);
        QCOMPARE(odd->disks.value(0).readRequests, 9);
        guests.answer[u"actual"] = 1 << 20;
        const auto told = readFigures(doors, run, smallServer());
        QVERIFY(told);
        QCOMPARE(told->memoryCurrent, std::optional(quint64(1) << 20));
        QCOMPARE(told->guestMemory, (QMap<QString, quint64>{{u"available"_s, 77}, {u"lastUpdate"_s, 7}}));
    }
};

QTEST_GUILESS_MAIN(TestGuestFigures)
#include "tst_guestfigures.moc"
