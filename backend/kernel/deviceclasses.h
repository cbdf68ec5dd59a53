// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/filetree.h"

#include <QHash>
#include <QList>

namespace laneway {

/// What is in class/net, class/block and so on, listed once.
class DeviceClasses
{
public:
    explicit DeviceClasses(const FileTree &sys)
        : m_sys(sys)
    {
    }
    struct Entry
    {
        QString name;
        QString target; ///< the device's path: "devices/pci0000:00/…"
    };
    /// Of class/@p kind, each device once.
    const QList<Entry> &of(const QString &kind);

private:
    const FileTree &m_sys;
    QHash<QString, QList<Entry>> m_entries; ///< by class
};

} // namespace laneway
