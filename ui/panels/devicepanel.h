// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"
#include "models/hardwaremodel.h"
#include "xml/deviceedits.h"

#include <QWidget>

namespace laneway {

/// What a panel shows of the host beside the definition.
struct HostFacts
{
    HostSnapshot host;
    QMap<PciAddress, Verdict> verdicts; ///< of the machine's devices, for this machine
    Claims claims = {};
};

/// The editor of one piece of a machine's hardware.
class DevicePanel : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;
    /// Shows what @p domain says; does not count as an edit.
    virtual void load(const DomainXml &domain, const DeviceKey &key) = 0;
    /// Writes what the person changed; what this panel does not show stays.
    virtual void store(DomainXml &domain, const DeviceKey &key) const = 0;
    /// What store() made of it.
    virtual void stored(const DomainXml &, const DeviceKey &) { }
    virtual void setFacts(const HostFacts &) { }

Q_SIGNALS:
    void edited();
};

/// The panel for a kind of hardware.
DevicePanel *newDevicePanel(HardwareKind kind, QWidget *parent = nullptr);

} // namespace laneway
