// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "hosts.h"
#include "jobs/recovery.h"
#include "steps/changedriver.h"
#include "steps/loadmodule.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace laneway;

namespace {

Plan twoSteps()
{
    Plan plan;
    plan.id = u"p1"_s;
    plan.kind = u"detach"_s;
    plan.title = u"Detach 0000:02:10.2"_s;
    plan.caller = 1000;
    plan.request = {{u"device"_s, igbVf.toString()}};
    plan.steps = {std::make_shared<const LoadModule>(u"vfio-pci"_s),
        std::make_shared<const ChangeDriver>(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, u"igbvf"_s)};
    return plan;
}

QByteArray contentOf(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

void replace(const QString &file, const QByteArray &content)
{
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(content);
}

const QJsonObject formerDriver{{u"driver"_s, u"igbvf"_s}, {u"override"_s, QString()}};

} // namespace

class TestJournal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void readsBackWhatWasWritten();
    void showsWhoseItIs();
    void goesOnAfterAnInterruption();
    void everyCutIsAsIfTheRecordHadNotBeen();
    void everyCutIsRecovered();
    void aBlockThatNeverReachedTheDiskEndsIt();
    void aPreparedFileIsUsed();
    void aPreparedFileKeepsItsJobWithoutItsName();
    void leftoversOfPreparingAreNoJournals();
    void refusesHostileFiles_data();
    void refusesHostileFiles();
    void oneDamagedFileDoesNotHideTheOthers();
    void refusesToBeginTwice();
    void refusesUnsafeNames();
    void saysWhenItCannotBeWritten();

private:
    QString file() const { return m_directory->filePath(u"job1.journal"_s); }
    QString folder() const { return m_directory->path(); }
    void writeWhole();
    void readsBack();

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestJournal::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

void TestJournal::writeWhole()
{
    const auto journal = Journal::begin(folder(), u"job1"_s, twoSteps());
    QVERIFY(journal);
    QVERIFY((*journal)->will(0, {}));
    QVERIFY((*journal)->did(0));
    QVERIFY((*journal)->will(1, formerDriver));
    QVERIFY((*journal)->undid(1));
    QVERIFY((*journal)->undid(0));
    QVERIFY((*journal)->end(u"rolled-back"_s, Error{ErrorCode::TimedOut, igbVf.toString(), u"unbind"_s}));
}

void TestJournal::readsBackWhatWasWritten()
{
    writeWhole();
    readsBack();
}

void TestJournal::readsBack()
{
    const auto record = readJournal(folder(), u"job1"_s);
    QVERIFY(record);
    QCOMPARE(record->job, u"job1"_s);
    QCOMPARE(record->plan[u"title"].toString(), u"Detach 0000:02:10.2"_s);
    QCOMPARE(record->plan[u"request"][u"device"].toString(), igbVf.toString());
    QCOMPARE(record->steps.size(), 2);
    QCOMPARE(stepToJson(*record->steps[1]), stepToJson(*twoSteps().steps[1]));
    QCOMPARE(record->former.value(1), formerDriver);
    QCOMPARE(record->did, QList<int>{0});
    QCOMPARE(record->undid, (QList<int>{1, 0}));
    QCOMPARE(record->outcome, u"rolled-back"_s);
    QCOMPARE(record->error->code, ErrorCode::TimedOut);
    QVERIFY(qAbs(record->time.secsTo(QDateTime::currentDateTimeUtc())) < 60);
}

void TestJournal::showsWhoseItIs()
{
    writeWhole();
    const QJsonObject json = readJournal(folder(), u"job1"_s)->toJson();
    QCOMPARE(json[u"owner"].toInt(), 1000);
    const QJsonArray steps = json[u"steps"].toArray();
    QCOMPARE(steps.size(), 2);
    QCOMPARE(steps[1][u"state"].toString(), u"undone"_s);
    QCOMPARE(steps[1][u"former"].toObject(), formerDriver);
    QVERIFY(!steps[1][u"text"].toString().isEmpty());
}

void TestJournal::goesOnAfterAnInterruption()
{
    {
        const auto journal = Journal::begin(folder(), u"job1"_s, twoSteps());
        QVERIFY((*journal)->will(0, {}));
    }
    const QByteArray before = contentOf(file());
    replace(file(), before + "{\"record\":\"did\",\"st"); // power went away here
    const auto journal = Journal::resume(folder(), u"job1"_s);
    QVERIFY(journal);
    QVERIFY((*journal)->undid(0));
    const auto record = readJournal(folder(), u"job1"_s);
    QVERIFY(record);
    QVERIFY(record->did.isEmpty());
    QCOMPARE(record->undid, QList<int>{0});
}

void TestJournal::everyCutIsAsIfTheRecordHadNotBeen()
{
    writeWhole();
    const QByteArray whole = contentOf(file());
    for (qsizetype size = 0; size < whole.size(); ++size) {
        replace(file(), whole.left(size));
        const auto record = readJournal(folder(), u"job1"_s);
        const qsizetype complete = whole.left(size).count('\n');
        if (complete == 0) {
            QVERIFY(!record);
            QCOMPARE(record.error().code, ErrorCode::NotFound);
            continue;
        }
        QVERIFY2(record, qPrintable(QString::number(size)));
        QCOMPARE(record->former.contains(1), complete >= 4);
        QCOMPARE(record->did.contains(0), complete >= 3);
        QVERIFY(record->outcome.isEmpty());
    }
    // A block that was allocated but never filled.
    replace(file(), whole.left(whole.indexOf('\n') + 1) + QByteArray(512, '\0'));
    QVERIFY(readJournal(folder(), u"job1"_s));
}

void TestJournal::everyCutIsRecovered()
{
    // Where "will" of the driver is the last complete record, the driver is half changed.
    writeWhole();
    const QByteArray whole = contentOf(file());
    RunStore runs(folder() + u"/runs"_s);
    for (qsizetype size = 0; size < whole.size(); size += 7) {
        replace(file(), whole.left(size));
        SimKernel kernel(smallServer());
        const QJsonObject before = kernel.state();
        const bool announced = whole.left(size).count('\n') == 4;
        if (announced)
            QVERIFY(kernel.doors().sys.write(u"bus/pci/drivers/igbvf/unbind"_s, igbVf.toString().toLatin1()));
        recover(folder(), kernel.doors(), runs);
        QCOMPARE(difference(kernel.state(), before), QString());
        if (QFile::exists(file()))
            QCOMPARE(readJournal(folder(), u"job1"_s)->outcome, u"rolled-back"_s);
        QVERIFY(recover(folder(), kernel.doors(), runs).isEmpty());
    }
}

void TestJournal::aBlockThatNeverReachedTheDiskEndsIt()
{
    // What follows the last "will" is not synced, and blocks reach the disk in any order.
    writeWhole();
    const QByteArray whole = contentOf(file());
    const qsizetype synced = whole.indexOf('\n', whole.indexOf("\"step\":1")) + 1;
    for (qsizetype size = synced; size < whole.size() - 10; size += 5) {
        QByteArray torn = whole;
        torn.replace(size, 10, QByteArray(10, '\0'));
        replace(file(), torn);
        const auto record = readJournal(folder(), u"job1"_s);
        QVERIFY2(record, qPrintable(QString::number(size)));
        QCOMPARE(record->former.value(1), formerDriver);
        QVERIFY(record->outcome.isEmpty());
        SimKernel kernel(smallServer());
        RunStore runs(folder() + u"/runs"_s);
        QCOMPARE(recover(folder(), kernel.doors(), runs).value(0).outcome, u"rolled-back"_s);
        QCOMPARE(readJournal(folder(), u"job1"_s)->outcome, u"rolled-back"_s);
    }
}

void TestJournal::aPreparedFileIsUsed()
{
    Journal::prepare(folder());
    const QStringList prepared = QDir(folder()).entryList(QDir::Files | QDir::Hidden);
    QCOMPARE(prepared.size(), 1);
    QVERIFY(listJournals(folder()).isEmpty());
    writeWhole();
    QCOMPARE(QDir(folder()).entryList(QDir::Files | QDir::Hidden), QStringList{u"job1.journal"_s});
    QVERIFY(!contentOf(file()).contains('\0')); // the room that was left over is gone
    readsBack();

    // Where a job of that name is there, it stays.
    Journal::prepare(folder());
    QVERIFY(!Journal::begin(folder(), u"job1"_s, twoSteps()));
    readsBack();
}

void TestJournal::aPreparedFileKeepsItsJobWithoutItsName()
{
    Journal::prepare(folder());
    const QString prepared = QDir(folder()).entryList(QDir::Files | QDir::Hidden).value(0);
    SimKernel kernel(smallServer());
    const QJsonObject before = kernel.state();
    {
        const auto journal = Journal::begin(folder(), u"job1"_s, twoSteps());
        QVERIFY((*journal)->will(1, formerDriver));
        QVERIFY(kernel.doors().sys.write(u"bus/pci/drivers/igbvf/unbind"_s, igbVf.toString().toLatin1()));
    }
    // Power went before the directory had the new name.
    QVERIFY(QFile::rename(file(), m_directory->filePath(prepared)));
    RunStore runs(folder() + u"/runs"_s);
    const auto reports = recover(folder(), kernel.doors(), runs);
    QCOMPARE(reports.size(), 1);
    QCOMPARE(reports.first().job, u"job1"_s);
    QCOMPARE(reports.first().outcome, u"rolled-back"_s);
    QCOMPARE(difference(kernel.state(), before), QString());
    QCOMPARE(readJournal(folder(), u"job1"_s)->outcome, u"rolled-back"_s);
}

void TestJournal::leftoversOfPreparingAreNoJournals()
{
    Journal::prepare(folder());
    const QString prepared = QDir(folder()).entryList(QDir::Files | QDir::Hidden).value(0);
    SimKernel kernel(smallServer());
    RunStore runs(folder() + u"/runs"_s);
    for (const QByteArray &content : {QByteArray(16 * 1024, '\0'), QByteArray("{\"record\":\"begin\",\"jo"),
             QByteArray("{\"record\":\"begin\",\"job\":\"../x\"}\n"), QByteArray()}) {
        replace(m_directory->filePath(prepared), content);
        QVERIFY(recover(folder(), kernel.doors(), runs).isEmpty());
        QVERIFY(listJournals(folder()).isEmpty());
        Journal::prepare(folder());
        writeWhole();
        readsBack();
        QVERIFY(QFile::remove(file()));
    }
}

void TestJournal::refusesHostileFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray begin
        = R"({"record":"begin","job":"job1","plan":{},"steps":[{"kind":"load-module","arguments":{"module":"vfio-pci"}}]})"
          "\n";
    const QByteArray end = "{\"record\":\"end\",\"outcome\":\"done\"}\n";
    QTest::newRow("damaged in the middle") << QByteArray(begin + "garbage\n" + end);
    QTest::newRow("array in the middle") << QByteArray(begin + "[1]\n" + end);
    QTest::newRow("no begin") << end;
    QTest::newRow("begins twice") << QByteArray(begin + begin);
    QTest::newRow("step that is not there") << QByteArray(begin + "{\"record\":\"did\",\"step\":1}\n" + end);
    QTest::newRow("negative step") << QByteArray(begin + "{\"record\":\"will\",\"step\":-1}\n" + end);
    QTest::newRow("no step number") << QByteArray(begin + "{\"record\":\"undid\"}\n" + end);
    QTest::newRow("unknown record") << QByteArray(begin + "{\"record\":\"may\",\"step\":0}\n" + end);
    QTest::newRow("unknown kind of step")
        << QByteArray(R"({"record":"begin","steps":[{"kind":"format-disk","arguments":{}}]})"
                      "\n");
    QTest::newRow("arguments of another type")
        << QByteArray(R"({"record":"begin","steps":[{"kind":"load-module","arguments":{"module":7}}]})"
                      "\n");
    QTest::newRow("path in an address") << QByteArray(
        R"({"record":"begin","steps":[{"kind":"reset-device","arguments":{"device":"../../x"}}]})"
        "\n");
    QTest::newRow("release inside a release") << QByteArray(
        R"({"record":"begin","steps":[{"kind":"give-back","arguments":{"former":{},"step":{"kind":"give-back","arguments":{}}}}]})"
        "\n");
}

