// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/newmachine/machinepages.h"

#include "client/osinfo.h"
#include "core/sizetext.h"
#include "host/claims.h"
#include "host/reasontext.h"
#include "host/shortname.h"
#include "host/usbrules.h"
#include "models/plaintip.h"
#include "ui/panels/disclosure.h"
#include "ui/addhardware/rowlist.h"
#include "ui/images/imagelook.h"
#include "ui/messagebar.h"
#include "ui/networkchoices.h"
#include "ui/newmachine/newmachinewizard.h"
#include "ui/panels/formrows.h"
#include "xml/usbhostdevxml.h"

#include <QApplication>
#include <QCheckBox>
#include <QCompleter>
#include <QDir>
#include <QFileDialog>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTextBrowser>
#include <QThreadPool>
#include <QTreeView>
#include <QVBoxLayout>

namespace laneway {

namespace {

constexpr int lookMs = 300;
constexpr quint64 mebi = 1 << 20;
constexpr quint64 gibi = 1 << 30;
const QString usbPrefix = u"usb:"_s; ///< before the port in a row's identity

QHBoxLayout *withButton(QWidget *field, QPushButton *button, int indent)
{
    auto *row = new QHBoxLayout;
    row->addSpacing(indent);
    row->addWidget(field, 1);
    row->addWidget(button);
    return row;
}

bool isPath(const QString &text)
{
    return text.startsWith(u'/') && text.size() > 1;
}

} // namespace

// ---- what it comes from ----------------------------------------------------------------------------

MediumPage::MediumPage(NewMachineWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_medium(new QRadioButton(tr("&Install from a medium (ISO image)")))
    , m_existing(new QRadioButton(tr("Use an &existing disk image, which has a system")))
    , m_network(new QRadioButton(tr("Start from the ne&twork, on an empty disk")))
    , m_direct(new QRadioButton(tr("Start a kernel &directly, which is a file of the host")))
    , m_import(new QRadioButton(tr("I&mport definitions of libvirt")))
    , m_iso(newCodeEdit())
    , m_browseIso(new QPushButton(tr("&Browse…")))
    , m_image(newCodeEdit())
    , m_browseImage(new QPushButton(tr("Bro&wse…")))
    , m_format(new QComboBox)
    , m_kernel(newCodeEdit())
    , m_browseKernel(new QPushButton(tr("B&rowse…")))
    , m_initrd(newCodeEdit())
    , m_browseInitrd(new QPushButton(tr("Br&owse…")))
    , m_arguments(newCodeEdit())
    , m_kernelFields(nullptr)
    , m_system(new QComboBox)
    , m_recognised(new QLabel)
    , m_isoProblem(newProblem())
    , m_imageProblem(newProblem())
    , m_kernelProblem(newProblem())
    , m_problem(newProblem())
{
    setTitle(tr("Where It Comes From"));
    setSubTitle(tr("What the machine starts from at first."));
    m_medium->setObjectName(u"fromMedium"_s);
    m_existing->setObjectName(u"fromImage"_s);
    m_network->setObjectName(u"fromNetwork"_s);
    m_direct->setObjectName(u"fromKernel"_s);
    m_import->setObjectName(u"fromDefinitions"_s);
    m_isoProblem->setObjectName(u"mediumProblem"_s);
    m_imageProblem->setObjectName(u"imageProblem"_s);
    m_kernelProblem->setObjectName(u"kernelProblem"_s);
    m_medium->setChecked(true);
    m_iso->setObjectName(u"mediumFile"_s);
    m_iso->setAccessibleName(tr("ISO image"));
    m_iso->setPlaceholderText(tr("/path/to/medium.iso"));
    m_browseIso->setObjectName(u"browseMedium"_s);
    m_image->setObjectName(u"imageFile"_s);
    m_image->setAccessibleName(tr("Disk image"));
    m_browseImage->setObjectName(u"browseImage"_s);
    m_format->setObjectName(u"imageFormat"_s);
    m_format->setAccessibleName(tr("Format of the image"));
    m_format->addItem(u"qcow2"_s, u"qcow2"_s);
    m_format->addItem(tr("raw"), u"raw"_s);
    m_system->setObjectName(u"system"_s);
    m_system->setEditable(true);
    m_system->lineEdit()->setAccessibleName(tr("Operating system"));
    m_system->setInsertPolicy(QComboBox::NoInsert);
    m_system->completer()->setFilterMode(Qt::MatchContains);
    m_system->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_recognised->setObjectName(u"recognised"_s);
    m_recognised->setTextFormat(Qt::PlainText);

    const int indent = style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth) + fontMetrics().averageCharWidth();
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_medium);
    layout->addLayout(withButton(m_iso, m_browseIso, indent));
    m_isoProblem->setIndent(indent);
    m_imageProblem->setIndent(indent);
    layout->addWidget(m_isoProblem);
    layout->addWidget(m_existing);
    auto *imageRow = withButton(m_image, m_browseImage, indent);
    imageRow->insertWidget(2, m_format);
    layout->addLayout(imageRow);
    layout->addWidget(m_imageProblem);
    layout->addWidget(m_network);
    layout->addWidget(m_direct);
    m_kernelFields = newKernelFields();
    m_kernelFields->setContentsMargins(indent, 0, 0, 0);
    layout->addWidget(m_kernelFields);
    layout->addWidget(m_import);
    auto *form = newForm(nullptr);
    addRow(form, tr("Operating &system:"), m_system, u"system"_s);
    form->addRow(QString(), m_recognised);
    layout->addSpacing(fontMetrics().height());
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addStretch();

