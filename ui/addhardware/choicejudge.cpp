// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/choicejudge.h"

#include <algorithm>

namespace laneway {

namespace {

bool same(const DropVerdict &a, const DropVerdict &b)
{
    return a.level == b.level && a.sentence == b.sentence && a.devices == b.devices && a.companions == b.companions
        && a.suggested == b.suggested && a.reasons == b.reasons;
}

} // namespace

ChoiceJudge::ChoiceJudge(Connection &connection, const DropTarget &target, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_target(target)
    , m_judge(this, [this](const Judged &judged) { take(judged.verdict, judged.asked); })
{
    connect(&connection, &Connection::ready, this, &ChoiceJudge::begin);
    connect(&connection, &Connection::hostChanged, this, &ChoiceJudge::begin);
    connect(&connection, &Connection::claimsChanged, this, &ChoiceJudge::begin);
}

void ChoiceJudge::ask(const QList<PciAddress> &devices)
{
    QList<PciAddress> sorted = devices;
    std::sort(sorted.begin(), sorted.end());
    if (sorted == m_asked)
        return;
    m_asked = sorted;
    m_answer.reset();
    begin();
}

void ChoiceJudge::begin()
{
    if (m_asked.isEmpty() || !m_connection.isReady())
        return;
    m_judge.ask([host = m_connection.host(), claims = m_connection.claims(), asked = m_asked, target = m_target] {
        return Judged{asked, dropVerdict(host, claims, asked, target)};
    });
}

void ChoiceJudge::take(const DropVerdict &verdict, const QList<PciAddress> &asked)
{
    if (asked != m_asked || (m_answer && same(*m_answer, verdict)))
        return;
    m_answer = verdict;
    Q_EMIT answered();
}

} // namespace laneway
