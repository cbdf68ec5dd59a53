// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window does not answer, on hosts of several sizes.
#include "ui/icons.h"
#include "window/operations.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QTextStream>

#include <algorithm>
#include <unistd.h>

using namespace laneway;

namespace {

constexpr int usageStatus = 2;
constexpr double longestStallMs = 16;

double median(const std::vector<Taken> &runs, double Taken::*figure)
{
    std::vector<double> values;
    for (const Taken &run : runs)
        values.push_back(run.*figure);
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double most(const std::vector<Taken> &runs, double Taken::*figure)
{
    double found = 0;
    for (const Taken &run : runs)
        found = std::max(found, run.*figure);
    return found;
}

void print(const Extent &extent, const Measure &measure)
{
    QTextStream out(stdout);
    out << extent.functions << " functions, " << extent.machines << " machines\n";
    out << QStringLiteral("%1 %2 %3 %4 %5 %6 %7 %8\n")
               .arg(u"operation"_s, -34)
               .arg(u"runs"_s, 4)
               .arg(u"stall max"_s, 9)
               .arg(u"median"_s, 7)
               .arg(u"work max"_s, 8)
               .arg(u"total"_s, 8)
               .arg(u"UI cpu"_s, 7)
               .arg(u"all cpu"_s, 8);
    for (const QString &operation : measure.operations()) {
        const std::vector<Taken> &runs = measure.runs().at(operation);
        const auto ms = [](double value) { return QString::number(value, 'f', 1); };
        out << QStringLiteral("%1 %2 %3 %4 %5 %6 %7 %8%9\n")
                   .arg(operation, -34)
                   .arg(runs.size(), 4)
                   .arg(ms(most(runs, &Taken::stallMs)), 9)
                   .arg(ms(median(runs, &Taken::stallMs)), 7)
                   .arg(ms(most(runs, &Taken::workMs)), 8)
                   .arg(ms(median(runs, &Taken::totalMs)), 8)
                   .arg(ms(median(runs, &Taken::uiMs)), 7)
                   .arg(ms(median(runs, &Taken::allMs)), 8)
                   .arg(most(runs, &Taken::stallMs) > longestStallMs ? u"  over 16 ms"_s : QString());
    }
    out << Qt::endl;
}

/// By how much an operation's cost grew from the first size to the last, beside the host's.
void printGrowth(const Extent &first, const Measure &small, const Extent &last, const Measure &large)
{
    QTextStream out(stdout);
    out << "Growth from " << first.functions << " to " << last.functions << " functions ("
        << QString::number(double(last.functions) / first.functions, 'f', 1) << " times): UI cpu, all cpu\n";
    for (const QString &operation : large.operations()) {
        if (!small.runs().contains(operation))
            continue;
        const auto growth = [&](double Taken::*figure) {
            return QString::number(
                median(large.runs().at(operation), figure) / qMax(0.1, median(small.runs().at(operation), figure)), 'f',
                1);
        };
        out << QStringLiteral("%1 %2 %3\n")
                   .arg(operation, -34)
                   .arg(growth(&Taken::uiMs), 7)
                   .arg(growth(&Taken::allMs), 7);
    }
    out.flush();
}

QJsonArray toJson(const Extent &extent, const Measure &measure)
{
    QJsonArray rows;
    for (const QString &operation : measure.operations()) {
        const std::vector<Taken> &runs = measure.runs().at(operation);
        rows += QJsonObject{{u"functions"_s, extent.functions}, {u"machines"_s, extent.machines},
            {u"operation"_s, operation}, {u"runs"_s, int(runs.size())},
            {u"longestStallMs"_s, most(runs, &Taken::stallMs)}, {u"longestWorkMs"_s, most(runs, &Taken::workMs)},
            {u"stallMs"_s, median(runs, &Taken::stallMs)}, {u"totalMs"_s, median(runs, &Taken::totalMs)},
            {u"uiMs"_s, median(runs, &Taken::uiMs)}, {u"allMs"_s, median(runs, &Taken::allMs)}};
    }
    return rows;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"How long the window does not answer: a person's operations on simulated hosts, and a host that changes "
        "all the time. A machine for ten functions."_s);
    parser.addHelpOption();
    const QCommandLineOption sizes(
        u"functions"_s, u"Hosts of so many functions (1000,3000,10000)."_s, u"N,…"_s, u"1000,3000,10000"_s);
    const QCommandLineOption runs(u"runs"_s, u"How often."_s, u"N"_s, u"5"_s);
    const QCommandLineOption seconds(
        u"seconds"_s, u"How long 200 functions change a second; 0: not at all."_s, u"N"_s, u"10"_s);
    const QCommandLineOption json(u"json"_s, u"Prints JSON."_s);
    parser.addOptions({sizes, runs, seconds, json});
    parser.process(app);
    QLoggingCategory::setFilterRules(u"laneway.*.info=false"_s);
    installIcons();

    QJsonArray rows;
    std::optional<std::pair<Extent, std::unique_ptr<Measure>>> first;
    const QStringList texts = parser.value(sizes).split(u',', Qt::SkipEmptyParts);
    int status = 0;
    for (const QString &text : texts) {
        Extent extent;
        extent.functions = text.toInt();
        extent.machines = extent.functions / 10;
        extent.runs = parser.value(runs).toInt();
        extent.rainSeconds = parser.value(seconds).toInt();
        if (extent.functions < 100 || extent.functions > 10'000 || extent.runs < 1) {
            QTextStream(stderr) << "laneway-bench-window: 100 to 10000 functions, at least one run" << Qt::endl;
            return usageStatus;
        }
        auto measure = std::make_unique<Measure>();
        if (const auto done = measureWindow(*measure, extent); !done) {
            QTextStream(stderr) << "laneway-bench-window: " << done.error().toString() << Qt::endl;
            status = 1;
            break;
        }
        if (parser.isSet(json)) {
            for (const QJsonValue &row : toJson(extent, *measure))
                rows += row;
        } else {
            print(extent, *measure);
            if (first)
                printGrowth(first->first, *first->second, extent, *measure);
        }
        if (!first)
            first.emplace(extent, std::move(measure));
    }
    if (parser.isSet(json))
        QTextStream(stdout) << QJsonDocument(rows).toJson();
    std::fflush(nullptr);
    ::_exit(status); // as the window itself does, for QtDBus' static destructors
}
