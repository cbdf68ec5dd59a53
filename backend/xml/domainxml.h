// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/hostdevxml.h"
#include "xml/safexml.h"

#include <QSharedDataPointer>
#include <QUuid>

namespace laneway {

/// A domain definition in libvirt's format that keeps everything it does not know: elements,
/// attributes, comments and their order. Copies share the tree until one is changed.
/// Further typed views (disks, interfaces, serial …) are in domainviews.h.
class DomainXml
{
public:
    DomainXml();
    ~DomainXml();
    DomainXml(const DomainXml &);
    DomainXml &operator=(const DomainXml &);

    /// Bounded (safexml.h), root must be <domain> with <name>. Fails with InvalidXml; subject is the
    /// place ("line 12, column 7") or the element ("domain/devices/hostdev[2]").
    static Result<DomainXml> parse(const QByteArray &text);
    QByteArray toXml() const; ///< two-space indentation where we added, the rest as it came

    QString name() const;
    QUuid uuid() const; ///< null when the document has none
    void setUuid(const QUuid &uuid);
    QString type() const; ///< "kvm", "qemu"

    /// Host devices in libvirt's order: interfaces first, then `<hostdev>` in document order.
    Result<QList<AssignedDevice>> assignedDevices() const;

    /// As at define time: UUID, MACs, default controllers (USB, SATA, root ports with one spare),
    /// PCI addresses as libvirt gives them on q35 (guestaddresses.h). Idempotent.
    /// @p isPcie says whether a host device is PCI Express (true when unknown).
    Result<> complete(const std::function<bool(const PciAddress &)> &isPcie = {});
    /// The rules that need the whole document: duplicate host devices, addresses, boot orders,
    /// what our QEMU command line cannot do (each with element and reason).
    Result<> validate() const;

    /// Adds one device element (`<hostdev>`, `<interface>`, `<disk>` …) as attach-device --config.
    /// DeviceInUse/AlreadyExists for a host device that is there already.
    Result<> addDevice(const QByteArray &deviceXml);
    /// Removes the matching one (host devices by source address, interfaces by MAC, disks by
    /// target). NotFound when none fits.
    Result<> removeDevice(const QByteArray &deviceXml);

    /// For reading and for the views; the document must not be kept beyond this object.
    QDomElement root() const;
    QDomElement editableRoot(); ///< detaches

private:
    struct Data;
    QSharedDataPointer<Data> d;
};

} // namespace laneway
