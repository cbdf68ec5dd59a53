// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan.h"

#include "kernel/hostreader.h"
#include "kernel/realkernel.h"
#include "support/quietdoors.h"
#include "support/sysfstree.h"

#include <QFile>

#include <algorithm>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace laneway {

namespace {

/// One look at a file tree, by absolute path.
struct Look
{
    enum Kind { Read, List, Link, Exists } kind;
    QByteArray path;
};

/// Writes down what is asked of the tree behind it.
class RecordingTree : public FileTree
{
public:
    RecordingTree(const QString &root, QList<Look> &looks)
        : m_behind(root)
        , m_root(root)
        , m_looks(looks)
    {
    }
    Result<QByteArray> read(const QString &path) const override
    {
        return record(Look::Read, path), m_behind.read(path);
    }
    Result<> write(const QString &path, const QByteArray &) override { return fail(ErrorCode::ReadOnlyHost, path); }
    Result<QStringList> list(const QString &path) const override
    {
        return record(Look::List, path), m_behind.list(path);
    }
    Result<QString> readLink(const QString &path) const override
    {
        return record(Look::Link, path), m_behind.readLink(path);
    }
    Result<QString> resolve(const QString &path) const override { return m_behind.resolve(path); }
    bool exists(const QString &path) const override { return record(Look::Exists, path), m_behind.exists(path); }

private:
    void record(Look::Kind kind, const QString &path) const
    {
        m_looks.push_back({kind, QFile::encodeName(m_root + u'/' + path)});
    }
    RealFileTree m_behind;
    QString m_root;
    QList<Look> &m_looks;
};

/// What a shell script's author would write in C: open, read, close.
void lookBare(const Look &look)
{
    char buffer[32768];
    switch (look.kind) {
    case Look::Read: {
        const int fd = ::open(look.path.constData(), O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return;
        while (::read(fd, buffer, sizeof buffer) == ssize_t(sizeof buffer)) { }
        ::close(fd);
        return;
    }
    case Look::List: {
        const int fd = ::open(look.path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0)
            return;
        while (::syscall(SYS_getdents64, fd, buffer, sizeof buffer) > 0) { }
        ::close(fd);
        return;
    }
    case Look::Link:
        // Whether a link is there matters, not how long it is.
        if (::readlink(look.path.constData(), buffer, sizeof buffer) < 0)
            return;
        return;
    case Look::Exists:
        if (::faccessat(AT_FDCWD, look.path.constData(), F_OK, AT_SYMLINK_NOFOLLOW) < 0)
            return;
        return;
    }
}

/// Reads with @p doors, beside all the looks that it takes, bare.
void compareReading(Report &report, const QString &what, int runs, const Kernel &doors, const QString &sysRoot,
    const QString &procRoot, const QString &etcRoot, Goal goal)
{
    QList<Look> looks;
    RecordingTree sys(sysRoot, looks);
    RecordingTree proc(procRoot, looks);
    RecordingTree etc(etcRoot, looks);
    const auto host = readHost(Kernel{sys, proc, etc, doors.netlink, doors.nodes, doors.modules, doors.names,
        doors.guests, doors.nvme, doors.programs});
    if (!host)
        return report.fail(u"scan of "_s + what, host.error());
    const int functions = int(host->functions.size());
    report.compare(u"scan of %1, %2 functions"_s.arg(what).arg(functions), {}, runs,
        {{u"%1 looks"_s.arg(looks.size()),
             [&] {
                 std::for_each(looks.cbegin(), looks.cend(), lookBare);
                 return Result<>();
             },
             {}},
            {u"%1 looks, bare"_s.arg(looks.size()), [&] { return readHost(doors).map([](const HostSnapshot &) {}); },
                {}, goal}},
        functions);
}

/// A host of @p count functions: a root port for each PF of 64 VFs.
void make(SysfsTree &tree, int count)
{
    int made = 0;
    for (quint32 bus = 1; made < count; ++bus) {
        const QString port = u"pci0000:00/"_s + PciAddress::make(0, 0, bus % 32, bus / 32)->toString();
        const QString base = tree.addFunction(port, "8086:1901", 0x060400, "pcieport",
            {{u"secondary_bus_number"_s, "1\n"}, {u"current_link_speed"_s, "8.0 GT/s PCIe\n"},
                {u"current_link_width"_s, "8\n"}, {u"max_link_speed"_s, "8.0 GT/s PCIe\n"},
                {u"max_link_width"_s, "8\n"}});
        tree.setGroup(base, made++);
        QString pf;
        for (quint32 i = 0; i <= 64 && made < count; ++i, ++made) {
            const QString path = port + u'/' + PciAddress::make(0, bus, i / 8, i % 8)->toString();
            QMap<QString, QByteArray> attributes{{u"current_link_speed"_s, "8.0 GT/s PCIe\n"},
                {u"current_link_width"_s, "8\n"}, {u"max_link_speed"_s, "8.0 GT/s PCIe\n"},
                {u"max_link_width"_s, "8\n"}, {u"reset_method"_s, "flr\n"}};
            if (i == 0) {
                attributes.insert({{u"sriov_totalvfs"_s, "64\n"}, {u"sriov_numvfs"_s, "64\n"},
                    {u"sriov_offset"_s, "1\n"}, {u"sriov_stride"_s, "1\n"}, {u"sriov_vf_device"_s, "10ca\n"},
                    {u"sriov_drivers_autoprobe"_s, "1\n"}});
            }
            const QString function = tree.addFunction(
                path, i == 0 ? "8086:10C9" : "8086:10CA", 0x020000, i == 0 ? "igb" : "igbvf", attributes);
            tree.setGroup(function, made);
            if (i == 0) {
                pf = function;
            } else {
                tree.link(function + u"physfn", pf.chopped(1));
                tree.link(pf + u"virtfn" + QString::number(i - 1), function.chopped(1));
            }
            const QString net = tree.addClass(u"net"_s, function, u"eth"_s + QString::number(made));
            tree.add(net + u"address", "02:00:00:00:00:01\n");
            tree.add(net + u"flags", "0x1003\n");
            tree.add(net + u"carrier", "1\n");
        }
    }
}

} // namespace

void benchScan(Report &report, int runs)
{
    // A small host is read within a millisecond: more turns cost nothing.
    constexpr int turnsARun = 10;
    QuietGuests guests;
    QuietNvme nvme;
    QuietPrograms programs;
    RealKernel machine(guests, nvme, programs);
    // Without netlink, which the bare loop has no part in.
    QuietNetlink netlink;
    const Kernel &real = machine.doors();
    compareReading(report, u"this host"_s, runs * turnsARun,
        Kernel{real.sys, real.proc, real.etc, netlink, real.nodes, real.modules, real.names, real.guests, real.nvme,
            real.programs},
        u"/sys"_s, u"/proc"_s, u"/etc"_s, {1.2, 0});
}

void benchMadeScan(Report &report, int runs, int functions)
{
    SysfsTree tree;
    make(tree, functions);
    RealFileTree sys(tree.sys());
    RealFileTree proc(tree.proc());
    ReadOnlyDoors doors(sys, proc);
    UdevNames names;
    compareReading(report, u"made files"_s, runs,
        Kernel{sys, proc, doors.etc, doors.netlink, doors.nodes, doors.modules, names, doors.guests, doors.nvme,
            doors.programs},
        tree.sys(), tree.proc(), tree.sys() + u"/no-etc", {});
}

} // namespace laneway
