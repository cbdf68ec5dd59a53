// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>

#include <functional>

namespace laneway {

using Work = std::function<Result<>()>;

/// What is to be reached beside the bare work. Zero: no such goal.
struct Goal
{
    double times = 0;
    double moreMs = 0;
};

/// One way of doing it. The first of compare()'s is the bare one.
struct Contender
{
    QString name; ///< "job with journal"
    Work work;
    Work back; ///< undoes work
    Goal goal = {};
};

/// Medians of one kind of work done in two ways.
struct Row
{
    QString work; ///< "detach 0000:01:10.1"
    QString contender;
    int runs = 0;
    double bareMs = 0;
    double oursMs = 0;
    Goal goal;
    int functions = 0; ///< of a scan: to see whether the cost grows evenly

    double ratio() const { return oursMs / bareMs; }
    double moreMs() const { return oursMs - bareMs; }
    bool reached() const;
};

/// Everything that one run found out.
class Report
{
public:
    /// Turn by turn, so that the machine's moods hit all alike, after two turns that only warm the
    /// caches. @p back names the undoing; empty: that is not shown. @p between is done after each
    /// piece of work, unmeasured. Stops at the first failure.
    void compare(const QString &work, const QString &back, int runs, const QList<Contender> &contenders,
        int functions = 0, const Work &between = {});
    void leaveOut(const QString &work, const QString &why);
    void fail(const QString &work, const Error &error);

    bool hasFailures() const { return m_failures; }
    void print() const;
    void printJson() const;

private:
    struct Note
    {
        QString work;
        QString why;
    };
    QList<Row> m_rows;
    QList<Note> m_leftOut;
    bool m_failures = false;
};

} // namespace laneway
