// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/netlink.h"

#include "core/descriptor.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace laneway {

namespace {

constexpr int answerLimitS = 10;
constexpr quint32 sequence = 1; // of the first request of a socket
// The kernel answers all of a send before anybody reads an answer: they must fit into the socket's
// buffer (net.core.rmem_default, 208 KiB), where each takes less than 1.5 KiB.
constexpr qsizetype messagesASend = 128;
constexpr qsizetype acknowledgementSize = 8 * 1024; // a header and a driver's sentence take less

struct MessageDeleter
{
    void operator()(nl_msg *message) const { nlmsg_free(message); }
};
using Message = std::unique_ptr<nl_msg, MessageDeleter>;

ErrorCode codeOf(int number)
{
    switch (number) {
    case ENODEV:
    case ENOENT: return ErrorCode::NotFound;
    case EPERM:
    case EACCES: return ErrorCode::PermissionDenied;
    case EAGAIN: return ErrorCode::TimedOut;
    default: return ErrorCode::KernelRefused;
    }
}

bool isInterfaceName(const QString &name)
{
    return !name.isEmpty() && name.toUtf8().size() < IFNAMSIZ;
}

/// A request about the interface @p name: the kernel looks the name up under its own lock.
Message request(int type, const QString &name, const ifinfomsg &header, quint32 number = sequence)
{
    constexpr size_t size = 512; // the longest, a change of every field of a VF, takes half of it
    Message message(nlmsg_alloc_size(size));
    nlmsghdr *const head = nlmsg_put(message.get(), 0, number, type, sizeof header, NLM_F_REQUEST | NLM_F_ACK);
    std::memcpy(nlmsg_data(head), &header, sizeof header);
    nla_put_string(message.get(), IFLA_IFNAME, name.toUtf8().constData());
    return message;
}

/// The sentence of an extended acknowledgement; empty when the driver gave none.
QString extendedAck(const nlmsghdr *head)
{
    if (!(head->nlmsg_flags & NLM_F_ACK_TLVS))
        return {};
    const auto *error = static_cast<const nlmsgerr *>(NLMSG_DATA(head));
    // NETLINK_CAP_ACK: of our request only the header comes back.
    const int skip = int(sizeof *error);
    std::array<nlattr *, NLMSGERR_ATTR_MAX + 1> attributes;
    if (nlmsg_parse(const_cast<nlmsghdr *>(head), skip, attributes.data(), NLMSGERR_ATTR_MAX, nullptr) < 0)
        return {};
    const nlattr *text = attributes[NLMSGERR_ATTR_MSG];
    if (!text)
        return {};
    const auto *begin = static_cast<const char *>(nla_data(text));
    return QString::fromUtf8(begin, qsizetype(strnlen(begin, size_t(nla_len(text)))));
}

QString refusalText(int number, const QString &doing, const QString &text = {})
{
    const QString what = errnoName(number) + u' ' + doing;
    return text.isEmpty() ? what : QString(what + u": "_s + text);
}

tl::unexpected<Error> refusal(int number, const QString &subject, const QString &doing, const QString &text = {})
{
    return fail(codeOf(number), subject, refusalText(number, doing, text), number);
}

/// An rtnetlink socket for the requests of one call.
class RouteSocket
{
public:
    RouteSocket()
        : m_socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE))
    {
    }

    /// 0 or errno.
    int send(const void *messages, size_t size) const
    {
        if (!m_socket)
            return errno;
        const int on = 1;
        ::setsockopt(m_socket.get(), SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on);
        ::setsockopt(m_socket.get(), SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);
        const timeval limit = {answerLimitS, 0};
        ::setsockopt(m_socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        sockaddr_nl kernel = {};
        kernel.nl_family = AF_NETLINK;
        const ssize_t sent
            = ::sendto(m_socket.get(), messages, size, 0, reinterpret_cast<const sockaddr *>(&kernel), sizeof kernel);
        return sent < 0 ? errno : 0;
    }

    /// Hands every message of the kernel's to @p take until that says it has enough. 0 or errno.
    /// @p room is for one answer; 0: the kernel is asked for the size of each first, as 256 VFs are more
    /// than any buffer one would guess.
    template <typename Take> int receive(qsizetype room, Take take)
    {
        for (;;) {
            sockaddr_nl from = {};
            socklen_t fromSize = sizeof from;
            const ssize_t size = room > 0 ? room : ::recv(m_socket.get(), nullptr, 0, MSG_PEEK | MSG_TRUNC);
            if (size < 0 && errno == EINTR)
                continue;
            if (size < 0)
                return errno;
            m_answer.resize(size);
            const ssize_t got = ::recvfrom(m_socket.get(), m_answer.data(), size_t(m_answer.size()), MSG_TRUNC,
                reinterpret_cast<sockaddr *>(&from), &fromSize);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                return errno;
            if (got > m_answer.size())
                return EMSGSIZE;
            if (from.nl_pid != 0) // not the kernel
                continue;
            auto *part = reinterpret_cast<nlmsghdr *>(m_answer.data());
            for (int left = int(got); nlmsg_ok(part, left); part = nlmsg_next(part, &left))
                if (take(part))
                    return 0;
        }
    }

private:
    const Descriptor m_socket;
    QByteArray m_answer;
};