    for (const GuestOs &os : {genericOs(), genericOs(u"linux"_s), genericOs(u"win11"_s), genericOs(u"win10"_s)})
        m_system->addItem(os.name.isEmpty() ? tr("Not known, or another one") : os.name, os.shortId);
    osinfo::list(this, [this](const QList<GuestOs> &all) {
        QSet<QString> known;
        for (int i = 0; i < m_system->count(); ++i)
            known += m_system->itemData(i).toString();
        for (const GuestOs &os : all)
            if (!known.contains(os.shortId) && !os.name.isEmpty())
                m_system->addItem(os.name, os.shortId);
    });

    for (QRadioButton *way : {m_medium, m_existing, m_network, m_direct, m_import}) {
        connect(way, &QRadioButton::clicked, this, [this] { m_chosen = true; });
        connect(way, &QRadioButton::toggled, this, &MediumPage::follow);
        connect(way, &QRadioButton::toggled, this, [this](bool on) {
            if (on)
                lookForFile();
        });
    }
    // Not at every key: a path is typed letter by letter.
    m_look.setSingleShot(true);
    m_look.setInterval(lookMs);
    connect(&m_look, &QTimer::timeout, this, &MediumPage::lookForFile);
    connect(m_direct, &QRadioButton::toggled, this, [this](bool on) {
        if (m_systemChosen)
            return;
        ++m_asked; // an answer about the medium is none about this
        setOs(genericOs(on ? u"linux"_s : QString()), false); // what is started so hardly ever is another
        if (!on)
            identify();
    });
    for (QLineEdit *line : {m_iso, m_image, m_kernel, m_initrd})
        connect(line, &QLineEdit::textChanged, this, [this] {
            m_missing.clear();
            m_note.clear();
            ++m_looked;
            m_look.start();
            follow();
        });
    connect(m_iso, &QLineEdit::textEdited, this, [this] {
        m_chosen = true;
        m_medium->setChecked(true);
        follow();
    });
    connect(m_iso, &QLineEdit::editingFinished, this, &MediumPage::identify);
    connect(m_image, &QLineEdit::textEdited, this, [this](const QString &path) {
        m_chosen = true;
        m_existing->setChecked(true);
        choose(m_format,
            path.endsWith(u".qcow2")                               ? u"qcow2"_s
                : path.endsWith(u".img") || path.endsWith(u".raw") ? u"raw"_s
                                                                   : chosen(m_format));
        follow();
    });
    connect(m_browseIso, &QPushButton::clicked, this,
        [this] { browse(m_iso, tr("Installation Medium"), tr("ISO images (*.iso);;All files (*)")); });
    connect(m_browseImage, &QPushButton::clicked, this,
        [this] { browse(m_image, tr("Disk Image"), tr("Disk images (*.qcow2 *.img *.raw);;All files (*)")); });
    connect(
        m_browseKernel, &QPushButton::clicked, this, [this] { browse(m_kernel, tr("Kernel"), tr("All files (*)")); });
    connect(m_browseInitrd, &QPushButton::clicked, this,
        [this] { browse(m_initrd, tr("Initial RAM Disk"), tr("All files (*)")); });
    if (m_wizard.connection().isElsewhere()) // its files are not here
        for (QPushButton *browse : {m_browseIso, m_browseImage, m_browseKernel, m_browseInitrd})
            browse->hide();
    connect(m_system, &QComboBox::activated, this, [this](int index) {
        m_systemChosen = true;
        const QString shortId = m_system->itemData(index).toString();
        osinfo::find(shortId, this, [this, asked = ++m_asked](const std::optional<GuestOs> &os) {
            if (os && asked == m_asked)
                setOs(*os, false);
        });
    });
    setOs(genericOs(), false);
    follow();
}

