// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/inputkind.h"

namespace laneway {

/// A keyboard or a pointer, not a jack or a button (as udev's input_id tells them apart).
InputKind inputKind(const FileTree &sys, const QString &name)
{
    const auto bits = [&](const QString &kind) -> std::optional<quint64> {
        const auto words = sys.text(u"class/input/"_s + name + u"/capabilities/" + kind);
        if (!words)
            return std::nullopt;
        return words->mid(words->lastIndexOf(u' ') + 1).toULongLong(nullptr, 16);
    };
    const auto keys = bits(u"key"_s);
    if (!keys)
        return {};
    constexpr quint64 escapeToS = 0xfffffffe; // KEY_ESC … KEY_S: every real keyboard
    constexpr quint64 xAndY = 3;
    return {(*keys & escapeToS) == escapeToS,
        (bits(u"rel"_s).value_or(0) & xAndY) == xAndY || (bits(u"abs"_s).value_or(0) & xAndY) == xAndY, true};
}

} // namespace laneway
