// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QJsonObject>

namespace laneway {

/// The machines that another manager keeps on this computer: {"definitions":[{"file": path, "xml": text}]}, by
/// name of file; "networks":{name: bridge} of its networks that have one; "skipped":[{"file", "reason"}] of what is no
/// plain file, too large or not to be read. A folder that is not there, or "", has none. Read with the helper's rights:
/// whoever asks was authorised. PermissionDenied when the folder may not be read, LimitExceeded for more than 16 MiB of
/// text.
Result<QJsonObject> libvirtDefinitions(const QString &folder);

} // namespace laneway
