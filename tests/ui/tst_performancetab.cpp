// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/performancetab.h"
#include "ui/machinepage/figuregraph.h"

#include <QMainWindow>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

using namespace laneway;

namespace {

/// What a helper would answer: each second 250 ms of one processor, 1 MiB read, 3 KiB received.
struct Machine
{
    int asked = 0;
    bool answers = true;
    std::optional<Error> error;
    Figures figures;
    std::function<void()> later;

    Machine()
    {
        figures.run = u"web-1"_s;
        figures.time = 1;
        figures.memoryMaximum = 1 << 30;
        figures.memoryResident = 1 << 29;
        figures.disks = {DiskFigures{u"vda"_s, {}, {}}};
        figures.interfaces = {InterfaceFigures{u"52:54:00:00:00:01"_s, u"vnet0"_s, {}}};
    }
    PerformanceTab::Ask ask()
    {
        return [this](const QUuid &, QObject *context, const PerformanceTab::Answer &answer) {
            ++asked;
            figures.time += 1'000'000'000;
            figures.cpuTime += 250'000'000;
            figures.disks[0].readBytes += 1 << 20;
            figures.interfaces[0].receivedBytes += 3 << 10;
            const auto give
                = [guard = QPointer(context), answer, result = error ? Result<Figures>(fail(*error)) : figures] {
                      if (guard)
                          answer(result);
                  };
            if (answers)
                QTimer::singleShot(0, context, give);
            else
                later = give;
        };
    }
};

struct Fixture
{
    Machine machine;
    QMainWindow window;
    QTabWidget *tabs = new QTabWidget;
    PerformanceTab *tab = new PerformanceTab(machine.ask());

    Fixture()
    {
        tabs->addTab(new QWidget, u"Hardware"_s);
        tabs->addTab(tab, u"Performance"_s);
        window.setCentralWidget(tabs);
        window.resize(700, 500);
        tab->setInterval(20);
        tab->showDomain(QUuid::createUuid(), u"web"_s);
        tab->setState(u"running"_s);
    }
    QString said(const QString &graph) const { return tab->findChild<FigureGraph *>(graph)->accessibleName(); }
    /// Nobody asks any more: as many questions after some intervals as before.
    bool rests()
    {
        const int before = machine.asked;
        QTest::qWait(200);
        return machine.asked == before;
    }
};

} // namespace

class TestPerformanceTab : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksOnlyWhileItIsLookedAt()
    {
        Fixture f;
        f.window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&f.window));
        QCOMPARE(f.machine.asked, 0); // another tab is shown
        QVERIFY(f.rests());
        f.tabs->setCurrentIndex(1);
        QTRY_VERIFY(f.machine.asked > 3);
        f.tabs->setCurrentIndex(0);
        QVERIFY(f.rests());
        f.tabs->setCurrentIndex(1);
        QVERIFY(!f.rests());
        f.window.showMinimized();
        QTRY_VERIFY(f.window.isMinimized());
        QVERIFY(f.rests());
        f.window.showNormal();
        QTRY_VERIFY(!f.window.isMinimized());
        QVERIFY(!f.rests());
        f.tab->setState(u"shut off"_s);
        QVERIFY(f.rests());
        f.tab->setState(u"running"_s);
        QVERIFY(!f.rests());
        f.window.hide();
        QVERIFY(f.rests());
    }

    void asksOneQuestionAtATime()
    {
        Fixture f;
        f.machine.answers = false;
        f.tabs->setCurrentIndex(1);
        f.window.show();
        QTRY_COMPARE(f.machine.asked, 1);
        QVERIFY(f.rests());
        f.machine.answers = true;
        f.machine.later();
        QTRY_VERIFY(f.machine.asked > 2);
    }

    void saysTheNewestValues()
    {
        Fixture f;
        f.tabs->setCurrentIndex(1);
        f.window.show();
        QTRY_COMPARE(f.said(u"processorGraph"_s), u"Processors: 25 %"_s);
        QCOMPARE(f.said(u"memoryGraph"_s), u"Memory: On this computer 512.0 MiB"_s);
        QCOMPARE(f.said(u"diskGraph"_s), u"Disks: Read 1.0 MiB/s, Written 0 bytes/s"_s);
        QCOMPARE(f.said(u"networkGraph"_s), u"Network: Received 3.0 KiB/s, Sent 0 bytes/s"_s);
        // What the guest itself tells.
        f.machine.figures.guestMemory = {{u"available"_s, 3 << 20}, {u"unused"_s, 1 << 20}};
        QTRY_COMPARE(f.said(u"memoryGraph"_s), u"Memory: On this computer 512.0 MiB, Used by the guest 2.0 MiB"_s);
    }

    void saysWhyThereIsNothing()
    {
        Fixture f;
        f.machine.figures.interfaces[0].missing = u"user-network"_s;
        f.tabs->setCurrentIndex(1);
        f.window.show();
        QTRY_COMPARE(f.said(u"networkGraph"_s), u"Network: User-mode networks are not counted."_s);
        QTRY_COMPARE(f.said(u"processorGraph"_s), u"Processors: 25 %"_s);
        f.machine.error = Error{ErrorCode::LimitExceeded, u"guests"_s, {}};
        QTRY_VERIFY(f.machine.asked > 3);
        QVERIFY(f.said(u"processorGraph"_s).contains(u"25 %"_s)); // what was known stays
        f.tab->showDomain(QUuid::createUuid(), u"other"_s);
        QTRY_VERIFY2(f.said(u"processorGraph"_s).size() > 15, qPrintable(f.said(u"processorGraph"_s)));
    }

    void offersAStartWhenItIsOff()
    {
        Fixture f;
        f.tab->setState(u"shut off"_s);
        f.tabs->setCurrentIndex(1);
        f.window.show();
        QCOMPARE(f.machine.asked, 0);
        QSignalSpy start(f.tab, &PerformanceTab::startRequested);
        auto *button = f.tab->findChild<QWidget *>(u"performanceEmpty"_s)->findChild<QPushButton *>();
        QVERIFY(button->isVisible());
        button->click();
        QCOMPARE(start.size(), 1);
    }

    /// The newest is where reading ends, and the graph is drawn at all.
    void isDrawnInBothDirections()
    {
        for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            FigureGraph graph(u"x"_s, 120, [](double value) { return QString::number(value); });
            graph.setLayoutDirection(direction);
            graph.resize(400, 200);
            graph.showLines({{{}, {{2, 50, true}, {1, 80, false}, {0, 90, false}}}}, 100);
            const QImage drawn = graph.grab().toImage();
            const auto colours = [&](int from, int to) {
                int count = 0;
                for (int x = from; x < to; ++x)
                    for (int y = 40; y < 130; ++y)
                        count += drawn.pixelColor(x, y).hslSaturation() > 100;
                return count;
            };
            const int left = colours(8, 60), right = colours(340, 392);
            QVERIFY2(direction == Qt::LeftToRight ? right > 0 && left == 0 : left > 0 && right == 0,
                qPrintable(u"%1 %2"_s.arg(left).arg(right)));
        }
    }
};

QTEST_MAIN(TestPerformanceTab)
#include "tst_performancetab.moc"
