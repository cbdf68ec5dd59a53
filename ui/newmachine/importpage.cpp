// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/newmachine/importpage.h"

#include "host/reasontext.h"
#include "ui/addhardware/rowlist.h"
#include "ui/messagebar.h"
#include "ui/newmachine/newmachinewizard.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QThreadPool>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace laneway {

namespace {
constexpr qint64 largestXml = 1024 * 1024;
constexpr int mostFiles = 1000;

/// Where libvirt keeps them: of a session, and of the system, as far as these may be read.
QStringList libvirtFolders()
{
    const QString config = qEnvironmentVariable("XDG_CONFIG_HOME", QDir::homePath() + u"/.config"_s);
    return {config + u"/libvirt/qemu"_s, u"/etc/libvirt/qemu"_s};
}
} // namespace

ImportPage::ImportPage(NewMachineWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_message(new MessageBar)
    , m_model(new RowListModel({tr("Machine"), tr("Definition"), tr("Note")}))
    , m_list(newRowList(m_model, 1))
    , m_add(new QPushButton(tr("Add &File…")))
    , m_system(new QPushButton(tr("The &System’s Machines…")))
    , m_summary(new QLabel)
{
    setTitle(tr("Import Definitions"));
    setSubTitle(tr(
        "Those that are selected become machines here. Their disks stay where they are, and libvirt keeps its own."));
    setFinalPage(true);
    m_list->setObjectName(u"definitions"_s);
    m_list->setAccessibleName(tr("Definitions"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_add->setObjectName(u"addDefinition"_s);
    m_system->setObjectName(u"systemDefinitions"_s);
    m_system->setToolTip(tr("Those of the host’s libvirt, which an administrator has to allow"));
    m_summary->setObjectName(u"importSummary"_s);
    m_summary->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addWidget(m_list, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_add);
    buttons->addWidget(m_system);
    buttons->addStretch();
    layout->addLayout(buttons);
    layout->addWidget(m_summary);
    connect(m_add, &QPushButton::clicked, this, [this] {
        auto *dialog
            = new QFileDialog(this, tr("Machine Definitions"), {}, tr("libvirt domain XML (*.xml);;All files (*)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFiles);
        connect(dialog, &QFileDialog::filesSelected, this, &ImportPage::addFiles);
        dialog->open();
    });
    connect(m_system, &QPushButton::clicked, this, &ImportPage::askForSystem);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &QWizardPage::completeChanged);
}

void ImportPage::initializePage()
{
    m_wizard.setButtonText(QWizard::FinishButton, tr("&Import"));
    m_done = false;
    m_wizard.connection().links(this, [this](const Result<QJsonObject> &links) {
        m_links = links.value_or(QJsonObject());
        find();
    });
}

void ImportPage::find()
{
    // They would name disks that are not there.
    if (m_wizard.connection().isElsewhere())
        return m_summary->setText(tr("Add files, or take the machines of that computer’s libvirt."));
    QStringList files;
    for (const QString &folder : libvirtFolders())
        for (const QString &name : QDir(folder).entryList({u"*.xml"_s}, QDir::Files | QDir::Readable, QDir::Name))
            files += folder + u'/' + name;
    m_summary->setText(files.isEmpty()
            ? tr("No definitions of libvirt were found in %1. Add files.").arg(libvirtFolders().join(u", "_s))
            : QString());
    addFiles(files.mid(0, mostFiles));
}

void ImportPage::addFiles(const QStringList &files)
{
    examine([files](const Here &here) {
        QList<Found> found;
        for (const QString &name : files) {
            QFile file(name);
            if (file.open(QIODevice::ReadOnly))
                found += foundIn(name, file.read(largestXml + 1), here);
            else
                found += {name, {}, {}, file.errorString()};
        }
        return found;
    });
}

void ImportPage::askForSystem()
{
    m_system->setEnabled(false);
    m_message->clear();
    m_wizard.connection().libvirtDefinitions(this, [this](const Result<QJsonObject> &answer) {
        m_system->setEnabled(true);
        if (!answer)
            return m_message->showError(answer.error());
        const QJsonArray definitions = (*answer)[u"definitions"].toArray();
        const QJsonArray skipped = (*answer)[u"skipped"].toArray();
        m_libvirt = *answer;
        m_summary->setText(
            definitions.isEmpty() && skipped.isEmpty() ? tr("The system’s libvirt has no machines.") : QString());
        examine([definitions, skipped](const Here &here) {
            QList<Found> found;
            for (const QJsonValue &one : definitions)
                found += foundIn(one[u"file"].toString(), one[u"xml"].toString().toUtf8(), here);
            for (const QJsonValue &one : skipped)
                found += {one[u"file"].toString(), {}, {}, one[u"reason"].toString()};
            return found;
        });
    });
}

ImportPage::Found ImportPage::foundIn(const QString &file, const QByteArray &text, const Here &here)
{
    auto xml = text.size() > largestXml
        ? Result<DomainXml>(fail(ErrorCode::LimitExceeded, file, u"more than 1 MiB of XML"_s))
        : DomainXml::parse(text);
    if (!xml)
        return {file, {}, {}, errorText(xml.error())};
    const auto replaced = replaceForeignNetworks(*xml, here.networks);
    return {file, xml->name(), replaced.isEmpty() ? QString::fromUtf8(text) : QString::fromUtf8(xml->toXml()),
        here.names.contains(xml->name()) ? tr("A machine has this name already.") : QString(),
        replacedNetworksText(replaced)};
}

void ImportPage::examine(std::function<QList<Found>(const Here &here)> look)
{
    Here here{{}, NetworksHere::from(m_wizard.connection().networks(), m_links, m_libvirt)};
    for (const DomainInfo &domain : m_wizard.connection().domains())
        here.names += domain.name;
    QThreadPool::globalInstance()->start([page = QPointer(this), look = std::move(look), here] {
        QMetaObject::invokeMethod(qApp, [page, found = look(here)] {
            if (page)
                page->showFound(found);
        });
    });
}

void ImportPage::showFound(const QList<Found> &found)
{
    for (const Found &one : found) {
        const auto known
            = std::find_if(m_found.begin(), m_found.end(), [&](const Found &other) { return other.file == one.file; });
        if (known == m_found.end())
            m_found += one;
        else
            *known = one;
    }
    QList<ListRow> rows;
    for (const Found &one : std::as_const(m_found))
        rows << ListRow{
            one.file, {one.name, one.file, one.problem.isEmpty() ? one.note : one.problem}, !one.problem.isEmpty()};
    m_model->setRows(rows);
    for (const Found &one : found)
        if (one.problem.isEmpty())
            m_list->selectionModel()->select(
                m_model->indexOf(one.file), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    Q_EMIT completeChanged();
}

bool ImportPage::isComplete() const
{
    return m_waiting.isEmpty() && !m_list->selectionModel()->selectedRows().isEmpty();
}

bool ImportPage::validatePage()
{
    if (m_done)
        return true;
    m_message->clear();
    m_failed.clear();
    m_waiting.clear();
    const QModelIndexList rows = m_list->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        for (const Found &one : std::as_const(m_found))
            if (one.file == row.data(RowListModel::IdRole).toString() && !one.xml.isEmpty())
                m_waiting += one;
    Q_EMIT completeChanged();
    defineNext();
    return false; // until all are defined
}

void ImportPage::defineNext()
{
    if (m_waiting.isEmpty()) {
        Q_EMIT completeChanged();
        if (!m_failed.isEmpty()) {
            m_message->showText(tr("These were not taken over: %1").arg(m_failed.join(u"; "_s)));
            return addFiles({});
        }
        m_done = true;
        return m_wizard.accept();
    }
    const Found one = m_waiting.first();
    m_wizard.connection().define(one.xml, this, [this, one](const Result<QUuid> &uuid) {
        m_waiting.removeFirst();
        if (!uuid)
            m_failed += one.name + u": "_s + errorText(uuid.error());
        defineNext();
    });
}

} // namespace laneway
