// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/imagesdialog.h"

#include "core/sizetext.h"
#include "ui/addhardware/rowlist.h"
#include "ui/messagebar.h"
#include "ui/panels/formrows.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace laneway {

namespace {

QString sizeOf(const QJsonValue &bytes)
{
    return sizeText(bytes.toString().toLongLong());
}

QString namesIn(const QJsonValue &list)
{
    QStringList names;
    for (const QJsonValue &name : list.toArray())
        names += name.toString();
    return names.join(u", "_s);
}

QDialogButtonBox *newButtons(QDialog *dialog, const QString &accept)
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Ok)->setText(accept);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    return buttons;
}

/// A name without an ending gets that of its format.
QString withEnding(const QString &name, const QString &format)
{
    return name.contains(u'.') ? name : QString(name + (format == u"raw" ? u".img"_s : u'.' + format));
}

} // namespace

ImagesDialog::ImagesDialog(Connection &connection, QWidget *parent)
    : QDialog(parent)
    , m_connection(connection)
    , m_folder(newCodeEdit())
    , m_model(new RowListModel(
          {tr("Image"), tr("Format"), tr("Size"), tr("On Disk"), tr("Snapshots"), tr("Stands On"), tr("Used By")}))
    , m_space(new QLabel)
    , m_details(new QLabel)
    , m_message(new MessageBar)
    , m_create(new QPushButton(tr("&Create…")))
    , m_copy(new QPushButton(tr("C&opy…")))
    , m_resize(new QPushButton(tr("&Resize…")))
    , m_delete(new QPushButton(tr("&Delete…")))
{
    setObjectName(u"imagesDialog"_s);
    setWindowTitle(tr("Disk Images"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_list = newRowList(m_model, 0);
    m_list->setObjectName(u"images"_s);
    m_list->setAccessibleName(tr("Disk images"));
    m_create->setObjectName(u"createImage"_s);
    m_copy->setObjectName(u"copyImage"_s);
    m_resize->setObjectName(u"resizeImage"_s);
    m_delete->setObjectName(u"deleteImage"_s);
    m_details->setObjectName(u"imageDetails"_s);
    m_details->setTextFormat(Qt::PlainText);
    m_details->setWordWrap(true);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_space->setTextFormat(Qt::PlainText);
    auto *form = newForm(nullptr);
    m_folder->setObjectName(u"imageFolder"_s);
    m_folder->setAccessibleName(tr("Folder"));
    auto *browse = new QPushButton(tr("Bro&wse…"));
    browse->setObjectName(u"browseImages"_s);
    browse->setAutoDefault(false);
    browse->setVisible(!connection.isElsewhere()); // its folders are not here
    auto *folderLabel = new QLabel(tr("&Folder:"));
    folderLabel->setBuddy(m_folder);
    auto *folderRow = new QHBoxLayout;
    folderRow->addWidget(m_folder, 1);
    folderRow->addWidget(browse);
    form->addRow(folderLabel, folderRow);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {m_create, m_copy, m_resize, m_delete}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    buttons->addWidget(m_space);
    auto *close = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(close, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addLayout(form);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_details);
    layout->addLayout(buttons);
    layout->addWidget(close);
    resize(fontMetrics().averageCharWidth() * 130, fontMetrics().height() * 30);

    connect(m_folder, &QLineEdit::editingFinished, this, &ImagesDialog::refresh);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        follow();
        showDetails();
    });
    connect(m_create, &QPushButton::clicked, this, &ImagesDialog::create);
    connect(browse, &QPushButton::clicked, this, &ImagesDialog::browse);
    connect(m_copy, &QPushButton::clicked, this, &ImagesDialog::copy);
    connect(m_resize, &QPushButton::clicked, this, &ImagesDialog::resizeImage);
    connect(m_delete, &QPushButton::clicked, this, [this] {
        Q_EMIT planRequested(u"image-delete"_s, {{u"path"_s, current()[u"path"]}});
    });
    connect(&connection, &Connection::jobChanged, this, [this](const JobInfo &job) {
        if (job.isFinished())
            refresh();
    });
    connect(&connection, &Connection::domainsChanged, this, &ImagesDialog::refresh);
    follow();
    refresh();
}

void ImagesDialog::showError(const Error &error)
{
    m_message->showError(error);
}

void ImagesDialog::refresh()
{
    const QString folder = m_folder->text().isEmpty() ? QString() : QDir::cleanPath(m_folder->text());
    m_connection.listImages(folder, this, [this, asked = ++m_asked](const Result<QJsonObject> &list) {
        if (asked != m_asked)
            return;
        m_message->clear();
        if (!list)
            return showError(list.error());
        show(*list);
    });
}