void TestJournal::refusesHostileFiles()
{
    QFETCH(QByteArray, content);
    replace(file(), content);
    const auto record = readJournal(folder(), u"job1"_s);
    QVERIFY(!record);
    QCOMPARE(record.error().code, ErrorCode::InvalidInput);

    SimKernel kernel(smallServer());
    RunStore runs(folder() + u"/runs"_s);
    const auto reports = recover(folder(), kernel.doors(), runs);
    QCOMPARE(reports.size(), 1);
    QCOMPARE(reports.first().outcome, u"needs-attention"_s);
    QCOMPARE(kernel.faults().calls(), 0);
    QCOMPARE(contentOf(file()), content); // evidence stays
}

void TestJournal::oneDamagedFileDoesNotHideTheOthers()
{
    {
        const auto journal = Journal::begin(folder(), u"a"_s, twoSteps());
        QVERIFY((*journal)->will(1, formerDriver));
    }
    replace(m_directory->filePath(u"b.journal"_s), "{}\n{}\n");
    SimKernel kernel(smallServer());
    RunStore runs(folder() + u"/runs"_s);
    const auto reports = recover(folder(), kernel.doors(), runs);
    QCOMPARE(reports.size(), 2);
    QCOMPARE(reports[0].outcome, u"needs-attention"_s);
    QCOMPARE(reports[1].outcome, u"rolled-back"_s);
}

void TestJournal::refusesToBeginTwice()
{
    QVERIFY(Journal::begin(folder(), u"job1"_s, twoSteps()));
    const QByteArray before = contentOf(file());
    const auto second = Journal::begin(folder(), u"job1"_s, twoSteps());
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::JournalFailed);
    QCOMPARE(contentOf(file()), before);
}

void TestJournal::refusesUnsafeNames()
{
    for (const QString &name : {u""_s, u".."_s, u"../x"_s, u"a/b"_s, u".hidden"_s, QString(200, u'a')}) {
        QVERIFY(!Journal::begin(folder(), name, twoSteps()));
        QVERIFY(!readJournal(folder(), name));
    }
    QVERIFY(QDir(folder()).isEmpty());
}

void TestJournal::saysWhenItCannotBeWritten()
{
    // A file is where the directory should be.
    replace(m_directory->filePath(u"place"_s), "x");
    const auto journal = Journal::begin(folder() + u"/place"_s, u"job1"_s, twoSteps());
    QVERIFY(!journal);
    QCOMPARE(journal.error().code, ErrorCode::JournalFailed);
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
