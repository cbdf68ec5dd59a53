// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/kindpage.h"

#include "models/hardwaremodel.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/addhardware/devicepage.h"
#include "ui/addhardware/virtualfunctions.h"
#include "ui/icons.h"
#include "ui/machinepage/hardwaredelegate.h"
#include "xml/guestwants.h"

#include <QLabel>
#include <QListWidget>
#include <QVBoxLayout>

namespace laneway {

KindPage::KindPage(AddHardwareWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_kinds{{AddHardwareWizard::PciId, u"laneway-device"_s, tr("PCI Host Device"),
                  tr("A graphics card, drive, controller or network card, with what shares its IOMMU group")},
          {AddHardwareWizard::VfId, u"network-wired"_s, tr("SR-IOV Network Interface"),
              tr("A virtual function that you choose, with MAC address, VLAN and limits")},
          {AddHardwareWizard::PoolId, u"laneway-pool"_s, tr("Network Interface from a VF Pool"),
              tr("A virtual function that is free when the machine starts, or the next free one of a card")},
          {AddHardwareWizard::UsbId, u"laneway-usb"_s, tr("USB Host Device"),
              tr("A device that is plugged into a USB port of this host")},
          {AddHardwareWizard::DiskId, u"drive-harddisk"_s, tr("Disk or CD-ROM"),
              tr("An image that is there, or a block device of this host")},
          {AddHardwareWizard::NetworkId, u"network-wired"_s, tr("Network Interface"),
              tr("An emulated card: in a bridge, on a card of the host, or behind its address")},
          {AddHardwareWizard::DeviceId, u"laneway-device"_s, tr("Controller"), tr("For USB, SATA or SCSI devices"),
              u"<controller type='scsi' model='virtio-scsi'/>"_s},
          {AddHardwareWizard::DeviceId, u"input-keyboard"_s, tr("Input Device"), tr("A tablet, mouse or keyboard"),
              u"<input type='tablet' bus='usb'/>"_s},
          {AddHardwareWizard::DeviceId, u"video-display"_s, tr("Screen"), tr("What the console of this program shows"),
              u"<graphics type='vnc'><listen type='none'/></graphics>"_s},
          {AddHardwareWizard::DeviceId, u"video-display"_s, tr("Graphics Card"), tr("An emulated one"),
              u"<video><model type='virtio'/></video>"_s},
          {AddHardwareWizard::DeviceId, u"audio-card"_s, tr("Sound Card"), tr("An emulated one"),
              u"<sound model='ich9'/>"_s},
          {AddHardwareWizard::DeviceId, u"utilities-terminal"_s, tr("Serial Port"),
              tr("With a text console in this program"), u"<serial type='pty'><target type='isa-serial'/></serial>"_s},
          {AddHardwareWizard::DeviceId, u"laneway-device"_s, tr("Parallel Port"),
              tr("What the guest prints goes to a file"), u"<parallel type='file'><source path=''/></parallel>"_s},
          {AddHardwareWizard::DeviceId, u"laneway-device"_s, tr("Guest Agent Channel"),
              tr("By which a program in the guest answers: shutdown, addresses"),
              u"<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"_s},
          {AddHardwareWizard::DeviceId, u"document-open"_s, tr("Shared Folder"),
              tr("A folder of this host, in the guest"),
              u"<filesystem type='mount' accessmode='mapped'><source dir=''/><target dir='shared'/></filesystem>"_s},
          {AddHardwareWizard::DeviceId, u"laneway-device"_s, tr("TPM"), tr("Keeps keys; newer Windows asks for one"),
              u"<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>"_s},
          {AddHardwareWizard::DeviceId, u"laneway-device"_s, tr("Random Number Generator"),
              tr("The guest need not wait for randomness"),
              u"<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"_s},
          {AddHardwareWizard::DeviceId, u"laneway-device"_s, tr("Watchdog"), tr("Resets a guest that hangs"),
              u"<watchdog model='itco' action='reset'/>"_s},
          {AddHardwareWizard::DeviceId, u"laneway-device"_s, tr("Panic Notifier"),
              tr("By which a guest says that its system has crashed"), u"<panic model='isa'/>"_s},
          {AddHardwareWizard::DeviceId, u"laneway-device"_s, tr("Memory Balloon"),
              tr("Gives memory back to the host while the machine runs"), u"<memballoon model='virtio'/>"_s},
          {AddHardwareWizard::DeviceId, u"laneway-device"_s, tr("Shared Memory"),
              tr("A piece of memory that another machine or a program of this host sees, too"),
              u"<shmem name=''><model type='ivshmem-plain'/><size unit='MiB'>4</size></shmem>"_s},
          {AddHardwareWizard::DeviceId, u"laneway-device"_s, tr("Socket to the Host"),
              tr("Programs of the guest talk with the host's without a network (vsock)"),
              u"<vsock model='virtio'><cid auto='yes'/></vsock>"_s},
          {AddHardwareWizard::DeviceId, u"laneway-device"_s, tr("IOMMU"),
              tr("For a guest that gives its devices to machines or programs of its own"),
              u"<iommu model='intel'><driver caching_mode='on'/></iommu>"_s}}
    , m_list(new QListWidget)
    , m_hint(new QLabel)
{
    setTitle(tr("Kind of Hardware"));
    setSubTitle(tr("What shall the machine get?"));
    m_list->setObjectName(u"kindList"_s);
    m_list->setAccessibleName(tr("Kind of hardware"));
    m_hint->setObjectName(u"kindHint"_s);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_list->setItemDelegate(new HardwareDelegate(m_list));
    m_list->setUniformItemSizes(true);
    for (const Kind &kind : m_kinds)
        new QListWidgetItem(themeIcon(kind.icon), kind.name, m_list);
    m_list->setCurrentRow(0);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_hint);
    connect(m_list, &QListWidget::currentRowChanged, this, &KindPage::refresh);
    connect(m_list, &QListWidget::itemDoubleClicked, this, [this] {
        if (isComplete())
            m_wizard.next();
    });
    wizard.connection().domainXml(wizard.domain().uuid, true, this, [this](const Result<QString> &text) {
        if (const auto domain = text ? DomainXml::parse(text->toUtf8()) : fail(text.error()))
            m_definition = *domain;
        refresh();
    });
    connect(&wizard.connection(), &Connection::ready, this, &KindPage::refresh);
    connect(&wizard.connection(), &Connection::networksChanged, this, &KindPage::refresh);
    connect(&wizard.virtualFunctions(), &VirtualFunctions::updated, this, &KindPage::refresh);
    refresh();
}

const KindPage::Kind &KindPage::chosen() const
{
    return m_kinds[qMax(0, m_list->currentRow())];
}

void KindPage::choose(int pageId)
{
    for (int i = 0; i < m_kinds.size(); ++i)
        if (m_kinds[i].pageId == pageId)
            m_list->setCurrentRow(i);
}

int KindPage::nextId() const
{
    return chosen().pageId;
}

bool KindPage::validatePage()
{
    if (const Kind &kind = chosen(); kind.pageId == AddHardwareWizard::DeviceId)
        m_wizard.devicePage().setDevice(kind.name, kind.about, kind.xml);
    return true;
}

bool KindPage::isComplete() const
{
    return whyNot(chosen()).isEmpty();
}

QString KindPage::whyNoneMore(const Kind &kind, bool isShort) const
{
    if (!m_definition)
        return {}; // the helper says it
    const QDomElement root = m_definition->root();
    const QString tag = kind.xml.mid(1, kind.xml.indexOf(u' ') - 1);
    const QDomElement present = root.firstChildElement(u"devices"_s).firstChildElement(tag);
    if (isOnlyOneOfItsKind(tag) && !present.isNull() && present.attribute(u"model"_s) != u"none")
        return isShort
            ? tr("The machine has one already")
            : tr("The machine has one already, and can have no other. You can change it on the page Hardware.");
    if (tag == u"iommu" && guestpci::machineOf(root) != guestpci::Machine::Q35)
        return isShort ? tr("Not possible here: it needs a machine with PCI Express")
                       : tr("Only a machine with PCI Express (Q35) can have an IOMMU; this one has the older board.");
    return {};
}

QString KindPage::whyNot(const Kind &kind, bool isShort) const
{
    if (kind.pageId == AddHardwareWizard::DeviceId)
        return whyNoneMore(kind, isShort);
    if (kind.pageId == AddHardwareWizard::DiskId || kind.pageId == AddHardwareWizard::NetworkId)
        return {};
    if (kind.pageId == AddHardwareWizard::UsbId)
        return m_wizard.connection().host().usbKnown ? QString()
            : isShort
            ? tr("Not possible here: nothing is known of this host's USB devices")
            : tr("What this host is known from tells nothing of USB devices. You can give the machine a whole USB "
                 "controller: choose PCI Host Device, then look for “USB controller”.");
    if (kind.pageId == AddHardwareWizard::PoolId && !m_wizard.connection().networks().isEmpty())
        return {};
    const VirtualFunctions &cards = m_wizard.virtualFunctions();
    if (kind.pageId == AddHardwareWizard::PciId || !cards.isReady() || cards.any())
        return {};
    if (cards.physical().isEmpty())
        return isShort
            ? tr("Not possible here: no network card has virtual functions (SR-IOV)")
            : tr("No network card of this host has virtual functions (SR-IOV). Choose PCI Host Device to give "
                 "the machine a whole network card.");
    return isShort
        ? tr("Not possible now: no network card has virtual functions at the moment")
        : tr("The network cards of this host have no virtual functions at the moment. Make some on the page VF "
             "Pools, then come back.");
}

void KindPage::refresh()
{
    for (int i = 0; i < m_kinds.size(); ++i) {
        // It can still be selected: that is how one reads of another way.
        const QString problem = whyNot(m_kinds[i], true);
        const QString line = problem.isEmpty() ? m_kinds[i].about : problem;
        QListWidgetItem *item = m_list->item(i);
        item->setData(HardwareModel::SummaryRole, line);
        item->setData(Qt::AccessibleDescriptionRole, line);
    }
    const QString problem = whyNot(chosen());
    m_hint->setText(problem);
    m_list->setAccessibleDescription(problem);
    Q_EMIT completeChanged();
}

} // namespace laneway
