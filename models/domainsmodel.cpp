// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domainsmodel.h"

#include <algorithm>

namespace laneway {

QString domainStateText(const QString &state)
{
    if (state == u"running")
        return DomainsModel::tr("Running");
    if (state == u"paused")
        return DomainsModel::tr("Paused");
    if (state == u"shutting-down")
        return DomainsModel::tr("Shutting down");
    if (state == u"shut off")
        return DomainsModel::tr("Shut off");
    return state;
}

DomainsModel::DomainsModel(QObject *parent) : QAbstractListModel(parent) {}

namespace {
bool before(const DomainInfo &a, const DomainInfo &b)
{
    const int order = QString::compare(a.name, b.name, Qt::CaseInsensitive);
    return order != 0 ? order < 0 : a.uuid < b.uuid;
}
bool sameRow(const DomainInfo &a, const DomainInfo &b)
{
    return a.name == b.name && a.state == b.state && a.devices == b.devices && a.owner == b.owner
        && a.persistent == b.persistent && a.id == b.id;
}
} // namespace

void DomainsModel::setDomains(QList<DomainInfo> domains)
{
    std::sort(domains.begin(), domains.end(), before);
    const auto isIn = [](const QList<DomainInfo> &list, const DomainInfo &wanted) {
        return std::any_of(list.begin(), list.end(),
            [&](const DomainInfo &d) { return d.uuid == wanted.uuid && d.name == wanted.name; });
    };
    for (qsizetype i = m_domains.size() - 1; i >= 0; --i) {
        if (isIn(domains, m_domains[i]))
            continue;
        beginRemoveRows({}, int(i), int(i));
        m_domains.removeAt(i);
        endRemoveRows();
    }
    for (qsizetype i = 0; i < domains.size(); ++i) {
        if (i == m_domains.size() || m_domains[i].uuid != domains[i].uuid) {
            beginInsertRows({}, int(i), int(i));
            m_domains.insert(i, domains[i]);
            endInsertRows();
        } else if (!sameRow(m_domains[i], domains[i])) {
            m_domains[i] = domains[i];
            Q_EMIT dataChanged(index(int(i)), index(int(i)));
        }
    }
}

QModelIndex DomainsModel::indexOf(const QUuid &uuid) const
{
    for (qsizetype i = 0; i < m_domains.size(); ++i)
        if (m_domains[i].uuid == uuid)
            return index(int(i));
    return {};
}

const DomainInfo *DomainsModel::domain(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_domains.size() ? &m_domains[index.row()] : nullptr;
}

const DomainInfo *DomainsModel::domain(const QUuid &uuid) const { return domain(indexOf(uuid)); }

int DomainsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_domains.size());
}

QVariant DomainsModel::data(const QModelIndex &index, int role) const
{
    const DomainInfo *shown = domain(index);
    if (!shown)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        //: a machine's name and its state
        return tr("%1 (%2)").arg(shown->name, domainStateText(shown->state));
    case UuidRole:
        return shown->uuid;
    case StateRole:
        return shown->state;
    default:
        return {};
    }
}

} // namespace laneway
