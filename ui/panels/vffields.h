// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/hostdevxml.h"

#include <QWidget>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace laneway {

/// What is set on a virtual function for its machine: MAC, VLAN, spoof check, trust, link state,
/// rates. For the details of a machine and for Add Hardware alike.
class VfFields : public QWidget
{
    Q_OBJECT
public:
    explicit VfFields(QWidget *parent = nullptr);
    void setDevice(const AssignedDevice &device);
    QFormLayout *form() const { return m_form; }
    /// What was set, with this form's fields changed. A MAC that is not one yet leaves the old.
    AssignedDevice device() const;
    bool isComplete() const { return problem().isEmpty(); }
    /// What is wrong with what was typed, for a person; empty when nothing is. No MAC is right: one is
    /// made.
    QString problem() const;
    /// Hidden where each of several functions gets a MAC of its own.
    void setMacShown(bool shown);

Q_SIGNALS:
    void edited();

private:
    AssignedDevice m_device;
    QFormLayout *m_form;
    QWidget *m_macRow;
    QLineEdit *m_mac;
    QSpinBox *m_vlan;
    QSpinBox *m_priority;
    QComboBox *m_spoofCheck;
    QComboBox *m_trust;
    QComboBox *m_linkState;
    QSpinBox *m_maxRate;
    QSpinBox *m_minRate;
};

} // namespace laneway