int errorIn(nlmsghdr *acknowledgement)
{
    return -static_cast<const nlmsgerr *>(nlmsg_data(acknowledgement))->error;
}

/// Sends one request and gives the answer's RTM_NEWLINK (empty for a mere acknowledgement).
Result<QByteArray> ask(nl_msg *message, const QString &subject, const QString &doing)
{
    RouteSocket socket;
    const nlmsghdr *const head = nlmsg_hdr(message);
    if (const int number = socket.send(head, head->nlmsg_len))
        return refusal(number, subject, doing);
    Result<QByteArray> answer;
    const int number = socket.receive(0, [&](nlmsghdr *part) {
        if (part->nlmsg_seq != sequence)
            return false;
        if (part->nlmsg_type == RTM_NEWLINK)
            answer = QByteArray(reinterpret_cast<const char *>(part), part->nlmsg_len);
        if (part->nlmsg_type != NLMSG_ERROR)
            return false;
        if (const int refused = errorIn(part))
            answer = refusal(refused, subject, doing, extendedAck(part));
        return true;
    });
    return number ? refusal(number, subject, doing) : answer;
}

Result<QByteArray> getLink(const QString &interface, quint32 filter, bool counters = false)
{
    if (!isInterfaceName(interface))
        return fail(ErrorCode::NotFound, interface, u"not a name of an interface"_s, ENODEV);
    const Message message = request(RTM_GETLINK, interface, {});
    nla_put_u32(message.get(), IFLA_EXT_MASK, counters ? filter : filter | RTEXT_FILTER_SKIP_STATS);
    return ask(message.get(), interface, u"reading the link"_s);
}

/// The payload of @p attribute as the kernel's struct; nothing when it is too short.
template <typename T> std::optional<T> payload(const nlattr *attribute)
{
    if (!attribute || nla_len(attribute) < int(sizeof(T)))
        return std::nullopt;
    T value;
    std::memcpy(&value, nla_data(attribute), sizeof value);
    return value;
}

/// Drivers that do not know a switch report -1.
std::optional<bool> switchOf(quint32 setting)
{
    return setting == ~0U ? std::nullopt : std::optional(setting != 0);
}

std::optional<VfVlan> vlanOf(quint32 id, quint32 qos, quint16 protocol)
{
    VfVlan vlan;
    if (id != 0) {
        const auto made = VlanId::make(id);
        if (!made)
            return std::nullopt;
        vlan.id = *made;
    }
    vlan.qos = quint8(qos & 7);
    vlan.protocol = protocol == ETH_P_8021AD ? VlanProtocol::Dot1AD : VlanProtocol::Dot1Q;
    return vlan;
}

std::optional<VfSettings> settingsOf(nlattr *info)
{
    std::array<nlattr *, IFLA_VF_MAX + 1> a;
    if (nla_parse_nested(a.data(), IFLA_VF_MAX, info, nullptr) < 0)
        return std::nullopt;
    const auto mac = payload<ifla_vf_mac>(a[IFLA_VF_MAC]);
    if (!mac)
        return std::nullopt; // it carries the index; every kernel sends it
    VfSettings vf;
    vf.index = VfIndex{mac->vf};
    std::array<quint8, 6> octets;
    std::memcpy(octets.data(), mac->mac, octets.size());
    vf.mac = MacAddress(octets);

    if (const auto vlan = payload<ifla_vf_vlan>(a[IFLA_VF_VLAN]))
        vf.vlan = vlanOf(vlan->vlan, vlan->qos, ETH_P_8021Q);
    if (a[IFLA_VF_VLAN_LIST]) { // newer, and tells the protocol
        int left;
        nlattr *entry;
        nla_for_each_nested(entry, a[IFLA_VF_VLAN_LIST], left)
        {
            if (const auto outer = payload<ifla_vf_vlan_info>(entry); outer && nla_type(entry) == IFLA_VF_VLAN_INFO) {
                vf.vlan = vlanOf(outer->vlan, outer->qos, ntohs(outer->vlan_proto));
                break;
            }
        }
    }
    if (const auto spoof = payload<ifla_vf_spoofchk>(a[IFLA_VF_SPOOFCHK]))
        vf.spoofCheck = switchOf(spoof->setting);
    if (const auto trust = payload<ifla_vf_trust>(a[IFLA_VF_TRUST]))
        vf.trust = switchOf(trust->setting);
    if (const auto state = payload<ifla_vf_link_state>(a[IFLA_VF_LINK_STATE])) {
        if (state->link_state == IFLA_VF_LINK_STATE_AUTO)
            vf.linkState = VfLinkState::Auto;
        else if (state->link_state == IFLA_VF_LINK_STATE_ENABLE)
            vf.linkState = VfLinkState::Enable;
        else if (state->link_state == IFLA_VF_LINK_STATE_DISABLE)
            vf.linkState = VfLinkState::Disable;
    }
    if (const auto rate = payload<ifla_vf_rate>(a[IFLA_VF_RATE]))
        vf.rate = VfRate{rate->min_tx_rate, rate->max_tx_rate};
    else if (const auto maximum = payload<ifla_vf_tx_rate>(a[IFLA_VF_TX_RATE]))
        vf.rate = VfRate{0, maximum->rate};
    return vf;
}

