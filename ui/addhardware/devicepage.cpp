// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/devicepage.h"

#include "models/hardwaremodel.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/panels/kindpanel.h"
#include "xml/deviceedits.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace laneway {

namespace {

constexpr DeviceKey theDevice{0};

} // namespace

DevicePage::DevicePage(AddHardwareWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_panel(new KindPanel(KindPanel::For::Adding))
{
    m_panel->setObjectName(u"newDevicePanel"_s);
    auto *holder = new QWidget;
    auto *inner = new QVBoxLayout(holder);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->addWidget(m_panel);
    inner->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(holder);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(scroll);
    connect(m_panel, &DevicePanel::edited, this, [this] {
        m_panel->store(m_domain, theDevice);
        Q_EMIT completeChanged();
    });
}

void DevicePage::setDevice(const QString &name, const QString &about, const QString &xml)
{
    setTitle(name);
    setSubTitle(about);
    m_name = name;
    if (std::exchange(m_template, xml) == xml)
        return;
    const auto domain = DomainXml::parse(
        u"<domain type='qemu'><name>new</name><memory>1</memory><devices>%1</devices></domain>"_s.arg(xml).toUtf8());
    Q_ASSERT(domain);
    m_domain = *domain;
    m_panel->load(m_domain, theDevice);
    Q_EMIT completeChanged();
}

int DevicePage::nextId() const
{
    return AddHardwareWizard::ReviewId;
}

bool DevicePage::isComplete() const
{
    return m_panel->isValid();
}

bool DevicePage::validatePage()
{
    HardwareChoice choice;
    choice.other = deviceText(m_domain, theDevice);
    choice.otherName = m_name;
    for (const HardwareRow &row : hardwareRows(m_domain, std::nullopt, m_wizard.connection().host()))
        if (row.element == 0 && !row.summary.isEmpty())
            //: a kind of hardware, which one of it
            choice.otherName = tr("%1: %2").arg(m_name, row.summary);
    m_wizard.setChoice(choice);
    return true;
}

} // namespace laneway
