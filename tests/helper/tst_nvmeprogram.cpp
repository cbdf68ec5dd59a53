// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/nvmeprogram.h"
#include "hosts.h"
#include "support/places.h"
#include "support/privatebus.h"

#include <QDBusObjectPath>
#include <QDBusVirtualObject>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>
#include <thread>

using namespace laneway;

namespace {
/// As much of PID 1 as tells whether a unit runs; it starts none.
class BusyUnits : public QDBusVirtualObject
{
public:
    std::atomic_bool isRunning = true;
    QStringList asked; ///< units
    QStringList started;

    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        const QString unit = message.arguments().value(0).toString();
        if (message.member() == u"GetUnit") {
            asked += unit;
            if (isRunning)
                return connection.send(
                    message.createReply(QVariant::fromValue(QDBusObjectPath(u"/org/freedesktop/systemd1/unit/x"_s))));
        }
        if (message.member() == u"GetAll")
            return connection.send(message.createReply(QVariant(QVariantMap{{u"ActiveState"_s, u"active"_s}})));
        if (message.member() == u"StartTransientUnit")
            started += unit;
        return connection.send(message.createErrorReply(u"org.freedesktop.systemd1.NoSuchUnit"_s, u"none"_s));
    }
};
} // namespace

/// The program is started and its answer read, whatever it prints. A script stands for it: the real one
/// needs a controller, and is met in the lab; so is PID 1.
class TestNvmeProgram : public QObject
{
    Q_OBJECT
    QTemporaryDir m_directory;
    const QString m_good = uR"({"queues":{"total":8,"primary":0,"each":2,"granularity":1},)"
                           R"("interrupts":{"total":4,"primary":0,"each":1,"granularity":1},)"
                           R"("controllers":[{"controller":1,"vf":0,"online":true,"queues":2,"interrupts":1}]})"_s;

    QString script(const QString &text)
    {
        QFile file(m_directory.filePath(u"program"_s));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            return {};
        file.write("#!/bin/sh\necho \"$@\" >>" + m_directory.filePath(u"calls"_s).toUtf8() + '\n' + text.toUtf8());
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return file.fileName();
    }
    QStringList calls() const
    {
        QFile file(m_directory.filePath(u"calls"_s));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("LANEWAY_GUESTS", "child");
        QVERIFY(QDir(m_directory.path()).mkpath(u"sys/bus/pci/devices/"_s + nvmePf.toString() + u"/nvme/nvme3"));
    }
    void init() { QFile::remove(m_directory.filePath(u"calls"_s)); }

