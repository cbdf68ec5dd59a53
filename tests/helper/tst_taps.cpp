// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Taps of the kernel's own, in a network of this test's own: a bridge, a pair of cards, and QEMU with what is
// made for it. The guest's network boot sends the frames.
#include "domains/bridgeacl.h"
#include "domains/qemuguests.h"
#include "helpercore.h"
#include "kernel/netlink.h"
#include "worlds.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>
#include <QThread>

#include <arpa/inet.h>
#include <atomic>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/ethernet.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace laneway;

namespace {

const QString guestMac = u"52:54:00:6d:90:70"_s;

bool ip(const QString &arguments)
{
    QProcess process;
    process.start(u"ip"_s, arguments.split(u' '));
    return process.waitForFinished() && process.exitCode() == 0;
}

QString card(const QString &attributes, const QString &inside)
{
    return u"<interface %1><mac address='%2'/>%3<model type='virtio'/></interface>"_s.arg(attributes, guestMac, inside);
}
const QString bridged = card(u"type='bridge'"_s, u"<source bridge='lwbr'/>"_s);

} // namespace

class TestTaps : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void aTapIsMadeAndRemoved();
    void nobodyElseHasAQueue_data();
    void nobodyElseHasAQueue();
    void noOthersLinkIsTaken();
    void aGuestIsInTheBridge();
    void severalQueues();
    void itGoesWithAGuestThatIsKilled();
    void aHelperThatDiedTakesItBack();
    void aCardIsPluggedIn();
    void onANetworkCard_data();
    void onANetworkCard();
    void aNumberOfAnotherNamespace();
    void aSessionAsksQemusProgram_data();
    void aSessionAsksQemusProgram();
    void threadsStayOnTheirProcessors();

private:
    void begin(bool privileged = true);
    QUuid define(const QString &devices, const QString &above = {});
    JobState run(const QString &kind, const QJsonObject &more = {});
    std::optional<HostLink> link(const std::function<bool(const HostLink &)> &is) const;
    std::optional<HostLink> tap() const
    {
        return link([](const HostLink &one) { return one.kind == u"tun" || one.kind == u"macvtap"; });
    }
    /// Whether a frame of the guest comes to an interface of this side.
    bool hears(const QByteArray &interface) const;

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SimKernel> m_host;
    RealNetlink m_links;
    std::unique_ptr<QemuGuests> m_guests;
    std::unique_ptr<HelperCore> m_core;
    bool m_privileged = true;
    uint m_caller = 1000;
};

void TestTaps::initTestCase()
{
    if (!QFile::exists(u"/usr/bin/qemu-system-x86_64"_s))
        QSKIP("qemu-system-x86_64 is not installed");
    if (geteuid() != 0 || ::unshare(CLONE_NEWNET | CLONE_NEWNS) < 0)
        QSKIP("no right to make a network namespace");
    if (!QFile::exists(u"/dev/net/tun"_s))
        QSKIP("this kernel has no taps");
    QVERIFY(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0);
    if (::mount("sysfs", "/sys", "sysfs", 0, nullptr) < 0) // of this network
        QSKIP("no right to mount sysfs");
    if (!ip(u"link add lwbr type bridge"_s))
        QSKIP("this kernel has no bridges, or there is no iproute2");
    QVERIFY(ip(u"link set lwbr mtu 1400 up"_s));
    QVERIFY(ip(u"link add lwcard type veth peer name lwwire"_s));
    QVERIFY(ip(u"link set lwcard up"_s));
    QVERIFY(ip(u"link set lwwire up"_s));
}

void TestTaps::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_host = std::make_unique<SimKernel>(smallServer());
    m_guests = std::make_unique<QemuGuests>(
        QemuGuests::Options{m_directory->path(), QemuGuests::Mode::Child, {}, false, {}});
}

