// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/reviewpage.h"

#include "ui/addhardware/addhardwarewizard.h"
#include "ui/messagebar.h"
#include "xml/hostdevxml.h"

#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace laneway {

ReviewPage::ReviewPage(AddHardwareWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_message(new MessageBar)
    , m_steps(new QTextBrowser)
    , m_xml(new QPlainTextEdit)
{
    setTitle(tr("Review"));
    setSubTitle(tr("Nothing has been changed yet."));
    setFinalPage(true);
    m_steps->setObjectName(u"planText"_s);
    m_steps->setAccessibleName(tr("Plan"));
    m_xml->setObjectName(u"planXml"_s);
    m_xml->setAccessibleName(tr("XML that is added to the machine"));
    m_xml->setReadOnly(true);
    m_xml->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *tabs = new QTabWidget;
    tabs->addTab(m_steps, tr("&Plan"));
    tabs->addTab(m_xml, tr("&XML"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addWidget(tabs, 1);
}

void ReviewPage::initializePage()
{
    m_planId.clear();
    m_message->clear();
    m_steps->setPlainText(tr("Asking the helper for a plan…"));
    QString xml;
    for (const PciAddress &address : m_wizard.choice()) {
        AssignedDevice device;
        device.source = address;
        device.managed = true;
        xml += assignedDeviceXml(device);
    }
    m_xml->setPlainText(xml);
    if (m_wizard.choice().size() > 1)
        xml = u"<devices>"_s + xml + u"</devices>"_s;
    // Members of one group are plugged in together at the next start only: a running guest takes
    // one device at a time, and QEMU none before all of the group are with vfio-pci.
    const bool live = m_wizard.domain().state != u"shut off" && m_wizard.choice().size() == 1;
    setSubTitle(live ? tr("Nothing has been changed yet. The machine gets it now.")
                     : tr("Nothing has been changed yet. The machine gets it when it starts next."));
    const QJsonObject arguments{{u"domain"_s, m_wizard.domain().uuid.toString(QUuid::WithoutBraces)},
        {u"xml"_s, xml}, {u"live"_s, live}, {u"config"_s, m_wizard.domain().persistent}};
    m_wizard.connection().plan(u"attach"_s, arguments, this,
        [this, asked = ++m_asked](const Result<PlanInfo> &plan) {
            if (asked != m_asked)
                return;
            if (plan)
                return show(*plan);
            m_steps->setPlainText(tr("This cannot be done now; nothing was changed."));
            m_message->showError(plan.error());
        });
    Q_EMIT completeChanged();
}

void ReviewPage::show(const PlanInfo &plan)
{
    QString html;
    if (!plan.loses.isEmpty()) {
        html += u"<h4>"_s + tr("What the host loses").toHtmlEscaped() + u"</h4><ul>"_s;
        for (const QString &loss : plan.loses)
            html += u"<li>"_s + loss.toHtmlEscaped() + u"</li>"_s;
        html += u"</ul>"_s;
    }
    html += u"<h4>"_s + tr("Steps").toHtmlEscaped() + u"</h4><ol>"_s;
    if (plan.steps.isEmpty())
        html += u"<li>"_s + tr("Save the machine's new definition; the host is not touched before it starts.").toHtmlEscaped()
            + u"</li>"_s;
    for (const StepInfo &step : plan.steps) {
        html += u"<li>"_s + step.text.toHtmlEscaped() + u"<br><small>"_s
            + tr("Taken back by: %1").arg(step.undoText).toHtmlEscaped() + u"</small>"_s;
        for (const QString &command : step.commands)
            html += u"<br><span dir=\"ltr\"><code>"_s + command.toHtmlEscaped() + u"</code></span>"_s;
        html += u"</li>"_s;
    }
    html += u"</ol>"_s;
    m_steps->setHtml(html);
    m_planId = plan.id;
    m_wizard.setPlan(plan.id);
    Q_EMIT completeChanged();
}

} // namespace laneway
