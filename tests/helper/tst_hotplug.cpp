// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Devices of a machine that runs, in the installed QEMU: the helper's own way from the request to the
// monitor. There is no system in the guest, so what needs one to let go stays.
#include "domains/qemuguests.h"
#include "helpercore.h"
#include "worlds.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace laneway;

namespace {

const QString mac = u"52:54:00:6d:90:21"_s;
const QString card = u"<interface type='user'><mac address='%1'/><model type='virtio'/></interface>"_s.arg(mac);

QString diskXml(const QString &file, const QString &target, const QString &bus, const QString &inside = {})
{
    return u"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%1'/>"
           "<target dev='%2' bus='%3'/>%4</disk>"_s.arg(file, target, bus, inside);
}

QString ports(int count)
{
    QString xml = u"<controller type='pci' index='0' model='pcie-root'/>"_s;
    for (int i = 1; i <= count; ++i)
        xml += u"<controller type='pci' index='%1' model='pcie-root-port'/>"_s.arg(i);
    return xml;
}

} // namespace

class TestHotPlug : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void disksAndCards_data();
    void disksAndCards();
    void aCardOfNoModel();
    void namesStayWhenOthersGo();
    void liveAndDefinitionAreOneAct();
    void whatCannotBeOpenedLeavesNothing();
    void limitsAreSharedByAGroup();
    void whoDoesNotAnswerIsRemembered();
    void processors_data();
    void processors();
    void memory();
    void media();
    void mediaOfADefinition();
    void refusals_data();
    void refusals();

private:
    void restart();
    QUuid start(const QString &devices, const QString &board = u"q35"_s);
    JobState run(const QString &kind, const QJsonObject &arguments);
    JobState change(const QString &kind, const QString &xml, bool config = false);
    Result<Plan> plan(const QString &kind, const QJsonObject &arguments);
    QString live(const QUuid &uuid, bool inactive = false)
    {
        return QString::fromUtf8(*m_core->domainXml(uuid, inactive));
    }
    QString image(const QString &name);
    /// What QEMU has, by the monitor of the one machine.
    QJsonArray ask(const QString &command, const QJsonObject &arguments = {});
    QStringList names(const QString &command, const QString &key, const QJsonObject &arguments = {});
    QStringList devices() { return names(u"qom-list"_s, u"name"_s, {{u"path"_s, u"/machine/peripheral"_s}}); }
    QStringList nodes() { return names(u"query-named-block-nodes"_s, u"node-name"_s, {{u"flat"_s, true}}); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SimKernel> m_host;
    std::unique_ptr<QemuGuests> m_guests;
    std::unique_ptr<Kernel> m_doors;
    std::unique_ptr<HelperCore> m_core;
};

void TestHotPlug::initTestCase()
{
    if (!QFile::exists(u"/usr/bin/qemu-system-x86_64"_s))
        QSKIP("qemu-system-x86_64 is not installed");
}

void TestHotPlug::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_host = std::make_unique<SimKernel>(smallServer());
    m_guests
        = std::make_unique<QemuGuests>(QemuGuests::Options{m_directory->path(), QemuGuests::Mode::Child, {}, true});
    const Kernel &sim = m_host->doors();
    const Kernel doors{
        sim.sys, sim.proc, sim.etc, sim.netlink, sim.nodes, sim.modules, sim.names, *m_guests, sim.nvme, sim.programs};
    m_doors = std::make_unique<Kernel>(doors);
    restart();
}

void TestHotPlug::restart()
{
    m_core.reset();
    m_core = std::make_unique<HelperCore>(HelperCore::Options{
        *m_doors, m_directory->filePath(u"state"_s), m_directory->filePath(u"run"_s), false, false, {}});
    m_core->start();
}

void TestHotPlug::cleanup()
{
    if (!m_core)
        return;
    for (const DomainState &domain : m_core->domains({}))
        if (domain.state != u"shut off")
            (void)run(u"destroy"_s, {{u"domain"_s, domain.name}});
    m_core.reset();
    m_guests.reset();
    QVERIFY(QDir(m_directory->filePath(u"guests"_s)).isEmpty());
}

