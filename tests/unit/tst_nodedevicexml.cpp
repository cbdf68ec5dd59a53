// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/nodedevicexml.h"
#include "support/places.h"

#include <QDir>
#include <QDomDocument>
#include <QRegularExpression>
#include <QTest>

using namespace laneway;

namespace {

PciAddress at(const char16_t *text)
{
    return *PciAddress::parse(QStringView(text));
}

QString corpus()
{
    return places::sharedFile(u"corpus/nodedevs/out"_s);
}

PciAddress addressOf(const QDomElement &element)
{
    const auto number = [&](const QString &name) { return element.attribute(name).toUInt(nullptr, 0); };
    return PciAddress::make(number(u"domain"_s), number(u"bus"_s), number(u"slot"_s), number(u"function"_s))
        .value_or(PciAddress());
}

QList<PciAddress> addressesOf(const QDomElement &element)
{
    QList<PciAddress> found;
    for (auto child = element.firstChildElement(u"address"_s); !child.isNull();
         child = child.nextSiblingElement(u"address"_s))
        found.append(addressOf(child));
    return found;
}

PcieLink linkOf(const QDomElement &express, const QString &validity)
{
    for (auto link = express.firstChildElement(u"link"_s); !link.isNull(); link = link.nextSiblingElement(u"link"_s))
        if (link.attribute(u"validity"_s) == validity)
            return {link.attribute(u"speed"_s).toDouble(), link.attribute(u"width"_s).toInt()};
    return {};
}

void readCapability(const QDomElement &capability, PciFunction &function)
{
    const auto kind = capability.attribute(u"type"_s);
    if (kind == u"phys_function")
        function.physicalFunction = addressesOf(capability).value(0);
    else if (kind == u"virt_functions") {
        function.sriov.emplace();
        function.sriov->total = capability.attribute(u"maxCount"_s).toInt();
        function.sriov->functions = addressesOf(capability);
    } else if (kind == u"pci-bridge")
        function.header = HeaderType::PciBridge;
}

// The facts that libvirt made its document from, as far as the document tells them.
HostSnapshot hostOf(const QDomElement &device)
{
    HostSnapshot host;
    const auto pci = device.firstChildElement(u"capability"_s);
    const auto number = [&](const char16_t *name) {
        return pci.firstChildElement(QString::fromUtf16(name)).text().toUInt(nullptr, 0);
    };
    PciFunction function;
    function.address = *PciAddress::make(number(u"domain"), number(u"bus"), number(u"slot"), number(u"function"));
    function.classCode = number(u"class");
    function.sysfsPath = device.firstChildElement(u"path"_s).text();
    const auto product = pci.firstChildElement(u"product"_s);
    const auto vendor = pci.firstChildElement(u"vendor"_s);
    function.device = quint16(product.attribute(u"id"_s).toUInt(nullptr, 0));
    function.vendor = quint16(vendor.attribute(u"id"_s).toUInt(nullptr, 0));
    function.deviceName = product.text();
    function.vendorName = vendor.text();
    function.driver = device.firstChildElement(u"driver"_s).firstChildElement(u"name"_s).text();
    for (auto inner = pci.firstChildElement(u"capability"_s); !inner.isNull();
         inner = inner.nextSiblingElement(u"capability"_s))
        readCapability(inner, function);
    const auto numa = pci.firstChildElement(u"numa"_s);
    if (!numa.isNull())
        function.numaNode = numa.attribute(u"node"_s).toInt();
    const auto express = pci.firstChildElement(u"pci-express"_s);
    function.pcie = !express.isNull();
    function.linkMax = linkOf(express, u"cap"_s);
    function.linkNow = linkOf(express, u"sta"_s);
    const auto group = pci.firstChildElement(u"iommuGroup"_s);
    if (!group.isNull())
        function.iommuGroup = group.attribute(u"number"_s).toInt();
    for (const PciAddress &member : addressesOf(group)) {
        host.functions[member].address = member;
        host.functions[member].iommuGroup = function.iommuGroup;
    }
    if (const auto parent = PciAddress::fromNodeDevice(device.firstChildElement(u"parent"_s).text())) {
        function.parent = *parent;
        host.functions[*parent].address = *parent;
    }
    host.functions[function.address] = function;
    return host;
}

// What we do not know: the port's number; what others write into a file by hand: class-less
// documents (older libvirt) and mediated devices.
QString comparable(QString text)
{
    static const QRegularExpression port(u" port='\\d+'"_s);
    static const QRegularExpression classLine(u"    <class>[^<]*</class>\n"_s);
    static const QRegularExpression mediated(u"    <capability type='mdev_types'>.*?\n    </capability>\n"_s,
        QRegularExpression::DotMatchesEverythingOption);
    return text.remove(port).remove(classLine).remove(mediated);
}

} // namespace

