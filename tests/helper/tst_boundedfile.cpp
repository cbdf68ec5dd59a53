// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/boundedfile.h"

#include <QTest>

#include <sys/mman.h>
#include <unistd.h>

using namespace laneway;

/// What other programs write their complaints to: of a size that they cannot change, and told from what they put in its
/// place.
class TestBoundedFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesWhatWasWritten()
    {
        const Descriptor file = boundedFile("test", 4096);
        QVERIFY(isBoundedFile(file.get(), 4096));
        QCOMPARE(::pwrite(file.get(), "oh\n", 3, 0), 3);
        QCOMPARE(readBoundedFile(file.get()), QByteArray("oh\n"));
        QVERIFY(::ftruncate(file.get(), qint64(1) << 40) < 0);
    }

    void knowsAnotherFromIt()
    {
        const Descriptor growing(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
        QCOMPARE(::ftruncate(growing.get(), 4096), 0);
        QVERIFY(!isBoundedFile(growing.get(), 4096));
        QVERIFY(!isBoundedFile(boundedFile("test", 8192).get(), 4096));
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        const Descriptor read(ends[0]);
        const Descriptor write(ends[1]);
        QVERIFY(!isBoundedFile(read.get(), 4096));
    }
};

QTEST_APPLESS_MAIN(TestBoundedFile)
#include "tst_boundedfile.moc"
