// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/hostfile.h"
#include "host/reasontext.h"
#include "support/places.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <cerrno>

using namespace laneway;

class TestReasonText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCodeOfTheRulesHasASentenceAndARemedy()
    {
        // The rules' own sources say which codes they can give: a new one cannot be forgotten.
        static const QRegularExpression code(u"u\"([a-z]+(?:-[a-z]+)+)\"_s"_s);
        const QDir rules(places::sourceFile(u"backend/host"_s));
        const QStringList notCodes{u"vfio-pci"_s, u"pci-stub"_s};
        const QStringList known = reasonCodes();
        QStringList found;
        for (const QString &name : rules.entryList({u"*rules.cpp"_s, u"*rules.h"_s, u"poolchoice.cpp"_s})) {
            QFile source(rules.filePath(name));
            QVERIFY(source.open(QIODevice::ReadOnly));
            auto matches = code.globalMatch(QString::fromUtf8(source.readAll()));
            while (matches.hasNext()) {
                const QString one = matches.next().captured(1);
                if (!notCodes.contains(one))
                    found.append(one);
            }
        }
        QVERIFY(found.size() > 25);
        for (const QString &one : found)
            QVERIFY2(known.contains(one), qPrintable(one));
        for (const QString &one : known) {
            QVERIFY2(found.contains(one), qPrintable(one)); // no sentence without a rule
            const Reason reason{Level::Caution, one, {}, {u"eth0"_s, u"uuid"_s}, {*PciAddress::parse(u"0000:03:00.0")}};
            QVERIFY2(reasonText(reason).size() > 20, qPrintable(one));
            QVERIFY2(!reasonText(reason).contains(u'{'), qPrintable(one));
            QVERIFY(!remediesFor(reason).isEmpty());
            QVERIFY(!remediesFor(reason).first().text.isEmpty());
        }
    }
    void unknownCodeIsItsOwnText()
    {
        const Reason reason{Level::Blocked, u"from-the-future"_s, {}};
        QCOMPARE(reasonText(reason), u"from-the-future"_s);
        QVERIFY(remediesFor(reason).isEmpty());
    }
    void namesOfMachinesAreNotTemplates()
    {
        const Reason reason{
            Level::Blocked, u"companion-held"_s, {}, {u"{devices}{first}"_s}, {*PciAddress::parse(u"0000:03:00.0")}};
        QVERIFY(reasonText(reason).contains(u"{devices}{first}"));
    }
    void everyFaultOfAFileHasAText()
    {
        QStringList seen;
        for (const FileFault fault : {FileFault::Missing, FileFault::Unreadable, FileFault::NoFile, FileFault::Empty,
                 FileFault::NoCapture, FileFault::NoListing, FileFault::Unwritable}) {
            const QString text = errorText(hostFileError(fault, u"/home/me/host.json"_s));
            QVERIFY2(text.contains(u"/home/me/host.json"_s) && text.endsWith(u'.'), qPrintable(text));
            QVERIFY2(!seen.contains(text), qPrintable(text));
            seen.append(text);
        }
    }
    void everyErrorCodeHasAText()
    {
        QStringList seen;
        for (int i = 0; i <= int(ErrorCode::Internal); ++i) {
            const QString text = errorText({ErrorCode(i), u"0000:03:10.2"_s, QString()});
            QVERIFY2(text.size() > 20, qPrintable(errorName(ErrorCode(i))));
            QVERIFY2(!text.contains(u'{'), qPrintable(text));
            QVERIFY2(!seen.contains(text), qPrintable(text));
            seen.append(text);
        }
    }
    void evidenceStaysVisible()
    {
        const QString text = errorText(
            {ErrorCode::KernelRefused, u"0000:03:10.2"_s, u"ESTALE writing\n driver/unbind {subject}"_s, ESTALE});
        QVERIFY(text.contains(u"(ESTALE writing driver/unbind {subject})"));
        QVERIFY(text.contains(u"0000:03:10.2"));
    }
    void kernelsErrnoBecomesACause_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("detail");
        QTest::addColumn<QString>("word");
        const QString file = u" writing bus/pci/devices/0000:03:00.0/sriov_numvfs"_s;
        QTest::newRow("VFs there already") << EBUSY << u"EBUSY"_s + file << u"set 0"_s;
        QTest::newRow("no MMIO") << ENOMEM << u"ENOMEM"_s + file << u"Above 4G decoding"_s;
        QTest::newRow("no buses") << ENOMEM << u"SR-IOV: bus number out of range"_s << u"pci=assign-busses"_s;
        QTest::newRow("too many") << ERANGE << u"ERANGE"_s + file << u"sriov_totalvfs"_s;
        QTest::newRow("driver cannot") << ENOENT << u"ENOENT"_s + file << u"vendor's driver"_s;
        QTest::newRow("unbind") << EBUSY << u"EBUSY writing driver/unbind"_s << u"still held"_s;
        QTest::newRow("netlink") << EOPNOTSUPP << u"EOPNOTSUPP setting trust"_s << u"does not support"_s;
    }
    void kernelsErrnoBecomesACause()
    {
        QFETCH(int, number);
        QFETCH(QString, detail);
        QFETCH(QString, word);
        const QString text = errorText({ErrorCode::KernelRefused, u"0000:03:00.0"_s, detail, number});
        QVERIFY2(text.contains(word), qPrintable(text));
    }
    void qemusMessageBecomesACause_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *name, const QString &message, const QString &word) {
            QTest::newRow(name) << message << word;
        };
        row("address gone", u"vfio /sys/bus/pci/devices/0000:99:00.0: no such host device"_s, u"Choose the device"_s);
        row("no group", u"vfio 0000:00:05.0: no iommu_group found: No such file or directory"_s, u"VT-d"_s);
        row("7.2, not bound", u"vfio 0000:03:10.0: failed to open /dev/vfio/12: No such file or directory"_s,
            u"vfio-pci"_s);
        row("10, not bound", u"Could not open '/dev/vfio/12': No such file or directory"_s, u"vfio-pci"_s);
        row("no right", u"Could not open '/dev/vfio/12': Permission denied"_s, u"lends"_s);
        row("cgroup", u"failed to open /dev/vfio/12: Operation not permitted"_s, u"DeviceAllow"_s);
        row("held", u"Could not open '/dev/vfio/12': Device or resource busy"_s, u"Stop that one"_s);
        row("not viable", u"vfio 0000:03:10.0: group 12 is not viable"_s, u"whole group"_s);
        row("RMRR",
            u"Failed to set iommu for container: Operation not permitted; Device is ineligible for "
            u"IOMMU domain attach due to platform RMRR requirement."_s,
            u"pre-boot DMA protection"_s);
        row("7.2, memory lock",
            u"Region pc.ram: vfio_dma_map(0x5581, 0x0, 0x80000000, 0x7f) = -12 (Cannot allocate "
            u"memory)"_s,
            u"hard_limit"_s);
        row("10, memory lock",
            u"vfio_container_dma_map(0x5581, 0x0, 0x80000000, 0x7f) = -12 (Cannot allocate "
            u"memory)"_s,
            u"hard_limit"_s);
        row("no KVM", u"Could not access KVM kernel module: Permission denied"_s, u"group kvm"_s);
        row("memory", u"cannot set up guest memory 'ram0': Cannot allocate memory"_s, u"less"_s);
        row("image in use", u"Failed to get \"write\" lock"_s, u"disk image"_s);
        row("root bus", u"Bus 'pcie.0' does not support hotplugging"_s, u"Shut it down"_s);
        row("a processor that cannot be saved", u"State blocked by non-migratable CPU device (invtsc flag)"_s,
            u"migratable='on'"_s);
        row("a device that cannot be saved", u"0000:03:00.0: VFIO migration is not supported in kernel"_s,
            u"host device"_s);
        row("something else", u"-device foo: bar"_s, u"Its message"_s);
    }
    void qemusMessageBecomesACause()
    {
        QFETCH(QString, message);
        QFETCH(QString, word);
        const QString text = errorText({ErrorCode::QemuFailed, u"web"_s, message});
        QVERIFY2(text.contains(word), qPrintable(text));
        QVERIFY2(text.contains(u"web"), qPrintable(text));
    }
    void lossesAreNamedOneByOne()
    {
        HostSnapshot host;
        PciFunction function;
        QVERIFY(lossesOf(host, function).isEmpty());
        function.disks = {{u"sda"_s, 1, {u"/"_s, u"/srv"_s}, true}, {u"sdb"_s, 1, {}, false}};
        function.interfaces = {{u"eth0"_s, {}, true, true, true, {}}};
        function.displays = {u"card0-DP-1"_s};
        function.inputs = {u"AT keyboard"_s};
        function.sounds = {u"HDMI"_s};
        function.sriov = SriovCapability();
        function.sriov->functions = {*PciAddress::parse(u"0000:03:10.0")};
        const QStringList losses = lossesOf(host, function);
        QCOMPARE(losses.size(), 9);
        QVERIFY(losses[0].contains(u"runs from"));
        QVERIFY(losses[1].contains(u"/srv"));
        QVERIFY(losses[4].contains(u"default route"));
        QVERIFY(losses[8].contains(u"0000:03:10.0"));
    }
};

QTEST_APPLESS_MAIN(TestReasonText)
#include "tst_reasontext.moc"
