// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/guestclock.h"

#include <QRegularExpression>

namespace laneway {

namespace {
QString asQemuReads(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss");
}
} // namespace

QString clockBase(const ClockXml &clock)
{
    const QString signedSeconds = (clock.seconds < 0 ? u""_s : u"+"_s) + QString::number(clock.seconds);
    switch (clock.base) {
    case ClockXml::Base::Utc: return clock.seconds == 0 ? u"utc"_s : u"@utc%1@"_s.arg(signedSeconds);
    case ClockXml::Base::Localtime: return clock.seconds == 0 ? u"localtime"_s : u"@localtime%1@"_s.arg(signedSeconds);
    case ClockXml::Base::Zone: return u"localtime"_s;
    case ClockXml::Base::Instant: return asQemuReads(QDateTime::fromSecsSinceEpoch(clock.seconds, Qt::UTC));
    }
    return u"utc"_s;
}

QString withClockAt(const QString &argument, const QDateTime &now)
{
    static const QRegularExpression form(u"@(utc|localtime)([+-][0-9]{1,12})@"_s);
    const auto match = form.match(argument);
    if (!match.hasMatch())
        return argument;
    const qint64 zone = match.captured(1) == u"localtime" ? now.offsetFromUtc() : 0;
    const QDateTime shown = now.addSecs(match.captured(2).toLongLong() + zone);
    return QString(argument).replace(match.captured(0), asQemuReads(shown));
}

} // namespace laneway
