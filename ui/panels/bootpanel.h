// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/devicepanel.h"

class QCheckBox;
class QLabel;

namespace laneway {

/// Firmware, boot menu, and the order that the devices' own boot orders make together.
class BootPanel : public DevicePanel
{
    Q_OBJECT
public:
    explicit BootPanel(QWidget *parent = nullptr);
    void load(const DomainXml &domain, const DeviceKey &key) override;
    void store(DomainXml &domain, const DeviceKey &key) const override;

private:
    QLabel *m_firmware;
    QCheckBox *m_menu;
    QLabel *m_order;
};

} // namespace laneway