void ImagesDialog::show(const QJsonObject &list)
{
    m_shown = list;
    if (!m_folder->hasFocus() || m_folder->text().isEmpty())
        m_folder->setText(list[u"folder"].toString());
    m_space->setText(tr("%1 are free there.").arg(sizeOf(list[u"free"])));
    QList<ListRow> rows;
    const QJsonArray images = list[u"images"].toArray();
    for (const QJsonValue &image : images)
        rows << ListRow{image[u"path"].toString(),
            {image[u"path"].toString().section(u'/', -1), image[u"format"].toString(), sizeOf(image[u"bytes"]),
                sizeOf(image[u"allocated"]),
                image[u"snapshots"].toInt() > 0 ? QString::number(image[u"snapshots"].toInt()) : QString(),
                image[u"backing"].toString().section(u'/', -1), namesIn(image[u"usedBy"])}};
    m_model->setRows(rows);
    // What was just made is what comes next.
    if (const QModelIndex made = m_model->indexOf(m_wanted); made.isValid()) {
        m_wanted.clear();
        m_list->setCurrentIndex(made);
        m_list->scrollTo(made);
    }
    m_details->setText(rows.isEmpty() ? tr("There are no disk images in this folder.") : QString());
    follow();
}

QJsonObject ImagesDialog::current() const
{
    const QString path = m_list->currentIndex().data(RowListModel::IdRole).toString();
    const QJsonArray images = m_shown[u"images"].toArray();
    for (const QJsonValue &image : images)
        if (image[u"path"].toString() == path)
            return image.toObject();
    return {};
}

void ImagesDialog::follow()
{
    const QJsonObject image = current();
    const QString users = namesIn(image[u"usedBy"]);
    const QString others = namesIn(image[u"baseOf"]);
    const bool isIso = image[u"format"].toString() == u"iso";
    const QString none = tr("Select an image first.");
    m_create->setEnabled(m_shown[u"canMake"].toBool());
    m_create->setToolTip(m_create->isEnabled() ? QString() : tr("You may not make files in this folder."));
    m_copy->setEnabled(m_create->isEnabled() && !image.isEmpty() && !isIso);
    m_copy->setToolTip(image.isEmpty() ? none : m_create->toolTip());
    m_resize->setEnabled(!image.isEmpty() && !isIso && others.isEmpty());
    m_resize->setToolTip(image.isEmpty() ? none
            : isIso                      ? tr("An installation medium has one size.")
            : !others.isEmpty()          ? tr("%1 stands on it.").arg(others)
                                         : QString());
    m_delete->setEnabled(!image.isEmpty() && users.isEmpty() && others.isEmpty());
    m_delete->setToolTip(image.isEmpty() ? none
            : !users.isEmpty()           ? tr("%1 uses it.").arg(users)
            : !others.isEmpty()          ? tr("%1 stands on it.").arg(others)
                                         : QString());
}

/// What it stands on and the snapshots inside, which take qemu-img to know.
void ImagesDialog::showDetails()
{
    const QString path = current()[u"path"].toString();
    if (path.isEmpty())
        return;
    m_connection.image(path, this, [this, path](const Result<QJsonObject> &image) {
        if (path != current()[u"path"].toString())
            return;
        if (!image)
            return m_details->setText(image.error().detail);
        QStringList lines;
        const QJsonArray chain = (*image)[u"chain"].toArray();
        QStringList bases;
        for (qsizetype i = 1; i < chain.size(); ++i)
            bases += chain[i][u"path"].toString();
        if (!bases.isEmpty())
            lines += tr("Stands on %1").arg(bases.join(u" → "_s));
        const QString others = namesIn((*image)[u"baseOf"]);
        if (!others.isEmpty())
            lines += tr("%1 stands on it").arg(others);
        QStringList snapshots;
        const QJsonArray list = (*image)[u"snapshotList"].toArray();
        for (const QJsonValue &one : list)
            snapshots += tr("%1 (%2)", "snapshot and its time")
                             .arg(one[u"name"].toString(),
                                 QLocale().toString(
                                     QDateTime::fromSecsSinceEpoch(one[u"time"].toInteger()), QLocale::ShortFormat));
        if (!snapshots.isEmpty())
            lines += tr("Snapshots inside: %1").arg(snapshots.join(u", "_s));
        m_details->setText(lines.join(u'\n'));
    });
}

void ImagesDialog::browse()
{
    auto *dialog = new QFileDialog(this, tr("Folder of Disk Images"), m_folder->text());
    dialog->setObjectName(u"browseImagesDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
        m_folder->setText(folder);
        refresh();
    });
    dialog->open();
}

