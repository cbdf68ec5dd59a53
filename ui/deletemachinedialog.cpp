// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deletemachinedialog.h"

#include "ui/images/imagechain.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace laneway {

DeleteMachineDialog::DeleteMachineDialog(Connection &connection, const DomainInfo &machine, QWidget *parent)
    : QDialog(parent)
    , m_connection(&connection)
    , m_machine(machine)
    , m_files(new QTreeWidget)
{
    setObjectName(u"deleteMachine"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Delete %1").arg(machine.name));
    QString text = tr("The definition of %1 is deleted; this cannot be undone.").arg(machine.name);
    if (machine.hasSavedState)
        text += u' ' + tr("So is its saved state, with what it had in its memory.");
    auto *what = new QLabel(text + u"\n\n" + tr("Its own files stay where they are, but for those that are ticked:"));
    what->setTextFormat(Qt::PlainText);
    what->setWordWrap(true);
    m_files->setObjectName(u"deleteFiles"_s);
    m_files->setAccessibleName(tr("Files to delete"));
    m_files->setHeaderLabels({tr("File"), tr("What it is")});
    m_files->setUniformRowHeights(true);
    // A path that is cut off may be another's: it is shown whole, whatever is left for the rest.
    m_files->setTextElideMode(Qt::ElideNone);
    m_files->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_files->header()->setStretchLastSection(false);
    // Later: the header is at work on its columns.
    connect(m_files->header(), &QHeaderView::sectionResized, this, &DeleteMachineDialog::widen, Qt::QueuedConnection);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *go = buttons->addButton(tr("&Delete"), QDialogButtonBox::AcceptRole);
    go->setObjectName(u"deleteGo"_s);
    go->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(what);
    layout->addWidget(m_files, 1);
    layout->addWidget(buttons);
    setTabOrder(go, buttons->button(QDialogButtonBox::Cancel)); // passed over otherwise (Qt 6.4)
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT deletionChosen(tickedFiles(), tpmChoice());
        accept();
    });
    resize(fontMetrics().averageCharWidth() * 95, fontMetrics().height() * 20);
    connection.domainXml(machine.uuid, true, this, [this](const Result<QString> &xml) {
        if (const auto parsed = xml ? DomainXml::parse(xml->toUtf8()) : fail(xml.error()))
            showFiles(*parsed);
    });
}

/// So that each file is seen whole, where the screen has the room.
void DeleteMachineDialog::widen()
{
    const int missing = m_files->header()->length() - m_files->viewport()->width();
    if (missing > 0 && isVisible())
        resize(qMin(width() + missing, screen()->availableSize().width()), height());
}

void DeleteMachineDialog::addRow(const QString &what, const QString &note, const QString &path)
{
    auto *row = new QTreeWidgetItem(m_files, {what, note});
    row->setToolTip(0, path);
    row->setCheckState(0, Qt::Unchecked);
    m_rows.insert(path, row);
}

void DeleteMachineDialog::showFiles(const DomainXml &xml)
{
    for (const OwnFile &file : ownFilesOf(xml)) {
        addRow(file.path, file.isNvram ? tr("UEFI variables") : tr("disk, %1").arg(file.format), file.path);
        // Of no use to anybody without it, and in the way of the next one of its name.
        if (file.isMadeHere)
            m_rows[file.path]->setCheckState(0, Qt::Checked);
        if (m_connection)
            m_connection->image(file.path, this, [this, file](const Result<QJsonObject> &image) {
                if (image)
                    showChain(file.path, *image);
                else if (file.isNvram) // it was never started, or they are not the person's to delete
                    m_rows[file.path]->setCheckState(0, Qt::Unchecked);
            });
    }
    // Like the files, and unlike virsh: a disk that stays may be unreadable without it.
    if (tpmStateStays(xml)) {
        m_tpm = new QTreeWidgetItem(m_files, {tr("What its TPM keeps"), tr("such as keys of its disks' encryption")});
        m_tpm->setCheckState(0, Qt::Unchecked);
    }
    const bool hasAny = !m_rows.isEmpty() || m_tpm;
    m_files->setEnabled(hasAny);
    if (!hasAny)
        new QTreeWidgetItem(m_files, {tr("It has no files of its own."), {}});
    if (QTreeWidgetItem *first = m_files->topLevelItem(0))
        m_files->setCurrentItem(first);
    lookAtOthers();
}

void DeleteMachineDialog::keep(const QString &path, const QString &machine)
{
    QStringList &users = m_users[path];
    if (!users.contains(machine))
        users += machine;
    QTreeWidgetItem *row = m_rows.value(path);
    row->setText(1, tr("kept: %1 uses it").arg(users.join(u", "_s)));
    row->setCheckState(0, Qt::Unchecked);
    row->setFlags(row->flags() & ~(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled));
}

/// It stays: more may stand on it than is known here. The Disk Images window deletes it once nothing does.
void DeleteMachineDialog::showChain(const QString &path, const QJsonObject &image)
{
    const QJsonArray users = image[u"users"].toArray();
    for (const QJsonValue &user : users)
        if (const QString name = user[u"machine"].toString(); name != m_machine.name)
            keep(path, name);
    QTreeWidgetItem *row = m_rows.value(path);
    addChainBelow(row, image, m_machine.name);
    const QJsonArray chain = image[u"chain"].toArray();
    for (qsizetype i = 1; i < chain.size(); ++i) {
        row = row->child(0);
        const QString whole = chain[i][u"path"].toString();
        row->setText(0, whole);
        row->setText(1, tr("stays; the disk stands on it: %1").arg(row->text(1)));
        row->setFlags(row->flags() & ~Qt::ItemIsUserCheckable);
    }
}

void DeleteMachineDialog::lookAtOthers()
{
    if (!m_connection)
        return;
    const QList<DomainInfo> domains = m_connection->domains();
    for (const DomainInfo &other : domains) {
        if (other.uuid == m_machine.uuid || !other.persistent)
            continue;
        m_connection->domainXml(other.uuid, true, this, [this, name = other.name](const Result<QString> &text) {
            // Whatever it is to that one, a disk that it writes to or only reads, it needs it.
            for (auto row = m_rows.begin(); text && row != m_rows.end(); ++row)
                if (text->contains(u'\'' + row.key() + u'\'') || text->contains(u'"' + row.key() + u'"')
                    || text->contains(u'>' + row.key() + u'<'))
                    keep(row.key(), name);
        });
    }
}

Connection::TpmState DeleteMachineDialog::tpmChoice() const
{
    if (!m_tpm)
        return Connection::TpmState::AsDefined;
    return m_tpm->checkState(0) == Qt::Checked ? Connection::TpmState::Goes : Connection::TpmState::Stays;
}

QStringList DeleteMachineDialog::tickedFiles() const
{
    QStringList files;
    for (auto row = m_rows.cbegin(); row != m_rows.cend(); ++row)
        if ((*row)->checkState(0) == Qt::Checked)
            files += row.key();
    return files;
}

} // namespace laneway
