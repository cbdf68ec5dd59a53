// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection.h"
#include "models/devicetreemodel.h"
#include "models/hostdevices.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/addhardware/rowlist.h"
#include "ui/icons.h"
#include "xml/domainxml.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTextBrowser>
#include <QTreeView>

using namespace laneway;

namespace {

constexpr int patience = 20'000;

PciAddress address(const QString &text)
{
    return PciAddress::parse(text).value();
}

/// A wizard over a simulated host with one machine, "web". What a person would do, by its name.
struct Fixture
{
    std::unique_ptr<Connection> connection;
    std::unique_ptr<AddHardwareWizard> wizard;
    QUuid web;

    bool open(const QString &sample)
    {
        auto opened = Connection::open(u"sample:"_s + sample);
        if (!opened)
            return false;
        connection = std::move(*opened);
        if (!QTest::qWaitFor([this] { return connection->isReady(); }, patience))
            return false;
        connection->define(uR"(<domain type='qemu'><name>web</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>
            <os><type arch='x86_64' machine='q35'>hvm</type></os><devices/></domain>)"_s,
            connection.get(), [this](const Result<QUuid> &uuid) { web = uuid.value_or(QUuid()); });
        return QTest::qWaitFor([this] { return !web.isNull() && domain().uuid == web; }, patience);
    }
    DomainInfo domain() const
    {
        for (const DomainInfo &one : connection->domains())
            if (one.uuid == web)
                return one;
        return {};
    }
    void openWizard(const QList<PciAddress> &preselected = {})
    {
        wizard = std::make_unique<AddHardwareWizard>(*connection, domain(), preselected);
        wizard->show();
    }
    bool run(const QString &kind, QJsonObject arguments)
    {
        arguments[u"domain"] = web.toString(QUuid::WithoutBraces);
        QString plan;
        connection->plan(kind, arguments, connection.get(),
            [&](const Result<PlanInfo> &made) { plan = made ? made->id : u"refused"_s; });
        return QTest::qWaitFor([&] { return !plan.isEmpty(); }, patience) && apply(plan);
    }
    bool apply(const QString &plan)
    {
        QString job;
        connection->apply(plan, connection.get(),
            [&](const Result<QString> &begun) { job = begun ? *begun : u"refused: "_s + begun.error().toString(); });
        return QTest::qWaitFor(
            [&] {
                for (const JobInfo &one : connection->jobs())
                    if (one.id == job && one.isFinished())
                        return one.state == u"done";
                return false;
            },
            patience);
    }
    /// The wizard's own plan, carried out.
    bool finish()
    {
        QSignalSpy accepted(wizard.get(), &AddHardwareWizard::planAccepted);
        button(QWizard::FinishButton)->click();
        return accepted.size() == 1 && apply(accepted.first().first().toString());
    }
    QList<AssignedDevice> definition()
    {
        std::optional<QList<AssignedDevice>> devices;
        connection->domainXml(web, true, connection.get(), [&](const Result<QString> &text) {
            devices = DomainXml::parse(text->toUtf8())->assignedDevices().value();
        });
        (void)QTest::qWaitFor([&] { return devices.has_value(); }, patience);
        return devices.value_or(QList<AssignedDevice>());
    }
    QString definitionText()
    {
        std::optional<QString> xml;
        connection->domainXml(web, true, connection.get(), [&](const Result<QString> &text) { xml = *text; });
        (void)QTest::qWaitFor([&] { return xml.has_value(); }, patience);
        return xml.value_or(QString());
    }
    bool toUsbPage()
    {
        openWizard();
        chooseKind(3);
        wizard->next();
        auto *list = child<QTreeView>(u"usbList"_s);
        return QTest::qWaitFor([list] { return list->isVisible() && list->model()->rowCount() > 0; }, patience);
    }
    QModelIndex usb(const QString &port) const
    {
        const QAbstractItemModel *model = child<QTreeView>(u"usbList"_s)->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->index(row, 5).data().toString() == port)
                return model->index(row, 0);
        return {};
    }
    bool hasUsb(const QString &port) const { return usb(port).isValid(); }
    void selectUsb(const QStringList &ports) const
    {
        auto *selection = child<QTreeView>(u"usbList"_s)->selectionModel();
        selection->clearSelection();
        for (const QString &port : ports)
            selection->select(usb(port), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    template <typename T> T *child(const QString &name) const { return wizard->findChild<T *>(name); }
    QAbstractButton *button(QWizard::WizardButton which) const { return wizard->button(which); }
    bool canGoOn() const { return button(QWizard::NextButton)->isEnabled(); }
    void chooseKind(int row) const { child<QListWidget>(u"kindList"_s)->setCurrentRow(row); }
    QTreeView *tree() const { return child<QTreeView>(u"pciChoice"_s); }
    QModelIndex device(const QString &text) const { return wizard->devices().model()->indexOf(address(text)); }
    bool toPciPage()
    {
        openWizard();
        chooseKind(0);
        wizard->next();
        return QTest::qWaitFor([this] { return tree()->model()->rowCount() > 0; }, patience);
    }
    bool toVfPage(int kind)
    {
        openWizard();
        if (!QTest::qWaitFor(
                [this, kind] {
                    chooseKind(kind);
                    return wizard->devices().isReady() && canGoOn();
                },
                patience))
            return false;
        wizard->next();
        auto *cards = child<QTreeView>(kind == 1 ? u"vfCards"_s : u"poolCards"_s);
        return QTest::qWaitFor([cards] { return cards->model()->rowCount() > 0; }, patience);
    }
    /// On the box of a row, as a mouse hits it.
    void tick(const QString &text) const
    {
        const QModelIndex index = device(text);
        tree()->scrollTo(index);
        QStyleOptionViewItem option;
        option.initFrom(tree());
        option.rect = tree()->visualRect(index);
        option.features = QStyleOptionViewItem::HasCheckIndicator | QStyleOptionViewItem::HasDisplay;
        const QRect box = tree()->style()->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &option, tree());
        QTest::mouseClick(tree()->viewport(), Qt::LeftButton, {}, box.center());
    }
    QVariant ticked(const QString &text) const { return device(text).data(Qt::CheckStateRole); }
    bool review() const
    {
        wizard->next();
        return reviewReady();
    }
    bool reviewReady() const
    {
        return QTest::qWaitFor([this] { return button(QWizard::FinishButton)->isEnabled(); }, patience);
    }
    QString plan() const { return child<QTextBrowser>(u"planText"_s)->toPlainText(); }
    QString xml() const { return child<QPlainTextEdit>(u"planXml"_s)->toPlainText(); }
    QString summary() const { return child<QLabel>(u"choiceSummary"_s)->text(); }
};

} // namespace

