// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

#include <QJsonArray>

namespace laneway {

/// Gives virtual functions of an NVMe controller queues and interrupts, the same number each, and puts
/// them online: no driver can do anything with one before. Arguments: "device" (the PF), "vfs" (their
/// numbers), "controllers" (theirs; for words only, looked up afresh), "queues", "interrupts".
class OnlineNvmeVfs : public Step
{
public:
    struct Share
    {
        int queues = 0;
        int interrupts = 0;
    };
    OnlineNvmeVfs(const PciAddress &device, const QList<int> &vfs, const QList<int> &controllers, Share share);
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"online-nvme-vfs"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    QList<PciAddress> devices() const override { return {m_device}; }
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

    const QList<int> &vfs() const { return m_vfs; }

private:
    Result<QList<NvmeSecondary>> wanted(const NvmeVirtualization &now) const;

    PciAddress m_device;
    QList<int> m_vfs;
    QList<int> m_controllers;
    Share m_share;
};

/// What the secondary controllers behind @p pf have; an empty list where it is no NVMe controller, or one
/// that does not manage any.
Result<QJsonArray> secondariesNow(const Kernel &kernel, const PciAddress &pf);
/// Gives them what they had then. One without its virtual function is left offline.
Result<> restoreSecondaries(Kernel &kernel, const PciAddress &pf, const QJsonArray &former);

} // namespace laneway
