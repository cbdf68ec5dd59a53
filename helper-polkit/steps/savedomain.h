// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

#include <QUuid>

namespace laneway {

/// Stops a guest and writes its memory into the helper's own folder "directory"; the step after it
/// ends the process. Until then it can go on. "then": "running" or "paused", how it goes on when it is
/// restored; as it is now without. Arguments: "domain", "name", "guest", "owner", "xml", "limit"
/// (bytes), "directory", "then".
class SaveDomain : public Step
{
public:
    struct What
    {
        QUuid domain;
        QString name;
        GuestRef guest;
        uint owner = 0;
        QByteArray xml; ///< the live document
        quint64 limit = 0;
        QString directory;
        QString then = {};
    };
    explicit SaveDomain(const What &what)
        : m_what(what)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    StepPtr within(quint64 room) const; ///< the same, of no more bytes than this

    QString kind() const override { return u"save-domain"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override { return {}; } // virsh's would be another's
    /// {"running": whether it goes on after an undo}
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    Result<QString> status(Guests &guests) const;
    Result<> save(Guests &guests, bool running) const;

    What m_what;
};

} // namespace laneway
