// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWizardPage>

namespace laneway {

/// Which kind of hardware, in the words people use.
class KindPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit KindPage(QWidget *parent = nullptr);
};

} // namespace laneway
