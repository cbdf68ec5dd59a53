// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/places.h"
#include "xml/domainxml.h"
#include "xml/poolinterfaces.h"
#include "xml/xmlnodes.h"

#include <QDir>
#include <QTest>

using namespace laneway;

namespace {

const PciAddress vf = *PciAddress::parse(u"0000:02:10.2");

QByteArray network(const QString &inside,
    const QString &forward = u"<forward mode='hostdev' managed='yes'><pf dev='enp2s0f0'/></forward>"_s)
{
    return u"<network>\n  <name>pool</name>\n  "_s.append(forward + u"\n  " + inside + u"\n</network>\n").toUtf8();
}

/// An interface of a machine once it got @ref vf; the error as text where it cannot.
QString settled(const QByteArray &networkText, const QString &inside = {}, const QString &portGroup = {})
{
    const auto xml = NetworkXml::parse(networkText);
    if (!xml)
        return xml.error().toString();
    const QString group = portGroup.isEmpty() ? QString() : u" portgroup='%1'"_s.arg(portGroup);
    auto domain = DomainXml::parse(u"<domain type='qemu'><name>web</name><devices>\n    "
                                   "<interface type='network'>\n      <mac address='52:54:00:6d:90:02'/>\n      "
                                   "<source network='pool'%1/>\n      %2<boot order='1'/>\n    </interface>\n  "
                                   "</devices></domain>"_s.arg(group, inside)
                                       .toUtf8());
    if (!domain)
        return domain.error().toString();
    QDomElement element = domain->editableRoot().firstChildElement(u"devices"_s).firstChildElement();
    if (auto done = settlePoolInterface(element, *xml, vf); !done)
        return done.error().toString();
    const auto devices = domain->assignedDevices();
    if (!devices)
        return devices.error().toString();
    return nodeText(element).simplified().replace(u"> <"_s, u"><"_s);
}

QString vlanOf(const QString &text)
{
    const qsizetype at = text.indexOf(u"<vlan");
    return at < 0 ? (text.startsWith(u'<') ? u"none"_s : text)
                  : text.mid(at, text.indexOf(u"</vlan>") - at).section(u'\'', 1, 1);
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestNetworkXml : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsPools()
    {
        const QByteArray text
            = network(u"<!-- ours --><vlan><tag id='42'/></vlan>\n  <portgroup name='red' default='yes'>"
                      "<vlan><tag id='7'/></vlan></portgroup>\n  <portgroup name='switch'><virtualport type='802.1Qbh'>"
                      "<parameters profileid='gold'/></virtualport></portgroup>"_s);
        const auto xml = NetworkXml::parse(text);
        QVERIFY(xml);
        QVERIFY(xml->validate());
        QCOMPARE(xml->toXml(), text); // and nothing is lost
        QCOMPARE(xml->name(), u"pool"_s);
        const auto pool = xml->pool();
        QVERIFY(pool);
        QVERIFY(pool->managed);
        QCOMPARE(pool->source.physical, u"enp2s0f0"_s);
        QCOMPARE(pool->source.policy, PoolPolicy::Pack);
        QCOMPARE(pool->vlan->tags, QList<quint16>{42});
        QCOMPARE(pool->portGroups.size(), 2);
        QVERIFY(pool->portGroups[0].isDefault);
        QCOMPARE(pool->portGroups[1].profile->parameters.value(u"profileid"_s), u"gold"_s);
    }

    void makesWhatItReads()
    {
        NetworkPool pool;
        pool.source = {{}, {vf, *PciAddress::parse(u"10000:02:10.4")}, PoolPolicy::Spread};
        pool.managed = false;
        pool.driverModel = u"mlx5_vfio_pci"_s;
        pool.driver = u"vfio"_s;
        pool.vlan = VlanXml{{42}, false};
        pool.portGroups = {{u"red"_s, true, VlanXml{{1, 2}, true}, {}},
            {u"blue"_s, false, {}, PortProfileXml{u"802.1Qbh"_s, {{u"profileid"_s, u"<&'"_s}}}}};
        NetworkXml made = NetworkXml::make(u"a & b"_s, pool);
        made.complete();
        const auto xml = NetworkXml::parse(made.toXml());
        QVERIFY(xml && xml->validate());
        QCOMPARE(xml->name(), u"a & b"_s);
        QVERIFY(!xml->uuid().isNull());
        QCOMPARE(*xml->pool(), pool);
    }

    void showsItRunning()
    {
        auto xml = NetworkXml::parse(network({}));
        xml->complete();
        const QByteArray active = xml->toActiveXml(2, {vf});
        QVERIFY2(active.startsWith("<network connections='2'>"), active);
        QVERIFY2(active.contains("    <pf dev='enp2s0f0'/>") || active.contains("<pf dev='enp2s0f0'/>\n"), active);
        QVERIFY2(
            active.contains("<address type='pci' domain='0x0000' bus='0x02' slot='0x10' function='0x2'/>"), active);
        QVERIFY(!xml->toActiveXml(0, {}).contains("connections"));
        QVERIFY(!xml->toXml().contains("address"));
        // Defined again from what is shown: the count is dropped, and the list behind the PF once it was checked.
        auto again = NetworkXml::parse(active);
        again->complete();
        QVERIFY(!again->toXml().contains("connections"));
        QVERIFY(again->validate());
        QCOMPARE(again->pool()->source.addresses, QList<PciAddress>{vf});
        again->dropListBehindPhysical();
        QVERIFY(again->pool()->source.addresses.isEmpty());
        QCOMPARE(again->pool()->source.physical, u"enp2s0f0"_s);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("subject");
        const auto add = [](const char *name, const QByteArray &text, ErrorCode code, const QString &subject) {
            QTest::newRow(name) << text << code << subject;
        };
        constexpr auto badXml = ErrorCode::InvalidXml;
        constexpr auto unsupported = ErrorCode::UnsupportedConfiguration;
        const auto forward = [](const QString &inside, const QString &attributes = {}) {
            return network({}, u"<forward mode='hostdev' managed='yes'%2>%1</forward>"_s.arg(inside, attributes));
        };
        const QString address = u"<address type='pci' domain='0' bus='2' slot='16' function='2'/>"_s;
        add("no network", "<domain><name>a</name></domain>", badXml, u"domain"_s);
        add("no name", "<network><forward mode='hostdev'/></network>", badXml, u"network"_s);
        add("bad UUID", network(u"<uuid>5</uuid>"_s), badXml, u"network/uuid"_s);
        add("slash in the name", QByteArray(network({})).replace("pool", "a/b"), badXml, u"network/name"_s);
        add("NAT", network({}, u"<forward mode='nat'/>"_s), unsupported, u"network/forward"_s);
        add("mode left out", network({}, u"<forward/>"_s), unsupported, u"network/forward"_s);
        add("isolated", network({}, {}), unsupported, u"network/forward"_s);
        add("empty pool", forward({}), badXml, u"network/forward"_s);
        add("managed is no word", network({}, u"<forward mode='hostdev' managed='perhaps'><pf dev='a'/></forward>"_s),
            badXml, u"network/forward"_s);
        add("two PFs", forward(u"<pf dev='a'/><pf dev='b'/>"_s), badXml, u"network/forward"_s);
        add("a PF without name", forward(u"<pf/>"_s), badXml, u"network/forward/pf"_s);
        add("a PF that is a path", forward(u"<pf dev='../a'/>"_s), badXml, u"network/forward/pf"_s);
        add("dev beside a list", forward(address, u" dev='a'"_s), badXml, u"network/forward"_s);
        add("interfaces", forward(u"<interface dev='a'/>"_s), unsupported, u"network/forward/interface"_s);
        add("an address twice", forward(address + address), badXml, u"network/forward/address[2]"_s);
        add("an address without type", forward(u"<address bus='2'/>"_s), badXml, u"network/forward/address"_s);
        add("an address of USB", forward(u"<address type='usb'/>"_s), unsupported, u"network/forward/address"_s);
        add("function 8", forward(u"<address type='pci' bus='2' function='8'/>"_s), badXml,
            u"network/forward/address"_s);
        add("a driver that is none of VFIO", forward(u"<driver name='xen'/><pf dev='a'/>"_s), unsupported,
            u"network/forward/driver"_s);
        add("a driver that is a path", forward(u"<driver name='vfio' model='../x'/><pf dev='a'/>"_s), badXml,
            u"network/forward/driver"_s);
        for (const QString &name : {u"mac"_s, u"ip"_s, u"dns"_s, u"domain"_s, u"route"_s, u"bandwidth"_s})
            add(qPrintable(name), network(u'<' + name + u"/>"), unsupported, u"network/"_s + name);
        add("bridge", network(u"<bridge name='br0'/>"_s), badXml, u"network/bridge"_s);
        add("bandwidth of a port group", network(u"<portgroup name='a'><bandwidth/></portgroup>"_s), unsupported,
            u"network/portgroup/bandwidth"_s);
        add("two default port groups",
            network(u"<portgroup name='a' default='yes'/><portgroup name='b' default='yes'/>"_s), unsupported,
            u"network/portgroup[2]"_s);
        add("a port group twice", network(u"<portgroup name='a'/><portgroup name='a'/>"_s), unsupported,
            u"network/portgroup[2]"_s);
        add("a port group without name", network(u"<portgroup/>"_s), badXml, u"network/portgroup"_s);
        QString groups;
        for (int i = 0; i < 257; ++i)
            groups += u"<portgroup name='g%1'/>"_s.arg(i);
        add("more port groups than can be", network(groups), badXml, u"network/portgroup[257]"_s);
        add("profile and VLAN",
            network(u"<portgroup name='a'><vlan><tag id='1'/></vlan><virtualport type='802.1Qbh'/></portgroup>"_s),
            unsupported, u"network/portgroup"_s);
        add("profile of Open vSwitch", network(u"<virtualport type='openvswitch'/>"_s), unsupported,
            u"network/virtualport"_s);
        add("profile without type", network(u"<virtualport/>"_s), badXml, u"network/virtualport"_s);
        add("VLAN without tag", network(u"<vlan/>"_s), badXml, u"network/vlan"_s);
        add("VLAN 4096", network(u"<vlan><tag id='4096'/></vlan>"_s), badXml, u"network/vlan/tag"_s);
        add("no policy",
            network(u"<metadata><l:pool xmlns:l='urn:laneway:1'><l:policy choose='random'/></l:pool></metadata>"_s),
            badXml, u"network/metadata/l:pool/l:policy"_s);
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(ErrorCode, code);
        QFETCH(QString, subject);
        const auto done = NetworkXml::parse(text).and_then([](const NetworkXml &xml) { return xml.validate(); });
        QVERIFY(!done);
        QCOMPARE(done.error().code, code);
        QCOMPARE(done.error().subject, subject);
        QVERIFY(!done.error().detail.isEmpty());
    }

    void interfaceBecomesItsFunctions()
    {
        QCOMPARE(settled(network({})),
            u"<interface type='hostdev' managed='yes'><mac address='52:54:00:6d:90:02'/><source>"
            "<address type='pci' domain='0x0000' bus='0x02' slot='0x10' function='0x2'/></source>"
            "<boot order='1'/></interface>"_s);
        // What the network says of driver and managed counts, not the interface.
        QCOMPARE(settled(network({}, u"<forward mode='hostdev'><driver name='vfio'/><pf dev='a'/></forward>"_s),
                     u"<driver name='vhost'/>"_s),
            u"<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><driver name='vfio'/><source>"
            "<address type='pci' domain='0x0000' bus='0x02' slot='0x10' function='0x2'/></source>"
            "<boot order='1'/></interface>"_s);
    }

    void vlanOfTheNearestCounts_data()
    {
        QTest::addColumn<QString>("interface");
        QTest::addColumn<QString>("portGroup");
        QTest::addColumn<QString>("inNetwork");
        QTest::addColumn<QString>("vlan");
        const QString groups = u"<portgroup name='red'><vlan><tag id='7'/></vlan></portgroup>"
                               "<portgroup name='plain'/>"_s;
        const QString standard = u"<portgroup name='other' default='yes'><vlan><tag id='9'/></vlan></portgroup>"_s;
        const QString own = u"<vlan><tag id='42'/></vlan>"_s;
        const QString ofNetwork = u"<vlan><tag id='5'/></vlan>"_s;
        QTest::newRow("nobody's") << QString() << QString() << groups << u"none"_s;
        QTest::newRow("the network's") << QString() << QString() << QString(ofNetwork + groups) << u"5"_s;
        QTest::newRow("the port group's") << QString() << u"red"_s << QString(ofNetwork + groups) << u"7"_s;
        QTest::newRow("a port group without") << QString() << u"plain"_s << QString(ofNetwork + groups) << u"5"_s;
        QTest::newRow("the default's") << QString() << QString() << QString(ofNetwork + groups + standard) << u"9"_s;
        QTest::newRow("the named one's") << QString() << u"red"_s << QString(ofNetwork + groups + standard) << u"7"_s;
        QTest::newRow("its own") << own << u"red"_s << QString(ofNetwork + groups + standard) << u"42"_s;
        QTest::newRow("its own, which is none")
            << u"<vlan><tag id='0'/></vlan>"_s << u"red"_s << QString(ofNetwork + groups) << u"0"_s;
        QTest::newRow("a port group that is not there")
            << QString() << u"green"_s << groups
            << u"NotFound: portgroup green: the network pool has no such port group"_s;
    }
    void vlanOfTheNearestCounts()
    {
        QFETCH(QString, interface);
        QFETCH(QString, portGroup);
        QFETCH(QString, inNetwork);
        QFETCH(QString, vlan);
        QCOMPARE(vlanOf(settled(network(inNetwork), interface, portGroup)), vlan);
    }

    void refusesWhatNoFunctionCanCarry_data()
    {
        QTest::addColumn<QString>("interface");
        QTest::addColumn<QString>("inNetwork");
        QTest::addColumn<QString>("why");
        const QString profile = u"<virtualport type='802.1Qbh'><parameters profileid='%1'/></virtualport>"_s;
        QTest::newRow("a trunk of the network")
            << QString() << u"<vlan trunk='yes'><tag id='1'/><tag id='2'/></vlan>"_s << u"one tag and no trunk"_s;
        QTest::newRow("profile of the network, VLAN of the interface")
            << u"<vlan><tag id='1'/></vlan>"_s << profile.arg(u"a"_s) << u"exclude each other"_s;
        QTest::newRow("VLAN of the network, profile of the interface")
            << profile.arg(u"a"_s) << u"<vlan><tag id='1'/></vlan>"_s << u"exclude each other"_s;
        QTest::newRow("two profiles") << profile.arg(u"a"_s) << profile.arg(u"b"_s)
                                      << u"'a' in one place and 'b' in another"_s;
        QTest::newRow("two types") << u"<virtualport type='802.1Qbg'/>"_s << profile.arg(u"b"_s)
                                   << u"'802.1Qbg' in one place"_s;
        QTest::newRow("bandwidth") << u"<bandwidth/>"_s << QString() << u"limited by its PF"_s;
    }
    void refusesWhatNoFunctionCanCarry()
    {
        QFETCH(QString, interface);
        QFETCH(QString, inNetwork);
        QFETCH(QString, why);
        const QString text = settled(network(inNetwork), interface);
        QVERIFY2(text.startsWith(u"UnsupportedConfiguration") && text.contains(why), qPrintable(text));
    }

    void poolInterfacesNeedNoModel()
    {
        const QByteArray text = "<domain type='qemu'><name>web</name><memory unit='MiB'>64</memory>"
                                "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>"
                                "<interface type='network'><source network='pool'/></interface></devices></domain>";
        auto pool = DomainXml::parse(text);
        QVERIFY(pool->complete({}, DomainXml::Networks::Pools) && pool->validate(DomainXml::Purpose::Run));
        QVERIFY(!pool->toXml().contains("<model type"));
        QVERIFY(pool->toXml().contains("<mac address='52:54:00"));
        auto emulated = DomainXml::parse(text);
        QVERIFY(emulated->complete());
        QVERIFY(emulated->toXml().contains("<model type='rtl8139'/>"));
        auto nameless = DomainXml::parse(QByteArray(text).replace(" network='pool'", ""));
        QCOMPARE(nameless->validate().error().subject, u"domain/devices/interface"_s);
    }

    void libvirtsNetworks_data()
    {
        QTest::addColumn<QString>("file");
        const QDir folder(places::sharedFile(u"corpus/networks/in"_s));
        const QStringList names = folder.entryList({u"*.xml"_s}, QDir::Files, QDir::Name);
        if (names.isEmpty())
            QSKIP("libvirt's test data is not here");
        for (const QString &name : names)
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }
    void libvirtsNetworks()
    {
        QFETCH(QString, file);
        const QByteArray text = contents(file);
        auto xml = NetworkXml::parse(text);
        QVERIFY2(xml, xml ? "" : qPrintable(xml.error().toString()));
        QCOMPARE(NetworkXml::parse(xml->toXml())->toXml(), xml->toXml());
        const QFileInfo info(file);
        const bool isPool = info.fileName().startsWith(u"hostdev");
        const QByteArray expected = contents(info.absolutePath() + u"/../out/"_s + info.fileName());
        const bool taken = isPool && !expected.isEmpty();
        const auto done = xml->validate();
        QVERIFY2(done.has_value() == taken, done ? "" : qPrintable(done.error().toString()));
        if (!taken) {
            if (!isPool)
                QCOMPARE(done.error().code, ErrorCode::UnsupportedConfiguration);
            return;
        }
        const auto theirs = NetworkXml::parse(expected);
        QCOMPARE(xml->name(), theirs->name());
        QCOMPARE(xml->uuid(), theirs->uuid());
        QCOMPARE(*xml->pool(), *theirs->pool());
    }
};

QTEST_GUILESS_MAIN(TestNetworkXml)
#include "tst_networkxml.moc"
