// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/shortname.h"
#include "kernel/samplehost.h"
#include "models/hardwaremodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

namespace {

constexpr int patienceMs = 60'000;

QString machine(const QString &devices, const QString &memory = u"512"_s)
{
    return u"<domain type='kvm'><name>web</name><memory unit='MiB'>%1</memory><vcpu>4</vcpu>"
           "<os firmware='efi'><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os>"
           "<cpu mode='host-passthrough'/><devices>%2</devices></domain>"_s.arg(memory, devices);
}

const QString disk = u"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
                     "<source file='/var/lib/web.qcow2'/><target dev='vda' bus='virtio'/></disk>"_s;
const QString cdrom = u"<disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>"_s;

QString hostdev(const PciAddress &address, const QString &more = {})
{
    return u"<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x%1' bus='0x%2' "
           "slot='0x%3' function='0x%4'/></source>%5</hostdev>"_s.arg(address.domain(), 4, 16, QLatin1Char('0'))
               .arg(address.bus(), 2, 16, QLatin1Char('0'))
               .arg(address.slot(), 2, 16, QLatin1Char('0'))
               .arg(address.function())
               .arg(more);
}

DomainXml parsed(const QString &text)
{
    const auto domain = DomainXml::parse(text.toUtf8());
    if (!domain)
        qFatal("%s", qPrintable(domain.error().toString()));
    return *domain;
}

QStringList idsOf(const QList<HardwareRow> &rows)
{
    QStringList ids;
    for (const HardwareRow &row : rows)
        ids << row.id;
    return ids;
}

HardwareRow rowOf(const QList<HardwareRow> &rows, const QString &id)
{
    for (const HardwareRow &row : rows)
        if (row.id == id)
            return row;
    return {};
}

} // namespace

class TestHardwareModel : public QObject
{
    Q_OBJECT
    HostSnapshot m_host = *sampleHost(u"server"_s);
    PciAddress m_vf;

private Q_SLOTS:
    void initTestCase()
    {
        for (const PciFunction &function : std::as_const(m_host.functions))
            if (function.isVirtualFunction())
                m_vf = function.address;
        QVERIFY(m_host.find(m_vf));
    }

    void rootPortsAreLast()
    {
        const auto rows = hardwareRows(
            parsed(machine(
                u"<controller type='pci' index='0' model='pcie-root'/><controller type='pci' index='1' model='pcie-root-port'/>"
                "<controller type='pci' index='2' model='pcie-root-port'/><controller type='usb' index='0' model='qemu-xhci'/>"_s)),
            {}, m_host);
        QCOMPARE(idsOf(rows).mid(4),
            (QStringList{u"controller/pci/0"_s, u"controller/usb/0"_s, u"controller/pci/1"_s, u"controller/pci/2"_s}));
    }

    void emptyRootPortsAreOneRow()
    {
        QString controllers = u"<controller type='pci' index='0' model='pcie-root'/>"_s;
        for (int index = 1; index <= 6; ++index)
            controllers += u"<controller type='pci' index='%1' model='pcie-root-port'/>"_s.arg(index);
        const QString used
            = u"<disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/><address type='pci' bus='0x02' slot='0x00'/></disk>"_s;
        const auto rows = hardwareRows(parsed(machine(controllers + used)), {}, m_host);
        const auto folded = withEmptyPortsFolded(rows, false);
        QCOMPARE(idsOf(folded).mid(5), (QStringList{u"controller/pci/0"_s, u"controller/pci/2"_s, u"root-ports"_s}));
        QCOMPARE(folded.last().name, u"Empty root ports: 5"_s);
        QCOMPARE(rowOf(folded, u"controller/pci/2"_s).summary, u"PCI, 2, pcie-root-port, with Disk vda"_s);
        QCOMPARE(folded.last().element, -1); // nothing that could be removed as one
        const auto usb = hardwareRows(
            parsed(machine(controllers
                + u"<controller type='usb' index='0' model='qemu-xhci'><address type='pci' bus='0x03' slot='0x00'/></controller>"_s)),
            {}, m_host);
        QCOMPARE(rowOf(usb, u"controller/pci/3"_s).summary, u"PCI, 3, pcie-root-port, with USB controller"_s);
        const auto open = withEmptyPortsFolded(rows, true);
        QCOMPARE(idsOf(open).mid(7),
            (QStringList{u"root-ports"_s, u"controller/pci/1"_s, u"controller/pci/3"_s, u"controller/pci/4"_s,
                u"controller/pci/5"_s, u"controller/pci/6"_s}));
        // What the running machine has plugged in is not free, and few are no long row.
        const auto live = hardwareRows(parsed(machine(controllers)), parsed(machine(controllers + used)), m_host);
        QVERIFY(!rowOf(live, u"controller/pci/2"_s).emptyPort && rowOf(live, u"controller/pci/1"_s).emptyPort);
        const auto two = hardwareRows(
            parsed(machine(
                u"<controller type='pci' index='1' model='pcie-root-port'/><controller type='pci' index='2' model='pcie-root-port'/>"_s)),
            {}, m_host);
        QCOMPARE(idsOf(withEmptyPortsFolded(two, false)), idsOf(two));
    }

