// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/commandline.h"

#include "qemu/commandparts.h"

namespace laneway {

Result<QemuCommand> qemuCommand(const DomainXml &domain, const QemuCapabilities &capabilities,
    const std::function<std::optional<int>(const PciAddress &)> &groupOf)
{
    if (const auto checked = checkRunnable(domain); !checked)
        return fail(checked.error());
    const auto machine = readMachine(domain);
    if (!machine)
        return fail(machine.error());
    CommandDraft draft(domain, capabilities, *machine);
    // Firmware and boards first, then controllers before what sits on them. QEMU gives out USB ports in the
    // order of its arguments: those that are asked for go first.
    const auto placedUsb = [](CommandDraft &d) { return addUsbHostDevices(d, true); };
    const auto otherUsb = [](CommandDraft &d) { return addUsbHostDevices(d, false); };
    const auto hostDevices = [&](CommandDraft &d) { return addHostDevices(d, groupOf); };
    const std::function<Result<>(CommandDraft &)> parts[] = {addBoard, addIommu, addControllers, addHubs, placedUsb,
        addDisks, addFilesystems, addInterfaces, addInputs, otherUsb, addCharacterDevices, addTpms, addScreens,
        addSounds, addWatchdogs, hostDevices, addBalloon, addRngs, addSharedMemory, addPanics, addVsocks};
    for (const auto &part : parts)
        if (const auto done = part(draft); !done)
            return fail(done.error());
    draft.add({u"-sandbox"_s, u"on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"_s});
    return QemuCommand{capabilities.program, draft.arguments, draft.companions, draft.taps, draft.beforeRun,
        draft.nodes, draft.machine.clock.zone};
}

} // namespace laneway
