// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/verdictpanel.h"

#include "host/reasontext.h"

namespace laneway {

namespace {

QString escaped(const QString &text) { return text.toHtmlEscaped(); }

// Addresses and file names stay left to right in a right-to-left interface.
QString code(const QString &text)
{
    return u"<span dir=\"ltr\"><code>"_s + escaped(text) + u"</code></span>"_s;
}

QString listOf(const HostSnapshot &host, const QList<PciAddress> &addresses)
{
    QString html = u"<ul>"_s;
    for (const PciAddress &address : addresses) {
        const PciFunction *function = host.find(address);
        html += u"<li>"_s + code(address.toString())
            + (function ? u" "_s + escaped(function->displayName()) : QString()) + u"</li>"_s;
    }
    return html + u"</ul>"_s;
}

} // namespace

VerdictPanel::VerdictPanel(QWidget *parent) : QTextBrowser(parent)
{
    setObjectName(u"verdictPanel"_s);
    setAccessibleName(tr("Explanation of the selected device"));
    setOpenLinks(false);
}

void VerdictPanel::showNothing(const QString &hint) { setPlainText(hint); }

void VerdictPanel::showFunction(const HostSnapshot &host, const PciFunction &function, const Verdict &verdict)
{
    QString html = u"<h3>"_s + escaped(function.displayName()) + u"</h3><p>"_s
        + code(function.address.toString()) + u"</p><h4>"_s + escaped(levelText(verdict.level)) + u"</h4>"_s;
    for (const Reason &reason : verdict.reasons) {
        html += u"<p>"_s + escaped(reasonText(reason));
        for (const Evidence &evidence : reason.evidence)
            html += u"<br>"_s + code(evidence.source + u": "_s + evidence.value);
        html += u"</p>"_s;
        const QList<Remedy> remedies = remediesFor(reason);
        if (!remedies.isEmpty()) {
            html += u"<ul>"_s;
            for (const Remedy &remedy : remedies)
                html += u"<li>"_s + escaped(remedy.text) + u"</li>"_s;
            html += u"</ul>"_s;
        }
    }
    const QStringList losses = lossesOf(host, function);
    if (!losses.isEmpty()) {
        html += u"<h4>"_s + escaped(tr("What the host loses")) + u"</h4><ul>"_s;
        for (const QString &loss : losses)
            html += u"<li>"_s + escaped(loss) + u"</li>"_s;
        html += u"</ul>"_s;
    }
    if (!verdict.companions.isEmpty())
        html += u"<h4>"_s + escaped(tr("Taken along")) + u"</h4>"_s + listOf(host, verdict.companions);
    if (!verdict.suggested.isEmpty())
        html += u"<h4>"_s + escaped(tr("Belongs to the same card")) + u"</h4>"_s
            + listOf(host, verdict.suggested);
    setHtml(html);
}

} // namespace laneway
