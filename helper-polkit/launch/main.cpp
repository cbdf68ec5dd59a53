// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Started by PID 1 as the guest's owner, with a SOCK_SEQPACKET socket as standard input. One message
// says what to run; its descriptors become 3, 4, … of the program. So no socket path is needed, and
// systemd 252 suffices, which cannot pass descriptors of its own accord. Plain C++: it must start
// fast and cannot do anything that its uid could not do anyway.
//
// Message: "L1" NUL count NUL argument NUL × count, then environment NUL × rest.
// One byte goes back as a greeting.
// When the program cannot be run a sentence goes to standard error, which the helper reads; success
// shows in the program's own first answer and nowhere else.
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace {
constexpr size_t messageSize = 128 * 1024;
constexpr size_t mostDescriptors = 60;
constexpr int firstDescriptor = 3;

[[noreturn]] void giveUp(const std::string &what, int error)
{
    std::string text = "laneway-launch: " + what;
    if (error)
        text += std::string(": ") + std::strerror(error);
    text += '\n';
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    _exit(127);
}

/// Splits NUL-terminated strings; an unterminated rest is refused.
std::vector<char *> split(std::vector<char> &text, size_t from, size_t to)
{
    std::vector<char *> parts;
    for (size_t at = from; at < to; at += std::strlen(&text[at]) + 1)
        parts.push_back(&text[at]);
    return parts;
}
} // namespace

int main()
{
    std::vector<char> message(messageSize + 1, '\0');
    iovec part{message.data(), messageSize};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * mostDescriptors)> rights{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = rights.data();
    header.msg_controllen = rights.size();
    ssize_t size = 0;
    do {
        size = recvmsg(STDIN_FILENO, &header, MSG_CMSG_CLOEXEC);
    } while (size < 0 && errno == EINTR);
    if (size <= 0)
        giveUp("no message", size < 0 ? errno : 0);
    if ((header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
        giveUp("message too long", 0);

    std::vector<int> received;
    for (cmsghdr *c = CMSG_FIRSTHDR(&header); c; c = CMSG_NXTHDR(&header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        received.resize((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        std::memcpy(received.data(), CMSG_DATA(c), received.size() * sizeof(int));
    }

    // So the helper knows our number, which the program keeps. Who does not listen is told by PID 1.
    [[maybe_unused]] const ssize_t greeted = send(STDIN_FILENO, "", 1, MSG_NOSIGNAL | MSG_DONTWAIT);

    const size_t length = size_t(size);
    if (length < 3 || std::memcmp(message.data(), "L1", 3) != 0 || message[length - 1] != '\0')
        giveUp("not a message of ours", 0);
    std::vector<char *> parts = split(message, 3, length);
    const size_t count = parts.empty() ? 0 : std::strtoul(parts.front(), nullptr, 10);
    if (count == 0 || count >= parts.size() || parts[1][0] != '/')
        giveUp("no program in the message", 0);
    std::vector<char *> arguments(parts.begin() + 1, parts.begin() + 1 + std::ptrdiff_t(count));
    std::vector<char *> environment(parts.begin() + 1 + std::ptrdiff_t(count), parts.end());
    arguments.push_back(nullptr);
    environment.push_back(nullptr);

    // Everything out of the way of 0…2+n first: a number that is still to be set may be in use.
    const int clear = firstDescriptor + int(mostDescriptors) + 1;
    for (int &fd : received) {
        fd = fcntl(fd, F_DUPFD_CLOEXEC, clear);
        if (fd < 0)
            giveUp("descriptors", errno);
    }
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0)
        giveUp("/dev/null", errno);
    if (dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
        giveUp("standard input", errno);
    const int kept = int(received.size());
    for (int i = 0; i < kept; ++i)
        if (dup2(received[size_t(i)], firstDescriptor + i) < 0)
            giveUp("descriptors", errno);
    if (syscall(SYS_close_range, unsigned(firstDescriptor + kept), ~0U, 0) < 0)
        giveUp("close_range", errno);

    // The unit sets these too; older systemd may not know all of them.
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        giveUp("no_new_privs", errno);
    const rlimit noCore{0, 0};
    setrlimit(RLIMIT_CORE, &noCore);
    umask(077);
    if (chdir("/") < 0)
        giveUp("/", errno);
    execve(arguments.front(), arguments.data(), environment.data());
    giveUp(arguments.front(), errno);
}
