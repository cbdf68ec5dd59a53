// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline.h"

#include <algorithm>
#include <array>

namespace laneway {

namespace {
constexpr std::array commonOptions{
    Option{"connect"_L1, "CONNECTION"_L1,
        QT_TRANSLATE_NOOP("lanewayctl",
            "system, session, ssh://[USER@]HOST[:PORT], sample:NAME, file:CAPTURE or "
            "lspci:FILE; the default is "
            "$LANEWAY_CONNECTION, else system where it is installed, else session"),
        'c'},
    Option{"json"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "print JSON"), 0},
    Option{"quiet"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "no progress, only results and errors"), 'q'},
    Option{"help"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "explain the program, or the verb"), 'h'},
    Option{"version"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "print the version"), 'V'},
};
constexpr Option dryRunOption{
    "dry-run"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "print what would be done, and do nothing"), 0};

tl::unexpected<Error> usageError(const QString &what)
{
    return fail(ErrorCode::InvalidInput, u"lanewayctl"_s, what);
}

/// Half a verb is completed: "vf" could be "vf create", "vf list" or "vf set".
tl::unexpected<Error> unknownVerb(const QString &word, std::span<const Verb> verbs)
{
    QStringList whole;
    for (const Verb &verb : verbs)
        if (QString(verb.words).startsWith(word + u' '))
            whole += verb.words;
    return usageError(whole.isEmpty() ? Ctl::tr("unknown verb %1").arg(word)
                                      : Ctl::tr("%1 is half a verb: %2").arg(word, whole.join(u", "_s)));
}

template <typename Options> const Option *findOption(const Options &options, QStringView given)
{
    const auto found = std::find_if(options.begin(), options.end(), [&](const Option &option) {
        return given.startsWith(u"--") ? given.mid(2) == option.name
                                       : option.letter && given.size() == 2 && given[1] == QLatin1Char(option.letter);
    });
    return found == options.end() ? nullptr : &*found;
}

QString optionText(const Option &option)
{
    QString text = option.letter ? u"-%1, "_s.arg(QLatin1Char(option.letter)) : u"    "_s;
    text += "--"_L1 + option.name;
    if (!option.value.isEmpty())
        text += u' ' + option.value;
    return u"  %1 %2\n"_s.arg(text, -26).arg(Ctl::tr(option.help));
}

QString callOf(const Verb &verb)
{
    QString text = verb.words;
    for (const Option &option : verb.options) {
        text += " [--"_L1 + option.name;
        if (!option.value.isEmpty())
            text += u' ' + option.value;
        text += u']';
    }
    for (const Positional &positional : verb.positionals) {
        const QString name = QString(positional.name).toUpper() + (positional.repeated ? u"…"_s : QString());
        text += positional.required ? QString(u' ' + name) : QString(u" ["_s + name + u']');
    }
    return text;
}
} // namespace

