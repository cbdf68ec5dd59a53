// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as what QEMU says at its monitor, behind a proper greeting where they have none: to who gives commands,
// and to who hears events. What comes of it must be bounded, and the talk must end.
#include "core/descriptor.h"
#include "qemu/qmpclient.h"
#include "qemu/qmpevents.h"

#include <QCoreApplication>

#include <cstdlib>
#include <sys/socket.h>
#include <unistd.h>

using namespace laneway;

namespace {

/// The end of a monitor at which @p says waits, and nothing after it; @p other keeps the one that said it.
int monitorThatSaid(const QByteArray &says, Descriptor &other)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        std::abort();
    (void)!write(ends[1], says.constData(), size_t(says.size()));
    shutdown(ends[1], SHUT_WR);
    other = Descriptor(ends[1]);
    return ends[0];
}

void giveCommands(const QByteArray &says)
{
    Descriptor other;
    auto client = QmpClient::fromDescriptor(monitorThatSaid(says, other), 5'000);
    if (!client)
        return;
    for (int command = 0; command < 3 && client->isOpen(); ++command) {
        const auto answer = client->execute(u"query-status"_s, {}, 5'000);
        if (!answer && answer.error().detail.size() > 10'000)
            std::abort();
    }
    const auto isDisk = [](const QJsonObject &data) { return data[u"device"].toString() == u"disk0"; };
    const auto event = client->waitForEvent(u"DEVICE_DELETED"_s, isDisk, 5'000);
    if (event && !isDisk((*event)[u"data"].toObject()))
        std::abort();
    if (!event && event.error().code == ErrorCode::GuestDidNotRespond)
        std::abort(); // nothing more can come, so there is nothing to wait for
}

void hearEvents(const QByteArray &says)
{
    Descriptor other;
    qsizetype heard = 0;
    QmpEvents events(monitorThatSaid(says, other), [&heard](const QString &, const QJsonObject &) { ++heard; });
    events.hearTheRest();
    if (heard > says.count('\n'))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int count = 1;
    static char name[] = "fuzz";
    static char *arguments[] = {name, nullptr};
    static QCoreApplication application(count, arguments);
    if (size > 100'000)
        return 0;
    QByteArray says(reinterpret_cast<const char *>(data), qsizetype(size));
    if (!says.startsWith("{\"QMP\""))
        says.prepend("{\"QMP\":{\"version\":{},\"capabilities\":[]}}\r\n{\"return\":{},\"id\":1}\r\n");
    giveCommands(says);
    hearEvents(says);
    return 0;
}
