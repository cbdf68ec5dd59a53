// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/kindpage.h"

#include "core/result.h"

#include <QListWidget>
#include <QVBoxLayout>

namespace laneway {

KindPage::KindPage(QWidget *parent) : QWizardPage(parent)
{
    setTitle(tr("Kind of Hardware"));
    setSubTitle(tr("What shall the machine get?"));
    auto *kinds = new QListWidget;
    kinds->setObjectName(u"kindList"_s);
    kinds->setAccessibleName(tr("Kind of hardware"));
    kinds->addItem(tr("PCI Host Device"));
    kinds->item(0)->setToolTip(tr("A graphics card, network card, drive or virtual function of this host"));
    kinds->setCurrentRow(0);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(kinds);
}

} // namespace laneway
