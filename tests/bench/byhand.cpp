// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "byhand.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace laneway {

namespace {

constexpr int monitorFd = 3;
constexpr int eventsFd = 4;
constexpr int firstFreeFd = 10; ///< ours stay clear of those that QEMU gets

Result<int> listenAt(const QString &path)
{
    QFile::remove(path);
    const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int listening = ::fcntl(made, F_DUPFD_CLOEXEC, firstFreeFd);
    ::close(made);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    if (::bind(listening, reinterpret_cast<sockaddr *>(&address), sizeof address) < 0 || ::listen(listening, 1) < 0) {
        const int error = errno;
        ::close(listening);
        return fail(ErrorCode::Internal, path, errnoName(error), error);
    }
    return listening;
}

} // namespace

ByHand::ByHand(const QString &program, const QString &directory, const QStringList &arguments)
    : m_program(program)
    , m_directory(directory)
    , m_arguments(arguments)
{
    m_arguments.replaceInStrings(u"@monitor@"_s, QString::number(monitorFd));
    m_arguments.replaceInStrings(u"@socket:events@"_s, QString::number(eventsFd));
}

Result<> ByHand::start()
{
    const QString path = m_directory + u"/hand.monitor";
    const auto monitor = listenAt(path);
    const auto events = listenAt(m_directory + u"/hand.events");
    if (!monitor || !events)
        return fail(monitor ? events.error() : monitor.error());
    m_qemu.setChildProcessModifier([monitor = *monitor, events = *events] {
        ::dup2(monitor, monitorFd);
        ::dup2(events, eventsFd);
    });
    m_qemu.start(m_program, m_arguments);
    auto client = QmpClient::connectTo(path, 30'000);
    ::close(*monitor);
    ::close(*events);
    if (!client)
        return fail(client.error());
    m_client = std::move(*client);
    return m_client.execute(u"query-status"_s).map([](const QJsonValue &) {});
}

Result<> ByHand::end()
{
    (void)m_client.execute(u"quit"_s);
    m_qemu.waitForFinished();
    return {};
}

} // namespace laneway
