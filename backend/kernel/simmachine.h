// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostsnapshot.h"
#include "kernel/devicenodes.h"
#include "kernel/guests.h"
#include "kernel/simkernel.h"
#include "kernel/simstorage.h"
#include "kernel/simtree.h"

#include <QHash>
#include <QSet>

namespace laneway {

struct SimFunction
{
    PciFunction now; ///< settings of VFs included
    PciFunction home; ///< as it is with the host's driver: what comes back with it
    int readsUntilBound = -1; ///< a driver follows after so many reads; -1: none is under way
};

/// What an 802.1Qbh switch was asked for one VF.
struct SimPort
{
    PortRequest request;
    mutable int readsLeft = 0; ///< until it answers; -1: never
};

struct SimUsbDevice
{
    UsbDevice now;
    UsbDevice home; ///< as it is with the host's drivers
};

struct SimGuest
{
    GuestLaunch launch;
    GuestRef ref;
    QString status; ///< QMP RunState: "prelaunch", "running", "paused"
    QMap<QString, PciAddress> devices; ///< host devices by QEMU's id
    QMap<QString, UsbPort> usb; ///< the same, of USB
    QSet<QString> ids; ///< every device id on the command line and since
    QSet<QString> descriptors; ///< named by getfd
    GuestPins pins;
    bool staysWhenOff = false; ///< -action shutdown=pause
    quint64 memory = 0; ///< bytes that its balloon leaves it; 0: it has no balloon
    QMap<QString, QJsonObject> backends; ///< "blockdev vda-file", "netdev hostnet0", "object objrng0"
    QMap<QString, QString> uses; ///< by device id: the backend that it stands on
    QSet<QString> openTrays; ///< of drives, by device id
};

/// What is behind a SimKernel's doors: the host and how it answers. Knows no locks, faults, threads.
class SimMachine
{
public:
    explicit SimMachine(const HostSnapshot &host);
    static Result<SimMachine> fromJson(const QJsonObject &json);
    QJsonObject toJson() const;
    QJsonObject state() const;

    // Files
    const SimTree &sys() const { return m_sys; }
    const SimTree &proc();
    const SimTree &etc() const { return m_etc; }
    Result<> putFile(const QString &path, const QByteArray &content); ///< into a directory that is there
    void outsideFile(const QString &path, const QByteArray &content); ///< the directory is made, too
    void removeFile(const QString &path);
    Result<> checkReadable(const QString &path) const; ///< TimedOut: the device is locked
    Result<> write(const QString &path, const QByteArray &value);
    void hang(const QString &path, const QByteArray &value); ///< written, but not carried out yet
    void settle(); ///< carries out what need not wait any more
    QStringList pendingWrites() const;
    bool isWaiting() const { return m_waiting > 0; }
    void countRead(); ///< drivers that follow a creation come nearer

    // Netlink
    Result<QList<VfSettings>> vfs(const QString &interface) const;
    Result<> setVf(const QString &interface, VfIndex vf, const VfChange &change);
    Result<QList<Result<>>> sendVfs(const QString &interface, const VfChanges &changes);
    Result<> requestPort(const QString &interface, VfIndex vf, const PortRequest &request);
    Result<std::optional<PortResponse>> portResponse(const QString &interface, VfIndex vf) const;
    Result<> setLinkUp(const QString &interface, bool up);
    Result<bool> isLinkUp(const QString &interface) const;
    QList<HostLink> links() const;
    Result<> makeLink(const HostLink &link);
    Result<> makeMacvtap(const QString &name, const QString &lower, MacvtapMode mode, const MacAddress &mac);
    Result<> changeLink(const QString &interface, const LinkChange &change);
    void removeLink(const QString &interface);
    Result<> checkTap(const GuestTap &tap) const;

    // NVMe (simnvme.cpp)
    Result<NvmeVirtualization> nvme(const PciAddress &pf) const;
    Result<NvmeVirtualization> assignNvme(const PciAddress &pf, const QList<NvmeSecondary> &wanted);

    // Nodes, modules, names
    Result<NodeState> node(const QString &name) const;
    Result<> lend(const QString &name, uint uid);
    Result<> takeBack(const QString &name, const NodeState &former);
    QList<Holder> holders(const QString &name) const;
    void hold(const QString &name, const Holder &holder);
    void release(const QString &name); ///< by those whom hold() named
    Result<> loadModule(const QString &name);
    bool hasModule(const QString &name) const;
    bool isSettled();
    QString vendorName(quint16 vendor) const;
    QString deviceName(quint16 vendor, quint16 device) const;
    QString className(quint32 code) const;

    // Guests
    Result<GuestRef> launch(const GuestLaunch &launch);
    const SimGuest *guest(const QString &id) const;
    bool isAlive(const GuestRef &ref) const;
    Result<QJsonObject> command(const GuestRef &ref, const QJsonObject &command, int fds);
    Result<QJsonObject> commandAndEvent(
        const GuestRef &ref, const QJsonObject &command, const QString &event, const QString &device);
    void endGuest(const QString &id, const QString &cause);
    Result<> allowNode(const GuestRef &ref, const QString &node);
    Result<> pin(const GuestRef &ref, const GuestPins &pins);
    Result<> setMemoryLock(const GuestRef &ref, quint64 bytes);
    Result<GuestUsage> usage(const GuestRef &ref, const QList<qint64> &threads);
    /// Guests that ended since the last call: id → cause.
    QMap<QString, QString> takeEnded();
    /// What guests' QEMU told by itself since the last call.
    struct Told
    {
        QString guest;
        QString event;
        QJsonObject data;
    };
    QList<Told> takeTold() { return std::exchange(m_told, {}); }
    void tell(const QString &guest, const QString &event, const QJsonObject &data); ///< and what it means for its state

