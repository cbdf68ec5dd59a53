// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

namespace laneway {

/// A serial port or virtio console that somebody can sit down at: type='pty' in libvirt's words.
struct TextPort
{
    QString alias; ///< "serial0", "console1": QEMU's id of it
    bool isVirtio = false;
    int number = 0; ///< from 1, among those of its kind
    bool operator==(const TextPort &) const = default;
};

/// Serial ports first. A `<console>` of the first serial port is that port.
QList<TextPort> textPorts(const DomainXml &domain);

} // namespace laneway
