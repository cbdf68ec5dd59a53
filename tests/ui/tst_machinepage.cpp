// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection.h"
#include "models/hardwaremodel.h"
#include "ui/machinepage/machinepage.h"
#include "ui/panels/devicepanel.h"

#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTest>
#include <QTextBrowser>
#include <QTreeWidget>

using namespace laneway;

namespace {

constexpr int patienceMs = 20'000;

QString hostdev(const QString &bus, int function)
{
    return u"<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='0x%1' slot='0' "
           "function='%2'/></source></hostdev>"_s.arg(bus)
               .arg(function);
}

// "workstation": 08:00.0 to .3 are the functions of one graphics card, one group.
QString machineXml(const QString &name, const QString &devices = {})
{
    return u"<domain type='qemu'>\n  <name>%1</name>\n  <memory unit='MiB'>512</memory>\n  <vcpu>2</vcpu>\n"
           "  <os><type arch='x86_64' machine='q35'>hvm</type></os>\n  <devices>\n"
           "    <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/a.qcow2'/>"
           "<target dev='vda' bus='virtio'/></disk>\n"
           "    <interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>\n"
           "    %2\n  </devices>\n</domain>\n"_s.arg(name, devices);
}

struct Fixture
{
    std::unique_ptr<Connection> connection;
    std::unique_ptr<MachinePage> page;
    QUuid uuid;

