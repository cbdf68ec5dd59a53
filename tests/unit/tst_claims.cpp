// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/claims.h"

#include <QJsonArray>
#include <QTest>

using namespace laneway;

class TestClaims : public QObject
{
    Q_OBJECT
    const PciAddress m_nic = *PciAddress::parse(u"0000:03:10.2");
    const PciAddress m_gpu = *PciAddress::parse(u"0000:01:00.0");
    Claims m_claims{{{m_nic, QUuid::createUuid(), u"db"_s, 1000, false, true},
                        {m_nic, QUuid::createUuid(), u"web"_s, 1001, true, false}},
        {m_gpu}};
private Q_SLOTS:
    void holderIsTheRunningOne()
    {
        QVERIFY(m_claims.holder(m_nic));
        QCOMPARE(m_claims.holder(m_nic)->domainName, u"web"_s);
        QVERIFY(!m_claims.holder(m_gpu));
    }
    void wantingIsEverybody()
    {
        QCOMPARE(m_claims.wanting(m_nic).size(), 2);
        QVERIFY(m_claims.wanting(m_gpu).isEmpty());
    }
    void jsonGoesBothWays()
    {
        const Claims back = Claims::fromJson(m_claims.toJson());
        QCOMPARE(back.domains, m_claims.domains);
        QCOMPARE(back.detached, m_claims.detached);
    }
    void entriesWithoutAddressAreLeftOut()
    {
        const Claims claims = Claims::fromJson({{u"domains"_s, QJsonArray{QJsonObject{{u"device"_s, u"x"_s}}, 7}},
            {u"detached"_s, QJsonArray{u"../../etc"_s}}});
        QVERIFY(claims.domains.isEmpty());
        QVERIFY(claims.detached.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestClaims)
#include "tst_claims.moc"
