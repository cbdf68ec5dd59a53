// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A plan over real files, to be watched by strace: argv[1] is a directory that plays /sys, argv[2]
// the journal's; with a third one the journal finds a prepared file. See journal-order.sh.
#include "hosts.h"
#include "jobs/jobrunner.h"
#include "jobs/journal.h"
#include "steps/changedriver.h"
#include "steps/setvfcount.h"

#include <QCoreApplication>

#include <cstdio>

using namespace laneway;

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 3)
        return 2;
    if (arguments.size() > 3)
        Journal::prepare(arguments[2]);
    SimKernel simulation{HostSnapshot()}; // for the doors that the steps here do not use
    Kernel &other = simulation.doors();
    RealFileTree files(arguments[1]);
    Kernel kernel{files, other.proc, other.etc, other.netlink, other.nodes, other.modules, other.names, other.guests,
        other.nvme, other.programs};

    Plan plan;
    plan.kind = u"detach"_s;
    plan.title = u"Order of system calls"_s;
    plan.steps = {std::make_shared<const ChangeDriver>(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, QString()),
        std::make_shared<const SetVfCount>(igbPf, 3, 0)};
    const auto journal = Journal::begin(arguments[2], u"order"_s, plan);
    if (!journal) {
        std::fprintf(stderr, "%s\n", qPrintable(journal.error().toString()));
        return 1;
    }
    const JobOutcome outcome = runPlan(plan, kernel, **journal);
    std::printf("%s %s\n", qPrintable(outcome.state), outcome.error ? qPrintable(outcome.error->toString()) : "");
    return outcome.state == u"done" ? 0 : 1;
}