QWidget *MediumPage::newKernelFields()
{
    auto *fields = new QWidget;
    auto *form = newForm(fields);
    form->setContentsMargins(0, 0, 0, 0);
    const auto addFile = [&](const QString &words, const QString &name, QLineEdit *line, QPushButton *button) {
        line->setObjectName(name);
        line->setAccessibleName(QString(words).remove(u'&').remove(u':'));
        button->setObjectName(u"browse:"_s + name);
        auto *label = new QLabel(words);
        label->setBuddy(line);
        form->addRow(label, withButton(line, button, 0));
    };
    addFile(tr("&Kernel:"), u"kernelFile"_s, m_kernel, m_browseKernel);
    m_browseKernel->setAccessibleName(tr("Browse for the kernel"));
    addFile(tr("Initi&al RAM disk:"), u"initrdFile"_s, m_initrd, m_browseInitrd);
    m_browseInitrd->setAccessibleName(tr("Browse for the initial RAM disk"));
    m_kernel->setPlaceholderText(tr("/path/to/vmlinuz"));
    m_initrd->setPlaceholderText(tr("none"));
    addRow(form, tr("Command &line:"), m_arguments, u"kernelArguments"_s);
    m_arguments->setPlaceholderText(tr("none, or as root=/dev/vda1 console=ttyS0"));
    form->addRow(m_kernelProblem);
    return fields;
}

void MediumPage::offer(const QJsonObject &images)
{
    if (m_chosen || !m_iso->text().isEmpty())
        return;
    QString newest;
    qint64 when = -1;
    const QJsonArray list = images[u"images"].toArray();
    for (const QJsonValue &image : list)
        if (image[u"format"].toString() == u"iso" && image[u"modified"].toInteger() > when) {
            newest = image[u"path"].toString();
            when = image[u"modified"].toInteger();
        }
    if (newest.isEmpty())
        return;
    m_iso->setText(newest);
    m_medium->setChecked(true);
    identify();
}

void MediumPage::browse(QLineEdit *target, const QString &title, const QString &filter)
{
    const bool isKernel = target == m_kernel || target == m_initrd;
    auto *dialog = new QFileDialog(this, title, isKernel ? u"/boot"_s : m_wizard.imageFolder(), filter);
    dialog->setObjectName(u"browseDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, target](const QString &file) {
        target->setText(file);
        Q_EMIT target->textEdited(file);
        if (target == m_iso)
            identify();
    });
    dialog->open();
}

/// The medium is on this computer where the machine is; elsewhere nobody here can look at it.
void MediumPage::identify()
{
    const QString file = m_iso->text();
    if (m_systemChosen || !isPath(file) || m_wizard.connection().isElsewhere())
        return;
    m_recognised->setText(tr("Looking at the medium…"));
    osinfo::identify(file, this, [this, asked = ++m_asked](const std::optional<GuestOs> &os) {
        if (asked != m_asked)
            return;
        setOs(os.value_or(genericOs()), os.has_value());
        if (!os)
            m_recognised->setText(tr("Not recognised: defaults of a present-day system are used."));
    });
}

void MediumPage::setOs(const GuestOs &os, bool recognised)
{
    m_os = os;
    int index = m_system->findData(os.shortId);
    if (index < 0) {
        m_system->addItem(os.name, os.shortId);
        index = m_system->count() - 1;
    }
    m_system->setCurrentIndex(index);
    m_recognised->setText(recognised ? tr("Recognised by its medium.") : QString());
    Q_EMIT osChanged();
}

QLineEdit *MediumPage::file() const
{
    return m_medium->isChecked() ? m_iso : m_existing->isChecked() ? m_image : nullptr;
}

void MediumPage::lookForFile()
{
    m_look.stop();
    m_missing.clear();
    m_note.clear();
    ++m_looked;
    const QString path = file() ? file()->text() : QString();
    if (m_direct->isChecked())
        lookForKernel();
    else if (isPath(path))
        m_wizard.connection().image(path, this, [this, path, looked = m_looked](const Result<QJsonObject> &image) {
            if (looked != m_looked || (!image && image.error().code != ErrorCode::NotFound))
                return; // what else may be wrong with it the review says
            const ImageLook look = lookAtImage(path, image);
            (image ? m_note : m_missing) = look.note;
            if (file() == m_image && !look.format.isEmpty())
                choose(m_format, look.format);
            if (file() == m_image && m_note.isEmpty())
                m_note = look.used;
            follow();
        });
    follow();
}

