// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/reasontext.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <cerrno>

namespace laneway {

namespace {

struct ReasonText
{
    Q_DECLARE_TR_FUNCTIONS(laneway::ReasonText)
};

// {args}: the reason's arguments; {first}: the first of them; {devices}: the devices it is about.
struct Row
{
    const char16_t *code;
    const char *sentence;
    const char *remedy;
    const char16_t *plan = u""; ///< kind of the plan that does it; empty: an instruction
};

constexpr Row rows[] = {
    {u"not-an-endpoint",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "This is a bridge or port: it carries other devices and cannot be given to a machine."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Choose a device behind it.")},
    {u"read-only-host",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "This host is a recording: nothing on it can be changed."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Connect to the host itself.")},
    {u"iommu-off",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "The IOMMU is off, so no device can be kept apart from the host's memory."),
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Enable VT-d (Intel) or AMD-Vi / IOMMU (AMD) in the firmware; on Intel add "
            "intel_iommu=on to the kernel command line if it is still off. Then restart the host.")},
    {u"no-iommu-group",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "The IOMMU does not cover this device, although it covers others of this host."),
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Use another device, or another slot. For integrated Intel graphics add "
            "intel_iommu=on to the kernel command line.")},
    {u"vfio-missing",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "The kernel has no vfio-pci driver, which hands devices to machines."),
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Install the complete kernel modules of the running kernel, or a kernel with "
            "CONFIG_VFIO_PCI.")},
    {u"no-interrupt-remapping",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The host cannot remap interrupts: a machine could send the host interrupts through "
            "its device."),
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Enable interrupt remapping or x2APIC in the firmware. Only where every machine is "
            "trusted: set the option allow_unsafe_interrupts of the module vfio_iommu_type1.")},
    {u"held-by-domain", QT_TRANSLATE_NOOP("laneway::ReasonText", "The running machine {first} has this device."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Remove the device from {first}, or stop that machine."), u"destroy"},
    {u"virtual-functions-held",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Virtual functions of this device are in use by {args}: {devices}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Stop those machines, or remove the virtual functions from them.")},
    {u"usb-devices-held",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "USB devices below this controller are in use by {args}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Stop those machines, or remove the USB devices from them.")},
    {u"physical-function-taken",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Its physical function {devices} is taken from the host, and a virtual function cannot "
            "be had without it."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Give {devices} back to the host's driver first."), u"reattach"},
    {u"pool-device-missing", QT_TRANSLATE_NOOP("laneway::ReasonText", "The host has no such device."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Take its address out of the network, or put the card back.")},
    {u"pool-not-a-virtual-function",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "It is no virtual function, and a pool lends no others."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Take its address out of the network.")},
    {u"pool-no-interface",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Its physical function {first} has no network interface by which MAC and VLAN could be set."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Give {first} back to the host's driver.")},
    {u"pool-taken-along", QT_TRANSLATE_NOOP("laneway::ReasonText", "The same machine takes it already."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Give the card more virtual functions.")},
    {u"pool-promised", QT_TRANSLATE_NOOP("laneway::ReasonText", "The machine {first} is getting it at this moment."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Wait for that, or give the card more virtual functions.")},
    {u"pool-open",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "A program that is no machine of Laneway's has it open: {args}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "End that program, or give the card more virtual functions.")},
    {u"behind-vmd",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "This drive exists only through the VMD controller {devices} and cannot be given away "
            "without it."),
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Give the machine the controller {devices}: all drives behind it go with it. Or turn "
            "VMD off in the firmware.")},
    {u"companion-held",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "{devices} of the same IOMMU group is in use by {args}; a group cannot be shared."),
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "Stop {args}, or use a slot where the devices have groups of their own.")},
    {u"companion-cannot-be-taken",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{devices} of the same IOMMU group cannot be taken: its virtual functions are in use "
            "by {args}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Stop {args} first.")},
    {u"bridge-in-the-way",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{devices} of the same IOMMU group is a bridge that a driver of the host ({args}) is "
            "bound to; the kernel does not hand the group over."),
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "Keep that driver from loading (module blacklist), or use another slot.")},
    {u"holds-root-file-system",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The host runs from this drive ({args}). Without it the host stops working at once and "
            "data is lost."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Do not assign it. Give the machine another drive, or an image.")},
    {u"holds-mounted-disk", QT_TRANSLATE_NOOP("laneway::ReasonText", "File systems on it are mounted: {args}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Unmount {args} first.")},
    {u"holds-swap",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "The host swaps to it ({args}); programs that were swapped out would crash."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Turn the swap space off first (swapoff).")},
    {u"default-route",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "The host reaches the network through it ({args}); a remote session would end."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Let another interface carry the default route first.")},
    {u"interface-is-port",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Its interface {args} is a port of a bridge or bond, which loses it."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Take {args} out of the bridge or bond first.")},
    {u"interface-up", QT_TRANSLATE_NOOP("laneway::ReasonText", "Its interface {args} is up and connected."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Make sure that nothing needs {args}.")},
    {u"only-display",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "It is the only display of the host: the screen goes dark, the desktop session ends."),
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "Add another display device, or make sure that you can reach the host by network.")},
    {u"boot-display",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The firmware shows its screen on it; the host's console may still hold its memory."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Choose another display device as primary in the firmware.")},
    {u"monitor-connected",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "A monitor of the host is connected to it: {args}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Connect the monitor to another display device of the host.")},
    {u"inputs-in-use", QT_TRANSLATE_NOOP("laneway::ReasonText", "Keyboards or mice are connected to it: {args}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Connect them to another controller.")},
    {u"has-virtual-functions",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Its virtual functions vanish with it: {devices}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Give a virtual function to the machine instead, or remove the virtual functions "
            "first."),
        u"vf-create"},
    {u"companion-in-use",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "It takes along {devices} of its IOMMU group, which the host uses."),
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "Look at what {devices} does for the host before you go on, or use another slot.")},
    {u"drives-behind-vmd", QT_TRANSLATE_NOOP("laneway::ReasonText", "The drives behind it go with it: {devices}."),
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "Unmount what is on them. To keep some of them turn VMD off in the firmware.")},
    {u"no-reset",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "It cannot be reset: it may work only once, until the host restarts."),
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Shut the machine down properly, and expect to restart the host when the device does "
            "not come back.")},
    {u"unsafe-interrupts",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Interrupts are not remapped and unsafe ones are allowed: the machine is less well "
            "kept apart from the host."),
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Enable interrupt remapping or x2APIC in the firmware, and use trusted machines only.")},
    {u"acs-override",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The kernel was told to split IOMMU groups (pcie_acs_override): devices may reach each "
            "other's memory all the same."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Remove that option from the kernel command line if you can.")},
    {u"iommu-group-unknown",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "Its IOMMU group is unknown: what this host is known from does not tell groups."),
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Connect to the host itself. Or list it again with lspci -vvnn of pciutils 3.7 or newer: "
            "if there are no groups then, the IOMMU is off.")},
    {u"kind-unknown",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "It is unknown what kind of device this is; it may be a bridge."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Connect to the host itself, or list it again with lspci -vvnn.")},
    {u"uses-unknown",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "It is unknown what the host uses it for: disks, network, screen, keyboard."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Connect to the host itself.")},
    {u"takes-companions",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "It shares its IOMMU group, so these are taken from the host too: {devices}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Assign them to the same machine, or leave them idle while it runs.")},
    {u"alone-in-group", QT_TRANSLATE_NOOP("laneway::ReasonText", "It is alone in its IOMMU group."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Nothing has to be done.")},
    {u"companions-idle",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "The others of its IOMMU group are not in the host's hands: {devices}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Nothing has to be done.")},
    {u"card-siblings", QT_TRANSLATE_NOOP("laneway::ReasonText", "The same card has more functions: {devices}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Assign them as well, so that the machine has the whole card.")},
    {u"capabilities-unknown",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Its capabilities were not readable: whether it has virtual functions and can be reset "
            "is unknown."),
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "Connect to the host itself, or list it again as root: sudo lspci -vvnn.")},
    {u"usb-root-hub",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "This is the controller's own hub: its ports cannot be given to a machine one by one."),
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Choose a device that is plugged in, or give the machine the whole controller {devices} "
            "as a PCI device.")},
    {u"usb-hub",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "This is a hub: it carries other devices and cannot be given to a machine."),
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Choose a device that is plugged into it, or give the machine the whole controller.")},
    {u"usb-controller-assigned",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Its controller {devices} belongs to {args}, and all that is plugged into it goes with "
            "it."),
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "Plug it into a port of another controller, or take the controller out of {args}.")},
    {u"usb-used-by-program", QT_TRANSLATE_NOOP("laneway::ReasonText", "A program of the host is using this device."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "End that program first: lsof /dev/bus/usb names it.")},
    {u"only-keyboard",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "It is the only keyboard of the host ({args}): nobody could type there any more."),
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "Plug in a second keyboard, or make sure that you can reach the host by network.")},
    {u"only-pointer", QT_TRANSLATE_NOOP("laneway::ReasonText", "It is the only mouse of the host ({args})."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Plug in a second mouse.")},
    {u"usb-input-in-use",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "The host uses it as keyboard or mouse ({args}); it has others."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Make sure that you work with another one.")},
    {u"usb-idle", QT_TRANSLATE_NOOP("laneway::ReasonText", "Nothing that a person would miss uses it."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Nothing has to be done.")},
    {u"usb-returns",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "While a machine has it the host does not; it comes back by itself afterwards."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Nothing has to be done.")},
    {u"usb-same-ids",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Others of the same kind are plugged in ({args}), so a machine knows it by its number, "
            "which changes when it is plugged in again."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Keep it plugged in, or leave only one of this kind.")},
    {u"wanted-by-domain",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Other machines want it too, and are not running: {args}."),
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Only one of them can run at a time.")},
};

const Row *rowOf(QStringView code)
{
    for (const Row &row : rows)
        if (code == QStringView(row.code))
            return &row;
    return nullptr;
}

QString listOf(const QList<PciAddress> &devices)
{
    QStringList texts;
    for (const PciAddress &device : devices)
        texts.append(device.toString());
    return texts.join(ReasonText::tr(", ", "between the entries of a list"));
}

QString fill(const char *sentence, const Reason &reason)
{
    // Arguments last: a machine may be called "{devices}".
    return ReasonText::tr(sentence)
        .replace(u"{devices}"_s, listOf(reason.devices))
        .replace(u"{first}"_s, reason.arguments.value(0))
        .replace(u"{args}"_s, reason.arguments.join(ReasonText::tr(", ", "between the entries of a list")));
}

QJsonObject planArgumentsOf(const Reason &reason, QStringView plan)
{
    if (plan == u"destroy")
        return {{u"domain"_s, reason.arguments.value(1)}};
    if (plan == u"reattach" && !reason.devices.isEmpty())
        return {{u"device"_s, reason.devices.first().toString()}};
    if (plan == u"vf-create")
        return {{u"device"_s, reason.arguments.value(0)}, {u"count"_s, 0}};
    return {};
}

// ------------------------------------------------------------------------------------------ errors

struct ErrorRow
{
    ErrorCode code;
    const char *sentence; ///< {subject}
};

constexpr ErrorRow errorRows[] = {
    {ErrorCode::InvalidInput,
        QT_TRANSLATE_NOOP("laneway::ReasonText", "“{subject}” is not a valid value. Correct it and try again.")},
    {ErrorCode::InvalidXml,
        QT_TRANSLATE_NOOP("laneway::ReasonText", "The XML is not valid at {subject}. Correct it and try again.")},
    {ErrorCode::UnsupportedConfiguration,
        QT_TRANSLATE_NOOP("laneway::ReasonText", "{subject}: this cannot be done as things are.")},
    {ErrorCode::NotFound,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} is not there. It may have been removed or renamed; look at the current list "
            "and choose again.")},
    {ErrorCode::AlreadyExists,
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "{subject} exists already. Use another name, or remove the existing one first.")},
    {ErrorCode::DeviceInUse,
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "{subject} is in use. Stop the machine or program that has it, then try again.")},
    {ErrorCode::GroupNotViable,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject}: another device of its IOMMU group stands in the way. Take the whole group "
            "from the host, or use another slot.")},
    {ErrorCode::NotAnEndpoint,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} is a bridge or port and cannot be given to a machine. Choose a device "
            "behind it.")},
    {ErrorCode::NotAVirtualFunction,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} is not a virtual function. Choose one, or assign the device as a whole.")},
    {ErrorCode::IommuUnavailable,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} cannot be kept apart from the host: no IOMMU covers it. Enable VT-d or "
            "AMD-Vi in the firmware.")},
    {ErrorCode::NotAuthorized,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "You are not allowed to do this ({subject}). Ask an administrator to do it or to grant "
            "you the device.")},
    {ErrorCode::AuthorizationDismissed,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The password dialog was closed, so nothing was done. Try again to be asked again.")},
    {ErrorCode::NoAuthenticationAgent,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "A password is needed, but this session has nobody to ask for it. Start an "
            "authentication agent (pkttyagent), or run the command as an administrator.")},
    {ErrorCode::PermissionDenied,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The system refused access to {subject}. Use the system connection, or check the "
            "permissions.")},
    {ErrorCode::HostChanged,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The host changed meanwhile ({subject}), so nothing was done. Look at the new plan and "
            "apply it again.")},
    {ErrorCode::Busy,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Another operation on {subject} is still under way. Wait for it to finish, or cancel "
            "it.")},
    {ErrorCode::TimedOut,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} did not answer in time. Try again; if it stays so, look at the kernel log.")},
    {ErrorCode::KernelRefused,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The kernel refused the change of {subject}. Look at the kernel log (dmesg) for the "
            "cause.")},
    {ErrorCode::VerificationFailed,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} was changed, but does not show it. Another program may have changed it "
            "back; look which one manages the device.")},
    {ErrorCode::QemuFailed,
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "QEMU could not do it for {subject}. Its message says what is missing.")},
    {ErrorCode::GuestDidNotRespond,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The guest did not release {subject}. Close what uses it inside the guest and try again. A guest that "
            "is still starting, or whose kernel has no ACPI hot plug (Linux: CONFIG_HOTPLUG_PCI_ACPI, once the "
            "module acpiphp), does not answer at all. When it lets go later, that counts.")},
    {ErrorCode::HelperUnavailable,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The service laneway-helper cannot be reached ({subject}). Check that it is installed, "
            "or use the session connection.")},
    {ErrorCode::Disconnected,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The connection to {subject} was lost. Connect again; what was under way goes on or is "
            "rolled back there.")},
    {ErrorCode::Cancelled,
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Cancelled: what had been done for {subject} was taken back.")},
    {ErrorCode::LimitExceeded,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject}: that is more than is allowed. Ask for less, or finish something else first.")},
    {ErrorCode::ReadOnlyHost,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "This host can only be looked at ({subject}). Connect to the host itself to change "
            "it.")},
    {ErrorCode::SshMissing,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "This computer has no {subject} program. Install it (package openssh-client), then try again.")},
    {ErrorCode::HostUnreachable,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} cannot be reached. Check its name and port, that it is on, and that its ssh "
            "server runs.")},
    {ErrorCode::HostKeyUnknown,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Nobody has yet confirmed that {subject} is the right computer. Run “{command}” once in a "
            "terminal, compare the key that it shows, and try again.")},
    {ErrorCode::HostKeyChanged,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} shows another key than before: it was installed anew, or it is not that "
            "computer. If the change is explained, run “{command}” once in a terminal and do what it "
            "says; otherwise do not connect.")},
    {ErrorCode::LoginRefused,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} does not let you in. Check that “{command}” works in a terminal; a key with a "
            "passphrase needs an agent (ssh-add) or $SSH_ASKPASS.")},
    {ErrorCode::BridgeMissing,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} has no systemd-stdio-bridge, by which its system bus is reached. Install "
            "systemd there (in some distributions package systemd-container).")},
    {ErrorCode::BusUnreachable,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The system bus of {subject} cannot be reached. Check there that dbus runs (systemctl "
            "status dbus).")},
    {ErrorCode::SshFailed,
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "ssh could not connect to {subject}. Check that “{command}” works in a terminal.")},
    {ErrorCode::JournalFailed,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The change of {subject} could not be recorded, so it was not made. Check that the "
            "disk of /var is writable and not full.")},
    {ErrorCode::Internal,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Something went wrong inside Laneway ({subject}). Please report it with the details.")},
};

