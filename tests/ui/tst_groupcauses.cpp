// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/groupcauses.h"

#include <QTest>

using namespace laneway;

namespace {

// What a function must have for the question.
PciFunction function(const QString &address, int group, const QString &parent = {}, bool bridge = false)
{
    PciFunction function;
    function.address = *PciAddress::parse(address);
    function.iommuGroup = group;
    function.header = bridge ? HeaderType::PciBridge : HeaderType::Endpoint;
    function.classCode = bridge ? 0x060400 : 0x020000;
    function.pcie = true;
    if (!parent.isEmpty())
        function.parent = *PciAddress::parse(parent);
    return function;
}

HostSnapshot hostOf(const QList<PciFunction> &functions)
{
    HostSnapshot host;
    for (const PciFunction &function : functions)
        host.functions.insert(function.address, function);
    return host;
}

} // namespace

class TestGroupCauses : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aGroupOfOneNeedsNoReason()
    {
        QVERIFY(groupCauses(hostOf({function(u"0000:01:00.0"_s, 1)}), 1).isEmpty());
        QVERIFY(groupCauses(hostOf({function(u"0000:01:00.0"_s, 1)}), 7).isEmpty());
    }

    void aPortThatDoesNotIsolateIsNamedOnce()
    {
        const HostSnapshot host
            = hostOf({function(u"0000:00:01.0"_s, 1, {}, true), function(u"0000:01:00.0"_s, 1, u"0000:00:01.0"_s, true),
                function(u"0000:02:00.0"_s, 1, u"0000:01:00.0"_s), function(u"0000:02:00.1"_s, 1, u"0000:01:00.0"_s)});
        const QList<GroupCause> causes = groupCauses(host, 1);
        QCOMPARE(causes.size(), 1);
        QVERIFY(causes.first().sentence.contains(u"port 0000:00:01.0"_s));
        QCOMPARE(causes.first().devices.size(), 4);
        QVERIFY(!causes.first().evidence.isEmpty());
    }

    void aConventionalBusIsAnotherMatter()
    {
        PciFunction card = function(u"0000:05:00.0"_s, 11, u"0000:04:00.0"_s);
        card.pcie = false;
        const QList<GroupCause> causes
            = groupCauses(hostOf({function(u"0000:04:00.0"_s, 11, u"0000:00:1c.4"_s, true), card}), 11);
        QCOMPARE(causes.size(), 1);
        QVERIFY(causes.first().sentence.contains(u"conventional PCI bus"_s));
        QCOMPARE(causes.first().evidence.first().source, u"0000:05:00.0/config"_s);
    }

    void functionsOfOneChip()
    {
        const QList<GroupCause> causes
            = groupCauses(hostOf({function(u"0000:00:1f.0"_s, 6), function(u"0000:00:1f.2"_s, 6)}), 6);
        QCOMPARE(causes.size(), 1);
        QVERIFY(causes.first().sentence.contains(u"0000:00:1f.0, 0000:00:1f.2"_s));
    }

    void slotsBelowAPortOfAnotherGroup()
    {
        const QList<GroupCause> causes = groupCauses(hostOf({function(u"0000:03:00.0"_s, 9, u"0000:00:01.0"_s),
                                                         function(u"0000:03:01.0"_s, 9, u"0000:00:01.0"_s)}),
            9);
        QCOMPARE(causes.size(), 1);
        QVERIFY(causes.first().sentence.contains(u"the port 0000:00:01.0"_s));
    }

    void whatIsNotKnownIsNotGuessed()
    {
        QVERIFY(groupCauses(hostOf({function(u"0000:01:00.0"_s, 2), function(u"10000:e1:00.0"_s, 2)}), 2).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestGroupCauses)
#include "tst_groupcauses.moc"
