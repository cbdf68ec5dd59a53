// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/qemuguests.h"
#include "domains/savedstate.h"
#include "helpercore.h"
#include "host/bounds.h"
#include "support/tinyguest.h"
#include "worlds.h"

#include <QSet>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace laneway;
using tinyguest::Fate;

namespace {
constexpr int longMs = 60'000;

template <typename T> class Answer
{
public:
    std::function<void(const Result<T> &)> slot()
    {
        return [state = m_state](const Result<T> &result) { *state = result; };
    }
    Result<T> wait() const
    {
        if (!QTest::qWaitFor([this] { return m_state->has_value(); }, longMs))
            return fail(ErrorCode::TimedOut, u"test"_s);
        return **m_state;
    }

private:
    std::shared_ptr<std::optional<Result<T>>> m_state = std::make_shared<std::optional<Result<T>>>();
};
} // namespace

/// A session's helper with the installed QEMU, and guests that do what a machine's life is made of.
class TestMachineLife : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SimKernel> m_host; ///< all but the guests
    std::unique_ptr<QemuGuests> m_guests;
    std::unique_ptr<HelperCore> m_core;

    QString path(const QString &name) const { return m_directory->filePath(name); }
    void restart()
    {
        m_core.reset();
        m_guests = std::make_unique<QemuGuests>(QemuGuests::Options{path(u"run"_s), QemuGuests::Mode::Child, {}, true});
        Kernel doors{m_host->doors().sys, m_host->doors().proc, m_host->doors().etc, m_host->doors().netlink,
            m_host->doors().nodes, m_host->doors().modules, m_host->doors().names, *m_guests, m_host->doors().nvme,
            m_host->doors().programs};
        m_core = std::make_unique<HelperCore>(
            HelperCore::Options{doors, path(u"state"_s), path(u"run"_s), false, false, {}});
        m_core->start();
    }
    QUuid define(Fate fate = Fate::None, const QString &inside = {}, const QString &devices = {})
    {
        if (!tinyguest::writeDisk(path(u"disk"_s), fate))
            qFatal("no disk");
        const auto uuid = m_core->define(
            tinyguest::domainXml(u"tiny"_s, path(u"disk"_s), path(u"serial"_s), inside, devices), geteuid());
        if (!uuid)
            qFatal("%s", qPrintable(uuid.error().toString()));
        return *uuid;
    }
    Result<JobState> run(const QString &kind, QJsonObject arguments = {})
    {
        arguments[u"domain"] = u"tiny"_s;
        Answer<Plan> planned;
        m_core->plan({kind, arguments, geteuid()}, planned.slot());
        const auto plan = planned.wait();
        const auto job = plan ? m_core->apply(plan->id, geteuid()) : fail(plan.error());
        if (!job)
            return fail(job.error());
        (void)QTest::qWaitFor([&] { return m_core->job(*job)->state != u"running"; }, longMs);
        return *m_core->job(*job);
    }
    Result<> act(const QUuid &uuid, GuestAct what, GuestMode mode = GuestMode::Any)
    {
        Answer<void> answer;
        m_core->act(uuid, what, mode, answer.slot());
        return answer.wait();
    }
    QString state(const QUuid &uuid) const
    {
        const auto domain = m_core->domain(uuid);
        return domain ? domain->state + u" ("_s + domain->reason + u')' : u"gone"_s;
    }
    QByteArray said() const { return tinyguest::said(path(u"serial"_s)); }
    qsizetype begun() const { return said().count('!'); }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFile::exists(u"/usr/bin/qemu-system-x86_64"_s))
            QSKIP("qemu-system-x86_64 is not installed");
    }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_host = std::make_unique<SimKernel>(smallServer());
        restart();
    }
    void cleanup()
    {
        for (const DomainState &domain : m_core->domains(std::nullopt))
            if (domain.state != u"shut off")
                (void)run(u"destroy"_s);
        m_core.reset();
        m_guests.reset();
    }

    void runsAndPausesAndGoesOn()
    {
        const QUuid uuid = define();
        QCOMPARE(state(uuid), u"shut off (unknown)"_s);
        const auto started = run(u"start"_s);
        QVERIFY2(started && started->state == u"done",
            started ? qPrintable(QString::fromUtf8(QJsonDocument(started->json).toJson()))
                    : qPrintable(started.error().toString()));
        QCOMPARE(state(uuid), u"running (booted)"_s);
        QTRY_VERIFY_WITH_TIMEOUT(said().contains("!AB"), longMs);
        QVERIFY(act(uuid, GuestAct::Suspend));
        QTRY_COMPARE(state(uuid), u"paused (user)"_s);
        const QByteArray before = said();
        QVERIFY(act(uuid, GuestAct::Resume));
        QTRY_COMPARE(state(uuid), u"running (unpaused)"_s);
        QTRY_VERIFY_WITH_TIMEOUT(said().size() > before.size() + 2, longMs);
        QCOMPARE(begun(), 1); // it went on, and did not begin again
        QVERIFY(act(uuid, GuestAct::Reset));
        QTRY_COMPARE_WITH_TIMEOUT(begun(), 2, longMs);
        const auto destroyed = run(u"destroy"_s);
        QVERIFY(destroyed);
        QCOMPARE(destroyed->state, u"done"_s);
        QCOMPARE(state(uuid), u"shut off (destroyed)"_s);
        QVERIFY(!act(uuid, GuestAct::Suspend)); // it is not running
    }

    void startsPaused()
    {
        // With less memory than it could have, which QEMU is told before the guest runs.
        const QUuid uuid
            = define(Fate::None, u"<currentMemory unit='MiB'>4</currentMemory>"_s, u"<memballoon model='virtio'/>"_s);
        const auto started = run(u"start"_s, {{u"paused"_s, true}});
        QVERIFY(started);
        QVERIFY2(started->state == u"done", qPrintable(QString::fromUtf8(QJsonDocument(started->json).toJson())));
        QCOMPARE(state(uuid), u"paused (user)"_s);
        QCOMPARE(said(), QByteArray());
        // A new helper finds it as it is.
        restart();
        QCOMPARE(state(uuid), u"paused (user)"_s);
        QVERIFY(act(uuid, GuestAct::Resume));
        QTRY_COMPARE(state(uuid), u"running (unpaused)"_s);
        QTRY_VERIFY_WITH_TIMEOUT(begun() == 1, longMs);
    }

    void powerButtonEndsIt()
    {
        const QUuid uuid = define();
        QVERIFY(run(u"start"_s));
        QTRY_VERIFY_WITH_TIMEOUT(said().contains("!A"), longMs);
        QVERIFY(!act(uuid, GuestAct::Shutdown, GuestMode::Agent)); // it has none
        QVERIFY(act(uuid, GuestAct::Shutdown));
        QTRY_COMPARE_WITH_TIMEOUT(state(uuid), u"shut off (shutdown)"_s, longMs);
        QTRY_VERIFY(m_core->isIdle());
    }

    /// The guest knows of no reboot: it is switched off, and on again, and the process stays.
    void rebootsByThePowerButton()
    {
        const QUuid uuid = define();
        QVERIFY(run(u"start"_s));
        QTRY_VERIFY_WITH_TIMEOUT(said().contains("!A"), longMs);
        const int id = m_core->domain(uuid)->id;
        QVERIFY(act(uuid, GuestAct::Reboot, GuestMode::Acpi));
        QTRY_COMPARE_WITH_TIMEOUT(begun(), 2, longMs);
        QTRY_COMPARE(state(uuid), u"running (booted)"_s);
        QCOMPARE(m_core->domain(uuid)->id, id);
        // Once only: the next power-off is one.
        QVERIFY(act(uuid, GuestAct::Shutdown, GuestMode::Acpi));
        QTRY_COMPARE_WITH_TIMEOUT(state(uuid), u"shut off (shutdown)"_s, longMs);
    }

    /// The reboot that a helper began is finished by the next one.
    void rebootsAcrossARestartOfTheHelper()
    {
        const QUuid uuid = define();
        QVERIFY(run(u"start"_s));
        QTRY_VERIFY_WITH_TIMEOUT(said().contains("!A"), longMs);
        QVERIFY(act(uuid, GuestAct::Suspend)); // so that it is not off too early
        QVERIFY(!act(uuid, GuestAct::Reboot, GuestMode::Acpi)); // nor does it hear a button then
        QVERIFY(act(uuid, GuestAct::Resume));
        QVERIFY(act(uuid, GuestAct::Reboot, GuestMode::Acpi));
        restart();
        QTRY_COMPARE_WITH_TIMEOUT(begun(), 2, longMs);
        QTRY_COMPARE(m_core->domain(uuid)->state, u"running"_s);
    }

    void endsAsItsDefinitionSays_data()
    {
        QTest::addColumn<Fate>("fate");
        QTest::addColumn<QString>("wish");
        QTest::addColumn<QString>("result");
        QTest::addColumn<int>("begun");
        QTest::newRow("reboot, destroyed")
            << Fate::Reboots << u"<on_reboot>destroy</on_reboot>"_s << u"shut off (shutdown)"_s << 1;
        QTest::newRow("reboot, twice at least")
            << Fate::Reboots << u"<on_reboot>restart</on_reboot>"_s << u"running (booted)"_s << 3;
        QTest::newRow("panic, destroyed")
            << Fate::Panics << u"<on_crash>destroy</on_crash>"_s << u"shut off (crashed)"_s << 1;
        QTest::newRow("panic, kept") << Fate::Panics << u"<on_crash>preserve</on_crash>"_s << u"crashed (panicked)"_s
                                     << 1;
        QTest::newRow("panic, destroyed, where a power-off is a beginning")
            << Fate::Panics << u"<on_poweroff>restart</on_poweroff><on_crash>destroy</on_crash>"_s
            << u"shut off (crashed)"_s << 1;
        QTest::newRow("panic, again") << Fate::Panics << u"<on_crash>restart</on_crash>"_s << QString() << 3;
    }
    void endsAsItsDefinitionSays()
    {
        QFETCH(Fate, fate);
        QFETCH(QString, wish);
        QFETCH(QString, result);
        QFETCH(int, begun);
        const QUuid uuid = define(fate, wish, u"<panic model='isa'/>"_s);
        const auto started = run(u"start"_s);
        QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
        QTRY_VERIFY_WITH_TIMEOUT(this->begun() >= begun, longMs);
        if (!result.isEmpty())
            QTRY_COMPARE_WITH_TIMEOUT(state(uuid), result, longMs);
        if (begun == 1)
            QCOMPARE(this->begun(), 1);
    }

    void aPowerOffCanBeABeginning()
    {
        const QUuid uuid = define(Fate::None, u"<on_poweroff>restart</on_poweroff>"_s);
        QVERIFY(run(u"start"_s));
        for (int time = 1; time <= 2; ++time) {
            QTRY_COMPARE_WITH_TIMEOUT(begun(), time, longMs);
            QTRY_VERIFY_WITH_TIMEOUT(said().endsWith('B'), longMs);
            QVERIFY(act(uuid, GuestAct::Shutdown, GuestMode::Acpi));
        }
        QTRY_COMPARE_WITH_TIMEOUT(begun(), 3, longMs);
    }

    void aProcessThatDiesIsACrash()
    {
        const QUuid uuid = define();
        QVERIFY(run(u"start"_s));
        const QString guests = path(u"run/guests"_s);
        const QString record = QDir(guests).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0);
        const auto guest = m_guests->find(record);
        QVERIFY(guest);
        QCOMPARE(::kill(pid_t(guest->pid), SIGSEGV), 0);
        QTRY_COMPARE_WITH_TIMEOUT(state(uuid), u"shut off (crashed)"_s, longMs);
        QCOMPARE(m_core->domain(uuid)->detail.section(u'\n', 0, 0), u"signal 11"_s);
    }

    void aStartThatFailsSaysWhy()
    {
        const QUuid uuid = define();
        QVERIFY(QFile::remove(path(u"disk"_s)));
        const auto job = run(u"start"_s);
        QVERIFY(!job || job->state == u"rolled-back");
        QTRY_COMPARE(state(uuid), u"shut off (failed)"_s);
        QVERIFY2(m_core->domain(uuid)->detail.contains(path(u"disk"_s)), qPrintable(m_core->domain(uuid)->detail));
    }

    /// Its memory in a file, over a restart of the helper, and on from where it was.
    void savesAndGoesOn()
    {
        const QUuid uuid = define();
        QVERIFY(run(u"start"_s));
        QTRY_VERIFY_WITH_TIMEOUT(said().contains("!ABCD"), longMs);
        const auto saved = run(u"save"_s);
        QVERIFY2(saved && saved->state == u"done",
            saved ? qPrintable(QString::fromUtf8(QJsonDocument(saved->json).toJson()))
                  : qPrintable(saved.error().toString()));
        QCOMPARE(state(uuid), u"shut off (saved)"_s);
        QVERIFY(m_core->domain(uuid)->hasSavedState);
        const QString image = path(u"state/saved/"_s) + uuid.toString(QUuid::WithoutBraces) + u".image";
        QVERIFY(QFileInfo(image).size() > 100'000);
        QCOMPARE(int(QFileInfo(image).permissions()) & 0x0077, 0);
        const QByteArray before = said();
        QVERIFY(!m_core->undefine(uuid)); // it would be lost
        restart();
        QVERIFY(m_core->domain(uuid)->hasSavedState);
        const auto restored = run(u"start"_s);
        QVERIFY2(restored && restored->state == u"done",
            restored ? qPrintable(QString::fromUtf8(QJsonDocument(restored->json).toJson()))
                     : qPrintable(restored.error().toString()));
        QCOMPARE(state(uuid), u"running (restored)"_s);
        QVERIFY(!m_core->domain(uuid)->hasSavedState);
        QVERIFY(!QFile::exists(image));
        QTRY_VERIFY_WITH_TIMEOUT(said().size() > before.size() + 3, longMs);
        QCOMPARE(begun(), 1); // it did not begin again
        const QByteArray all = said().mid(1);
        for (qsizetype i = 1; i < all.size(); ++i) // and no letter is missing
            QCOMPARE(all[i], all[i - 1] == 'Z' ? 'A' : char(all[i - 1] + 1));
    }

    void staysPausedWhenItWas()
    {
        const QUuid uuid = define();
        QVERIFY(run(u"start"_s));
        QTRY_VERIFY_WITH_TIMEOUT(said().contains("!A"), longMs);
        QVERIFY(act(uuid, GuestAct::Suspend));
        QVERIFY(run(u"save"_s));
        QVERIFY(run(u"start"_s));
        QTRY_COMPARE(state(uuid), u"paused (user)"_s);
        QVERIFY(run(u"save"_s, {{u"then"_s, u"running"_s}}));
        QVERIFY(run(u"start"_s));
        QCOMPARE(state(uuid), u"running (restored)"_s);
        QCOMPARE(begun(), 1);
    }

    void aSavedStateCanBeGivenUp()
    {
        const QUuid uuid = define();
        QVERIFY(run(u"start"_s));
        QTRY_VERIFY_WITH_TIMEOUT(said().contains("!A"), longMs);
        QVERIFY(run(u"save"_s));
        QVERIFY(m_core->rename(uuid, u"renamed"_s)); // it is the machine's, whatever that is called
        QVERIFY(m_core->rename(uuid, u"tiny"_s));
        const auto fresh = run(u"start"_s, {{u"fresh"_s, true}});
        QVERIFY(fresh);
        QCOMPARE(fresh->state, u"done"_s);
        QCOMPARE(state(uuid), u"running (booted)"_s);
        QTRY_COMPARE_WITH_TIMEOUT(begun(), 2, longMs);
        QVERIFY(!m_core->domain(uuid)->hasSavedState);
        QVERIFY(run(u"save"_s));
        QVERIFY(m_core->removeSavedState(uuid));
        QCOMPARE(m_core->removeSavedState(uuid).error().code, ErrorCode::NotFound);
        QVERIFY(m_core->undefine(uuid));
    }

    /// Found out while it is written: how large it will be, nobody knows beforehand.
    void takesNoMoreThanItsOwnersShare()
    {
        SavedStates files(path(u"state/saved"_s));
        const quint64 most = shareOf({}, files.directory(), geteuid(), {}).mostBytes;
        const auto fill = [&](uint owner) {
            const QUuid other = QUuid::createUuid();
            const auto written = files.write({other, owner, "<domain/>", {}, true, QDateTime::currentDateTimeUtc()});
            QFile image(files.imageOf(other));
            if (!written || !image.open(QIODevice::WriteOnly) || !image.resize(qint64(most) - 10'000))
                qFatal("cannot be written");
            return other;
        };
        fill(geteuid() + 1); // another's
        const QUuid other = fill(geteuid());
        restart();
        const QUuid uuid = define();
        QVERIFY(run(u"start"_s));
        const auto job = run(u"save"_s);
        QVERIFY2(job, job ? "" : qPrintable(job.error().toString()));
        QCOMPARE(job->state, u"rolled-back"_s);
        QTRY_COMPARE(m_core->domain(uuid)->state, u"running"_s);
        QVERIFY(!m_core->domain(uuid)->hasSavedState);
        QVERIFY(m_core->removeSavedState(other));
        QVERIFY(run(u"save"_s));
        QCOMPARE(state(uuid), u"shut off (saved)"_s);
    }

    /// As many as there are after each act, whoever else has saved how many.
    void noMoreAreSavedThanMay()
    {
        SavedStates files(path(u"state/saved"_s));
        QList<QUuid> others;
        for (int i = 0; i < mostSaved; ++i) {
            others += QUuid::createUuid();
            QVERIFY(files.write(
                {others.last(), geteuid() + (i == 0), "<domain/>", {}, true, QDateTime::currentDateTimeUtc()}));
        }
        restart();
        const QUuid uuid = define();
        for (int i = 0; i < 2; ++i) {
            QVERIFY(run(u"start"_s));
            const auto saved = run(u"save"_s);
            QVERIFY2(saved, saved ? "" : qPrintable(saved.error().toString()));
            QCOMPARE(state(uuid), u"shut off (saved)"_s); // its own is no other
        }
        QVERIFY(run(u"start"_s));
        QVERIFY(files.write({others.first(), geteuid(), "<domain/>", {}, true, QDateTime::currentDateTimeUtc()}));
        restart();
        QCOMPARE(run(u"save"_s).error().code, ErrorCode::LimitExceeded);
        QVERIFY(m_core->removeSavedState(others.last()));
        QVERIFY(run(u"save"_s));
        QCOMPARE(state(uuid), u"shut off (saved)"_s);
    }

    /// Nobody's memory is thrown away because a file is damaged.
    void aStateThatCannotBeReadIsNotGivenUp()
    {
        const QUuid uuid = define();
        QVERIFY(run(u"start"_s));
        QVERIFY(run(u"save"_s));
        QFile record(path(u"state/saved/"_s) + uuid.toString(QUuid::WithoutBraces) + u".json");
        QVERIFY(record.open(QIODevice::WriteOnly | QIODevice::Truncate));
        restart();
        const auto refused = run(u"start"_s);
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.contains(u"--force-boot"), qPrintable(refused.error().detail));
        QVERIFY(m_core->domain(uuid)->hasSavedState);
        QVERIFY(run(u"start"_s, {{u"fresh"_s, true}}));
        QCOMPARE(state(uuid), u"running (booted)"_s);
        QVERIFY(!m_core->domain(uuid)->hasSavedState);
    }

    void aFailedSaveLeavesItRunning()
    {
        const QUuid uuid = define();
        QVERIFY(run(u"start"_s));
        QTRY_VERIFY_WITH_TIMEOUT(said().contains("!A"), longMs);
        // A folder is where the file should be.
        const QString inTheWay = path(u"state/saved/"_s) + uuid.toString(QUuid::WithoutBraces) + u".image/x";
        QVERIFY(QDir().mkpath(inTheWay));
        const auto job = run(u"save"_s);
        QVERIFY(job);
        QCOMPARE(job->state, u"rolled-back"_s);
        QTRY_COMPARE(m_core->domain(uuid)->state, u"running"_s);
        QVERIFY(!m_core->domain(uuid)->hasSavedState);
        const qsizetype before = said().size();
        QTRY_VERIFY_WITH_TIMEOUT(said().size() > before + 2, longMs);
        QCOMPARE(begun(), 1);
        QVERIFY(QDir(path(u"state/saved"_s)).removeRecursively());
        QVERIFY(run(u"save"_s)); // and now it goes
        QCOMPARE(state(uuid), u"shut off (saved)"_s);
    }

    void aFailedRestoreKeepsTheFile()
    {
        const QUuid uuid = define();
        QVERIFY(run(u"start"_s));
        QTRY_VERIFY_WITH_TIMEOUT(said().contains("!A"), longMs);
        QVERIFY(run(u"save"_s));
        QFile image(path(u"state/saved/"_s) + uuid.toString(QUuid::WithoutBraces) + u".image");
        QVERIFY(image.open(QIODevice::ReadWrite));
        const QByteArray whole = image.readAll();
        QVERIFY(image.resize(whole.size() / 2));
        const auto job = run(u"start"_s);
        QVERIFY(job);
        QCOMPARE(job->state, u"rolled-back"_s);
        QVERIFY(m_core->domain(uuid)->hasSavedState);
        QCOMPARE(m_core->domain(uuid)->state, u"shut off"_s);
        QVERIFY2(m_core->domain(uuid)->detail.size() > 20, qPrintable(m_core->domain(uuid)->detail));
        image.seek(0);
        QCOMPARE(image.write(whole), whole.size());
        image.close();
        QVERIFY(run(u"start"_s));
        QCOMPARE(state(uuid), u"running (restored)"_s);
        QCOMPARE(begun(), 1);
    }

    void startsWithTheHost()
    {
        const QUuid uuid = define();
        QVERIFY(m_core->setAutostart(uuid, true, {}));
        QVERIFY(m_core->domain(uuid)->autostart);
        restart();
        QTRY_COMPARE_WITH_TIMEOUT(state(uuid), u"shut off (unknown)"_s, longMs); // this boot was seen already
        QVERIFY(QDir(path(u"run/autostarted"_s)).removeRecursively());
        restart();
        QTRY_COMPARE_WITH_TIMEOUT(state(uuid), u"running (booted)"_s, longMs);
        QVERIFY(run(u"destroy"_s));
        restart(); // what somebody ended stays so
        QTest::qWait(0);
        QVERIFY(m_core->setAutostart(uuid, false, {}));
        QVERIFY(!m_core->domain(uuid)->autostart);
        QCOMPARE(state(uuid), u"shut off (destroyed)"_s);
    }
};

QTEST_GUILESS_MAIN(TestMachineLife)
#include "tst_machinelife.moc"
