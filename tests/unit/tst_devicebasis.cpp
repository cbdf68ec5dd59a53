// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/networkarguments.h"
#include "support/realqemu.h"
#include "xml/devicebasis.h"
#include "xml/driveplace.h"
#include "xml/guestusb.h"
#include "xml/xmlnodes.h"

#include <QTest>

using namespace laneway;

namespace {

constexpr DeviceKey disk{0};

DomainXml machine(const QString &board, const QString &image)
{
    auto domain = DomainXml::parse(
        u"<domain type='qemu'><name>web</name><memory unit='MiB'>128</memory><vcpu>1</vcpu>"
        "<os><type arch='x86_64' machine='%1'>hvm</type></os><devices>"
        "<disk type='file' device='disk'><driver name='qemu' type='raw' queues='1' error_policy='stop'/><source file='%2'/>"
        "<target dev='vda' bus='virtio'/><serial>S1</serial></disk>"
        "<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><target dev='%3' bus='%4'/><readonly/></disk>"
        "<interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/><driver rx_queue_size='512'/>"
        "<rom bar='off'/></interface></devices></domain>"_s
            .arg(board, image, board == u"q35" ? u"sda"_s : u"hda"_s, board == u"q35" ? u"sata"_s : u"ide"_s)
            .toUtf8());
    const auto completed = domain->complete();
    if (!completed)
        qFatal("%s", qPrintable(completed.error().toString()));
    return *domain;
}

/// Controllers came before it when the definition was completed.
DeviceKey cardOf(const DomainXml &domain)
{
    const QList<QDomElement> devices = childElements(domain.root().firstChildElement(u"devices"_s));
    for (int i = 0; i < devices.size(); ++i)
        if (devices[i].tagName() == u"interface")
            return {i};
    return {};
}

QString textAt(const DomainXml &domain, const DeviceKey &key, const QString &path)
{
    return valueAt(deviceElement(domain, key), path);
}

} // namespace

/// A disk on another bus, a network card of another model, of a definition as it is stored: complete, with its
/// addresses.
class TestDeviceBasis : public QObject
{
    Q_OBJECT
    QTemporaryDir m_directory;
    QString image() const
    {
        QFile file(m_directory.filePath(u"image"_s));
        [[maybe_unused]] const bool made = file.open(QIODevice::ReadWrite) && file.resize(1024 * 1024);
        return file.fileName();
    }

private Q_SLOTS:
    void everyBusStarts_data()
    {
        QTest::addColumn<QString>("board");
        QTest::addColumn<QString>("bus");
        QTest::addColumn<QString>("target");
        for (const QString &board : {u"q35"_s, u"pc"_s})
            for (const auto &[bus, target] : {std::pair{u"sata"_s, board == u"q35" ? u"sdb"_s : u"sda"_s},
                     std::pair{u"scsi"_s, board == u"q35" ? u"sdb"_s : u"sda"_s},
                     std::pair{u"usb"_s, board == u"q35" ? u"sdb"_s : u"sda"_s}, std::pair{u"nvme"_s, u"nvme0n1"_s},
                     std::pair{u"ide"_s, u"hdb"_s}})
                if (board != u"q35" || bus != u"ide")
                    QTest::addRow("%s on %s", qPrintable(bus), qPrintable(board)) << board << bus << target;
    }
    void everyBusStarts()
    {
        QFETCH(QString, board);
        QFETCH(QString, bus);
        QFETCH(QString, target);
        const DomainXml before = machine(board, image());
        DomainXml domain = before;
        QVERIFY(changeBasis(domain, disk, u"target/@bus"_s, bus, before));
        QCOMPARE(textAt(domain, disk, u"target/@dev"_s), target);
        QVERIFY(deviceElement(domain, disk).firstChildElement(u"address"_s).isNull());
        QVERIFY(textAt(domain, disk, u"driver/@queues"_s).isEmpty());
        DomainXml back = domain;
        QVERIFY(changeBasis(back, disk, u"target/@bus"_s, u"virtio"_s, before));
        QVERIFY(back.complete());
        QCOMPARE(deviceText(back, disk).simplified(), deviceText(before, disk).simplified());
        QCOMPARE(childElements(back.root().firstChildElement(u"devices"_s)).size(),
            childElements(before.root().firstChildElement(u"devices"_s)).size());

        QVERIFY(domain.complete());
        const auto valid = domain.validate(DomainXml::Purpose::Run);
        QVERIFY2(valid, qPrintable(valid ? QString() : valid.error().toString()));
        starts(domain);
    }

