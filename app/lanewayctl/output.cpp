// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"

#include "commandline.h"
#include "host/reasontext.h"

#include <QJsonDocument>

#include <cstdio>

namespace laneway {

namespace {
void write(std::FILE *file, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), file);
    std::fflush(file);
}
} // namespace

void print(const QString &text)
{
    write(stdout, text);
}

void print(const QJsonObject &json)
{
    print(QString::fromUtf8(QJsonDocument(json).toJson()));
}

void print(const QJsonArray &json)
{
    print(QString::fromUtf8(QJsonDocument(json).toJson()));
}

void complain(const QString &text)
{
    write(stderr, text);
}

QString Table::text() const
{
    QList<qsizetype> widths;
    for (const QStringList &row : m_rows) {
        widths.resize(qMax(widths.size(), row.size()));
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = qMax(widths[i], row[i].size());
    }
    qsizetype whole = 0;
    for (const qsizetype width : std::as_const(widths))
        whole += width + 3;
    QString text;
    for (qsizetype r = 0; r < m_rows.size(); ++r) {
        QString line;
        for (qsizetype i = 0; i < m_rows[r].size(); ++i)
            line += u' ' + m_rows[r][i].leftJustified(widths[i] + 2);
        while (line.endsWith(u' '))
            line.chop(1);
        text += line + u'\n';
        if (r == 0)
            text += QString(whole, u'-') + u'\n';
    }
    return text;
}

QString lossesText(const PlanInfo &plan)
{
    QString text;
    for (const QString &loss : plan.loses)
        text += (text.isEmpty() ? Ctl::tr("What is lost:") + u'\n' : QString()) + u"  - "_s + loss + u'\n';
    return text;
}

QString refusalsText(const QList<VfRefusal> &refused)
{
    QString text;
    for (const VfRefusal &refusal : refused)
        text += Ctl::tr("  - VF %1, %2: %3")
                    .arg(QString::number(refusal.vf.value), nameOf(refusal.field), errorText(refusal.error))
            + u'\n';
    return text;
}

QString planText(const PlanInfo &plan)
{
    QString text = plan.title + u"\n"_s;
    int number = 0;
    for (const StepInfo &step : plan.steps) {
        text += u"\n%1. %2\n"_s.arg(++number, 3).arg(step.text);
        for (const QString &command : step.commands)
            text += u"       $ "_s + command + u'\n';
        if (!step.verifyText.isEmpty())
            text += u"     "_s + Ctl::tr("Checked: %1").arg(step.verifyText) + u'\n';
        if (!step.undoText.isEmpty())
            text += u"     "_s + Ctl::tr("Taken back: %1").arg(step.undoText) + u'\n';
    }
    if (!plan.loses.isEmpty())
        text += u'\n' + lossesText(plan);
    if (!plan.warnings.isEmpty())
        text += u'\n' + plan.warnings.join(u'\n') + u'\n';
    return text + u'\n' + Ctl::tr("Nothing was changed.") + u'\n';
}

QString reasonsText(const Error &error)
{
    QString text;
    const QJsonArray verdicts = error.extra[u"reasons"].toArray();
    for (const QJsonValue &verdict : verdicts) {
        const QJsonArray reasons = verdict[u"reasons"].toArray();
        for (const QJsonValue &value : reasons) {
            const Reason reason = reasonFromJson(value.toObject());
            if (reason.level == Level::Ready)
                continue; // no reason against it
            text += u"  - "_s + verdict[u"address"].toString() + u": "_s + reasonText(reason) + u'\n';
            const QList<Remedy> remedies = remediesFor(reason);
            for (const Remedy &remedy : remedies)
                text += u"      "_s + remedy.text + u'\n';
        }
    }
    return text;
}

int exitStatus(const Error &error)
{
    if (!error.extra[u"reasons"].toArray().isEmpty())
        return BlockedByVerdict;
    switch (error.code) {
    case ErrorCode::NotAuthorized:
    case ErrorCode::AuthorizationDismissed:
    case ErrorCode::NoAuthenticationAgent: return NotAuthorised;
    case ErrorCode::GroupNotViable:
    case ErrorCode::DeviceInUse:
    case ErrorCode::NotAnEndpoint:
    case ErrorCode::NotAVirtualFunction:
    case ErrorCode::IommuUnavailable:
    case ErrorCode::ReadOnlyHost: return BlockedByVerdict;
    default: return Failed;
    }
}

} // namespace laneway
