// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/lendnode.h"

#include "steps/arguments.h"
#include "steps/devicefiles.h"
#include "steps/waiting.h"

namespace laneway {

namespace {
constexpr int nodeLimitMs = 5'000; // devtmpfs and udev make it after the driver is bound
}

LendNode::LendNode(int group, uint uid, const QList<PciAddress> &devices)
    : m_group(group)
    , m_uid(uid)
    , m_devices(devices)
{
}

Result<StepPtr> LendNode::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const int group = arguments.number(u"group", std::numeric_limits<int>::max());
    const QList<PciAddress> devices = arguments.addresses(u"devices");
    const qint64 uid = json[u"uid"].toInteger(-1);
    if (uid < 0 || uid >= std::numeric_limits<uint>::max())
        return fail(ErrorCode::InvalidInput, u"uid"_s, u"missing or not a valid value"_s);
    return arguments.step([&] { return std::make_shared<const LendNode>(group, uint(uid), devices); });
}

QJsonObject LendNode::arguments() const
{
    return {{u"node"_s, groupNode(m_group)}, {u"group"_s, m_group}, {u"uid"_s, qint64(m_uid)},
        {u"devices"_s, addressesToJson(m_devices)}};
}

QStringList LendNode::commands() const
{
    return {u"setfacl -m u:"_s + QString::number(m_uid) + u":rw /dev/"_s + groupNode(m_group)};
}

Result<QJsonObject> LendNode::formerState(const Kernel &kernel) const
{
    Result<NodeState> state = fail(ErrorCode::NotFound, groupNode(m_group), u"did not appear"_s);
    waitUntil(
        [&] {
            state = kernel.nodes.state(groupNode(m_group));
            return state || state.error().code != ErrorCode::NotFound;
        },
        nodeLimitMs);
    return state.map([](const NodeState &found) { return found.toJson(); });
}

bool LendNode::isLent(const NodeState &state) const
{
    return state.lentTo.contains(m_uid) || (state.owner == m_uid && (state.mode & 0600) == 0600);
}

Result<> LendNode::apply(Kernel &kernel) const
{
    const auto state = kernel.nodes.state(groupNode(m_group));
    if (!state)
        return fail(state.error());
    return isLent(*state) ? Result<>() : kernel.nodes.lend(groupNode(m_group), m_uid);
}

Result<> LendNode::verify(const Kernel &kernel) const
{
    const auto state = kernel.nodes.state(groupNode(m_group));
    if (!state)
        return fail(state.error());
    if (!isLent(*state))
        return fail(ErrorCode::VerificationFailed, u"/dev/"_s + groupNode(m_group),
            u"user "_s + QString::number(m_uid) + u" has no access"_s);
    return {};
}

Result<> LendNode::undo(Kernel &kernel, const QJsonObject &former) const
{
    return kernel.nodes.takeBack(groupNode(m_group), NodeState::fromJson(former));
}

} // namespace laneway
