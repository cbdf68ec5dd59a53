// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/memorylimit.h"
#include "support/places.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace laneway;

namespace {
Result<quint64> limitOf(const QByteArray &body)
{
    return DomainXml::parse("<domain type='kvm'><name>g</name>" + body + "</domain>").map(memoryLockLimit);
}
} // namespace

class TestMemoryLimit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsWhatIsPinned_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<quint64>("bytes");
        const QByteArray memory = "<memory unit='GiB'>4</memory>";
        const QByteArray device = "<hostdev mode='subsystem' type='pci'><source><address bus='1'/></source></hostdev>";
        const QByteArray other = "<hostdev mode='subsystem' type='pci'><source><address bus='2'/></source></hostdev>";
        const QByteArray
            interface = "<interface type='hostdev'><source><address type='pci' bus='3'/></source></interface>";
        const quint64 gib = quint64(1) << 30;
        QTest::newRow("no host device") << QByteArray(memory + "<devices/>") << quint64(0);
        QTest::newRow("one host device") << QByteArray(memory + "<devices>" + device + "</devices>") << 5 * gib;
        QTest::newRow("three host devices")
            << QByteArray(memory + "<devices>" + device + other + interface + "</devices>") << 5 * gib;
        QTest::newRow("two behind a guest IOMMU")
            << QByteArray(memory + "<devices><iommu model='intel'/>" + device + other + "</devices>") << 9 * gib;
        QTest::newRow("an interface alone") << QByteArray(memory + "<devices>" + interface + "</devices>") << 5 * gib;
        QTest::newRow("USB pins nothing")
            << QByteArray(memory + "<devices><hostdev mode='subsystem' type='usb'/></devices>") << quint64(0);
        QTest::newRow("room to grow") << QByteArray(
            "<maxMemory slots='4' unit='GiB'>16</maxMemory>" + memory + "<devices>" + device + "</devices>")
                                      << 17 * gib;
        QTest::newRow("KiB without a unit")
            << QByteArray("<memory>1048576</memory><devices>" + device + "</devices>") << 2 * gib;
        QTest::newRow("hard limit wins") << QByteArray(
            "<memtune><hard_limit unit='M'>64</hard_limit></memtune>" + memory + "<devices>" + device + "</devices>")
                                         << (quint64(64) << 20);
        QTest::newRow("locked") << QByteArray("<memoryBacking><locked/></memoryBacking>" + memory) << ~quint64(0);
        QTest::newRow("too much to count")
            << QByteArray("<memory unit='TiB'>16777215</memory><devices><iommu/>" + device + other + "</devices>")
            << ~quint64(0);
    }
    void countsWhatIsPinned()
    {
        QFETCH(QByteArray, body);
        QFETCH(quint64, bytes);
        const auto limit = limitOf(body);
        QVERIFY2(limit, limit ? "" : qPrintable(limit.error().toString()));
        QCOMPARE(*limit, bytes);
    }

    void agreesWithLibvirt_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<quint64>("bytes");
        const QString folder = places::sharedFile(u"corpus/memlock/"_s);
        QFile table(folder + u"expected.tsv");
        if (!table.open(QIODevice::ReadOnly))
            QSKIP("libvirt's test data is not here");
        for (const QByteArray &line : table.readAll().split('\n').mid(1)) {
            const QList<QByteArray> fields = line.split('\t');
            // A POWER guest without a limit of its own has another formula, for a machine we do not run.
            if (fields.size() < 2 || fields[0].contains("pseries-kvm") || fields[0].contains("pseries-tcg"))
                continue;
            QTest::newRow(fields[0].constData())
                << QString(folder + QString::fromUtf8(fields[0]))
                << (fields[1].trimmed() == "unlimited" ? ~quint64(0) : fields[1].trimmed().toULongLong());
        }
    }
    void agreesWithLibvirt()
    {
        QFETCH(QString, path);
        QFETCH(quint64, bytes);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto domain = DomainXml::parse(file.readAll());
        QVERIFY2(domain, domain ? "" : qPrintable(domain.error().toString()));
        QCOMPARE(memoryLockLimit(*domain), bytes);
    }
};

QTEST_APPLESS_MAIN(TestMemoryLimit)
#include "tst_memorylimit.moc"
