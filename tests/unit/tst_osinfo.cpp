// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// laneway-osinfo, the child that recognises installation media, as its callers start it: with a database of its own, so
// that it is quick and knows the same everywhere, and with media that are none.
#include "client/osinfo.h"
#include "support/places.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <cerrno>
#include <fcntl.h>
#include <random>
#include <sys/stat.h>

using namespace laneway;

namespace {

constexpr qsizetype sector = 2048;

const QByteArray database
    = "<libosinfo version='0.0.1'><os id='http://laneway.test/lane/1'>"
      "<short-id>lane1</short-id><name>Lane 1</name><version>1</version><vendor>Nobody</vendor><family>linux</family>"
      "<media arch='x86_64'><iso><volume-id>LANE 1</volume-id><system-id>LINUX</system-id></iso></media>"
      "<resources arch='all'><minimum><n-cpus>2</n-cpus><ram>1073741824</ram><storage>2147483648</storage></minimum></resources>"
      "</os></libosinfo>";

/// What of a CD's file system (ECMA-119) is looked at: sixteen empty sectors, the primary volume descriptor, and El
/// Torito's boot record, without which it would be no medium to install from.
QByteArray medium(const QByteArray &volume, const QByteArray &bootSystem = "EL TORITO SPECIFICATION")
{
    QByteArray image(sector * 24, '\0');
    char *const primary = image.data() + sector * 16;
    const auto put = [](char *at, const QByteArray &text, qsizetype length) {
        const QByteArray filled = text.leftJustified(length, ' ', true);
        std::copy(filled.begin(), filled.end(), at);
    };
    put(primary, QByteArray("\1CD001\1\0", 8), 8);
    put(primary + 8, "LINUX", 32);
    put(primary + 40, volume, 32);
    qToLittleEndian<quint32>(24, primary + 80); // sectors
    qToLittleEndian<quint16>(sector, primary + 128);
    for (const auto &[at, length] :
        {std::pair{190, 128}, std::pair{318, 128}, std::pair{446, 128}, std::pair{574, 128}})
        put(primary + at, {}, length);
    primary[156] = 34; // the root folder's record: an empty sector
    qToLittleEndian<quint32>(20, primary + 158);
    qToLittleEndian<quint32>(sector, primary + 166);
    char *const boot = primary + sector;
    put(boot, QByteArray("\0CD001\1", 7), 7);
    const QByteArray filled = bootSystem.leftJustified(32, '\0', true);
    std::copy(filled.begin(), filled.end(), boot + 7);
    return image;
}

} // namespace

class TestOsinfo : public QObject
{
    Q_OBJECT
    QTemporaryDir m_directory;

