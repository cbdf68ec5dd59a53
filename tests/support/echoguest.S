# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A machine's whole software in one boot sector, for tests: says "ready" on screen and serial port, shows on both
# what is typed on either, and powers off when the ACPI power button is pressed (ports of PIIX4 and ICH9 as
# SeaBIOS places them: PM1 event at 0x600, control at 0x604; QEMU's S5 is sleep type 0).
# echoguest.h holds its bytes:
#   as --32 echoguest.S -o e.o && objcopy -O binary -j .text e.o e.bin && xxd -i e.bin
.code16
.globl _start
_start:
    xorw %ax, %ax
    movw %ax, %ds
    movw %ax, %ss
    movw $0x7c00, %sp
    sti
    movw $3, %ax
    int $0x10
    movw $0x602, %dx
    movw $0x100, %ax
    outw %ax, %dx
    movw $0x3fb, %dx
    movb $0x80, %al
    outb %al, %dx
    movw $0x3f8, %dx
    movb $1, %al
    outb %al, %dx
    incw %dx
    movb $0, %al
    outb %al, %dx
    movw $0x3fb, %dx
    movb $3, %al
    outb %al, %dx
    movw $ready - _start + 0x7c00, %si
    call say
again:
    movw $0x600, %dx
    inw %dx, %ax
    testb $1, %ah
    jnz off
    movb $1, %ah
    int $0x16
    jz serial
    movb $0, %ah
    int $0x16
    call put
serial:
    movw $0x3fd, %dx
    inb %dx, %al
    testb $1, %al
    jz again
    movw $0x3f8, %dx
    inb %dx, %al
    call put
    jmp again
off:
    movw $bye - _start + 0x7c00, %si
    call say
    movw $0x604, %dx
    movw $0x2000, %ax
    outw %ax, %dx
halt:
    hlt
    jmp halt
say:
    lodsb
    testb %al, %al
    jz said
    call put
    jmp say
said:
    ret
put:
    pushw %ax
    movb $0x0e, %ah
    movw $7, %bx
    int $0x10
    movw $0x3fd, %dx
wait:
    inb %dx, %al
    testb $0x20, %al
    jz wait
    popw %ax
    movw $0x3f8, %dx
    outb %al, %dx
    cmpb $13, %al
    jne done
    movb $10, %al
    jmp put
done:
    ret
ready:
    .asciz "ready\r"
bye:
    .asciz "off\r"
    .org 510
    .word 0xaa55
