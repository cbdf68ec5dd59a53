// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/nodedevicexml.h"

namespace laneway {

namespace {

using Attributes = QList<std::pair<QString, QString>>;

// As virBufferEscapeString() does it; characters that XML 1.0 cannot hold are left out, so that a
// name from a hardware database never breaks the document.
QString escaped(const QString &text)
{
    QString result;
    for (QChar c : text)
        if (c >= u' ' || c == u'\t' || c == u'\n')
            result += c;
    return result.toHtmlEscaped().replace(u'\'', u"&apos;"_s);
}

// libvirt's layout: two blanks a level, single quotes, empty elements closed in themselves.
class Writer
{
public:
    void open(QStringView name, const Attributes &attributes = {})
    {
        m_text += tag(name, attributes) + u">\n";
        m_open.append(name.toString());
    }
    void close()
    {
        const QString name = m_open.takeLast();
        m_text += indent() + u"</" + name + u">\n";
    }
    void empty(QStringView name, const Attributes &attributes = {}) { m_text += tag(name, attributes) + u"/>\n"; }
    void text(QStringView name, const QString &content, const Attributes &attributes = {})
    {
        if (content.isEmpty())
            return empty(name, attributes);
        m_text += tag(name, attributes) + u'>' + escaped(content) + u"</" + name + u">\n";
    }
    QString result() const { return m_text; }

private:
    QString indent() const { return QString(2 * m_open.size(), u' '); }
    QString tag(QStringView name, const Attributes &attributes) const
    {
        QString start = indent() + u'<' + name;
        for (const auto &[key, value] : attributes)
            start += u' ' + key + u"='" + escaped(value) + u'\'';
        return start;
    }

