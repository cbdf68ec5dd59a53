// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commandline.h"

/// One file a family of verbs, each with its rows of the table.
namespace laneway::verbs {

std::span<const Verb> all();

std::span<const Verb> nodedevVerbs();
std::span<const Verb> domainVerbs();
std::span<const Verb> hostVerbs();
std::span<const Verb> vfVerbs();
std::span<const Verb> networkVerbs();
std::span<const Verb> journalVerbs();
std::span<const Verb> offlineVerbs();

/// A file that the person named; "-" is standard input. NotFound, LimitExceeded (above 1 MiB).
Result<QByteArray> readXmlFile(const QString &name);

} // namespace laneway::verbs
