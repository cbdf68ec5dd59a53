// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who makes a PF's virtual functions when the computer starts.
#include "kernel/hostreader.h"
#include "kernel/keptsettings.h"
#include "kernel/samplehost.h"
#include "kernel/simkernel.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace laneway;

namespace {
const PciAddress pf = *PciAddress::make(0, 2, 0, 0); ///< igb, 8086:10c9, enp2s0f0
}

class TestKeptSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsThem_data();
    void findsThem();
    void tellsOursFromOthers();
    void tellsWhatItDidNotSee_data();
    void tellsWhatItDidNotSee();
    void showsNoProfile();
    void looksWhereSettingsAre();
    void isPartOfTheHost();
};

void TestKeptSettings::findsThem_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("line"); // 0: not of this PF
    QTest::addColumn<QString>("by");
    const auto row = [](const char *name, const char *file, const QByteArray &content, int line, const QString &by) {
        QTest::newRow(name) << QString::fromLatin1(file) << content << line << by;
    };
    const auto rule = [&](const char *name, const QByteArray &content, bool isOurs = true, int line = 1) {
        row(name, "udev/rules.d/70-sriov.rules", content + '\n', isOurs ? line : 0, u"udev"_s);
    };
    rule("rule by driver",
        R"(ACTION=="add", SUBSYSTEM=="net", ENV{ID_NET_DRIVER}=="igb", ATTR{device/sriov_numvfs}="4")");
    rule("rule by another driver", R"(ACTION=="add", ENV{ID_NET_DRIVER}=="ixgbe", ATTR{device/sriov_numvfs}="4")",
        false);
    rule("rule by address", R"(ACTION=="add", KERNELS=="0000:02:00.0", ATTR{device/sriov_numvfs}="4")");
    rule("rule by a pattern", R"(ACTION=="add", KERNELS=="0000:02:00.?", ATTR{device/sriov_numvfs}="4")");
    rule("rule by another address", R"(ACTION=="add", KERNELS=="0000:03:00.0", ATTR{device/sriov_numvfs}="4")", false);
    rule("rule for all but one", R"(KERNELS!="0000:02:00.0", ATTR{device/sriov_numvfs}="4")", false);
    rule("rule by ids", R"(SUBSYSTEM=="pci", ATTR{vendor}=="0x8086", ATTR{device}=="0x10c9", ATTR{sriov_numvfs}="4")");
    rule("rule by other ids",
        R"(SUBSYSTEM=="pci", ATTR{vendor}=="0x8086", ATTR{device}=="0x1521", ATTR{sriov_numvfs}="4")", false);
    rule("rule by interface", R"(SUBSYSTEM=="net", NAME=="enp2s0f0|enp9s0", ATTR{device/sriov_numvfs}="4")");
    rule("rule by another interface", R"(SUBSYSTEM=="net", KERNEL=="enp9s0", ATTR{device/sriov_numvfs}="4")", false);
    rule("rule by a name before renaming", R"(SUBSYSTEM=="net", KERNEL=="eth0", ATTR{device/sriov_numvfs}="4")");
    rule("program", R"(ACTION=="add", RUN+="/bin/sh -c 'echo 4 > /sys/bus/pci/devices/0000:02:00.0/sriov_numvfs'")");
    rule("program for another one",
        R"(ACTION=="add", RUN+="/bin/sh -c 'echo 4 > /sys/class/net/enp9s0/device/sriov_numvfs'")", false);
    rule("program that sets a VF", R"(ACTION=="add", RUN+="/sbin/ip link set enp2s0f0 vf 0 mac 52:54:00:00:00:01")");
    rule("over several lines",
        "# first\n\nACTION==\"add\", \\\n  KERNELS==\"0000:02:00.0\", \\\n  ATTR{device/sriov_numvfs}=\"4\"", true, 3);
    rule("a comment", R"(# ACTION=="add", ATTR{device/sriov_numvfs}="4")", false);
    rule("a condition only", R"(ATTR{device/sriov_numvfs}=="4", TAG+="x")", false);

    row("link by driver", "systemd/network/50-sriov.link",
        "[Match]\nDriver=igb\n[Link]\nMTUBytes=9000\nSR-IOVVirtualFunctions=4\n", 5, u"systemd-link"_s);
    row("link by path", "systemd/network/50-sriov.link",
        "[Match]\nPath=pci-0000:02:00.0\n[SR-IOV]\nVirtualFunction=0\nVLANId=42\n", 3, u"systemd-link"_s);
    row("link by another path", "systemd/network/50-sriov.link",
        "[Match]\nPath=pci-0000:03:*\n[Link]\nSR-IOVVirtualFunctions=4\n", 0, {});
    row("link for all but this", "systemd/network/50-sriov.link",
        "[Match]\nOriginalName=!enp2s0f0\n[Link]\nSR-IOVVirtualFunctions=4\n", 0, {});
    row("network", "systemd/network/50-lan.network",
        "[Match]\nName=enp2s*\n[Network]\nDHCP=yes\n[SR-IOV]\nVirtualFunction=1\nTrust=yes\n", 5, u"systemd-network"_s);
    row("network without", "systemd/network/50-lan.network", "[Match]\nName=enp2s*\n# SR-IOV\n", 0, {});

    row("NetworkManager", "NetworkManager/system-connections/lan.nmconnection",
        "[connection]\nid=lan\ninterface-name=enp2s0f0\n[sriov]\ntotal-vfs=4\n", 4, u"networkmanager"_s);
    row("NetworkManager, another interface", "NetworkManager/system-connections/lan.nmconnection",
        "[connection]\nid=lan\ninterface-name=enp9s0\n[sriov]\ntotal-vfs=4\n", 0, {});

    row("module option", "modprobe.d/igb.conf", "# nics\noptions igb debug=1 max_vfs=7,7\n", 2, u"modprobe"_s);
    row("option of another module", "modprobe.d/igb.conf", "options ixgbe max_vfs=7\n", 0, {});
    row("not a file that is read", "modprobe.d/igb.conf.dpkg-old", "options igb max_vfs=7\n", 0, {});
}