    void hostDevicesComeBeforeWhatEveryMachineHas()
    {
        const auto rows = hardwareRows(
            parsed(machine(
                u"<emulator>/usr/bin/qemu-system-x86_64</emulator><controller type='usb' index='0' model='qemu-xhci'/>"_s
                + cdrom + disk
                + u"<interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>"
                + hostdev(m_vf) + u"<memballoon model='none'/>")),
            {}, m_host);
        QCOMPARE(idsOf(rows),
            (QStringList{u"machine"_s, u"processor"_s, u"memory"_s, u"boot"_s, u"hostdev/"_s + m_vf.toString(),
                u"disk/vda"_s, u"disk/sda"_s, u"interface/52:54:00:00:00:01"_s, u"controller/usb/0"_s}));
        QCOMPARE(rowOf(rows, u"processor"_s).summary, u"4, host-passthrough"_s);
        QCOMPARE(rowOf(rows, u"boot"_s).summary, u"UEFI, hd"_s);
        QCOMPARE(rowOf(rows, u"disk/vda"_s).summary, u"/var/lib/web.qcow2, virtio"_s);
        QCOMPARE(rowOf(rows, u"disk/sda"_s).kind, HardwareKind::CdRom);
        QCOMPARE(rowOf(rows, u"disk/sda"_s).summary, u"no medium, sata, read-only"_s);
        QCOMPARE(rowOf(rows, u"disk/sda"_s).element, 2);
        QVERIFY(rowOf(rows, u"disk/vda"_s).xml.startsWith(u"<disk "));
        for (const HardwareRow &row : rows)
            QCOMPARE(row.badge, HardwareBadge::None);
    }

    void aHostDeviceHasTheNameOfTheDevice()
    {
        const auto rows = hardwareRows(parsed(machine(hostdev(m_vf))), {}, m_host);
        const HardwareRow row = rowOf(rows, u"hostdev/"_s + m_vf.toString());
        QCOMPARE(row.name, shortName(*m_host.find(m_vf)));
        QCOMPARE(row.source, m_vf);
        const PciAddress gone = *PciAddress::parse(u"0000:fe:00.0");
        const auto without = hardwareRows(parsed(machine(hostdev(gone))), {}, m_host);
        QCOMPARE(rowOf(without, u"hostdev/0000:fe:00.0"_s).summary, u"0000:fe:00.0, not on this host now"_s);
    }

    void aVfInterfaceIsAHostDeviceWithItsMacAndVlan()
    {
        const QString interface = hostdev(m_vf, u"<mac address='52:54:00:aa:bb:cc'/><vlan><tag id='42'/></vlan>"_s)
                                      .replace(u"hostdev mode='subsystem' type='pci'"_s, u"interface type='hostdev'"_s)
                                      .replace(u"</hostdev>"_s, u"</interface>"_s)
                                      .replace(u"<address "_s, u"<address type='pci' "_s);
        const HardwareRow row
            = rowOf(hardwareRows(parsed(machine(interface)), {}, m_host), u"hostdev/"_s + m_vf.toString());
        QCOMPARE(row.kind, HardwareKind::HostPci);
        QCOMPARE(row.summary, m_vf.toString() + u", MAC 52:54:00:aa:bb:cc, VLAN 42");
    }

