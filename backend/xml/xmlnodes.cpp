// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/xmlnodes.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace laneway {

QString elementPath(const QDomElement &element)
{
    QStringList parts;
    for (QDomElement at = element; !at.isNull(); at = at.parentNode().toElement()) {
        QString part = at.tagName();
        int number = 1;
        for (QDomElement before = at.previousSiblingElement(part); !before.isNull();
             before = before.previousSiblingElement(part))
            ++number;
        if (number > 1 || !at.nextSiblingElement(part).isNull())
            part += u'[' + QString::number(number) + u']';
        parts.prepend(part);
    }
    return parts.join(u'/');
}

std::optional<quint32> cNumber(QStringView text)
{
    quint32 base = 10;
    if (text.startsWith(u"0x") || text.startsWith(u"0X")) {
        base = 16;
        text = text.sliced(2);
    } else if (text.size() > 1 && text[0] == u'0') {
        base = 8;
        text = text.sliced(1);
    }
    if (text.isEmpty())
        return std::nullopt;
    quint64 value = 0;
    for (QChar c : text) {
        const qsizetype digit = QStringView(u"0123456789abcdef").indexOf(c.toLower());
        if (digit < 0 || quint32(digit) >= base)
            return std::nullopt;
        value = value * base + quint64(digit);
        if (value > std::numeric_limits<quint32>::max())
            return std::nullopt;
    }
    return quint32(value);
}

std::optional<quint32> decimalNumber(QStringView text)
{
    if (text.isEmpty())
        return std::nullopt;
    quint64 value = 0;
    for (QChar c : text) {
        if (c < u'0' || c > u'9')
            return std::nullopt;
        value = value * 10 + (c.unicode() - u'0');
        if (value > std::numeric_limits<quint32>::max())
            return std::nullopt;
    }
    return quint32(value);
}

Result<std::optional<bool>> switchAttribute(const QDomElement &element, const QString &name, bool onOff)
{
    if (element.isNull() || !element.hasAttribute(name))
        return std::nullopt;
    const QString value = element.attribute(name);
    const QString yes = onOff ? u"on"_s : u"yes"_s;
    const QString no = onOff ? u"off"_s : u"no"_s;
    if (value == yes)
        return true;
    if (value == no)
        return false;
    return fail(ErrorCode::InvalidXml, elementPath(element), u"%1='%2': only %3 or %4"_s.arg(name, value, yes, no));
}

QList<QDomElement> childElements(const QDomNode &parent, const QString &name)
{
    QList<QDomElement> children;
    for (QDomElement child = parent.firstChildElement(name); !child.isNull(); child = child.nextSiblingElement(name))
        children << child;
    return children;
}

QString textOf(const QDomElement &element)
{
    return element.text().trimmed();
}

bool hasControlCharacter(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) {
        return c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
    });
}

QString namespaceOf(const QDomElement &element)
{
    const QString name = element.tagName();
    const qsizetype colon = name.indexOf(u':');
    const QString declaration = colon < 0 ? u"xmlns"_s : u"xmlns:"_s + name.first(colon);
    for (QDomElement at = element; !at.isNull(); at = at.parentNode().toElement())
        if (at.hasAttribute(declaration))
            return at.attribute(declaration);
    return {};
}

QString localName(const QDomElement &element)
{
    return element.tagName().section(u':', -1);
}

std::optional<QUuid> readUuid(const QString &text)
{
    QString digits = text;
    digits.remove(u'-');
    if (digits.size() != 32)
        return std::nullopt;
    for (QChar c : digits)
        if (!QStringView(u"0123456789abcdefABCDEF").contains(c))
            return std::nullopt;
    return QUuid::fromRfc4122(QByteArray::fromHex(digits.toLatin1()));
}

QString diskBus(const QDomElement &disk)
{
    const QDomElement target = disk.firstChildElement(u"target"_s);
    if (const QString bus = target.attribute(u"bus"_s); !bus.isEmpty())
        return bus;
    const QString name = target.attribute(u"dev"_s);
    for (const auto &[start, bus] :
        {std::pair{u"vd"_s, u"virtio"_s}, std::pair{u"sd"_s, u"scsi"_s}, std::pair{u"hd"_s, u"ide"_s},
            std::pair{u"fd"_s, u"fdc"_s}, std::pair{u"xvd"_s, u"xen"_s}, std::pair{u"nvme"_s, u"nvme"_s}})
        if (name.startsWith(start))
            return bus;
    return disk.attribute(u"device"_s) == u"floppy" ? u"fdc"_s : u"ide"_s;
}

