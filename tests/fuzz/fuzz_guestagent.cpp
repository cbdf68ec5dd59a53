// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as what a guest's agent answers. "@ID@" stands for the number that it was asked to repeat. The talk must
// end, and a refusal must be one that can be shown.
#include "core/descriptor.h"
#include "qemu/guestagent.h"

#include <QTemporaryDir>

#include <cstdlib>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace laneway;

namespace {

class Channel
{
public:
    Channel()
        : m_listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
        , path(m_directory.filePath(u"agent"_s))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray name = path.toLocal8Bit();
        const timeval longest{.tv_sec = 10, .tv_usec = 0};
        std::copy(name.begin(), name.end(), address.sun_path);
        if (bind(m_listener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0
            || listen(m_listener.get(), 4) < 0
            || setsockopt(m_listener.get(), SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest) < 0)
            std::abort();
    }
    /// To the next who comes, if somebody comes: waits for the question, says all of it and hangs up.
    void answerOnce(QByteArray says) const
    {
        const Descriptor guest(accept(m_listener.get(), nullptr, nullptr));
        if (!guest)
            return;
        QByteArray question(4096, '\0');
        question.truncate(std::max<ssize_t>(recv(guest.get(), question.data(), size_t(question.size()), 0), 0));
        const qsizetype id = question.indexOf("\"id\":") + 5;
        says.replace("@ID@", question.mid(id, question.indexOf('}', id) - id));
        (void)!send(guest.get(), says.constData(), size_t(says.size()), MSG_NOSIGNAL);
    }

private:
    QTemporaryDir m_directory;
    Descriptor m_listener;

public:
    const QString path;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Channel channel;
    if (size > 100'000)
        return 0;
    const QByteArray says(reinterpret_cast<const char *>(data), qsizetype(size));
    std::thread guest([&says] { channel.answerOnce(says); });
    {
        auto agent = GuestAgent::connectTo(channel.path, 5'000);
        const auto done = agent ? agent->shutdown(u"powerdown"_s) : Result<>();
        if (!done && (done.error().detail.size() > 400))
            std::abort();
    }
    guest.join();
    return 0;
}
