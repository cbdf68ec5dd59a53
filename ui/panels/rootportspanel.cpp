// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/rootportspanel.h"

#include "xml/guestaddresses.h"
#include "xml/viewreading.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace laneway {

RootPortsPanel::RootPortsPanel(QWidget *parent)
    : DevicePanel(parent)
    , m_ports(new QListWidget)
    , m_open(new QPushButton)
{
    auto *about = new QLabel(tr(
        "Each can take one PCI Express device, also while the machine runs. A running machine gets no further ports."));
    about->setWordWrap(true);
    m_ports->setObjectName(u"rootPorts"_s);
    m_ports->setAccessibleName(tr("Empty root ports"));
    m_open->setObjectName(u"openRootPorts"_s);
    m_open->setToolTip(tr("To change or remove one of them"));
    m_open->setCheckable(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(about);
    layout->addWidget(m_ports, 1);
    layout->addWidget(m_open, 0, Qt::AlignLeading);
    connect(m_open, &QPushButton::clicked, this, &RootPortsPanel::openRequested);
    setOpen(false);
}

void RootPortsPanel::setOpen(bool open)
{
    m_open->setChecked(open);
    m_open->setText(open ? tr("Show Them as One") : tr("Show Them One by One"));
}

void RootPortsPanel::load(const DomainXml &domain, const DeviceKey &)
{
    QMap<int, QDomElement> ports; // by their number, in whatever order they are written
    const QList<int> elements = emptyRootPorts(domain);
    for (const int element : elements) {
        const QDomElement port = deviceElement(domain, DeviceKey{element});
        ports.insert(port.attribute(u"index"_s).toInt(), port);
    }
    QStringList lines;
    for (const QDomElement &port : std::as_const(ports)) {
        const auto place = readGuestAddress(port.firstChildElement(u"address"_s));
        const QString index = port.attribute(u"index"_s);
        lines << (place && *place ? tr("Port %1, at %2")
                                        .arg(index,
                                            QString::asprintf("%04x:%02x:%02x.%x", (*place)->domain, (*place)->bus,
                                                (*place)->slot, (*place)->function))
                                  : tr("Port %1").arg(index));
    }
    m_ports->clear();
    m_ports->addItems(lines);
}

} // namespace laneway
