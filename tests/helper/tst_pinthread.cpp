// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/pinthread.h"

#include <QProcess>
#include <QTest>

#include <sched.h>

using namespace laneway;

namespace {

QList<int> whereItRuns(qint64 thread)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    QList<int> processors;
    if (sched_getaffinity(pid_t(thread), sizeof set, &set) == 0)
        for (int i = 0; i < CPU_SETSIZE; ++i)
            if (CPU_ISSET(i, &set))
                processors += i;
    return processors;
}

} // namespace

/// A process stands for the thread: the kernel does not ask which it is.
class TestPinThread : public QObject
{
    Q_OBJECT

    QProcess m_process;
    QList<int> m_before;
    qint64 thread() const { return m_process.processId(); }

private Q_SLOTS:
    void init()
    {
        m_process.start(u"cat"_s, QStringList()); // until its input ends
        QVERIFY(m_process.waitForStarted());
        m_before = whereItRuns(thread());
        if (m_before.size() < 2)
            QSKIP("one processor: nothing to choose from");
    }
    void cleanup()
    {
        m_process.closeWriteChannel();
        QVERIFY(m_process.waitForFinished());
    }

    void itStaysThere()
    {
        QVERIFY(pinThread(thread(), {m_before.last()}, [] { return true; }));
        QCOMPARE(whereItRuns(thread()), QList<int>{m_before.last()});
    }
    void anothersIsLeftAlone()
    {
        const auto pinned = pinThread(thread(), {m_before.last()}, [] { return false; });
        QVERIFY(!pinned);
        QCOMPARE(pinned.error().code, ErrorCode::NotFound);
        QCOMPARE(whereItRuns(thread()), m_before);
    }
    // The number went to another thread between the first look and the call.
    void anothersIsPutBack()
    {
        int asked = 0;
        const auto pinned = pinThread(thread(), {m_before.last()}, [&] { return asked++ == 0; });
        QVERIFY(!pinned);
        QCOMPARE(pinned.error().code, ErrorCode::NotFound);
        QCOMPARE(asked, 2);
        QCOMPARE(whereItRuns(thread()), m_before);
    }
    void processorsThatAreNotThere()
    {
        const auto pinned = pinThread(thread(), {100'000}, [] { return true; });
        QVERIFY(!pinned);
        QCOMPARE(pinned.error().code, ErrorCode::KernelRefused);
        QCOMPARE(whereItRuns(thread()), m_before);
    }
};

QTEST_GUILESS_MAIN(TestPinThread)
#include "tst_pinthread.moc"
