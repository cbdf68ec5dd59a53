// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/shortname.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace laneway {

namespace {

// Legal forms, and what half of all companies have in their names.
constexpr std::array commonWords{"ag"_L1, "and"_L1, "bv"_L1, "co"_L1, "communications"_L1, "company"_L1, "computer"_L1,
    "corp"_L1, "corporation"_L1, "electronic"_L1, "electronics"_L1, "gmbh"_L1, "group"_L1, "inc"_L1, "incorporated"_L1,
    "international"_L1, "limited"_L1, "llc"_L1, "ltd"_L1, "microsystems"_L1, "plc"_L1, "pte"_L1, "semiconductor"_L1,
    "semiconductors"_L1, "subsidiaries"_L1, "systems"_L1, "technologies"_L1, "technology"_L1};

bool isCommon(const QString &word)
{
    QString plain = word.toLower();
    plain.remove(u'.').remove(u',');
    return std::find(commonWords.begin(), commonWords.end(), plain) != commonWords.end();
}

} // namespace

QString shortVendorName(const QString &name)
{
    // The databases put a usual name in brackets behind the full one.
    if (const qsizetype open = name.lastIndexOf(u'['); open >= 0 && name.endsWith(u']') && name.size() - open > 2)
        return name.mid(open + 1).chopped(1);
    QStringList words = name.split(u' ', Qt::SkipEmptyParts);
    words.removeIf([](const QString &word) { return word.startsWith(u'(') && word.endsWith(u')'); });
    while (words.size() > 1 && isCommon(words.last()))
        words.removeLast();
    QString shorter = words.join(u' ');
    while (shorter.endsWith(u','))
        shorter.chop(1);
    return shorter.isEmpty() ? name : shorter;
}

QString shortName(const PciFunction &function)
{
    if (function.vendorName.isEmpty() || function.deviceName.isEmpty())
        return function.displayName();
    return shortVendorName(function.vendorName) + u' ' + function.deviceName;
}

} // namespace laneway
