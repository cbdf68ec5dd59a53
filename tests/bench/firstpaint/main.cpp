// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// From a program's start to its first picture, and its memory, beside another program's.
#include "firstpaint/screen.h"
#include "support/simulatedhelper.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTextStream>

#include <algorithm>
#include <unistd.h>
#include <vector>

using namespace laneway;

namespace {

constexpr int usageStatus = 2;
constexpr int lookEveryUs = 2'000;
constexpr int patienceMs = 30'000;
constexpr int quietMs = 1'500; ///< a picture that stays for so long is complete
constexpr int warmUps = 2;
constexpr double timeGoal = 0.5;
constexpr double memoryGoal = 0.7;

struct Contender
{
    QString name;
    QStringList command;
};

struct Start
{
    double windowMs = 0; ///< the window manager shows a window
    double paintMs = 0; ///< there is something in it
    double completeMs = 0; ///< nothing changes in it any more
    double pssMb = 0;
    double helperPssMb = 0; ///< of helpers that it started
};

double pssMb(qint64 process)
{
    QFile file(u"/proc/%1/smaps_rollup"_s.arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines)
        if (line.startsWith("Pss:"))
            return double(line.simplified().split(' ').value(1).toLongLong()) / 1024;
    return 0;
}

/// Turns until @p done, at the pace of looks at the screen.
bool lookUntil(const QElapsedTimer &clock, const std::function<bool()> &done)
{
    while (!done()) {
        if (clock.elapsed() > patienceMs)
            return false;
        ::usleep(lookEveryUs);
    }
    return true;
}

Result<Start> startOnce(const Screen &screen, const HelperEnvironment &environment, const Contender &contender)
{
    const auto never
        = [&](const QString &what) { return fail(ErrorCode::TimedOut, contender.command.join(u' '), what); };
    QElapsedTimer clock;
    clock.start();
    if (!lookUntil(clock, [&] { return !screen.firstWindow() && environment.helpers().isEmpty(); }))
        return never(u"the screen is not empty"_s);
    QProcess program;
    program.setStandardOutputFile(QProcess::nullDevice());
    program.setStandardErrorFile(QProcess::nullDevice());
    const auto ms = [&] { return double(clock.nsecsElapsed()) / 1e6; };
    clock.start();
    program.start(contender.command.first(), contender.command.mid(1));
    Start start;
    unsigned long window = 0;
    const bool appeared = lookUntil(clock, [&] {
        const auto found = screen.firstWindow();
        window = found.value_or(0);
        return found.has_value();
    });
    if (!appeared)
        return never(u"no window"_s);
    start.windowMs = ms();
    QByteArray picture;
    const bool painted = lookUntil(clock, [&] {
        picture = screen.look(window);
        return isDrawn(picture);
    });
    if (!painted)
        return never(u"nothing was drawn"_s);
    start.paintMs = start.completeMs = ms();
    (void)lookUntil(clock, [&] {
        const QByteArray now = screen.look(window);
        if (now != picture) {
            picture = now;
            start.completeMs = ms();
        }
        return ms() - start.completeMs > quietMs;
    });
    start.pssMb = pssMb(program.processId());
    for (const qint64 helper : environment.helpers())
        start.helperPssMb += pssMb(helper);
    program.terminate();
    if (!program.waitForFinished(5'000)) {
        program.kill();
        program.waitForFinished();
    }
    return start;
}

double median(const std::vector<Start> &starts, double Start::*figure)
{
    std::vector<double> values;
    for (const Start &start : starts)
        values.push_back(start.*figure);
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

QString reached(double ratio, double goal)
{
    return QStringLiteral("%1 times, goal %2: %3")
        .arg(ratio, 0, 'f', 2)
        .arg(goal)
        .arg(ratio <= goal ? u"reached"_s : u"missed"_s);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Starts programs turn by turn, after two turns that warm the caches, and looks at the X server: time from "
        "the start to the first picture and to the complete one, and memory (PSS). Medians. The first is compared "
        "with each of the others."_s);
    parser.addHelpOption();
    parser.addPositionalArgument(u"NAME=COMMAND"_s, u"A program and its arguments."_s, u"NAME=COMMAND…"_s);
    const QCommandLineOption runs(u"runs"_s, u"How often."_s, u"N"_s, u"9"_s);
    const QCommandLineOption json(u"json"_s, u"Prints JSON."_s);
    parser.addOptions({runs, json});
    parser.process(app);

    QList<Contender> contenders;
    const QStringList arguments = parser.positionalArguments();
    for (const QString &argument : arguments)
        contenders << Contender{argument.section(u'=', 0, 0), QProcess::splitCommand(argument.section(u'=', 1))};
    const bool usable = !contenders.isEmpty()
        && std::none_of(contenders.cbegin(), contenders.cend(), [](const Contender &c) { return c.command.isEmpty(); });
    const int count = parser.value(runs).toInt();
    if (!usable || count < 1) {
        QTextStream(stderr) << "laneway-bench-firstpaint: NAME=COMMAND…, --runs from 1" << Qt::endl;
        return usageStatus;
    }
    const HelperEnvironment environment;
    const auto screen = Screen::open();
    if (!screen) {
        QTextStream(stderr) << "laneway-bench-firstpaint: " << screen.error().toString() << Qt::endl;
        return 1;
    }

    std::vector<std::vector<Start>> starts(size_t(contenders.size()));
    for (int turn = -warmUps; turn < count; ++turn) {
        for (qsizetype i = 0; i < contenders.size(); ++i) {
            const auto start = startOnce(**screen, environment, contenders[i]);
            if (!start) {
                QTextStream(stderr) << "laneway-bench-firstpaint: " << start.error().toString() << Qt::endl;
                return 1;
            }
            if (turn >= 0)
                starts[size_t(i)].push_back(*start);
        }
    }

    QTextStream out(stdout);
    QJsonArray rows;
    if (!parser.isSet(json))
        out << QStringLiteral("%1 %2 %3 %4 %5 %6 %7\n")
                   .arg(u"program"_s, -28)
                   .arg(u"runs"_s, 4)
                   .arg(u"window ms"_s, 10)
                   .arg(u"paint ms"_s, 9)
                   .arg(u"complete ms"_s, 12)
                   .arg(u"PSS MB"_s, 7)
                   .arg(u"helper's"_s, 9);
    for (qsizetype i = 0; i < contenders.size(); ++i) {
        const std::vector<Start> &of = starts[size_t(i)];
        const auto figure = [&](double Start::*member) { return median(of, member); };
        if (parser.isSet(json)) {
            rows += QJsonObject{{u"program"_s, contenders[i].name}, {u"runs"_s, count},
                {u"windowMs"_s, figure(&Start::windowMs)}, {u"paintMs"_s, figure(&Start::paintMs)},
                {u"completeMs"_s, figure(&Start::completeMs)}, {u"pssMb"_s, figure(&Start::pssMb)},
                {u"helperPssMb"_s, figure(&Start::helperPssMb)}};
            continue;
        }
        const auto text
            = [&](double Start::*member, int decimals) { return QString::number(figure(member), 'f', decimals); };
        out << QStringLiteral("%1 %2 %3 %4 %5 %6 %7\n")
                   .arg(contenders[i].name, -28)
                   .arg(count, 4)
                   .arg(text(&Start::windowMs, 0), 10)
                   .arg(text(&Start::paintMs, 0), 9)
                   .arg(text(&Start::completeMs, 0), 12)
                   .arg(text(&Start::pssMb, 1), 7)
                   .arg(text(&Start::helperPssMb, 1), 9);
    }
    if (parser.isSet(json)) {
        out << QJsonDocument(rows).toJson();
        return 0;
    }
    for (qsizetype i = 1; i < contenders.size(); ++i) {
        const auto ratio
            = [&](double Start::*member) { return median(starts[0], member) / median(starts[size_t(i)], member); };
        out << contenders[0].name << " beside " << contenders[i].name << ": first paint "
            << reached(ratio(&Start::paintMs), timeGoal) << "; PSS " << reached(ratio(&Start::pssMb), memoryGoal)
            << '\n';
    }
    return 0;
}
