// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// Plan "undo": what a finished job changed, in reverse, unless the world has moved on since.
Result<> planUndo(Draft &draft);

/// Whether a finished job of this kind can be taken back by a plan of kind "undo". @p hasSteps: it did
/// more than change a definition.
bool isUndoable(const QString &kind, bool hasSteps);

} // namespace laneway
