// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "newmachinefixture.h"
#include "ui/networkchoices.h"
#include "support/simulatedhelper.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTextBrowser>
#include <QTreeView>

using namespace laneway;

namespace {
constexpr int patienceMs = NewMachineFixture::patienceMs;
}

class TestNewMachineWizard : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;

private Q_SLOTS:
    void init()
    {
        m_environment = std::make_unique<HelperEnvironment>();
        QVERIFY(m_environment->isValid());
    }
    void cleanup() { m_environment.reset(); }
    void nextNextFinishMakesARunningMachine_data();
    void nextNextFinishMakesARunningMachine();
    void offersEveryWayOut();
    void followsWhatIsChosen();
    void saysWhyNot();
    void startsAKernel_data();
    void startsAKernel();
    void takesUsbDevicesOfTheHost();
    void importsDefinitions();
    void importsTheSystemsMachines();
};

void TestNewMachineWizard::nextNextFinishMakesARunningMachine_data()
{
    QTest::addColumn<QString>("connection");
    QTest::newRow("simulated") << u"sample:workstation"_s;
    if (QFile::exists(u"/usr/bin/qemu-system-x86_64"_s))
        QTest::newRow("session, real QEMU") << u"session"_s;
}

void TestNewMachineWizard::nextNextFinishMakesARunningMachine()
{
    QFETCH(QString, connection);
    NewMachineFixture fixture;
    QVERIFY(fixture.openHost(connection));
    QVERIFY(fixture.beginEmpty());
    QVERIFY(fixture.review());
    QVERIFY(!fixture.in<QTextBrowser>(u"planText"_s)->toPlainText().contains(u"(s)"));
    const QString folder = fixture.wizard()->imageFolder();
    QVERIFY(fixture.in<QTextBrowser>(u"planText"_s)->toPlainText().contains(folder + u"/machine.qcow2"));
    QVERIFY(fixture.in<QPlainTextEdit>(u"planCommands"_s)->toPlainText().contains(u"qemu-img create"_s));
    fixture.finish();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.machineState(), u"running"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.wizard(), patienceMs);
    // And it is what is shown.
    QTRY_COMPARE_WITH_TIMEOUT(fixture.navigator()->currentIndex().data(NavigatorModel::KindRole).toInt(),
        int(NavigatorModel::Kind::Machine), patienceMs);
    auto *console = fixture.child<QWidget>(u"consoleTab"_s);
    if (connection == u"session") // with its screen, which a simulated one has not
        QTRY_VERIFY_WITH_TIMEOUT(console->isVisible(), patienceMs);
    else
        QVERIFY(!console->isVisible());
    if (connection == u"session") {
        QVERIFY(QFileInfo::exists(folder + u"/machine.qcow2"));
        const QString uuid = fixture.connection->domains().first().uuid.toString(QUuid::WithoutBraces);
        fixture.connection->plan(
            u"destroy"_s, {{u"domain"_s, uuid}}, fixture.window.get(), [&](const Result<PlanInfo> &plan) {
                if (plan)
                    fixture.connection->apply(plan->id, fixture.window.get(), [](const Result<QString> &) {});
            });
        QTRY_COMPARE_WITH_TIMEOUT(fixture.machineState(), u"shut off"_s, patienceMs);
    }
}

void TestNewMachineWizard::offersEveryWayOut()
{
    NetworkState pool;
    pool.name = u"lan"_s;
    const QJsonObject links{{u"bridges"_s, QJsonArray{u"br0"_s}}, {u"cards"_s, QJsonArray{u"enp1s0"_s}}};
    QStringList ids;
    for (const NetworkChoice &choice : networkChoices(links, {pool})) {
        ids += choice.id;
        QVERIFY(!choice.about.isEmpty());
    }
    QCOMPARE(ids, (QStringList{u"user"_s, u"bridge:br0"_s, u"direct:enp1s0"_s, u"pool:lan"_s}));
    QCOMPARE(networkOf(u"bridge:br0"_s).kind, NewNetwork::Kind::Bridge);
    QCOMPARE(networkOf(u"bridge:br0"_s).source, u"br0"_s);
    QCOMPARE(networkOf(u"direct:enp1s0"_s).kind, NewNetwork::Kind::Direct);
    QCOMPARE(networkOf(u"pool:lan"_s).kind, NewNetwork::Kind::Network);
    QCOMPARE(networkOf(u"user"_s).kind, NewNetwork::Kind::User);
    QCOMPARE(networkOf(u"none"_s).kind, NewNetwork::Kind::None);
}

