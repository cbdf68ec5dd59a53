// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/planinfo.h"

#include <QAbstractListModel>

namespace laneway {

/// Machines of one connection, by name. Rows are found by UUID; there is no reset.
class DomainsModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { UuidRole = Qt::UserRole + 1, StateRole };

    explicit DomainsModel(QObject *parent = nullptr);
    void setDomains(QList<DomainInfo> domains);
    QModelIndex indexOf(const QUuid &uuid) const;
    const DomainInfo *domain(const QModelIndex &index) const;
    const DomainInfo *domain(const QUuid &uuid) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<DomainInfo> m_domains; // by name, then UUID
};

/// "Running", "Shut off": a state's word for people.
QString domainStateText(const QString &state);

} // namespace laneway
