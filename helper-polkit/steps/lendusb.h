// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Lends the node of one USB device to a machine's owner. QEMU takes the device from its drivers itself
/// and gives it back when it ends by itself; one that is killed does not, so undo() has the kernel look
/// for drivers of what has none and had one. Arguments: "port", "address", "name", "node", "uid".
class LendUsb : public Step
{
public:
    LendUsb(const UsbPort &port, const UsbAddress &address, const QString &name, uint uid);
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"lend-usb"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    QList<UsbPort> usbDevices() const override { return {m_port}; }
    /// {"node":NodeState,"configuration":1,"drivers":{"1-4:1.0":"usb-storage"}}
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;
    QStringList undoCommands(const QJsonObject &former) const;

private:
    bool isThere(const Kernel &kernel) const; ///< the device itself, not another one at its port
    Result<> giveBackInterfaces(Kernel &kernel, const QJsonObject &former) const;

    UsbPort m_port;
    UsbAddress m_address;
    QString m_name;
    uint m_uid;
};

} // namespace laneway
