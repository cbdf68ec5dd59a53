// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/faults.h"
#include "kernel/kernel.h"

#include <QMap>

#include <functional>
#include <memory>

namespace laneway {

/// A field that a driver refuses, beyond what its kind does.
struct SimRefusal
{
    PciAddress pf;
    std::optional<VfIndex> vf; ///< nothing: of every VF
    VfField field = VfField::Mac;
    int errorNumber = 0;
};

/// What hosts differ in, beyond their facts.
struct SimQuirks
{
    int readsUntilBound = 0; ///< a new VF's driver link appears after so many reads of /sys
    int looksUntilSettled = 0; ///< udev is done after so many; only then do drivers come
    QMap<PciAddress, int> mostVfs; ///< by PF: more give ENOMEM ("not enough MMIO resources")
    QMap<PciAddress, int> countErrors; ///< by PF: the errno that any count but 0 gives
    QList<SimRefusal> refusals;
    bool refusesNoMac = false; ///< a VF does not take an all-zero MAC back
    bool vfsShareGroup = false; ///< no ACS above the PF: VFs join its group
    PortResponse portAnswer = PortResponse::Success; ///< of an 802.1Qbh switch
    int portReads = 0; ///< it answers after being asked so often; -1: never
    bool guestsIgnoreUnplug = false; ///< device_del is accepted, the event never comes
    bool guestsIgnorePowerButton = false;
};

/// A kernel in memory, loaded from a host's snapshot, that behaves as Linux does for bind, unbind,
/// override, probe, sriov_numvfs, VF netlink, VFIO group nodes and guests; as an NVMe controller does
/// for Virtualization Management where the snapshot has facts of one; with an /etc of its own,
/// which nobody obeys, and with disk images. Thread-safe.
///
/// An interface that comes back with its driver is as it was (name, MAC, link, routes): the host's
/// network service is part of the simulation. A write that a fault lets hang is carried out
/// before the next counted call, as a kernel does that was only slow; other calls that hang have no
/// effect.
class SimKernel
{
public:
    explicit SimKernel(const HostSnapshot &host, Faults faults = {});
    ~SimKernel();
    SimKernel(const SimKernel &) = delete;
    SimKernel &operator=(const SimKernel &) = delete;

    Kernel &doors();

    /// Everything that a step can change, for comparison: drivers, overrides, VFs and their
    /// settings, node owners, link states, running guests.
    QJsonObject state() const;
    Faults &faults();

    /// After each change the state is written here (atomically) and read back by load(): a
    /// simulated kernel that outlives a killed helper. Faults are not stored.
    void persistTo(const QString &file);
    static Result<std::unique_ptr<SimKernel>> load(const QString &file);

    void setQuirks(const SimQuirks &quirks); ///< stored with the state

    /// What somebody else does behind our back.
    void endGuest(const QString &launchId, const QString &cause);
    /// As QEMU would: {"GUEST_PANICKED",{"action":"pause"}}, {"SUSPEND",{}}, {"SHUTDOWN",{"reason":"guest-reset"}} …
    void tellOfGuest(const QString &launchId, const QString &event, const QJsonObject &data);
    void holdNode(const QString &node, const Holder &holder); ///< makes the group busy
    void releaseNode(const QString &node); ///< all whom holdNode() named; carries out what waited
    void putFile(const QString &path, const QByteArray &content); ///< below /etc: "modprobe.d/igb.conf"
    void putImage(const QString &path, const QString &format, quint64 size); ///< of somebody's
    void putLink(const HostLink &link); ///< a bridge of the administrator's
    void plug(const UsbDevice &device); ///< into its port, with its address
    void unplug(const UsbPort &port);
    void setChangeListener(std::function<void()> changed); ///< plays the uevent monitor

private:
    SimKernel();
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace laneway
