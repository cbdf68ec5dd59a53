// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/newestonly.h"
#include "ui/hostpage/verdictpanel.h"

namespace laneway {

class VfCount;

/// The side panel: what is selected, explained on a worker; for a physical function its virtual ones.
class DeviceDetails : public QWidget
{
    Q_OBJECT
public:
    explicit DeviceDetails(QWidget *parent = nullptr);
    /// What is shown stays until the new text is there.
    void show(const HostTable &table, const DeviceSelection &selection);
    void showNothing(const QString &hint);

Q_SIGNALS:
    void deviceActivated(const laneway::PciAddress &device);
    void planRequested(const QString &kind, const QJsonObject &arguments);
    void gridRequested(const laneway::PciAddress &physical);

private:
    VerdictPanel *m_text;
    VfCount *m_vfs;
    std::optional<DeviceSelection> m_selection;
    NewestOnly<Explanation> m_explain;
};

} // namespace laneway
