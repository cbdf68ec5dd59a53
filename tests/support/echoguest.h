// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>

#include <array>

/// A machine's whole software in one boot sector, for tests that need a guest which does something: it says
/// "ready" on its screen and its first serial port, shows on both what is typed on either, and powers off with
/// "off" when the ACPI power button is pressed. Starts within a second, without an operating system.
/// echoguest.S is its source, and says how these bytes were made.
namespace echoguest {

constexpr auto code = std::to_array<unsigned char>({0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xd0, 0xbc, 0x00, 0x7c, 0xfb, 0xb8,
    0x03, 0x00, 0xcd, 0x10, 0xba, 0x02, 0x06, 0xb8, 0x00, 0x01, 0xef, 0xba, 0xfb, 0x03, 0xb0, 0x80, 0xee, 0xba, 0xf8,
    0x03, 0xb0, 0x01, 0xee, 0x42, 0xb0, 0x00, 0xee, 0xba, 0xfb, 0x03, 0xb0, 0x03, 0xee, 0xbe, 0x92, 0x7c, 0xe8, 0x37,
    0x00, 0xba, 0x00, 0x06, 0xed, 0xf6, 0xc4, 0x01, 0x75, 0x1e, 0xb4, 0x01, 0xcd, 0x16, 0x74, 0x07, 0xb4, 0x00, 0xcd,
    0x16, 0xe8, 0x2c, 0x00, 0xba, 0xfd, 0x03, 0xec, 0xa8, 0x01, 0x74, 0xe2, 0xba, 0xf8, 0x03, 0xec, 0xe8, 0x1d, 0x00,
    0xeb, 0xd9, 0xbe, 0x99, 0x7c, 0xe8, 0x0a, 0x00, 0xba, 0x04, 0x06, 0xb8, 0x00, 0x20, 0xef, 0xf4, 0xeb, 0xfd, 0xac,
    0x84, 0xc0, 0x74, 0x05, 0xe8, 0x03, 0x00, 0xeb, 0xf6, 0xc3, 0x50, 0xb4, 0x0e, 0xbb, 0x07, 0x00, 0xcd, 0x10, 0xba,
    0xfd, 0x03, 0xec, 0xa8, 0x20, 0x74, 0xfb, 0x58, 0xba, 0xf8, 0x03, 0xee, 0x3c, 0x0d, 0x75, 0x04, 0xb0, 0x0a, 0xeb,
    0xe3, 0xc3, 0x72, 0x65, 0x61, 0x64, 0x79, 0x0d, 0x00, 0x6f, 0x66, 0x66, 0x0d, 0x00});

namespace detail {
inline bool put(QFile &file, qint64 at, const QByteArray &bytes)
{
    return file.seek(at) && file.write(bytes) == bytes.size();
}
inline QByteArray program()
{
    return {reinterpret_cast<const char *>(code.data()), qsizetype(code.size())};
}
} // namespace detail

/// A disk of 1 MiB that starts it.
inline bool writeDisk(const QString &path)
{
    QFile disk(path);
    return disk.open(QIODevice::WriteOnly) && detail::put(disk, 0, detail::program())
        && detail::put(disk, 510, "\x55\xaa") && disk.resize(1024 * 1024);
}

/// A CD that starts it: ISO 9660 (ECMA-119) without a file, with a boot record of the El Torito specification 1.0
/// whose one entry is not an emulated disk.
inline bool writeMedium(const QString &path)
{
    constexpr qint64 sector = 2048;
    constexpr char primary = 16, boot = 17, end = 18, catalog = 19, image = 20;
    const QByteArray standard = "CD001\x01";
    const auto padded = [](const char *text, qsizetype size) { return QByteArray(text).leftJustified(size, ' '); };
    // Validation entry: platform 80x86; the sum of its words is zero. Default entry: bootable, one sector of 2 KiB at
    // 0x7c00.
    const QByteArray entries = QByteArray("\x01", 1) + QByteArray(27, '\0') + QByteArray("\xaa\x55\x55\xaa", 4)
        + QByteArray("\x88\0\0\0\0\0\x04\0", 8) + QByteArray(1, image);
    // The root folder, which holds itself and its parent in the sector after the image.
    const QByteArray root = QByteArray("\x22\0\x15\0\0\0\0\0\0\x15\0\x08\0\0\0\0\x08\0", 18) + QByteArray(7, '\0')
        + QByteArray("\x02\0\0\x01\0\0\x01\x01\0", 9);
    QFile medium(path);
    return medium.open(QIODevice::WriteOnly)
        && detail::put(medium, primary * sector, '\x01' + standard + '\0' + padded("", 32) + padded("ECHO", 32))
        && detail::put(medium, primary * sector + 80, QByteArray("\x16\0\0\0\0\0\0\x16", 8))
        && detail::put(medium, primary * sector + 120, QByteArray("\x01\0\0\x01\x01\0\0\x01\0\x08\x08\0", 12))
        && detail::put(medium, primary * sector + 156, root)
        && detail::put(medium, boot * sector, '\0' + standard + "EL TORITO SPECIFICATION")
        && detail::put(medium, boot * sector + 71, QByteArray(1, catalog))
        && detail::put(medium, end * sector, '\xff' + standard) && detail::put(medium, catalog * sector, entries)
        && detail::put(medium, image * sector, detail::program())
        && detail::put(medium, (image + 1) * sector, root + QByteArray(root).replace(33, 1, "\x01"))
        && medium.resize((image + 2) * sector);
}

} // namespace echoguest