void MediumPage::lookForKernel()
{
    for (const QString &path : {m_kernel->text(), m_initrd->text()})
        if (isPath(path))
            m_wizard.connection().image(path, this, [this, path, looked = m_looked](const Result<QJsonObject> &image) {
                if (looked != m_looked || image || !m_missing.isEmpty())
                    return;
                if (image.error().code == ErrorCode::NotFound)
                    m_missing = lookAtImage(path, image).note;
                else if (image.error().code == ErrorCode::InvalidInput)
                    m_missing = tr("%1 cannot be read with the rights of the machine's owner.").arg(path);
                follow();
            });
}

void MediumPage::follow()
{
    m_kernelFields->setVisible(m_direct->isChecked());
    sayProblem(m_kernelProblem, m_direct->isChecked() ? m_missing : QString());
    sayProblem(m_isoProblem, file() == m_iso ? m_missing : QString());
    sayProblem(m_imageProblem, file() != m_image ? QString() : m_missing.isEmpty() ? m_note : m_missing);
    m_format->setEnabled(m_existing->isChecked());
    m_system->setEnabled(!m_import->isChecked());
    sayProblem(m_problem, problem());
    Q_EMIT completeChanged();
}

QString MediumPage::problem() const
{
    if (m_medium->isChecked() && !isPath(m_iso->text()))
        return m_iso->text().isEmpty() ? tr("Choose the image of the installation medium.")
                                       : tr("The whole path is needed, beginning with a slash.");
    if (m_existing->isChecked() && !isPath(m_image->text()))
        return m_image->text().isEmpty() ? tr("Choose the disk image.")
                                         : tr("The whole path is needed, beginning with a slash.");
    if (m_direct->isChecked() && m_kernel->text().isEmpty())
        return tr("Choose the kernel.");
    if (m_direct->isChecked()
        && (!isPath(m_kernel->text()) || !(m_initrd->text().isEmpty() || isPath(m_initrd->text()))))
        return tr("The whole path is needed, beginning with a slash.");
    return {};
}

int MediumPage::nextId() const
{
    return m_import->isChecked() ? NewMachineWizard::ImportId : NewMachineWizard::ResourcesId;
}

bool MediumPage::usesImage() const
{
    return m_existing->isChecked();
}

QString MediumPage::image() const
{
    return m_image->text();
}

QString MediumPage::imageFormat() const
{
    return chosen(m_format);
}

void MediumPage::addTo(NewMachine &machine) const
{
    machine.os = m_os;
    if (m_medium->isChecked()) {
        machine.cdrom = m_iso->text();
        machine.boot = NewMachine::Boot::Cdrom;
    } else if (m_network->isChecked()) {
        machine.boot = NewMachine::Boot::Network;
    } else if (m_direct->isChecked()) {
        machine.kernel = m_kernel->text();
        machine.initrd = m_initrd->text();
        machine.kernelArguments = m_arguments->text().trimmed();
    } else {
        NewDisk disk;
        disk.path = m_image->text();
        disk.format = chosen(m_format);
        disk.isBlock = isBlockPath(disk.path);
        machine.disks += disk;
    }
}

// ---- how large it is -------------------------------------------------------------------------------

