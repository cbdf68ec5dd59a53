// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Names that libvirt and we give ("vnet0"): asked for, they are given anew, and no rule of the host is about one.
bool isGivenTapName(QStringView name);

/// Makes the host's end of a guest's network interface: a tap in a bridge, or one on a network card
/// (macvtap). It has a name of its own last: made under a hidden one and marked, it is known again whatever
/// happened, and no other interface is taken for it. Arguments: "interface", "token", "mac", "mtu" (0: the
/// bridge's), "queues", and "bridge", perhaps with "lowersMtu", or "lower" with "mode".
class AddTap : public Step
{
public:
    struct Values
    {
        QString interface;
        QString token; ///< random, 8 hexadecimal digits
        QString bridge; ///< empty: it is on "lower"
        QString lower;
        QString mode; ///< of macvtap, as in libvirt's XML
        MacAddress mac; ///< the host's end: of a bridge not the guest's own
        int mtu = 0;
        bool lowersMtu = false; ///< the MTU is smaller than the bridge's, which goes down with it
        int queues = 1;
    };
    explicit AddTap(const Values &values)
        : m_values(values)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    const Values &values() const { return m_values; }
    QString mark() const { return u"laneway "_s + m_values.token; }

    QString kind() const override { return u"add-tap"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    QStringList undoCommands() const { return {u"ip link delete dev "_s + m_values.interface}; }
    /// {"lowerMac"}: what the network card has before it is passed through.
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    QString hiddenName() const { return u"lw-"_s + m_values.token; }
    Result<std::optional<HostLink>> find(const Kernel &kernel) const; ///< the one that is ours
    Result<> make(Kernel &kernel) const;
    bool isPassedThrough() const { return m_values.mode == u"passthrough"; }

    Values m_values;
};

} // namespace laneway
