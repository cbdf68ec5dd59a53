// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/overviewtab.h"

#include "host/reasontext.h"
#include "models/navigatormodel.h"
#include "models/plaintip.h"
#include "ui/panels/definitiontext.h"
#include "ui/panels/formrows.h"
#include "ui/icons.h"

#include <QHeaderView>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace laneway {

namespace {

QLabel *newHeading(const QString &text)
{
    auto *heading = new QLabel(text);
    QFont font = heading->font();
    font.setBold(true);
    heading->setFont(font);
    return heading;
}

QString listItem(const QString &text)
{
    return u"<li>"_s + text.toHtmlEscaped() + u"</li>"_s;
}

QString planHtml(const PlanInfo &plan)
{
    QString html;
    if (!plan.loses.isEmpty()) {
        html += u"<p><b>"_s + OverviewTab::tr("What the host loses").toHtmlEscaped() + u"</b></p><ul>"_s;
        for (const QString &loss : plan.loses)
            html += listItem(loss);
        html += u"</ul>"_s;
    }
    html += u"<p><b>"_s + OverviewTab::tr("Steps").toHtmlEscaped() + u"</b></p><ol>"_s;
    for (const StepInfo &step : plan.steps)
        html += listItem(step.text);
    return html + u"</ol>"_s;
}

QString refusalHtml(const Error &error)
{
    QString html = u"<p>"_s + errorText(error).toHtmlEscaped() + u"</p>"_s;
    QString reasons;
    for (const QJsonValue &device : error.extra[u"reasons"].toArray())
        for (const QJsonValue &reason : device[u"reasons"].toArray())
            reasons += listItem(device[u"address"].toString() + u": "_s + reason[u"text"].toString());
    return reasons.isEmpty() ? html : html + u"<ul>"_s + reasons + u"</ul>"_s;
}

} // namespace

OverviewTab::OverviewTab(Connection &connection, MachineDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_draft(draft)
    , m_form(nullptr)
    , m_name(newValue())
    , m_stateText(newValue())
    , m_description(newValue())
    , m_uuid(newValue(true))
    , m_chipset(newValue())
    , m_firmware(newValue())
    , m_processors(newValue())
    , m_memory(newValue())
    , m_noDevices(new QLabel(tr("None. Add Hardware on the Hardware page gives one to this machine.")))
    , m_devices(new QTreeWidget)
    , m_startHeading(newHeading(tr("What its start needs")))
    , m_start(new QTextBrowser)
{
    setObjectName(u"overviewTab"_s);
    auto *facts = new QWidget;
    m_form = newForm(facts);
    m_form->setContentsMargins(0, 0, 0, 0);
    addRow(m_form, tr("Name"), m_name, u"overviewName"_s);
    addRow(m_form, tr("State"), m_stateText, u"overviewState"_s);
    addRow(m_form, tr("Description"), m_description, u"overviewDescription"_s);
    addRow(m_form, tr("Processors"), m_processors, u"overviewProcessors"_s);
    addRow(m_form, tr("Memory"), m_memory, u"overviewMemory"_s);
    addRow(m_form, tr("Chipset"), m_chipset, u"overviewChipset"_s);
    addRow(m_form, tr("Firmware"), m_firmware, u"overviewFirmware"_s);
    addRow(m_form, tr("UUID"), m_uuid, u"overviewUuid"_s);

    m_noDevices->setObjectName(u"overviewNoDevices"_s);
    m_noDevices->setWordWrap(true);
    m_devices->setObjectName(u"overviewDevices"_s);
    m_devices->setAccessibleName(tr("Devices of the host"));
    m_devices->setHeaderLabels({tr("Device"), tr("Address"), tr("Verdict")});
    m_devices->setRootIsDecorated(false);
    m_devices->setUniformRowHeights(true);
    m_devices->setAlternatingRowColors(true);
    m_devices->header()->resizeSection(0, fontMetrics().averageCharWidth() * 44);
    m_devices->header()->resizeSection(1, fontMetrics().averageCharWidth() * 18);
    m_start->setObjectName(u"overviewStart"_s);
    m_start->setAccessibleName(tr("What its start needs"));
    m_start->setOpenLinks(false);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(facts);
    layout->addWidget(newHeading(tr("Devices of the host")));
    layout->addWidget(m_noDevices);
    layout->addWidget(m_devices, 1);
    layout->addWidget(m_startHeading);
    layout->addWidget(m_start, 2);
    layout->addStretch(0); // where neither list is shown
    connect(&m_draft, &MachineDraft::checked, this, &OverviewTab::refresh);
}

void OverviewTab::setState(const QString &name, const QString &state)
{
    m_name->setText(name);
    m_stateText->setText(machineStateText(state));
    if (std::exchange(m_state, state) != state && isVisible())
        askForStart();
}

void OverviewTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void OverviewTab::refresh()
{
    if (!isVisible() || !m_draft.isLoaded())
        return;
    const DomainXml &domain = m_draft.domain();
    m_description->setText(valueAt(domain.root(), u"description"_s));
    setRowVisible(m_form, m_description, !m_description->text().isEmpty());
    m_uuid->setText(m_draft.machine().toString(QUuid::WithoutBraces));
    m_chipset->setText(chipsetText(domain));
    m_firmware->setText(firmwareText(domain));
    m_processors->setText(processorsText(domain));
    m_memory->setText(memoryText(domain));
    showDevices();
    askForStart();
}

void OverviewTab::showDevices()
{
    int row = 0;
    for (const HardwareRow &device : m_draft.rows()) {
        if (!device.source)
            continue;
        auto *line = m_devices->topLevelItem(row);
        if (!line)
            line = new QTreeWidgetItem(m_devices);
        ++row;
        const auto &verdicts = m_draft.facts().verdicts;
        const auto verdict = verdicts.constFind(*device.source);
        QString text = tr("Not in the host now");
        Level level = Level::Blocked;
        if (verdict != verdicts.cend()) {
            level = verdict->level;
            text = levelText(verdict->level);
            if (!verdict->reasons.isEmpty() && verdict->level != Level::Ready)
                text = tr("%1: %2").arg(text, reasonText(verdict->reasons.first()));
        }
        line->setText(0, device.name);
        line->setText(1, device.source->toString());
        line->setText(2, text);
        line->setToolTip(2, plainTip(text));
        line->setIcon(2, levelIcon(level));
    }
    while (m_devices->topLevelItemCount() > row)
        delete m_devices->takeTopLevelItem(row);
    m_devices->setVisible(row > 0);
    m_noDevices->setVisible(row == 0);
}

void OverviewTab::askForStart()
{
    const quint64 asked = ++m_asked;
    const bool isOff = m_state == u"shut off";
    m_startHeading->setVisible(isOff);
    m_start->setVisible(isOff);
    if (!isOff)
        return;
    m_connection.plan(u"start"_s, {{u"domain"_s, m_draft.machine().toString(QUuid::WithoutBraces)}}, this,
        [this, asked](const Result<PlanInfo> &plan) {
            if (asked != m_asked)
                return;
            m_start->setHtml(plan ? planHtml(*plan) : refusalHtml(plan.error()));
        });
}

} // namespace laneway
