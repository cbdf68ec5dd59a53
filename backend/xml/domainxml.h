// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/hostdevxml.h"
#include "xml/safexml.h"

#include <QSharedDataPointer>
#include <QUuid>

#include <functional>

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

    /// What `<interface type='network'>` is: an emulated card, which gets libvirt's default model, or a
    /// virtual function of a pool, which is PCI Express and has none.
    enum class Networks { Unknown, Pools };
    /// As at define time: UUID, MACs, default controllers (USB, SATA, root ports with one spare),
    /// PCI addresses as libvirt gives them on q35 (guestaddresses.h). Idempotent.
    /// @p isPcie says whether a host device is PCI Express (true when unknown).
    Result<> complete(
        const std::function<bool(const PciAddress &)> &isPcie = {}, Networks networks = Networks::Unknown);

    enum class Purpose {
        Define, ///< what libvirt refuses when it is told to define a domain, and what it should
        Run, ///< and what our QEMU command line cannot do: machine, devices, switches
    };
    /// The rules that need the whole document: duplicate host devices, addresses, boot orders. Each
    /// error has element and reason. A definition may hold what cannot be run here (another machine,
    /// a SPICE screen, a VLAN trunk): it is kept, and refused when it is to be started.
    Result<> validate(Purpose purpose = Purpose::Define) const;
    /// UnsupportedConfiguration for what would run other code than ours: `<qemu:commandline>` and
    /// its like, an emulator that is not one of the system's QEMU programs. For the system helper,
    /// at define and at start. Run refuses the former always.
    Result<> refuseForeign() const;

    /// Adds one device element (`<hostdev>`, `<interface>`, `<disk>` …) as attach-device --config, or
    /// all of a `<devices>` element (the members of a group go together). That may have a `<metadata>`
    /// of its own, as setDeviceExtra() writes it, about its devices; identities in it do not count.
    /// AlreadyExists for a host device, PCI or USB, or disk target that is there already. complete() and
    /// validate() are the caller's next steps.
    Result<> addDevice(const QByteArray &deviceXml);
    /// Removes the matching one (host devices by source address, or by vendor and product of a USB device, interfaces
    /// by MAC, disks by target). A `<hostdev>` also finds the `<interface type='hostdev'>` with its source. NotFound
    /// when none fits.
    Result<> removeDevice(const QByteArray &deviceXml);

    /// What libvirt has no words for, kept in <metadata> by the device's source address. libvirt keeps
    /// one element a namespace there, so all devices are in one:
    ///
    /// \code{.xml}
    /// <laneway:devices xmlns:laneway='urn:laneway:1'>
    ///   <laneway:device address='0000:03:10.2' trust='off' spoofcheck='on' linkstate='auto'
    ///                   minrate='0' maxrate='1000' vlanqos='3' vlanprotocol='802.1ad'>
    ///     <laneway:identity vendor='0x8086' device='0x10ca' subsystemvendor='0x8086'
    ///                       subsystemdevice='0xa03c' serial='…' slots='01.0 10.2' vf='2'/>
    ///   </laneway:device>
    /// </laneway:devices>
    /// \endcode
    ///
    /// Attributes are there when they are set; rates are in Mbit/s, both or neither; linkstate is
    /// auto, enable or disable. vlanqos and vlanprotocol belong to the interface's `<vlan>`.
    /// MAC and VLAN of @p extra are not kept here: they are in the `<interface>`. Only extra.vlan's
    /// priority and protocol are.
    void setDeviceExtra(const PciAddress &source, const VfChange &extra, const std::optional<DeviceIdentity> &identity);
    void removeDeviceExtra(const PciAddress &source);

    /// For reading and for the views; the document must not be kept beyond this object.
    QDomElement root() const;
    QDomElement editableRoot(); ///< detaches

private:
    struct TakenPlaces;
    Result<> addElement(const QDomElement &given, TakenPlaces &taken);

    struct Data;
    QSharedDataPointer<Data> d;
};

/// Whether a machine has one such device at most: "iommu".
bool isOnlyOneOfItsKind(const QString &tag);

/// What addDevice() takes for all of them: a `<devices>` element, with `<metadata>` where libvirt has
/// no words.
QString deviceListXml(const QList<AssignedDevice> &devices);

} // namespace laneway