class TestNodeDeviceXml : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void printsWhatLibvirtPrints_data()
    {
        QTest::addColumn<QString>("file");
        const QDir directory(corpus());
        for (const QString &name : directory.entryList({u"pci_*.xml"_s}))
            QTest::newRow(qPrintable(name)) << directory.filePath(name);
        if (!directory.exists())
            QTest::newRow("none") << QString();
    }
    void printsWhatLibvirtPrints()
    {
        QFETCH(QString, file);
        if (file.isEmpty())
            QSKIP("libvirt's documents are not here");
        QFile input(file);
        QVERIFY(input.open(QIODevice::ReadOnly));
        const QString expected = QString::fromUtf8(input.readAll());
        QDomDocument document;
        QVERIFY(document.setContent(expected));
        const QDomElement device = document.documentElement();
        if (device.firstChildElement(u"capability"_s).attribute(u"type"_s) != u"pci")
            QSKIP("another kind of device below a PCI one");
        const QString name = device.firstChildElement(u"name"_s).text();
        const HostSnapshot host = hostOf(device);
        const auto address = PciAddress::fromNodeDevice(name);
        if (!address)
            QSKIP("a name of the time before addresses were names");
        QCOMPARE(comparable(nodeDeviceXml(host, *host.find(*address))), comparable(expected));
    }
    void virtualFunctionOfABoundCard()
    {
        HostSnapshot host;
        PciFunction port;
        port.address = at(u"0000:00:01.0");
        PciFunction vf;
        vf.address = at(u"0000:03:10.2");
        vf.vendor = 0x8086;
        vf.device = 0x10ca;
        vf.vendorName = u"Intel <&> \"Corp\"'s\x01"_s;
        vf.classCode = 0x020000;
        vf.driver = u"igbvf"_s;
        vf.sysfsPath = u"/sys/devices/pci0000:00/0000:00:01.0/0000:03:10.2"_s;
        vf.iommuGroup = 0;
        vf.parent = port.address;
        vf.physicalFunction = at(u"0000:03:00.0");
        vf.header = HeaderType::Endpoint;
        vf.numaNode = 1;
        vf.pcie = true;
        vf.linkMax = {16, 8};
        host.functions = {{port.address, port}, {vf.address, vf}};
        QCOMPARE(nodeDeviceXml(host, vf), uR"(<device>
  <name>pci_0000_03_10_2</name>
  <path>/sys/devices/pci0000:00/0000:00:01.0/0000:03:10.2</path>
  <parent>pci_0000_00_01_0</parent>
  <driver>
    <name>igbvf</name>
  </driver>
  <capability type='pci'>
    <class>0x020000</class>
    <domain>0</domain>
    <bus>3</bus>
    <slot>16</slot>
    <function>2</function>
    <product id='0x10ca'/>
    <vendor id='0x8086'>Intel &lt;&amp;&gt; &quot;Corp&quot;&apos;s</vendor>
    <capability type='phys_function'>
      <address domain='0x0000' bus='0x03' slot='0x00' function='0x0'/>
    </capability>
    <iommuGroup number='0'>
      <address domain='0x0000' bus='0x03' slot='0x10' function='0x2'/>
    </iommuGroup>
    <numa node='1'/>
    <pci-express>
      <link validity='cap' speed='16' width='8'/>
      <link validity='sta' width='0'/>
    </pci-express>
  </capability>
</device>
)"_s);
    }
    void parentThatIsNotListedIsTheComputer()
    {
        HostSnapshot host;
        PciFunction function;
        function.parent = at(u"0000:00:01.0");
        QCOMPARE(nodeDeviceParent(host, function), u"computer"_s);
    }
    void domainsAreDecimal()
    {
        HostSnapshot host;
        PciFunction function;
        function.address = at(u"10000:e1:00.0");
        host.functions[function.address] = function;
        const QString text = nodeDeviceXml(host, function);
        QVERIFY(text.contains(u"<name>pci_10000_e1_00_0</name>"));
        QVERIFY(text.contains(u"<domain>65536</domain>\n    <bus>225</bus>"));
    }
};

QTEST_APPLESS_MAIN(TestNodeDeviceXml)
#include "tst_nodedevicexml.moc"
