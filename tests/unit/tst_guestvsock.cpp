// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/guestvsock.h"

#include <QTest>

using namespace laneway;

namespace {
DomainXml machine(const QByteArray &cid, const QByteArray &uuid = "00000005-3d52-4dea-b8cf-f1b6fba9a4a1")
{
    return DomainXml::parse("<domain type='kvm'><name>web</name><uuid>" + uuid
        + "</uuid><devices><vsock model='virtio'>" + cid + "</vsock></devices></domain>")
        .value();
}

quint32 numberOf(const DomainXml &domain)
{
    return vsockNumbers(domain).values().value(0);
}
} // namespace

class TestGuestVsock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aNumberIsGivenWhereItIsAskedFor_data()
    {
        QTest::addColumn<QByteArray>("cid");
        QTest::addColumn<bool>("isAskedFor");
        QTest::newRow("any") << QByteArray("<cid auto='yes'/>") << true;
        QTest::newRow("any, with the last one") << QByteArray("<cid auto='yes' address='7'/>") << true;
        QTest::newRow("one's own") << QByteArray("<cid auto='no' address='7'/>") << false;
        QTest::newRow("nothing said") << QByteArray() << false;
    }
    void aNumberIsGivenWhereItIsAskedFor()
    {
        QFETCH(QByteArray, cid);
        QFETCH(bool, isAskedFor);
        QCOMPARE(wantsVsockNumber(machine(cid)), isAskedFor);
    }

    void itIsNobodyElses()
    {
        DomainXml first = machine("<cid auto='yes'/>");
        settleVsockNumber(first, {});
        QVERIFY(numberOf(first) > 2);
        DomainXml again = machine("<cid auto='yes'/>");
        settleVsockNumber(again, {});
        QCOMPARE(numberOf(again), numberOf(first)); // the same at each start
        DomainXml other = machine("<cid auto='yes'/>");
        settleVsockNumber(other, vsockNumbers(first));
        QVERIFY(numberOf(other) > 2 && numberOf(other) != numberOf(first));
    }

    void oneThatIsWrittenStaysWhileItIsFree()
    {
        DomainXml free = machine("<cid auto='yes' address='7'/>");
        settleVsockNumber(free, {8});
        QCOMPARE(numberOf(free), 7U);
        DomainXml taken = machine("<cid auto='yes' address='7'/>");
        settleVsockNumber(taken, {7});
        QVERIFY(numberOf(taken) != 7U);
    }
};

QTEST_GUILESS_MAIN(TestGuestVsock)
#include "tst_guestvsock.moc"
