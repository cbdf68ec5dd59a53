// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/deviceproperty.h"

#include "core/macaddress.h"
#include "xml/viewreading.h"

#include <algorithm>
#include <optional>

namespace laneway {

namespace {

/// The element or attribute at @p path; nothing when it is not there.
std::optional<QString> textAt(QDomElement element, QStringView path)
{
    for (const QStringView step : path.split(u'/')) {
        if (step.startsWith(u'@')) {
            const QString name = step.mid(1).toString();
            return element.hasAttribute(name) ? std::optional(element.attribute(name)) : std::nullopt;
        }
        element = element.firstChildElement(step.toString());
        if (element.isNull())
            return {};
    }
    return textOf(element);
}

bool isOneOf(QStringView words, const QString &text)
{
    return !text.isEmpty() && words.split(u' ').contains(text);
}

std::optional<qint64> wholeNumber(const QString &text)
{
    bool isNumber = false;
    const bool hexadecimal = text.startsWith(u"0x", Qt::CaseInsensitive);
    const quint64 number = text.startsWith(u'-') || text.startsWith(u'+')
        ? 0
        : (hexadecimal ? text.mid(2).toULongLong(&isNumber, 16) : text.toULongLong(&isNumber, 10));
    return isNumber && number <= quint64(std::numeric_limits<qint64>::max()) ? std::optional(qint64(number))
                                                                             : std::nullopt;
}

/// The same in words; empty when it fits.
QString complaint(const Property &property, const QString &text)
{
    switch (misfit(property, text)) {
    case Misfit::None: return {};
    case Misfit::OtherWord: return u"only "_s + property.words.toString().replace(u' ', u", "_s);
    case Misfit::NoNumber: return u"a number is needed"_s;
    case Misfit::OutOfRange:
        return u"a number from %1 to %2"_s.arg(rangeOf(property)->first).arg(rangeOf(property)->second);
    case Misfit::NoSwitch: return u"only yes, no"_s;
    case Misfit::NoOnOff: return u"only on, off"_s;
    case Misfit::ControlCharacter: return u"it has a control character"_s;
    case Misfit::NoPath: return u"an absolute path is needed"_s;
    case Misfit::NoMac: return u"not the MAC address of an interface"_s;
    case Misfit::NotEmpty: return u"nothing stands inside"_s;
    }
    return {};
}

/// A word that is none of those is understood and not possible; anything else is wrong.
tl::unexpected<Error> refuse(const Property &property, const QString &place, const QString &text, const QString &why)
{
    const QStringView last = QStringView(place).mid(place.lastIndexOf(u'/') + 1);
    const QString subject = last.startsWith(u'@') ? place.left(place.lastIndexOf(u'/')) : place;
    const QString said = last.startsWith(u'@') ? u"%1='%2'"_s.arg(last.mid(1), text) : u"\"%1\""_s.arg(text);
    return fail(property.holds == Holds::Word ? ErrorCode::UnsupportedConfiguration : ErrorCode::InvalidXml, subject,
        said + u": " + why);
}

struct Walk
{
    const DeviceKind &kind;
    bool onlyWrong = false; ///< what is unknown or not possible passes

    QString complaintAbout(const Property &property, const QString &text) const
    {
        return onlyWrong && property.holds == Holds::Word ? QString() : complaint(property, text);
    }

    Result<> check(const QDomElement &element, const QString &path, const QString &place) const
    {
        const QDomNamedNodeMap attributes = element.attributes();
        for (int i = 0; i < attributes.size(); ++i) {
            const QDomAttr attribute = attributes.item(i).toAttr();
            const QString at = (path.isEmpty() ? u"@"_s : path + u"/@"_s) + attribute.name();
            const Property *property = kind.find(at);
            if (!property && onlyWrong)
                continue;
            if (!property)
                return fail(ErrorCode::UnsupportedConfiguration, place,
                    u"%1='%2' is not passed on to QEMU; remove it"_s.arg(attribute.name(), attribute.value()));
            if (const QString why = complaintAbout(*property, attribute.value()); !why.isEmpty())
                return refuse(*property, QString(place + u"/@" + attribute.name()), attribute.value(), why);
        }
        for (const QDomElement &child : childElements(element)) {
            const QString at = (path.isEmpty() ? QString() : path + u"/"_s) + child.tagName();
            if (const auto done = checkChild(child, at); !done)
                return done;
        }
        return {};
    }

