// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What starting a guest through us costs over starting the same QEMU by hand: from the call (or the
// exec) to the answer of a QMP command, in turns, so that the machine's moods hit both alike.
#include "domains/qemuguests.h"
#include "qemu/qmpclient.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace laneway;

namespace {
const QString program = u"/usr/bin/qemu-system-x86_64"_s;

QStringList arguments(const QString &monitor)
{
    return {u"-S"_s, u"-no-user-config"_s, u"-nodefaults"_s, u"-machine"_s, u"q35,accel=tcg"_s, u"-m"_s, u"64"_s,
        u"-display"_s, u"none"_s, u"-chardev"_s, u"socket,id=mon,fd="_s + monitor + u",server=on,wait=off",
        u"-mon"_s, u"chardev=mon,mode=control"_s, u"-sandbox"_s,
        u"on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"_s};
}

Result<double> throughUs(QemuGuests &guests, int turn)
{
    GuestLaunch launch;
    launch.id = u"bench-%1"_s.arg(turn);
    launch.program = program;
    launch.arguments = arguments(u"@monitor@"_s);
    launch.uid = geteuid();
    launch.gid = getegid();
    QElapsedTimer time;
    time.start();
    const auto guest = guests.launch(launch);
    const double elapsed = double(time.nsecsElapsed()) / 1e6;
    if (!guest)
        return fail(guest.error());
    (void)guests.end(*guest);
    return elapsed;
}

Result<double> byHand(const QString &path)
{
    QFile::remove(path);
    QElapsedTimer time;
    time.start();
    const int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    if (bind(listening, reinterpret_cast<sockaddr *>(&address), sizeof address) < 0 || listen(listening, 1) < 0)
        return fail(ErrorCode::Internal, path, errnoName(errno), errno);
    QProcess qemu;
    qemu.setChildProcessModifier([listening] { dup2(listening, 3); });
    qemu.start(program, arguments(u"3"_s));
    auto client = QmpClient::connectTo(path, 30'000);
    ::close(listening);
    const auto status = client ? client->execute(u"query-status"_s) : fail(client.error());
    const double elapsed = double(time.nsecsElapsed()) / 1e6;
    if (client)
        (void)client->execute(u"quit"_s);
    qemu.waitForFinished();
    if (!status)
        return fail(status.error());
    return elapsed;
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}
} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QTextStream out(stdout);
    const int turns = argc > 1 ? std::max(1, QString::fromLocal8Bit(argv[1]).toInt()) : 25;
    QTemporaryDir directory;
    QemuGuests::Options options;
    options.runDirectory = directory.path();
    options.ownUserOnly = true;
    QemuGuests guests(options);
    QList<double> ours;
    QList<double> bare;
    for (int turn = -2; turn < turns; ++turn) { // two to warm the caches
        const auto launched = throughUs(guests, turn + 2);
        const auto executed = byHand(directory.filePath(u"hand"_s));
        if (!launched || !executed) {
            out << (launched ? executed.error() : launched.error()).toString() << '\n';
            return 1;
        }
        if (turn >= 0) {
            ours += *launched;
            bare += *executed;
        }
    }
    out << "start to QMP answer, median of " << turns << ", ms: laneway " << median(ours) << ", bare qemu "
        << median(bare) << ", difference " << median(ours) - median(bare) << '\n';
    return 0;
}