void TestTaps::begin(bool privileged)
{
    m_privileged = privileged;
    m_caller = privileged ? 1000 : geteuid();
    if (!privileged)
        m_guests = std::make_unique<QemuGuests>(
            QemuGuests::Options{m_directory->path(), QemuGuests::Mode::Child, {}, true, {}});
    const Kernel &sim = m_host->doors();
    const Kernel doors{
        sim.sys, sim.proc, sim.etc, m_links, sim.nodes, sim.modules, sim.names, *m_guests, sim.nvme, sim.programs};
    m_core.reset();
    // "simulated": its user need not be one of this computer's.
    m_core = std::make_unique<HelperCore>(HelperCore::Options{
        doors, m_directory->filePath(u"state"_s), m_directory->filePath(u"run"_s), privileged, privileged, {}});
    m_core->start();
}

void TestTaps::cleanup()
{
    if (m_core) {
        for (const DomainState &domain : m_core->domains({}))
            if (domain.state != u"shut off")
                (void)run(u"destroy"_s);
        QTRY_VERIFY(m_core->isIdle());
        m_core.reset();
    }
    if (!m_guests)
        return;
    m_guests.reset();
    QVERIFY(QDir(m_directory->filePath(u"guests"_s)).isEmpty());
    QVERIFY2(!tap(), tap() ? qPrintable(tap()->name) : "");
}

QUuid TestTaps::define(const QString &devices, const QString &above)
{
    QString text = QString::fromUtf8(domainText(u"web"_s, devices));
    text.replace(u"</name>"_s, u"</name><uuid>4dea22b3-1d52-4dea-b8cf-f1b6fba9a4a1</uuid>"_s);
    text.replace(u"<os>"_s, QString(above + u"<os>"));
    text.replace(u"</os>"_s, u"<boot dev='network'/></os>"_s);
    const auto uuid = m_core->define(text.toUtf8(), m_caller);
    if (!uuid)
        qFatal("%s", qPrintable(uuid.error().toString()));
    return *uuid;
}

