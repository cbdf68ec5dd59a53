// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>

class QCheckBox;
class QDoubleSpinBox;
class QLineEdit;
class QPlainTextEdit;
class QDialog;
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
/// Below the fields of a wizard's page: why one cannot go on. Hidden when there is nothing.
QLabel *newProblem();
void sayProblem(QLabel *label, const QString &problem);
/// Commands or XML to be read, @p lines high at least.
QPlainTextEdit *newCode(const QString &objectName, const QString &accessibleName, int lines);
QLineEdit *newCodeEdit(); ///< for addresses and paths: left to right, fixed width characters
/// Chooses @p value, which is added as itself when the choices do not have it: nothing is lost by looking.
void choose(QComboBox *box, const QString &value);
QString chosen(const QComboBox *box);
/// default, on, off
QComboBox *newSwitch(const QString &defaultText);
void chooseSwitch(QComboBox *box, const std::optional<bool> &value);
std::optional<bool> chosenSwitch(const QComboBox *box);

/// As wide as its title with the program's name, which a frame would cut off.
void fitTitle(QDialog &dialog);

/// For the size of a disk, in GiB.
QDoubleSpinBox *newSizeEdit();
quint64 bytesOf(const QDoubleSpinBox &size);

} // namespace laneway
