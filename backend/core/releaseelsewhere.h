// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThreadPool>

#include <utility>

namespace laneway {

/// Frees what may be large where nobody waits for it.
template <typename... T> void releaseElsewhere(T &&...values)
{
    QThreadPool::globalInstance()->start([... values = std::forward<T>(values)]() mutable { ((values = {}), ...); });
}

} // namespace laneway
