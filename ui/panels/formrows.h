// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>

class QCheckBox;
class QLineEdit;
class QSpinBox;

namespace laneway {

/// A form as every panel has it: labels with mnemonics, fields as wide as they need.
QFormLayout *newForm(QWidget *parent);
/// One labelled field: buddy, accessible name (the label's words), test name.
void addRow(QFormLayout *form, const QString &label, QWidget *field, const QString &objectName);
/// A value that is only read: selectable, so that it can be copied. Addresses and paths are set
/// @p leftToRight.
QLabel *newValue(bool leftToRight = false);
/// Makes forms above each other look like one.
void alignLabels(const QList<QFormLayout *> &forms);
/// Hides a row when there is nothing to say.
void setRowVisible(QFormLayout *form, QWidget *field, bool visible);
QLineEdit *newCodeEdit(); ///< for addresses and paths: left to right, fixed width characters
/// Chooses @p value, which is added as itself when the choices do not have it: nothing is lost by looking.
void choose(QComboBox *box, const QString &value);
QString chosen(const QComboBox *box);
/// default, on, off
QComboBox *newSwitch(const QString &defaultText);
void chooseSwitch(QComboBox *box, const std::optional<bool> &value);
std::optional<bool> chosenSwitch(const QComboBox *box);

} // namespace laneway