std::optional<int> diskNumber(QStringView target)
{
    for (const QStringView prefix : {u"xvd", u"vd", u"sd", u"hd", u"fd"})
        if (target.startsWith(prefix)) {
            int number = 0;
            for (QChar letter : target.sliced(prefix.size())) {
                if (letter < u'a' || letter > u'z' || number > 10'000)
                    break;
                number = number * 26 + letter.unicode() - u'a' + 1;
            }
            return number > 0 ? std::optional(number - 1) : std::nullopt;
        }
    return std::nullopt;
}

namespace {

bool isBlank(const QDomNode &node)
{
    return node.isText() && !node.isCDATASection() && node.nodeValue().trimmed().isEmpty();
}

QString lineStart(int depth)
{
    return u'\n' + QString(depth * 2, u' ');
}

int depthOf(const QDomNode &node)
{
    int depth = 0;
    for (QDomNode at = node.parentNode(); at.isElement(); at = at.parentNode())
        ++depth;
    return depth;
}

/// Gives children without white space between them a line each; text content stays alone.
void layOutAt(QDomElement element, int depth)
{
    const QList<QDomElement> children = childElements(element);
    if (children.isEmpty())
        return;
    QList<QDomNode> nodes;
    for (QDomNode node = element.firstChild(); !node.isNull(); node = node.nextSibling()) {
        if (node.isText() && !isBlank(node))
            return;
        nodes << node;
    }
    for (const QDomNode &node : nodes) {
        if (isBlank(node))
            element.removeChild(node);
        else
            element.insertBefore(element.ownerDocument().createTextNode(lineStart(depth + 1)), node);
    }
    element.appendChild(element.ownerDocument().createTextNode(lineStart(depth)));
    for (const QDomElement &child : children)
        layOutAt(child, depth + 1);
}

} // namespace

void layOut(const QDomElement &element)
{
    layOutAt(element, depthOf(element));
}

void appendOnOwnLine(QDomElement &parent, const QDomElement &child)
{
    QDomDocument document = parent.ownerDocument();
    const int depth = depthOf(parent);
    const QDomNode tail = parent.lastChild();
    if (isBlank(tail))
        parent.removeChild(tail);
    parent.appendChild(document.createTextNode(lineStart(depth + 1)));
    parent.appendChild(child);
    parent.appendChild(document.createTextNode(lineStart(depth)));
    layOutAt(child, depth + 1);
}

void insertOnOwnLine(QDomElement &parent, const QDomElement &child, const QDomElement &next)
{
    const int depth = depthOf(parent);
    parent.insertBefore(child, next);
    parent.insertBefore(parent.ownerDocument().createTextNode(lineStart(depth + 1)), next);
    layOutAt(child, depth + 1);
}

void removeWithLine(const QDomElement &element)
{
    QDomNode parent = element.parentNode();
    const QDomNode before = element.previousSibling();
    if (isBlank(before))
        parent.removeChild(before);
    parent.removeChild(element);
    if (isBlank(parent.firstChild()) && parent.firstChild().nextSibling().isNull())
        parent.removeChild(parent.firstChild());
}

namespace {

struct AttributeOrder
{
    const char16_t *element; ///< nullptr: any other
    std::array<const char16_t *, 14> names; ///< rest nullptr
};

// As libvirt 10.7.0 prints them, read off the canonical documents of its tests.
constexpr std::array attributeOrders{
    AttributeOrder{u"hostdev", {u"mode", u"type", u"managed", u"model", u"display", u"ramfb"}},
    AttributeOrder{u"loader", {u"readonly", u"secure", u"type", u"stateless", u"format"}},
    AttributeOrder{u"nvram", {u"template", u"templateFormat", u"type", u"format"}},
    AttributeOrder{u"feature", {u"policy", u"enabled", u"name"}},
    AttributeOrder{u"timer", {u"name", u"track", u"tickpolicy", u"frequency", u"mode", u"present"}},
    AttributeOrder{u"topology", {u"sockets", u"dies", u"clusters", u"cores", u"threads"}},
    AttributeOrder{u"network", {u"connections"}},
    AttributeOrder{u"rom", {u"enabled", u"bar", u"file"}},
    AttributeOrder{u"cpu", {u"id", u"cpus", u"mode", u"match", u"check", u"migratable"}},
    AttributeOrder{u"target",
        {u"chassisNr", u"chassis", u"port", u"busNr", u"hotplug", u"type", u"dev", u"name", u"bus", u"address"}},
    AttributeOrder{nullptr,
        {u"domain", u"placement", u"mode", u"name", u"type", u"device", u"managed", u"arch", u"index", u"model"}},
};
constexpr std::array pciAddressOrder{
    u"type", u"controller", u"domain", u"bus", u"target", u"slot", u"function", u"multifunction", u"unit", u"port"};
constexpr std::array graphicsOrder{
    u"type", u"port", u"tlsPort", u"autoport", u"socket", u"websocket", u"listen", u"keymap"};

template <typename Names> int rankIn(const Names &names, const QString &attribute)
{
    for (size_t i = 0; i < names.size() && names[i]; ++i)
        if (attribute == QStringView(names[i]))
            return int(i);
    return int(names.size());
}

int rank(const QString &element, const QString &attribute)
{
    if (element == u"address")
        return rankIn(pciAddressOrder, attribute);
    if (element == u"graphics")
        return rankIn(graphicsOrder, attribute);
    for (const AttributeOrder &order : attributeOrders)
        if (!order.element || element == QStringView(order.element))
            return rankIn(order.names, attribute);
    return 0;
}

QString escaped(const QString &text, bool inAttribute)
{
    QString out;
    out.reserve(text.size() + 16);
    for (QChar c : text) {
        switch (c.unicode()) {
        case '&': out += u"&amp;"_s; break;
        case '<': out += u"&lt;"_s; break;
        case '>': out += u"&gt;"_s; break;
        case '\r': out += u"&#13;"_s; break;
        case '\'': out += inAttribute ? u"&apos;"_s : u"'"_s; break;
        case '\n': out += inAttribute ? u"&#10;"_s : u"\n"_s; break;
        case '\t': out += inAttribute ? u"&#9;"_s : u"\t"_s; break;
        default: out += c;
        }
    }
    return out;
}

void write(const QDomNode &node, QString &out)
{
    if (node.isComment()) {
        out += u"<!--"_s + node.nodeValue() + u"-->"_s;
    } else if (node.isCDATASection()) {
        out += u"<![CDATA["_s + node.nodeValue() + u"]]>"_s;
    } else if (node.isText()) {
        out += escaped(node.nodeValue(), false);
    } else if (node.isDocument()) {
        for (QDomNode child = node.firstChild(); !child.isNull(); child = child.nextSibling()) {
            write(child, out);
            out += u'\n';
        }
    } else if (node.isElement()) {
        const QString name = node.toElement().tagName();
        out += u'<' + name;
        struct Attribute
        {
            int rank;
            QString name;
            QString value;
            bool operator<(const Attribute &other) const
            {
                return std::tie(rank, name) < std::tie(other.rank, other.name);
            }
        };
        QList<Attribute> attributes;
        const QDomNamedNodeMap map = node.attributes();
        for (int i = 0; i < map.count(); ++i)
            attributes << Attribute{
                rank(name, map.item(i).nodeName()), map.item(i).nodeName(), map.item(i).nodeValue()};
        std::sort(attributes.begin(), attributes.end());
        for (const Attribute &attribute : attributes)
            out += u' ' + attribute.name + u"='"_s + escaped(attribute.value, true) + u'\'';
        if (!node.hasChildNodes()) {
            out += u"/>"_s;
            return;
        }
        out += u'>';
        for (QDomNode child = node.firstChild(); !child.isNull(); child = child.nextSibling())
            write(child, out);
        out += u"</"_s + name + u'>';
    }
}

} // namespace

QString nodeText(const QDomNode &node)
{
    QString out;
    write(node, out);
    return out;
}

QList<QDomElement> elementsOnlyIn(const QList<QDomElement> &some, const QList<QDomElement> &others)
{
    QStringList texts;
    for (const QDomElement &element : others)
        texts += nodeText(element);
    QList<QDomElement> only;
    for (const QDomElement &element : some)
        if (!texts.removeOne(nodeText(element)))
            only += element;
    return only;
}

} // namespace laneway
