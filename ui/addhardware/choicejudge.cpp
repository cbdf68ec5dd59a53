// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/choicejudge.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>

namespace laneway {

namespace {

bool same(const DropVerdict &a, const DropVerdict &b)
{
    return a.level == b.level && a.sentence == b.sentence && a.devices == b.devices
        && a.companions == b.companions && a.suggested == b.suggested && a.reasons == b.reasons;
}

} // namespace

ChoiceJudge::ChoiceJudge(Connection &connection, const DropTarget &target, QObject *parent)
    : QObject(parent), m_connection(connection), m_target(target)
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
    if (m_working) {
        m_again = true;
        return;
    }
    m_working = true;
    QThreadPool::globalInstance()->start([self = QPointer<ChoiceJudge>(this), host = m_connection.host(),
                                             claims = m_connection.claims(), asked = m_asked,
                                             target = m_target]() mutable {
        const DropVerdict verdict = dropVerdict(host, claims, asked, target);
        host = {}; // freed here, if nobody else has it
        claims = {};
        // To the application's thread; only there it is known whether anybody still waits.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, asked, verdict] {
                if (!self)
                    return;
                self->m_working = false;
                if (asked == self->m_asked && !(self->m_answer && same(*self->m_answer, verdict))) {
                    self->m_answer = verdict;
                    Q_EMIT self->answered();
                }
                if (self && std::exchange(self->m_again, false))
                    self->begin();
            },
            Qt::QueuedConnection);
    });
}

} // namespace laneway
