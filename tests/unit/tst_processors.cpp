// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "../support/sysfstree.h"
#include "kernel/processors.h"

#include <QTest>

using namespace laneway;

class TestProcessors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void haveANode_data();
    void haveANode();
};

void TestProcessors::haveANode_data()
{
    QTest::addColumn<QString>("processors");
    QTest::addColumn<int>("node"); // -1: none
    QTest::newRow("one") << u"9"_s << 1;
    QTest::newRow("a range") << u"8-11"_s << 1;
    QTest::newRow("where most are") << u"0,8-9"_s << 1;
    QTest::newRow("of equals the first") << u"0-15"_s << 0;
    QTest::newRow("without some") << u"0-15,^0,^1"_s << 1;
    QTest::newRow("blanks") << u" 8 , 9 "_s << 1;
    QTest::newRow("not there") << u"99"_s << -1;
    QTest::newRow("no list") << u"some"_s << -1;
    QTest::newRow("backwards") << u"9-8"_s << -1;
    QTest::newRow("beyond all bounds") << u"0-4294967295"_s << -1;
    QTest::newRow("empty") << QString() << -1;
}

void TestProcessors::haveANode()
{
    QFETCH(QString, processors);
    QFETCH(int, node);
    SysfsTree tree;
    tree.add(u"devices/system/node/node0/cpulist"_s, "0-3,4-7\n");
    tree.add(u"devices/system/node/node1/cpulist"_s, "8-15\n");
    tree.add(u"devices/system/node/node2/cpulist"_s, "\n"); // memory alone
    tree.add(u"devices/system/node/online"_s, "0-2\n");
    QCOMPARE(nodeOfProcessors(RealFileTree(tree.sys()), processors).value_or(-1), node);
}

QTEST_APPLESS_MAIN(TestProcessors)
#include "tst_processors.moc"