// What is wrong with a file that should tell of a host. Told by extra["file"].
constexpr struct
{
    const char *fault;
    const char *sentence;
} fileRows[] = {
    {"missing",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "There is no file {subject}. Check its name, or choose another file.")},
    {"unreadable",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "You are not allowed to read {subject}. Ask its owner for a copy, or for permission.")},
    {"no-file",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} is not a file. Choose the recording of a host, or a file with what lspci printed.")},
    {"empty",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The file {subject} is empty. Record the host again, or save again what lspci prints there.")},
    {"no-capture",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} is not the recording of a host. Make one on that computer: lanewayctl host "
            "capture -o FILE.")},
    {"no-listing",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} is not what lspci prints. Make it on that computer: sudo lspci -vvnn > FILE.")},
    {"unwritable",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The file {subject} cannot be written. Choose a folder that is there, has room, and that you may write to.")},
};

// The same on another computer, where what to do is to be done there. Told by extra["host"].
constexpr ErrorRow remoteRows[] = {
    {ErrorCode::HelperUnavailable,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Laneway's helper cannot be started on {host}. Install Laneway on that computer (from a "
            "checkout: scripts/install).")},
    {ErrorCode::NoAuthenticationAgent,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{host} wants a password for this, and by ssh there is nobody to ask for it. Allow it "
            "there by a polkit rule; the manual page lanewayctl(1) has one.")},
    {ErrorCode::Disconnected,
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "The connection to {host} was lost. Jobs that were under way there go on.")},
    {ErrorCode::PermissionDenied,
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "{host} refused access to {subject}. Check the permissions of your user there.")},
};

