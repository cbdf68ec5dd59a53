// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/bootpanel.h"
#include "ui/panels/kindlabels.h"
#include "ui/panels/kindpanel.h"
#include "ui/panels/memorypanel.h"
#include "ui/panels/processorspanel.h"
#include "xml/devicebasis.h"
#include "xml/deviceedits.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace laneway;

namespace {

DomainXml machineWith(const QString &devices, const QString &beside = {})
{
    const auto domain = DomainXml::parse(
        u"<domain type='qemu'>\n  <name>web</name>\n  <memory unit='MiB'>512</memory>\n  <vcpu>2</vcpu>\n  %1\n"
        "  <os><type arch='x86_64' machine='q35'>hvm</type></os>\n  <devices>\n    %2\n  </devices>\n</domain>\n"_s
            .arg(beside, devices)
            .toUtf8());
    return domain.value();
}

/// A panel as the page has it: what is edited goes into the definition at once.
template <typename Panel> struct Edited
{
    DomainXml domain;
    DeviceKey key;
    Panel panel;

    template <typename... Args>
    Edited(const DomainXml &of, const DeviceKey &at, Args &&...args)
        : domain(of)
        , key(at)
        , panel(std::forward<Args>(args)...)
    {
        panel.load(domain, key);
        QObject::connect(&panel, &DevicePanel::edited, &panel, [this] {
            panel.store(domain, key);
            panel.stored(domain, key);
        });
        panel.resize(700, 600);
        panel.show();
    }
    template <typename T> T *field(const QString &path) const { return panel.template findChild<T *>(path); }
    void choose(const QString &path, const QString &value) const
    {
        auto *box = field<QComboBox>(path);
        QVERIFY2(box, qPrintable(path));
        QVERIFY2(box->findData(value) >= 0, qPrintable(value));
        box->setCurrentIndex(box->findData(value));
    }
    void openMore() const { QTest::mouseClick(field<QToolButton>(u"moreProperties"_s), Qt::LeftButton); }
    QString text() const { return QString::fromUtf8(domain.toXml()); }
};

void enter(QLineEdit *line, const QString &text)
{
    QVERIFY(line);
    line->setFocus();
    line->selectAll();
    QTest::keyClick(line, Qt::Key_Delete);
    QTest::keyClicks(line, text);
}

const QList<const DeviceKind *> allKinds{&devicekinds::machine, &devicekinds::disk, &devicekinds::networkInterface,
    &devicekinds::poolInterface, &devicekinds::controller, &devicekinds::serial, &devicekinds::console,
    &devicekinds::channel, &devicekinds::graphics, &devicekinds::video, &devicekinds::sound, &devicekinds::audio,
    &devicekinds::input, &devicekinds::hub, &devicekinds::tpm, &devicekinds::rng, &devicekinds::memoryBalloon,
    &devicekinds::watchdog, &devicekinds::panic, &devicekinds::vsock, &devicekinds::sharedMemory,
    &devicekinds::filesystem, &devicekinds::iommu};

} // namespace

