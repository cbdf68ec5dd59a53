// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore.h"
#include "host/bounds.h"
#include "worlds.h"
#include "steps/changedriver.h"

#include <QSignalSpy>
#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

using namespace laneway;

namespace {

constexpr uint alice = 1000;
constexpr uint bob = 1001;

/// What is asked is answered later; tests wait for it with the event loop running.
template <typename T> class Answer
{
public:
    std::function<void(const Result<T> &)> slot()
    {
        return [state = m_state](const Result<T> &result) { *state = result; };
    }
    Result<T> wait() const
    {
        if (!QTest::qWaitFor([this] { return m_state->has_value(); }, 20'000))
            return fail(ErrorCode::TimedOut, u"test"_s);
        return **m_state;
    }

private:
    std::shared_ptr<std::optional<Result<T>>> m_state = std::make_shared<std::optional<Result<T>>>();
};

} // namespace

class TestHelperCore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void startsAndStops();
    void guestThatEndsIsReleased();
    void poweredDownGuestIsReleased();
    void adoptsRunningGuests();
    void releasesWhatEndedWhileItWasAway();
    void recoversBeforeAnythingElse();
    void failedStartSaysWhy();
    void refusesAPlanOfAnotherHost();
    void refusesAPlanOfAnotherDefinition();
    void anotherUsersRunStaysTheirs();
    void refusesTwoStartsOfOnePlan();
    void noMoreBeginAtOnceThanMayRun();
    void jobsOnOneDeviceWaitForEachOther();
    void jobsOnDifferentDevicesDoNot();
    void cancelsWhatWaits();
    void plansAreTheirMakers();
    void plansAreKeptForAWhile();
    void tellsWhatADriverRefused();
    void keepsVfsAndForgetsThem();
    void undoesOnce();
    void givesBackWhatADetachFound();
    void definesAndUndefines();
    void refusesDefinitions_data();
    void refusesDefinitions();
    void undefinedWhileItRuns();
    void definitionsHaveASizeTogether();
    void refusesAPlanWhoseDeviceAMachineTook();
    void unansweredQuestionsAreFew();
    void forgetsTheOldestJobs();
    void attachesAndDetaches();
    void lendsUsbAndGivesItBack();
    void oneMachineAUsbDevice();
    void opensConsoles();
    void journalSaysWhose();
    void tellsOfAChangedHost();
    void sharedLinkGoesDownWithTheLastGuest();
    void autostartTakesOnlyWhatItMay();
    void tellsWhyAMachineIsAsItIs();
    void aRebootThatIsNotCarriedOutHangsNothing_data();
    void aRebootThatIsNotCarriedOutHangsNothing();
    void aPanicIsOneHoweverItEnds_data();
    void aPanicIsOneHoweverItEnds();
    void savesNothingOfTheHosts();
    void renamesWhatIsOff();

private:
    void begin(const HostSnapshot &host = smallServer());
    void restart(int rebootMs = 300'000);
    QUuid define(const QString &name, const QString &devices);
    Result<Plan> plan(const QString &kind, const QJsonObject &arguments, uint caller = alice);
    QString apply(const Plan &plan);
    JobState finished(const QString &job);
    JobState run(const QString &kind, const QJsonObject &arguments);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SimKernel> m_kernel;
    std::unique_ptr<HelperCore> m_core;
};

void TestHelperCore::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    begin();
}

void TestHelperCore::cleanup()
{
    m_core.reset();
    m_kernel.reset();
}

void TestHelperCore::begin(const HostSnapshot &host)
{
    m_core.reset();
    m_kernel = std::make_unique<SimKernel>(host);
    restart();
}

void TestHelperCore::restart(int rebootMs)
{
    m_core.reset();
    HelperCore::Options options{
        m_kernel->doors(), m_directory->filePath(u"state"_s), m_directory->filePath(u"run"_s), true, true, {}};
    options.rebootMs = rebootMs;
    m_core = std::make_unique<HelperCore>(options);
    m_kernel->setChangeListener({});
}

QUuid TestHelperCore::define(const QString &name, const QString &devices)
{
    const auto uuid = m_core->define(domainText(name, devices), alice);
    if (!uuid)
        qFatal("%s", qPrintable(uuid.error().toString()));
    return *uuid;
}

Result<Plan> TestHelperCore::plan(const QString &kind, const QJsonObject &arguments, uint caller)
{
    Answer<Plan> answer;
    m_core->plan({kind, arguments, caller}, answer.slot());
    return answer.wait();
}

QString TestHelperCore::apply(const Plan &plan)
{
    const auto job = m_core->apply(plan.id, plan.caller);
    if (!job)
        qFatal("%s", qPrintable(job.error().toString()));
    return *job;
}

JobState TestHelperCore::finished(const QString &job)
{
    (void)QTest::qWaitFor([&] { return m_core->job(job)->state != u"running"; }, 30'000);
    return *m_core->job(job);
}

JobState TestHelperCore::run(const QString &kind, const QJsonObject &arguments)
{
    const auto made = plan(kind, arguments);
    if (!made)
        qFatal("%s", qPrintable(made.error().toString()));
    return finished(apply(*made));
}

void TestHelperCore::startsAndStops()
{
    m_core->start();
    const QJsonObject before = m_kernel->state();
    const quint64 serial = m_core->host().serial;
    const QUuid uuid = define(u"web"_s, hostdevInterface(igbVf, tagged));
    const auto made = plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toString()));
    QCOMPARE(difference(m_kernel->state(), before), QString()); // a plan touches nothing
    QCOMPARE(m_core->storedPlan(made->id)->title, made->title);

    QStringList told;
    const QString job = apply(*made);
    connect(m_core.get(), &HelperCore::jobChanged, this, [&] {
        const QJsonArray steps = m_core->job(job)->json[u"steps"].toArray();
        for (const QJsonValue &step : steps)
            told += step[u"kind"].toString() + u' ' + step[u"state"].toString();
    });
    const JobState done = finished(job);
    QCOMPARE(done.state, u"done"_s);
    QCOMPARE(done.json[u"steps"].toArray().size(), made->steps.size());
    for (const QJsonValue &step : done.json[u"steps"].toArray())
        QCOMPARE(step[u"state"].toString(), u"done"_s);
    QVERIFY(told.contains(u"change-driver running"_s));
    QVERIFY(told.indexOf(u"change-driver running"_s) < told.indexOf(u"start-domain running"_s));

    QCOMPARE(m_core->domain(uuid)->state, u"running"_s);
    QCOMPARE(m_core->domain(uuid)->devices, QList<PciAddress>{igbVf});
    QVERIFY(m_core->domain(uuid)->id > 0);
    QCOMPARE(m_core->claims().holder(igbVf)->domainName, u"web"_s);
    // Whoever hears that the job is done finds a host that shows it.
    QCOMPARE(m_core->host().find(igbVf)->driver, u"vfio-pci"_s);
    QVERIFY(m_core->host().serial > serial);
    QVERIFY(m_core->domainXml(uuid, false)
                ->contains(QByteArray("id='" + QByteArray::number(m_core->domain(uuid)->id) + "'")));
    QVERIFY(!m_core->domainXml(uuid, true)->contains("hostdev0"));
    QVERIFY(!plan(u"start"_s, {{u"domain"_s, u"web"_s}}));

