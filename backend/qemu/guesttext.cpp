// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/guesttext.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QStringList>

namespace laneway {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype linesKept = 8;

// Cc and Cf: the latter holds the characters that turn the direction of the text around.
bool isHarmful(QChar c)
{
    return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format || c == QChar::LineSeparator
        || c == QChar::ParagraphSeparator;
}
} // namespace

QString cleanGuestText(const QByteArray &text, qsizetype maximum)
{
    // Four bytes make at most two of our characters, so this much is always enough.
    const QString raw = QString::fromUtf8(text.right(maximum * 4));
    QString clean;
    clean.reserve(raw.size());
    for (const QChar c : raw) {
        if (c == u'\r')
            continue;
        if (c != u'\n' && isHarmful(c))
            clean += u"\\x"_s + QString::number(c.unicode(), 16).rightJustified(2, u'0');
        else
            clean += c;
    }
    clean = clean.trimmed();
    return clean.size() <= maximum ? clean : u"…"_s + clean.right(maximum - 1);
}

QString qemuFailureText(const QByteArray &standardError, const QString &program)
{
    static const QRegularExpression timeStamp(u"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d+Z ?"_s);
    const QString ownName = QFileInfo(program).fileName() + u": ";
    QStringList lines;
    for (QString line : cleanGuestText(standardError, 8'000).split(u'\n')) {
        line.remove(timeStamp);
        for (const QString &prefix : {QString(program + u": "), ownName})
            if (line.startsWith(prefix))
                line.remove(0, prefix.size());
        if (!line.trimmed().isEmpty())
            lines += line.trimmed();
    }
    return cleanGuestText(lines.mid(qMax(qsizetype(0), lines.size() - linesKept)).join(u'\n').toUtf8());
}

} // namespace laneway
