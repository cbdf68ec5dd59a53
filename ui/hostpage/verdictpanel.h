// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/hostpage/explanation.h"

#include <QTextBrowser>

namespace laneway {

/// Explains one device or several: the verdict's reasons with evidence and remedies, the group, the
/// facts.
class VerdictPanel : public QTextBrowser
{
    Q_OBJECT
public:
    explicit VerdictPanel(QWidget *parent = nullptr);
    void showNothing(const QString &hint);
    void showFunction(const HostSnapshot &host, const PciFunction &function, const Verdict &verdict);
    void showUsb(const HostSnapshot &host, const UsbDevice &device, const Verdict &verdict);
    /// What is shown already is left alone, with its scroll position and selected text.
    void showExplanation(const Explanation &explanation);

Q_SIGNALS:
    void deviceActivated(const laneway::PciAddress &device);
    void planRequested(const QString &kind, const QJsonObject &arguments);

protected:
    QVariant loadResource(int type, const QUrl &name) override;
    void changeEvent(QEvent *event) override;

private:
    void setContents(const QString &html);

    Explanation m_shown;
};

} // namespace laneway
