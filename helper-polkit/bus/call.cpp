// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/call.h"

#include "core/busnames.h"
#include "host/reasontext.h"

#include <QJsonDocument>
#include <QLoggingCategory>

namespace laneway {

Q_LOGGING_CATEGORY(lcBus, "laneway.bus")

void Call::reply(const QVariantList &values) const
{
    if (message.isReplyRequired())
        connection.send(message.createReply(values));
}

void Call::refuse(const Error &error) const
{
    // Names of devices and members only: no XML, and nothing that a caller could forge lines with.
    qCInfo(lcBus).noquote() << u"uid %1 %2 refused: %3"_s.arg(caller.uid).arg(message.member(), errorName(error.code));
    if (!message.isReplyRequired())
        return;
    QDBusMessage answer = message.createErrorReply(busnames::errorPrefix + errorName(error.code), errorText(error));
    answer << QString::fromUtf8(QJsonDocument(error.toJson()).toJson(QJsonDocument::Compact));
    connection.send(answer);
}

} // namespace laneway
