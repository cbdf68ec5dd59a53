// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/lspcilisting.h"
#include "host/snapshotjson.h"
#include "host/verdict.h"
#include "support/places.h"

#include <QDir>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

using namespace laneway;

namespace {

PciAddress at(const char16_t *text)
{
    return *PciAddress::parse(QStringView(text));
}

// As root on a small server: a root port, a card of two PFs below it, the VFs of both.
const QByteArray server = R"(00:00.0 Host bridge [0600]: Contoso Corp Device [1234:0001] (rev 07)
	Subsystem: Fabrikam Device [5678:0002]
	Control: I/O- Mem+ BusMaster+ SpecCycle-
	Status: Cap- 66MHz- UDF- FastB2B-
	Latency: 0
	IOMMU group: 0

00:01.0 PCI bridge [0604]: Contoso Corp Port [A] [1234:0010] (rev 02) (prog-if 00 [Normal decode])
	Control: I/O+ Mem+ BusMaster+ SpecCycle-
	Status: Cap+ 66MHz- UDF- FastB2B-
	NUMA node: 1
	IOMMU group: 1
	Bus: primary=00, secondary=03, subordinate=04, sec-latency=0
	Capabilities: [40] Express (v2) Root Port (Slot+), MSI 00
		DevCap:	MaxPayload 256 bytes, PhantFunc 0
			ExtTag+ RBE+
		LnkCap:	Port #1, Speed 8GT/s, Width x8, ASPM L1, Exit Latency L1 <16us
		LnkSta:	Speed 5GT/s (downgraded), Width x4 (downgraded)
			TrErr- Train- SlotClk+ DLActive+ BWMgmt- ABWMgmt-
		LnkCap2: Supported Link Speeds: 2.5-8GT/s, Crosslink- Retimer- 2Retimers- DRS-
	Capabilities: [b0] Subsystem: Fabrikam Riser [5678:0003]
	Capabilities: [220 v1] Access Control Services
		ACSCap:	SrcValid+ TransBlk+ ReqRedir+ CmpltRedir+ UpstreamFwd+ EgressCtrl- DirectTrans-
		ACSCtl:	SrcValid+ TransBlk- ReqRedir+ CmpltRedir+ UpstreamFwd- EgressCtrl- DirectTrans-
	Kernel driver in use: pcieport

03:00.0 Ethernet controller [0200]: Contoso Corp 10G [Fast] Card [1234:1000] (rev 01)
	Subsystem: Fabrikam Dual 10G [5678:1000]
	Physical Slot: 2-1
	Control: I/O- Mem+ BusMaster+ SpecCycle-
	Status: Cap+ 66MHz- UDF- FastB2B-
	NUMA node: 1
	IOMMU group: 12
	Region 0: Memory at e0000000 (64-bit, prefetchable) [size=8M]
	Capabilities: [40] Power Management version 3
		Flags: PMEClk- DSI+ D1- D2- AuxCurrent=0mA PME(D0+,D1-,D2-,D3hot+,D3cold+)
		Status: D0 NoSoftRst- PME-Enable- DSel=0 DScale=1 PME-
	Capabilities: [a0] Express (v2) Endpoint, MSI 00
		DevCap:	MaxPayload 512 bytes, PhantFunc 0, Latency L0s <512ns, L1 <64us
			ExtTag- AttnBtn- AttnInd- PwrInd- RBE+ FLReset+ SlotPowerLimit 0W
		DevCtl:	CorrErr+ NonFatalErr+ FatalErr+ UnsupReq+
			RlxdOrd- ExtTag- PhantFunc- AuxPwr- NoSnoop+ FLReset-
		LnkCap:	Port #0, Speed 5GT/s, Width x8, ASPM L0s, Exit Latency L0s <1us
		LnkSta:	Speed 5GT/s, Width x4 (downgraded)
	Capabilities: [140 v1] Device Serial Number 00-11-22-ff-ff-33-44-55
	Capabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)
		IOVCap:	Migration- 10BitTagReq- Interrupt Message Number: 000
		IOVCtl:	Enable+ Migration- Interrupt- MSE+ ARIHierarchy+
		IOVSta:	Migration-
		Initial VFs: 64, Total VFs: 63, Number of VFs: 3, Function Dependency Link: 00
		VF offset: 128, stride: 2, Device ID: 10ed
		Supported Page Size: 00000553, System Page Size: 00000001
	Kernel driver in use: tenge
	Kernel modules: tenge, tenge_old

