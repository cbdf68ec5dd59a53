// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pciaddress.h"

#include <QTest>

using namespace laneway;

class TestPciAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parsesWhatTheKernelPrints_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("printed"); // empty: refused
        QTest::newRow("plain") << u"0000:03:10.2"_s << u"0000:03:10.2"_s;
        QTest::newRow("capitals") << u"0000:0A:1F.7"_s << u"0000:0a:1f.7"_s;
        QTest::newRow("VMD, 32-bit domain") << u"10000:e1:00.0"_s << u"10000:e1:00.0"_s;
        QTest::newRow("trailing newline") << u"0000:03:10.2\n"_s << QString();
        QTest::newRow("leading blank") << u" 0000:03:10.2"_s << QString();
        QTest::newRow("no domain") << u"03:10.2"_s << QString();
        QTest::newRow("slot too large") << u"0000:03:20.0"_s << QString();
        QTest::newRow("function too large") << u"0000:03:10.8"_s << QString();
        QTest::newRow("path") << u"0000:03:10.2/../x"_s << QString();
        QTest::newRow("sign") << u"0000:+3:10.2"_s << QString();
        QTest::newRow("empty") << QString() << QString();
    }
    void parsesWhatTheKernelPrints()
    {
        QFETCH(QString, text);
        QFETCH(QString, printed);
        const auto address = PciAddress::parse(text);
        QCOMPARE(address.has_value(), !printed.isEmpty());
        if (address) {
            QCOMPARE(address->toString(), printed);
        } else {
            QCOMPARE(address.error().code, ErrorCode::InvalidInput);
            QCOMPARE(address.error().subject, text);
        }
    }
    void nodeDeviceNameGoesBothWays()
    {
        const auto address = PciAddress::fromNodeDevice(u"pci_0000_03_10_2");
        QVERIFY(address);
        QCOMPARE(address->toString(), u"0000:03:10.2"_s);
        QCOMPARE(address->toNodeDevice(), u"pci_0000_03_10_2"_s);
        QVERIFY(!PciAddress::fromNodeDevice(u"usb_1_5"));
    }
    void sortsByDomainBusSlotFunction()
    {
        QVERIFY(*PciAddress::parse(u"0000:03:10.2") < *PciAddress::parse(u"0000:03:11.0"));
        QVERIFY(*PciAddress::parse(u"0000:ff:1f.7") < *PciAddress::parse(u"10000:00:00.0"));
    }
};

QTEST_APPLESS_MAIN(TestPciAddress)
#include "tst_pciaddress.moc"
