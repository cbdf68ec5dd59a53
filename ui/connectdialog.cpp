// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connectdialog.h"

#include "ui/messagebar.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace laneway {

ConnectDialog::ConnectDialog(const QStringList &open, QWidget *parent)
    : QDialog(parent), m_open(open), m_name(new QComboBox), m_connect(nullptr), m_message(new MessageBar)
{
    setObjectName(u"connectDialog"_s);
    setWindowTitle(tr("Connect to Host"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_name->setObjectName(u"connectionName"_s);
    m_name->setEditable(true);
    m_name->lineEdit()->setAccessibleName(tr("Host"));
    QStringList names{u"system"_s, u"session"_s};
    for (const QString &sample : Connection::sampleNames())
        names << u"sample:"_s + sample;
    for (const QString &name : names)
        if (!open.contains(name))
            m_name->addItem(name);
    m_name->setMinimumContentsLength(40);
    auto *label = new QLabel(tr("&Host:"));
    label->setBuddy(m_name);
    auto *hint = new QLabel(tr("This computer: system (installed helper) or session (no privilege). "
                               "To look around: sample:NAME, file:CAPTURE."));
    hint->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_connect = buttons->addButton(tr("C&onnect"), QDialogButtonBox::AcceptRole);
    m_connect->setObjectName(u"connectButton"_s);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addWidget(label);
    layout->addWidget(m_name);
    layout->addWidget(hint);
    layout->addWidget(buttons);
    setTabOrder(m_connect, buttons->button(QDialogButtonBox::Cancel)); // passed over otherwise (Qt 6.4)
    connect(buttons, &QDialogButtonBox::accepted, this, &ConnectDialog::openChosen);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_name, &QComboBox::currentTextChanged, this, &ConnectDialog::update);
    update();
}

void ConnectDialog::update()
{
    m_connect->setEnabled(!m_name->currentText().trimmed().isEmpty());
}

void ConnectDialog::openChosen()
{
    const QString name = m_name->currentText().trimmed();
    if (m_open.contains(name))
        return m_message->showText(tr("%1 is shown already.").arg(name));
    auto connection = Connection::open(name);
    if (!connection)
        return m_message->showError(connection.error());
    m_connection = std::move(*connection);
    accept();
}

} // namespace laneway
