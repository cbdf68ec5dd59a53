// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicemime.h"
#include "models/jobsmodel.h"
#include "models/poolsmodel.h"
#include "support/simulatedhelper.h"
#include "ui/addhardware/rowlist.h"
#include "ui/icons.h"
#include "ui/newpool/newpoolwizard.h"
#include "windowfixture.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>

using namespace laneway;

namespace {

constexpr int patienceMs = 30'000;

struct PoolsFixture : WindowFixture
{
    bool openPools()
    {
        if (!open(u"server"_s) || !QTest::qWaitForWindowActive(window.get(), patienceMs))
            return false;
        navigator()->setCurrentIndex(place(NavigatorModel::Kind::VfPools));
        return QTest::qWaitFor([&] { return tree()->isVisible() && tree()->model()->rowCount() > 0; }, patienceMs);
    }
    QTreeView *tree() const { return child<QTreeView>(u"poolsTree"_s); }
    QModelIndex row(const QString &name) const
    {
        return tree()
            ->model()
            ->match(tree()->model()->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive)
            .value(0);
    }
    QString state(const QString &name) const
    {
        return row(name).siblingAtColumn(PoolsModel::StateColumn).data().toString();
    }
    QString free(const QString &name) const
    {
        return row(name).siblingAtColumn(PoolsModel::FreeColumn).data().toString();
    }
    QString users(const QString &name) const
    {
        return row(name).siblingAtColumn(PoolsModel::UsersColumn).data().toString();
    }
    void click(const QString &name) const { QTest::mouseClick(child<QAbstractButton>(name), Qt::LeftButton); }
    NewPoolWizard *newPool() const { return child<NewPoolWizard>(u"newPoolWizard"_s); }
    template <typename T> T *inWizard(const QString &name) const { return newPool()->findChild<T *>(name); }
    // By the wizard, as it is offered.
    bool makePool(const QString &name)
    {
        click(u"newPoolButton"_s);
        if (!newPool() || !QTest::qWaitFor([&] { return canGoOn(); }, patienceMs))
            return false;
        auto *edit = inWizard<QLineEdit>(u"poolName"_s);
        edit->selectAll();
        QTest::keyClicks(edit, name);
        newPool()->next();
        newPool()->next();
        if (newPool()->currentId() != NewPoolWizard::ReviewId)
            return false;
        QTest::mouseClick(newPool()->button(QWizard::FinishButton), Qt::LeftButton);
        return QTest::qWaitFor([&] { return state(name).startsWith(u"Active"_s); }, patienceMs);
    }
    bool canGoOn() const { return newPool()->button(QWizard::NextButton)->isEnabled(); }
    bool run(const QString &kind, const QJsonObject &arguments)
    {
        bool begun = false;
        connection->plan(kind, arguments, window.get(), [&](const Result<PlanInfo> &plan) {
            if (plan)
                connection->apply(plan->id, window.get(), [&](const Result<QString> &job) { begun = job.has_value(); });
        });
        return QTest::qWaitFor([&] { return begun; }, patienceMs);
    }
    QString domain() const { return connection->domains().first().uuid.toString(QUuid::WithoutBraces); }
};

} // namespace

