// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/partpanel.h"

class QCheckBox;
class QListWidget;
class QPushButton;

namespace laneway {

/// Firmware, boot menu, and what is booted from in which order.
class BootPanel : public PartPanel
{
    Q_OBJECT
public:
    explicit BootPanel(QWidget *parent = nullptr);

protected:
    void loadOwn(const DomainXml &domain) override;
    void storeOwn(DomainXml &domain) const override;

private:
    QList<DeviceKey> sequence() const;
    void move(int by);
    void showMoves();

    QComboBox *m_firmware;
    QCheckBox *m_menu;
    QListWidget *m_order;
    QPushButton *m_up;
    QPushButton *m_down;
    QString m_shown; ///< the devices that the list is of
};

} // namespace laneway
