// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/macaddress.h"

#include <vector>

namespace laneway {

/// A network interface of the host, whatever it is made of.
struct HostLink
{
    QString name;
    QString kind; ///< as the kernel calls it: "bridge", "tun", "macvtap"; empty: a card's own
    QString mark; ///< IFLA_IFALIAS: by which what is ours is known again
    QString master; ///< name of the bridge that it is in
    QString lower; ///< name of the interface that it stands on
    bool up = false; ///< administratively
    std::optional<MacAddress> mac;
    int mtu = 0;
    int index = 0;
    bool operator==(const HostLink &) const = default;
    QJsonObject toJson() const; ///< without the index
    static HostLink fromJson(const QJsonObject &json);
};

/// What becomes of a link; nothing: it stays as it is.
struct LinkChange
{
    std::optional<QString> name;
    std::optional<QString> mark;
    std::optional<QString> master;
    std::optional<MacAddress> mac;
    std::optional<int> mtu;
    std::optional<bool> up;
};

/// Macvtap's modes, in libvirt's words and the kernel's.
enum class MacvtapMode { Vepa, Bridge, Private, Passthrough };
std::optional<MacvtapMode> macvtapMode(const QString &word);

/// The host's end of a guest's network interface, of which QEMU gets descriptors.
struct GuestTap
{
    QString id; ///< of the device: "@tap:ID:0@" stands for its first queue, "@vhost:ID:0@" for the thread of that
    QString interface; ///< its name on the host
    QString mark; ///< HostLink::mark that it must have
    bool isMacvtap = false;
    int queues = 1;
    bool vhost = false;
    /// The bridge for which this program, qemu-bridge-helper, makes it instead. The descriptor is all there
    /// is of it then. Empty: it is there already.
    QString bridge;
    QString helper;
    QJsonObject toJson() const;
    static GuestTap fromJson(const QJsonObject &json);
};

/// Whether the kernel takes it: 1 to 15 bytes, no "/", no blank; plain ASCII, as it goes into commands.
bool isLinkName(const QString &name);

// Of the real kernel; for Netlink and for whoever starts guests.

constexpr uint tapOwner = 0; ///< whose the taps are
/// Makes a tap that only an administrator opens from then on. Until then it was nobody's, and of several queues
/// anybody may have got one, and given it another owner: look before keepTap(). It goes with the descriptor.
Result<Descriptor> makeTapDevice(const QString &name, bool severalQueues);
/// It stays until it is removed.
Result<> keepTap(const QString &name, const Descriptor &tap);
/// One descriptor a queue, then one of /dev/vhost-net for each where it is wanted. HostChanged where the
/// interface is not the one that is meant.
Result<std::vector<Descriptor>> openTapDevice(const GuestTap &tap, const HostLink &link);
/// Runs qemu-bridge-helper. Its refusal: PermissionDenied, detail = what it said.
Result<Descriptor> tapOfBridgeHelper(const QString &program, const QString &bridge);

} // namespace laneway
