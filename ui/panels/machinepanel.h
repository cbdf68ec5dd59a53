// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/partpanel.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace laneway {

/// The machine as a whole: what it is called and what it is made as.
class MachinePanel : public PartPanel
{
    Q_OBJECT
public:
    explicit MachinePanel(QWidget *parent = nullptr);

protected:
    void loadOwn(const DomainXml &domain) override;
    void storeOwn(DomainXml &domain) const override;

private:
    QLabel *m_name;
    QLineEdit *m_title;
    QPlainTextEdit *m_description;
    QLabel *m_uuid;
    QLabel *m_chipset;
    QLabel *m_firmware;
    QLabel *m_kind;
};

} // namespace laneway