    Result<> checkChild(const QDomElement &child, const QString &at) const
    {
        const QString place = elementPath(child);
        if (kind.find(QString(at + u"/*")))
            return {};
        const Property *property = kind.find(at);
        if (property) {
            const QString text = textOf(child);
            // An element that says nothing is as good as none.
            const bool isNothing = text.isEmpty() && (property->holds == Holds::Word || property->holds == Holds::Path);
            if (const QString why = isNothing ? QString() : complaintAbout(*property, text); !why.isEmpty())
                return refuse(*property, place, text, why);
        } else if (!std::any_of(kind.properties.begin(), kind.properties.end(), [&](const Property &row) {
                       return row.path.size() > at.size() && row.path.startsWith(at) && row.path[at.size()] == u'/';
                   })) {
            if (onlyWrong)
                return {};
            return fail(ErrorCode::UnsupportedConfiguration, place,
                u"<%1> is not passed on to QEMU; remove it"_s.arg(child.tagName()));
        }
        return check(child, at, place);
    }
};

QJsonValue jsonValue(const Property &property, const QString &text)
{
    if (!property.values.isEmpty()) {
        for (const QStringView rule : property.values.split(u' ')) {
            const qsizetype equals = rule.indexOf(u'=');
            if (rule.left(equals) != text && rule.left(equals) != u"*")
                continue;
            const QString value = rule.mid(equals + 1).toString();
            if (value == u"true" || value == u"false")
                return value == u"true";
            if (const auto number = wholeNumber(value))
                return *number;
            return value;
        }
        return QJsonValue::Undefined;
    }
    switch (property.holds) {
    case Holds::Number:
    case Holds::Size: return wholeNumber(text).value_or(0);
    case Holds::Switch: return text == u"yes";
    case Holds::OnOff: return text == u"on";
    case Holds::Mark: return true;
    default: return text;
    }
}

void put(QJsonObject &object, QStringView name, const QJsonValue &value)
{
    const qsizetype slash = name.indexOf(u'/');
    if (slash < 0) {
        object[name] = value;
        return;
    }
    QJsonObject inner = object[name.left(slash)].toObject();
    put(inner, name.mid(slash + 1), value);
    object[name.left(slash)] = inner;
}

} // namespace

const Property *DeviceKind::find(QStringView path) const
{
    const auto row = std::find_if(
        properties.begin(), properties.end(), [&](const Property &property) { return property.path == path; });
    return row == properties.end() ? nullptr : &*row;
}

std::optional<std::pair<qint64, qint64>> rangeOf(const Property &property)
{
    const QList<QStringView> range = property.words.split(u' ');
    const bool counts = property.holds == Holds::Number || property.holds == Holds::Size;
    return counts && range.size() == 2 ? std::optional(std::pair(range[0].toLongLong(), range[1].toLongLong()))
                                       : std::nullopt;
}

Misfit misfit(const Property &property, const QString &text)
{
    const auto unless = [](bool fits, Misfit why) { return fits ? Misfit::None : why; };
    switch (property.holds) {
    case Holds::Word: return unless(isOneOf(property.words, text), Misfit::OtherWord);
    case Holds::Number:
    case Holds::Size: {
        const auto number = wholeNumber(text);
        if (!number)
            return Misfit::NoNumber;
        const auto range = rangeOf(property);
        return unless(!range || (*number >= range->first && *number <= range->second), Misfit::OutOfRange);
    }
    case Holds::Switch: return unless(text == u"yes" || text == u"no", Misfit::NoSwitch);
    case Holds::OnOff: return unless(text == u"on" || text == u"off", Misfit::NoOnOff);
    case Holds::Text: return unless(!hasControlCharacter(text), Misfit::ControlCharacter);
    case Holds::Path: return unless(text.startsWith(u'/') && !hasControlCharacter(text), Misfit::NoPath);
    case Holds::Mac: {
        const auto mac = MacAddress::parse(text);
        return unless(mac && !mac->isMulticast(), Misfit::NoMac);
    }
    case Holds::Mark: return unless(text.isEmpty(), Misfit::NotEmpty);
    case Holds::Given:
    case Holds::Kept: break;
    }
    return Misfit::None;
}

Result<> checkValues(const QDomElement &element, const DeviceKind &kind)
{
    return Walk{kind, true}.check(element, QString(), elementPath(element));
}

Result<> checkDevice(const QDomElement &element, const DeviceKind &kind)
{
    return Walk{kind}.check(element, QString(), elementPath(element));
}

QString propertyText(const QDomElement &element, const DeviceKind &kind, QStringView path)
{
    const Property *property = kind.find(path);
    Q_ASSERT(property);
    return textAt(element, path).value_or(property ? property->otherwise.toString() : QString());
}

bool hasProperty(const QDomElement &element, QStringView path)
{
    return textAt(element, path).has_value();
}

bool isWanted(const Property &property, const std::function<QString(QStringView path)> &textAt)
{
    const auto conditions = property.where.split(u' ', Qt::SkipEmptyParts);
    return std::all_of(conditions.begin(), conditions.end(), [&](QStringView condition) {
        const qsizetype equals = condition.indexOf(u'=');
        return condition.mid(equals + 1).split(u',').contains(textAt(condition.first(equals)));
    });
}

void fillPart(QJsonObject &into, const QDomElement &element, const DeviceKind &kind, unsigned part)
{
    for (const Property &property : kind.properties) {
        if (!(property.parts & part))
            continue;
        const auto text = textAt(element, property.path);
        if (!text)
            continue;
        const QJsonValue value = jsonValue(property, *text);
        if (!value.isUndefined())
            put(into, property.name, value);
    }
}

} // namespace laneway
