// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace laneway {

/// The sentence for a step of a plan, from its kind and arguments (helper-polkit/steps), e.g.
/// kind "change-driver", {"device":"0000:03:10.2","driver":"vfio-pci","from":"igbvf"} →
/// "Move 0000:03:10.2 from igbvf to vfio-pci". Translated.
QString stepText(const QString &kind, const QJsonObject &arguments);
/// How it is taken back: "Give it back to igbvf".
QString stepUndoText(const QString &kind, const QJsonObject &arguments);
/// How it is verified: "driver link reads vfio-pci".
QString stepVerifyText(const QString &kind, const QJsonObject &arguments);

} // namespace laneway
