// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/ueventmonitor.h"

#include <QFileInfo>
#include <QSocketNotifier>
#include <QTimer>

#include <libudev.h>

namespace laneway {

namespace {
constexpr int collectMs = 100;
constexpr int bufferBytes = 4 * 1024 * 1024; // 126 VFs at once; what is lost still wakes us
} // namespace

class UeventMonitor::Private
{
public:
    ~Private()
    {
        notifier.reset(); // before the descriptor that it watches
        udev_monitor_unref(monitor);
        udev_unref(udev);
    }
    bool start();

    struct udev *udev = nullptr;
    udev_monitor *monitor = nullptr;
    std::unique_ptr<QSocketNotifier> notifier;
    QTimer collecting;
};

bool UeventMonitor::Private::start()
{
    udev = udev_new();
    if (!udev)
        return false;
    // Where no udevd runs nobody sends "udev" events; the kernel's own have to do.
    const bool hasDaemon = QFileInfo::exists(QStringLiteral("/run/udev/control"));
    monitor = udev_monitor_new_from_netlink(udev, hasDaemon ? "udev" : "kernel");
    if (!monitor)
        return false;
    for (const char *subsystem : {"pci", "net", "block", "nvme", "drm", "input", "sound", "vfio", "usb"}) {
        if (udev_monitor_filter_add_match_subsystem_devtype(monitor, subsystem, nullptr) < 0)
            return false;
    }
    udev_monitor_set_receive_buffer_size(monitor, bufferBytes);
    return udev_monitor_enable_receiving(monitor) >= 0;
}

UeventMonitor::UeventMonitor(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    if (!d->start())
        return;
    d->collecting.setSingleShot(true);
    d->collecting.setInterval(collectMs);
    connect(&d->collecting, &QTimer::timeout, this, &UeventMonitor::devicesChanged);
    d->notifier = std::make_unique<QSocketNotifier>(udev_monitor_get_fd(d->monitor), QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] {
        while (udev_device *device = udev_monitor_receive_device(d->monitor))
            udev_device_unref(device);
        // Not started anew by each event: a steady stream must not keep the news back.
        if (!d->collecting.isActive())
            d->collecting.start();
    });
}

UeventMonitor::~UeventMonitor() = default;

bool UeventMonitor::isActive() const
{
    return d->notifier != nullptr;
}

} // namespace laneway
