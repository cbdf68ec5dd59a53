// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/hostdevicepanel.h"

#include "ui/panels/formrows.h"
#include "ui/panels/pcifields.h"
#include "ui/panels/vffields.h"
#include "ui/hostpage/verdictpanel.h"

#include <QCheckBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace laneway {

HostDevicePanel::HostDevicePanel(QWidget *parent)
    : DevicePanel(parent)
    , m_name(newValue())
    , m_source(newValue(true))
    , m_problem(newValue())
    , m_virtualPort(newValue())
    , m_form(nullptr)
    , m_pci(new PciFields)
    , m_vf(new VfFields)
    , m_oneSlot(new QCheckBox)
    , m_verdict(new VerdictPanel)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *head = new QWidget;
    m_form = newForm(head);
    m_form->setContentsMargins(0, 0, 0, 0);
    addRow(m_form, tr("Device"), m_name, u"deviceName"_s);
    addRow(m_form, tr("Host address"), m_source, u"deviceSource"_s);
    addRow(m_form, tr("Port profile"), m_virtualPort, u"virtualPort"_s);
    addRow(m_form, tr("Not understood"), m_problem, u"deviceProblem"_s);
    layout->addWidget(head);
    layout->addWidget(m_vf);
    layout->addWidget(m_pci);
    m_oneSlot->setObjectName(u"oneGuestSlot"_s);
    layout->addWidget(m_oneSlot);
    layout->addWidget(m_verdict, 1);
    m_verdict->setMinimumHeight(fontMetrics().height() * 10);
    alignLabels({m_form, m_vf->form(), m_pci->form()});

    connect(m_pci, &PciFields::edited, this, &DevicePanel::edited);
    connect(m_vf, &VfFields::edited, this, &DevicePanel::edited);
    connect(m_oneSlot, &QCheckBox::toggled, this, &DevicePanel::edited);
}

QList<PciAddress> HostDevicePanel::card(const DomainXml &domain) const
{
    QList<PciAddress> functions;
    if (const auto all = domain.assignedDevices())
        for (const AssignedDevice &other : *all)
            if (other.source.sameSlot(m_device.source))
                functions << other.source;
    std::sort(functions.begin(), functions.end());
    return functions;
}

void HostDevicePanel::load(const DomainXml &domain, const DeviceKey &key)
{
    const QSignalBlocker quiet(this);
    const QDomElement element = deviceElement(domain, key);
    const auto all = domain.assignedDevices();
    const auto read = all ? readAssignedDevice(element) : fail(all.error());
    const bool isInterface = element.tagName() == u"interface";
    m_vf->setVisible(isInterface);
    m_pci->setRomShown(!isInterface); // a virtual function has none
    setRowVisible(m_form, m_problem, !read);
    for (QWidget *field : {static_cast<QWidget *>(m_pci), static_cast<QWidget *>(m_vf)})
        field->setEnabled(read.has_value());
    const QString port = valueAt(element, u"virtualport/parameters/@profileid"_s);
    m_virtualPort->setText(tr("%1 (802.1Qbh): the switch sets VLAN and limits").arg(port));
    setRowVisible(m_form, m_virtualPort, !port.isEmpty());
    m_oneSlot->setVisible(false);
    if (!read) {
        m_problem->setText(
            tr("%1: %2. The XML tab shows it as it is written.").arg(read.error().subject, read.error().detail));
        return;
    }
    if (m_device.source != read->source)
        m_shown.reset();
    m_device = *read;
    for (const AssignedDevice &device : *all)
        if (device.source == read->source)
            m_device = device; // with what <metadata> says
    m_pci->setDevice(m_device);
    m_vf->setDevice(m_device);

    const QList<PciAddress> functions = card(domain);
    if (functions.size() > 1 && !isInterface) {
        QStringList others;
        bool together = true;
        for (const PciAddress &address : functions) {
            if (address != m_device.source)
                others << address.toString();
            for (const AssignedDevice &device : *all)
                if (device.source == address)
                    together = together && inOneGuestSlot(m_device, device);
        }
        m_oneSlot->setText(tr("In &one guest slot with %1, as in the host").arg(others.join(u", ")));
        m_oneSlot->setToolTip(tr("The functions of one card, such as a graphics card and its sound, stay one card "
                                 "for the guest. Some drivers need that."));
        m_oneSlot->setChecked(together);
        m_oneSlot->setVisible(true);
    }
    explain();
}

void HostDevicePanel::store(DomainXml &domain, const DeviceKey &key) const
{
    AssignedDevice wanted = m_pci->device();
    if (m_device.form == AssignedDevice::Form::Interface) {
        const AssignedDevice vf = m_vf->device();
        wanted.mac = vf.mac;
        wanted.vlan = vf.vlan;
        wanted.extra = vf.extra;
    }
    if (!updateAssignedDevice(domain, key, wanted))
        return;
    if (m_oneSlot->isHidden())
        return;
    const QList<PciAddress> functions = card(domain);
    const auto all = domain.assignedDevices();
    const auto at = [&](const PciAddress &address) {
        return *std::find_if(
            all->begin(), all->end(), [&](const AssignedDevice &device) { return device.source == address; });
    };
    const bool together = std::all_of(functions.begin(), functions.end(),
        [&](const PciAddress &address) { return inOneGuestSlot(at(functions.first()), at(address)); });
    if (m_oneSlot->isChecked() && !together)
        (void)shareGuestSlot(domain, functions);
    else if (!m_oneSlot->isChecked() && together)
        separateGuestSlots(domain, functions);
}

void HostDevicePanel::setFacts(const HostFacts &facts)
{
    m_facts = facts;
    explain();
}

void HostDevicePanel::explain()
{
    const PciFunction *function = m_facts.host.find(m_device.source);
    m_name->setText(function ? function->displayName() : tr("Not in the host now"));
    m_source->setText(m_device.source.toString());
    if (!function) {
        m_shown.reset();
        return m_verdict->showNothing(tr("The host does not have this device now. It may have been taken out "
                                         "or moved to another slot; remove it here and add it again."));
    }
    const Verdict verdict = m_facts.verdicts.value(m_device.source);
    if (m_shown == verdict)
        return; // the reader's place in the text stays
    m_shown = verdict;
    m_verdict->showFunction(m_facts.host, *function, verdict);
}

} // namespace laneway