void ImagesDialog::copy()
{
    const QJsonObject image = current();
    const QString from = image[u"path"].toString();
    const QFileInfo file(from); // its name only: it may be on another computer
    auto *dialog = new QDialog(this);
    dialog->setObjectName(u"copyImageDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Copy %1").arg(file.fileName()));
    auto *name = new QLineEdit(tr("%1-copy", "name of a copied file").arg(file.completeBaseName())
        + (file.suffix().isEmpty() ? QString() : QString(u'.' + file.suffix())));
    auto *form = newForm(nullptr);
    addRow(form, tr("&Name:"), name, u"copyImageName"_s);
    auto *note = new QLabel(tr("The copy stands on nothing: what the image has from those below it is in it."));
    note->setWordWrap(true);
    auto *layout = new QVBoxLayout(dialog);
    layout->addLayout(form);
    layout->addWidget(note);
    layout->addWidget(newButtons(dialog, tr("&Copy")));
    fitTitle(*dialog);
    connect(dialog, &QDialog::accepted, this, [this, name, from, format = image[u"format"]] {
        m_wanted = m_shown[u"folder"].toString() + u'/' + withEnding(name->text(), format.toString());
        Q_EMIT planRequested(u"image-create"_s,
            {{u"path"_s, m_wanted}, {u"format"_s, format}, {u"copyOf"_s, from}, {u"copyFormat"_s, format}});
    });
    name->selectAll();
    dialog->open();
}

void ImagesDialog::create()
{
    auto *dialog = new QDialog(this);
    dialog->setObjectName(u"createImageDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Create Image"));
    auto *name = new QLineEdit(u"disk.qcow2"_s);
    auto *size = newSizeEdit();
    size->setValue(20);
    auto *format = new QComboBox;
    format->addItem(u"qcow2"_s, u"qcow2"_s);
    format->addItem(tr("raw"), u"raw"_s);
    auto *base = new QComboBox;
    base->addItem(tr("Nothing: it is empty"), QString());
    const QJsonArray images = m_shown[u"images"].toArray();
    for (const QJsonValue &image : images)
        if (image[u"format"].toString() != u"iso")
            base->addItem(image[u"path"].toString().section(u'/', -1), image[u"path"].toString());
    auto *form = newForm(nullptr);
    addRow(form, tr("&Name:"), name, u"newImageName"_s);
    addRow(form, tr("&Format:"), format, u"newImageFormat"_s);
    addRow(form, tr("&Stands on:"), base, u"newImageBase"_s);
    addRow(form, tr("Si&ze:"), size, u"newImageSize"_s);
    auto *layout = new QVBoxLayout(dialog);
    layout->addLayout(form);
    layout->addWidget(newButtons(dialog, tr("&Create")));
    fitTitle(*dialog);
    connect(base, &QComboBox::currentIndexChanged, dialog, [=] {
        const bool isAlone = base->currentData().toString().isEmpty();
        size->setEnabled(isAlone);
        format->setEnabled(isAlone);
        if (!isAlone)
            format->setCurrentIndex(0);
    });
    connect(dialog, &QDialog::accepted, this, [=, this] {
        m_wanted = m_shown[u"folder"].toString() + u'/' + withEnding(name->text(), format->currentData().toString());
        QJsonObject arguments{{u"path"_s, m_wanted}, {u"format"_s, format->currentData().toString()}};
        if (const QString backing = base->currentData().toString(); !backing.isEmpty())
            arguments[u"backing"] = backing;
        else
            arguments[u"bytes"] = QString::number(bytesOf(*size));
        Q_EMIT planRequested(u"image-create"_s, arguments);
    });
    name->selectAll();
    dialog->open();
}

void ImagesDialog::resizeImage()
{
    const QJsonObject image = current();
    auto *dialog = new QDialog(this);
    dialog->setObjectName(u"resizeImageDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Resize %1").arg(image[u"path"].toString().section(u'/', -1)));
    const double now = image[u"bytes"].toString().toDouble() / double(1 << 30);
    auto *size = newSizeEdit();
    size->setMinimum(now);
    size->setValue(now);
    auto *form = newForm(nullptr);
    addRow(form, tr("&Size:"), size, u"newSize"_s);
    auto *note
        = new QLabel(tr("It can be made larger only. The system in the machine has to be told to use what is added."));
    note->setWordWrap(true);
    auto *layout = new QVBoxLayout(dialog);
    layout->addLayout(form);
    layout->addWidget(note);
    layout->addWidget(newButtons(dialog, tr("&Resize")));
    fitTitle(*dialog);
    connect(dialog, &QDialog::accepted, this, [this, size, path = image[u"path"]] {
        Q_EMIT planRequested(u"image-resize"_s, {{u"path"_s, path}, {u"bytes"_s, QString::number(bytesOf(*size))}});
    });
    dialog->open();
}

} // namespace laneway
