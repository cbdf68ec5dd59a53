// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/bootpanel.h"
#include "ui/panels/devicepanel.h"
#include "ui/panels/hostdevicepanel.h"
#include "ui/panels/kindpanel.h"
#include "ui/panels/machinepanel.h"
#include "ui/panels/memorypanel.h"
#include "ui/panels/processorspanel.h"
#include "ui/panels/rootportspanel.h"
#include "ui/panels/usbpanel.h"

namespace laneway {

DevicePanel *newDevicePanel(HardwareKind kind, QWidget *parent)
{
    switch (kind) {
    case HardwareKind::Machine: return new MachinePanel(parent);
    case HardwareKind::Processor: return new ProcessorsPanel(parent);
    case HardwareKind::Memory: return new MemoryPanel(parent);
    case HardwareKind::Boot: return new BootPanel(parent);
    case HardwareKind::HostPci: return new HostDevicePanel(parent);
    case HardwareKind::HostUsb: return new UsbPanel(parent);
    case HardwareKind::RootPorts: return new RootPortsPanel(parent);
    default: return new KindPanel(KindPanel::For::Changing, parent);
    }
}

} // namespace laneway
