// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>

#include <functional>

namespace laneway {

/// Keeps the thread of this number on @p processors (not empty), and reads it back. A number goes to another
/// thread once its own has ended, and the kernel knows no better name here: so @p isMeant is asked before and
/// after, and a thread that turns out to be another's gets back where it ran before. NotFound: it was not, or is
/// no more, the one that is meant; PermissionDenied; VerificationFailed.
Result<> pinThread(qint64 thread, const QList<int> &processors, const std::function<bool()> &isMeant);

} // namespace laneway
