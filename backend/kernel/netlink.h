// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/portprofile.h"
#include "host/vfsettings.h"
#include "kernel/hostlinks.h"

#include <QByteArray>
#include <QList>

namespace laneway {

/// IFLA_VF_STATS. No driver tells of errors there.
struct VfCounters
{
    quint64 receivedPackets = 0, sentPackets = 0, receivedBytes = 0, sentBytes = 0;
    quint64 receiveDrops = 0, sendDrops = 0;
    bool operator==(const VfCounters &) const = default;
};

/// VF settings and links over rtnetlink (linux include/uapi/linux/if_link.h, IFLA_VF_*).
/// Errors: NotFound (no such interface), KernelRefused (errno in systemError, ext-ack in detail),
/// PermissionDenied.
class Netlink
{
public:
    virtual ~Netlink() = default;
    /// Of every VF of the PF's interface, by index; counters are skipped.
    virtual Result<QList<VfSettings>> vfs(const QString &pfInterface) const = 0;
    /// What the card counted of one VF, as its guest sees it. Nothing where it counts none: the kernel then
    /// answers with zeros, which are therefore no figures.
    virtual Result<std::optional<VfCounters>> vfCounters(const QString & /*pfInterface*/, VfIndex) const
    {
        return std::nullopt;
    }
    /// Changes of many VFs as one send, with a message for each VF that is acknowledged by itself.
    /// A VF whose message was refused has its fields sent alone, again as one send, so that each
    /// refusal names its field; what that driver takes of it is set then. Fails only when nothing was
    /// set at all (no such interface, no right). Nothing is read: see VfChange::toSend().
    Result<QList<VfRefusal>> setVfs(const QString &pfInterface, const VfChanges &changes);
    /// One message for the whole change. The interface index is looked up afresh: names move.
    virtual Result<> setVf(const QString &pfInterface, VfIndex vf, const VfChange &change) = 0;
    /// Asks the switch, which answers later: portResponse().
    virtual Result<> requestPort(const QString &pfInterface, VfIndex vf, const PortRequest &request) = 0;
    /// To the last request for this VF; nothing where none was made, or the driver knows no profiles.
    virtual Result<std::optional<PortResponse>> portResponse(const QString &pfInterface, VfIndex vf) const = 0;
    virtual Result<> setLinkUp(const QString &interface, bool up) = 0;
    virtual Result<bool> isLinkUp(const QString &interface) const = 0;

    /// All interfaces of the host.
    virtual Result<QList<HostLink>> links() const = 0;
    /// Makes a tap that stays until it is removed. AlreadyExists; HostChanged when somebody took a queue of it
    /// before it was an administrator's.
    virtual Result<> makeTap(const QString &name, bool severalQueues) = 0;
    /// The same on another interface, with that MAC; of Passthrough the other one takes it over.
    virtual Result<> makeMacvtap(const QString &name, const QString &lower, MacvtapMode mode, const MacAddress &mac)
        = 0;
    /// All of it in one message.
    virtual Result<> changeLink(const QString &interface, const LinkChange &change) = 0;
    /// One that is not there counts as removed.
    virtual Result<> removeLink(const QString &interface) = 0;
    /// See openTapDevice() and tapOfBridgeHelper().
    virtual Result<std::vector<Descriptor>> openTap(const GuestTap &tap) = 0;

protected:
    /// One send; the driver's answer to each change, in the order of @p changes.
    virtual Result<QList<Result<>>> sendVfs(const QString &pfInterface, const VfChanges &changes) = 0;
};

/// The real one: a socket of its own for each call, so any thread may call. Drivers differ: some
/// refuse an all-zero MAC, or any change of a field that they do not know (EOPNOTSUPP). Hence of
/// spoof check, trust, link state and rate only what differs from the VF's present state is sent;
/// MAC and VLAN are sent always, since that fixes them against changes by the guest.
class RealNetlink : public Netlink
{
public:
    Result<QList<VfSettings>> vfs(const QString &pfInterface) const override;
    Result<std::optional<VfCounters>> vfCounters(const QString &pfInterface, VfIndex vf) const override;
    Result<> setVf(const QString &pfInterface, VfIndex vf, const VfChange &change) override;
    Result<> requestPort(const QString &pfInterface, VfIndex vf, const PortRequest &request) override;
    Result<std::optional<PortResponse>> portResponse(const QString &pfInterface, VfIndex vf) const override;
    Result<> setLinkUp(const QString &interface, bool up) override;
    Result<bool> isLinkUp(const QString &interface) const override;
    Result<QList<HostLink>> links() const override;
    Result<> makeTap(const QString &name, bool severalQueues) override;
    Result<> makeMacvtap(const QString &name, const QString &lower, MacvtapMode mode, const MacAddress &mac) override;
    Result<> changeLink(const QString &interface, const LinkChange &change) override;
    Result<> removeLink(const QString &interface) override;
    Result<std::vector<Descriptor>> openTap(const GuestTap &tap) override;

protected:
    Result<QList<Result<>>> sendVfs(const QString &pfInterface, const VfChanges &changes) override;
};

/// The VFs in an RTM_NEWLINK message (header included), by index. Fails with InvalidInput when the
/// message is cut short or not of that kind.
Result<QList<VfSettings>> parseVfs(const QByteArray &message);
/// The counters of @p vf in such a message; see Netlink::vfCounters().
Result<std::optional<VfCounters>> parseVfCounters(const QByteArray &message, VfIndex vf);
/// The RTM_SETLINK message that makes @p change, as setVf() sends it.
QByteArray vfChangeMessage(const QString &pfInterface, VfIndex vf, const VfChange &change);
/// The RTM_SETLINK message that requestPort() sends.
QByteArray portRequestMessage(const QString &pfInterface, VfIndex vf, const PortRequest &request);
/// What an RTM_NEWLINK message says of the VF's port. InvalidInput as in parseVfs().
Result<std::optional<PortResponse>> parsePortResponse(const QByteArray &message, VfIndex vf);
/// Who may have a tap.
struct TapHolders
{
    int queues = 0; ///< that are somebody's, those that are switched off too
    std::optional<quint32> owner; ///< nothing: anybody
    std::optional<quint32> group;
    bool operator==(const TapHolders &) const = default;
};
/// Nothing where it cannot have several queues. InvalidInput as in parseVfs().
Result<std::optional<TapHolders>> parseTapHolders(const QByteArray &message);
/// Whether one that makeTapDevice() made is nobody's but its maker's. Whoever had a queue could name another
/// owner and close it again: one message must tell of both.
bool isOnlyItsMakers(const TapHolders &holders);

} // namespace laneway
