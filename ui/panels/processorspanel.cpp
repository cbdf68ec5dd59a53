// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/processorspanel.h"

#include "ui/panels/formrows.h"

#include <QCheckBox>
#include <QSignalBlocker>
#include <QSpinBox>

namespace laneway {

ProcessorsPanel::ProcessorsPanel(QWidget *parent)
    : PartPanel({u"vcpu"_s, u"iothreads"_s, u"cpu"_s}, parent)
    , m_count(new QSpinBox)
    , m_mode(new QComboBox)
    , m_topology(new QCheckBox(tr("Set the topolo&gy")))
    , m_sockets(new QSpinBox)
    , m_cores(new QSpinBox)
    , m_threads(new QSpinBox)
{
    m_count->setRange(1, 4096);
    addRow(form(), tr("&Processors"), m_count, u"processorCount"_s);
    m_mode->addItem(tr("Default of the emulator"), QString());
    m_mode->addItem(tr("As the host's, with everything it can do"), u"host-passthrough"_s);
    m_mode->addItem(tr("Like the host's: passed through where there is KVM"), u"host-model"_s);
    m_mode->addItem(tr("All that can be offered here"), u"maximum"_s);
    m_mode->addItem(tr("A named model"), u"custom"_s);
    addRow(form(), tr("M&odel"), m_mode, u"processorMode"_s);
    m_topology->setObjectName(u"setTopology"_s);
    form()->addRow(QString(), m_topology);
    for (QSpinBox *box : {m_sockets, m_cores, m_threads})
        box->setRange(1, 1024);
    addRow(form(), tr("&Sockets"), m_sockets, u"sockets"_s);
    addRow(form(), tr("&Cores a socket"), m_cores, u"cores"_s);
    addRow(form(), tr("&Threads a core"), m_threads, u"threads"_s);

    connect(m_count, &QSpinBox::valueChanged, this, &DevicePanel::edited);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &DevicePanel::edited);
    connect(m_topology, &QCheckBox::toggled, this, [this](bool on) {
        if (on) {
            // As many as there were, in one socket: the least surprise.
            m_sockets->setValue(1);
            m_cores->setValue(m_count->value());
            m_threads->setValue(1);
        }
        showTopology();
        Q_EMIT edited();
    });
    for (QSpinBox *box : {m_sockets, m_cores, m_threads})
        connect(box, &QSpinBox::valueChanged, this, [this] {
            showTopology();
            Q_EMIT edited();
        });
    align();
    showTopology();
}

void ProcessorsPanel::showTopology()
{
    const bool on = m_topology->isChecked();
    for (QSpinBox *box : {m_sockets, m_cores, m_threads})
        setRowVisible(form(), box, on);
    m_count->setEnabled(!on);
    if (on)
        m_count->setValue(m_sockets->value() * m_cores->value() * m_threads->value());
}

void ProcessorsPanel::loadOwn(const DomainXml &domain)
{
    const QDomElement root = domain.root();
    const QSignalBlocker quietTopology(m_topology); // its toggling fills in
    const bool topology = !root.firstChildElement(u"cpu"_s).firstChildElement(u"topology"_s).isNull();
    m_topology->setChecked(topology);
    const auto number = [&](const QString &name) { return qMax(1, valueAt(root, u"cpu/topology/@"_s + name).toInt()); };
    const QList<std::pair<QSpinBox *, int>> values{{m_sockets, number(u"sockets"_s) * number(u"dies"_s)},
        {m_cores, number(u"cores"_s)}, {m_threads, number(u"threads"_s)}};
    for (const auto &[box, value] : values) {
        const QSignalBlocker quietBox(box);
        box->setValue(value);
    }
    showTopology();
    if (!topology)
        m_count->setValue(qMax(1, valueAt(root, u"vcpu"_s).toInt()));
    const QDomElement cpu = root.firstChildElement(u"cpu"_s);
    QString mode = cpu.attribute(u"mode"_s);
    if (mode.isEmpty() && !valueAt(cpu, u"model"_s).isEmpty())
        mode = u"custom"_s;
    choose(m_mode, mode);
}

void ProcessorsPanel::storeOwn(DomainXml &domain) const
{
    const bool on = m_topology->isChecked();
    const QDomElement before = domain.root().firstChildElement(u"cpu"_s);
    const auto now = [&](const QString &name) { return qMax(1, valueAt(before, u"topology/@"_s + name).toInt()); };
    const bool had = !before.firstChildElement(u"topology"_s).isNull();
    const bool same = had == on
        && (!on
            || (now(u"sockets"_s) * now(u"dies"_s) == m_sockets->value() && now(u"cores"_s) == m_cores->value()
                && now(u"threads"_s) == m_threads->value()));
    if (!same || qMax(1, valueAt(domain.root(), u"vcpu"_s).toInt()) != m_count->value())
        setProcessors(domain, m_count->value(), on ? m_sockets->value() : 0, on ? m_cores->value() : 0,
            on ? m_threads->value() : 0);
    QString mode = before.attribute(u"mode"_s);
    if (mode.isEmpty() && !valueAt(before, u"model"_s).isEmpty())
        mode = u"custom"_s;
    if (mode != chosen(m_mode)) {
        QDomElement root = domain.editableRoot();
        // A model of its own belongs to "custom" alone.
        if (chosen(m_mode) != u"custom")
            setValueAt(root, u"cpu/model"_s, {});
        setValueAt(root, u"cpu/@mode"_s, chosen(m_mode));
    }
}

} // namespace laneway
