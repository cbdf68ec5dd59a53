// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Changes what a PF's switch does with one VF: MAC, VLAN, spoof check, trust, link state, rate.
/// Arguments: "device" (the VF), "pf", "index", "change" (VfChange).
class SetVf : public Step
{
public:
    SetVf(const PciAddress &device, const PciAddress &pf, VfIndex vf, const VfChange &change);
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    const PciAddress &device() const { return m_device; }
    const PciAddress &pf() const { return m_pf; }
    VfIndex vf() const { return m_vf; }
    const VfChange &change() const { return m_change; }

    QString kind() const override { return u"set-vf"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    QList<PciAddress> devices() const override { return {m_device}; }
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;
    Result<QJsonObject> takeBack(Kernel &kernel, const QJsonObject &former) const override;

private:
    PciAddress m_device;
    PciAddress m_pf;
    VfIndex m_vf;
    VfChange m_change;
};

} // namespace laneway
