// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QSysInfo>
#include <QTextStream>
#include <QThread>

#include <algorithm>
#include <cstdlib>

namespace laneway {

namespace {

struct Times
{
    QList<double> work;
    QList<double> back;
};

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

Result<double> timed(const Work &work)
{
    QElapsedTimer time;
    time.start();
    if (const auto done = work(); !done)
        return fail(done.error());
    return double(time.nsecsElapsed()) / 1e6;
}

Result<> takeTurn(const QList<Contender> &contenders, QList<Times> &times, bool counts, const Work &between)
{
    for (qsizetype i = 0; i < contenders.size(); ++i) {
        const auto there = timed(contenders[i].work);
        if (!there)
            return fail(there.error());
        if (between)
            (void)between();
        const auto back = contenders[i].back ? timed(contenders[i].back) : 0.0;
        if (!back)
            return fail(back.error());
        if (between)
            (void)between();
        if (!counts)
            continue;
        times[i].work += *there;
        times[i].back += *back;
    }
    return {};
}

QString figure(double value)
{
    return QString::number(value, 'f', value < 10 ? 3 : 1);
}

QString goalText(const Goal &goal)
{
    if (goal.times > 0)
        return u"at most %1 times"_s.arg(goal.times);
    return goal.moreMs > 0 ? u"at most %1 ms more"_s.arg(goal.moreMs) : QString();
}

QString qemuVersion()
{
    QProcess qemu;
    qemu.start(u"qemu-system-x86_64"_s, {u"--version"_s});
    if (!qemu.waitForFinished(30'000))
        return u"no QEMU"_s;
    return QString::fromUtf8(qemu.readLine().trimmed());
}

QString loadAverage()
{
    double load = 0;
    return ::getloadavg(&load, 1) == 1 ? figure(load) : u"unknown"_s;
}

} // namespace

bool Row::reached() const
{
    if (goal.times > 0)
        return ratio() <= goal.times;
    return goal.moreMs <= 0 || moreMs() <= goal.moreMs;
}

void Report::compare(const QString &work, const QString &back, int runs, const QList<Contender> &contenders,
    int functions, const Work &between)
{
    QList<Times> times(contenders.size());
    for (int turn = -2; turn < runs; ++turn) {
        if (const auto taken = takeTurn(contenders, times, turn >= 0, between); !taken)
            return fail(work, taken.error());
    }
    for (qsizetype i = 1; i < contenders.size(); ++i) {
        const Contender &ours = contenders[i];
        m_rows += {work, ours.name, runs, median(times[0].work), median(times[i].work), ours.goal, functions};
        if (!back.isEmpty())
            m_rows += {back, ours.name, runs, median(times[0].back), median(times[i].back), ours.goal, functions};
    }
}

void Report::leaveOut(const QString &work, const QString &why)
{
    m_leftOut += {work, why};
}

void Report::fail(const QString &work, const Error &error)
{
    m_failures = true;
    m_leftOut += {work, u"failed: "_s + error.toString()};
}

void Report::print() const
{
    QTextStream out(stdout);
    out << QDateTime::currentDateTimeUtc().toString(Qt::ISODate) << ", linux " << QSysInfo::kernelVersion() << ", "
        << qemuVersion() << ", " << QThread::idealThreadCount() << " CPUs, load " << loadAverage()
        << "\nMedians in milliseconds; the ways take turns.\n\n";
    if (!m_rows.isEmpty())
        out << u"work"_s.leftJustified(40) << u"way, beside the bare one"_s.leftJustified(34)
            << u"runs"_s.rightJustified(6) << u"bare"_s.rightJustified(10) << u"this way"_s.rightJustified(10)
            << u"times"_s.rightJustified(8) << u"more"_s.rightJustified(10) << "  goal\n";
    for (const Row &row : m_rows) {
        const QString goal = goalText(row.goal);
        out << row.work.leftJustified(40) << row.contender.leftJustified(34)
            << QString::number(row.runs).rightJustified(6) << figure(row.bareMs).rightJustified(10)
            << figure(row.oursMs).rightJustified(10) << QString::number(row.ratio(), 'f', 2).rightJustified(8)
            << figure(row.moreMs()).rightJustified(10);
        if (!goal.isEmpty())
            out << "  " << goal << (row.reached() ? ": reached" : ": missed");
        else if (row.functions > 0)
            out << "  " << figure(row.oursMs / row.functions * 1000) << u" µs a function"_s;
        out << '\n';
    }
    for (const Note &note : m_leftOut)
        out << "left out: " << note.work << ": " << note.why << '\n';
}

void Report::printJson() const
{
    QJsonArray rows;
    for (const Row &row : m_rows) {
        QJsonObject json{{u"work"_s, row.work}, {u"contender"_s, row.contender}, {u"runs"_s, row.runs},
            {u"bareMs"_s, row.bareMs}, {u"oursMs"_s, row.oursMs}, {u"ratio"_s, row.ratio()},
            {u"moreMs"_s, row.moreMs()}};
        if (const QString goal = goalText(row.goal); !goal.isEmpty()) {
            json[u"goal"] = goal;
            json[u"reached"] = row.reached();
        }
        if (row.functions > 0)
            json[u"functions"] = row.functions;
        rows += json;
    }
    QJsonArray leftOut;
    for (const Note &note : m_leftOut)
        leftOut += QJsonObject{{u"work"_s, note.work}, {u"why"_s, note.why}};
    const QJsonObject all{{u"time"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
        {u"kernel"_s, QSysInfo::kernelVersion()}, {u"qemu"_s, qemuVersion()}, {u"cpus"_s, QThread::idealThreadCount()},
        {u"load"_s, loadAverage()}, {u"rows"_s, rows}, {u"leftOut"_s, leftOut}};
    QTextStream(stdout) << QJsonDocument(all).toJson();
}

} // namespace laneway