    // USB (simusb.cpp)
    void plug(const UsbDevice &device);
    void unplug(const UsbPort &port);

    SimQuirks quirks;
    SimStorage storage;

private:
    struct Write
    {
        QString path;
        QByteArray value;
        bool operator==(const Write &) const = default;
    };

    void build();
    QString pathOf(const PciAddress &address) const;
    void render(const PciAddress &address);
    void renderSriov(const QString &base, const PciFunction &f);
    void renderChildren(const QString &base, const SimFunction &function);
    void renderConfig(const QString &base, const PciFunction &f);
    void renderDriver(const QString &driver);
    void renderModules();
    void outside(const PciAddress &owner, const QString &path, const QString &target);
    void forget(const PciAddress &address);
    void leaveGroup(const PciAddress &address, int group);

    QString hostDriverOf(const PciFunction &f) const;
    bool isLoaded(const QString &driver) const;
    bool wouldHang(const QString &path, const QByteArray &value) const;
    bool isHeldOnVfio(const PciAddress &address) const;
    Result<> carryOut(const QString &path, const QByteArray &value);
    int writeDriverFile(const QString &driver, const QString &file, const QByteArray &value);
    int writeFunctionFile(const PciAddress &address, const QString &file, const QByteArray &value);
    int setVfCount(SimFunction &pf, const QByteArray &value);
    int createVfs(SimFunction &pf, int count);
    void removeVfs(SimFunction &pf);
    SimFunction newVf(const SimFunction &pf, quint32 index, const PciAddress &address) const;
    int freeGroup() const;
    void probe(const PciAddress &address);
    int attach(const PciAddress &address, const QString &driver);
    void detach(const PciAddress &address);
    void updateNode(int group);
    int giveNvme(SimFunction &pf, const NvmeSecondary &wanted);
    static void resetNvme(SimFunction &pf);
    bool isNvmeOffline(const SimFunction &f) const;

    void takeUsb(const HostSnapshot &host);
    void usbToJson(QJsonObject &json) const;
    void usbFromJson(const QJsonObject &json);
    QJsonObject usbState() const;
    bool isVisible(const UsbDevice &device) const;
    QString usbPathOf(const UsbDevice &device) const;
    void renderUsb(); ///< all of it: there is little
    void renderUsbUses(const QString &base, const UsbDevice &device, int place);
    int writeUsbFile(const QString &path, const QByteArray &value);
    bool probeUsb(UsbDevice &now, const UsbDevice &home, UsbInterface &part);
    void claimUsb(const UsbPort &port);
    void releaseUsb(const UsbPort &port, bool byQemu);
    std::optional<QString> usbRefusal(const SimGuest &guest, const QString &path, UsbPort &port) const;
    std::optional<QString> refuseToOpen(const SimGuest &guest, const QString &node) const;

    QJsonObject linksToJson() const;
    QString portKey(const QString &interface, VfIndex vf) const; ///< empty: its driver knows no profiles
    QJsonObject portsToJson() const;
    void portsFromJson(const QJsonObject &ports);
    const SimFunction *byInterface(const QString &name) const;
    Result<SimFunction *> pfByInterface(const QString &name);
    Result<> setVf(SimFunction &pf, const QString &subject, VfIndex vf, const VfChange &change);
    Result<SimGuest *> alive(const GuestRef &ref);
    std::optional<QString> refusal(const SimGuest &guest, const PciAddress &device) const;

    HostSnapshot m_host; ///< without functions and USB devices
    QMap<PciAddress, SimFunction> m_functions;
    QMap<QString, HostLink> m_links; ///< that are no card's: bridges, taps
    QSet<QString> m_passedThrough; ///< macvtaps that have the whole interface
    QMap<QString, SimPort> m_ports; ///< by "0000:01:00.0/2": PF and index
    QHash<int, QSet<PciAddress>> m_groups; ///< IOMMU groups that are there, with their functions
    int m_firstVfGroup = 0; ///< above all of the host's own
    QMap<UsbPort, SimUsbDevice> m_usb;
    QStringList m_usbLinks; ///< of USB devices beyond their own directories
    QSet<QString> m_drivers; ///< whose modules are loaded, vfio-pci apart
    bool m_vfioLoaded = false;
    int m_waiting = 0;
    int m_looksUntilSettled = 0; ///< of udev
    QMap<QString, NodeState> m_nodes;
    QMap<QString, QList<Holder>> m_holders; ///< who is no guest of ours
    QMap<QString, SimGuest> m_guests;
    QMap<QString, QString> m_ended;
    QList<Told> m_told;
    QList<Write> m_pending;
    quint64 m_nextDevice = 1; ///< minors of nodes: never used twice
    qint64 m_nextPid = 100'001;

    SimTree m_sys;
    SimTree m_proc;
    SimTree m_etc;
    QMap<QString, QByteArray> m_files; ///< of m_etc
    bool m_procChanged = true;
    QMap<PciAddress, QStringList> m_outside; ///< links of a function beyond its own directory
    QMap<QString, QString> m_vendorNames;
    QMap<QString, QString> m_deviceNames;
    QMap<quint32, QString> m_classNames;
};

} // namespace laneway
