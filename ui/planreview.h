// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/planinfo.h"

#include <QDialog>

namespace laneway {

/// What a plan would do and who loses what, before it does: accepted() is for going ahead.
class PlanReview : public QDialog
{
    Q_OBJECT
public:
    /// @p verb: of the button, "C&reate Anew".
    PlanReview(const PlanInfo &plan, const QString &verb, QWidget *parent);
    /// The commands are what is to be looked at: a file, for one.
    void openCommands();
};

} // namespace laneway
