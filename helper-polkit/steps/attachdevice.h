// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Plugs a host device into a running guest. Arguments: "device", "name" (of the domain), "guest",
/// "properties" (device_add's), "nodes" (it must be able to open), "memoryLock" and "formerMemoryLock"
/// (bytes, as text). The unit's list of nodes is not narrowed again by an undo: what protects a node
/// is that it is lent, and it is not any more.
class AttachDevice : public Step
{
public:
    struct Values
    {
        PciAddress device;
        QString domainName;
        GuestRef guest;
        QJsonObject properties;
        QStringList nodes;
        quint64 memoryLock = 0;
        quint64 formerMemoryLock = 0;
    };
    explicit AttachDevice(const Values &values)
        : m_values(values)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    const Values &values() const { return m_values; }
    QString kind() const override { return u"attach-device"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    QList<PciAddress> devices() const override { return {m_values.device}; }
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    QString id() const { return m_values.properties[u"id"].toString(); }
    Values m_values;
};

} // namespace laneway