tl::unexpected<Error> cutShort()
{
    return fail(ErrorCode::InvalidInput, u"RTM_NEWLINK"_s, u"message cut short"_s);
}

using LinkAttributes = std::array<nlattr *, IFLA_MAX + 1>;

bool readAttributes(nlmsghdr *head, LinkAttributes &link)
{
    return nlmsg_valid_hdr(head, sizeof(ifinfomsg))
        && nlmsg_parse(head, sizeof(ifinfomsg), link.data(), IFLA_MAX, nullptr) >= 0;
}

/// What an RTM_NEWLINK message says of its link.
class LinkMessage
{
public:
    static Result<LinkMessage> parse(const QByteArray &message)
    {
        LinkMessage link(message);
        auto *const head = reinterpret_cast<nlmsghdr *>(link.m_bytes.data());
        if (!nlmsg_ok(head, int(link.m_bytes.size())) || head->nlmsg_type != RTM_NEWLINK
            || !readAttributes(head, link.m_attributes))
            return cutShort();
        return link;
    }
    nlattr *operator[](int type) const { return m_attributes[size_t(type)]; }
    /// The entries of a list; none when there is no such list.
    QList<nlattr *> entries(int list, int type) const
    {
        QList<nlattr *> found;
        int left;
        nlattr *entry;
        if (m_attributes[size_t(list)])
            nla_for_each_nested(entry, m_attributes[size_t(list)], left) if (nla_type(entry) == type) found += entry;
        return found;
    }

private:
    // A copy: its memory is aligned, and libnl takes no const.
    explicit LinkMessage(const QByteArray &message)
        : m_bytes(message.constData(), message.size())
    {
    }

    QByteArray m_bytes;
    LinkAttributes m_attributes{}; ///< they point into it
};

void putChange(nl_msg *m, VfIndex vf, const VfChange &change)
{
    nlattr *const list = nla_nest_start(m, IFLA_VFINFO_LIST);
    nlattr *const info = nla_nest_start(m, IFLA_VF_INFO);
    if (change.mac) {
        ifla_vf_mac mac = {};
        mac.vf = vf.value;
        std::memcpy(mac.mac, change.mac->octets().data(), change.mac->octets().size());
        nla_put(m, IFLA_VF_MAC, sizeof mac, &mac);
    }
    if (change.vlan) {
        ifla_vf_vlan_info vlan = {};
        vlan.vf = vf.value;
        vlan.vlan = change.vlan->id ? change.vlan->id->value() : 0;
        vlan.qos = change.vlan->qos;
        vlan.vlan_proto = htons(change.vlan->protocol == VlanProtocol::Dot1AD ? ETH_P_8021AD : ETH_P_8021Q);
        nlattr *const vlans = nla_nest_start(m, IFLA_VF_VLAN_LIST);
        nla_put(m, IFLA_VF_VLAN_INFO, sizeof vlan, &vlan);
        nla_nest_end(m, vlans);
    }
    if (change.rate) {
        const ifla_vf_rate rate = {vf.value, change.rate->minimum, change.rate->maximum};
        nla_put(m, IFLA_VF_RATE, sizeof rate, &rate);
    }
    if (change.spoofCheck) {
        const ifla_vf_spoofchk spoof = {vf.value, *change.spoofCheck};
        nla_put(m, IFLA_VF_SPOOFCHK, sizeof spoof, &spoof);
    }
    if (change.linkState) {
        constexpr std::array states{
            quint32(IFLA_VF_LINK_STATE_AUTO), quint32(IFLA_VF_LINK_STATE_ENABLE), quint32(IFLA_VF_LINK_STATE_DISABLE)};
        const ifla_vf_link_state state = {vf.value, states[size_t(*change.linkState)]};
        nla_put(m, IFLA_VF_LINK_STATE, sizeof state, &state);
    }
    if (change.trust) {
        const ifla_vf_trust trust = {vf.value, *change.trust};
        nla_put(m, IFLA_VF_TRUST, sizeof trust, &trust);
    }
    nla_nest_end(m, info);
    nla_nest_end(m, list);
}