    QString m_text;
    QStringList m_open;
};

void writeAddress(Writer &xml, const PciAddress &address)
{
    xml.empty(u"address",
        {{u"domain"_s, QString::asprintf("0x%04x", address.domain())},
            {u"bus"_s, QString::asprintf("0x%02x", address.bus())},
            {u"slot"_s, QString::asprintf("0x%02x", address.slot())},
            {u"function"_s, QString::asprintf("0x%d", address.function())}});
}

void writeSriov(Writer &xml, const PciFunction &function)
{
    if (function.physicalFunction) {
        xml.open(u"capability", {{u"type"_s, u"phys_function"_s}});
        writeAddress(xml, *function.physicalFunction);
        xml.close();
    }
    if (!function.sriov || (!function.sriov->total && function.sriov->functions.isEmpty()))
        return;
    Attributes attributes{{u"type"_s, u"virt_functions"_s}};
    if (function.sriov->total)
        attributes.append({u"maxCount"_s, QString::number(function.sriov->total)});
    if (function.sriov->functions.isEmpty())
        return xml.empty(u"capability", attributes);
    xml.open(u"capability", attributes);
    for (const PciAddress &vf : function.sriov->functions)
        writeAddress(xml, vf);
    xml.close();
}

void writeHeader(Writer &xml, HeaderType header)
{
    if (header == HeaderType::PciBridge)
        xml.empty(u"capability", {{u"type"_s, u"pci-bridge"_s}});
    else if (header == HeaderType::CardBusBridge)
        xml.empty(u"capability", {{u"type"_s, u"cardbus-bridge"_s}});
}

void writeLink(Writer &xml, const QString &validity, const PcieLink &link)
{
    Attributes attributes{{u"validity"_s, validity}};
    if (link.speed > 0)
        attributes.append({u"speed"_s, QString::number(link.speed)});
    attributes.append({u"width"_s, QString::number(link.width)});
    xml.empty(u"link", attributes);
}

void writeExpress(Writer &xml, const PciFunction &function)
{
    if (!function.pcie)
        return;
    if (function.linkMax == PcieLink() && function.linkNow == PcieLink())
        return xml.empty(u"pci-express");
    xml.open(u"pci-express");
    // The port number would need configuration space; libvirt leaves it out when it is unknown.
    writeLink(xml, u"cap"_s, function.linkMax);
    writeLink(xml, u"sta"_s, function.linkNow);
    xml.close();
}

void writeCapability(Writer &xml, const HostSnapshot &host, const PciFunction &function)
{
    const auto id = [](quint16 value) { return Attributes{{u"id"_s, QString::asprintf("0x%04x", value)}}; };
    const PciAddress &address = function.address;
    xml.open(u"capability", {{u"type"_s, u"pci"_s}});
    xml.text(u"class", QString::asprintf("0x%06x", function.classCode));
    xml.text(u"domain", QString::number(address.domain()));
    xml.text(u"bus", QString::number(address.bus()));
    xml.text(u"slot", QString::number(address.slot()));
    xml.text(u"function", QString::number(address.function()));
    xml.text(u"product", function.deviceName, id(function.device));
    xml.text(u"vendor", function.vendorName, id(function.vendor));
    writeSriov(xml, function);
    writeHeader(xml, function.header);
    if (function.iommuGroup) {
        xml.open(u"iommuGroup", {{u"number"_s, QString::number(*function.iommuGroup)}});
        for (const PciAddress &member : host.groupMembers(*function.iommuGroup))
            writeAddress(xml, member);
        xml.close();
    }
    if (function.numaNode >= 0)
        xml.empty(u"numa", {{u"node"_s, QString::number(function.numaNode)}});
    writeExpress(xml, function);
    xml.close();
}

} // namespace

QString nodeDeviceParent(const HostSnapshot &host, const PciFunction &function)
{
    const PciFunction *parent = function.parent ? host.find(*function.parent) : nullptr;
    return parent ? parent->nodeDeviceName() : u"computer"_s;
}

QString nodeDeviceXml(const HostSnapshot &host, const PciFunction &function)
{
    Writer xml;
    xml.open(u"device");
    xml.text(u"name", function.nodeDeviceName());
    if (!function.sysfsPath.isEmpty())
        xml.text(u"path", function.sysfsPath);
    xml.text(u"parent", nodeDeviceParent(host, function));
    if (!function.driver.isEmpty()) {
        xml.open(u"driver");
        xml.text(u"name", function.driver);
        xml.close();
    }
    writeCapability(xml, host, function);
    xml.close();
    return xml.result();
}

QString nodeDeviceParent(const HostSnapshot &host, const UsbDevice &device)
{
    const UsbDevice *hub = device.port.isRootHub() ? nullptr : host.find(device.port.parent());
    if (hub)
        return hub->nodeDeviceName();
    const PciFunction *controller = device.controller ? host.find(*device.controller) : nullptr;
    return controller ? controller->nodeDeviceName() : u"computer"_s;
}

QString nodeDeviceXml(const HostSnapshot &host, const UsbDevice &device)
{
    Writer xml;
    xml.open(u"device");
    xml.text(u"name", device.nodeDeviceName());
    const PciFunction *controller = device.controller ? host.find(*device.controller) : nullptr;
    if (controller && !controller->sysfsPath.isEmpty()) {
        QString below;
        for (UsbPort at = device.port; !at.isRootHub(); at = at.parent())
            below = u'/' + at.toString() + below;
        xml.text(u"path", controller->sysfsPath + u"/usb" + QString::number(device.port.bus()) + below);
    }
    xml.text(u"devnode", u"/dev/"_s + device.address.node(), {{u"type"_s, u"dev"_s}});
    xml.text(u"parent", nodeDeviceParent(host, device));
    xml.open(u"driver");
    xml.text(u"name", u"usb"_s); // of the device itself; its interfaces have drivers of their own
    xml.close();
    xml.open(u"capability", {{u"type"_s, u"usb_device"_s}});
    xml.text(u"bus", QString::number(device.address.bus));
    xml.text(u"device", QString::number(device.address.device));
    xml.text(u"product", device.productName, {{u"id"_s, QString::asprintf("0x%04x", device.ids.product)}});
    xml.text(u"vendor", device.vendorName, {{u"id"_s, QString::asprintf("0x%04x", device.ids.vendor)}});
    xml.close();
    xml.close();
    return xml.result();
}

} // namespace laneway
