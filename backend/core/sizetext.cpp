// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sizetext.h"

#include <cmath>

namespace laneway {

QString sizeText(qint64 bytes, QLocale::DataSizeFormats format)
{
    const double base = format & QLocale::DataSizeBase1000 ? 1000 : 1024;
    double value = double(bytes);
    while (value >= base)
        value /= base;
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    for (double scale = std::pow(10, decimals - 1); decimals > 0
         && std::fabs(std::round(value * scale) / scale - std::round(value * scale * 10) / scale / 10) < 1e-9;
         scale /= 10)
        --decimals;
    return QLocale().formattedDataSize(bytes, decimals, format);
}

} // namespace laneway