ResourcesPage::ResourcesPage(NewMachineWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_memory(new QSpinBox)
    , m_memoryNote(new QLabel)
    , m_processors(new QSpinBox)
    , m_processorsNote(new QLabel)
    , m_makeDisk(new QCheckBox(tr("Create a &disk for it")))
    , m_size(newSizeEdit())
    , m_format(new QComboBox)
    , m_folder(newCodeEdit())
    , m_browse(new QPushButton(tr("Bro&wse…")))
    , m_space(new QLabel)
    , m_problem(newProblem())
{
    setTitle(tr("Memory, Processors, Disk"));
    setSubTitle(tr("As its system recommends; all of it can be changed later."));
    m_memory->setRange(64, 16 * 1024 * 1024);
    m_memory->setSingleStep(256);
    m_memory->setSuffix(tr(" MiB"));
    m_processors->setRange(1, 512);
    m_makeDisk->setObjectName(u"makeDisk"_s);
    m_makeDisk->setChecked(true);
    m_format->addItem(tr("qcow2: grows with what is in it, has snapshots"), u"qcow2"_s);
    m_format->addItem(tr("raw: the bare bytes"), u"raw"_s);
    m_space->setTextFormat(Qt::PlainText);
    auto *form = newForm(nullptr);
    addRow(form, tr("Me&mory:"), m_memory, u"memory"_s);
    form->addRow(QString(), m_memoryNote);
    addRow(form, tr("&Processors:"), m_processors, u"processors"_s);
    form->addRow(QString(), m_processorsNote);
    m_memoryNote->setObjectName(u"memoryNote"_s);
    m_processorsNote->setObjectName(u"processorsNote"_s);
    for (QLabel *note : {m_memoryNote, m_processorsNote}) {
        note->setTextFormat(Qt::PlainText);
        note->setWordWrap(true);
    }
    auto *disk = newForm(nullptr);
    addRow(disk, tr("&Size:"), m_size, u"diskSize"_s);
    addRow(disk, tr("&Format:"), m_format, u"diskFormat"_s);
    m_browse->setObjectName(u"browseFolder"_s);
    m_space->setObjectName(u"diskSpace"_s);
    m_folder->setObjectName(u"diskFolder"_s);
    m_folder->setAccessibleName(tr("Folder"));
    auto *folderLabel = new QLabel(tr("F&older:"));
    folderLabel->setBuddy(m_folder);
    disk->addRow(folderLabel, withButton(m_folder, m_browse, 0));
    disk->addRow(QString(), m_space);
    alignLabels({form, disk});
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addSpacing(fontMetrics().height());
    layout->addWidget(m_makeDisk);
    layout->addLayout(disk);
    layout->addWidget(m_problem);
    layout->addStretch();
    m_space->setWordWrap(true);
    for (const QSpinBox *number : {m_memory, m_processors})
        connect(number, &QSpinBox::valueChanged, this, &ResourcesPage::follow);
    connect(m_makeDisk, &QCheckBox::toggled, this, &ResourcesPage::follow);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ResourcesPage::follow);
    connect(m_size, &QDoubleSpinBox::valueChanged, this, &ResourcesPage::follow);
    connect(m_folder, &QLineEdit::textChanged, this, &ResourcesPage::follow);
    connect(m_folder, &QLineEdit::editingFinished, this, &ResourcesPage::askSpace);
    connect(m_browse, &QPushButton::clicked, this, &ResourcesPage::browse);
    if (m_wizard.connection().isElsewhere()) // its files are not here
        m_browse->hide();
    connect(&wizard, &NewMachineWizard::imagesListed, this, [this] {
        if (m_folder->text().isEmpty())
            m_folder->setText(m_wizard.imageFolder());
        m_spaceOf = m_wizard.imageFolder();
        m_free = m_wizard.freeBytes();
        follow();
    });
}

void ResourcesPage::browse()
{
    auto *dialog = new QFileDialog(this, tr("Folder of the Disk"), m_folder->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
        m_folder->setText(folder);
        askSpace();
    });
    dialog->open();
}

void ResourcesPage::askSpace()
{
    const QString folder = m_folder->text();
    if (folder == m_spaceOf || !isPath(folder))
        return;
    m_wizard.connection().listImages(folder, this, [this, folder](const Result<QJsonObject> &list) {
        if (!list || folder != m_folder->text())
            return;
        m_spaceOf = folder;
        m_free = (*list)[u"free"].toString().toULongLong();
        follow();
    });
}

void ResourcesPage::initializePage()
{
    const GuestOs &os = m_wizard.medium().os();
    if (m_shownFor != os.shortId) { // what a person has set stays while the system does
        m_shownFor = os.shortId;
        NewMachine machine;
        machine.os = os;
        m_memory->setValue(int(memoryOf(machine) / mebi));
        m_processors->setValue(processorsOf(machine));
        m_size->setValue(double(usualDiskBytes(os)) / double(gibi));
    }
    if (m_folder->text().isEmpty())
        m_folder->setText(m_wizard.imageFolder());
    m_makeDisk->setVisible(!m_wizard.medium().usesImage());
    follow();
}