Message changeMessage(const QString &pfInterface, VfIndex vf, const VfChange &change, quint32 number = sequence)
{
    Message message = request(RTM_SETLINK, pfInterface, {}, number);
    putChange(message.get(), vf, change);
    return message;
}

void putUuid(nl_msg *message, int type, const QUuid &uuid)
{
    const QByteArray bytes = uuid.toRfc4122();
    nla_put(message, type, int(bytes.size()), bytes.constData());
}

Message portMessage(const QString &pfInterface, VfIndex vf, const PortRequest &wanted)
{
    Message message = request(RTM_SETLINK, pfInterface, {});
    nl_msg *const m = message.get();
    if (wanted.mac) { // looked at before the ports: do_setlink() in net/core/rtnetlink.c
        VfChange change;
        change.mac = wanted.mac;
        putChange(m, vf, change);
    }
    const bool associates = wanted.kind == PortRequest::Kind::Associate;
    nlattr *const ports = nla_nest_start(m, IFLA_VF_PORTS);
    nlattr *const port = nla_nest_start(m, IFLA_VF_PORT);
    nla_put_u32(m, IFLA_PORT_VF, vf.value);
    if (associates) {
        nla_put_string(m, IFLA_PORT_PROFILE, wanted.profile.toUtf8().constData());
        putUuid(m, IFLA_PORT_INSTANCE_UUID, wanted.instance);
        if (wanted.host)
            putUuid(m, IFLA_PORT_HOST_UUID, *wanted.host);
    }
    nla_put_u8(m, IFLA_PORT_REQUEST, associates ? PORT_REQUEST_ASSOCIATE : PORT_REQUEST_DISASSOCIATE);
    nla_nest_end(m, port);
    nla_nest_end(m, ports);
    return message;
}

PortResponse portResponseOf(quint16 code)
{
    switch (code) {
    case PORT_VDP_RESPONSE_SUCCESS:
    case PORT_PROFILE_RESPONSE_SUCCESS: return PortResponse::Success;
    case PORT_PROFILE_RESPONSE_INPROGRESS: return PortResponse::InProgress;
    case PORT_VDP_RESPONSE_INVALID_FORMAT:
    case PORT_PROFILE_RESPONSE_INVALID: return PortResponse::Invalid;
    case PORT_PROFILE_RESPONSE_BADSTATE: return PortResponse::BadState;
    case PORT_VDP_RESPONSE_INSUFFICIENT_RESOURCES:
    case PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES: return PortResponse::InsufficientResources;
    default: return PortResponse::Refused;
    }
}

QByteArray bytesOf(const Message &message)
{
    const nlmsghdr *const head = nlmsg_hdr(message.get());
    return QByteArray(reinterpret_cast<const char *>(head), head->nlmsg_len);
}

Result<> setFlags(const QString &interface, quint32 flags, quint32 mask, const QString &doing)
{
    if (!isInterfaceName(interface))
        return fail(ErrorCode::NotFound, interface, u"not a name of an interface"_s, ENODEV);
    ifinfomsg header = {};
    header.ifi_flags = flags;
    header.ifi_change = mask;
    const Message message = request(RTM_SETLINK, interface, header);
    if (const auto done = ask(message.get(), interface, doing); !done)
        return fail(done.error());
    return {};
}

} // namespace

Result<QList<VfSettings>> parseVfs(const QByteArray &message)
{
    const auto link = LinkMessage::parse(message);
    if (!link)
        return fail(link.error());
    QList<VfSettings> vfs;
    for (nlattr *const info : link->entries(IFLA_VFINFO_LIST, IFLA_VF_INFO)) {
        auto vf = settingsOf(info);
        if (!vf)
            return cutShort();
        vfs.append(std::move(*vf));
    }
    std::sort(vfs.begin(), vfs.end(), [](const VfSettings &a, const VfSettings &b) { return a.index < b.index; });
    return vfs;
}

