// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/domainviews.h"
#include "xml/sharedfolders.h"

#include <QTest>

using namespace laneway;

class TestSharedFolders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void memoryIsSharedWhereAFolderNeedsIt_data()
    {
        QTest::addColumn<QByteArray>("driver");
        QTest::addColumn<QByteArray>("before"); // in <domain>
        QTest::addColumn<QByteArray>("says"); // empty: nothing is changed
        const QByteArray virtiofs = "<driver type='virtiofs'/>";
        const QByteArray plain = "<source type='memfd'/>\n    <access mode='shared'/>";
        const auto cells = [](const char *words) -> QByteArray {
            return "<cpu><numa><cell id='0' cpus='0' memory='1048576' " + QByteArray(words) + "/></numa></cpu>";
        };
        QTest::newRow("no folder of virtiofs") << QByteArray() << QByteArray() << QByteArray();
        QTest::newRow("nothing said of memory") << virtiofs << QByteArray() << plain;
        QTest::newRow("private") << virtiofs << QByteArray("<memoryBacking><access mode='private'/></memoryBacking>")
                                 << QByteArray("<access mode='shared'/>");
        QTest::newRow("another kind of memory")
            << virtiofs << QByteArray("<memoryBacking><source type='anonymous'/></memoryBacking>")
            << QByteArray("<source type='memfd'/>");
        QTest::newRow("huge pages stay") << virtiofs << QByteArray("<memoryBacking><hugepages/></memoryBacking>")
                                         << QByteArray("<hugepages/>");
        QTest::newRow("shared already") << virtiofs
                                        << QByteArray("<memoryBacking><access mode='shared'/></memoryBacking>")
                                        << QByteArray();
        QTest::newRow("its nodes are") << virtiofs << cells("memAccess='shared'") << QByteArray();
        QTest::newRow("a node is not") << virtiofs << cells("memAccess='private'") << QByteArray("memory='1048576'/>");
        QTest::newRow("shared, but for a node")
            << virtiofs
            << QByteArray("<memoryBacking><access mode='shared'/></memoryBacking>" + cells("memAccess='private'"))
            << QByteArray("memory='1048576'/>");
    }
    void memoryIsSharedWhereAFolderNeedsIt()
    {
        QFETCH(QByteArray, driver);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, says);
        const QByteArray text = "<domain type='kvm'>\n  <name>web</name>\n  <memory>1048576</memory>\n  " + before
            + "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices><filesystem type='mount'>" + driver
            + "<source dir='/srv'/><target dir='srv'/></filesystem></devices>\n</domain>\n";
        auto domain = DomainXml::parse(text);
        QVERIFY2(domain, domain ? "" : qPrintable(domain.error().toString()));
        const QByteArray unchanged = domain->toXml();
        QCOMPARE(shareMemoryForFolders(*domain), !says.isEmpty());
        if (says.isEmpty()) {
            QCOMPARE(domain->toXml(), unchanged);
            return;
        }
        QVERIFY2(domain->toXml().simplified().contains(says.simplified()), domain->toXml().constData());
        const auto machine = readMachine(*domain);
        QVERIFY2(machine && machine->isMemoryShared(), domain->toXml().constData());
        QVERIFY(!shareMemoryForFolders(*domain)); // once
    }
};

QTEST_GUILESS_MAIN(TestSharedFolders)
#include "tst_sharedfolders.moc"
