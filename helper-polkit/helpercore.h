// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/domainstate.h"
#include "domains/guestacts.h"
#include "domains/poolstate.h"
#include "host/figures.h"
#include "jobs/job.h"
#include "jobs/recovery.h"
#include "plan/plan.h"
#include "plan/world.h"
#include "steps/addtap.h"

#include <QObject>

#include <memory>

namespace laneway {

/// What goes, or stays, with a definition.
struct Undefining
{
    bool savedState = false;
    bool tpm = false; ///< what its TPM keeps goes, whatever the definition says
    bool keepTpm = false; ///< it stays; without either the definition says it
};

/// What the start of a definition takes of the host's, for which somebody is to be asked beforehand.
struct HostNeeds
{
    QString digest; ///< HelperCore::digestOf() the definition that this was read from
    QStringList devices; ///< "0000:03:10.2", "USB 046d:c52b"
    QStringList networks; ///< pools, by name as it was written
    /// As written: "interface" empty when it names none, "lowersMtu" when it has an MTU in a bridge, as what the
    /// bridge's will be is not known. Without "token" and "mac".
    QList<AddTap::Values> taps;
    quint64 memoryLock = 0; ///< memoryLockLimit()
};

/// The helper without a bus: definitions, runs, plans, jobs. Knows no caller's rights: the bus layer
/// authorises before it calls, and passes the caller's uid, which decides whose definitions are
/// seen. Lives on the main thread; jobs and host reads run on worker threads.
class HelperCore : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        Kernel kernel;
        QString stateDirectory; ///< definitions, journals: /var/lib/laneway or XDG_STATE_HOME/laneway
        QString runDirectory; ///< run records: /run/laneway or XDG_RUNTIME_DIR/laneway
        bool simulated = false;
        bool privileged = true;
        QString qemuProgram; ///< empty: the distribution's
        /// A host that is only looked at: what the doors show does not matter then.
        std::optional<HostSnapshot> recording = {};
        QString libvirtFolder = {}; ///< where the system's libvirt has its definitions; empty: there is none
        int rebootMs
            = 5 * 60 * 1000; ///< how long a guest may take to carry a reboot out; a power-off after that is one
    };
    explicit HelperCore(const Options &options, QObject *parent = nullptr);
    ~HelperCore() override;

    /// Recovery, definitions, first reading of the host, adoption of running guests: all done when
    /// it returns; the bus name is taken after it. Guests that ended meanwhile are released.
    QList<RecoveryReport> start();

    const HostSnapshot &host() const;
    Claims claims() const;
    /// Reads the host again, off the main thread; hostChanged follows when it differs.
    void refreshHost();

    QList<DomainState> domains(std::optional<uint> owner) const; ///< nothing: everybody's
    std::optional<DomainState> domain(const QUuid &uuid) const;
    Result<QByteArray> domainXml(const QUuid &uuid, bool inactive) const;
    Result<QUuid> define(const QByteArray &xml, uint caller);
    /// Busy; UnsupportedConfiguration while a saved state would be left without its domain, or it runs and the
    /// TPM is spoken of. A domain that runs takes what its TPM keeps along when it ends.
    Result<> undefine(const QUuid &uuid, const Undefining &what = {});
    /// Of a domain that is shut off. AlreadyExists: another of the owner's has it.
    Result<> rename(const QUuid &uuid, const QString &name);
    Result<> removeSavedState(const QUuid &uuid); ///< NotFound when there is none
    /// Answers when QEMU, or the guest's agent, has taken it; what comes of it is seen in the domain's state.
    void act(const QUuid &uuid, GuestAct what, GuestMode mode, std::function<void(const Result<> &)> answer);
    std::optional<HostNeeds> takesFromHost(const QUuid &uuid) const; ///< nothing: no definition, or it takes nothing
    /// Starts with the host.
    /// @p allowed: digestOf() the definition that may take from the host, empty where it takes nothing. HostChanged
    /// when it is another by now.
    Result<> setAutostart(const QUuid &uuid, bool on, const QString &allowed);
    QString digestOf(const QUuid &uuid) const; ///< of the definition; empty: none
    /// A connected stream socket to a new VNC client session of the guest's screen ("vnc"), to a text port by
    /// its alias, or to the first ("serial").
    void openConsole(const QUuid &uuid, const QString &kind, std::function<void(const Result<int> &fd)> answer);

    /// What is counted of a running machine. However many ask: what is younger than figuresAgeMs is given
    /// again, and who asks while the machine is being asked gets the same answer. LimitExceeded: too many wait.
    static constexpr int figuresAgeMs = 250;
    void figures(const QUuid &uuid, std::function<void(const Result<Figures> &)> answer);

    /// Disk images in a folder of @p owner's, empty for their usual one, or one image: the JSON of
    /// domains/imagelist.h.
    /// What libvirtDefinitions() says of the system's libvirt; whoever asks was authorised.
    void libvirtDefinitions(uint caller, std::function<void(const Result<QJsonObject> &)> answer);
    void listImages(const QString &folder, uint owner, std::function<void(const Result<QJsonObject> &)> answer);
    void image(const QString &path, uint owner, std::function<void(const Result<QJsonObject> &)> answer);

    /// What a machine's interface can be put on: {"bridges":[names],"cards":[names]}; cards: for macvtap.
    void links(uint viewer, std::function<void(const Result<QJsonObject> &)> answer);

    /// @p viewer: whose machines may be named (root: everybody's), and whose definitions keep functions
    /// from being free besides root's; nothing: everybody's, both.
    QList<PoolState> networks(std::optional<uint> viewer) const;
    std::optional<PoolState> network(const QUuid &uuid, std::optional<uint> viewer) const;
    QString networkName(const QUuid &uuid) const; ///< empty: no such network
    Result<QByteArray> networkXml(const QUuid &uuid, bool inactive) const;
    void defineNetwork(const QByteArray &xml, std::function<void(const Result<QUuid> &)> answer);
    Result<> undefineNetwork(const QUuid &uuid);
    /// For fresh facts; fails when there is nothing to lend.
    void startNetwork(const QUuid &uuid, std::function<void(const Result<> &)> answer);
    /// DeviceInUse while machines have functions of it, which it names as far as @p viewer may know.
    Result<> stopNetwork(const QUuid &uuid, std::optional<uint> viewer);
    Result<> setNetworkAutostart(const QUuid &uuid, bool on);

    /// Made off the main thread for fresh facts; kept for 10 minutes, 64 a caller.
    void plan(const PlanRequest &request, std::function<void(const Result<Plan> &)> answer);
    std::optional<Plan> storedPlan(const QString &id) const;
    /// Begins the job. HostChanged when the devices of the plan are no longer as they were; NotFound;
    /// PermissionDenied for another caller's plan.
    Result<QString> apply(const QString &planId, uint caller);
    Result<> cancel(const QString &job);
    QList<JobState> jobs() const; ///< since start
    std::optional<JobState> job(const QString &id) const;
    QJsonArray journal() const; ///< newest first: {"id","title","kind","time","outcome","canUndo",
                                ///< "owner": uid that began it; the bus shows each caller only theirs}
    Result<QJsonObject> journalEntry(const QString &job) const; ///< JournalRecord::toJson
    bool isIdle() const; ///< no job, no read under way
    bool hasWork() const; ///< a job is under way or waits

Q_SIGNALS:
    void hostChanged(quint64 serial);
    void claimsChanged();
    void domainChanged(const QUuid &uuid); ///< also added and removed
    void networksChanged(); ///< also what their functions are
    void jobChanged(const QString &job);
    void jobEnded(const QString &job); ///< after its last jobChanged

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace laneway
