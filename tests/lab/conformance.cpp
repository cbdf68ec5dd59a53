// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The same acts on the kernel's doors, real or simulated, with what was answered and what could be
// seen afterwards, one JSON object a line. Equal output means that the simulation behaves.
//
//   conformance --capture           the host as it is, for --sim
//   conformance --real              on this machine, as root; needs an igb without VFs
//   conformance --sim CAPTURE       on a simulated kernel that starts as the capture was
#include "host/snapshotjson.h"
#include "kernel/hostreader.h"
#include "kernel/realkernel.h"
#include "kernel/simkernel.h"
#include "support/quietdoors.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTextStream>
#include <QThread>

using namespace laneway;

namespace {

template <typename T> QString outcome(const Result<T> &result)
{
    if (result)
        return u"ok"_s;
    if (result.error().code == ErrorCode::KernelRefused)
        return errnoName(result.error().systemError);
    return errorName(result.error().code);
}

class Observer
{
public:
    Observer(Kernel &kernel, const HostSnapshot &host)
        : m_kernel(kernel)
    {
        for (const PciFunction &function : host.functions) {
            if (function.driver == u"igb"_s && m_pf.isEmpty())
                m_pf = function.address.toString();
            if (function.driver == u"e1000e"_s)
                m_pair << function.address.toString();
        }
    }

    bool hasDevices() const { return !m_pf.isEmpty() && m_pair.size() == 2; }
    void run();

private:
    QString device(const QString &address) const { return u"bus/pci/devices/"_s + address; }
    QString vf(int index) const { return m_kernel.sys.linkName(device(m_pf) + u"/virtfn%1"_s.arg(index)); }
    QString driver(const QString &address) const { return m_kernel.sys.linkName(device(address) + u"/driver"_s); }
    QString node(const QString &address) const
    {
        return u"vfio/"_s + m_kernel.sys.linkName(device(address) + u"/iommu_group"_s);
    }
    QString interface() const { return m_kernel.sys.list(device(m_pf) + u"/net"_s).value_or(QStringList()).value(0); }

    QJsonObject function(const QString &address) const;
    QJsonObject see() const;
    void observe(const QString &act, const QString &answer) const;
    void write(const QString &what, const QString &path, const QByteArray &value);
    void setVf(int index, const QString &words);
    void setVfs(const QStringList &changes);
    void rebind(const QString &name, const QString &address, const QByteArray &driver);