void ResourcesPage::follow()
{
    const bool makes = m_makeDisk->isChecked() && !m_wizard.medium().usesImage();
    for (QWidget *field : std::initializer_list<QWidget *>{m_size, m_format, m_folder, m_browse})
        field->setEnabled(makes);
    QString space;
    if (m_free > 0 && m_spaceOf == m_folder->text()) {
        const QString free = sizeText(qint64(m_free));
        if (!makes || m_size->value() * double(gibi) <= double(m_free))
            space = tr("%1 are free there.").arg(free);
        else if (chosen(m_format) == u"raw")
            space = tr("Only %1 are free there: the disk will not be whole when they are used up.").arg(free);
        else
            space = tr("Only %1 are free there: the disk cannot grow to its size.").arg(free);
    }
    m_space->setText(space);
    // More than there is can be wanted all the same: it is said, and not refused.
    const HostSnapshot &host = m_wizard.connection().host();
    const QString memory = sizeText(qint64(host.memoryBytes));
    m_memoryNote->setVisible(host.memoryBytes > 0);
    m_memoryNote->setText(quint64(m_memory->value()) * mebi > host.memoryBytes
            ? tr("More than this host has, %1: it may not start, or everything be slow.").arg(memory)
            : tr("This host has %1.").arg(memory));
    m_processorsNote->setVisible(host.processors > 0);
    m_processorsNote->setText(m_processors->value() > host.processors
            ? tr("More than this host has, %1: they take turns, which is slow.").arg(host.processors)
            : tr("This host has %1.").arg(host.processors));
    sayProblem(m_problem, problem());
    Q_EMIT completeChanged();
}

QString ResourcesPage::problem() const
{
    if (m_makeDisk->isChecked() && !m_wizard.medium().usesImage() && !isPath(m_folder->text()))
        return tr("The folder's whole path is needed, beginning with a slash.");
    return {};
}

void ResourcesPage::addTo(NewMachine &machine) const
{
    machine.memoryBytes = quint64(m_memory->value()) * mebi;
    machine.processors = m_processors->value();
    if (m_wizard.medium().usesImage() || !m_makeDisk->isChecked())
        return;
    NewDisk disk;
    disk.format = chosen(m_format);
    disk.bytes = bytesOf(*m_size);
    disk.path = QDir::cleanPath(m_folder->text()) + u'/' + machine.name + u'.'
        + (disk.format == u"raw" ? u"img"_s : disk.format);
    machine.disks += disk;
}

// ---- what it is connected to -----------------------------------------------------------------------

SystemPage::SystemPage(NewMachineWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_name(new QLineEdit)
    , m_firmware(new QComboBox)
    , m_network(new QComboBox)
    , m_deviceModel(new RowListModel({tr("Device"), tr("Verdict"), tr("Address")}, 1))
    , m_devices(newRowList(m_deviceModel, 0))
    , m_problem(newProblem())
{
    setTitle(tr("Name, Firmware, Network, Host Devices"));
    setSubTitle(tr("How it is called, and what it is connected to."));
    m_name->setMaxLength(63);
    m_firmware->addItem(tr("BIOS"), u"bios"_s);
    m_firmware->addItem(tr("UEFI"), u"efi"_s);
    m_firmware->addItem(tr("UEFI with Secure Boot"), u"secure"_s);
    m_devices->setObjectName(u"hostDevices"_s);
    m_devices->setAccessibleName(tr("Devices of the host"));
    m_devices->setSelectionMode(QAbstractItemView::ExtendedSelection);
    auto *form = newForm(nullptr);
    addRow(form, tr("Na&me:"), m_name, u"machineName"_s);
    addRow(form, tr("&Firmware:"), m_firmware, u"firmware"_s);
    addRow(form, tr("Net&work:"), m_network, u"network"_s);
    auto *label = new QLabel(tr("&Devices of the host that it gets (none or several; more can be added later)"));
    label->setBuddy(m_devices);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addSpacing(fontMetrics().height() / 2);
    layout->addWidget(label);
    layout->addWidget(m_devices, 1);
    layout->addWidget(m_problem);
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_named = !text.isEmpty();
        follow();
    });
    connect(m_firmware, &QComboBox::activated, this, [this] { m_firmwareChosen = true; });
}

void SystemPage::initializePage()
{
    const GuestOs &os = m_wizard.medium().os();
    if (!m_named) {
        QStringList taken;
        for (const DomainInfo &domain : m_wizard.connection().domains())
            taken += domain.name;
        m_name->setText(freeMachineName(os, taken));
    }
    if (!m_firmwareChosen)
        choose(m_firmware, os.secureBoot ? u"secure"_s : os.efi ? u"efi"_s : u"bios"_s);
    showNetworks({});
    m_wizard.connection().links(this, [this](const Result<QJsonObject> &links) {
        if (links)
            showNetworks(*links);
    });
    showDevices();
    follow();
}

