// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/sshtunnel.h"
#include "core/descriptor.h"
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

namespace laneway::verbs {

namespace {

constexpr char escape = 0x1d; ///< Ctrl+], as with virsh

/// The terminal gives each key at once, and none is a signal, until this goes.
class RawTerminal
{
public:
    RawTerminal()
    {
        m_changed = ::tcgetattr(STDIN_FILENO, &m_former) == 0;
        if (!m_changed)
            return;
        termios raw = m_former;
        ::cfmakeraw(&raw);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
    }
    ~RawTerminal()
    {
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_former);
    }
    RawTerminal(const RawTerminal &) = delete;
    RawTerminal &operator=(const RawTerminal &) = delete;

private:
    termios m_former{};
    bool m_changed = false;
};

/// Blocks until all is written; false when nobody takes it.
bool writeAll(int descriptor, const char *bytes, ssize_t size)
{
    while (size > 0) {
        const ssize_t written = ::write(descriptor, bytes, size_t(size));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        size -= written;
    }
    return true;
}

/// Carries bytes as they are until either side ends.
void relay(int socket)
{
    std::array<char, 64 * 1024> buffer{};
    for (;;) {
        std::array<pollfd, 2> waiting{pollfd{socket, POLLIN, 0}, pollfd{STDIN_FILENO, POLLIN, 0}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR)
            return;
        for (const auto &[from, to] : {std::pair{waiting[0], STDOUT_FILENO}, std::pair{waiting[1], socket}}) {
            if (!from.revents)
                continue;
            const ssize_t size = ::read(from.fd, buffer.data(), buffer.size());
            if (size <= 0 || !writeAll(to, buffer.data(), size))
                return;
        }
    }
}

/// Carries bytes both ways until the guest leaves, the escape is typed, or nothing is left to be typed and the
/// guest has been silent for a second: a script's way.
void carry(int socket)
{
    std::array<char, 4096> buffer{};
    bool typing = true;
    for (;;) {
        std::array<pollfd, 2> waiting{pollfd{socket, POLLIN, 0}, pollfd{typing ? STDIN_FILENO : -1, POLLIN, 0}};
        const int ready = ::poll(waiting.data(), waiting.size(), typing ? -1 : 1'000);
        if (ready == 0 || (ready < 0 && errno != EINTR))
            return;
        if (waiting[0].revents) {
            const ssize_t size = ::read(socket, buffer.data(), buffer.size());
            if (size <= 0 || !writeAll(STDOUT_FILENO, buffer.data(), size))
                return;
        }
        if (waiting[1].revents) {
            const ssize_t size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
            typing = size > 0;
            const auto end = std::find(buffer.begin(), buffer.begin() + std::max<ssize_t>(size, 0), escape);
            const ssize_t wanted = end - buffer.begin();
            if (typing && !writeAll(socket, buffer.data(), wanted))
                return;
            if (typing && wanted < size)
                return;
        }
    }
}

int console(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const bool relays = invocation.has("relay"_L1);
    const QString port = relays        ? invocation.value("relay"_L1)
        : invocation.has("devname"_L1) ? invocation.value("devname"_L1)
                                       : u"serial"_s;
    const auto opened = session.wait<int>([&](QObject *context, const auto &answer) {
        session.connection().openConsole(domain->uuid, port, context, answer);
    });
    if (!opened)
        return session.report(opened.error());
    const Descriptor socket(*opened);
    if (relays) {
        print(QString(sshConsoleMark));
        relay(socket.get());
        return Done;
    }
    if (!invocation.quiet && ::isatty(STDIN_FILENO))
        print(Ctl::tr("Connected to domain '%1'\nEscape character is ^] (Ctrl + ])").arg(domain->name) + u'\n');
    const RawTerminal raw;
    carry(socket.get());
    return Done;
}

constexpr std::array domainOnly{Positional{"domain"_L1}};
constexpr std::array options{
    Option{"devname"_L1, "ALIAS"_L1, QT_TRANSLATE_NOOP("lanewayctl", "another serial port than the first: its alias")},
    Option{"relay"_L1, "KIND"_L1,
        QT_TRANSLATE_NOOP("lanewayctl", "bytes as they are, for Laneway on another computer: vnc, or an alias")}};
constexpr std::array table{Verb{"console"_L1, domainOnly, options,
    QT_TRANSLATE_NOOP("lanewayctl", "sit down at a machine's serial port; Ctrl+] leaves"), false, false, console}};

} // namespace

std::span<const Verb> consoleVerbs()
{
    return table;
}

} // namespace laneway::verbs
