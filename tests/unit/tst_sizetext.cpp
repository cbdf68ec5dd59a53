// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result.h"
#include "core/sizetext.h"

#include <QTest>

using namespace laneway;

class TestSizeText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void hasNoIdleZeros_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<bool>("drive");
        QTest::addColumn<QString>("text");
        constexpr qint64 mebibyte = 1024 * 1024;
        QTest::newRow("nothing") << qint64(0) << false << u"0 bytes"_s;
        QTest::newRow("a sector") << qint64(512) << false << u"512 bytes"_s;
        QTest::newRow("whole") << 512 * mebibyte << false << u"512 MiB"_s;
        QTest::newRow("half") << 1536 * mebibyte << false << u"1.5 GiB"_s;
        QTest::newRow("two digits") << 1280 * mebibyte << false << u"1.25 GiB"_s;
        QTest::newRow("zero between") << qint64(1.05 * 1024) * mebibyte << false << u"1.05 GiB"_s;
        QTest::newRow("rounded to a whole") << 16 * 1024 * mebibyte + 1 << false << u"16 GiB"_s;
        QTest::newRow("tens") << 100 * 1024 * mebibyte << false << u"100 GiB"_s;
        QTest::newRow("drive") << qint64(4'000'000'000'000) << true << u"4 TB"_s;
        QTest::newRow("odd drive") << qint64(62'500'000'000) << true << u"62.5 GB"_s;
        QTest::newRow("as blocks have it") << qint64(500'107'862'016) << true << u"500 GB"_s;
    }
    void hasNoIdleZeros()
    {
        QFETCH(qint64, bytes);
        QFETCH(bool, drive);
        QTEST(sizeText(bytes, drive ? QLocale::DataSizeSIFormat : QLocale::DataSizeIecFormat), "text");
    }
};

QTEST_GUILESS_MAIN(TestSizeText)
#include "tst_sizetext.moc"
