// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/autostartstore.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace laneway {

namespace {
QString keyOf(const QUuid &domain)
{
    return domain.toString(QUuid::WithoutBraces);
}
const QString allHandled = u"machines"_s;
} // namespace

AutostartStore::AutostartStore(const QString &stateDirectory, const QString &runDirectory)
    : m_files(stateDirectory + u"/autostart"_s, u".json"_s)
    , m_handled(runDirectory + u"/autostarted"_s, u".done"_s)
{
}

void AutostartStore::load()
{
    const QStringList keys = m_files.keys();
    for (const QString &key : keys)
        if (const auto text = m_files.read(key); text && !QUuid::fromString(key).isNull())
            m_granted.insert(QUuid::fromString(key), QJsonDocument::fromJson(*text).object()[u"definition"].toString());
}

Result<> AutostartStore::set(const QUuid &domain, bool on, const QString &definition)
{
    const QJsonObject json{{u"definition"_s, definition}};
    auto done = on ? m_files.write(keyOf(domain), QJsonDocument(json).toJson(QJsonDocument::Compact))
                   : m_files.remove(keyOf(domain));
    if (!done)
        return done;
    if (on)
        m_granted.insert(domain, definition);
    else
        m_granted.remove(domain);
    return {};
}

bool AutostartStore::mayTakeDevices(const QUuid &domain, const QString &definition) const
{
    return !definition.isEmpty() && m_granted.value(domain) == definition;
}

QSet<QUuid> AutostartStore::takeDue()
{
    if (m_handled.keys().contains(allHandled))
        return {};
    // Without the mark the next helper would start what somebody has ended meanwhile: rather none.
    if (!m_handled.write(allHandled, {}))
        return {};
    const QList<QUuid> all = m_granted.keys();
    return {all.cbegin(), all.cend()};
}

} // namespace laneway
