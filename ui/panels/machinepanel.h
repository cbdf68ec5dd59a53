// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/devicepanel.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace laneway {

/// The machine as a whole: what it is called and what it is made as.
class MachinePanel : public DevicePanel
{
    Q_OBJECT
public:
    explicit MachinePanel(QWidget *parent = nullptr);
    void load(const DomainXml &domain, const DeviceKey &key) override;
    void store(DomainXml &domain, const DeviceKey &key) const override;

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