// Kernel answers whose errno has a meaning of its own in one file.
struct KernelRow
{
    const char16_t *file; ///< found in the detail
    int number; ///< 0: the text of the detail decides alone
    const char *sentence;
};

constexpr KernelRow kernelRows[] = {
    {u"bus number out of range", 0,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "There are not enough bus numbers for the virtual functions of {subject}. Enable "
            "SR-IOV in the firmware, or add pci=assign-busses to the kernel command line.")},
    {u"sriov_numvfs", EBUSY,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} has virtual functions already; their number can only be changed when none "
            "is in use. Stop the machines that have one, set 0, then the new number.")},
    {u"sriov_numvfs", ENOMEM,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "There is not enough MMIO address space for the virtual functions of {subject}. Enable "
            "“Above 4G decoding” and SR-IOV in the firmware; as a last resort add pci=realloc to "
            "the kernel command line.")},
    {u"sriov_numvfs", ERANGE,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} does not have that many virtual functions. Choose a number up to its "
            "sriov_totalvfs.")},
    {u"sriov_numvfs", EINVAL,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The driver of {subject} does not accept that number of virtual functions. Try a "
            "smaller one, or look at the driver's documentation.")},
    {u"sriov_numvfs", ENOENT,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The driver of {subject} cannot make virtual functions. Bind the vendor's driver, or "
            "enable SR-IOV in the device's firmware.")},
    {u"sriov_numvfs", EOPNOTSUPP,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The driver of {subject} cannot make virtual functions. Bind the vendor's driver, or "
            "enable SR-IOV in the device's firmware.")},
    {u"sriov_numvfs", EIO,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} did not start its virtual functions. Enable SR-IOV in the firmware of host "
            "and device, and look at the kernel log (dmesg).")},
    {u"bind", EBUSY,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} is still held: the kernel does not let its driver be changed. Stop what "
            "uses the device, then try again.")},
    {u"bind", ENODEV,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The driver does not accept {subject}. Check that the driver fits the device, and look "
            "at the kernel log (dmesg).")},
    {u"reset", ENOTTY,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} has no way to be reset on its own. Restart the host, or take all devices of "
            "its bus together.")},
    {u"", EPERM,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The kernel does not permit the change of {subject}. The device's driver or the "
            "virtual function's settings may forbid it; look at the kernel log (dmesg).")},
    {u"", EOPNOTSUPP,
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The driver of {subject} does not support this, or one of these settings. Leave it out.")},
    {u"", ENODEV,
        QT_TRANSLATE_NOOP("laneway::ReasonText", "{subject} is no longer there. Look at the current list of devices.")},
    {u"", ENOSPC,
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "The kernel has no room left for {subject}. Remove something else first.")},
};

