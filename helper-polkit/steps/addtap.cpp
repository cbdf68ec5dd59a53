// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/addtap.h"

#include "steps/arguments.h"

#include <QRegularExpression>

namespace laneway {

namespace {

std::optional<HostLink> named(const QList<HostLink> &links, const QString &name)
{
    for (const HostLink &link : links)
        if (link.name == name)
            return link;
    return std::nullopt;
}

} // namespace

bool isGivenTapName(QStringView name)
{
    return name.startsWith(u"vnet") || name.startsWith(u"vif") || name.startsWith(u"macvtap")
        || name.startsWith(u"macvlan");
}

Result<StepPtr> AddTap::fromJson(const QJsonObject &json)
{
    static const QRegularExpression tokenForm(u"\\A[0-9a-f]{8}\\z"_s);
    Arguments arguments(json);
    Values values;
    values.interface = arguments.text(u"interface");
    values.token = arguments.text(u"token");
    values.bridge = arguments.textOr(u"bridge");
    values.lower = arguments.textOr(u"lower");
    values.mode = arguments.textOr(u"mode");
    values.mtu = arguments.number(u"mtu", 65535);
    values.queues = arguments.number(u"queues", 256);
    values.lowersMtu = json[u"lowersMtu"].toBool();
    const auto mac = MacAddress::parse(arguments.text(u"mac"));
    if (!mac)
        arguments.refuse(u"mac");
    else
        values.mac = *mac;
    if (!tokenForm.match(values.token).hasMatch())
        arguments.refuse(u"token");
    if (!isLinkName(values.interface))
        arguments.refuse(u"interface");
    if (values.bridge.isEmpty() == values.lower.isEmpty() || (!values.lower.isEmpty() && !macvtapMode(values.mode)))
        arguments.refuse(u"bridge");
    return arguments.step([&] { return std::make_shared<const AddTap>(values); });
}

QJsonObject AddTap::arguments() const
{
    QJsonObject json{{u"interface"_s, m_values.interface}, {u"token"_s, m_values.token},
        {u"mac"_s, m_values.mac.toString()}, {u"mtu"_s, m_values.mtu}, {u"queues"_s, m_values.queues}};
    if (!m_values.bridge.isEmpty())
        json[u"bridge"] = m_values.bridge;
    else
        json.insert(u"lower"_s, m_values.lower);
    if (!m_values.mode.isEmpty())
        json[u"mode"] = m_values.mode;
    if (m_values.lowersMtu)
        json[u"lowersMtu"] = true;
    return json;
}

QStringList AddTap::commands() const
{
    const QString dev = m_values.interface;
    QString set = u"ip link set dev "_s + dev + u" address "_s + m_values.mac.toString();
    if (m_values.mtu > 0)
        set += u" mtu "_s + QString::number(m_values.mtu);
    if (m_values.bridge.isEmpty())
        return {u"ip link add link "_s + m_values.lower + u" name "_s + dev + u" type macvtap mode "_s
                + (isPassedThrough() ? u"passthru"_s : m_values.mode),
            set + u" up"_s};
    return {u"ip tuntap add dev "_s + dev + u" mode tap user root vnet_hdr"_s
            + (m_values.queues > 1 ? u" multi_queue"_s : QString()),
        set + u" master "_s + m_values.bridge + u" up"_s};
}

Result<std::optional<HostLink>> AddTap::find(const Kernel &kernel) const
{
    return kernel.netlink.links().map([&](const QList<HostLink> &links) -> std::optional<HostLink> {
        for (const HostLink &link : links)
            if (link.mark == mark() || link.name == hiddenName())
                return link;
        return std::nullopt;
    });
}

Result<QJsonObject> AddTap::formerState(const Kernel &kernel) const
{
    const auto links = kernel.netlink.links();
    if (!links)
        return fail(links.error());
    if (const auto other = named(*links, m_values.interface); other && other->mark != mark())
        return fail(ErrorCode::AlreadyExists, m_values.interface, u"the host has an interface of this name"_s);
    const QString below = m_values.bridge.isEmpty() ? m_values.lower : m_values.bridge;
    const auto link = named(*links, below);
    if (!link)
        return fail(ErrorCode::NotFound, below, u"the host has no such interface"_s);
    // The plan asked nobody about it, as it was no smaller.
    if (!m_values.bridge.isEmpty() && !m_values.lowersMtu && m_values.mtu > 0 && m_values.mtu < link->mtu)
        return fail(ErrorCode::HostChanged, below,
            u"its MTU is %1 now, which a port with %2 would lower"_s.arg(link->mtu).arg(m_values.mtu));
    if (!isPassedThrough())
        return QJsonObject();
    return QJsonObject{{u"lowerMac"_s, link->mac ? link->mac->toString() : QString()}};
}

Result<> AddTap::make(Kernel &kernel) const
{
    if (!m_values.bridge.isEmpty())
        return kernel.netlink.makeTap(hiddenName(), m_values.queues > 1);
    return kernel.netlink.makeMacvtap(hiddenName(), m_values.lower, *macvtapMode(m_values.mode), m_values.mac);
}

Result<> AddTap::apply(Kernel &kernel) const
{
    auto link = find(kernel);
    if (!link)
        return fail(link.error());
    if (!*link) {
        if (auto made = make(kernel); !made)
            return made;
        link->emplace().name = hiddenName();
    }
    // The mark first: what has the name of the plan is known by it.
    if ((*link)->mark.isEmpty()) {
        LinkChange marked;
        marked.mark = mark();
        if (auto done = kernel.netlink.changeLink((*link)->name, marked); !done)
            return done;
    }
    LinkChange change;
    if ((*link)->name != m_values.interface)
        change.name = m_values.interface;
    change.mac = m_values.mac;
    if (!m_values.bridge.isEmpty())
        change.master = m_values.bridge;
    if (m_values.mtu > 0)
        change.mtu = m_values.mtu;
    change.up = true;
    return kernel.netlink.changeLink((*link)->name, change);
}

Result<> AddTap::verify(const Kernel &kernel) const
{
    const auto link = find(kernel);
    if (!link)
        return fail(link.error());
    const auto failed
        = [&](const QString &what) { return fail(ErrorCode::VerificationFailed, m_values.interface, what); };
    if (!*link)
        return failed(u"it is not there"_s);
    const HostLink &now = **link;
    if (now.name != m_values.interface)
        return failed(u"its name is "_s + now.name);
    if (!now.up)
        return failed(u"it is not up"_s);
    if (now.master != m_values.bridge)
        return failed(u"its bridge is '%1'"_s.arg(now.master));
    if (now.mac != m_values.mac)
        return failed(u"its MAC is "_s + (now.mac ? now.mac->toString() : u"none"_s));
    if (m_values.mtu > 0 && now.mtu != m_values.mtu)
        return failed(u"its MTU is %1"_s.arg(now.mtu));
    return {};
}

Result<> AddTap::undo(Kernel &kernel, const QJsonObject &former) const
{
    const auto link = find(kernel);
    if (!link)
        return fail(link.error());
    if (*link)
        if (auto removed = kernel.netlink.removeLink((*link)->name); !removed)
            return removed;
    const auto before = MacAddress::parse(former[u"lowerMac"].toString());
    if (!isPassedThrough() || !before)
        return {};
    // Newer kernels have put it back themselves.
    const auto links = kernel.netlink.links();
    if (!links)
        return fail(links.error());
    const auto lower = named(*links, m_values.lower);
    if (!lower || lower->mac != m_values.mac || *before == m_values.mac)
        return {};
    LinkChange change;
    change.mac = *before;
    return kernel.netlink.changeLink(m_values.lower, change);
}

} // namespace laneway