    // What it got is in the running machine's document only; it is the same device, by its MAC address.
    void anInterfaceOfAPoolIsOneRowWithWhatItHasNow()
    {
        const QString pool = u"<interface type='network'><mac address='52:54:00:aa:bb:cc'/>"
                             "<source network='lan' portgroup='guests'/><vlan><tag id='7'/></vlan></interface>"_s;
        const QString got = hostdev(m_vf, u"<mac address='52:54:00:AA:bb:cc'/>"_s)
                                .replace(u"hostdev mode='subsystem' type='pci'"_s, u"interface type='hostdev'"_s)
                                .replace(u"</hostdev>"_s, u"</interface>"_s)
                                .replace(u"<address "_s, u"<address type='pci' "_s);
        const QString id = u"interface/52:54:00:aa:bb:cc"_s;
        const auto stopped = hardwareRows(parsed(machine(pool)), {}, m_host);
        QCOMPARE(rowOf(stopped, id).summary, u"lan, guests, VLAN 7, 52:54:00:aa:bb:cc"_s);
        QVERIFY(!rowOf(stopped, id).leased);
        const auto running = hardwareRows(parsed(machine(pool)), parsed(machine(got)), m_host);
        QCOMPARE(idsOf(running), idsOf(stopped));
        QCOMPARE(rowOf(running, id).badge, HardwareBadge::None);
        QCOMPARE(rowOf(running, id).leased, m_vf);
        QVERIFY(rowOf(running, id).summary.startsWith(m_vf.toString() + u" now, lan"));
        // One with another address is another device.
        const auto other = hardwareRows(
            parsed(machine(pool)), parsed(machine(QString(got).replace(u"AA:bb"_s, u"aa:be"_s))), m_host);
        QCOMPARE(rowOf(other, id).badge, HardwareBadge::AtNextStart);
        QCOMPARE(rowOf(other, u"hostdev/"_s + m_vf.toString()).badge, HardwareBadge::RunningOnly);
    }

    void twoAlikeAreTwo()
    {
        const QString usb
            = u"<hostdev mode='subsystem' type='usb'><source><vendor id='0x046d'/><product id='0xc52b'/></source></hostdev>"_s;
        const auto rows = hardwareRows(parsed(machine(usb + usb + u"<redirdev bus='usb' type='tcp'/>")), {}, m_host);
        const QStringList ids = idsOf(rows);
        QCOMPARE(QSet<QString>(ids.cbegin(), ids.cend()).size(), ids.size());
        QCOMPARE(ids.filter(u"usb/046d:c52b"_s).size(), 2);
        QVERIFY(std::any_of(
            rows.cbegin(), rows.cend(), [](const HardwareRow &row) { return row.name.contains(u"redirdev"); }));
    }

    /// A running machine knows the number as well; that is no difference.
    void usbDevicesAreNamedByTheHost()
    {
        const HostSnapshot host = *sampleHost(u"workstation"_s);
        const auto usb = [](const QString &rest) {
            return QString(u"<hostdev mode='subsystem' type='usb'><source><vendor id='0x046d'/><product id='0x082d'/>"_s
                + rest + u"</source></hostdev>");
        };
        const auto rows
            = hardwareRows(parsed(machine(usb({}))), parsed(machine(usb(u"<address bus='5' device='5'/>"_s))), host);
        const HardwareRow row = rowOf(rows, u"usb/046d:082d"_s);
        QVERIFY2(row.name.contains(u"C920"_s), qPrintable(row.name));
        QCOMPARE(row.badge, HardwareBadge::None);
        QCOMPARE(idsOf(rows).filter(u"usb/"_s).size(), 1);
        const HardwareRow gone = rowOf(
            hardwareRows(parsed(machine(usb(u"<address bus='5' device='99'/>"_s))), {}, host), u"usb/046d:082d"_s);
        QVERIFY2(gone.summary.contains(u"not plugged in"_s), qPrintable(gone.summary));
    }