// What QEMU (7.2 and 10) and the kernel print when a device cannot be had. The first that fits
// decides: particular causes before the general message that follows them.
struct QemuRow
{
    const char *pattern;
    const char *sentence;
};

constexpr QemuRow qemuRows[] = {
    {"RMRR requirement|1:1 IOMMU mapping|1:1 mapping",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The firmware keeps memory of {subject} for itself, so it cannot be assigned. Look for "
            "firmware options such as “pre-boot DMA protection”, or use another slot.")},
    {"No interrupt remapping support",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The host cannot remap interrupts, so {subject} was refused. Enable interrupt "
            "remapping or x2APIC in the firmware.")},
    {"no such host device",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "A host device of {subject} is no longer at its address. Choose the device again.")},
    {"no iommu_group found",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The IOMMU is off or does not cover a device of {subject}. Enable VT-d or AMD-Vi in "
            "the firmware and restart the host.")},
    {"(?:open|Could not open) '?/dev/vfio/\\w+'?: No such file",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "A device of {subject} is not bound to vfio-pci, or the module is missing. Detach the "
            "device from the host first.")},
    {"(?:open|Could not open) '?/dev/vfio/\\w+'?: Permission denied",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The owner of {subject} may not open its device. Start the machine through the system "
            "connection, which lends the device for the run.")},
    {"(?:open|Could not open) '?/dev/vfio/\\w+'?: Operation not permitted",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The service that runs {subject} does not allow its device (DeviceAllow). Start the "
            "machine again through the system connection.")},
    {"/dev/vfio/\\w+'?: Device or resource busy",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "A device of {subject} is open in another machine or program. Stop that one first.")},
    {"group \\d+ is not viable",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Another device in an IOMMU group of {subject} is still on a driver of the host. Take "
            "the whole group from the host.")},
    {"group \\d+ used in multiple address spaces",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "With a guest IOMMU two devices of one IOMMU group cannot be used in {subject}. Remove "
            "one of them, or the guest IOMMU.")},
    {"failed to get group \\d+ status",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "The device node for {subject} is not a VFIO node. Restart udev or the host.")},
    {"Failed to set iommu for container: Operation not permitted|Failed to set group container",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The kernel did not hand over a device of {subject}: reserved firmware memory, or no "
            "interrupt remapping. The kernel log (dmesg) says which.")},
    {"No available IOMMU models",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The module vfio_iommu_type1 is not loaded, so {subject} cannot start. Load it "
            "(modprobe vfio_iommu_type1).")},
    {"dma_map\\([^)]*\\) = -12|VFIO_MAP_DMA failed: Cannot allocate memory|"
     "DMA mapping failed, unable to continue|RLIMIT_MEMLOCK",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The memory of {subject} could not be locked, which passthrough needs. Raise the "
            "machine's memory limit (memtune hard_limit), or give it less memory.")},
    {"dma_map\\([^)]*\\) = -(?:22|14)|peer-to-peer transactions on BARs",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Devices of {subject} cannot reach each other's memory directly. This matters only "
            "for device-to-device transfers.")},
    {"vf-?token|VF token",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The physical function of a device of {subject} is on vfio-pci. Give it back to its "
            "host driver first.")},
    {"depends on group \\d+ which is not owned",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "A device of {subject} can only be reset together with others. Assign those to the "
            "machine as well.")},
    {"no available reset mechanism",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "A device of {subject} cannot be reset. It may work only once until the host "
            "restarts.")},
    {"stuck in D3|not ready \\d+ms after FLR",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "A device of {subject} did not wake up after its reset. Suspend or power off the "
            "host.")},
    {"error getting device from group \\d+|Verify all devices in group",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "A device of {subject} could not be opened: it is not on vfio-pci, or in use. Detach "
            "the whole group and try again.")},
    {"Failed to mmap .* BAR|can't reserve \\[mem",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The host's console still holds the memory of a display device of {subject}. Let the "
            "host use another display device.")},
    {"Cannot read device rom|option ROM contents are probably invalid|Invalid PCI ROM header",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The ROM of a device of {subject} cannot be read. Turn the ROM bar off (rom "
            "bar='off'), or give a ROM file.")},
    {"VFIO_DEVICE_SET_IRQS failure|Failed to set up TRIGGER eventfd",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Interrupts for a device of {subject} could not be set up. Look at the kernel log "
            "(dmesg) for what shares them.")},
    {"does not support requested feature x-vga",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "A device of {subject} has no VGA region. Leave x-vga out; UEFI guests do not need "
            "it.")},
    {"/dev/iommu|vfio-dev|bind device fd=|iommufd",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "The kernel's iommufd cannot be used for {subject}. Use VFIO groups instead.")},
    {"caching-mode=on",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The guest IOMMU of {subject} needs caching mode for passthrough. Set "
            "caching_mode='on' in its driver.")},
    {"/dev/kvm|KVM kernel module: Permission denied|failed to initialize kvm",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "KVM cannot be used for {subject}. Enable virtualization (VT-x, SVM) in the firmware, "
            "and let the owner use /dev/kvm (group kvm).")},
    {"cannot set up guest memory|unable to map backing store|locking memory failed",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The host does not have the memory for {subject}. Give the machine less, or stop "
            "another one.")},
    {"Failed to get \"?(?:write|shared \"?write)\"? lock|using the image",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "A disk image of {subject} is in use by another process. Stop that one first.")},
    {"unsupported machine type",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "This QEMU does not know the machine type of {subject}. Choose a current one.")},
    {"does not support hotplugging|no slot/function available|No more available PCI",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} has no free slot for another device while it runs. Shut it down and add the "
            "device then.")},
    {"already in the process of unplug|guest is busy",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The guest of {subject} is still busy with an earlier removal. Wait a few seconds and "
            "try again.")},
    {"SIGSYS|Bad system call",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "QEMU tried to start another program for {subject}, which its sandbox forbids. Remove "
            "the device or network that needs a helper program.")},
    {"non-migratable CPU",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The processor of {subject} has features that cannot be saved while it runs (invtsc). Remove them, or set "
            "migratable='on' in its <cpu>, and start it anew.")},
    {"migration is (?:not supported|disabled)|doesn't support migration|non-migratable",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "{subject} has a host device, so it cannot be migrated or saved while running. Remove "
            "the device first.")},
};

