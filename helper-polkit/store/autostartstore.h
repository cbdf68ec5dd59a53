// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/filestore.h"

#include <QMap>
#include <QSet>
#include <QUuid>

namespace laneway {

/// Domains that start with the host, and what was allowed when somebody said so: nobody is there to be
/// asked when the time has come.
class AutostartStore
{
public:
    AutostartStore(const QString &stateDirectory, const QString &runDirectory);
    void load();
    bool has(const QUuid &domain) const { return m_granted.contains(domain); }
    /// @p definition: digest of the one that may take the host's devices by itself; empty: none may.
    Result<> set(const QUuid &domain, bool on, const QString &definition);
    /// Whether @p definition, which takes the host's devices, is the one that was allowed to.
    bool mayTakeDevices(const QUuid &domain, const QString &definition) const;
    /// Those that this boot of the host has not yet seen started; the next call has none.
    QSet<QUuid> takeDue();

private:
    FileStore m_files;
    FileStore m_handled; ///< since the host was started
    QMap<QUuid, QString> m_granted;
};

} // namespace laneway