void SystemPage::showNetworks(const QJsonObject &links)
{
    const QString network = m_network->count() > 0 ? m_network->currentData().toString() : u"user"_s;
    m_network->clear();
    const QList<NetworkChoice> choices = networkChoices(links, m_wizard.connection().networks());
    for (const NetworkChoice &choice : choices) {
        m_network->addItem(choice.text, choice.id);
        m_network->setItemData(m_network->count() - 1, plainTip(choice.about), Qt::ToolTipRole);
    }
    m_network->addItem(tr("None"), u"none"_s);
    m_network->setCurrentIndex(qMax(0, m_network->findData(network)));
}

/// Those that can be had; judged where nobody waits for it.
void SystemPage::showDevices()
{
    QThreadPool::globalInstance()->start(
        [page = QPointer(this), host = m_wizard.connection().host(), claims = m_wizard.connection().claims()] {
            QList<ListRow> rows;
            for (const UsbDevice &device : host.usb) { // few, before what may be a hundred functions of network cards
                const Verdict verdict = assess(UsbQuestion{host, claims, device, {}});
                if (!device.isHub() && !verdict.refuses())
                    rows << ListRow{usbPrefix + device.port.toString(),
                        {device.displayName(), verdict.reasons.isEmpty() ? QString() : levelText(verdict.level),
                            tr("USB %1").arg(device.port.toString())},
                        false, verdict.level};
            }
            const auto verdicts = assessAll(host, claims, {});
            for (auto verdict = verdicts.cbegin(); verdict != verdicts.cend(); ++verdict) {
                const PciFunction *function = host.find(verdict.key());
                if (function && function->isEndpoint() && !verdict->refuses())
                    rows << ListRow{verdict.key().toString(),
                        {shortName(*function), verdict->reasons.isEmpty() ? QString() : levelText(verdict->level),
                            verdict.key().toString()},
                        false, verdict->level};
            }
            std::stable_sort(
                rows.begin(), rows.end(), [](const ListRow &a, const ListRow &b) { return a.level < b.level; });
            QMetaObject::invokeMethod(
                qApp,
                [page, rows] {
                    if (page)
                        page->m_deviceModel->setRows(rows);
                },
                Qt::QueuedConnection);
        });
}

void SystemPage::follow()
{
    sayProblem(m_problem, problem());
    Q_EMIT completeChanged();
}

QString SystemPage::problem() const
{
    if (!isMachineName(m_name->text()))
        return tr("A name is letters, digits and . _ + -, beginning with a letter or a digit.");
    for (const DomainInfo &domain : m_wizard.connection().domains())
        if (domain.name == m_name->text())
            return tr("Another machine has this name.");
    return {};
}

QString SystemPage::name() const
{
    return m_name->text();
}

QString SystemPage::network() const
{
    return m_network->currentText();
}

void SystemPage::addTo(NewMachine &machine) const
{
    machine.name = m_name->text();
    const QString firmware = chosen(m_firmware);
    machine.efi = firmware != u"bios";
    machine.secureBoot = firmware == u"secure";
    machine.networks = {networkOf(chosen(m_network))};
    QList<AssignedDevice> devices;
    const HostSnapshot &host = m_wizard.connection().host();
    const QModelIndexList rows = m_devices->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows) {
        const QString id = row.data(RowListModel::IdRole).toString();
        if (const auto address = PciAddress::parse(id)) {
            AssignedDevice device;
            device.source = *address;
            device.managed = true;
            devices += device;
        }
        const auto port
            = id.startsWith(usbPrefix) ? UsbPort::parse(id.sliced(usbPrefix.size())) : fail(ErrorCode::NotFound, id);
        if (const UsbDevice *plugged = port ? host.find(*port) : nullptr) {
            AssignedUsb device;
            device.source = selectorFor(host, *plugged);
            device.managed = true;
            machine.devices += usbHostdevXml(device).toUtf8();
        }
    }
    if (!devices.isEmpty())
        machine.devices += deviceListXml(devices).toUtf8();
}

// ---- review ----------------------------------------------------------------------------------------

