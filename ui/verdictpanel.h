// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

#include <QTextBrowser>

namespace laneway {

/// Explains one device: the verdict's reasons with evidence and remedies, the group, the facts.
class VerdictPanel : public QTextBrowser
{
    Q_OBJECT
public:
    explicit VerdictPanel(QWidget *parent = nullptr);
    void showNothing(const QString &hint);
    void showFunction(const HostSnapshot &host, const PciFunction &function, const Verdict &verdict);
};

} // namespace laneway
