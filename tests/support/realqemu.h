// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qemu/commandline.h"
#include "qemu/guestclock.h"
#include "qemu/qmpclient.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace laneway {

/// What the installed QEMU makes of a command line.
struct RealQemu
{
    bool started = false;
    QByteArray complaint; ///< what it said, errors and warnings
    QStringList expected; ///< "pci.1:0.0": bus, slot and function of every device, by the definition
    QStringList found; ///< by query-pci, once the firmware had numbered the buses
};

namespace realqemu {

/// "parent:slot.function" of every function the guest would find; parent is a controller's id.
inline QStringList placesIn(const QJsonArray &devices, const QString &parent)
{
    QStringList places;
    for (const QJsonValue &device : devices) {
        places += u"%1:%2.%3"_s.arg(parent).arg(device[u"slot"].toInt()).arg(device[u"function"].toInt());
        places += placesIn(device[u"pci_bridge"][u"devices"].toArray(), device[u"qdev_id"].toString());
    }
    return places;
}

inline QStringList placesIn(const DomainXml &domain)
{
    QStringList places;
    const QDomNodeList addresses = domain.root().elementsByTagName(u"address"_s);
    for (int i = 0; i < addresses.size(); ++i) {
        const QDomElement address = addresses.at(i).toElement();
        if (address.attribute(u"type"_s) != u"pci")
            continue;
        const auto number = [&](const QString &name) { return address.attribute(name).toInt(nullptr, 0); };
        const int bus = number(u"bus"_s);
        places += u"%1:%2.%3"_s.arg(bus == 0 ? u"root"_s : u"pci.%1"_s.arg(bus))
                      .arg(number(u"slot"_s))
                      .arg(number(u"function"_s));
    }
    return places;
}

/// Without the chip sets' own: host bridge, ISA bridge, disk controllers, SMBus, power management.
inline QStringList guestPlaces(QStringList places)
{
    for (const QString &own :
        {u"root:0.0"_s, u"root:31.0"_s, u"root:31.2"_s, u"root:31.3"_s, u"root:1.0"_s, u"root:1.1"_s, u"root:1.3"_s})
        places.removeAll(own);
    places.sort();
    return places;
}

inline int listenAt(const QString &path)
{
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    if (::bind(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) < 0 || ::listen(socket, 1) < 0)
        return -1;
    return socket;
}

/// With its monitor at "qmp" in @p directory, and each socket of a port beside it.
inline bool start(QProcess &qemu, const QemuCommand &command, const QTemporaryDir &directory)
{
    QList<int> sockets{listenAt(directory.filePath(u"qmp"_s))};
    QStringList arguments = command.arguments;
    arguments.replaceInStrings(u"@monitor@"_s, u"3"_s);
    for (QString &argument : arguments) {
        argument = withClockAt(argument, QDateTime::currentDateTime());
        if (const qsizetype at = argument.indexOf(u"@socket:"); at >= 0) {
            const qsizetype end = argument.indexOf(u'@', at + 1);
            argument.replace(at, end + 1 - at, QString::number(3 + sockets.size()));
            sockets += listenAt(directory.filePath(u"socket%1"_s.arg(sockets.size())));
        }
    }
    qemu.setChildProcessModifier([sockets] {
        for (int i = 0; i < sockets.size(); ++i)
            fcntl(sockets[i], F_SETFD, 0), dup2(sockets[i], 100 + i);
        for (int i = 0; i < sockets.size(); ++i)
            dup2(100 + i, 3 + i), close(100 + i);
    });
    qemu.start(command.program, arguments);
    const bool started = qemu.waitForStarted();
    for (const int socket : sockets)
        ::close(socket);
    return started;
}

} // namespace realqemu

/// Starts it with its processors stopped, lets the firmware number the buses, looks, and ends it.
inline RealQemu startAndLook(const QemuCommand &command, const DomainXml &domain)
{
    RealQemu result;
    const QTemporaryDir directory;
    QProcess qemu;
    if (!realqemu::start(qemu, command, directory))
        return result;
    auto client = QmpClient::connectTo(directory.filePath(u"qmp"_s), 60'000);
    auto status = client ? client->execute(u"query-status"_s, {}, 60'000) : fail(client.error());
    if (status)
        status = client->execute(u"cont"_s);
    result.expected = realqemu::guestPlaces(realqemu::placesIn(domain));
    QDeadlineTimer deadline(60'000);
    while (status && !deadline.hasExpired() && result.found != result.expected) {
        const auto buses = client->execute(u"query-pci"_s);
        if (!buses)
            break;
        result.found.clear();
        for (const QJsonValue &bus : buses->toArray()) // an expander's bus is a root of its own
            result.found += realqemu::placesIn(bus[u"devices"].toArray(), u"root"_s);
        result.found = realqemu::guestPlaces(result.found);
        QThread::msleep(20);
    }
    result.started = status.has_value();
    if (status)
        (void)client->execute(u"quit"_s);
    else
        qemu.kill();
    qemu.waitForFinished();
    result.complaint = qemu.readAllStandardError();
    return result;
}

} // namespace laneway
