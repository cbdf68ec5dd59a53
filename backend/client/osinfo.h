// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/newmachine.h"

#include <QObject>

#include <functional>

namespace laneway {

/// What is known of operating systems: libosinfo's database, asked in a child process (laneway-osinfo). Where that
/// is not installed: families. Answers come later, on the context's thread; none once it is gone.
namespace osinfo {

bool isInstalled();
constexpr int longestMs = 30'000;
/// What a file is an installation medium of; nothing: not known, or not within @p limitMs.
void identify(const QString &file, QObject *context, const std::function<void(const std::optional<GuestOs> &)> &answer,
    int limitMs = longestMs);
/// By "debian12" or libosinfo's id. A family's word ("linux", "win11", "generic") is always known.
void find(const QString &shortId, QObject *context, const std::function<void(const std::optional<GuestOs> &)> &answer);
/// Name and short name of all, the newest of each family first; families at least.
void list(QObject *context, const std::function<void(const QList<GuestOs> &)> &answer);

/// As laneway-osinfo prints it; nothing for "{}" and what is none.
std::optional<GuestOs> osFromJson(const QJsonObject &json);

} // namespace osinfo

} // namespace laneway
