// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/devicekinds.h"

#include "xml/poolinterfaces.h"

#include <array>

namespace laneway {

namespace {

using enum Holds;
using namespace Part;

template <size_t... Sizes> consteval auto joined(const std::array<Property, Sizes> &...tables)
{
    std::array<Property, (Sizes + ...)> all;
    size_t next = 0;
    const auto append = [&](const auto &table) {
        for (const Property &property : table)
            all[next++] = property;
    };
    (append(tables), ...);
    return all;
}

/// The rows, where they mean something only there.
template <size_t Size> consteval auto onlyWhere(std::array<Property, Size> rows, QStringView condition)
{
    for (Property &row : rows)
        row.where = condition;
    return rows;
}

constexpr auto onOffWords = QStringView(u"on=on off=off"); ///< QEMU's OnOffAuto: words, not JSON's true

constexpr std::array common{
    Property{u"alias/@name", Given}.elsewhere(),
    Property{u"address/*", Given}.as(Shown::Place),
    Property{u"acpi/@index", Number, u"1 16383", Device, u"acpi-index"},
};
constexpr std::array boot{Property{u"boot/@order", Number, u"1 4096"}.as(Shown::Order)};
/// Of a device that speaks virtio, whatever it is.
constexpr std::array virtio{
    Property{u"driver/@iommu", OnOff, {}, Device, u"iommu_platform"},
    Property{u"driver/@ats", OnOff, {}, Device, u"ats"},
    Property{u"driver/@packed", OnOff, {}, Device, u"packed"},
    Property{u"driver/@page_per_vq", OnOff, {}, Device, u"page-per-vq"},
};
constexpr std::array rom{
    Property{u"rom/@bar", OnOff, {}, Device, u"rombar", u"on=1 off=0"},
    Property{u"rom/@file", Path, {}, Device, u"romfile"},
    Property{u"rom/@enabled", Switch},
};
/// Every virtio device but balloon and network comes in these two looks.
constexpr auto virtioModels = QStringView(u"virtio virtio-transitional virtio-non-transitional");

constexpr auto diskRows = joined(common, boot, onlyWhere(virtio, u"target/@bus=virtio"),
    std::array{
        Property{u"@type", Word, u"file block"}.defaultingTo(u"file").fixed(),
        Property{u"@device", Word, u"disk cdrom floppy"}.defaultingTo(u"disk").fixed(),
        Property{u"@model", Word, virtioModels}.onlyWhere(u"target/@bus=virtio"),
        Property{u"@snapshot", Kept},
        Property{u"driver/@name", Word, u"qemu"}.elsewhere(),
        Property{u"driver/@type", Word, u"raw qcow2", Format, u"driver"}.defaultingTo(u"raw").inFront(),
        Property{u"driver/@cache", Word, u"default none writethrough writeback directsync unsafe"}
            .defaultingTo(u"default")
            .inFront(),
        Property{u"driver/@discard", Word, u"unmap ignore", Format | File, u"discard"}.inFront(),
        Property{u"driver/@io", Word, u"native threads io_uring", File, u"aio"},
        Property{u"driver/@detect_zeroes", Word, u"off on unmap", Format, u"detect-zeroes"},
        Property{u"driver/@error_policy", Word, u"stop report ignore enospace", Device, u"werror",
            u"stop=stop report=report ignore=ignore enospace=enospc"}
            .onlyWhere(u"target/@bus=virtio,sata,scsi,usb,ide"),
        Property{u"driver/@rerror_policy", Word, u"stop report ignore", Device, u"rerror"}.onlyWhere(
            u"target/@bus=virtio,sata,scsi,usb,ide"),
        Property{u"driver/@queues", Number, u"1 65535", Device, u"num-queues"}.onlyWhere(u"target/@bus=virtio"),
        Property{u"driver/@queue_size", Number, u"2 1024", Device, u"queue-size"}.onlyWhere(u"target/@bus=virtio"),
        Property{u"driver/@ioeventfd", OnOff, {}, Device, u"ioeventfd"}.onlyWhere(u"target/@bus=virtio"),
        Property{u"driver/@event_idx", OnOff, {}, Device, u"event_idx"}.onlyWhere(u"target/@bus=virtio"),
        Property{u"driver/@iothread", Number, u"1 4096", Device, u"iothread"}.onlyWhere(u"target/@bus=virtio"),
        Property{u"source/@file", Path, {}, File, u"filename"}.inFront().onlyWhere(u"@type=file"),
        Property{u"source/@dev", Path, {}, File, u"filename"}.inFront().onlyWhere(u"@type=block"),
        Property{u"source/@index", Kept},
        Property{u"source/@startupPolicy", Word, u"mandatory requisite"},
        Property{u"source/seclabel/*", Kept},
        Property{u"backingStore", Mark}.elsewhere(),
        Property{u"target/@dev", Given}.fixed(),
        Property{u"target/@bus", Word, u"virtio sata scsi nvme usb ide fdc"}.basis(),
        Property{u"target/@removable", OnOff, {}, Device, u"removable"}.onlyWhere(u"target/@bus=usb"),
        Property{u"target/@tray", Word, u"closed"}.onlyWhere(u"@device=cdrom,floppy"),
        Property{u"target/@rotation_rate", Number, u"1 65534", Device, u"rotation_rate"}.onlyWhere(
            u"target/@bus=sata,scsi,ide"),
        Property{u"readonly", Mark}.inFront(),
        Property{u"shareable", Mark, {}, Device, u"share-rw"}.inFront().onlyWhere(u"@device=disk"),
        Property{u"serial", Text, {}, Device, u"serial"}.inFront().onlyWhere(u"@device=disk"),
        Property{u"wwn", Given}.onlyWhere(u"target/@bus=sata,scsi,nvme,ide"),
        Property{u"vendor", Text, {}, Device, u"vendor"}.onlyWhere(u"target/@bus=scsi"),
        Property{u"product", Text, {}, Device, u"product"}.onlyWhere(u"target/@bus=scsi"),
        Property{u"geometry/@cyls", Number, u"1 65535", Device, u"cyls"}.onlyWhere(u"target/@bus=virtio,sata,scsi,ide"),
        Property{u"geometry/@heads", Number, u"1 255", Device, u"heads"}.onlyWhere(u"target/@bus=virtio,sata,scsi,ide"),
        Property{u"geometry/@secs", Number, u"1 255", Device, u"secs"}.onlyWhere(u"target/@bus=virtio,sata,scsi,ide"),
        Property{u"geometry/@trans", Word, u"auto none lba", Device, u"bios-chs-trans"}.onlyWhere(
            u"target/@bus=virtio,sata,scsi,ide"),
        Property{u"blockio/@logical_block_size", Number, u"512 2097152", Device, u"logical_block_size"}.counted(
            u"bytes"),
        Property{u"blockio/@physical_block_size", Number, u"512 2097152", Device, u"physical_block_size"}.counted(
            u"bytes"),
        Property{u"blockio/@discard_granularity", Number, u"0 4294967295", Device, u"discard_granularity"}.counted(
            u"bytes"),
        Property{u"iotune/total_bytes_sec", Number, {}, Throttle, u"limits/bps-total"}.counted(u"bytes/s"),
        Property{u"iotune/read_bytes_sec", Number, {}, Throttle, u"limits/bps-read"}.counted(u"bytes/s"),
        Property{u"iotune/write_bytes_sec", Number, {}, Throttle, u"limits/bps-write"}.counted(u"bytes/s"),
        Property{u"iotune/total_iops_sec", Number, {}, Throttle, u"limits/iops-total"},
        Property{u"iotune/read_iops_sec", Number, {}, Throttle, u"limits/iops-read"},
        Property{u"iotune/write_iops_sec", Number, {}, Throttle, u"limits/iops-write"},
        Property{u"iotune/total_bytes_sec_max", Number, {}, Throttle, u"limits/bps-total-max"}.counted(u"bytes/s"),
        Property{u"iotune/read_bytes_sec_max", Number, {}, Throttle, u"limits/bps-read-max"}.counted(u"bytes/s"),
        Property{u"iotune/write_bytes_sec_max", Number, {}, Throttle, u"limits/bps-write-max"}.counted(u"bytes/s"),
        Property{u"iotune/total_iops_sec_max", Number, {}, Throttle, u"limits/iops-total-max"},
        Property{u"iotune/read_iops_sec_max", Number, {}, Throttle, u"limits/iops-read-max"},
        Property{u"iotune/write_iops_sec_max", Number, {}, Throttle, u"limits/iops-write-max"},
        Property{u"iotune/total_bytes_sec_max_length", Number, {}, Throttle, u"limits/bps-total-max-length"}.counted(
            u"s"),
        Property{u"iotune/read_bytes_sec_max_length", Number, {}, Throttle, u"limits/bps-read-max-length"}.counted(
            u"s"),
        Property{u"iotune/write_bytes_sec_max_length", Number, {}, Throttle, u"limits/bps-write-max-length"}.counted(
            u"s"),
        Property{u"iotune/total_iops_sec_max_length", Number, {}, Throttle, u"limits/iops-total-max-length"}.counted(
            u"s"),
        Property{u"iotune/read_iops_sec_max_length", Number, {}, Throttle, u"limits/iops-read-max-length"}.counted(
            u"s"),
        Property{u"iotune/write_iops_sec_max_length", Number, {}, Throttle, u"limits/iops-write-max-length"}.counted(
            u"s"),
        Property{u"iotune/size_iops_sec", Number, {}, Throttle, u"limits/iops-size"}.counted(u"bytes"),
        Property{u"iotune/group_name", Text},
        // Rows of one path that go to different places; the first of them is the one that is checked.
        Property{u"driver/@cache", Word, {}, Format | File, u"cache/direct",
            u"none=true directsync=true writethrough=false writeback=false unsafe=false"},
        Property{u"driver/@cache", Word, {}, Format | File, u"cache/no-flush",
            u"unsafe=true none=false directsync=false writethrough=false writeback=false"},
        Property{u"driver/@cache", Word, {}, Device, u"write-cache",
            u"none=on writeback=on unsafe=on writethrough=off directsync=off"},
        Property{u"driver/@error_policy", Word, {}, Device, u"rerror", u"stop=stop report=report ignore=ignore"},
    });

constexpr auto virtioCards = QStringView(u"model/@type=virtio,virtio-transitional,virtio-non-transitional");
constexpr auto interfaceRows = joined(common, boot, onlyWhere(virtio, virtioCards), rom,
    std::array{
        Property{u"@type", Word, u"user bridge direct"}.fixed(),
        Property{u"mac/@address", Mac, {}, Device, u"mac"}.inFront(),
        Property{u"mac/@type", Kept},
        Property{u"model/@type", Word,
            u"virtio virtio-transitional virtio-non-transitional e1000e igb e1000 rtl8139 vmxnet3 pcnet ne2k_pci usb-net"}
            .defaultingTo(u"rtl8139")
            .basis(),
        Property{u"driver/@name", Word, u"qemu vhost"}.elsewhere().onlyWhere(virtioCards),
        Property{u"driver/@queues", Number, u"1 16"}.onlyWhere(
            u"@type=bridge,direct model/@type=virtio,virtio-transitional,virtio-non-transitional"),
        Property{u"driver/@txmode", Word, u"iothread timer", Device, u"tx", u"iothread=bh timer=timer"}.onlyWhere(
            virtioCards),
        Property{u"driver/@ioeventfd", OnOff, {}, Device, u"ioeventfd"}.onlyWhere(virtioCards),
        Property{u"driver/@event_idx", OnOff, {}, Device, u"event_idx"}.onlyWhere(virtioCards),
        Property{u"driver/@rx_queue_size", Number, u"256 1024", Device, u"rx_queue_size"}.onlyWhere(virtioCards),
        Property{u"driver/@tx_queue_size", Number, u"256 1024", Device, u"tx_queue_size"}.onlyWhere(virtioCards),
        Property{u"driver/@rss", OnOff, {}, Device, u"rss"}.onlyWhere(virtioCards),
        Property{u"driver/@rss_hash_report", OnOff, {}, Device, u"hash"}.onlyWhere(virtioCards),
        Property{u"driver/host/@csum", OnOff, {}, Device, u"csum"}.onlyWhere(virtioCards),
        Property{u"driver/host/@gso", OnOff, {}, Device, u"gso"}.onlyWhere(virtioCards),
        Property{u"driver/host/@tso4", OnOff, {}, Device, u"host_tso4"}.onlyWhere(virtioCards),
        Property{u"driver/host/@tso6", OnOff, {}, Device, u"host_tso6"}.onlyWhere(virtioCards),
        Property{u"driver/host/@ecn", OnOff, {}, Device, u"host_ecn"}.onlyWhere(virtioCards),
        Property{u"driver/host/@ufo", OnOff, {}, Device, u"host_ufo"}.onlyWhere(virtioCards),
        Property{u"driver/host/@mrg_rxbuf", OnOff, {}, Device, u"mrg_rxbuf"}.onlyWhere(virtioCards),
        Property{u"driver/guest/@csum", OnOff, {}, Device, u"guest_csum"}.onlyWhere(virtioCards),
        Property{u"driver/guest/@tso4", OnOff, {}, Device, u"guest_tso4"}.onlyWhere(virtioCards),
        Property{u"driver/guest/@tso6", OnOff, {}, Device, u"guest_tso6"}.onlyWhere(virtioCards),
        Property{u"driver/guest/@ecn", OnOff, {}, Device, u"guest_ecn"}.onlyWhere(virtioCards),
        Property{u"driver/guest/@ufo", OnOff, {}, Device, u"guest_ufo"}.onlyWhere(virtioCards),
        Property{u"link/@state", Word, u"up down"}.defaultingTo(u"up").inFront(),
        // The tap's with any card (tapassignment.cpp); only a virtio one is told of it (networkarguments.cpp).
        Property{u"mtu/@size", Number, u"68 65535", Device, u"host_mtu"}.counted(u"bytes"),
        Property{u"target/@dev", Kept},
        Property{u"backend/@type", Word, u"default passt"}.defaultingTo(u"default").inFront().onlyWhere(u"@type=user"),
        Property{u"source/@dev", Given}.onlyWhere(u"@type=user,direct"),
        Property{u"source/@bridge", Given}.fixed().onlyWhere(u"@type=bridge"),
        Property{u"source/@mode", Word, u"vepa bridge private passthrough"}.defaultingTo(u"vepa").fixed().onlyWhere(
            u"@type=direct"),
        Property{u"portForward/@proto", Word, u"tcp udp"}.elsewhere(),
        Property{u"portForward/@address", Given}.elsewhere(),
        Property{u"portForward/@dev", Given}.elsewhere(),
        Property{u"portForward/range/@start", Number, u"1 65535"}.elsewhere(),
        Property{u"portForward/range/@end", Number, u"1 65535"}.elsewhere(),
        Property{u"portForward/range/@to", Number, u"1 65535"}.elsewhere(),
        Property{u"portForward/range/@exclude", Switch}.elsewhere(),
        Property{u"ip/@family", Word, u"ipv4 ipv6"}.elsewhere(),
        Property{u"ip/@address", Given}.elsewhere(),
        Property{u"ip/@prefix", Number, u"1 128"}.elsewhere(),
    });

/// Whoever prepares the pool's function reads these (poolinterfaces.cpp): QEMU is told nothing of them.
constexpr auto poolInterfaceRows = joined(common, boot,
    std::array{
        Property{u"@type"}.elsewhere(),
        Property{u"source/@network"}.fixed(),
        Property{u"source/@portgroup"}.inFront(),
        Property{u"mac/@address", Mac}.inFront(),
        Property{u"vlan/tag/@id", Number, u"0 4094"}.inFront(),
    });

constexpr auto controllerRows = joined(common, virtio,
    std::array{
        Property{u"@type", Word, u"pci usb sata scsi nvme virtio-serial ide fdc"}.fixed(),
        Property{u"@index", Number, u"0 4096"}.fixed(),
        Property{u"@model", Given}.inFront(),
        Property{u"@ports", Given}.onlyWhere(u"@type=usb,virtio-serial"),
        Property{u"@vectors", Number, u"0 2048", Device, u"vectors"}.onlyWhere(u"@type=virtio-serial"),
        Property{u"master/@startport", Number, u"0 15", Device, u"firstport"}.onlyWhere(u"@type=usb"),
        Property{u"model/@name", Word,
            u"pcie-root-port ioh3420 pcie-pci-bridge i82801b11-bridge pci-bridge x3130-upstream xio3130-downstream pxb pxb-pcie"}
            .onlyWhere(u"@type=pci"),
        Property{u"target/@chassis", Number, u"0 255", Device, u"chassis"}.onlyWhere(u"@type=pci"),
        Property{u"target/@port", Number, u"0 255", Device, u"port"}.onlyWhere(u"@type=pci"),
        Property{u"target/@chassisNr", Number, u"1 255", Device, u"chassis_nr"}.onlyWhere(u"@type=pci"),
        Property{u"target/@busNr", Number, u"1 254", Device, u"bus_nr"}.onlyWhere(u"@type=pci"),
        Property{u"target/@hotplug", OnOff}.onlyWhere(u"@type=pci"),
        Property{u"target/node", Number, u"0 1023", Device, u"numa_node"}.onlyWhere(u"@type=pci"),
        Property{u"driver/@queues", Number, u"1 65535", Device, u"num_queues"}.onlyWhere(u"@type=scsi"),
        Property{u"driver/@cmd_per_lun", Number, u"1 65535", Device, u"cmd_per_lun"}.onlyWhere(u"@type=scsi"),
        Property{u"driver/@max_sectors", Number, u"1 65535", Device, u"max_sectors"}.onlyWhere(u"@type=scsi"),
        Property{u"driver/@ioeventfd", OnOff, {}, Device, u"ioeventfd"}.onlyWhere(u"@type=scsi"),
        Property{u"driver/@iothread", Number, u"1 4096", Device, u"iothread"}.onlyWhere(u"@type=scsi"),
        Property{u"serial", Text, {}, Device, u"serial"}.onlyWhere(u"@type=nvme"),
        Property{u"pcihole64", Size}.onlyWhere(u"@type=pci"),
        Property{u"pcihole64/@unit", Kept},
    });

/// What a serial port, a console or a channel leads to outside the guest.
constexpr std::array characterRows{
    Property{u"@tty", Kept},
    Property{u"source/@path", Given}.inFront().onlyWhere(u"@type=file,unix"),
    Property{u"source/@mode", Word, u"bind"}.elsewhere(),
    Property{u"source/@append", OnOff}.defaultingTo(u"off").inFront().onlyWhere(u"@type=file"),
    Property{u"source/clipboard/@copypaste", Switch}.inFront().onlyWhere(u"@type=spicevmc,qemu-vdagent"),
    Property{u"source/mouse/@mode", Word, u"server client"}.onlyWhere(u"@type=spicevmc,qemu-vdagent"),
    Property{u"source/seclabel/*", Kept},
    Property{u"log/@file", Path},
    Property{u"log/@append", OnOff},
    Property{u"protocol/@type", Word, u"raw"}.elsewhere(),
};
constexpr auto serialRows = joined(common, characterRows,
    std::array{
        Property{u"@type", Word, u"pty file null"}.fixed(),
        Property{u"target/@type", Word, u"isa-serial pci-serial usb-serial isa-debug serial isa"}
            .defaultingTo(u"isa-serial")
            .fixed(),
        Property{u"target/@port", Number, u"0 64"}.fixed(),
        Property{u"target/model/@name", Word, u"isa-serial pci-serial usb-serial isa-debugcon"}.elsewhere(),
    });
/// What is printed goes to a file; nobody looks at it as at a serial port's text.
constexpr auto parallelRows = joined(common,
    std::array{
        Property{u"@type", Word, u"file pty null"}.fixed(),
        Property{u"source/@path", Path}.inFront().onlyWhere(u"@type=file").always(),
        Property{u"target/@port", Number, u"0 2"}.fixed(),
    },
    characterRows);
constexpr auto consoleRows = joined(common, characterRows,
    std::array{
        Property{u"@type", Word, u"pty file null"}.fixed(),
        Property{u"target/@type", Word, u"serial virtio"}.defaultingTo(u"serial").fixed(),
        Property{u"target/@port", Number, u"0 64"}.fixed(),
    });
constexpr auto channelRows = joined(common, characterRows,
    std::array{
        Property{u"@type", Word, u"pty file null unix spicevmc qemu-vdagent"}.fixed(),
        Property{u"target/@type", Word, u"virtio"}.elsewhere(),
        Property{u"target/@name", Text, {}, Device, u"name"}.inFront().always(),
        Property{u"target/@state", Kept},
    });

constexpr std::array graphicsRows{
    Property{u"@type", Word, u"vnc spice"}.inFront(),
    // Where others would listen: nobody does, the screen goes by a descriptor to who may see it.
    Property{u"@port", Kept},
    Property{u"@autoport", Kept},
    Property{u"@tlsPort", Kept},
    Property{u"@websocket", Kept},
    Property{u"@listen", Kept},
    Property{u"@socket", Kept},
    Property{u"@keymap", Kept},
    Property{u"@passwd", Kept},
    Property{u"@passwdValidTo", Kept},
    Property{u"@connected", Kept},
    Property{u"@sharePolicy", Kept},
    Property{u"@defaultMode", Kept},
    Property{u"@powerControl", Kept},
    Property{u"listen/*", Kept},
    Property{u"channel/*", Kept},
    Property{u"image/*", Kept},
    Property{u"jpeg/*", Kept},
    Property{u"zlib/*", Kept},
    Property{u"playback/*", Kept},
    Property{u"streaming/*", Kept},
    Property{u"clipboard/*", Kept},
    Property{u"mouse/*", Kept},
    Property{u"filetransfer/*", Kept},
    Property{u"gl/@enable", Word, u"no"},
    Property{u"audio/@id", Number, u"1 64"},
    Property{u"alias/@name", Given}.elsewhere(),
};

constexpr auto videoRows = joined(common,
    std::array{
        Property{u"model/@type", Word, u"virtio vga qxl bochs cirrus ramfb none"}.defaultingTo(u"vga").inFront(),
        Property{u"model/@primary", Switch},
        Property{u"model/@heads", Number, u"1 16"}.inFront().onlyWhere(u"model/@type=virtio,qxl"),
        Property{u"model/@vram", Number, u"1 4194304"}.counted(u"KiB").onlyWhere(u"model/@type=vga,qxl,bochs,cirrus"),
        Property{u"model/@ram", Number, u"1 4194304"}.counted(u"KiB").onlyWhere(u"model/@type=qxl"),
        Property{u"model/@vgamem", Number, u"1 4194304"}.counted(u"KiB").onlyWhere(u"model/@type=qxl"),
        Property{u"model/@vram64", Number, u"0 4194304"}.counted(u"KiB").onlyWhere(u"model/@type=qxl"),
        Property{u"model/@blob", OnOff, {}, Device, u"blob"}.onlyWhere(u"model/@type=virtio"),
        Property{u"model/resolution/@x", Number, u"1 32768", Device, u"xres"}.inFront().onlyWhere(
            u"model/@type=virtio,vga,qxl,bochs"),
        Property{u"model/resolution/@y", Number, u"1 32768", Device, u"yres"}.inFront().onlyWhere(
            u"model/@type=virtio,vga,qxl,bochs"),
        Property{u"model/acceleration/@accel2d", Kept},
        Property{u"model/acceleration/@accel3d", Word, u"no"},
        Property{u"driver/@name", Word, u"qemu"}.elsewhere(),
        Property{u"driver/@iommu", OnOff, {}, Device, u"iommu_platform"}.onlyWhere(u"model/@type=virtio"),
        Property{u"driver/@ats", OnOff, {}, Device, u"ats"}.onlyWhere(u"model/@type=virtio"),
        Property{u"driver/@packed", OnOff, {}, Device, u"packed"}.onlyWhere(u"model/@type=virtio"),
    });

constexpr auto soundRows = joined(common,
    std::array{
        Property{u"@model", Word, u"ich9 ich6 ac97 es1370 sb16 usb virtio"}.inFront(),
        Property{u"@multichannel", Switch}.onlyWhere(u"@model=usb"),
        Property{u"codec/@type", Word, u"duplex micro output"}.inFront().onlyWhere(u"@model=ich9,ich6"),
        Property{u"audio/@id", Number, u"1 64"},
    });

constexpr std::array audioRows{
    Property{u"@id", Number, u"1 64"}.fixed(),
    // A desktop's sound server is its session's, QEMU is not in it: whoever sees the screen hears the guest.
    Property{u"@type", Word, u"none spice pulseaudio pipewire alsa jack oss sdl dbus"}.inFront(),
    Property{u"@serverName", Kept},
    Property{u"@runtimeDir", Kept},
    Property{u"@driver", Kept},
    Property{u"@tryMMap", Kept},
    Property{u"@exclusive", Kept},
    Property{u"@dspPolicy", Kept},
    Property{u"input/*", Kept},
    Property{u"output/*", Kept},
    Property{u"@timerPeriod", Number, {}, Audio, u"timer-period"}.counted(u"µs"),
};

constexpr auto inputRows = joined(common, virtio,
    std::array{
        Property{u"@type", Word, u"tablet mouse keyboard"}.fixed(),
        Property{u"@bus", Word, u"usb ps2 virtio"}.fixed(),
        Property{u"@model", Word, virtioModels}.onlyWhere(u"@bus=virtio"),
    });

constexpr auto hubRows = joined(common, std::array{Property{u"@type", Word, u"usb"}.fixed()});

constexpr auto tpmRows = joined(common,
    std::array{
        Property{u"@model", Word, u"tpm-crb tpm-tis"}.inFront(),
        Property{u"backend/@type", Word, u"emulator"}.elsewhere(),
        Property{u"backend/@version", Word, u"1.2 2.0"}.inFront(),
        Property{u"backend/@persistent_state", Switch},
        Property{u"backend/profile/*", Kept},
    });

constexpr auto rngRows = joined(common, virtio,
    std::array{
        Property{u"@model", Word, virtioModels},
        // Any other node would be read by the guest.
        Property{u"backend", Word, u"/dev/urandom /dev/random", Backend, u"filename"}.inFront().onlyWhere(
            u"backend/@model=random"),
        Property{u"backend/@model", Word, u"random builtin"}.inFront(),
        Property{u"rate/@bytes", Number, u"1 2147483647", Device, u"max-bytes"}.inFront().counted(u"bytes"),
        Property{u"rate/@period", Number, u"1 2147483647", Device, u"period"}.inFront().counted(u"ms"),
    });

constexpr auto balloonRows = joined(common, virtio,
    std::array{
        Property{u"@model", Word, u"virtio virtio-transitional virtio-non-transitional none"}.inFront(),
        Property{u"@autodeflate", OnOff, {}, Device, u"deflate-on-oom"}.inFront(),
        Property{u"@freePageReporting", OnOff, {}, Device, u"free-page-reporting"}.inFront(),
        // smallarguments.cpp asks for it; 0 is never.
        Property{u"stats/@period", Number, u"0 3600"}.inFront().counted(u"s"),
    });

constexpr auto watchdogRows = joined(common,
    std::array{
        Property{u"@model", Word, u"itco i6300esb ib700"}.inFront(),
        Property{u"@action", Word, u"reset shutdown poweroff pause none inject-nmi"}.defaultingTo(u"reset").inFront(),
    });

constexpr auto panicRows = joined(common, std::array{Property{u"@model", Word, u"isa pvpanic hyperv"}.inFront()});

constexpr auto vsockRows = joined(common, virtio,
    std::array{
        Property{u"@model", Word, virtioModels},
        Property{u"cid/@address", Number, u"3 4294967295", Device, u"guest-cid"}.inFront(),
        Property{u"cid/@auto", Switch}.inFront(),
    });

constexpr auto sharedMemoryRows = joined(common,
    std::array{
        Property{u"@name", Given}.fixed().always(),
        Property{u"@role", Word, u"peer master"}.inFront(),
        Property{u"model/@type", Word, u"ivshmem-plain"},
        Property{u"size", Size}.inFront(),
        Property{u"size/@unit", Kept},
    });

constexpr auto filesystemRows = joined(common, virtio,
    std::array{
        Property{u"@type", Word, u"mount"}.elsewhere(),
        Property{u"@accessmode", Word, u"passthrough mapped squash"}
            .defaultingTo(u"passthrough")
            .inFront()
            .onlyWhere(u"driver/@type=path"),
        Property{u"@model", Word, virtioModels},
        Property{u"@fmode", Given}.onlyWhere(u"driver/@type=path"),
        Property{u"@dmode", Given}.onlyWhere(u"driver/@type=path"),
        Property{u"@multidevs", Word, u"remap forbid warn"}.onlyWhere(u"driver/@type=path"),
        Property{u"driver/@type", Word, u"path virtiofs"}.defaultingTo(u"path").inFront(),
        Property{u"driver/@wrpolicy", Word, u"immediate"}.onlyWhere(u"driver/@type=path"),
        Property{u"driver/@queue", Number, u"2 1024", Device, u"queue-size"}.onlyWhere(u"driver/@type=virtiofs"),
        Property{u"source/@dir", Path}.inFront().always(),
        Property{u"target/@dir", Text, {}, Device, u"mount_tag"}.inFront().always(),
        Property{u"readonly", Mark}.inFront(),
    });

constexpr auto iommuRows = joined(common,
    std::array{
        Property{u"@model", Word, u"intel virtio"}.inFront(),
        Property{u"driver/@intremap", OnOff, {}, Device, u"intremap", onOffWords}.inFront(),
        Property{u"driver/@caching_mode", OnOff, {}, Device, u"caching-mode"}.inFront(),
        Property{u"driver/@eim", OnOff, {}, Device, u"eim", onOffWords}.inFront(),
        Property{u"driver/@iotlb", OnOff, {}, Device, u"device-iotlb"}.inFront(),
        Property{u"driver/@aw_bits", Number, u"39 64", Device, u"aw-bits"}.counted(u"bits"),
    });

/// All that a definition says outside `<devices>`: machineview.cpp reads it, so most rows only say that it does.
constexpr std::array machineRows{
    Property{u"@type"}.elsewhere(), Property{u"@id", Kept}, Property{u"name"}.elsewhere(),
    Property{u"uuid"}.elsewhere(), Property{u"title", Kept}, Property{u"description", Kept},
    Property{u"metadata/*", Kept}, Property{u"devices/*"}.elsewhere(), Property{u"genid"},
    Property{u"resource/*", Kept}, // a cgroup of libvirt's own
    Property{u"memory"}.elsewhere(), Property{u"memory/@unit"}.elsewhere(), Property{u"memory/@dumpCore", OnOff},
    // A balloon takes the difference once the guest's driver is there.
    Property{u"currentMemory", Size}.inFront(), Property{u"currentMemory/@unit"}.elsewhere(),
    Property{u"memtune/hard_limit", Size}, Property{u"memtune/hard_limit/@unit"}.elsewhere(),
    Property{u"memoryBacking/locked", Mark}.inFront(), Property{u"memoryBacking/nosharepages", Mark},
    Property{u"memoryBacking/hugepages/page/@size", Size}, Property{u"memoryBacking/hugepages/page/@unit"}.elsewhere(),
    Property{u"memoryBacking/hugepages/page/@nodeset"}.elsewhere(),
    Property{u"memoryBacking/hugepages", Mark}.elsewhere(),
    Property{u"memoryBacking/source/@type", Word, u"memfd anonymous"},
    Property{u"memoryBacking/access/@mode", Word, u"shared private"},
    Property{u"memoryBacking/allocation/@mode", Word, u"immediate ondemand"}, Property{u"vcpu"}.elsewhere(),
    Property{u"vcpu/@placement", Word, u"static"}.elsewhere(), Property{u"vcpu/@current", Number, u"1 4096"},
    Property{u"vcpu/@cpuset"}, // also where a pool's function is to be near
    // processorpins.h
    Property{u"cputune/vcpupin/@vcpu"}.elsewhere(), Property{u"cputune/vcpupin/@cpuset"}.elsewhere(),
    Property{u"cputune/emulatorpin/@cpuset"}.elsewhere(), Property{u"cputune/iothreadpin/@iothread"}.elsewhere(),
    Property{u"cputune/iothreadpin/@cpuset"}.elsewhere(), Property{u"iothreads", Number, u"0 4096"}.inFront(),
    Property{u"os/@firmware", Word, u"efi bios"}.elsewhere(), Property{u"os/type"}.elsewhere(),
    Property{u"os/type/@arch"}.elsewhere(), Property{u"os/type/@machine"}.elsewhere(),
    Property{u"os/firmware/feature/@enabled", Switch}.elsewhere(),
    Property{u"os/firmware/feature/@name", Word, u"secure-boot enrolled-keys"}.elsewhere(), Property{u"os/loader"},
    Property{u"os/loader/@readonly", Switch}, Property{u"os/loader/@secure", Switch}.elsewhere(),
    Property{u"os/loader/@type", Word, u"pflash rom"}, Property{u"os/loader/@format", Word, u"raw qcow2"},
    Property{u"os/loader/@stateless", Switch}, Property{u"os/nvram"}, Property{u"os/nvram/@template"},
    Property{u"os/nvram/@templateFormat"}, Property{u"os/nvram/@type", Word, u"file"}.elsewhere(),
    Property{u"os/nvram/@format", Word, u"raw qcow2"}, Property{u"os/nvram/source/@file", Path}.elsewhere(),
    Property{u"os/boot/@dev", Word, u"hd cdrom network fd"}.elsewhere(),
    Property{u"os/bootmenu/@enable", Switch}.elsewhere(),
    Property{u"os/bootmenu/@timeout", Number, u"0 65535"}.counted(u"ms"),
    Property{u"os/bios/@rebootTimeout"}.counted(u"ms"), Property{u"os/bios/@useserial", Word, u"no"}.elsewhere(),
    Property{u"os/smbios/@mode", Word, u"emulate"}.elsewhere(), Property{u"os/kernel", Path},
    Property{u"os/initrd", Path}, Property{u"os/cmdline", Text}, Property{u"features/acpi", Mark},
    Property{u"features/apic", Mark}, Property{u"features/apic/@eoi", OnOff},
    Property{u"features/pae", Mark}, // of every x86 processor
    Property{u"features/hap", Mark}, Property{u"features/hap/@state", OnOff}.elsewhere(), // KVM's own choice
    Property{u"features/smm/@state", OnOff}, Property{u"features/smm", Mark}.elsewhere(),
    Property{u"features/vmport/@state", OnOff}, Property{u"features/pmu/@state", OnOff},
    Property{u"features/pmu", Mark}.elsewhere(), Property{u"features/vmcoreinfo/@state", OnOff},
    Property{u"features/vmcoreinfo", Mark}.elsewhere(), Property{u"features/pvspinlock/@state", OnOff},
    Property{u"features/pvspinlock", Mark}.elsewhere(), Property{u"features/ioapic/@driver", Word, u"kvm qemu"},
    Property{u"features/kvm/hidden/@state", OnOff}, Property{u"features/kvm/hint-dedicated/@state", OnOff},
    Property{u"features/kvm/poll-control/@state", OnOff}, Property{u"features/kvm/pv-ipi/@state", OnOff},
    Property{u"features/hyperv/@mode", Word, u"custom"}.elsewhere(), Property{u"features/hyperv/*"}.elsewhere(),
    Property{u"cpu/@mode", Word, u"custom host-model host-passthrough maximum"}.elsewhere(),
    Property{u"cpu/@match", Kept}, Property{u"cpu/@check", Kept}, Property{u"cpu/@migratable", OnOff}.elsewhere(),
    Property{u"cpu/model"}.inFront().onlyWhere(u"cpu/@mode=custom"), Property{u"cpu/model/@fallback", Kept},
    Property{u"cpu/vendor", Kept}, Property{u"cpu/topology/@sockets"}.elsewhere(),
    Property{u"cpu/topology/@dies"}.elsewhere(), Property{u"cpu/topology/@clusters"}.elsewhere(),
    Property{u"cpu/topology/@cores"}.elsewhere(), Property{u"cpu/topology/@threads"}.elsewhere(),
    Property{u"cpu/feature/@name"}.elsewhere(),
    Property{u"cpu/feature/@policy", Word, u"force require optional disable forbid"}.elsewhere(),
    Property{u"cpu/numa/cell/@id"}.elsewhere(), Property{u"cpu/numa/cell/@cpus"}.elsewhere(),
    Property{u"cpu/numa/cell/@memory"}.elsewhere(), Property{u"cpu/numa/cell/@unit"}.elsewhere(),
    Property{u"cpu/numa/cell/@memAccess", Word, u"shared private"}.elsewhere(),
    Property{u"cpu/numa/cell/distances/sibling/@id"}.elsewhere(),
    Property{u"cpu/numa/cell/distances/sibling/@value"}.elsewhere(),
    Property{u"clock/@offset", Word, u"utc localtime timezone variable absolute"}.defaultingTo(u"utc").inFront(),
    Property{u"clock/@timezone"}.inFront().onlyWhere(u"clock/@offset=timezone"),
    Property{u"clock/@basis", Word, u"utc localtime"}.defaultingTo(u"utc").inFront().onlyWhere(
        u"clock/@offset=variable"),
    Property{u"clock/@adjustment"}.defaultingTo(u"0").counted(u"s").inFront().onlyWhere(u"clock/@offset=variable"),
    Property{u"clock/@start"}.counted(u"s").inFront().onlyWhere(u"clock/@offset=absolute"), // readClock()
    Property{u"clock/timer/@name"}.elsewhere(), Property{u"clock/timer/@present", Switch}.elsewhere(),
    Property{u"clock/timer/@tickpolicy"}.elsewhere(),
    Property{u"on_poweroff", Word, u"destroy restart"}.defaultingTo(u"destroy").inFront(),
    Property{u"on_reboot", Word, u"destroy restart"}.defaultingTo(u"restart").inFront(),
    Property{u"on_crash", Word, u"destroy restart preserve"}.defaultingTo(u"destroy").inFront(),
    Property{u"on_lockfailure", Kept}, Property{u"pm/suspend-to-mem/@enabled", Switch},
    Property{u"pm/suspend-to-disk/@enabled", Switch}, Property{u"seclabel/*"}.elsewhere(), // checkRunnable()
};

} // namespace

namespace devicekinds {
const DeviceKind machine{u"domain", machineRows};
const DeviceKind disk{u"disk", diskRows};
const DeviceKind networkInterface{u"interface", interfaceRows};
const DeviceKind poolInterface{u"interface", poolInterfaceRows};
const DeviceKind controller{u"controller", controllerRows};
const DeviceKind serial{u"serial", serialRows};
const DeviceKind parallel{u"parallel", parallelRows};
const DeviceKind console{u"console", consoleRows};
const DeviceKind channel{u"channel", channelRows};
const DeviceKind graphics{u"graphics", graphicsRows};
const DeviceKind video{u"video", videoRows};
const DeviceKind sound{u"sound", soundRows};
const DeviceKind audio{u"audio", audioRows};
const DeviceKind input{u"input", inputRows};
const DeviceKind hub{u"hub", hubRows};
const DeviceKind tpm{u"tpm", tpmRows};
const DeviceKind rng{u"rng", rngRows};
const DeviceKind memoryBalloon{u"memballoon", balloonRows};
const DeviceKind watchdog{u"watchdog", watchdogRows};
const DeviceKind panic{u"panic", panicRows};
const DeviceKind vsock{u"vsock", vsockRows};
const DeviceKind sharedMemory{u"shmem", sharedMemoryRows};
const DeviceKind filesystem{u"filesystem", filesystemRows};
const DeviceKind iommu{u"iommu", iommuRows};
} // namespace devicekinds

const DeviceKind *deviceKind(const QDomElement &device)
{
    static const std::array all{&devicekinds::disk, &devicekinds::networkInterface, &devicekinds::controller,
        &devicekinds::serial, &devicekinds::parallel, &devicekinds::console, &devicekinds::channel,
        &devicekinds::graphics, &devicekinds::video, &devicekinds::sound, &devicekinds::audio, &devicekinds::input,
        &devicekinds::hub, &devicekinds::tpm, &devicekinds::rng, &devicekinds::memoryBalloon, &devicekinds::watchdog,
        &devicekinds::panic, &devicekinds::vsock, &devicekinds::sharedMemory, &devicekinds::filesystem,
        &devicekinds::iommu};
    const QString name = device.tagName();
    if (name == u"interface" && (device.attribute(u"type"_s) == u"hostdev" || isPoolInterface(device)))
        return nullptr;
    const auto found
        = std::find_if(all.begin(), all.end(), [&](const DeviceKind *kind) { return kind->element == name; });
    return found == all.end() ? nullptr : *found;
}

const DeviceKind *shownKind(const QDomElement &device)
{
    return isPoolInterface(device) ? &devicekinds::poolInterface : deviceKind(device);
}

} // namespace laneway
