// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qemu/commanddraft.h"

namespace laneway {

/// The pieces of a command line. Each reads its elements of a definition that was completed and checked
/// (checkRunnable()), and fails with UnsupportedConfiguration, subject = the element.
Result<> addBoard(CommandDraft &draft); ///< name, firmware, board, processor, memory, clock, boot
Result<> addIommu(CommandDraft &draft);
Result<> addControllers(CommandDraft &draft);
Result<> addHubs(CommandDraft &draft);
Result<> addDisks(CommandDraft &draft);
Result<> addFilesystems(CommandDraft &draft);
Result<> addInterfaces(CommandDraft &draft);
Result<> addInputs(CommandDraft &draft);
Result<> addCharacterDevices(CommandDraft &draft); ///< serial ports, parallel ports, consoles, channels
Result<> addTpms(CommandDraft &draft);
Result<> addScreens(CommandDraft &draft); ///< graphics, video
Result<> addSounds(CommandDraft &draft);
Result<> addWatchdogs(CommandDraft &draft);
Result<> addBalloon(CommandDraft &draft);
Result<> addRngs(CommandDraft &draft);
Result<> addSharedMemory(CommandDraft &draft);
Result<> addPanics(CommandDraft &draft);
Result<> addVsocks(CommandDraft &draft);
Result<> addHostDevices(CommandDraft &draft, const std::function<std::optional<int>(const PciAddress &)> &groupOf);
/// @p placed: those that name a port, which QEMU would give to others otherwise.
Result<> addUsbHostDevices(CommandDraft &draft, bool placed);

} // namespace laneway
