// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/devicepanel.h"

class QCheckBox;
class QFormLayout;
class QLabel;

namespace laneway {

class PciFields;
class VerdictPanel;
class VfFields;

/// A PCI device of the host in a machine: where it comes from, the verdict with its reasons, how the
/// guest sees it; for an assigned interface what is set on the virtual function.
class HostDevicePanel : public DevicePanel
{
    Q_OBJECT
public:
    explicit HostDevicePanel(QWidget *parent = nullptr);
    void load(const DomainXml &domain, const DeviceKey &key) override;
    void store(DomainXml &domain, const DeviceKey &key) const override;
    void setFacts(const HostFacts &facts) override;

private:
    void explain();
    /// The functions of the same card that the machine has, this one included.
    QList<PciAddress> card(const DomainXml &domain) const;

    AssignedDevice m_device;
    HostFacts m_facts;
    std::optional<Verdict> m_shown;
    QLabel *m_name;
    QLabel *m_source;
    QLabel *m_problem;
    QLabel *m_virtualPort;
    QFormLayout *m_form;
    PciFields *m_pci;
    VfFields *m_vf;
    QCheckBox *m_oneSlot;
    VerdictPanel *m_verdict;
};

} // namespace laneway
