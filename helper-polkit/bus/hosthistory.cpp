// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/hosthistory.h"

#include "host/snapshotjson.h"

#include <QJsonDocument>

namespace laneway {

HostHistory::HostHistory(const HelperCore &core)
    : m_core(core)
{
    remember();
    connect(&core, &HelperCore::hostChanged, this, &HostHistory::remember);
}

void HostHistory::remember()
{
    m_former += m_core.host();
    if (m_former.size() > kept)
        m_former.removeFirst();
}

HostHistory::Answer HostHistory::since(quint64 since) const
{
    const HostSnapshot &now = m_core.host();
    if (since != 0) {
        for (const HostSnapshot &before : m_former) {
            if (before.serial == since)
                return {now.serial, QJsonDocument(deltaToJson(before, now)).toJson(QJsonDocument::Compact), true};
        }
    }
    if (m_whole.serial != now.serial || m_whole.json.isEmpty())
        m_whole = {now.serial, QJsonDocument(snapshotToJson(now)).toJson(QJsonDocument::Compact), false};
    return m_whole;
}

} // namespace laneway