    void asks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        QTest::addColumn<ErrorCode>("code");
        const auto no = [](const char *name, const QString &text, ErrorCode code) {
            QTest::newRow(name) << text << false << code;
        };
        QTest::newRow("answer") << QString(u"echo '"_s + m_good + u"'\n") << true << ErrorCode::Internal;
        no("its own error", u"echo '{\"error\":\"UnsupportedConfiguration\",\"detail\":\"x\"}'\n"_s,
            ErrorCode::UnsupportedConfiguration);
        no("an error that nobody knows", u"echo '{\"error\":\"Surprise\"}'\n"_s, ErrorCode::KernelRefused);
        no("nothing", u"exit 0\n"_s, ErrorCode::KernelRefused);
        no("half a line", u"printf '{\"queues\":'\n"_s, ErrorCode::KernelRefused);
        no("garbage", u"head -c 3000 /dev/zero; echo\n"_s, ErrorCode::KernelRefused);
        no("without end", u"head -c 3000000 /dev/zero; echo\n"_s, ErrorCode::KernelRefused);
        no("stuck", u"exec sleep 20\n"_s, ErrorCode::TimedOut);
    }
    void asks()
    {
        QFETCH(QString, text);
        QFETCH(bool, good);
        QFETCH(ErrorCode, code);
        RealFileTree sys(m_directory.filePath(u"sys"_s));
        NvmeProgram program({sys, true, script(text), 2'000});
        const auto told = program.ask(nvmePf);
        QCOMPARE(told.has_value(), good);
        if (good)
            QCOMPARE(told->controllers.first().queues, 2);
        else
            QCOMPARE(errorName(told.error().code), errorName(code));
        QCOMPARE(calls(), QStringList{nvmePf.toString() + u" list"_s});
    }
    void assigns()
    {
        RealFileTree sys(m_directory.filePath(u"sys"_s));
        NvmeProgram program({sys, true, script(u"echo '"_s + m_good + u"'\n"), 5'000});
        QVERIFY(program.assign(nvmePf, {{1, VfIndex{0}, true, 2, 1}, {2, VfIndex{1}, false, 0, 0}}));
        QCOMPARE(calls(), QStringList{nvmePf.toString() + u" assign 1:2:1:online 2:0:0:offline"_s});
    }
    /// A host is read again and again: the controller is not asked each time.
    void remembersUntilSomethingChanges()
    {
        RealFileTree sys(m_directory.filePath(u"sys"_s));
        NvmeProgram program({sys, true, script(u"echo '"_s + m_good + u"'\n"), 5'000});
        QVERIFY(!program.known(nvmePf, u"1 "_s, false));
        QVERIFY(program.known(nvmePf, u"1 "_s, true));
        QVERIFY(program.known(nvmePf, u"1 "_s, true));
        QVERIFY(program.known(nvmePf, u"1 "_s, false));
        QCOMPARE(calls().size(), 1);
        QVERIFY(program.known(nvmePf, u"1 vfio-pci"_s, true));
        QCOMPARE(calls().size(), 2);
        QVERIFY(program.assign(nvmePf, {{1, VfIndex{0}, true, 2, 1}})); // which told, too
        QVERIFY(program.known(nvmePf, u"2  "_s, true));
        QCOMPARE(calls().size(), 3);
    }
    void oneThatFailsIsNotAskedAgain()
    {
        RealFileTree sys(m_directory.filePath(u"sys"_s));
        NvmeProgram program({sys, true, script(u"exit 1\n"_s), 5'000});
        QVERIFY(!program.known(nvmePf, u"1"_s, true));
        QVERIFY(!program.known(nvmePf, u"1"_s, true));
        QCOMPARE(calls().size(), 1);
    }
    void plansThatAskTogetherGetOneAnswer()
    {
        RealFileTree sys(m_directory.filePath(u"sys"_s));
        NvmeProgram program({sys, true, script(u"sleep 0.3; echo '"_s + m_good + u"'\n"), 20'000, 60'000});
        std::atomic_int good = 0;
        std::vector<std::thread> askers;
        for (int i = 0; i < 4; ++i)
            askers.emplace_back([&] { good += program.askForPlan(nvmePf).has_value(); });
        for (std::thread &asker : askers)
            asker.join();
        QCOMPARE(good, 4);
        QVERIFY(program.askForPlan(nvmePf));
        QCOMPARE(calls().size(), 1);
        // What was done since is another thing.
        QVERIFY(program.assign(nvmePf, {{1, VfIndex{0}, true, 2, 1}}));
        QVERIFY(program.askForPlan(nvmePf));
        QVERIFY(program.known(nvmePf, u"1"_s, true));
        QVERIFY(program.known(nvmePf, u"changed"_s, true));
        QCOMPARE(calls().size(), 4);
    }
    /// What a job records and verifies by is what the controller says then; a plan after it hears no older word.
    void aStepHearsTheControllerItself()
    {
        RealFileTree sys(m_directory.filePath(u"sys"_s));
        NvmeProgram program({sys, true, script(u"echo '"_s + m_good + u"'\n"), 20'000, 60'000});
        QVERIFY(program.askForPlan(nvmePf));
        QVERIFY(program.ask(nvmePf));
        QVERIFY(program.ask(nvmePf));
        QCOMPARE(calls().size(), 3);
        QVERIFY(program.askForPlan(nvmePf));
        QCOMPARE(calls().size(), 4);
    }
    void oneControllerOneRun()
    {
        RealFileTree sys(m_directory.filePath(u"sys"_s));
        const QString log = m_directory.filePath(u"log"_s);
        NvmeProgram program({sys, true,
            script(u"echo begin >>%1; sleep 0.2; echo end >>%1; echo '%2'\n"_s.arg(log, m_good)), 20'000, 0});
        std::thread asker([&] { (void)program.ask(nvmePf); });
        std::thread setter([&] { (void)program.assign(nvmePf, {{1, VfIndex{0}, true, 2, 1}}); });
        (void)program.ask(nvmePf);
        asker.join();
        setter.join();
        QFile file(log);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("begin\nend\n").repeated(3));
    }
    void whatIsKnownOutlivesAFailure()
    {
        RealFileTree sys(m_directory.filePath(u"sys"_s));
        NvmeProgram program({sys, true, script(u"echo '"_s + m_good + u"'\n"), 5'000, 0});
        QVERIFY(program.known(nvmePf, u"1"_s, true));
        script(u"exit 1\n"_s);
        QVERIFY(!program.ask(nvmePf));
        QVERIFY(program.known(nvmePf, u"1"_s, true));
        QCOMPARE(calls().size(), 2);
    }
    void aLateRunIsAwaited()
    {
        PrivateBus bus;
        QVERIFY2(bus.start(), "dbus-daemon is needed");
        BusyUnits systemd;
        QThread thread;
        QDBusConnection connection = bus.connection(u"systemd"_s);
        systemd.moveToThread(&thread);
        thread.start();
        QVERIFY(connection.registerVirtualObject(u"/org/freedesktop/systemd1"_s, &systemd, QDBusConnection::SubPath));
        QVERIFY(connection.registerService(u"org.freedesktop.systemd1"_s));
        qputenv("LANEWAY_GUESTS", "systemd");
        RealFileTree sys(m_directory.filePath(u"sys"_s));
        NvmeProgram program({sys, true, script(u"exit 1\n"_s), 700, 0});
        qputenv("LANEWAY_GUESTS", "child");
        const auto late = program.ask(nvmePf);
        systemd.isRunning = false;
        (void)program.ask(nvmePf);
        thread.quit();
        thread.wait();
        QCOMPARE(errorName(late.error().code), errorName(ErrorCode::TimedOut));
        const QString unit = u"laneway-helper-nvme-%1.service"_s.arg(nvmePf.toString());
        QCOMPARE(systemd.asked.value(0), unit);
        QVERIFY(systemd.asked.size() > 2);
        QCOMPARE(systemd.started.count(unit), systemd.started.size());
        QVERIFY(!systemd.started.isEmpty()); // once nothing runs
    }
    /// What is undone may be all that a controller has.
    void theProgramTakesAsManyAsItTellsOf()
    {
        QStringList arguments{u"ffff:ff:1f.7"_s, u"assign"_s};
        for (int i = 1; i <= 2048; ++i)
            arguments += u"%1:0:0:offline"_s.arg(i);
        const QString program = places::builtFile(u"helper-polkit/nvme/laneway-nvme"_s);
        QProcess process;
        process.start(program, arguments);
        QVERIFY2(process.waitForFinished(), qPrintable(program));
        QVERIFY(process.readAllStandardOutput().contains("UnsupportedConfiguration")); // there is no such controller
        QCOMPARE(process.exitCode(), 0);
        process.start(program, arguments + QStringList{u"2049:0:0:offline"_s});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 2);
    }
    void needsTheSystemsHelperAndADriver()
    {
        RealFileTree sys(m_directory.filePath(u"sys"_s));
        NvmeProgram session({sys, false, script(u"exit 1\n"_s), 5'000});
        QCOMPARE(session.ask(nvmePf).error().code, ErrorCode::PermissionDenied);
        NvmeProgram program({sys, true, script(u"exit 1\n"_s), 5'000});
        QCOMPARE(program.ask(igbPf).error().code, ErrorCode::UnsupportedConfiguration);
        QVERIFY(calls().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNvmeProgram)
#include "tst_nvmeprogram.moc"
