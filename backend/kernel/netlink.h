// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/vfsettings.h"

#include <QList>

#include <memory>

namespace laneway {

/// VF settings and links over rtnetlink (linux include/uapi/linux/if_link.h, IFLA_VF_*).
/// Errors: NotFound (no such interface), KernelRefused (errno in systemError, ext-ack in detail),
/// PermissionDenied.
class Netlink
{
public:
    virtual ~Netlink() = default;
    /// Of every VF of the PF's interface, by index; counters are skipped.
    virtual Result<QList<VfSettings>> vfs(const QString &pfInterface) const = 0;
    /// One message for the whole change. The interface index is looked up afresh: names move.
    virtual Result<> setVf(const QString &pfInterface, VfIndex vf, const VfChange &change) = 0;
    virtual Result<> setLinkUp(const QString &interface, bool up) = 0;
    virtual Result<bool> isLinkUp(const QString &interface) const = 0;
};

class RealNetlink : public Netlink
{
public:
    RealNetlink();
    ~RealNetlink() override;
    Result<QList<VfSettings>> vfs(const QString &pfInterface) const override;
    Result<> setVf(const QString &pfInterface, VfIndex vf, const VfChange &change) override;
    Result<> setLinkUp(const QString &interface, bool up) override;
    Result<bool> isLinkUp(const QString &interface) const override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace laneway