    QCOMPARE(run(u"destroy"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    QCOMPARE(m_core->domain(uuid)->state, u"shut off"_s);
    QCOMPARE(m_core->host().find(igbVf)->driver, u"igbvf"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
    QVERIFY(!m_core->claims().holder(igbVf));
    QTRY_VERIFY(m_core->isIdle());
}

void TestHelperCore::guestThatEndsIsReleased()
{
    m_core->start();
    const QJsonObject before = m_kernel->state();
    const QUuid uuid = define(u"web"_s, hostdevInterface(igbVf, tagged) + hostdev(otherVf));
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    QSignalSpy changes(m_core.get(), &HelperCore::domainChanged);
    const QJsonObject guests = m_kernel->state()[u"guests"].toObject();
    m_kernel->endGuest(guests.keys().first(), u"signal 9"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_core->domain(uuid)->state, u"shut off"_s, 20'000);
    QCOMPARE(difference(m_kernel->state(), before), QString());
    QVERIFY(!changes.isEmpty());
    const JobState release = m_core->jobs().last();
    QCOMPARE(release.json[u"kind"].toString(), u"release"_s);
    QCOMPARE(release.owner, alice);
    QCOMPARE(release.state, u"done"_s);
}

void TestHelperCore::poweredDownGuestIsReleased()
{
    m_core->start();
    const QJsonObject before = m_kernel->state();
    const QUuid uuid = define(u"web"_s, hostdev(igbVf));
    Answer<void> refused;
    m_core->act(uuid, GuestAct::Shutdown, GuestMode::Any, refused.slot());
    QVERIFY(!refused.wait());
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    Answer<void> pressed;
    m_core->act(uuid, GuestAct::Shutdown, GuestMode::Any, pressed.slot());
    QVERIFY(pressed.wait());
    QTRY_COMPARE_WITH_TIMEOUT(m_core->domain(uuid)->state, u"shut off"_s, 20'000);
    QCOMPARE(difference(m_kernel->state(), before), QString());
}

void TestHelperCore::adoptsRunningGuests()
{
    m_core->start();
    const QJsonObject before = m_kernel->state();
    const QUuid uuid = define(u"web"_s, hostdevInterface(igbVf, tagged));
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    const QJsonObject running = m_kernel->state();

    restart();
    QVERIFY(m_core->start().isEmpty());
    QCOMPARE(difference(m_kernel->state(), running), QString());
    QCOMPARE(m_core->domain(uuid)->state, u"running"_s);
    QCOMPARE(m_core->claims().holder(igbVf)->domain, uuid);
    QVERIFY(m_core->domainXml(uuid, false)->contains("hostdev0"));

    m_kernel->endGuest(running[u"guests"].toObject().keys().first(), u"signal 11"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_core->domain(uuid)->state, u"shut off"_s, 20'000);
    QCOMPARE(difference(m_kernel->state(), before), QString());
}

void TestHelperCore::releasesWhatEndedWhileItWasAway()
{
    m_core->start();
    const QJsonObject before = m_kernel->state();
    const QUuid uuid = define(u"web"_s, hostdevInterface(igbVf, tagged));
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    m_core.reset();
    m_kernel->endGuest(m_kernel->state()[u"guests"].toObject().keys().first(), u"signal 9"_s);

    restart();
    const auto reports = m_core->start();
    QCOMPARE(reports.size(), 1);
    QCOMPARE(reports.first().outcome, u"finished"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
    QCOMPARE(m_core->domain(uuid)->state, u"shut off"_s);
    QCOMPARE(m_core->host().find(igbVf)->driver, u"igbvf"_s);
    restart();
    QVERIFY(m_core->start().isEmpty());
}

void TestHelperCore::recoversBeforeAnythingElse()
{
    const QJsonObject before = m_kernel->state();
    Plan half;
    half.kind = u"detach"_s;
    half.title = u"Detach it"_s;
    half.caller = alice;
    half.steps = {std::make_shared<const ChangeDriver>(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, u"igbvf"_s)};
    {
        const auto journal
            = Journal::begin(m_directory->filePath(u"state/journal"_s), u"20260101T000000000-000001"_s, half);
        QVERIFY((*journal)->will(0, *half.steps.first()->formerState(m_kernel->doors())));
        QVERIFY(m_kernel->doors().sys.write(u"bus/pci/drivers/igbvf/unbind"_s, igbVf.toString().toLatin1()));
    }
    const auto reports = m_core->start();
    QCOMPARE(reports.size(), 1);
    QCOMPARE(reports.first().title, u"Detach it"_s);
    QCOMPARE(reports.first().outcome, u"rolled-back"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
    QCOMPARE(m_core->host().find(igbVf)->driver, u"igbvf"_s);
}

void TestHelperCore::failedStartSaysWhy()
{
    m_core->start();
    const QUuid uuid = define(u"web"_s, hostdevInterface(igbVf, tagged));
    const auto made = plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    const QJsonObject before = m_kernel->state();
    m_kernel->faults() = Faults::failAt(4, EIO);
    const JobState job = finished(apply(*made));
    QCOMPARE(job.state, u"rolled-back"_s);
    QVERIFY(job.json[u"error"][u"detail"].toString().contains(u"EIO"));
    QVERIFY(job.json[u"leftovers"].toArray().isEmpty());
    QStringList states;
    for (const QJsonValue &step : job.json[u"steps"].toArray())
        states += step[u"state"].toString();
    QVERIFY(states.contains(u"undone"_s));
    QCOMPARE(states.last(), u"waiting"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
    QCOMPARE(m_core->domain(uuid)->state, u"shut off"_s);
    m_kernel->faults() = Faults();
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
}

void TestHelperCore::refusesAPlanOfAnotherHost()
{
    m_core->start();
    const auto made = plan(u"detach"_s, {{u"device"_s, igbVf.toString()}});
    QVERIFY(made);
    QVERIFY(m_kernel->doors().sys.write(u"bus/pci/drivers/igbvf/unbind"_s, igbVf.toString().toLatin1()));
    const QJsonObject before = m_kernel->state();
    const auto job = m_core->apply(made->id, alice);
    QVERIFY(!job);
    QCOMPARE(job.error().code, ErrorCode::HostChanged);
    QVERIFY(job.error().detail.contains(u"igbvf"));
    QCOMPARE(difference(m_kernel->state(), before), QString());
    QCOMPARE(m_core->apply(made->id, alice).error().code, ErrorCode::NotFound);
}

/// Each plan would write the whole definition: what the first brought in would be lost by the second.
void TestHelperCore::refusesAPlanOfAnotherDefinition()
{
    m_core->start();
    const QUuid uuid = define(u"web"_s, {});
    const auto rng = [](const QString &model) -> QString {
        return u"<rng model='"_s + model + u"'><backend model='random'>/dev/urandom</backend></rng>";
    };
    const auto first = plan(u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, rng(u"virtio"_s)}, {u"config"_s, true}});
    const auto second = plan(
        u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, rng(u"virtio-non-transitional"_s)}, {u"config"_s, true}});
    const auto third = plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY(first && second && third);
    QCOMPARE(finished(apply(*first)).state, u"done"_s);
    const auto refused = m_core->apply(second->id, alice);
    QCOMPARE(refused.error().code, ErrorCode::HostChanged);
    QVERIFY(refused.error().subject.contains(u"web"));
    QCOMPARE(m_core->apply(third->id, alice).error().code, ErrorCode::HostChanged); // it would start another machine
    const auto left = m_core->domainXml(uuid, true);
    QVERIFY(left && left->contains("<rng model='virtio'") && !left->contains("non-transitional"));
}

/// A machine may run on without its definition. Its UUID is known to everybody by its command line.
void TestHelperCore::anotherUsersRunStaysTheirs()
{
    m_core->start();
    const QUuid uuid = define(u"web"_s, {});
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    QVERIFY(m_core->undefine(uuid));
    QCOMPARE(m_core->domain(uuid)->state, u"running"_s);
    const QString mine = QString::fromUtf8(domainText(u"mine"_s, {}))
                             .replace(u"<name>mine</name>"_s,
                                 u"<name>mine</name><uuid>"_s + uuid.toString(QUuid::WithoutBraces) + u"</uuid>"_s);
    QVERIFY(mine.contains(uuid.toString(QUuid::WithoutBraces)));
    const auto taken = plan(u"create"_s, {{u"xml"_s, mine}, {u"images"_s, QJsonArray()}}, bob);
    QVERIFY(!taken);
    QCOMPARE(taken.error().code, ErrorCode::AlreadyExists);
    QVERIFY(!m_core->define(mine.toUtf8(), bob));
    QCOMPARE(m_core->domain(uuid)->owner, alice);
}

void TestHelperCore::refusesTwoStartsOfOnePlan()
{
    m_core->start();
    define(u"web"_s, hostdev(igbVf));
    const auto first = plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    const auto second = plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    const QString one = apply(*first);
    const auto refused = m_core->apply(first->id, alice);
    QCOMPARE(refused.error().code, ErrorCode::NotFound);
    const auto two = m_core->apply(second->id, alice);
    QCOMPARE(finished(one).state, u"done"_s);
    if (two) {
        QCOMPARE(finished(*two).state, u"rolled-back"_s);
        QCOMPARE(m_core->job(*two)->json[u"error"][u"code"].toString(), u"HostChanged"_s);
    }
    QCOMPARE(m_kernel->state()[u"guests"].toObject().size(), 1);
}

void TestHelperCore::noMoreBeginAtOnceThanMayRun()
{
    RunStore runs(m_directory->filePath(u"run/domains"_s));
    for (int i = 0; i < mostRunning - 1; ++i) {
        GuestLaunch launch;
        launch.id = u"guest-%1"_s.arg(i);
        RunRecord run;
        run.uuid = QUuid::createUuid();
        run.name = launch.id;
        run.owner = alice;
        run.guest = *m_kernel->doors().guests.launch(launch);
        run.liveXml = domainText(launch.id, {});
        QVERIFY(runs.save(run));
    }
    m_core->start();
    define(u"web"_s, {});
    define(u"mail"_s, {});
    const auto web = plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    const auto mail = plan(u"start"_s, {{u"domain"_s, u"mail"_s}});
    QVERIFY(web && mail);
    const QString begun = apply(*web);
    QCOMPARE(m_core->apply(mail->id, alice).error().code, ErrorCode::LimitExceeded);
    QCOMPARE(finished(begun).state, u"done"_s);
    // One that ended, or failed, leaves its place to another.
    QCOMPARE(run(u"destroy"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    m_kernel->faults() = Faults::failAt(1, EIO);
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"mail"_s}}).state, u"rolled-back"_s);
    m_kernel->faults() = Faults();
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
}

void TestHelperCore::jobsOnOneDeviceWaitForEachOther()
{
    m_core->start();
    QStringList order;
    connect(m_core.get(), &HelperCore::jobChanged, this, [&](const QString &id) {
        const QJsonObject job = m_core->job(id)->json;
        const QString now = id + u' ' + job[u"steps"][0][u"state"].toString() + u' ' + job[u"state"].toString();
        if (order.isEmpty() || order.last() != now)
            order += now;
    });
    QStringList jobs;
    for (int vlan = 10; vlan < 14; ++vlan)
        jobs += apply(*plan(u"vf-set"_s, {{u"device"_s, igbVf.toString()}, {u"vlan"_s, vlan}}));
    for (const QString &job : std::as_const(jobs))
        QCOMPARE(finished(job).state, u"done"_s);
    for (int i = 1; i < jobs.size(); ++i)
        QVERIFY(order.indexOf(jobs[i - 1] + u" done done") < order.indexOf(jobs[i] + u" running running"));
    const auto settings = m_kernel->doors().netlink.vfs(u"enp2s0f0"_s);
    QCOMPARE(settings->at(1).vlan->id->value(), 13);
}

void TestHelperCore::jobsOnDifferentDevicesDoNot()
{
    m_core->start();
    QCOMPARE(run(u"detach"_s, {{u"device"_s, igbVf.toString()}}).state, u"done"_s);
    // Giving it back waits for whoever has the group open.
    m_kernel->holdNode(u"vfio/16"_s, Holder{4711, alice, u"somebody"_s});
    const QString slow = apply(*plan(u"reattach"_s, {{u"device"_s, igbVf.toString()}}));
    const QString quick = apply(*plan(u"vf-set"_s, {{u"device"_s, otherVf.toString()}, {u"vlan"_s, 5}}));
    QCOMPARE(finished(quick).state, u"done"_s);
    QCOMPARE(m_core->job(slow)->state, u"running"_s);
    m_kernel->releaseNode(u"vfio/16"_s);
    QCOMPARE(finished(slow).state, u"done"_s);
}

void TestHelperCore::cancelsWhatWaits()
{
    m_core->start();
    QCOMPARE(run(u"detach"_s, {{u"device"_s, igbVf.toString()}}).state, u"done"_s);
    m_kernel->holdNode(u"vfio/16"_s, Holder{4711, alice, u"somebody"_s});
    const QString slow = apply(*plan(u"reattach"_s, {{u"device"_s, igbVf.toString()}}));
    const QString behind = apply(*plan(u"vf-set"_s, {{u"device"_s, igbVf.toString()}, {u"vlan"_s, 5}}));
    QVERIFY(m_core->cancel(behind));
    QVERIFY(!m_core->cancel(u"no-such-job"_s));
    m_kernel->releaseNode(u"vfio/16"_s);
    QCOMPARE(finished(slow).state, u"done"_s);
    QCOMPARE(finished(behind).state, u"rolled-back"_s);
    QVERIFY(!m_kernel->doors().netlink.vfs(u"enp2s0f0"_s)->at(1).vlan->id);
}

void TestHelperCore::plansAreTheirMakers()
{
    m_core->start();
    const auto made = plan(u"detach"_s, {{u"device"_s, igbVf.toString()}});
    const auto job = m_core->apply(made->id, bob);
    QVERIFY(!job);
    QCOMPARE(job.error().code, ErrorCode::PermissionDenied);
    define(u"web"_s, {});
    QCOMPARE(plan(u"start"_s, {{u"domain"_s, u"web"_s}}, bob).error().code, ErrorCode::NotFound);
}

void TestHelperCore::plansAreKeptForAWhile()
{
    m_core->start();
    QStringList plans;
    for (int i = 0; i < 65; ++i)
        plans += plan(u"reset"_s, {{u"device"_s, igbVf.toString()}})->id;
    const auto others = plan(u"reset"_s, {{u"device"_s, igbVf.toString()}}, bob);
    QVERIFY(!m_core->storedPlan(plans.first()));
    QVERIFY(m_core->storedPlan(plans[1]));
    QVERIFY(m_core->storedPlan(plans.last()));
    QVERIFY(m_core->storedPlan(others->id));
}

void TestHelperCore::tellsWhatADriverRefused()
{
    m_core->start();
    const QJsonObject before = m_kernel->state();
    const QJsonArray vfs{QJsonObject{{u"index"_s, 0}, {u"vlan"_s, 7}, {u"qos"_s, 5}},
        QJsonObject{{u"index"_s, 3}, {u"linkState"_s, u"enable"_s}, {u"mac"_s, u"52:54:00:00:00:09"_s}}};
    QJsonObject arguments{{u"device"_s, igbPf.toString()}, {u"vfs"_s, vfs}};
    const JobState strict = run(u"vf-configure"_s, arguments);
    QCOMPARE(strict.state, u"rolled-back"_s);
    const QJsonArray named = strict.json[u"error"][u"refused"].toArray();
    QCOMPARE(named.size(), 1);
    QCOMPARE(named[0][u"index"].toInt(), 3);
    QCOMPARE(named[0][u"field"].toString(), u"linkState"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());

    arguments[u"refused"] = u"keep"_s;
    const JobState lenient = run(u"vf-configure"_s, arguments);
    QCOMPARE(lenient.state, u"done"_s);
    QCOMPARE(lenient.json[u"steps"][0][u"result"][u"refused"].toArray(), named);
    const auto settings = *m_kernel->doors().netlink.vfs(u"enp2s0f0"_s);
    QCOMPARE(settings[3].mac->toString(), u"52:54:00:00:00:09"_s);
    QCOMPARE(int(settings[0].vlan->qos), 5);
    const JobState undone = run(u"undo"_s, {{u"job"_s, lenient.id}});
    QCOMPARE(undone.state, u"done"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
}

void TestHelperCore::keepsVfsAndForgetsThem()
{
    m_core->start();
    const QJsonObject before = m_kernel->state();
    const JobState kept = run(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}});
    QCOMPARE(kept.state, u"done"_s);
    const QList<KeptSetting> now = m_core->host().find(igbPf)->sriov->kept;
    QCOMPARE(now.size(), 1);
    QVERIFY(now.first().ours);
    // Undone by its journal, and by asking for it.
    QCOMPARE(run(u"undo"_s, {{u"job"_s, kept.id}}).state, u"done"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
    (void)run(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}});
    QCOMPARE(run(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, false}}).state, u"done"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
    // Between plan and job somebody else wrote a rule, or took the name.
    const auto stale = plan(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}});
    const QString other = u"udev/rules.d/90-other.rules"_s;
    m_kernel->putFile(other, "KERNELS==\"0000:02:00.0\", ATTR{device/sriov_numvfs}=\"4\"\n");
    QCOMPARE(m_core->apply(stale->id, alice).error().code, ErrorCode::HostChanged);
    QVERIFY(m_kernel->doors().etc.remove(other));
    const auto made = plan(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}});
    m_kernel->putFile(u"udev/rules.d/71-laneway-sriov-0000:02:00.0.rules"_s, "# by hand\n");
    const JobState late = finished(apply(*made));
    QCOMPARE(late.state, u"rolled-back"_s);
    QCOMPARE(late.json[u"error"][u"code"].toString(), u"AlreadyExists"_s);
    QCOMPARE(
        *m_kernel->doors().etc.read(u"udev/rules.d/71-laneway-sriov-0000:02:00.0.rules"_s), QByteArray("# by hand\n"));
}

