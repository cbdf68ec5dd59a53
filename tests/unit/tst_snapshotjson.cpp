// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/snapshotjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace laneway;

namespace {

PciAddress at(const char16_t *text)
{
    return *PciAddress::parse(QStringView(text));
}

// Every field differs from its default.
PciFunction everything()
{
    PciFunction f;
    f.address = at(u"10000:e1:00.1");
    f.vendor = 0x8086;
    f.device = 0x10c9;
    f.subsystemVendor = 0x15d9;
    f.subsystemDevice = 0x0001;
    f.classCode = 0x020001;
    f.revision = 0x0a;
    f.vendorName = u"Intel Corporation"_s;
    f.deviceName = u"82576 [Gigabit] \u2013 NIC"_s;
    f.className = u"Ethernet controller"_s;
    f.serial = u"00-1b-21-ff-ff-aa-bb-cc"_s;
    f.header = HeaderType::Endpoint;
    f.pcie = true;
    f.driver = u"igb"_s;
    f.driverOverride = u"vfio-pci"_s;
    f.modules = {u"igb"_s};
    f.iommuGroup = 0;
    f.parent = at(u"10000:e0:00.0");
    f.sysfsPath = u"/sys/devices/pci10000:e0/10000:e1:00.1"_s;
    f.numaNode = 0;
    f.linkNow = {2.5, 4};
    f.linkMax = {5, 8};
    f.resetMethods = {u"flr"_s, u"bus"_s};
    f.resetKnown = true;
    f.functionReset = true;
    f.acs = AcsCapability{{u"SrcValid"_s, u"ReqRedir"_s}, {u"ReqRedir"_s}};
    f.physicalSlot = u"0-2"_s;
    f.powerState = u"D0"_s;
    f.bootDisplay = true;
    f.sriov = SriovCapability{7, 1, 384, 2, 0x10ca, false, {at(u"10000:e1:10.1")},
        {VfSettings{VfIndex{0}, *MacAddress::parse(u"52:54:00:11:22:33"), VfVlan(), true, false, VfLinkState::Auto,
            VfRate{0, 100}}},
        8,
        {{u"/etc/udev/rules.d/70-nic.rules"_s, 3, false, u"udev"_s,
            u"RUN+=\"ip link set x vf 0 mac 52:54:00:11:22:33\""_s}}};
    f.physicalFunction = at(u"10000:e1:00.0");
    f.vfIndex = VfIndex{0};
    f.interfaces = {{u"enx001b21aabbcc"_s, *MacAddress::parse(u"00:1b:21:aa:bb:cc"), true, true, true, u"br0"_s}};
    f.disks = {{u"nvme0n1"_s, 4'000'000'000'000'000'000, {u"/"_s, u"/home"_s}, true}};
    f.displays = {u"card0-HDMI-A-1"_s};
    f.inputs = {u"AT keyboard"_s};
    f.sounds = {u"HDA Intel PCH"_s};
    f.unknown = Unknown::Ids | Unknown::Class | Unknown::Header | Unknown::Group | Unknown::Driver | Unknown::Express
        | Unknown::Sriov | Unknown::FunctionReset | Unknown::Acs | Unknown::NumaNode | Unknown::Uses
        | Unknown::BootDisplay;
    return f;
}

HostSnapshot host()
{
    HostSnapshot snapshot;
    snapshot.serial = 7;
    snapshot.hostName = u"lab"_s;
    snapshot.kernelRelease = u"6.1.0-30-amd64"_s;
    snapshot.kernelCommandLine = u"quiet intel_iommu=on"_s;
    snapshot.memoryBytes = quint64(16) << 30;
    snapshot.processors = 8;
    snapshot.iommu = {{u"dmar0"_s}, false, true, false};
    snapshot.moduleParameters = {{u"vfio_iommu_type1.allow_unsafe_interrupts"_s, u"Y"_s}};
    snapshot.readOnly = true;
    snapshot.simulated = true;
    PciFunction plain;
    plain.address = at(u"0000:00:1f.0");
    snapshot.functions = {{plain.address, plain}, {at(u"10000:e1:00.1"), everything()}};
    return snapshot;
}

QByteArray textOf(const HostSnapshot &snapshot, Privacy privacy = Privacy::Full)
{
    return QJsonDocument(snapshotToJson(snapshot, privacy)).toJson(QJsonDocument::Compact);
}

} // namespace