03:00.1 Ethernet controller [0200]: Contoso Corp 10G [Fast] Card [1234:1000] (rev 01)
	Control: I/O- Mem+ BusMaster+ SpecCycle-
	Status: Cap+ 66MHz- UDF- FastB2B-
	IOMMU group: 13
	Capabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)
		IOVCtl:	Enable- Migration- Interrupt- MSE- ARIHierarchy-
		Initial VFs: 64, Total VFs: 64, Number of VFs: 5, Function Dependency Link: 01
		VF offset: 128, stride: 2, Device ID: 10ed
	Kernel driver in use: tenge

03:10.0 Ethernet controller [0200]: Contoso Corp 10G Virtual Function [1234:10ed] (rev 01)
	Control: I/O- Mem- BusMaster+ SpecCycle-
	Status: Cap+ 66MHz- UDF- FastB2B-
	IOMMU group: 20
	Capabilities: [98] PCI Advanced Features
		AFCap: TP+ FLR+
		AFCtrl: FLR-
	Kernel driver in use: tengevf

03:10.1 Ethernet controller [0200]: Contoso Corp 10G Virtual Function [1234:10ed] (rev 01)
	Control: I/O- Mem- BusMaster+ SpecCycle-
	Status: Cap+ 66MHz- UDF- FastB2B-
	IOMMU group: 21
	Capabilities: [98] PCI Advanced Features
		AFCap: TP+ FLR-

03:10.4 Ethernet controller [0200]: Contoso Corp 10G Virtual Function [1234:10ed] (rev 01)
	Control: I/O- Mem- BusMaster+ SpecCycle-
	Status: Cap- 66MHz- UDF- FastB2B-
	IOMMU group: 22
	Kernel driver in use: vfio-pci
)";

HostSnapshot read(const QByteArray &text)
{
    const auto host = parseLspciListing(text);
    if (!host)
        qWarning("%s", qPrintable(host.error().toString()));
    return host.value_or(HostSnapshot());
}

PciFunction one(const QByteArray &text, const char16_t *address = u"0000:03:00.0")
{
    return read(text).functions.value(at(address));
}

QStringList codesOf(const HostSnapshot &host, const char16_t *address)
{
    QStringList codes;
    const Claims nobody;
    for (const Reason &reason : assess({host, nobody, *host.find(at(address)), {}, {}}).reasons)
        codes.append(reason.code);
    return codes;
}

QStringList listings()
{
    return QDir(places::sharedFile(u"hosts"_s)).entryList({u"*.lspci"_s}, QDir::Files, QDir::Name);
}

