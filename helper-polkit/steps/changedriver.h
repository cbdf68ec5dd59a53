// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Moves a device to another driver: override, unbind and probe as one, because in reverse they would
/// not undo (the override would still be set when the former driver is probed).
/// Arguments: "device", "driver", "override", "from". An empty driver is "whichever the kernel
/// chooses, but not the one that it comes from".
class ChangeDriver : public Step
{
public:
    ChangeDriver(const PciAddress &device, const QString &driver, const QString &override, const QString &from);
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    const PciAddress &device() const { return m_device; }
    const QString &driver() const { return m_driver; }

    QString kind() const override { return u"change-driver"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    QList<PciAddress> devices() const override { return {m_device}; }
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    PciAddress m_device;
    QString m_driver;
    QString m_override;
    QString m_from;
};

/// Brings @p device to exactly @p driver (empty: none) with exactly @p override. Can be repeated from
/// any point in between.
Result<> bringToDriver(Kernel &kernel, const PciAddress &device, const QString &driver, const QString &override);
/// Brings @p device back to exactly @p former, a driverState(); used by other steps that restore
/// drivers. Can be repeated too.
Result<> restoreDriver(Kernel &kernel, const PciAddress &device, const QJsonObject &former);

} // namespace laneway
