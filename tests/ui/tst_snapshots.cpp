// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/snapshotsdialog.h"
#include "xml/newmachine.h"

#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTextBrowser>
#include <QTreeWidget>

using namespace laneway;

namespace {

constexpr int patienceMs = 30'000;

struct Fixture
{
    std::unique_ptr<Connection> connection;
    std::unique_ptr<SnapshotsDialog> dialog;

    bool run(const QString &kind, const QJsonObject &arguments)
    {
        QString plan, job;
        connection->plan(kind, arguments, connection.get(), [&](const Result<PlanInfo> &made) {
            plan = made ? made->id : u"refused: "_s + made.error().toString();
            connection->apply(
                plan, connection.get(), [&](const Result<QString> &begun) { job = begun.value_or(plan); });
        });
        const bool done = QTest::qWaitFor(
            [&] {
                for (const JobInfo &one : connection->jobs())
                    if (one.id == job && one.isFinished())
                        return one.state == u"done";
                return false;
            },
            patienceMs);
        if (!done)
            qWarning("%s", qPrintable(plan));
        return done;
    }
    bool open()
    {
        auto opened = Connection::open(u"sample:server"_s);
        if (!opened)
            return false;
        connection = std::move(*opened);
        if (!QTest::qWaitFor([this] { return connection->isReady(); }, patienceMs))
            return false;
        QString folder;
        connection->listImages({}, connection.get(),
            [&](const Result<QJsonObject> &list) { folder = list ? (*list)[u"folder"].toString() : u"?"_s; });
        if (!QTest::qWaitFor([&] { return !folder.isEmpty(); }, patienceMs))
            return false;
        NewMachine machine;
        machine.name = u"web"_s;
        machine.os = genericOs();
        machine.disks = {{folder + u"/web.qcow2"_s, quint64(1) << 30}};
        auto xml = newMachineXml(machine);
        if (!xml)
            return false;
        useEmulation(*xml);
        if (!run(u"create"_s,
                {{u"xml"_s, QString::fromUtf8(xml->toXml())}, {u"images"_s, imagesToMake(machine)},
                    {u"start"_s, false}}))
            return false;
        for (const DomainInfo &domain : connection->domains())
            if (domain.name == u"web")
                dialog = std::make_unique<SnapshotsDialog>(*connection, domain);
        if (dialog)
            dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        return dialog != nullptr;
    }
    template <typename T> T *child(const QString &name) const { return dialog->findChild<T *>(name); }
    QTreeWidget *list() const { return child<QTreeWidget>(u"snapshots"_s); }
    QPushButton *button(const QString &name) const { return child<QPushButton>(name); }
    QDialog *review() const { return dialog->findChild<QDialog *>(u"planReview"_s); }
    QString reviewText() const { return review()->findChild<QTextBrowser *>(u"planText"_s)->toPlainText(); }
    void take(const QString &name, int where)
    {
        QTest::mouseClick(button(u"takeSnapshot"_s), Qt::LeftButton);
        auto *line = child<QLineEdit>(u"snapshotName"_s);
        line->clear();
        QVERIFY(!button(u"takeGo"_s)->isEnabled());
        QTest::keyClicks(line, name + u" /"_s); // what a name cannot have does not get in
        QCOMPARE(line->text(), name);
        child<QComboBox>(u"snapshotWhere"_s)->setCurrentIndex(where);
        QTest::mouseClick(button(u"takeGo"_s), Qt::LeftButton);
    }
};

} // namespace

