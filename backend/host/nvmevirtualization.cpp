// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/nvmevirtualization.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>

namespace laneway {

namespace {

constexpr int most = 65535; // all of them are 16 bits wide, or can be no more than that
constexpr qsizetype mostControllers = 65535;

/// Reads whole numbers; remembers the first that is none.
class Numbers
{
public:
    explicit Numbers(const QJsonObject &json)
        : m_json(json)
    {
    }
    int operator()(QStringView key, int least = 0)
    {
        const qint64 value = m_json[key].toInteger(-1);
        if (m_json[key].isDouble() && value >= least && value <= most)
            return int(value);
        if (m_wrong.isEmpty())
            m_wrong = key.toString();
        return least;
    }
    template <typename T> Result<T> result(const T &value) const
    {
        if (m_wrong.isEmpty())
            return value;
        return fail(ErrorCode::InvalidInput, m_wrong, u"expected a whole number up to 65535"_s);
    }

private:
    const QJsonObject &m_json;
    QString m_wrong;
};

} // namespace

QJsonObject NvmeResource::toJson() const
{
    return {{u"total"_s, total}, {u"primary"_s, primary}, {u"each"_s, each}, {u"granularity"_s, granularity}};
}

Result<NvmeResource> NvmeResource::fromJson(const QJsonObject &json)
{
    Numbers number(json);
    NvmeResource resource;
    resource.total = number(u"total");
    resource.primary = number(u"primary");
    resource.each = number(u"each");
    resource.granularity = std::max(1, number(u"granularity"));
    return number.result(resource);
}

QJsonObject NvmeSecondary::toJson() const
{
    return {{u"controller"_s, controller}, {u"vf"_s, int(vf.value)}, {u"online"_s, online}, {u"queues"_s, queues},
        {u"interrupts"_s, interrupts}};
}

Result<NvmeSecondary> NvmeSecondary::fromJson(const QJsonObject &json)
{
    Numbers number(json);
    NvmeSecondary secondary;
    secondary.controller = number(u"controller");
    secondary.vf.value = quint32(number(u"vf"));
    secondary.online = json[u"online"].toBool();
    secondary.queues = number(u"queues");
    secondary.interrupts = number(u"interrupts");
    if (!json[u"online"].isBool())
        return fail(ErrorCode::InvalidInput, u"online"_s, u"expected true or false"_s);
    return number.result(secondary);
}

const NvmeSecondary *NvmeVirtualization::find(VfIndex vf) const
{
    const auto found = std::find_if(
        controllers.begin(), controllers.end(), [&](const NvmeSecondary &secondary) { return secondary.vf == vf; });
    return found == controllers.end() ? nullptr : &*found;
}

QJsonObject NvmeVirtualization::toJson() const
{
    QJsonArray list;
    for (const NvmeSecondary &secondary : controllers)
        list += secondary.toJson();
    return {{u"queues"_s, queues.toJson()}, {u"interrupts"_s, interrupts.toJson()}, {u"controllers"_s, list}};
}

Result<NvmeVirtualization> NvmeVirtualization::fromJson(const QJsonObject &json)
{
    NvmeVirtualization nvme;
    const auto queues = NvmeResource::fromJson(json[u"queues"].toObject());
    const auto interrupts = NvmeResource::fromJson(json[u"interrupts"].toObject());
    if (!queues || !interrupts)
        return fail(queues ? interrupts.error() : queues.error());
    nvme.queues = *queues;
    nvme.interrupts = *interrupts;
    const QJsonArray list = json[u"controllers"].toArray();
    if (!json[u"controllers"].isArray() || list.size() > mostControllers)
        return fail(ErrorCode::InvalidInput, u"controllers"_s, u"expected a list"_s);
    QSet<quint32> functions;
    for (const QJsonValue &value : list) {
        const auto secondary = NvmeSecondary::fromJson(value.toObject());
        if (!secondary)
            return fail(secondary.error());
        if (functions.contains(secondary->vf.value))
            return fail(ErrorCode::InvalidInput, u"vf"_s, u"told twice"_s);
        functions += secondary->vf.value;
        nvme.controllers += *secondary;
    }
    return nvme;
}

} // namespace laneway
