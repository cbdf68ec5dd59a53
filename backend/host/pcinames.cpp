// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/pcinames.h"

namespace laneway {

namespace {

struct ClassName
{
    quint16 code;
    QStringView name;
};
// "PCI Code and ID Assignment Specification", names of pci.ids.
constexpr ClassName classes[] = {
    {0x0000, u"Non-VGA unclassified device"},
    {0x0001, u"VGA compatible unclassified device"},
    {0x0100, u"SCSI storage controller"},
    {0x0101, u"IDE interface"},
    {0x0102, u"Floppy disk controller"},
    {0x0103, u"IPI bus controller"},
    {0x0104, u"RAID bus controller"},
    {0x0105, u"ATA controller"},
    {0x0106, u"SATA controller"},
    {0x0107, u"Serial Attached SCSI controller"},
    {0x0108, u"Non-Volatile memory controller"},
    {0x0109, u"Universal Flash Storage controller"},
    {0x0180, u"Mass storage controller"},
    {0x0200, u"Ethernet controller"},
    {0x0201, u"Token ring network controller"},
    {0x0202, u"FDDI network controller"},
    {0x0203, u"ATM network controller"},
    {0x0204, u"ISDN controller"},
    {0x0207, u"Infiniband controller"},
    {0x0208, u"Fabric controller"},
    {0x0280, u"Network controller"},
    {0x0300, u"VGA compatible controller"},
    {0x0301, u"XGA compatible controller"},
    {0x0302, u"3D controller"},
    {0x0380, u"Display controller"},
    {0x0400, u"Multimedia video controller"},
    {0x0401, u"Multimedia audio controller"},
    {0x0402, u"Computer telephony device"},
    {0x0403, u"Audio device"},
    {0x0480, u"Multimedia controller"},
    {0x0500, u"RAM memory"},
    {0x0501, u"FLASH memory"},
    {0x0502, u"CXL"},
    {0x0580, u"Memory controller"},
    {0x0600, u"Host bridge"},
    {0x0601, u"ISA bridge"},
    {0x0602, u"EISA bridge"},
    {0x0603, u"MicroChannel bridge"},
    {0x0604, u"PCI bridge"},
    {0x0605, u"PCMCIA bridge"},
    {0x0606, u"NuBus bridge"},
    {0x0607, u"CardBus bridge"},
    {0x0608, u"RACEway bridge"},
    {0x0609, u"Semi-transparent PCI-to-PCI bridge"},
    {0x060a, u"InfiniBand to PCI host bridge"},
    {0x0680, u"Bridge"},
    {0x0700, u"Serial controller"},
    {0x0701, u"Parallel controller"},
    {0x0702, u"Multiport serial controller"},
    {0x0703, u"Modem"},
    {0x0704, u"GPIB controller"},
    {0x0780, u"Communication controller"},
    {0x0800, u"PIC"},
    {0x0801, u"DMA controller"},
    {0x0802, u"Timer"},
    {0x0803, u"RTC"},
    {0x0804, u"PCI Hot-plug controller"},
    {0x0805, u"SD Host controller"},
    {0x0806, u"IOMMU"},
    {0x0880, u"System peripheral"},
    {0x0900, u"Keyboard controller"},
    {0x0902, u"Mouse controller"},
    {0x0980, u"Input device controller"},
    {0x0b20, u"Power PC"},
    {0x0b40, u"Co-processor"},
    {0x0c00, u"FireWire (IEEE 1394)"},
    {0x0c03, u"USB controller"},
    {0x0c04, u"Fibre Channel"},
    {0x0c05, u"SMBus"},
    {0x0c06, u"InfiniBand"},
    {0x0c07, u"IPMI Interface"},
    {0x0c09, u"CANBUS"},
    {0x0c80, u"Serial bus controller"},
    {0x0d00, u"IRDA controller"},
    {0x0d11, u"Bluetooth"},
    {0x0d20, u"802.1a controller"},
    {0x0d21, u"802.1b controller"},
    {0x0d80, u"Wireless controller"},
    {0x0e00, u"I2O"},
    {0x1000, u"Network and computing encryption device"},
    {0x1010, u"Entertainment encryption device"},
    {0x1080, u"Encryption controller"},
    {0x1100, u"DPIO module"},
    {0x1101, u"Performance counters"},
    {0x1110, u"Communication synchronizer"},
    {0x1180, u"Signal processing controller"},
    {0x1200, u"Processing accelerators"},
    {0x1300, u"Non-Essential Instrumentation"},
    {0x4000, u"Coprocessor"},
    {0xff00, u"Unassigned class"},
};

// Where one begins with another, the longer is first.
constexpr QStringView vendors[] = {
    u"Advanced Micro Devices, Inc. [AMD/ATI]",
    u"Advanced Micro Devices, Inc. [AMD]",
    u"Advanced Micro Devices [AMD] nee ATI",
    u"Advanced Micro Devices [AMD]",
    u"Amazon.com, Inc.",
    u"Ampere Computing, LLC",
    u"Apple Inc.",
    u"Aquantia Corp.",
    u"ASMedia Technology Inc.",
    u"ASPEED Technology, Inc.",
    u"Broadcom / LSI",
    u"Broadcom Corporation",
    u"Broadcom Inc. and subsidiaries",
    u"Broadcom Limited",
    u"Chelsio Communications Inc",
    u"Creative Labs",
    u"Emulex Corporation",
    u"Hewlett-Packard Company",
    u"Huawei Technologies Co., Ltd.",
    u"IBM",
    u"Intel Corporation",
    u"JMicron Technology Corp.",
    u"Kingston Technology Company, Inc.",
    u"KIOXIA Corporation",
    u"LSI Logic / Symbios Logic",
    u"Marvell Technology Group Ltd.",
    u"Matrox Electronics Systems Ltd.",
    u"MEDIATEK Corp.",
    u"Mellanox Technologies",
    u"Micron Technology Inc",
    u"Micron/Crucial Technology",
    u"NVIDIA Corporation",
    u"O2 Micro, Inc.",
    u"Pericom Semiconductor",
    u"Phison Electronics Corporation",
    u"PLX Technology, Inc.",
    u"QLogic Corp.",
    u"Qualcomm Atheros",
    u"Realtek Semiconductor Co., Ltd.",
    u"Red Hat, Inc.",
    u"Renesas Technology Corp.",
    u"Samsung Electronics Co Ltd",
    u"Sandisk Corp",
    u"Silicon Motion, Inc.",
    u"SK hynix",
    u"Solarflare Communications",
    u"Texas Instruments",
    u"Toshiba Corporation",
    u"VIA Technologies, Inc.",
    u"VMware",
    u"Western Digital",
    u"Xilinx Corporation",
};

} // namespace

std::optional<quint16> pciClassNamed(QStringView name)
{
    for (const ClassName &known : classes)
        if (known.name.compare(name, Qt::CaseInsensitive) == 0)
            return known.code;
    return std::nullopt;
}

QString pciClassName(quint16 classCode)
{
    for (const ClassName &known : classes)
        if (known.code == classCode)
            return known.name.toString();
    return {};
}

QStringView pciVendorIn(QStringView text)
{
    for (const QStringView known : vendors)
        if (text == known || (text.startsWith(known) && text[known.size()] == u' '))
            return known;
    return {};
}

} // namespace laneway