void TestKeptSettings::findsThem()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(int, line);
    QFETCH(QString, by);
    const HostSnapshot host = *sampleHost(u"server"_s);
    SimKernel kernel(host);
    kernel.putFile(file, content);
    const QList<KeptSetting> kept = KeptSettings(kernel.doors()).of(*host.find(pf));
    if (line == 0) {
        QVERIFY(kept.isEmpty());
        return;
    }
    QCOMPARE(kept.size(), 1);
    QCOMPARE(kept.first().file, u"/etc/"_s + file);
    QCOMPARE(kept.first().line, line);
    QCOMPARE(kept.first().by, by);
    QVERIFY(!kept.first().ours);
    QVERIFY(!kept.first().says.isEmpty());
}

void TestKeptSettings::tellsOursFromOthers()
{
    const HostSnapshot host = *sampleHost(u"server"_s);
    const QByteArray body = "\nATTR{device/sriov_numvfs}=\"7\"\n";
    SimKernel kernel(host);
    kernel.putFile(keptRuleFile(pf), keptRuleMark() + body);
    const PciAddress other = *PciAddress::make(0, 2, 0, 1);
    const KeptSettings settings(kernel.doors());
    QCOMPARE(settings.of(*host.find(pf)).size(), 1);
    QVERIFY(settings.of(*host.find(pf)).first().ours);
    QVERIFY(settings.of(*host.find(other)).isEmpty());
    // Somebody took the name.
    kernel.putFile(keptRuleFile(pf), body);
    QVERIFY(!KeptSettings(kernel.doors()).of(*host.find(pf)).first().ours);
}

void TestKeptSettings::tellsWhatItDidNotSee_data()
{
    QTest::addColumn<int>("files");
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<QString>("unseen");
    QTest::newRow("all") << 200 << qsizetype(10) << QString();
    QTest::newRow("too many") << 300 << qsizetype(10) << u"/etc/udev/rules.d"_s;
    QTest::newRow("too large") << 1 << largestKeptFile + 1 << u"/etc/udev/rules.d/0.rules"_s;
}

