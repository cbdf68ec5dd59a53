// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// A USB device of the host in a running guest. Arguments: "device" (its name for people), "port",
/// "name" (of the machine), "guest", "id", "properties" (of device_add).
struct UsbPlug
{
    UsbPort port;
    QString device;
    QString domainName;
    GuestRef guest;
    QJsonObject properties;

    QString id() const { return properties[u"id"].toString(); }
    QJsonObject toJson() const;
    static Result<UsbPlug> fromJson(const QJsonObject &json);
    Result<> plugIn(Kernel &kernel) const;
    Result<> plugOut(Kernel &kernel) const;
    Result<> verify(const Kernel &kernel, bool wanted) const;
};

/// Plugs it in; undo: out.
class AttachUsb : public Step
{
public:
    explicit AttachUsb(const UsbPlug &plug)
        : m_plug(plug)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"attach-usb"_s; }
    QJsonObject arguments() const override { return m_plug.toJson(); }
    QStringList commands() const override;
    QList<UsbPort> usbDevices() const override { return {m_plug.port}; }
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    Result<> apply(Kernel &kernel) const override { return m_plug.plugIn(kernel); }
    Result<> verify(const Kernel &kernel) const override { return m_plug.verify(kernel, true); }
    Result<> undo(Kernel &kernel, const QJsonObject &) const override { return m_plug.plugOut(kernel); }

private:
    UsbPlug m_plug;
};

/// Plugs it out; undo: in again.
class DetachUsb : public Step
{
public:
    explicit DetachUsb(const UsbPlug &plug)
        : m_plug(plug)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"detach-usb"_s; }
    QJsonObject arguments() const override { return m_plug.toJson(); }
    QStringList commands() const override;
    QList<UsbPort> usbDevices() const override { return {m_plug.port}; }
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    Result<> apply(Kernel &kernel) const override { return m_plug.plugOut(kernel); }
    Result<> verify(const Kernel &kernel) const override { return m_plug.verify(kernel, false); }
    Result<> undo(Kernel &kernel, const QJsonObject &) const override;

private:
    UsbPlug m_plug;
};

} // namespace laneway