    bool open(const QString &sample, const QString &xml)
    {
        auto opened = Connection::open(u"sample:"_s + sample);
        if (!opened)
            return false;
        connection = std::move(*opened);
        if (!QTest::qWaitFor([this] { return connection->isReady(); }, 30'000))
            return false;
        uuid = define(xml);
        page = std::make_unique<MachinePage>(*connection);
        // What the window does with the page's wishes.
        QObject::connect(
            page.get(), &MachinePage::definitionEdited, page.get(), [this](const QUuid &, const QString &text) {
                connection->define(text, page.get(), [this](const Result<QUuid> &defined) {
                    page->applied(defined ? Result<>() : fail(defined.error()));
                });
            });
        page->resize(1100, 750);
        page->show();
        page->showDomain(uuid);
        return QTest::qWaitFor([this] { return list()->model()->rowCount() > 3; }, patienceMs);
    }
    QUuid define(const QString &xml)
    {
        QUuid defined;
        bool answered = false;
        connection->define(xml, connection.get(), [&](const Result<QUuid> &uuid) {
            answered = true;
            if (uuid)
                defined = *uuid;
            else
                qWarning("%s", qPrintable(uuid.error().toString()));
        });
        (void)QTest::qWaitFor([&] { return answered; }, patienceMs);
        return defined;
    }
    QString stored()
    {
        QString text;
        connection->domainXml(
            uuid, true, connection.get(), [&](const Result<QString> &xml) { text = xml.value_or(u"?"_s); });
        (void)QTest::qWaitFor([&] { return !text.isEmpty(); }, patienceMs);
        return text;
    }
    template <typename T> T *child(const QString &name) const { return page->findChild<T *>(name); }
    QListView *list() const { return child<QListView>(u"hardwareList"_s); }
    QPushButton *button(const QString &name) const { return child<QPushButton>(name); }
    bool select(const QString &id) const
    {
        const QModelIndex index
            = list()->model()->match(list()->model()->index(0, 0), HardwareModel::IdRole, id).value(0);
        list()->setCurrentIndex(index);
        return index.isValid();
    }
    QString selectedId() const { return list()->currentIndex().data(HardwareModel::IdRole).toString(); }
    /// The field of the panel that is shown.
    template <typename T> T *field(const QString &name) const
    {
        return child<QWidget>(u"devicePanel"_s)->findChild<T *>(name);
    }
    QPlainTextEdit *xml() const { return child<QPlainTextEdit>(u"xmlText"_s); }
    void openXml() const { child<QTabWidget>(u"deviceTabs"_s)->setCurrentIndex(1); }
    void replaceInXml(const QString &what, const QString &by) const
    {
        QVERIFY2(xml()->find(what) || (xml()->moveCursor(QTextCursor::Start), xml()->find(what)), qPrintable(what));
        QTest::keyClicks(xml(), by);
    }
    void start()
    {
        QString plan;
        connection->plan(u"start"_s, {{u"domain"_s, uuid.toString(QUuid::WithoutBraces)}}, page.get(),
            [&](const Result<PlanInfo> &made) { plan = made ? made->id : made.error().toString(); });
        QTRY_VERIFY_WITH_TIMEOUT(!plan.isEmpty(), patienceMs);
        connection->apply(plan, page.get(), [](const Result<QString> &) {});
        QTRY_VERIFY2_WITH_TIMEOUT(button(u"forceOffMachine"_s)->isEnabled(), qPrintable(plan), patienceMs);
    }
    bool apply() const
    {
        auto *apply = button(u"applyChanges"_s);
        if (!QTest::qWaitFor([apply] { return apply->isEnabled(); }, patienceMs))
            return false;
        QTest::mouseClick(apply, Qt::LeftButton);
        return QTest::qWaitFor([this] { return !page->hasUnsavedChanges(); }, patienceMs);
    }
};

void type(QSpinBox *box, int value)
{
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, QString::number(value));
    QTest::keyClick(box, Qt::Key_Tab);
}

} // namespace

class TestMachinePage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void memoryIsChangedAndApplied()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s)));
        QVERIFY(f.select(u"memory"_s));
        QVERIFY(!f.button(u"applyChanges"_s)->isEnabled());
        type(f.field<QSpinBox>(u"memorySize"_s), 2048);
        QVERIFY(f.page->hasUnsavedChanges());
        QVERIFY(f.apply());
        QVERIFY(f.stored().contains(u"<memory unit='MiB'>2048</memory>"));
        QCOMPARE(f.selectedId(), u"memory"_s);
    }

    void revertTakesAllBack()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s)));
        const QString before = f.stored();
        QVERIFY(f.select(u"disk/vda"_s));
        auto *source = f.field<QLineEdit>(u"source/@file"_s);
        QCOMPARE(source->text(), u"/a.qcow2"_s);
        source->setFocus();
        QTest::keyClick(source, Qt::Key_End);
        QTest::keyClicks(source, u".bak"_s);
        QTRY_VERIFY(f.button(u"revertChanges"_s)->isEnabled());
        QTest::mouseClick(f.button(u"revertChanges"_s), Qt::LeftButton);
        QCOMPARE(source->text(), u"/a.qcow2"_s);
        QTRY_VERIFY(!f.page->hasUnsavedChanges());
        QCOMPARE(f.stored(), before);
    }

    void typingItBackIsNoChange()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s)));
        QVERIFY(f.select(u"memory"_s));
        auto *size = f.field<QSpinBox>(u"memorySize"_s);
        type(size, 1024);
        QVERIFY(f.page->hasUnsavedChanges());
        type(size, 512);
        QTRY_VERIFY(!f.page->hasUnsavedChanges());
    }

    void simplePanelsWriteTheirDevice()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s)));
        QVERIFY(f.select(u"disk/vda"_s));
        auto *cache = f.field<QComboBox>(u"driver/@cache"_s);
        cache->setFocus();
        while (cache->currentData().toString() != u"none")
            QTest::keyClick(cache, Qt::Key_Down);
        QTest::keyClick(f.field<QCheckBox>(u"readonly"_s), Qt::Key_Space);
        type(f.field<QSpinBox>(u"boot/@order"_s), 1);
        QVERIFY(f.select(u"processor"_s));
        type(f.field<QSpinBox>(u"processorCount"_s), 4);
        QTest::keyClick(f.field<QCheckBox>(u"setTopology"_s), Qt::Key_Space);
        type(f.field<QSpinBox>(u"threads"_s), 2);
        QVERIFY(f.apply());
        const QString stored = f.stored();
        QVERIFY(stored.contains(u"cache='none'"));
        QVERIFY(stored.contains(u"<readonly/>"));
        QVERIFY(stored.contains(u"<boot order='1'/>"));
        QVERIFY(stored.contains(u"<topology sockets='1' dies='1' clusters='1' cores='4' threads='2'/>"));
        QVERIFY(stored.contains(u"<vcpu placement='static'>8</vcpu>"));
    }

    /// The running machine keeps its disk; the list stays with the one that is edited, which has another name.
    void aDiskOfARunningMachineChangesItsBusAtTheNextStart()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s)));
        f.start();
        QVERIFY(f.select(u"disk/vda"_s));
        auto *bus = f.field<QComboBox>(u"target/@bus"_s);
        QVERIFY(bus);
        bus->setCurrentIndex(bus->findData(u"scsi"_s));
        QTRY_COMPARE(f.selectedId(), u"disk/sda"_s);
        QCOMPARE(f.field<QComboBox>(u"target/@bus"_s), bus); // the panel stays under the hand
        QVERIFY(f.apply());
        const QString stored = f.stored();
        QVERIFY2(stored.contains(u"<target dev='sda' bus='scsi'/>") && stored.contains(u"model='virtio-scsi'"),
            qPrintable(stored));
        QTRY_COMPARE(f.list()->currentIndex().data(HardwareModel::BadgeRole).toInt(), int(HardwareBadge::AtNextStart));
        QCOMPARE(f.selectedId(), u"disk/sda"_s);
    }

    void aValueThatCannotBeIsNotApplied()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s,
            machineXml(u"web"_s, u"<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"_s)));
        const QString before = f.stored();
        QVERIFY(f.select(u"rng"_s));
        auto *bytes = f.field<QLineEdit>(u"rate/@bytes"_s);
        bytes->setFocus();
        QTest::keyClicks(bytes, u"many"_s);
        QTRY_VERIFY(f.child<QLabel>(u"draftState"_s)->text().startsWith(u"Not valid"));
        QVERIFY(!f.button(u"applyChanges"_s)->isEnabled());
        // It is not forgotten while something else is looked at.
        QVERIFY(f.select(u"memory"_s));
        type(f.field<QSpinBox>(u"memorySize"_s), 1024);
        QTRY_VERIFY(f.child<QLabel>(u"draftState"_s)->text().startsWith(u"Not valid"));
        QVERIFY(!f.button(u"applyChanges"_s)->isEnabled());
        QCOMPARE(f.stored(), before);
        QVERIFY(f.select(u"rng"_s));
        bytes = f.field<QLineEdit>(u"rate/@bytes"_s);
        QCOMPARE(bytes->text(), u"many"_s);
        bytes->selectAll();
        QTest::keyClicks(bytes, u"1024"_s);
        QVERIFY(f.apply());
        QVERIFY(f.stored().contains(u"<rate bytes='1024'/>"));
    }

    void everyKindOfHardwareHasItsPanel()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s,
            machineXml(u"web"_s,
                hostdev(u"08"_s, 0)
                    + u"<disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk><graphics type='vnc'/>"
                      "<video><model type='virtio'/></video><sound model='ich9'/><serial type='pty'><target port='0'/></serial>"
                      "<input type='tablet' bus='usb'/><rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"
                      "<watchdog model='itco' action='reset'/>"_s)));
        for (int row = 0; row < f.list()->model()->rowCount(); ++row) {
            const QModelIndex index = f.list()->model()->index(row, 0);
            f.list()->setCurrentIndex(index);
            QVERIFY2(f.child<QWidget>(u"devicePanel"_s), qPrintable(index.data().toString()));
            const auto fields = f.child<QWidget>(u"devicePanel"_s)->findChildren<QWidget *>();
            for (const QWidget *field : fields) {
                // Everything a person can come to by Tab says what it is.
                if (field->focusPolicy() == Qt::NoFocus || !field->isVisible()
                    || field->objectName().startsWith(u"qt_"))
                    continue;
                const auto *label = qobject_cast<const QLabel *>(field);
                const auto *check = qobject_cast<const QAbstractButton *>(field);
                QVERIFY2(!field->accessibleName().isEmpty() || (label && !label->text().isEmpty())
                        || (check && !check->text().isEmpty()),
                    qPrintable(index.data().toString() + u": "_s + field->objectName()));
            }
            QVERIFY2(!f.page->hasUnsavedChanges(), qPrintable(index.data().toString())); // looking changes nothing
        }
    }

    void aGraphicsCardIsSetUp()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s, hostdev(u"08"_s, 0) + hostdev(u"08"_s, 1))));
        QVERIFY(f.select(u"hostdev/0000:08:00.0"_s));
        QTRY_VERIFY(f.field<QTextBrowser>(u"verdictPanel"_s)->toPlainText().contains(u"0000:08:00.0"));
        QCOMPARE(f.field<QLabel>(u"deviceSource"_s)->text(), u"0000:08:00.0"_s);
        auto *romFile = f.field<QLineEdit>(u"romFile"_s);
        romFile->setFocus();
        QTest::keyClicks(romFile, u"/roms/card.rom"_s);
        auto *romBar = f.field<QComboBox>(u"romBar"_s);
        while (romBar->currentData().toString() != u"on")
            QTest::keyClick(romBar, Qt::Key_Down);
        auto *slot = f.field<QCheckBox>(u"oneGuestSlot"_s);
        QVERIFY(slot->isVisible());
        QVERIFY(!slot->isChecked());
        QTest::keyClick(slot, Qt::Key_Space);
        QVERIFY(f.apply());
        const auto domain = DomainXml::parse(f.stored().toUtf8());
        const auto devices = domain->assignedDevices();
        QCOMPARE(devices->size(), 2);
        QVERIFY(inOneGuestSlot(devices->at(0), devices->at(1)));
        QVERIFY(devices->at(0).guestAddress->multifunction == true);
        QCOMPARE(devices->at(0).romFile, u"/roms/card.rom"_s);
        QVERIFY(devices->at(0).romBar == true);
        QVERIFY(f.select(u"hostdev/0000:08:00.1"_s));
        QVERIFY(f.field<QCheckBox>(u"oneGuestSlot"_s)->isChecked());
    }

    void aVirtualFunctionIsSetUp()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s,
            machineXml(u"web"_s,
                u"<interface type='hostdev' managed='yes'><source><address type='pci' domain='0' bus='2' slot='0x10' "
                "function='0'/></source></interface>"_s)));
        QVERIFY(f.select(u"hostdev/0000:02:10.0"_s));
        auto *mac = f.field<QLineEdit>(u"mac"_s);
        const QString made = mac->text();
        QVERIFY(MacAddress::parse(made));
        QTest::mouseClick(f.field<QPushButton>(u"generateMac"_s), Qt::LeftButton);
        QVERIFY(mac->text() != made);
        type(f.field<QSpinBox>(u"vlan"_s), 42);
        type(f.field<QSpinBox>(u"maxRate"_s), 500);
        auto *trust = f.field<QComboBox>(u"trust"_s);
        QTest::keyClick(trust, Qt::Key_Down);
        const QString wanted = mac->text();
        QVERIFY(f.apply());
        const auto domain = DomainXml::parse(f.stored().toUtf8());
        const AssignedDevice device = domain->assignedDevices()->value(0);
        QCOMPARE(device.mac->toString(), wanted);
        QCOMPARE(int(device.vlan->id->value()), 42);
        QCOMPARE(device.extra.rate->maximum, 500U);
        QVERIFY(device.extra.trust == true);
        QVERIFY(!f.field<QComboBox>(u"romBar"_s)->isVisible());
    }

    void oneDevicesXmlIsCheckedAsItIsTyped()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s)));
        QVERIFY(f.select(u"disk/vda"_s));
        f.openXml();
        QVERIFY(f.xml()->toPlainText().startsWith(u"<disk"));
        f.replaceInXml(u"</disk>"_s, u"</dusk>"_s);
        auto *state = f.child<QLabel>(u"xmlState"_s);
        QTRY_VERIFY2(state->text().startsWith(u"Line "), qPrintable(state->text()));
        QCOMPARE(f.child<QLabel>(u"draftState"_s)->text(), u"Changed, not applied"_s); // the problem is told once
        QVERIFY(!f.button(u"applyChanges"_s)->isEnabled());
        QVERIFY(f.page->hasUnsavedChanges());

        // What was typed is kept while other hardware is looked at, and nothing else can be changed meanwhile.
        QVERIFY(f.select(u"memory"_s));
        QVERIFY(f.xml()->isReadOnly());
        QVERIFY(!f.child<QWidget>(u"devicePanel"_s)->isEnabled());
        QTest::mouseClick(f.button(u"showProblem"_s), Qt::LeftButton);
        QCOMPARE(f.selectedId(), u"disk/vda"_s);
        QVERIFY(f.xml()->toPlainText().contains(u"</dusk>"));
        f.replaceInXml(u"</dusk>"_s, u"</disk>"_s);
        QTRY_COMPARE(state->text(), u"Valid"_s);
        QTRY_VERIFY(!f.page->hasUnsavedChanges()); // as it was
        f.replaceInXml(u"/a.qcow2"_s, u"/b.qcow2"_s);
        QVERIFY(f.apply());
        QVERIFY(f.stored().contains(u"/b.qcow2"));
    }

    void theWholeDefinitionIsEdited()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s)));
        QVERIFY(f.select(u"machine"_s));
        f.openXml();
        QVERIFY(f.xml()->toPlainText().startsWith(u"<domain"));
        // Well-formed, and against the rules: the place is found in the text.
        f.replaceInXml(
            u"<vcpu placement='static'>2</vcpu>"_s, u"<vcpu placement='static'>3</vcpu><title>Web server</title>"_s);
        QTRY_COMPARE(f.child<QLabel>(u"xmlState"_s)->text(), u"Valid"_s);
        f.child<QTabWidget>(u"deviceTabs"_s)->setCurrentIndex(0);
        QTRY_COMPARE(f.field<QLineEdit>(u"machineTitleEdit"_s)->text(), u"Web server"_s);
        QVERIFY(f.apply());
        QVERIFY(f.stored().contains(u"<vcpu placement='static'>3</vcpu>"));
    }

    void aRuleThatIsBrokenIsShownWhereItIs()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s, hostdev(u"08"_s, 0))));
        QVERIFY(f.select(u"hostdev/0000:08:00.0"_s));
        f.openXml();
        f.replaceInXml(u"managed='yes'"_s, u"managed='perhaps'"_s);
        auto *state = f.child<QLabel>(u"xmlState"_s);
        QTRY_VERIFY2(state->text().startsWith(u"Line 1, column 1: ") && state->text().contains(u"perhaps"),
            qPrintable(state->text()));
        QVERIFY(!f.button(u"applyChanges"_s)->isEnabled());
        QVERIFY(f.button(u"goToProblem"_s)->isVisible());
    }

    void leavingOffersToApplyOrDiscard()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s)));
        QVERIFY(f.page->leave([] {}));
        QVERIFY(f.select(u"memory"_s));
        type(f.field<QSpinBox>(u"memorySize"_s), 1024);
        QTRY_VERIFY(f.button(u"applyChanges"_s)->isEnabled());
        int gone = 0;
        QVERIFY(!f.page->leave([&] { ++gone; }));
        QTest::keyClick(f.button(u"applyAndGo"_s), Qt::Key_Escape);
        QCOMPARE(gone, 0);
        QCOMPARE(f.field<QSpinBox>(u"memorySize"_s)->value(), 1024);

        QVERIFY(!f.page->leave([&] { ++gone; }));
        QTest::keyClick(f.button(u"applyAndGo"_s), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(gone, 1, patienceMs);
        QVERIFY(f.stored().contains(u"<memory unit='MiB'>1024</memory>"));

        type(f.field<QSpinBox>(u"memorySize"_s), 4096);
        QVERIFY(!f.page->leave([&] { ++gone; }));
        QTest::mouseClick(f.button(u"discardAndGo"_s), Qt::LeftButton);
        QCOMPARE(gone, 2);
        QVERIFY(f.stored().contains(u"<memory unit='MiB'>1024</memory>"));
    }

    void aChangeFromElsewhereIsNotOverwritten()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s)));
        QString other = f.stored();
        QVERIFY(f.select(u"memory"_s));
        type(f.field<QSpinBox>(u"memorySize"_s), 1024);
        other.replace(u"/a.qcow2"_s, u"/other.qcow2"_s);
        QVERIFY(!f.define(other).isNull());
        QTRY_VERIFY(f.button(u"applyChanges"_s)->isEnabled());
        QTest::mouseClick(f.button(u"applyChanges"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(f.button(u"reloadDefinition"_s), patienceMs);
        QVERIFY(f.stored().contains(u"/other.qcow2"));
        QCOMPARE(f.field<QSpinBox>(u"memorySize"_s)->value(), 1024); // still there
        QTest::mouseClick(f.button(u"reloadDefinition"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!f.page->hasUnsavedChanges(), patienceMs);
        QTRY_COMPARE(f.field<QSpinBox>(u"memorySize"_s)->value(), 512);
        QVERIFY(f.select(u"disk/vda"_s));
        QTRY_COMPARE(f.field<QLineEdit>(u"source/@file"_s)->text(), u"/other.qcow2"_s);
    }

    void aChangeFromElsewhereIsShownAtOnce()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s)));
        QVERIFY(f.select(u"disk/vda"_s));
        QTRY_COMPARE(f.field<QLineEdit>(u"source/@file"_s)->text(), u"/a.qcow2"_s);
        QVERIFY(!f.define(f.stored().replace(u"/a.qcow2"_s, u"/other.qcow2"_s)).isNull());
        QTRY_COMPARE_WITH_TIMEOUT(f.field<QLineEdit>(u"source/@file"_s)->text(), u"/other.qcow2"_s, patienceMs);
    }

    void aDeviceOfTheHostIsRemovedByAPlan()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s, hostdev(u"08"_s, 0))));
        QSignalSpy planned(f.page.get(), &MachinePage::planRequested);
        QVERIFY(f.select(u"hostdev/0000:08:00.0"_s));
        f.list()->setFocus();
        QTest::keyClick(f.list(), Qt::Key_Delete);
        QCOMPARE(planned.count(), 1);
        QCOMPARE(planned[0][0].toString(), u"detach-device"_s);
        QVERIFY(planned[0][1].toJsonObject()[u"xml"].toString().contains(u"bus='0x08'"));
        QVERIFY(!f.page->hasUnsavedChanges());
        // Another device goes with Apply, and until then can come back.
        QVERIFY(f.select(u"interface/52:54:00:00:00:01"_s));
        QTest::mouseClick(f.button(u"removeDevice"_s), Qt::LeftButton);
        QCOMPARE(planned.count(), 1);
        QTRY_VERIFY(!f.select(u"interface/52:54:00:00:00:01"_s));
        QVERIFY(f.apply());
        QVERIFY(!f.stored().contains(u"52:54:00:00:00:01"));
        QVERIFY(f.select(u"machine"_s));
        QVERIFY(!f.button(u"removeDevice"_s)->isEnabled());
    }

    void theSelectionStaysWhereTheHandIs()
    {
        const QString second
            = u"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/b.qcow2'/>"
              "<target dev='vdb' bus='virtio'/></disk>"_s;
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s, second)));
        QVERIFY(f.select(u"disk/vda"_s));
        const int row = f.list()->currentIndex().row();
        QTest::mouseClick(f.button(u"removeDevice"_s), Qt::LeftButton);
        QTRY_COMPARE(f.selectedId(), u"disk/vdb"_s); // which has its place now
        QCOMPARE(f.list()->currentIndex().row(), row);
        QVERIFY(f.apply());

        f.page->expectHardware();
        QVERIFY(!f.define(f.stored().replace(
                              u"</devices>"_s, QString(second).replace(u"vdb"_s, u"vdc"_s) + u"</devices>"_s))
                     .isNull());
        QTRY_COMPARE_WITH_TIMEOUT(f.selectedId(), u"disk/vdc"_s, patienceMs);
        QVERIFY(f.list()->viewport()->rect().intersects(f.list()->visualRect(f.list()->currentIndex())));
        // What others add is not gone to.
        QVERIFY(!f.define(f.stored().replace(
                              u"</devices>"_s, QString(second).replace(u"vdb"_s, u"vdd"_s) + u"</devices>"_s))
                     .isNull());
        QTRY_VERIFY_WITH_TIMEOUT(
            !f.list()->model()->match(f.list()->model()->index(0, 0), HardwareModel::IdRole, u"disk/vdd"_s).isEmpty(),
            patienceMs);
        QCOMPARE(f.selectedId(), u"disk/vdc"_s);
    }

    void emptyRootPortsAreFoldedAndStillRemoved()
    {
        QString ports = u"<controller type='pci' index='0' model='pcie-root'/>"_s;
        for (int index = 1; index <= 12; ++index)
            ports += u"<controller type='pci' index='%1' model='pcie-root-port'/>"_s.arg(index);
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s, ports)));
        const QString last = u"controller/pci/12"_s;
        QVERIFY(!f.select(last));
        QVERIFY(f.select(u"root-ports"_s));
        QCOMPARE(f.list()->currentIndex().row(), f.list()->model()->rowCount() - 1);
        const auto *listed = f.field<QListWidget>(u"rootPorts"_s);
        QVERIFY(listed && listed->count() >= 8);
        const int before = listed->count();
        QCOMPARE(f.list()->currentIndex().data().toString(), u"Empty root ports: %1"_s.arg(listed->count()));
        QVERIFY2(listed->item(listed->count() - 1)->text().startsWith(u"Port 12, at 0000:00:"_s),
            qPrintable(listed->item(listed->count() - 1)->text()));
        QVERIFY(!f.button(u"removeDevice"_s)->isEnabled());
        QTest::mouseClick(f.field<QPushButton>(u"openRootPorts"_s), Qt::LeftButton);
        QCOMPARE(f.selectedId(), u"root-ports"_s);
        QVERIFY(f.select(last));
        f.openXml();
        QVERIFY(f.xml()->toPlainText().contains(u"index='12'"_s));
        QTest::mouseClick(f.button(u"removeDevice"_s), Qt::LeftButton);
        QTRY_VERIFY(!f.select(last));
        // And by key from the row to fold them again.
        QVERIFY(f.select(u"root-ports"_s));
        f.list()->setFocus();
        QTest::keyClick(f.list(), Qt::Key_Return);
        QVERIFY(!f.select(u"controller/pci/11"_s));
        QVERIFY(f.select(u"root-ports"_s));
        QTRY_COMPARE(f.list()->currentIndex().data().toString(), u"Empty root ports: %1"_s.arg(before - 1));
    }

    void aCardIsUnpluggedFromARunningMachine()
    {
        Fixture f;
        QVERIFY(f.open(u"laptop"_s, machineXml(u"web"_s, {})));
        f.start();
        QSignalSpy planned(f.page.get(), &MachinePage::planRequested);
        const QString card = u"interface/52:54:00:00:00:01"_s;
        QVERIFY(f.select(card));
        QTest::mouseClick(f.button(u"removeDevice"_s), Qt::LeftButton);
        QCOMPARE(planned.count(), 0);
        QTest::mouseClick(f.button(u"removeNow"_s), Qt::LeftButton);
        QCOMPARE(planned.count(), 1);
        QCOMPARE(planned[0][0].toString(), u"detach-device"_s);
        const QJsonObject asked = planned[0][1].toJsonObject();
        QVERIFY(asked[u"live"].toBool() && asked[u"config"].toBool()
            && asked[u"xml"].toString().contains(u"52:54:00:00:00:01"));
        QVERIFY(!f.page->hasUnsavedChanges());
        // Or only from the definition, with Apply.
        QTest::mouseClick(f.button(u"removeDevice"_s), Qt::LeftButton);
        QTest::mouseClick(f.button(u"removeLater"_s), Qt::LeftButton);
        QCOMPARE(planned.count(), 1);
        QTRY_VERIFY(f.page->hasUnsavedChanges());
    }

    void overviewSaysWhatAStartNeeds()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s, hostdev(u"08"_s, 0))));
        f.child<QTabWidget>(u"machineTabs"_s)->setCurrentIndex(3);
        QTRY_COMPARE(f.child<QTreeWidget>(u"overviewDevices"_s)->topLevelItemCount(), 1);
        QCOMPARE(f.child<QTreeWidget>(u"overviewDevices"_s)->topLevelItem(0)->text(1), u"0000:08:00.0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(
            f.child<QTextBrowser>(u"overviewStart"_s)->toPlainText().contains(u"0000:08:00"), patienceMs);
        QCOMPARE(f.child<QLabel>(u"overviewMemory"_s)->text(), u"512 MiB"_s);
        QCOMPARE(f.child<QLabel>(u"overviewState"_s)->text(), u"Shut off"_s);
    }

    void whatFailedIsToldWhereItWasBegun()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s)));
        auto *text = f.child<QLabel>(u"messageText"_s);
        auto *show = f.button(u"messageAction"_s);
        JobInfo job;
        job.id = u"7"_s;
        job.title = u"Add a device to web"_s;
        job.state = u"rolled-back"_s;
        job.error = Error{ErrorCode::DeviceInUse, u"0000:08:00.0"_s, u"EBUSY"_s};
        f.page->showFailure(job);
        QVERIFY(text->isVisible());
        QVERIFY2(text->text().startsWith(job.title), qPrintable(text->text()));
        QVERIFY(text->text().contains(u"0000:08:00.0 is in use"_s) && text->text().contains(u"EBUSY"_s));
        QSignalSpy wanted(f.page.get(), &MachinePage::jobWanted);
        QTest::mouseClick(show, Qt::LeftButton);
        QCOMPARE(wanted.value(0).value(0).toString(), job.id);
        // Other messages have no job; and what is missing is named.
        f.page->showError({ErrorCode::GuestDidNotRespond, u"guest agent"_s, u"no answer in time"_s});
        QVERIFY(!show->isVisible());
        QVERIFY2(text->text().contains(u"qemu-guest-agent"_s) && !text->text().contains(u"acpiphp"_s),
            qPrintable(text->text()));
        f.page->showError(
            {ErrorCode::PermissionDenied, u"/usr/bin/qemu-system-x86_64"_s, u"EPERM at RLIMIT_MEMLOCK"_s});
        QVERIFY2(
            text->text().contains(u"memlock"_s) && !text->text().contains(u"/usr/bin"_s), qPrintable(text->text()));
    }

    // What is taken away for the next start is there until then.
    void serialPortsAreThoseOfTheRun()
    {
        Fixture f;
        const QString port = u"<serial type='pty'/>"_s;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s, port)));
        f.start();
        QString without = f.stored();
        const qsizetype from = without.indexOf(u"<serial"_s), end = without.indexOf(u"</serial>"_s);
        QVERIFY(from > 0 && end > from);
        without.remove(from, end + 9 - from);
        const qsizetype console = without.indexOf(u"<console"_s);
        if (console > 0)
            without.remove(console, without.indexOf(u"</console>"_s) + 10 - console);
        QCOMPARE(f.define(without), f.uuid);
        MachinePage page(*f.connection);
        page.showDomain(f.uuid);
        const auto *tabs = page.findChild<QTabWidget *>(u"machineTabs"_s);
        QTRY_VERIFY_WITH_TIMEOUT(tabs->isTabVisible(1), patienceMs);
        QVERIFY(!f.stored().contains(u"<serial"_s));
    }

    void aSimulatedMachineHasNoScreen()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s, machineXml(u"web"_s, u"<serial type='pty'/>"_s)));
        const auto says = [&](const QString &name, const QString &line) {
            auto *empty = f.child<QWidget>(name);
            const QList<QLabel *> labels = empty->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) { return label->text() == line; })
                && !empty->findChild<QPushButton *>()->isVisibleTo(empty);
        };
        QTRY_VERIFY_WITH_TIMEOUT(says(u"consoleEmpty"_s, u"A simulated machine has no screen."_s), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(says(u"serialEmpty"_s, u"A simulated machine has no serial line."_s), patienceMs);
    }
};

QTEST_MAIN(TestMachinePage)
#include "tst_machinepage.moc"
