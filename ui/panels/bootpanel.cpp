// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/bootpanel.h"

#include "ui/panels/formrows.h"
#include "xml/xmlnodes.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>

namespace laneway {

namespace {

constexpr int keyRole = Qt::UserRole;

const QString bios = u"bios"_s, efi = u"efi"_s, secure = u"secure"_s;

QString firmwareOf(const DomainXml &domain)
{
    const QDomElement os = domain.root().firstChildElement(u"os"_s);
    if (valueAt(os, u"@firmware"_s) != u"efi" && valueAt(os, u"loader/@type"_s) != u"pflash")
        return bios;
    bool isSecure = valueAt(os, u"loader/@secure"_s) == u"yes";
    for (const QDomElement &feature : childElements(os.firstChildElement(u"firmware"_s), u"feature"_s))
        isSecure = isSecure || feature.attribute(u"enabled"_s) == u"yes"; // keys, too, come with it
    return isSecure ? secure : efi;
}

/// Files that were found for another firmware are of no use to this one: they are found again.
void setFirmware(DomainXml &domain, const QString &firmware)
{
    QDomElement root = domain.editableRoot();
    const QDomElement os = root.firstChildElement(u"os"_s);
    for (const QString &name : {u"loader"_s, u"nvram"_s, u"firmware"_s})
        if (const QDomElement old = os.firstChildElement(name); !old.isNull())
            removeWithLine(old);
    setValueAt(root, u"os/@firmware"_s, firmware == bios ? QString() : u"efi"_s);
    if (firmware == secure) {
        setValueAt(root, u"os/loader/@secure"_s, u"yes"_s);
        setValueAt(root, u"features/smm/@state"_s, u"on"_s); // what guards the keys
    }
}

QString nameOf(const QDomElement &device)
{
    const auto at = [&](const QString &path) { return valueAt(device, path); };
    if (device.tagName() == u"disk") {
        QString file = at(u"source/@file"_s);
        if (file.isEmpty())
            file = at(u"source/@dev"_s);
        const QString kind = at(u"@device"_s) == u"cdrom" ? BootPanel::tr("CD-ROM drive %1")
            : at(u"@device"_s) == u"floppy"               ? BootPanel::tr("Floppy drive %1")
                                                          : BootPanel::tr("Disk %1");
        const QString name = kind.arg(at(u"target/@dev"_s));
        return file.isEmpty() ? name : name + u", "_s + file.section(u'/', -1);
    }
    if (const auto host = readAssignedDevice(device))
        return BootPanel::tr("Host device %1").arg(host->source.toString());
    return device.tagName() == u"interface" ? BootPanel::tr("Network interface %1").arg(at(u"mac/@address"_s))
                                            : BootPanel::tr("USB device");
}

} // namespace

BootPanel::BootPanel(QWidget *parent)
    : PartPanel({u"os"_s}, parent)
    , m_firmware(new QComboBox)
    , m_menu(new QCheckBox(tr("&Boot menu")))
    , m_order(new QListWidget)
    , m_up(new QPushButton(tr("Move Up")))
    , m_down(new QPushButton(tr("Move Down")))
{
    m_firmware->addItem(tr("BIOS"), bios);
    m_firmware->addItem(tr("UEFI"), efi);
    m_firmware->addItem(tr("UEFI with Secure Boot"), secure);
    m_firmware->setToolTip(tr("An installed system starts only with the firmware it was installed with"));
    addRow(form(), tr("F&irmware"), m_firmware, u"bootFirmware"_s);
    m_menu->setObjectName(u"bootMenu"_s);
    m_menu->setToolTip(tr("The firmware waits for a key that shows what can be booted"));
    form()->addRow(QString(), m_menu);
    m_order->setDragDropMode(QAbstractItemView::InternalMove);
    m_order->setDefaultDropAction(Qt::MoveAction);
    m_order->setToolTip(tr("Booted from top to bottom, from what is ticked. Drag them, or use the buttons."));
    m_order->setFixedHeight(fontMetrics().height() * 9);
    auto *holder = new QWidget;
    auto *layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_order);
    auto *buttons = new QHBoxLayout;
    layout->addLayout(buttons);
    m_up->setObjectName(u"bootUp"_s);
    m_down->setObjectName(u"bootDown"_s);
    buttons->addWidget(m_up);
    buttons->addWidget(m_down);
    buttons->addStretch();
    auto *title = new QLabel(tr("&Order"));
    title->setBuddy(m_order);
    m_order->setObjectName(u"bootSequence"_s);
    m_order->setAccessibleName(tr("Order"));
    form()->addRow(title, holder);
    align();