class TestPoolsPage : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;
private Q_SLOTS:
    void init() { m_environment = std::make_unique<HelperEnvironment>(); }
    void cleanup() { m_environment.reset(); }
    void initTestCase() { installIcons(); }

    void aPoolIsMadeStartedStoppedAndForgotten()
    {
        PoolsFixture f;
        QVERIFY(f.openPools());
        QVERIFY(f.makePool(u"lan"_s));
        QTRY_COMPARE(f.state(u"lan"_s), u"Active, starts with the host"_s);
        QTRY_COMPARE(f.tree()->currentIndex(), f.row(u"lan"_s));
        QCOMPARE(f.free(u"lan"_s), u"7 of 7"_s);
        QCOMPARE(f.tree()->model()->rowCount(), 4); // one card is in it now
        QVERIFY(!f.child<QToolButton>(u"startPoolButton"_s)->isEnabled());
        f.click(u"stopPoolButton"_s);
        QTRY_COMPARE_WITH_TIMEOUT(f.state(u"lan"_s), u"Stopped, starts with the host"_s, patienceMs);
        f.click(u"autostartPoolButton"_s);
        QTRY_COMPARE_WITH_TIMEOUT(f.state(u"lan"_s), u"Stopped"_s, patienceMs);
        f.click(u"startPoolButton"_s);
        QTRY_COMPARE_WITH_TIMEOUT(f.state(u"lan"_s), u"Active"_s, patienceMs);

        f.child<QAction>(u"poolXml"_s)->trigger();
        auto *xml = f.child<QDialog>(u"poolXmlDialog"_s);
        auto *definition = xml->findChild<QPlainTextEdit *>(u"poolDefinition"_s);
        QTRY_VERIFY(definition->toPlainText().contains(u"<pf dev='enp2s0f0'/>"_s)
            || definition->toPlainText().contains(u"<pf dev=\"enp2s0f0\"/>"_s));
        QTRY_VERIFY(xml->findChild<QPlainTextEdit *>(u"poolActiveXml"_s)->toPlainText().contains(u"<address"_s));
        QTest::mouseClick(xml->findChild<QPushButton *>(u"closeXml"_s), Qt::LeftButton);

        f.tree()->setFocus();
        QTRY_VERIFY(f.tree()->hasFocus()); // its window is in front again
        QTest::keyClick(f.tree(), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(!f.row(u"lan"_s).isValid(), patienceMs);
        QTRY_VERIFY(f.child<QPushButton>(u"bringPoolBack"_s)->isVisible());
        f.click(u"bringPoolBack"_s);
        QTRY_COMPARE_WITH_TIMEOUT(f.state(u"lan"_s), u"Active"_s, patienceMs); // as it was
    }

    void theWizardSaysWhatIsWrong()
    {
        PoolsFixture f;
        QVERIFY(f.openPools());
        QVERIFY(f.makePool(u"lan"_s));
        QTRY_VERIFY(!f.newPool());
        f.click(u"newPoolButton"_s);
        QTRY_VERIFY(f.newPool() && f.canGoOn());
        auto *name = f.inWizard<QLineEdit>(u"poolName"_s);
        auto *problem = f.newPool()->currentPage()->findChild<QLabel *>(u"problem"_s);
        name->selectAll();
        QTest::keyClicks(name, u"lan"_s);
        QVERIFY(!f.canGoOn());
        QVERIFY2(problem->text().contains(u"There is a pool lan already"_s), qPrintable(problem->text()));
        QTest::keyClicks(name, u"2"_s);
        QVERIFY(f.canGoOn());
        QTest::mouseClick(f.inWizard<QRadioButton>(u"poolChosen"_s), Qt::LeftButton);
        f.inWizard<QRadioButton>(u"poolChosen"_s)->setChecked(true);
        QVERIFY(!f.canGoOn());
        auto *functions = f.inWizard<QTreeView>(u"poolFunctions"_s);
        QVERIFY(functions->model()->rowCount() > 3);
        // Of two cards: which goes first matters only then.
        auto *cards = f.inWizard<QTreeView>(u"newPoolCards"_s);
        cards->selectionModel()->select(
            cards->model()->index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QTRY_COMPARE(functions->model()->rowCount(), 14);
        for (const int row : {1, 10})
            functions->selectionModel()->select(
                functions->model()->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QVERIFY(f.canGoOn());
        f.newPool()->next();
        QCOMPARE(f.newPool()->currentId(), int(NewPoolWizard::NetworkId));
        f.inWizard<QSpinBox>(u"poolVlan"_s)->setValue(42);
        QVERIFY(f.inWizard<QComboBox>(u"poolPolicy"_s)->isVisible());
        f.inWizard<QComboBox>(u"poolPolicy"_s)->setCurrentIndex(1);
        f.click(u"addPortGroup"_s);
        auto *groups = f.inWizard<QTableWidget>(u"portGroups"_s);
        groups->item(0, 0)->setText(u"guests"_s);
        groups->item(0, 1)->setText(u"5000"_s);
        QVERIFY(!f.canGoOn());
        groups->item(0, 1)->setText(u"50"_s);
        groups->item(0, 3)->setCheckState(Qt::Checked);
        QVERIFY(f.canGoOn());
        // A switch's port profile, instead of a VLAN.
        f.click(u"addPortGroup"_s);
        groups->item(1, 2)->setText(u"finance"_s);
        QVERIFY(!f.canGoOn()); // the pool's VLAN
        f.inWizard<QSpinBox>(u"poolVlan"_s)->setValue(0);
        QVERIFY(f.canGoOn());
        groups->item(0, 2)->setText(u"finance"_s);
        QVERIFY(!f.canGoOn()); // its own
        groups->item(0, 2)->setText({});
        f.newPool()->next();
        const QString xml = f.inWizard<QPlainTextEdit>(u"newPoolXml"_s)->toPlainText();
        for (const QString &part :
            {u"lan2"_s, u"guests"_s, u"50"_s, u"spread"_s, u"802.1Qbh"_s, u"profileid='finance'"_s})
            QVERIFY2(xml.contains(part), qPrintable(xml));
        QCOMPARE(xml.count(u"<address"_s), 2);
        f.inWizard<QCheckBox>(u"poolStartNow"_s)->setChecked(false);
        f.inWizard<QCheckBox>(u"poolAutostart"_s)->setChecked(false);
        QTest::mouseClick(f.newPool()->button(QWizard::FinishButton), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.state(u"lan2"_s), u"Stopped"_s, patienceMs);
        QCOMPARE(f.free(u"lan2"_s), u"2 of 2"_s);
    }

    void aPoolDroppedOnAMachineIsAnInterfaceOfIt()
    {
        PoolsFixture f;
        QVERIFY(f.openPools());
        QVERIFY(f.define());
        QVERIFY(f.makePool(u"lan"_s));
        QTRY_VERIFY(!f.newPool());
        QWidget *viewport = f.navigator()->viewport();
        const QPoint at = f.navigator()->visualRect(f.machine()).center();
        const std::unique_ptr<QMimeData> data(f.tree()->model()->mimeData({f.row(u"lan"_s)}));
        QDragEnterEvent enter(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &enter);
        QDragMoveEvent move(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &move);
        QVERIFY(move.isAccepted());
        QString said;
        for (const QLabel *label : f.window->findChildren<QLabel *>(u"dropSentence"_s))
            said += label->text();
        QVERIFY2(said.contains(u"Gives web an interface of the pool lan"_s) && said.contains(u"7 of 7 are free"_s),
            qPrintable(said));
        QDropEvent drop(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &drop);
        QTRY_VERIFY(f.wizard());
        QCOMPARE(f.wizard()->currentId(), int(AddHardwareWizard::ReviewId));
        auto *finish = f.wizard()->button(QWizard::FinishButton);
        QTRY_VERIFY_WITH_TIMEOUT(finish->isEnabled(), patienceMs);
        QTest::mouseClick(finish, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.job().data(JobsModel::StateRole).toString(), u"done"_s, patienceMs);

        // It runs: the tree says what it got, and the pool cannot be stopped.
        QVERIFY(f.run(u"start"_s, {{u"domain"_s, f.domain()}}));
        QTRY_COMPARE_WITH_TIMEOUT(f.free(u"lan"_s), u"6 of 7"_s, patienceMs);
        QTRY_COMPARE(f.users(u"lan"_s), u"web"_s);
        QTRY_VERIFY(!f.child<QToolButton>(u"stopPoolButton"_s)->isEnabled());
        QVERIFY(!f.child<QAction>(u"deletePool"_s)->isEnabled());
        QCOMPARE(f.users(u"VF 0"_s), u"web"_s);
        // In the machine it is one device, which says what it has, and is taken away as one.
        f.openMachine();
        const auto interfaces = [&] {
            return f.hardware()->model()->match(
                f.hardware()->model()->index(0, 0), HardwareModel::IdRole, u"interface/"_s, -1, Qt::MatchStartsWith);
        };
        QTRY_COMPARE_WITH_TIMEOUT(interfaces().size(), 1, patienceMs);
        QTRY_VERIFY(
            interfaces().first().data(HardwareModel::SummaryRole).toString().startsWith(u"0000:02:10.0 now, lan"_s));
        QCOMPARE(f.assigned(), 0);
        f.hardware()->setCurrentIndex(interfaces().first());
        QTRY_VERIFY(f.child<QLineEdit>(u"source/@portgroup"_s));
        QTRY_VERIFY(f.child<QLineEdit>(u"source/@portgroup"_s)->isVisible());
        QVERIFY(f.child<QLineEdit>(u"vlan/tag/@id"_s)->isVisible());
        QVERIFY(!f.child<QComboBox>(u"model/@type"_s)); // the function itself is the card
        f.click(u"removeDevice"_s);
        QTRY_COMPARE_WITH_TIMEOUT(interfaces().size(), 0, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(f.free(u"lan"_s), u"7 of 7"_s, patienceMs);
        QVERIFY(f.run(u"destroy"_s, {{u"domain"_s, f.domain()}}));
        QTRY_COMPARE_WITH_TIMEOUT(f.free(u"lan"_s), u"7 of 7"_s, patienceMs);
    }

    void addHardwareOffersPoolsFirst()
    {
        PoolsFixture f;
        QVERIFY(f.openPools());
        QVERIFY(f.define());
        bool defined = false;
        f.connection->defineNetwork(uR"(<network><name>lan</name><forward mode='hostdev' managed='yes'>
            <pf dev='enp2s0f0'/></forward><portgroup name='guests'><vlan><tag id='50'/></vlan></portgroup></network>)"_s,
            f.window.get(), [&](const Result<QUuid> &uuid) { defined = uuid.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(defined && f.row(u"lan"_s).isValid(), patienceMs);
        f.openMachine();
        f.child<QAction>(u"addHardwareAction"_s)->trigger();
        QTRY_VERIFY(f.wizard());
        auto *kinds = f.wizard()->findChild<QListWidget *>(u"kindList"_s);
        kinds->setCurrentRow(2);
        QTRY_VERIFY(f.wizard()->button(QWizard::NextButton)->isEnabled());
        f.wizard()->next();
        QCOMPARE(f.wizard()->currentId(), int(AddHardwareWizard::PoolId));
        auto *list = f.wizard()->currentPage()->findChild<QTreeView *>(u"poolCards"_s);
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->index(0, 0).data().toString(), u"Pool lan"_s, patienceMs);
        QTRY_COMPARE(list->currentIndex().row(), 0);
        auto *group = f.wizard()->currentPage()->findChild<QComboBox *>(u"poolPortGroup"_s);
        QTRY_COMPARE_WITH_TIMEOUT(group->count(), 2, patienceMs);
        group->setCurrentIndex(1);
        QVERIFY(f.wizard()->currentPage()->findChild<QLabel *>(u"poolPicked"_s)->text().contains(u"is stopped"_s));
        f.wizard()->currentPage()->findChild<QSpinBox *>(u"poolCount"_s)->setValue(2);
        f.wizard()->next();
        auto *finish = f.wizard()->button(QWizard::FinishButton);
        QTRY_VERIFY_WITH_TIMEOUT(finish->isEnabled(), patienceMs);
        const QString xml = f.wizard()->findChild<QPlainTextEdit *>(u"planXml"_s)->toPlainText();
        QCOMPARE(xml.count(u"guests"_s), 2);
        QTest::mouseClick(finish, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.job().data(JobsModel::StateRole).toString(), u"done"_s, patienceMs);
    }
};

QTEST_MAIN(TestPoolsPage)
#include "tst_poolspage.moc"