const char *kernelSentence(const Error &error)
{
    for (const KernelRow &row : kernelRows)
        if ((!row.number || row.number == error.systemError) && error.detail.contains(QStringView(row.file)))
            return row.sentence;
    return nullptr;
}

const char *qemuSentence(const QString &detail)
{
    for (const QemuRow &row : qemuRows)
        if (QRegularExpression(QString::fromLatin1(row.pattern), QRegularExpression::CaseInsensitiveOption)
                .match(detail)
                .hasMatch())
            return row.sentence;
    return nullptr;
}

// What steps found to be the cause: Error::extra["cause"].
constexpr struct
{
    const char *cause;
    const char *sentence;
} causeRows[] = {
    {"vf-no-room",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "There is no room for so many virtual functions of {subject}: the firmware left no addresses or bus "
            "numbers. Ask for fewer, switch on SR-IOV and “Above 4G decoding” in the firmware's setup, or start "
            "Linux with pci=realloc.")},
    {"vf-in-use",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The driver of {subject} does not let go of its virtual functions: something uses them.")},
    {"vf-too-many", QT_TRANSLATE_NOOP("laneway::ReasonText", "{subject} cannot have so many virtual functions.")},
    {"vf-card-limit",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The card or its driver refuses so many virtual functions of {subject}. Its firmware has a limit of its "
            "own, or keeps SR-IOV switched off: ask for fewer, or set it up with its vendor's program.")},
    {"vf-driver-forbids",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "The driver of {subject} does not let the number of its virtual functions be changed now: it runs in a "
            "mode that leaves fewer (traffic classes, a switch of its own), or another program has one of them.")},
    {"vf-card-busy",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "The card {subject} is being reset or still starts: try again in a moment.")},
    {"vf-driver-cannot",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "The driver of {subject} cannot make virtual functions.")},
    {"vf-no-autoprobe",
        QT_TRANSLATE_NOOP(
            "laneway::ReasonText", "This kernel cannot keep drivers away from the virtual functions of {subject}.")},
    {"session-only-looks",
        QT_TRANSLATE_NOOP("laneway::ReasonText", "Your own session may not change this device: {subject}.")},
    {"kept-by-others",
        QT_TRANSLATE_NOOP("laneway::ReasonText",
            "Something else makes or sets the virtual functions of {subject} when this computer starts. Two would be "
            "in each other's way: remove that first.")},
};

