// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/claims.h"
#include "host/hostsnapshot.h"

#include <QJsonArray>

namespace laneway {

/// Weakest to strongest: the strongest reason decides, all reasons are kept.
/// Names in JSON: "ready", "with-companions", "caution", "blocked", "never".
enum class Level { Ready, WithCompanions, Caution, Blocked, Never };
QString levelName(Level level);
std::optional<Level> levelFromName(QStringView name);

/// What was read where.
struct Evidence
{
    QString source; ///< "0000:03:10.2/config", "/proc/mounts", "sriov_numvfs"
    QString value; ///< "header type 1"
    bool operator==(const Evidence &) const = default;
};

struct Reason
{
    Level level = Level::Ready;
    QString code; ///< stable: "not-an-endpoint"; see reasontext.h for all of them
    QList<Evidence> evidence;
    QStringList arguments = {}; ///< for the sentence: interface, mount point, domain name …
    QList<PciAddress> devices = {}; ///< the other devices it is about
    bool operator==(const Reason &) const = default;
};

struct Verdict
{
    Level level = Level::Ready;
    QList<Reason> reasons; ///< strongest first; never empty: "alone-in-group" is a reason too
    QList<PciAddress> companions; ///< other endpoints of the group that must be taken along
    QList<PciAddress> suggested; ///< siblings of the card (a GPU's audio) outside the group
    bool operator==(const Verdict &) const = default;
    bool refuses() const { return level >= Level::Blocked; }
};

/// Facts in, reasons out: no file, clock, bus or translation.
struct Question
{
    const HostSnapshot &host;
    const Claims &claims;
    const PciFunction &device;
    std::optional<QUuid> target; ///< the domain that is to get it; its own claims do not count
    /// Devices that the same plan takes along: they are no obstacle.
    QList<PciAddress> alsoTaken = {};
};

/// Every rule is asked; the rules are rows of one table (topologyrules, userules, platformrules).
Verdict assess(const Question &question);
/// All functions of a host, in address order, in one pass (cost grows linearly).
QMap<PciAddress, Verdict> assessAll(const HostSnapshot &host, const Claims &claims, std::optional<QUuid> target = {});

/// {"level","code","text","evidence":[{"source","value"}],"arguments":[…],"devices":["…"]}; "text"
/// is in the language of the process that wrote it: made again by reasonText() where it is shown.
QJsonObject reasonToJson(const Reason &reason);
/// An unknown level reads as Blocked.
Reason reasonFromJson(const QJsonObject &json);

/// One object of `host verdicts --json`: {"device","name","level","reasons":[reasonToJson …],
/// "companions":["…"],"suggested":["…"]}.
QJsonObject verdictToJson(const PciFunction &function, const Verdict &verdict);

} // namespace laneway