void TestHelperCore::undoesOnce()
{
    m_core->start();
    const QJsonObject before = m_kernel->state();
    const JobState detach = run(u"detach"_s, {{u"device"_s, igbVf.toString()}});
    QCOMPARE(detach.state, u"done"_s);
    QVERIFY(detach.json[u"canUndo"].toBool());
    QCOMPARE(m_core->claims().detached, QList<PciAddress>{igbVf});
    QVERIFY(m_core->journal().first()[u"canUndo"].toBool());
    QCOMPARE(run(u"undo"_s, {{u"job"_s, detach.id}}).state, u"done"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
    QVERIFY(m_core->claims().detached.isEmpty());
    QCOMPARE(plan(u"undo"_s, {{u"job"_s, detach.id}}).error().code, ErrorCode::HostChanged);
    QCOMPARE(plan(u"undo"_s, {{u"job"_s, u"no-such"_s}}).error().code, ErrorCode::NotFound);

    const JobState count = run(u"vf-create"_s, {{u"device"_s, igbPf.toString()}, {u"count"_s, 2}});
    QCOMPARE(m_core->host().find(igbPf)->sriov->enabled, 2);
    QCOMPARE(run(u"undo"_s, {{u"job"_s, count.id}}).state, u"done"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
}

void TestHelperCore::givesBackWhatADetachFound()
{
    m_core->start();
    Kernel &doors = m_kernel->doors();
    const QString file = u"bus/pci/devices/"_s + igbVf.toString() + u"/driver_override"_s;
    QVERIFY(doors.sys.write(file, "igbvf\n"));
    const QJsonObject before = m_kernel->state();
    QCOMPARE(run(u"detach"_s, {{u"device"_s, igbVf.toString()}}).state, u"done"_s);
    restart();
    m_core->start();
    QCOMPARE(run(u"reattach"_s, {{u"device"_s, igbVf.toString()}}).state, u"done"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
}

void TestHelperCore::definesAndUndefines()
{
    m_core->start();
    QSignalSpy changes(m_core.get(), &HelperCore::domainChanged);
    QSignalSpy claims(m_core.get(), &HelperCore::claimsChanged);
    const QUuid uuid = define(u"web"_s, hostdev(igbVf));
    QCOMPARE(changes.size(), 1);
    QCOMPARE(claims.size(), 1);
    QVERIFY(m_core->domainXml(uuid, true)->contains("urn:laneway:1")); // who the device is
    const DomainState state = *m_core->domain(uuid);
    QCOMPARE(state.owner, alice);
    QCOMPARE(state.toJson()[u"devices"][0].toString(), igbVf.toString());
    QCOMPARE(m_core->domains(alice).size(), 1);
    QCOMPARE(m_core->domains(bob).size(), 0);
    QCOMPARE(m_core->domains(std::nullopt).size(), 1);
    QCOMPARE(m_core->claims().wanting(igbVf).size(), 1);

    restart();
    m_core->start();
    QCOMPARE(m_core->domain(uuid)->name, u"web"_s);
    QVERIFY(m_core->undefine(uuid));
    QVERIFY(!m_core->domain(uuid));
    QCOMPARE(m_core->undefine(uuid).error().code, ErrorCode::NotFound);
    QCOMPARE(m_core->domainXml(uuid, true).error().code, ErrorCode::NotFound);
    restart();
    m_core->start();
    QVERIFY(m_core->domains(std::nullopt).isEmpty());
}

void TestHelperCore::refusesDefinitions_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("not XML") << QByteArray("<domain") << ErrorCode::InvalidXml;
    QTest::newRow("the same name") << domainText(u"there"_s, {}) << ErrorCode::AlreadyExists;
    QTest::newRow("the same device twice")
        << domainText(u"web"_s, hostdev(igbVf) + hostdev(igbVf)) << ErrorCode::InvalidXml;
    QTest::newRow("a program of the user's")
        << domainText(u"web"_s, u"<emulator>/home/alice/qemu</emulator>"_s) << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("another's UUID")
        << domainText(u"mine"_s, {}).replace("<memory", "<uuid>11111111-2222-3333-4444-555555555555</uuid><memory")
        << ErrorCode::PermissionDenied;
}

void TestHelperCore::refusesDefinitions()
{
    QFETCH(QByteArray, xml);
    QFETCH(ErrorCode, code);
    m_core->start();
    define(u"there"_s, {});
    QVERIFY(m_core->define(
        domainText(u"bobs"_s, {}).replace("<memory", "<uuid>11111111-2222-3333-4444-555555555555</uuid><memory"), bob));
    const auto uuid = m_core->define(xml, alice);
    QVERIFY(!uuid);
    QVERIFY2(uuid.error().code == code, qPrintable(uuid.error().toString()));
    QCOMPARE(m_core->domains(std::nullopt).size(), 2);
}

void TestHelperCore::undefinedWhileItRuns()
{
    m_core->start();
    const QUuid uuid = define(u"web"_s, hostdev(igbVf));
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    QVERIFY(m_core->undefine(uuid));
    QCOMPARE(m_core->domain(uuid)->persistent, false);
    QCOMPARE(m_core->domain(uuid)->state, u"running"_s);
    // It is still alice's: no definition of bob's gets mixed up with it.
    const QByteArray same
        = domainText(u"bobs"_s, {})
              .replace("</name>", QByteArray("</name><uuid>" + uuid.toByteArray(QUuid::WithoutBraces) + "</uuid>"));
    QCOMPARE(m_core->define(same, bob).error().code, ErrorCode::PermissionDenied);
    QCOMPARE(run(u"destroy"_s, {{u"domain"_s, uuid.toString(QUuid::WithoutBraces)}}).state, u"done"_s);
    QVERIFY(!m_core->domain(uuid));
    QCOMPARE(m_core->host().find(igbVf)->driver, u"igbvf"_s);
}

void TestHelperCore::definitionsHaveASizeTogether()
{
    m_core->start();
    const QString text(1'000'000, u'x');
    const auto large = [&](int number) {
        return domainText(u"m%1"_s.arg(number), {})
            .replace("<devices>", QByteArray("<description>" + text.toUtf8() + "</description><devices>"));
    };
    for (int i = 0; i < 16; ++i)
        QVERIFY(m_core->define(large(i), alice));
    const auto tooMuch = m_core->define(large(16), alice);
    QVERIFY(!tooMuch);
    QCOMPARE(tooMuch.error().code, ErrorCode::LimitExceeded);
    QVERIFY(m_core->define(large(16), bob));
    QVERIFY(m_core->undefine(m_core->domains(alice).first().uuid));
    QVERIFY(m_core->define(large(16), alice));
}

/// On the same driver as before, but not free any more.
void TestHelperCore::refusesAPlanWhoseDeviceAMachineTook()
{
    m_core->start();
    QCOMPARE(run(u"detach"_s, {{u"device"_s, igbVf.toString()}}).state, u"done"_s);
    const auto late = plan(u"vf-set"_s, {{u"device"_s, igbVf.toString()}, {u"vlan"_s, 5}}, bob);
    QVERIFY(late);
    define(u"web"_s, hostdev(igbVf, u"no"_s));
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    const auto job = m_core->apply(late->id, bob);
    QVERIFY(!job);
    QCOMPARE(job.error().code, ErrorCode::HostChanged);
    QCOMPARE(job.error().subject, igbVf.toString());
    // Who sees that it is taken may do it all the same.
    QVERIFY(m_core->apply(plan(u"vf-set"_s, {{u"device"_s, igbVf.toString()}, {u"vlan"_s, 5}}, bob)->id, bob));
}

/// A stopped QEMU does not answer: its owner must not be able to take all threads and descriptors.
void TestHelperCore::unansweredQuestionsAreFew()
{
    m_core->start();
    const QUuid uuid = define(u"web"_s, {});
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    QList<Answer<int>> answers(5);
    for (Answer<int> &answer : answers)
        m_core->openConsole(uuid, u"vnc"_s, answer.slot()); // no event loop in between: none is answered
    QCOMPARE(answers[4].wait().error().code, ErrorCode::LimitExceeded);
    for (int i = 0; i < 4; ++i) {
        const auto fd = answers[i].wait();
        QVERIFY(fd);
        ::close(*fd);
    }
    Answer<void> powered;
    m_core->act(uuid, GuestAct::Shutdown, GuestMode::Any, powered.slot());
    QVERIFY(powered.wait());
}

void TestHelperCore::forgetsTheOldestJobs()
{
    m_core->start();
    const QString id = run(u"vf-set"_s, {{u"device"_s, igbVf.toString()}, {u"vlan"_s, 5}}).id;
    const auto bobs = plan(u"vf-set"_s, {{u"device"_s, igbVf.toString()}, {u"vlan"_s, 6}}, bob);
    const QString old = finished(apply(*bobs)).id;
    const QString folder = m_directory->filePath(u"state/journal/"_s);
    for (int i = 0; i < 510; ++i)
        QVERIFY(QFile::copy(folder + id + u".journal", folder + u"2990%1.journal"_s.arg(i, 4, 10, QChar(u'0'))));
    restart();
    m_core->start();
    const QJsonArray journal = m_core->journal();
    QCOMPARE(journal.size(), 501);
    QCOMPARE(journal.first()[u"id"].toString(), u"29900509"_s);
    QCOMPARE(journal.last()[u"id"].toString(), old); // of another owner
    QVERIFY(!QFile::exists(folder + id + u".journal"));
}

void TestHelperCore::attachesAndDetaches()
{
    m_core->start();
    const QJsonObject before = m_kernel->state();
    const QUuid uuid = define(u"web"_s, hostdev(otherVf));
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    const QString device = hostdevInterface(igbVf, tagged);
    const QJsonObject both{{u"domain"_s, u"web"_s}, {u"xml"_s, device}, {u"live"_s, true}, {u"config"_s, true}};
    QCOMPARE(run(u"attach"_s, both).state, u"done"_s);
    QCOMPARE(m_core->domain(uuid)->devices.size(), 2);
    QVERIFY(m_core->domainXml(uuid, true)->contains("52:54:00:6d:90:02"));
    QVERIFY(m_core->domainXml(uuid, false)->contains("52:54:00:6d:90:02"));
    QCOMPARE(m_core->claims().holder(igbVf)->domain, uuid);

    // A new helper knows what was added to the run.
    restart();
    m_core->start();
    QCOMPARE(m_core->claims().holder(igbVf)->domain, uuid);
    QCOMPARE(run(u"detach-device"_s, both).state, u"done"_s);
    QVERIFY(!m_core->claims().holder(igbVf));
    QCOMPARE(m_core->host().find(igbVf)->driver, u"igbvf"_s);
    QVERIFY(!m_core->domainXml(uuid, true)->contains("52:54:00:6d:90:02"));

    QCOMPARE(run(u"attach"_s, both).state, u"done"_s);
    QCOMPARE(run(u"destroy"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
    QCOMPARE(m_core->domain(uuid)->devices.size(), 2); // the definition has it
}

/// Whatever way the guest ends, killed or not: node and drivers are the host's again.
void TestHelperCore::lendsUsbAndGivesItBack()
{
    define(u"desk"_s, usbKeyboard);
    const auto driver = [&] { return m_core->host().find(keyboardPort)->parts.first().driver; };
    const auto lentTo = [&] { return m_kernel->doors().nodes.state(u"bus/usb/001/003"_s)->lentTo; };
    for (const QString &cause : {u"signal 9"_s, u"guest-shutdown"_s}) {
        QCOMPARE(run(u"start"_s, {{u"domain"_s, u"desk"_s}}).state, u"done"_s);
        QCOMPARE(driver(), u"usbfs"_s);
        QCOMPARE(lentTo(), QList<uint>{alice});
        QVERIFY(m_core->host().find(keyboardPort)->keyboards.isEmpty());
        const QString xml = QString::fromUtf8(*m_core->domainXml(m_core->domains(alice).first().uuid, false));
        QVERIFY(xml.contains(u"device=\"3\""_s) || xml.contains(u"device='3'"_s));
        const UsbClaim *claim = nullptr;
        const Claims claims = m_core->claims();
        QVERIFY((claim = claims.holder(keyboardPort)));
        QCOMPARE(claim->domainName, u"desk"_s);
        const QString guest = m_kernel->state()[u"guests"].toObject().keys().first();
        m_kernel->endGuest(guest, cause);
        QTRY_COMPARE(driver(), u"usbhid"_s);
        QTRY_VERIFY(lentTo().isEmpty());
        QTRY_VERIFY(m_core->isIdle());
        QVERIFY(!m_core->host().find(keyboardPort)->keyboards.isEmpty());
    }
}

void TestHelperCore::oneMachineAUsbDevice()
{
    define(u"desk"_s, usbKeyboard);
    define(u"other"_s, usbKeyboard);
    const auto early = plan(u"start"_s, {{u"domain"_s, u"other"_s}});
    QVERIFY(early);
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"desk"_s}}).state, u"done"_s);
    const auto late = plan(u"start"_s, {{u"domain"_s, u"other"_s}});
    QCOMPARE(late.error().code, ErrorCode::DeviceInUse);
    QVERIFY2(late.error().detail.contains(u"desk"_s), qPrintable(late.error().detail));
    // Nor by a plan that was made while it was free.
    const auto begun = m_core->apply(early->id, alice);
    QVERIFY(!begun || finished(*begun).state == u"rolled-back");
    // One that is plugged out and in is nobody's.
    UsbDevice device = *m_core->host().find(keyboardPort);
    m_kernel->unplug(keyboardPort);
    device.address.device = 9;
    for (UsbInterface &part : device.parts)
        part.driver = u"usbhid"_s;
    m_kernel->plug(device);
    m_core->refreshHost();
    QTRY_VERIFY(!m_core->claims().holder(keyboardPort));
    QVERIFY(plan(u"start"_s, {{u"domain"_s, u"other"_s}}));
}

