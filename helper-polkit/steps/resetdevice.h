// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Resets a function by the kernel's best method. There is nothing to undo. Arguments: "device".
class ResetDevice : public Step
{
public:
    explicit ResetDevice(const PciAddress &device)
        : m_device(device)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"reset-device"_s; }
    QJsonObject arguments() const override { return {{u"device"_s, m_device.toString()}}; }
    QStringList commands() const override;
    QList<PciAddress> devices() const override { return {m_device}; }
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &, const QJsonObject &) const override { return {}; }

private:
    PciAddress m_device;
};

} // namespace laneway
