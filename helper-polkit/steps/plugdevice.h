// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"
#include "qemu/guestboard.h"

namespace laneway {

/// An emulated device of a running guest. Arguments: "device" (its name for people), "name" (of the
/// machine), "guest", "id", "backends" [{"option","object"}] in the order in which they stand on each
/// other, "properties" (of device_add), "nodes" (below /dev, that it opens), "linkDown".
struct DevicePlug
{
    QString device;
    QString domainName;
    GuestRef guest;
    QemuDevice made;
    std::optional<GuestTap> tap; ///< the host's end of a network interface: "tap"

    QString id() const { return made.device[u"id"].toString(); }
    QJsonObject toJson() const;
    static Result<DevicePlug> fromJson(const QJsonObject &json);
    QStringList plugInCommands() const;
    QStringList plugOutCommands() const;
    /// Goes on from any point in between.
    Result<> plugIn(Kernel &kernel) const;
    Result<> plugOut(Kernel &kernel) const;
    Result<> verify(const Kernel &kernel, bool wanted) const;

private:
    Result<QemuDevice::Backend> withTap(Kernel &kernel, const QemuDevice::Backend &backend) const;
};

/// Plugs it in; undo: out, with what it stands on.
class PlugDevice : public Step
{
public:
    explicit PlugDevice(const DevicePlug &plug)
        : m_plug(plug)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"plug-device"_s; }
    QJsonObject arguments() const override { return m_plug.toJson(); }
    QStringList commands() const override { return m_plug.plugInCommands(); }
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    Result<> apply(Kernel &kernel) const override { return m_plug.plugIn(kernel); }
    Result<> verify(const Kernel &kernel) const override { return m_plug.verify(kernel, true); }
    Result<> undo(Kernel &kernel, const QJsonObject &) const override { return m_plug.plugOut(kernel); }

private:
    DevicePlug m_plug;
};

/// Plugs it out, once the guest's system lets it go; undo: in again.
class UnplugDevice : public Step
{
public:
    explicit UnplugDevice(const DevicePlug &plug)
        : m_plug(plug)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"unplug-device"_s; }
    QJsonObject arguments() const override { return m_plug.toJson(); }
    QStringList commands() const override { return m_plug.plugOutCommands(); }
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    Result<> apply(Kernel &kernel) const override { return m_plug.plugOut(kernel); }
    Result<> verify(const Kernel &kernel) const override { return m_plug.verify(kernel, false); }
    Result<> undo(Kernel &kernel, const QJsonObject &) const override;

private:
    DevicePlug m_plug;
};

} // namespace laneway
