// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/journal.h"

namespace laneway {

/// The journals of all jobs, those of earlier helpers too.
class History
{
public:
    explicit History(const QString &directory);

    const QString &directory() const { return m_directory; }
    QString newJobId(); ///< sorts by time
    /// Newest first: {"id","title","kind","time","outcome","canUndo","owner": uid that began it}.
    QJsonArray entries() const;
    Result<QJsonObject> entry(const QString &job) const; ///< JournalRecord::toJson
    /// What the last `detach` of each device found there: {"driver","override"}.
    QMap<PciAddress, QJsonObject> formerDrivers() const;
    /// Forgets an owner's oldest jobs for newer ones: nobody fills the disk with theirs.
    void tidy();
    /// The same, after every 50th new job.
    void tidyNowAndThen();

private:
    QString m_directory;
    int m_number = 0;
    /// A journal that does not change any more: it is read once.
    struct Finished
    {
        QJsonObject entry;
        QMap<PciAddress, QJsonObject> former; ///< of a detach
    };
    /// Nothing for one that cannot be read.
    std::optional<Finished> look(const QString &job) const;
    mutable QMap<QString, Finished> m_finished;
};

} // namespace laneway