    // What a device or a disk calls itself is text, whatever it looks like.
    void wordsOfADeviceAreNoMarkup()
    {
        HardwareModel model;
        const DomainXml domain
            = parsed(machine(QString(disk).replace(u"web.qcow2"_s, u"&lt;b&gt;&lt;img src=&quot;x&quot;&gt;.qcow2"_s)));
        model.setRows(hardwareRows(domain, std::nullopt, m_host));
        const QModelIndex index = model.indexOf(u"disk/vda"_s);
        QVERIFY(index.data(HardwareModel::SummaryRole).toString().contains(u"<b><img"_s));
        const QString tip = index.data(Qt::ToolTipRole).toString();
        QVERIFY2(!tip.contains(u"<img"_s) && tip.contains(u"&lt;b&gt;&lt;img"_s), qPrintable(tip));
    }

    void memoryHasNoIdleZeros()
    {
        QCOMPARE(rowOf(hardwareRows(parsed(machine({})), std::nullopt, m_host), u"memory"_s).summary, u"512 MiB"_s);
    }

    void saysWhereTheRunningMachineDiffers()
    {
        const QString place = u"<address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>"_s;
        const QString alias = u"<alias name='hostdev0'/>"_s;
        const QString vf = u"hostdev/"_s + m_vf.toString();
        // What only a running machine has is no difference.
        auto rows = hardwareRows(
            parsed(machine(hostdev(m_vf) + disk)), parsed(machine(hostdev(m_vf, alias + place) + disk)), m_host);
        for (const HardwareRow &row : rows)
            QVERIFY2(row.badge == HardwareBadge::None, qPrintable(row.id));

        rows = hardwareRows(parsed(machine(hostdev(m_vf) + disk)), parsed(machine(disk)), m_host);
        QCOMPARE(rowOf(rows, vf).badge, HardwareBadge::AtNextStart);
        QCOMPARE(hardwareBadgeText(rowOf(rows, vf).badge), u"at next start"_s);

        rows = hardwareRows(parsed(machine(disk)), parsed(machine(disk + hostdev(m_vf))), m_host);
        QCOMPARE(rowOf(rows, vf).badge, HardwareBadge::RunningOnly);
        QCOMPARE(rowOf(rows, vf).element, -1);

        rows = hardwareRows(parsed(machine(hostdev(m_vf, u"<rom bar='off'/>"_s), u"1024"_s)),
            parsed(machine(hostdev(m_vf, alias))), m_host);
        QCOMPARE(rowOf(rows, vf).badge, HardwareBadge::Changed);
        QCOMPARE(rowOf(rows, u"memory"_s).badge, HardwareBadge::Changed);

        const QString elsewhere = QString(place).replace(u"bus='0x01'"_s, u"bus='0x02'"_s);
        rows = hardwareRows(parsed(machine(hostdev(m_vf, elsewhere))), parsed(machine(hostdev(m_vf, place))), m_host);
        QCOMPARE(rowOf(rows, vf).badge, HardwareBadge::Changed);
    }

    void whatAStartFillsInIsNoChange_data()
    {
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("running");
        QTest::addColumn<bool>("isChange");
        const QString tablet = u"<input type='tablet' bus='usb'/>"_s;
        const QString filled = u"<input type='tablet' bus='usb'>\n  <alias name='input0'/>\n  "
                               "<address type='usb' bus='0' port='1'/>\n</input>"_s;
        QTest::newRow("a tablet's port and alias") << machine(tablet) << machine(filled) << false;
        const auto board = [](const QString &type) { return machine({}).replace(u"'q35'"_s, u'\'' + type + u'\''); };
        QTest::newRow("newest q35") << board(u"q35"_s) << board(u"pc-q35-7.2"_s) << false;
        QTest::newRow("newest pc") << board(u"pc"_s) << board(u"pc-i440fx-7.2"_s) << false;
        QTest::newRow("another version") << board(u"pc-q35-6.0"_s) << board(u"pc-q35-7.2"_s) << true;
        QTest::newRow("another board") << board(u"pc"_s) << board(u"pc-q35-7.2"_s) << true;
    }

