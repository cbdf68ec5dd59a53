// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection.h"
#include "models/devicetreemodel.h"
#include "models/domainsmodel.h"
#include "models/hardwaremodel.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/mainwindow.h"

#include <QAbstractButton>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QTextBrowser>
#include <QTreeView>
#include <QTreeWidget>

using namespace laneway;

namespace {

const QString machineXml = uR"(<domain type='qemu'>
  <name>web</name>
  <memory unit='MiB'>256</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <devices/>
</domain>)"_s;

// The window of a simulated host, with one machine defined.
struct Fixture
{
    std::unique_ptr<MainWindow> window;
    Connection *connection = nullptr;

    bool open(const QString &sample)
    {
        auto opened = Connection::open(u"sample:"_s + sample);
        if (!opened)
            return false;
        connection = opened->get();
        window = std::make_unique<MainWindow>(std::move(*opened));
        window->show();
        return QTest::qWaitFor([this] { return connection->isReady(); }, 30'000);
    }
    bool define()
    {
        bool answered = false;
        connection->define(machineXml, window.get(), [&](const Result<QUuid> &uuid) { answered = uuid.has_value(); });
        return QTest::qWaitFor([&] { return answered && machines()->model()->rowCount() == 1; }, 10'000);
    }
    template <typename T> T *child(const QString &name) const { return window->findChild<T *>(name); }
    QAbstractItemView *machines() const { return child<QAbstractItemView>(u"machineList"_s); }
    QTreeView *hostTree() const { return child<QTreeView>(u"hostTree"_s); }
    QAbstractItemView *hardware() const { return child<QAbstractItemView>(u"hardwareList"_s); }
    int assigned() const
    {
        return int(hardware()->model()->match(hardware()->model()->index(0, 0), HardwareModel::IdRole,
            u"hostdev/"_s, -1, Qt::MatchStartsWith).size());
    }
    void openMachine() const { machines()->setCurrentIndex(machines()->model()->index(0, 0)); }
    QString activity() const
    {
        auto *tree = child<QTreeWidget>(u"activityTree"_s);
        return tree->topLevelItemCount() ? tree->topLevelItem(0)->text(1) : QString();
    }
    AddHardwareWizard *wizard() const { return child<AddHardwareWizard>(u"addHardwareWizard"_s); }
};

QModelIndex deviceIn(QTreeView *tree, const QString &address)
{
    const QModelIndexList found = tree->model()->match(tree->model()->index(0, 0), DeviceTreeModel::IdRole,
        address, 1, Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? QModelIndex() : found.first();
}

// First address with this verdict, in address order.
QString addressWith(const Connection &connection, Level level, const std::function<bool(const PciFunction &)> &fits)
{
    const auto verdicts = assessAll(connection.host(), connection.claims());
    for (auto it = verdicts.cbegin(); it != verdicts.cend(); ++it)
        if (it->level == level && fits(*connection.host().find(it.key())))
            return it.key().toString();
    return {};
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsEveryFunctionOfTheHost_data()
    {
        QTest::addColumn<QString>("sample");
        for (const QString &sample : Connection::sampleNames())
            QTest::newRow(qPrintable(sample)) << sample;
    }
    void showsEveryFunctionOfTheHost()
    {
        QFETCH(QString, sample);
        Fixture f;
        QVERIFY(f.open(sample));
        QVERIFY(!f.connection->host().functions.isEmpty());
        f.child<QAbstractButton>(u"showBridges"_s)->setChecked(true);
        QTRY_VERIFY(f.hostTree()->model()->rowCount() > 0);
        for (const PciFunction &function : f.connection->host().functions) {
            const QModelIndex index = deviceIn(f.hostTree(), function.address.toString());
            QVERIFY2(index.isValid(), qPrintable(function.address.toString()));
            QVERIFY(!index.siblingAtColumn(DeviceTreeModel::VerdictColumn).data().toString().isEmpty());
        }
    }

    void explainsTheSelectedDevice()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        const QString bridge = addressWith(*f.connection, Level::Never, [](const PciFunction &) { return true; });
        QVERIFY(!bridge.isEmpty());
        f.child<QAbstractButton>(u"showBridges"_s)->setChecked(true);
        QTRY_VERIFY(deviceIn(f.hostTree(), bridge).isValid());
        f.hostTree()->setCurrentIndex(deviceIn(f.hostTree(), bridge));
        QTRY_VERIFY(f.child<QWidget>(u"hostPage"_s)->findChild<QTextBrowser *>(u"verdictPanel"_s)
                        ->toPlainText().contains(bridge));
    }

    void aVirtualFunctionIsAddedAndRemoved()
    {
        Fixture f;
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
        const QString vf = addressWith(*f.connection, Level::Ready,
            [](const PciFunction &function) { return function.isVirtualFunction(); });
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

        const QModelIndex row = f.hardware()->model()->match(f.hardware()->model()->index(0, 0),
            HardwareModel::IdRole, QString(u"hostdev/"_s + vf)).value(0);
        QVERIFY(row.isValid());
        f.hardware()->setCurrentIndex(row);
        QTest::mouseClick(f.child<QPushButton>(u"removeDevice"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.assigned(), 0, 10'000);
    }

    void theRestOfAGroupGoesAlong()
    {
        Fixture f;
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
        Fixture f;
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
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.define());
        f.openMachine();
        QTest::mouseClick(f.child<QPushButton>(u"startMachine"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.machines()->model()->index(0, 0).data(DomainsModel::StateRole).toString(),
            u"running"_s, 20'000);
        QVERIFY(f.child<QTreeWidget>(u"activityTree"_s)->topLevelItem(0)->childCount() > 0);
        QTest::mouseClick(f.child<QPushButton>(u"forceOffMachine"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.machines()->model()->index(0, 0).data(DomainsModel::StateRole).toString(),
            u"shut off"_s, 20'000);
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