void TestHelperCore::opensConsoles()
{
    m_core->start();
    const QUuid uuid = define(u"web"_s, {});
    Answer<int> refused;
    m_core->openConsole(uuid, u"vnc"_s, refused.slot());
    QVERIFY(!refused.wait());
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    Answer<int> opened;
    m_core->openConsole(uuid, u"vnc"_s, opened.slot());
    const auto fd = opened.wait();
    QVERIFY2(fd, qPrintable(fd ? QString() : fd.error().toString()));
    int type = 0;
    socklen_t size = sizeof type;
    QCOMPARE(::getsockopt(*fd, SOL_SOCKET, SO_TYPE, &type, &size), 0);
    QCOMPARE(type, int(SOCK_STREAM));
    ::close(*fd);
}

void TestHelperCore::journalSaysWhose()
{
    m_core->start();
    const JobState first = run(u"vf-set"_s, {{u"device"_s, igbVf.toString()}, {u"vlan"_s, 5}});
    const auto bobs = plan(u"vf-set"_s, {{u"device"_s, igbVf.toString()}, {u"vlan"_s, 6}}, bob);
    const JobState second = finished(apply(*bobs));
    restart();
    m_core->start();
    const QJsonArray journal = m_core->journal();
    QCOMPARE(journal.size(), 2);
    QCOMPARE(journal[0][u"id"].toString(), second.id); // newest first
    QCOMPARE(journal[0][u"owner"].toInt(), int(bob));
    QCOMPARE(journal[1][u"owner"].toInt(), int(alice));
    QCOMPARE(journal[1][u"outcome"].toString(), u"done"_s);
    const auto entry = m_core->journalEntry(first.id);
    QVERIFY(entry);
    QCOMPARE((*entry)[u"steps"][0][u"state"].toString(), u"done"_s);
    QVERIFY(!m_core->journalEntry(u"../x"_s));
}

