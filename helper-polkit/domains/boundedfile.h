// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"

#include <QByteArray>

namespace laneway {

/// What a program of somebody else writes to: a file in memory of a fixed size, so that nobody fills the
/// memory with it. Not open when there is none to be had; errno says why.
Descriptor boundedFile(const char *name, qint64 size);
/// Whether @p fd, which somebody else may have made, is such a file of this size.
bool isBoundedFile(int fd, qint64 size);
/// What was written to it, up to the last byte that is not zero.
QByteArray readBoundedFile(int fd);

} // namespace laneway
