// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Sets how many virtual functions a PF has. Every VF is made anew, so the former ones' settings,
/// drivers and overrides are kept and come back with an undo.
/// Whether drivers of the host take the new ones (sriov_drivers_autoprobe) can be set with it.
/// Arguments: "device", "count", "from", "autoprobe" (optional).
class SetVfCount : public Step
{
public:
    SetVfCount(const PciAddress &device, int count, int from, std::optional<bool> autoprobe = {});
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"set-vf-count"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    QList<PciAddress> devices() const override { return {m_device}; }
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    std::optional<bool> autoprobe(const Kernel &kernel) const;
    Result<> setAutoprobe(Kernel &kernel, bool on) const;
    Result<> setCount(Kernel &kernel, int count) const;
    Result<> writeCount(Kernel &kernel, int count) const;
    std::optional<int> count(const Kernel &kernel) const;
    std::optional<PciAddress> vf(const Kernel &kernel, int index) const;

    PciAddress m_device;
    int m_count;
    int m_from;
    std::optional<bool> m_autoprobe;
};

} // namespace laneway
