// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/vfgridmodel.h"
#include "support/simulatedhelper.h"
#include "ui/hostpage/vfgrid.h"
#include "ui/icons.h"
#include "windowfixture.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>

using namespace laneway;

namespace {

constexpr int patienceMs = 30'000;
const QString card = u"0000:02:00.0"_s;

struct GridFixture : WindowFixture
{
    // By the pools page, as a keyboard goes.
    bool openGrid()
    {
        if (!open(u"server"_s) || !QTest::qWaitForWindowActive(window.get(), patienceMs))
            return false;
        navigator()->setCurrentIndex(place(NavigatorModel::Kind::VfPools));
        auto *pools = child<QTreeView>(u"poolsTree"_s);
        if (!QTest::qWaitFor([&] { return pools->isVisible() && pools->currentIndex().isValid(); }, patienceMs))
            return false;
        pools->setFocus();
        QTest::keyClick(pools, Qt::Key_Return);
        return hasRows();
    }
    bool hasRows(int number = -1) const
    {
        return QTest::qWaitFor(
            [&] {
                const int rows = grid() && grid()->isVisible() ? grid()->model()->rowCount() : 0;
                return number < 0 ? rows > 0 : rows == number;
            },
            patienceMs);
    }
    QTableView *grid() const { return child<QTableView>(u"vfGrid"_s); }
    QModelIndex cell(int row, int column) const { return grid()->model()->index(row, column); }
    VfGridModel::Sign sign(int row, int column) const
    {
        return VfGridModel::Sign(cell(row, column).data(VfGridModel::SignRole).toInt());
    }
    // The delegate takes what was typed over in its own time.
    bool type(int row, int column, const QString &text) const
    {
        grid()->setFocus();
        grid()->setCurrentIndex(cell(row, column));
        QTest::keyClick(grid(), Qt::Key_Return);
        const QPointer<QWidget> editor = QApplication::focusWidget();
        if (editor == grid())
            return false;
        QTest::keyClicks(editor, text);
        QTest::keyClick(editor, Qt::Key_Return);
        return QTest::qWaitFor([&] { return !editor || !editor->isVisible(); }, patienceMs);
    }
    bool canApply() const { return child<QPushButton>(u"vfApply"_s)->isEnabled(); }
    QString summary() const { return child<QLabel>(u"vfGridSummary"_s)->text(); }
    QString note() const { return child<QLabel>(u"vfCellNote"_s)->text(); }
    void click(const QString &name) const { QTest::mouseClick(child<QAbstractButton>(name), Qt::LeftButton); }
};

} // namespace

