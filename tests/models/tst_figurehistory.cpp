// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/figurehistory.h"

#include <QTest>

using namespace laneway;

namespace {
constexpr qint64 second = 1'000'000'000;

DiskFigures disk(const QString &target, quint64 read, quint64 written, const QString &missing = {})
{
    DiskFigures figures;
    figures.target = target;
    figures.readBytes = read;
    figures.writtenBytes = written;
    figures.missing = missing;
    return figures;
}

Figures at(qint64 seconds, quint64 cpuMs, const QList<DiskFigures> &disks = {})
{
    Figures figures;
    figures.run = u"web-1"_s;
    figures.time = seconds * second;
    figures.cpuTime = cpuMs * 1'000'000;
    figures.vcpus = 2;
    figures.memoryResident = 1 << 20;
    figures.disks = disks;
    return figures;
}
} // namespace

class TestFigureHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ratesAreOfTwoReadings_data()
    {
        QTest::addColumn<Figures>("before");
        QTest::addColumn<Figures>("after");
        QTest::addColumn<double>("processor"); // -1: nothing at all
        QTest::addColumn<double>("read"); // -1: not counted
        Figures other = at(12, 2'000);
        other.run = u"web-2"_s;
        QTest::newRow("half of one of two processors") << at(10, 1'000) << at(12, 2'000) << 25.0 << -1.0;
        QTest::newRow("nothing happened") << at(10, 1'000) << at(11, 1'000) << 0.0 << -1.0;
        QTest::newRow("more than all is all") << at(10, 0) << at(11, 2'300) << 100.0 << -1.0;
        QTest::newRow("another run") << at(10, 1'000) << other << -1.0 << -1.0;
        QTest::newRow("the same reading") << at(10, 1'000) << at(10, 1'000) << -1.0 << -1.0;
        QTest::newRow("time goes back") << at(10, 1'000) << at(9, 1'100) << -1.0 << -1.0;
        QTest::newRow("its counter goes back") << at(10, 1'000) << at(11, 900) << -1.0 << -1.0;
        QTest::newRow("one disk") << at(10, 0, {disk(u"vda"_s, 100, 0)}) << at(12, 0, {disk(u"vda"_s, 500, 0)}) << 0.0
                                  << 200.0;
        QTest::newRow("two disks") << at(10, 0, {disk(u"vda"_s, 0, 0), disk(u"vdb"_s, 5, 0)})
                                   << at(11, 0, {disk(u"vdb"_s, 15, 0), disk(u"vda"_s, 7, 0)}) << 0.0 << 17.0;
        QTest::newRow("one began anew") << at(10, 0, {disk(u"vda"_s, 900, 0), disk(u"vdb"_s, 5, 0)})
                                        << at(11, 0, {disk(u"vda"_s, 100, 0), disk(u"vdb"_s, 15, 0)}) << 0.0 << 10.0;
        QTest::newRow("plugged in between") << at(10, 0) << at(11, 0, {disk(u"vda"_s, 100, 0)}) << 0.0 << -1.0;
        QTest::newRow("not told") << at(10, 0, {disk(u"vda"_s, 1, 0)})
                                  << at(11, 0, {disk(u"vda"_s, 0, 0, u"no-answer"_s)}) << 0.0 << -1.0;
    }
    void ratesAreOfTwoReadings()
    {
        QFETCH(Figures, before);
        QFETCH(Figures, after);
        QFETCH(double, processor);
        QFETCH(double, read);
        const auto rates = ratesBetween(before, after);
        QCOMPARE(rates.has_value(), processor >= 0);
        if (!rates)
            return;
        QCOMPARE(rates->processorPercent, processor);
        QCOMPARE(rates->readPerSecond.value_or(-1), read);
        QVERIFY(!rates->receivedPerSecond); // no interface
    }

    void aHistoryHasGapsAndAnEnd()
    {
        FigureHistory history;
        for (int i = 1; i <= 10; ++i)
            history.add(at(i, quint64(i) * 1'000));
        QCOMPARE(history.points().size(), 10);
        QVERIFY(history.points().first().afterGap);
        QVERIFY(!history.points().first().rates);
        QCOMPARE(history.points().last().rates->processorPercent, 50.0);
        history.add(at(10, 10'000)); // given again
        QCOMPARE(history.points().size(), 10);
        history.add(at(40, 11'000)); // nobody looked
        QVERIFY(history.points().last().afterGap);
        QVERIFY(!history.points().last().rates);
        history.add(at(41, 12'000));
        QVERIFY(!history.points().last().afterGap);
        history.add(at(131, 13'000)); // two minutes are kept
        QCOMPARE(history.points().size(), 3);
        Figures other = at(132, 10);
        other.run = u"web-2"_s;
        history.add(other);
        QCOMPARE(history.points().size(), 1);
    }

    void whatTheGuestUses()
    {
        FigureHistory history;
        Figures figures = at(1, 0);
        history.add(figures);
        QVERIFY(!history.points().last().used);
        figures = at(2, 0);
        figures.guestMemory = {{u"available"_s, 1000}, {u"unused"_s, 300}};
        history.add(figures);
        QCOMPARE(history.points().last().used, std::optional<quint64>(700));
    }

    void whyThereIsNothing()
    {
        Figures figures = at(1, 0);
        QCOMPARE(whyNoDisks(figures), u"no-device"_s);
        QCOMPARE(whyNoInterfaces(figures), u"no-device"_s);
        InterfaceFigures interface;
        interface.missing = u"user-network"_s;
        figures.interfaces = {interface};
        QCOMPARE(whyNoInterfaces(figures), u"user-network"_s);
        figures.interfaces += InterfaceFigures();
        QCOMPARE(whyNoInterfaces(figures), QString());
    }

    void axes_data()
    {
        QTest::addColumn<double>("most");
        QTest::addColumn<bool>("binary");
        QTest::addColumn<double>("end");
        QTest::newRow("nothing") << 0.0 << false << 1.0;
        QTest::newRow("7") << 7.0 << false << 10.0;
        QTest::newRow("20") << 20.0 << false << 20.0;
        QTest::newRow("21") << 21.0 << false << 50.0;
        QTest::newRow("3 KiB") << 3072.0 << true << 4096.0;
        QTest::newRow("4 KiB") << 4096.0 << true << 4096.0;
    }
    void axes()
    {
        QFETCH(double, most);
        QFETCH(bool, binary);
        QTEST(axisEnd(most, binary), "end");
    }

    void aDocumentIsReadAsItIsWritten()
    {
        Figures figures = at(5, 7, {disk(u"vda"_s, quint64(1) << 60, 3), disk(u"sda"_s, 0, 0, u"no-answer"_s)});
        figures.vcpuTimes = QList<quint64>{1, 2};
        figures.memoryCurrent = 9;
        const auto read = Figures::fromJson(figures.toJson());
        QVERIFY(read);
        QVERIFY(*read == figures);
        QVERIFY(!Figures::fromJson({}));
        const auto odd = Figures::fromJson({{u"run"_s, u"x"_s}, {u"time"_s, 1}, {u"cpu"_s, 7}, {u"disks"_s, u"none"_s},
            {u"memory"_s, QJsonObject{{u"resident"_s, -4}}}});
        QVERIFY(odd);
        QCOMPARE(odd->memoryResident, 0);
    }
};

QTEST_GUILESS_MAIN(TestFigureHistory)
#include "tst_figurehistory.moc"