Result<std::optional<VfCounters>> parseVfCounters(const QByteArray &message, VfIndex vf)
{
    const auto link = LinkMessage::parse(message);
    if (!link)
        return fail(link.error());
    for (nlattr *const info : link->entries(IFLA_VFINFO_LIST, IFLA_VF_INFO)) {
        std::array<nlattr *, IFLA_VF_MAX + 1> a;
        if (nla_parse_nested(a.data(), IFLA_VF_MAX, info, nullptr) < 0)
            continue;
        const auto mac = payload<ifla_vf_mac>(a[IFLA_VF_MAC]);
        if (!mac || mac->vf != vf.value || !a[IFLA_VF_STATS])
            continue;
        std::array<nlattr *, IFLA_VF_STATS_MAX + 1> s;
        if (nla_parse_nested(s.data(), IFLA_VF_STATS_MAX, a[IFLA_VF_STATS], nullptr) < 0)
            return cutShort();
        const auto count = [&](int type) { return payload<quint64>(s[size_t(type)]).value_or(0); };
        const VfCounters counters{count(IFLA_VF_STATS_RX_PACKETS), count(IFLA_VF_STATS_TX_PACKETS),
            count(IFLA_VF_STATS_RX_BYTES), count(IFLA_VF_STATS_TX_BYTES), count(IFLA_VF_STATS_RX_DROPPED),
            count(IFLA_VF_STATS_TX_DROPPED)};
        return counters == VfCounters() ? std::nullopt : std::optional(counters);
    }
    return std::nullopt;
}

QByteArray vfChangeMessage(const QString &pfInterface, VfIndex vf, const VfChange &change)
{
    return bytesOf(changeMessage(pfInterface, vf, change));
}

QByteArray portRequestMessage(const QString &pfInterface, VfIndex vf, const PortRequest &request)
{
    return bytesOf(portMessage(pfInterface, vf, request));
}

Result<std::optional<PortResponse>> parsePortResponse(const QByteArray &message, VfIndex vf)
{
    const auto link = LinkMessage::parse(message);
    if (!link)
        return fail(link.error());
    for (nlattr *const port : link->entries(IFLA_VF_PORTS, IFLA_VF_PORT)) {
        std::array<nlattr *, IFLA_PORT_MAX + 1> a;
        if (nla_parse_nested(a.data(), IFLA_PORT_MAX, port, nullptr) < 0)
            return cutShort();
        const auto response = payload<quint16>(a[IFLA_PORT_RESPONSE]);
        if (payload<quint32>(a[IFLA_PORT_VF]) == vf.value && response)
            return portResponseOf(*response);
    }
    return std::nullopt;
}

Result<std::optional<TapHolders>> parseTapHolders(const QByteArray &message)
{
    const auto link = LinkMessage::parse(message);
    if (!link)
        return fail(link.error());
    std::array<nlattr *, IFLA_INFO_MAX + 1> info;
    std::array<nlattr *, IFLA_TUN_MAX + 1> tap;
    nlattr *const about = (*link)[IFLA_LINKINFO];
    if (!about || nla_parse_nested(info.data(), IFLA_INFO_MAX, about, nullptr) < 0 || !info[IFLA_INFO_KIND]
        || nla_strcmp(info[IFLA_INFO_KIND], "tun") != 0 || !info[IFLA_INFO_DATA]
        || nla_parse_nested(tap.data(), IFLA_TUN_MAX, info[IFLA_INFO_DATA], nullptr) < 0)
        return std::nullopt;
    const auto enabled = payload<quint32>(tap[IFLA_TUN_NUM_QUEUES]);
    const auto disabled = payload<quint32>(tap[IFLA_TUN_NUM_DISABLED_QUEUES]);
    if (!enabled || !disabled)
        return std::nullopt;
    return TapHolders{
        int(*enabled + *disabled), payload<quint32>(tap[IFLA_TUN_OWNER]), payload<quint32>(tap[IFLA_TUN_GROUP])};
}

bool isOnlyItsMakers(const TapHolders &holders)
{
    return holders == TapHolders{1, tapOwner, std::nullopt};
}

Result<QList<VfSettings>> RealNetlink::vfs(const QString &pfInterface) const
{
    return getLink(pfInterface, RTEXT_FILTER_VF).and_then(parseVfs);
}

Result<std::optional<VfCounters>> RealNetlink::vfCounters(const QString &pfInterface, VfIndex vf) const
{
    return getLink(pfInterface, RTEXT_FILTER_VF, true).and_then([vf](const QByteArray &message) {
        return parseVfCounters(message, vf);
    });
}

