// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Processes beside QEMU, real ones: there before it, reached by nobody else, gone after it.
#include "domains/guestprocess.h"
#include "domains/qemuguests.h"
#include "helpercore.h"
#include "worlds.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using namespace laneway;

namespace {

const QString tpm = u"<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>"_s;
const QString passt
    = u"<interface type='user'><backend type='passt'/><mac address='52:54:00:6d:90:77'/><model type='virtio'/></interface>"_s;

bool isInstalled(const QString &program)
{
    return QFile::exists(u"/usr/bin/"_s + program);
}

} // namespace

class TestCompanions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void aTpmKeepsItsStateAndEndsWithQemu();
    void theStateGoesWithItsMachine_data();
    void theStateGoesWithItsMachine();
    void theStateIsItsOwners();
    void passtCarriesTheNetwork();
    void oneThatFailsSaysWhy();
    void whatIsNotInstalledIsNamed_data();
    void whatIsNotInstalledIsNamed();
    void optionsOfPasst_data();
    void optionsOfPasst();
    void virtiofsSharesAFolder();

private:
    QUuid define(const QString &devices);
    JobState run(const QString &kind);
    QString directory() const;
    /// Those that are recorded as beside the one machine.
    QList<GuestRef> companions() const;
    QString monitor(const QString &command);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SimKernel> m_host;
    std::unique_ptr<QemuGuests> m_guests;
    std::unique_ptr<HelperCore> m_core;
};

void TestCompanions::initTestCase()
{
    if (!isInstalled(u"qemu-system-x86_64"_s))
        QSKIP("qemu-system-x86_64 is not installed");
}

void TestCompanions::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_host = std::make_unique<SimKernel>(smallServer());
    m_guests = std::make_unique<QemuGuests>(
        QemuGuests::Options{m_directory->path(), QemuGuests::Mode::Child, {}, true, m_directory->filePath(u"state"_s)});
    const Kernel &sim = m_host->doors();
    const Kernel doors{
        sim.sys, sim.proc, sim.etc, sim.netlink, sim.nodes, sim.modules, sim.names, *m_guests, sim.nvme, sim.programs};
    m_core = std::make_unique<HelperCore>(HelperCore::Options{
        doors, m_directory->filePath(u"state"_s), m_directory->filePath(u"run"_s), false, false, {}});
    m_core->start();
}

void TestCompanions::cleanup()
{
    if (!m_core)
        return;
    for (const DomainState &domain : m_core->domains({}))
        if (domain.state != u"shut off")
            (void)run(u"destroy"_s);
    QTRY_VERIFY(m_core->isIdle());
    m_core.reset();
    m_guests.reset();
    QVERIFY(QDir(m_directory->filePath(u"guests"_s)).isEmpty());
}

QUuid TestCompanions::define(const QString &devices)
{
    QString text = QString::fromUtf8(domainText(u"web"_s, devices));
    text.replace(
        u"</memory>"_s, u"</memory><memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>"_s);
    const auto uuid = m_core->define(text.toUtf8(), geteuid());
    if (!uuid)
        qFatal("%s", qPrintable(uuid.error().toString()));
    return *uuid;
}

