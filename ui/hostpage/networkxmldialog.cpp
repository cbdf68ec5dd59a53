// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/networkxmldialog.h"

#include "ui/messagebar.h"

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace laneway {

namespace {

QPlainTextEdit *newXml(const QString &objectName, const QString &name)
{
    auto *xml = new QPlainTextEdit;
    xml->setObjectName(objectName);
    xml->setAccessibleName(name);
    xml->setReadOnly(true);
    xml->setTabChangesFocus(true);
    xml->setLineWrapMode(QPlainTextEdit::NoWrap);
    xml->setLayoutDirection(Qt::LeftToRight);
    xml->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    return xml;
}

} // namespace

NetworkXmlDialog::NetworkXmlDialog(const QString &pool, bool active, QWidget *parent)
    : QDialog(parent)
    , m_message(new MessageBar)
    , m_definition(newXml(u"poolDefinition"_s, tr("XML of the definition")))
{
    setObjectName(u"poolXmlDialog"_s);
    setWindowTitle(tr("XML of %1").arg(pool));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *tabs = new QTabWidget;
    tabs->setObjectName(u"poolXmlTabs"_s);
    tabs->setAccessibleName(tr("Definition and active pool"));
    tabs->addTab(m_definition, tr("&Definition"));
    if (active) {
        m_active = newXml(u"poolActiveXml"_s, tr("XML of the active pool"));
        tabs->addTab(m_active, tr("&Active"));
    }
    auto *buttons = new QDialogButtonBox;
    QPushButton *close = buttons->addButton(tr("&Close"), QDialogButtonBox::RejectRole);
    close->setObjectName(u"closeXml"_s);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addWidget(tabs, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 28);
}

void NetworkXmlDialog::show(bool inactive, const Result<QString> &xml)
{
    if (!xml)
        m_message->showError(xml.error());
    else if (QPlainTextEdit *text = inactive ? m_definition : m_active)
        text->setPlainText(*xml);
}

} // namespace laneway