class TestSnapshotJson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFieldGoesBothWays()
    {
        const auto back = parseSnapshot(textOf(host()));
        QVERIFY2(back, back ? "" : qPrintable(back.error().toString()));
        QCOMPARE(back->serial, quint64(7));
        QVERIFY(back->sameFacts(host()));
        QCOMPARE(textOf(*back), textOf(host()));
    }
    void defaultsAreLeftOut()
    {
        PciFunction plain;
        QCOMPARE(functionToJson(plain).keys(), (QStringList{u"address"_s, u"class"_s, u"device"_s, u"vendor"_s}));
        const auto back = functionFromJson(functionToJson(plain));
        QVERIFY(back);
        QCOMPARE(*back, plain);
    }
    void maskedTellsNoSerialsAndNoFullMacs()
    {
        const QByteArray text = textOf(host(), Privacy::Masked);
        for (const char *secret : {"aa-bb-cc", "aa:bb:cc", "aabbcc", "11:22:33"})
            QVERIFY2(!text.contains(secret), secret);
        const auto back = parseSnapshot(text);
        QVERIFY(back);
        const PciFunction &function = *back->find(at(u"10000:e1:00.1"));
        QCOMPARE(function.interfaces[0].mac->toString(), u"00:1b:21:00:00:00"_s);
        QCOMPARE(function.interfaces[0].name, u"enx001b21000000"_s);
        QCOMPARE(function.sriov->settings[0].mac->toString(), u"52:54:00:00:00:00"_s);
        QCOMPARE(function.sriov->kept[0].says, u"RUN+=\"ip link set x vf 0 mac 52:54:00:00:00:00\""_s);
        QVERIFY(function.serial.isEmpty());
    }
    void deltaBringsOneHostToTheOther_data()
    {
        QTest::addColumn<int>("change");
        QTest::newRow("nothing") << 0;
        QTest::newRow("driver") << 1;
        QTest::newRow("removed") << 2;
        QTest::newRow("added") << 3;
        QTest::newRow("flag becomes false") << 4;
        QTest::newRow("command line becomes empty") << 5;
        QTest::newRow("parameter goes away") << 6;
        QTest::newRow("unit goes away") << 7;
    }
    void deltaBringsOneHostToTheOther()
    {
        QFETCH(int, change);
        const HostSnapshot before = host();
        HostSnapshot after = before;
        ++after.serial;
        PciFunction added;
        added.address = at(u"0000:02:00.0");
        switch (change) {
        case 1: after.functions[at(u"10000:e1:00.1")].driver.clear(); break;
        case 2: after.functions.remove(at(u"0000:00:1f.0")); break;
        case 3: after.functions.insert(added.address, added); break;
        case 4: after.readOnly = false; break;
        case 5: after.kernelCommandLine.clear(); break;
        case 6: after.moduleParameters.clear(); break;
        case 7: after.iommu.units.clear(); break;
        }
        const QJsonObject delta = deltaToJson(before, after);
        QVERIFY(delta[u"functions"].toArray().size() <= 1);
        const auto back = applyDelta(before, delta);
        QVERIFY2(back, back ? "" : qPrintable(back.error().toString()));
        QVERIFY(back->sameFacts(after));
        QCOMPARE(back->serial, after.serial);
    }
    void deltaForAnotherHostIsRefused()
    {
        HostSnapshot after = host();
        after.serial = 9;
        const QJsonObject delta = deltaToJson(host(), after);
        HostSnapshot other = host();
        other.serial = 8;
        const auto refused = applyDelta(other, delta);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::HostChanged);
        QVERIFY(!applyDelta(other, snapshotToJson(after))); // not a delta at all
    }
    void hostileJsonIsRefusedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("place");
        const auto row = [](const char *name, const QByteArray &members, const QString &place) {
            QTest::newRow(name) << QByteArray("{\"laneway\":1" + members + '}') << place;
        };
        QTest::newRow("empty") << QByteArray() << u"offset 0"_s;
        QTest::newRow("a list") << QByteArray("[]") << u"offset 0"_s;
        QTest::newRow("cut off") << QByteArray("{\"laneway\":1,") << u"offset 13"_s;
        QTest::newRow("no version") << QByteArray("{}") << u"laneway"_s;
        QTest::newRow("version of the future") << QByteArray("{\"laneway\":2}") << u"laneway"_s;
        QTest::newRow("nested deeply") << QByteArray(100'000, '[') << QString();
        row("serial negative", ",\"serial\":-1", u"serial"_s);
        row("serial with fraction", ",\"serial\":1.5", u"serial"_s);
        row("serial too large", ",\"serial\":1e300", u"serial"_s);
        row("host not a text", ",\"host\":{}", u"host"_s);
        row("host far too long", ",\"host\":\"" + QByteArray(100'000, 'x') + '"', u"host"_s);
        row("IOMMU not an object", ",\"iommu\":true", u"iommu"_s);
        row("unit not a text", ",\"iommu\":{\"units\":[\"dmar0\",1]}", u"iommu.units[1]"_s);
        row("parameter not a text", ",\"parameters\":{\"a.b\":1}", u"parameters.a.b"_s);
        row("functions not a list", ",\"functions\":{}", u"functions"_s);
        row("function not an object", ",\"functions\":[1]", u"functions[0]"_s);
        const QByteArray good = R"({"address":"0000:00:00.0"})";
        row("address missing", ",\"functions\":[" + good + ",{}]", u"functions[1].address"_s);
        row("address twice", ",\"functions\":[" + good + ',' + good + ']', u"functions[1].address"_s);
        const auto member = [&](const char *name, const QByteArray &json, const QString &place) {
            row(name, R"(,"functions":[{"address":"0000:00:00.0",)" + json + "}]", u"functions[0]."_s + place);
        };
        row("address a path", R"(,"functions":[{"address":"../../etc"}])", u"functions[0].address"_s);
        member("vendor too long", R"("vendor":"18086")", u"vendor"_s);
        member("vendor signed", R"("vendor":"+086")", u"vendor"_s);
        member("vendor a number", R"("vendor":8086)", u"vendor"_s);
        member("group negative", R"("iommuGroup":-1)", u"iommuGroup"_s);
        member("group a text", R"("iommuGroup":"1")", u"iommuGroup"_s);
        member("header unknown", R"("header":"bridge")", u"header"_s);
        member("flag a number", R"("pcie":1)", u"pcie"_s);
        member("link width", R"("linkNow":{"width":99})", u"linkNow.width"_s);
        member("link speed", R"("linkMax":{"speed":"fast"})", u"linkMax.speed"_s);
        member("VF list", R"("sriov":{"functions":["x"]})", u"sriov.functions[0]"_s);
        member("VF settings", R"("sriov":{"settings":[{"index":0,"vlan":5000}]})", u"sriov.settings[0].vlan"_s);
        member("MAC", R"("interfaces":[{"name":"a"},{"mac":"x"}])", u"interfaces[1].mac"_s);
        member("mounts", R"("disks":[{"mounts":"/"}])", u"disks[0].mounts"_s);
        member("size of a disk", R"("disks":[{"bytes":-1}])", u"disks[0].bytes"_s);
    }
    void hostileJsonIsRefusedWithItsPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, place);
        const auto snapshot = parseSnapshot(text);
        QVERIFY(!snapshot);
        QCOMPARE(snapshot.error().code, ErrorCode::InvalidInput);
        if (!place.isEmpty())
            QCOMPARE(snapshot.error().subject, place);
        QVERIFY(!snapshot.error().detail.isEmpty());
    }
    void membersOfTheFutureAreIgnored()
    {
        QJsonObject json = snapshotToJson(host());
        json[u"weather"] = u"fine"_s;
        const auto back = snapshotFromJson(json);
        QVERIFY(back);
        QVERIFY(back->sameFacts(host()));
    }
    void tooManyFunctionsAreRefused()
    {
        QJsonArray functions;
        for (int i = 0; i < 65'537; ++i)
            functions.append(0);
        QVERIFY(!snapshotFromJson({{u"laneway"_s, 1}, {u"functions"_s, functions}}));
    }
};

QTEST_APPLESS_MAIN(TestSnapshotJson)
#include "tst_snapshotjson.moc"