class TestSnapshots : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSnapshotBesideTheImageIsTakenAndGoneBackTo()
    {
        Fixture f;
        QVERIFY(f.open());
        f.dialog->show();
        QTRY_COMPARE_WITH_TIMEOUT(
            f.child<QLabel>(u"snapshotsNote"_s)->text(), u"There are no snapshots of its disks."_s, patienceMs);
        QVERIFY(!f.button(u"revertSnapshot"_s)->isEnabled());
        f.take(u"before-update"_s, 1);
        QTRY_COMPARE_WITH_TIMEOUT(f.list()->topLevelItemCount(), 1, patienceMs);
        QCOMPARE(f.list()->topLevelItem(0)->text(0), u"before-update"_s);
        QCOMPARE(f.list()->topLevelItem(0)->text(2), u"In web.qcow2"_s);
        QVERIFY(f.button(u"revertSnapshot"_s)->isEnabled());
        QTest::mouseClick(f.button(u"revertSnapshot"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(f.review(), patienceMs); // what is lost
        QVERIFY(f.reviewText().contains(u"has written to its disks since then is lost"_s));
    }

    /// What stands on what is seen, and one that is below another can be neither gone back to nor deleted.
    void theChainIsShownAndMerged()
    {
        Fixture f;
        QVERIFY(f.open());
        f.dialog->show();
        auto *chain = f.child<QTreeWidget>(u"imageChain"_s);
        QTRY_COMPARE_WITH_TIMEOUT(chain->topLevelItemCount(), 1, patienceMs);
        QCOMPARE(chain->topLevelItem(0)->text(0), u"web.qcow2"_s);
        QCOMPARE(chain->topLevelItem(0)->childCount(), 0);
        f.take(u"inside"_s, 0);
        QTRY_COMPARE_WITH_TIMEOUT(f.list()->topLevelItemCount(), 1, patienceMs);
        f.take(u"beside"_s, 1);
        QTRY_COMPARE_WITH_TIMEOUT(f.list()->topLevelItemCount(), 2, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            chain->topLevelItemCount() == 1 && chain->topLevelItem(0)->text(0) == u"web.beside", patienceMs);
        QCOMPARE(chain->topLevelItem(0)->child(0)->text(0), u"web.qcow2"_s);
        QCOMPARE(f.list()->topLevelItem(0)->text(2), u"Inside web.qcow2"_s);
        f.list()->setCurrentItem(f.list()->topLevelItem(0));
        QVERIFY(!f.button(u"revertSnapshot"_s)->isEnabled() && !f.button(u"deleteSnapshot"_s)->isEnabled());
        QVERIFY(f.child<QLabel>(u"snapshotsNote"_s)->text().contains(u"later snapshot"_s));
        f.list()->setCurrentItem(f.list()->topLevelItem(1));
        QTest::mouseClick(f.button(u"deleteSnapshot"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(f.review(), patienceMs);
        QVERIFY2(f.reviewText().contains(u"Write what"_s), qPrintable(f.reviewText()));
        QTest::mouseClick(f.review()->findChild<QPushButton *>(u"planApply"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(
            chain->topLevelItemCount() == 1 && chain->topLevelItem(0)->text(0) == u"web.qcow2", patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(f.list()->topLevelItemCount(), 1, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(f.button(u"revertSnapshot"_s)->isEnabled(), patienceMs);
    }

    void nothingIsDeletedUnasked()
    {
        Fixture f;
        QVERIFY(f.open());
        f.dialog->show();
        QTRY_VERIFY_WITH_TIMEOUT(f.button(u"takeSnapshot"_s)->isEnabled(), patienceMs);
        f.take(u"inside"_s, 0);
        QTRY_COMPARE_WITH_TIMEOUT(f.list()->topLevelItemCount(), 1, patienceMs);
        for (const auto &name : {u"deleteSnapshot"_s, u"revertSnapshot"_s})
            QVERIFY(f.button(name)->text().endsWith(u'…'));
        const auto jobs = f.connection->jobs().size();
        QTest::mouseClick(f.button(u"deleteSnapshot"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(f.review(), patienceMs);
        QVERIFY2(f.reviewText().contains(u"cannot go back to it any more"_s), qPrintable(f.reviewText()));
        f.review()->reject();
        QTRY_VERIFY(!f.review());
        QCOMPARE(f.connection->jobs().size(), jobs);
        QTest::mouseClick(f.button(u"deleteSnapshot"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(f.review(), patienceMs);
        QTest::mouseClick(f.review()->findChild<QPushButton *>(u"planApply"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.list()->topLevelItemCount(), 0, patienceMs);
    }
};

QTEST_MAIN(TestSnapshots)
#include "tst_snapshots.moc"
