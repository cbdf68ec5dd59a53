// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/devicepanel.h"
#include "xml/usbhostdevxml.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QSpinBox;

namespace laneway {

class VerdictPanel;

/// A USB device of the host in a machine: which one, how it is found again, what happens when it is not
/// plugged in at the start, and the verdict.
class UsbPanel : public DevicePanel
{
    Q_OBJECT
public:
    explicit UsbPanel(QWidget *parent = nullptr);
    void load(const DomainXml &domain, const DeviceKey &key) override;
    void store(DomainXml &domain, const DeviceKey &key) const override;
    void setFacts(const HostFacts &facts) override;

private:
    void explain();
    void offerWays(); ///< to find it: by its kind, by its number

    AssignedUsb m_device;
    QUuid m_machine;
    HostFacts m_facts;
    QFormLayout *m_form;
    QLabel *m_name;
    QLabel *m_now;
    QLabel *m_problem;
    QComboBox *m_foundBy;
    QLabel *m_note;
    QComboBox *m_policy;
    QComboBox *m_reset;
    QSpinBox *m_boot;
    QLabel *m_place;
    VerdictPanel *m_verdict;
};

} // namespace laneway
