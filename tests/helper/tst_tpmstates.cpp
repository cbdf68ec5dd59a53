// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What TPMs keep goes with its machine, and with nobody else's.
#include "helpercore.h"
#include "kernel/posixacl.h"
#include "store/tpmstates.h"
#include "worlds.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/xattr.h>
#include <unistd.h>

using namespace laneway;

namespace {

constexpr uint user = 1000;
constexpr uint other = 65534;
const QUuid web = QUuid::fromString(u"4dea22b3-1d52-4dea-b8cf-f1b6fba9a4a1"_s);

} // namespace

class TestTpmStates : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_core.reset(); }
    void anothersStays_data();
    void anothersStays();
    void itIsThereAsLongAsItsMachine();
    void aMachineIsThereAsLongAsItsState();
    void goesWithTheRun_data();
    void goesWithTheRun();
    void staysWithADefinition();
    void oneThatCannotBeEmptiedKeepsNoOther();

private:
    void begin();
    void runWithTpm();
    static uint me() { return geteuid() == 0 ? user : geteuid(); }
    static QByteArray definition(const QString &devices = {})
    {
        return domainText(u"web"_s, devices)
            .replace("</name>", QByteArray("</name><uuid>" + web.toByteArray(QUuid::WithoutBraces) + "</uuid>"));
    }
    QString path(const QString &name = web.toString(QUuid::WithoutBraces)) const
    {
        return m_directory->filePath(u"state/tpm/"_s + name);
    }
    bool isThere() const { return QFile::exists(path() + u"/tpm2-00.permall"_s); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SimKernel> m_host;
    std::unique_ptr<HelperCore> m_core;
};

void TestTpmStates::begin()
{
    m_core = std::make_unique<HelperCore>(HelperCore::Options{
        m_host->doors(), m_directory->filePath(u"state"_s), m_directory->filePath(u"run"_s), true, true, {}});
    m_core->start();
}

void TestTpmStates::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_host = std::make_unique<SimKernel>(smallServer());
    begin();
    const auto defined = m_core->define(definition(), me());
    QVERIFY2(defined, defined ? "" : qPrintable(defined.error().toString()));
    QVERIFY(QDir().mkpath(path()));
    QFile kept(path() + u"/tpm2-00.permall"_s);
    QVERIFY(kept.open(QIODevice::WriteOnly));
    if (geteuid() == 0)
        QCOMPARE(::chown(QFile::encodeName(path()).constData(), user, user), 0);
}

/// As a start leaves it.
void TestTpmStates::runWithTpm()
{
    m_core.reset();
    GuestLaunch launch;
    launch.id = u"guest"_s;
    RunRecord run;
    run.uuid = web;
    run.name = u"web"_s;
    run.owner = me();
    run.guest = *m_host->doors().guests.launch(launch);
    run.liveXml = definition(u"<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>"_s);
    QVERIFY(RunStore(m_directory->filePath(u"run/domains"_s)).save(run));
    begin();
}

void TestTpmStates::anothersStays_data()
{
    QTest::addColumn<uint>("owner");
    QTest::addColumn<QList<uint>>("letIn");
    QTest::addColumn<bool>("stays");
    QTest::newRow("one's own") << user << QList<uint>() << false;
    QTest::newRow("where one is let in") << 0U << QList<uint>{user} << false;
    QTest::newRow("another's own") << other << QList<uint>() << true;
    QTest::newRow("where another is let in") << 0U << QList<uint>{other} << true;
    QTest::newRow("where both are") << 0U << QList<uint>{user, other} << true;
}

void TestTpmStates::anothersStays()
{
    if (geteuid() != 0)
        QSKIP("only root can make a directory of somebody else's");
    QFETCH(uint, owner);
    QFETCH(QList<uint>, letIn);
    const QByteArray place = QFile::encodeName(path());
    QCOMPARE(::chown(place.constData(), owner, owner), 0);
    if (!letIn.isEmpty()) {
        Acl acl = aclOfMode(0700) + Acl{{ACL_MASK, 7, noAclId}};
        for (const uint one : letIn)
            acl += AclEntry{ACL_USER, 7, one};
        const QByteArray bytes = aclToBytes(acl);
        if (::setxattr(place.constData(), aclAttribute, bytes.constData(), size_t(bytes.size()), 0) < 0)
            QSKIP("no access control lists here");
    }
    QVERIFY(m_core->undefine(web, {}));
    QTEST(isThere(), "stays");
}

