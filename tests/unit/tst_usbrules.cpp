// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/reasontext.h"
#include "host/snapshotjson.h"
#include "host/usbrules.h"
#include "kernel/samplehost.h"

#include <QJsonDocument>
#include <QTest>

using namespace laneway;

namespace {

UsbPort at(const char16_t *port)
{
    return *UsbPort::parse(QStringView(port));
}

const QUuid web = QUuid::createUuid();
const QUuid db = QUuid::createUuid();
const PciAddress controller = *PciAddress::parse(u"0000:0a:00.3");

HostSnapshot workstation()
{
    return *sampleHost(u"workstation"_s);
}

struct Scenario
{
    HostSnapshot host = workstation();
    Claims claims;
    std::optional<QUuid> target;
};

} // namespace
Q_DECLARE_METATYPE(std::function<void(Scenario &)>)

class TestUsbRules : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void judges_data()
    {
        using Change = std::function<void(Scenario &)>;
        QTest::addColumn<QString>("port");
        QTest::addColumn<Change>("change");
        QTest::addColumn<Level>("level");
        QTest::addColumn<QStringList>("codes");
        const auto nothing = [](Scenario &) {};
        const auto add
            = [](const char *name, const char16_t *port, const Change &change, Level level, const QStringList &codes) {
                  QTest::newRow(name) << QString::fromUtf16(port) << change << level << codes;
              };
        add("root hub", u"usb1", nothing, Level::Never, {u"usb-root-hub"_s});
        add("hub", u"5-3", nothing, Level::Never, {u"usb-hub"_s});
        add("camera", u"5-3.1", nothing, Level::Ready, {u"usb-idle"_s});
        add("mounted stick", u"2-1", nothing, Level::Caution, {u"holds-mounted-disk"_s, u"usb-returns"_s});
        add("unmounted stick", u"2-1", [](Scenario &s) { s.host.usb[at(u"2-1")].disks[0].mounts.clear(); },
            Level::Ready, {u"usb-returns"_s});
        add("the host's own drive", u"2-1", [](Scenario &s) { s.host.usb[at(u"2-1")].disks[0].mounts = {u"/"_s}; },
            Level::Caution, {u"holds-root-file-system"_s, u"usb-returns"_s});
        add("swap", u"2-1",
            [](Scenario &s) {
                s.host.usb[at(u"2-1")].disks[0].mounts.clear();
                s.host.usb[at(u"2-1")].disks[0].swap = true;
            },
            Level::Caution, {u"holds-swap"_s, u"usb-returns"_s});
        add("only keyboard", u"5-1", nothing, Level::Caution, {u"only-keyboard"_s, u"usb-returns"_s});
        add("a second keyboard", u"5-1",
            [](Scenario &s) { s.host.otherKeyboards = {u"AT Translated Set 2 keyboard"_s}; }, Level::Caution,
            {u"usb-input-in-use"_s, u"usb-returns"_s});
        add("the second keyboard is a machine's", u"5-1",
            [](Scenario &s) {
                s.host.usb[at(u"1-6")].keyboards = {u"Other"_s};
                s.claims.usb = {{at(u"1-6"), db, u"db"_s, 1000, true}};
            },
            Level::Caution, {u"only-keyboard"_s, u"usb-returns"_s});
        add("only mouse", u"5-2", nothing, Level::Caution, {u"only-pointer"_s, u"usb-returns"_s});
        add("network with the default route", u"5-3.1",
            [](Scenario &s) {
                NetInterface net;
                net.name = u"enx0"_s;
                net.up = net.carrier = net.defaultRoute = true;
                s.host.usb[at(u"5-3.1")].interfaces = {net};
            },
            Level::Caution, {u"default-route"_s, u"usb-returns"_s});
        add("held by another machine", u"5-3.1",
            [](Scenario &s) {
                s.claims.usb = {{at(u"5-3.1"), db, u"db"_s, 1000, true}};
            },
            Level::Blocked, {u"held-by-domain"_s, u"usb-idle"_s});
        add("held by the machine itself", u"5-3.1",
            [](Scenario &s) {
                s.claims.usb = {{at(u"5-3.1"), web, u"web"_s, 1000, true}};
            },
            Level::Ready, {u"usb-idle"_s});
        add("wanted by another machine", u"5-3.1",
            [](Scenario &s) {
                s.claims.usb = {{at(u"5-3.1"), db, u"db"_s, 1000, false}};
            },
            Level::Ready, {u"usb-idle"_s, u"wanted-by-domain"_s});
        add("its controller is in the same machine", u"5-3.1",
            [](Scenario &s) {
                s.claims.domains = {{controller, web, u"web"_s, 1000, false, true}};
            },
            Level::Blocked, {u"usb-controller-assigned"_s, u"usb-idle"_s});
        add("another machine wants its controller", u"5-3.1",
            [](Scenario &s) {
                s.claims.domains = {{controller, db, u"db"_s, 1000, false, true}};
            },
            Level::Ready, {u"usb-idle"_s});
        add("a program has it", u"5-3.1", [](Scenario &s) { s.host.usb[at(u"5-3.1")].parts[0].driver = u"usbfs"_s; },
            Level::Blocked, {u"usb-used-by-program"_s, u"usb-idle"_s});
        add("two of a kind", u"5-3.2", nothing, Level::Ready, {u"usb-idle"_s, u"usb-same-ids"_s});
        add("recording", u"5-3.1", [](Scenario &s) { s.host.readOnly = true; }, Level::Blocked,
            {u"read-only-host"_s, u"usb-idle"_s});
    }
    void judges()
    {
        QFETCH(QString, port);
        QFETCH(std::function<void(Scenario &)>, change);
        QFETCH(Level, level);
        QFETCH(QStringList, codes);
        Scenario s;
        s.target = web;
        change(s);
        const UsbDevice *device = s.host.find(*UsbPort::parse(port));
        QVERIFY(device);
        const Verdict verdict = assess(UsbQuestion{s.host, s.claims, *device, s.target});
        QStringList found;
        for (const Reason &reason : verdict.reasons) {
            found.append(reason.code);
            QVERIFY2(reasonCodes().contains(reason.code), qPrintable(reason.code));
            QVERIFY(!reason.evidence.isEmpty());
            QVERIFY(!reasonText(reason).contains(u'{'));
            QVERIFY(!remediesFor(reason).isEmpty());
        }
        QCOMPARE(found, codes);
        QCOMPARE(verdict.level, level);
    }

    void findsExactlyOne()
    {
        const HostSnapshot host = workstation();
        const auto find = [&](const UsbSelector &wanted) { return host.find(wanted); };
        QCOMPARE((*find({UsbIds{0x046d, 0x082d}, {}}))->port, at(u"5-3.1"));
        QCOMPARE((*find({{}, UsbAddress{5, 6}}))->port, at(u"5-3.2"));
        QCOMPARE((*find({UsbIds{0x0403, 0x6001}, UsbAddress{5, 7}}))->port, at(u"5-3.3"));
        const auto several = find({UsbIds{0x0403, 0x6001}, {}});
        QCOMPARE(several.error().code, ErrorCode::UnsupportedConfiguration);
        QVERIFY(several.error().detail.contains(u"005/006, 005/007"_s));
        QCOMPARE(find({UsbIds{0xdead, 0xbeef}, {}}).error().code, ErrorCode::NotFound);
        // Another device took the number: its name says what it is.
        const auto stranger = find({UsbIds{0x0403, 0x6001}, UsbAddress{5, 5}});
        QCOMPARE(stranger.error().code, ErrorCode::NotFound);
        QVERIFY(stranger.error().detail.contains(u"C920"_s));
        QVERIFY(!find({}));
    }

    void choosesWhatSurvivesAReplug()
    {
        const HostSnapshot host = workstation();
        QCOMPARE(selectorFor(host, host.usb[at(u"5-3.1")]), (UsbSelector{UsbIds{0x046d, 0x082d}, {}}));
        QCOMPARE(selectorFor(host, host.usb[at(u"5-3.2")]), (UsbSelector{{}, UsbAddress{5, 6}}));
    }

    void tellsPlugAndUnplug()
    {
        HostSnapshot before = workstation();
        before.serial = 7;
        HostSnapshot after = before;
        after.serial = 8;
        after.usb.remove(at(u"2-1"));
        after.usb[at(u"5-3.1")].address.device = 9; // out and in again
        UsbDevice fresh = before.usb[at(u"2-1")];
        fresh.port = at(u"1-9");
        after.usb.insert(fresh.port, fresh);
        const HostDiff changes = diff(before, after);
        QCOMPARE(changes.usbRemoved, QList<UsbPort>{at(u"2-1")});
        QCOMPARE(changes.usbAdded, QList<UsbPort>{at(u"1-9")});
        QCOMPARE(changes.usbChanged, QList<UsbPort>{at(u"5-3.1")});
        QVERIFY(!changes.isEmpty());
        QVERIFY(!before.sameFacts(after));
        const auto rebuilt = applyDelta(before, deltaToJson(before, after));
        QVERIFY(rebuilt);
        QVERIFY(rebuilt->sameFacts(after));
    }

    void keepsWhatIsUnknown()
    {
        HostSnapshot host = workstation();
        QVERIFY(host.usbKnown);
        QJsonObject json = snapshotToJson(host);
        QVERIFY(snapshotFromJson(json)->sameFacts(host));
        json.remove(u"usb"_s); // as older versions wrote it
        QVERIFY(!snapshotFromJson(json)->usbKnown);
        const QString masked = QString::fromUtf8(QJsonDocument(snapshotToJson(host, Privacy::Masked)).toJson());
        QVERIFY(!masked.contains(u"4C530001230714110594"_s)); // a serial number
    }

    void refusesBrokenJson()
    {
        QJsonObject json = snapshotToJson(workstation());
        QJsonArray usb = json[u"usb"].toArray();
        usb.append(usb.last());
        json[u"usb"] = usb;
        QCOMPARE(snapshotFromJson(json).error().subject, u"usb[%1].port"_s.arg(usb.size() - 1));
        json[u"usb"] = QJsonArray{QJsonObject{{u"port"_s, u"1-1/.."_s}}};
        QCOMPARE(snapshotFromJson(json).error().subject, u"usb[0].port"_s);
    }
};

QTEST_GUILESS_MAIN(TestUsbRules)
#include "tst_usbrules.moc"
