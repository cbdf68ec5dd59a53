// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

namespace laneway {

/// Doors behind which there is nothing, for what only reads a host.
class QuietNetlink : public Netlink
{
public:
    QMap<QString, QList<VfSettings>> known;
    Result<QList<VfSettings>> vfs(const QString &pf) const override { return known.value(pf); }
    Result<> setVf(const QString &, VfIndex, const VfChange &) override { return {}; }
    Result<QList<Result<>>> sendVfs(const QString &, const VfChanges &changes) override
    {
        return QList<Result<>>(changes.size());
    }
    Result<> requestPort(const QString &, VfIndex, const PortRequest &) override { return {}; }
    Result<std::optional<PortResponse>> portResponse(const QString &, VfIndex) const override { return std::nullopt; }
    Result<> setLinkUp(const QString &, bool) override { return {}; }
    Result<bool> isLinkUp(const QString &) const override { return false; }
    Result<QList<HostLink>> links() const override { return QList<HostLink>(); }
    Result<> makeTap(const QString &, bool) override { return {}; }
    Result<> makeMacvtap(const QString &, const QString &, MacvtapMode, const MacAddress &) override { return {}; }
    Result<> changeLink(const QString &, const LinkChange &) override { return {}; }
    Result<> removeLink(const QString &) override { return {}; }
    Result<std::vector<Descriptor>> openTap(const GuestTap &) override { return std::vector<Descriptor>(); }
};

class QuietNodes : public DeviceNodes
{
public:
    Result<NodeState> state(const QString &node) const override { return fail(ErrorCode::NotFound, node); }
    Result<> lend(const QString &, uint) override { return {}; }
    Result<> takeBack(const QString &, const NodeState &) override { return {}; }
    Result<bool> isHeld(const QString &) const override { return false; }
    QList<Holder> holders(const QString &) const override { return {}; }
};

class QuietModules : public Modules
{
public:
    QStringList available;
    Result<> load(const QString &) override { return {}; }
    bool isAvailable(const QString &name) const override { return available.contains(name); }
};

class QuietNames : public HardwareNames
{
public:
    QString vendor(quint16) const override { return {}; }
    QString device(quint16, quint16) const override { return {}; }
    QString deviceClass(quint32) const override { return {}; }
};

class QuietGuests : public Guests
{
public:
    Result<GuestRef> launch(const GuestLaunch &launch) override { return fail(ErrorCode::QemuFailed, launch.id); }
    std::optional<GuestRef> find(const QString &) override { return {}; }
    bool isAlive(const GuestRef &) override { return false; }
    Result<QJsonObject> command(const GuestRef &guest, const QJsonObject &, int, const QList<int> &) override
    {
        return fail(ErrorCode::Disconnected, guest.id);
    }
    Result<QJsonObject> commandAndEvent(
        const GuestRef &guest, const QJsonObject &, const QString &, const QString &, int) override
    {
        return fail(ErrorCode::Disconnected, guest.id);
    }
    Result<> end(const GuestRef &, int) override { return {}; }
    Result<> allowNode(const GuestRef &, const QString &) override { return {}; }
    Result<> pin(const GuestRef &, const GuestPins &) override { return {}; }
    Result<> setMemoryLock(const GuestRef &, quint64) override { return {}; }
    void watch(const GuestRef &, std::function<void(const QString &)>) override { }
    void listen(const GuestRef &, Heard) override { }
};

class NoFiles : public FileTree
{
public:
    Result<QByteArray> read(const QString &path) const override { return missing(path); }
    Result<> write(const QString &path, const QByteArray &) override { return missing(path); }
    Result<QStringList> list(const QString &path) const override { return missing(path); }
    Result<QString> readLink(const QString &path) const override { return missing(path); }
    Result<QString> resolve(const QString &path) const override { return missing(path); }
    bool exists(const QString &) const override { return false; }

private:
    static tl::unexpected<Error> missing(const QString &path) { return fail(ErrorCode::NotFound, path); }
};

class QuietNvme : public NvmeControllers
{
public:
    Result<NvmeVirtualization> ask(const PciAddress &pf) override
    {
        return fail(ErrorCode::UnsupportedConfiguration, pf.toString());
    }
    std::optional<NvmeVirtualization> known(const PciAddress &, const QString &, bool) override { return {}; }
    Result<NvmeVirtualization> assign(const PciAddress &pf, const QList<NvmeSecondary> &) override { return ask(pf); }
};

class QuietPrograms : public OwnerPrograms
{
public:
    Result<ProgramAnswer> run(const OwnerProgram &program) override
    {
        return fail(ErrorCode::NotFound, program.program);
    }
    Result<> end(const QString &) override { return {}; }
};

/// A kernel of which only the two file trees are real.
struct ReadOnlyDoors
{
    explicit ReadOnlyDoors(FileTree &sys, FileTree &proc)
        : kernel{sys, proc, etc, netlink, nodes, modules, names, guests, nvme, programs}
    {
    }
    NoFiles etc;
    QuietNetlink netlink;
    QuietNodes nodes;
    QuietModules modules;
    QuietNames names;
    QuietGuests guests;
    QuietNvme nvme;
    QuietPrograms programs;
    Kernel kernel;
};

} // namespace laneway