void TestNewMachineWizard::followsWhatIsChosen()
{
    NewMachineFixture fixture;
    QVERIFY(fixture.openHost(u"sample:workstation"_s));
    QVERIFY(fixture.beginEmpty());
    auto *system = fixture.in<QComboBox>(u"system"_s);
    system->setCurrentIndex(system->findData(u"win11"_s));
    Q_EMIT system->activated(system->currentIndex());
    QTRY_COMPARE(fixture.wizard()->machine().os.shortId, u"win11"_s);
    QVERIFY(fixture.next());
    QCOMPARE(fixture.in<QSpinBox>(u"memory"_s)->value(), 4096);
    // What the host has is said; more is not refused.
    auto *note = fixture.in<QLabel>(u"memoryNote"_s);
    QCOMPARE(note->text(), u"This host has 64 GiB."_s);
    fixture.in<QSpinBox>(u"memory"_s)->setValue(128 * 1024);
    QVERIFY(note->text().startsWith(u"More than this host has"_s));
    QVERIFY(fixture.button(QWizard::NextButton)->isEnabled());
    fixture.in<QSpinBox>(u"memory"_s)->setValue(4096);
    fixture.in<QSpinBox>(u"processors"_s)->setValue(17);
    QVERIFY(fixture.in<QDoubleSpinBox>(u"diskSize"_s)->value() >= 52);
    QVERIFY(fixture.next());
    QCOMPARE(fixture.in<QComboBox>(u"firmware"_s)->currentData().toString(), u"secure"_s);
    auto *name = fixture.in<QLineEdit>(u"machineName"_s);
    QCOMPARE(name->text(), u"win11"_s);
    name->selectAll();
    QTest::keyClicks(name, u"a b"_s);
    QVERIFY(!fixture.button(QWizard::NextButton)->isEnabled());
    name->selectAll();
    QTest::keyClicks(name, u"games"_s);
    // The host's cards are there to be chosen, as soon as the helper has told of them.
    auto *network = fixture.in<QComboBox>(u"network"_s);
    const auto card = [&] { return network->findText(u"(macvtap)"_s, Qt::MatchContains); };
    QTRY_VERIFY_WITH_TIMEOUT(card() > 0, patienceMs);
    network->setCurrentIndex(card());
    QCOMPARE(fixture.wizard()->machine().networks.value(0).kind, NewNetwork::Kind::Direct);
    QVERIFY(!fixture.wizard()->machine().networks.value(0).source.isEmpty());
    network->setCurrentIndex(0);
    const NewMachine machine = fixture.wizard()->machine();
    QCOMPARE(machine.name, u"games"_s);
    QCOMPARE(machine.disks.value(0).path, QString(fixture.wizard()->imageFolder() + u"/games.qcow2"));
    QVERIFY(machine.secureBoot);
    fixture.in<QComboBox>(u"firmware"_s)->setCurrentIndex(0);
    system->setCurrentIndex(system->findData(u"linux"_s));
    Q_EMIT system->activated(system->currentIndex());
    QTRY_COMPARE(fixture.wizard()->machine().os.shortId, u"linux"_s);
    QVERIFY(fixture.next());
    QTRY_VERIFY_WITH_TIMEOUT(fixture.button(QWizard::FinishButton)->isEnabled(), patienceMs);
    QVERIFY(fixture.in<QTextBrowser>(u"planText"_s)->toPlainText().contains(u"Network: Through the host's address"_s));
    QVERIFY(fixture.in<QTextBrowser>(u"planText"_s)->toPlainText().contains(u"17 processors are more than the 16"_s));
    QVERIFY2(fixture.in<QPlainTextEdit>(u"planXml"_s)->toPlainText().contains(u"<name>games</name>"_s),
        qPrintable(fixture.in<QPlainTextEdit>(u"planXml"_s)->toPlainText()));
    // Shut off, if so wished.
    fixture.in<QCheckBox>(u"startNow"_s)->setChecked(false);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.button(QWizard::FinishButton)->isEnabled(), patienceMs);
    fixture.finish();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.machineState(), u"shut off"_s, patienceMs);
}

