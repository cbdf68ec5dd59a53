// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "models/dropverdict.h"
#include "ui/newestonly.h"

namespace laneway {

/// What giving the chosen devices to a machine would mean: worked out on a worker, for the newest
/// question only, and again when the host or the claims change.
class ChoiceJudge : public QObject
{
    Q_OBJECT
public:
    ChoiceJudge(Connection &connection, const DropTarget &target, QObject *parent = nullptr);

    void ask(const QList<PciAddress> &devices);
    const QList<PciAddress> &asked() const { return m_asked; }
    /// Nothing while it is being worked out.
    const DropVerdict *answer() const { return m_answer ? &*m_answer : nullptr; }

Q_SIGNALS:
    void answered(); ///< there is an answer, and it is another than before

private:
    void begin();
    void take(const DropVerdict &verdict, const QList<PciAddress> &asked);

    Connection &m_connection;
    const DropTarget m_target;
    QList<PciAddress> m_asked;
    std::optional<DropVerdict> m_answer;
    struct Judged
    {
        QList<PciAddress> asked;
        DropVerdict verdict;
    };
    NewestOnly<Judged> m_judge;
};

} // namespace laneway
