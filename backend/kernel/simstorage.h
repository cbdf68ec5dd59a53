// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/ownerprograms.h"

#include <QJsonObject>
#include <QMap>

namespace laneway {

struct SimImage
{
    QString format; ///< "raw", "qcow2", "iso"
    quint64 size = 0;
    QString backing = {};
    QString backingFormat = {};
    QStringList snapshots = {};
    quint64 inode = 0;
    bool holdsOverlay = false; ///< what stands on it was written into it
    QStringList heldThen = {}; ///< snapshots at which that was so
};

/// The files of a simulated host's users, as laneway-files and qemu-img see them. Any folder can be
/// written to. What is not here is looked for on the real host, and only looked at.
class SimStorage
{
public:
    static bool changes(const OwnerProgram &program); ///< whether it does more than tell
    Result<ProgramAnswer> run(const OwnerProgram &program);
    void put(const QString &path, SimImage image);

    QJsonObject toJson() const;
    static SimStorage fromJson(const QJsonObject &json);
    QJsonObject state() const; ///< without what a second run would have otherwise

private:
    ProgramAnswer files(const QStringList &arguments);
    ProgramAnswer qemuImg(const QStringList &arguments);
    QByteArray told(const QString &path) const;
    QJsonObject info(const QString &path) const;

    QMap<QString, SimImage> m_images;
    quint64 m_nextInode = 100;
};

} // namespace laneway
