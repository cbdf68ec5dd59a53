// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/partpanel.h"

class QCheckBox;
class QSpinBox;

namespace laneway {

/// How much memory the machine has, and from where.
class MemoryPanel : public PartPanel
{
    Q_OBJECT
public:
    explicit MemoryPanel(QWidget *parent = nullptr);

protected:
    void loadOwn(const DomainXml &domain) override;
    void storeOwn(DomainXml &domain) const override;

private:
    QSpinBox *m_size; ///< MiB
    QCheckBox *m_hugePages;
};

} // namespace laneway