    void everyModelStarts_data()
    {
        QTest::addColumn<QString>("board");
        QTest::addColumn<QString>("model");
        for (const QString &board : {u"q35"_s, u"pc"_s})
            for (const QString &model : {u"virtio-transitional"_s, u"virtio-non-transitional"_s, u"e1000e"_s,
                     u"e1000"_s, u"rtl8139"_s, u"vmxnet3"_s, u"pcnet"_s, u"ne2k_pci"_s, u"usb-net"_s})
                QTest::addRow("%s on %s", qPrintable(model), qPrintable(board)) << board << model;
    }
    void everyModelStarts()
    {
        QFETCH(QString, board);
        QFETCH(QString, model);
        const DomainXml before = machine(board, image());
        const DeviceKey card = cardOf(before);
        DomainXml domain = before;
        QVERIFY(changeBasis(domain, card, u"model/@type"_s, model, before));
        // In its slot, unless it is no PCI device any more.
        QCOMPARE(textAt(domain, card, u"address/@bus"_s),
            model == u"usb-net" ? QString() : textAt(before, card, u"address/@bus"_s));
        DomainXml back = domain;
        QVERIFY(changeBasis(back, card, u"model/@type"_s, u"virtio"_s, before));
        for (const QString &path : {u"driver/@rx_queue_size"_s, u"rom/@bar"_s, u"address/@bus"_s, u"address/@slot"_s})
            QCOMPARE(textAt(back, card, path), textAt(before, card, path));
        QVERIFY(domain.complete());
        starts(domain);
    }

    /// The MTU is also the tap's, whatever the card: only what QEMU is told of it is virtio's.
    void theMtuStaysWithAnotherModel()
    {
        DomainXml before = machine(u"q35"_s, image());
        const DeviceKey card = cardOf(before);
        setValueAt(editableDevice(before, card), u"mtu/@size"_s, u"1400"_s);
        for (const auto &[model, told] : {std::pair{u"virtio"_s, true}, std::pair{u"virtio-non-transitional"_s, true},
                 std::pair{u"e1000e"_s, false}, std::pair{u"rtl8139"_s, false}, std::pair{u"usb-net"_s, false}}) {
            DomainXml domain = before;
            QVERIFY(changeBasis(domain, card, u"model/@type"_s, model, before));
            QCOMPARE(textAt(domain, card, u"mtu/@size"_s), u"1400"_s);
            QVERIFY(domain.complete());
            const auto arguments = networkArguments(deviceElement(domain, cardOf(domain)), GuestBoard::of(domain), 0);
            QVERIFY(arguments);
            QCOMPARE(arguments->device[u"host_mtu"].toInt(), told ? 1400 : 0);
            QCOMPARE(arguments->device.contains(u"host_mtu"), told);
            starts(domain);
        }
    }

    void aNameWhosePlaceIsTakenIsNotGiven()
    {
        auto domain = DomainXml::parse(
            "<domain type='qemu'><name>web</name><memory>131072</memory><os><type machine='q35'>hvm</type></os><devices>"
            "<disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/></disk>"
            "<disk type='file'><source file='/b'/><target dev='sdf' bus='sata'/><address type='drive' controller='0' bus='0' target='0' unit='0'/></disk>"
            "<disk type='file'><source file='/c'/><target dev='sdb' bus='usb'/></disk></devices></domain>");
        QVERIFY(domain);
        const DomainXml before = *domain;
        QVERIFY(
            changeBasis(*domain, disk, u"target/@bus"_s, u"sata"_s, before)); // sda is unit 0, sdb is another's name
        QCOMPARE(textAt(*domain, disk, u"target/@dev"_s), u"sdc"_s);
        QVERIFY(domain->complete() && domain->validate());
    }

    void aDriveOfTheComputerHasItsPlaceToo()
    {
        auto domain = DomainXml::parse(
            "<domain type='qemu'><name>web</name><memory>131072</memory><os><type machine='q35'>hvm</type></os><devices>"
            "<disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/></disk>"
            "<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/>"
            "<address bus='0' target='0' unit='0'/></source>"
            "<address type='drive' controller='0' bus='0' target='0' unit='0'/></hostdev></devices></domain>");
        QVERIFY(domain);
        const DomainXml before = *domain;
        QVERIFY(changeBasis(*domain, disk, u"target/@bus"_s, u"scsi"_s, before));
        QCOMPARE(textAt(*domain, disk, u"target/@dev"_s), u"sdb"_s);
    }

