// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/hostlinks.h"

#include <QDeadlineTimer>
#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

namespace laneway {

namespace {

constexpr int bridgeHelperMs = 10'000;
constexpr int passedDescriptor = 3; ///< where the bridge helper finds its socket

tl::unexpected<Error> refused(const QString &subject, const QString &doing, int number)
{
    const ErrorCode code = number == EPERM || number == EACCES    ? ErrorCode::PermissionDenied
        : number == ENOENT || number == ENODEV || number == ENXIO ? ErrorCode::NotFound
        : number == EBUSY || number == EEXIST                     ? ErrorCode::AlreadyExists
                                                                  : ErrorCode::KernelRefused;
    return fail(code, subject, errnoName(number) + u' ' + doing, number);
}

Result<Descriptor> openNode(const QString &node)
{
    Descriptor fd(::open(QFile::encodeName(node).constData(), O_RDWR | O_CLOEXEC | O_NONBLOCK));
    if (!fd)
        return refused(node, u"opening it"_s, errno);
    return fd;
}

ifreq tapRequest(const QString &name, bool severalQueues)
{
    ifreq request{};
    const QByteArray text = name.toLatin1();
    std::memcpy(request.ifr_name, text.constData(), size_t(std::min<qsizetype>(text.size(), IFNAMSIZ - 1)));
    request.ifr_flags = short(IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | (severalQueues ? IFF_MULTI_QUEUE : 0));
    return request;
}

/// The node of a macvtap. Its name has the interface's number, which is one of a network namespace only, while
/// /dev is everybody's: the node may be another namespace's. Which device is meant is told by sysfs, and nothing
/// else is ever opened, as that alone would take a queue of it.
Result<Descriptor> openMacvtap(const HostLink &link)
{
    const QString number = QString::number(link.index);
    const QString node = u"/dev/tap"_s + number;
    QFile file(u"/sys/class/net/%1/macvtap/tap%2/dev"_s.arg(link.name, number));
    if (!file.open(QIODevice::ReadOnly))
        return fail(
            ErrorCode::HostChanged, link.name, u"%1 is not there: %2"_s.arg(file.fileName(), file.errorString()));
    const QString meant = QString::fromLatin1(file.readAll()).trimmed();
    const Descriptor place(::open(QFile::encodeName(node).constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat status
    {
    };
    if (!place || fstat(place.get(), &status) < 0)
        return refused(node, u"looking at it"_s, errno);
    const QString found = u"%1:%2"_s.arg(major(status.st_rdev)).arg(minor(status.st_rdev));
    if (!S_ISCHR(status.st_mode) || found != meant)
        return fail(ErrorCode::HostChanged, node,
            u"it is device %1, and %2 is %3: another network namespace has an interface of the same number. Try again, "
            "for another number"_s.arg(found, link.name, meant));
    Descriptor fd(
        ::open(QFile::encodeName(u"/proc/self/fd/%1"_s.arg(place.get())).constData(), O_RDWR | O_CLOEXEC | O_NONBLOCK));
    if (!fd)
        return refused(node, u"opening it"_s, errno);
    return fd;
}

/// The descriptor in the one message that the other side sends; not open when it sends none.
Descriptor received(int socket)
{
    std::array<char, 16> text{};
    iovec part{text.data(), text.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    if (recvmsg(socket, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) <= 0)
        return Descriptor();
    const cmsghdr *rights = CMSG_FIRSTHDR(&header);
    if (!rights || rights->cmsg_level != SOL_SOCKET || rights->cmsg_type != SCM_RIGHTS
        || rights->cmsg_len != CMSG_LEN(sizeof(int)))
        return Descriptor();
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(rights), sizeof fd);
    return Descriptor(fd);
}

/// Ends a child of ours that was not waited for.
void end(pid_t pid)
{
    ::kill(pid, SIGKILL);
    while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) { }
}

} // namespace

QJsonObject HostLink::toJson() const
{
    return {{u"name"_s, name}, {u"kind"_s, kind}, {u"mark"_s, mark}, {u"master"_s, master}, {u"lower"_s, lower},
        {u"up"_s, up}, {u"mac"_s, mac ? mac->toString() : QString()}, {u"mtu"_s, mtu}};
}

HostLink HostLink::fromJson(const QJsonObject &json)
{
    HostLink link;
    link.name = json[u"name"].toString();
    link.kind = json[u"kind"].toString();
    link.mark = json[u"mark"].toString();
    link.master = json[u"master"].toString();
    link.lower = json[u"lower"].toString();
    link.up = json[u"up"].toBool();
    if (const auto mac = MacAddress::parse(json[u"mac"].toString()))
        link.mac = *mac;
    link.mtu = json[u"mtu"].toInt();
    return link;
}

QJsonObject GuestTap::toJson() const
{
    return {{u"id"_s, id}, {u"interface"_s, interface}, {u"mark"_s, mark}, {u"macvtap"_s, isMacvtap},
        {u"queues"_s, queues}, {u"vhost"_s, vhost}, {u"bridge"_s, bridge}, {u"helper"_s, helper}};
}

GuestTap GuestTap::fromJson(const QJsonObject &json)
{
    GuestTap tap;
    tap.id = json[u"id"].toString();
    tap.interface = json[u"interface"].toString();
    tap.mark = json[u"mark"].toString();
    tap.isMacvtap = json[u"macvtap"].toBool();
    tap.queues = json[u"queues"].toInt(1);
    tap.vhost = json[u"vhost"].toBool();
    tap.bridge = json[u"bridge"].toString();
    tap.helper = json[u"helper"].toString();
    return tap;
}

std::optional<MacvtapMode> macvtapMode(const QString &word)
{
    constexpr std::array words{u"vepa", u"bridge", u"private", u"passthrough"};
    for (size_t i = 0; i < words.size(); ++i)
        if (word == QStringView(words[i]))
            return MacvtapMode(i);
    return std::nullopt;
}

bool isLinkName(const QString &name)
{
    const bool plain = std::all_of(name.begin(), name.end(),
        [](QChar c) { return c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u'.'); });
    return plain && !name.isEmpty() && name.size() < IFNAMSIZ && !name.startsWith(u'-') && name != u"."
        && name != u"..";
}

Result<Descriptor> makeTapDevice(const QString &name, bool severalQueues)
{
    if (!isLinkName(name))
        return fail(ErrorCode::InvalidInput, name, u"not a name of an interface"_s);
    auto node = openNode(u"/dev/net/tun"_s);
    if (!node)
        return node;
    ifreq request = tapRequest(name, severalQueues);
    request.ifr_flags = short(request.ifr_flags | IFF_TUN_EXCL);
    if (ioctl(node->get(), TUNSETIFF, &request) < 0)
        return refused(name, u"making the tap"_s, errno);
    // One that is nobody's could be opened by anybody: tun_not_capable() in drivers/net/tun.c.
    if (ioctl(node->get(), TUNSETOWNER, static_cast<unsigned long>(tapOwner)) < 0)
        return refused(name, u"taking the tap"_s, errno);
    return node;
}

Result<> keepTap(const QString &name, const Descriptor &tap)
{
    if (ioctl(tap.get(), TUNSETPERSIST, 1UL) < 0)
        return refused(name, u"keeping the tap"_s, errno);
    return {};
}

Result<std::vector<Descriptor>> openTapDevice(const GuestTap &tap, const HostLink &link)
{
    if (link.name != tap.interface || link.mark != tap.mark || link.kind != (tap.isMacvtap ? u"macvtap" : u"tun"))
        return fail(ErrorCode::HostChanged, tap.interface, u"it is another interface by now"_s);
    std::vector<Descriptor> all;
    for (int queue = 0; queue < tap.queues; ++queue) {
        auto node = tap.isMacvtap ? openMacvtap(link) : openNode(u"/dev/net/tun"_s);
        if (!node)
            return fail(node.error());
        ifreq request = tapRequest(tap.interface, tap.queues > 1);
        if (ioctl(node->get(), TUNSETIFF, &request) < 0)
            return refused(tap.interface, u"opening the tap"_s, errno);
        all.push_back(std::move(*node));
    }
    for (int queue = 0; tap.vhost && queue < tap.queues; ++queue) {
        auto node = openNode(u"/dev/vhost-net"_s);
        if (!node)
            return fail(node.error());
        all.push_back(std::move(*node));
    }
    return all;
}

Result<Descriptor> tapOfBridgeHelper(const QString &program, const QString &bridge)
{
    if (!isLinkName(bridge))
        return fail(ErrorCode::InvalidInput, bridge, u"not a name of an interface"_s);
    std::array<int, 2> ends{};
    std::array<int, 2> said{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) < 0)
        return refused(program, u"making its socket"_s, errno);
    const Descriptor ours(ends[0]);
    Descriptor theirs(ends[1]);
    if (pipe2(said.data(), O_CLOEXEC) < 0)
        return refused(program, u"making its pipe"_s, errno);
    const Descriptor complaint(said[0]);
    Descriptor writing(said[1]);

