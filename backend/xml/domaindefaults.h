// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDomElement>

namespace laneway {

/// Writes what libvirt writes for an x86 machine that says nothing: what a power-off means, the clock, the
/// processor's model, the memory a balloon leaves, how disks are read, PS/2 inputs, the sound's other end,
/// the chipset's watchdog, the sizes of video memory. Nothing that is written is changed.
/// A definition so becomes what it runs as, here and in libvirt. Idempotent. @p networksArePools: as in
/// DomainXml::complete(). The domain has <devices>.
///
/// Source: qemuDomainDefPostParse(), qemuDomainDefAddDefaultDevices() and the devices' post-parse functions
/// in src/qemu/qemu_postparse.c and src/conf/domain_postparse.c of libvirt 10.7. What depends on the host's
/// files is left to the start: the emulator, firmware that is only asked for by a feature, security labels.
void fillDomainDefaults(const QDomElement &domain, bool networksArePools);

} // namespace laneway