void TestHelperCore::tellsOfAChangedHost()
{
    m_core->start();
    QSignalSpy changes(m_core.get(), &HelperCore::hostChanged);
    QCOMPARE(m_core->host().serial, quint64(1));
    m_core->refreshHost();
    QTRY_VERIFY(m_core->isIdle());
    QVERIFY(changes.isEmpty()); // nothing did
    QVERIFY(m_kernel->doors().sys.write(u"bus/pci/drivers/igbvf/unbind"_s, igbVf.toString().toLatin1()));
    m_core->refreshHost();
    QTRY_COMPARE(changes.size(), 1);
    QCOMPARE(changes.first().first().toULongLong(), 2u);
    QCOMPARE(m_core->host().find(igbVf)->driver, QString());
}

void TestHelperCore::sharedLinkGoesDownWithTheLastGuest()
{
    HostSnapshot host = smallServer();
    host.functions[igbPf].interfaces.first().up = false;
    begin(host);
    m_core->start();
    const QJsonObject before = m_kernel->state();
    define(u"first"_s, hostdevInterface(igbVf));
    define(u"second"_s, hostdevInterface(otherVf));
    for (const QString &name : {u"first"_s, u"second"_s})
        QCOMPARE(run(u"start"_s, {{u"domain"_s, name}}).state, u"done"_s);
    QCOMPARE(run(u"destroy"_s, {{u"domain"_s, u"first"_s}}).state, u"done"_s);
    QCOMPARE(*m_kernel->doors().netlink.isLinkUp(u"enp2s0f0"_s), true);
    restart();
    m_core->start();
    QCOMPARE(run(u"destroy"_s, {{u"domain"_s, u"second"_s}}).state, u"done"_s);
    QCOMPARE(difference(m_kernel->state(), before), QString());
}

