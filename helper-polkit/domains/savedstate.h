// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/guests.h"
#include "store/filestore.h"

#include <QDateTime>
#include <QMap>
#include <QUuid>

namespace laneway {

/// What is known of a machine's memory in a file: all that it takes to begin where it ended.
struct SavedState
{
    QUuid domain;
    uint owner = 0;
    QByteArray xml; ///< the live document
    QString machine; ///< "pc-q35-7.2": what "q35" meant then
    bool running = true; ///< how it is to go on
    QDateTime time;

    QJsonObject toJson() const;
    static Result<SavedState> fromJson(const QJsonObject &json);
};

/// What is kept in mind of each, so that nobody's plan waits for files, or for what others have saved.
struct SavedUse
{
    uint owner = ~0U; ///< of a record that cannot be read: nobody
    quint64 bytes = 0; ///< of its image
    QString machine = {}; ///< its name
    QStringList disks = {}; ///< paths of those that it goes on with
};
using SavedUses = QMap<QUuid, SavedUse>;

/// What one owner has in files.
struct SavedShare
{
    qsizetype states = 0;
    quint64 bytes = 0;
    quint64 mostBytes = 0; ///< that they may be: host/bounds.h
    quint64 bytesLeft() const { return bytes < mostBytes ? mostBytes - bytes : 0; }
};

/// Of all domains but @p domain, whose own is out of date while it runs. @p directory: where they are, or will be.
SavedShare shareOf(const SavedUses &uses, const QString &directory, uint owner, const QUuid &domain);

/// Saved states below STATE/saved, for nobody but us: UUID.image is QEMU's, UUID.json says that it is
/// whole, and is written last and removed first.
class SavedStates
{
public:
    explicit SavedStates(const QString &directory);
    const QString &directory() const { return m_directory; }
    void tidyUp(); ///< images that no record tells of
    SavedUses uses() const; ///< reads every record: once, at the helper's start
    std::optional<SavedUse> useOf(const QUuid &domain) const;
    std::optional<SavedState> find(const QUuid &domain) const;
    QString imageOf(const QUuid &domain) const;
    Result<> write(const SavedState &state);
    Result<> remove(const QUuid &domain); ///< gone already: success

private:
    QString m_directory;
    FileStore m_records;
};

/// Has a stopped guest write its memory and its devices into a new file at @p image, as much as @p limit
/// bytes; synced. On failure there is no such file, and the guest can go on. Takes its time.
Result<> saveGuest(Guests &guests, const GuestRef &guest, const QString &image, quint64 limit);
/// Fills a guest that was started with "-incoming defer". On failure it is of no use any more.
Result<> restoreGuest(Guests &guests, const GuestRef &guest, const QString &image);

} // namespace laneway