void TestNewMachineWizard::saysWhyNot()
{
    NewMachineFixture fixture;
    QVERIFY(fixture.openHost(u"sample:workstation"_s));
    QVERIFY(fixture.begin());
    // Nothing was found, and that is what is most wanted all the same.
    QVERIFY(fixture.in<QRadioButton>(u"fromMedium"_s)->isChecked());
    QVERIFY(!fixture.button(QWizard::NextButton)->isEnabled());
    auto *file = fixture.in<QLineEdit>(u"mediumFile"_s);
    QTest::keyClicks(file, u"/nowhere/medium.iso"_s);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.in<QLabel>(u"mediumProblem"_s)->text(),
        u"There is no file /nowhere/medium.iso on the host."_s, patienceMs);
    QVERIFY(!fixture.button(QWizard::NextButton)->isEnabled());
    // Another way needs none; who is faster than the answer is told by the review.
    fixture.in<QRadioButton>(u"fromNetwork"_s)->click();
    QVERIFY(!fixture.in<QLabel>(u"mediumProblem"_s)->isVisible());
    QVERIFY(fixture.next());
    QTest::mouseClick(fixture.button(QWizard::BackButton), Qt::LeftButton);
    fixture.in<QRadioButton>(u"fromMedium"_s)->click();
    QVERIFY(fixture.next());
    auto *size = fixture.in<QDoubleSpinBox>(u"diskSize"_s);
    auto *space = fixture.in<QLabel>(u"diskSpace"_s);
    size->setValue(0.1);
    QVERIFY2(space->text().endsWith(u"are free there."_s), qPrintable(space->text()));
    size->setValue(size->maximum());
    QVERIFY2(space->text().contains(u"cannot grow to its size"_s), qPrintable(space->text()));
    size->setValue(1);
    QVERIFY(fixture.next() && fixture.next());
    const auto says = [&](const QString &text) {
        for (const QLabel *label : fixture.wizard()->findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(text))
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(u"/nowhere/medium.iso"_s), patienceMs);
    QVERIFY(!fixture.button(QWizard::FinishButton)->isEnabled());
}

void TestNewMachineWizard::startsAKernel_data()
{
    nextNextFinishMakesARunningMachine_data();
}

/// A kernel, its initial RAM disk and a command line, as files of the host.
void TestNewMachineWizard::startsAKernel()
{
    QFETCH(QString, connection);
    const QString folder = m_environment->path(u"boot"_s);
    QVERIFY(QDir().mkpath(folder));
    const QString kernel = folder + u"/vmlinuz"_s, initrd = folder + u"/initrd.img"_s;
    for (const QString &path : {kernel, initrd}) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(4096, '\0')) > 0);
    }
    NewMachineFixture fixture;
    QVERIFY(fixture.openHost(connection));
    QVERIFY(fixture.begin());
    auto *line = fixture.in<QLineEdit>(u"kernelFile"_s);
    QVERIFY(!line->isVisible());
    fixture.in<QRadioButton>(u"fromKernel"_s)->click();
    QVERIFY(line->isVisible());
    QVERIFY(!fixture.button(QWizard::NextButton)->isEnabled());
    auto *problem = fixture.in<QLabel>(u"kernelProblem"_s);
    QTest::keyClicks(line, kernel);
    auto *ramDisk = fixture.in<QLineEdit>(u"initrdFile"_s);
    QTest::keyClicks(ramDisk, u"initrd.img"_s);
    QVERIFY(!fixture.button(QWizard::NextButton)->isEnabled());
    ramDisk->clear();
    QTest::keyClicks(ramDisk, u"/nowhere/initrd.img"_s);
    QTRY_COMPARE_WITH_TIMEOUT(problem->text(), u"There is no file /nowhere/initrd.img on the host."_s, patienceMs);
    QVERIFY(!fixture.button(QWizard::NextButton)->isEnabled());
    // By the dialog instead.
    fixture.in<QPushButton>(u"browse:initrdFile"_s)->click();
    auto *dialog = fixture.in<QFileDialog>(u"browseDialog"_s);
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(initrd);
    dialog->close();
    QCOMPARE(ramDisk->text(), initrd);
    QTRY_VERIFY_WITH_TIMEOUT(!problem->isVisible() && fixture.button(QWizard::NextButton)->isEnabled(), patienceMs);
    QTest::keyClicks(fixture.in<QLineEdit>(u"kernelArguments"_s), u"console=ttyS0 quiet"_s);
    QVERIFY(fixture.next());
    fixture.in<QCheckBox>(u"makeDisk"_s)->setChecked(false);
    QVERIFY(fixture.next() && fixture.next());
    QTRY_VERIFY_WITH_TIMEOUT(fixture.button(QWizard::FinishButton)->isEnabled(), patienceMs);
    const QString text = fixture.in<QTextBrowser>(u"planText"_s)->toPlainText();
    for (const QString &says : {QString(u"It starts the kernel "_s + kernel), QString(u"Initial RAM disk: "_s + initrd),
             u"Kernel command line: console=ttyS0 quiet"_s})
        QVERIFY2(text.contains(says), qPrintable(text));
    const QString xml = fixture.in<QPlainTextEdit>(u"planXml"_s)->toPlainText();
    for (const QString &says : {QString(u"<kernel>"_s + kernel + u"</kernel>"),
             QString(u"<initrd>"_s + initrd + u"</initrd>"), u"<cmdline>console=ttyS0 quiet</cmdline>"_s})
        QVERIFY2(xml.contains(says), qPrintable(xml));
    QVERIFY(fixture.wizard()->machine().disks.isEmpty());
    fixture.in<QCheckBox>(u"startNow"_s)->setChecked(false);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.button(QWizard::FinishButton)->isEnabled(), patienceMs);
    fixture.finish();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.machineState(), u"shut off"_s, patienceMs);
}

