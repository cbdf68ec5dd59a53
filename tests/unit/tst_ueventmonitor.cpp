// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/ueventmonitor.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

class TestUeventMonitor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void manyEventsAreOneSignal()
    {
        UeventMonitor monitor;
        if (!monitor.isActive())
            QSKIP("no uevents in this sandbox");
        QSignalSpy changed(&monitor, &UeventMonitor::devicesChanged);
        // The kernel repeats an event for whoever may write this file.
        for (int i = 0; i < 50; ++i) {
            QFile uevent(QStringLiteral("/sys/class/net/lo/uevent"));
            if (!uevent.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || uevent.write("change") < 0)
                QSKIP("no right to make a uevent");
        }
        if (!changed.wait(5'000))
            QSKIP("no uevents in this sandbox");
        QCOMPARE(changed.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestUeventMonitor)
#include "tst_ueventmonitor.moc"
