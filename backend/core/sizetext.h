// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>

namespace laneway {

/// "512 MiB", "1.5 GiB", "4 TB": three digits that tell something, never a zero behind the point. Memory
/// is counted in powers of two, drives as their makers do.
QString sizeText(qint64 bytes, QLocale::DataSizeFormats format = QLocale::DataSizeIecFormat);

} // namespace laneway
