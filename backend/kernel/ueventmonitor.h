// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

namespace laneway {

/// Says that PCI and USB devices, network interfaces or block devices came, went or changed: libudev's
/// "udev" events (after rules ran), collected for 100 ms so that 126 VFs are one signal.
class UeventMonitor : public QObject
{
    Q_OBJECT
public:
    explicit UeventMonitor(QObject *parent = nullptr);
    ~UeventMonitor() override;
    bool isActive() const; ///< false where there is no netlink (sandboxes)

Q_SIGNALS:
    void devicesChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace laneway