NewReviewPage::NewReviewPage(NewMachineWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_message(new MessageBar)
    , m_text(new QTextBrowser)
    , m_start(new QCheckBox(tr("S&tart it now")))
    , m_commands(newCode(u"planCommands"_s, tr("Equivalent commands"), 8))
    , m_xml(newCode(u"planXml"_s, tr("The definition"), 8))
{
    setTitle(tr("Review"));
    setSubTitle(tr("Nothing has been changed yet."));
    setFinalPage(true);
    m_text->setObjectName(u"planText"_s);
    m_text->setAccessibleName(tr("Plan"));
    m_text->setOpenLinks(false);
    m_text->setMinimumHeight(fontMetrics().height() * 8); // whatever opens below it
    m_start->setObjectName(u"startNow"_s);
    m_start->setChecked(true);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addWidget(m_text, 3);
    layout->addWidget(m_start);
    layout->addWidget(new Disclosure(tr("Equivalent &Commands"), m_commands, u"showCommands"_s));
    layout->addWidget(new Disclosure(tr("&XML"), m_xml, u"showXml"_s));
    connect(m_start, &QCheckBox::toggled, this, &NewReviewPage::askPlan);
}

void NewReviewPage::initializePage()
{
    m_wizard.setButtonText(QWizard::FinishButton, tr("C&reate"));
    askPlan();
}

void NewReviewPage::askPlan()
{
    m_message->clear();
    m_ready = false;
    Q_EMIT completeChanged();
    const NewMachine machine = m_wizard.machine();
    const auto xml = newMachineXml(machine);
    if (!xml) {
        m_text->clear();
        return m_message->showError(xml.error());
    }
    m_uuid = xml->uuid();
    m_xml->clear();
    m_text->setPlainText(tr("Asking the helper for a plan…"));
    const QJsonObject arguments{{u"xml"_s, QString::fromUtf8(xml->toXml())}, {u"images"_s, imagesToMake(machine)},
        {u"start"_s, m_start->isChecked()}, {u"emulate"_s, true}};
    m_wizard.connection().plan(u"create"_s, arguments, this, [this, asked = ++m_asked](const Result<PlanInfo> &plan) {
        if (asked != m_asked)
            return;
        if (plan)
            return show(*plan);
        m_text->clear();
        m_message->showError(plan.error());
    });
}

void NewReviewPage::show(const PlanInfo &plan)
{
    const NewMachine machine = m_wizard.machine();
    const auto list = [](const QStringList &items) -> QString { // no builder of what is gone by then
        QString html = u"<ul>"_s;
        for (const QString &item : items)
            html += u"<li>"_s + item.toHtmlEscaped() + u"</li>"_s;
        return html + u"</ul>"_s;
    };
    const auto heading = [](const QString &text) -> QString { return u"<h4>"_s + text.toHtmlEscaped() + u"</h4>"_s; };
    QStringList gets;
    if (!machine.os.name.isEmpty())
        gets << tr("Set up for %1").arg(machine.os.name);
    const QString memory = sizeText(qint64(memoryOf(machine)));
    const int processors = processorsOf(machine);
    gets << (processors == 1 ? tr("%1 of memory, one processor").arg(memory)
                             : tr("%1 of memory, %n processors", nullptr, processors).arg(memory));
    for (const NewDisk &disk : machine.disks)
        gets << (disk.bytes > 0 ? tr("A new disk of %1: %2").arg(sizeText(qint64(disk.bytes)), disk.path)
                                : tr("The disk %1").arg(disk.path));
    if (!machine.cdrom.isEmpty())
        gets << tr("The medium %1").arg(machine.cdrom);
    if (!machine.kernel.isEmpty()) {
        gets << tr("It starts the kernel %1").arg(machine.kernel);
        if (!machine.initrd.isEmpty())
            gets << tr("Initial RAM disk: %1").arg(machine.initrd);
        if (!machine.kernelArguments.isEmpty())
            gets << tr("Kernel command line: %1").arg(machine.kernelArguments);
    }
    gets << tr("Network: %1").arg(m_wizard.system().network());
    QString html = heading(tr("What %1 is").arg(machine.name)) + list(gets);
    if (const QStringList cautions = plan.warnings + plan.loses; !cautions.isEmpty())
        html += heading(tr("What to think of")) + list(cautions);
    QStringList steps;
    QStringList commands;
    for (const StepInfo &step : plan.steps) {
        steps << step.text;
        commands += step.commands;
    }
    html += heading(tr("What is done, and taken back if any of it fails"))
        + list(steps + QStringList{tr("Store its definition")});
    m_text->setHtml(html);
    m_commands->setPlainText(commands.join(u'\n'));
    m_xml->setPlainText(plan.json[u"definition"].toString()); // with what this host makes of it
    m_wizard.setButtonText(QWizard::FinishButton, m_start->isChecked() ? tr("C&reate and Start") : tr("C&reate"));
    m_wizard.setPlan(plan.id, m_uuid, m_start->isChecked());
    m_ready = true;
    Q_EMIT completeChanged();
}

} // namespace laneway
