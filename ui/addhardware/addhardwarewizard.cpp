// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/addhardwarewizard.h"

#include "models/hostdevices.h"
#include "ui/addhardware/choicejudge.h"
#include "ui/addhardware/devicepage.h"
#include "ui/addhardware/diskpage.h"
#include "ui/addhardware/kindpage.h"
#include "ui/addhardware/networkpage.h"
#include "ui/addhardware/pcipage.h"
#include "ui/addhardware/reviewpage.h"
#include "ui/addhardware/usbpage.h"
#include "ui/addhardware/vfpage.h"
#include "ui/addhardware/virtualfunctions.h"

#include <algorithm>

namespace laneway {

bool isNetworkFunction(const HostSnapshot &host, const PciAddress &device)
{
    const PciFunction *function = host.find(device);
    const PciFunction *physical = function && function->physicalFunction && function->vfIndex
        ? host.find(*function->physicalFunction)
        : nullptr;
    return physical && !physical->interfaces.isEmpty();
}

AddHardwareWizard::AddHardwareWizard(Connection &connection, const DomainInfo &domain, QWidget *parent)
    : AddHardwareWizard(connection, domain, {}, parent)
{
}

AddHardwareWizard::AddHardwareWizard(
    Connection &connection, const DomainInfo &domain, const QList<PciAddress> &preselected, QWidget *parent)
    : QWizard(parent)
    , m_connection(connection)
    , m_domain(domain)
    , m_devices(new HostDevices(connection, this))
    , m_virtual(new VirtualFunctions(*m_devices, this))
    , m_judge(new ChoiceJudge(connection, {domain.uuid, domain.name}, this))
    , m_devicePage(new DevicePage(*this))
    , m_kindPage(new KindPage(*this))
    , m_pciPage(new PciPage(*this))
    , m_vfPage(new VfPage(*this, VfPage::Picks::ByHand))
    , m_poolPage(new VfPage(*this, VfPage::Picks::NextFree))
{
    setObjectName(u"addHardwareWizard"_s);
    setWindowTitle(tr("Add Hardware to %1").arg(domain.name));
    setWizardStyle(QWizard::ModernStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    setPage(KindId, m_kindPage);
    setPage(PciId, m_pciPage);
    setPage(VfId, m_vfPage);
    setPage(PoolId, m_poolPage);
    setPage(UsbId, new UsbPage(*this));
    setPage(DiskId, new DiskPage(*this));
    setPage(NetworkId, new NetworkPage(*this));
    setPage(DeviceId, m_devicePage);
    setPage(ReviewId, new ReviewPage(*this));
    setButtonText(QWizard::FinishButton, tr("&Assign"));
    resize(fontMetrics().averageCharWidth() * 165, fontMetrics().height() * 42);
    m_devices->setTarget(domain.uuid);
    connect(this, &QDialog::accepted, this, [this] { Q_EMIT planAccepted(m_plan); });
    connect(&connection, &Connection::domainsChanged, this, [this] {
        const QList<DomainInfo> domains = m_connection.domains();
        const auto now = std::find_if(
            domains.cbegin(), domains.cend(), [this](const DomainInfo &one) { return one.uuid == m_domain.uuid; });
        if (now == domains.cend())
            return;
        m_domain = *now;
        Q_EMIT domainUpdated();
    });
    if (!preselected.isEmpty())
        preselect(preselected);
}

AddHardwareWizard::~AddHardwareWizard() = default;

void AddHardwareWizard::preselectPool(const QString &pool)
{
    m_kindPage->choose(PoolId);
    m_poolPage->preselectPool(pool);
    restart();
    next();
    next();
}

void AddHardwareWizard::preselect(const QList<PciAddress> &devices)
{
    const HostSnapshot &host = m_connection.host();
    const PciFunction *first = host.find(devices.first());
    const bool oneCard = std::all_of(devices.cbegin(), devices.cend(), [&](const PciAddress &device) {
        return isNetworkFunction(host, device) && host.find(device)->physicalFunction == first->physicalFunction;
    });
    m_kindPage->choose(oneCard ? VfId : PciId);
    if (oneCard)
        m_vfPage->preselect(*first->physicalFunction, devices);
    else
        m_pciPage->preselect(devices);
    restart();
    next();
    next();
}

} // namespace laneway
