// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/devicepanel.h"

class QListWidget;
class QPushButton;

namespace laneway {

/// The root ports that nothing is plugged into, as a list.
class RootPortsPanel : public DevicePanel
{
    Q_OBJECT
public:
    explicit RootPortsPanel(QWidget *parent = nullptr);
    void load(const DomainXml &domain, const DeviceKey &key) override;
    void store(DomainXml &, const DeviceKey &) const override { }
    /// Whether each of them has a row of its own.
    void setOpen(bool open);

Q_SIGNALS:
    void openRequested(bool open);

private:
    QListWidget *m_ports;
    QPushButton *m_open;
};

} // namespace laneway
