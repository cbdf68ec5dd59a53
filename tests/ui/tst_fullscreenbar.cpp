// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result.h"
#include "ui/console/fullscreenbar.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

class TestFullScreenBar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isThereAtTheBeginningAndAtTheTopEdge()
    {
        QWidget screen;
        screen.resize(800, 600);
        QWidget view(&screen);
        view.setGeometry(screen.rect());
        view.setMouseTracking(true);
        FullScreenBar bar(screen, view);
        screen.show();
        QVERIFY(QTest::qWaitForWindowExposed(&screen));
        QVERIFY(!bar.isVisible());

        bar.begin();
        QVERIFY(bar.isVisible());
        QTest::mouseMove(&view, {400, 300});
        QVERIFY(bar.isVisible()); // still to be read
        QTRY_VERIFY_WITH_TIMEOUT(!bar.isVisible(), 20'000);

        QTest::mouseMove(&view, {10, 0});
        QTRY_VERIFY(bar.isVisible());
        QVERIFY(screen.rect().contains(bar.geometry()));
        QSignalSpy left(&bar, &FullScreenBar::leaveRequested);
        QTest::mouseClick(bar.findChild<QPushButton *>(u"leaveFullScreen"_s), Qt::LeftButton);
        QCOMPARE(left.size(), 1);
        QTest::mouseMove(&view, {10, 300});
        QTRY_VERIFY(!bar.isVisible());
    }
};

QTEST_MAIN(TestFullScreenBar)
#include "tst_fullscreenbar.moc"
