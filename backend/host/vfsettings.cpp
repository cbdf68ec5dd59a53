// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/vfsettings.h"

#include <QJsonArray>
#include <QMap>

#include <algorithm>
#include <limits>

namespace laneway {

namespace {

constexpr double largestIndex = 65535; // TotalVFs has 16 bits (PCI Express SR-IOV, 9.3.3.6)

std::optional<double> wholeNumber(const QJsonValue &value, double largest)
{
    const double number = value.toDouble(-1);
    if (!value.isDouble() || number < 0 || number > largest || number != double(quint64(number)))
        return std::nullopt;
    return number;
}

std::optional<VlanProtocol> protocolFrom(QStringView text)
{
    if (text.compare(u"802.1q", Qt::CaseInsensitive) == 0)
        return VlanProtocol::Dot1Q;
    if (text.compare(u"802.1ad", Qt::CaseInsensitive) == 0)
        return VlanProtocol::Dot1AD;
    return std::nullopt;
}

std::optional<VfLinkState> linkStateFrom(QStringView text)
{
    if (text == u"auto")
        return VfLinkState::Auto;
    if (text == u"enable")
        return VfLinkState::Enable;
    if (text == u"disable")
        return VfLinkState::Disable;
    return std::nullopt;
}

QString nameOf(VfLinkState state)
{
    switch (state) {
    case VfLinkState::Enable: return u"enable"_s;
    case VfLinkState::Disable: return u"disable"_s;
    case VfLinkState::Auto: break;
    }
    return u"auto"_s;
}

// VfSettings and VfChange have the same fields but for the index.
template <typename Fields> QJsonObject fieldsToJson(const Fields &fields, std::optional<VfIndex> index = {})
{
    // In the order in which the object keeps its members: each goes to the end.
    QJsonObject json;
    if (index)
        json.insert("index"_L1, qint64(index->value));
    if (fields.linkState)
        json.insert("linkState"_L1, nameOf(*fields.linkState));
    if (fields.mac)
        json.insert("mac"_L1, fields.mac->toString());
    if (fields.rate) {
        json.insert("maxRate"_L1, qint64(fields.rate->maximum));
        json.insert("minRate"_L1, qint64(fields.rate->minimum));
    }
    if (fields.vlan)
        json.insert("qos"_L1, int(fields.vlan->qos));
    if (fields.spoofCheck)
        json.insert("spoofCheck"_L1, *fields.spoofCheck);
    if (fields.trust)
        json.insert("trust"_L1, *fields.trust);
    if (fields.vlan) {
        json.insert("vlan"_L1, fields.vlan->id ? int(fields.vlan->id->value()) : 0);
        json.insert("vlanProtocol"_L1, fields.vlan->protocol == VlanProtocol::Dot1AD ? u"802.1ad"_s : u"802.1Q"_s);
    }
    return json;
}

tl::unexpected<Error> badMember(QStringView key, const QString &expected)
{
    return fail(ErrorCode::InvalidInput, key.toString(), expected);
}

Result<std::optional<VfVlan>> vlanFromJson(const QJsonObject &json)
{
    if (!json.contains(u"vlan")) {
        for (const auto key : {QStringView(u"qos"), QStringView(u"vlanProtocol")})
            if (json.contains(key))
                return badMember(key, u"needs a vlan beside it"_s);
        return std::nullopt;
    }
    VfVlan vlan;
    const auto id = wholeNumber(json[u"vlan"], 4094);
    if (!id)
        return badMember(u"vlan", u"a VLAN is 1 to 4094, or 0 for none"_s);
    if (*id > 0)
        vlan.id = *VlanId::make(quint32(*id));
    if (json.contains(u"qos")) {
        const auto qos = wholeNumber(json[u"qos"], 7);
        if (!qos)
            return badMember(u"qos", u"a priority is 0 to 7"_s);
        vlan.qos = quint8(*qos);
    }
    if (json.contains(u"vlanProtocol")) {
        const auto protocol = protocolFrom(json[u"vlanProtocol"].toString());
        if (!protocol)
            return badMember(u"vlanProtocol", u"802.1Q or 802.1ad"_s);
        vlan.protocol = *protocol;
    }
    return vlan;
}

Result<std::optional<bool>> boolFromJson(const QJsonObject &json, QStringView key)
{
    if (!json.contains(key))
        return std::nullopt;
    if (!json[key].isBool())
        return badMember(key, u"true or false"_s);
    return json[key].toBool();
}

Result<std::optional<VfRate>> rateFromJson(const QJsonObject &json)
{
    VfRate rate;
    bool given = false;
    for (auto [key, value] :
        {std::pair(QStringView(u"minRate"), &rate.minimum), std::pair(QStringView(u"maxRate"), &rate.maximum)}) {
        if (!json.contains(key))
            continue;
        const auto number = wholeNumber(json[key], std::numeric_limits<quint32>::max());
        if (!number)
            return badMember(key, u"a rate in Mbit/s, 0 for no limit"_s);
        *value = quint32(*number);
        given = true;
    }
    if (!given)
        return std::nullopt;
    return rate;
}

template <typename Fields> Result<Fields> fieldsFromJson(const QJsonObject &json)
{
    Fields fields;
    if (json.contains(u"mac")) {
        const auto mac = MacAddress::parse(json[u"mac"].toString());
        if (!mac)
            return badMember(u"mac", u"a MAC address such as 52:54:00:6d:90:02"_s);
        fields.mac = *mac;
    }
    auto vlan = vlanFromJson(json);
    if (!vlan)
        return fail(vlan.error());
    fields.vlan = *vlan;
    for (auto [key, value] :
        {std::pair(QStringView(u"spoofCheck"), &fields.spoofCheck), std::pair(QStringView(u"trust"), &fields.trust)}) {
        auto flag = boolFromJson(json, key);
        if (!flag)
            return fail(flag.error());
        *value = *flag;
    }
    if (json.contains(u"linkState")) {
        fields.linkState = linkStateFrom(json[u"linkState"].toString());
        if (!fields.linkState)
            return badMember(u"linkState", u"auto, enable or disable"_s);
    }
    auto rate = rateFromJson(json);
    if (!rate)
        return fail(rate.error());
    fields.rate = *rate;
    return fields;
}

// The words of iproute2 (ip-link(8), "vf") and the members of our JSON, both to the members.
QString memberOf(QStringView key)
{
    static constexpr struct
    {
        QStringView word;
        QStringView member;
    } names[] = {{u"mac", u"mac"}, {u"vlan", u"vlan"}, {u"qos", u"qos"}, {u"proto", u"vlanProtocol"},
        {u"vlanProtocol", u"vlanProtocol"}, {u"spoofchk", u"spoofCheck"}, {u"spoofCheck", u"spoofCheck"},
        {u"trust", u"trust"}, {u"state", u"linkState"}, {u"linkState", u"linkState"}, {u"min_tx_rate", u"minRate"},
        {u"minRate", u"minRate"}, {u"max_tx_rate", u"maxRate"}, {u"maxRate", u"maxRate"}};
    for (const auto &name : names)
        if (name.word == key)
            return name.member.toString();
    return {};
}

// Undefined for a text that is not of the member's type.
QJsonValue memberValue(QStringView member, QStringView text)
{
    if (member == u"spoofCheck" || member == u"trust") {
        if (text == u"on" || text == u"true")
            return true;
        if (text == u"off" || text == u"false")
            return false;
        return QJsonValue::Undefined;
    }
    if (member == u"mac" || member == u"vlanProtocol" || member == u"linkState")
        return text.toString();
    // toUInt() takes signs and blanks.
    const bool digits = !text.isEmpty() && text.size() <= 10
        && std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    return digits ? QJsonValue(double(text.toULongLong())) : QJsonValue(QJsonValue::Undefined);
}

QString expectationOf(QStringView member)
{
    if (member == u"spoofCheck" || member == u"trust")
        return u"on or off"_s;
    return u"a whole number"_s;
}

Result<> checkChange(const VfChange &change)
{
    if (change.mac && change.mac->isMulticast())
        return badMember(u"mac", u"a multicast address cannot be a VF's own"_s);
    if (change.rate && change.rate->maximum && change.rate->minimum > change.rate->maximum)
        return badMember(u"minRate", u"above the maximum rate"_s);
    return {};
}

// What `ip link set vf` and VfChange::parse() say.
template <typename Fields> QString fieldsToWords(VfIndex index, const Fields &fields)
{
    QString words = QString::number(index.value);
    words.reserve(160);
    const auto onOff = [](bool on) { return on ? "on"_L1 : "off"_L1; };
    if (fields.mac)
        words += " mac="_L1 % fields.mac->toString();
    if (fields.vlan)
        words += " vlan="_L1 % QString::number(fields.vlan->id ? fields.vlan->id->value() : 0) % " qos="_L1
            % QString::number(fields.vlan->qos) % " proto="_L1
            % (fields.vlan->protocol == VlanProtocol::Dot1AD ? "802.1ad"_L1 : "802.1Q"_L1);
    if (fields.spoofCheck)
        words += " spoofchk="_L1 % onOff(*fields.spoofCheck);
    if (fields.trust)
        words += " trust="_L1 % onOff(*fields.trust);
    if (fields.linkState)
        words += " state="_L1 % nameOf(*fields.linkState);
    if (fields.rate)
        words += " min_tx_rate="_L1 % QString::number(fields.rate->minimum) % " max_tx_rate="_L1
            % QString::number(fields.rate->maximum);
    return words;
}

/// The members of the JSON form, and which word each came from.
struct Members
{
    QJsonObject json;
    QMap<QString, QString> wordOf;
};

Result<Members> membersIn(const QStringList &words)
{
    Members members;
    for (const QString &word : words) {
        const qsizetype equals = word.indexOf(u'=');
        const QString member = memberOf(QStringView(word).left(qMax<qsizetype>(equals, 0)));
        if (member.isEmpty())
            return fail(ErrorCode::InvalidInput, word,
                u"expected mac=, vlan=, qos=, proto=, spoofchk=, trust=, state=, max_tx_rate= or "
                u"min_tx_rate="_s);
        if (members.json.contains(member))
            return fail(ErrorCode::InvalidInput, word, u"given twice"_s);
        const QJsonValue value = memberValue(member, QStringView(word).sliced(equals + 1));
        if (value.isUndefined())
            return fail(ErrorCode::InvalidInput, word, expectationOf(member));
        members.json[member] = value;
        members.wordOf[member] = word;
    }
    return members;
}

/// The JSON form of "2 mac=52:54:…", "index" included.
Result<QJsonObject> indexedMembers(QStringView text)
{
    QStringList words = text.toString().split(u' ');
    const QJsonValue index = memberValue(u"index", words.takeFirst());
    return membersIn(words).map([&](Members &&members) {
        if (!index.isUndefined())
            members.json.insert("index"_L1, index);
        return members.json;
    });
}

} // namespace

QJsonObject VfSettings::toJson() const
{
    return fieldsToJson(*this, index);
}

Result<VfSettings> VfSettings::fromJson(const QJsonObject &json)
{
    const auto index = wholeNumber(json[u"index"], largestIndex);
    if (!index)
        return badMember(u"index", u"the VF's number, from 0"_s);
    return fieldsFromJson<VfSettings>(json).map([&](VfSettings settings) {
        settings.index = VfIndex{quint32(*index)};
        return settings;
    });
}

QString VfSettings::toWords() const
{
    return fieldsToWords(index, *this);
}

Result<VfSettings> VfSettings::fromWords(QStringView words)
{
    return indexedMembers(words).and_then(fromJson);
}

QString changeToWords(VfIndex vf, const VfChange &change)
{
    return fieldsToWords(vf, change);
}

Result<std::pair<VfIndex, VfChange>> changeFromWords(QStringView words)
{
    const auto json = indexedMembers(words);
    if (!json)
        return fail(json.error());
    const auto index = wholeNumber((*json)[u"index"], largestIndex);
    if (!index)
        return badMember(u"index", u"the VF's number, from 0"_s);
    return VfChange::fromJson(*json).map(
        [&](const VfChange &change) { return std::pair(VfIndex{quint32(*index)}, change); });
}

QJsonObject VfChange::toJson() const
{
    return fieldsToJson(*this);
}

Result<VfChange> VfChange::fromJson(const QJsonObject &json)
{
    return fieldsFromJson<VfChange>(json).and_then(
        [](const VfChange &change) { return checkChange(change).map([&] { return change; }); });
}

Result<VfChange> VfChange::parse(const QStringList &words)
{
    const auto members = membersIn(words);
    if (!members)
        return fail(members.error());
    if (members->json.isEmpty())
        return fail(ErrorCode::InvalidInput, QString(), u"nothing to change was named"_s);
    return fromJson(members->json).map_error([&](Error error) {
        error.subject = members->wordOf.value(error.subject, error.subject);
        return error;
    });
}

VfChange VfChange::to(const VfSettings &former)
{
    return {former.mac, former.vlan, former.spoofCheck, former.trust, former.linkState, former.rate};
}

namespace {

constexpr VfField everyField[] = {VfField::Mac, VfField::Vlan, VfField::Rate, VfField::SpoofCheck, VfField::LinkState,
    VfField::Trust}; // do_setvfinfo() in net/core/rtnetlink.c

/// Calls @p visit with the field of each of @p parts, which have the same fields.
template <typename Visit, typename... Parts> void visitField(VfField field, Visit visit, Parts &...parts)
{
    switch (field) {
    case VfField::Mac: return visit(parts.mac...);
    case VfField::Vlan: return visit(parts.vlan...);
    case VfField::Rate: return visit(parts.rate...);
    case VfField::SpoofCheck: return visit(parts.spoofCheck...);
    case VfField::LinkState: return visit(parts.linkState...);
    case VfField::Trust: return visit(parts.trust...);
    }
}

} // namespace

QString nameOf(VfField field)
{
    constexpr QStringView names[] = {u"mac", u"vlan", u"rate", u"spoofCheck", u"linkState", u"trust"};
    return names[size_t(field)].toString();
}

std::optional<VfField> vfFieldFrom(QStringView name)
{
    for (const VfField field : everyField)
        if (nameOf(field) == name)
            return field;
    return std::nullopt;
}

QList<VfField> VfChange::fields() const
{
    QList<VfField> set;
    for (const VfField field : everyField)
        visitField(
            field,
            [&](const auto &value) {
                if (value)
                    set.append(field);
            },
            *this);
    return set;
}

VfChange VfChange::only(VfField field) const
{
    VfChange one;
    visitField(
        field, [](auto &to, const auto &from) { to = from; }, one, *this);
    return one;
}

QList<VfField> VfChange::missingIn(const VfSettings &now) const
{
    QList<VfField> missing;
    for (const VfField field : everyField)
        visitField(
            field,
            [&](const auto &wanted, const auto &found) {
                if (wanted && wanted != found)
                    missing.append(field);
            },
            *this, now);
    return missing;
}

bool VfChange::isIn(const VfSettings &now) const
{
    return missingIn(now).isEmpty();
}

VfChange VfChange::beyond(const VfSettings &now) const
{
    VfChange change = *this;
    for (const VfField field : everyField)
        visitField(
            field,
            [](auto &wanted, const auto &found) {
                if (wanted == found)
                    wanted.reset();
            },
            change, now);
    return change;
}

VfSettings VfChange::sameFieldsOf(const VfSettings &all) const
{
    return withFieldsOf(all, VfSettings{all.index, {}, {}, {}, {}, {}, {}});
}

VfSettings VfChange::withFieldsOf(const VfSettings &former, const VfSettings &now) const
{
    VfSettings settings = now;
    for (const VfField field : everyField)
        visitField(
            field,
            [](const auto &touched, auto &to, const auto &from) {
                if (touched)
                    to = from;
            },
            *this, settings, former);
    return settings;
}

VfChange VfChange::toSend(const VfSettings &now) const
{
    VfChange change = *this;
    for (const VfField field : {VfField::Rate, VfField::SpoofCheck, VfField::LinkState, VfField::Trust})
        visitField(
            field,
            [](auto &wanted, const auto &found) {
                if (wanted && wanted == found)
                    wanted.reset();
            },
            change, now);
    // A priority without a VLAN is a tag all the same (VID 0).
    const bool untags = change.vlan == VfVlan();
    if (untags && (!now.vlan || now.vlan == change.vlan))
        change.vlan.reset();
    return change;
}

QJsonObject VfRefusal::toJson() const
{
    return {{u"index"_s, qint64(vf.value)}, {u"field"_s, nameOf(field)}, {u"error"_s, error.toJson()}};
}

Result<VfRefusal> VfRefusal::fromJson(const QJsonObject &json)
{
    const auto index = wholeNumber(json[u"index"], largestIndex);
    const auto field = vfFieldFrom(json[u"field"].toString());
    if (!index || !field)
        return badMember(!index ? u"index" : u"field", u"a VF's number and a field's name"_s);
    return VfRefusal{VfIndex{quint32(*index)}, *field, Error::fromJson(json[u"error"].toObject())};
}

QJsonArray refusalsToJson(const QList<VfRefusal> &refusals)
{
    QJsonArray json;
    for (const VfRefusal &refusal : refusals)
        json.append(refusal.toJson());
    return json;
}

QList<VfRefusal> refusalsFromJson(const QJsonArray &json)
{
    QList<VfRefusal> refusals;
    for (const QJsonValue &value : json)
        if (const auto refusal = VfRefusal::fromJson(value.toObject()))
            refusals.append(*refusal);
    return refusals;
}

} // namespace laneway
