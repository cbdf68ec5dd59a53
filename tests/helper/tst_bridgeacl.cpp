// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/bridgeacl.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace laneway;

class TestBridgeAcl : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_directory;
    QString write(const QString &name, const QByteArray &text, uint mode, uint owner = 0)
    {
        const QString path = m_directory.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
        file.close();
        if (::chmod(QFile::encodeName(path).constData(), mode) < 0
            || ::chown(QFile::encodeName(path).constData(), owner, 0) < 0)
            qFatal("cannot give it away");
        return path;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (geteuid() != 0)
            QSKIP("only root's own files count");
    }
    void whatItSays_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("named") << QByteArray("allow br0\n") << true;
        QTest::newRow("by tabs, with comments") << QByteArray("# ours\n\n\tallow\t br0 \n") << true;
        QTest::newRow("all") << QByteArray("allow all") << true;
        QTest::newRow("another") << QByteArray("allow br1\nallow br00\n") << false;
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("a deny wins") << QByteArray("deny br0\nallow br0\n") << false;
        QTest::newRow("all denied") << QByteArray("allow br0\ndeny all\n") << false;
        QTest::newRow("another denied") << QByteArray("allow all\ndeny br1\n") << true;
        QTest::newRow("a word that is none") << QByteArray("allow br0\npermit br0\n") << false;
        QTest::newRow("a word alone") << QByteArray("allow br0\ndeny\n") << false;
    }
    void whatItSays()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, allowed);
        QCOMPARE(mayUseBridge(u"br0"_s, 1000, write(u"bridge.conf"_s, text, 0644)), allowed);
    }
    void whoseItIs()
    {
        QVERIFY(!mayUseBridge(u"br0"_s, 1000, write(u"others.conf"_s, "allow br0\n", 0644, 1000)));
        QVERIFY(!mayUseBridge(u"br0"_s, 1000, write(u"writable.conf"_s, "allow br0\n", 0666)));
        QVERIFY(!mayUseBridge(u"br0"_s, 1000, m_directory.filePath(u"none.conf"_s)));
        // As qemu-bridge-helper, which has the user's rights when it reads.
        QVERIFY(!mayUseBridge(u"br0"_s, 1000, write(u"closed.conf"_s, "allow br0\n", 0600)));
        QVERIFY(mayUseBridge(u"br0"_s, 0, m_directory.filePath(u"closed.conf"_s)));
    }
    void includedFiles()
    {
        const QString hers = write(u"hers.conf"_s, "allow br0\n", 0600);
        const QString open = write(u"open.conf"_s, "allow br1\n", 0644);
        const QString top = write(
            u"top.conf"_s, "include " + hers.toUtf8() + "\ninclude " + open.toUtf8() + "\ninclude /none\n", 0644);
        QVERIFY(!mayUseBridge(u"br0"_s, 1000, top));
        QVERIFY(mayUseBridge(u"br0"_s, 0, top));
        QVERIFY(mayUseBridge(u"br1"_s, 1000, top));
        const QString circle = m_directory.filePath(u"circle.conf"_s);
        write(u"circle.conf"_s, "allow br0\ninclude " + circle.toUtf8() + "\n", 0644);
        QVERIFY(!mayUseBridge(u"br0"_s, 1000, circle));
    }
};

QTEST_GUILESS_MAIN(TestBridgeAcl)
#include "tst_bridgeacl.moc"