Result<> RealNetlink::setVf(const QString &pfInterface, VfIndex vf, const VfChange &change)
{
    const QString subject = pfInterface + u" vf "_s + QString::number(vf.value);
    const auto present = vfs(pfInterface);
    if (!present)
        return fail(present.error());
    const auto now = std::find_if(
        present->begin(), present->end(), [&](const VfSettings &settings) { return settings.index == vf; });
    if (now == present->end())
        return fail(ErrorCode::NotFound, subject, u"the interface has no such VF"_s, ENODEV);

    const VfChange needed = change.toSend(*now);
    if (needed.isEmpty())
        return {};
    const Message message = changeMessage(pfInterface, vf, needed);
    if (const auto done = ask(message.get(), subject, u"setting the VF"_s); !done)
        return fail(done.error());
    return {};
}

Result<QList<VfRefusal>> Netlink::setVfs(const QString &pfInterface, const VfChanges &changes)
{
    VfChanges single; // the fields of what was refused
    const auto answers = sendVfs(pfInterface, changes);
    if (!answers)
        return fail(answers.error());
    for (qsizetype i = 0; i < changes.size(); ++i) {
        const Result<> &answer = answers->at(i);
        if (answer)
            continue;
        // Of the interface or of ourselves, not of a field.
        if (answer.error().systemError == ENODEV || answer.error().code == ErrorCode::PermissionDenied)
            return fail(answer.error());
        const auto &[vf, change] = changes[i];
        for (const VfField field : change.fields())
            single.append({vf, change.only(field)});
    }
    QList<VfRefusal> refused;
    if (single.isEmpty())
        return refused;
    const auto alone = sendVfs(pfInterface, single);
    if (!alone)
        return fail(alone.error());
    for (qsizetype i = 0; i < single.size(); ++i)
        if (const Result<> &answer = alone->at(i); !answer)
            refused.append({single[i].first, single[i].second.fields().first(), answer.error()});
    return refused;
}

Result<QList<Result<>>> RealNetlink::sendVfs(const QString &pfInterface, const VfChanges &changes)
{
    if (!isInterfaceName(pfInterface))
        return fail(ErrorCode::NotFound, pfInterface, u"not a name of an interface"_s, ENODEV);
    const QString doing = u"setting the VF"_s;
    QList<Result<>> answers(changes.size());
    for (qsizetype first = 0; first < changes.size(); first += messagesASend) {
        const qsizetype count = std::min(messagesASend, changes.size() - first);
        QByteArray messages;
        for (qsizetype i = 0; i < count; ++i) {
            const auto &[vf, change] = changes[first + i];
            const Message message = changeMessage(pfInterface, vf, change, sequence + quint32(i));
            const nlmsghdr *const head = nlmsg_hdr(message.get());
            messages.append(reinterpret_cast<const char *>(head), head->nlmsg_len);
            messages.append(NLMSG_ALIGN(head->nlmsg_len) - head->nlmsg_len, '\0');
        }
        RouteSocket socket;
        if (const int number = socket.send(messages.constData(), size_t(messages.size())))
            return refusal(number, pfInterface, doing);
        qsizetype answered = 0;
        const int number = socket.receive(acknowledgementSize, [&](nlmsghdr *part) {
            const qsizetype i = qsizetype(part->nlmsg_seq) - qsizetype(sequence);
            if (part->nlmsg_type != NLMSG_ERROR || i < 0 || i >= count)
                return false;
            if (const int refused = errorIn(part))
                answers[first + i]
                    = refusal(refused, pfInterface + u" vf "_s + QString::number(changes[first + i].first.value), doing,
                        extendedAck(part));
            return ++answered == count;
        });
        if (number)
            return refusal(number, pfInterface, doing);
    }
    return answers;
}

Result<> RealNetlink::requestPort(const QString &pfInterface, VfIndex vf, const PortRequest &request)
{
    const QString subject = pfInterface + u" vf "_s + QString::number(vf.value);
    if (!isInterfaceName(pfInterface))
        return fail(ErrorCode::NotFound, pfInterface, u"not a name of an interface"_s, ENODEV);
    const Message message = portMessage(pfInterface, vf, request);
    if (const auto done = ask(message.get(), subject, u"asking for the port profile"_s); !done)
        return fail(done.error());
    return {};
}

Result<std::optional<PortResponse>> RealNetlink::portResponse(const QString &pfInterface, VfIndex vf) const
{
    return getLink(pfInterface, RTEXT_FILTER_VF).and_then([vf](const QByteArray &message) {
        return parsePortResponse(message, vf);
    });
}

Result<> RealNetlink::setLinkUp(const QString &interface, bool up)
{
    return setFlags(interface, up ? IFF_UP : 0, IFF_UP, up ? u"setting the link up"_s : u"setting the link down"_s);
}