JobState TestCompanions::run(const QString &kind)
{
    std::optional<Result<Plan>> plan;
    m_core->plan({kind, {{u"domain"_s, u"web"_s}}, geteuid()}, [&](const Result<Plan> &made) { plan = made; });
    if (!QTest::qWaitFor([&] { return plan.has_value(); }, 30'000) || !*plan)
        return {{}, 0, {{u"error"_s, plan ? (*plan).error().toString() : kind}}, u"refused"_s};
    const auto job = m_core->apply((*plan)->id, geteuid());
    if (!job)
        return {{}, 0, {{u"error"_s, job.error().toString()}}, u"refused"_s};
    (void)QTest::qWaitFor([&] { return m_core->job(*job)->state != u"running"; }, 60'000);
    return *m_core->job(*job);
}

QString TestCompanions::directory() const
{
    const QDir guests(m_directory->filePath(u"guests"_s));
    return guests.filePath(guests.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
}

QList<GuestRef> TestCompanions::companions() const
{
    QList<GuestRef> all;
    for (const QString &name : QDir(directory()).entryList({u"*.companion"_s})) {
        QFile file(directory() + u'/' + name);
        if (file.open(QIODevice::ReadOnly))
            all += GuestRef::fromJson(QJsonDocument::fromJson(file.readAll()).object());
    }
    return all;
}

QString TestCompanions::monitor(const QString &command)
{
    const auto guest = m_guests->find(directory().section(u'/', -1));
    const auto answer = guest
        ? m_guests->command(*guest,
            {{u"execute"_s, u"human-monitor-command"_s}, {u"arguments"_s, QJsonObject{{u"command-line"_s, command}}}})
        : Result<QJsonObject>(fail(ErrorCode::NotFound, command));
    return answer ? (*answer)[u"return"].toString() : answer.error().toString();
}

void TestCompanions::aTpmKeepsItsStateAndEndsWithQemu()
{
    if (!isInstalled(u"swtpm"_s))
        QSKIP("swtpm is not installed");
    const QUuid uuid = define(tpm);
    const QString state = m_directory->filePath(u"state/tpm/"_s + uuid.toString(QUuid::WithoutBraces));
    for (int start = 0; start < 2; ++start) {
        const JobState started = run(u"start"_s);
        QVERIFY2(started.state == u"done", QJsonDocument(started.json).toJson().constData());
        QVERIFY2(monitor(u"info tpm"_s).contains(u"tpm-crb"), qPrintable(monitor(u"info tpm"_s)));
        const QList<GuestRef> beside = companions();
        QCOMPARE(beside.size(), 1);
        QVERIFY(openGuest(beside.first()));
        QVERIFY(QFile::exists(state + u"/tpm2-00.permall"));
        QCOMPARE(int(QFileInfo(state).permissions()) & 0x0077, 0);
        // However QEMU ends, and nobody waits for it.
        if (start == 0)
            QCOMPARE(run(u"destroy"_s).state, u"done"_s);
        else
            QCOMPARE(::kill(pid_t(m_guests->find(directory().section(u'/', -1))->pid), SIGKILL), 0);
        QTRY_VERIFY(!openGuest(beside.first()));
        QTRY_COMPARE(m_core->domain(uuid)->state, u"shut off"_s);
        QTRY_VERIFY(m_core->isIdle());
    }
    QVERIFY(QFile::exists(state + u"/tpm2-00.permall"));
}

void TestCompanions::theStateGoesWithItsMachine_data()
{
    QTest::addColumn<QString>("persistent");
    QTest::addColumn<bool>("running");
    QTest::addColumn<bool>("remove");
    QTest::addColumn<bool>("keep");
    QTest::addColumn<bool>("stays");
    QTest::newRow("as virsh has it") << QString() << false << false << false << false;
    QTest::newRow("kept") << QString() << false << false << true << true;
    QTest::newRow("one that is to stay") << u" persistent_state='yes'"_s << false << false << false << true;
    QTest::newRow("that one, removed") << u" persistent_state='yes'"_s << false << true << false << false;
    QTest::newRow("while it runs") << QString() << true << false << false << false;
    QTest::newRow("one that is to stay, while it runs")
        << u" persistent_state='yes'"_s << true << false << false << true;
}

void TestCompanions::theStateGoesWithItsMachine()
{
    if (!isInstalled(u"swtpm"_s))
        QSKIP("swtpm is not installed");
    QFETCH(QString, persistent);
    QFETCH(bool, running);
    QFETCH(bool, remove);
    QFETCH(bool, keep);
    QFETCH(bool, stays);
    const QUuid uuid = define(QString(tpm).replace(u" version"_s, persistent + u" version"_s));
    const QDir states(m_directory->filePath(u"state/tpm"_s));
    const QString state = states.filePath(uuid.toString(QUuid::WithoutBraces));
    const JobState started = run(u"start"_s);
    QVERIFY2(started.state == u"done", QJsonDocument(started.json).toJson().constData());
    // What its owner can do to it: a link to a place that is to stay.
    const QString place = m_directory->filePath(u"elsewhere"_s);
    QVERIFY(QDir().mkpath(place + u"/inside"_s) && QFile::link(place, state + u"/link"_s));
    QVERIFY(QDir().mkpath(state + u"/folder/deeper"_s));
    if (running) {
        const auto chosen = m_core->undefine(uuid, {false, false, true});
        QVERIFY(!chosen);
        QVERIFY2(chosen.error().detail.contains(u"shut it down first"), qPrintable(chosen.error().detail));
        QVERIFY(m_core->undefine(uuid));
        QVERIFY(QFile::exists(state + u"/tpm2-00.permall"));
    }
    QCOMPARE(run(u"destroy"_s).state, u"done"_s);
    QTRY_VERIFY(m_core->isIdle());
    if (!running) {
        QCOMPARE(m_core->undefine(uuid, {false, true, true}).error().code, ErrorCode::InvalidInput);
        QVERIFY(QFile::exists(state + u"/tpm2-00.permall"));
        QVERIFY(m_core->undefine(uuid, {false, remove, keep}));
    }
    QCOMPARE(QFile::exists(state + u"/tpm2-00.permall"), stays);
    if (!stays)
        QTRY_VERIFY2(states.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).isEmpty(),
            qPrintable(states.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).join(u' ')));
    QVERIFY(QFile::exists(place + u"/inside"_s));
}

void TestCompanions::theStateIsItsOwners()
{
    if (!isInstalled(u"swtpm"_s) || geteuid() != 0)
        QSKIP("only root can make a directory of somebody else's");
    const QUuid uuid = define(tpm);
    const QString state = m_directory->filePath(u"state/tpm/"_s + uuid.toString(QUuid::WithoutBraces));
    QVERIFY(QDir().mkpath(state));
    QCOMPARE(::chown(QFile::encodeName(state).constData(), 65534, 65534), 0);
    const JobState started = run(u"start"_s);
    QCOMPARE(started.state, u"rolled-back"_s);
    QCOMPARE(started.json[u"error"][u"code"].toString(), u"PermissionDenied"_s);
    QVERIFY(QDir(state).isEmpty());
}

void TestCompanions::passtCarriesTheNetwork()
{
    if (!isInstalled(u"passt"_s))
        QSKIP("passt is not installed");
    define(passt);
    const JobState started = run(u"start"_s);
    QVERIFY2(started.state == u"done", QJsonDocument(started.json).toJson().constData());
    const QString network = monitor(u"info network"_s);
    QVERIFY2(network.contains(u"hostnet0") && network.contains(u"type=stream"), qPrintable(network));
    const QList<GuestRef> beside = companions();
    QCOMPARE(beside.size(), 1);
    QVERIFY(openGuest(beside.first()));
    QCOMPARE(run(u"destroy"_s).state, u"done"_s);
    QVERIFY(!openGuest(beside.first()));
}

void TestCompanions::oneThatFailsSaysWhy()
{
    GuestLaunch launch;
    launch.id = u"broken"_s;
    launch.program = u"/usr/bin/qemu-system-x86_64"_s;
    launch.arguments = {u"-S"_s, u"-nodefaults"_s, u"-display"_s, u"none"_s, u"-chardev"_s,
        u"socket,id=mon,fd=@monitor@,server=on,wait=off"_s, u"-mon"_s, u"chardev=mon,mode=control"_s, u"-chardev"_s,
        u"socket,id=chrtpm,fd=@companion:tpm@"_s, u"-tpmdev"_s, u"emulator,id=tpm0,chardev=chrtpm"_s, u"-device"_s,
        u"tpm-tis,tpmdev=tpm0"_s};
    launch.companions = {{u"tpm"_s, u"/bin/sh"_s, {u"-c"_s, u"echo the state is broken >&2; exit 3"_s}, false, {}}};
    launch.uid = geteuid();
    launch.gid = getegid();
    const auto guest = m_guests->launch(launch);
    QVERIFY(!guest);
    QCOMPARE(guest.error().code, ErrorCode::QemuFailed);
    QVERIFY2(guest.error().detail.contains(u"the state is broken"), qPrintable(guest.error().toString()));

    launch.companions.first().program = u"/usr/bin/no-such-program"_s;
    const auto absent = m_guests->launch(launch);
    QVERIFY(!absent);
    QVERIFY2(absent.error().toString().contains(u"no-such-program"), qPrintable(absent.error().toString()));
    launch.companions.first().state = u"../../etc"_s;
    QCOMPARE(m_guests->launch(launch).error().code, ErrorCode::InvalidInput);
}

void TestCompanions::whatIsNotInstalledIsNamed_data()
{
    QTest::addColumn<QString>("devices");
    QTest::addColumn<QString>("package");
    QTest::newRow("TPM") << tpm << u"swtpm"_s;
    QTest::newRow("network") << passt << u"passt"_s;
    QTest::newRow("folder")
        << u"<filesystem type='mount'><driver type='virtiofs'/><source dir='/srv'/><target dir='data'/></filesystem>"_s
        << u"virtiofsd"_s;
}

static Result<QemuCommand> commandOf(const QString &devices, bool installed)
{
    QString text = QString::fromUtf8(domainText(u"web"_s, devices));
    text.replace(
        u"</memory>"_s, u"</memory><memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>"_s);
    auto xml = DomainXml::parse(text.toUtf8());
    if (!xml)
        return fail(xml.error());
    if (auto completed = xml->complete(); !completed)
        return fail(completed.error());
    QemuCapabilities capabilities;
    if (!installed)
        capabilities.devices = {u"tpm-crb"_s, u"virtio-net-pci"_s, u"pcie-root-port"_s, u"ich9-ahci"_s, u"qemu-xhci"_s,
            u"vhost-user-fs-pci"_s, u"ich9-usb-ehci1"_s, u"ich9-usb-uhci1"_s, u"ich9-usb-uhci2"_s, u"ich9-usb-uhci3"_s};
    return qemuCommand(*xml, capabilities);
}

void TestCompanions::whatIsNotInstalledIsNamed()
{
    QFETCH(QString, devices);
    QFETCH(QString, package);
    const auto command = commandOf(devices, false);
    QVERIFY(!command);
    QVERIFY2(command.error().detail.contains(package), qPrintable(command.error().toString()));
    const auto there = commandOf(devices, true);
    QVERIFY2(there, there ? "" : qPrintable(there.error().toString()));
    QCOMPARE(there->companions.size(), 1);
    QVERIFY(there->arguments.join(u' ').contains(u"@companion:"_s + there->companions.first().name + u'@'));
}

void TestCompanions::optionsOfPasst_data()
{
    QTest::addColumn<QString>("inside");
    QTest::addColumn<QString>("options"); ///< empty: refused
    QTest::newRow("one port") << u"<portForward proto='tcp'><range start='2022' to='22'/></portForward>"_s
                              << u"--tcp-ports 2022:22"_s;
    QTest::newRow("ports of an address, but one")
        << u"<portForward proto='udp' address='192.0.2.1' dev='eth0'><range start='5000' end='5020' to='6000'/>"
           "<range start='5010' exclude='yes'/></portForward>"_s
        << u"--udp-ports 192.0.2.1%eth0/5000-5020:6000-6020,~5010"_s;
    QTest::newRow("all") << u"<portForward proto='tcp'/>"_s << u"--tcp-ports all"_s;
    QTest::newRow("interface and address")
        << u"<source dev='eth0'/><ip family='ipv4' address='172.17.2.0' prefix='24'/>"_s
        << u"--interface eth0 --address 172.17.2.0 --netmask 24"_s;
    QTest::newRow("backwards") << u"<portForward proto='tcp'><range start='20' end='10'/></portForward>"_s << QString();
    QTest::newRow("an option in disguise") << u"<source dev='--fd'/>"_s << QString();
}

void TestCompanions::optionsOfPasst()
{
    QFETCH(QString, inside);
    QFETCH(QString, options);
    const auto command = commandOf(QString(passt).replace(u"<mac"_s, inside + u"<mac"), true);
    QCOMPARE(command.has_value(), !options.isEmpty());
    if (command)
        QCOMPARE(command->companions.first().arguments.join(u' '),
            u"--foreground --quiet --one-off --fd @socket@ "_s + options);
}

void TestCompanions::virtiofsSharesAFolder()
{
    const auto qemu = probeQemu();
    if (!qemu || qemu->companion(u"virtiofsd"_s).isEmpty())
        QSKIP("virtiofsd is not installed");
    define(
        u"<filesystem type='mount'><driver type='virtiofs'/><source dir='%1'/><target dir='data'/></filesystem>"_s.arg(
            m_directory->path()));
    const JobState started = run(u"start"_s);
    QVERIFY2(started.state == u"done", QJsonDocument(started.json).toJson().constData());
    QCOMPARE(companions().size(), 1);
    QCOMPARE(run(u"destroy"_s).state, u"done"_s);
}

QTEST_GUILESS_MAIN(TestCompanions)
#include "tst_companions.moc"
