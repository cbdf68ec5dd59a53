// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/devicedetails.h"

#include "ui/hostpage/vfcount.h"

#include <QJsonObject>
#include <QVBoxLayout>

namespace laneway {

DeviceDetails::DeviceDetails(QWidget *parent)
    : QWidget(parent)
    , m_text(new VerdictPanel(this))
    , m_vfs(new VfCount)
    , m_explain(this, [this](const Explanation &explanation) {
        if (m_selection == explanation.about)
            m_text->showExplanation(explanation);
    })
{
    setObjectName(u"deviceDetails"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_vfs);
    connect(m_text, &VerdictPanel::deviceActivated, this, &DeviceDetails::deviceActivated);
    connect(m_text, &VerdictPanel::planRequested, this, &DeviceDetails::planRequested);
    connect(m_vfs, &VfCount::planRequested, this, &DeviceDetails::planRequested);
    connect(m_vfs, &VfCount::gridRequested, this, &DeviceDetails::gridRequested);
}

void DeviceDetails::show(const HostTable &table, const DeviceSelection &selection)
{
    m_selection = selection;
    m_vfs->showFunction(table.host,
        selection.functions.size() == 1 && !selection.group ? table.host.find(selection.functions.first()) : nullptr);
    m_explain.ask([table, selection] { return explain(table, selection); });
}

void DeviceDetails::showNothing(const QString &hint)
{
    m_selection.reset();
    m_vfs->showFunction({}, nullptr);
    m_text->showNothing(hint);
}

} // namespace laneway
