// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Lets a machine's owner open the VFIO node of an IOMMU group. The node appears when the group's
/// first device is bound to vfio-pci, and with it goes all that was lent.
/// Arguments: "group", "uid", "devices" (of the group that the machine gets).
class LendNode : public Step
{
public:
    LendNode(int group, uint uid, const QList<PciAddress> &devices);
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    int group() const { return m_group; }

    QString kind() const override { return u"lend-node"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    QList<PciAddress> devices() const override { return m_devices; }
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    bool isLent(const NodeState &state) const;

    int m_group;
    uint m_uid;
    QList<PciAddress> m_devices;
};

} // namespace laneway
