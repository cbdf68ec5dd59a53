// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/consolerelay.h"

#include "client/sshtunnel.h"
#include "core/descriptor.h"

#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <sys/socket.h>
#include <sys/un.h>

namespace laneway {

namespace {

Result<int> connectedTo(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (size_t(name.size()) >= sizeof address.sun_path)
        return fail(ErrorCode::Internal, path, u"too long a path"_s);
    std::copy(name.begin(), name.end(), address.sun_path);
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0)
        return fail(ErrorCode::Disconnected, path, errnoName(errno), errno);
    return socket.release();
}

} // namespace

void openRelayedConsole(const SshAddress &address, const QUuid &machine, const QString &kind, QObject *parent,
    QObject *context, const std::function<void(const Result<int> &)> &answer)
{
    static const QRegularExpression plain(u"\\A[A-Za-z0-9_.-]+\\z"_s); // it becomes a word of a shell's
    if (!plain.match(kind).hasMatch()) {
        QMetaObject::invokeMethod(
            context, [answer, kind] { answer(fail(ErrorCode::InvalidInput, kind, u"no name of a console"_s)); },
            Qt::QueuedConnection);
        return;
    }
    auto *relay = new SshTunnel(address, machine, kind);
    relay->setParent(parent);
    const auto isAnswered = std::make_shared<bool>(false);
    QObject::connect(context, &QObject::destroyed, relay, [relay, isAnswered] {
        if (!*isAnswered) // afterwards it is the socket's
            relay->close();
    });
    QObject::connect(relay, &SshTunnel::up, context, [answer, isAnswered](const QString &path) {
        *isAnswered = true;
        answer(connectedTo(path));
    });
    QObject::connect(relay, &SshTunnel::ended, context, [answer, isAnswered](const Error &error) {
        if (!std::exchange(*isAnswered, true))
            answer(fail(error));
    });
    QObject::connect(relay, &SshTunnel::ended, relay, &QObject::deleteLater);
}

} // namespace laneway