    const QByteArray path = QFile::encodeName(program);
    std::array<QByteArray, 4> words{
        path, "--use-vnet", "--fd=" + QByteArray::number(passedDescriptor), "--br=" + bridge.toLatin1()};
    std::array<char *, 5> arguments{words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
    std::array<char *, 1> environment{nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, writing.get(), STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, theirs.get(), passedDescriptor);
    pid_t pid = 0;
    const int number = posix_spawn(&pid, path.constData(), &actions, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (number != 0)
        return refused(program, u"running it"_s, number);
    theirs.reset();
    writing.reset();

    // It sends the descriptor and ends, or says why not and ends.
    const QDeadlineTimer deadline(bridgeHelperMs);
    QByteArray text;
    for (bool open = true; open;) {
        pollfd entry{complaint.get(), POLLIN, 0};
        if (poll(&entry, 1, int(deadline.remainingTime())) <= 0) {
            if (errno == EINTR && !deadline.hasExpired())
                continue;
            end(pid);
            return fail(ErrorCode::TimedOut, program, u"it does not answer"_s);
        }
        std::array<char, 1024> part{};
        const ssize_t got = ::read(complaint.get(), part.data(), part.size());
        open = got > 0;
        if (got > 0 && text.size() < 4096)
            text.append(part.data(), got);
    }
    end(pid); // it has closed its standard error: there is nothing more to come
    Descriptor tap = received(ours.get());
    if (!tap)
        return fail(ErrorCode::PermissionDenied, u"bridge "_s + bridge,
            text.isEmpty() ? u"qemu-bridge-helper made no tap"_s : QString::fromUtf8(text).simplified().left(400));
    return tap;
}

} // namespace laneway
