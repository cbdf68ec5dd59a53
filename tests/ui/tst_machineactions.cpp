// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deletemachinedialog.h"
#include "windowfixture.h"

#include <QAbstractButton>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QTreeWidget>

using namespace laneway;

namespace {
constexpr int patienceMs = 20'000;

QString withDisks(const QString &name, const QStringList &files)
{
    QString disks;
    for (qsizetype i = 0; i < files.size(); ++i)
        disks += u"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='%1'/>"
                 "<target dev='vd%2' bus='virtio'/></disk>"_s.arg(files[i])
                     .arg(QChar(u'a' + ushort(i)));
    return u"<domain type='qemu'><name>%1</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>"
           "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>%2</devices></domain>"_s.arg(name, disks);
}
} // namespace

/// A machine's whole life in the window: by menu and by page.
class TestMachineActions : public QObject
{
    Q_OBJECT

    static bool open(WindowFixture &f, const QString &xml = machineXml)
    {
        return f.open(u"server"_s) && add(f, xml) && (f.openMachine(), true);
    }
    static bool add(WindowFixture &f, const QString &xml)
    {
        bool answered = false;
        f.connection->define(xml, f.window.get(), [&](const Result<QUuid> &uuid) { answered = uuid.has_value(); });
        return QTest::qWaitFor([&] { return answered && f.machine().isValid(); }, 10'000);
    }
    static bool make(WindowFixture &f, const QJsonObject &image)
    {
        QString job;
        f.connection->plan(u"image-create"_s, image, f.window.get(), [&](const Result<PlanInfo> &plan) {
            if (plan)
                f.connection->apply(
                    plan->id, f.window.get(), [&](const Result<QString> &begun) { job = begun.value_or(u"?"_s); });
        });
        return QTest::qWaitFor(
            [&] {
                const QList<JobInfo> jobs = f.connection->jobs();
                return std::any_of(jobs.begin(), jobs.end(),
                    [&](const JobInfo &one) { return one.id == job && one.state == u"done"; });
            },
            patienceMs);
    }
    static QAction *action(const WindowFixture &f, const QString &name) { return f.child<QAction>(name); }
    static QPushButton *button(const WindowFixture &f, const QString &name) { return f.child<QPushButton>(name); }
    static QString title(const WindowFixture &f) { return f.child<QLabel>(u"machineTitle"_s)->text(); }

    /// Answers the question that is open.
    static bool answer(const WindowFixture &f, bool yes)
    {
        QMessageBox *box = nullptr;
        if (!QTest::qWaitFor(
                [&] { return (box = f.child<QMessageBox>(u"confirmMachineAct"_s)) && box->isVisible(); }, patienceMs))
            return false;
        QAbstractButton *const button = yes
            ? static_cast<QAbstractButton *>(box->findChild<QPushButton *>(u"confirmGo"_s))
            : box->button(QMessageBox::Cancel);
        QTest::mouseClick(button, Qt::LeftButton);
        return QTest::qWaitFor([&] { return !f.child<QMessageBox>(u"confirmMachineAct"_s); }, patienceMs);
    }

private Q_SLOTS:
    void pausesAndGoesOn()
    {
        WindowFixture f;
        QVERIFY(open(f));
        QVERIFY(!button(f, u"pauseMachine"_s)->isEnabled());
        action(f, u"startPausedAction"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"paused"_s, patienceMs);
        QTRY_COMPARE(button(f, u"pauseMachine"_s)->text(), u"Resume"_s);
        QVERIFY(!button(f, u"startMachine"_s)->isEnabled());
        QVERIFY(!button(f, u"shutDownMachine"_s)->isEnabled()); // a guest that stands still hears nothing
        QTest::mouseClick(button(f, u"pauseMachine"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, patienceMs);
        QTRY_COMPARE(button(f, u"pauseMachine"_s)->text(), u"Pause"_s);
        action(f, u"pauseAction"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"paused"_s, patienceMs);
    }

    void asksBeforeSomethingIsLost()
    {
        WindowFixture f;
        QVERIFY(open(f));
        action(f, u"startAction"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, patienceMs);
        action(f, u"resetAction"_s)->trigger();
        QVERIFY(answer(f, false));
        QTest::mouseClick(button(f, u"forceOffMachine"_s), Qt::LeftButton);
        QVERIFY(answer(f, false));
        QCOMPARE(f.machineState(), u"running"_s);
        action(f, u"resetAction"_s)->trigger();
        QVERIFY(answer(f, true));
        QCOMPARE(f.machineState(), u"running"_s);
        QTest::mouseClick(button(f, u"forceOffMachine"_s), Qt::LeftButton);
        QVERIFY(answer(f, true));
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"shut off"_s, patienceMs);
    }

    void savesAndRestores()
    {
        WindowFixture f;
        QVERIFY(open(f));
        action(f, u"startAction"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, patienceMs);
        QVERIFY(!action(f, u"discardSavedAction"_s)->isVisible());
        action(f, u"saveAction"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(title(f).endsWith(u"Saved"_s), patienceMs);
        QTRY_COMPARE(button(f, u"startMachine"_s)->text(), u"Restore"_s);
        QTest::mouseClick(button(f, u"startMachine"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, patienceMs);
        QCOMPARE(f.connection->domains().first().reason, u"restored"_s);
        action(f, u"saveAction"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(action(f, u"discardSavedAction"_s)->isEnabled(), patienceMs);
        action(f, u"discardSavedAction"_s)->trigger();
        QVERIFY(answer(f, true));
        QTRY_COMPARE_WITH_TIMEOUT(button(f, u"startMachine"_s)->text(), u"Start"_s, patienceMs);
        QVERIFY(!f.connection->domains().first().hasSavedState);
    }

    void startsWithTheComputerAndGetsAnotherName()
    {
        WindowFixture f;
        QVERIFY(open(f));
        action(f, u"autostartAction"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(f.connection->domains().first().autostart, patienceMs);
        QVERIFY(action(f, u"autostartAction"_s)->isChecked());
        action(f, u"renameAction"_s)->trigger();
        auto *dialog = f.child<QInputDialog>(u"renameMachine"_s);
        QVERIFY(dialog);
        dialog->setTextValue(u"mail"_s);
        dialog->accept();
        QTRY_COMPARE_WITH_TIMEOUT(f.connection->domains().first().name, u"mail"_s, patienceMs);
        QTRY_VERIFY(title(f).startsWith(u"mail"_s));
        QVERIFY(f.connection->domains().first().autostart);
    }

    void saysThatItIsNotStored()
    {
        WindowFixture f;
        QVERIFY(open(f));
        action(f, u"startAction"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, patienceMs);
        auto *note = f.child<QLabel>(u"unstoredNote"_s);
        QVERIFY(!note->isVisible());
        QVERIFY(action(f, u"snapshotsAction"_s)->isEnabled());
        f.connection->undefine(f.connection->domains().first().uuid, f.window.get(), [](const Result<> &) {});
        QTRY_VERIFY_WITH_TIMEOUT(note->isVisible(), patienceMs);
        QTRY_VERIFY(
            f.machine().siblingAtColumn(NavigatorModel::StateColumn).data().toString().contains(u"not stored"_s));
        QVERIFY(f.machine().data(Qt::ToolTipRole).toString().contains(u"gone when it ends"_s));
        for (const QString &name : {u"autostartAction"_s, u"snapshotsAction"_s, u"deleteAction"_s}) {
            QVERIFY(!action(f, name)->isEnabled());
            QVERIFY(action(f, name)->toolTip().contains(u"not stored"_s));
        }
    }

    /// A guest that is asked and does not listen is not waited for without another way.
    void offersForceOffToWhomTheGuestDoesNotAnswer()
    {
        WindowFixture f;
        QVERIFY(open(f));
        action(f, u"startAction"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, patienceMs);
        auto *page = f.child<QWidget>(u"machinePage"_s);
        auto *patience = page->findChild<QTimer *>(u"guestPatience"_s);
        QVERIFY(patience);
        patience->setInterval(0);
        action(f, u"rebootAction"_s)->trigger(); // of which nobody hears whether it was done
        auto *way = page->findChild<QPushButton *>(u"messageAction"_s);
        QTRY_VERIFY_WITH_TIMEOUT(way->isVisible(), patienceMs);
        QTest::mouseClick(way, Qt::LeftButton);
        QVERIFY(answer(f, false));
    }

    /// What goes and what stays is said before it does.
    void deletionNamesEveryFile()
    {
        WindowFixture f;
        QVERIFY(open(f, withDisks(u"alpha"_s, {u"/images/alpha.qcow2"_s, u"/images/both.qcow2"_s})));
        QVERIFY(add(f, withDisks(u"beta"_s, {u"/images/both.qcow2"_s})));
        QTRY_COMPARE(f.connection->domains().size(), 2);
        action(f, u"deleteAction"_s)->trigger();
        QTRY_VERIFY(f.child<QTreeWidget>(u"deleteFiles"_s));
        auto *files = f.child<QTreeWidget>(u"deleteFiles"_s);
        QTRY_COMPARE_WITH_TIMEOUT(files->topLevelItemCount(), 2, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(files->topLevelItem(1)->text(1).contains(u"beta"_s), patienceMs);
        QCOMPARE(files->topLevelItem(0)->text(0), u"/images/alpha.qcow2"_s);
        for (int i = 0; i < 2; ++i) // nothing goes that nobody ticked
            QCOMPARE(files->topLevelItem(i)->checkState(0), Qt::Unchecked);
        QVERIFY(!(files->topLevelItem(1)->flags() & Qt::ItemIsUserCheckable));
        QTest::mouseClick(button(f, u"deleteGo"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.connection->domains().size(), 1, patienceMs);
        QCOMPARE(f.connection->domains().first().name, u"beta"_s);
    }

    /// Nobody wants them without it, and the next machine of its name would find them in its way.
    void deletionTakesUefiVariablesAlong()
    {
        WindowFixture f;
        const QString file = u"/images/laneway/nvram/alpha_VARS.fd"_s,
                      missing = u"/images/laneway/nvram/beta_VARS.fd"_s;
        const auto withVariables = [](const QString &xml, const QString &path) {
            return QString(xml)
                .replace(u"<os>"_s, u"<os firmware='efi'>"_s)
                .replace(u"</os>"_s, u"<nvram>%1</nvram></os>"_s.arg(path));
        };
        QVERIFY(open(f, withVariables(withDisks(u"alpha"_s, {u"/images/alpha.qcow2"_s}), file)));
        QVERIFY(make(f, {{u"path"_s, file}, {u"bytes"_s, u"1048576"_s}, {u"format"_s, u"raw"_s}}));
        QVERIFY(add(f, withVariables(withDisks(u"beta"_s, {u"/images/beta.qcow2"_s}), missing)));
        action(f, u"deleteAction"_s)->trigger();
        QTRY_VERIFY(f.child<QTreeWidget>(u"deleteFiles"_s));
        auto *files = f.child<QTreeWidget>(u"deleteFiles"_s);
        QTRY_COMPARE_WITH_TIMEOUT(files->topLevelItemCount(), 2, patienceMs);
        QCOMPARE(files->topLevelItem(0)->checkState(0), Qt::Unchecked);
        QCOMPARE(files->topLevelItem(1)->text(0), file);
        QCOMPARE(files->topLevelItem(1)->checkState(0), Qt::Checked);
        QSignalSpy chosen(f.child<DeleteMachineDialog>(u"deleteMachine"_s), &DeleteMachineDialog::deletionChosen);
        QTest::mouseClick(button(f, u"deleteGo"_s), Qt::LeftButton);
        QCOMPARE(chosen.value(0).value(0).toStringList(), QStringList{file});
        QTRY_COMPARE_WITH_TIMEOUT(f.connection->domains().size(), 1, patienceMs);
        // Those that were never made are not looked for.
        QTRY_VERIFY_WITH_TIMEOUT(
            (f.openMachine(), title(f).startsWith(u"beta")), patienceMs); // the list takes its time
        action(f, u"deleteAction"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(f.child<QTreeWidget>(u"deleteFiles"_s), patienceMs);
        files = f.child<QTreeWidget>(u"deleteFiles"_s);
        QTRY_COMPARE_WITH_TIMEOUT(files->topLevelItemCount(), 2, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(files->topLevelItem(1)->checkState(0), Qt::Unchecked, patienceMs);
    }

    /// Without it a disk that stays may be unreadable: nothing is decided for anybody.
    void deletionAsksForTheTpmsState()
    {
        WindowFixture f;
        QVERIFY(open(f,
            QString(withDisks(u"alpha"_s, {u"/images/alpha.qcow2"_s}))
                .replace(u"</devices>"_s,
                    u"<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm></devices>"_s)));
        action(f, u"deleteAction"_s)->trigger();
        QTRY_VERIFY(f.child<QTreeWidget>(u"deleteFiles"_s));
        auto *files = f.child<QTreeWidget>(u"deleteFiles"_s);
        QTRY_COMPARE_WITH_TIMEOUT(files->topLevelItemCount(), 2, patienceMs);
        QVERIFY(files->topLevelItem(1)->text(0).contains(u"TPM"_s));
        QCOMPARE(files->topLevelItem(1)->checkState(0), Qt::Unchecked);
        QSignalSpy chosen(f.child<DeleteMachineDialog>(u"deleteMachine"_s), &DeleteMachineDialog::deletionChosen);
        files->topLevelItem(1)->setCheckState(0, Qt::Checked);
        QTest::mouseClick(button(f, u"deleteGo"_s), Qt::LeftButton);
        QCOMPARE(chosen.value(0).value(0).toStringList(), QStringList());
        QCOMPARE(chosen.value(0).value(1).value<Connection::TpmState>(), Connection::TpmState::Goes);
        QTRY_COMPARE_WITH_TIMEOUT(f.connection->domains().size(), 0, patienceMs);
    }

    /// A disk goes, what it stands on stays, and one that another machine's disk stands on does not go.
    void deletionShowsWhatDisksStandOn()
    {
        WindowFixture f;
        QVERIFY(open(f, withDisks(u"alpha"_s, {u"/images/top.qcow2"_s, u"/images/base.qcow2"_s})));
        QVERIFY(make(f, {{u"path"_s, u"/images/base.qcow2"_s}, {u"bytes"_s, u"1048576"_s}}));
        for (const QString &name : {u"top"_s, u"beta"_s})
            QVERIFY(make(
                f, {{u"path"_s, QString(u"/images/"_s + name + u".qcow2")}, {u"backing"_s, u"/images/base.qcow2"_s}}));
        QVERIFY(add(f, withDisks(u"beta"_s, {u"/images/beta.qcow2"_s})));
        QTRY_COMPARE(f.connection->domains().size(), 2);
        action(f, u"deleteAction"_s)->trigger();
        QTRY_VERIFY(f.child<QTreeWidget>(u"deleteFiles"_s));
        auto *files = f.child<QTreeWidget>(u"deleteFiles"_s);
        QTRY_VERIFY_WITH_TIMEOUT(
            files->topLevelItemCount() == 2 && files->topLevelItem(0)->childCount() == 1, patienceMs);
        QCOMPARE(files->topLevelItem(0)->child(0)->text(0), u"/images/base.qcow2"_s);
        QVERIFY2(files->topLevelItem(0)->child(0)->text(1).contains(u"stays"_s),
            qPrintable(files->topLevelItem(0)->child(0)->text(1)));
        QVERIFY(files->topLevelItem(0)->child(0)->data(0, Qt::CheckStateRole).isNull());
        QTRY_VERIFY_WITH_TIMEOUT(files->topLevelItem(1)->text(1).contains(u"beta"_s), patienceMs);
        QVERIFY(!(files->topLevelItem(1)->flags() & Qt::ItemIsUserCheckable));
    }

    void aMediumIsEjectedAndPutIn()
    {
        WindowFixture f;
        QVERIFY(open(f,
            QString(machineXml)
                .replace(u"<devices/>"_s,
                    u"<devices><disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='/images/a.iso'/>"
                    "<target dev='sda' bus='sata'/><readonly/></disk></devices>"_s)));
        action(f, u"startAction"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, patienceMs);
        auto *list = f.hardware();
        const auto drive = [&] {
            return list->model()->match(list->model()->index(0, 0), HardwareModel::IdRole, u"disk/sda"_s).value(0);
        };
        QTRY_VERIFY_WITH_TIMEOUT(drive().isValid(), patienceMs);
        QVERIFY(f.child<QWidget>(u"mediumBar"_s)->isHidden());
        list->setCurrentIndex(drive());
        auto *medium = f.child<QLabel>(u"medium"_s);
        QTRY_COMPARE_WITH_TIMEOUT(medium->text(), u"/images/a.iso"_s, patienceMs);
        const auto isIn = [&](bool inactive) {
            QString text;
            f.connection->domainXml(f.connection->domains().first().uuid, inactive, f.window.get(),
                [&](const Result<QString> &xml) { text = xml.value_or(u"?"_s); });
            (void)QTest::qWaitFor([&] { return !text.isEmpty(); }, patienceMs);
            return text.contains(u"/images/"_s);
        };
        QTest::mouseClick(button(f, u"ejectMedium"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(medium->text(), u"No medium"_s, patienceMs);
        QVERIFY(!isIn(true) && !isIn(false));
        QVERIFY(!button(f, u"ejectMedium"_s)->isEnabled());
        QTest::mouseClick(button(f, u"changeMedium"_s), Qt::LeftButton);
        auto *dialog = f.child<QFileDialog>(u"mediumDialog"_s);
        QVERIFY(dialog);
        Q_EMIT dialog->fileSelected(u"/images/b.iso"_s);
        dialog->reject();
        QTRY_COMPARE_WITH_TIMEOUT(medium->text(), u"/images/b.iso"_s, patienceMs);
        QVERIFY(isIn(true) && isIn(false));
    }

    void everythingIsInTheMenusAndHasAKey()
    {
        WindowFixture f;
        QVERIFY(open(f));
        auto *menu = f.child<QMenu>(u"machineMenu"_s);
        auto *more = f.child<QMenu>(u"moreMenu"_s);
        QSet<QChar> keys;
        for (const QAction *one : menu->actions()) {
            if (one->isSeparator())
                continue;
            const qsizetype at = one->text().indexOf(u'&');
            QVERIFY2(at >= 0, qPrintable(one->text()));
            const QChar key = one->text()[at + 1].toLower();
            QVERIFY2(!keys.contains(key), qPrintable(one->text()));
            keys += key;
        }
        QStringList rarer;
        for (const QAction *one : more->actions())
            rarer += one->objectName();
        for (const QString &name : {u"pageReboot"_s, u"pageReset"_s, u"pageSave"_s, u"pageAutostart"_s, u"pageRename"_s,
                 u"pageClone"_s, u"pageDelete"_s, u"pageStartPaused"_s})
            QVERIFY2(rarer.contains(name), qPrintable(name));
    }
};

QTEST_MAIN(TestMachineActions)
#include "tst_machineactions.moc"