/// At boot nobody is there to be asked.
void TestHelperCore::autostartTakesOnlyWhatItMay()
{
    m_core->start();
    const QUuid uuid = define(u"web"_s, hostdev(igbVf));
    const QUuid plain = define(u"plain"_s, {});
    QVERIFY(m_core->takesFromHost(uuid));
    QVERIFY(!m_core->takesFromHost(plain));
    QVERIFY(m_core->setAutostart(plain, true, {}));
    const auto boot = [&] {
        (void)QDir(m_directory->filePath(u"run/autostarted"_s)).removeRecursively();
        restart();
        m_core->start();
        QTRY_VERIFY(m_core->isIdle());
    };
    QVERIFY(m_core->setAutostart(uuid, true, {}));
    boot();
    QTRY_COMPARE(m_core->domain(plain)->state, u"running"_s);
    QCOMPARE(m_core->domain(uuid)->state, u"shut off"_s);
    QTRY_COMPARE(m_core->domain(uuid)->reason, u"failed"_s);
    QVERIFY(m_core->setAutostart(uuid, true, m_core->digestOf(uuid)));
    boot();
    QTRY_COMPARE(m_core->domain(uuid)->state, u"running"_s);
    QTRY_VERIFY(m_core->isIdle());
    QCOMPARE(run(u"destroy"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    // Another definition is another question.
    const QByteArray other
        = domainText(u"web"_s, hostdev(otherVf))
              .replace("<memory", QByteArray("<uuid>" + uuid.toByteArray(QUuid::WithoutBraces) + "</uuid><memory"));
    QVERIFY(m_core->define(other, alice));
    boot();
    QTRY_COMPARE(m_core->domain(uuid)->reason, u"failed"_s);
    QVERIFY(!m_core->claims().holder(otherVf));

    // Nor is what runs after a save what the definition says by then.
    const auto kept = [&](const QByteArray &backing) {
        const QByteArray identity = "<uuid>4dea22b3-1d52-d8f3-2516-782e98ab3fa0</uuid><memory";
        return domainText(u"kept"_s, {})
            .replace("<memory", identity)
            .replace("<devices>", QByteArray(backing + "<devices>"));
    };
    const auto locked = m_core->define(kept("<memoryBacking><locked/></memoryBacking>"), alice);
    QVERIFY(locked);
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"kept"_s}}).state, u"done"_s);
    QCOMPARE(run(u"save"_s, {{u"domain"_s, u"kept"_s}}).state, u"done"_s);
    QVERIFY(m_core->define(kept({}), alice));
    QVERIFY(m_core->setAutostart(*locked, true, m_core->digestOf(*locked)));
    boot();
    QTRY_COMPARE(m_core->domain(*locked)->reason, u"failed"_s);
    QVERIFY(m_core->domain(*locked)->hasSavedState);
}

