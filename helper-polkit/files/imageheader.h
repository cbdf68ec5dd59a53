// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace laneway {

/// What the first bytes of a disk image tell. A guest may have written them: a raw image says of itself
/// what it likes, and nothing is opened for it.
struct ImageHeader
{
    static constexpr size_t wanted = 64 * 1024; ///< bytes to be read for parseImageHeader()

    std::string format = "raw"; ///< QEMU's names: "qcow2", "vmdk", "vdi", "vpc", "vhdx", "qed"; "iso" for a CD's
    uint64_t virtualSize = 0; ///< qcow2 only; 0: not told
    uint32_t snapshots = 0; ///< internal ones, qcow2 only
    std::string backing; ///< as it stands there
    std::string backingFormat; ///< empty: not told
    bool namesBacking = false; ///< even if its name cannot be read here
    bool namesParts = false; ///< what it holds is in other files, which it names
};

ImageHeader parseImageHeader(std::span<const unsigned char> bytes);

} // namespace laneway
