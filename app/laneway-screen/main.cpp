// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One look at a guest's screen, or one chord on its keyboard. What a guest sends is hostile and needs graphics to be
// read, so it is done by a process of its own, which gets nothing of lanewayctl's but the session's socket. It is not
// confined: it runs with the rights of the person who asks.
//
//   laneway-screen picture             prints the screen as PNG
//   laneway-screen keys HOLDMS KEY…    presses these keys together (Linux' numbers of them), and lets go after HOLDMS
//
// Standard input is a connected socket to the guest's VNC server. Status 0; else a sentence on standard error, and
// 1, or 2 where it was not to be asked so.
#include "ui/console/rfbclient.h"
#include "ui/console/scancodes.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegion>
#include <QTimer>

#include <cstdio>
#include <linux/sockios.h>
#include <memory>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace laneway;

namespace {

constexpr int usageError = 2;
constexpr int longestMs = 50'000; ///< longest hold included
constexpr int settleMs = 50;
constexpr int lookMs = 10;
constexpr int taskMs = 300; ///< until QEMU has done what it has read

int giveUp(const QString &why)
{
    std::fputs(qPrintable(why + u'\n'), stderr);
    return 1;
}

/// Waits until every part of the screen was sent once.
void takePicture(RfbClient &screen)
{
    const auto seen = std::make_shared<QRegion>();
    auto *const settled = new QTimer(&screen); // a new size may come right behind
    settled->setSingleShot(true);
    const auto isWhole = [&screen, seen] { return QRegion(screen.image().rect()).subtracted(*seen).isEmpty(); };
    QObject::connect(&screen, &RfbClient::resized, [seen] { *seen = {}; });
    QObject::connect(&screen, &RfbClient::updated, [seen, settled, isWhole](const QRect &area) {
        *seen += area;
        if (isWhole() && !settled->isActive())
            settled->start(settleMs);
    });
    QObject::connect(settled, &QTimer::timeout, &screen, [&screen, isWhole] {
        if (!isWhole())
            return;
        QFile out;
        const bool done = out.open(stdout, QIODevice::WriteOnly) && screen.image().save(&out, "PNG") && out.flush();
        QCoreApplication::exit(done ? 0 : giveUp(u"the picture could not be written"_s));
    });
}

/// Ends once the other side has read all of it: what nobody has read is lost with the session.
void leaveOnceRead(RfbClient &screen)
{
    auto *const look = new QTimer(&screen);
    QObject::connect(look, &QTimer::timeout, &screen, [look] {
        int unread = 0;
        if (::ioctl(STDIN_FILENO, SIOCOUTQ, &unread) == 0 && unread > 0)
            return;
        look->stop();
        QTimer::singleShot(taskMs, [] { QCoreApplication::exit(0); });
    });
    look->start(lookMs);
}

void press(RfbClient &screen, const QList<quint32> &scancodes, int holdMs)
{
    QObject::connect(
        &screen, &RfbClient::ready, &screen,
        [&screen, scancodes, holdMs] {
            for (const quint32 code : scancodes)
                screen.sendKey(0, code, true);
            QTimer::singleShot(holdMs, &screen, [&screen, scancodes] {
                for (auto code = scancodes.crbegin(); code != scancodes.crend(); ++code)
                    screen.sendKey(0, *code, false);
                leaveOnceRead(screen);
            });
        },
        Qt::QueuedConnection); // it is ready once it has returned
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList words = application.arguments().mid(1);
    RfbClient screen;
    QObject::connect(
        &screen, &RfbClient::closed, &screen, [](const Error &why) { QCoreApplication::exit(giveUp(why.detail)); });
    if (words == QStringList{u"picture"_s}) {
        takePicture(screen);
    } else if (words.value(0) == u"keys" && words.size() > 2) {
        QList<quint32> scancodes;
        for (const QString &key : words.mid(2)) {
            scancodes += scancodeOfLinuxKey(key.toUInt());
            if (scancodes.last() == 0) {
                giveUp(u"a PC's keyboard has no key %1"_s.arg(key));
                return usageError;
            }
        }
        press(screen, scancodes, words[1].toInt());
    } else {
        giveUp(u"usage: laneway-screen picture | keys HOLDMS KEY…, with a VNC session as its standard input"_s);
        return usageError;
    }
    QTimer::singleShot(
        longestMs, &screen, [] { QCoreApplication::exit(giveUp(u"its screen did not answer in time"_s)); });
    screen.start(::dup(STDIN_FILENO)); // its own, so that this one can still be asked
    return QCoreApplication::exec();
}