Result<Invocation> parseCommandLine(const QStringList &arguments, std::span<const Verb> verbs)
{
    Invocation invocation;
    QStringList words;
    bool onlyWords = false;
    // "journal list" before "journal": the longest that fits.
    const auto verbAt = [&](qsizetype i) {
        const Verb *best = nullptr;
        for (const Verb &verb : verbs) {
            const QStringList wanted = QString(verb.words).split(u' ');
            if (arguments.mid(i, wanted.size()) == wanted && (!best || verb.words.size() > best->words.size()))
                best = &verb;
        }
        return best;
    };
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (onlyWords || argument == u"-"_s || !argument.startsWith(u'-')) {
            if (invocation.verb) {
                words += argument;
            } else if ((invocation.verb = verbAt(i))) {
                i += QString(invocation.verb->words).count(u' ');
            } else {
                return unknownVerb(argument, verbs);
            }
            continue;
        }
        if (argument == u"--"_s) {
            onlyWords = true;
            continue;
        }
        const qsizetype equals = argument.startsWith(u"--"_s) ? argument.indexOf(u'=') : -1;
        const QString given = equals < 0 ? argument : argument.left(equals);
        const Option *option = findOption(commonOptions, given);
        Option positional{};
        if (!option && (!invocation.verb || invocation.verb->changes) && given.mid(2) == dryRunOption.name)
            option = &dryRunOption;
        if (!option && invocation.verb)
            option = findOption(invocation.verb->options, given);
        if (!option && invocation.verb) {
            for (const Positional &wanted : invocation.verb->positionals) {
                if (given == "--"_L1 + wanted.name && !wanted.repeated) {
                    positional = {wanted.name, "VALUE"_L1, "", 0};
                    option = &positional;
                }
            }
        }
        if (!option)
            return usageError(Ctl::tr("unknown option %1").arg(given));
        QString value;
        if (!option->value.isEmpty()) {
            if (equals >= 0)
                value = argument.mid(equals + 1);
            else if (i + 1 < arguments.size())
                value = arguments[++i];
            else
                return usageError(Ctl::tr("%1 needs a value").arg(given));
        } else if (equals >= 0) {
            return usageError(Ctl::tr("%1 takes no value").arg(given));
        }
        if (option->name == "connect"_L1)
            invocation.connection = value;
        else if (option->name == "json"_L1)
            invocation.json = true;
        else if (option->name == "quiet"_L1)
            invocation.quiet = true;
        else if (option->name == "help"_L1)
            invocation.help = true;
        else if (option->name == "version"_L1)
            invocation.version = true;
        else if (option == &dryRunOption)
            invocation.dryRun = true;
        else {
            invocation.values.insert(option->name, value);
            invocation.every[option->name] += value;
        }
    }
    if (invocation.help || invocation.version)
        return invocation;
    if (!invocation.verb)
        return usageError(Ctl::tr("no verb is given"));
    const Verb &verb = *invocation.verb;
    if (invocation.dryRun && !verb.changes)
        return usageError(Ctl::tr("%1 changes nothing: --dry-run has no meaning").arg(verb.words));
    for (const Positional &wanted : verb.positionals) {
        if (wanted.repeated) {
            invocation.rest = words;
            words.clear();
            if (wanted.required && invocation.rest.isEmpty())
                return usageError(Ctl::tr("%1 is missing").arg(QString(wanted.name).toUpper()));
        } else if (!invocation.has(wanted.name)) {
            if (!words.isEmpty())
                invocation.values.insert(wanted.name, words.takeFirst());
            else if (wanted.required)
                return usageError(Ctl::tr("%1 is missing").arg(QString(wanted.name).toUpper()));
        }
    }
    if (!words.isEmpty())
        return usageError(Ctl::tr("unexpected argument %1").arg(words.first()));
    return invocation;
}

QString usage(std::span<const Verb> verbs)
{
    QString text = Ctl::tr("Usage: lanewayctl [-c CONNECTION] [--json] VERB …\n\n"
                           "Lends PCI devices and virtual functions to virtual machines, with virsh's words.\n\n");
    for (const Option &option : commonOptions)
        text += optionText(option);
    text += optionText(dryRunOption);
    text += Ctl::tr("\nVerbs (lanewayctl VERB --help tells more):\n");
    for (const Verb &verb : verbs)
        text += u"  %1 %2\n"_s.arg(QString(verb.words), -22).arg(Ctl::tr(verb.summary));
    text += Ctl::tr(
        "\nExit status: 0 done, 1 failed (and taken back), 2 usage, 3 not authorised, 4 blocked by a verdict.\n");
    return text;
}

QString usage(const Verb &verb)
{
    QString text = Ctl::tr("Usage: lanewayctl %1\n\n%2\n").arg(callOf(verb), Ctl::tr(verb.summary));
    if (!verb.options.empty() || verb.changes)
        text += u'\n';
    for (const Option &option : verb.options)
        text += optionText(option);
    if (verb.changes)
        text += optionText(dryRunOption);
    return text;
}

} // namespace laneway
