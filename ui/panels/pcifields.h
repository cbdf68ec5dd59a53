// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/hostdevxml.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace laneway {

/// How a PCI host device appears in the guest: managed, boot order, ROM, guest address. For the
/// details of a machine and for Add Hardware alike.
class PciFields : public QWidget
{
    Q_OBJECT
public:
    explicit PciFields(QWidget *parent = nullptr);
    void setDevice(const AssignedDevice &device);
    QFormLayout *form() const { return m_form; }
    /// What was set, with this form's fields changed. An address that is not one yet leaves the old.
    AssignedDevice device() const;
    bool isComplete() const; ///< the guest address is empty or one
    /// Virtual functions have no ROM of their own.
    void setRomShown(bool shown);

Q_SIGNALS:
    void edited();

private:
    std::optional<GuestPciAddress> guestAddress() const;

    AssignedDevice m_device;
    QFormLayout *m_form;
    QCheckBox *m_managed;
    QSpinBox *m_bootOrder;
    QLineEdit *m_address;
    QComboBox *m_romBar;
    QLineEdit *m_romFile;
};

} // namespace laneway
