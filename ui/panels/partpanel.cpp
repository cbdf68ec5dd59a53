// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/partpanel.h"

#include "ui/panels/formrows.h"

#include <QScopedValueRollback>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace laneway {

PartPanel::PartPanel(const QStringList &sections, QWidget *parent)
    : DevicePanel(parent)
    , m_form(nullptr)
    , m_rest(new KindPanel(sections))
{
    auto *top = new QWidget;
    m_form = newForm(top);
    m_form->setContentsMargins(0, 0, 0, 0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(top);
    layout->addWidget(m_rest);
    connect(m_rest, &DevicePanel::edited, this, [this] {
        const QScopedValueRollback ofTheRest(m_ofTheRest, true);
        Q_EMIT edited();
    });
}

void PartPanel::align()
{
    alignLabels({m_form, m_rest->form()});
}

void PartPanel::load(const DomainXml &domain, const DeviceKey &key)
{
    const QSignalBlocker quiet(this);
    loadOwn(domain);
    m_rest->load(domain, key);
}

void PartPanel::store(DomainXml &domain, const DeviceKey &key) const
{
    if (m_ofTheRest)
        m_rest->store(domain, key);
    else
        storeOwn(domain);
}

void PartPanel::stored(const DomainXml &domain, const DeviceKey &key)
{
    if (!m_ofTheRest) // the rows can say something of what was chosen above
        m_rest->load(domain, key);
}

} // namespace laneway
