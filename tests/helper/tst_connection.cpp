// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection.h"
#include "host/reasontext.h"
#include "host/snapshotjson.h"
#include "kernel/samplehost.h"
#include "support/simulatedhelper.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace laneway;

/// The client against the real laneway-helper process with a simulated kernel.
class TestConnection : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;

    std::unique_ptr<Connection> open(const QString &name)
    {
        auto connection = Connection::open(name);
        if (!connection)
            return nullptr;
        QSignalSpy failed(connection->get(), &Connection::failed);
        if (!QTest::qWaitFor([&] { return (*connection)->isReady() || !failed.isEmpty(); }, 20'000))
            return nullptr;
        for (const auto &arguments : failed)
            qWarning("%s", qPrintable(arguments.first().value<Error>().toString()));
        return failed.isEmpty() ? std::move(*connection) : nullptr;
    }
    /// Waits for the answer of one call.
    template <typename T = void, typename Begin> static Result<T> ask(const Begin &begin)
    {
        std::optional<Result<T>> got;
        QObject context;
        begin(&context, [&](const Result<T> &answer) { got = answer; });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, 30'000))
            return fail(ErrorCode::TimedOut, u"test"_s);
        return *got;
    }
    static Result<PlanInfo> plan(Connection &c, const QString &kind, const QJsonObject &arguments)
    {
        return ask<PlanInfo>([&](QObject *o, const auto &answer) { c.plan(kind, arguments, o, answer); });
    }
    /// Applies a plan and waits for its job's end.
    static Result<JobInfo> carryOut(Connection &c, const QString &kind, const QJsonObject &arguments)
    {
        const auto made = plan(c, kind, arguments);
        if (!made)
            return fail(made.error());
        const auto id = ask<QString>([&](QObject *o, const auto &answer) { c.apply(made->id, o, answer); });
        if (!id)
            return fail(id.error());
        std::optional<JobInfo> ended;
        const bool inTime = QTest::qWaitFor(
            [&] {
                const auto jobs = c.jobs();
                for (const JobInfo &job : jobs)
                    if (job.id == *id && job.isFinished())
                        ended = job;
                return ended.has_value();
            },
            30'000);
        return inTime ? Result<JobInfo>(*ended) : fail(ErrorCode::TimedOut, *id);
    }
    static Result<QUuid> define(Connection &c, const QString &xml)
    {
        return ask<QUuid>([&](QObject *o, const auto &answer) { c.define(xml, o, answer); });
    }
    static QString stateOf(const Connection &c, const QUuid &uuid)
    {
        const auto domains = c.domains();
        for (const DomainInfo &domain : domains)
            if (domain.uuid == uuid)
                return domain.state;
        return {};
    }
    static PciAddress address(const QString &text) { return *PciAddress::parse(text); }
    static QString driverOf(const Connection &c, const QString &device)
    {
        const PciFunction *function = c.host().find(address(device));
        return function ? function->driver : u"gone"_s;
    }
    QString write(const QString &name, const QByteArray &text) const
    {
        QFile file(m_environment->path(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }
    /// The first VF of the server's first 82576 port.
    static QString vf(const Connection &c)
    {
        return c.host().find(address(u"0000:02:00.0"_s))->sriov->functions.first().toString();
    }

private Q_SLOTS:
    void init()
    {
        m_environment = std::make_unique<HelperEnvironment>();
        QVERIFY(m_environment->isValid());
    }
    void cleanup() { m_environment.reset(); }

    void namesThatMeanNothingAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("no scheme") << u"qemu:///system"_s;
        QTest::newRow("unknown sample") << u"sample:mainframe"_s;
        QTest::newRow("file that is not there") << u"file:/nonexistent/capture.json"_s;
        QTest::newRow("listing that is not there") << u"lspci:/nonexistent/host.lspci"_s;
        QTest::newRow("listing that is a directory") << u"lspci:/"_s;
        QTest::newRow("empty") << QString();
    }
    void namesThatMeanNothingAreRefused()
    {
        QFETCH(QString, name);
        const auto connection = Connection::open(name);
        QVERIFY(!connection);
        QCOMPARE(connection.error().code, ErrorCode::InvalidInput);
    }
    void aListingIsAHostToLookAt()
    {
        const QString file = write(u"den.lspci"_s,
            "00:02.0 VGA compatible controller [0300]: A Card [1234:0001] (prog-if 00 [VGA controller])\n"
            "\tControl: I/O+\n\tStatus: Cap+\n\tIOMMU group: 2\n\tCapabilities: <access denied>\n"
            "\tKernel driver in use: show\n"
            "00:03.0 Serial controller [0700]: A Port [1234:0002]\n\tControl: I/O+\n\tStatus: Cap-\n");
        const auto connection = open(u"lspci:"_s + file);
        QVERIFY(connection);
        const HostSnapshot &host = connection->host();
        QVERIFY(host.readOnly);
        QVERIFY(host.simulated);
        QCOMPARE(host.hostName, u"den"_s);
        QCOMPARE(host.functions.size(), 2);
        const PciFunction card = host.functions.value(address(u"0000:00:02.0"_s));
        QCOMPARE(card.driver, u"show"_s);
        QVERIFY(card.isUnknown(Unknown::Sriov));
        QVERIFY(card.isUnknown(Unknown::BootDisplay));
        for (const QString &kind : {u"detach"_s, u"reset"_s}) {
            const auto refused = plan(*connection, kind, {{u"device"_s, u"0000:00:02.0"_s}});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::ReadOnlyHost);
        }
        // Machines can be thought about, but not run.
        const auto uuid = define(*connection, domainXml(u"web"_s, {u"0000:00:02.0"_s}));
        QVERIFY(uuid);
        const auto start = plan(*connection, u"start"_s, {{u"domain"_s, uuid->toString(QUuid::WithoutBraces)}});
        QVERIFY(!start);
        QCOMPARE(start.error().code, ErrorCode::ReadOnlyHost);
    }
    void aMalformedListingFailsWithItsLine()
    {
        const QString file
            = write(u"bad.lspci"_s, "00:02.0 Serial controller [0700]: A B [1234:0001]\n\tIOMMU group: x\n");
        const auto connection = Connection::open(u"lspci:"_s + file);
        QVERIFY(connection);
        QSignalSpy failed(connection->get(), &Connection::failed);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
        const Error error = failed.first().first().value<Error>();
        QCOMPARE(error.code, ErrorCode::InvalidInput);
        QCOMPARE(error.subject, QString(file + u", line 2"));
    }
    void eachFaultOfAFileIsToldForItself_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("told");
        QTest::newRow("missing") << u"nowhere.json"_s << u"There is no file "_s;
        QTest::newRow("directory") << u"directory"_s << u"is not a file."_s;
        QTest::newRow("empty") << u"empty.json"_s << u"is empty."_s;
        QTest::newRow("not readable") << u"secret.json"_s << u"You are not allowed to read "_s;
        QTest::newRow("malformed") << u"malformed.json"_s << u"is not the recording of a host."_s;
        QTest::newRow("not JSON") << u"text.json"_s << u"is not the recording of a host."_s;
    }
    void eachFaultOfAFileIsToldForItself()
    {
        QFETCH(QString, file);
        QDir().mkpath(m_environment->path(u"directory"_s));
        write(u"empty.json"_s, {});
        write(u"malformed.json"_s, "{\"laneway\": 1, \"functions\": 3}");
        write(u"text.json"_s, "03:00.0");
        QFile::setPermissions(write(u"secret.json"_s, "{}"), {});
        if (file == u"secret.json" && ::geteuid() == 0)
            QSKIP("root may read everything");
        const auto connection = Connection::open(u"file:"_s + m_environment->path(file));
        Error error;
        if (connection) {
            QTRY_VERIFY_WITH_TIMEOUT((*connection)->failure(), 20'000);
            error = *(*connection)->failure();
        } else {
            error = connection.error();
        }
        QCOMPARE(error.code, ErrorCode::InvalidInput);
        QFETCH(QString, told);
        QVERIFY2(errorText(error).contains(told), qPrintable(errorText(error)));
        QVERIFY(errorText(error).contains(m_environment->path(file)));
    }
    void samplesAreThoseOfTheHelper() { QCOMPARE(Connection::sampleNames(), sampleNames()); }

    void hostArrivesWhole_data()
    {
        QTest::addColumn<QString>("sample");
        const QStringList samples = Connection::sampleNames();
        for (const QString &sample : samples)
            QTest::newRow(qPrintable(sample)) << sample;
    }
    void hostArrivesWhole()
    {
        QFETCH(QString, sample);
        const auto connection = open(u"sample:"_s + sample);
        QVERIFY(connection);
        const auto bundled = sampleHost(sample);
        QVERIFY(bundled);
        QCOMPARE(connection->host().functions.keys(), bundled->functions.keys());
        QVERIFY(connection->host().serial > 0);
        QVERIFY(connection->host().simulated);
        QVERIFY(connection->domains().isEmpty());
        QVERIFY(connection->jobs().isEmpty());
        QVERIFY(!assessAll(connection->host(), connection->claims()).isEmpty());
    }
    void aBundledHostHasMachinesThatStart_data()
    {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QStringList>("machines");
        QTest::newRow("server") << u"server"_s << QStringList{u"database"_s, u"firewall"_s};
        QTest::newRow("workstation") << u"workstation"_s << QStringList{u"games"_s, u"office"_s};
    }
    void aBundledHostHasMachinesThatStart()
    {
        QFETCH(QString, sample);
        m_environment->set("LANEWAY_SIM_MACHINES", {});
        const auto connection = open(u"sample:"_s + sample);
        QVERIFY(connection);
        QStringList names;
        for (const DomainInfo &machine : connection->domains()) {
            names << machine.name;
            QCOMPARE(machine.state, u"shut off"_s);
            const auto job
                = carryOut(*connection, u"start"_s, {{u"domain"_s, machine.uuid.toString(QUuid::WithoutBraces)}});
            QVERIFY2(job, job ? "" : qPrintable(job.error().toString()));
            QTRY_COMPARE(stateOf(*connection, machine.uuid), u"running"_s);
        }
        QTEST(names, "machines");
    }
    void captureIsAHostAgain()
    {
        const auto connection = open(u"sample:server"_s);
        QVERIFY(connection);
        const auto json
            = ask<QByteArray>([&](QObject *o, const auto &answer) { connection->capture(true, o, answer); });
        QVERIFY(json);
        const auto host = parseSnapshot(*json);
        QVERIFY(host);
        QCOMPARE(host->functions.keys(), connection->host().functions.keys());
        QVERIFY(!json->contains("00:1b:21:6a:3c:40"));
        QFile file(m_environment->path(u"capture.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(*json);
        file.close();
        const auto again = open(u"file:"_s + file.fileName());
        QVERIFY(again);
        QCOMPARE(again->host().functions.keys(), connection->host().functions.keys());
    }

    void aMachineStartsAndStopsWithAVirtualFunction()
    {
        const auto connection = open(u"sample:server"_s);
        QVERIFY(connection);
        const QString device = vf(*connection);
        const QString before = driverOf(*connection, device);
        const auto uuid = define(*connection, domainXml(u"web"_s, {device}));
        QVERIFY2(uuid, uuid ? "" : qPrintable(uuid.error().toString()));
        QTRY_COMPARE(connection->domains().size(), 1);
        QCOMPARE(connection->domains().first().name, u"web"_s);
        QCOMPARE(connection->domains().first().state, u"shut off"_s);
        QCOMPARE(connection->domains().first().devices, QList<PciAddress>{address(device)});
        QTRY_COMPARE(connection->claims().wanting(address(device)).size(), 1);

        const QJsonObject arguments{{u"domain"_s, uuid->toString(QUuid::WithoutBraces)}};
        const auto made = plan(*connection, u"start"_s, arguments);
        QVERIFY2(made, made ? "" : qPrintable(made.error().toString()));
        QCOMPARE(made->domainName, u"web"_s);
        QCOMPARE(made->action, u"org.laneway.helper.device.assign"_s);
        QVERIFY(made->steps.size() >= 3);
        for (const StepInfo &step : made->steps)
            QVERIFY2(!step.text.isEmpty(), qPrintable(step.kind));
        QCOMPARE(driverOf(*connection, device), before); // planning touches nothing

        QSignalSpy changes(connection.get(), &Connection::jobChanged);
        const auto job = carryOut(*connection, u"start"_s, arguments);
        QVERIFY2(job, job ? "" : qPrintable(job.error().toString()));
        QVERIFY2(job->state == u"done"_s, job->error ? qPrintable(job->error->toString()) : "");
        for (const StepInfo &step : job->steps)
            QCOMPARE(step.state, u"done"_s);
        QVERIFY(!changes.isEmpty());
        QTRY_COMPARE(stateOf(*connection, *uuid), u"running"_s);
        QTRY_COMPARE(driverOf(*connection, device), u"vfio-pci"_s); // by a difference, not by asking again
        QTRY_VERIFY(connection->claims().holder(address(device)));

        // The verdicts follow: another machine cannot have it.
        const auto verdicts = assessAll(connection->host(), connection->claims());
        QVERIFY(verdicts.value(address(device)).refuses());

        const auto stopped = carryOut(*connection, u"destroy"_s, arguments);
        QVERIFY2(stopped && stopped->state == u"done"_s, stopped ? "" : qPrintable(stopped.error().toString()));
        QTRY_COMPARE(stateOf(*connection, *uuid), u"shut off"_s);
        QTRY_COMPARE(driverOf(*connection, device), before);

        const auto journal = ask<QJsonArray>([&](QObject *o, const auto &answer) { connection->journal(o, answer); });
        QVERIFY(journal);
        QVERIFY(journal->size() >= 2);
        const auto entry
            = ask<QJsonObject>([&](QObject *o, const auto &answer) { connection->journalEntry(job->id, o, answer); });
        QVERIFY(entry);
        QCOMPARE(entry->value(u"outcome").toString(), u"done"_s);

        QVERIFY(ask([&](QObject *o, const auto &answer) { connection->undefine(*uuid, o, answer); }));
        QTRY_VERIFY(connection->domains().isEmpty());
    }
    void definitionsComeBackAsTheyWere()
    {
        const auto connection = open(u"sample:server"_s);
        QVERIFY(connection);
        const auto uuid = define(*connection, domainXml(u"web"_s, {}));
        QVERIFY(uuid);
        const auto xml
            = ask<QString>([&](QObject *o, const auto &answer) { connection->domainXml(*uuid, true, o, answer); });
        QVERIFY(xml);
        QVERIFY(xml->contains(u"<name>web</name>"_s));
        QVERIFY(xml->contains(uuid->toString(QUuid::WithoutBraces)));
    }
    void refusalsNameTheirCause_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QJsonObject>("arguments");
        QTest::addColumn<QString>("code");
        QTest::newRow("bridge") << u"detach"_s << QJsonObject{{u"device"_s, u"0000:00:00.0"_s}} << u"NotAnEndpoint"_s;
        QTest::newRow("no such device") << u"detach"_s << QJsonObject{{u"device"_s, u"0000:77:00.0"_s}}
                                        << u"NotFound"_s;
        QTest::newRow("no such domain") << u"start"_s
                                        << QJsonObject{{u"domain"_s, u"7c1fcd5c-3a83-4f7e-9d21-1b9f7a4d7a10"_s}}
                                        << u"NotFound"_s;
        QTest::newRow("no such job") << u"undo"_s << QJsonObject{{u"job"_s, u"nothing"_s}} << u"NotFound"_s;
        QTest::newRow("no such kind") << u"exec"_s << QJsonObject{{u"device"_s, u"0000:02:00.0"_s}}
                                      << u"InvalidInput"_s;
    }
    void refusalsNameTheirCause()
    {
        QFETCH(QString, kind);
        QFETCH(QJsonObject, arguments);
        QFETCH(QString, code);
        const auto connection = open(u"sample:server"_s);
        QVERIFY(connection);
        const auto made = plan(*connection, kind, arguments);
        QVERIFY(!made);
        QCOMPARE(errorName(made.error().code), code);
    }
    void xmlThatIsNoneIsRefused()
    {
        const auto connection = open(u"sample:server"_s);
        QVERIFY(connection);
        const auto broken = define(*connection, u"<domain><name>x</domain>"_s);
        QVERIFY(!broken);
        QCOMPARE(broken.error().code, ErrorCode::InvalidXml);
        const auto huge = define(*connection, u"<domain>"_s + QString(1024 * 1024, u' ') + u"</domain>"_s);
        QVERIFY(!huge);
        QCOMPARE(huge.error().code, ErrorCode::LimitExceeded);
        QVERIFY(connection->isReady());
    }
    void aFailingStepIsTakenBack()
    {
        m_environment->set("LANEWAY_SIM_FAULT", "fail:2:EIO");
        const auto connection = open(u"sample:server"_s);
        QVERIFY(connection);
        const QString device = vf(*connection);
        const QString before = driverOf(*connection, device);
        const auto job = carryOut(*connection, u"detach"_s, {{u"device"_s, device}});
        QVERIFY2(job, job ? "" : qPrintable(job.error().toString()));
        QCOMPARE(job->state, u"rolled-back"_s);
        QVERIFY(job->error);
        QCOMPARE(job->error->systemError, EIO);
        QTRY_COMPARE(driverOf(*connection, device), before);
    }
    void theHelpersDeathIsNoticed()
    {
        const auto connection = open(u"sample:server"_s);
        QVERIFY(connection);
        const auto helper = m_environment->helpers().value(0);
        QVERIFY(helper > 0);
        QSignalSpy failed(connection.get(), &Connection::failed);
        QCOMPARE(::kill(pid_t(helper), SIGKILL), 0);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::Disconnected);
        QVERIFY(!connection->isReady());
        const auto late = plan(*connection, u"reset"_s, {{u"device"_s, u"0000:02:00.0"_s}});
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Disconnected);
    }
    void theHelperLeavesWithItsClient()
    {
        auto connection = open(u"sample:laptop"_s);
        QVERIFY(connection);
        QCOMPARE(m_environment->helpers().size(), 1);
        connection.reset();
        QTRY_VERIFY(m_environment->helpers().isEmpty());
    }

    /// As after a logout. It would keep the next session's helper from the machines.
    void aSessionsHelperLeavesThoughItsDirectoryIsGone()
    {
        auto connection = open(u"session"_s);
        QVERIFY(connection);
        QCOMPARE(m_environment->helpers().size(), 1);
        QVERIFY(QDir(qEnvironmentVariable("XDG_RUNTIME_DIR")).removeRecursively());
        connection.reset();
        QTRY_VERIFY_WITH_TIMEOUT(m_environment->helpers().isEmpty(), 30'000);
    }

    // A host that never rests keeps nobody's helper alive.
    void aHelperOfARestlessHostLeavesWithItsClient()
    {
        qputenv("LANEWAY_SIM_CHURN", "500");
        auto connection = open(u"sample:server"_s);
        qunsetenv("LANEWAY_SIM_CHURN");
        QVERIFY(connection);
        int changes = 0;
        connect(connection.get(), &Connection::hostChanged, this, [&changes] { ++changes; });
        QTRY_VERIFY(changes > 3);
        connection.reset();
        QTRY_VERIFY_WITH_TIMEOUT(m_environment->helpers().isEmpty(), 10'000);
    }
    void aHelperThatCannotStartSaysWhy()
    {
        QFile file(m_environment->path(u"broken.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{}");
        file.close();
        auto connection = Connection::open(u"file:"_s + file.fileName());
        QVERIFY(connection);
        QSignalSpy failed(connection->get(), &Connection::failed);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!(*connection)->isReady());
        QVERIFY2(!failed.first().first().value<Error>().detail.isEmpty(), "the helper's last words");
    }
    void answersForTheDeadAreDropped()
    {
        const auto connection = open(u"sample:laptop"_s);
        QVERIFY(connection);
        bool answered = false;
        {
            QObject context;
            connection->journal(&context, [&](const Result<QJsonArray> &) { answered = true; });
        }
        QVERIFY(ask<QJsonArray>([&](QObject *o, const auto &answer) { connection->journal(o, answer); }));
        QVERIFY(!answered);
    }
    void theStateOfASimulationCanBeKept()
    {
        m_environment->set("LANEWAY_SIM_STATE", m_environment->path(u"kernel.json"_s).toUtf8());
        QString device;
        {
            const auto connection = open(u"sample:server"_s);
            QVERIFY(connection);
            device = vf(*connection);
            QVERIFY(define(*connection, domainXml(u"web"_s, {device})));
            const auto job = carryOut(*connection, u"detach"_s, {{u"device"_s, device}});
            QVERIFY2(job && job->state == u"done"_s, job ? "" : qPrintable(job.error().toString()));
        }
        QTRY_VERIFY(m_environment->helpers().isEmpty());
        const auto connection = open(u"sample:server"_s);
        QVERIFY(connection);
        QCOMPARE(driverOf(*connection, device), u"vfio-pci"_s);
        QCOMPARE(connection->domains().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
