// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dropverdict.h"
#include "support/largehost.h"

#include <QTest>

using namespace laneway;

namespace {

const DropTarget web{QUuid::createUuidV5(QUuid(), QStringLiteral("web")), QStringLiteral("web")};
const DropTarget build{QUuid::createUuidV5(QUuid(), QStringLiteral("build")), QStringLiteral("build")};

PciAddress address(const QString &text)
{
    return *PciAddress::parse(text);
}

Claim claim(const DropTarget &machine, const PciAddress &device, bool running)
{
    return {device, machine.domain, machine.name, 1000, running, true};
}

} // namespace

class TestDropVerdict : public QObject
{
    Q_OBJECT
    const HostSnapshot m_host = LargeHost(300).host();
    const PciAddress m_vf = address(u"0000:01:10.0"_s);
    const PciAddress m_otherVf = address(u"0000:01:10.1"_s);
    const PciAddress m_graphics = address(u"0000:06:00.0"_s);
    const PciAddress m_sound = address(u"0000:06:00.1"_s);

private Q_SLOTS:
    void aFreeDeviceIsReady()
    {
        const DropVerdict verdict = dropVerdict(m_host, {}, {m_vf}, web);
        QCOMPARE(verdict.level, Level::Ready);
        QCOMPARE(verdict.devices, QList<PciAddress>{m_vf});
        QVERIFY(verdict.companions.isEmpty());
        QCOMPARE(verdict.sentence, u"Assigns the device to web."_s);
    }

    void severalAreCountedOnce()
    {
        const DropVerdict verdict = dropVerdict(m_host, {}, {m_otherVf, m_vf, m_otherVf}, web);
        QCOMPARE(verdict.level, Level::Ready);
        QCOMPARE(verdict.devices, (QList<PciAddress>{m_vf, m_otherVf}));
        QCOMPARE(verdict.sentence, u"Assigns 2 devices to web."_s);
    }

    void theRestOfTheGroupIsNamed()
    {
        QVERIFY(m_host.find(m_graphics) && m_host.find(m_sound));
        const DropVerdict verdict = dropVerdict(m_host, {}, {m_sound}, web);
        QVERIFY(!verdict.refuses());
        QCOMPARE(verdict.companions, QList<PciAddress>{m_graphics});
        QCOMPARE(verdict.devices, (QList<PciAddress>{m_graphics, m_sound}));
        QVERIFY(verdict.sentence.contains(u"Takes 1 companion along: 0000:06:00.0"_s));
    }

    void aWholeGroupHasNoCompanions()
    {
        const DropVerdict verdict = dropVerdict(m_host, {}, {m_graphics, m_sound}, web);
        QVERIFY(!verdict.refuses());
        QVERIFY(verdict.companions.isEmpty());
        QVERIFY(verdict.sentence.startsWith(u"Assigns 2 devices to web."));
    }

    void whatTheHostWouldLoseIsSaid()
    {
        const DropVerdict verdict = dropVerdict(m_host, {}, {address(u"0000:03:00.0"_s)}, web);
        QCOMPARE(verdict.level, Level::Caution);
        QVERIFY(verdict.sentence.contains(u"The host runs from this drive"));
    }

    void refusedBecause_data()
    {
        QTest::addColumn<QList<PciAddress>>("devices");
        QTest::addColumn<QList<Claim>>("claims");
        QTest::addColumn<QString>("because");
        QTest::newRow("another machine runs with it")
            << QList<PciAddress>{m_vf} << QList<Claim>{claim(build, m_vf, true)} << u"build"_s;
        QTest::newRow("one of two is in use")
            << QList<PciAddress>{m_otherVf, m_vf} << QList<Claim>{claim(build, m_vf, true)} << u"build"_s;
        QTest::newRow("its group is in use")
            << QList<PciAddress>{m_sound} << QList<Claim>{claim(build, m_graphics, true)} << u"build"_s;
        QTest::newRow("a bridge") << QList<PciAddress>{address(u"0000:00:00.0"_s)} << QList<Claim>{} << u"Cannot"_s;
        QTest::newRow("unplugged meanwhile") << QList<PciAddress>{m_vf, address(u"0000:fe:00.0"_s)} << QList<Claim>{}
                                             << u"0000:fe:00.0 is no longer there"_s;
        QTest::newRow("nothing") << QList<PciAddress>{} << QList<Claim>{} << u"no device"_s;
        QTest::newRow("it is there already")
            << QList<PciAddress>{m_vf} << QList<Claim>{claim(web, m_vf, false)} << u"web has it already"_s;
        QTest::newRow("it runs with it already")
            << QList<PciAddress>{m_vf} << QList<Claim>{claim(web, m_vf, true)} << u"web has it already"_s;
        QTest::newRow("a card together with its virtual functions")
            << QList<PciAddress>{address(u"0000:01:00.0"_s), m_vf} << QList<Claim>{} << u"Cannot be assigned to web"_s;
    }
    void refusedBecause()
    {
        QFETCH(QList<PciAddress>, devices);
        QFETCH(QList<Claim>, claims);
        QFETCH(QString, because);
        const DropVerdict verdict = dropVerdict(m_host, {claims, {}}, devices, web);
        QVERIFY(verdict.refuses());
        QVERIFY2(verdict.sentence.contains(because), qPrintable(verdict.sentence));
    }

    void whatTheTargetHasIsNotAddedAgain()
    {
        const DropVerdict verdict = dropVerdict(m_host, {{claim(web, m_vf, false)}, {}}, {m_vf, m_otherVf}, web);
        QVERIFY(!verdict.refuses());
        QCOMPARE(verdict.devices, QList<PciAddress>{m_otherVf});
    }

    void anotherDefinitionIsNoObstacle()
    {
        QVERIFY(!dropVerdict(m_host, {{claim(build, m_vf, false)}, {}}, {m_vf}, web).refuses());
    }
};

QTEST_GUILESS_MAIN(TestDropVerdict)
#include "tst_dropverdict.moc"
