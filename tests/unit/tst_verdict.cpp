// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/hostindex.h"
#include "host/reasontext.h"

#include <QTest>

#include <functional>

using namespace laneway;

namespace {

PciAddress at(const char16_t *text)
{
    return *PciAddress::parse(QStringView(text));
}

const PciAddress nic = at(u"0000:03:00.0");
const PciAddress vf = at(u"0000:03:10.0");
const PciAddress gpu = at(u"0000:01:00.0");
const PciAddress audio = at(u"0000:01:00.1");
const PciAddress usb = at(u"0000:05:00.0");
const PciAddress sata = at(u"0000:05:00.1");
const PciAddress port = at(u"0000:00:01.0");
const QUuid web = QUuid::createUuid();
const QUuid db = QUuid::createUuid();

PciFunction function(const PciAddress &address, quint32 classCode, const QString &driver, int group)
{
    PciFunction f;
    f.address = address;
    f.classCode = classCode;
    f.driver = driver;
    f.iommuGroup = group;
    f.header = classCode >> 8 == 0x0604 ? HeaderType::PciBridge : HeaderType::Endpoint;
    f.resetKnown = true;
    f.resetMethods = {u"flr"_s};
    f.parent = classCode >> 16 == 0x06 ? std::nullopt : std::optional(port);
    return f;
}

// A workstation: a graphics card whose audio has a group of its own, a network card with one
// virtual function, and a chipset group of USB and SATA behind a port; nothing is in use.
HostSnapshot workstation()
{
    HostSnapshot host;
    host.iommu.units = {u"dmar0"_s};
    const PciFunction spare = function(at(u"0000:00:02.0"), 0x030000, u"i915"_s, 0);
    for (const PciFunction &f : {function(port, 0x060400, u"pcieport"_s, 5), function(gpu, 0x030000, u"nouveau"_s, 1),
             function(audio, 0x040300, u"snd_hda_intel"_s, 2), function(nic, 0x020000, u"igb"_s, 3),
             function(vf, 0x020000, u"igbvf"_s, 4), function(usb, 0x0c0330, u"xhci_hcd"_s, 5),
             function(sata, 0x010601, u"ahci"_s, 5), spare})
        host.functions.insert(f.address, f);
    host.functions[nic].sriov = SriovCapability{7, 1, 128, 2, 0x10ca, true, {vf}, {}};
    host.functions[vf].physicalFunction = nic;
    host.functions[vf].vfIndex = VfIndex{0};
    return host;
}

struct Scenario
{
    HostSnapshot host = workstation();
    Claims claims;
    PciAddress device = gpu;
    std::optional<QUuid> target;
    QList<PciAddress> alsoTaken;

    Verdict verdict() const { return assess({host, claims, *host.find(device), target, alsoTaken}); }
    PciFunction &change(const PciAddress &address) { return host.functions[address]; }
    void hold(const PciAddress &address, const QUuid &domain, const QString &name)
    {
        claims.domains.append({address, domain, name, 1000, true, true});
    }
    void want(const PciAddress &address, const QUuid &domain, const QString &name)
    {
        claims.domains.append({address, domain, name, 1000, false, true});
    }
};

const Reason *reasonOf(const Verdict &verdict, QStringView code)
{
    for (const Reason &reason : verdict.reasons)
        if (reason.code == code)
            return &reason;
    return nullptr;
}

QString codesOf(const Verdict &verdict)
{
    QStringList codes;
    for (const Reason &reason : verdict.reasons)
        codes.append(reason.code);
    return codes.join(u' ');
}

using Make = std::function<void(Scenario &)>;

} // namespace

Q_DECLARE_METATYPE(Make)

