// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"
#include "qemu/commandline.h"
#include "session.h"
#include "verbs/verbs.h"
#include "xml/deviceedits.h"

#include <array>
#include <functional>

namespace laneway::verbs {

namespace {
/// As at define time, without a host; then @p use of it. Errors have their place.
Result<> forFile(const QString &file, const std::function<Result<>(const DomainXml &)> &use)
{
    const auto text = readXmlFile(file);
    if (!text)
        return fail(text.error());
    auto domain = DomainXml::parse(*text);
    return (domain ? domain->complete({}, DomainXml::Networks::Pools) : fail(domain.error()))
        .and_then([&] { return domain->validate(); })
        .and_then([&] { return use(*domain); })
        .map_error([&](const Error &error) { return withPlace(error, QString::fromUtf8(*text)); });
}

int inFile(const Session &session, Error error, const QString &file)
{
    // A parser says by itself where it stopped.
    const int line = error.subject.startsWith(u"line ") ? 0 : error.extra[u"line"].toInt();
    const QString place = line > 0
        ? file + u", "_s + Ctl::tr("line %1, column %2").arg(line).arg(error.extra[u"column"].toInt())
        : file;
    if (error.subject != file)
        error.subject = error.subject.isEmpty() ? place : place + u": "_s + error.subject;
    return session.report(error);
}

int xml(Session &session, const Invocation &invocation)
{
    int status = Done;
    QJsonArray array;
    for (const QString &file : invocation.rest) {
        const auto done = forFile(file, [&](const DomainXml &domain) -> Result<> {
            const QString text = QString::fromUtf8(domain.toXml());
            if (invocation.json)
                array += QJsonObject{{u"file"_s, file}, {u"name"_s, domain.name()}, {u"xml"_s, text}};
            else
                print(text.endsWith(u'\n') ? text : text + u'\n');
            return {};
        });
        if (!done)
            status = inFile(session, done.error(), file);
    }
    if (invocation.json)
        print(array);
    return status == Done ? Done : Failed;
}

int toNative(Session &session, const Invocation &invocation)
{
    if (invocation.value("format"_L1) != u"qemu-argv"_s) {
        complain(Ctl::tr("lanewayctl: the only format is qemu-argv") + u'\n');
        return Usage;
    }
    const QString file = invocation.value("xml"_L1);
    QStringList words;
    const auto done = forFile(file, [&](const DomainXml &domain) {
        return qemuCommand(domain, QemuCapabilities()).map([&](const QemuCommand &command) {
            words = QStringList(command.program) + command.arguments;
        });
    });
    if (!done) {
        inFile(session, done.error(), file);
        return Failed;
    }
    if (invocation.json)
        print(QJsonArray::fromStringList(words));
    else
        print(words.join(u'\n') + u'\n');
    return Done;
}

constexpr std::array files{Positional{"file"_L1, true, true}};
constexpr std::array formatAndFile{Positional{"format"_L1, true, false}, Positional{"xml"_L1, true, false}};
constexpr std::array table{
    Verb{"xml"_L1, files, {},
        QT_TRANSLATE_NOOP("lanewayctl", "check definitions and print them as they would be stored"), false, true, xml},
    Verb{"domxml-to-native"_L1, formatAndFile, {},
        QT_TRANSLATE_NOOP("lanewayctl", "print QEMU's command line for a definition, one argument a line"), false, true,
        toNative},
};
} // namespace

std::span<const Verb> offlineVerbs()
{
    return table;
}

} // namespace laneway::verbs