// Killed in between, nobody would find it without its machine.
void TestTpmStates::itIsThereAsLongAsItsMachine()
{
    const QDir definitions(m_directory->filePath(u"state/domains"_s));
    const QString file = definitions.filePath(definitions.entryList(QDir::Files).value(0));
    QVERIFY(QFile::remove(file) && QDir().mkdir(file)); // cannot be removed
    QVERIFY(!m_core->undefine(web, {}));
    QVERIFY(m_core->domain(web));
    QVERIFY(isThere());
    QVERIFY(QDir().rmdir(file));
    QVERIFY(m_core->undefine(web, {}));
    QVERIFY(!isThere());
}

void TestTpmStates::aMachineIsThereAsLongAsItsState()
{
    QVERIFY(QDir(path()).removeRecursively());
    QFile file(path()); // cannot be set aside
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(!m_core->undefine(web, {}));
    QVERIFY(m_core->domain(web));
}

void TestTpmStates::goesWithTheRun_data()
{
    QTest::addColumn<QString>("how");
    for (const QString &how :
        {u"ended by somebody"_s, u"ended without us"_s, u"ended by the recovery"_s, u"gone with the host"_s})
        QTest::newRow(qPrintable(how)) << how;
}

// Of one that is undefined while it runs; killed at whatever moment of the end.
void TestTpmStates::goesWithTheRun()
{
    QFETCH(QString, how);
    runWithTpm();
    QVERIFY(m_core->undefine(web, {}));
    QVERIFY(isThere());
    if (how == u"ended by somebody") {
        std::optional<QString> job;
        m_core->plan({u"destroy"_s, {{u"domain"_s, u"web"_s}}, me()},
            [&](const Result<Plan> &plan) { job = *m_core->apply(plan->id, me()); });
        QTRY_VERIFY(job && m_core->job(*job)->state == u"done");
        QVERIFY(!isThere());
        return;
    }
    m_core.reset();
    m_host->endGuest(u"guest"_s, u"ended"_s);
    if (how == u"gone with the host")
        QVERIFY(QDir(m_directory->filePath(u"run"_s)).removeRecursively());
    if (how == u"ended by the recovery") {
        Plan ending;
        ending.kind = u"release"_s;
        ending.title = u"End it"_s;
        ending.domain = web;
        QVERIFY(Journal::begin(m_directory->filePath(u"state/journal"_s), u"20260101T000000000-000001"_s, ending));
    }
    m_host->faults() = killAt(1, Faults::Moment::Before); // as it reads the host, which the recovery does not
    m_host->faults().alsoReads = true;
    QVERIFY_THROWS_EXCEPTION(Killed, begin());
    m_core.reset();
    m_host->faults() = Faults();
    begin();
    QVERIFY(!isThere());
    QVERIFY(RunStore(m_directory->filePath(u"run/domains"_s)).load()->isEmpty());
}

void TestTpmStates::staysWithADefinition()
{
    runWithTpm();
    QVERIFY(m_core->undefine(web, {}));
    QVERIFY(m_core->define(definition(), me())); // it still runs
    m_core.reset();
    m_host->endGuest(u"guest"_s, u"ended"_s);
    begin();
    QVERIFY(isThere());
    QVERIFY(m_core->undefine(web, {false, false, true}));
    m_core.reset();
    begin();
    QVERIFY(isThere());
}

void TestTpmStates::oneThatCannotBeEmptiedKeepsNoOther()
{
    const QString deep = path(u".gone-1"_s) + u"/folder"_s.repeated(8);
    QVERIFY(QDir().mkpath(deep));
    for (int i = 0; i < 10'000; ++i)
        QVERIFY(QDir().mkdir(deep + u'/' + QString::number(i)));
    QVERIFY(QDir().mkpath(path(u".gone-2"_s)));
    QFile kept(path(u".gone-2/tpm2-00.permall"_s));
    QVERIFY(kept.open(QIODevice::WriteOnly));
    const TpmStates states(m_directory->filePath(u"state/tpm"_s));
    const QStringList aside = states.allAside();
    for (const QString &one : aside)
        states.discard(one);
    QVERIFY(QFile::exists(path(u".gone-1"_s)));
    QVERIFY(!QFile::exists(path(u".gone-2"_s)));
}

QTEST_GUILESS_MAIN(TestTpmStates)
#include "tst_tpmstates.moc"