class TestKindPanel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPropertyThatIsShownHasAName()
    {
        for (const DeviceKind *kind : allKinds)
            for (const Property &property : kind->properties)
                if (property.shown != Shown::Elsewhere && property.holds != Holds::Kept
                    && !property.path.endsWith(u"/*"))
                    QVERIFY2(hasPropertyLabel(*kind, property), qPrintable(placeLabel(*kind, property)));
    }

    /// What is asked for in `where` is a property of the same table: else it would never hold.
    void conditionsAreOfTheirTable()
    {
        for (const DeviceKind *kind : allKinds)
            for (const Property &property : kind->properties)
                for (const QStringView condition : property.where.split(u' ', Qt::SkipEmptyParts))
                    QVERIFY2(
                        kind->find(condition.left(condition.indexOf(u'='))), qPrintable(placeLabel(*kind, property)));
    }

    /// Which Performance shows nothing of a guest's memory without.
    void aBalloonAsksItsGuest()
    {
        Edited<KindPanel> f(machineWith(u"<memballoon model='virtio'/>"_s), DeviceKey{0});
        enter(f.field<QLineEdit>(u"stats/@period"_s), u"5"_s);
        QTRY_VERIFY2(f.text().contains(u"<stats period='5'/>"_s), qPrintable(f.text()));
    }

    /// What stands for something unwritten is not shown of a device that it means nothing to.
    void aUserNetworkHasNoOthersOnItsCard()
    {
        const QString mac = u"<mac address='52:54:00:00:00:01'/>"_s;
        Edited<KindPanel> card(
            machineWith(u"<interface type='direct'>"_s + mac + u"<source dev='eth0'/></interface>"_s), DeviceKey{0});
        card.openMore();
        QVERIFY(card.field<QWidget>(u"source/@mode"_s)->isVisibleTo(&card.panel));
        Edited<KindPanel> user(machineWith(u"<interface type='user'>"_s + mac + u"</interface>"_s), DeviceKey{0});
        user.openMore();
        QVERIFY(!user.field<QWidget>(u"source/@mode"_s)->isVisibleTo(&user.panel));
    }

    void aDeviceIsChanged_data()
    {
        QTest::addColumn<QString>("xml");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("sound") << u"<sound model='ich9'/>"_s << u"@model"_s << u"ac97"_s << u"<sound model='ac97'/>"_s;
        QTest::newRow("watchdog") << u"<watchdog model='itco' action='reset'/>"_s << u"@action"_s << u"pause"_s
                                  << u"action='pause'"_s;
        QTest::newRow("video") << u"<video><model type='virtio'/></video>"_s << u"model/@type"_s << u"qxl"_s
                               << u"type='qxl'"_s;
        QTest::newRow("graphics") << u"<graphics type='vnc'/>"_s << u"@type"_s << u"spice"_s << u"type='spice'"_s;
        QTest::newRow("TPM") << u"<tpm model='tpm-tis'><backend type='emulator' version='1.2'/></tpm>"_s
                             << u"backend/@version"_s << u"2.0"_s << u"version='2.0'"_s;
        QTest::newRow("balloon") << u"<memballoon model='virtio'/>"_s << u"@autodeflate"_s << u"on"_s
                                 << u"autodeflate='on'"_s;
        QTest::newRow("IOMMU") << u"<iommu model='intel'/>"_s << u"driver/@intremap"_s << u"on"_s
                               << u"<driver intremap='on'/>"_s;
        QTest::newRow("filesystem") << u"<filesystem type='mount'><source dir='/a'/><target dir='t'/></filesystem>"_s
                                    << u"@accessmode"_s << u"mapped"_s << u"accessmode='mapped'"_s;
        QTest::newRow("interface") << u"<interface type='user'><model type='virtio'/></interface>"_s << u"link/@state"_s
                                   << u"down"_s << u"<link state='down'/>"_s;
        QTest::newRow("shared memory") << u"<shmem name='s'><size unit='M'>4</size></shmem>"_s << u"@role"_s
                                       << u"peer"_s << u"role='peer'"_s;
        QTest::newRow("serial") << u"<serial type='file'><source path='/a'/></serial>"_s << u"source/@append"_s
                                << u"on"_s << u"append='on'"_s;
        QTest::newRow("channel") << u"<channel type='qemu-vdagent'><target type='virtio' name='n'/></channel>"_s
                                 << u"source/clipboard/@copypaste"_s << u"yes"_s << u"copypaste='yes'"_s;
    }
    void aDeviceIsChanged()
    {
        QFETCH(QString, xml);
        QFETCH(QString, path);
        QFETCH(QString, value);
        QFETCH(QString, says);
        Edited<KindPanel> f(machineWith(xml), DeviceKey{0});
        f.choose(path, value);
        QVERIFY2(f.text().contains(says), qPrintable(f.text()));
        // And back to what it is when nothing is said.
        f.choose(path, QString());
        QVERIFY2(!f.text().contains(says), qPrintable(f.text()));
    }

    void whatThePanelDoesNotKnowSurvives()
    {
        const QString xml
            = u"<disk type='file' device='disk' odd='yes'>\n      <!-- mine -->\n"
              "      <driver name='qemu' type='qcow2' future='1'/>\n      <source file='/a'/>\n      <target dev='vda' bus='virtio'/>\n"
              "      <x:y xmlns:x='urn:x'>z</x:y>\n    </disk>"_s;
        Edited<KindPanel> f(machineWith(xml), DeviceKey{0});
        const QString before = f.text();
        f.openMore();
        QCOMPARE(f.text(), before); // looking changes nothing
        f.choose(u"driver/@cache"_s, u"none"_s);
        for (const QString &kept :
            {u"odd='yes'"_s, u"<!-- mine -->"_s, u"future='1'"_s, u"<x:y xmlns:x='urn:x'>z</x:y>"_s})
            QVERIFY2(f.text().contains(kept), qPrintable(f.text()));
        QVERIFY(f.text().contains(u"cache='none'"));
        f.choose(u"driver/@cache"_s, QString());
        QCOMPARE(f.text(), before);
    }

    void aValueThatCannotBeIsSaidBesideIt()
    {
        Edited<KindPanel> f(
            machineWith(u"<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"_s), DeviceKey{0});
        auto *line = f.field<QLineEdit>(u"rate/@bytes"_s);
        auto *problem = f.field<QLabel>(u"rate/@bytes:problem"_s);
        QVERIFY(!problem->isVisible());
        enter(line, u"many"_s);
        QVERIFY(problem->isVisible());
        QCOMPARE(problem->text(), u"A whole number is needed."_s);
        QCOMPARE(line->accessibleDescription(), problem->text());
        QVERIFY(!f.panel.isValid());
        QVERIFY(!checkValues(deviceElement(f.domain, f.key), devicekinds::rng));
        enter(line, u"0"_s);
        QCOMPARE(problem->text(), u"A number from 1 to 2147483647 is needed."_s);
        enter(line, u"4096"_s);
        QVERIFY(!problem->isVisible());
        QVERIFY(f.panel.isValid());
        QVERIFY(f.text().contains(u"<rate bytes='4096'/>"));
    }

    void rowsFollowWhatIsChosen()
    {
        Edited<KindPanel> f(machineWith(u"<video><model type='virtio'/></video>"_s), DeviceKey{0});
        QVERIFY(f.field<QLineEdit>(u"model/resolution/@x"_s)->isVisible());
        f.choose(u"model/@type"_s, u"none"_s);
        QVERIFY(!f.field<QLineEdit>(u"model/resolution/@x"_s)->isVisible());
    }

    void sizesHaveTheirUnit()
    {
        Edited<KindPanel> f(machineWith(u"<shmem name='s'><size unit='M'>4</size></shmem>"_s), DeviceKey{0});
        QCOMPARE(f.field<QComboBox>(u"size/@unit"_s)->currentData().toString(), u"M"_s);
        enter(f.field<QLineEdit>(u"size"_s), u"8"_s);
        QVERIFY2(f.text().contains(u"<size unit='M'>8</size>"), qPrintable(f.text()));
        f.choose(u"size/@unit"_s, u"GiB"_s);
        QVERIFY2(f.text().contains(u"<size unit='GiB'>8</size>"), qPrintable(f.text()));
    }

    void theRestIsBelowMore()
    {
        Edited<KindPanel> f(machineWith(u"<disk type='file'><driver name='qemu' queues='2'/><source file='/a'/>"
                                        "<target dev='vda' bus='virtio'/></disk>"_s),
            DeviceKey{0});
        QCOMPARE(f.field<QToolButton>(u"moreProperties"_s)->text(), u"More (1 set)"_s);
        QVERIFY(!f.field<QLineEdit>(u"driver/@queues"_s));
        f.openMore();
        QCOMPARE(f.field<QLineEdit>(u"driver/@queues"_s)->text(), u"2"_s);
        enter(f.field<QLineEdit>(u"driver/@queues"_s), u"4"_s);
        enter(f.field<QLineEdit>(u"iotune/read_bytes_sec"_s), u"1000000"_s);
        QVERIFY(f.text().contains(u"queues='4'"));
        QVERIFY(f.text().contains(u"<read_bytes_sec>1000000</read_bytes_sec>"));
        // A disk of another bus has no queues.
        Edited<KindPanel> sata(
            machineWith(u"<disk type='file'><source file='/a'/><target dev='sda' bus='sata'/></disk>"_s), DeviceKey{0});
        sata.openMore();
        QVERIFY(!sata.field<QLineEdit>(u"driver/@queues"_s)->isVisible());
    }

    void theBusOfADiskIsChosen()
    {
        const QString disk
            = u"<disk type='file' device='disk' odd='1'>\n      <!-- mine -->\n      <driver name='qemu' type='raw' queues='2'/>\n"
              "      <source file='/a'/>\n      <target dev='vda' bus='virtio'/>\n      <acpi index='7'/>\n"
              "      <address type='pci' domain='0x0000' bus='0x03' slot='0x00' function='0x0'/>\n    </disk>"_s;
        const QString other
            = u"<disk type='file' device='cdrom'><source file='/c'/><target dev='sda' bus='sata'/></disk>"_s;
        Edited<KindPanel> f(machineWith(disk + other), DeviceKey{0});
        const QString before = f.text();
        auto *problem = f.field<QLabel>(u"target/@bus:problem"_s);
        QVERIFY(!problem->isVisible());
        f.choose(u"target/@bus"_s, u"sata"_s);
        const QString changed = deviceText(f.domain, f.key);
        QVERIFY2(changed.contains(u"<target dev='sdb' bus='sata'/>"), qPrintable(changed)); // sda is the CD-ROM's
        for (const QString &gone : {u"<address"_s, u"queues"_s, u"<acpi"_s})
            QVERIFY2(!changed.contains(gone), qPrintable(changed));
        for (const QString &kept : {u"odd='1'"_s, u"<!-- mine -->"_s, u"name='qemu'"_s, u"/a"_s})
            QVERIFY2(changed.contains(kept), qPrintable(changed));
        QCOMPARE(f.field<QLabel>(u"target/@dev"_s)->text(), u"sdb"_s);
        QVERIFY(problem->isVisible() && problem->text().contains(u"SATA (sdb)"_s));
        // To SCSI with the controller that systems of today know, and away from it without.
        f.choose(u"target/@bus"_s, u"scsi"_s);
        QVERIFY2(f.text().contains(u"<controller type='scsi' model='virtio-scsi'/>"), qPrintable(f.text()));
        f.choose(u"target/@bus"_s, u"nvme"_s);
        QVERIFY2(f.text().contains(u"<target dev='nvme0n1' bus='nvme'/>") && !f.text().contains(u"virtio-scsi"),
            qPrintable(f.text()));
        // And back to what it was, with all that only that had.
        f.choose(u"target/@bus"_s, u"virtio"_s);
        QVERIFY(!problem->isVisible());
        for (const QString &back :
            {u"<target dev='vda' bus='virtio'/>"_s, u"queues='2'"_s, u"<acpi index='7'/>"_s, u"bus='0x03'"_s})
            QVERIFY2(f.text().contains(back), qPrintable(f.text()));
        QCOMPARE(f.text().size(), before.size());
    }

    void aDriveThatCannotBeThereStays_data()
    {
        QTest::addColumn<QString>("drive");
        QTest::addColumn<QString>("bus");
        QTest::addColumn<QString>("says");
        const QString cdrom = u"<disk type='file' device='cdrom'>%1<target dev='sda' bus='sata'/></disk>"_s;
        QTest::newRow("CD-ROM on virtio") << cdrom.arg(u"<source file='/c'/>") << u"virtio"_s
                                          << u"A CD-ROM drive cannot be on VirtIO; SATA, SCSI and USB have them."_s;
        QTest::newRow("CD-ROM on NVMe") << cdrom.arg(u"<source file='/c'/>") << u"nvme"_s
                                        << u"A CD-ROM drive cannot be on NVMe; SATA, SCSI and USB have them."_s;
        QTest::newRow("empty drive on USB")
            << cdrom.arg(QString()) << u"usb"_s << u"A drive on USB cannot be empty: choose its image first."_s;
        QTest::newRow("floppy")
            << u"<disk type='file' device='floppy'><source file='/f'/><target dev='fda' bus='fdc'/></disk>"_s
            << u"sata"_s << u"A floppy drive is on the floppy controller and nowhere else."_s;
        QTest::newRow("IDE on q35") << u"<disk type='file'><source file='/f'/><target dev='vda' bus='virtio'/></disk>"_s
                                    << u"ide"_s
                                    << u"A machine with PCI Express (Q35) has no IDE; SATA is what stands for it."_s;
        QTest::newRow("without USB")
            << u"<disk type='file'><source file='/f'/><target dev='vda' bus='virtio'/></disk><controller type='usb' model='none'/>"_s
            << u"usb"_s << u"The machine has no USB."_s;
    }
    void aDriveThatCannotBeThereStays()
    {
        QFETCH(QString, drive);
        QFETCH(QString, bus);
        QFETCH(QString, says);
        Edited<KindPanel> f(machineWith(drive), DeviceKey{0});
        const QString before = f.text();
        auto *box = f.field<QComboBox>(u"target/@bus"_s);
        const QString was = box->currentData().toString();
        f.choose(u"target/@bus"_s, bus);
        auto *problem = f.field<QLabel>(u"target/@bus:problem"_s);
        QVERIFY(problem->isVisible());
        QCOMPARE(problem->text(), says);
        QCOMPARE(box->accessibleDescription(), says);
        QCOMPARE(box->currentData().toString(), was);
        QCOMPARE(f.text(), before);
    }

    /// Settings of virtio are no settings of another card: with them the machine would not start.
    void theModelOfANetworkCardIsChosen()
    {
        Edited<KindPanel> f(
            machineWith(
                u"<interface type='bridge'>\n      <!-- mine -->\n      <mac address='52:54:00:00:00:01'/>\n      <source bridge='br0'/>\n"
                "      <model type='virtio'/>\n      <driver queues='4' rx_queue_size='512'/>\n"
                "      <address type='pci' domain='0x0000' bus='0x02' slot='0x00' function='0x0'/>\n    </interface>"_s),
            DeviceKey{0});
        f.openMore();
        QVERIFY(f.field<QLineEdit>(u"driver/@queues"_s)->isVisible());
        f.choose(u"model/@type"_s, u"e1000e"_s);
        QVERIFY2(f.text().contains(u"<model type='e1000e'/>") && !f.text().contains(u"queue"), qPrintable(f.text()));
        QVERIFY(f.text().contains(u"<!-- mine -->") && f.text().contains(u"bus='0x02'")); // the slot is the same
        QVERIFY(!f.field<QLineEdit>(u"driver/@queues"_s)->isVisible());
        f.choose(u"model/@type"_s, u"usb-net"_s);
        QVERIFY2(!f.text().contains(u"<address"), qPrintable(f.text()));
        f.choose(u"model/@type"_s, u"virtio"_s);
        QVERIFY2(f.text().contains(u"queues='4'") && f.text().contains(u"bus='0x02'"), qPrintable(f.text()));
        QVERIFY(f.field<QLineEdit>(u"driver/@queues"_s)->isVisible());
        QCOMPARE(f.field<QLineEdit>(u"driver/@queues"_s)->text(), u"4"_s);
    }

    /// What was said of the former in the same visit is not said of the other.
    void whatWasChangedBeforeGoesWithTheFormer()
    {
        Edited<KindPanel> disk(machineWith(u"<disk type='file'><driver name='qemu'/><source file='/a'/>"
                                           "<target dev='vda' bus='virtio'/></disk>"_s),
            DeviceKey{0});
        disk.openMore();
        enter(disk.field<QLineEdit>(u"driver/@queues"_s), u"4"_s);
        disk.choose(u"driver/@cache"_s, u"none"_s);
        QVERIFY(disk.text().contains(u"queues='4'"));
        disk.choose(u"target/@bus"_s, u"sata"_s);
        QVERIFY2(disk.text().contains(u"bus='sata'") && !disk.text().contains(u"queues"), qPrintable(disk.text()));
        QVERIFY(disk.text().contains(u"cache='none'")); // which every disk has
        disk.choose(u"driver/@cache"_s, u"writeback"_s);
        QVERIFY2(
            disk.text().contains(u"cache='writeback'") && !disk.text().contains(u"queues"), qPrintable(disk.text()));
        QCOMPARE(basisOf(deviceElement(disk.domain, disk.key), u"target/@bus"_s), u"sata"_s);

        Edited<KindPanel> card(machineWith(u"<interface type='bridge'><mac address='52:54:00:00:00:01'/>"
                                           "<source bridge='br0'/><model type='virtio'/></interface>"_s),
            DeviceKey{0});
        card.openMore();
        enter(card.field<QLineEdit>(u"driver/@rx_queue_size"_s), u"512"_s);
        enter(card.field<QLineEdit>(u"mtu/@size"_s), u"1400"_s);
        QVERIFY(card.text().contains(u"rx_queue_size='512'"));
        card.choose(u"model/@type"_s, u"e1000e"_s);
        QVERIFY2(card.text().contains(u"<model type='e1000e'/>") && !card.text().contains(u"rx_queue_size"),
            qPrintable(card.text()));
        QVERIFY2(card.text().contains(u"<mtu size='1400'/>"), qPrintable(card.text())); // the bridge's port has it
        QVERIFY(card.field<QLineEdit>(u"mtu/@size"_s)->isVisible());
        // On the way back, too, and what is said of it afterwards stays.
        card.choose(u"model/@type"_s, u"virtio"_s);
        enter(card.field<QLineEdit>(u"driver/@rx_queue_size"_s), u"256"_s);
        QVERIFY2(card.text().contains(u"<model type='virtio'/>") && card.text().contains(u"rx_queue_size='256'"),
            qPrintable(card.text()));
    }

    void memoryIsSizedAndLocked()
    {
        Edited<MemoryPanel> f(machineWith({}, u"<currentMemory unit='MiB'>256</currentMemory>"_s), DeviceKey{});
        QCOMPARE(f.field<QLineEdit>(u"currentMemory"_s)->text(), u"256"_s);
        f.field<QCheckBox>(u"memoryBacking/locked"_s)->click();
        QVERIFY2(f.text().contains(u"<locked/>"), qPrintable(f.text()));
        f.field<QCheckBox>(u"hugePages"_s)->click();
        QVERIFY(f.text().contains(u"<hugepages/>") && f.text().contains(u"<locked/>"));
        f.field<QSpinBox>(u"memorySize"_s)->setValue(1024);
        QVERIFY(f.text().contains(u"<memory unit='MiB'>1024</memory>"));
        QCOMPARE(f.field<QLineEdit>(u"currentMemory"_s)->text(), u"1024"_s); // follows
        f.field<QCheckBox>(u"memoryBacking/locked"_s)->click();
        f.field<QCheckBox>(u"hugePages"_s)->click();
        QVERIFY(!f.text().contains(u"memoryBacking"));
    }

    void aNamedProcessorIsAskedFor()
    {
        Edited<ProcessorsPanel> f(machineWith({}, u"<cpu mode='host-model'/>"_s), DeviceKey{});
        QVERIFY(!f.field<QLineEdit>(u"cpu/model"_s)->isVisible());
        f.choose(u"processorMode"_s, u"custom"_s);
        QVERIFY(f.field<QLineEdit>(u"cpu/model"_s)->isVisible());
        enter(f.field<QLineEdit>(u"cpu/model"_s), u"EPYC"_s);
        QVERIFY2(f.text().contains(u"<model>EPYC</model>"), qPrintable(f.text()));
    }

    void theBootOrderIsAList()
    {
        const QString devices
            = u"<disk type='file' device='disk'><source file='/a.img'/><target dev='vda' bus='virtio'/></disk>"
              "<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>"
              "<interface type='user'><mac address='52:54:00:00:00:01'/></interface>"_s;
        auto domain = machineWith(devices);
        setValueAt(domain.editableRoot().firstChildElement(u"os"_s), u"boot/@dev"_s, u"hd"_s);
        Edited<BootPanel> f(domain, DeviceKey{});
        auto *list = f.field<QListWidget>(u"bootSequence"_s);
        QCOMPARE(list->count(), 3);
        QCOMPARE(list->item(0)->text(), u"Disk vda, a.img"_s);
        QCOMPARE(list->item(0)->checkState(), Qt::Checked);
        QCOMPARE(list->item(1)->checkState(), Qt::Unchecked);
        QVERIFY(f.text().contains(u"<boot dev='hd'/>")); // until something is changed
        list->setCurrentRow(2);
        QTest::keyClick(list, Qt::Key_Space);
        QTest::mouseClick(f.field<QPushButton>(u"bootUp"_s), Qt::LeftButton);
        QTest::mouseClick(f.field<QPushButton>(u"bootUp"_s), Qt::LeftButton);
        QVERIFY(!f.field<QPushButton>(u"bootUp"_s)->isEnabled());
        QVERIFY(!f.text().contains(u"<boot dev"));
        QCOMPARE(bootOrder(f.domain, {2}), 1);
        QCOMPARE(bootOrder(f.domain, {0}), 2);
        QCOMPARE(bootOrder(f.domain, {1}), 0);
    }

    void theFirmwareIsChosen()
    {
        Edited<BootPanel> f(machineWith({}), DeviceKey{});
        f.choose(u"bootFirmware"_s, u"secure"_s);
        for (const QString &says : {u"<os firmware='efi'>"_s, u"<loader secure='yes'/>"_s, u"<smm state='on'/>"_s})
            QVERIFY2(f.text().contains(says), qPrintable(f.text()));
        f.choose(u"bootFirmware"_s, u"bios"_s);
        QVERIFY2(!f.text().contains(u"efi") && !f.text().contains(u"loader"), qPrintable(f.text()));
    }
};

QTEST_MAIN(TestKindPanel)
#include "tst_kindpanel.moc"
