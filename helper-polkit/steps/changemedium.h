// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"
#include "qemu/guestboard.h"

namespace laneway {

/// Another medium in a drive of a running guest, or none. Arguments: "device" (the drive's name for
/// people), "name" (of the machine), "guest", "id", "from" and "to" (backends, empty: no medium), "nodes"
/// (below /dev, that the new one opens), "force" (also where the guest has locked the tray).
class ChangeMedium : public Step
{
public:
    struct Values
    {
        QString device;
        QString domainName;
        GuestRef guest;
        QString id;
        QList<QemuDevice::Backend> from;
        QList<QemuDevice::Backend> to;
        QStringList nodes;
        bool force = false;
    };
    explicit ChangeMedium(const Values &values)
        : m_values(values)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"change-medium"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    Result<> apply(Kernel &kernel) const override { return put(kernel, m_values.to, m_values.force); }
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    /// Goes on from any point in between.
    Result<> put(Kernel &kernel, const QList<QemuDevice::Backend> &medium, bool force) const;
    Result<> openTray(Kernel &kernel, bool force) const;
    Result<QJsonObject> drive(const Kernel &kernel) const;

    Values m_values;
};

} // namespace laneway
