// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/snapshotjson.h"
#include "kernel/hostreader.h"
#include "kernel/samplehost.h"
#include "kernel/simkernel.h"
#include "support/places.h"
#include "xml/domainxml.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace laneway;

namespace {

PciAddress at(const QString &text)
{
    return *PciAddress::parse(text);
}

} // namespace

class TestSampleHost : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void showsWhatItIsFor();
    void isAsTheScriptWritesIt();
    void refusesUnknownNames();
    void hasMachinesToGiveDevicesTo_data() { reads_data(); }
    void hasMachinesToGiveDevicesTo();
};

void TestSampleHost::reads_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : sampleNames())
        QTest::newRow(qPrintable(name)) << name;
}

/// What the reader sees in a kernel made from a sample is the sample.
void TestSampleHost::reads()
{
    QFETCH(QString, name);
    const auto sample = sampleHost(name);
    QVERIFY2(sample, sample ? "" : qPrintable(sample.error().toString()));
    QVERIFY(!sample->functions.isEmpty());
    SimKernel kernel(*sample);
    const auto read = readHost(kernel.doors());
    QVERIFY(read);
    HostSnapshot expected = *sample;
    for (PciFunction &function : expected.functions) {
        const PciFunction *found = read->find(function.address);
        QVERIFY2(found, qPrintable(function.address.toString()));
        function.sysfsPath = found->sysfsPath; // follows from the parents
        QCOMPARE(functionToJson(*found), functionToJson(function));
        QCOMPARE(*found, function);
    }
    QVERIFY(read->sameFacts(expected));
}

void TestSampleHost::showsWhatItIsFor()
{
    const HostSnapshot server = *sampleHost(u"server"_s);
    const auto vfsOf = [&](const QString &pf) { return server.find(at(pf))->sriov->functions.size(); };
    QCOMPARE(vfsOf(u"0000:02:00.0"_s) + vfsOf(u"0000:02:00.1"_s), 14);
    QCOMPARE(vfsOf(u"0000:81:00.0"_s) + vfsOf(u"0000:81:00.1"_s), 126);
    for (const PciFunction &f : server.functions) {
        if (f.isVirtualFunction())
            QCOMPARE(server.groupMembers(*f.iommuGroup), QList<PciAddress>{f.address});
    }

    const HostSnapshot workstation = *sampleHost(u"workstation"_s);
    int displays = 0;
    int boot = 0;
    for (const PciFunction &f : workstation.functions) {
        displays += f.isDisplay();
        boot += f.bootDisplay;
    }
    QCOMPARE(displays, 2);
    QCOMPARE(boot, 1);
    QVERIFY(workstation.groupMembers(14).size() > 6); // the chipset
    QVERIFY(workstation.groupMembers(14).contains(at(u"0000:04:00.0"_s)));

    const HostSnapshot laptop = *sampleHost(u"laptop"_s);
    for (const PciFunction &f : laptop.functions) {
        if (f.isEndpoint() && f.iommuGroup)
            QVERIFY2(laptop.groupMembers(*f.iommuGroup).size() > 1, qPrintable(f.address.toString()));
    }

    const HostSnapshot off = *sampleHost(u"no-iommu"_s);
    QVERIFY(!off.hasIommuGroups());
}

void TestSampleHost::isAsTheScriptWritesIt()
{
    const QString python = QStandardPaths::findExecutable(u"python3"_s);
    if (python.isEmpty())
        QSKIP("needs python3");
    QTemporaryDir directory;
    const QString source = places::sourceFile({});
    QCOMPARE(QProcess::execute(python, {source + u"/scripts/make-samples", directory.path()}), 0);
    for (const QString &name : sampleNames()) {
        QFile written(directory.filePath(name + u".json"));
        QFile bundled(source + u"/resources/samples/" + name + u".json");
        QVERIFY(written.open(QIODevice::ReadOnly) && bundled.open(QIODevice::ReadOnly));
        QVERIFY2(written.readAll() == bundled.readAll(), qPrintable(name));
    }
}

void TestSampleHost::refusesUnknownNames()
{
    const auto host = sampleHost(u"../server"_s);
    QVERIFY(!host);
    QCOMPARE(host.error().code, ErrorCode::NotFound);
}

void TestSampleHost::hasMachinesToGiveDevicesTo()
{
    QFETCH(QString, name);
    const HostSnapshot host = *sampleHost(name);
    const QList<QByteArray> machines = sampleMachines(name);
    QVERIFY(!machines.isEmpty());
    QSet<QString> names;
    for (const QByteArray &text : machines) {
        const auto machine = DomainXml::parse(text);
        QVERIFY2(machine, machine ? "" : qPrintable(machine.error().toString()));
        QVERIFY(machine->validate());
        QVERIFY(!names.contains(machine->name()));
        names.insert(machine->name());
        const auto devices = machine->assignedDevices();
        QVERIFY(devices);
        for (const AssignedDevice &device : *devices)
            QVERIFY2(host.find(device.source), qPrintable(machine->name()));
    }
    QVERIFY(sampleMachines(u"../server"_s).isEmpty());
}

QTEST_GUILESS_MAIN(TestSampleHost)
#include "tst_samplehost.moc"
