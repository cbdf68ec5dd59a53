// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;

namespace laneway {

/// Installs the translation for the person's language, if there is one: of Laneway (installed, or
/// in the build tree) and of Qt's own dialogs.
void installTranslations(QCoreApplication &app);

} // namespace laneway
