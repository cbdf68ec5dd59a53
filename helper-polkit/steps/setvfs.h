// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Changes what a PF's switch does with many VFs, as one netlink batch. Its cost grows with the number
/// of VFs and no faster: all are read at once before and after the change, whatever their number.
/// Arguments: "pf", "vfs" [changeToWords()], "refused" ("rollback" or "keep").
/// Former state: "vfs" [VfSettings::toWords()]. Older journals have the JSON of both.
/// Result, with "keep": {"refused":[VfRefusal…]}; a field that was taken and does not read so is in it.
class SetVfs : public Step
{
public:
    enum class OnRefusal { RollBack, Keep };

    SetVfs(const PciAddress &pf, const VfChanges &changes, OnRefusal onRefusal);
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    const PciAddress &pf() const { return m_pf; }
    const VfChanges &changes() const { return m_changes; }

    QString kind() const override { return u"set-vfs"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    /// The PF alone: whether it has the same VFs is a fact of its own.
    QList<PciAddress> devices() const override { return {m_pf}; }
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<Prepared> prepare(const Kernel &kernel) const override;
    Result<QJsonObject> perform(Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;
    Result<QJsonObject> takeBack(Kernel &kernel, const QJsonObject &former) const override;

private:
    Result<QList<VfSettings>> read(const Kernel &kernel) const;
    Result<QList<VfSettings>> read(const Kernel &kernel, const QString &interface) const;
    Result<QJsonObject> send(Kernel &kernel, const QList<VfSettings> &now) const;
    /// What the PF does not report as wanted, @p known left out. Waits for a driver that is late.
    Result<QList<VfRefusal>> readBack(
        const Kernel &kernel, const QString &interface, const QList<VfRefusal> &known) const;

    PciAddress m_pf;
    VfChanges m_changes;
    OnRefusal m_onRefusal;
};

/// KernelRefused, or as the first one says; extra["refused"] holds all of them.
Error refusalError(const PciAddress &pf, const QList<VfRefusal> &refused);

/// [changeToWords() or {"index", and VfChange's members}]. Fails with InvalidInput; an index comes once.
Result<VfChanges> vfChangesFromJson(const QJsonArray &json);

} // namespace laneway