QByteArray listing(const QString &name)
{
    QFile file(QDir(places::sharedFile(u"hosts"_s)).filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestLspciListing : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFunctionIsWhatItsLinesSay()
    {
        const HostSnapshot host = read(server);
        QVERIFY(host.readOnly);
        QCOMPARE(host.functions.size(), 7);
        const PciFunction pf = host.functions.value(at(u"0000:03:00.0"));
        QCOMPARE(pf.vendor, quint16(0x1234));
        QCOMPARE(pf.device, quint16(0x1000));
        QCOMPARE(pf.vendorName, u"Contoso Corp"_s); // learnt from the function without a name
        QCOMPARE(pf.deviceName, u"10G [Fast] Card"_s);
        QCOMPARE(pf.className, u"Ethernet controller"_s);
        QCOMPARE(pf.classCode, 0x020000u);
        QCOMPARE(pf.revision, quint8(1));
        QCOMPARE(pf.subsystemVendor, quint16(0x5678));
        QCOMPARE(pf.subsystemDevice, quint16(0x1000));
        QCOMPARE(pf.driver, u"tenge"_s);
        QCOMPARE(pf.modules, (QStringList{u"tenge"_s, u"tenge_old"_s}));
        QCOMPARE(pf.iommuGroup, std::optional(12));
        QCOMPARE(pf.numaNode, 1);
        QCOMPARE(pf.physicalSlot, u"2-1"_s);
        QCOMPARE(pf.serial, u"00-11-22-ff-ff-33-44-55"_s);
        QCOMPARE(pf.powerState, u"D0"_s);
        QCOMPARE(pf.header, HeaderType::Endpoint);
        QVERIFY(pf.pcie);
        QVERIFY(pf.functionReset);
        QCOMPARE(pf.resetMethods, QStringList{u"flr"_s});
        QCOMPARE(pf.linkMax, (PcieLink{5, 8}));
        QCOMPARE(pf.linkNow, (PcieLink{5, 4}));
        QCOMPARE(pf.unknown, Unknowns(Unknown::Uses));
        QCOMPARE(pf.displayName(), u"Contoso Corp 10G [Fast] Card"_s);
        const PciFunction root = host.functions.value(at(u"0000:00:00.0"));
        QCOMPARE(root.displayName(), u"Contoso Corp 1234:0001"_s);
        QCOMPARE(root.revision, quint8(7));
        QVERIFY(!root.isEndpoint());
    }
    void aPortHasItsBusesLinkAndIsolation()
    {
        const HostSnapshot host = read(server);
        const PciFunction port = host.functions.value(at(u"0000:00:01.0"));
        QCOMPARE(port.header, HeaderType::PciBridge);
        QVERIFY(!port.isEndpoint());
        QCOMPARE(port.deviceName, u"Port [A]"_s);
        QCOMPARE(port.linkMax, (PcieLink{8, 8}));
        QCOMPARE(port.linkNow, (PcieLink{5, 4}));
        QCOMPARE(port.subsystemDevice, quint16(0x0003)); // of a bridge it is a capability
        QVERIFY(port.acs);
        QCOMPARE(port.acs->can,
            (QStringList{u"SrcValid"_s, u"TransBlk"_s, u"ReqRedir"_s, u"CmpltRedir"_s, u"UpstreamFwd"_s}));
        QCOMPARE(port.acs->enabled, (QStringList{u"SrcValid"_s, u"ReqRedir"_s, u"CmpltRedir"_s}));
        QVERIFY(!port.functionReset);
        QCOMPARE(port.unknown, Unknowns());
        QVERIFY(!port.parent);
        QCOMPARE(host.functions.value(at(u"0000:03:00.1")).parent, std::optional(port.address));
    }
    void virtualFunctionsFollowOffsetAndStride()
    {
        const HostSnapshot host = read(server);
        const PciFunction pf = host.functions.value(at(u"0000:03:00.0"));
        QVERIFY(pf.sriov);
        QCOMPARE(pf.sriov->initial, 64);
        QCOMPARE(pf.sriov->total, 63);
        QCOMPARE(pf.sriov->enabled, 3);
        QCOMPARE(pf.sriov->offset, 128);
        QCOMPARE(pf.sriov->stride, 2);
        QCOMPARE(pf.sriov->vfDevice, quint16(0x10ed));
        // VF 1 is enabled, but not in the listing: the list ends there, VF 2 knows its PF all the same.
        QCOMPARE(pf.sriov->functions, QList{at(u"0000:03:10.0")});
        const PciFunction last = host.functions.value(at(u"0000:03:10.4"));
        QCOMPARE(last.physicalFunction, std::optional(pf.address));
        QCOMPARE(last.vfIndex.value_or(VfIndex()).value, 2u);
        QCOMPARE(last.parent, pf.parent);
        // A count that is not enabled is what was written last, not what is there.
        const PciFunction other = host.functions.value(at(u"0000:03:00.1"));
        QCOMPARE(other.sriov->enabled, 0);
        QVERIFY(!host.functions.value(at(u"0000:03:10.1")).physicalFunction);
        QVERIFY(host.functions.value(at(u"0000:03:10.0")).functionReset);
        QVERIFY(!host.functions.value(at(u"0000:03:10.1")).functionReset);
        QVERIFY(!host.functions.value(at(u"0000:03:10.1")).isUnknown(Unknown::FunctionReset));
    }
    void aVfIsNoOtherDeviceThatHappensToBeThere()
    {
        QByteArray text = server;
        text.replace("Virtual Function [1234:10ed]", "Virtual Function [1234:10ee]");
        for (const PciFunction &f : read(text).functions)
            QVERIFY(!f.isVirtualFunction());
    }
    void aVfMayBeOnABusOfItsOwn()
    {
        const HostSnapshot host
            = read("00:01.0 PCI bridge [0604]: A Device [1234:0010]\n"
                   "\tControl: I/O+\n\tBus: primary=00, secondary=03, subordinate=05, sec-latency=0\n"
                   "03:00.1 Ethernet controller [0200]: A Device [1234:1000]\n"
                   "\tControl: I/O+\n\tCapabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)\n"
                   "\t\tIOVCtl:\tEnable+ Migration-\n"
                   "\t\tInitial VFs: 8, Total VFs: 8, Number of VFs: 1, Function Dependency Link: 00\n"
                   "\t\tVF offset: 513, stride: 1, Device ID: 10ed\n"
                   "05:00.2 Ethernet controller [0200]: A Device [1234:10ed]\n\tControl: I/O+\n");
        const PciFunction vf = host.functions.value(at(u"0000:05:00.2"));
        QCOMPARE(vf.physicalFunction, std::optional(at(u"0000:03:00.1")));
        QCOMPARE(vf.parent, std::optional(at(u"0000:00:01.0")));
    }
    void theNearestBridgeIsTheParent()
    {
        const HostSnapshot host = read("00:1c.0 PCI bridge [0604]: A B [1234:0010]\n"
                                       "\tBus: primary=00, secondary=01, subordinate=ff, sec-latency=0\n"
                                       "00:1d.0 PCI bridge [0604]: A never set up [1234:0010]\n"
                                       "\tBus: primary=00, secondary=00, subordinate=00, sec-latency=0\n"
                                       "01:00.0 PCI bridge [0604]: A B [1234:0010]\n"
                                       "\tBus: primary=01, secondary=02, subordinate=04, sec-latency=0\n"
                                       "02:01.0 PCI bridge [0604]: A B [1234:0010]\n"
                                       "\tBus: primary=02, secondary=04, subordinate=04, sec-latency=0\n"
                                       "04:00.0 USB controller [0c03]: A B [1234:0011]\n"
                                       "0001:04:00.0 USB controller [0c03]: A B [1234:0011]\n"
                                       "05:00.0 CardBus bridge [0607]: A B [1234:0012]\n"
                                       "\tBus: primary=05, secondary=06, subordinate=09, sec-latency=176\n"
                                       "07:00.0 USB controller [0c03]: A B [1234:0011]\n");
        const auto parent = [&](const char16_t *address) {
            const auto found = host.functions.value(at(address)).parent;
            return found ? found->toString() : QString();
        };
        QCOMPARE(parent(u"0000:04:00.0"), u"0000:02:01.0"_s);
        QCOMPARE(parent(u"0000:02:01.0"), u"0000:01:00.0"_s);
        QCOMPARE(parent(u"0000:01:00.0"), u"0000:00:1c.0"_s);
        QCOMPARE(parent(u"0000:00:1c.0"), QString());
        QCOMPARE(parent(u"0001:04:00.0"), QString()); // another domain
        QCOMPARE(parent(u"0000:07:00.0"), u"0000:05:00.0"_s);
        QCOMPARE(host.functions.value(at(u"0000:05:00.0")).header, HeaderType::CardBusBridge);
    }
    void drivesBehindVmdHangBelowIt()
    {
        const QByteArray text
            = "0000:00:0e.0 RAID bus controller [0104]: A VMD [1234:9a0b]\n\tFlags: fast devsel, IRQ 16, IOMMU group 7\n"
              "\tKernel driver in use: vmd\n"
              "10000:e0:06.0 PCI bridge [0604]: A Port [1234:0010]\n\tFlags: fast devsel, IOMMU group 7\n"
              "\tBus: primary=00, secondary=e1, subordinate=e1, sec-latency=0\n"
              "10000:e1:00.0 Non-Volatile memory controller [0108]: A Drive [1234:0100] (prog-if 02 [NVM Express])\n"
              "\tFlags: bus master, fast devsel, NUMA node 0, IOMMU group 7\n\tKernel driver in use: nvme\n";
        const HostSnapshot host = read(text);
        const PciFunction drive = host.functions.value(at(u"10000:e1:00.0"));
        QCOMPARE(drive.parent, std::optional(at(u"10000:e0:06.0")));
        QCOMPARE(drive.classCode, 0x010802u);
        QCOMPARE(drive.iommuGroup, std::optional(7)); // -v has it among the flags
        QCOMPARE(drive.numaNode, 0);
        QCOMPARE(host.functions.value(at(u"10000:e0:06.0")).parent, std::optional(at(u"0000:00:0e.0")));
        QVERIFY(codesOf(host, u"10000:e1:00.0").contains(u"behind-vmd"_s));
    }

    void headerLines_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("name");
        QTest::addColumn<quint32>("classCode");
        QTest::addColumn<quint32>("ids");
        QTest::addColumn<Unknowns>("unknown"); // of ids and class
        const Unknowns none;
        QTest::newRow("-nn") << QByteArray(
            "VGA compatible controller [0300]: NVIDIA Corporation G1 [Ge Force] [10de:1234] (rev a1) (prog-if 00 [VGA controller])")
                             << u"NVIDIA Corporation G1 [Ge Force]"_s << 0x030000u << 0x10de1234u << none;
        QTest::newRow("-n") << QByteArray("0c03: 8086:a0ed (rev 20) (prog-if 30 [XHCI])") << u"8086:a0ed"_s << 0x0c0330u
                            << 0x8086a0edu << none;
        QTest::newRow("-n of pciutils 2")
            << QByteArray("Class 0c03: 8086:a0ed (rev 20)") << u"8086:a0ed"_s << 0x0c0300u << 0x8086a0edu << none;
        QTest::newRow("names only") << QByteArray("Ethernet controller: Intel Corporation I219-LM (rev 10)")
                                    << u"Intel Corporation I219-LM"_s << 0x020000u << 0u << Unknowns(Unknown::Ids);
        QTest::newRow("names only, capitals of old")
            << QByteArray("USB Controller: Intel Corporation USB") << u"Intel Corporation USB"_s << 0x0c0300u << 0u
            << Unknowns(Unknown::Ids);
        QTest::newRow("a class nobody knows")
            << QByteArray("Flux capacitor: Doc Brown DeLorean") << u"Doc Brown DeLorean"_s << 0u << 0u
            << Unknowns(Unknown::Ids | Unknown::Class);
        QTest::newRow("no name") << QByteArray("Unassigned class [ff00]: Device [9999:0001]") << u"9999:0001"_s
                                 << 0xff0000u << 0x99990001u << none;
        QTest::newRow("ids cut off by lspci")
            << QByteArray("Audio device [0403]: Advanced Micro Devices, Inc. [AMD/ATI] Long [1002:a...")
            << u"Advanced Micro Devices, Inc. [AMD/ATI] Long"_s << 0x040300u << 0u << Unknowns(Unknown::Ids);
        QTest::newRow("unknown maker, known name") << QByteArray("Serial controller [0700]: Acme X1 [9999:0002]")
                                                   << u"Acme X1 9999:0002"_s << 0x070000u << 0x99990002u << none;
        QTest::newRow("escapes of a terminal") << QByteArray("Serial controller [0700]: Ac\x1b[31mme\a X1 [9999:0002]")
                                               << u"Ac[31mme X1 9999:0002"_s << 0x070000u << 0x99990002u << none;
    }
    void headerLines()
    {
        QFETCH(QByteArray, line);
        const PciFunction f = one("03:00.0 " + line + '\n');
        QTEST(f.displayName(), "name");
        QTEST(f.classCode, "classCode");
        QTEST(quint32(f.vendor) << 16 | f.device, "ids");
        QTEST(f.unknown & (Unknown::Ids | Unknown::Class), "unknown");
    }

    void layoutsSayTheSame_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *name, auto change) {
            QByteArray text = server;
            change(text);
            QTest::newRow(name) << text;
        };
        row("CRLF", [](QByteArray &t) { t.replace('\n', "\r\n"); });
        row("eight blanks", [](QByteArray &t) { t.replace('\t', "        "); });
        row("one blank, as forums do",
            [](QByteArray &t) { t.replace("\t\t\t", " ").replace("\t\t", " ").replace('\t', " "); });
        row("no empty lines", [](QByteArray &t) { t.replace("\n\n", "\n"); });
        row("twice as many lines", [](QByteArray &t) { t.replace('\n', "\n\n"); });
        row("-D", [](QByteArray &t) {
            t.replace("\n\n0", "\n\n0000:0");
            t.prepend("0000:");
        });
        row("a shell's prompts", [](QByteArray &t) { t = "me@host:~$ sudo lspci -vvnn\n" + t + "\nme@host:~$ \n"; });
        row("no last line end", [](QByteArray &t) { t.chop(1); });
        row("byte order mark", [](QByteArray &t) { t.prepend("\xef\xbb\xbf"); });
        row("complaints in between", [](QByteArray &t) {
            t.replace("\tCapabilities: [140",
                "\tCapabilities: [d0] Vital Product Data\npcilib: sysfs_read_vpd: read "
                "failed: Input/output error\n\t\tNot readable\n\tCapabilities: [140");
        });
        row("-xxx", [](QByteArray &t) {
            t.replace("\n\n", "\n00: 86 80 01 00 06 04 10 00 07 00 00 06 00 00 00 00\nff0: 00 00\n\n");
        });
    }
    void layoutsSayTheSame()
    {
        QFETCH(QByteArray, text);
        QVERIFY(read(text).sameFacts(read(server)));
    }

    void whatIsNotToldIsUnknown_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("unknown");
        const QByteArray header = "03:00.0 Ethernet controller [0200]: A B [1234:1000]\n";
        QTest::newRow("-nn") << header
                             << QStringList{u"header"_s, u"iommuGroup"_s, u"driver"_s, u"pcie"_s, u"sriov"_s,
                                    u"functionReset"_s, u"acs"_s, u"numaNode"_s, u"uses"_s};
        QTest::newRow("-nnk") << header + "\tKernel driver in use: x\n"
                              << QStringList{u"header"_s, u"iommuGroup"_s, u"pcie"_s, u"sriov"_s, u"functionReset"_s,
                                     u"acs"_s, u"numaNode"_s, u"uses"_s};
        QTest::newRow("-vvnn, not root") << header
                + "\tControl: I/O+\n\tStatus: Cap+\n\tNUMA node: 0\n\tIOMMU group: 4\n\tCapabilities: <access denied>\n"
                  "\tKernel driver in use: x\n"
                                         << QStringList{u"pcie"_s, u"sriov"_s, u"functionReset"_s, u"acs"_s, u"uses"_s};
        QTest::newRow("-vnn, root") << header
                + "\tFlags: bus master, NUMA node 0, IOMMU group 4\n\tCapabilities: [a0] Express Endpoint, MSI 00\n"
                  "\tCapabilities: [160] Single Root I/O Virtualization (SR-IOV)\n"
                  "\tCapabilities: [1a0] Access Control Services\n\tKernel driver in use: x\n"
                                    << QStringList{u"pcie"_s, u"sriov"_s, u"functionReset"_s, u"acs"_s, u"uses"_s};
        QTest::newRow("-vnn, root, no such capability") << header
                + "\tFlags: bus master, NUMA node 0, IOMMU group 4\n\tCapabilities: [50] MSI: Enable- Count=1/1\n"
                  "\tKernel driver in use: x\n" << QStringList{u"uses"_s};
        QTest::newRow("no capabilities at all") << header
                + "\tControl: I/O+\n\tStatus: Cap- 66MHz-\n\tNUMA node: 0\n\tIOMMU group: 4\n\tKernel modules: x\n"
                                                << QStringList{u"uses"_s};
        QTest::newRow("cut before the capabilities")
            << header + "\tControl: I/O+\n\tStatus: Cap+ 66MHz-\n\tNUMA node: 0\n\tIOMMU group: 4\n"
            << QStringList{u"driver"_s, u"pcie"_s, u"sriov"_s, u"functionReset"_s, u"acs"_s, u"uses"_s};
        QTest::newRow("display") << QByteArray(
            "03:00.0 VGA compatible controller [0300]: A B [1234:1000]\n\tControl: I/O+\n\tStatus: Cap-\n"
            "\tNUMA node: 0\n\tIOMMU group: 4\n\tKernel driver in use: x\n")
                                 << QStringList{u"uses"_s, u"bootDisplay"_s};
    }
    void whatIsNotToldIsUnknown()
    {
        QFETCH(QByteArray, text);
        const HostSnapshot host = read(text);
        QTEST(unknownTexts(host.functions.value(at(u"0000:03:00.0")).unknown), "unknown");
        const auto again = snapshotFromJson(snapshotToJson(host));
        QVERIFY(again);
        QVERIFY(again->sameFacts(host));
    }
    void groupsOfOthersTellThatOneHasNone()
    {
        const HostSnapshot host
            = read("00:00.0 Host bridge [0600]: A B [1234:0001]\n\tControl: I/O+\n"
                   "00:03.0 Serial controller [0700]: A B [1234:0002]\n\tControl: I/O+\n"
                   "00:04.0 Serial controller [0700]: A B [1234:0002]\n\tControl: I/O+\n\tIOMMU group: 3\n");
        QVERIFY(!host.iommuUnknown());
        QVERIFY(!host.functions.value(at(u"0000:00:03.0")).isUnknown(Unknown::Group));
        QVERIFY(codesOf(host, u"0000:00:03.0").contains(u"no-iommu-group"_s));
    }
    void verdictsClaimNothingThatIsNotKnown()
    {
        const QByteArray hidden = "00:04.0 Serial controller [0700]: A B [1234:0002]\n\tControl: I/O+\n\tStatus: Cap+\n"
                                  "\tCapabilities: <access denied>\n\tKernel driver in use: serial\n";
        const HostSnapshot host = read(hidden);
        QVERIFY(host.iommuUnknown());
        const QStringList codes = codesOf(host, u"0000:00:04.0");
        QCOMPARE(codes,
            (QStringList{u"read-only-host"_s, u"iommu-group-unknown"_s, u"uses-unknown"_s, u"capabilities-unknown"_s}));
        // With groups and capabilities there is nothing to say but that a listing has no disks.
        QCOMPARE(codesOf(read(server), u"0000:03:10.0"),
            (QStringList{u"read-only-host"_s, u"uses-unknown"_s, u"alone-in-group"_s}));
        QCOMPARE(codesOf(read("03:00.0 Flux capacitor: Doc Brown\n"), u"0000:03:00.0"),
            (QStringList{u"read-only-host"_s, u"iommu-group-unknown"_s, u"kind-unknown"_s, u"uses-unknown"_s,
                u"capabilities-unknown"_s}));
    }
    void aCompanionWhoseDriverIsUnknownCountsAsTaken()
    {
        const HostSnapshot host
            = read("00:04.0 Serial controller [0700]: A B [1234:0002]\n\tControl: I/O+\n\tIOMMU group: 3\n"
                   "00:04.1 Serial controller [0700]: A B [1234:0002]\n\tControl: I/O+\n\tIOMMU group: 3\n");
        QVERIFY(codesOf(host, u"0000:00:04.0").contains(u"takes-companions"_s));
        QVERIFY(!codesOf(host, u"0000:00:04.0").contains(u"companions-idle"_s));
    }
    void audioGoesWithItsGpuWhateverTheGroup()
    {
        const HostSnapshot host = read(
            "00:01.0 PCI bridge [0604]: A B [1234:0010]\n\tBus: primary=00, secondary=03, subordinate=03, sec-latency=0\n"
            "03:00.0 VGA compatible controller [0300]: A G [1234:0001]\n\tControl: I/O+\n\tIOMMU group: 3\n"
            "03:00.1 Audio device [0403]: A S [1234:0002]\n\tControl: I/O+\n\tIOMMU group: 4\n"
            "03:00.2 USB controller [0c03]: A U [1234:0003]\n\tControl: I/O+\n\tIOMMU group: 5\n");
        const Claims nobody;
        // Whether a keyboard hangs on the USB controller is not told.
        QCOMPARE(assess({host, nobody, *host.find(at(u"0000:03:00.0")), {}, {}}).suggested, QList{at(u"0000:03:00.1")});
    }

    void malformed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("place");
        const QByteArray good = "00:04.0 Serial controller [0700]: A B [1234:0002]\n";
        QTest::newRow("empty") << QByteArray() << u"line 1"_s;
        QTest::newRow("only blanks") << QByteArray("\n \n\n") << u"line 1"_s;
        QTest::newRow("another text") << QByteArray("\n\nDear all,\nit does not work.\n") << u"line 3"_s;
        QTest::newRow("quoted in a mail") << QByteArray("> " + good) << u"line 1"_s;
        QTest::newRow("-t") << QByteArray("-[0000:00]-+-00.0\n           +-01.0\n") << u"line 2"_s;
        QTest::newRow("bus that is not hexadecimal") << good + "gg:00.0 Host bridge [0600]: A B\n" << u"line 2"_s;
        QTest::newRow("slot above 1f") << good + "\n80:3f.0 Host bridge [0600]: A B\n" << u"line 3"_s;
        QTest::newRow("function above 7") << good + "80:00.8 Host bridge [0600]: A B\n" << u"line 2"_s;
        QTest::newRow("header cut in its class") << good + "00:05.0 Serial cont" << u"line 2"_s;
        QTest::newRow("header without anything") << good + "00:05.0\n" << u"line 2"_s;
        QTest::newRow("address given twice") << good + good << u"line 2"_s;
        QTest::newRow("details without a header") << good + "4.0 Serial controller\n\tIOMMU group: 3\n" << u"line 3"_s;
        QTest::newRow("empty group") << good + "\tIOMMU group: \n" << u"line 2"_s;
        QTest::newRow("enormous group") << good + "\tIOMMU group: 99999999999999999999\n" << u"line 2"_s;
        QTest::newRow("negative group") << good + "\tIOMMU group: -1\n" << u"line 2"_s;
        QTest::newRow("group among flags") << good + "\tFlags: fast, IOMMU group x\n" << u"line 2"_s;
        QTest::newRow("NUMA node") << good + "\tNUMA node: none\n" << u"line 2"_s;
        QTest::newRow("buses") << good + "\tBus: primary=00, secondary=xx, subordinate=00\n" << u"line 2"_s;
        QTest::newRow("buses cut off") << good + "\tBus: primary=00, secon" << u"line 2"_s;
        QTest::newRow("no driver") << good + "\tKernel driver in use:\n" << u"line 2"_s;
        QTest::newRow("counts of SR-IOV") << good
                + "\tCapabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)\n\t\tInitial VFs: 8, Total VFs: many\n"
                                          << u"line 3"_s;
        QTest::newRow("a line without end") << good + QByteArray(20'000, 'x') << u"line 2"_s;
        QByteArray crowd;
        for (int i = 0; i < 4; ++i)
            crowd += "000" + QByteArray::number(i)
                + ":00:04.0 Serial controller [0700]: A B [1234:0002]\n"
                  "\tCapabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)\n\t\tIOVCtl:\tEnable+\n"
                  "\t\tInitial VFs: 65535, Total VFs: 65535, Number of VFs: 65535, Function Dependency Link: 00\n"
                  "\t\tVF offset: 1, stride: 0, Device ID: 10ed\n";
        QTest::newRow("more VFs than can be") << crowd << u"line 6"_s;
    }
    void malformed()
    {
        QFETCH(QByteArray, text);
        const auto host = parseLspciListing(text);
        QVERIFY(!host);
        QVERIFY(host.error().code == ErrorCode::InvalidInput || host.error().code == ErrorCode::LimitExceeded);
        QTEST(host.error().subject, "place");
        QVERIFY(!host.error().detail.isEmpty());
    }
    void costGrowsLinearly()
    {
        const auto textOf = [](int functions) {
            QByteArray text;
            for (int i = 0; i < functions; ++i)
                text += QString::asprintf(
                    "%04x:%02x:%02x.%x Serial controller [0700]: A B [1234:0002]\n\tControl: I/O+\n"
                    "\tIOMMU group: %d\n\tBus: primary=00, secondary=ff, subordinate=ff\n",
                    i >> 16, i >> 8 & 0xff, i >> 3 & 0x1f, i & 7, i)
                            .toLatin1();
            return text;
        };
        const auto nanoseconds = [&](int functions) {
            const QByteArray text = textOf(functions);
            qint64 best = std::numeric_limits<qint64>::max();
            for (int run = 0; run < 3; ++run) {
                QElapsedTimer timer;
                timer.start();
                if (read(text).functions.size() != functions)
                    return qint64(-1);
                best = qMin(best, timer.nsecsElapsed());
            }
            return best;
        };
        const qint64 few = nanoseconds(2'000);
        const qint64 many = nanoseconds(20'000);
        QVERIFY(few > 0);
        QVERIFY2(many < few * 40, qPrintable(u"%1 ns, ten times as many: %2 ns"_s.arg(few).arg(many)));
    }

    void listingsOfRealHosts_data()
    {
        const QStringList names = listings();
        if (names.isEmpty())
            QSKIP("the listings of real hosts are not here");
        QTest::addColumn<QString>("place"); // of the error; empty: sound
        const QMap<QString, QString> malformed{{u"badgroup"_s, u"line 16"_s}, {u"badaddr"_s, u"line 263"_s},
            {u"cut-header"_s, u"line 343"_s}, {u"cut-midline2"_s, u"line 401"_s}, {u"empty"_s, u"line 1"_s},
            {u"quoted"_s, u"line 1"_s}};
        for (const QString &name : names) {
            QString place;
            for (auto bad = malformed.cbegin(); bad != malformed.cend(); ++bad)
                if (name.startsWith(u"odd-") && name.contains(QString(u'-' + bad.key() + u'-')))
                    place = bad.value();
            QTest::newRow(qPrintable(name)) << place;
        }
    }
    void listingsOfRealHosts()
    {
        QFETCH(QString, place);
        const QByteArray text = listing(QString::fromUtf8(QTest::currentDataTag()));
        const auto host = parseLspciListing(text);
        if (!place.isEmpty()) {
            QVERIFY(!host);
            QCOMPARE(host.error().subject, place);
            return;
        }
        QVERIFY2(host, host ? "" : qPrintable(host.error().toString()));
        static const QRegularExpression header(
            u"^(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[01][0-9a-f]\\.[0-7] "_s, QRegularExpression::MultilineOption);
        static const QRegularExpression group(u"IOMMU group:? (\\d+)"_s);
        const QString lines = QString::fromUtf8(text);
        qsizetype headers = 0;
        for (auto match = header.globalMatch(lines); match.hasNext(); match.next())
            ++headers;
        QCOMPARE(host->functions.size(), headers);
        QSet<int> groups;
        for (auto match = group.globalMatch(lines); match.hasNext();)
            groups.insert(match.next().captured(1).toInt());
        QSet<int> found;
        for (const PciFunction &f : host->functions)
            if (f.iommuGroup)
                found.insert(*f.iommuGroup);
        QCOMPARE(found, groups);
        QCOMPARE(host->iommuUnknown(), groups.isEmpty());

        const auto verdicts = assessAll(*host, {});
        QCOMPARE(verdicts.keys(), host->functions.keys());
        for (const PciFunction &f : host->functions) {
            const Verdict verdict = verdicts.value(f.address);
            QVERIFY(verdict.refuses());
            QVERIFY(!verdict.reasons.isEmpty());
            QVERIFY(!f.displayName().isEmpty());
            if (!f.isEndpoint())
                continue;
            const auto gives = [&](QStringView code) {
                return std::any_of(verdict.reasons.begin(), verdict.reasons.end(),
                    [&](const Reason &reason) { return reason.code == code; });
            };
            QVERIFY(gives(u"read-only-host"));
            QVERIFY(!gives(u"iommu-off"));
            QCOMPARE(gives(u"iommu-group-unknown"), groups.isEmpty());
        }
        const auto again = snapshotFromJson(snapshotToJson(*host));
        QVERIFY(again);
        QVERIFY(again->sameFacts(*host));
    }
};

QTEST_GUILESS_MAIN(TestLspciListing)
#include "tst_lspcilisting.moc"