class TestAddHardware : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { installIcons(); }

    void kindsThatAreNotPossibleSayWhy_data()
    {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("says");
        QTest::newRow("interface without such a card") << u"laptop"_s << 1 << u"SR-IOV"_s;
        QTest::newRow("pool without such a card") << u"laptop"_s << 2 << u"PCI Host Device"_s;
    }
    void kindsThatAreNotPossibleSayWhy()
    {
        QFETCH(QString, sample);
        QFETCH(int, kind);
        QFETCH(QString, says);
        Fixture f;
        QVERIFY(f.open(sample));
        f.openWizard();
        QVERIFY(f.canGoOn());
        f.chooseKind(kind);
        QTRY_VERIFY_WITH_TIMEOUT(!f.canGoOn(), patience);
        QVERIFY(f.child<QLabel>(u"kindHint"_s)->text().contains(says));
        // Each has its line, and this one says at once that it is not possible.
        const auto *kinds = f.child<QListWidget>(u"kindList"_s);
        for (int row = 0; row < kinds->count(); ++row) {
            const QString line = kinds->item(row)->data(Qt::AccessibleDescriptionRole).toString();
            QVERIFY(!line.isEmpty() && !kinds->item(row)->icon().isNull());
            QCOMPARE(line.startsWith(u"Not possible here: "_s), row == 1 || row == 2);
        }
        f.chooseKind(0);
        QVERIFY(f.canGoOn());
    }

    void usbDevicesAreChosenFromWhatIsPluggedIn()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s));
        QVERIFY(f.toUsbPage());
        auto *list = f.child<QTreeView>(u"usbList"_s);
        QVERIFY(f.canGoOn()); // the first is one that can be had
        QVERIFY(!f.hasUsb(u"usb1"_s));
        f.child<QCheckBox>(u"usbHubs"_s)->click();
        QVERIFY(f.hasUsb(u"usb1"_s));
        f.selectUsb({u"5-3"_s});
        QVERIFY(!f.canGoOn());
        QVERIFY(f.child<QLabel>(u"usbProblem"_s)->text().contains(u"hub"_s));
        f.child<QCheckBox>(u"usbHubs"_s)->click();
        QTest::keyClicks(f.child<QLineEdit>(u"usbFilter"_s), u"c920"_s);
        QCOMPARE(list->model()->rowCount(), 1);
        f.selectUsb({u"5-3.1"_s});
        QVERIFY(f.child<QTextBrowser>(u"usbVerdict"_s)->toPlainText().contains(u"C920"_s));
        QVERIFY(f.review());
        QVERIFY2(f.plan().contains(u"C920"_s) && f.plan().contains(u"in any port"_s), qPrintable(f.plan()));
        QVERIFY(f.xml().contains(u"0x046d"_s) && !f.xml().contains(u"<address"_s));
        QVERIFY(f.finish());
        QVERIFY(f.definitionText().contains(u"0x082d"_s));
    }

    /// Two of a kind are known by their number; what the host loses is said before.
    void severalUsbDevicesAtOnce()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s));
        QVERIFY(f.toUsbPage());
        f.child<QCheckBox>(u"usbOptional"_s)->click();
        f.selectUsb({u"5-3.2"_s, u"5-3.3"_s, u"2-1"_s});
        QVERIFY(f.canGoOn());
        QVERIFY(f.review());
        QVERIFY2(f.plan().contains(u"/media/photos"_s), qPrintable(f.plan()));
        QVERIFY(f.plan().contains(u"another of its kind"_s));
        QCOMPARE(f.xml().count(u"<hostdev"_s), 3);
        QCOMPARE(f.xml().count(u"optional"_s), 3);
        QCOMPARE(f.xml().count(u"<address"_s), 2);
        QVERIFY(f.finish());
    }

    void usbIsPluggedIntoARunningMachine()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s));
        QVERIFY(f.run(u"start"_s, {}));
        QVERIFY(f.toUsbPage());
        f.selectUsb({u"5-3.1"_s});
        QVERIFY(f.review());
        QVERIFY(f.child<QRadioButton>(u"whenBoth"_s)->isChecked());
        QVERIFY2(f.plan().contains(u"Plug"_s), qPrintable(f.plan()));
        QVERIFY(f.finish());
        const UsbPort port = *UsbPort::parse(u"5-3.1");
        QTRY_VERIFY_WITH_TIMEOUT(f.connection->claims().holder(port), patience);
        QTRY_COMPARE_WITH_TIMEOUT(f.connection->host().find(port)->parts.first().driver, u"usbfs"_s, patience);
        // Now it is the machine's.
        QVERIFY(f.toUsbPage());
        f.selectUsb({u"5-3.1"_s});
        QVERIFY(f.child<QTreeView>(u"usbList"_s)->model()->rowCount() > 0);
    }

    void anImageIsAdded_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QStringList>("says");
        QTest::addColumn<QString>("bus");
        QTest::addColumn<QString>("next");
        QTest::newRow("disk") << 0 << u"/images/data.qcow2"_s
                              << QStringList{u"device=\"disk\""_s, u"qcow2"_s, u"vda"_s, u"virtio"_s} << QString()
                              << u"vdb"_s;
        QTest::newRow("CD-ROM") << 1 << u"/images/install.iso"_s
                                << QStringList{u"device=\"cdrom\""_s, u"raw"_s, u"sda"_s, u"readonly"_s} << QString()
                                << u"sdb"_s;
        QTest::newRow("block device") << 0 << u"/dev/vg/data"_s << QStringList{u"type=\"block\""_s, u"/dev/vg/data"_s}
                                      << QString() << u"vdb"_s;
        QTest::newRow("NVMe") << 0 << u"/images/data.qcow2"_s << QStringList{u"nvme0n1"_s, u"bus=\"nvme\""_s}
                              << u"nvme"_s << u"nvme0n2"_s;
        // With the controller that systems of today know, where the machine has none.
        QTest::newRow("SCSI") << 0 << u"/images/data.qcow2"_s
                              << QStringList{u"sda"_s, u"bus=\"scsi\""_s, u"virtio-scsi"_s} << u"scsi"_s << u"sdb"_s;
    }
    void anImageIsAdded()
    {
        QFETCH(int, kind);
        QFETCH(QString, file);
        QFETCH(QStringList, says);
        QFETCH(QString, bus);
        QFETCH(QString, next);
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        f.openWizard();
        f.chooseKind(4);
        f.wizard->next();
        QVERIFY(!f.canGoOn());
        const auto choose = [&] {
            f.child<QComboBox>(u"diskKind"_s)->setCurrentIndex(kind + 1); // the first is a new one
            auto *buses = f.child<QComboBox>(u"diskBus"_s);
            buses->setCurrentIndex(std::max(buses->findData(bus), 0));
        };
        choose();
        auto *line = f.child<QLineEdit>(u"diskFile"_s);
        QTest::keyClicks(line, u"images"_s);
        QVERIFY(!f.canGoOn());
        QVERIFY(f.child<QLabel>(u"diskProblem"_s)->text().contains(u"whole path"_s));
        line->clear();
        QTest::keyClicks(line, file);
        QTRY_VERIFY_WITH_TIMEOUT(f.canGoOn(), patience);
        QVERIFY(f.review());
        for (const QString &word : says)
            QVERIFY2(QString(f.xml()).replace(u'\'', u'"').contains(word), qPrintable(f.xml()));
        QVERIFY(f.plan().contains(file));
        QVERIFY(f.finish());
        QVERIFY(f.definitionText().contains(file));
        // The next one gets the next name.
        f.openWizard();
        f.chooseKind(4);
        f.wizard->next();
        choose();
        f.child<QLineEdit>(u"diskFile"_s)->setText(u"/images/other.img"_s);
        QTRY_VERIFY_WITH_TIMEOUT(f.canGoOn(), patience);
        QVERIFY(f.review());
        QVERIFY2(f.xml().contains(next), qPrintable(f.xml()));
    }

    void anEmulatedDeviceIsAdded_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        QTest::newRow("controller") << u"Controller"_s << u"virtio-scsi"_s;
        QTest::newRow("input") << u"Input Device"_s << u"<input type='tablet' bus='usb'"_s;
        QTest::newRow("screen") << u"Screen"_s << u"<graphics type='vnc'"_s;
        QTest::newRow("graphics card") << u"Graphics Card"_s << u"<model type='virtio'"_s;
        QTest::newRow("sound") << u"Sound Card"_s << u"<sound model='ich9'"_s;
        QTest::newRow("serial") << u"Serial Port"_s << u"<serial type='pty'"_s;
        QTest::newRow("agent") << u"Guest Agent Channel"_s << u"org.qemu.guest_agent.0"_s;
        QTest::newRow("TPM") << u"TPM"_s << u"<tpm model='tpm-crb'"_s;
        QTest::newRow("rng") << u"Random Number Generator"_s << u"/dev/urandom"_s;
        QTest::newRow("watchdog") << u"Watchdog"_s << u"<watchdog model='itco' action='reset'"_s;
        QTest::newRow("panic") << u"Panic Notifier"_s << u"<panic model='isa'"_s;
        QTest::newRow("vsock") << u"Socket to the Host"_s << u"<cid auto='yes'/>"_s;
        QTest::newRow("IOMMU") << u"IOMMU"_s << u"<iommu model='intel'>"_s;
    }
    void anEmulatedDeviceIsAdded()
    {
        QFETCH(QString, name);
        QFETCH(QString, says);
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        f.openWizard();
        auto *kinds = f.child<QListWidget>(u"kindList"_s);
        kinds->setCurrentItem(kinds->findItems(name, Qt::MatchExactly).value(0));
        f.wizard->next();
        QCOMPARE(f.wizard->currentPage()->title(), name);
        QVERIFY(f.canGoOn());
        QVERIFY(f.review());
        QVERIFY2(f.plan().contains(name), qPrintable(f.plan()));
        QVERIFY(f.finish());
        QVERIFY2(f.definitionText().contains(says), qPrintable(f.definitionText()));
    }

    void aSharedFolderNeedsItsFolder()
    {
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        f.openWizard();
        auto *kinds = f.child<QListWidget>(u"kindList"_s);
        kinds->setCurrentItem(kinds->findItems(u"Shared Folder"_s, Qt::MatchExactly).value(0));
        f.wizard->next();
        QVERIFY(!f.canGoOn());
        auto *folder = f.child<QLineEdit>(u"source/@dir"_s);
        QTest::keyClicks(folder, u"srv"_s);
        QVERIFY(!f.canGoOn());
        QVERIFY(f.child<QLabel>(u"source/@dir:problem"_s)->text().contains(u"whole path"_s));
        QTest::keyClick(folder, Qt::Key_Home);
        QTest::keyClicks(folder, u"/"_s);
        QVERIFY(f.canGoOn());
        QVERIFY(f.review());
        QVERIFY2(f.plan().contains(u"Shared Folder: /srv"_s), qPrintable(f.plan())); // which one
        QVERIFY(f.finish());
        QVERIFY(f.definitionText().contains(u"<source dir='/srv'/>"));
    }

    void whatHasToBeSaidIsAskedFor_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("says");
        QTest::newRow("parallel port") << u"Parallel Port"_s << u"source/@path"_s << u"/srv/printed"_s
                                       << u"<source path='/srv/printed'/>"_s;
        QTest::newRow("shared memory") << u"Shared Memory"_s << u"@name"_s << u"between"_s
                                       << u"<shmem name='between'>"_s;
    }
    void whatHasToBeSaidIsAskedFor()
    {
        QFETCH(QString, name);
        QFETCH(QString, field);
        QFETCH(QString, typed);
        QFETCH(QString, says);
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        f.openWizard();
        auto *kinds = f.child<QListWidget>(u"kindList"_s);
        kinds->setCurrentItem(kinds->findItems(name, Qt::MatchExactly).value(0));
        f.wizard->next();
        QVERIFY(!f.canGoOn());
        QTest::keyClicks(f.child<QLineEdit>(field), typed);
        QVERIFY(f.canGoOn());
        QVERIFY(f.review());
        QVERIFY(f.finish());
        QVERIFY2(f.definitionText().contains(says), qPrintable(f.definitionText()));
    }

    void aPortThatLeadsNowhereNeedsNoFile()
    {
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        f.openWizard();
        auto *kinds = f.child<QListWidget>(u"kindList"_s);
        kinds->setCurrentItem(kinds->findItems(u"Parallel Port"_s, Qt::MatchExactly).value(0));
        f.wizard->next();
        QVERIFY(!f.canGoOn());
        auto *type = f.child<QComboBox>(u"@type"_s);
        type->setCurrentIndex(type->findData(u"null"_s));
        QVERIFY(f.canGoOn());
    }

    void ofWhatThereIsOneAtMostNoOtherIsAdded()
    {
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        const auto chooseBalloon = [&] {
            f.openWizard();
            auto *kinds = f.child<QListWidget>(u"kindList"_s);
            kinds->setCurrentItem(kinds->findItems(u"Memory Balloon"_s, Qt::MatchExactly).value(0));
        };
        chooseBalloon(); // each machine gets one when it is defined
        QTRY_VERIFY_WITH_TIMEOUT(!f.canGoOn(), patience);
        QVERIFY(f.child<QLabel>(u"kindHint"_s)->text().contains(u"can have no other"_s));

        QVERIFY(f.run(u"detach-device"_s, {{u"xml"_s, u"<memballoon model='virtio'/>"_s}, {u"config"_s, true}}));
        QVERIFY2(f.definitionText().contains(u"<memballoon model='none'/>"), qPrintable(f.definitionText()));
        chooseBalloon();
        QVERIFY(f.canGoOn());
        f.wizard->next();
        QVERIFY(f.review());
        QVERIFY(f.finish());
        const QString text = f.definitionText();
        QVERIFY2(text.count(u"<memballoon") == 1 && text.contains(u"<memballoon model='virtio'"), qPrintable(text));
    }

    void aFolderOfVirtiofsSharesTheMemoryAndSaysSo()
    {
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        f.openWizard();
        auto *kinds = f.child<QListWidget>(u"kindList"_s);
        kinds->setCurrentItem(kinds->findItems(u"Shared Folder"_s, Qt::MatchExactly).value(0));
        f.wizard->next();
        QTest::keyClicks(f.child<QLineEdit>(u"source/@dir"_s), u"/srv"_s);
        auto *driver = f.child<QComboBox>(u"driver/@type"_s);
        driver->setCurrentIndex(driver->findData(u"virtiofs"_s));
        QVERIFY(f.review());
        QVERIFY2(f.plan().contains(u"memory of web becomes shared"_s) && f.plan().contains(u"next start"_s),
            qPrintable(f.plan()));
        QVERIFY(f.finish());
        QVERIFY2(f.definitionText().contains(u"<access mode='shared'/>"), qPrintable(f.definitionText()));
    }

    /// Its ending says nothing of what is in it.
    void anImageIsTakenForWhatItIs()
    {
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        const auto make = [&](const QJsonObject &image) {
            bool done = false;
            f.connection->plan(u"image-create"_s, image, f.connection.get(), [&](const Result<PlanInfo> &plan) {
                if (plan)
                    f.connection->apply(
                        plan->id, f.connection.get(), [&](const Result<QString> &job) { done = job.has_value(); });
            });
            return QTest::qWaitFor([&] { return done; }, patience);
        };
        QVERIFY(make({{u"path"_s, u"/images/data.img"_s}, {u"format"_s, u"qcow2"_s}, {u"bytes"_s, u"1048576"_s}}));
        QVERIFY(make(
            {{u"path"_s, u"/images/top.img"_s}, {u"format"_s, u"qcow2"_s}, {u"backing"_s, u"/images/data.img"_s}}));
        f.openWizard();
        f.chooseKind(4);
        f.wizard->next();
        f.child<QComboBox>(u"diskKind"_s)->setCurrentIndex(1);
        auto *format = f.child<QComboBox>(u"diskFormat"_s);
        auto *line = f.child<QLineEdit>(u"diskFile"_s);
        line->setText(u"/images/data.img"_s);
        QTRY_COMPARE_WITH_TIMEOUT(format->currentData().toString(), u"qcow2"_s, patience);
        auto *problem = f.child<QLabel>(u"diskProblem"_s);
        line->setText(u"/images/top.img"_s);
        QTRY_VERIFY_WITH_TIMEOUT(problem->text().contains(u"a guest may have written"_s), patience);
        QCOMPARE(format->currentData().toString(), u"raw"_s);
        line->setText(u"/images/none.img"_s);
        QTRY_VERIFY_WITH_TIMEOUT(problem->text().contains(u"no file /images/none.img"_s), patience);
        QVERIFY(f.canGoOn()); // there may be one at the next start
    }

    void anImageOfAnotherMachineIsNamed()
    {
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        bool defined = false;
        f.connection->define(
            u"<domain type='qemu'><name>mail</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os>"
            "<type arch='x86_64' machine='q35'>hvm</type></os><devices><disk type='file' device='disk'>"
            "<driver name='qemu' type='qcow2'/><source file='/images/mail.qcow2'/><target dev='vda' bus='virtio'/></disk>"
            "</devices></domain>"_s,
            f.connection.get(), [&](const Result<QUuid> &uuid) { defined = uuid.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(defined, patience);
        bool made = false;
        f.connection->plan(u"image-create"_s, {{u"path"_s, u"/images/mail.qcow2"_s}, {u"bytes"_s, u"1048576"_s}},
            f.connection.get(), [&](const Result<PlanInfo> &plan) {
                if (plan)
                    f.connection->apply(
                        plan->id, f.connection.get(), [&](const Result<QString> &job) { made = job.has_value(); });
            });
        QTRY_VERIFY_WITH_TIMEOUT(made, patience);
        f.openWizard();
        f.chooseKind(4);
        f.wizard->next();
        f.child<QComboBox>(u"diskKind"_s)->setCurrentIndex(1);
        f.child<QLineEdit>(u"diskFile"_s)->setText(u"/images/mail.qcow2"_s);
        auto *problem = f.child<QLabel>(u"diskProblem"_s);
        QTRY_VERIFY_WITH_TIMEOUT(problem->text().contains(u"disk of mail"_s), patience);
        f.child<QCheckBox>(u"diskReadOnly"_s)->setChecked(true);
        QCOMPARE(problem->text(), QString());
        f.child<QCheckBox>(u"diskReadOnly"_s)->setChecked(false);
        f.wizard->next();
        auto *message = f.wizard->currentPage()->findChild<QLabel *>(u"messageText"_s);
        QTRY_VERIFY_WITH_TIMEOUT(message->isVisible() && message->text().contains(u"mail"_s), patience);
        QVERIFY(!f.button(QWizard::FinishButton)->isEnabled());
    }

    void aNewImageIsMadeAndAdded()
    {
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        f.openWizard();
        f.chooseKind(4);
        f.wizard->next();
        // Nothing has to be filled in, and there is nothing yet to be browsed for.
        QTRY_VERIFY_WITH_TIMEOUT(f.canGoOn(), patience);
        const QString file = f.child<QLineEdit>(u"diskFile"_s)->text();
        QVERIFY2(file.endsWith(u"/web-vda.qcow2"), qPrintable(file));
        QVERIFY(f.child<QPushButton>(u"diskBrowse"_s)->isHidden());
        f.child<QDoubleSpinBox>(u"diskSize"_s)->setValue(2);
        QVERIFY(f.review());
        QVERIFY2(f.plan().contains(file) && f.plan().contains(u"2 GiB"), qPrintable(f.plan()));
        QVERIFY(f.finish());
        QVERIFY(f.definitionText().contains(file) && f.definitionText().contains(u"qcow2"));
        // It is there now, and who uses it is known.
        std::optional<QString> users;
        f.connection->image(file, f.connection.get(), [&](const Result<QJsonObject> &image) {
            users = image ? image->value(u"usedBy").toArray().first().toString() : image.error().toString();
        });
        QTRY_VERIFY_WITH_TIMEOUT(users.has_value(), patience);
        QCOMPARE(*users, u"web"_s);
        // Nothing is ever written over: the next has another name.
        f.openWizard();
        f.chooseKind(4);
        f.wizard->next();
        QTRY_VERIFY_WITH_TIMEOUT(f.child<QLineEdit>(u"diskFile"_s)->text().endsWith(u"/web-vdb.qcow2"), patience);
        f.child<QLineEdit>(u"diskFile"_s)->setText(file);
        QTRY_VERIFY_WITH_TIMEOUT(f.canGoOn(), patience);
        f.wizard->next();
        auto *message = f.wizard->currentPage()->findChild<QLabel *>(u"messageText"_s);
        QTRY_VERIFY_WITH_TIMEOUT(message->isVisible() && message->text().contains(file), patience);
        QVERIFY(!f.button(QWizard::FinishButton)->isEnabled());
    }

    void anInterfaceIsPluggedIntoARunningMachine()
    {
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        QVERIFY(f.run(u"start"_s, {}));
        f.openWizard();
        f.chooseKind(5);
        f.wizard->next();
        QVERIFY(f.canGoOn());
        f.child<QComboBox>(u"networkWay"_s)->setCurrentIndex(1);
        QVERIFY(f.child<QLabel>(u"networkProblem"_s)->text().contains(u"next start"_s));
        f.child<QComboBox>(u"networkWay"_s)->setCurrentIndex(0);
        auto *mac = f.child<QLineEdit>(u"networkMac"_s);
        QTest::keyClicks(mac, u"52:54:00:12:34"_s);
        QVERIFY(!f.canGoOn());
        QTest::keyClicks(mac, u":56"_s);
        QVERIFY(f.canGoOn());
        QVERIFY(f.review());
        QVERIFY2(f.plan().contains(u"Plug network interface 52:54:00:12:34:56 into web"_s), qPrintable(f.plan()));
        QVERIFY(f.finish());
        QVERIFY(f.definitionText().contains(u"52:54:00:12:34:56"_s));
    }

    void anInterfaceIsPutOnACard()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        f.openWizard();
        f.chooseKind(5);
        f.wizard->next();
        auto *way = f.child<QComboBox>(u"networkWay"_s);
        QTRY_VERIFY_WITH_TIMEOUT(way->findData(u"direct:enp2s0f0"_s) >= 0, patience);
        way->setCurrentIndex(way->findData(u"direct:enp2s0f0"_s));
        QVERIFY2(f.child<QLabel>(u"networkAbout"_s)->text().contains(u"do not reach each other"_s),
            qPrintable(f.child<QLabel>(u"networkAbout"_s)->text()));
        QVERIFY(f.review());
        QVERIFY(f.finish());
        const QString definition = f.definitionText();
        QVERIFY2(definition.contains(u"<interface type='direct'"_s) && definition.contains(u"enp2s0f0"_s),
            qPrintable(definition));
    }

    void aDeviceIsAddedByKeyboardAlone()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        f.openWizard();
        f.wizard->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(f.wizard.get()));
        QTest::keyClick(f.child<QListWidget>(u"kindList"_s), Qt::Key_Home);
        QTest::keyClick(f.wizard.get(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(f.tree()->model()->rowCount() > 0, patience);
        QVERIFY(!f.canGoOn()); // nothing is chosen yet
        QTest::keySequence(f.wizard.get(), QKeySequence::Find);
        auto *filter = f.child<QLineEdit>(u"pciFilter"_s);
        QTRY_VERIFY(filter->hasFocus());
        QTest::keyClicks(filter, u"i210"_s);
        QTRY_VERIFY_WITH_TIMEOUT(f.canGoOn(), patience); // found, and it can be had
        QTest::keyClick(filter, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(f.button(QWizard::FinishButton)->isEnabled(), patience);
        QVERIFY(f.plan().contains(u"0000:03:00.0"));
        QVERIFY(f.plan().contains(u"default route")); // what the host loses
        QTest::keyClick(f.wizard.get(), Qt::Key_Return);
        QCOMPARE(f.wizard->result(), int(QDialog::Accepted));
    }

    void nothingIsTouchedUntilFinish()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.toPciPage());
        f.tick(u"0000:02:10.0"_s);
        QVERIFY(f.review());
        const HostSnapshot before = f.connection->host();
        f.wizard->reject();
        QVERIFY(f.connection->host().sameFacts(before));
        QVERIFY(f.connection->jobs().isEmpty());
        QVERIFY(f.definition().isEmpty());
    }

    void severalDevicesAreTickedAndAdded()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.toPciPage());
        const QAbstractItemModelTester tester(f.tree()->model());
        QCOMPARE(f.ticked(u"0000:02:10.0"_s).toInt(), int(Qt::Unchecked));
        f.tick(u"0000:02:10.0"_s);
        QCOMPARE(f.ticked(u"0000:02:10.0"_s).toInt(), int(Qt::Checked));
        // With the space bar too, and over a filter and another arrangement.
        f.child<QLineEdit>(u"pciFilter"_s)->setText(u"81:10"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!f.device(u"0000:02:10.0"_s).isValid(), patience);
        f.tree()->setCurrentIndex(f.device(u"0000:81:10.3"_s));
        QTest::keyClick(f.tree(), Qt::Key_Space);
        QCOMPARE(f.ticked(u"0000:81:10.3"_s).toInt(), int(Qt::Checked));
        f.child<QLineEdit>(u"pciFilter"_s)->clear();
        f.child<QComboBox>(u"pciArrangement"_s)->setCurrentIndex(1);
        QTRY_VERIFY_WITH_TIMEOUT(f.device(u"0000:02:10.0"_s).isValid(), patience);
        QCOMPARE(f.ticked(u"0000:02:10.0"_s).toInt(), int(Qt::Checked));
        QTRY_VERIFY_WITH_TIMEOUT(f.summary().contains(u"2 devices"), patience);
        QVERIFY(f.review());
        QVERIFY(f.button(QWizard::FinishButton)->text().contains(u"2"));
        QVERIFY(f.finish());
        QList<PciAddress> had;
        for (const AssignedDevice &device : f.definition())
            had << device.source;
        QCOMPARE(had, (QList{address(u"0000:02:10.0"_s), address(u"0000:81:10.3"_s)}));
    }

    void companionsAreTickedAlong()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s));
        QVERIFY(f.toPciPage());
        QCOMPARE(f.ticked(u"0000:08:00.1"_s).toInt(), int(Qt::Unchecked));
        f.tick(u"0000:08:00.0"_s); // a graphics card with three more functions in its group
        for (const QString &companion : {u"0000:08:00.1"_s, u"0000:08:00.2"_s, u"0000:08:00.3"_s})
            QCOMPARE(f.ticked(companion).toInt(), int(Qt::Checked));
        QTRY_VERIFY_WITH_TIMEOUT(f.summary().contains(u"3 companions"), patience);
        // Unticked, one goes along all the same, and is not shown to the machine.
        f.tick(u"0000:08:00.3"_s);
        QCOMPARE(f.ticked(u"0000:08:00.3"_s).toInt(), int(Qt::PartiallyChecked));
        QVERIFY(f.summary().contains(u"not shown to the machine: 0000:08:00.3"));
        QVERIFY(f.review());
        QVERIFY(f.plan().contains(u"shares the IOMMU group"));
        QCOMPARE(f.xml().count(u"unassigned"_s), 1);
        QVERIFY(f.finish());
        const QList<AssignedDevice> devices = f.definition();
        QCOMPARE(devices.size(), 4);
        for (const AssignedDevice &device : devices)
            QCOMPARE(device.unassigned, device.source == address(u"0000:08:00.3"_s));

        f.openWizard(); // and the machine starts with them
        QVERIFY(f.run(u"start"_s, {}));
    }

    void theRestOfTheCardIsOffered()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s));
        QVERIFY(f.toPciPage());
        f.tick(u"0000:07:00.0"_s); // its sound has a group of its own
        auto *whole = f.child<QPushButton>(u"takeWholeCard"_s);
        QTRY_VERIFY_WITH_TIMEOUT(whole->isVisible(), patience);
        QVERIFY(whole->toolTip().contains(u"0000:07:00.1"));
        QTest::mouseClick(whole, Qt::LeftButton);
        QCOMPARE(f.ticked(u"0000:07:00.1"_s).toInt(), int(Qt::Checked));
        QTRY_VERIFY_WITH_TIMEOUT(!whole->isVisible(), patience);
    }

    void aGroupIsTickedByItsHeading()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s));
        QVERIFY(f.toPciPage());
        auto *model = f.wizard->devices().model();
        const QModelIndex group = model->indexOf(u"group/19"_s);
        QCOMPARE(group.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        QVERIFY(model->setData(group, Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(group.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QTRY_VERIFY_WITH_TIMEOUT(f.summary().contains(u"4 devices"), patience);
        QVERIFY(model->setData(group, Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(f.ticked(u"0000:08:00.2"_s).toInt(), int(Qt::Unchecked));
    }

    void whatIsRefusedSaysWhyAndCannotBeTicked()
    {
        Fixture f;
        QVERIFY(f.open(u"no-iommu"_s));
        QVERIFY(f.toPciPage());
        const QString card = u"0000:01:00.0"_s;
        QVERIFY(!f.ticked(card).isValid());
        f.tree()->setCurrentIndex(f.device(card));
        QVERIFY(!f.canGoOn());
        const QString why = f.wizard->currentPage()->findChild<QTextBrowser *>(u"verdictPanel"_s)->toPlainText();
        QVERIFY(why.contains(u"IOMMU is off"));
        QVERIFY(why.contains(u"Enable VT-d")); // and what else to do
        QVERIFY(f.summary().contains(u"cannot be assigned"));
        f.wizard->next(); // as if somebody forced it
        QCOMPARE(f.wizard->currentId(), int(AddHardwareWizard::PciId));
    }

    void whatTheMachineHasIsNotOfferedAgain()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.toPciPage());
        f.tick(u"0000:02:10.0"_s);
        QVERIFY(f.review());
        QVERIFY(f.finish());
        QTRY_VERIFY_WITH_TIMEOUT(!f.domain().devices.isEmpty(), patience);
        QVERIFY(f.toPciPage());
        QVERIFY(!f.ticked(u"0000:02:10.0"_s).isValid());
        f.tree()->setCurrentIndex(f.device(u"0000:02:10.0"_s));
        QVERIFY(!f.canGoOn());
        QVERIFY(f.summary().contains(u"web has this device already"));
    }

    void aFilterThatNothingFitsSaysSo()
    {
        Fixture f;
        QVERIFY(f.open(u"laptop"_s));
        QVERIFY(f.toPciPage());
        f.child<QLineEdit>(u"pciFilter"_s)->setText(u"no such thing"_s);
        auto *empty = f.child<QLabel>(u"pciEmpty"_s);
        QTRY_VERIFY_WITH_TIMEOUT(empty->isVisible() && empty->text().contains(u"no such thing"), patience);
        f.child<QLineEdit>(u"pciFilter"_s)->clear();
        QTRY_VERIFY_WITH_TIMEOUT(!empty->isVisible(), patience);
    }

    void aVirtualFunctionIsSetUp()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.toVfPage(1));
        auto *cards = f.child<QTreeView>(u"vfCards"_s);
        auto *functions = f.child<QTreeView>(u"vfList"_s);
        const QAbstractItemModelTester tester(functions->model());
        auto *model = qobject_cast<RowListModel *>(cards->model());
        cards->setCurrentIndex(model->indexOf(u"0000:02:00.0"_s));
        QCOMPARE(functions->model()->rowCount(), 7);
        auto *page = f.wizard->currentPage();
        auto *mac = page->findChild<QLineEdit *>(u"mac"_s);
        QVERIFY(MacAddress::parse(mac->text())); // made
        QVERIFY(f.canGoOn()); // the first free one is chosen

        auto *problem = f.child<QLabel>(u"vfProblem"_s);
        for (const QString &wrong : {u"52:54:00:00"_s, u"53:54:00:00:00:01"_s, u"00:00:00:00:00:00"_s}) {
            mac->clear();
            QTest::keyClicks(mac, wrong);
            QVERIFY2(!f.canGoOn() && problem->text().contains(wrong), qPrintable(wrong));
        }
        mac->clear();
        QTest::keyClicks(mac, u"52:54:00:aa:bb:cc"_s);
        QVERIFY(f.canGoOn());
        QVERIFY(!problem->isVisible());
        page->findChild<QSpinBox *>(u"vlan"_s)->setValue(42);
        page->findChild<QSpinBox *>(u"minRate"_s)->setValue(500);
        page->findChild<QSpinBox *>(u"maxRate"_s)->setValue(100);
        QVERIFY(!f.canGoOn());
        page->findChild<QSpinBox *>(u"maxRate"_s)->setValue(1000);
        QVERIFY(f.canGoOn());
        const auto choose = [&](const QString &name, const QString &word) {
            auto *box = page->findChild<QComboBox *>(name);
            box->setCurrentIndex(box->findData(word));
        };
        choose(u"trust"_s, u"on"_s);
        choose(u"spoofCheck"_s, u"off"_s);
        choose(u"linkState"_s, u"enable"_s);
        functions->setCurrentIndex(qobject_cast<RowListModel *>(functions->model())->indexOf(u"0000:02:10.4"_s));
        QVERIFY(f.review());
        QVERIFY(f.plan().contains(u"52:54:00:aa:bb:cc"));
        QVERIFY(f.plan().contains(u"VLAN 42"));
        QVERIFY(f.finish());
        const QList<AssignedDevice> devices = f.definition();
        QCOMPARE(devices.size(), 1);
        const AssignedDevice &device = devices.first();
        QCOMPARE(device.form, AssignedDevice::Form::Interface);
        QCOMPARE(device.source, address(u"0000:02:10.4"_s));
        QCOMPARE(device.mac->toString(), u"52:54:00:aa:bb:cc"_s);
        QCOMPARE(device.vlan->id->value(), quint16(42));
        QCOMPARE(device.extra.trust, std::optional(true));
        QCOMPARE(device.extra.spoofCheck, std::optional(false));
        QCOMPARE(device.extra.linkState, std::optional(VfLinkState::Enable));
        QCOMPARE(device.extra.rate, std::optional(VfRate{500, 1000}));

        // It comes last now, for this machine has it.
        QVERIFY(f.toVfPage(1));
        auto *again = qobject_cast<RowListModel *>(f.child<QTreeView>(u"vfList"_s)->model());
        f.child<QTreeView>(u"vfCards"_s)
            ->setCurrentIndex(
                qobject_cast<RowListModel *>(f.child<QTreeView>(u"vfCards"_s)->model())->indexOf(u"0000:02:00.0"_s));
        QTRY_COMPARE_WITH_TIMEOUT(again->indexOf(u"0000:02:10.4"_s).row(), 6, patience);
        f.child<QTreeView>(u"vfList"_s)->setCurrentIndex(again->indexOf(u"0000:02:10.4"_s));
        QVERIFY(!f.canGoOn());
        QVERIFY(f.child<QLabel>(u"vfProblem"_s)->text().contains(u"already"));
    }

    void severalVirtualFunctionsGetAMacEach()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.toVfPage(1));
        auto *functions = f.child<QTreeView>(u"vfList"_s);
        QTRY_VERIFY_WITH_TIMEOUT(functions->model()->rowCount() > 2, patience);
        for (int row : {0, 1, 2})
            functions->selectionModel()->select(
                functions->model()->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QVERIFY(!f.wizard->currentPage()->findChild<QLineEdit *>(u"mac"_s)->isVisible());
        QVERIFY(f.review());
        QSet<QString> macs;
        for (const AssignedDevice &device : f.wizard->choice().devices)
            macs.insert(device.mac->toString());
        QCOMPARE(macs.size(), 3);
        QVERIFY(f.finish());
        QCOMPARE(f.definition().size(), 3);
    }

    void thePoolGivesTheNextFreeFunction()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        for (const QString &expected : {u"0000:02:10.0"_s, u"0000:02:10.2"_s}) {
            QVERIFY(f.toVfPage(2));
            auto *cards = f.child<QTreeView>(u"poolCards"_s);
            cards->setCurrentIndex(qobject_cast<RowListModel *>(cards->model())->indexOf(u"0000:02:00.0"_s));
            auto *picked = f.child<QLabel>(u"poolPicked"_s);
            QTRY_COMPARE_WITH_TIMEOUT(picked->text().section(u'(', 1).section(u')', 0, 0), expected, patience);
            QVERIFY(f.review());
            QVERIFY(f.finish());
            QTRY_VERIFY_WITH_TIMEOUT(f.domain().devices.contains(address(expected)), patience);
        }
        QVERIFY(f.toVfPage(2));
        auto *cards = f.child<QTreeView>(u"poolCards"_s);
        cards->setCurrentIndex(qobject_cast<RowListModel *>(cards->model())->indexOf(u"0000:02:00.0"_s));
        auto *count = f.child<QSpinBox>(u"poolCount"_s);
        QTRY_COMPARE_WITH_TIMEOUT(count->maximum(), 5, patience);
        count->setValue(5);
        QCOMPARE(f.child<QLabel>(u"poolPicked"_s)->text().count(u"VF "_s), 5);
        QVERIFY(f.review());
        QCOMPARE(f.wizard->choice().devices.size(), 5);
    }

    void preselectedDevicesAreReviewedAtOnce()
    {
        Fixture f;
        QVERIFY(f.open(u"workstation"_s));
        f.openWizard({address(u"0000:08:00.0"_s)});
        QCOMPARE(f.wizard->currentId(), int(AddHardwareWizard::ReviewId));
        QVERIFY(f.reviewReady());
        QVERIFY(f.plan().contains(u"0000:08:00.3")); // what goes along
        f.wizard->back();
        QCOMPARE(f.wizard->currentId(), int(AddHardwareWizard::PciId));
        QTRY_VERIFY_WITH_TIMEOUT(f.device(u"0000:08:00.0"_s).isValid(), patience);
        QCOMPARE(f.ticked(u"0000:08:00.0"_s).toInt(), int(Qt::Checked));
        QCOMPARE(f.ticked(u"0000:08:00.1"_s).toInt(), int(Qt::Checked));
        f.tick(u"0000:0a:00.4"_s);
        QVERIFY(f.review());
        QVERIFY(f.plan().contains(u"0000:0a:00.4"));
        f.wizard->back();
        f.wizard->back();
        QCOMPARE(f.wizard->currentId(), int(AddHardwareWizard::KindId));
    }

    void aPreselectedFunctionBecomesAnInterface()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        f.openWizard({address(u"0000:02:10.4"_s)});
        QVERIFY(f.reviewReady());
        QVERIFY(f.xml().contains(u"<interface"));
        QVERIFY(f.xml().contains(u"<mac"));
        f.wizard->back();
        QCOMPARE(f.wizard->currentId(), int(AddHardwareWizard::VfId));
        auto *functions = f.child<QTreeView>(u"vfList"_s);
        QTRY_COMPARE_WITH_TIMEOUT(
            functions->currentIndex().data(RowListModel::IdRole).toString(), u"0000:02:10.4"_s, patience);
        f.wizard->currentPage()->findChild<QSpinBox *>(u"vlan"_s)->setValue(7);
        QVERIFY(f.review());
        QVERIFY(f.plan().contains(u"VLAN 7"));
        QVERIFY(f.finish());
        QCOMPARE(f.definition().size(), 1);
    }

    void aPreselectedRefusalLeadsBack()
    {
        Fixture f;
        QVERIFY(f.open(u"no-iommu"_s));
        f.openWizard({address(u"0000:01:00.0"_s)});
        QTRY_VERIFY_WITH_TIMEOUT(f.plan().contains(u"This cannot be done"), patience);
        QVERIFY(f.plan().contains(u"IOMMU is off"));
        QVERIFY(f.plan().contains(u"What else you can do"));
        QVERIFY(!f.button(QWizard::FinishButton)->isEnabled());
        QTest::mouseClick(f.child<QPushButton>(u"chooseAnother"_s), Qt::LeftButton);
        QCOMPARE(f.wizard->currentId(), int(AddHardwareWizard::PciId));
    }

    void theHelperRefusesAtPlanTime()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.toPciPage());
        f.tick(u"0000:02:10.0"_s);
        bool gone = false;
        f.connection->undefine(f.web, f.connection.get(), [&](const Result<> &done) { gone = done.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(gone, patience);
        f.wizard->next();
        auto *message = f.wizard->currentPage()->findChild<QLabel *>(u"messageText"_s);
        QTRY_VERIFY_WITH_TIMEOUT(message->isVisible() && message->text().contains(u"is not there"), patience);
        QVERIFY(!f.button(QWizard::FinishButton)->isEnabled());
        QVERIFY(f.child<QPushButton>(u"chooseAnother"_s)->isVisible());
        QTest::mouseClick(f.child<QPushButton>(u"chooseAnother"_s), Qt::LeftButton);
        QCOMPARE(f.wizard->currentId(), int(AddHardwareWizard::PciId));
    }

    void aRunningMachineGetsItNowOrLater()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.run(u"start"_s, {}));
        QTRY_COMPARE_WITH_TIMEOUT(f.domain().state, u"running"_s, patience);
        f.openWizard({address(u"0000:02:10.4"_s)});
        QVERIFY(f.reviewReady());
        auto *both = f.child<QRadioButton>(u"whenBoth"_s);
        QVERIFY(both->isVisible() && both->isChecked());
        QVERIFY(f.plan().contains(u"vfio-pci")); // the helper's own steps
        QVERIFY(f.child<QPlainTextEdit>(u"planCommands"_s)->toPlainText().contains(u"--live --config"));
        f.child<QRadioButton>(u"whenNextStart"_s)->click();
        QVERIFY(!f.button(QWizard::FinishButton)->isEnabled()); // another plan is asked for
        QVERIFY(f.reviewReady());
        QVERIFY(!f.child<QPlainTextEdit>(u"planCommands"_s)->toPlainText().contains(u"--live"));
        f.child<QRadioButton>(u"whenNow"_s)->click();
        QVERIFY(f.reviewReady());
        QVERIFY(f.finish());
        QVERIFY(f.definition().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(
            f.connection->host().find(address(u"0000:02:10.4"_s))->driver, u"vfio-pci"_s, patience);

        // It has no port left: now is refused, and the way out is named.
        f.openWizard({address(u"0000:02:10.2"_s), address(u"0000:02:10.6"_s)});
        QTRY_VERIFY_WITH_TIMEOUT(f.plan().contains(u"Add it for the next start only"), patience);
        f.child<QRadioButton>(u"whenNextStart"_s)->click();
        QVERIFY(f.reviewReady());
        QVERIFY(f.finish());
        QCOMPARE(f.definition().size(), 2);
    }

    void whatCannotBePluggedIsForTheNextStart()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        QVERIFY(f.run(u"start"_s, {}));
        QTRY_COMPARE_WITH_TIMEOUT(f.domain().state, u"running"_s, patience);
        f.openWizard();
        auto *kinds = f.child<QListWidget>(u"kindList"_s);
        kinds->setCurrentItem(kinds->findItems(u"TPM"_s, Qt::MatchExactly).value(0));
        f.wizard->next();
        f.wizard->next();
        QVERIFY(f.reviewReady());
        QVERIFY(f.child<QRadioButton>(u"whenNextStart"_s)->isChecked());
        QVERIFY(
            !f.child<QRadioButton>(u"whenNow"_s)->isEnabled() && !f.child<QRadioButton>(u"whenBoth"_s)->isEnabled());
        QVERIFY(f.child<QLabel>(u"whyNotLive"_s)->text().contains(u"from the next start on"_s));
        QVERIFY(!f.child<QPushButton>(u"chooseAnother"_s)->isVisible());
        QVERIFY(f.finish());
        QVERIFY(f.definitionText().contains(u"<tpm"_s));
    }

    void anotherMachineTakingItMeanwhileIsNoticed()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        f.openWizard({address(u"0000:02:10.4"_s)});
        QVERIFY(f.reviewReady());
        QUuid other;
        AssignedDevice taken;
        taken.source = address(u"0000:02:10.4"_s);
        taken.managed = true;
        f.connection->define(
            u"<domain type='qemu'><name>db</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>"
            "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>%1</devices></domain>"_s.arg(
                assignedDeviceXml(taken)),
            f.connection.get(), [&](const Result<QUuid> &uuid) { other = uuid.value_or(QUuid()); });
        QTRY_VERIFY_WITH_TIMEOUT(!other.isNull(), patience);
        const QUuid web = std::exchange(f.web, other);
        QVERIFY(f.run(u"start"_s, {}));
        f.web = web;
        QTRY_VERIFY_WITH_TIMEOUT(f.plan().contains(u"The running machine db has this device"), patience);
        QVERIFY(!f.button(QWizard::FinishButton)->isEnabled());
    }

    void everythingHasANameForPeopleAndOneForTests()
    {
        Fixture f;
        QVERIFY(f.open(u"server"_s));
        f.openWizard({address(u"0000:02:10.4"_s)});
        QVERIFY(f.reviewReady());
        for (int id : f.wizard->pageIds())
            for (const QWidget *widget : f.wizard->page(id)->findChildren<QWidget *>()) {
                const bool inner = widget->objectName().startsWith(u"qt_")
                    || widget->parentWidget()->inherits("QComboBox")
                    || widget->parentWidget()->inherits("QAbstractSpinBox")
                    || widget->parentWidget()->inherits("QLineEdit") || widget->inherits("QHeaderView");
                if (inner || !(widget->focusPolicy() & Qt::TabFocus) || widget->inherits("QScrollArea"))
                    continue;
                QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
                const auto *button = qobject_cast<const QAbstractButton *>(widget);
                QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty())
                        || widget->inherits("QLabel"),
                    qPrintable(widget->objectName()));
            }
    }
};

QTEST_MAIN(TestAddHardware)
#include "tst_addhardware.moc"