void TestHelperCore::tellsWhyAMachineIsAsItIs()
{
    m_core->start();
    const QUuid uuid = define(u"web"_s, {});
    const auto state
        = [&]() -> QString { return m_core->domain(uuid)->state + u" ("_s + m_core->domain(uuid)->reason + u')'; };
    const auto guest = [&] { return m_kernel->state()[u"guests"].toObject().keys().value(0); };
    const auto act = [&](GuestAct what) {
        Answer<void> answer;
        m_core->act(uuid, what, GuestMode::Any, answer.slot());
        return answer.wait();
    };
    (void)run(u"start"_s, {{u"domain"_s, u"web"_s}});
    m_kernel->tellOfGuest(guest(), u"SUSPEND"_s, {});
    QTRY_COMPARE(state(), u"pmsuspended (unknown)"_s);
    QVERIFY(act(GuestAct::Resume)); // out of its own sleep
    QTRY_COMPARE(state(), u"running (event wakeup)"_s);
    m_kernel->tellOfGuest(guest(), u"BLOCK_IO_ERROR"_s, {{u"action"_s, u"stop"_s}, {u"reason"_s, u"No space left"_s}});
    QTRY_COMPARE(state(), u"paused (I/O error)"_s);
    QCOMPARE(m_core->domain(uuid)->detail, u"No space left"_s);
    restart();
    m_core->start();
    QTRY_COMPARE(state(), u"paused (I/O error)"_s);
    QVERIFY(act(GuestAct::Resume));
    QTRY_COMPARE(state(), u"running (unpaused)"_s);
    m_kernel->endGuest(guest(), u"signal 6\nassertion failed"_s);
    QTRY_COMPARE(state(), u"shut off (crashed)"_s);
    QVERIFY(m_core->domain(uuid)->detail.contains(u"assertion failed"));
}

void TestHelperCore::aRebootThatIsNotCarriedOutHangsNothing_data()
{
    QTest::addColumn<QString>("instead");
    QTest::newRow("the guest reboots by itself") << u"reset"_s;
    QTest::newRow("it is asked to shut down after all") << u"shutdown"_s;
    QTest::newRow("nothing, for long") << u"expires"_s;
    QTest::newRow("nothing, until a later helper comes") << u"restart"_s;
    QTest::newRow("it goes off before QEMU has heard of it") << u"early"_s;
    QTest::newRow("it goes off while there is no helper") << u"away"_s;
}

