// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "xml/networkxml.h"

#include <QWizard>

namespace laneway {

class HostDevices;
class PoolMembersPage;
class PoolNetworkPage;
class PoolReviewPage;
class VirtualFunctions;

/// New Pool: which virtual functions, how they are connected, then the definition as it would be made.
class NewPoolWizard : public QWizard
{
    Q_OBJECT
public:
    enum Page { MembersId, NetworkId, ReviewId };

    /// @p card is offered first.
    NewPoolWizard(
        Connection &connection, HostDevices &devices, const std::optional<PciAddress> &card, QWidget *parent = nullptr);

    Connection &connection() const { return m_connection; }
    VirtualFunctions &virtualFunctions() const { return *m_virtual; }
    QString name() const;
    int cards() const; ///< that chosen functions are of
    NetworkPool pool() const;

Q_SIGNALS:
    /// It is defined; what else was wished for.
    void made(const QUuid &network, bool start, bool autostart);

private:
    void accept() override;

    Connection &m_connection;
    VirtualFunctions *m_virtual;
    PoolMembersPage *m_members;
    PoolNetworkPage *m_network;
    PoolReviewPage *m_review;
    bool m_defining = false;
};

} // namespace laneway
