// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/childprogram.h"
#include "core/descriptor.h"
#include "host/hostfile.h"
#include "keynames.h"
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"
#include "xml/domainxml.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace laneway::verbs {

namespace {

constexpr int longestMs = 60'000;
constexpr int longestHoldMs = 30'000;
constexpr int mostKeys = 16; ///< as with virsh
constexpr qsizetype mostPicture = 256 * 1024 * 1024; ///< the most pixels that RfbClient takes, four bytes each
constexpr qsizetype mostWords = 64 * 1024;

/// What laneway-screen prints when it is given @p words and a session with @p domain's screen.
Result<QByteArray> askScreen(Session &session, const DomainInfo &domain, const QStringList &words)
{
    const QString program = childProgram(u"laneway-screen"_s, "LANEWAY_SCREEN_PROGRAM");
    if (program.isEmpty())
        return fail(
            ErrorCode::NotFound, u"laneway-screen"_s, Ctl::tr("it comes with Laneway's window: install that, too"));
    const auto text = session.wait<QString>([&](QObject *context, const auto &answer) {
        session.connection().domainXml(domain.uuid, false, context, answer);
    });
    const auto xml = text ? DomainXml::parse(text->toUtf8()) : fail(text.error());
    if (!xml)
        return fail(xml.error());
    // QEMU says nothing of it, and never answers.
    const auto has = [&xml](const QString &device) { return !xml->root().elementsByTagName(device).isEmpty(); };
    if (!domain.isOff() && !has(u"graphics"_s) && !has(u"video"_s))
        return fail(ErrorCode::UnsupportedConfiguration, Ctl::tr("domain %1").arg(domain.name),
            Ctl::tr("It has no screen: its definition has neither <graphics> nor <video>."));
    const auto opened = session.wait<int>([&](QObject *context, const auto &answer) {
        session.connection().openConsole(domain.uuid, u"vnc"_s, context, answer);
    });
    if (!opened)
        return fail(opened.error());
    const Descriptor given(*opened);
    // Who was started without standard files may have got it as one of them, which the child has others in place of.
    const Descriptor socket(::fcntl(given.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    if (!socket)
        return fail(ErrorCode::Internal, domain.name, qt_error_string(errno), errno);
    QProcess process;
    process.setChildProcessModifier([fd = socket.get()] { ::dup2(fd, STDIN_FILENO); });
    QByteArray out, err;
    bool isTooMuch = false;
    const auto take = [&] {
        out += process.readAllStandardOutput();
        err += process.readAllStandardError();
        isTooMuch = isTooMuch || out.size() > mostPicture || err.size() > mostWords;
        if (isTooMuch)
            process.kill();
    };
    QObject::connect(&process, &QProcess::readyReadStandardOutput, &process, take);
    QObject::connect(&process, &QProcess::readyReadStandardError, &process, take);
    process.start(program, words, QIODevice::ReadOnly);
    if (!process.waitForFinished(longestMs)) {
        process.kill();
        process.waitForFinished();
        return fail(ErrorCode::TimedOut, domain.name);
    }
    take();
    if (isTooMuch)
        return fail(ErrorCode::LimitExceeded, u"laneway-screen"_s);
    const QString why = QString::fromUtf8(err).trimmed();
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 2)
        return fail(ErrorCode::InvalidInput, words.mid(2).join(u' '), why);
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return fail(ErrorCode::QemuFailed, domain.name, why.section(u'\n', -1));
    return out;
}

int screenshot(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const QString named = invocation.value("file"_L1);
    const auto picture = askScreen(session, *domain, {u"picture"_s});
    if (!picture)
        return session.report(picture.error());
    if (named == u"-") {
        QFile out;
        const bool written
            = out.open(stdout, QIODevice::WriteOnly) && out.write(*picture) == picture->size() && out.flush();
        return written ? Done : session.report(hostFileError(FileFault::Unwritable, u"-"_s, out.errorString()));
    }
    const auto saved = [&]() -> Result<QString> {
        if (named.isEmpty())
            return writeNewFile(domain->name + u'-' + QDateTime::currentDateTime().toString(u"yyyy-MM-dd-HH:mm:ss"_s),
                u".png"_s, *picture);
        return writeFile(named, *picture).map([&] { return named; });
    }();
    if (!saved)
        return session.report(saved.error());
    print(Ctl::tr("Screenshot saved to %1, with type of image/png").arg(*saved) + u'\n');
    return Done;
}

int sendKey(Session &session, const Invocation &invocation)
{
    const auto refuse = [](const QString &why) {
        complain(u"lanewayctl: "_s + why + u'\n');
        return Usage;
    };
    if (invocation.has("codeset"_L1) && invocation.value("codeset"_L1) != u"linux")
        return refuse(Ctl::tr("--codeset: keys are named as Linux names them (linux), as in KEY_LEFTCTRL"));
    bool isNumber = true;
    const int hold = invocation.has("holdtime"_L1) ? invocation.value("holdtime"_L1).toInt(&isNumber) : 0;
    if (!isNumber || hold < 0 || hold > longestHoldMs)
        return refuse(Ctl::tr("--holdtime: milliseconds, up to %1").arg(longestHoldMs));
    if (invocation.rest.size() > mostKeys)
        return refuse(Ctl::tr("no more than %1 keys at once").arg(mostKeys));
    QStringList words{u"keys"_s, QString::number(hold)};
    for (const QString &name : invocation.rest) {
        const auto key = linuxKey(name);
        if (!key)
            return refuse(
                Ctl::tr("'%1' is no key: KEY_A, KEY_1, KEY_F2, KEY_ENTER, KEY_LEFTCTRL … (linux/input-event-codes.h)")
                    .arg(name));
        words += QString::number(*key);
    }
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const auto sent = askScreen(session, *domain, words);
    return sent ? Done : session.report(sent.error());
}

constexpr std::array pictureWords{Positional{"domain"_L1}, Positional{"file"_L1, false}};
constexpr std::array keyWords{Positional{"domain"_L1}, Positional{"keycode"_L1, true, true}};
constexpr std::array keyOptions{
    Option{"holdtime"_L1, "MS"_L1, QT_TRANSLATE_NOOP("lanewayctl", "how long they are held down, in milliseconds")},
    Option{"codeset"_L1, "NAME"_L1, QT_TRANSLATE_NOOP("lanewayctl", "whose names they are: linux, the only one")}};
constexpr std::array table{
    Verb{"screenshot"_L1, pictureWords, {},
        QT_TRANSLATE_NOOP("lanewayctl", "write what a machine's screen shows to a PNG file; - for standard output"),
        false, false, screenshot},
    Verb{"send-key"_L1, keyWords, keyOptions,
        QT_TRANSLATE_NOOP(
            "lanewayctl", "press keys of a machine's keyboard together: KEY_LEFTCTRL KEY_LEFTALT KEY_DELETE"),
        false, false, sendKey}};

} // namespace

std::span<const Verb> screenVerbs()
{
    return table;
}

} // namespace laneway::verbs