namespace {

/// What the kernel says first of a link.
Result<ifinfomsg> headerOf(const QString &interface)
{
    const auto link = getLink(interface, 0);
    if (!link)
        return fail(link.error());
    ifinfomsg header = {};
    if (link->size() < qsizetype(NLMSG_LENGTH(sizeof header)))
        return fail(ErrorCode::KernelRefused, interface, u"answer cut short"_s, EBADMSG);
    std::memcpy(&header, link->constData() + NLMSG_HDRLEN, sizeof header);
    return header;
}

Result<int> indexOf(const QString &interface)
{
    return headerOf(interface).map([](const ifinfomsg &header) { return header.ifi_index; });
}

} // namespace

Result<bool> RealNetlink::isLinkUp(const QString &interface) const
{
    return headerOf(interface).map([](const ifinfomsg &header) { return bool(header.ifi_flags & IFF_UP); });
}

namespace {

/// A link as the kernel tells of it; its master and lower are still numbers.
struct LinkFacts
{
    HostLink link;
    int master = 0;
    int lower = 0;
};

QString textOf(const nlattr *attribute)
{
    if (!attribute)
        return {};
    const auto *begin = static_cast<const char *>(nla_data(attribute));
    return QString::fromUtf8(begin, qsizetype(strnlen(begin, size_t(nla_len(attribute)))));
}

std::optional<LinkFacts> linkFactsOf(nlmsghdr *head)
{
    LinkAttributes a;
    if (!readAttributes(head, a))
        return std::nullopt;
    ifinfomsg header = {};
    std::memcpy(&header, nlmsg_data(head), sizeof header);
    LinkFacts facts;
    facts.link.name = textOf(a[IFLA_IFNAME]);
    facts.link.mark = textOf(a[IFLA_IFALIAS]);
    facts.link.index = header.ifi_index;
    facts.link.up = header.ifi_flags & IFF_UP;
    facts.link.mtu = int(payload<quint32>(a[IFLA_MTU]).value_or(0));
    facts.master = int(payload<quint32>(a[IFLA_MASTER]).value_or(0));
    facts.lower = int(payload<quint32>(a[IFLA_LINK]).value_or(0));
    std::array<quint8, 6> octets;
    if (a[IFLA_ADDRESS] && nla_len(a[IFLA_ADDRESS]) == int(octets.size())) {
        std::memcpy(octets.data(), nla_data(a[IFLA_ADDRESS]), octets.size());
        facts.link.mac = MacAddress(octets);
    }
    std::array<nlattr *, IFLA_INFO_MAX + 1> info;
    if (a[IFLA_LINKINFO] && nla_parse_nested(info.data(), IFLA_INFO_MAX, a[IFLA_LINKINFO], nullptr) >= 0)
        facts.link.kind = textOf(info[IFLA_INFO_KIND]);
    return facts;
}

/// A request that says by number which interface it is about: names in it are values.
Message numbered(int type, int flags, const ifinfomsg &header)
{
    constexpr size_t size = 1024;
    Message message(nlmsg_alloc_size(size));
    nlmsghdr *const head = nlmsg_put(message.get(), 0, sequence, type, sizeof header, NLM_F_REQUEST | flags);
    std::memcpy(nlmsg_data(head), &header, sizeof header);
    return message;
}

void putMac(nl_msg *message, const MacAddress &mac)
{
    nla_put(message, IFLA_ADDRESS, int(mac.octets().size()), mac.octets().data());
}

} // namespace

