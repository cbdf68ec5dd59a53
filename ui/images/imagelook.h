// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QJsonObject>

namespace laneway {

/// What a page that takes an image which is there has to know of it, from the answer of Connection::image().
struct ImageLook
{
    QString format; ///< to open it as; empty: as the person says
    QString note; ///< what to think of before it is taken; empty: nothing
    QString used; ///< who has it, which stands against writing to it; empty: nobody
};
/// @p machine: the one that it is for; empty: a new one.
ImageLook lookAtImage(const QString &path, const Result<QJsonObject> &image, const QString &machine = {});

} // namespace laneway
