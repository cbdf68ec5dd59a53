// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/places.h"
#include "support/simulatedhelper.h"
#include "support/tinyguest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace laneway;

/// domstats and its siblings, by a session's helper and the installed QEMU: scripts read them as virsh prints them.
class TestFigureVerbs : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;

    struct Run
    {
        int status = -1;
        QString out;
        QString err;
    };
    static Run run(const QStringList &arguments)
    {
        QProcess process;
        process.start(
            places::builtFile(u"app/lanewayctl/lanewayctl"_s), QStringList{u"-c"_s, u"session"_s} + arguments);
        if (!process.waitForFinished(120'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
    }
    static bool fits(const QString &text, const QString &pattern)
    {
        return QRegularExpression(u"\\A(?:%1)\\z"_s.arg(pattern)).match(text).hasMatch();
    }
    QString path(const QString &name) const { return m_environment->path(name); }

private Q_SLOTS:
    void init()
    {
        if (!QFile::exists(u"/usr/bin/qemu-system-x86_64"_s))
            QSKIP("qemu-system-x86_64 is not installed");
        m_environment = std::make_unique<HelperEnvironment>();
        QVERIFY(m_environment->isValid());
        QVERIFY(tinyguest::writeDisk(path(u"disk"_s)));
        QFile file(path(u"tiny.xml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(tinyguest::domainXml(u"tiny"_s, path(u"disk"_s), path(u"serial"_s), {},
            u"<interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>"_s));
        file.close();
        QCOMPARE(run({u"define"_s, file.fileName()}).status, 0);
    }
    void cleanup()
    {
        if (m_environment)
            (void)run({u"destroy"_s, u"tiny"_s});
        m_environment.reset();
    }

    void areShapedAsVirshHasThem()
    {
        const QString disk = QRegularExpression::escape(path(u"disk"_s));
        const Run off = run({u"domstats"_s, u"tiny"_s});
        QVERIFY2(off.status == 0, qPrintable(off.err));
        QCOMPARE(off.out,
            u"Domain: 'tiny'\n  state.state=5\n  state.reason=0\n  balloon.current=16384\n  balloon.maximum=16384\n  vcpu.current=1\n"
            "  vcpu.maximum=1\n  block.count=1\n  block.0.name=sda\n  block.0.path=%1\n"_s.arg(path(u"disk"_s)));
        const Run refused = run({u"domblkstat"_s, u"tiny"_s, u"sda"_s});
        QCOMPARE(refused.status, 1);
        QVERIFY2(refused.err.contains(u"not running"_s), qPrintable(refused.err));

        QCOMPARE(run({u"start"_s, u"tiny"_s}).status, 0);
        QTRY_VERIFY_WITH_TIMEOUT(tinyguest::said(path(u"serial"_s)).contains("!AB"), 60'000);
        const Run on = run({u"domstats"_s});
        const QString blocks
            = u"  block\\.count=1\n  block\\.0\\.name=sda\n  block\\.0\\.path=%1\n"
              "  block\\.0\\.rd\\.reqs=[1-9]\\d*\n  block\\.0\\.rd\\.bytes=[1-9]\\d*\n  block\\.0\\.rd\\.times=\\d+\n"
              "  block\\.0\\.wr\\.reqs=0\n  block\\.0\\.wr\\.bytes=0\n  block\\.0\\.wr\\.times=0\n"
              "  block\\.0\\.fl\\.reqs=\\d+\n  block\\.0\\.fl\\.times=\\d+\n  block\\.0\\.allocation=\\d+\n"_s.arg(
                  disk);
        QVERIFY2(fits(on.out,
                     u"Domain: 'tiny'\n  state\\.state=1\n  state\\.reason=1\n"
                     "  cpu\\.time=[1-9]\\d*\n  cpu\\.user=\\d+\n  cpu\\.system=\\d+\n"
                     "  balloon\\.current=16384\n  balloon\\.maximum=16384\n  balloon\\.rss=[1-9]\\d*\n"
                     "  vcpu\\.current=1\n  vcpu\\.maximum=1\n  vcpu\\.0\\.state=1\n  vcpu\\.0\\.time=[1-9]\\d*\n"
                     "  net\\.count=1\n"_s
                         + blocks),
            qPrintable(on.out));
        const Run groups = run({u"domstats"_s, u"--state"_s, u"--block"_s, u"tiny"_s});
        QVERIFY2(fits(groups.out, u"Domain: 'tiny'\n  state\\.state=1\n  state\\.reason=1\n"_s + blocks),
            qPrintable(groups.out));

        const QString numbers
            = u"%1 rd_req [1-9]\\d*\n%1 rd_bytes [1-9]\\d*\n%1 wr_req 0\n%1 wr_bytes 0\n%1 flush_operations \\d+\n"
              "%1 rd_total_times \\d+\n%1 wr_total_times 0\n%1 flush_total_times \\d+\n"_s;
        for (const QString &device : {u"sda"_s, path(u"disk"_s)}) {
            const Run one = run({u"domblkstat"_s, u"tiny"_s, device});
            QVERIFY2(fits(one.out, numbers.arg(QRegularExpression::escape(device))), qPrintable(one.out + one.err));
        }
        QVERIFY(
            fits(run({u"domblkstat"_s, u"tiny"_s}).out, numbers.arg(QString()))); // all, with nothing before the blank
        QCOMPARE(run({u"domblkstat"_s, u"tiny"_s, u"vdz"_s}).status, 1);
        const Run memory = run({u"dommemstat"_s, u"tiny"_s});
        QVERIFY2(fits(memory.out, u"actual 16384\nrss [1-9]\\d*\n"_s), qPrintable(memory.out + memory.err));
        const Run network = run({u"domifstat"_s, u"tiny"_s, u"52:54:00:00:00:01"_s});
        QCOMPARE(network.status, 1);
        QVERIFY2(network.err.contains(u"User-mode networks are not counted"_s), qPrintable(network.err));
        QCOMPARE(run({u"domifstat"_s, u"tiny"_s, u"vnet9"_s}).status, 1);
        const QJsonObject json
            = QJsonDocument::fromJson(run({u"--json"_s, u"domstats"_s}).out.toUtf8()).array().first().toObject();
        QCOMPARE(json[u"name"].toString(), u"tiny"_s);
        QVERIFY(json[u"figures"][u"cpu"][u"time"].toInteger() > 0);
        QCOMPARE(run({u"domstats"_s, u"nobody"_s}).status, 1);
    }
};

QTEST_GUILESS_MAIN(TestFigureVerbs)
#include "tst_figureverbs.moc"
