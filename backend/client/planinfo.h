// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

#include <QUuid>

namespace laneway {

struct StepInfo
{
    QString kind;
    QJsonObject arguments;
    QString text; ///< translated here, from kind and arguments
    QString undoText;
    QString verifyText;
    QStringList commands;
    QList<PciAddress> devices;
    QString state; ///< of a job's step: "waiting", "running", "done", "failed", "undoing", "undone"
    QJsonObject result; ///< of a step that was done in part: {"refused":[VfRefusal…]}
};

/// A plan as shown to people.
struct PlanInfo
{
    QString id;
    QString kind;
    QString title;
    QUuid domain;
    QString domainName;
    quint64 snapshot = 0;
    QString action;
    QStringList loses;
    QStringList warnings; ///< sentences
    QList<StepInfo> steps;
    QJsonArray verdicts; ///< verdictToJson objects
    QJsonObject json; ///< as the helper sent it
    static PlanInfo fromJson(const QJsonObject &json);
};

/// A job as it goes.
struct JobInfo
{
    QString id;
    QString title;
    QString kind;
    QString domainName;
    QString state; ///< "running", "done", "rolled-back", "needs-attention"
    QList<StepInfo> steps;
    std::optional<Error> error;
    QStringList leftovers;
    bool canUndo = false;
    static JobInfo fromJson(const QJsonObject &json);
    bool isFinished() const { return state != u"running"_s; }
    /// What drivers did not take, whether the rest was kept or put back.
    QList<VfRefusal> refused() const;
};

struct DomainInfo
{
    QUuid uuid;
    QString name;
    QString state; ///< "running", "paused", "in shutdown", "crashed", "pmsuspended", "shut off"
    QString reason; ///< why, in virsh's words: "booted", "user", "crashed" …
    QString detail; ///< what QEMU said last, where something went wrong
    bool autostart = false;
    bool hasSavedState = false; ///< the next start goes on from it
    uint owner = 0;
    QList<PciAddress> devices; ///< assigned in the definition or held by the run
    bool persistent = true;
    int id = -1; ///< number while it runs, as virsh shows; -1 otherwise
    quint64 revision = 0; ///< another one: its XML is another
    QStringList pendingUnplugs; ///< names of what its guest was asked to let go and has not
    bool isOff() const { return state == u"shut off"_s; }
    static DomainInfo fromJson(const QJsonObject &json);
};

} // namespace laneway