JobState TestTaps::run(const QString &kind, const QJsonObject &more)
{
    QJsonObject arguments = more;
    arguments[u"domain"] = u"web"_s;
    std::optional<Result<Plan>> plan;
    m_core->plan({kind, arguments, m_caller}, [&](const Result<Plan> &made) { plan = made; });
    if (!QTest::qWaitFor([&] { return plan.has_value(); }, 30'000) || !*plan)
        return {{}, 0, {{u"error"_s, plan ? (*plan).error().toString() : kind}}, u"refused"_s};
    const auto job = m_core->apply((*plan)->id, m_caller);
    if (!job)
        return {{}, 0, {{u"error"_s, job.error().toString()}}, u"refused"_s};
    (void)QTest::qWaitFor([&] { return m_core->job(*job)->state != u"running"; }, 60'000);
    return *m_core->job(*job);
}

#define DONE(what)                                                                                                     \
    do {                                                                                                               \
        const JobState job_ = (what);                                                                                  \
        QVERIFY2(job_.state == u"done", QJsonDocument(job_.json).toJson().constData());                                \
    } while (false)

std::optional<HostLink> TestTaps::link(const std::function<bool(const HostLink &)> &is) const
{
    for (const HostLink &one : m_links.links().value_or(QList<HostLink>()))
        if (is(one))
            return one;
    return std::nullopt;
}

bool TestTaps::hears(const QByteArray &interface) const
{
    const Descriptor socket(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ALL)));
    const auto of = link([&](const HostLink &one) { return one.name.toLatin1() == interface; });
    if (!socket || !of)
        return false;
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_ALL);
    address.sll_ifindex = of->index;
    if (bind(socket.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) < 0)
        return false;
    const auto mac = MacAddress::parse(guestMac)->octets();
    QElapsedTimer since;
    since.start();
    while (since.elapsed() < 120'000) {
        pollfd entry{socket.get(), POLLIN, 0};
        std::array<char, 2048> frame{};
        if (poll(&entry, 1, 1'000) > 0 && recv(socket.get(), frame.data(), frame.size(), 0) >= ETH_HLEN
            && std::memcmp(frame.data() + ETH_ALEN, mac.data(), mac.size()) == 0)
            return true;
    }
    return false;
}

void TestTaps::aTapIsMadeAndRemoved()
{
    QVERIFY(m_links.makeTap(u"lw-test"_s, false));
    const auto again = m_links.makeTap(u"lw-test"_s, false);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
    LinkChange change;
    change.mark = u"laneway test"_s;
    QVERIFY(m_links.changeLink(u"lw-test"_s, change));
    change = {};
    change.name = u"lwtest0"_s;
    change.master = u"lwbr"_s;
    change.mac = *MacAddress::parse(u"fe:54:00:6d:90:70");
    change.mtu = 1400;
    change.up = true;
    const auto changed = m_links.changeLink(u"lw-test"_s, change);
    QVERIFY2(changed, changed ? "" : qPrintable(changed.error().toString()));
    const auto made = tap();
    QVERIFY(made);
    QCOMPARE(made->toJson(),
        (HostLink{u"lwtest0"_s, u"tun"_s, u"laneway test"_s, u"lwbr"_s, {}, true, change.mac, 1400, 0}.toJson()));
    GuestTap opened{u"net0"_s, u"lwtest0"_s, u"laneway test"_s, false, 1, false, {}, {}};
    QVERIFY(m_links.openTap(opened));
    opened.mark = u"another"_s;
    QCOMPARE(m_links.openTap(opened).error().code, ErrorCode::HostChanged);
    QVERIFY(m_links.removeLink(u"lwtest0"_s));
    QVERIFY(!tap());
    QVERIFY(m_links.removeLink(u"lwtest0"_s)); // once more
}

// An ordinary user tries all the time to take a queue of the tap that is being made.
void TestTaps::nobodyElseHasAQueue_data()
{
    QTest::addColumn<bool>("goes");
    QTest::newRow("and keeps it") << false;
    QTest::newRow("and comes back as its owner") << true;
}

void TestTaps::nobodyElseHasAQueue()
{
    QFETCH(bool, goes);
    constexpr int tries = 400;
    std::vector<Descriptor> nodes; // for a thread that may not open any: /dev/net/tun is everybody's on most hosts
    for (int i = 0; i < tries; ++i)
        nodes.emplace_back(::open("/dev/net/tun", O_RDWR | O_CLOEXEC));
    QVERIFY(nodes.back());
    std::atomic_bool over = false;
    const std::unique_ptr<QThread> user(QThread::create([&] {
        // By itself, not the library's, which would be the whole process: without root's number no capability is left.
        if (::syscall(SYS_setresuid, 65534, 65534, 65534) < 0)
            return;
        ifreq request{};
        qstrncpy(request.ifr_name, "lw-race", IFNAMSIZ);
        request.ifr_flags = short(IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | IFF_MULTI_QUEUE);
        for (auto node = nodes.begin(); node != nodes.end() && !over;)
            if (ifreq copy = request; ioctl(node->get(), TUNSETIFF, &copy) == 0) {
                if (goes && ioctl(node->get(), TUNSETOWNER, 65534UL) == 0)
                    node->reset();
                ++node;
            }
    }));
    user->start();
    bool wasRefused = false;
    QByteArray shown;
    const auto isNobodys = [&] { return shown.contains("numqueues 0 numdisabled 0") && shown.contains(" user root "); };
    for (int i = 0; i < tries && !wasRefused; ++i) {
        const auto made = m_links.makeTap(u"lw-race"_s, true);
        if (made) {
            QProcess show;
            show.start(u"ip"_s, {u"-d"_s, u"link"_s, u"show"_s, u"lw-race"_s});
            (void)show.waitForFinished();
            shown = show.readAllStandardOutput();
            (void)m_links.removeLink(u"lw-race"_s);
            if (!isNobodys())
                break;
        } else {
            wasRefused = made.error().code == ErrorCode::HostChanged;
            if (!wasRefused)
                shown = made.error().toString().toUtf8();
            if (!wasRefused || tap())
                break;
        }
    }
    over = true;
    QVERIFY(user->wait());
    QVERIFY(!tap());
    QVERIFY2(shown.isEmpty() || isNobodys(), shown.constData());
    if (!wasRefused)
        QSKIP("nobody was quick enough to take one");
}

void TestTaps::noOthersLinkIsTaken()
{
    begin();
    define(card(u"type='bridge'"_s, u"<source bridge='lwbr'/><target dev='lwcard'/>"_s));
    JobState job = run(u"start"_s);
    QVERIFY2(job.json[u"error"].toString().contains(u"AlreadyExists"), QJsonDocument(job.json).toJson().constData());
    define(card(u"type='bridge'"_s, u"<source bridge='lwcard'/>"_s));
    job = run(u"start"_s);
    QVERIFY2(
        job.json[u"error"].toString().contains(u"lwcard is no bridge"), QJsonDocument(job.json).toJson().constData());
    define(card(u"type='bridge'"_s, u"<source bridge='br-none'/>"_s));
    job = run(u"start"_s);
    QVERIFY2(job.json[u"error"].toString().contains(u"NotFound"), QJsonDocument(job.json).toJson().constData());
}

void TestTaps::aGuestIsInTheBridge()
{
    begin();
    const QUuid uuid = define(bridged);
    DONE(run(u"start"_s));
    const auto made = tap();
    QVERIFY(made);
    QVERIFY2(made->name.startsWith(u"vnet"), qPrintable(made->name));
    QCOMPARE(made->master, u"lwbr"_s);
    QVERIFY(made->up);
    QCOMPARE(made->mtu, 1400);
    QCOMPARE(made->mac, *MacAddress::parse(u"fe:54:00:6d:90:70"));
    QVERIFY(QString::fromUtf8(*m_core->domainXml(uuid, false)).contains(u"<target dev=\"%1\""_s.arg(made->name))
        || QString::fromUtf8(*m_core->domainXml(uuid, false)).contains(u"<target dev='%1'"_s.arg(made->name)));
    QVERIFY2(hears("lwbr"), "no frame of the guest");
    DONE(run(u"destroy"_s));
    QVERIFY(!tap());
}

void TestTaps::severalQueues()
{
    begin();
    define(card(u"type='bridge'"_s, u"<source bridge='lwbr'/><target dev='lwmany'/><driver queues='4'/>"_s));
    DONE(run(u"start"_s));
    QCOMPARE(tap()->name, u"lwmany"_s);
    QVERIFY2(hears("lwbr"), "no frame of the guest");
}

void TestTaps::itGoesWithAGuestThatIsKilled()
{
    begin();
    const QUuid uuid = define(bridged);
    DONE(run(u"start"_s));
    QVERIFY(tap());
    const QDir guests(m_directory->filePath(u"guests"_s));
    const auto guest = m_guests->find(guests.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
    QVERIFY(guest);
    QCOMPARE(::kill(pid_t(guest->pid), SIGKILL), 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_core->domain(uuid)->state, u"shut off"_s, 20'000);
    QTRY_VERIFY(m_core->isIdle());
    QVERIFY(!tap());
}

void TestTaps::aHelperThatDiedTakesItBack()
{
    begin();
    define(bridged);
    DONE(run(u"start"_s));
    QVERIFY(tap());
    const QDir guests(m_directory->filePath(u"guests"_s));
    const auto guest = m_guests->find(guests.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
    m_core.reset();
    QVERIFY(guest && m_guests->end(*guest));
    QVERIFY(tap());
    begin();
    QTRY_VERIFY_WITH_TIMEOUT(!tap(), 20'000);
}

void TestTaps::aCardIsPluggedIn()
{
    begin();
    const QUuid uuid = define(u"<input type='tablet' bus='usb'/>"_s);
    DONE(run(u"start"_s, {{u"paused"_s, true}}));
    QVERIFY(!tap());
    DONE(run(u"attach"_s, {{u"xml"_s, bridged}, {u"live"_s, true}}));
    QVERIFY(tap());
    QCOMPARE(tap()->master, u"lwbr"_s);
    QVERIFY(m_core->domainXml(uuid, false)->contains(tap()->name.toLatin1()));
    DONE(run(u"destroy"_s));
    QVERIFY(!tap());
}

void TestTaps::onANetworkCard_data()
{
    QTest::addColumn<QString>("mode");
    for (const char *mode : {"bridge", "vepa", "private", "passthrough"})
        QTest::newRow(mode) << QString::fromLatin1(mode);
}

void TestTaps::onANetworkCard()
{
    QFETCH(QString, mode);
    const auto probe
        = m_links.makeMacvtap(u"lw-probe"_s, u"lwcard"_s, MacvtapMode::Bridge, *MacAddress::parse(guestMac));
    if (!probe)
        QSKIP("this kernel has no macvtap");
    QVERIFY(m_links.removeLink(u"lw-probe"_s));
    begin();
    define(card(u"type='direct'"_s, u"<source dev='lwcard' mode='%1'/>"_s.arg(mode)));
    const auto lower = [&] { return link([](const HostLink &one) { return one.name == u"lwcard"; })->mac; };
    const auto before = lower();
    DONE(run(u"start"_s));
    const auto made = tap();
    QVERIFY(made);
    QCOMPARE(made->kind, u"macvtap"_s);
    QCOMPARE(made->lower, u"lwcard"_s);
    QCOMPARE(made->mac, *MacAddress::parse(guestMac));
    QVERIFY(made->up);
    QCOMPARE(lower() == made->mac, mode == u"passthrough");
    QVERIFY2(hears("lwwire"), "no frame of the guest");
    DONE(run(u"destroy"_s));
    QVERIFY(!tap());
    QCOMPARE(lower(), before);
}

// Numbers of interfaces are those of one network namespace, and /dev/tapN is everybody's: what is there belongs to
// whoever came first.
void TestTaps::aNumberOfAnotherNamespace()
{
    const QString add = u"ip link add link %1 name lwnumber index 7777 type macvtap mode bridge"_s;
    QProcess other;
    other.start(u"unshare"_s,
        {u"-n"_s, u"sh"_s, u"-c"_s,
            u"ip link add lwfar type veth peer name lwfar2 && "_s + add.arg(u"lwfar"_s)
                + u" && echo there && read end"_s});
    QVERIFY(other.waitForStarted());
    if (!other.waitForReadyRead() || other.readAllStandardOutput() != "there\n")
        QSKIP("this kernel has no macvtap");
    QVERIFY(ip(add.mid(3).arg(u"lwcard"_s)));
    LinkChange marked;
    marked.mark = u"laneway test"_s;
    QVERIFY(m_links.changeLink(u"lwnumber"_s, marked));
    const GuestTap tap{u"net0"_s, u"lwnumber"_s, u"laneway test"_s, true, 1, false, {}, {}};
    const auto opened = m_links.openTap(tap);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::HostChanged);
    QVERIFY2(opened.error().toString().contains(u"another network namespace"), qPrintable(opened.error().toString()));
    QVERIFY(m_links.removeLink(u"lwnumber"_s));

    // Once the other one is gone the number is our own's.
    other.closeWriteChannel();
    QVERIFY(other.waitForFinished());
    QTRY_VERIFY(!QFile::exists(u"/dev/tap7777"_s)); // a namespace goes a little after its last process
    QVERIFY(ip(add.mid(3).arg(u"lwcard"_s)));
    QVERIFY(m_links.changeLink(u"lwnumber"_s, marked));
    const auto own = m_links.openTap(tap);
    QVERIFY2(own, own ? "" : qPrintable(own.error().toString()));
    QVERIFY(m_links.removeLink(u"lwnumber"_s));
}

void TestTaps::aSessionAsksQemusProgram_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("allowed") << QByteArray("# bridges\nallow lwbr\n") << true;
    QTest::newRow("not named") << QByteArray("allow virbr0\n") << false;
    QTest::newRow("denied") << QByteArray("allow all\ndeny lwbr\n") << false;
}

void TestTaps::aSessionAsksQemusProgram()
{
    QFETCH(QByteArray, rules);
    QFETCH(bool, allowed);
    if (!bridgeHelperProgram())
        QSKIP("qemu-bridge-helper is not installed");
    // An /etc of this test's own, over the computer's.
    static const QTemporaryDir above(u"/dev/shm/laneway-etc-XXXXXX"_s);
    if (!QFile::exists(above.filePath(u"upper"_s))) {
        QVERIFY(QDir(above.path()).mkpath(u"upper/qemu"_s) && QDir(above.path()).mkpath(u"work"_s));
        const QByteArray options = "lowerdir=/etc,upperdir=" + above.filePath(u"upper"_s).toLatin1()
            + ",workdir=" + above.filePath(u"work"_s).toLatin1();
        ::chmod(QFile::encodeName(above.path()).constData(), 0755);
        if (::mount("overlay", "/etc", "overlay", 0, options.constData()) < 0)
            QSKIP("no overlay file system here");
    }
    QFile file(u"/etc/qemu/bridge.conf"_s);
    if (!file.open(QIODevice::WriteOnly) || file.write(rules) != rules.size())
        QSKIP("/etc cannot be laid over");
    file.close();
    QVERIFY(::chmod("/etc/qemu/bridge.conf", 0644) == 0);
    begin(false);
    define(bridged);
    const JobState job = run(u"start"_s);
    if (!allowed) {
        QVERIFY2(job.json[u"error"].toString().contains(u"allow lwbr"), QJsonDocument(job.json).toJson().constData());
        return;
    }
    QVERIFY2(job.state == u"done", QJsonDocument(job.json).toJson().constData());
    QVERIFY(tap());
    QCOMPARE(tap()->master, u"lwbr"_s);
    QVERIFY2(hears("lwbr"), "no frame of the guest");
    DONE(run(u"attach"_s, {{u"xml"_s, QString(bridged).replace(guestMac, u"52:54:00:6d:90:71"_s)}, {u"live"_s, true}}));
    DONE(run(u"destroy"_s));
    QTRY_VERIFY(!tap());
}

void TestTaps::threadsStayOnTheirProcessors()
{
    cpu_set_t all;
    QVERIFY(sched_getaffinity(0, sizeof all, &all) == 0);
    if (CPU_COUNT(&all) < 2 || !CPU_ISSET(0, &all) || !CPU_ISSET(1, &all))
        QSKIP("one processor: nothing to choose from");
    begin();
    define(u"<input type='tablet' bus='usb'/>"_s,
        u"<iothreads>1</iothreads><cputune><vcpupin vcpu='0' cpuset='1'/><emulatorpin cpuset='0'/>"
        "<iothreadpin iothread='1' cpuset='0-1,^0'/></cputune>"_s);
    DONE(run(u"start"_s));
    const QDir guests(m_directory->filePath(u"guests"_s));
    const auto guest = m_guests->find(guests.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
    QVERIFY(guest);
    QMap<QString, QString> where;
    const QDir tasks(u"/proc/%1/task"_s.arg(guest->pid));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile name(tasks.filePath(task + u"/comm"_s));
        QFile status(tasks.filePath(task + u"/status"_s));
        if (!name.open(QIODevice::ReadOnly) || !status.open(QIODevice::ReadOnly))
            continue;
        const QString text = QString::fromLatin1(status.readAll());
        where[QString::fromLatin1(name.readAll()).trimmed()]
            = text.section(u"Cpus_allowed_list:"_s, 1).section(u'\n', 0, 0).trimmed();
    }
    QCOMPARE(where.value(u"CPU 0/TCG"_s), u"1"_s);
    QCOMPARE(where.value(u"IO iothread1"_s), u"1"_s);
    QCOMPARE(where.value(u"qemu-system-x86"_s), u"0"_s);
}

QTEST_GUILESS_MAIN(TestTaps)
#include "tst_taps.moc"
