// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QCoreApplication>
#include <QMap>
#include <QStringList>

#include <span>

namespace laneway {

/// Translation context of everything that lanewayctl says.
struct Ctl
{
    Q_DECLARE_TR_FUNCTIONS(lanewayctl)
};

/// What the exit status says.
enum ExitStatus { Done = 0, Failed = 1, Usage = 2, NotAuthorised = 3, BlockedByVerdict = 4 };

struct Positional
{
    QLatin1StringView name; ///< may also be given as --NAME VALUE, as with virsh
    bool required = true;
    bool repeated = false; ///< the last one only
};

struct Option
{
    QLatin1StringView name; ///< "all": --all
    QLatin1StringView value; ///< "FILE" for one that takes a value; empty: a switch
    const char *help; ///< untranslated (QT_TRANSLATE_NOOP)
    char letter = 0; ///< 'o': -o
};

class Session;
struct Invocation;

/// One row of the table of verbs.
struct Verb
{
    QLatin1StringView words; ///< "nodedev-list", "host verdicts"
    std::span<const Positional> positionals;
    std::span<const Option> options;
    const char *summary;
    bool changes = false; ///< takes --dry-run
    bool offline = false; ///< needs no connection
    int (*run)(Session &session, const Invocation &invocation);
    bool ofDevice = false; ///< of a host device: with its address, nothing else need be known
};

/// What was asked for.
struct Invocation
{
    const Verb *verb = nullptr;
    QString connection; ///< empty: the best there is
    bool json = false;
    bool quiet = false;
    bool dryRun = false;
    bool help = false;
    bool version = false;
    QMap<QString, QString> values; ///< positionals and options by name
    QMap<QString, QStringList> every; ///< of an option that was given several times
    QStringList rest; ///< of a repeated positional

    QString value(QLatin1StringView name) const { return values.value(name); }
    bool has(QLatin1StringView name) const { return values.contains(name); }
};

/// Fails with InvalidInput: a usage error, detail says which.
Result<Invocation> parseCommandLine(const QStringList &arguments, std::span<const Verb> verbs);
QString usage(std::span<const Verb> verbs); ///< of the program
QString usage(const Verb &verb);

} // namespace laneway
