// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

namespace laneway {

/// Typed, read-only views of what a definition says beyond host devices: what the QEMU command line
/// is made from. Each function fails with InvalidXml (against the format) or
/// UnsupportedConfiguration (understood, and not possible here); subject is the element's path.
/// A word that the format knows and a view does not carry is refused, never dropped.

/// `<loader>`, `<nvram>`: how the guest's firmware gets there.
struct FirmwareXml
{
    bool efi = false; ///< `<os firmware='efi'>` or a pflash loader
    QString loader; ///< path; empty with efi: the host's own OVMF is to be found
    QString loaderFormat = u"raw"_s;
    bool readOnly = true; ///< a pflash loader is never written
    bool secure = false; ///< secure boot: needs smm
    QString nvram; ///< the variables' file of this machine; empty: none named
    QString nvramTemplate;
    QString nvramFormat = u"raw"_s;
    bool operator==(const FirmwareXml &) const = default;
};

struct CpuXml
{
    struct Feature
    {
        QString name;
        QString policy; ///< "force", "require", "optional", "disable", "forbid"; "" is "require"
        bool operator==(const Feature &) const = default;
    };
    QString mode; ///< "", "custom", "host-model", "host-passthrough", "maximum"
    QString model; ///< "qemu64"; with mode custom only
    QList<Feature> features;
    int sockets = 0; ///< 0: no `<topology>`
    int dies = 1;
    int cores = 0;
    int threads = 0;
    bool operator==(const CpuXml &) const = default;
};

/// The machine itself: everything outside `<devices>`, and the emulator.
struct MachineXml
{
    QString name;
    QUuid uuid;
    bool kvm = false; ///< `<domain type='kvm'>`; false: TCG
    QString arch; ///< "x86_64"
    QString machine; ///< "q35", "pc-q35-7.2"
    QString emulator; ///< as written, empty when not; the helper decides what is run
    quint64 memoryBytes = 0;
    std::optional<quint64> hardLimitBytes; ///< `<memtune><hard_limit>`
    bool lockedMemory = false; ///< `<memoryBacking><locked/>`
    bool hugePages = false;
    bool sharedMemory = false; ///< `<access mode='shared'/>`
    int vcpus = 1;
    CpuXml cpu;
    FirmwareXml firmware;
    QString kernel, initrd, kernelArguments; ///< direct kernel boot
    QStringList bootDevices; ///< "hd", "cdrom", "network", "fd" of `<os><boot dev=…>`
    bool bootMenu = false;
    bool acpi = false, apic = false, smm = false;
    bool kvmHidden = false; ///< `<kvm><hidden state='on'/>`
    QString hypervVendorId; ///< `<hyperv><vendor_id state='on' value=…/>`
    QStringList hyperv; ///< switched on: "relaxed", "vapic", "spinlocks=8191" …
    std::optional<bool> vmport;
    QString clockOffset = u"utc"_s; ///< "utc", "localtime"
    std::optional<bool> hpet, kvmclock; ///< `<timer name=… present=…>`
    QString rtcTickPolicy, pitTickPolicy; ///< "catchup", "delay" …, "" when not written
    QString onPoweroff = u"destroy"_s, onReboot = u"restart"_s, onCrash = u"destroy"_s;
    std::optional<bool> suspendToMem, suspendToDisk; ///< `<pm>`
    bool iommu = false; ///< a guest IOMMU (`<iommu model='intel'/>`)
    bool operator==(const MachineXml &) const = default;
};
Result<MachineXml> readMachine(const DomainXml &domain);

struct DiskXml
{
    QString path; ///< "domain/devices/disk[2]", for errors
    QString device = u"disk"_s; ///< "disk", "cdrom", "floppy"
    bool block = false; ///< type='block': source is a device node
    QString source; ///< empty: no medium (cdrom, floppy)
    QString format = u"raw"_s;
    QString target; ///< "vda"
    QString bus; ///< "virtio", "sata", "scsi", "usb", "fdc", "ide"
    bool readOnly = false;
    bool shareable = false;
    QString cache, discard, io, detectZeroes; ///< as in `<driver>`, "" when not written
    QString serial;
    int bootOrder = 0; ///< 0: none
    QString alias;
    std::optional<GuestPciAddress> address; ///< virtio
    int controller = 0; ///< sata, scsi: `<address type='drive'>`, or from the target's letter
    int unit = 0;
    bool operator==(const DiskXml &) const = default;
};
Result<QList<DiskXml>> readDisks(const DomainXml &domain);

/// Network interfaces that are no host devices (these are in DomainXml::assignedDevices()).
struct InterfaceXml
{
    QString path;
    QString type; ///< "user"; others are refused with what to do instead
    MacAddress mac;
    QString model; ///< "virtio", "e1000e", "igb", "rtl8139"…; complete() writes libvirt's default
    int bootOrder = 0;
    QString alias;
    bool linkDown = false;
    std::optional<GuestPciAddress> address;
    bool operator==(const InterfaceXml &) const = default;
};
Result<QList<InterfaceXml>> readInterfaces(const DomainXml &domain);

/// A serial port; a `<console type='…'><target type='serial'/>` that mirrors one is the same port.
struct SerialXml
{
    QString path;
    QString type; ///< "pty", "file", "null"
    QString file; ///< for type "file"
    bool append = false;
    int port = 0;
    QString target = u"isa-serial"_s;
    QString alias;
    bool operator==(const SerialXml &) const = default;
};
Result<QList<SerialXml>> readSerials(const DomainXml &domain);

struct ControllerXml
{
    QString path;
    QString type; ///< "pci", "usb", "sata", "scsi", "virtio-serial", "fdc", "ide"
    int index = 0;
    QString model; ///< "pcie-root-port", "qemu-xhci", "virtio-scsi"…, "none" (usb)
    QString modelName; ///< PCI: `<model name=…>`: "pcie-root-port"
    std::optional<int> chassis, port, chassisNr, busNr; ///< PCI: `<target …>`
    std::optional<bool> hotplug;
    std::optional<int> ports; ///< usb
    std::optional<int> master; ///< usb companion: `<master startport=…>`
    QString alias;
    std::optional<GuestPciAddress> address;
    bool operator==(const ControllerXml &) const = default;
};
Result<QList<ControllerXml>> readControllers(const DomainXml &domain);

/// `<video>`, `<memballoon>`, `<rng>`, `<input>`, `<watchdog>`, `<sound>`: a model and a place.
struct SimpleDeviceXml
{
    QString path;
    QString kind; ///< the element's name
    QString model; ///< video: "virtio", "vga", "qxl", "none"…; input: "tablet", "mouse", "keyboard"
    QString bus; ///< input: "usb", "ps2", "virtio"
    QString backend; ///< rng: "/dev/urandom"; watchdog: action
    bool primary = false; ///< video
    QString alias;
    std::optional<GuestPciAddress> address;
    bool operator==(const SimpleDeviceXml &) const = default;
};
Result<QList<SimpleDeviceXml>> readVideos(const DomainXml &domain);
Result<QList<SimpleDeviceXml>> readInputs(const DomainXml &domain);
Result<QList<SimpleDeviceXml>> readRngs(const DomainXml &domain);
Result<QList<SimpleDeviceXml>> readWatchdogs(const DomainXml &domain);
Result<QList<SimpleDeviceXml>> readSounds(const DomainXml &domain);
/// Nothing for `model='none'`.
Result<std::optional<SimpleDeviceXml>> readMemballoon(const DomainXml &domain);

/// `<graphics>`: only VNC, whose address is never used: viewers come by descriptor.
struct GraphicsXml
{
    QString path;
    QString type; ///< "vnc"
    bool operator==(const GraphicsXml &) const = default;
};
Result<QList<GraphicsXml>> readGraphics(const DomainXml &domain);

/// Everything of the document that the command line is not made from, and that says something:
/// UnsupportedConfiguration with the element. Reads all views. See DomainXml::validate().
Result<> checkRunnable(const DomainXml &domain);

} // namespace laneway
