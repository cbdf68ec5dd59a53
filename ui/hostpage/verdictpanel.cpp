// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/verdictpanel.h"

#include "ui/icons.h"

#include <QEvent>
#include <QScrollBar>

#include <utility>

namespace laneway {

VerdictPanel::VerdictPanel(QWidget *parent)
    : QTextBrowser(parent)
{
    setObjectName(u"verdictPanel"_s);
    setAccessibleName(tr("Explanation of the selected device"));
    setOpenLinks(false);
    document()->setIndentWidth(fontMetrics().averageCharWidth() * 2);
    setTextInteractionFlags(Qt::TextBrowserInteraction); // Tab goes from link to link
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        if (const auto device = PciAddress::parse(link.path()); device && link.scheme() == u"device")
            Q_EMIT deviceActivated(*device);
        else if (const int plan = link.path().toInt(); link.scheme() == u"plan" && plan < m_shown.plans.size())
            Q_EMIT planRequested(m_shown.plans[plan].planKind, m_shown.plans[plan].planArguments);
    });
}

void VerdictPanel::showNothing(const QString &hint)
{
    m_shown = {};
    setContents(u"<p>"_s + hint.toHtmlEscaped() + u"</p>"_s);
}

void VerdictPanel::showFunction(const HostSnapshot &host, const PciFunction &function, const Verdict &verdict)
{
    m_shown = {};
    setContents(verdictHtml(host, function, verdict));
}

void VerdictPanel::showUsb(const HostSnapshot &host, const UsbDevice &device, const Verdict &verdict)
{
    const QString html = verdictHtml(host, device, verdict);
    if (std::exchange(m_shown, Explanation{{}, html, {}}).html != html)
        setContents(html);
}

void VerdictPanel::showExplanation(const Explanation &explanation)
{
    const Explanation before = std::exchange(m_shown, explanation);
    if (before.html == explanation.html)
        return;
    const int place = before.about == explanation.about ? verticalScrollBar()->value() : 0;
    setContents(explanation.html);
    verticalScrollBar()->setValue(place);
}

void VerdictPanel::setContents(const QString &html)
{
    setHtml(html);
}

QVariant VerdictPanel::loadResource(int, const QUrl &name)
{
    const auto level = name.scheme() == u"level" ? levelFromName(name.path()) : std::nullopt;
    if (!level)
        return {}; // nothing is fetched from anywhere
    const int side = fontMetrics().height();
    const QIcon icon = levelIcon(*level);
    if (!icon.isNull())
        return icon.pixmap(QSize(side, side), devicePixelRatioF());
    QPixmap nothing(1, 1); // the word stands beside it
    nothing.fill(Qt::transparent);
    return nothing;
}

void VerdictPanel::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    // Text keeps the colours that it was made with.
    if (event->type() == QEvent::PaletteChange && !m_shown.html.isEmpty())
        setContents(m_shown.html);
}

} // namespace laneway
