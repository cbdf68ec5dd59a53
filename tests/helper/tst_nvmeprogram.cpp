// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/nvmeprogram.h"
#include "hosts.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace laneway;

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