    Kernel &m_kernel;
    QString m_pf;
    QStringList m_pair;
};

QJsonObject Observer::function(const QString &address) const
{
    QJsonObject seen{{u"driver"_s, driver(address)},
        {u"override"_s, m_kernel.sys.text(device(address) + u"/driver_override"_s).value_or(u"?"_s)}};
    const auto state = m_kernel.nodes.state(node(address));
    if (state) {
        QJsonArray lent;
        for (const uint uid : state->lentTo)
            lent << int(uid);
        seen[u"node"_s] = QJsonObject{{u"owner"_s, int(state->owner)}, {u"group"_s, int(state->group)},
            {u"mode"_s, QString::number(state->mode, 8)}, {u"lent"_s, lent}};
        const auto held = m_kernel.nodes.isHeld(node(address));
        seen[u"held"_s] = held ? QJsonValue(*held) : QJsonValue(outcome(held));
    }
    return seen;
}

QJsonObject Observer::see() const
{
    QJsonObject seen;
    QJsonObject pf{{u"driver"_s, driver(m_pf)},
        {u"numvfs"_s, m_kernel.sys.text(device(m_pf) + u"/sriov_numvfs"_s).value_or(u"?"_s)},
        {u"autoprobe"_s, m_kernel.sys.text(device(m_pf) + u"/sriov_drivers_autoprobe"_s).value_or(u"?"_s)}};
    if (const QString name = interface(); !name.isEmpty()) {
        pf[u"interface"_s] = name;
        pf[u"up"_s] = m_kernel.netlink.isLinkUp(name).value_or(false);
        QJsonArray settings;
        for (const VfSettings &each : m_kernel.netlink.vfs(name).value_or(QList<VfSettings>())) {
            QJsonObject one = each.toJson();
            // igbvf makes up an address where none was set, and tells the PF. Which one, and when, is
            // that driver's affair and not simulated.
            if (each.mac && each.mac->toString() != u"52:54:00:42:00:01"_s)
                one[u"mac"_s] = u"its own"_s;
            settings << one;
        }
        pf[u"settings"_s] = settings;
    }
    seen[u"pf"_s] = pf;
    for (int i = 0; i < 8; ++i) {
        const QString address = vf(i);
        if (address.isEmpty())
            continue;
        QJsonObject one = function(address);
        one[u"address"_s] = address;
        one[u"physfn"_s] = m_kernel.sys.linkName(device(address) + u"/physfn"_s);
        const QString group = m_kernel.sys.linkName(device(address) + u"/iommu_group"_s);
        one[u"alone"_s] = m_kernel.sys.list(u"kernel/iommu_groups/%1/devices"_s.arg(group)).value_or(QStringList())
            == QStringList(address);
        seen[u"vf%1"_s.arg(i)] = one;
    }
    seen[u"first"_s] = function(m_pair[0]);
    seen[u"second"_s] = function(m_pair[1]);
    return seen;
}

/// Drivers bind to new functions in their own time, udev sets nodes up in its: what is seen is what
/// stayed for a while.
void Observer::observe(const QString &act, const QString &answer) const
{
    constexpr int quietMs = 600;
    constexpr int limitMs = 15'000;
    QElapsedTimer whole;
    QElapsedTimer quiet;
    whole.start();
    quiet.start();
    QJsonObject seen = see();
    while (quiet.elapsed() < quietMs && whole.elapsed() < limitMs) {
        QThread::msleep(100);
        if (const QJsonObject now = see(); now != seen) {
            seen = now;
            quiet.restart();
        }
    }
    const QJsonObject line{{u"act"_s, act}, {u"answer"_s, answer}, {u"seen"_s, seen}};
    QTextStream(stdout) << QJsonDocument(line).toJson(QJsonDocument::Compact) << Qt::endl;
}

void Observer::write(const QString &what, const QString &path, const QByteArray &value)
{
    const auto written = m_kernel.sys.write(path, value);
    observe(QString::fromLatin1(value).trimmed() + u" > "_s + what, outcome(written));
}

void Observer::setVf(int index, const QString &words)
{
    const auto change = VfChange::parse(words.split(u' '));
    if (!change)
        qFatal("conformance: %s", qPrintable(change.error().toString()));
    const auto set = m_kernel.netlink.setVf(interface(), VfIndex{quint32(index)}, *change);
    observe(u"vf %1 %2"_s.arg(index).arg(words), outcome(set));
}

/// One send for all; the answer names what was refused.
void Observer::setVfs(const QStringList &changes)
{
    VfChanges batch;
    for (const QString &words : changes) {
        const auto change = changeFromWords(words);
        if (!change)
            qFatal("conformance: %s", qPrintable(change.error().toString()));
        batch.append(*change);
    }
    const auto refused = m_kernel.netlink.setVfs(interface(), batch);
    QStringList answer;
    for (const VfRefusal &refusal : refused.value_or(QList<VfRefusal>()))
        answer << u"%1 %2 %3"_s.arg(refusal.vf.value).arg(nameOf(refusal.field), errnoName(refusal.error.systemError));
    observe(u"vfs "_s + changes.join(u", "_s),
        refused && !answer.isEmpty() ? answer.join(u", "_s)
            : refused                ? u"ok"_s
                                     : outcome(refused));
}

/// The three writes of an assignment, each looked at.
void Observer::rebind(const QString &name, const QString &address, const QByteArray &driver)
{
    write(name + u"/driver_override"_s, device(address) + u"/driver_override"_s, driver + '\n');
    if (const QString current = this->driver(address); !current.isEmpty())
        write(name + u"/driver/unbind"_s, u"bus/pci/drivers/%1/unbind"_s.arg(current), address.toLatin1());
    write(u"drivers_probe of "_s + name, u"bus/pci/drivers_probe"_s, address.toLatin1());
}

void Observer::run()
{
    const QString numvfs = device(m_pf) + u"/sriov_numvfs"_s;
    const QString autoprobe = device(m_pf) + u"/sriov_drivers_autoprobe"_s;
    const QString probe = u"bus/pci/drivers_probe"_s;

    observe(u"load vfio-pci"_s, outcome(m_kernel.modules.load(u"vfio-pci"_s)));
    observe(u"link up"_s, outcome(m_kernel.netlink.setLinkUp(interface(), true)));

    // The number of VFs, and what is refused.
    for (const char *count : {"8", "abc", "70000", "0", "3", "3", "5"})
        write(u"sriov_numvfs"_s, numvfs, count);

    // VF settings.
    setVf(1, u"mac=52:54:00:42:00:01"_s);
    setVf(1, u"vlan=42 qos=3"_s);
    setVf(1, u"spoofchk=off trust=on"_s);
    setVf(1, u"vlan=0"_s);
    setVf(1, u"spoofchk=on trust=off"_s);
    setVf(7, u"vlan=42"_s);
    setVfs({u"0 vlan=10 qos=1"_s, u"1 vlan=11 trust=on"_s, u"2 vlan=12 spoofchk=off"_s});
    setVfs(
        {u"0 vlan=20"_s, u"1 vlan=21 state=enable"_s, u"2 vlan=22 min_tx_rate=10 max_tx_rate=100"_s, u"7 vlan=27"_s});
    setVfs({u"0 vlan=0"_s, u"1 vlan=0 trust=off"_s, u"2 vlan=0 spoofchk=on"_s});
    observe(u"vfs of nobody"_s, outcome(m_kernel.netlink.setVfs(u"nobody0"_s, {*changeFromWords(u"0 vlan=1")})));
    observe(u"link down"_s, outcome(m_kernel.netlink.setLinkUp(interface(), false)));
    observe(u"link up"_s, outcome(m_kernel.netlink.setLinkUp(interface(), true)));
    observe(u"link of nobody up"_s, outcome(m_kernel.netlink.setLinkUp(u"nobody0"_s, true)));

    // A driver that is not there; a driver that does not fit; wrong places.
    const QString second = vf(1);
    rebind(u"vf1"_s, second, "no-such-driver");
    rebind(u"vf1"_s, second, "");
    write(u"igb/bind of vf1"_s, u"bus/pci/drivers/igb/bind"_s, second.toLatin1());
    write(u"igb/unbind of vf1"_s, u"bus/pci/drivers/igb/unbind"_s, second.toLatin1());
    write(u"drivers_probe of nobody"_s, probe, "0000:ff:1f.7");
    write(u"unbind of nobody"_s, u"bus/pci/drivers/igbvf/unbind"_s, "0000:ff:1f.7");
    write(u"nobody/driver_override"_s, device(u"0000:ff:1f.7"_s) + u"/driver_override"_s, "x\n");
    write(u"no-such-driver/unbind"_s, u"bus/pci/drivers/no-such-driver/unbind"_s, second.toLatin1());

    // To vfio-pci, lent, taken back, and home again.
    write(u"vf1/driver_override"_s, device(second) + u"/driver_override"_s, "vfio-pci\n");
    write(u"drivers_probe of vf1 while bound"_s, probe, second.toLatin1());
    rebind(u"vf1"_s, second, "vfio-pci");
    const auto former = m_kernel.nodes.state(node(second));
    observe(u"lend"_s, outcome(m_kernel.nodes.lend(node(second), 1000)));
    observe(u"lend again"_s, outcome(m_kernel.nodes.lend(node(second), 1000)));
    if (former)
        observe(u"take back"_s, outcome(m_kernel.nodes.takeBack(node(second), *former)));
    write(u"vf1/driver_override while bound"_s, device(second) + u"/driver_override"_s, "\n");
    write(u"vf1/reset"_s, device(second) + u"/reset"_s, "1");
    rebind(u"vf1"_s, second, "");
    observe(u"lend what is gone"_s, outcome(m_kernel.nodes.lend(node(second), 1000)));
    if (former)
        observe(u"take back what is gone"_s, outcome(m_kernel.nodes.takeBack(node(second), *former)));

    // VFs go while one of them is on vfio-pci.
    rebind(u"vf1"_s, second, "vfio-pci");
    write(u"sriov_numvfs"_s, numvfs, "0");

    // Without autoprobe nothing binds but by override.
    write(u"sriov_drivers_autoprobe"_s, autoprobe, "0");
    write(u"sriov_numvfs"_s, numvfs, "2");
    write(u"drivers_probe of vf0"_s, probe, vf(0).toLatin1());
    rebind(u"vf0"_s, vf(0), "igbvf");
    write(u"sriov_drivers_autoprobe"_s, autoprobe, "1");
    write(u"drivers_probe of vf1"_s, probe, vf(1).toLatin1());
    write(u"sriov_numvfs"_s, numvfs, "0");

    // Two functions of one group, one after the other.
    rebind(u"first"_s, m_pair[0], "vfio-pci");
    rebind(u"second"_s, m_pair[1], "vfio-pci");
    rebind(u"first"_s, m_pair[0], "");
    rebind(u"second"_s, m_pair[1], "");

    // A PF without its driver has no VFs to give.
    const QByteArray pf = m_pf.toLatin1();
    const QString name = interface();
    write(u"igb/unbind of pf"_s, u"bus/pci/drivers/igb/unbind"_s, pf);
    write(u"sriov_numvfs"_s, numvfs, "2");
    observe(u"VFs of an interface that is gone"_s, outcome(m_kernel.netlink.vfs(name)));
    write(u"drivers_probe of pf"_s, probe, pf);

    // Files.
    observe(u"read of nothing"_s, outcome(m_kernel.sys.read(device(m_pf) + u"/no_such_file"_s)));
    observe(u"write of vendor"_s, outcome(m_kernel.sys.write(device(m_pf) + u"/vendor"_s, "1")));
    observe(u"list of nothing"_s, outcome(m_kernel.sys.list(u"bus/pci/no_such_folder"_s)));
    observe(u"link that is a file"_s, outcome(m_kernel.sys.readLink(device(m_pf) + u"/vendor"_s)));
}

int usage()
{
    QTextStream(stderr) << "Usage: conformance --capture | --real | --sim CAPTURE" << Qt::endl;
    return 2;
}

int report(const Error &error)
{
    QTextStream(stderr) << "conformance: " << error.toString() << Qt::endl;
    return 1;
}

int observe(Kernel &kernel, const HostSnapshot &host)
{
    Observer observer(kernel, host);
    if (!observer.hasDevices())
        return report({ErrorCode::NotFound, u"igb or two e1000e"_s, {}});
    observer.run();
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.size() == 2 && arguments[0] == u"--sim"_s) {
        QFile file(arguments[1]);
        if (!file.open(QIODevice::ReadOnly))
            return report({ErrorCode::NotFound, arguments[1], file.errorString()});
        const auto host = parseSnapshot(file.readAll());
        if (!host)
            return report(host.error());
        SimKernel kernel(*host);
        return observe(kernel.doors(), *host);
    }
    QuietGuests guests; // no guest is part of this
    QuietNvme nvme;
    QuietPrograms programs;
    RealKernel kernel(guests, nvme, programs);
    const auto host = readHost(kernel.doors());
    if (!host)
        return report(host.error());
    if (arguments == QStringList(u"--real"_s))
        return observe(kernel.doors(), *host);
    if (arguments != QStringList(u"--capture"_s))
        return usage();
    QTextStream(stdout) << QJsonDocument(snapshotToJson(*host)).toJson();
    return 0;
}