class TestVfGrid : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;
private Q_SLOTS:
    void init() { m_environment = std::make_unique<HelperEnvironment>(); }
    void cleanup() { m_environment.reset(); }
    void initTestCase() { installIcons(); }

    void opensWithEnterAndGoesBack()
    {
        GridFixture f;
        QVERIFY(f.openGrid());
        QTRY_VERIFY(f.child<QLabel>(u"vfGridTitle"_s)->text().contains(card));
        QVERIFY(f.grid()->hasFocus());
        QCOMPARE(f.grid()->model()->headerData(3, Qt::Vertical).toString(), u"VF 3"_s);
        f.click(u"vfGridBack"_s);
        QTRY_VERIFY(f.child<QTreeView>(u"poolsTree"_s)->hasFocus());
    }

    void opensFromTheHostsDevices()
    {
        GridFixture f;
        QVERIFY(f.open(u"server"_s));
        QTRY_VERIFY_WITH_TIMEOUT(deviceIn(f.hostTree(), u"0000:02:10.0"_s).isValid(), patienceMs);
        f.hostTree()->setCurrentIndex(deviceIn(f.hostTree(), u"0000:02:10.0"_s)); // one of its virtual functions
        auto *open = f.hostTree()->findChild<QAction *>(u"virtualFunctions"_s);
        QTRY_VERIFY(open->isEnabled());
        f.hostTree()->setCurrentIndex(deviceIn(f.hostTree(), u"0000:03:00.0"_s));
        QTRY_VERIFY(!open->isEnabled());
        f.hostTree()->setCurrentIndex(deviceIn(f.hostTree(), card));
        QTRY_VERIFY(open->isEnabled());
        open->trigger();
        QVERIFY(f.hasRows());
        QVERIFY(f.navigator()->currentIndex() == f.place(NavigatorModel::Kind::VfPools));
        // By the explanation's own way, too.
        f.navigator()->setCurrentIndex(f.place(NavigatorModel::Kind::HostDevices));
        QTRY_VERIFY(f.hostTree()->isVisible());
        for (QPushButton *each : f.window->findChildren<QPushButton *>(u"vfCountEach"_s))
            if (each->isVisible())
                QTest::mouseClick(each, Qt::LeftButton);
        QTRY_VERIFY(f.grid()->isVisible());
    }

    void cellsAreEditedByKeys()
    {
        GridFixture f;
        QVERIFY(f.openGrid());
        QVERIFY(!f.canApply());
        QVERIFY(f.type(2, VfGridModel::VlanColumn, u"42"_s));
        QCOMPARE(f.cell(2, VfGridModel::VlanColumn).data().toString(), u"42"_s);
        QCOMPARE(f.sign(2, VfGridModel::VlanColumn), VfGridModel::Sign::Pending);
        QVERIFY(f.canApply());
        QCOMPARE(f.summary(), u"1 setting is to be changed."_s);
        QVERIFY2(f.note().startsWith(u"VF 2, VLAN: To be set; now: "_s), qPrintable(f.note()));
        QVERIFY(f.type(2, VfGridModel::MacColumn, u"52:54:00:00:00:02"_s));
        QCOMPARE(f.summary(), u"2 settings are to be changed."_s);
        // A choice: one step further.
        f.grid()->setCurrentIndex(f.cell(2, VfGridModel::TrustColumn));
        const QString before = f.cell(2, VfGridModel::TrustColumn).data(Qt::EditRole).toString();
        QTest::keyClick(f.grid(), Qt::Key_F2);
        auto *box = qobject_cast<QComboBox *>(QApplication::focusWidget());
        QVERIFY(box);
        QTest::keyClick(box, before == u"on" ? Qt::Key_Down : Qt::Key_Up);
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_VERIFY(f.cell(2, VfGridModel::TrustColumn).data(Qt::EditRole).toString() != before);
        f.grid()->setFocus();
        f.grid()->setCurrentIndex(f.cell(2, VfGridModel::MacColumn));
        QTest::keySequence(f.grid(), QKeySequence::Undo); // the selected cell
        QCOMPARE(f.summary(), u"2 settings are to be changed."_s);
        QCOMPARE(f.sign(2, VfGridModel::MacColumn), VfGridModel::Sign::None);
        f.click(u"vfRevert"_s);
        QVERIFY(!f.canApply());
        QVERIFY(f.summary().isEmpty());
    }

    void whatCannotBeSaysWhyAndIsNotApplied()
    {
        GridFixture f;
        QVERIFY(f.openGrid());
        QVERIFY(f.type(1, VfGridModel::MacColumn, u"01:00:5e:00:00:01"_s));
        QCOMPARE(f.sign(1, VfGridModel::MacColumn), VfGridModel::Sign::Invalid);
        QVERIFY(!f.canApply());
        QVERIFY2(f.summary().contains(u"VF 1: 01:00:5e:00:00:01 is a multicast address"_s), qPrintable(f.summary()));
        QVERIFY(f.type(1, VfGridModel::MacColumn, u"02:00:5e:00:00:01"_s));
        QVERIFY(f.canApply());
        QVERIFY(f.type(3, VfGridModel::MacColumn, u"02:00:5e:00:00:01"_s));
        QVERIFY2(f.note().contains(u"VF 1 has this MAC address, too"_s), qPrintable(f.note()));
    }

    // A limit of the editor would make 409 of it, and nobody would know.
    void aVlanThatIsTooLargeStaysAsTyped()
    {
        GridFixture f;
        QVERIFY(f.openGrid());
        QVERIFY(f.type(2, VfGridModel::VlanColumn, u"4095"_s));
        QCOMPARE(f.cell(2, VfGridModel::VlanColumn).data().toString(), u"4095"_s);
        QCOMPARE(f.sign(2, VfGridModel::VlanColumn), VfGridModel::Sign::Invalid);
        QVERIFY(!f.canApply());
        QVERIFY2(f.note().contains(u"“4095” is not a VLAN"_s), qPrintable(f.note()));
        // What can be typed has room, with its sign.
        QVERIFY(f.type(2, VfGridModel::VlanColumn, u"4094"_s));
        QVERIFY(f.canApply());
        QFont bold = f.grid()->font();
        bold.setBold(true);
        const QFontMetrics metrics(bold);
        QVERIFY(f.grid()->columnWidth(VfGridModel::VlanColumn)
            > metrics.horizontalAdvance(u"4094"_s) + metrics.height() * 2);
    }

    void aSeriesFillsTheSelectedRows()
    {
        GridFixture f;
        QVERIFY(f.openGrid());
        f.grid()->setCurrentIndex(f.cell(1, VfGridModel::MacColumn));
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(f.grid(), Qt::Key_Down, Qt::ShiftModifier);
        f.click(u"vfFill"_s);
        auto *dialog = f.child<QDialog>(u"vfSeries"_s);
        QVERIFY(dialog && dialog->windowTitle().contains(u"4"_s));
        auto *start = dialog->findChild<QLineEdit *>(u"seriesStart"_s);
        start->selectAll();
        QTest::keyClicks(start, u"52:54:00:01:00:0e"_s);
        auto *preview = dialog->findChild<QLabel *>(u"seriesPreview"_s);
        QCOMPARE(preview->text(), u"VF 1: 52:54:00:01:00:0e\n…\nVF 4: 52:54:00:01:00:11"_s);
        start->selectAll();
        QTest::keyClicks(start, u"52:54"_s);
        auto *fill = dialog->findChild<QPushButton *>(u"seriesFill"_s);
        QVERIFY(!fill->isEnabled());
        QVERIFY(preview->text().contains(u"is not a MAC address"_s));
        start->selectAll();
        QTest::keyClicks(start, u"52:54:00:01:00:0e"_s);
        QTest::mouseClick(fill, Qt::LeftButton);
        QCOMPARE(f.cell(4, VfGridModel::MacColumn).data().toString(), u"52:54:00:01:00:11"_s);
        QCOMPARE(f.summary(), u"4 settings are to be changed."_s);

        f.grid()->setCurrentIndex(f.cell(0, VfGridModel::VlanColumn)); // one: all are meant
        f.click(u"vfFill"_s);
        dialog = nullptr;
        for (QDialog *one : f.window->findChildren<QDialog *>(u"vfSeries"_s))
            if (one->isVisible())
                dialog = one;
        QVERIFY(dialog);
        dialog->findChild<QSpinBox *>(u"seriesStart"_s)->setValue(100);
        dialog->findChild<QRadioButton *>(u"seriesSame"_s)->click();
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"seriesFill"_s), Qt::LeftButton);
        for (int row = 0; row < f.grid()->model()->rowCount(); ++row)
            QCOMPARE(f.cell(row, VfGridModel::VlanColumn).data().toString(), u"100"_s);
    }

    void theirNumberIsChangedAndWhatWasTypedStays()
    {
        GridFixture f;
        QVERIFY(f.openGrid());
        QVERIFY(f.type(2, VfGridModel::VlanColumn, u"42"_s));
        auto *page = f.child<VfGrid>(u"vfGridPage"_s);
        page->findChild<QSpinBox *>(u"vfCountNumber"_s)->setValue(3);
        auto *create = page->findChild<QPushButton *>(u"vfCountApply"_s);
        QVERIFY(create->isEnabled());
        QTest::mouseClick(create, Qt::LeftButton);
        // Only where somebody loses something it is looked at first.
        QTRY_VERIFY_WITH_TIMEOUT(f.grid()->model()->rowCount() == 3 || f.child<QDialog>(u"planReview"_s), patienceMs);
        if (auto *review = f.child<QDialog>(u"planReview"_s))
            QTest::mouseClick(review->findChild<QPushButton *>(u"planApply"_s), Qt::LeftButton);
        QVERIFY(f.hasRows(3));
        QTRY_COMPARE(f.cell(2, VfGridModel::VlanColumn).data().toString(), u"42"_s);
        page->findChild<QSpinBox *>(u"vfCountNumber"_s)->setValue(0);
        QTest::mouseClick(create, Qt::LeftButton);
        auto *title = page->findChild<QLabel *>(u"emptyTitle"_s);
        QTRY_VERIFY_WITH_TIMEOUT(title->isVisible() || f.child<QDialog>(u"planReview"_s), patienceMs);
        if (auto *review = f.child<QDialog>(u"planReview"_s))
            QTest::mouseClick(review->findChild<QPushButton *>(u"planApply"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(title->isVisible(), patienceMs);
        QVERIFY2(title->text().contains(u"has no virtual functions yet"_s), qPrintable(title->text()));
    }

    void whatWasTypedIsSetAsOneJob()
    {
        GridFixture f;
        QVERIFY(f.openGrid());
        QVERIFY(f.type(1, VfGridModel::MacColumn, u"52:54:00:00:00:01"_s));
        QVERIFY(f.type(1, VfGridModel::VlanColumn, u"42"_s));
        QVERIFY(f.type(2, VfGridModel::MacColumn, u"52:54:00:00:00:02"_s));
        f.click(u"vfApply"_s);
        QTRY_COMPARE_WITH_TIMEOUT(f.sign(1, VfGridModel::VlanColumn), VfGridModel::Sign::None, patienceMs);
        QTRY_VERIFY(f.summary().isEmpty());
        QCOMPARE(f.cell(1, VfGridModel::VlanColumn).data().toString(), u"42"_s);
        QCOMPARE(f.cell(2, VfGridModel::MacColumn).data(VfGridModel::PresentRole).toString(), u"52:54:00:00:00:02"_s);
        QCOMPARE(f.child<QTreeView>(u"activityTree"_s)->model()->rowCount(), 1);
    }

    // igb cannot set a virtual function's link.
    void whatTheDriverRefusesStandsAtItsCell_data()
    {
        QTest::addColumn<int>("policy");
        QTest::addColumn<QString>("vlan");
        QTest::newRow("everything is put back") << 0 << u"none"_s;
        QTest::newRow("the rest is kept") << 1 << u"42"_s;
    }
    void whatTheDriverRefusesStandsAtItsCell()
    {
        QFETCH(int, policy);
        QFETCH(QString, vlan);
        GridFixture f;
        QVERIFY(f.openGrid());
        QVERIFY(f.type(1, VfGridModel::VlanColumn, u"42"_s));
        QVERIFY(f.grid()->model()->setData(f.cell(4, VfGridModel::LinkStateColumn), u"disable"_s));
        f.child<QComboBox>(u"vfRefused"_s)->setCurrentIndex(policy);
        f.click(u"vfApply"_s);
        QTRY_COMPARE_WITH_TIMEOUT(f.sign(4, VfGridModel::LinkStateColumn), VfGridModel::Sign::Refused, patienceMs);
        QCOMPARE(f.grid()->currentIndex(), f.cell(4, VfGridModel::LinkStateColumn));
        QVERIFY2(f.note().startsWith(u"VF 4, Link: Refused: "_s), qPrintable(f.note()));
        auto *message = f.child<VfGrid>(u"vfGridPage"_s)->findChild<QLabel *>(u"messageText"_s);
        QVERIFY2(message->text().startsWith(u"The driver refused 1 value"_s), qPrintable(message->text()));
        QTRY_COMPARE(f.cell(1, VfGridModel::VlanColumn).data(VfGridModel::PresentRole).toString(), vlan);
        QCOMPARE(f.sign(1, VfGridModel::VlanColumn), policy ? VfGridModel::Sign::None : VfGridModel::Sign::Pending);
        QVERIFY(f.canApply()); // once more, after it was changed
    }

    void theyAreKeptAcrossRestartsAfterALook()
    {
        GridFixture f;
        QVERIFY(f.openGrid());
        auto *kept = f.child<QLabel>(u"vfKept"_s);
        QVERIFY2(kept->text().startsWith(u"Not kept"_s), qPrintable(kept->text()));
        f.click(u"vfKeep"_s);
        QTRY_VERIFY_WITH_TIMEOUT(f.child<QDialog>(u"planReview"_s), patienceMs);
        auto *review = f.child<QDialog>(u"planReview"_s);
        QVERIFY(review->findChild<QPlainTextEdit *>(u"planCommands"_s)->isVisible());
        QVERIFY(review->findChild<QPlainTextEdit *>(u"planCommands"_s)->toPlainText().contains(u"sriov_numvfs"_s));
        QTest::mouseClick(review->findChild<QPushButton *>(u"planApply"_s), Qt::LeftButton);
        QTRY_VERIFY2_WITH_TIMEOUT(
            kept->text().contains(u"71-laneway-sriov-0000:02:00.0.rules"_s), qPrintable(kept->text()), patienceMs);
        QTRY_VERIFY(f.child<QPushButton>(u"vfKeepNot"_s)->isVisible());
        f.click(u"vfKeepNot"_s);
        QTRY_VERIFY_WITH_TIMEOUT(f.child<QDialog>(u"planReview"_s), patienceMs);
        QTest::mouseClick(f.child<QDialog>(u"planReview"_s)->findChild<QPushButton *>(u"planApply"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(kept->text().startsWith(u"Not kept"_s), patienceMs);
    }

    void noDriverOfTheHostTakesThem()
    {
        GridFixture f;
        QVERIFY(f.openGrid());
        auto *page = f.child<VfGrid>(u"vfGridPage"_s);
        page->findChild<QCheckBox *>(u"vfCountUnbound"_s)->setChecked(true);
        page->findChild<QSpinBox *>(u"vfCountNumber"_s)->setValue(3);
        QTest::mouseClick(page->findChild<QPushButton *>(u"vfCountApply"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(f.grid()->model()->rowCount() == 3 || f.child<QDialog>(u"planReview"_s), patienceMs);
        if (auto *review = f.child<QDialog>(u"planReview"_s))
            QTest::mouseClick(review->findChild<QPushButton *>(u"planApply"_s), Qt::LeftButton);
        QVERIFY(f.hasRows(3));
        QTRY_VERIFY_WITH_TIMEOUT(f.cell(0, VfGridModel::DriverColumn).data().toString().isEmpty(), patienceMs);
        QTRY_VERIFY(!page->findChild<QPushButton *>(u"vfCountApply"_s)->isEnabled());
        QVERIFY(page->findChild<QCheckBox *>(u"vfCountUnbound"_s)->isChecked());
    }

    void theWindowAsksBeforeItForgets()
    {
        GridFixture f;
        QVERIFY(f.openGrid());
        QVERIFY(f.type(2, VfGridModel::VlanColumn, u"42"_s));
        f.navigator()->setCurrentIndex(f.place(NavigatorModel::Kind::HostDevices)); // nothing is forgotten by that
        QTRY_VERIFY(f.hostTree()->isVisible());
        QVERIFY(!f.window->close());
        QTRY_VERIFY(f.grid()->isVisible());
        f.click(u"stay"_s);
        QVERIFY(f.window->isVisible());
        QCOMPARE(f.cell(2, VfGridModel::VlanColumn).data().toString(), u"42"_s);
        QVERIFY(!f.window->close());
        f.click(u"discardAndGo"_s);
        QTRY_VERIFY(!f.window->isVisible());
    }
};

QTEST_MAIN(TestVfGrid)
#include "tst_vfgrid.moc"
