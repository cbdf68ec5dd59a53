// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Has an 802.1Qbh switch associate the port of one VF with a profile, which says VLAN and limits, and
/// waits for its answer, as long as libvirt does.
/// Arguments: "device" (the VF), "pf", "index", "profile", "domain" (UUID), "mac" (empty: none).
class AssociatePort : public Step
{
public:
    struct Values
    {
        PciAddress device;
        PciAddress pf;
        VfIndex vf;
        QString profile;
        QUuid domain;
        std::optional<MacAddress> mac;
    };
    explicit AssociatePort(const Values &values)
        : m_values(values)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    const PciAddress &pf() const { return m_values.pf; }

    QString kind() const override { return u"associate-port"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    QList<PciAddress> devices() const override { return {m_values.device}; }
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    Result<> await(const Kernel &kernel, const QString &interface) const;

    Values m_values;
};

} // namespace laneway