    connect(m_firmware, &QComboBox::currentIndexChanged, this, &DevicePanel::edited);
    connect(m_menu, &QCheckBox::toggled, this, &DevicePanel::edited);
    connect(m_order, &QListWidget::itemChanged, this, &DevicePanel::edited);
    connect(m_order->model(), &QAbstractItemModel::rowsMoved, this, [this] {
        showMoves();
        Q_EMIT edited();
    });
    connect(m_order, &QListWidget::currentRowChanged, this, &BootPanel::showMoves);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(+1); });
}

QList<DeviceKey> BootPanel::sequence() const
{
    QList<DeviceKey> keys;
    for (int row = 0; row < m_order->count(); ++row)
        if (m_order->item(row)->checkState() == Qt::Checked)
            keys << DeviceKey{m_order->item(row)->data(keyRole).toInt()};
    return keys;
}

void BootPanel::move(int by)
{
    const int row = m_order->currentRow();
    if (row < 0 || row + by < 0 || row + by >= m_order->count())
        return;
    {
        const QSignalBlocker quiet(m_order);
        m_order->insertItem(row + by, m_order->takeItem(row));
        m_order->setCurrentRow(row + by);
    }
    showMoves();
    Q_EMIT edited();
}

void BootPanel::showMoves()
{
    const int row = m_order->currentRow();
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_order->count());
}

void BootPanel::loadOwn(const DomainXml &domain)
{
    const QSignalBlocker quietFirmware(m_firmware);
    choose(m_firmware, firmwareOf(domain));
    const QSignalBlocker quietMenu(m_menu);
    m_menu->setChecked(valueAt(domain.root(), u"os/bootmenu/@enable"_s) == u"yes");

    const QList<QDomElement> devices = childElements(domain.root().firstChildElement(u"devices"_s));
    const QList<DeviceKey> booted = bootSequence(domain);
    QList<DeviceKey> keys = booted;
    QStringList names;
    for (int i = 0; i < devices.size(); ++i) {
        if (!isBootable(devices[i]))
            continue;
        names << QString::number(i) + nameOf(devices[i]);
        if (!keys.contains(DeviceKey{i}))
            keys << DeviceKey{i};
    }
    // What is not ticked keeps the place that it was moved to.
    const QString shown = names.join(u'\n');
    if (std::exchange(m_shown, shown) == shown && sequence() == booted)
        return;
    const QSignalBlocker quietOrder(m_order);
    const int current = m_order->currentRow();
    m_order->clear();
    for (const DeviceKey &key : std::as_const(keys)) {
        auto *item = new QListWidgetItem(nameOf(devices.value(key.element)), m_order);
        item->setFlags((item->flags() | Qt::ItemIsUserCheckable) & ~Qt::ItemIsDropEnabled);
        item->setCheckState(booted.contains(key) ? Qt::Checked : Qt::Unchecked);
        item->setData(keyRole, key.element);
    }
    m_order->setCurrentRow(qBound(0, current, m_order->count() - 1));
    showMoves();
}

void BootPanel::storeOwn(DomainXml &domain) const
{
    const bool now = valueAt(domain.root(), u"os/bootmenu/@enable"_s) == u"yes";
    if (m_menu->isChecked() != now)
        setValueAt(domain.editableRoot(), u"os/bootmenu/@enable"_s, m_menu->isChecked() ? u"yes"_s : QString());
    if (chosen(m_firmware) != firmwareOf(domain))
        setFirmware(domain, chosen(m_firmware));
    setBootSequence(domain, sequence());
}

} // namespace laneway
