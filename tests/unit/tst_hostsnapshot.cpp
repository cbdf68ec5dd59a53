// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/hostsnapshot.h"

#include <QTest>

using namespace laneway;

namespace {
PciAddress at(const char16_t *text)
{
    return *PciAddress::parse(QStringView(text));
}

PciFunction function(const char16_t *address, int group)
{
    PciFunction made;
    made.address = at(address);
    made.vendor = 0x8086;
    made.device = 0x10ca;
    made.iommuGroup = group;
    return made;
}

HostSnapshot host()
{
    HostSnapshot made;
    for (const PciFunction &one : {function(u"0000:00:01.0", 1), function(u"0000:01:00.0", 1),
             function(u"0000:01:00.1", 1), function(u"0000:02:00.0", 9), function(u"10000:e1:00.0", 9)})
        made.functions.insert(one.address, one);
    made.functions[at(u"0000:01:00.0")].parent = at(u"0000:00:01.0");
    return made;
}
} // namespace

class TestHostSnapshot : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void groupsMaySpanDomains()
    {
        QCOMPARE(host().groupMembers(9), (QList<PciAddress>{at(u"0000:02:00.0"), at(u"10000:e1:00.0")}));
        QVERIFY(host().groupMembers(2).isEmpty());
        QVERIFY(host().hasIommuGroups());
    }
    void siblingsAreTheRestOfTheSlot()
    {
        QCOMPARE(host().siblings(at(u"0000:01:00.1")), QList<PciAddress>{at(u"0000:01:00.0")});
        QVERIFY(host().siblings(at(u"0000:02:00.0")).isEmpty());
    }
    void diffNamesWhatHappened()
    {
        const HostSnapshot before = host();
        HostSnapshot after = before;
        after.serial = 5;
        QVERIFY(diff(before, after).isEmpty());
        QVERIFY(before.sameFacts(after));

        after.functions.remove(at(u"0000:00:01.0"));
        after.functions.remove(at(u"10000:e1:00.0"));
        after.functions[at(u"0000:01:00.1")].driver = u"vfio-pci"_s;
        after.functions.insert(at(u"0000:01:00.2"), function(u"0000:01:00.2", 1));
        after.functions.insert(at(u"10000:e2:00.0"), function(u"10000:e2:00.0", 9));
        const HostDiff changes = diff(before, after);
        QCOMPARE(changes.removed, (QList<PciAddress>{at(u"0000:00:01.0"), at(u"10000:e1:00.0")}));
        QCOMPARE(changes.added, (QList<PciAddress>{at(u"0000:01:00.2"), at(u"10000:e2:00.0")}));
        QCOMPARE(changes.changed, QList<PciAddress>{at(u"0000:01:00.1")});
        QVERIFY(!changes.platformChanged);
        QVERIFY(!before.sameFacts(after));
    }
    void diffSeesThePlatform()
    {
        HostSnapshot after = host();
        after.iommu.unsafeInterrupts = true;
        QVERIFY(diff(host(), after).platformChanged);
        QVERIFY(!diff(host(), after).isEmpty());
    }
    void identityKnowsThePathFromTheRoot()
    {
        const HostSnapshot snapshot = host();
        const auto identity = snapshot.identityOf(*snapshot.find(at(u"0000:01:00.0")));
        QCOMPARE(identity.slotPath, (QStringList{u"01.0"_s, u"00.0"_s}));
        QCOMPARE(identity.device, quint16(0x10ca));
    }
    void identityEndsInABrokenTree()
    {
        HostSnapshot snapshot = host();
        snapshot.functions[at(u"0000:00:01.0")].parent = at(u"0000:01:00.0");
        const auto identity = snapshot.identityOf(*snapshot.find(at(u"0000:01:00.0")));
        QVERIFY(identity.slotPath.size() <= 64);
    }
    void namesFallBackToIds_data()
    {
        QTest::addColumn<QString>("vendor");
        QTest::addColumn<QString>("device");
        QTest::addColumn<QString>("shown");
        QTest::newRow("both") << u"Intel Corporation"_s << u"82576 Virtual Function"_s
                              << u"Intel Corporation 82576 Virtual Function"_s;
        QTest::newRow("vendor only") << u"Intel Corporation"_s << QString() << u"Intel Corporation 8086:10ca"_s;
        QTest::newRow("none") << QString() << QString() << u"8086:10ca"_s;
    }
    void namesFallBackToIds()
    {
        QFETCH(QString, vendor);
        QFETCH(QString, device);
        PciFunction named = function(u"0000:01:00.0", 1);
        named.vendorName = vendor;
        named.deviceName = device;
        QTEST(named.displayName(), "shown");
    }
    void bridgesAreNoEndpoints_data()
    {
        QTest::addColumn<int>("header");
        QTest::addColumn<uint>("classCode");
        QTest::addColumn<bool>("endpoint");
        QTest::newRow("NIC") << int(HeaderType::Endpoint) << 0x020000u << true;
        QTest::newRow("NIC, header hidden") << int(HeaderType::Unknown) << 0x020000u << true;
        QTest::newRow("port") << int(HeaderType::PciBridge) << 0x060400u << false;
        QTest::newRow("port, header hidden") << int(HeaderType::Unknown) << 0x060400u << false;
        QTest::newRow("host bridge") << int(HeaderType::Endpoint) << 0x060000u << false;
        QTest::newRow("odd class, header of a bridge") << int(HeaderType::PciBridge) << 0xff0000u << false;
        QTest::newRow("CardBus") << int(HeaderType::CardBusBridge) << 0x060700u << false;
    }
    void bridgesAreNoEndpoints()
    {
        QFETCH(int, header);
        QFETCH(uint, classCode);
        PciFunction tested = function(u"0000:01:00.0", 1);
        tested.header = HeaderType(header);
        tested.classCode = classCode;
        QTEST(tested.isEndpoint(), "endpoint");
    }
};

QTEST_APPLESS_MAIN(TestHostSnapshot)
#include "tst_hostsnapshot.moc"
