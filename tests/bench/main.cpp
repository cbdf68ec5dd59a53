// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What Laneway takes beside the bare work, side by side in one run.
#include "figures.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QTextStream>

#include <algorithm>

using namespace laneway;

namespace {
double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print(const Figures &figures, const QString &goal)
{
    const double bare = median(figures.bare);
    const double ours = median(figures.ours);
    QTextStream out(stdout);
    out.setRealNumberPrecision(4);
    out << figures.name.leftJustified(52) << " bare " << bare << " ms, laneway " << ours << " ms: " << ours / bare
        << " times, " << ours - bare << " ms more (goal: " << goal << "; median of " << figures.ours.size() << ')' << Qt::endl;
}
} // namespace

Result<double> laneway::timed(const Work &work)
{
    QElapsedTimer time;
    time.start();
    if (const auto done = work(); !done)
        return fail(done.error());
    return double(time.nsecsElapsed()) / 1e6;
}

Result<Figures> laneway::compare(const QString &name, int turns, const Work &bare, const Work &bareBack,
    const Work &ours, const Work &oursBack)
{
    Figures figures{name, {}, {}};
    for (int turn = -2; turn < turns; ++turn) {
        const auto bareTime = timed(bare);
        if (!bareTime)
            return fail(bareTime.error());
        if (const auto back = bareBack(); !back)
            return fail(back.error());
        const auto oursTime = timed(ours);
        if (!oursTime)
            return fail(oursTime.error());
        if (const auto back = oursBack(); !back)
            return fail(back.error());
        if (turn < 0)
            continue;
        figures.bare << *bareTime;
        figures.ours << *oursTime;
    }
    return figures;
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"What Laneway takes beside the bare work."_s);
    parser.addHelpOption();
    const QCommandLineOption turns(u"turns"_s, u"How often; the median counts."_s, u"N"_s, u"15"_s);
    const QCommandLineOption device(u"device"_s,
        u"A function to detach and give back (root; nothing of worth may hang on it)."_s, u"ADDRESS"_s);
    parser.addOptions({turns, device});
    parser.process(application);
    const int count = std::max(1, parser.value(turns).toInt());

    QLoggingCategory::setFilterRules(u"laneway.*.info=false"_s);

    int status = 0;
    const auto show = [&status](const QString &what, const Result<Figures> &figures, const QString &goal) {
        if (figures)
            return print(*figures, goal);
        status = 1;
        QTextStream(stderr) << what << ": " << figures.error().toString() << Qt::endl;
    };
    show(u"scan"_s, benchScan(count), u"1.2 times"_s);
    for (const int functions : {500, 2000})
        show(u"scan"_s, benchMadeScan(count, functions), u"1.2 times"_s);
    if (parser.isSet(device)) {
        const auto address = PciAddress::parse(parser.value(device));
        show(u"detach"_s, address ? benchDetach(count, *address) : fail(address.error()), u"1.1 times"_s);
    } else {
        QTextStream(stdout) << "detach: left out, needs --device ADDRESS" << Qt::endl;
    }
    show(u"start"_s, benchStart(count), u"30 ms more"_s);
    return status;
}
