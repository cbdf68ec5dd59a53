// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

namespace laneway {

/// Typed, read-only views of what a definition says of the machine itself; its devices are read by their
/// tables (devicekinds.h). Each function fails with InvalidXml (against the format) or
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
    std::optional<bool> secureBoot, enrolledKeys; ///< what its features ask for; nothing: not said
    bool stateless = false; ///< no variables are kept
    QString nvram; ///< the variables' file of this machine; empty: none named
    QString nvramTemplate;
    QString nvramFormat = u"raw"_s;
    bool operator==(const FirmwareXml &) const = default;
};

/// What the guest's hardware clock shows when it starts.
struct ClockXml
{
    enum class Base { Utc, Localtime, Zone, Instant };
    Base base = Base::Utc;
    QString zone; ///< "Europe/Paris", of Zone
    qint64 seconds = 0; ///< beside Utc and Localtime; of Instant: since 1970, UTC
    bool operator==(const ClockXml &) const = default;
};
/// `<clock>` itself, without its timers. A time zone that nobody knows is InvalidXml.
Result<ClockXml> readClock(const QDomElement &clock);

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
    bool migratable = true; ///< without features that keep a running machine from being saved, as invtsc
    QList<Feature> features;
    int sockets = 0; ///< 0: no `<topology>`
    int dies = 1;
    int cores = 0;
    int threads = 0;
    bool operator==(const CpuXml &) const = default;
};

/// `<numa><cell>`: processors and memory of one node of the guest.
struct NumaCellXml
{
    int id = 0;
    quint64 bytes = 0;
    QStringList cpus; ///< "0-3", "6"
    std::optional<bool> shared; ///< as all memory is, where it is not said
    std::optional<quint64> hugePageBytes; ///< 0: of the host's usual size; nothing: ordinary pages
    QList<std::pair<int, int>> distances; ///< to which node, how far
    bool operator==(const NumaCellXml &) const = default;
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
    quint64 currentMemoryBytes = 0; ///< `<currentMemory>`, what the guest is to be content with; 0: all
    std::optional<quint64> hardLimitBytes; ///< `<memtune><hard_limit>`
    bool lockedMemory = false; ///< `<memoryBacking><locked/>`
    std::optional<quint64> hugePageBytes; ///< the same, of a machine without nodes
    bool sharedMemory = false; ///< `<access mode='shared'/>`
    bool noMerge = false; ///< `<nosharepages/>`
    bool allocateNow = false; ///< `<allocation mode='immediate'/>`
    bool dumpCore = false;
    QList<NumaCellXml> numaCells;
    /// All of it, in each node.
    bool isMemoryShared() const
    {
        return std::all_of(numaCells.begin(), numaCells.end(), [&](const NumaCellXml &cell) {
            return cell.shared.value_or(sharedMemory);
        }) && (sharedMemory || !numaCells.isEmpty());
    }
    bool hasMemoryBackend() const { return hugePageBytes || sharedMemory || allocateNow || !numaCells.isEmpty(); }
    int ioThreads = 0;
    int vcpus = 1; ///< at most
    int currentVcpus = 0; ///< plugged in at start; 0: all
    CpuXml cpu;
    FirmwareXml firmware;
    QString kernel, initrd, kernelArguments; ///< direct kernel boot
    QStringList bootDevices; ///< "hd", "cdrom", "network", "fd" of `<os><boot dev=…>`
    bool bootMenu = false;
    std::optional<int> bootMenuTimeout; ///< ms
    std::optional<int> rebootTimeout; ///< ms, -1: never
    bool acpi = false, apic = false, smm = false;
    bool kvmHidden = false; ///< `<kvm><hidden state='on'/>`
    QString hypervVendorId; ///< `<hyperv><vendor_id state='on' value=…/>`
    QStringList hyperv; ///< switched on: "relaxed", "vapic", "spinlocks=8191" …
    QStringList cpuSwitches; ///< "pmu=off", "kvm-pv-ipi=on" …
    QString ioapic; ///< "", "kvm", "qemu"
    bool vmCoreInfo = false;
    std::optional<quint64> pciHole64KiB;
    std::optional<QUuid> generationId; ///< `<genid>`
    std::optional<bool> vmport;
    ClockXml clock;
    std::optional<bool> hpet, kvmclock; ///< `<timer name=… present=…>`
    QString rtcTickPolicy, pitTickPolicy; ///< "catchup", "delay" …, "" when not written
    QString onPoweroff = u"destroy"_s, onReboot = u"restart"_s, onCrash = u"destroy"_s;
    std::optional<bool> suspendToMem, suspendToDisk; ///< `<pm>`
    bool operator==(const MachineXml &) const = default;
};
Result<MachineXml> readMachine(const DomainXml &domain);

struct ControllerXml
{
    QDomElement element;
    QString path;
    QString type; ///< "pci", "usb", "sata", "scsi", "nvme", "virtio-serial", "fdc", "ide"
    int index = 0;
    QString model; ///< "pcie-root-port", "qemu-xhci", "virtio-scsi"…, "none" (usb)
    std::optional<bool> hotplug; ///< of a PCI port
    std::optional<int> ports; ///< usb
    std::optional<int> master; ///< usb companion: `<master startport=…>`
    std::optional<GuestPciAddress> address;
};
Result<QList<ControllerXml>> readControllers(const DomainXml &domain);

/// Everything of the document that the command line is not made from, and that says something:
/// UnsupportedConfiguration with the element. Tables and views both. See DomainXml::validate().
Result<> checkRunnable(const DomainXml &domain);
/// The same of one element of `<devices>`, for one that is plugged in later.
Result<> checkRunnableDevice(const QDomElement &element);

} // namespace laneway
