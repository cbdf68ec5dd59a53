// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <optional>

namespace laneway {

/// Linux' number of a key: of its name in linux/input-event-codes.h, as virsh takes it ("KEY_LEFTCTRL"), or the
/// number itself. Nothing for what a PC's keyboard does not have.
std::optional<quint32> linuxKey(QStringView name);

} // namespace laneway