class TestVerdict : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void levelAndReasons_data()
    {
        QTest::addColumn<Make>("make");
        QTest::addColumn<QString>("level");
        QTest::addColumn<QString>("codes"); // all of them, strongest first
        const auto row = [](const char *name, Make make, const QString &level, const QString &codes) {
            QTest::newRow(name) << std::move(make) << level << codes;
        };
        const auto on = [](const PciAddress &device, std::function<void(PciFunction &)> edit = {}) {
            return Make([=](Scenario &s) {
                s.device = device;
                if (edit)
                    edit(s.change(device));
            });
        };

        row("GPU with audio in another group", on(gpu), u"ready"_s, u"alone-in-group card-siblings"_s);
        row("VF", on(vf), u"ready"_s, u"alone-in-group"_s);
        row("port", on(port), u"never"_s, u"not-an-endpoint"_s);
        row("port, header hidden", on(port, [](auto &f) { f.header = HeaderType::Unknown; }), u"never"_s,
            u"not-an-endpoint"_s);
        row("host bridge has an endpoint's header",
            on(port,
                [](auto &f) {
                    f.header = HeaderType::Endpoint;
                    f.classCode = 0x060000;
                    f.driver.clear();
                }),
            u"never"_s, u"not-an-endpoint"_s);
        row("header of a bridge decides, whatever the class",
            on(gpu, [](auto &f) { f.header = HeaderType::PciBridge; }), u"never"_s, u"not-an-endpoint"_s);
        row("header hidden is no bridge", on(vf, [](auto &f) { f.header = HeaderType::Unknown; }), u"ready"_s,
            u"alone-in-group"_s);

        // ---- platform
        row(
            "IOMMU off",
            [](Scenario &s) {
                s.device = vf;
                for (PciFunction &f : s.host.functions)
                    f.iommuGroup.reset();
            },
            u"blocked"_s, u"iommu-off"_s);
        row("no group, others have one", on(vf, [](auto &f) { f.iommuGroup.reset(); }), u"blocked"_s,
            u"no-iommu-group"_s);
        row("group 0 is a group", on(vf, [](auto &f) { f.iommuGroup = 77; }), u"ready"_s, u"alone-in-group"_s);
        row(
            "no interrupt remapping",
            [](Scenario &s) {
                s.device = vf;
                s.host.iommu.interruptRemapping = false;
            },
            u"blocked"_s, u"no-interrupt-remapping alone-in-group"_s);
        row(
            "no interrupt remapping, opted in",
            [](Scenario &s) {
                s.device = vf;
                s.host.iommu.interruptRemapping = false;
                s.host.iommu.unsafeInterrupts = true;
            },
            u"caution"_s, u"unsafe-interrupts alone-in-group"_s);
        row(
            "remapping is there, opt-in does not matter",
            [](Scenario &s) {
                s.device = vf;
                s.host.iommu.unsafeInterrupts = true;
            },
            u"ready"_s, u"alone-in-group"_s);
        row(
            "vfio missing",
            [](Scenario &s) {
                s.device = vf;
                s.host.iommu.vfioAvailable = false;
            },
            u"blocked"_s, u"vfio-missing alone-in-group"_s);
        row(
            "recording",
            [](Scenario &s) {
                s.device = vf;
                s.host.readOnly = true;
            },
            u"blocked"_s, u"read-only-host alone-in-group"_s);
        row(
            "simulated hosts can be changed",
            [](Scenario &s) {
                s.device = vf;
                s.host.simulated = true;
            },
            u"ready"_s, u"alone-in-group"_s);
        row(
            "groups split by force",
            [](Scenario &s) {
                s.device = vf;
                s.host.kernelCommandLine = u"quiet pcie_acs_override=downstream,multifunction"_s;
            },
            u"caution"_s, u"acs-override alone-in-group"_s);

        // ---- claims
        row(
            "held by another domain",
            [](Scenario &s) {
                s.device = vf;
                s.hold(vf, web, u"web"_s);
                s.target = db;
            },
            u"blocked"_s, u"held-by-domain alone-in-group"_s);
        row(
            "held, nobody asks for it",
            [](Scenario &s) {
                s.device = vf;
                s.hold(vf, web, u"web"_s);
            },
            u"blocked"_s, u"held-by-domain alone-in-group"_s);
        row(
            "held by the target itself",
            [](Scenario &s) {
                s.device = vf;
                s.hold(vf, web, u"web"_s);
                s.target = web;
            },
            u"ready"_s, u"alone-in-group"_s);
        row(
            "wanted by others",
            [](Scenario &s) {
                s.device = vf;
                s.want(vf, web, u"web"_s);
                s.want(vf, db, u"db"_s);
                s.target = db;
            },
            u"ready"_s, u"alone-in-group wanted-by-domain"_s);

        // ---- group
        row("companions", on(usb), u"with-companions"_s, u"takes-companions"_s);
        row(
            "companion without driver",
            [](Scenario &s) {
                s.device = usb;
                s.change(sata).driver.clear();
            },
            u"ready"_s, u"companions-idle"_s);
        row(
            "companion on vfio-pci already",
            [](Scenario &s) {
                s.device = usb;
                s.change(sata).driver = u"vfio-pci"_s;
            },
            u"ready"_s, u"companions-idle"_s);
        row(
            "companion on a variant driver",
            [](Scenario &s) {
                s.device = usb;
                s.change(sata).driver = u"mlx5_vfio_pci"_s;
            },
            u"ready"_s, u"companions-idle"_s);
        row(
            "companion taken by the same plan",
            [](Scenario &s) {
                s.device = usb;
                s.alsoTaken = {sata};
            },
            u"ready"_s, u"companions-idle"_s);
        row(
            "companion in the target's definition",
            [](Scenario &s) {
                s.device = usb;
                s.want(sata, web, u"web"_s);
                s.target = web;
            },
            u"ready"_s, u"companions-idle"_s);
        row(
            "companion wanted by a stranger only",
            [](Scenario &s) {
                s.device = usb;
                s.want(sata, web, u"web"_s);
                s.target = db;
            },
            u"with-companions"_s, u"takes-companions"_s);
        row(
            "companion held by another domain",
            [](Scenario &s) {
                s.device = usb;
                s.hold(sata, web, u"web"_s);
                s.change(sata).driver = u"vfio-pci"_s;
                s.target = db;
            },
            u"blocked"_s, u"companion-held companions-idle"_s);
        row(
            "companion held by another domain, although the plan takes it",
            [](Scenario &s) {
                s.device = usb;
                s.hold(sata, web, u"web"_s);
                s.alsoTaken = {sata};
                s.target = db;
            },
            u"blocked"_s, u"companion-held companions-idle"_s);
        row(
            "companion held by the target",
            [](Scenario &s) {
                s.device = usb;
                s.hold(sata, web, u"web"_s);
                s.target = web;
            },
            u"ready"_s, u"companions-idle"_s);
        row(
            "companion holds the root",
            [](Scenario &s) {
                s.device = usb;
                s.change(sata).disks = {{u"sda"_s, 1, {u"/"_s}, false}};
            },
            u"caution"_s, u"companion-in-use takes-companions"_s);
        row(
            "companion holds a mounted disk, taken by the same plan",
            [](Scenario &s) {
                s.device = usb;
                s.change(sata).disks = {{u"sda"_s, 1, {u"/srv"_s}, false}};
                s.alsoTaken = {sata};
            },
            u"ready"_s, u"companions-idle"_s);
        row(
            "companion is a PF whose VF a domain has",
            [](Scenario &s) {
                s.device = usb;
                s.change(nic).iommuGroup = 5;
                s.hold(vf, web, u"web"_s);
            },
            u"blocked"_s, u"companion-cannot-be-taken companion-in-use takes-companions"_s);
        row(
            "bridge of the group with an ordinary driver",
            [](Scenario &s) {
                s.device = vf;
                const PciFunction isa = function(at(u"0000:00:1f.0"), 0x060100, u"lpc_ich"_s, 4);
                s.host.functions.insert(isa.address, isa);
            },
            u"blocked"_s, u"bridge-in-the-way alone-in-group"_s);
        row(
            "the same bridge without a driver",
            [](Scenario &s) {
                s.device = vf;
                const PciFunction isa = function(at(u"0000:00:1f.0"), 0x060100, QString(), 4);
                s.host.functions.insert(isa.address, isa);
            },
            u"ready"_s, u"alone-in-group"_s);

        // ---- SR-IOV
        row("PF with VFs", on(nic), u"caution"_s, u"has-virtual-functions alone-in-group"_s);
        row(
            "PF whose VF a domain has",
            [](Scenario &s) {
                s.device = nic;
                s.hold(vf, web, u"web"_s);
            },
            u"blocked"_s, u"virtual-functions-held has-virtual-functions alone-in-group"_s);
        row(
            "PF whose VF the target itself has",
            [](Scenario &s) {
                s.device = nic;
                s.hold(vf, web, u"web"_s);
                s.target = web;
            },
            u"blocked"_s, u"virtual-functions-held has-virtual-functions alone-in-group"_s);
        row(
            "USB controller of a machine's USB device",
            [](Scenario &s) {
                s.device = usb;
                UsbDevice drive;
                drive.port = *UsbPort::parse(u"1-1"_s);
                drive.controller = usb;
                s.host.usb.insert(drive.port, drive);
                s.claims.usb += UsbClaim{drive.port, web, u"web"_s, 1000, true};
            },
            u"blocked"_s, u"usb-devices-held takes-companions"_s);
        row(
            "PF without VFs",
            [](Scenario &s) {
                s.device = nic;
                s.host.functions.remove(vf);
                s.change(nic).sriov->functions.clear();
            },
            u"ready"_s, u"alone-in-group"_s);
        row(
            "VF whose PF a domain has",
            [](Scenario &s) {
                s.device = vf;
                s.hold(nic, web, u"web"_s);
            },
            u"blocked"_s, u"physical-function-taken alone-in-group"_s);
        row(
            "VF whose PF is on vfio-pci",
            [](Scenario &s) {
                s.device = vf;
                s.change(nic).driver = u"vfio-pci"_s;
            },
            u"blocked"_s, u"physical-function-taken alone-in-group"_s);
        row(
            "VF whose PF the same plan takes",
            [](Scenario &s) {
                s.device = vf;
                s.alsoTaken = {nic};
            },
            u"blocked"_s, u"physical-function-taken alone-in-group"_s);

        // ---- what a person would miss
        const auto disk = [&](const QStringList &mounts, bool swap) {
            return on(sata, [=](PciFunction &f) {
                f.iommuGroup = 6;
                f.disks = {{u"sda"_s, 1, mounts, swap}};
            });
        };
        row("root file system", disk({u"/"_s, u"/home"_s}, false), u"caution"_s,
            u"holds-root-file-system holds-mounted-disk alone-in-group"_s);
        row("boot partition", disk({u"/boot/efi"_s}, false), u"caution"_s, u"holds-root-file-system alone-in-group"_s);
        row("mounted disk", disk({u"/srv"_s}, false), u"caution"_s, u"holds-mounted-disk alone-in-group"_s);
        row("swap", disk({}, true), u"caution"_s, u"holds-swap alone-in-group"_s);
        row("idle disk", disk({}, false), u"ready"_s, u"alone-in-group"_s);
        const auto network = [&](const NetInterface &interface) {
            return on(vf, [=](PciFunction &f) { f.interfaces = {interface}; });
        };
        row("default route", network({u"eth0"_s, {}, true, true, true, {}}), u"caution"_s,
            u"default-route alone-in-group"_s);
        row("port of a bridge", network({u"eth0"_s, {}, true, true, false, u"br0"_s}), u"caution"_s,
            u"interface-is-port alone-in-group"_s);
        row("up with carrier", network({u"eth0"_s, {}, true, true, false, {}}), u"caution"_s,
            u"interface-up alone-in-group"_s);
        row("up without carrier", network({u"eth0"_s, {}, true, false, false, {}}), u"ready"_s, u"alone-in-group"_s);
        row("down", network({u"eth0"_s, {}, false, false, false, {}}), u"ready"_s, u"alone-in-group"_s);
        row(
            "only display", [](Scenario &s) { s.host.functions.remove(at(u"0000:00:02.0")); }, u"caution"_s,
            u"only-display alone-in-group card-siblings"_s);
        row(
            "the other display is on vfio-pci",
            [](Scenario &s) { s.change(at(u"0000:00:02.0")).driver = u"vfio-pci"_s; }, u"caution"_s,
            u"only-display alone-in-group card-siblings"_s);
        row(
            "the other display has no outlet", [](Scenario &s) { s.change(at(u"0000:00:02.0")).classCode = 0x030200; },
            u"caution"_s, u"only-display alone-in-group card-siblings"_s);
        row("boot display", on(gpu, [](auto &f) { f.bootDisplay = true; }), u"caution"_s,
            u"boot-display alone-in-group card-siblings"_s);
        row("monitor", on(gpu, [](auto &f) { f.displays = {u"card0-HDMI-A-1"_s}; }), u"caution"_s,
            u"monitor-connected alone-in-group card-siblings"_s);
        row("keyboard",
            on(usb,
                [](auto &f) {
                    f.iommuGroup = 6;
                    f.inputs = {u"AT keyboard"_s};
                }),
            u"caution"_s, u"inputs-in-use alone-in-group"_s);
        row("no reset", on(vf, [](auto &f) { f.resetMethods.clear(); }), u"caution"_s, u"no-reset alone-in-group"_s);
        row("reset not readable",
            on(vf,
                [](auto &f) {
                    f.resetMethods.clear();
                    f.resetKnown = false;
                }),
            u"ready"_s, u"alone-in-group"_s);

        row(
            "everything at once is all said",
            [](Scenario &s) {
                s.device = usb;
                s.host.iommu.interruptRemapping = false;
                s.host.iommu.vfioAvailable = false;
                s.host.readOnly = true;
                s.change(usb).resetMethods.clear();
                s.change(usb).inputs = {u"AT keyboard"_s};
                s.change(sata).disks = {{u"sda"_s, 1, {u"/"_s}, false}};
                s.hold(usb, web, u"web"_s);
                s.hold(sata, web, u"web"_s);
            },
            u"blocked"_s,
            u"read-only-host vfio-missing no-interrupt-remapping held-by-domain companion-held "
            u"inputs-in-use companion-in-use no-reset takes-companions"_s);
    }
    void levelAndReasons()
    {
        QFETCH(Make, make);
        QFETCH(QString, level);
        QFETCH(QString, codes);
        Scenario scenario;
        make(scenario);
        const Verdict verdict = scenario.verdict();
        QCOMPARE(codesOf(verdict), codes);
        QCOMPARE(levelName(verdict.level), level);
        QCOMPARE(verdict.refuses(), level == u"blocked" || level == u"never");
        for (const Reason &reason : verdict.reasons) {
            QVERIFY2(reasonText(reason) != reason.code, qPrintable(reason.code));
            QVERIFY2(!reasonText(reason).contains(u'{'), qPrintable(reasonText(reason)));
            QVERIFY2(!remediesFor(reason).isEmpty(), qPrintable(reason.code));
            for (const Remedy &remedy : remediesFor(reason))
                QVERIFY2(!remedy.text.contains(u'{'), qPrintable(remedy.text));
            QCOMPARE(reasonFromJson(reasonToJson(reason)), reason);
        }
    }

    void companionsAreEndpointsThatSomebodyUses()
    {
        Scenario s;
        s.device = usb;
        QCOMPARE(s.verdict().companions, QList<PciAddress>{sata}); // the port of group 5 is none
        s.alsoTaken = {sata};
        QVERIFY(s.verdict().companions.isEmpty());
    }
    void holdersAreNamed()
    {
        Scenario s;
        s.device = nic;
        s.hold(vf, web, u"web"_s);
        const Verdict verdict = s.verdict();
        const Reason *reason = reasonOf(verdict, u"virtual-functions-held");
        QVERIFY(reason);
        QCOMPARE(reason->devices, QList<PciAddress>{vf});
        QVERIFY(reasonText(*reason).contains(u"web"));
        QVERIFY(reasonText(*reason).contains(vf.toString()));
    }
    void halfAGraphicsCardIsNotOffered()
    {
        Scenario s;
        QCOMPARE(s.verdict().suggested, QList<PciAddress>{audio});
        s.device = audio;
        QCOMPARE(s.verdict().suggested, QList<PciAddress>{gpu});
        s.change(audio).iommuGroup = 1; // now a companion
        s.device = gpu;
        QVERIFY(s.verdict().suggested.isEmpty());
        QCOMPARE(s.verdict().companions, QList<PciAddress>{audio});
    }
    void theKeyboardOfAnApuIsNotSuggested()
    {
        Scenario s;
        PciFunction controller = function(at(u"0000:01:00.3"), 0x0c0330, u"xhci_hcd"_s, 8);
        s.host.functions.insert(controller.address, controller);
        QCOMPARE(s.verdict().suggested, (QList<PciAddress>{audio, controller.address}));
        s.change(controller.address).inputs = {u"USB keyboard"_s};
        QCOMPARE(s.verdict().suggested, QList<PciAddress>{audio});
    }
    void twoPortsOfACardAreTwoDevices()
    {
        Scenario s;
        s.host.functions.insert(at(u"0000:03:00.1"), function(at(u"0000:03:00.1"), 0x020000, u"igb"_s, 9));
        s.device = at(u"0000:03:00.1");
        QVERIFY(s.verdict().suggested.isEmpty());
        QCOMPARE(codesOf(s.verdict()), u"alone-in-group"_s);
    }
    void vmdAndItsDrivesBelongTogether()
    {
        const PciAddress vmd = at(u"0000:00:0e.0");
        const PciAddress drive = at(u"10000:e1:00.0");
        const PciAddress other = at(u"10000:e2:00.0");
        Scenario s;
        s.host.functions.insert(vmd, function(vmd, 0x010400, u"vmd"_s, 7));
        s.host.functions.insert(drive, function(drive, 0x010802, u"nvme"_s, 7));
        s.host.functions.insert(other, function(other, 0x010802, u"nvme"_s, 7));
        s.device = drive;
        const Verdict ofDrive = s.verdict();
        const Reason *behind = reasonOf(ofDrive, u"behind-vmd");
        QVERIFY(behind);
        QCOMPARE(behind->devices, QList<PciAddress>{vmd});
        s.device = vmd;
        const Verdict ofController = s.verdict();
        QCOMPARE(levelName(ofController.level), u"with-companions"_s);
        QCOMPARE(codesOf(ofController), u"drives-behind-vmd"_s);
        QCOMPARE(ofController.reasons[0].devices, (QList<PciAddress>{drive, other}));
        QVERIFY(ofController.companions.isEmpty()); // they vanish: there is nothing to move
        s.change(other).disks = {{u"nvme1n1"_s, 1, {u"/"_s}, false}};
        QCOMPARE(levelName(s.verdict().level), u"caution"_s);
        // In a host that numbers its domains from 10000 drives are ordinary devices.
        s.host.functions.remove(vmd);
        s.change(other).disks.clear();
        s.device = drive;
        QCOMPARE(codesOf(s.verdict()), u"takes-companions"_s);
    }
    void remediesKnowThePlan()
    {
        Scenario s;
        s.device = vf;
        s.hold(vf, web, u"web"_s);
        Remedy remedy = remediesFor(s.verdict().reasons[0]).value(0);
        QCOMPARE(remedy.planKind, u"destroy"_s);
        QCOMPARE(remedy.planArguments[u"domain"].toString(), web.toString(QUuid::WithoutBraces));
        s.claims = {};
        s.change(nic).driver = u"vfio-pci"_s;
        remedy = remediesFor(s.verdict().reasons[0]).value(0);
        QCOMPARE(remedy.planKind, u"reattach"_s);
        QCOMPARE(remedy.planArguments[u"device"].toString(), nic.toString());
        s.change(nic).driver = u"igb"_s;
        s.device = nic;
        remedy = remediesFor(s.verdict().reasons[0]).value(0);
        QCOMPARE(remedy.planKind, u"vf-create"_s);
        QCOMPARE(remedy.planArguments, (QJsonObject{{u"device"_s, nic.toString()}, {u"count"_s, 0}}));
    }
    void allAtOnceIsTheSameAsOneByOne()
    {
        Scenario s;
        s.hold(vf, web, u"web"_s);
        s.change(sata).disks = {{u"sda"_s, 1, {u"/"_s}, false}};
        const auto verdicts = assessAll(s.host, s.claims, db);
        QCOMPARE(verdicts.keys(), s.host.functions.keys());
        s.target = db;
        for (auto it = verdicts.cbegin(); it != verdicts.cend(); ++it) {
            s.device = it.key();
            QCOMPARE(*it, s.verdict());
        }
    }
    void costGrowsLinearly()
    {
        // What is counted is functions looked at, not time.
        const auto visited = [](int cards) {
            HostSnapshot host;
            Claims claims;
            for (int i = 0; i < cards; ++i) {
                const PciAddress physical = *PciAddress::make(quint32(i / 200), quint32(i % 200), 0, 0);
                host.functions.insert(physical, function(physical, 0x020000, u"ice"_s, 10 * i));
                for (quint32 n = 0; n < 8; ++n) {
                    const PciAddress one = *PciAddress::make(physical.domain(), physical.bus(), 1, n);
                    PciFunction made = function(one, 0x020000, u"iavf"_s, 10 * i + 1 + int(n) / 2);
                    made.physicalFunction = physical;
                    host.functions.insert(one, made);
                    claims.domains.append({one, web, u"web"_s, 0, n == 0, true});
                }
            }
            const HostIndex index(host, claims);
            if (assessAll(index, claims, {}).size() != host.functions.size())
                return quint64(0);
            return index.visited();
        };
        const quint64 small = visited(50);
        QVERIFY(small > 0);
        QCOMPARE(visited(500), 10 * small);
    }
    void everyLevelHasANameAndAText()
    {
        for (const Level level : {Level::Ready, Level::WithCompanions, Level::Caution, Level::Blocked, Level::Never}) {
            QCOMPARE(levelFromName(levelName(level)), level);
            QVERIFY(!levelText(level).isEmpty());
        }
        QVERIFY(!levelFromName(u"Ready"));
    }
    void jsonHoldsWhatAPersonAsksFor()
    {
        Scenario s;
        s.device = usb;
        s.change(usb).deviceName = u"Controller"_s;
        s.change(usb).vendorName = u"Maker"_s;
        const QJsonObject json = verdictToJson(s.change(usb), s.verdict());
        QCOMPARE(json[u"address"].toString(), usb.toString());
        QCOMPARE(json[u"name"].toString(), u"Maker Controller"_s);
        QCOMPARE(json[u"verdict"].toString(), u"with-companions"_s);
        QCOMPARE(json[u"companions"].toArray(), QJsonArray{sata.toString()});
        QCOMPARE(json[u"reasons"].toArray()[0].toObject()[u"code"].toString(), u"takes-companions"_s);
    }
};

QTEST_APPLESS_MAIN(TestVerdict)
#include "tst_verdict.moc"
