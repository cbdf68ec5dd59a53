// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/imagechain.h"

#include "core/sizetext.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

namespace laneway {

namespace {

struct ChainText
{
    Q_DECLARE_TR_FUNCTIONS(laneway::ImageChain)
};

QString sizeOf(const QJsonValue &bytes)
{
    return sizeText(bytes.toString().toLongLong());
}

/// "qcow2, 1 GiB, 196 KiB on the host, also used by t1"
QString aboutImage(const QJsonValue &image, const QString &machine)
{
    QString text = ChainText::tr("%1, %2, %3 on the host")
                       .arg(image[u"format"].toString(), sizeOf(image[u"bytes"]), sizeOf(image[u"allocated"]));
    QStringList others;
    const QJsonArray users = image[u"users"].toArray();
    for (const QJsonValue &user : users)
        if (const QString name = user[u"machine"].toString(); name != machine && !others.contains(name))
            others += name;
    return others.isEmpty() ? text : ChainText::tr("%1, also used by %2").arg(text, others.join(u", "_s));
}

QTreeWidgetItem *itemOf(const QJsonValue &image, const QString &machine)
{
    const QString path = image[u"path"].toString();
    auto *item = new QTreeWidgetItem({path.section(u'/', -1), aboutImage(image, machine)});
    item->setToolTip(0, path);
    return item;
}

} // namespace

QTreeWidget *newChainView()
{
    auto *view = new QTreeWidget;
    view->setHeaderLabels({ChainText::tr("Image"), ChainText::tr("What it is")});
    view->setAccessibleName(ChainText::tr("Images, each above what it stands on"));
    view->setUniformRowHeights(true);
    view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    return view;
}

void addChain(QTreeWidget *view, const QJsonObject &image, const QString &machine)
{
    auto *item = itemOf(image[u"chain"][0], machine);
    view->addTopLevelItem(item);
    addChainBelow(item, image, machine);
}

void addChainBelow(QTreeWidgetItem *row, const QJsonObject &image, const QString &machine)
{
    const QJsonArray chain = image[u"chain"].toArray();
    for (qsizetype i = 1; i < chain.size(); ++i) {
        auto *below = itemOf(chain[i], machine);
        row->addChild(below);
        row->setExpanded(true);
        row = below;
    }
}

} // namespace laneway
