// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/devicepanel.h"

class QCheckBox;
class QSpinBox;

namespace laneway {

/// How much memory the machine has, and from where.
class MemoryPanel : public DevicePanel
{
    Q_OBJECT
public:
    explicit MemoryPanel(QWidget *parent = nullptr);
    void load(const DomainXml &domain, const DeviceKey &key) override;
    void store(DomainXml &domain, const DeviceKey &key) const override;

private:
    QSpinBox *m_size; ///< MiB
    QCheckBox *m_hugePages;
};

} // namespace laneway
