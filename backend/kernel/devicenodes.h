// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QMap>
#include <QString>

namespace laneway {

/// Who may open a device node.
struct NodeState
{
    uint owner = 0;
    uint group = 0;
    uint mode = 0; ///< permission bits; with an ACL the group bits are its mask
    QList<uint> lentTo; ///< uids with an ACL entry
    quint64 device = 0; ///< rdev, to notice that another node took the name
    bool operator==(const NodeState &) const = default;
    QJsonObject toJson() const;
    static NodeState fromJson(const QJsonObject &json);
};

struct Holder
{
    qint64 pid = 0;
    uint uid = 0;
    QString command;
    bool operator==(const Holder &) const = default;
};

/// Nodes below /dev by relative name: "vfio/13". Errors: NotFound, PermissionDenied, KernelRefused.
class DeviceNodes
{
public:
    virtual ~DeviceNodes() = default;
    virtual Result<NodeState> state(const QString &node) const = 0;
    /// Lets @p uid read and write the node: an ACL entry, or ownership where ACLs are missing.
    virtual Result<> lend(const QString &node, uint uid) = 0;
    /// Owner, group, mode and ACL as in @p former. A node that is gone, or that is another device
    /// now, is left alone and counts as done.
    virtual Result<> takeBack(const QString &node, const NodeState &former) = 0;
    /// Whether somebody has the VFIO group open: open() gives EBUSY.
    virtual Result<bool> isHeld(const QString &node) const = 0;
    /// Processes that have the node open, as far as we may look.
    virtual QList<Holder> holders(const QString &node) const = 0;
    /// The same of several nodes, those that somebody has open.
    virtual QMap<QString, QList<Holder>> holdersOf(const QStringList &nodes) const
    {
        QMap<QString, QList<Holder>> all;
        for (const QString &node : nodes)
            if (const QList<Holder> some = holders(node); !some.isEmpty())
                all.insert(node, some);
        return all;
    }
};

class RealDeviceNodes : public DeviceNodes
{
public:
    explicit RealDeviceNodes(const QString &devRoot = u"/dev"_s, const QString &procRoot = u"/proc"_s);
    Result<NodeState> state(const QString &node) const override;
    Result<> lend(const QString &node, uint uid) override;
    Result<> takeBack(const QString &node, const NodeState &former) override;
    Result<bool> isHeld(const QString &node) const override;
    QList<Holder> holders(const QString &node) const override { return holdersOf({node}).value(node); }
    QMap<QString, QList<Holder>> holdersOf(const QStringList &nodes) const override;

private:
    QString m_dev;
    QString m_proc;
};

} // namespace laneway
