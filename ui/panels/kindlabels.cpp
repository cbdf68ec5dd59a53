// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/kindlabels.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace laneway {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(laneway::KindLabels)
};

struct Words
{
    QStringView what;
    const char *words;
};

/// By path, or "kind:path" where a kind calls it otherwise. In order, so that they are found fast.
constexpr std::array propertyWords{
    Words{u"@accessmode", QT_TRANSLATE_NOOP("laneway::KindLabels", "Owners of the files")},
    Words{u"@action", QT_TRANSLATE_NOOP("laneway::KindLabels", "When the guest hangs")},
    Words{u"@autodeflate", QT_TRANSLATE_NOOP("laneway::KindLabels", "Give memory back when the guest runs out")},
    Words{u"@bus", QT_TRANSLATE_NOOP("laneway::KindLabels", "Bus")},
    Words{u"@dmode", QT_TRANSLATE_NOOP("laneway::KindLabels", "Mode of new folders")},
    Words{u"@fmode", QT_TRANSLATE_NOOP("laneway::KindLabels", "Mode of new files")},
    Words{u"@freePageReporting", QT_TRANSLATE_NOOP("laneway::KindLabels", "Guest reports what it does not use")},
    Words{u"@id", QT_TRANSLATE_NOOP("laneway::KindLabels", "Number")},
    Words{u"@index", QT_TRANSLATE_NOOP("laneway::KindLabels", "Number")},
    Words{u"@model", QT_TRANSLATE_NOOP("laneway::KindLabels", "Model")},
    Words{u"@multichannel", QT_TRANSLATE_NOOP("laneway::KindLabels", "Several channels")},
    Words{u"@multidevs", QT_TRANSLATE_NOOP("laneway::KindLabels", "Several file systems in it")},
    Words{u"@name", QT_TRANSLATE_NOOP("laneway::KindLabels", "Name")},
    Words{u"@ports", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ports")},
    Words{u"@role", QT_TRANSLATE_NOOP("laneway::KindLabels", "Role")},
    Words{u"@timerPeriod", QT_TRANSLATE_NOOP("laneway::KindLabels", "Timer")},
    Words{u"@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Type")},
    Words{u"@vectors", QT_TRANSLATE_NOOP("laneway::KindLabels", "Interrupt vectors")},
    Words{u"acpi/@index", QT_TRANSLATE_NOOP("laneway::KindLabels", "ACPI index")},
    Words{u"address/*", QT_TRANSLATE_NOOP("laneway::KindLabels", "Guest address")},
    Words{u"audio/@id", QT_TRANSLATE_NOOP("laneway::KindLabels", "Sound goes to")},
    Words{u"audio:@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Heard by")},
    Words{u"backend", QT_TRANSLATE_NOOP("laneway::KindLabels", "Taken from")},
    Words{u"backend/@model", QT_TRANSLATE_NOOP("laneway::KindLabels", "Source")},
    Words{u"backend/@persistent_state", QT_TRANSLATE_NOOP("laneway::KindLabels", "Kept when the machine is deleted")},
    Words{u"backend/@version", QT_TRANSLATE_NOOP("laneway::KindLabels", "Version")},
    Words{u"blockio/@discard_granularity", QT_TRANSLATE_NOOP("laneway::KindLabels", "Discard granularity")},
    Words{u"blockio/@logical_block_size", QT_TRANSLATE_NOOP("laneway::KindLabels", "Logical block")},
    Words{u"blockio/@physical_block_size", QT_TRANSLATE_NOOP("laneway::KindLabels", "Physical block")},
    Words{u"boot/@order", QT_TRANSLATE_NOOP("laneway::KindLabels", "Boot order")},
    Words{u"channel:source/@path", QT_TRANSLATE_NOOP("laneway::KindLabels", "Socket")},
    Words{u"cid/@address", QT_TRANSLATE_NOOP("laneway::KindLabels", "Context identifier")},
    Words{u"cid/@auto", QT_TRANSLATE_NOOP("laneway::KindLabels", "Identifier chosen at start")},
    Words{u"clock/@adjustment", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ahead by")},
    Words{u"clock/@basis", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ahead of")},
    Words{u"clock/@offset", QT_TRANSLATE_NOOP("laneway::KindLabels", "Clock")},
    Words{u"clock/@start", QT_TRANSLATE_NOOP("laneway::KindLabels", "Shows, since 1970")},
    Words{u"clock/@timezone", QT_TRANSLATE_NOOP("laneway::KindLabels", "Time zone")},
    Words{u"codec/@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Sockets")},
    Words{u"cpu/model", QT_TRANSLATE_NOOP("laneway::KindLabels", "Named model")},
    Words{u"currentMemory", QT_TRANSLATE_NOOP("laneway::KindLabels", "At start")},
    Words{u"disk:@device", QT_TRANSLATE_NOOP("laneway::KindLabels", "Kind")},
    Words{u"disk:@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Type")},
    Words{u"disk:source/@dev", QT_TRANSLATE_NOOP("laneway::KindLabels", "Block device")},
    Words{u"disk:source/@file", QT_TRANSLATE_NOOP("laneway::KindLabels", "Image")},
    Words{u"driver/@ats", QT_TRANSLATE_NOOP("laneway::KindLabels", "Address translation (ATS)")},
    Words{u"driver/@aw_bits", QT_TRANSLATE_NOOP("laneway::KindLabels", "Width of addresses")},
    Words{u"driver/@cache", QT_TRANSLATE_NOOP("laneway::KindLabels", "Cache")},
    Words{u"driver/@caching_mode",
        QT_TRANSLATE_NOOP("laneway::KindLabels", "Caching mode: for host devices in the guest")},
    Words{u"driver/@cmd_per_lun", QT_TRANSLATE_NOOP("laneway::KindLabels", "Commands a unit")},
    Words{u"driver/@detect_zeroes", QT_TRANSLATE_NOOP("laneway::KindLabels", "Zeroes that are written")},
    Words{u"driver/@discard", QT_TRANSLATE_NOOP("laneway::KindLabels", "Discard")},
    Words{u"driver/@eim", QT_TRANSLATE_NOOP("laneway::KindLabels", "Extended interrupts: more than 255 processors")},
    Words{u"driver/@error_policy", QT_TRANSLATE_NOOP("laneway::KindLabels", "On a write error")},
    Words{u"driver/@event_idx", QT_TRANSLATE_NOOP("laneway::KindLabels", "Fewer interrupts")},
    Words{u"driver/@intremap", QT_TRANSLATE_NOOP("laneway::KindLabels", "Interrupt remapping")},
    Words{u"driver/@io", QT_TRANSLATE_NOOP("laneway::KindLabels", "Input and output by")},
    Words{u"driver/@ioeventfd", QT_TRANSLATE_NOOP("laneway::KindLabels", "Notified by descriptor")},
    Words{u"driver/@iommu", QT_TRANSLATE_NOOP("laneway::KindLabels", "Behind the IOMMU")},
    Words{u"driver/@iothread", QT_TRANSLATE_NOOP("laneway::KindLabels", "IO thread")},
    Words{u"driver/@iotlb", QT_TRANSLATE_NOOP("laneway::KindLabels", "Translation in the devices")},
    Words{u"driver/@max_sectors", QT_TRANSLATE_NOOP("laneway::KindLabels", "Sectors at once")},
    Words{u"driver/@packed", QT_TRANSLATE_NOOP("laneway::KindLabels", "Packed queues")},
    Words{u"driver/@page_per_vq", QT_TRANSLATE_NOOP("laneway::KindLabels", "A page for each queue")},
    Words{u"driver/@queue", QT_TRANSLATE_NOOP("laneway::KindLabels", "Size of the queue")},
    Words{u"driver/@queue_size", QT_TRANSLATE_NOOP("laneway::KindLabels", "Size of a queue")},
    Words{u"driver/@queues", QT_TRANSLATE_NOOP("laneway::KindLabels", "Queues")},
    Words{u"driver/@rerror_policy", QT_TRANSLATE_NOOP("laneway::KindLabels", "On a read error")},
    Words{u"driver/@rss", QT_TRANSLATE_NOOP("laneway::KindLabels", "Receive side scaling")},
    Words{u"driver/@rss_hash_report", QT_TRANSLATE_NOOP("laneway::KindLabels", "Hashes reported to the guest")},
    Words{u"driver/@rx_queue_size", QT_TRANSLATE_NOOP("laneway::KindLabels", "Receive queue")},
    Words{u"driver/@tx_queue_size", QT_TRANSLATE_NOOP("laneway::KindLabels", "Send queue")},
    Words{u"driver/@txmode", QT_TRANSLATE_NOOP("laneway::KindLabels", "Sending by")},
    Words{u"driver/@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Format")},
    Words{u"driver/@wrpolicy", QT_TRANSLATE_NOOP("laneway::KindLabels", "Writes")},
    Words{u"driver/guest/@csum", QT_TRANSLATE_NOOP("laneway::KindLabels", "Checksums by the guest")},
    Words{u"driver/guest/@ecn", QT_TRANSLATE_NOOP("laneway::KindLabels", "ECN by the guest")},
    Words{u"driver/guest/@tso4", QT_TRANSLATE_NOOP("laneway::KindLabels", "TCP segmentation by the guest, IPv4")},
    Words{u"driver/guest/@tso6", QT_TRANSLATE_NOOP("laneway::KindLabels", "TCP segmentation by the guest, IPv6")},
    Words{u"driver/guest/@ufo", QT_TRANSLATE_NOOP("laneway::KindLabels", "UDP fragmentation by the guest")},
    Words{u"driver/host/@csum", QT_TRANSLATE_NOOP("laneway::KindLabels", "Checksums by the host")},
    Words{u"driver/host/@ecn", QT_TRANSLATE_NOOP("laneway::KindLabels", "ECN by the host")},
    Words{u"driver/host/@gso", QT_TRANSLATE_NOOP("laneway::KindLabels", "Segmentation by the host")},
    Words{u"driver/host/@mrg_rxbuf", QT_TRANSLATE_NOOP("laneway::KindLabels", "Merged receive buffers")},
    Words{u"driver/host/@tso4", QT_TRANSLATE_NOOP("laneway::KindLabels", "TCP segmentation by the host, IPv4")},
    Words{u"driver/host/@tso6", QT_TRANSLATE_NOOP("laneway::KindLabels", "TCP segmentation by the host, IPv6")},
    Words{u"driver/host/@ufo", QT_TRANSLATE_NOOP("laneway::KindLabels", "UDP fragmentation by the host")},
    Words{u"features/acpi", QT_TRANSLATE_NOOP("laneway::KindLabels", "ACPI")},
    Words{u"features/apic", QT_TRANSLATE_NOOP("laneway::KindLabels", "APIC")},
    Words{u"features/apic/@eoi", QT_TRANSLATE_NOOP("laneway::KindLabels", "APIC: end of interrupt by the guest")},
    Words{u"features/hap", QT_TRANSLATE_NOOP("laneway::KindLabels", "Nested paging")},
    Words{u"features/ioapic/@driver", QT_TRANSLATE_NOOP("laneway::KindLabels", "IO APIC by")},
    Words{u"features/kvm/hidden/@state", QT_TRANSLATE_NOOP("laneway::KindLabels", "KVM hidden from the guest")},
    Words{
        u"features/kvm/hint-dedicated/@state", QT_TRANSLATE_NOOP("laneway::KindLabels", "KVM: processors are its own")},
    Words{u"features/kvm/poll-control/@state", QT_TRANSLATE_NOOP("laneway::KindLabels", "KVM: guest controls polling")},
    Words{u"features/kvm/pv-ipi/@state", QT_TRANSLATE_NOOP("laneway::KindLabels", "KVM: paravirtual IPIs")},
    Words{u"features/pae", QT_TRANSLATE_NOOP("laneway::KindLabels", "PAE")},
    Words{u"features/pmu/@state", QT_TRANSLATE_NOOP("laneway::KindLabels", "Performance counters")},
    Words{u"features/pvspinlock/@state", QT_TRANSLATE_NOOP("laneway::KindLabels", "Paravirtual spinlocks")},
    Words{u"features/smm/@state", QT_TRANSLATE_NOOP("laneway::KindLabels", "System management mode")},
    Words{u"features/vmcoreinfo/@state", QT_TRANSLATE_NOOP("laneway::KindLabels", "Notes for core dumps")},
    Words{u"features/vmport/@state", QT_TRANSLATE_NOOP("laneway::KindLabels", "VMware port")},
    Words{u"filesystem:driver/@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Shared by")},
    Words{u"filesystem:source/@dir", QT_TRANSLATE_NOOP("laneway::KindLabels", "Folder of the host")},
    Words{u"filesystem:target/@dir", QT_TRANSLATE_NOOP("laneway::KindLabels", "Name in the guest")},
    Words{u"genid", QT_TRANSLATE_NOOP("laneway::KindLabels", "Generation identifier")},
    Words{u"geometry/@cyls", QT_TRANSLATE_NOOP("laneway::KindLabels", "Cylinders")},
    Words{u"geometry/@heads", QT_TRANSLATE_NOOP("laneway::KindLabels", "Heads")},
    Words{u"geometry/@secs", QT_TRANSLATE_NOOP("laneway::KindLabels", "Sectors")},
    Words{u"geometry/@trans", QT_TRANSLATE_NOOP("laneway::KindLabels", "Translation by the BIOS")},
    Words{u"gl/@enable", QT_TRANSLATE_NOOP("laneway::KindLabels", "OpenGL")},
    Words{u"graphics:@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Protocol")},
    Words{u"interface:backend/@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Connected by")},
    Words{u"interface:model/@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Card")},
    Words{u"interface:source/@bridge", QT_TRANSLATE_NOOP("laneway::KindLabels", "Bridge of the host")},
    Words{u"interface:source/@dev", QT_TRANSLATE_NOOP("laneway::KindLabels", "Interface of the host")},
    Words{u"interface:source/@mode", QT_TRANSLATE_NOOP("laneway::KindLabels", "Others on the same card")},
    Words{u"iothreads", QT_TRANSLATE_NOOP("laneway::KindLabels", "IO threads")},
    Words{u"iotune/group_name", QT_TRANSLATE_NOOP("laneway::KindLabels", "Group that shares the limits")},
    Words{u"iotune/read_bytes_sec", QT_TRANSLATE_NOOP("laneway::KindLabels", "Limit of what is read")},
    Words{u"iotune/read_bytes_sec_max", QT_TRANSLATE_NOOP("laneway::KindLabels", "Burst of what is read")},
    Words{u"iotune/read_bytes_sec_max_length",
        QT_TRANSLATE_NOOP("laneway::KindLabels", "Length of a burst, what is read")},
    Words{u"iotune/read_iops_sec", QT_TRANSLATE_NOOP("laneway::KindLabels", "Limit of operations, what is read")},
    Words{u"iotune/read_iops_sec_max", QT_TRANSLATE_NOOP("laneway::KindLabels", "Burst of operations, what is read")},
    Words{u"iotune/read_iops_sec_max_length",
        QT_TRANSLATE_NOOP("laneway::KindLabels", "Length of a burst of operations, what is read")},
    Words{u"iotune/size_iops_sec", QT_TRANSLATE_NOOP("laneway::KindLabels", "Size of one operation")},
    Words{u"iotune/total_bytes_sec", QT_TRANSLATE_NOOP("laneway::KindLabels", "Limit of all")},
    Words{u"iotune/total_bytes_sec_max", QT_TRANSLATE_NOOP("laneway::KindLabels", "Burst of all")},
    Words{u"iotune/total_bytes_sec_max_length", QT_TRANSLATE_NOOP("laneway::KindLabels", "Length of a burst, all")},
    Words{u"iotune/total_iops_sec", QT_TRANSLATE_NOOP("laneway::KindLabels", "Limit of operations, all")},
    Words{u"iotune/total_iops_sec_max", QT_TRANSLATE_NOOP("laneway::KindLabels", "Burst of operations, all")},
    Words{u"iotune/total_iops_sec_max_length",
        QT_TRANSLATE_NOOP("laneway::KindLabels", "Length of a burst of operations, all")},
    Words{u"iotune/write_bytes_sec", QT_TRANSLATE_NOOP("laneway::KindLabels", "Limit of what is written")},
    Words{u"iotune/write_bytes_sec_max", QT_TRANSLATE_NOOP("laneway::KindLabels", "Burst of what is written")},
    Words{u"iotune/write_bytes_sec_max_length",
        QT_TRANSLATE_NOOP("laneway::KindLabels", "Length of a burst, what is written")},
    Words{u"iotune/write_iops_sec", QT_TRANSLATE_NOOP("laneway::KindLabels", "Limit of operations, what is written")},
    Words{
        u"iotune/write_iops_sec_max", QT_TRANSLATE_NOOP("laneway::KindLabels", "Burst of operations, what is written")},
    Words{u"iotune/write_iops_sec_max_length",
        QT_TRANSLATE_NOOP("laneway::KindLabels", "Length of a burst of operations, what is written")},
    Words{u"link/@state", QT_TRANSLATE_NOOP("laneway::KindLabels", "Link")},
    Words{u"log/@append", QT_TRANSLATE_NOOP("laneway::KindLabels", "Append to the log")},
    Words{u"log/@file", QT_TRANSLATE_NOOP("laneway::KindLabels", "Log file")},
    Words{u"mac/@address", QT_TRANSLATE_NOOP("laneway::KindLabels", "MAC address")},
    Words{u"master/@startport", QT_TRANSLATE_NOOP("laneway::KindLabels", "First port")},
    Words{u"memory/@dumpCore", QT_TRANSLATE_NOOP("laneway::KindLabels", "Memory in core dumps")},
    Words{u"memoryBacking/access/@mode", QT_TRANSLATE_NOOP("laneway::KindLabels", "Seen by other programs")},
    Words{u"memoryBacking/allocation/@mode", QT_TRANSLATE_NOOP("laneway::KindLabels", "Taken")},
    Words{u"memoryBacking/hugepages/page/@size", QT_TRANSLATE_NOOP("laneway::KindLabels", "Size of the huge pages")},
    Words{u"memoryBacking/locked", QT_TRANSLATE_NOOP("laneway::KindLabels", "Locked: never swapped out")},
    Words{u"memoryBacking/nosharepages",
        QT_TRANSLATE_NOOP("laneway::KindLabels", "Not merged with other machines' memory")},
    Words{u"memoryBacking/source/@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Kind of memory")},
    Words{u"memtune/hard_limit", QT_TRANSLATE_NOOP("laneway::KindLabels", "Hard limit")},
    Words{u"model/@blob", QT_TRANSLATE_NOOP("laneway::KindLabels", "Blob resources")},
    Words{u"model/@heads", QT_TRANSLATE_NOOP("laneway::KindLabels", "Screens")},
    Words{u"model/@name", QT_TRANSLATE_NOOP("laneway::KindLabels", "Device")},
    Words{u"model/@primary", QT_TRANSLATE_NOOP("laneway::KindLabels", "First card")},
    Words{u"model/@ram", QT_TRANSLATE_NOOP("laneway::KindLabels", "Memory of the card")},
    Words{u"model/@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Model")},
    Words{u"model/@vgamem", QT_TRANSLATE_NOOP("laneway::KindLabels", "VGA memory")},
    Words{u"model/@vram", QT_TRANSLATE_NOOP("laneway::KindLabels", "Video memory")},
    Words{u"model/@vram64", QT_TRANSLATE_NOOP("laneway::KindLabels", "64-bit video memory")},
    Words{u"model/acceleration/@accel3d", QT_TRANSLATE_NOOP("laneway::KindLabels", "3D acceleration")},
    Words{u"model/resolution/@x", QT_TRANSLATE_NOOP("laneway::KindLabels", "Width at start")},
    Words{u"model/resolution/@y", QT_TRANSLATE_NOOP("laneway::KindLabels", "Height at start")},
    Words{u"mtu/@size", QT_TRANSLATE_NOOP("laneway::KindLabels", "Largest packet (MTU)")},
    Words{u"on_crash", QT_TRANSLATE_NOOP("laneway::KindLabels", "When it crashes")},
    Words{u"on_poweroff", QT_TRANSLATE_NOOP("laneway::KindLabels", "When it powers off")},
    Words{u"on_reboot", QT_TRANSLATE_NOOP("laneway::KindLabels", "When it reboots")},
    Words{u"os/bios/@rebootTimeout", QT_TRANSLATE_NOOP("laneway::KindLabels", "Tries again after")},
    Words{u"os/bootmenu/@timeout", QT_TRANSLATE_NOOP("laneway::KindLabels", "Menu waits")},
    Words{u"os/cmdline", QT_TRANSLATE_NOOP("laneway::KindLabels", "Arguments of the kernel")},
    Words{u"os/initrd", QT_TRANSLATE_NOOP("laneway::KindLabels", "Initial RAM disk")},
    Words{u"os/kernel", QT_TRANSLATE_NOOP("laneway::KindLabels", "Kernel")},
    Words{u"os/loader", QT_TRANSLATE_NOOP("laneway::KindLabels", "Firmware file")},
    Words{u"os/loader/@format", QT_TRANSLATE_NOOP("laneway::KindLabels", "Format of the firmware")},
    Words{u"os/loader/@readonly", QT_TRANSLATE_NOOP("laneway::KindLabels", "Firmware is read only")},
    Words{u"os/loader/@stateless", QT_TRANSLATE_NOOP("laneway::KindLabels", "Firmware keeps nothing")},
    Words{u"os/loader/@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Kind of firmware")},
    Words{u"os/nvram", QT_TRANSLATE_NOOP("laneway::KindLabels", "File of its variables")},
    Words{u"os/nvram/@format", QT_TRANSLATE_NOOP("laneway::KindLabels", "Format of its variables")},
    Words{u"os/nvram/@template", QT_TRANSLATE_NOOP("laneway::KindLabels", "Variables are copied from")},
    Words{u"os/nvram/@templateFormat", QT_TRANSLATE_NOOP("laneway::KindLabels", "Format of what is copied")},
    Words{u"pcihole64", QT_TRANSLATE_NOOP("laneway::KindLabels", "64-bit window")},
    Words{u"pm/suspend-to-disk/@enabled", QT_TRANSLATE_NOOP("laneway::KindLabels", "Suspend to disk")},
    Words{u"pm/suspend-to-mem/@enabled", QT_TRANSLATE_NOOP("laneway::KindLabels", "Suspend to memory")},
    Words{u"product", QT_TRANSLATE_NOOP("laneway::KindLabels", "Product")},
    Words{u"rate/@bytes", QT_TRANSLATE_NOOP("laneway::KindLabels", "At most")},
    Words{u"rate/@period", QT_TRANSLATE_NOOP("laneway::KindLabels", "In each")},
    Words{u"readonly", QT_TRANSLATE_NOOP("laneway::KindLabels", "Read only")},
    Words{u"rom/@bar", QT_TRANSLATE_NOOP("laneway::KindLabels", "ROM shown to the guest")},
    Words{u"rom/@enabled", QT_TRANSLATE_NOOP("laneway::KindLabels", "Boot ROM")},
    Words{u"rom/@file", QT_TRANSLATE_NOOP("laneway::KindLabels", "ROM file")},
    Words{u"serial", QT_TRANSLATE_NOOP("laneway::KindLabels", "Serial number")},
    Words{u"shareable", QT_TRANSLATE_NOOP("laneway::KindLabels", "Shared with other machines")},
    Words{u"size", QT_TRANSLATE_NOOP("laneway::KindLabels", "Size")},
    Words{u"source/@append", QT_TRANSLATE_NOOP("laneway::KindLabels", "Append to the file")},
    Words{u"source/@bridge", QT_TRANSLATE_NOOP("laneway::KindLabels", "Bridge")},
    Words{u"source/@mode", QT_TRANSLATE_NOOP("laneway::KindLabels", "Mode")},
    Words{u"source/@network", QT_TRANSLATE_NOOP("laneway::KindLabels", "Network")},
    Words{u"source/@path", QT_TRANSLATE_NOOP("laneway::KindLabels", "File")},
    Words{u"source/@portgroup", QT_TRANSLATE_NOOP("laneway::KindLabels", "Port group")},
    Words{u"source/@startupPolicy", QT_TRANSLATE_NOOP("laneway::KindLabels", "Where it is missing at start")},
    Words{u"source/clipboard/@copypaste", QT_TRANSLATE_NOOP("laneway::KindLabels", "Clipboard shared")},
    Words{u"source/mouse/@mode", QT_TRANSLATE_NOOP("laneway::KindLabels", "Mouse")},
    Words{u"stats/@period", QT_TRANSLATE_NOOP("laneway::KindLabels", "Guest's use of memory is asked for every")},
    Words{u"target/@bus", QT_TRANSLATE_NOOP("laneway::KindLabels", "Bus")},
    Words{u"target/@busNr", QT_TRANSLATE_NOOP("laneway::KindLabels", "Bus number")},
    Words{u"target/@chassis", QT_TRANSLATE_NOOP("laneway::KindLabels", "Chassis")},
    Words{u"target/@chassisNr", QT_TRANSLATE_NOOP("laneway::KindLabels", "Chassis number")},
    Words{u"target/@dev", QT_TRANSLATE_NOOP("laneway::KindLabels", "Name in the guest")},
    Words{u"target/@hotplug", QT_TRANSLATE_NOOP("laneway::KindLabels", "Hot plug")},
    Words{u"target/@name", QT_TRANSLATE_NOOP("laneway::KindLabels", "Name")},
    Words{u"target/@port", QT_TRANSLATE_NOOP("laneway::KindLabels", "Port")},
    Words{u"target/@removable", QT_TRANSLATE_NOOP("laneway::KindLabels", "Removable")},
    Words{u"target/@rotation_rate", QT_TRANSLATE_NOOP("laneway::KindLabels", "Rotation rate")},
    Words{u"target/@tray", QT_TRANSLATE_NOOP("laneway::KindLabels", "Tray")},
    Words{u"target/@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Target")},
    Words{u"target/node", QT_TRANSLATE_NOOP("laneway::KindLabels", "NUMA node")},
    Words{u"vcpu/@cpuset", QT_TRANSLATE_NOOP("laneway::KindLabels", "Runs on the processors")},
    Words{u"vcpu/@current", QT_TRANSLATE_NOOP("laneway::KindLabels", "Plugged in at start")},
    Words{u"vendor", QT_TRANSLATE_NOOP("laneway::KindLabels", "Vendor")},
    Words{u"video:model/@type", QT_TRANSLATE_NOOP("laneway::KindLabels", "Model")},
    Words{u"vlan/tag/@id", QT_TRANSLATE_NOOP("laneway::KindLabels", "VLAN")},
    Words{u"wwn", QT_TRANSLATE_NOOP("laneway::KindLabels", "World wide name")}};

