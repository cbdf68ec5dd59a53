// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usbaddress.h"

#include <QTest>

using namespace laneway;

class TestUsbAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsPorts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        QTest::newRow("root hub") << u"usb1"_s << true;
        QTest::newRow("at the root") << u"1-4"_s << true;
        QTest::newRow("behind hubs") << u"10-4.2.1"_s << true;
        QTest::newRow("deepest") << u"1-1.2.3.4.5.6"_s << true;
        QTest::newRow("too deep") << u"1-1.2.3.4.5.6.7"_s << false;
        QTest::newRow("interface") << u"1-4:1.0"_s << false;
        QTest::newRow("no bus") << u"-4"_s << false;
        QTest::newRow("bus 0") << u"0-1"_s << false;
        QTest::newRow("root hub's interface") << u"1-0"_s << false;
        QTest::newRow("leading zero") << u"1-04"_s << false;
        QTest::newRow("empty part") << u"1-4..1"_s << false;
        QTest::newRow("way out") << u"1-4/../2"_s << false;
        QTest::newRow("empty") << QString() << false;
    }
    void readsPorts()
    {
        QFETCH(QString, text);
        QFETCH(bool, valid);
        const auto port = UsbPort::parse(text);
        QCOMPARE(port.has_value(), valid);
        if (port)
            QCOMPARE(port->toString(), text);
        else
            QCOMPARE(port.error().code, ErrorCode::InvalidInput);
    }

    void knowsTheHubAbove()
    {
        const UsbPort port = *UsbPort::parse(u"1-4.2");
        QCOMPARE(port.parent().toString(), u"1-4"_s);
        QCOMPARE(port.parent().parent().toString(), u"usb1"_s);
        QVERIFY(port.parent().parent().isRootHub());
        QVERIFY(port.parent() < port);
        QVERIFY(*UsbPort::parse(u"1-4.2") < *UsbPort::parse(u"1-4.10"));
    }

    void readsAddresses()
    {
        const auto address = UsbAddress::parse(u"001/004");
        QVERIFY(address);
        QCOMPARE(address->node(), u"bus/usb/001/004"_s);
        QCOMPARE(address->toString(), u"001/004"_s);
        for (const QString &text : {u"1/128"_s, u"0/1"_s, u"1000/1"_s, u"1"_s, u"1/2/3"_s, u"-1/2"_s, u""_s})
            QVERIFY2(!UsbAddress::parse(text), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TestUsbAddress)
#include "tst_usbaddress.moc"
