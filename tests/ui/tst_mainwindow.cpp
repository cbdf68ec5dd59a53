// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicemime.h"
#include "models/jobsmodel.h"
#include "support/simulatedhelper.h"
#include "ui/connectdialog.h"
#include "ui/icons.h"
#include "windowfixture.h"

#include <QAbstractButton>
#include <QAction>
#include <QDragEnterEvent>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QTabWidget>
#include <QTextBrowser>
#include <QToolButton>
#include <QWheelEvent>

using namespace laneway;

class TestMainWindow : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;

    // Drags devices over the machine, as a view does; returns whether a drop is welcome there.
    static bool hover(const WindowFixture &f, const QString &connection, const QList<PciAddress> &devices, bool drop)
    {
        QWidget *viewport = f.navigator()->viewport();
        const QPoint at = f.navigator()->visualRect(f.machine()).center();
        QMimeData data;
        encode({connection, devices}, data);
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &enter);
        QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        move.ignore();
        QCoreApplication::sendEvent(viewport, &move);
        if (drop) {
            QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(viewport, &event);
        }
        return move.isAccepted();
    }
    static QString dropSentence(const WindowFixture &f) { return f.child<QLabel>(u"dropSentence"_s)->text(); }

private Q_SLOTS:
    void init() { m_environment = std::make_unique<HelperEnvironment>(); }
    void cleanup() { m_environment.reset(); }
    void initTestCase() { installIcons(); }

    void showsEveryFunctionOfTheHost_data()
    {
        QTest::addColumn<QString>("sample");
        for (const QString &sample : Connection::sampleNames())
            QTest::newRow(qPrintable(sample)) << sample;
    }
    void showsEveryFunctionOfTheHost()
    {
        QFETCH(QString, sample);
        WindowFixture f;
        QVERIFY(f.open(sample));
        QVERIFY(!f.connection->host().functions.isEmpty());
        f.child<QAbstractButton>(u"showBridges"_s)->setChecked(true);
        for (const PciFunction &function : f.connection->host().functions) {
            QTRY_VERIFY2(
                deviceIn(f.hostTree(), function.address.toString()).isValid(), qPrintable(function.address.toString()));
            const QModelIndex index = deviceIn(f.hostTree(), function.address.toString());
            QVERIFY(!index.siblingAtColumn(DeviceTreeModel::VerdictColumn).data().toString().isEmpty());
        }
    }

    /// Who scrolls through a machine's properties changes none of them by it.
    void theWheelTurnsOnlyWhatHasTheFocus()
    {
        WindowFixture f;
        QVERIFY(f.open(u"laptop"_s));
        QVERIFY(f.define(
            QString(machineXml)
                .replace(u"<devices/>"_s,
                    u"<devices><disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/></disk></devices>"_s)));
        f.openMachine();
        f.child<QTabWidget>(u"machineTabs"_s)->setCurrentWidget(f.child<QWidget>(u"hardwareTab"_s));
        const auto row = [&] {
            return f.hardware()
                ->model()
                ->match(f.hardware()->model()->index(0, 0), HardwareModel::IdRole, u"disk/vda"_s)
                .value(0);
        };
        QTRY_VERIFY(row().isValid());
        f.hardware()->setCurrentIndex(row());
        auto *bus = f.child<QComboBox>(u"target/@bus"_s);
        QTRY_VERIFY(bus && bus->isVisible());
        const auto turn = [](QWidget *over) {
            const QPointF at = over->rect().center();
            QWheelEvent down(
                at, over->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(over, &down);
        };
        turn(bus);
        QCOMPARE(bus->currentData().toString(), u"virtio"_s);
        QVERIFY(!bus->hasFocus());
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        bus->setFocus();
        turn(bus);
        QCOMPARE(bus->currentData().toString(), u"sata"_s);
    }

    // The first time the window fits its screen, and what matters of a device is in sight.
    void aSmallScreenIsEnough()
    {
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        const QSize screen = QGuiApplication::primaryScreen()->availableSize();
        QVERIFY(f.window->width() <= screen.width() && f.window->height() <= screen.height());
        f.window->resize(1256, 672);
        QTreeView *tree = f.hostTree();
        QTRY_VERIFY(tree->isVisible() && tree->model()->rowCount() > 0);
        for (const int column : {DeviceTreeModel::NameColumn, DeviceTreeModel::AddressColumn,
                 DeviceTreeModel::GroupColumn, DeviceTreeModel::VerdictColumn, DeviceTreeModel::UsedByColumn}) {
            QTRY_VERIFY2(tree->columnViewportPosition(column) + tree->columnWidth(column) <= tree->viewport()->width(),
                qPrintable(tree->model()->headerData(column, Qt::Horizontal).toString()));
        }
    }

    void theEditMenuActsWhereTheKeyboardIs()
    {
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        f.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        auto *menu = f.child<QMenu>(u"editMenu"_s);
        const auto action = [&](const QString &name) { return f.child<QAction>(name); };
        const auto isEnabled = [&](const QString &name) {
            Q_EMIT menu->aboutToShow();
            return action(name)->isEnabled();
        };
        // Rows of devices are copied as their own action does.
        QTRY_VERIFY(deviceIn(f.hostTree(), u"0000:02:10.0"_s).isValid() && f.hostTree()->isVisible());
        const QModelIndex device = deviceIn(f.hostTree(), u"0000:02:10.0"_s);
        f.hostTree()->setFocus();
        f.hostTree()->clearSelection();
        QVERIFY(!isEnabled(u"editCopy"_s));
        f.hostTree()->setCurrentIndex(device);
        QTRY_VERIFY(isEnabled(u"editCopy"_s));
        QVERIFY(isEnabled(u"editCut"_s) && isEnabled(u"editSelectAll"_s) && !isEnabled(u"editPaste"_s));
        action(u"editCopy"_s)->trigger();
        QVERIFY(QApplication::clipboard()->text().startsWith(u"0000:02:10.0 "_s));
        // The key does the same: no other action claims it.
        QApplication::clipboard()->setText(u"before"_s);
        QTest::keyClick(f.hostTree(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().startsWith(u"0000:02:10.0 "_s));
        // A field is pasted into, selected and cut.
        auto *filter = f.child<QLineEdit>(u"deviceFilter"_s);
        filter->setFocus();
        QVERIFY(!isEnabled(u"editCopy"_s) && !isEnabled(u"editSelectAll"_s) && isEnabled(u"editPaste"_s));
        QApplication::clipboard()->setText(u"Virtual"_s);
        action(u"editPaste"_s)->trigger();
        QCOMPARE(filter->text(), u"Virtual"_s);
        QVERIFY(isEnabled(u"editSelectAll"_s));
        action(u"editSelectAll"_s)->trigger();
        QVERIFY(isEnabled(u"editCut"_s));
        action(u"editCut"_s)->trigger();
        QVERIFY(filter->text().isEmpty());
    }

    void aFileIsBrowsedFor_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("connection");
        QTest::newRow("recording") << u"den.json"_s << u"file:"_s;
        QTest::newRow("listing") << u"den.txt"_s << u"lspci:"_s;
    }
    void aFileIsBrowsedFor()
    {
        QFETCH(QString, file);
        QFETCH(QString, connection);
        const QString path = m_environment->path(file);
        QFile made(path);
        QVERIFY(made.open(QIODevice::WriteOnly));
        made.close();
        ConnectDialog dialog({});
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        dialog.findChild<QPushButton *>(u"browse"_s)->click();
        auto *browse = dialog.findChild<QFileDialog *>(u"browseDialog"_s);
        QVERIFY(browse);
        browse->selectFile(path);
        static_cast<QDialog *>(browse)->accept();
        QTRY_COMPARE(dialog.findChild<QComboBox *>(u"connectionName"_s)->currentText(), QString(connection + path));
        // An empty file is told as such.
        dialog.findChild<QPushButton *>(u"connectButton"_s)->click();
        QTRY_VERIFY(dialog.findChild<QLabel *>(u"messageText"_s)->text().contains(u"is empty."_s));
    }

    // By the key that every keyboard has, at the row that is current, with all rows that are selected.
    void theContextMenuComesByTheKeyboard()
    {
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        f.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        QTreeView *tree = f.hostTree();
        QTRY_VERIFY(deviceIn(tree, u"0000:02:10.0"_s).isValid() && tree->isVisible());
        tree->setFocus();
        tree->setCurrentIndex(deviceIn(tree, u"0000:02:10.0"_s));
        QTest::keyClick(tree, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(tree, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(tree->selectionModel()->selectedRows().size(), 3);
        auto *menu = f.child<QMenu>(u"deviceMenu"_s);
        const auto isAtRow = [&] {
            const QRect row = tree->visualRect(tree->currentIndex());
            const QPoint corner = tree->viewport()->mapFromGlobal(menu->pos());
            return row.top() <= corner.y() && corner.y() <= row.bottom();
        };
        tree->scrollTo(tree->currentIndex(), QAbstractItemView::PositionAtTop);
        QTest::keyClick(tree, Qt::Key_F10, Qt::ShiftModifier);
        QTRY_VERIFY(menu->isVisible());
        QVERIFY(isAtRow());
        QCOMPARE(tree->selectionModel()->selectedRows().size(), 3);
        menu->close();
        // Of a row that is out of sight, which then comes into view.
        tree->scrollToBottom();
        QVERIFY(!tree->viewport()->rect().intersects(tree->visualRect(tree->currentIndex())));
        QTest::keyClick(tree, Qt::Key_F10, Qt::ShiftModifier);
        QTRY_VERIFY(menu->isVisible());
        QVERIFY(tree->viewport()->rect().intersects(tree->visualRect(tree->currentIndex())));
        menu->close();
    }

    void explainsTheSelectedDevice()
    {
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        const QString bridge = addressWith(*f.connection, Level::Never, [](const PciFunction &) { return true; });
        QVERIFY(!bridge.isEmpty());
        f.child<QAbstractButton>(u"showBridges"_s)->setChecked(true);
        QTRY_VERIFY(deviceIn(f.hostTree(), bridge).isValid());
        f.hostTree()->setCurrentIndex(deviceIn(f.hostTree(), bridge));
        QTRY_VERIFY(f.child<QWidget>(u"hostPage"_s)
                        ->findChild<QTextBrowser *>(u"verdictPanel"_s)
                        ->toPlainText()
                        .contains(bridge));
    }

    void aVirtualFunctionIsAddedAndRemoved()
    {
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.define());
        f.openMachine();
        QTRY_VERIFY_WITH_TIMEOUT(f.hardware()->model()->rowCount() > 0, 10'000);
        QCOMPARE(f.assigned(), 0);

        QTest::mouseClick(f.child<QPushButton>(u"addHardware"_s), Qt::LeftButton);
        QTRY_VERIFY(f.wizard());
        auto *wizard = f.wizard();
        wizard->next();
        auto *tree = wizard->findChild<QTreeView *>(u"pciChoice"_s);
        QVERIFY(tree);
        const QString vf = addressWith(
            *f.connection, Level::Ready, [](const PciFunction &function) { return function.isVirtualFunction(); });
        QVERIFY(!vf.isEmpty());
        QVERIFY(!wizard->button(QWizard::NextButton)->isEnabled()); // nothing chosen yet
        QTRY_VERIFY(deviceIn(tree, vf).isValid());
        tree->setCurrentIndex(deviceIn(tree, vf));
        QTRY_VERIFY(wizard->button(QWizard::NextButton)->isEnabled());
        wizard->next();
        QTRY_VERIFY_WITH_TIMEOUT(wizard->button(QWizard::FinishButton)->isEnabled(), 10'000);
        QVERIFY(wizard->findChild<QPlainTextEdit *>(u"planXml"_s)->toPlainText().contains(u"hostdev"));
        QCOMPARE(f.assigned(), 0); // nothing is touched until Finish
        wizard->button(QWizard::FinishButton)->click();
        QTRY_COMPARE_WITH_TIMEOUT(f.assigned(), 1, 10'000);

        const QModelIndex row
            = f.hardware()
                  ->model()
                  ->match(f.hardware()->model()->index(0, 0), HardwareModel::IdRole, QString(u"hostdev/"_s + vf))
                  .value(0);
        QVERIFY(row.isValid());
        f.hardware()->setCurrentIndex(row);
        QTest::mouseClick(f.child<QPushButton>(u"removeDevice"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.assigned(), 0, 10'000);
    }

    void theRestOfAGroupGoesAlong()
    {
        WindowFixture f;
        QVERIFY(f.open(u"workstation"_s));
        QVERIFY(f.define());
        f.openMachine();
        QTest::mouseClick(f.child<QPushButton>(u"addHardware"_s), Qt::LeftButton);
        QTRY_VERIFY(f.wizard());
        f.wizard()->next();
        auto *tree = f.wizard()->findChild<QTreeView *>(u"pciChoice"_s);
        const auto verdicts = assessAll(f.connection->host(), f.connection->claims());
        const auto grouped = std::find_if(verdicts.cbegin(), verdicts.cend(),
            [](const Verdict &verdict) { return !verdict.refuses() && !verdict.companions.isEmpty(); });
        QVERIFY(grouped != verdicts.cend());
        QTRY_VERIFY(deviceIn(tree, grouped.key().toString()).isValid());
        tree->setCurrentIndex(deviceIn(tree, grouped.key().toString()));
        f.wizard()->next();
        QTRY_VERIFY_WITH_TIMEOUT(f.wizard()->button(QWizard::FinishButton)->isEnabled(), 10'000);
        f.wizard()->button(QWizard::FinishButton)->click();
        QTRY_COMPARE_WITH_TIMEOUT(f.assigned(), int(1 + grouped->companions.size()), 10'000);
    }

    void aBridgeCannotBeChosen()
    {
        WindowFixture f;
        QVERIFY(f.open(u"workstation"_s));
        QVERIFY(f.define());
        f.openMachine();
        QTest::mouseClick(f.child<QPushButton>(u"addHardware"_s), Qt::LeftButton);
        QTRY_VERIFY(f.wizard());
        f.wizard()->next();
        auto *tree = f.wizard()->findChild<QTreeView *>(u"pciChoice"_s);
        QTRY_VERIFY(tree->model()->rowCount() > 0);
        const auto verdicts = assessAll(f.connection->host(), f.connection->claims());
        for (auto it = verdicts.cbegin(); it != verdicts.cend(); ++it) {
            const QModelIndex index = deviceIn(tree, it.key().toString());
            if (it->level != Level::Never || !index.isValid())
                continue;
            tree->setCurrentIndex(index);
            QVERIFY(!f.wizard()->button(QWizard::NextButton)->isEnabled());
        }
        f.wizard()->reject();
    }

    void startShowsItsStepsAndTheMachineRuns()
    {
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.define());
        f.openMachine();
        QTest::mouseClick(f.child<QPushButton>(u"startMachine"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, 20'000);
        QTRY_COMPARE(f.job().data(JobsModel::StateRole).toString(), u"done"_s);
        QVERIFY(f.job().model()->rowCount(f.job()) > 0);
        QTest::mouseClick(f.child<QPushButton>(u"forceOffMachine"_s), Qt::LeftButton);
        QTRY_VERIFY(f.child<QPushButton>(u"confirmGo"_s));
        QTest::mouseClick(f.child<QPushButton>(u"confirmGo"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"shut off"_s, 20'000);
    }

    void aDropOnAMachineOpensItsReview()
    {
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.define());
        const QString vf = addressWith(
            *f.connection, Level::Ready, [](const PciFunction &function) { return function.isVirtualFunction(); });
        QVERIFY(hover(f, f.connection->name(), {*PciAddress::parse(vf)}, false));
        QVERIFY2(dropSentence(f).contains(u"web"_s), qPrintable(dropSentence(f)));
        QVERIFY(!f.wizard());
        QVERIFY(hover(f, f.connection->name(), {*PciAddress::parse(vf)}, true));
        QTRY_VERIFY(f.wizard());
        QTRY_VERIFY_WITH_TIMEOUT(f.wizard()->button(QWizard::FinishButton)->isEnabled(), 10'000);
        QVERIFY(dropSentence(f).isEmpty());
        f.wizard()->reject();
    }

    void aRefusedDropSaysWhyWhileItHovers()
    {
        WindowFixture f;
        QVERIFY(f.open(u"workstation"_s));
        QVERIFY(f.define());
        const QString bridge = addressWith(*f.connection, Level::Never, [](const PciFunction &) { return true; });
        QVERIFY(!hover(f, f.connection->name(), {*PciAddress::parse(bridge)}, true));
        QVERIFY(!f.wizard());
        QVERIFY(!hover(f, f.connection->name(), {*PciAddress::parse(bridge)}, false));
        QVERIFY(dropSentence(f).contains(u"bridge"_s, Qt::CaseInsensitive));
        QVERIFY(!hover(f, u"sample:laptop"_s, {*PciAddress::parse(bridge)}, false));
        QVERIFY(dropSentence(f).contains(u"another host"_s));
    }

    void theNavigatorIsWalkedByKeyboard()
    {
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.define());
        f.navigator()->setFocus();
        QTest::keyClick(f.navigator(), Qt::Key_Home);
        QCOMPARE(f.navigator()->currentIndex(), f.place(NavigatorModel::Kind::Connection));
        QVERIFY(f.child<QWidget>(u"hostPage"_s)->isVisible());
        QTest::keyClick(f.navigator(), Qt::Key_Down);
        QCOMPARE(f.navigator()->currentIndex(), f.machine());
        QVERIFY(f.hardware()->isVisible());
        QTest::keyClick(f.navigator(), Qt::Key_Down);
        QCOMPARE(f.navigator()->currentIndex(), f.place(NavigatorModel::Kind::HostDevices));
        QVERIFY(f.child<QWidget>(u"hostPage"_s)->isVisible());
    }

    void aChangeOfTheDefinitionIsUndone()
    {
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.define());
        f.openMachine();
        const QString vf = addressWith(
            *f.connection, Level::Ready, [](const PciFunction &function) { return function.isVirtualFunction(); });
        QVERIFY(hover(f, f.connection->name(), {*PciAddress::parse(vf)}, true));
        QTRY_VERIFY(f.wizard());
        QTRY_VERIFY_WITH_TIMEOUT(f.wizard()->button(QWizard::FinishButton)->isEnabled(), 10'000);
        f.wizard()->button(QWizard::FinishButton)->click();
        QTRY_COMPARE_WITH_TIMEOUT(int(f.connection->domains().first().devices.size()), 1, 10'000);
        QTRY_VERIFY(f.job().data(JobsModel::CanUndoRole).toBool());
        f.child<QTreeView>(u"activityTree"_s)->setCurrentIndex(f.job());
        QTRY_VERIFY(f.child<QPushButton>(u"undoJob"_s)->isEnabled());
        f.child<QPushButton>(u"undoJob"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(int(f.connection->domains().first().devices.size()), 0, 10'000);
    }

    void hostsStandSideBySide()
    {
        WindowFixture f;
        QVERIFY(f.open(u"workstation"_s));
        auto other = Connection::open(u"sample:laptop"_s);
        QVERIFY(other.has_value());
        f.window->addConnection(std::move(*other));
        QCOMPARE(f.navigator()->model()->rowCount(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(f.window->windowTitle().contains(u"sample:laptop"_s), 10'000);
        QTRY_VERIFY(f.child<QAction>(u"disconnectHost"_s)->isEnabled());
        f.child<QAction>(u"disconnectHost"_s)->trigger();
        QTRY_COMPARE(f.navigator()->model()->rowCount(), 1);
        QVERIFY(f.window->windowTitle().contains(u"sample:workstation"_s));
    }

    void aBannerSaysWhatStandsInTheWayOfEverything()
    {
        WindowFixture f;
        QVERIFY(f.open(u"no-iommu"_s));
        auto *banner = f.child<QWidget>(u"hostBanner"_s);
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(f.child<QLabel>(u"hostBannerText"_s)->text().contains(u"IOMMU"_s));
        QVERIFY(!f.child<QLabel>(u"hostBannerRemedy"_s)->isVisible());
        QTest::mouseClick(f.child<QPushButton>(u"hostBannerMore"_s), Qt::LeftButton);
        QVERIFY(f.child<QLabel>(u"hostBannerRemedy"_s)->isVisible());
        // A machine's page is not about the host.
        QVERIFY(f.define());
        f.openMachine();
        QTRY_VERIFY(f.child<QWidget>(u"machinePage"_s)->isVisible());
        QVERIFY(!banner->isVisible());
        f.navigator()->setCurrentIndex(f.place(NavigatorModel::Kind::HostDevices));
        QVERIFY(banner->isVisible());
        // Who knows it need not read it again.
        QTest::mouseClick(f.child<QToolButton>(u"closeHostBanner"_s), Qt::LeftButton);
        QVERIFY(!banner->isVisible());
        {
            WindowFixture again;
            QVERIFY(again.open(u"no-iommu"_s));
            QVERIFY(!again.child<QWidget>(u"hostBanner"_s)->isVisible());
        }
        WindowFixture fine;
        QVERIFY(fine.open(u"server"_s));
        QVERIFY(!fine.child<QWidget>(u"hostBanner"_s)->isVisible());
    }

    void aNarrowNavigatorKeepsTheNames()
    {
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.define());
        QAbstractItemView *names = f.navigator();
        const auto isWhole = [&] {
            return f.navigator()->header()->sectionSize(NavigatorModel::NameColumn)
                >= names->sizeHintForColumn(NavigatorModel::NameColumn);
        };
        for (const int width : {400, 180}) {
            f.navigator()->setFixedWidth(width);
            QTRY_COMPARE(f.navigator()->width(), width);
            QTRY_VERIFY(isWhole());
        }
    }

    void whoHasNoMachineIsOfferedOne()
    {
        WindowFixture f;
        QVERIFY(f.openHost(u"session"_s));
        auto *welcome = f.child<QWidget>(u"welcome"_s);
        QTRY_VERIFY(welcome->isVisible());
        QCOMPARE(welcome->findChild<QLabel *>(u"emptyTitle"_s)->text(), u"No machines yet"_s);
        QVERIFY(!f.child<QWidget>(u"hostBanner"_s)->isVisible());
        QVERIFY(f.child<QPushButton>(u"newMachineButton"_s)->isEnabled());
        welcome->findChild<QPushButton *>(u"emptyAction"_s)->click();
        QTRY_VERIFY(f.child<QWidget>(u"newMachineWizard"_s));
        f.child<QDialog>(u"newMachineWizard"_s)->reject();

        QVERIFY(f.define());
        QTRY_VERIFY(welcome->findChild<QLabel *>(u"emptyTitle"_s)->text() != u"No machines yet"_s);
        f.openMachine();
        QTRY_VERIFY(f.child<QWidget>(u"machinePage"_s)->isVisible());
        QVERIFY(!f.child<QWidget>(u"hostBanner"_s)->isVisible());
        f.connection->undefine(f.connection->domains().first().uuid, f.window.get(), [](const Result<> &) {});
        QTRY_VERIFY(welcome->isVisible());
    }

    void thePlaceIsRemembered()
    {
        {
            WindowFixture f;
            QVERIFY(f.open(u"server"_s));
            f.navigator()->setCurrentIndex(f.place(NavigatorModel::Kind::VfPools));
            QVERIFY(f.child<QWidget>(u"poolsPage"_s)->isVisible());
            f.window->close();
        }
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.child<QWidget>(u"poolsPage"_s)->isVisible());
    }

    void everyActionIsReachableByKeyboardAndHasItsIcon()
    {
        WindowFixture f;
        QVERIFY(f.open(u"server"_s));
        QSet<QKeySequence> shortcuts;
        QSet<QChar> ofTheBar;
        for (const QAction *top : f.window->menuBar()->actions()) {
            QSet<QChar> mnemonics;
            for (const QAction *action : top->menu()->actions()) {
                if (action->isSeparator())
                    continue;
                const qsizetype at = action->text().indexOf(u'&');
                QVERIFY2(at >= 0, qPrintable(action->text()));
                const QChar mnemonic = action->text()[at + 1].toLower();
                QVERIFY2(!mnemonics.contains(mnemonic), qPrintable(action->text()));
                mnemonics << mnemonic;
                QVERIFY2(!action->objectName().isEmpty(), qPrintable(action->text()));
                if (!action->isCheckable())
                    QVERIFY2(!action->icon().isNull(), qPrintable(action->text()));
                if (action->shortcut().isEmpty())
                    continue;
                QVERIFY2(!shortcuts.contains(action->shortcut()), qPrintable(action->shortcut().toString()));
                shortcuts << action->shortcut();
            }
            const QChar mnemonic = top->text()[top->text().indexOf(u'&') + 1].toLower();
            QVERIFY(!ofTheBar.contains(mnemonic));
            ofTheBar << mnemonic;
        }
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