void TestKeptSettings::tellsWhatItDidNotSee()
{
    QFETCH(int, files);
    QFETCH(qsizetype, size);
    QFETCH(QString, unseen);
    const HostSnapshot host = *sampleHost(u"server"_s);
    SimKernel kernel(host);
    for (int i = 0; i < files; ++i) {
        kernel.putFile(u"udev/rules.d/%1.rules"_s.arg(i), QByteArray(size, '#'));
        kernel.putFile(u"udev/rules.d/%1.disabled"_s.arg(i), "#"); // not looked at by anybody
    }
    const QList<KeptSetting> kept = KeptSettings(kernel.doors()).of(*host.find(pf));
    QCOMPARE(kept.isEmpty() ? QString() : kept.first().file, unseen);
    QCOMPARE(kept.size(), unseen.isEmpty() ? 0 : 1);
    for (const KeptSetting &one : kept)
        QVERIFY(one.by == u"unseen" && !one.ours && one.says.isEmpty());
}

void TestKeptSettings::showsNoProfile()
{
    const HostSnapshot host = *sampleHost(u"server"_s);
    SimKernel kernel(host);
    kernel.putFile(u"NetworkManager/system-connections/lan.nmconnection"_s,
        "[connection]\ninterface-name=enp2s0f0\n[sriov]\ntotal-vfs=4\n");
    QCOMPARE(KeptSettings(kernel.doors()).of(*host.find(pf)).first().says, u"[sriov]"_s);
}

void TestKeptSettings::looksWhereSettingsAre()
{
    HostSnapshot host = *sampleHost(u"server"_s);
    host.kernelCommandLine = u"root=/dev/sda1 igb.max_vfs=7 ixgbe.max_vfs=3"_s;
    SimKernel kernel(host);
    QTemporaryDir place;
    const auto put = [&](const QString &file, const QByteArray &text) {
        QDir().mkpath(place.filePath(file).section(u'/', 0, -2));
        QFile one(place.filePath(file));
        QVERIFY(one.open(QIODevice::WriteOnly));
        one.write(text);
    };
    const QByteArray link = "[Match]\nDriver=igb\n[Link]\nMTUBytes=9000\n";
    const QByteArray vfs = "[Link]\nSR-IOVVirtualFunctions=4\n";
    put(u"run/udev/rules.d/70-a.rules"_s, "ATTR{device/sriov_numvfs}=\"4\"\n");
    put(u"lib/udev/rules.d/70-a.rules"_s, "ATTR{device/sriov_numvfs}=\"3\"\n"); // hidden by the one above
    put(u"lib/modprobe.d/vfs.conf"_s, "options igb num_vf=2\n");
    put(u"lib/systemd/network/50-nic.link"_s, link);
    put(u"run/systemd/network/50-nic.link.d/vfs.conf"_s, vfs);
    put(u"run/systemd/network/60-gone.link.d/vfs.conf"_s, vfs); // adds to nothing
    put(u"lib/systemd/network/70-other.link"_s, "[Match]\nDriver=ixgbe\n");
    put(u"run/systemd/network/70-other.link.d/vfs.conf"_s, vfs);
    RealFileTree runtime(place.filePath(u"run"_s)), vendor(place.filePath(u"lib"_s));
    Kernel doors = kernel.doors();
    doors.runtime = &runtime;
    doors.vendor = &vendor;
    QStringList places;
    const auto found = KeptSettings(doors).of(*host.find(pf));
    for (const KeptSetting &kept : found)
        places += kept.file + u':' + QString::number(kept.line);
    QCOMPARE(places,
        (QStringList{u"/run/udev/rules.d/70-a.rules:1"_s, u"/run/systemd/network/50-nic.link.d/vfs.conf:2"_s,
            u"/usr/lib/modprobe.d/vfs.conf:1"_s, u"/proc/cmdline:1"_s}));
    // An empty one in /etc is how a person switches one off.
    kernel.putFile(u"udev/rules.d/70-a.rules"_s, {});
    QCOMPARE(KeptSettings(doors).of(*host.find(pf)).size(), 3);
}

void TestKeptSettings::isPartOfTheHost()
{
    SimKernel kernel(*sampleHost(u"server"_s));
    QVERIFY(readHost(kernel.doors())->find(pf)->sriov->kept.isEmpty());
    kernel.putFile(u"modprobe.d/igb.conf"_s, "options igb max_vfs=7\n");
    QCOMPARE(readHost(kernel.doors())->find(pf)->sriov->kept.size(), 1);
    QCOMPARE(readFunction(kernel.doors(), pf)->sriov->kept.size(), 1);
}

QTEST_APPLESS_MAIN(TestKeptSettings)
#include "tst_keptsettings.moc"
