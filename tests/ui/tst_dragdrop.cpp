// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobsmodel.h"
#include "support/simulatedhelper.h"
#include "ui/icons.h"
#include "hand.h"
#include "windowfixture.h"

#include <QDrag>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QTabWidget>

using namespace laneway;

// Drags across the whole window, on a real X server and under a window manager (tests/ui/on-x-server).
class TestDragDrop : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;

    static bool open(WindowFixture &f, const QString &sample)
    {
        if (!f.open(sample) || !f.define())
            return false;
        f.window->setGeometry(QGuiApplication::primaryScreen()->availableGeometry().adjusted(20, 20, -20, -20));
        f.window->activateWindow();
        return QTest::qWaitForWindowActive(f.window.get());
    }
    static Hand::Where device(const WindowFixture &f, const QString &id)
    {
        return row(f.hostTree(), deviceIn(f.hostTree(), id));
    }
    static Hand::Where machine(const WindowFixture &f) { return row(f.navigator(), f.machine()); }
    // What the note beside the pointer says, of the navigator's or of the list of hardware.
    static QString note(const WindowFixture &f)
    {
        for (const QLabel *label : f.window->findChildren<QLabel *>(u"dropSentence"_s))
            if (label->isVisible())
                return label->text();
        return {};
    }
    static bool isOver(const WindowFixture &f, const QWidget *widget)
    {
        return widget->rect().contains(widget->mapFromGlobal(QCursor::pos())) && !note(f).isEmpty();
    }
    static QString vfOf(const WindowFixture &f)
    {
        return addressWith(
            *f.connection, Level::Ready, [](const PciFunction &function) { return function.isVirtualFunction(); });
    }
    static bool showRow(const WindowFixture &f, const QString &id)
    {
        return QTest::qWaitFor([&] { return deviceIn(f.hostTree(), id).isValid(); }, 10'000);
    }
    static int assigned(const WindowFixture &f) { return int(f.connection->domains().first().devices.size()); }
    // What is reviewed is added, shown as the machine's, and taken back by Undo.
    static void finishAndUndo(const WindowFixture &f, int devices)
    {
        QTRY_VERIFY(f.wizard());
        QTRY_VERIFY_WITH_TIMEOUT(f.wizard()->button(QWizard::FinishButton)->isEnabled(), 10'000);
        QCOMPARE(assigned(f), 0); // nothing is touched until Finish
        f.wizard()->button(QWizard::FinishButton)->click();
        QTRY_COMPARE_WITH_TIMEOUT(assigned(f), devices, 10'000);
        QTRY_VERIFY(f.job().data(JobsModel::CanUndoRole).toBool());
        f.child<QTreeView>(u"activityTree"_s)->setCurrentIndex(f.job());
        QTRY_VERIFY(f.child<QPushButton>(u"undoJob"_s)->isEnabled());
        f.child<QPushButton>(u"undoJob"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(assigned(f), 0, 10'000);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(QGuiApplication::platformName(), u"xcb"_s);
        installIcons();
    }
    void init() { m_environment = std::make_unique<HelperEnvironment>(); }
    void cleanup() { m_environment.reset(); }

    void aDeviceOntoAMachine()
    {
        WindowFixture f;
        QVERIFY(open(f, u"server"_s));
        const QString vf = vfOf(f);
        QVERIFY(showRow(f, vf));
        QString said;
        Hand hand;
        hand.press(device(f, vf)).drag(machine(f)).release([&] { return !(said = note(f)).isEmpty(); });
        QTRY_VERIFY2_WITH_TIMEOUT(hand.isDone(), qPrintable(hand.waitingFor()), 20'000);
        QVERIFY2(said.contains(u"web"_s), qPrintable(said));
        finishAndUndo(f, 1);
    }

    void aGroupByItsHeading()
    {
        WindowFixture f;
        QVERIFY(open(f, u"workstation"_s));
        // A group of several, of which every endpoint can be given away.
        const HostSnapshot &host = f.connection->host();
        std::optional<int> group;
        qsizetype endpoints = 0;
        const auto verdicts = assessAll(host, f.connection->claims());
        for (const PciFunction &function : host.functions) {
            if (!function.iommuGroup || !function.isEndpoint())
                continue;
            QList<PciAddress> members = host.groupMembers(*function.iommuGroup);
            members.removeIf([&](const PciAddress &member) { return !host.find(member)->isEndpoint(); });
            if (members.size() > 1 && std::all_of(members.begin(), members.end(), [&](const PciAddress &member) {
                    return verdicts[member].level <= Level::WithCompanions;
                })) {
                group = *function.iommuGroup;
                endpoints = members.size();
                break;
            }
        }
        QVERIFY(group);
        const QString heading = u"group/"_s + QString::number(*group);
        QVERIFY(showRow(f, heading));
        Hand hand;
        hand.press(device(f, heading)).drag(machine(f)).release([&] { return !note(f).isEmpty(); });
        QTRY_VERIFY2_WITH_TIMEOUT(hand.isDone(), qPrintable(hand.waitingFor()), 20'000);
        finishAndUndo(f, int(endpoints));
    }

    // Resting over a machine opens its page: on to its list of hardware with the same drag.
    void aVirtualFunctionOntoTheListOfHardware()
    {
        WindowFixture f;
        QVERIFY(open(f, u"server"_s));
        const QString vf = vfOf(f);
        QVERIFY(showRow(f, vf));
        Hand hand;
        hand.press(device(f, vf))
            .drag(machine(f))
            .drag([&] { return f.hardware()->viewport()->mapToGlobal(f.hardware()->viewport()->rect().center()); },
                [&] { return f.hardware() && f.hardware()->isVisible(); })
            .release([&] { return isOver(f, f.hardware()); });
        QTRY_VERIFY2_WITH_TIMEOUT(hand.isDone(), qPrintable(hand.waitingFor()), 20'000);
        finishAndUndo(f, 1);
    }

    // The page that was opened on the way is left again when nothing came of it.
    void aCancelledDragComesBack_data()
    {
        QTest::addColumn<bool>("overHardware");
        QTest::newRow("let go beside the machines") << false;
        QTest::newRow("let go beside the list of hardware") << true;
    }
    void aCancelledDragComesBack()
    {
        QFETCH(bool, overHardware);
        WindowFixture f;
        QVERIFY(open(f, u"server"_s));
        const QString vf = vfOf(f);
        QVERIFY(showRow(f, vf));
        const auto opened = [&] { return f.hardware() && f.hardware()->isVisible(); };
        Hand hand;
        hand.press(device(f, vf))
            .drag(machine(f))
            .drag(
                [&] {
                    const QWidget *over = overHardware ? f.child<QWidget>(u"deviceTabs"_s) : f.navigator()->viewport();
                    return over->mapToGlobal(QPoint(over->width() / 2, over->height() - 5));
                },
                opened)
            .release([&] { return note(f).isEmpty(); });
        QTRY_VERIFY2_WITH_TIMEOUT(hand.isDone(), qPrintable(hand.waitingFor()), 20'000);
        QTRY_VERIFY(f.hostTree()->isVisible());
        QVERIFY(!f.hardware()->isVisible());
        QCOMPARE(f.navigator()->currentIndex(), f.place(NavigatorModel::Kind::HostDevices));
        QVERIFY(!f.wizard());
    }

    void aPoolGivesAFreeFunction()
    {
        WindowFixture f;
        QVERIFY(open(f, u"server"_s));
        f.navigator()->setCurrentIndex(f.place(NavigatorModel::Kind::VfPools));
        auto *pools = f.child<QTreeView>(u"poolsTree"_s);
        QTRY_VERIFY(pools && pools->isVisible() && pools->model()->rowCount() > 0);
        Hand hand;
        hand.press(row(pools, pools->model()->index(0, 0))).drag(machine(f)).release([&] {
            return !note(f).isEmpty();
        });
        QTRY_VERIFY2_WITH_TIMEOUT(hand.isDone(), qPrintable(hand.waitingFor()), 20'000);
        finishAndUndo(f, 1);
    }

    // The pool itself, not one of its functions: the machine gets an interface of it.
    void aPoolOntoAMachine()
    {
        WindowFixture f;
        QVERIFY(open(f, u"server"_s));
        std::optional<QUuid> network;
        f.connection->defineNetwork(u"<network><name>lan</name><forward mode='hostdev' managed='yes'>"
                                    "<pf dev='enp2s0f0'/></forward></network>"_s,
            f.window.get(), [&](const Result<QUuid> &made) {
                network = *made;
                f.connection->startNetwork(*made, f.window.get(), [](const Result<> &) {});
            });
        QTRY_VERIFY(network && !f.connection->networks().isEmpty() && f.connection->networks().first().active);
        f.navigator()->setCurrentIndex(f.place(NavigatorModel::Kind::VfPools));
        auto *pools = f.child<QTreeView>(u"poolsTree"_s);
        QTRY_VERIFY(pools && pools->isVisible() && pools->model()->rowCount() > 0);
        QTRY_COMPARE(pools->model()->index(0, 0).data().toString(), u"lan"_s);
        QString said;
        bool machineInSight = false;
        Hand hand;
        hand.press(row(pools, pools->model()->index(0, 0))).drag(machine(f)).release([&] {
            said = note(f);
            const auto *drag = pools->findChild<QDrag *>({}, Qt::FindDirectChildrenOnly);
            machineInSight = drag && drag->pixmap().deviceIndependentSize().width() < f.navigator()->width();
            return !said.isEmpty();
        });
        QTRY_VERIFY2_WITH_TIMEOUT(hand.isDone(), qPrintable(hand.waitingFor()), 20'000);
        QVERIFY2(said.contains(u"pool lan"_s), qPrintable(said));
        QVERIFY(machineInSight);
        QTRY_VERIFY(f.wizard());
        QTRY_VERIFY_WITH_TIMEOUT(f.wizard()->button(QWizard::FinishButton)->isEnabled(), 10'000);
        f.wizard()->button(QWizard::FinishButton)->click();
        f.openMachine();
        QTRY_VERIFY(f.hardware() && f.hardware()->isVisible());
        const auto interfaces = [&] {
            return f.hardware()
                ->model()
                ->match(
                    f.hardware()->model()->index(0, 0), HardwareModel::IdRole, u"interface/"_s, -1, Qt::MatchStartsWith)
                .size();
        };
        QTRY_COMPARE_WITH_TIMEOUT(interfaces(), 1, 10'000);
        QTRY_VERIFY(f.job().data(JobsModel::CanUndoRole).toBool());
        f.child<QTreeView>(u"activityTree"_s)->setCurrentIndex(f.job());
        QTRY_VERIFY(f.child<QPushButton>(u"undoJob"_s)->isEnabled());
        f.child<QPushButton>(u"undoJob"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(interfaces(), 0, 10'000);
    }

    void aRefusalSaysWhyAndDoesNothing()
    {
        WindowFixture f;
        QVERIFY(open(f, u"no-iommu"_s));
        const QString blocked = addressWith(
            *f.connection, Level::Blocked, [](const PciFunction &function) { return function.isEndpoint(); });
        QVERIFY(showRow(f, blocked));
        QString said;
        Hand hand;
        hand.press(device(f, blocked)).drag(machine(f)).release([&] { return !(said = note(f)).isEmpty(); });
        QTRY_VERIFY2_WITH_TIMEOUT(hand.isDone(), qPrintable(hand.waitingFor()), 20'000);
        QVERIFY2(said.contains(u"IOMMU"_s), qPrintable(said));
        QTRY_VERIFY(note(f).isEmpty());
        QVERIFY(!f.wizard());
        QCOMPARE(assigned(f), 0);
    }
};

QTEST_MAIN(TestDragDrop)
#include "tst_dragdrop.moc"
