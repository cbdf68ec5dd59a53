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
    /// What the last `detach` of a device found there: {"driver","override"}; empty when unknown.
    QJsonObject formerDriver(const PciAddress &device) const;
    /// Forgets an owner's oldest jobs for newer ones: nobody fills the disk with theirs.
    void tidy();
    /// The same, after every 50th new job.
    void tidyNowAndThen();

private:
    QString m_directory;
    int m_number = 0;
    mutable QMap<QString, QJsonObject> m_finished; ///< entries that do not change any more
};

} // namespace laneway
