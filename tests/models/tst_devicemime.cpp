// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicemime.h"

#include <QMimeData>
#include <QTest>

using namespace laneway;

class TestDeviceMime : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void comesBackAsItWent()
    {
        const DraggedDevices dragged{
            u"file:/tmp/ä b.json"_s, {*PciAddress::parse(u"0000:03:10.2"), *PciAddress::parse(u"10000:e1:00.0")}};
        QMimeData data;
        encode(dragged, data);
        QCOMPARE(decode(data), dragged);
    }

    void whatAnotherProgramMadeUpIsNothing_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("0000:03:10.2");
        QTest::newRow("a list") << QByteArray("[1]");
        QTest::newRow("no connection") << QByteArray(R"({"devices":["0000:03:10.2"]})");
        QTest::newRow("no device") << QByteArray(R"({"connection":"system","devices":[]})");
        QTest::newRow("one bad address") << QByteArray(
            R"({"connection":"system","devices":["0000:03:10.2","03:10.2;rm"]})");
        QTest::newRow("a number") << QByteArray(R"({"connection":"system","devices":[3]})");
        QTest::newRow("far too long") << QByteArray(R"({"connection":"system","devices":["0000:03:10.2"]})")
                + QByteArray(2'000'000, ' ');
    }
    void whatAnotherProgramMadeUpIsNothing()
    {
        QFETCH(QByteArray, text);
        QMimeData data;
        data.setData(deviceMimeType.toString(), text);
        QVERIFY(!decode(data));
    }
};

QTEST_GUILESS_MAIN(TestDeviceMime)
#include "tst_devicemime.moc"
