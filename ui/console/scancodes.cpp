// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/scancodes.h"

#include <algorithm>
#include <array>

namespace laneway {

namespace {

struct Pair
{
    quint32 from;
    quint32 to;
};

/// Up to 88 the kernel counts as the keyboard does, but for these.
constexpr std::array linuxKeys{
    Pair{85, 0x76},
    Pair{89, 0x73},
    Pair{90, 0x78},
    Pair{91, 0x77},
    Pair{92, 0x79},
    Pair{93, 0x70},
    Pair{94, 0x7b},
    Pair{96, 0x9c},
    Pair{97, 0x9d},
    Pair{98, 0xb5},
    Pair{99, 0x54},
    Pair{100, 0xb8},
    Pair{102, 0xc7},
    Pair{103, 0xc8},
    Pair{104, 0xc9},
    Pair{105, 0xcb},
    Pair{106, 0xcd},
    Pair{107, 0xcf},
    Pair{108, 0xd0},
    Pair{109, 0xd1},
    Pair{110, 0xd2},
    Pair{111, 0xd3},
    Pair{113, 0xa0},
    Pair{114, 0xae},
    Pair{115, 0xb0},
    Pair{116, 0xde},
    Pair{117, 0x59},
    Pair{119, 0xc6},
    Pair{121, 0x7e},
    Pair{122, 0xf2},
    Pair{123, 0xf1},
    Pair{124, 0x7d},
    Pair{125, 0xdb},
    Pair{126, 0xdc},
    Pair{127, 0xdd},
    Pair{140, 0xa1},
    Pair{142, 0xdf},
    Pair{143, 0xe3},
    Pair{155, 0xec},
    Pair{158, 0xea},
    Pair{159, 0xe9},
    Pair{163, 0x99},
    Pair{164, 0xa2},
    Pair{165, 0x90},
    Pair{166, 0xa4},
    Pair{172, 0xb2},
    Pair{173, 0xe7},
    Pair{183, 0x5d},
    Pair{184, 0x5e},
    Pair{185, 0x5f},
    Pair{186, 0x55},
    Pair{187, 0x83},
    Pair{191, 0x5b},
    Pair{217, 0xe5},
};

constexpr std::array keysyms{
    Pair{Qt::Key_Return, 0xff0d},
    Pair{Qt::Key_Enter, 0xff8d},
    Pair{Qt::Key_Escape, 0xff1b},
    Pair{Qt::Key_Tab, 0xff09},
    Pair{Qt::Key_Backtab, 0xff09},
    Pair{Qt::Key_Backspace, 0xff08},
    Pair{Qt::Key_Delete, 0xffff},
    Pair{Qt::Key_Insert, 0xff63},
    Pair{Qt::Key_Home, 0xff50},
    Pair{Qt::Key_End, 0xff57},
    Pair{Qt::Key_Left, 0xff51},
    Pair{Qt::Key_Up, 0xff52},
    Pair{Qt::Key_Right, 0xff53},
    Pair{Qt::Key_Down, 0xff54},
    Pair{Qt::Key_PageUp, 0xff55},
    Pair{Qt::Key_PageDown, 0xff56},
    Pair{Qt::Key_Shift, 0xffe1},
    Pair{Qt::Key_Control, 0xffe3},
    Pair{Qt::Key_Alt, 0xffe9},
    Pair{Qt::Key_AltGr, 0xfe03},
    Pair{Qt::Key_Meta, 0xffeb},
    Pair{Qt::Key_CapsLock, 0xffe5},
    Pair{Qt::Key_NumLock, 0xff7f},
    Pair{Qt::Key_ScrollLock, 0xff14},
    Pair{Qt::Key_Pause, 0xff13},
    Pair{Qt::Key_Print, 0xff61},
    Pair{Qt::Key_Menu, 0xff67},
};

template <size_t N> quint32 find(const std::array<Pair, N> &table, quint32 from)
{
    const auto row = std::find_if(table.begin(), table.end(), [from](const Pair &pair) { return pair.from == from; });
    return row == table.end() ? 0 : row->to;
}

} // namespace

quint32 scancodeOfLinuxKey(quint32 key)
{
    if (const quint32 code = find(linuxKeys, key))
        return code;
    return key <= 88 && key != 84 ? key : 0;
}

quint32 scancodeOf(const QKeyEvent &event)
{
    return event.nativeScanCode() > 8 ? scancodeOfLinuxKey(event.nativeScanCode() - 8) : 0;
}

quint32 keysymOf(const QKeyEvent &event)
{
    if (event.nativeVirtualKey() != 0)
        return event.nativeVirtualKey();
    const int key = event.key();
    if (const quint32 named = find(keysyms, quint32(key)))
        return named;
    if (key >= Qt::Key_F1 && key <= Qt::Key_F35)
        return 0xffbe + quint32(key - Qt::Key_F1);
    if (event.text().isEmpty() || event.text().front().unicode() < 0x20)
        return key > 0 && key < 0x80 ? quint32(QChar(char16_t(key)).toLower().unicode()) : 0;
    const quint32 character = event.text().front().unicode();
    return character < 0x100 ? character : 0x0100'0000 | character;
}

} // namespace laneway
