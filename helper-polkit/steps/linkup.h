// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Takes a PF's interface up: its VFs pass no frames otherwise. Arguments: "device", "interface" (for
/// words only: names move, so it is looked up afresh).
class LinkUp : public Step
{
public:
    LinkUp(const PciAddress &device, const QString &interface);
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"link-up"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override { return {u"ip link set dev "_s + m_interface + u" up"_s}; }
    QList<PciAddress> devices() const override { return {m_device}; }
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    Result<QString> interface(const Kernel &kernel) const;
    Result<bool> isUp(const Kernel &kernel) const;

    PciAddress m_device;
    QString m_interface;
};

} // namespace laneway
