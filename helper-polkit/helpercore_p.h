// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helpercore.h"

#include "domains/figuresdesk.h"
#include "domains/guestlives.h"
#include "domains/guestquestions.h"
#include "domains/imagelist.h"
#include "jobs/history.h"
#include "jobs/jobqueue.h"
#include "jobs/jobrunner.h"
#include "jobs/lateunplugs.h"
#include "jobs/plugpace.h"
#include "kernel/hostreader.h"
#include "store/autostartstore.h"
#include "store/tpmstates.h"

#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QThreadPool>

namespace laneway {

Q_DECLARE_LOGGING_CATEGORY(lcCore)

inline QString idText(const QUuid &uuid)
{
    return uuid.toString(QUuid::WithoutBraces);
}

/// What the subjects of the helper share. Each has a file of its own: helpercore_SUBJECT.cpp. On the main thread,
/// where nothing else is said.
class HelperCore::Private
{
public:
    /// What a job's thread hands back.
    struct Ended
    {
        JobOutcome outcome;
        std::optional<RunRecord> run; ///< begun or changed
        bool runGone = false;
        bool touchedSaved = false; ///< by a start or a save
        std::optional<SavedUse> saved = {}; ///< what is there since it was touched
    };

    Private(HelperCore *core, const Options &given);
    ~Private();

    World world() const;

    // Host

    void read(std::function<void(const Result<> &)> then);
    void startReading();
    Result<HostSnapshot> readNow(Asking asking = Asking::Allowed) const;
    void adoptHost(const Result<HostSnapshot> &fresh);
    void noteClaims();
    Result<FileOwner> filesOwner(uint uid) const;
    QString imageFolder(uint uid) const { return imageFolderOf(uid, options.simulated || !options.privileged); }

    // Jobs

    QString enqueue(const KeptPlan &plan);
    void beginWaiting();
    void begin(const JobPtr &job);
    Ended work(const KeptPlan &plan, const QString &id, const std::atomic_bool &cancel, const StepProgress &progress,
        std::unique_ptr<Journal> &journal);
    void finish(const JobPtr &job, const Ended &ended);
    void conclude(const JobPtr &job, const Ended &ended);
    void noteLife(const Plan &plan, const Ended &ended);

    // Networks

    QList<Claim> promised() const;
    void noteNetworks();
    void startPending();
    Result<> checkStart(const QUuid &uuid) const;
    void rememberLeases(const RunRecord &run);

    // Domains

    DomainState stateOf(const QUuid &uuid) const;
    tl::unexpected<Error> notRunning(const QUuid &domain) const;
    void revise(const QUuid &uuid) { revisions.insert(uuid, ++lastRevision); }
    void watch(const RunRecord &run);
    void guestEnded(const QUuid &uuid, const QString &guest, const QString &cause);
    void forgetTpmOf(const QUuid &uuid);
    void deleteTpms(const QStringList &aside);
    void startDue(QList<QUuid> due);
    void noteUnanswered(const Plan &plan, const JobOutcome &outcome);
    void finishUnplug(const QUuid &uuid, const QString &id);

    HelperCore *q;
    const Options options;
    Kernel kernel;
    History history;
    DomainStore domains;
    RunStore runStore;
    NetworkStore networks;
    LifeStore lives;
    AutostartStore autostarts;
    SavedStates saved;
    TpmStates tpms;
    SavedUses savedNow; ///< who has one
    QMap<QUuid, DomainLife> endings; ///< of guests that are gone, until their run is
    QSet<QUuid> toBeStarted; ///< networks with autostart that had nothing to lend yet
    mutable QMap<qint64, QList<PoolState>> knownPools; ///< by viewer, -1 for all; empty: to be made anew
    QMap<QUuid, RunRecord> runs;
    QMap<QUuid, uint> starting; ///< owners of machines whose starts have begun
    QMap<QUuid, int> ids;
    QMap<QUuid, quint64> revisions;
    quint64 lastRevision = 0;
    int lastId = 0;
    HostSnapshot host;
    QList<PciAddress> detached;
    QMap<PciAddress, QString> opened; ///< functions of pools that programs of others have open
    QJsonObject knownClaims;
    QemuCapabilities qemu;
    PlanShelf plans;
    JobQueue jobs;
    bool reading = false;
    QList<std::function<void(const Result<> &)>> nextReaders;
    int plansUnderWay = 0;
    GuestQuestions questions;
    PlugPace pace;
    QElapsedTimer sinceStart;
    GuestLives guestLives;
    FiguresDesk figures;
    LateUnplugs lateUnplugs;
    QThreadPool readPool;
    QThreadPool askPool; ///< a controller that is stuck keeps nobody from reading the host
    QThreadPool jobPool;
};

} // namespace laneway
