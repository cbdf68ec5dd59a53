// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/planinfo.h"

#include <QJsonArray>

namespace laneway {

/// To standard output.
void print(const QString &text);
void print(const QJsonObject &json);
void print(const QJsonArray &json);
/// To standard error, for a person.
void complain(const QString &text);

/// Rows under a heading, as virsh prints them.
class Table
{
public:
    explicit Table(const QStringList &heading)
        : m_rows{heading}
    {
    }
    void add(const QStringList &row) { m_rows += row; }
    QString text() const;

private:
    QList<QStringList> m_rows;
};

QString planText(const PlanInfo &plan);
/// What the host loses by it, one a line; empty when nothing.
QString lossesText(const PlanInfo &plan);
/// What drivers did not take, one a line; empty when they took all.
QString refusalsText(const QList<VfRefusal> &refused);
/// What the verdicts in an error's extra have against it, one a line; empty when there are none.
QString reasonsText(const Error &error);
int exitStatus(const Error &error);

} // namespace laneway
