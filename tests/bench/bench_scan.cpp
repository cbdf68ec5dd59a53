// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What reading a host costs over a bare loop that takes the same looks, in turns; then on made
// hosts of 500, 1000 and 2000 functions, to see how the cost grows. bench_scan [ROOT]: ROOT has
// directories sys and proc in place of the machine's.
#include "kernel/hostreader.h"
#include "kernel/udevnames.h"
#include "support/quietdoors.h"
#include "support/sysfstree.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <cstdio>
#include <vector>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace laneway;

namespace {

double median(std::vector<double> values)
{
    const auto middle = values.begin() + ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

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
    RecordingTree(const QString &root, std::vector<Look> &looks)
        : m_behind(root), m_root(root), m_looks(looks)
    {
    }
    Result<QByteArray> read(const QString &path) const override
    {
        return record(Look::Read, path), m_behind.read(path);
    }
    Result<> write(const QString &path, const QByteArray &) override
    {
        return fail(ErrorCode::ReadOnlyHost, path);
    }
    Result<QStringList> list(const QString &path) const override
    {
        return record(Look::List, path), m_behind.list(path);
    }
    Result<QString> readLink(const QString &path) const override
    {
        return record(Look::Link, path), m_behind.readLink(path);
    }
    Result<QString> resolve(const QString &path) const override { return m_behind.resolve(path); }
    bool exists(const QString &path) const override
    {
        return record(Look::Exists, path), m_behind.exists(path);
    }

private:
    void record(Look::Kind kind, const QString &path) const
    {
        m_looks.push_back({kind, QFile::encodeName(m_root + u'/' + path)});
    }
    RealFileTree m_behind;
    QString m_root;
    std::vector<Look> &m_looks;
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

struct Figures
{
    qsizetype functions = 0;
    double ourMs = 0;
    double bareMs = 0; ///< all looks
    double filesMs = 0; ///< reads of files only
    qsizetype files = 0;
    qsizetype others = 0;
};

Result<Figures> measure(const QString &sysRoot, const QString &procRoot)
{
    std::vector<Look> looks;
    Figures figures;
    {
        RecordingTree sys(sysRoot, looks);
        RecordingTree proc(procRoot, looks);
        ReadOnlyDoors doors(sys, proc);
        const auto host = readHost(doors.kernel);
        if (!host)
            return fail(host.error());
        figures.functions = host->functions.size();
    }
    std::vector<Look> files;
    std::copy_if(looks.begin(), looks.end(), std::back_inserter(files),
        [](const Look &look) { return look.kind == Look::Read; });
    figures.files = qsizetype(files.size());
    figures.others = qsizetype(looks.size() - files.size());

    RealFileTree sys(sysRoot);
    RealFileTree proc(procRoot);
    QuietNetlink netlink;
    QuietNodes nodes;
    QuietModules modules;
    QuietGuests guests;
    UdevNames realNames;
    const Kernel kernel{sys, proc, netlink, nodes, modules, realNames, guests};

    // In turns, so that whatever else the machine does meets all of them.
    std::vector<double> our;
    std::vector<double> bare;
    std::vector<double> filesOnly;
    QElapsedTimer total;
    total.start();
    const auto timed = [](auto work) {
        QElapsedTimer clock;
        clock.start();
        work();
        return double(clock.nsecsElapsed()) / 1e6;
    };
    while (our.size() < 11 || (total.elapsed() < 2'000 && our.size() < 1'001)) {
        our.push_back(timed([&] { (void)readHost(kernel); }));
        bare.push_back(timed([&] { std::for_each(looks.begin(), looks.end(), lookBare); }));
        filesOnly.push_back(timed([&] { std::for_each(files.begin(), files.end(), lookBare); }));
    }
    figures.ourMs = median(our);
    figures.bareMs = median(bare);
    figures.filesMs = median(filesOnly);
    return figures;
}

void print(const char *host, const Figures &f)
{
    std::printf("%-24s %9lld %9lld %9lld %10.3f %10.3f %7.2f %10.3f\n", host,
        static_cast<long long>(f.functions), static_cast<long long>(f.files),
        static_cast<long long>(f.others), f.ourMs, f.bareMs, f.ourMs / f.bareMs, f.filesMs);
}

/// A host of @p count functions: a root port for each PF of 64 VFs.
void make(SysfsTree &tree, int count)
{
    int made = 0;
    for (quint32 bus = 1; made < count; ++bus) {
        const QString port = u"pci0000:00/"_s
            + PciAddress::make(0, 0, bus % 32, bus / 32)->toString();
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
                    {u"sriov_offset"_s, "1\n"}, {u"sriov_stride"_s, "1\n"},
                    {u"sriov_vf_device"_s, "10ca\n"}, {u"sriov_drivers_autoprobe"_s, "1\n"}});
            }
            const QString function = tree.addFunction(path, i == 0 ? "8086:10C9" : "8086:10CA",
                0x020000, i == 0 ? "igb" : "igbvf", attributes);
            tree.setGroup(function, made);
            if (i == 0) {
                pf = function;
            } else {
                tree.link(function + u"physfn", pf.chopped(1));
                tree.link(pf + u"virtfn" + QString::number(i - 1), function.chopped(1));
            }
            const QString net
                = tree.addClass(u"net"_s, function, u"eth"_s + QString::number(made));
            tree.add(net + u"address", "02:00:00:00:00:01\n");
            tree.add(net + u"flags", "0x1003\n");
            tree.add(net + u"carrier", "1\n");
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QString root = app.arguments().value(1);
    std::printf("Reading a host, medians in ms. \"bare\": the same files, links and directories by\n"
                "open, read, close and nothing else; \"files\": of these the files alone.\n\n");
    std::printf("%-24s %9s %9s %9s %10s %10s %7s %10s\n", "host", "functions", "files", "others",
        "readHost", "bare", "ratio", "files");
    const auto here = measure(root + u"/sys", root + u"/proc");
    if (!here) {
        std::fprintf(stderr, "bench_scan: %s\n", qUtf8Printable(here.error().toString()));
        return 1;
    }
    print(root.isEmpty() ? "this machine" : qUtf8Printable(root), *here);
    for (int count : {500, 1000, 2000}) {
        SysfsTree tree;
        make(tree, count);
        const auto figures = measure(tree.sys(), tree.proc());
        if (!figures)
            return 1;
        print(qUtf8Printable(u"made, "_s + QString::number(count)), *figures);
    }
    return 0;
}
