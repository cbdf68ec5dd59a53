// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commandline.h"

/// One file a family of verbs, each with its rows of the table.
namespace laneway {
class Session;
}

namespace laneway::verbs {

std::span<const Verb> all();

std::span<const Verb> nodedevVerbs();
std::span<const Verb> domainVerbs();
std::span<const Verb> importVerbs();
std::span<const Verb> hardwareVerbs();
std::span<const Verb> consoleVerbs();
std::span<const Verb> screenVerbs();
std::span<const Verb> figureVerbs();
std::span<const Verb> createVerbs();
std::span<const Verb> imageVerbs();
std::span<const Verb> settingsVerbs();
std::span<const Verb> hostVerbs();
std::span<const Verb> vfVerbs();
std::span<const Verb> networkVerbs();
std::span<const Verb> journalVerbs();
std::span<const Verb> offlineVerbs();

/// "20G", "512 MiB", "10GB"; a number alone is of @p unit. InvalidInput.
Result<quint64> bytesFrom(const QString &text, quint64 unit);

/// A path that the person named, from the folder that the program was started in.
QString absolutePath(const QString &path);

/// What a disk of an image that is there is to be opened as. A block device is raw; of a file the helper tells it, and
/// @p option is what to say where it cannot: NotFound, InvalidInput.
Result<QString> formatOfImage(Session &session, const QString &path, const QString &option);

/// A file that the person named; "-" is standard input. InvalidInput (hostFileError()), LimitExceeded (above 1 MiB).
Result<QByteArray> readXmlFile(const QString &name);
/// What the person named is replaced as a whole, or stays as it was. InvalidInput (hostFileError()).
Result<> writeFile(const QString &name, const QByteArray &content);
/// Where nobody named one: @p stem and @p suffix, or the next name that is free. Its name. A name that can be guessed
/// may be taken already in a folder of many, by a link to elsewhere: only a file that is new is written to.
Result<QString> writeNewFile(const QString &stem, const QString &suffix, const QByteArray &content);

} // namespace laneway::verbs
