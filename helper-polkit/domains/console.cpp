// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/console.h"

#include "qemu/qmpclient.h"

#include <QFileInfo>

#include <atomic>
#include <cerrno>

#include <sys/socket.h>
#include <unistd.h>

namespace laneway {

Result<int> connectToScreen(Guests &guests, const GuestRef &guest)
{
    static std::atomic_int number = 0;
    const QString name = u"console"_s + QString::number(++number);
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(ErrorCode::Internal, guest.id, errnoName(errno), errno);
    const auto done
        = guests
              .command(guest, {{u"execute"_s, u"getfd"_s}, {u"arguments"_s, QJsonObject{{u"fdname"_s, name}}}}, 10'000,
                  {ends[1]})
              .and_then([&](const QJsonObject &) {
                  return guests.command(guest,
                      {{u"execute"_s, u"add_client"_s},
                          {u"arguments"_s,
                              QJsonObject{{u"protocol"_s, u"vnc"_s}, {u"fdname"_s, name}, {u"skipauth"_s, true}}}});
              });
    ::close(ends[1]);
    if (!done)
        ::close(ends[0]);
    return done.map([&](const QJsonObject &) { return ends[0]; });
}

Result<int> connectToPort(Guests &guests, const GuestRef &guest, const QString &alias)
{
    const QString name = u"char"_s + alias;
    const auto devices = guests.command(guest, {{u"execute"_s, u"query-chardev"_s}});
    if (!devices)
        return fail(devices.error());
    std::optional<QString> state;
    for (const QJsonValue &device : (*devices)[u"return"].toArray())
        if (device[u"label"].toString() == name)
            state = device[u"filename"].toString();
    if (!state)
        return fail(ErrorCode::NotFound, alias);
    // Whoever came second would wait for the first to leave, and see nothing.
    if (!state->startsWith(u"disconnected:"))
        return fail(ErrorCode::DeviceInUse, alias, u"somebody else reads it; close the other console first"_s);
    return connectMonitor(QFileInfo(guest.monitorPath).path() + u'/' + name + u".sock", 2'000);
}

} // namespace laneway
