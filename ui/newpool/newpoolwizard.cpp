// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/newpool/newpoolwizard.h"

#include "ui/addhardware/virtualfunctions.h"
#include "ui/newpool/poolpages.h"

namespace laneway {

NewPoolWizard::NewPoolWizard(
    Connection &connection, HostDevices &devices, const std::optional<PciAddress> &card, QWidget *parent)
    : QWizard(parent)
    , m_connection(connection)
    , m_virtual(new VirtualFunctions(devices, this))
    , m_members(new PoolMembersPage(*this, card))
    , m_network(new PoolNetworkPage(*this))
    , m_review(new PoolReviewPage(*this))
{
    setObjectName(u"newPoolWizard"_s);
    setWindowTitle(tr("New Pool"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWizardStyle(QWizard::ModernStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    setPage(MembersId, m_members);
    setPage(NetworkId, m_network);
    setPage(ReviewId, m_review);
    setButtonText(QWizard::FinishButton, tr("&Make Pool"));
    resize(fontMetrics().averageCharWidth() * 110, fontMetrics().height() * 38);
}

QString NewPoolWizard::name() const
{
    return m_members->name();
}

int NewPoolWizard::cards() const
{
    return m_members->cards();
}

NetworkPool NewPoolWizard::pool() const
{
    NetworkPool pool;
    pool.source = m_members->source();
    m_network->addTo(pool);
    return pool;
}

void NewPoolWizard::accept()
{
    if (std::exchange(m_defining, true))
        return;
    m_connection.defineNetwork(m_review->xml(), this, [this](const Result<QUuid> &network) {
        m_defining = false;
        if (!network)
            return m_review->showError(network.error());
        Q_EMIT made(*network, m_review->isStartWanted(), m_review->isAutostartWanted());
        QWizard::accept();
    });
}

} // namespace laneway