    /// As libvirt counts on: vdz, vdaa.
    void namesGoOnAfterTheLastLetter()
    {
        QString disks = u"<disk type='file'><source file='/x'/><target dev='sda' bus='sata'/></disk>"_s;
        for (char letter = 'a'; letter <= 'z'; ++letter)
            disks += u"<disk type='file'><source file='/%1'/><target dev='vd%1' bus='virtio'/></disk>"_s.arg(
                QLatin1Char(letter));
        auto domain
            = DomainXml::parse(u"<domain type='qemu'><name>web</name><memory>131072</memory>"
                               "<os><type machine='q35'>hvm</type></os><devices>%1</devices></domain>"_s.arg(disks)
                                   .toUtf8());
        QVERIFY(domain);
        const DomainXml before = *domain;
        QCOMPARE(busFit(*domain, disk, u"virtio"_s), BusFit::Fits);
        QVERIFY(changeBasis(*domain, disk, u"target/@bus"_s, u"virtio"_s, before));
        QCOMPARE(textAt(*domain, disk, u"target/@dev"_s), u"vdaa"_s);
        QVERIFY(domain->complete() && domain->validate());
        int asked = 0;
        const QString last = freeDiskTarget(
            u"virtio", [&](const QString &name) { return diskNumber(name) != asked++ || name == u"vdzz"; });
        QCOMPARE(last, u"vdzz"_s);
        QVERIFY(freeDiskTarget(u"virtio", [](const QString &) { return false; }).isEmpty());
    }

    void aControllerOfAPersonsOwnStays_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("bus");
        QTest::newRow("virtio to SATA") << u"dev='vda' bus='virtio'"_s << u"sata"_s;
        QTest::newRow("SCSI to SATA") << u"dev='sda' bus='scsi'"_s << u"sata"_s;
        QTest::newRow("virtio to SCSI and back") << u"dev='vda' bus='virtio'"_s << u"scsi virtio"_s;
    }
    void aControllerOfAPersonsOwnStays()
    {
        QFETCH(QString, target);
        QFETCH(QString, bus);
        auto domain = DomainXml::parse(
            u"<domain type='qemu'><name>web</name><memory>131072</memory><os><type machine='q35'>hvm</type></os><devices>"
            "<disk type='file'><source file='/a'/><target %1/></disk><controller type='scsi' model='virtio-scsi'/>"
            "</devices></domain>"_s.arg(target)
                .toUtf8());
        QVERIFY(domain);
        const DomainXml before = *domain;
        for (const QString &next : bus.split(u' '))
            QVERIFY(changeBasis(*domain, disk, u"target/@bus"_s, next, before));
        QVERIFY2(
            domain->toXml().contains("<controller type='scsi' model='virtio-scsi'/>"), domain->toXml().constData());
    }

    void whatCannotBeIsRefused()
    {
        const DomainXml before = machine(u"q35"_s, image());
        DomainXml domain = before;
        const auto done = changeBasis(domain, DeviceKey{1}, u"target/@bus"_s, u"virtio"_s, before);
        QVERIFY(!done && done.error().code == ErrorCode::UnsupportedConfiguration);
        QCOMPARE(domain.toXml(), before.toXml());
        QVERIFY(busFit(domain, DeviceKey{1}, u"virtio"_s) == BusFit::NotForCdroms);
        QVERIFY(busFit(domain, disk, u"fdc"_s) == BusFit::OnlyForFloppies);
        QVERIFY(busFit(domain, disk, u"ide"_s) == BusFit::NoIde);
    }

private:
    void starts(DomainXml domain)
    {
        QVERIFY(assignGuestUsbPorts(domain));
        const auto capabilities = probeQemu();
        if (!capabilities && capabilities.error().code == ErrorCode::NotFound)
            QSKIP("qemu-system-x86_64 is not installed");
        const auto command = qemuCommand(domain, *capabilities);
        QVERIFY2(command, qPrintable(command ? QString() : command.error().toString()));
        const RealQemu qemu = startAndLook(*command, domain);
        QVERIFY2(qemu.started, qPrintable(QString::fromUtf8(qemu.complaint) + command->arguments.join(u' ')));
        QCOMPARE(qemu.found, qemu.expected);
    }
};

QTEST_GUILESS_MAIN(TestDeviceBasis)
#include "tst_devicebasis.moc"
