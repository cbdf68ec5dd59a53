// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "domains/guestlauncher.h"

#include <QMutex>
#include <QObject>
#include <QThreadPool>

#include <map>
#include <memory>
#include <vector>

namespace laneway {

/// Real guests: QEMU processes as their owner, which outlive the helper. Each has a directory (0700)
/// of its own with the listening monitor socket and a record by which it is found again.
class QemuGuests : public Guests
{
public:
    enum class Mode {
        Auto, ///< LANEWAY_GUESTS if set ("systemd", "child"); else systemd for a system helper under it
        Systemd,
        Child,
    };
    struct Options
    {
        QString runDirectory; ///< /run/laneway or XDG_RUNTIME_DIR/laneway; short: socket paths end at 107 bytes
        Mode mode = Mode::Auto;
        QString launcherPath = {}; ///< laneway-launch; empty: the installed one
        /// A session helper: guests run as its own user and as nobody else, uid 0 included. Otherwise
        /// uid 0 is refused.
        bool ownUserOnly = false;
        /// Where companions' directories are: GuestCompanion::state. Empty: there are none.
        QString stateDirectory = {};
    };
    explicit QemuGuests(const Options &options);
    ~QemuGuests() override;
    QemuGuests(const QemuGuests &) = delete;
    QemuGuests &operator=(const QemuGuests &) = delete;

    Result<GuestRef> launch(const GuestLaunch &launch) override;
    std::optional<GuestRef> find(const QString &id) override;
    bool isAlive(const GuestRef &guest) override;
    /// A "return" that is no object comes as {"return": value}.
    Result<QJsonObject> command(
        const GuestRef &guest, const QJsonObject &command, int timeoutMs = 10'000, const QList<int> &fds = {}) override;
    Result<QJsonObject> commandAndEvent(const GuestRef &guest, const QJsonObject &command, const QString &event,
        const QString &device, int timeoutMs) override;
    Result<> end(const GuestRef &guest, int graceMs = 3'000) override;
    Result<> allowNode(const GuestRef &guest, const QString &node) override;
    Result<> pin(const GuestRef &guest, const GuestPins &pins) override;
    Result<> setMemoryLock(const GuestRef &guest, quint64 bytes) override;
    /// The guest's own power-off ends QEMU (no -no-shutdown): "guest-shutdown" is an exit with 0 that
    /// end() did not ask for.
    void watch(const GuestRef &guest, std::function<void(const QString &cause)> ended) override;
    Result<GuestUsage> usage(const GuestRef &guest, const QList<qint64> &threads) override;
    QString lastWords(const GuestRef &guest) override;
    void listen(const GuestRef &guest, Heard heard) override;

private:
    class Watch;
    struct Beside;
    QString directoryOf(const QString &id) const;
    QString monitorOf(const QString &id) const;
    Result<> writeRecord(const GuestRef &guest, const QString &directory, const QString &file) const;
    Result<std::vector<Beside>> startCompanions(const GuestLaunch &launch);
    Result<> startCompanion(const GuestLaunch &launch, const GuestCompanion &companion, Beside &beside);
    Result<Descriptor> openState(const GuestCompanion &companion, const GuestLaunch &launch) const;
    void endCompanions(const QString &id) const;
    QString failureOf(const std::vector<Beside> &companions) const;
    void clear(const QString &id) const;
    Result<> checkLaunch(const GuestLaunch &launch) const;
    Result<> awaitFirstAnswer(const GuestRef &guest) const;
    void adopt(const GuestRef &guest);
    QString causeOf(const GuestRef &guest, const QString &seen, bool isUnannounced);

    QString m_directory;
    QString m_state;
    bool m_ownUserOnly;
    std::unique_ptr<GuestLauncher> m_launcher;
    QMutex m_mutex;
    QStringList m_ending; ///< ids that end() was called for
    /// Standard error of the guests that were started here, or adopted, by id.
    struct Complaints
    {
        Descriptor file;
        QString program;
    };
    std::map<QString, Complaints> m_complaints;
    QObject m_watches; ///< parent of Watch
    QThreadPool m_waiting;
};

} // namespace laneway