constexpr const char *noAgentSentence = QT_TRANSLATE_NOOP("laneway::ReasonText",
    "No guest agent answers in the machine. Install qemu-guest-agent in the guest, or use ACPI (the power button).");
constexpr const char *memoryLockSentence = QT_TRANSLATE_NOOP("laneway::ReasonText",
    "The memory of the machine may not be locked: that is more than this session's limit of locked memory "
    "(RLIMIT_MEMLOCK, “ulimit -l”). Use the system connection, or let an administrator raise memlock in "
    "/etc/security/limits.conf and log in again.");

const char *sentenceFor(const Error &error)
{
    const QString cause = error.extra[u"cause"].toString();
    for (const auto &row : causeRows)
        if (cause == QLatin1StringView(row.cause))
            return row.sentence;
    const char *particular = nullptr;
    if (error.code == ErrorCode::GuestDidNotRespond && error.subject == u"guest agent")
        particular = noAgentSentence;
    else if (error.code == ErrorCode::PermissionDenied && error.detail.contains(u"RLIMIT_MEMLOCK"))
        particular = memoryLockSentence;
    else if (error.code == ErrorCode::KernelRefused)
        particular = kernelSentence(error);
    else if (error.code == ErrorCode::QemuFailed)
        particular = qemuSentence(error.detail);
    if (particular)
        return particular;
    const QString fault = error.extra[u"file"].toString();
    for (const auto &row : fileRows)
        if (fault == QLatin1StringView(row.fault))
            return row.sentence;
    if (error.extra.contains(u"host"_s))
        for (const ErrorRow &row : remoteRows)
            if (row.code == error.code)
                return row.sentence;
    for (const ErrorRow &row : errorRows)
        if (row.code == error.code)
            return row.sentence;
    return "{subject}";
}

} // namespace