    void whatAStartFillsInIsNoChange()
    {
        QFETCH(QString, stored);
        QFETCH(QString, running);
        QFETCH(bool, isChange);
        const auto rows = hardwareRows(parsed(stored), parsed(running), m_host);
        for (const HardwareRow &row : rows)
            QVERIFY2(row.badge == HardwareBadge::None || (isChange && row.id == u"machine"), qPrintable(row.id));
        QCOMPARE(rowOf(rows, u"machine"_s).badge, isChange ? HardwareBadge::Changed : HardwareBadge::None);
    }

    void theSelectionSurvivesWhatIsAddedAndRemoved()
    {
        HardwareModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy updated(&model, &HardwareModel::updated);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setDefinitions(machine(disk), {}, m_host);
        QVERIFY(updated.wait(patienceMs));
        const QPersistentModelIndex selected = model.indexOf(u"disk/vda"_s);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.setDefinitions(machine(cdrom), {}, m_host); // an answer nobody waits for any more
        model.setDefinitions(machine(disk + hostdev(m_vf)), {}, m_host);
        QVERIFY(updated.wait(patienceMs));
        QCOMPARE(updated.size(), 2);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(selected.data(HardwareModel::IdRole).toString(), u"disk/vda"_s);
        const QModelIndex device = model.indexOf(u"hostdev/"_s + m_vf.toString());
        QCOMPARE(device.data(HardwareModel::AddressRole).value<PciAddress>(), m_vf);
        QVERIFY(device.data(Qt::AccessibleDescriptionRole).toString().startsWith(u"PCI host device, Assigned, "));
        QCOMPARE(device.data(HardwareModel::ClassTextRole).toString(), u"Assigned"_s);
        QCOMPARE(model.indexOf(u"disk/vda"_s).data(HardwareModel::ClassTextRole).toString(), u"Virtio"_s);
        QCOMPARE(model.indexOf(u"memory"_s).data(HardwareModel::ClassTextRole).toString(), QString());
        model.setDefinitions(machine(disk), machine(disk + hostdev(m_vf)), m_host);
        QVERIFY(updated.wait(patienceMs));
        QCOMPARE(model.indexOf(u"hostdev/"_s + m_vf.toString()).data(HardwareModel::BadgeTextRole).toString(),
            u"running only"_s);
        QCOMPARE(resets.size(), 0);
    }

    void whatCouldBeBetterIsSaidWithTheRow()
    {
        HardwareModel model;
        QList<HardwareRow> rows = hardwareRows(parsed(machine(cdrom)), {}, m_host);
        for (HardwareRow &row : rows)
            if (row.id == u"disk/sda")
                row.hint = u"disk-not-virtio"_s;
        model.setRows(rows);
        const QModelIndex disk = model.indexOf(u"disk/sda"_s);
        const QString hint = disk.data(HardwareModel::HintTextRole).toString();
        QVERIFY(hint.contains(u"virtio"_s));
        QVERIFY(disk.data(Qt::AccessibleDescriptionRole).toString().endsWith(hint));
        QVERIFY(model.indexOf(u"boot"_s).data(HardwareModel::HintTextRole).toString().isEmpty());
        QString many;
        for (int slot = 0; slot < 33; ++slot)
            many
                += u"<hostdev mode='subsystem' type='pci'><source><address domain='0' bus='%1' slot='%2' function='0'/></source></hostdev>"_s
                       .arg(1 + slot / 31)
                       .arg(slot % 31);
        QVERIFY(manyAssignedText(parsed(machine(many))).contains(u"33"_s));
        QVERIFY(manyAssignedText(parsed(machine(cdrom))).isEmpty());
    }

    void whatCannotBeReadIsSaidAndNothingIsLost()
    {
        HardwareModel model;
        QSignalSpy updated(&model, &HardwareModel::updated);
        QSignalSpy failed(&model, &HardwareModel::failed);
        model.setDefinitions(machine(disk), {}, m_host);
        QVERIFY(updated.wait(patienceMs));
        const int rows = model.rowCount();
        model.setDefinitions(u"<domain><name>web"_s, {}, m_host);
        QVERIFY(failed.wait(patienceMs));
        QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::InvalidXml);
        QCOMPARE(model.rowCount(), rows);
    }
};

QTEST_GUILESS_MAIN(TestHardwareModel)
#include "tst_hardwaremodel.moc"
