// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures.h"

#include "domains/qemuguests.h"
#include "qemu/qmpclient.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace laneway {

namespace {
const QString program = u"/usr/bin/qemu-system-x86_64"_s;

QStringList arguments(const QString &monitor)
{
    return {u"-S"_s, u"-no-user-config"_s, u"-nodefaults"_s, u"-machine"_s, u"q35,accel=tcg"_s, u"-m"_s, u"64"_s,
        u"-display"_s, u"none"_s, u"-chardev"_s, u"socket,id=mon,fd="_s + monitor + u",server=on,wait=off",
        u"-mon"_s, u"chardev=mon,mode=control"_s, u"-sandbox"_s,
        u"on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"_s};
}

/// QEMU as one would start it oneself.
class ByHand
{
public:
    explicit ByHand(const QString &path)
        : m_path(path)
    {
    }

    Result<> start()
    {
        QFile::remove(m_path);
        const int listening = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray name = QFile::encodeName(m_path);
        std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
        if (::bind(listening, reinterpret_cast<sockaddr *>(&address), sizeof address) < 0 || ::listen(listening, 1) < 0)
            return fail(ErrorCode::Internal, m_path, errnoName(errno), errno);
        m_qemu.setChildProcessModifier([listening] { ::dup2(listening, 3); });
        m_qemu.start(program, arguments(u"3"_s));
        auto client = QmpClient::connectTo(m_path, 30'000);
        ::close(listening);
        if (!client)
            return fail(client.error());
        m_client = std::move(*client);
        return m_client.execute(u"query-status"_s).map([](const QJsonValue &) { });
    }

    Result<> end()
    {
        (void)m_client.execute(u"quit"_s);
        m_qemu.waitForFinished();
        return {};
    }

private:
    QString m_path;
    QProcess m_qemu;
    QmpClient m_client;
};
} // namespace

Result<Figures> benchStart(int turns)
{
    const QTemporaryDir directory;
    QemuGuests::Options options;
    options.runDirectory = directory.path();
    // As root, the way of the system's helper: for somebody else, in a systemd unit where there is systemd.
    const bool forOthers = ::geteuid() == 0;
    constexpr uint nobody = 65534;
    options.ownUserOnly = !forOthers;
    QemuGuests guests(options);
    ByHand bare(directory.filePath(u"hand"_s));
    GuestRef guest;
    int turn = 0;
    return compare(
        u"start to QMP answer"_s, turns, [&] { return bare.start(); }, [&] { return bare.end(); },
        [&] {
            GuestLaunch launch;
            launch.id = u"bench-%1"_s.arg(++turn);
            launch.program = program;
            launch.arguments = arguments(u"@monitor@"_s);
            launch.uid = forOthers ? nobody : ::geteuid();
            launch.gid = forOthers ? nobody : ::getegid();
            return guests.launch(launch).map([&](const GuestRef &started) { guest = started; });
        },
        [&] { return guests.end(guest); });
}

} // namespace laneway