Result<QList<HostLink>> RealNetlink::links() const
{
    const QString doing = u"listing the interfaces"_s;
    const Message message = numbered(RTM_GETLINK, NLM_F_DUMP, {});
    nla_put_u32(message.get(), IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
    RouteSocket socket;
    const nlmsghdr *const head = nlmsg_hdr(message.get());
    if (const int number = socket.send(head, head->nlmsg_len))
        return refusal(number, u"interfaces"_s, doing);
    QList<LinkFacts> all;
    int refused = 0;
    const int number = socket.receive(0, [&](nlmsghdr *part) {
        if (part->nlmsg_seq != sequence)
            return false;
        if (part->nlmsg_type == NLMSG_ERROR)
            refused = errorIn(part);
        if (part->nlmsg_type == RTM_NEWLINK)
            if (auto facts = linkFactsOf(part))
                all += *facts;
        return part->nlmsg_type == NLMSG_DONE || part->nlmsg_type == NLMSG_ERROR;
    });
    if (number || refused)
        return refusal(number ? number : refused, u"interfaces"_s, doing);
    QHash<int, QString> names;
    for (const LinkFacts &facts : std::as_const(all))
        names.insert(facts.link.index, facts.link.name);
    QList<HostLink> links;
    for (LinkFacts &facts : all) {
        facts.link.master = names.value(facts.master);
        facts.link.lower = names.value(facts.lower);
        links += facts.link;
    }
    return links;
}

Result<> RealNetlink::makeTap(const QString &name, bool severalQueues)
{
    const auto tap = makeTapDevice(name, severalQueues);
    if (!tap)
        return fail(tap.error());
    if (!severalQueues) // a second one is refused
        return keepTap(name, *tap);
    const auto holders = getLink(name, 0).and_then(parseTapHolders);
    if (!holders)
        return fail(holders.error());
    // Whoever has a queue by now keeps it, and nobody gets one any more unless it has another owner.
    if (*holders && isOnlyItsMakers(**holders))
        return keepTap(name, *tap);
    (void)removeLink(name); // another's queue would keep it
    return fail(ErrorCode::HostChanged, name,
        !*holders ? u"the kernel does not tell who has its queues"_s
            : (*holders)->queues > 1
            ? u"another program took a queue of it while it was made: %1 are open. Try again"_s.arg((*holders)->queues)
            : u"another program took a queue of it while it was made, and gave it another owner. Try again"_s);
}

Result<> RealNetlink::makeMacvtap(const QString &name, const QString &lower, MacvtapMode mode, const MacAddress &mac)
{
    constexpr std::array modes{quint32(MACVLAN_MODE_VEPA), quint32(MACVLAN_MODE_BRIDGE), quint32(MACVLAN_MODE_PRIVATE),
        quint32(MACVLAN_MODE_PASSTHRU)};
    if (!isLinkName(name))
        return fail(ErrorCode::InvalidInput, name, u"not a name of an interface"_s);
    const auto index = indexOf(lower);
    if (!index)
        return fail(index.error());
    const Message message = numbered(RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, {});
    nl_msg *const m = message.get();
    nla_put_string(m, IFLA_IFNAME, name.toLatin1().constData());
    nla_put_u32(m, IFLA_LINK, quint32(*index));
    putMac(m, mac);
    nlattr *const info = nla_nest_start(m, IFLA_LINKINFO);
    nla_put_string(m, IFLA_INFO_KIND, "macvtap");
    nlattr *const data = nla_nest_start(m, IFLA_INFO_DATA);
    nla_put_u32(m, IFLA_MACVLAN_MODE, modes[size_t(mode)]);
    nla_nest_end(m, data);
    nla_nest_end(m, info);
    if (const auto done = ask(m, lower, u"making a tap on it"_s); !done)
        return fail(done.error());
    return {};
}

Result<> RealNetlink::changeLink(const QString &interface, const LinkChange &change)
{
    const auto index = indexOf(interface);
    if (!index)
        return fail(index.error());
    const auto master = change.master ? indexOf(*change.master) : Result<int>(0);
    if (!master)
        return fail(master.error());
    ifinfomsg header = {};
    header.ifi_index = *index;
    if (change.up) {
        header.ifi_change = IFF_UP;
        header.ifi_flags = *change.up ? IFF_UP : 0;
    }
    const Message message = numbered(RTM_SETLINK, NLM_F_ACK, header);
    nl_msg *const m = message.get();
    if (change.name)
        nla_put_string(m, IFLA_IFNAME, change.name->toLatin1().constData());
    if (change.mark)
        nla_put_string(m, IFLA_IFALIAS, change.mark->toUtf8().constData());
    if (change.mac)
        putMac(m, *change.mac);
    if (change.mtu)
        nla_put_u32(m, IFLA_MTU, quint32(*change.mtu));
    if (change.master)
        nla_put_u32(m, IFLA_MASTER, quint32(*master));
    if (const auto done = ask(m, interface, u"setting the link"_s); !done)
        return fail(done.error());
    return {};
}

Result<> RealNetlink::removeLink(const QString &interface)
{
    const auto index = indexOf(interface);
    if (!index)
        return index.error().systemError == ENODEV ? Result<>() : fail(index.error());
    ifinfomsg header = {};
    header.ifi_index = *index;
    const Message message = numbered(RTM_DELLINK, NLM_F_ACK, header);
    if (const auto done = ask(message.get(), interface, u"removing the link"_s);
        !done && done.error().systemError != ENODEV)
        return fail(done.error());
    return {};
}

Result<std::vector<Descriptor>> RealNetlink::openTap(const GuestTap &tap)
{
    if (!tap.helper.isEmpty()) {
        auto made = tapOfBridgeHelper(tap.helper, tap.bridge);
        if (!made)
            return fail(made.error());
        std::vector<Descriptor> one;
        one.push_back(std::move(*made));
        return one;
    }
    auto answer = getLink(tap.interface, 0);
    if (!answer)
        return fail(answer.error());
    const auto known = linkFactsOf(reinterpret_cast<nlmsghdr *>(answer->data()));
    if (!known)
        return cutShort();
    return openTapDevice(tap, known->link);
}

} // namespace laneway
