// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/diskpage.h"

#include "core/sizetext.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/images/imagelook.h"
#include "ui/panels/formrows.h"
#include "xml/devicebasis.h"
#include "xml/driveplace.h"
#include "xml/newmachine.h"
#include "xml/xmlnodes.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace laneway {

namespace {
constexpr int lookMs = 300;
}

DiskPage::DiskPage(AddHardwareWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_form(new QFormLayout(this))
    , m_browse(new QPushButton(tr("Bro&wse…")))
    , m_kind(new QComboBox)
    , m_file(new QLineEdit)
    , m_size(newSizeEdit())
    , m_format(new QComboBox)
    , m_bus(new QComboBox)
    , m_readOnly(new QCheckBox(tr("&Read only")))
    , m_problem(new QLabel)
{
    setTitle(tr("Disk or CD-ROM"));
    setSubTitle(tr(
        "A new image, one that is there, or a block device of the host. It is made and opened with the rights of the machine's owner."));
    m_kind->setObjectName(u"diskKind"_s);
    m_kind->setAccessibleName(tr("Kind of drive"));
    m_file->setAccessibleName(tr("Image or device"));
    m_format->setAccessibleName(tr("Format of the image"));
    m_bus->setAccessibleName(tr("Bus"));
    m_kind->addItem(tr("New disk"), u"new"_s);
    m_kind->addItem(tr("Disk of an image or a device that is there"), u"disk"_s);
    m_kind->addItem(tr("CD-ROM drive"), u"cdrom"_s);
    m_file->setObjectName(u"diskFile"_s);
    m_file->setPlaceholderText(tr("/path/to/image.qcow2"));
    m_browse->setObjectName(u"diskBrowse"_s);
    m_size->setObjectName(u"diskSize"_s);
    m_size->setAccessibleName(tr("Size of the image"));
    m_size->setValue(20);
    m_format->setObjectName(u"diskFormat"_s);
    m_format->addItem(u"raw"_s, u"raw"_s);
    m_format->addItem(u"qcow2"_s, u"qcow2"_s);
    m_bus->setObjectName(u"diskBus"_s);
    m_readOnly->setObjectName(u"diskReadOnly"_s);
    m_problem->setObjectName(u"diskProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);

    auto *fileRow = new QHBoxLayout;
    fileRow->addWidget(m_file, 1);
    fileRow->addWidget(m_browse);
    auto *form = m_form;
    form->addRow(tr("&Kind:"), m_kind);
    form->addRow(tr("&Image or device:"), fileRow);
    // A label's buddy has to be said where the row is a layout.
    qobject_cast<QLabel *>(form->labelForField(fileRow))->setBuddy(m_file);
    form->addRow(tr("Si&ze:"), m_size);
    form->addRow(tr("&Format:"), m_format);
    form->addRow(tr("B&us:"), m_bus);
    form->addRow(QString(), m_readOnly);
    form->addRow(m_problem);

    connect(m_browse, &QPushButton::clicked, this, &DiskPage::browse);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &DiskPage::showBuses);
    connect(m_bus, &QComboBox::currentIndexChanged, this, [this] {
        nameFile();
        follow();
    });
    connect(m_format, &QComboBox::activated, this, [this] { nameFile(); });
    connect(m_file, &QLineEdit::textChanged, this, [this](const QString &file) {
        if (!isNew() || !file.isEmpty())
            choose(m_format, file.endsWith(u".qcow2", Qt::CaseInsensitive) ? u"qcow2"_s : u"raw"_s);
        m_note.clear();
        m_used.clear();
        ++m_looked;
        m_look.start(); // not at every key: a path is typed letter by letter
        follow();
    });
    m_look.setSingleShot(true);
    m_look.setInterval(lookMs);
    connect(&m_look, &QTimer::timeout, this, &DiskPage::lookAtFile);
    connect(m_readOnly, &QCheckBox::toggled, this, &DiskPage::follow);
    connect(&wizard, &AddHardwareWizard::domainUpdated, this, &DiskPage::follow);
    showBuses();
}

int DiskPage::nextId() const
{
    return AddHardwareWizard::ReviewId;
}

bool DiskPage::isCdrom() const
{
    return m_kind->currentData() == u"cdrom"_s;
}

bool DiskPage::isNew() const
{
    return m_kind->currentData() == u"new"_s;
}

bool DiskPage::onlyReads() const
{
    return isCdrom() || (!isNew() && m_readOnly->isChecked());
}

void DiskPage::nameFile()
{
    if (m_file->text() != m_suggested)
        return; // a person wrote it
    m_suggested.clear();
    if (isNew() && !m_folder.isEmpty() && m_waiting == 0) {
        const QString suffix = m_format->currentData() == u"raw"_s ? u".img"_s : u".qcow2"_s;
        const QString stem = m_folder + u'/' + m_wizard.domain().name + u'-' + freeTarget();
        m_suggested = stem + suffix;
        for (int number = 2; m_files.contains(m_suggested); ++number)
            m_suggested = stem + u'-' + QString::number(number) + suffix;
    }
    m_file->setText(m_suggested);
}

void DiskPage::initializePage()
{
    askForTargets();
    m_wizard.connection().listImages({}, this, [this](const Result<QJsonObject> &list) {
        if (!list)
            return; // the path is written by hand then
        m_folder = (*list)[u"folder"].toString();
        m_files.clear();
        const QJsonArray images = (*list)[u"images"].toArray();
        for (const QJsonValue &image : images)
            m_files += image[u"path"].toString();
        nameFile();
    });
    m_file->setFocus(Qt::OtherFocusReason);
    follow();
}

void DiskPage::askForTargets()
{
    m_taken.clear();
    const DomainInfo &domain = m_wizard.domain();
    const auto ask = [&](bool inactive) {
        ++m_waiting;
        m_wizard.connection().domainXml(domain.uuid, inactive, this, [this, inactive](const Result<QString> &text) {
            --m_waiting;
            const auto xml = text.and_then([](const QString &given) { return DomainXml::parse(given.toUtf8()); });
            if (xml)
                for (const QDomElement &disk : childElements(xml->root().firstChildElement(u"devices"_s), u"disk"_s))
                    m_taken += valueAt(disk, u"target/@dev"_s);
            if (xml && inactive)
                m_definition = *xml;
            nameFile();
            follow();
        });
    };
    if (domain.persistent)
        ask(true);
    if (domain.state != u"shut off")
        ask(false);
}

void DiskPage::browse()
{
    auto *dialog = new QFileDialog(this, isCdrom() ? tr("CD-ROM Image") : tr("Disk Image"));
    dialog->setObjectName(u"diskDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(isCdrom() ? QStringList{tr("CD-ROM images (*.iso)"), tr("All files (*)")}
                                     : QStringList{tr("Disk images (*.qcow2 *.img *.raw)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
    dialog->open();
}

void DiskPage::showBuses()
{
    m_bus->clear();
    if (!isCdrom())
        m_bus->addItem(tr("VirtIO"), u"virtio"_s);
    else
        m_bus->addItem(tr("SATA"), u"sata"_s);
    m_bus->addItem(tr("SCSI"), u"scsi"_s);
    if (!isCdrom()) {
        m_bus->addItem(tr("SATA"), u"sata"_s);
        m_bus->addItem(tr("NVMe"), u"nvme"_s);
    }
    m_bus->addItem(tr("USB"), u"usb"_s);
    m_readOnly->setVisible(m_kind->currentData() == u"disk"_s);
    m_format->setEnabled(!isCdrom());
    m_form->setRowVisible(m_size, isNew());
    m_browse->setVisible(!isNew() && !m_wizard.connection().isElsewhere()); // its files are not here
    m_file->setPlaceholderText(isCdrom() ? tr("/path/to/medium.iso") : tr("/path/to/image.qcow2"));
    if (isNew())
        choose(m_format, u"qcow2"_s);
    nameFile();
    lookAtFile();
}

void DiskPage::lookAtFile()
{
    m_look.stop();
    m_note.clear();
    m_used.clear();
    const QString file = m_file->text().trimmed();
    if (isNew() || !file.startsWith(u'/') || isBlockPath(file))
        return follow();
    m_wizard.connection().image(file, this, [this, file, looked = ++m_looked](const Result<QJsonObject> &image) {
        if (looked != m_looked)
            return;
        const ImageLook look = lookAtImage(file, image, m_wizard.domain().name);
        if (!look.format.isEmpty() && !isCdrom())
            choose(m_format, look.format);
        m_note = look.note;
        m_used = look.used;
        follow();
    });
}

QString DiskPage::freeTarget() const
{
    return freeDiskTarget(
        m_bus->currentData().toString(), [this](const QString &name) { return !m_taken.contains(name); });
}

QString DiskPage::problem() const
{
    const QString file = m_file->text().trimmed();
    if (file.isEmpty())
        return isCdrom() ? tr("Choose an image of a CD-ROM.")
            : isNew()    ? tr("Write which file is to be made.")
                         : tr("Choose an image or a block device.");
    if (isNew() && isBlockPath(file))
        return tr("An image cannot be made below /dev. Choose a disk that is there instead.");
    if (!file.startsWith(u'/'))
        return tr("Write the whole path, from the first /: the machine's host looks for it there.");
    if (m_waiting > 0)
        return tr("Looking which disks the machine has…");
    if (freeTarget().isEmpty())
        return tr("The machine has as many disks of this kind as there are names for.");
    return {};
}

void DiskPage::follow()
{
    QString text = problem();
    const bool stays = m_bus->currentData() == u"sata"_s || m_bus->currentData() == u"nvme"_s;
    if (text.isEmpty() && stays && m_wizard.domain().state != u"shut off")
        //: %1: SATA or NVMe
        text = tr("Nothing is plugged into %1 while a machine runs: it can be added for the next start.")
                   .arg(m_bus->currentText());
    if (text.isEmpty())
        text = !m_note.isEmpty() || onlyReads() ? m_note : m_used;
    m_problem->setText(text);
    Q_EMIT completeChanged();
}

bool DiskPage::validatePage()
{
    const QString file = m_file->text().trimmed();
    const bool block = isBlockPath(file);
    const QString format = isCdrom() ? u"raw"_s : m_format->currentData().toString();
    QDomDocument document;
    QDomElement disk = document.createElement(u"disk"_s);
    document.appendChild(disk);
    disk.setAttribute(u"type"_s, block ? u"block"_s : u"file"_s);
    disk.setAttribute(u"device"_s, isCdrom() ? u"cdrom"_s : u"disk"_s);
    setValueAt(disk, u"driver/@name"_s, u"qemu"_s);
    setValueAt(disk, u"driver/@type"_s, format);
    if (isNew())
        setValueAt(disk, u"driver/@discard"_s, u"unmap"_s); // what the guest gives up is free again outside
    setValueAt(disk, block ? u"source/@dev"_s : u"source/@file"_s, file);
    setValueAt(disk, u"target/@dev"_s, freeTarget());
    setValueAt(disk, u"target/@bus"_s, m_bus->currentData().toString());
    if (onlyReads())
        disk.appendChild(document.createElement(u"readonly"_s));
    QDomElement all = disk;
    const QDomElement root = m_definition.root();
    const QDomElement controller
        = root.isNull() ? QDomElement() : neededController(root, m_bus->currentData().toString());
    if (!controller.isNull()) {
        all = document.createElement(u"devices"_s);
        all.appendChild(document.importNode(controller, true));
        all.appendChild(disk);
        document.appendChild(all);
    }
    layOut(all);
    HardwareChoice choice;
    choice.other = nodeText(all) + u'\n';
    choice.otherName = tr("%1 %2 on %3: %4")
                           .arg(isCdrom() ? tr("CD-ROM drive") : tr("Disk"), freeTarget(), m_bus->currentText(), file);
    if (isNew()) {
        choice.otherName += tr(", a new image of %1").arg(sizeText(qint64(bytesOf(*m_size))));
        choice.images
            += QJsonObject{{u"path"_s, file}, {u"format"_s, format}, {u"bytes"_s, QString::number(bytesOf(*m_size))}};
    }
    m_wizard.setChoice(choice);
    return true;
}

} // namespace laneway
