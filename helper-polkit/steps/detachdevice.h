// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Takes a host device out of a running guest; the guest's system must let it go.
/// Arguments: "device", "name" (of the domain), "guest", "properties" (to plug it in again).
class DetachDevice : public Step
{
public:
    DetachDevice(
        const PciAddress &device, const QString &domainName, const GuestRef &guest, const QJsonObject &properties);
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"detach-device"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    QList<PciAddress> devices() const override { return {m_device}; }
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    QString id() const { return m_properties[u"id"].toString(); }

    PciAddress m_device;
    QString m_domainName;
    GuestRef m_guest;
    QJsonObject m_properties;
};

} // namespace laneway