/// By value, or "path=value" where it means something of its own there.
constexpr std::array valueWords{
    Words{u"@accessmode=mapped", QT_TRANSLATE_NOOP("laneway::KindLabels", "Kept in attributes")},
    Words{u"@accessmode=passthrough", QT_TRANSLATE_NOOP("laneway::KindLabels", "As in the host")},
    Words{u"@accessmode=squash", QT_TRANSLATE_NOOP("laneway::KindLabels", "As in the host, as far as it may")},
    Words{u"@action=inject-nmi", QT_TRANSLATE_NOOP("laneway::KindLabels", "Send an NMI")},
    Words{u"@action=none", QT_TRANSLATE_NOOP("laneway::KindLabels", "Do nothing")},
    Words{u"@action=pause", QT_TRANSLATE_NOOP("laneway::KindLabels", "Pause it")},
    Words{u"@action=poweroff", QT_TRANSLATE_NOOP("laneway::KindLabels", "Power it off")},
    Words{u"@action=reset", QT_TRANSLATE_NOOP("laneway::KindLabels", "Reset it")},
    Words{u"@action=shutdown", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ask it to shut down")},
    Words{u"@bus=ps2", QT_TRANSLATE_NOOP("laneway::KindLabels", "PS/2")},
    Words{u"@device=cdrom", QT_TRANSLATE_NOOP("laneway::KindLabels", "CD-ROM drive")},
    Words{u"@device=disk", QT_TRANSLATE_NOOP("laneway::KindLabels", "Disk")},
    Words{u"@device=floppy", QT_TRANSLATE_NOOP("laneway::KindLabels", "Floppy drive")},
    Words{u"@type=block", QT_TRANSLATE_NOOP("laneway::KindLabels", "Block device")},
    Words{u"@type=bridge", QT_TRANSLATE_NOOP("laneway::KindLabels", "Bridge")},
    Words{u"@type=direct", QT_TRANSLATE_NOOP("laneway::KindLabels", "Network card of the host")},
    Words{u"@type=file", QT_TRANSLATE_NOOP("laneway::KindLabels", "File")},
    Words{u"@type=keyboard", QT_TRANSLATE_NOOP("laneway::KindLabels", "Keyboard")},
    Words{u"@type=mouse", QT_TRANSLATE_NOOP("laneway::KindLabels", "Mouse")},
    Words{u"@type=network", QT_TRANSLATE_NOOP("laneway::KindLabels", "Network")},
    Words{u"@type=null", QT_TRANSLATE_NOOP("laneway::KindLabels", "Nowhere")},
    Words{u"@type=pci", QT_TRANSLATE_NOOP("laneway::KindLabels", "PCI")},
    Words{u"@type=pty", QT_TRANSLATE_NOOP("laneway::KindLabels", "Console of this program")},
    Words{u"@type=qemu-vdagent", QT_TRANSLATE_NOOP("laneway::KindLabels", "Clipboard agent")},
    Words{u"@type=spice", QT_TRANSLATE_NOOP("laneway::KindLabels", "SPICE")},
    Words{u"@type=spicevmc", QT_TRANSLATE_NOOP("laneway::KindLabels", "SPICE agent")},
    Words{u"@type=tablet", QT_TRANSLATE_NOOP("laneway::KindLabels", "Tablet")},
    Words{u"@type=unix", QT_TRANSLATE_NOOP("laneway::KindLabels", "Socket")},
    Words{u"@type=user", QT_TRANSLATE_NOOP("laneway::KindLabels", "User-mode network")},
    Words{u"@type=virtio-serial", QT_TRANSLATE_NOOP("laneway::KindLabels", "VirtIO serial")},
    Words{u"@type=vnc", QT_TRANSLATE_NOOP("laneway::KindLabels", "VNC")},
    Words{u"ac97", QT_TRANSLATE_NOOP("laneway::KindLabels", "AC97")},
    Words{u"anonymous", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ordinary")},
    Words{u"backend/@model=builtin", QT_TRANSLATE_NOOP("laneway::KindLabels", "QEMU’s own")},
    Words{u"backend/@model=random", QT_TRANSLATE_NOOP("laneway::KindLabels", "The host’s random numbers")},
    Words{u"backend/@type=default", QT_TRANSLATE_NOOP("laneway::KindLabels", "QEMU")},
    Words{u"bochs", QT_TRANSLATE_NOOP("laneway::KindLabels", "Bochs")},
    Words{u"cirrus", QT_TRANSLATE_NOOP("laneway::KindLabels", "Cirrus")},
    Words{u"clock/@basis=localtime", QT_TRANSLATE_NOOP("laneway::KindLabels", "The host’s local time")},
    Words{u"clock/@offset=absolute", QT_TRANSLATE_NOOP("laneway::KindLabels", "An instant, at every start")},
    Words{u"clock/@offset=timezone", QT_TRANSLATE_NOOP("laneway::KindLabels", "Local time of a time zone")},
    Words{u"clock/@offset=variable", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ahead or behind")},
    Words{u"directsync", QT_TRANSLATE_NOOP("laneway::KindLabels", "Direct and synchronous")},
    Words{u"driver/@cache=none", QT_TRANSLATE_NOOP("laneway::KindLabels", "None: past the host’s memory")},
    Words{u"driver/@discard=ignore", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ignored")},
    Words{u"driver/@discard=unmap", QT_TRANSLATE_NOOP("laneway::KindLabels", "Passed on: the image shrinks")},
    Words{u"duplex", QT_TRANSLATE_NOOP("laneway::KindLabels", "Speaker and microphone by line")},
    Words{u"e1000", QT_TRANSLATE_NOOP("laneway::KindLabels", "Intel e1000")},
    Words{u"e1000e", QT_TRANSLATE_NOOP("laneway::KindLabels", "Intel e1000e")},
    Words{u"enospace",
        QT_TRANSLATE_NOOP("laneway::KindLabels", "Pause where there is no space left, else tell the guest")},
    Words{u"es1370", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ensoniq ES1370")},
    Words{u"fdc", QT_TRANSLATE_NOOP("laneway::KindLabels", "Floppy controller")},
    Words{u"i6300esb", QT_TRANSLATE_NOOP("laneway::KindLabels", "Intel 6300ESB")},
    Words{u"ib700", QT_TRANSLATE_NOOP("laneway::KindLabels", "iBase 700")},
    Words{u"ich6", QT_TRANSLATE_NOOP("laneway::KindLabels", "Intel HDA (ICH6)")},
    Words{u"ich9", QT_TRANSLATE_NOOP("laneway::KindLabels", "Intel HDA (ICH9)")},
    Words{u"ide", QT_TRANSLATE_NOOP("laneway::KindLabels", "IDE")},
    Words{u"igb", QT_TRANSLATE_NOOP("laneway::KindLabels", "Intel igb")},
    Words{u"ignore", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ignore it")},
    Words{u"immediate", QT_TRANSLATE_NOOP("laneway::KindLabels", "At once")},
    Words{u"intel", QT_TRANSLATE_NOOP("laneway::KindLabels", "Intel")},
    Words{u"itco", QT_TRANSLATE_NOOP("laneway::KindLabels", "iTCO: of the chipset")},
    Words{u"link/@state=down", QT_TRANSLATE_NOOP("laneway::KindLabels", "Pulled out")},
    Words{u"link/@state=up", QT_TRANSLATE_NOOP("laneway::KindLabels", "Connected")},
    Words{u"localtime", QT_TRANSLATE_NOOP("laneway::KindLabels", "Local time: for Windows")},
    Words{u"master", QT_TRANSLATE_NOOP("laneway::KindLabels", "Master")},
    Words{u"memfd", QT_TRANSLATE_NOOP("laneway::KindLabels", "Shareable (memfd)")},
    Words{u"micro", QT_TRANSLATE_NOOP("laneway::KindLabels", "Speaker and microphone")},
    Words{u"model/@type=none", QT_TRANSLATE_NOOP("laneway::KindLabels", "None: only a passed on graphics card")},
    Words{u"no", QT_TRANSLATE_NOOP("laneway::KindLabels", "No")},
    Words{u"none", QT_TRANSLATE_NOOP("laneway::KindLabels", "None")},
    Words{u"nvme", QT_TRANSLATE_NOOP("laneway::KindLabels", "NVMe")},
    Words{u"off", QT_TRANSLATE_NOOP("laneway::KindLabels", "Off")},
    Words{u"on", QT_TRANSLATE_NOOP("laneway::KindLabels", "On")},
    Words{u"on_crash=destroy", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ends")},
    Words{u"on_poweroff=destroy", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ends")},
    Words{u"on_reboot=destroy", QT_TRANSLATE_NOOP("laneway::KindLabels", "Ends")},
    Words{u"ondemand", QT_TRANSLATE_NOOP("laneway::KindLabels", "When it is used")},
    Words{u"output", QT_TRANSLATE_NOOP("laneway::KindLabels", "Speaker only")},
    Words{u"path", QT_TRANSLATE_NOOP("laneway::KindLabels", "9p")},
    Words{u"peer", QT_TRANSLATE_NOOP("laneway::KindLabels", "Peer")},
    Words{u"preserve", QT_TRANSLATE_NOOP("laneway::KindLabels", "Stays as it is, for a look at it")},
    Words{u"private", QT_TRANSLATE_NOOP("laneway::KindLabels", "No")},
    Words{u"qxl", QT_TRANSLATE_NOOP("laneway::KindLabels", "QXL")},
    Words{u"raw", QT_TRANSLATE_NOOP("laneway::KindLabels", "Raw")},
    Words{u"report", QT_TRANSLATE_NOOP("laneway::KindLabels", "Tell the guest")},
    Words{u"restart", QT_TRANSLATE_NOOP("laneway::KindLabels", "Starts again")},
    Words{u"rtl8139", QT_TRANSLATE_NOOP("laneway::KindLabels", "Realtek 8139")},
    Words{u"sata", QT_TRANSLATE_NOOP("laneway::KindLabels", "SATA")},
    Words{u"sb16", QT_TRANSLATE_NOOP("laneway::KindLabels", "Sound Blaster 16")},
    Words{u"scsi", QT_TRANSLATE_NOOP("laneway::KindLabels", "SCSI")},
    Words{u"shared", QT_TRANSLATE_NOOP("laneway::KindLabels", "Yes")},
    Words{u"source/@mode=bridge", QT_TRANSLATE_NOOP("laneway::KindLabels", "Reached directly")},
    Words{u"source/@mode=passthrough",
        QT_TRANSLATE_NOOP("laneway::KindLabels", "None: the card is this machine’s alone")},
    Words{u"source/@mode=private", QT_TRANSLATE_NOOP("laneway::KindLabels", "Not reached")},
    Words{u"source/@mode=vepa", QT_TRANSLATE_NOOP("laneway::KindLabels", "Reached by way of the switch")},
    Words{u"stop", QT_TRANSLATE_NOOP("laneway::KindLabels", "Pause the machine")},
    Words{u"target/@type=isa-serial", QT_TRANSLATE_NOOP("laneway::KindLabels", "ISA")},
    Words{u"target/@type=pci-serial", QT_TRANSLATE_NOOP("laneway::KindLabels", "PCI")},
    Words{u"target/@type=serial", QT_TRANSLATE_NOOP("laneway::KindLabels", "Serial")},
    Words{u"target/@type=usb-serial", QT_TRANSLATE_NOOP("laneway::KindLabels", "USB")},
    Words{u"target/@type=virtio", QT_TRANSLATE_NOOP("laneway::KindLabels", "VirtIO")},
    Words{u"tpm-crb", QT_TRANSLATE_NOOP("laneway::KindLabels", "CRB: for UEFI")},
    Words{u"tpm-tis", QT_TRANSLATE_NOOP("laneway::KindLabels", "TIS: for BIOS, too")},
    Words{u"unsafe", QT_TRANSLATE_NOOP("laneway::KindLabels", "Unsafe: flushes are ignored")},
    Words{u"usb", QT_TRANSLATE_NOOP("laneway::KindLabels", "USB")},
    Words{u"usb-net", QT_TRANSLATE_NOOP("laneway::KindLabels", "USB")},
    Words{u"utc", QT_TRANSLATE_NOOP("laneway::KindLabels", "UTC")},
    Words{u"vga", QT_TRANSLATE_NOOP("laneway::KindLabels", "VGA")},
    Words{u"virtio", QT_TRANSLATE_NOOP("laneway::KindLabels", "VirtIO")},
    Words{u"virtio-non-transitional", QT_TRANSLATE_NOOP("laneway::KindLabels", "VirtIO, new interface only")},
    Words{u"virtio-transitional", QT_TRANSLATE_NOOP("laneway::KindLabels", "VirtIO, with the old interface")},
    Words{u"virtiofs", QT_TRANSLATE_NOOP("laneway::KindLabels", "virtiofs")},
    Words{u"writeback", QT_TRANSLATE_NOOP("laneway::KindLabels", "Write back")},
    Words{u"writethrough", QT_TRANSLATE_NOOP("laneway::KindLabels", "Write through")},
    Words{u"yes", QT_TRANSLATE_NOOP("laneway::KindLabels", "Yes")}};

bool isBefore(const Words &a, const Words &b)
{
    return a.what.compare(b.what) < 0;
}

template <size_t Size> const char *find(const std::array<Words, Size> &table, const QString &what)
{
    const auto row = std::lower_bound(table.begin(), table.end(), Words{what, nullptr}, isBefore);
    return row != table.end() && row->what == what ? row->words : nullptr;
}

const char *wordsOf(const DeviceKind &kind, const Property &property)
{
    const QString path = property.path.toString();
    const char *own = find(propertyWords, kind.element.toString() + u':' + path);
    return own ? own : find(propertyWords, path);
}

} // namespace

bool hasPropertyLabel(const DeviceKind &kind, const Property &property)
{
    return wordsOf(kind, property);
}

QString propertyLabel(const DeviceKind &kind, const Property &property)
{
    const char *words = wordsOf(kind, property);
    return words ? Text::tr(words) : property.path.toString();
}

QString valueLabel(const Property &property, const QString &value)
{
    if (property.holds != Holds::Word && property.holds != Holds::Switch && property.holds != Holds::OnOff
        && property.shown != Shown::Fixed)
        return value;
    const char *words = find(valueWords, property.path.toString() + u'=' + value);
    if (!words)
        words = find(valueWords, value);
    return words ? Text::tr(words) : value;
}

QString unitLabel(QStringView unit)
{
    static const QHash<QString, const char *> words{{u"bytes"_s, QT_TRANSLATE_NOOP("laneway::KindLabels", "bytes")},
        {u"bytes/s"_s, QT_TRANSLATE_NOOP("laneway::KindLabels", "bytes a second")},
        {u"bits"_s, QT_TRANSLATE_NOOP("laneway::KindLabels", "bits")},
        {u"ms"_s, QT_TRANSLATE_NOOP("laneway::KindLabels", "milliseconds")},
        {u"s"_s, QT_TRANSLATE_NOOP("laneway::KindLabels", "seconds")}};
    const char *known = words.value(unit.toString());
    return known ? Text::tr(known) : unit.toString();
}

QString misfitText(const Property &property, const QString &text)
{
    switch (misfit(property, text)) {
    case Misfit::None: return {};
    case Misfit::OtherWord:
        return Text::tr("“%1” is not possible here: the machine would not start with it.").arg(text);
    case Misfit::NoNumber: return Text::tr("A whole number is needed.");
    case Misfit::OutOfRange:
        return Text::tr("A number from %1 to %2 is needed.")
            .arg(rangeOf(property)->first)
            .arg(rangeOf(property)->second);
    case Misfit::NoSwitch: return Text::tr("Only yes or no.");
    case Misfit::NoOnOff: return Text::tr("Only on or off.");
    case Misfit::ControlCharacter: return Text::tr("It has a character that cannot be seen.");
    case Misfit::NoPath:
        return Text::tr("Write the whole path, from the first /: the machine's host looks for it there.");
    case Misfit::NoMac:
        return Text::tr("A MAC address is six pairs of hexadecimal digits, the first of them even: 52:54:00:12:34:56.");
    case Misfit::NotEmpty: return Text::tr("Nothing stands inside.");
    }
    return {};
}

QString placeLabel(const DeviceKind &kind, const Property &property)
{
    return u'<' + kind.element.toString() + u"> "_s + property.path.toString();
}

} // namespace laneway
