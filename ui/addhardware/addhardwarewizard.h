// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "xml/hostdevxml.h"
#include "xml/poolinterfaces.h"
#include "xml/usbhostdevxml.h"

#include <QJsonArray>
#include <QSet>
#include <QWizard>

namespace laneway {

class ChoiceJudge;
class DevicePage;
class HostDevices;
class KindPage;
class PciPage;
class VfPage;
class VirtualFunctions;

/// What a page chose, set up as it was asked for.
struct HardwareChoice
{
    QList<AssignedDevice> devices;
    QSet<PciAddress> idle; ///< companions that are taken from the host and not shown to the machine
    QList<AssignedUsb> usb = {}; ///< nothing else is chosen then
    QList<PoolInterface> pools = {}; ///< nothing else is chosen then
    QString other = {}; ///< XML of an emulated device; nothing else is chosen then
    QString otherName = {}; ///< what people call that
    QJsonArray images = {}; ///< to be made for it: as of imagesToMake()
};

/// Add Hardware: what kind, which devices with their verdict, then the plan as it would be carried
/// out. Nothing is touched until Finish; the job then runs in the activity panel.
class AddHardwareWizard : public QWizard
{
    Q_OBJECT
public:
    enum Page { KindId, PciId, VfId, PoolId, UsbId, DiskId, NetworkId, DeviceId, ReviewId };

    AddHardwareWizard(Connection &connection, const DomainInfo &domain, QWidget *parent = nullptr);
    /// Opens on the review of these devices, as after a drop; Back leads to the page that chooses.
    AddHardwareWizard(Connection &connection, const DomainInfo &domain, const QList<PciAddress> &preselected,
        QWidget *parent = nullptr);
    ~AddHardwareWizard() override;

    /// Goes to the review of an interface of a pool, as after its drop.
    void preselectPool(const QString &pool);

    Connection &connection() const { return m_connection; }
    /// As it is now.
    const DomainInfo &domain() const { return m_domain; }
    HostDevices &devices() const { return *m_devices; }
    VirtualFunctions &virtualFunctions() const { return *m_virtual; }
    ChoiceJudge &judge() const { return *m_judge; }

    /// What the kind page chose to be set up: a device with what it has at first.
    DevicePage &devicePage() const { return *m_devicePage; }
    void setChoice(const HardwareChoice &choice) { m_choice = choice; }
    const HardwareChoice &choice() const { return m_choice; }
    void setPlan(const QString &planId) { m_plan = planId; }

Q_SIGNALS:
    void planAccepted(const QString &planId);
    void domainUpdated(); ///< its state, or what it has

private:
    void preselect(const QList<PciAddress> &devices);

    Connection &m_connection;
    DomainInfo m_domain;
    HostDevices *m_devices;
    VirtualFunctions *m_virtual;
    ChoiceJudge *m_judge;
    DevicePage *m_devicePage; // before the kind page, which tells it what it is of
    KindPage *m_kindPage;
    PciPage *m_pciPage;
    VfPage *m_vfPage;
    VfPage *m_poolPage;
    HardwareChoice m_choice;
    QString m_plan;
};

/// Whether MAC and VLAN of it can be set: a virtual function of a network card.
bool isNetworkFunction(const HostSnapshot &host, const PciAddress &device);

} // namespace laneway
