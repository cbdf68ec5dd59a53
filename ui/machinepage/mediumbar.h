// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/hardwaremodel.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace laneway {

/// What is in a CD-ROM or floppy drive, to be taken out or changed at once, whether the machine runs or not.
class MediumBar : public QWidget
{
    Q_OBJECT
public:
    explicit MediumBar(QWidget *parent = nullptr);
    /// Hidden for what is no such drive.
    void showDrive(const std::optional<HardwareRow> &row);

Q_SIGNALS:
    /// @p mode: as of the plan "change-media"; @p medium: empty to eject.
    void changeRequested(const QString &mode, const QString &medium);

private:
    void choose();

    QLabel *m_medium;
    QPushButton *m_eject;
    QPushButton *m_change;
    bool m_isCdrom = true;
};

} // namespace laneway
