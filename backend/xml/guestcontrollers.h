// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/guestwants.h"

namespace laneway::guestpci {

/// The controllers of a domain, written ones and those that libvirt adds where nobody wrote them.
class GuestControllers
{
public:
    GuestControllers(const QDomElement &root, Machine machine);

    QList<QDomElement> ofType(const QString &type) const;
    bool has(const QString &type, int index) const;
    QDomElement add(const QString &type, int index, const QString &model);

    /// Gives an index to those that have none.
    Result<> number();
    /// Those of the board: qemuDomainDefAddDefaultDevices() in src/qemu/qemu_postparse.c.
    void addDefaults();
    /// Those that disks and channels name.
    void addImplied();
    /// One root, at index 0, and of the machine's kind.
    Result<> checkRoots() const;
    /// Writes what libvirt writes into a PCI controller at @p place: QEMU's model, chassis and port.
    void describePort(QDomElement controller, const GuestPciAddress &place) const;

private:
    QString scsiModel() const;

    QDomElement m_root;
    QDomElement m_devices;
    Machine m_machine;
};

} // namespace laneway::guestpci
