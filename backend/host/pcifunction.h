// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pciaddress.h"
#include "core/vfindex.h"
#include "host/nvmevirtualization.h"
#include "host/vfsettings.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace laneway {

/// Header type of configuration space, offset 0x0e (PCI Local Bus 3.0, 6.1). Unknown: not readable.
enum class HeaderType { Unknown, Endpoint, PciBridge, CardBusBridge };

/// A PCI Express link. Speeds in GT/s (2.5, 5, 8, 16, 32, 64); 0 = unknown. From current_link_speed,
/// current_link_width, max_link_speed, max_link_width.
struct PcieLink
{
    double speed = 0;
    int width = 0;
    bool operator==(const PcieLink &) const = default;
};

/// A place in a file of /etc that makes or sets a PF's virtual functions when the computer starts.
struct KeptSetting
{
    QString file; ///< "/etc/udev/rules.d/71-laneway-sriov-0000:01:00.0.rules"
    int line = 0; ///< from 1
    bool ours = false; ///< written by Laneway: plan "vf-keep" may change it; nothing else is touched
    QString by; ///< who reads it: "udev", "systemd-link", "systemd-network", "networkmanager", "modprobe"
    QString says; ///< the line, shortened: "SR-IOVVirtualFunctions=4"
    bool operator==(const KeptSetting &) const = default;
};

/// What a physical function says of its virtual functions (sriov_* in sysfs).
struct SriovCapability
{
    int total = 0; ///< sriov_totalvfs
    int enabled = 0; ///< sriov_numvfs
    int offset = 0;
    int stride = 0;
    quint16 vfDevice = 0; ///< sriov_vf_device
    bool driversAutoprobe = true;
    QList<PciAddress> functions; ///< virtfn0…, in index order; a gap ends the list
    QList<VfSettings> settings; ///< by netlink, where the PF has a network interface
    int initial = 0; ///< InitialVFs of the capability; 0 where only sysfs was read, which lacks it
    QList<KeptSetting> kept = {}; ///< what survives a restart of the computer, and by whose file
    std::optional<NvmeVirtualization> nvme = {}; ///< of an NVMe controller that was asked
    bool operator==(const SriovCapability &) const = default;
};

/// Access Control Services (PCI Express 4.0, 7.7.8): what keeps functions behind a port apart.
/// Names as lspci has them: "SrcValid", "ReqRedir", "CmpltRedir", "UpstreamFwd".
struct AcsCapability
{
    QStringList can;
    QStringList enabled;
    bool operator==(const AcsCapability &) const = default;
};

/// What a source of facts need not tell. A fact that is empty and named here is unknown, not "no".
enum class Unknown : quint32 {
    Ids = 0x1, ///< vendor, device
    Class = 0x2,
    Header = 0x4,
    Group = 0x8, ///< iommuGroup
    Driver = 0x10, ///< driver, modules
    Express = 0x20, ///< pcie, links
    Sriov = 0x40, ///< sriov; where it is there, its counts
    FunctionReset = 0x80, ///< functionReset
    Acs = 0x100, ///< acs; where it is there, what it can
    NumaNode = 0x200,
    Uses = 0x400, ///< interfaces, disks, displays, inputs, sounds
    BootDisplay = 0x800,
};
Q_DECLARE_FLAGS(Unknowns, Unknown)
Q_DECLARE_OPERATORS_FOR_FLAGS(Unknowns)

struct NetInterface
{
    QString name;
    std::optional<MacAddress> mac;
    bool up = false; ///< IFF_UP
    bool carrier = false;
    bool defaultRoute = false; ///< an IPv4 or IPv6 default route leaves by it
    QString usedBy; ///< name of the bridge, bond, … that has it as a port; empty when none
    bool routed
        = false; ///< it has an address, or a route other than a default one; what a link gives itself does not count
    bool operator==(const NetInterface &) const = default;
};

struct BlockDevice
{
    QString name; ///< "nvme0n1", "sda"
    qint64 bytes = 0;
    QStringList mounts; ///< mount points of it, of its partitions and of what is stacked on them
    bool swap = false;
    bool operator==(const BlockDevice &) const = default;
};

/// Facts of one PCI function. A plain value: equality decides whether a row changed.
struct PciFunction
{
    PciAddress address;
    quint16 vendor = 0;
    quint16 device = 0;
    quint16 subsystemVendor = 0;
    quint16 subsystemDevice = 0;
    quint32 classCode = 0; ///< 24 bits: 0x020000
    quint8 revision = 0;
    QString vendorName; ///< empty when the hardware database does not know
    QString deviceName;
    QString className; ///< "Ethernet controller"
    QString serial; ///< PCIe device serial number or the drive's; empty when not readable
    HeaderType header = HeaderType::Unknown;
    bool pcie = false; ///< has the PCI Express capability
    QString driver; ///< empty: none is bound
    QString driverOverride;
    QStringList modules; ///< modules whose alias fits, as far as known
    std::optional<int> iommuGroup;
    std::optional<PciAddress> parent; ///< the bridge above; nothing on a root bus
    QString sysfsPath; ///< resolved: "/sys/devices/pci0000:00/0000:00:01.0"; empty when unknown
    int numaNode = -1; ///< -1: none
    PcieLink linkNow;
    PcieLink linkMax;
    QStringList resetMethods; ///< sysfs reset_method ("flr", "pm", "bus"); empty: none
    bool resetKnown = false; ///< whether resetMethods was readable at all
    bool functionReset = false; ///< can do a Function Level Reset, as far as its capabilities say
    std::optional<AcsCapability> acs;
    QString physicalSlot; ///< "3", "0-2": what is printed beside the connector
    QString powerState; ///< "D0"
    bool bootDisplay = false; ///< boot_vga is 1
    std::optional<SriovCapability> sriov;
    std::optional<PciAddress> physicalFunction;
    std::optional<VfIndex> vfIndex;
    QList<NetInterface> interfaces;
    QList<BlockDevice> disks;
    QStringList displays; ///< connected DRM connectors: "card0-HDMI-A-1"
    QStringList inputs; ///< names of keyboards, mice that hang below ("AT keyboard")
    QStringList sounds; ///< sound cards
    Unknowns unknown; ///< none for what a kernel was asked about

    bool operator==(const PciFunction &) const = default;

    /// Not a bridge, port or host bridge: header type 0 and not of class 0x06.
    bool isEndpoint() const;
    bool isUnknown(Unknown what) const { return unknown.testFlag(what); }
    bool isVirtualFunction() const { return physicalFunction.has_value(); }
    bool isDisplay() const { return classCode >> 16 == 0x03; }
    /// "Intel Corporation 82576 Virtual Function"; "8086:10ca" for what is unknown. Its class where
    /// not even the IDs are known.
    QString displayName() const;
    QString nodeDeviceName() const { return address.toNodeDevice(); }
};

} // namespace laneway
