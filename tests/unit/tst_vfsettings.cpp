// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/vfsettings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace laneway;

class TestVfSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wordsBecomeAChange_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("mac") << u"mac=52:54:00:6D:90:02"_s << QByteArray(R"({"mac":"52:54:00:6d:90:02"})");
        QTest::newRow("vlan") << u"vlan=42"_s << QByteArray(R"({"qos":0,"vlan":42,"vlanProtocol":"802.1Q"})");
        QTest::newRow("untagged") << u"vlan=0"_s << QByteArray(R"({"qos":0,"vlan":0,"vlanProtocol":"802.1Q"})");
        QTest::newRow("vlan, all of it") << u"proto=802.1ad qos=3 vlan=4094"_s
                                         << QByteArray(R"({"qos":3,"vlan":4094,"vlanProtocol":"802.1ad"})");
        QTest::newRow("iproute2's protocol")
            << u"vlan=1 proto=802.1q"_s << QByteArray(R"({"qos":0,"vlan":1,"vlanProtocol":"802.1Q"})");
        QTest::newRow("switches") << u"spoofchk=on trust=off state=enable"_s
                                  << QByteArray(R"({"linkState":"enable","spoofCheck":true,"trust":false})");
        QTest::newRow("names of the JSON")
            << u"spoofCheck=false trust=true linkState=disable maxRate=9"_s
            << QByteArray(R"({"linkState":"disable","maxRate":9,"minRate":0,"spoofCheck":false,"trust":true})");
        QTest::newRow("rates") << u"min_tx_rate=10 max_tx_rate=100"_s << QByteArray(R"({"maxRate":100,"minRate":10})");
        QTest::newRow("largest rate") << u"max_tx_rate=4294967295"_s
                                      << QByteArray(R"({"maxRate":4294967295,"minRate":0})");
        QTest::newRow("no MAC") << u"mac=00:00:00:00:00:00"_s << QByteArray(R"({"mac":"00:00:00:00:00:00"})");
    }
    void wordsBecomeAChange()
    {
        QFETCH(QString, words);
        QFETCH(QByteArray, json);
        const auto change = VfChange::parse(words.split(u' '));
        QVERIFY2(change, change ? "" : qPrintable(change.error().toString()));
        QCOMPARE(QJsonDocument(change->toJson()).toJson(QJsonDocument::Compact), json);
        const auto back = VfChange::fromJson(change->toJson());
        QVERIFY(back);
        QCOMPARE(*back, *change);
    }
    void settingsComeBackFromWords_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("words");
        QTest::newRow("everything")
            << QByteArray(
                   R"({"index":62,"linkState":"disable","mac":"52:54:00:0a:f0:09","maxRate":100,"minRate":5,"qos":7,)"
                   R"("spoofCheck":true,"trust":false,"vlan":4094,"vlanProtocol":"802.1ad"})")
            << u"62 mac=52:54:00:0a:f0:09 vlan=4094 qos=7 proto=802.1ad spoofchk=on trust=off state=disable "
               "min_tx_rate=5 max_tx_rate=100"_s;
        QTest::newRow("no VLAN, no MAC") << QByteArray(
            R"({"index":0,"mac":"00:00:00:00:00:00","qos":0,"vlan":0,"vlanProtocol":"802.1Q"})")
                                         << u"0 mac=00:00:00:00:00:00 vlan=0 qos=0 proto=802.1Q"_s;
        QTest::newRow("a driver that says nothing") << QByteArray(R"({"index":3})") << u"3"_s;
    }
    void settingsComeBackFromWords()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, words);
        const VfSettings settings = *VfSettings::fromJson(QJsonDocument::fromJson(json).object());
        QCOMPARE(QJsonDocument(settings.toJson()).toJson(QJsonDocument::Compact), json);
        QCOMPARE(settings.toWords(), words);
        QCOMPARE(VfSettings::fromWords(words).value(), settings);
        const VfChange change = VfChange::to(settings);
        QCOMPARE(changeToWords(settings.index, change), words);
        QCOMPARE(changeFromWords(words).value(), std::pair(settings.index, change));
    }
    void brokenSettingsAreRefused_data()
    {
        QTest::addColumn<QString>("words");
        QTest::newRow("nothing") << QString();
        QTest::newRow("no index") << u"mac=52:54:00:00:00:01"_s;
        QTest::newRow("negative index") << u"-1 trust=on"_s;
        QTest::newRow("index too large") << u"65536 trust=on"_s;
        QTest::newRow("two blanks") << u"1  trust=on"_s;
        QTest::newRow("index twice") << u"1 index=2"_s;
        QTest::newRow("cut off") << u"1 mac=52:54:00"_s;
    }
    void brokenSettingsAreRefused()
    {
        QFETCH(QString, words);
        QVERIFY(!VfSettings::fromWords(words));
        QVERIFY(!changeFromWords(words));
    }
    void badWordsAreNamed_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("subject");
        const auto row = [](const char *name, const QString &words, const QString &subject) {
            QTest::newRow(name) << words << subject;
        };
        row("unknown word", u"mac=52:54:00:00:00:01 color=red"_s, u"color=red"_s);
        row("no value", u"trust"_s, u"trust"_s);
        row("empty word", QString(), QString());
        row("only a value", u"=on"_s, u"=on"_s);
        row("twice", u"vlan=1 vlan=2"_s, u"vlan=2"_s);
        row("twice under two names", u"trust=on spoofchk=on spoofCheck=off"_s, u"spoofCheck=off"_s);
        row("short MAC", u"mac=52:54:00"_s, u"mac=52:54:00"_s);
        row("multicast MAC", u"mac=01:00:5e:00:00:01"_s, u"mac=01:00:5e:00:00:01"_s);
        row("VLAN too large", u"vlan=4095"_s, u"vlan=4095"_s);
        row("VLAN with sign", u"vlan=+4"_s, u"vlan=+4"_s);
        row("VLAN not a number", u"vlan=none"_s, u"vlan=none"_s);
        row("priority too large", u"vlan=4 qos=8"_s, u"qos=8"_s);
        row("priority without VLAN", u"qos=3"_s, u"qos=3"_s);
        row("protocol without VLAN", u"proto=802.1Q"_s, u"proto=802.1Q"_s);
        row("unknown protocol", u"vlan=4 proto=802.11"_s, u"proto=802.11"_s);
        row("not a switch", u"trust=maybe"_s, u"trust=maybe"_s);
        row("unknown state", u"state=up"_s, u"state=up"_s);
        row("rate too large", u"max_tx_rate=4294967296"_s, u"max_tx_rate=4294967296"_s);
        row("rate far too large", u"max_tx_rate=99999999999999999999"_s, u"max_tx_rate=99999999999999999999"_s);
        row("least above most", u"min_tx_rate=200 max_tx_rate=100"_s, u"min_tx_rate=200"_s);
    }
    void badWordsAreNamed()
    {
        QFETCH(QString, words);
        QFETCH(QString, subject);
        const auto change = VfChange::parse(words.split(u' '));
        QVERIFY(!change);
        QCOMPARE(change.error().code, ErrorCode::InvalidInput);
        QCOMPARE(change.error().subject, subject);
        QVERIFY(!change.error().detail.isEmpty());
    }
    void nothingToChangeIsRefused() { QVERIFY(!VfChange::parse({})); }
    void badJsonIsNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("subject");
        QTest::newRow("text for a flag") << QByteArray(R"({"trust":"on"})") << u"trust"_s;
        QTest::newRow("number for a MAC") << QByteArray(R"({"mac":1})") << u"mac"_s;
        QTest::newRow("fraction") << QByteArray(R"({"vlan":1.5})") << u"vlan"_s;
        QTest::newRow("negative rate") << QByteArray(R"({"maxRate":-1})") << u"maxRate"_s;
        QTest::newRow("unknown state") << QByteArray(R"({"linkState":"up"})") << u"linkState"_s;
    }
    void badJsonIsNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, subject);
        const auto change = VfChange::fromJson(QJsonDocument::fromJson(json).object());
        QVERIFY(!change);
        QCOMPARE(change.error().subject, subject);
    }
    void settingsGoThroughJson()
    {
        const VfSettings settings{VfIndex{2}, MacAddress::generate(), VfVlan{*VlanId::make(7), 5, VlanProtocol::Dot1AD},
            true, false, VfLinkState::Auto, VfRate{1, 2}};
        const auto back = VfSettings::fromJson(settings.toJson());
        QVERIFY(back);
        QCOMPARE(*back, settings);
        QVERIFY(!VfSettings::fromJson({{u"trust"_s, true}})); // no index
    }
    void whatIsNotReportedIsNotApplied()
    {
        const VfChange change = *VfChange::parse({u"trust=on"_s, u"vlan=42"_s});
        VfSettings now;
        now.vlan = VfVlan{*VlanId::make(42)};
        QVERIFY(!change.isIn(now));
        now.trust = true;
        now.linkState = VfLinkState::Disable; // not part of the change
        QVERIFY(change.isIn(now));
        now.vlan->id = *VlanId::make(43);
        QVERIFY(!change.isIn(now));
    }
    void fieldsAreTakenOneByOne()
    {
        const VfChange change
            = *VfChange::parse({u"mac=52:54:00:6d:90:02"_s, u"vlan=42"_s, u"max_tx_rate=5"_s, u"state=enable"_s});
        QCOMPARE(change.fields(), (QList{VfField::Mac, VfField::Vlan, VfField::Rate, VfField::LinkState}));
        QCOMPARE(change.only(VfField::Vlan).toJson().keys(), (QStringList{u"qos"_s, u"vlan"_s, u"vlanProtocol"_s}));
        QVERIFY(change.only(VfField::Trust).isEmpty());
        for (const VfField field :
            {VfField::Mac, VfField::Vlan, VfField::Rate, VfField::SpoofCheck, VfField::LinkState, VfField::Trust})
            QCOMPARE(vfFieldFrom(nameOf(field)), std::optional(field));
        QVERIFY(!vfFieldFrom(u"minRate"));
    }
    void onlyWhatIsNeededIsSent()
    {
        const VfChange change
            = *VfChange::parse({u"mac=52:54:00:6d:90:02"_s, u"vlan=42"_s, u"trust=on"_s, u"state=auto"_s});
        VfSettings now{VfIndex{0}, change.mac, VfVlan{*VlanId::make(42)}, {}, false, VfLinkState::Auto, {}};
        // MAC and VLAN are fixed by being sent, though they are the same.
        QCOMPARE(change.toSend(now).fields(), (QList{VfField::Mac, VfField::Vlan, VfField::Trust}));
        now.trust = true;
        QCOMPARE(change.toSend(now).fields(), (QList{VfField::Mac, VfField::Vlan}));
        const VfChange untag = *VfChange::parse({u"vlan=0"_s});
        QCOMPARE(untag.toSend(now), untag);
        now.vlan = VfVlan();
        QVERIFY(untag.toSend(now).isEmpty());
    }
    void aPriorityWithoutAVlanIsATag()
    {
        const VfChange tag = *VfChange::parse({u"vlan=0"_s, u"qos=5"_s});
        const VfChange service = *VfChange::parse({u"vlan=0"_s, u"proto=802.1ad"_s});
        const VfChange untag = *VfChange::parse({u"vlan=0"_s});
        VfSettings now{VfIndex{0}, {}, VfVlan(), {}, {}, {}, {}};
        QCOMPARE(tag.toSend(now), tag);
        QCOMPARE(service.toSend(now), service);
        now.vlan.reset(); // the driver knows no VLANs: it shall say so
        QCOMPARE(tag.toSend(now), tag);
        now.vlan = tag.vlan;
        QCOMPARE(untag.toSend(now), untag);
    }
    void refusalsGoThroughJson()
    {
        const QList<VfRefusal> refusals{
            {VfIndex{3}, VfField::LinkState,
                {ErrorCode::KernelRefused, u"ens1 vf 3"_s, u"EOPNOTSUPP setting the VF"_s, 95}},
            {VfIndex{0}, VfField::Rate, {ErrorCode::VerificationFailed, u"ens1 vf 0"_s, {}}}};
        QCOMPARE(refusalsFromJson(refusalsToJson(refusals)), refusals);
        QVERIFY(refusalsFromJson({QJsonObject{{u"index"_s, 1}, {u"field"_s, u"colour"_s}}, 3}).isEmpty());
    }
    void undoHoldsEveryReportedField()
    {
        const VfSettings former{VfIndex{0}, MacAddress(), VfVlan(), {}, false, {}, VfRate()};
        const VfChange undo = VfChange::to(former);
        QVERIFY(undo.isIn(former));
        QVERIFY(!undo.spoofCheck);
        QVERIFY(!undo.isEmpty());
        const auto back = VfChange::fromJson(undo.toJson());
        QVERIFY(back);
        QCOMPARE(*back, undo);
    }
};

QTEST_APPLESS_MAIN(TestVfSettings)
#include "tst_vfsettings.moc"