/// QEMU stays for a reboot by the power button; a guest that does something else with it is off some day, for good.
void TestHelperCore::aRebootThatIsNotCarriedOutHangsNothing()
{
    QFETCH(QString, instead);
    SimQuirks quirks;
    quirks.guestsIgnorePowerButton = true;
    m_kernel->setQuirks(quirks);
    restart(instead == u"expires" ? 1 : 300'000);
    m_core->start();
    const QUuid uuid = define(u"web"_s, {});
    const auto state
        = [&]() -> QString { return m_core->domain(uuid)->state + u" ("_s + m_core->domain(uuid)->reason + u')'; };
    const auto act = [&](GuestAct what, GuestMode mode = GuestMode::Any) {
        Answer<void> answer;
        m_core->act(uuid, what, mode, answer.slot());
        return answer.wait();
    };
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    const QString guest = m_kernel->state()[u"guests"].toObject().keys().value(0);
    const auto stays = [&] { return m_kernel->state()[u"guests"][guest][u"staysWhenOff"].toBool(); };
    const auto guestGoesOff = [&] {
        m_kernel->tellOfGuest(guest, u"SHUTDOWN"_s, {{u"guest"_s, true}, {u"reason"_s, u"guest-shutdown"_s}});
    };
    QVERIFY(act(GuestAct::Reboot, GuestMode::Acpi));
    QVERIFY(stays() || instead == u"expires");
    if (instead == u"reset") {
        m_kernel->tellOfGuest(guest, u"RESET"_s, {{u"guest"_s, true}, {u"reason"_s, u"guest-reset"_s}});
    } else if (instead == u"shutdown") {
        QVERIFY(!act(GuestAct::Shutdown, GuestMode::Agent)); // it has none, and that it was asked is enough
    } else if (instead == u"restart") {
        restart(1);
        m_core->start();
    } else if (instead == u"early") {
        m_kernel->tellOfGuest(guest, u"RESET"_s, {{u"guest"_s, true}, {u"reason"_s, u"guest-reset"_s}});
        guestGoesOff();
    } else if (instead == u"away") {
        m_kernel->tellOfGuest(guest, u"RESET"_s, {{u"guest"_s, true}, {u"reason"_s, u"guest-reset"_s}});
        QTRY_VERIFY(!stays());
        m_core.reset();
        const GuestRef ref = *m_kernel->doors().guests.find(guest);
        QVERIFY(m_kernel->doors().guests.command(
            ref, {{u"execute"_s, u"set-action"_s}, {u"arguments"_s, QJsonObject{{u"shutdown"_s, u"pause"_s}}}}));
        guestGoesOff();
        restart();
        m_core->start();
    }
    if (instead != u"early" && instead != u"away") {
        QTRY_VERIFY(!stays());
        QCOMPARE(state(), u"running (booted)"_s);
        guestGoesOff();
    }
    QTRY_COMPARE(state(), u"shut off (shutdown)"_s);
}

void TestHelperCore::aPanicIsOneHoweverItEnds_data()
{
    QTest::addColumn<QString>("wishes");
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("result");
    const QString again = u"<on_poweroff>restart</on_poweroff>"_s;
    const QString kept = u"<on_crash>preserve</on_crash>"_s;
    QTest::newRow("a power-off would be a beginning") << again << u"stops"_s << u"shut off (crashed)"_s;
    QTest::newRow("the same, kept") << QString(again + kept) << u"stops"_s << u"crashed (panicked)"_s;
    QTest::newRow("the same, once a helper comes") << again << u"away"_s << u"shut off (crashed)"_s;
    QTest::newRow("kept, once a helper comes") << kept << u"away"_s << u"crashed (panicked)"_s;
    QTest::newRow("while it is to reboot") << QString() << u"reboot, stops"_s << u"shut off (crashed)"_s;
    QTest::newRow("QEMU was about to end when it was to reboot")
        << QString() << u"reboot, off"_s << u"shut off (crashed)"_s;
}

/// QEMU stops for a panic, too, while it is to stay for a power-off: that is neither a reboot nor a power-off.
void TestHelperCore::aPanicIsOneHoweverItEnds()
{
    QFETCH(QString, wishes);
    QFETCH(QString, how);
    QFETCH(QString, result);
    SimQuirks quirks;
    quirks.guestsIgnorePowerButton = true;
    m_kernel->setQuirks(quirks);
    m_core->start();
    const auto defined = m_core->define(
        QString::fromUtf8(domainText(u"web"_s, {})).replace(u"<devices>"_s, wishes + u"<devices>").toUtf8(), alice);
    QVERIFY2(defined, defined ? "" : qPrintable(defined.error().toString()));
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    const QString guest = m_kernel->state()[u"guests"].toObject().keys().value(0);
    if (how.startsWith(u"reboot")) {
        Answer<void> answer;
        m_core->act(*defined, GuestAct::Reboot, GuestMode::Acpi, answer.slot());
        QVERIFY(answer.wait());
    }
    if (how == u"away")
        m_core.reset();
    if (how.endsWith(u"off")) {
        m_kernel->tellOfGuest(guest, u"GUEST_PANICKED"_s, {{u"action"_s, u"poweroff"_s}});
        m_kernel->tellOfGuest(guest, u"SHUTDOWN"_s, {{u"guest"_s, true}, {u"reason"_s, u"guest-panic"_s}});
    } else {
        m_kernel->tellOfGuest(guest, u"GUEST_PANICKED"_s, {{u"action"_s, u"pause"_s}});
    }
    if (how == u"away") {
        restart();
        m_core->start();
    }
    const auto state = [&]() -> QString {
        return m_core->domain(*defined)->state + u" ("_s + m_core->domain(*defined)->reason + u')';
    };
    QTRY_COMPARE(state(), result);
    QTRY_VERIFY(m_core->isIdle());
    QCOMPARE(state(), result);
}

/// What is in a device cannot be saved: said before anything is touched, with its name.
void TestHelperCore::savesNothingOfTheHosts()
{
    m_core->start();
    const QUuid uuid = define(u"web"_s, hostdevInterface(igbVf, tagged));
    define(u"desk"_s, usbKeyboard);
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"web"_s}}).state, u"done"_s);
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"desk"_s}}).state, u"done"_s);
    const QJsonObject before = m_kernel->state();
    for (const auto &[name, device] :
        {std::pair{u"web"_s, igbVf.toString()}, std::pair{u"desk"_s, u"USB 0x046b:0xff10"_s}}) {
        const auto refused = plan(u"save"_s, {{u"domain"_s, name}});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::UnsupportedConfiguration);
        QVERIFY2(refused.error().detail.contains(device), qPrintable(refused.error().detail));
    }
    QCOMPARE(difference(m_kernel->state(), before), QString());
    QCOMPARE(m_core->domain(uuid)->state, u"running"_s);
    // Without them it goes.
    define(u"plain"_s, {});
    (void)run(u"start"_s, {{u"domain"_s, u"plain"_s}});
    QCOMPARE(run(u"save"_s, {{u"domain"_s, u"plain"_s}}).state, u"done"_s);
    QCOMPARE(run(u"start"_s, {{u"domain"_s, u"plain"_s}}).state, u"done"_s);
}

void TestHelperCore::renamesWhatIsOff()
{
    m_core->start();
    const QUuid uuid = define(u"web"_s, {});
    define(u"taken"_s, {});
    QVERIFY(m_core->rename(uuid, u"mail"_s));
    QCOMPARE(m_core->domain(uuid)->name, u"mail"_s);
    QCOMPARE(m_core->rename(uuid, u"taken"_s).error().code, ErrorCode::AlreadyExists);
    for (const QString &bad : {u""_s, u"a/b"_s, u"a\nb"_s, u" "_s})
        QVERIFY2(!m_core->rename(uuid, bad), qPrintable(bad));
    QCOMPARE(m_core->domain(uuid)->name, u"mail"_s);
    (void)run(u"start"_s, {{u"domain"_s, u"mail"_s}});
    QVERIFY(!m_core->rename(uuid, u"web"_s));
    restart();
    m_core->start();
    QCOMPARE(m_core->domain(uuid)->name, u"mail"_s);
}

QTEST_GUILESS_MAIN(TestHelperCore)
#include "tst_helpercore.moc"
