// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/networkstate.h"
#include "client/planinfo.h"
#include "host/figures.h"
#include "host/hostsnapshot.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace laneway {

/// What a running machine is told without a plan; the answer comes when it was taken.
enum class MachineAct { Suspend, Resume, Reset, Reboot, Shutdown };

/// One helper, reached by a connection name:
///  "system"      the system bus (installed helper, polkit)
///  "session"     a helper of our own, spawned on a private bus; no privilege
///  "sample:NAME" a bundled host, simulated           "file:CAPTURE"  a capture, simulated
///  "lspci:FILE"  what `lspci -vvnn` printed: simulated, read-only
///  "ssh://[USER@]HOST[:PORT]"  another computer's system bus (see SshTunnel); errors that are to be
///                mended over there carry its name as extra["host"]
/// All calls are asynchronous: the answer comes on this object's thread, and is dropped when
/// @p context died. One D-Bus protocol behind all of them; there is no kernel access here.
class Connection : public QObject
{
    Q_OBJECT
public:
    template <typename T> using Answer = std::function<void(const Result<T> &)>;

    enum class Scope {
        Everything, ///< the host, claims, domains, networks and jobs, kept up to date
        JobsOnly ///< domains, networks and jobs; the host and its claims are not asked for
    };

    /// Starts to connect; ready() or failed() follows. InvalidInput for an unknown name.
    static Result<std::unique_ptr<Connection>> open(const QString &name, Scope scope = Scope::Everything);
    /// "system" where the system helper is installed, else "session".
    static QString bestName();
    static QStringList sampleNames();
    ~Connection() override;

    /// How long to wait between attempts: twice as long after each that failed.
    struct Pauses
    {
        std::chrono::milliseconds first{1'000};
        std::chrono::milliseconds longest{30'000};
    };
    /// From now on, after a loss that may pass by itself, connects again: failed(), connecting(), ready().
    /// Between them host() and the others keep what was known last.
    void keepConnected(const Pauses &pauses);
    void keepConnected() { keepConnected(Pauses()); }
    std::optional<Error> failure() const; ///< why it was lost; until it is there again
    bool isConnecting() const; ///< an attempt is under way
    bool isRetrying() const; ///< another attempt will be made
    void tryAgain(); ///< at once, whatever the loss was; nothing unless it is lost

    QString name() const;
    bool isElsewhere() const; ///< another computer's: its files are not here, nor ours there
    bool isReady() const;

    // The host and the domains, kept up to date; empty until ready().
    const HostSnapshot &host() const;
    const Claims &claims() const;
    QList<DomainInfo> domains() const;
    QList<NetworkState> networks() const; ///< by name
    QList<JobInfo> jobs() const; ///< of this helper's life; older ones: journal()

    // Questions
    void capture(bool masked, QObject *context, const Answer<QByteArray> &answer);
    void domainXml(const QUuid &uuid, bool inactive, QObject *context, const Answer<QString> &answer);
    void networkXml(const QUuid &uuid, bool inactive, QObject *context, const Answer<QString> &answer);
    void journal(QObject *context, const Answer<QJsonArray> &answer); ///< newest first
    void journalEntry(const QString &job, QObject *context, const Answer<QJsonObject> &answer);

    /// What was counted of a running machine so far. UnsupportedConfiguration while it is shut off.
    void figures(const QUuid &uuid, QObject *context, const Answer<Figures> &answer);

    /// Disk images in a folder of ours over there, "" for where new ones are made; or one of them. JSON of
    /// the helper's ListImages and GetImage.
    void listImages(const QString &folder, QObject *context, const Answer<QJsonObject> &answer);
    void image(const QString &path, QObject *context, const Answer<QJsonObject> &answer);

    /// The machines of that computer's libvirt, which an administrator may read: {"definitions":[{"file","xml"}],
    /// "skipped":[{"file","reason"}]}.
    void libvirtDefinitions(QObject *context, const Answer<QJsonObject> &answer);
    /// {"bridges":[names],"cards":[names]}: what a machine's interface can be put on over there.
    void links(QObject *context, const Answer<QJsonObject> &answer);

    // Intent
    void define(const QString &xml, QObject *context, const Answer<QUuid> &answer);
    /// What becomes of the TPM's state when a definition goes: as that says, or as it is said here.
    enum class TpmState { AsDefined, Goes, Stays };
    /// UnsupportedConfiguration while it has a saved state, unless that is to go, too.
    void undefine(const QUuid &uuid, QObject *context, const Answer<void> &answer, bool withSavedState = false,
        TpmState tpm = TpmState::AsDefined);
    void removeSavedState(const QUuid &uuid, QObject *context, const Answer<void> &answer);
    /// @p mode, of Reboot and Shutdown: "agent", "acpi" (the power button), "": the one that answers.
    void act(
        const QUuid &uuid, MachineAct what, QObject *context, const Answer<void> &answer, const QString &mode = {});
    /// Of a machine that is shut off.
    void rename(const QUuid &uuid, const QString &name, QObject *context, const Answer<void> &answer);
    void setAutostart(const QUuid &uuid, bool on, QObject *context, const Answer<void> &answer);
    /// A connected socket to a new VNC session of the guest's screen; the caller closes it.
    /// UnsupportedConfiguration over ssh, by which sockets do not travel.
    void openConsole(const QUuid &uuid, const QString &kind, QObject *context, const Answer<int> &answer);
    void defineNetwork(const QString &xml, QObject *context, const Answer<QUuid> &answer);
    void undefineNetwork(const QUuid &uuid, QObject *context, const Answer<void> &answer);
    void startNetwork(const QUuid &uuid, QObject *context, const Answer<void> &answer);
    /// DeviceInUse while machines have functions of it.
    void destroyNetwork(const QUuid &uuid, QObject *context, const Answer<void> &answer);
    void setNetworkAutostart(const QUuid &uuid, bool on, QObject *context, const Answer<void> &answer);
    void plan(const QString &kind, const QJsonObject &arguments, QObject *context, const Answer<PlanInfo> &answer);
    /// Authorises and begins; the job is then in jobs() and in jobChanged(). HostChanged: plan anew.
    void apply(const QString &planId, QObject *context, const Answer<QString> &answer); ///< job id
    void cancel(const QString &job);

Q_SIGNALS:
    void ready(); ///< host and domains are here; the signals of what changed meanwhile follow
    void connecting(); ///< once more, after a loss
    void failed(const laneway::Error &error); ///< could not connect, or the helper went away
    void hostChanged(const laneway::HostDiff &diff);
    void claimsChanged();
    void domainsChanged();
    void networksChanged(); ///< one came, went or changed, or one of its functions did
    void jobChanged(const laneway::JobInfo &job);

private:
    Connection();
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace laneway
