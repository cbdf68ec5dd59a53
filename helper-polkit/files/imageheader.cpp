// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Layout of qcow2: QEMU's docs/interop/qcow2.txt; ISO 9660: ECMA-119, volume descriptors at sector 16.
#include "imageheader.h"

#include <array>
#include <cstring>

namespace laneway {

namespace {
using Bytes = std::span<const unsigned char>;

uint64_t bigEndian(Bytes bytes, size_t at, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; ++i)
        value = value << 8 | bytes[at + i];
    return value;
}

bool has(Bytes bytes, size_t at, std::string_view text)
{
    return bytes.size() >= at + text.size() && std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

std::string textAt(Bytes bytes, uint64_t at, uint64_t size, size_t most)
{
    if (size > most || at > bytes.size() || size > bytes.size() - at)
        return {};
    return {bytes.begin() + std::ptrdiff_t(at), bytes.begin() + std::ptrdiff_t(at + size)};
}

ImageHeader qcow2(Bytes bytes)
{
    constexpr size_t shortest = 72;
    constexpr uint32_t backingFormatExtension = 0xe2792aca;
    ImageHeader header;
    header.format = "qcow2";
    if (bytes.size() < shortest)
        return header;
    header.virtualSize = bigEndian(bytes, 24, 8);
    header.snapshots = uint32_t(bigEndian(bytes, 60, 4));
    header.namesBacking = bigEndian(bytes, 8, 8) != 0;
    constexpr uint64_t externalData = 1 << 2; // an incompatible feature
    header.namesParts
        = bigEndian(bytes, 4, 4) >= 3 && bytes.size() >= 80 && (bigEndian(bytes, 72, 8) & externalData) != 0;
    header.backing = textAt(bytes, bigEndian(bytes, 8, 8), bigEndian(bytes, 16, 4), 1023);
    size_t at = bigEndian(bytes, 4, 4) >= 3 && bytes.size() >= 104 ? bigEndian(bytes, 100, 4) : shortest;
    while (at < bytes.size() && bytes.size() - at >= 8) {
        const uint64_t kind = bigEndian(bytes, at, 4);
        const uint64_t size = bigEndian(bytes, at + 4, 4);
        if (kind == 0)
            break;
        if (kind == backingFormatExtension)
            header.backingFormat = textAt(bytes, at + 8, size, 32);
        if (size > bytes.size())
            break;
        at += 8 + ((size + 7) & ~uint64_t(7));
    }
    return header;
}
} // namespace

ImageHeader parseImageHeader(Bytes bytes)
{
    struct Mark
    {
        size_t at;
        std::string_view text;
        const char *format;
    };
    using namespace std::string_view_literals;
    static constexpr std::array marks{
        Mark{0, "QED\0"sv, "qed"},
        Mark{0, "KDMV"sv, "vmdk"},
        Mark{0, "# Disk DescriptorFile"sv, "vmdk"},
        Mark{64, "\x7f\x10\xda\xbe"sv, "vdi"},
        Mark{0, "conectix"sv, "vpc"},
        Mark{0, "vhdxfile"sv, "vhdx"},
        Mark{32769, "CD001"sv, "iso"},
    };
    if (has(bytes, 0, "QFI\xfb"sv) && bytes.size() >= 8 && bigEndian(bytes, 4, 4) >= 2)
        return qcow2(bytes);
    ImageHeader header;
    for (const Mark &mark : marks) {
        if (!has(bytes, mark.at, mark.text))
            continue;
        header.format = mark.format;
        // Extents or a parent may be other files; their headers are not taken apart here.
        header.namesParts = header.format == "vmdk" || header.format == "qed" || header.format == "vhdx";
        break;
    }
    return header;
}

} // namespace laneway
