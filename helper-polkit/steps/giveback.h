// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Takes a step of an earlier job back: the release of what a guest held, and the undo of a job.
/// Arguments: "step" {"kind","arguments"}, "former".
class GiveBack : public Step
{
public:
    GiveBack(const StepPtr &step, const QJsonObject &former);
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    const StepPtr &step() const { return m_step; }

    QString kind() const override { return u"give-back"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    QList<PciAddress> devices() const override { return m_step->devices(); }
    QList<UsbPort> usbDevices() const override { return m_step->usbDevices(); }
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    /// Reads back itself, as every undo does.
    Result<> apply(Kernel &kernel) const override { return m_step->undo(kernel, m_former); }
    Result<QJsonObject> perform(Kernel &kernel) const override { return m_step->takeBack(kernel, m_former); }
    Result<> verify(const Kernel &) const override { return {}; }
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    StepPtr m_step;
    QJsonObject m_former;
};

} // namespace laneway