void TestNewMachineWizard::takesUsbDevicesOfTheHost()
{
    NewMachineFixture fixture;
    QVERIFY(fixture.openHost(u"sample:laptop"_s));
    QVERIFY(fixture.beginEmpty());
    QVERIFY(fixture.next() && fixture.next());
    auto *list = fixture.in<QTreeView>(u"hostDevices"_s);
    const auto usb = [&] {
        return list->model()->match(list->model()->index(0, 2), Qt::DisplayRole, u"USB "_s, 1, Qt::MatchStartsWith);
    };
    QTRY_VERIFY_WITH_TIMEOUT(!usb().isEmpty(), patienceMs);
    list->selectionModel()->select(usb().first(), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    QVERIFY(fixture.next());
    QTRY_VERIFY_WITH_TIMEOUT(fixture.button(QWizard::FinishButton)->isEnabled(), patienceMs);
    const QString xml = fixture.in<QPlainTextEdit>(u"planXml"_s)->toPlainText();
    QVERIFY2(xml.contains(u"<hostdev mode='subsystem' type='usb'"_s), qPrintable(xml));
}

void TestNewMachineWizard::importsDefinitions()
{
    const QString folder = m_environment->path(u"home"_s) + u"/.config/libvirt/qemu"_s;
    QVERIFY(QDir().mkpath(folder));
    m_environment->set("XDG_CONFIG_HOME", {});
    for (const QString &name : {u"first"_s, u"second"_s}) {
        QFile file(folder + u'/' + name + u".xml");
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QString(machineXml).replace(u"web"_s, name).toUtf8());
    }
    QFile broken(folder + u"/broken.xml"_s);
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("<domain>") > 0);
    broken.close();
    NewMachineFixture fixture;
    QVERIFY(fixture.openHost(u"sample:workstation"_s));
    QVERIFY(fixture.begin());
    fixture.in<QRadioButton>(u"fromDefinitions"_s)->click();
    QVERIFY(fixture.next());
    QTRY_VERIFY_WITH_TIMEOUT(fixture.button(QWizard::FinishButton)->isEnabled(), patienceMs);
    fixture.finish();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.connection->domains().size(), 2, patienceMs);
    QCOMPARE(fixture.connection->domains().first().name, u"first"_s);
    QTRY_VERIFY(!fixture.wizard());
}

void TestNewMachineWizard::importsTheSystemsMachines()
{
    const QString folder = m_environment->path(u"libvirt"_s);
    QVERIFY(QDir().mkpath(folder + u"/folder.xml"_s));
    QFile file(folder + u"/first.xml"_s);
    const QString inNetwork
        = u"<interface type='network'><mac address='52:54:00:00:00:07'/><source network='lab'/></interface>"_s;
    QVERIFY(file.open(QIODevice::WriteOnly)
        && file.write(QString(machineXml)
                          .replace(u"web"_s, u"first"_s)
                          .replace(u"<devices/>"_s, QString(u"<devices>"_s + inNetwork + u"</devices>"_s))
                          .toUtf8())
            > 0);
    file.close();
    // Not even an administrator reads through it what is no definition.
    QVERIFY(QFile::link(u"/etc/hostname"_s, folder + u"/link.xml"_s));
    m_environment->set("LANEWAY_SIM_LIBVIRT", folder.toUtf8());
    NewMachineFixture fixture;
    QVERIFY(fixture.openHost(u"sample:workstation"_s));
    QVERIFY(fixture.begin());
    fixture.in<QRadioButton>(u"fromDefinitions"_s)->click();
    QVERIFY(fixture.next());
    fixture.in<QPushButton>(u"systemDefinitions"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(fixture.button(QWizard::FinishButton)->isEnabled(), patienceMs);
    const auto *rows = fixture.in<QTreeView>(u"definitions"_s)->model();
    QStringList shown;
    for (int row = 0; row < rows->rowCount(); ++row)
        shown += rows->index(row, 0).data().toString() + u'|' + rows->index(row, 2).data().toString();
    shown.sort();
    QCOMPARE(shown, (QStringList{u"first|network lab: user mode"_s, u"|ELOOP"_s, u"|no plain file"_s}));
    fixture.finish();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.connection->domains().size(), 1, patienceMs);
    QCOMPARE(fixture.connection->domains().first().name, u"first"_s);
}

QTEST_MAIN(TestNewMachineWizard)
#include "tst_newmachinewizard.moc"
