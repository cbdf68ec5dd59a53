// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What Laneway takes beside the bare work, side by side in one run.
#include "detach.h"
#include "kernel/realkernel.h"
#include "machines.h"
#include "scan.h"
#include "start.h"
#include "support/quietdoors.h"
#include "vfs.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QLoggingCategory>
#include <QTextStream>

#include <unistd.h>

using namespace laneway;

namespace {

constexpr int usageStatus = 2;

int refuse(const QString &why)
{
    QTextStream(stderr) << "laneway-bench: " << why << Qt::endl;
    return usageStatus;
}

Result<PciAddress> findDevice(const QString &wanted)
{
    if (::geteuid() != 0)
        return fail(ErrorCode::PermissionDenied, u"root"_s, u"a driver can be changed by root only"_s);
    if (!wanted.isEmpty())
        return PciAddress::parse(wanted);
    QuietGuests guests;
    QuietNvme nvme;
    QuietPrograms programs;
    RealKernel machine(guests, nvme, programs);
    return idleVf(machine.doors());
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"What Laneway takes beside the bare work. What cannot be measured here is left out, and named."_s);
    parser.addHelpOption();
    parser.addPositionalArgument(u"scan|detach|start|machines|vfs"_s, u"What to measure; everything without."_s,
        u"[scan|detach|start|machines|vfs]…"_s);
    const QCommandLineOption runs(u"runs"_s, u"How often; the median counts."_s, u"N"_s, u"15"_s);
    const QCommandLineOption made(
        u"made"_s, u"scan: also hosts of N functions, made of plain files (500,1000,2000)."_s, u"N,…"_s);
    const QCommandLineOption device(u"device"_s,
        u"The function to detach and give back, and to assign (root). Without it a virtual "
        u"function "
        "whose interface is down is taken."_s,
        u"ADDRESS"_s);
    const QCommandLineOption json(u"json"_s, u"Prints JSON."_s);
    const QCommandLineOption pf(
        u"pf"_s, u"vfs: the physical function whose virtual functions are set and set back (root)."_s, u"ADDRESS"_s);
    parser.addOptions({runs, made, device, pf, json});
    parser.process(application);

    const QStringList kinds{u"scan"_s, u"detach"_s, u"start"_s, u"machines"_s, u"vfs"_s};
    const QStringList wanted = parser.positionalArguments();
    for (const QString &kind : wanted) {
        if (!kinds.contains(kind))
            return refuse(u"no such measurement: "_s + kind);
    }
    const auto isWanted = [&](const QString &kind) { return wanted.isEmpty() || wanted.contains(kind); };
    const int count = parser.value(runs).toInt();
    if (count < 1)
        return refuse(u"--runs takes a number from 1"_s);
    QList<int> sizes;
    const QStringList sizeTexts = parser.value(made).split(u',', Qt::SkipEmptyParts);
    for (const QString &text : sizeTexts) {
        sizes += text.toInt();
        if (sizes.last() < 1 || sizes.last() > 16'000)
            return refuse(u"--made takes numbers from 1 to 16000"_s);
    }
    QLoggingCategory::setFilterRules(u"laneway.*.info=false"_s);

    Report report;
    if (isWanted(u"scan"_s)) {
        benchScan(report, count);
        for (const int size : sizes)
            benchMadeScan(report, count, size);
    }
    if (isWanted(u"machines"_s))
        benchMachines(report, count);
    if (isWanted(u"vfs"_s)) {
        benchSimulatedVfs(report, count);
        const auto chosen = PciAddress::parse(parser.value(pf));
        if (chosen)
            benchVfs(report, count, *chosen);
        else
            report.leaveOut(u"vfs"_s, u"no card is named by --pf"_s);
    }
    if (isWanted(u"detach"_s) || isWanted(u"start"_s)) {
        const auto chosen = findDevice(parser.value(device));
        if (isWanted(u"detach"_s)) {
            if (chosen)
                benchDetach(report, count, *chosen);
            else
                report.leaveOut(u"detach"_s, chosen.error().toString());
        }
        if (isWanted(u"start"_s))
            benchStart(report, count, chosen ? std::optional(*chosen) : std::nullopt);
        if (isWanted(u"detach"_s) && chosen)
            benchPrograms(report, count, *chosen);
    }
    if (parser.isSet(json))
        report.printJson();
    else
        report.print();
    return report.hasFailures() ? 1 : 0;
}