Result<Plan> TestHotPlug::plan(const QString &kind, const QJsonObject &arguments)
{
    std::optional<Result<Plan>> made;
    m_core->plan({kind, arguments, geteuid()}, [&](const Result<Plan> &answer) { made = answer; });
    if (!QTest::qWaitFor([&] { return made.has_value(); }, 30'000))
        return fail(ErrorCode::TimedOut, kind);
    return *made;
}

JobState TestHotPlug::run(const QString &kind, const QJsonObject &arguments)
{
    const auto made = plan(kind, arguments);
    if (!made)
        return {{}, 0, {{u"error"_s, made.error().toString()}}, u"refused"_s};
    const auto job = m_core->apply(made->id, made->caller);
    if (!job)
        return {{}, 0, {{u"error"_s, job.error().toString()}}, u"refused"_s};
    (void)QTest::qWaitFor([&] { return m_core->job(*job)->state != u"running"; }, 60'000);
    return *m_core->job(*job);
}

JobState TestHotPlug::change(const QString &kind, const QString &xml, bool config)
{
    return run(kind, {{u"domain"_s, u"web"_s}, {u"xml"_s, xml}, {u"live"_s, true}, {u"config"_s, config}});
}

QUuid TestHotPlug::start(const QString &devices, const QString &board)
{
    QString text = QString::fromUtf8(domainText(u"web"_s, devices));
    text.replace(u"machine='q35'"_s, u"machine='%1'"_s.arg(board));
    text.replace(u"</os>"_s, u"</os><features><acpi/></features>"_s); // by which an i440fx plugs
    const auto uuid = m_core->define(text.toUtf8(), geteuid());
    if (!uuid)
        qFatal("%s", qPrintable(uuid.error().toString()));
    const JobState started = run(u"start"_s, {{u"domain"_s, u"web"_s}});
    if (started.state != u"done")
        qFatal("%s", QJsonDocument(started.json).toJson().constData());
    return *uuid;
}

QString TestHotPlug::image(const QString &name)
{
    QFile file(m_directory->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || !file.resize(1 << 20))
        qFatal("no image");
    return file.fileName();
}

QJsonArray TestHotPlug::ask(const QString &command, const QJsonObject &arguments)
{
    const QStringList running = QDir(m_directory->filePath(u"guests"_s)).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    const auto guest = m_guests->find(running.value(0));
    const auto answer = guest ? m_guests->command(*guest, {{u"execute"_s, command}, {u"arguments"_s, arguments}})
                              : Result<QJsonObject>(fail(ErrorCode::NotFound, command));
    return answer ? (*answer)[u"return"].toArray() : QJsonArray();
}

QStringList TestHotPlug::names(const QString &command, const QString &key, const QJsonObject &arguments)
{
    QStringList names;
    for (const QJsonValue &one : ask(command, arguments))
        names += one[key].toString();
    return names;
}

void TestHotPlug::disksAndCards_data()
{
    QTest::addColumn<QString>("board");
    QTest::addColumn<QString>("devices");
    QTest::addColumn<QString>("xml");
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("asksTheGuest"); ///< to let it go
    const QString usb = u"<controller type='usb' index='0' model='qemu-xhci'/>"_s;
    QTest::newRow("virtio disk") << u"q35"_s << ports(8) << u"virtio"_s << u"virtio-disk1"_s << true;
    QTest::newRow("virtio disk, i440fx") << u"pc"_s << QString() << u"virtio"_s << u"virtio-disk1"_s << true;
    QTest::newRow("SCSI disk") << u"q35"_s << ports(8) + u"<controller type='scsi' model='virtio-scsi'/>" << u"scsi"_s
                               << u"scsi0-0-0-1"_s << false;
    QTest::newRow("USB disk") << u"q35"_s << ports(8) + usb << u"usb"_s << u"usb-disk1"_s << false;
    QTest::newRow("network card") << u"q35"_s << ports(8) << card << u"net0"_s << true;
    QTest::newRow("network card, i440fx") << u"pc"_s << QString() << card << u"net0"_s << true;
    QTest::newRow("USB network card") << u"q35"_s
                                      << ports(8)
            + usb << u"<interface type='user'><mac address='52:54:00:6d:90:22'/><model type='usb-net'/></interface>"_s
                                      << u"net0"_s << false;
    QTest::newRow("random numbers") << u"q35"_s << ports(8)
                                    << u"<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"_s
                                    << u"rng0"_s << true;
    QTest::newRow("USB tablet") << u"q35"_s << ports(8) + usb << u"<input type='tablet' bus='usb'/>"_s << u"input0"_s
                                << false;
}

void TestHotPlug::disksAndCards()
{
    QFETCH(QString, board);
    QFETCH(QString, devices);
    QFETCH(QString, xml);
    QFETCH(QString, id);
    QFETCH(bool, asksTheGuest);
    if (!xml.startsWith(u'<'))
        xml = diskXml(image(u"disk.img"_s), (xml == u"virtio" ? u"vd"_s : u"sd"_s) + u'b', xml);
    const QUuid uuid = start(devices, board);
    const QStringList nodesBefore = nodes();
    QVERIFY(!this->devices().contains(id));

    const JobState in = change(u"attach"_s, xml);
    QVERIFY2(in.state == u"done", QJsonDocument(in.json).toJson().constData());
    QVERIFY(this->devices().contains(id));
    const auto text = DomainXml::parse(live(uuid).toUtf8());
    QVERIFY2(text && text->validate(), qPrintable(live(uuid)));
    if (asksTheGuest)
        return; // nobody is there to answer
    const JobState out = change(u"detach-device"_s, xml);
    QVERIFY2(out.state == u"done", QJsonDocument(out.json).toJson().constData());
    QVERIFY(!this->devices().contains(id));
    QCOMPARE(nodes(), nodesBefore);
    // Nothing of it is left, also not below: it fits in once more.
    QCOMPARE(change(u"attach"_s, xml).state, u"done"_s);
}

/// As libvirt has it, and as it is when the machine is started with it.
void TestHotPlug::aCardOfNoModel()
{
    start(QString(), u"pc"_s);
    const JobState in = change(u"attach"_s, u"<interface type='user'><mac address='%1'/></interface>"_s.arg(mac));
    QVERIFY2(in.state == u"done", QJsonDocument(in.json).toJson().constData());
    const QJsonArray found = ask(u"qom-list"_s, {{u"path"_s, u"/machine/peripheral"_s}});
    QVERIFY2(found.contains(QJsonObject{{u"name"_s, u"net0"_s}, {u"type"_s, u"child<rtl8139>"_s}}),
        QJsonDocument(found).toJson().constData());
}

void TestHotPlug::namesStayWhenOthersGo()
{
    const QString usbCard
        = u"<interface type='user'><mac address='52:54:00:6d:90:3%1'/><model type='usb-net'/></interface>"_s;
    const QUuid uuid = start(
        ports(8) + u"<controller type='usb' index='0' model='qemu-xhci' ports='8'/>" + usbCard.arg(1) + usbCard.arg(2));
    QVERIFY(devices().contains(u"net0"_s) && devices().contains(u"net1"_s));
    QCOMPARE(change(u"detach-device"_s, usbCard.arg(1)).state, u"done"_s);
    QVERIFY(!devices().contains(u"net0"_s) && devices().contains(u"net1"_s));
    const JobState in = change(u"attach"_s, usbCard.arg(3));
    QVERIFY2(in.state == u"done", QJsonDocument(in.json).toJson().constData());
    QCOMPARE(change(u"detach-device"_s, usbCard.arg(2)).state, u"done"_s);
    QVERIFY(!devices().contains(u"net1"_s));
    QVERIFY(live(uuid).contains(u"52:54:00:6d:90:33"));
}

void TestHotPlug::liveAndDefinitionAreOneAct()
{
    const QUuid uuid = start(ports(8) + u"<controller type='usb' index='0' model='qemu-xhci'/>");
    const QString disk = diskXml(image(u"disk.img"_s), u"sdb"_s, u"usb"_s);
    QCOMPARE(change(u"attach"_s, disk, true).state, u"done"_s);
    QVERIFY(live(uuid, true).contains(u"disk.img") && live(uuid).contains(u"disk.img"));
    QCOMPARE(change(u"detach-device"_s, disk, true).state, u"done"_s);
    QVERIFY(!live(uuid, true).contains(u"disk.img") && !live(uuid).contains(u"disk.img"));
    // What the running machine cannot have, the definition does not get either.
    const QString before = live(uuid, true);
    QCOMPARE(
        change(u"attach"_s, diskXml(u"/nonexistent/disk.img"_s, u"sdb"_s, u"usb"_s), true).state, u"rolled-back"_s);
    QCOMPARE(live(uuid, true), before);
}

void TestHotPlug::whatCannotBeOpenedLeavesNothing()
{
    const QUuid uuid = start(ports(8));
    const QStringList nodesBefore = nodes();
    const QStringList devicesBefore = devices();
    const QString before = live(uuid);
    const JobState job = change(u"attach"_s, diskXml(u"/nonexistent/disk.img"_s, u"vdb"_s, u"virtio"_s));
    QCOMPARE(job.state, u"rolled-back"_s);
    QVERIFY2(job.json[u"error"].toObject()[u"detail"].toString().contains(u"/nonexistent/disk.img"),
        QJsonDocument(job.json).toJson().constData());
    QCOMPARE(nodes(), nodesBefore);
    QCOMPARE(devices(), devicesBefore);
    QCOMPARE(live(uuid), before);
}

void TestHotPlug::limitsAreSharedByAGroup()
{
    const QString limits = u"<iotune><total_iops_sec>1000</total_iops_sec><group_name>slow</group_name></iotune>"_s;
    start(ports(8) + u"<controller type='usb' index='0' model='qemu-xhci' ports='8'/>");
    const auto disk = [&](const QString &target) { return diskXml(image(target), target, u"usb"_s, limits); };
    const auto groups = [&] { return names(u"qom-list"_s, u"name"_s, {{u"path"_s, u"/objects"_s}}).count(u"slow"_s); };
    QCOMPARE(change(u"attach"_s, disk(u"sda"_s)).state, u"done"_s);
    const JobState second = change(u"attach"_s, disk(u"sdb"_s));
    QVERIFY2(second.state == u"done", QJsonDocument(second.json).toJson().constData());
    QCOMPARE(groups(), 1);
    QCOMPARE(change(u"detach-device"_s, disk(u"sda"_s)).state, u"done"_s);
    QCOMPARE(groups(), 1); // the other has it still
    QCOMPARE(change(u"detach-device"_s, disk(u"sdb"_s)).state, u"done"_s);
    QCOMPARE(groups(), 0);
}

void TestHotPlug::whoDoesNotAnswerIsRemembered()
{
    const QString disk = diskXml(image(u"disk.img"_s), u"vdb"_s, u"virtio"_s);
    const QUuid uuid = start(ports(8) + disk);
    const QString before = live(uuid, true);
    const JobState out = change(u"detach-device"_s, disk, true);
    QCOMPARE(out.state, u"rolled-back"_s);
    QCOMPARE(out.json[u"error"].toObject()[u"code"].toString(), u"GuestDidNotRespond"_s);
    QCOMPARE(m_core->domain(uuid)->pendingUnplugs, QStringList{u"disk vdb"_s});
    QVERIFY(live(uuid).contains(u"vdb"));
    QCOMPARE(live(uuid, true), before);

    // Also for the next helper. A reset of the guest completes it: then it is done as it was asked for.
    restart();
    QCOMPARE(m_core->domain(uuid)->pendingUnplugs, QStringList{u"disk vdb"_s});
    QVERIFY(ask(u"system_reset"_s).isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(m_core->domain(uuid)->pendingUnplugs.isEmpty(), 30'000);
    QTRY_VERIFY(m_core->isIdle());
    QVERIFY(!live(uuid).contains(u"vdb") && !live(uuid, true).contains(u"vdb"));
    QVERIFY(!nodes().contains(u"vdb-format"_s));
    QVERIFY(!devices().contains(u"virtio-disk1"_s));
}

void TestHotPlug::processors_data()
{
    QTest::addColumn<QString>("board");
    QTest::addColumn<QString>("topology");
    QTest::newRow("a socket each") << u"q35"_s << QString();
    QTest::newRow("threads of cores") << u"q35"_s << u"<topology sockets='1' cores='2' threads='2'/>"_s;
    QTest::newRow("in nodes")
        << u"q35"_s
        << u"<topology sockets='2' cores='2' threads='1'/><numa><cell id='0' cpus='0-1' memory='65536'/>"
           "<cell id='1' cpus='2-3' memory='65536'/></numa>"_s;
    QTest::newRow("i440fx") << u"pc"_s << QString();
}

/// More of them while it runs, as many as the definition allows for.
void TestHotPlug::processors()
{
    QFETCH(QString, board);
    QFETCH(QString, topology);
    QString text = QString::fromUtf8(domainText(u"web"_s, {}));
    text.replace(u"machine='q35'"_s, u"machine='%1'"_s.arg(board));
    text.replace(QRegularExpression(u"<vcpu>.*</vcpu>"_s), u"<vcpu current='1'>4</vcpu>"_s);
    text.replace(u"</os>"_s, u"</os><features><acpi/></features><cpu>%1</cpu>"_s.arg(topology));
    const auto uuid = m_core->define(text.toUtf8(), geteuid());
    QVERIFY2(uuid, uuid ? "" : qPrintable(uuid.error().toString()));
    const JobState started = run(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY2(started.state == u"done", QJsonDocument(started.json).toJson().constData());
    const auto count = [&] { return ask(u"query-cpus-fast"_s).size(); };
    const auto set = [&](int number, bool config = false) {
        return run(
            u"set-vcpus"_s, {{u"domain"_s, u"web"_s}, {u"count"_s, number}, {u"live"_s, true}, {u"config"_s, config}});
    };
    QCOMPARE(count(), 1);
    const JobState some = set(3);
    QVERIFY2(some.state == u"done", QJsonDocument(some.json).toJson().constData());
    QCOMPARE(count(), 3);
    const auto written
        = [&](bool inactive) { return live(*uuid, inactive).section(u"</vcpu>"_s, 0, 0).section(u"<vcpu"_s, 1); };
    QVERIFY2(written(false).contains(u"current='3'>4"_s), qPrintable(written(false)));
    QVERIFY2(written(true).contains(u"current='1'>4"_s), qPrintable(written(true)));
    const JobState all = set(4, true);
    QVERIFY2(all.state == u"done", QJsonDocument(all.json).toJson().constData());
    QCOMPARE(count(), 4);
    for (const bool inactive : {false, true})
        QVERIFY2(written(inactive).endsWith(u">4"_s) && !written(inactive).contains(u"current"_s),
            qPrintable(written(inactive)));
    // Neither more than it can have, nor fewer than it has.
    for (const int number : {5, 2})
        QCOMPARE(set(number).state, u"refused"_s);
    QCOMPARE(count(), 4);
}

/// Less of it while it runs, and up to all again. Nobody here gives any back, as there is no guest's system: QEMU takes
/// the wish.
void TestHotPlug::memory()
{
    const QUuid uuid = start(u"<memballoon model='virtio'/>"_s);
    const auto set = [&](quint64 mebibytes, bool config = false) {
        return run(u"set-memory"_s,
            {{u"domain"_s, u"web"_s}, {u"bytes"_s, QString::number(mebibytes << 20)}, {u"live"_s, true},
                {u"config"_s, config}});
    };
    const auto written = [&](bool inactive) {
        return live(uuid, inactive).section(u"</currentMemory>"_s, 0, 0).section(u"<currentMemory unit='KiB'>"_s, 1);
    };
    const JobState less = set(32);
    QVERIFY2(less.state == u"done", QJsonDocument(less.json).toJson().constData());
    QCOMPARE(written(false), u"32768"_s);
    QVERIFY(written(true) != u"32768");
    const JobState all = set(64, true);
    QVERIFY2(all.state == u"done", QJsonDocument(all.json).toJson().constData());
    for (const bool inactive : {false, true})
        QCOMPARE(written(inactive), u"65536"_s);
    QCOMPARE(set(65).state, u"refused"_s); // more than it has
    QCOMPARE(set(0).state, u"refused"_s);
    QCOMPARE(written(false), u"65536"_s);
}

void TestHotPlug::media()
{
    const QString drive
        = u"<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><target dev='sda' bus='sata'/><readonly/></disk>"_s;
    const QUuid uuid = start(ports(8) + drive);
    const QString first = image(u"first.iso"_s);
    const QString second = image(u"second.iso"_s);
    const auto give = [&](const QString &disk, const QString &mode, const QString &source = {}) {
        return run(u"change-media"_s,
            {{u"domain"_s, u"web"_s}, {u"disk"_s, disk}, {u"mode"_s, mode}, {u"source"_s, source}, {u"live"_s, true},
                {u"config"_s, true}});
    };
    const auto inDrive = [&] {
        for (const QJsonValue &one : ask(u"query-block"_s))
            if (one[u"qdev"].toString() == u"sata0-0-0")
                return one[u"inserted"][u"file"].toString();
        return u"no drive"_s;
    };
    const JobState in = give(u"sda"_s, u"insert"_s, first);
    QVERIFY2(in.state == u"done", QJsonDocument(in.json).toJson().constData());
    QCOMPARE(inDrive(), first);
    QCOMPARE(give(u"sda"_s, u"insert"_s, second).state, u"refused"_s);
    QCOMPARE(give(first, u"update"_s, second).state, u"done"_s); // found by what is in it
    QCOMPARE(inDrive(), second);
    QVERIFY(live(uuid).contains(second) && live(uuid, true).contains(second) && !live(uuid).contains(first));
    // What cannot be opened: the former one is back.
    QCOMPARE(give(u"sda"_s, u"update"_s, u"/nonexistent.iso"_s).state, u"rolled-back"_s);
    QCOMPARE(inDrive(), second);
    QVERIFY(live(uuid, true).contains(second));
    QCOMPARE(give(u"sda"_s, u"eject"_s).state, u"done"_s);
    QCOMPARE(inDrive(), QString());
    QVERIFY(!nodes().contains(u"sda-format"_s));
    QCOMPARE(give(u"sda"_s, u"eject"_s).state, u"refused"_s);
}

void TestHotPlug::mediaOfADefinition()
{
    const auto uuid = m_core->define(domainText(u"web"_s,
                                         u"<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>"_s
                                             + diskXml(u"/d.img"_s, u"vda"_s, u"virtio"_s)),
        geteuid());
    QVERIFY(uuid);
    const auto give = [&](const QString &disk) {
        return run(u"change-media"_s,
            {{u"domain"_s, u"web"_s}, {u"disk"_s, disk}, {u"mode"_s, u"update"_s}, {u"source"_s, u"/a.iso"_s},
                {u"config"_s, true}});
    };
    QCOMPARE(give(u"sda"_s).state, u"done"_s);
    QVERIFY(live(*uuid).contains(u"/a.iso"));
    QVERIFY(give(u"vda"_s).json[u"error"].toString().contains(u"Only a CD-ROM"));
    QVERIFY(give(u"sdz"_s).json[u"error"].toString().contains(u"no such drive"));
}

void TestHotPlug::refusals_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("xml");
    QTest::addColumn<QString>("says");
    const QString in = u"attach"_s;
    const QString out = u"detach-device"_s;
    QTest::newRow("SATA disk") << in << diskXml(u"/disk.img"_s, u"sdb"_s, u"sata"_s) << u"bus sata"_s;
    QTest::newRow("SCSI disk without a controller")
        << in << diskXml(u"/disk.img"_s, u"sdb"_s, u"scsi"_s) << u"SCSI controller"_s;
    QTest::newRow("a screen") << in << u"<video><model type='vga'/></video>"_s << u"machine off"_s;
    QTest::newRow("part of a slot") << in
                                    << diskXml(u"/disk.img"_s, u"vdb"_s, u"virtio"_s,
                                           u"<address type='pci' bus='0x03' slot='0' function='1'/>"_s)
                                    << u"Several functions in one slot"_s;
    QTest::newRow("the root bus") << in
                                  << diskXml(u"/disk.img"_s, u"vdb"_s, u"virtio"_s,
                                         u"<address type='pci' bus='0' slot='0x1a'/>"_s)
                                  << u"root bus"_s;
    QTest::newRow("a target that is taken") << in << diskXml(u"/disk.img"_s, u"vda"_s, u"virtio"_s) << u"already"_s;
    QTest::newRow("words that QEMU does not get")
        << in << diskXml(u"/disk.img"_s, u"vdb"_s, u"virtio"_s, u"<transient/>"_s) << u"transient"_s;
    QTest::newRow("what is not there") << out << diskXml(u"/disk.img"_s, u"vdx"_s, u"virtio"_s) << u"no such"_s;
    QTest::newRow("a controller") << out << u"<controller type='pci' index='3' model='pcie-root-port'/>"_s
                                  << u"Several functions"_s;
}

void TestHotPlug::refusals()
{
    QFETCH(QString, kind);
    QFETCH(QString, xml);
    QFETCH(QString, says);
    start(ports(8) + diskXml(image(u"vda.img"_s), u"vda"_s, u"virtio"_s));
    const JobState job = change(kind, xml);
    QCOMPARE(job.state, u"refused"_s);
    QVERIFY2(job.json[u"error"].toString().contains(says), qPrintable(job.json[u"error"].toString()));
}

QTEST_GUILESS_MAIN(TestHotPlug)
#include "tst_hotplug.moc"
