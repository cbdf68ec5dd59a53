// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/vfcount.h"

#include "models/plaintip.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace laneway {

VfCount::VfCount(For use, QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(tr("Virtual fu&nctions:"), this))
    , m_count(new QSpinBox(this))
    , m_apply(new QPushButton(this))
    , m_each(new QPushButton(tr("&Set Each…"), this))
    , m_unbound(new QCheckBox(tr("No &driver of the host takes them"), this))
{
    setObjectName(u"vfCount"_s);
    m_count->setObjectName(u"vfCountNumber"_s);
    m_count->setAccessibleName(tr("Number of virtual functions"));
    m_apply->setObjectName(u"vfCountApply"_s);
    m_each->setObjectName(u"vfCountEach"_s);
    m_each->setToolTip(tr("MAC address, VLAN, rates of each of its virtual functions"));
    m_each->setVisible(use == For::Function);
    m_unbound->setObjectName(u"vfCountUnbound"_s);
    m_unbound->setToolTip(tr("For virtual functions that are all for machines: they are not the host's for a moment."));
    m_unbound->setVisible(use == For::Grid);
    m_label->setBuddy(m_count);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_label);
    layout->addWidget(m_count);
    layout->addWidget(m_unbound);
    layout->addWidget(m_apply);
    layout->addWidget(m_each);
    layout->addStretch(1);
    connect(m_count, &QSpinBox::valueChanged, this, &VfCount::update);
    connect(m_unbound, &QCheckBox::toggled, this, &VfCount::update);
    connect(m_apply, &QPushButton::clicked, this, &VfCount::request);
    connect(m_each, &QPushButton::clicked, this, [this] {
        if (m_device)
            Q_EMIT gridRequested(*m_device);
    });
    setVisible(false);
}

void VfCount::showFunction(const HostSnapshot &host, const PciFunction *function)
{
    if (!function || !function->sriov || function->isUnknown(Unknown::Sriov)) {
        m_device.reset();
        setVisible(false);
        return;
    }
    const SriovCapability &sriov = *function->sriov;
    const bool same
        = m_device == function->address && m_enabled == sriov.enabled && m_autoprobe == sriov.driversAutoprobe;
    if (!same)
        m_unbound->setChecked(!sriov.driversAutoprobe);
    m_autoprobe = sriov.driversAutoprobe;
    m_device = function->address;
    m_enabled = sriov.enabled;
    m_count->setRange(0, sriov.total);
    //: how many virtual functions: 7 of 63
    m_count->setSuffix(tr(" of %1").arg(sriov.total));
    if (!same) // all of them is what a card is most often set to
        m_count->setValue(sriov.enabled ? sriov.enabled : sriov.total);
    if (host.readOnly)
        m_refusal = tr("This host is a recording: nothing on it can be changed.");
    else if (function->driver.isEmpty())
        m_refusal = tr("Without a driver on %1 there is nobody to create them.").arg(function->address.toString());
    else
        m_refusal.clear();
    setVisible(true);
    update();
}

void VfCount::beginEditing()
{
    m_count->setFocus();
    m_count->selectAll();
}

void VfCount::update()
{
    const int count = m_count->value();
    const bool probes = m_unbound->isChecked() == m_autoprobe; // otherwise than now
    if (probes && count == m_enabled)
        m_apply->setText(tr("Change Drive&r Rule"));
    else if (m_enabled == 0)
        m_apply->setText(tr("Crea&te"));
    else if (count == 0)
        m_apply->setText(tr("&Remove All"));
    else
        m_apply->setText(tr("Crea&te Anew"));
    m_count->setEnabled(m_refusal.isEmpty());
    m_unbound->setEnabled(m_refusal.isEmpty());
    m_apply->setEnabled(m_refusal.isEmpty() && (count != m_enabled || probes));
    QString tip = m_refusal;
    if (tip.isEmpty() && m_enabled > 0 && count != m_enabled)
        tip = m_enabled == 1 ? tr("The virtual function that is there vanishes first.")
                             : tr("The %n virtual functions that are there vanish first.", nullptr, m_enabled);
    m_count->setToolTip(plainTip(tip));
    m_apply->setToolTip(plainTip(tip));
    m_apply->setAccessibleDescription(tip);
}

void VfCount::request()
{
    if (!m_device)
        return;
    QJsonObject arguments{{u"device"_s, m_device->toString()}, {u"count"_s, m_count->value()}};
    if (m_unbound->isChecked() == m_autoprobe)
        arguments[u"autoprobe"] = !m_autoprobe;
    Q_EMIT planRequested(u"vf-create"_s, arguments);
}

} // namespace laneway