    static QString program() { return places::builtFile(u"app/laneway-osinfo/laneway-osinfo"_s); }
    QString path(const QString &name) const { return m_directory.filePath(name); }
    QString write(const QString &name, const QByteArray &content) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return {};
        return file.fileName();
    }
    struct Run
    {
        int status = -1;
        QByteArray out;
        QJsonObject object() const { return QJsonDocument::fromJson(out).object(); }
    };
    static Run run(const QStringList &arguments)
    {
        QProcess process;
        process.start(program(), arguments);
        if (!process.waitForFinished(30'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {
            process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput()};
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFile::exists(program()))
            QSKIP("libosinfo is not installed");
        QVERIFY(m_directory.isValid());
        QVERIFY(QDir().mkpath(path(u"db/os/laneway.test"_s)));
        QVERIFY(!write(u"db/os/laneway.test/lane-1.xml"_s, database).isEmpty());
        for (const char *variable : {"OSINFO_SYSTEM_DIR", "OSINFO_LOCAL_DIR", "OSINFO_USER_DIR"})
            qputenv(
                variable, QFile::encodeName(path(qstrcmp(variable, "OSINFO_SYSTEM_DIR") == 0 ? u"db"_s : u"none"_s)));
        qputenv("LANEWAY_OSINFO", QFile::encodeName(program()));
    }

    void aMediumIsRecognised()
    {
        const QString file = write(u"lane.iso"_s, medium("LANE 1"));
        const Run known = run({u"identify"_s, file});
        QCOMPARE(known.status, 0);
        const QJsonObject os = known.object();
        QVERIFY2(os[u"shortId"] == u"lane1"_s, known.out.constData());
        QCOMPARE(os[u"family"].toString(), u"linux"_s);
        QCOMPARE(os[u"live"].toBool(true), false);
        QCOMPARE(os[u"resources"][u"memory"].toInteger(), qint64(1) << 30);
        QCOMPARE(os[u"resources"][u"storage"].toInteger(), qint64(2) << 30);
        QCOMPARE(os[u"resources"][u"processors"].toInt(), 2);
        std::optional<std::optional<GuestOs>> found; // and as its callers have it
        osinfo::identify(file, this, [&](const std::optional<GuestOs> &given) { found = given; });
        QTRY_VERIFY_WITH_TIMEOUT(found, 30'000);
        QVERIFY(*found);
        QCOMPARE((*found)->shortId, u"lane1"_s);
    }

    void whatIsNoneIsNotKnown_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<qint64>("size");
        const QByteArray good = medium("LANE 1");
        std::mt19937 random(2026);
        QByteArray noise(sector * 40, '\0');
        for (char &byte : noise)
            byte = char(random());
        QTest::newRow("a system that the database does not have") << medium("LANE 2") << qint64(-1);
        QTest::newRow("a disc that nothing starts from") << medium("LANE 1", "NOTHING") << qint64(-1);
        QTest::newRow("nothing") << QByteArray() << qint64(-1);
        QTest::newRow("noise") << noise << qint64(-1);
        QTest::newRow("noise for a name") << medium("\xff\xfe\x80LANE\x01%s%n\xc3") << qint64(-1);
        QTest::newRow("cut off in its descriptor") << good.left(sector * 16 + 100) << qint64(-1);
        QTest::newRow("cut off before its boot record") << good.left(sector * 17) << qint64(-1);
        QTest::newRow("no descriptor") << QByteArray(sector * 24, '\0') << qint64(-1);
        QTest::newRow("a terabyte of nothing") << QByteArray() << (qint64(1) << 40);
    }
    void whatIsNoneIsNotKnown()
    {
        QFETCH(QByteArray, content);
        QFETCH(qint64, size);
        const QString name = write(u"none.iso"_s, content);
        if (QFile file(name); size >= 0 && !file.resize(size))
            QSKIP("no file of this size can be made here");
        const Run unknown = run({u"identify"_s, name});
        QCOMPARE(unknown.status, 0);
        QVERIFY2(!unknown.object().contains(u"shortId"_s), unknown.out.constData());
        std::optional<std::optional<GuestOs>> found;
        osinfo::identify(name, this, [&](const std::optional<GuestOs> &given) { found = given; });
        QTRY_VERIFY_WITH_TIMEOUT(found, 30'000);
        QVERIFY(!*found);
    }
    void whatIsNotThereIsNotKnown()
    {
        for (const QString &name : {path(u"missing.iso"_s), m_directory.path(), u"http://localhost:1/x.iso"_s}) {
            const Run unknown = run({u"identify"_s, name});
            QCOMPARE(unknown.status, 0);
            QCOMPARE(unknown.out.trimmed(), "{}");
        }
        QCOMPARE(run({u"identify"_s}).status, 2);
        QCOMPARE(run({u"recognise"_s, u"x"_s}).status, 2);
    }

    void systemsAreFoundAndListed()
    {
        QCOMPARE(run({u"find"_s, u"lane1"_s}).object()[u"name"].toString(), u"Lane 1"_s);
        QCOMPARE(run({u"find"_s, u"http://laneway.test/lane/1"_s}).object()[u"shortId"].toString(), u"lane1"_s);
        QCOMPARE(run({u"find"_s, u"lane2"_s}).out.trimmed(), "{}");
        QCOMPARE(QJsonDocument::fromJson(run({u"list"_s}).out).array().size(), 1);
    }

    // A medium that never answers (a FIFO that nobody writes to) is waited for so long and no longer.
    void whatNeverAnswersIsGivenUp()
    {
        const QString fifo = path(u"fifo.iso"_s);
        QCOMPARE(::mkfifo(QFile::encodeName(fifo).constData(), 0600), 0);
        std::optional<std::optional<GuestOs>> found;
        QElapsedTimer waited;
        waited.start();
        constexpr int limitMs = 1'500;
        osinfo::identify(
            fifo, this, [&](const std::optional<GuestOs> &given) { found = given; }, limitMs);
        QTRY_VERIFY_WITH_TIMEOUT(found, osinfo::longestMs / 2);
        QVERIFY(!*found);
        QVERIFY2(waited.elapsed() >= limitMs * 9 / 10, qPrintable(QString::number(waited.elapsed()))); // coarse timers
        QVERIFY(::open(QFile::encodeName(fifo).constData(), O_WRONLY | O_NONBLOCK | O_CLOEXEC) < 0); // nobody reads it
        QCOMPARE(errno, ENXIO);
    }
};

QTEST_GUILESS_MAIN(TestOsinfo)
#include "tst_osinfo.moc"
