// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/filestore.h"

#include <QUuid>

namespace laneway {

/// What machines' TPMs keep: below STATE/tpm a directory each, which QemuGuests makes for its owner and swtpm
/// fills. What is in one is the owner's doing, and taken for hostile.
class TpmStates
{
public:
    explicit TpmStates(const QString &directory)
        : m_directory(directory)
        , m_ending(directory, u".ending"_s)
    {
    }
    /// Of one that is undefined while it runs: the state goes with the run, which whoever comes after us finds here,
    /// even where the run's record is gone by then.
    Result<> endWithRun(const QUuid &domain, uint owner);
    void stay(const QUuid &domain); ///< not so any more
    std::optional<uint> endsWithRun(const QUuid &domain) const; ///< whose it is
    QList<QUuid> ending() const;
    /// No machine finds it any more; discard() deletes it. Where it is then; nothing: there is none of @p owner's.
    /// Another's stays: their machine may be gone, and its number is anybody's then.
    Result<QString> setAside(const QUuid &domain, uint owner) const;
    Result<> putBack(const QUuid &domain, const QString &aside) const;
    /// Deletes what setAside() said, some 10,000 files at once; what is left, or cannot be deleted, is for a
    /// later time. No link is followed. Takes its time.
    void discard(const QString &aside) const;
    QStringList allAside() const; ///< also what is left of former times

private:
    QString pathOf(const QUuid &domain) const;

    QString m_directory;
    FileStore m_ending;
};

} // namespace laneway
