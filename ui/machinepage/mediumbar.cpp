// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/mediumbar.h"

#include "xml/safexml.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace laneway {

MediumBar::MediumBar(QWidget *parent)
    : QWidget(parent)
    , m_medium(new QLabel)
    , m_eject(new QPushButton(tr("Eject")))
    , m_change(new QPushButton)
{
    setObjectName(u"mediumBar"_s);
    m_medium->setObjectName(u"medium"_s);
    m_medium->setTextFormat(Qt::PlainText);
    m_medium->setWordWrap(true);
    m_eject->setObjectName(u"ejectMedium"_s);
    m_eject->setToolTip(tr("Takes the medium out at once, also of a running machine"));
    m_change->setObjectName(u"changeMedium"_s);
    m_change->setToolTip(tr("Puts a medium in at once, also of a running machine"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_medium, 1);
    layout->addWidget(m_change);
    layout->addWidget(m_eject);
    connect(m_eject, &QPushButton::clicked, this, [this] { Q_EMIT changeRequested(u"eject"_s, {}); });
    connect(m_change, &QPushButton::clicked, this, &MediumBar::choose);
    hide();
}

void MediumBar::showDrive(const std::optional<HardwareRow> &row)
{
    const bool isDrive = row && (row->kind == HardwareKind::CdRom || row->kind == HardwareKind::Floppy);
    setVisible(isDrive);
    if (!isDrive)
        return;
    m_isCdrom = row->kind == HardwareKind::CdRom;
    QString medium;
    if (const auto device = parseSafely(row->xml.toUtf8())) {
        const QDomElement source = device->documentElement().firstChildElement(u"source"_s);
        medium = source.attribute(source.hasAttribute(u"file"_s) ? u"file"_s : u"dev"_s);
    }
    const bool differs = row->badge == HardwareBadge::Changed;
    m_medium->setText(medium.isEmpty() ? (differs ? tr("No medium at the next start") : tr("No medium"))
            : differs                  ? tr("At the next start: %1").arg(medium)
                                       : medium);
    m_eject->setEnabled(!medium.isEmpty() || differs);
    m_change->setText(medium.isEmpty() ? tr("Insert…") : tr("Change…"));
}

void MediumBar::choose()
{
    auto *dialog = new QFileDialog(this, tr("Medium"));
    dialog->setObjectName(u"mediumDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {m_isCdrom ? tr("CD-ROM images (*.iso)") : tr("Floppy images (*.img *.ima)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
        [this](const QString &file) { Q_EMIT changeRequested(u"update"_s, file); });
    dialog->open();
}

} // namespace laneway