QStringList reasonCodes()
{
    QStringList codes;
    for (const Row &row : rows)
        codes.append(QString::fromUtf16(row.code));
    return codes;
}

QString reasonText(const Reason &reason)
{
    const Row *row = rowOf(reason.code);
    return row ? fill(row->sentence, reason) : reason.code;
}

QList<Remedy> remediesFor(const Reason &reason)
{
    const Row *row = rowOf(reason.code);
    if (!row)
        return {};
    const QJsonObject arguments = planArgumentsOf(reason, QStringView(row->plan));
    return {{fill(row->remedy, reason), arguments.isEmpty() ? QString() : QString::fromUtf16(row->plan), arguments}};
}

QString levelText(Level level)
{
    switch (level) {
    case Level::Ready: return ReasonText::tr("Ready");
    case Level::WithCompanions: return ReasonText::tr("Takes companions");
    case Level::Caution: return ReasonText::tr("Caution");
    case Level::Blocked: return ReasonText::tr("Blocked");
    case Level::Never: break;
    }
    return ReasonText::tr("Not a device to assign");
}

QStringList lossesOf(const HostSnapshot &host, const PciFunction &function)
{
    QStringList losses;
    for (const BlockDevice &disk : function.disks) {
        for (const QString &mount : disk.mounts)
            losses.append(mount == u"/"
                    ? ReasonText::tr("The host loses the drive %1 that it runs from.").arg(disk.name)
                    : ReasonText::tr("The host loses the file system at %1 (%2).").arg(mount, disk.name));
        if (disk.swap)
            losses.append(ReasonText::tr("The host loses swap space on %1.").arg(disk.name));
        if (disk.mounts.isEmpty() && !disk.swap)
            losses.append(ReasonText::tr("The host loses the drive %1.").arg(disk.name));
    }
    for (const NetInterface &interface : function.interfaces)
        losses.append(interface.defaultRoute
                ? ReasonText::tr("The host loses the interface %1 and with it its default route.").arg(interface.name)
                : ReasonText::tr("The host loses the network interface %1.").arg(interface.name));
    for (const QString &connector : function.displays)
        losses.append(ReasonText::tr("The host loses the monitor at %1.").arg(connector));
    for (const QString &input : function.inputs)
        losses.append(ReasonText::tr("The host loses the input device %1.").arg(input));
    for (const QString &sound : function.sounds)
        losses.append(ReasonText::tr("The host loses the sound card %1.").arg(sound));
    if (function.sriov)
        for (const PciAddress &vf : function.sriov->functions) {
            const PciFunction *known = host.find(vf);
            const QString interface = known && !known->interfaces.isEmpty()
                ? u" ("_s + known->interfaces.first().name + u')'
                : QString();
            losses.append(ReasonText::tr("The virtual function %1 vanishes.").arg(vf.toString() + interface));
        }
    return losses;
}

QString errorText(const Error &error)
{
    const QString subject = error.subject.isEmpty() ? ReasonText::tr("this") : error.subject;
    const QString command = error.extra[u"command"].toString(u"ssh "_s + subject);
    QString text = ReasonText::tr(sentenceFor(error));
    text.replace(u"{command}"_s, command).replace(u"{host}"_s, error.extra[u"host"].toString());
    text.replace(u"{subject}"_s, subject);
    // The evidence stays visible: it is what a search engine or a bug report needs.
    // Reasons are listed by whoever shows the error; there the detail would only repeat them.
    const QString detail = error.detail.simplified();
    if (!detail.isEmpty() && error.extra[u"reasons"].toArray().isEmpty())
        text += u" ("_s + detail + u')';
    return text;
}

} // namespace laneway
