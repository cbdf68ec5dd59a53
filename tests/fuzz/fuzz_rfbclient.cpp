// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as what a guest's screen sends, behind a proper greeting where they have none. The session must end,
// and the image must be one.
#include "ui/console/rfbclient.h"

#include <QCoreApplication>

#include <cstdlib>
#include <sys/socket.h>
#include <unistd.h>

using namespace laneway;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int count = 1;
    static char name[] = "fuzz";
    static char *arguments[] = {name, nullptr};
    static QCoreApplication application(count, arguments);

    int ends[2];
    if (size > 100'000 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return 0;
    static const QByteArray greeting(
        "RFB 003.008\n\1\1\0\0\0\0\0\x10\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 38);
    const bool isGreeting = size > 2 && data[0] == 'R' && data[1] == 'F';
    if (!isGreeting)
        (void)!write(ends[1], greeting.constData(), size_t(greeting.size()));
    (void)!write(ends[1], data, size);
    shutdown(ends[1], SHUT_WR);
    {
        RfbClient client;
        bool closed = false;
        QObject::connect(&client, &RfbClient::closed, [&closed] { closed = true; });
        client.start(ends[0]);
        for (int i = 0; i < 10'000 && !closed; ++i)
            QCoreApplication::processEvents();
        if (!closed || (!client.image().isNull() && client.image().width() > 16'384))
            std::abort();
    }
    close(ends[1]);
    return 0;
}
