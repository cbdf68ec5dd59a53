// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QFile>

namespace laneway {

/// A guest of 512 bytes for the real QEMU (q35, SeaBIOS): it says "!" on its serial port when it begins,
/// then a letter of the alphabet at each tick of the clock (55 ms), and powers itself off when its power button
/// is pressed.
namespace tinyguest {

/// What else it does, after its first three letters.
enum class Fate {
    None,
    Panics, ///< by pvpanic: `<panic model='isa'/>`
    Reboots, ///< by the keyboard controller
};

inline QByteArray bootSector(Fate fate)
{
    //     xorw %ax,%ax; movw %ax,%ds; sti
    //     outw 0x100 → 0x602 (PM1_EN: the power button); outb '!' → 0x3f8; movb $'A',%bl
    // 14: hlt; inw 0x600 → %ax; testb $1,%ah; jnz 3d
    //     outb %bl → 0x3f8; incb %bl; cmpb $'D',%bl; je 34; cmpb $'Z'+1,%bl; jne 14
    //     movb $'A',%bl; jmp 14
    // 34: its fate; jmp 14
    // 3d: outw 0x100 → 0x600; outw 0x2000 → 0x604 (PM1_CNT: off); jmp 14
    QByteArray code = QByteArray::fromHex("31c08ed8fbba0206b80001efbaf803b021eeb341"
                                          "f4ba0006edf6c401751fbaf80388d8eefec380fb44740980fb5b75e4b341ebe0"
                                          "b090baf8039090ebd7"
                                          "b80001ba0006efba0406b80020efebc7");
    if (fate == Fate::Panics) // outb 1 → 0x505
        code.replace(0x34, 7, QByteArray::fromHex("b001ba0505ee90"));
    if (fate == Fate::Reboots) // outb 0xfe → 0x64
        code.replace(0x34, 7, QByteArray::fromHex("b0feba6400ee90"));
    code.append(QByteArray(510 - code.size(), '\0'));
    return code + "\x55\xaa";
}

/// A raw disk of it.
inline bool writeDisk(const QString &path, Fate fate = Fate::None)
{
    QFile disk(path);
    return disk.open(QIODevice::WriteOnly) && disk.write(bootSector(fate)) == 512 && disk.resize(1024 * 1024);
}

/// @p inside: of <domain>, before its devices; @p devices: beyond the disk and the serial port.
inline QByteArray domainXml(const QString &name, const QString &disk, const QString &serial, const QString &inside = {},
    const QString &devices = {})
{
    return u"<domain type='qemu'><name>%1</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>"
           "<os><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os><features><acpi/></features>%4<devices>"
           "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%2'/><target dev='sda' bus='sata'/></disk>"
           "<serial type='file'><source path='%3' append='on'/></serial>%5</devices></domain>"_s
               .arg(name, disk, serial, inside, devices)
               .toUtf8();
}

/// What it has said so far.
inline QByteArray said(const QString &serial)
{
    QFile file(serial);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace tinyguest

} // namespace laneway
