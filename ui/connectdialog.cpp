// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connectdialog.h"

#include "client/sshaddress.h"
#include "ui/messagebar.h"
#include "ui/windowstate.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace laneway {

ConnectDialog::ConnectDialog(const QStringList &open, QWidget *parent)
    : QDialog(parent)
    , m_open(open)
    , m_here(new QRadioButton(tr("&This computer, a sample or a file")))
    , m_name(new QComboBox)
    , m_browse(new QPushButton(tr("&Browse…")))
    , m_bySsh(new QRadioButton(tr("&Another computer, by ssh")))
    , m_host(new QComboBox)
    , m_user(new QLineEdit)
    , m_port(new QSpinBox)
    , m_hint(new QLabel)
    , m_connect(nullptr)
    , m_message(new MessageBar)
{
    setObjectName(u"connectDialog"_s);
    setWindowTitle(tr("Connect to Host"));
    setAttribute(Qt::WA_DeleteOnClose);

    m_here->setObjectName(u"connectHere"_s);
    m_here->setChecked(true);
    m_name->setObjectName(u"connectionName"_s);
    m_name->setEditable(true);
    m_name->lineEdit()->setAccessibleName(tr("Connection"));
    QStringList names{u"system"_s, u"session"_s};
    for (const QString &sample : Connection::sampleNames())
        names << u"sample:"_s + sample;
    for (const QString &name : names)
        if (!open.contains(name))
            m_name->addItem(name);
    m_name->setMinimumContentsLength(40);
    m_browse->setObjectName(u"browse"_s);
    m_browse->setToolTip(tr("Choose the recording of a host, or a file with what lspci printed"));

    m_bySsh->setObjectName(u"connectBySsh"_s);
    m_host->setObjectName(u"sshHost"_s);
    m_host->setEditable(true);
    m_host->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_host->setInsertPolicy(QComboBox::NoInsert);
    m_host->lineEdit()->setAccessibleName(tr("Host"));
    m_host->lineEdit()->setPlaceholderText(tr("name or address"));
    const QStringList recent = windowstate::recentHosts();
    for (const QString &name : recent)
        if (const auto address = SshAddress::parse(name); address && !open.contains(name))
            m_host->addItem(address->shown(), name);
    m_host->setCurrentIndex(-1);
    m_host->clearEditText();
    m_user->setObjectName(u"sshUser"_s);
    m_user->setPlaceholderText(tr("as ssh is configured"));
    m_port->setObjectName(u"sshPort"_s);
    m_port->setRange(0, 65535);
    m_port->setSpecialValueText(tr("as ssh is configured"));
    m_hint->setObjectName(u"connectHint"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    // Room for the longest of its sentences, so that nothing moves while somebody types.
    m_hint->setMinimumHeight(fontMetrics().lineSpacing() * 3);
    m_hint->setAlignment(Qt::AlignTop | Qt::AlignLeading);

    auto *here = new QFormLayout;
    auto *name = new QHBoxLayout;
    name->addWidget(m_name, 1);
    name->addWidget(m_browse);
    auto *nameLabel = new QLabel(tr("&Connection:"));
    nameLabel->setBuddy(m_name);
    here->addRow(nameLabel, name);
    auto *there = new QFormLayout;
    there->addRow(tr("&Host:"), m_host);
    there->addRow(tr("&User:"), m_user);
    there->addRow(tr("&Port:"), m_port);
    const int indent = fontMetrics().height() * 2;
    for (QFormLayout *form : {here, there}) {
        form->setContentsMargins(indent, 0, 0, 0);
        form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_connect = buttons->addButton(tr("C&onnect"), QDialogButtonBox::AcceptRole);
    m_connect->setObjectName(u"connectButton"_s);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addWidget(m_here);
    layout->addLayout(here);
    layout->addWidget(m_bySsh);
    layout->addLayout(there);
    layout->addWidget(m_hint);
    layout->addWidget(buttons);
    setTabOrder(m_connect, buttons->button(QDialogButtonBox::Cancel)); // passed over otherwise (Qt 6.4)

    connect(buttons, &QDialogButtonBox::accepted, this, &ConnectDialog::openChosen);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_here, &QRadioButton::toggled, this, &ConnectDialog::update);
    connect(m_bySsh, &QRadioButton::clicked, this, [this] { m_host->setFocus(); });
    connect(m_browse, &QPushButton::clicked, this, &ConnectDialog::browse);
    connect(m_name, &QComboBox::currentTextChanged, this, &ConnectDialog::update);
    connect(m_host, &QComboBox::activated, this, [this](int index) { fillFrom(m_host->itemData(index).toString()); });
    connect(m_host, &QComboBox::currentTextChanged, this, &ConnectDialog::update);
    connect(m_user, &QLineEdit::textChanged, this, &ConnectDialog::update);
    connect(m_port, &QSpinBox::valueChanged, this, &ConnectDialog::update);
    update();
}

void ConnectDialog::fillFrom(const QString &connection)
{
    const auto address = SshAddress::parse(connection);
    if (!address)
        return;
    m_user->setText(address->user());
    m_port->setValue(address->port());
    m_host->setEditText(address->host());
}

Result<QString> ConnectDialog::chosen() const
{
    const auto wrong = [](const QString &sentence) { return fail(ErrorCode::InvalidInput, {}, sentence); };
    if (m_here->isChecked()) {
        const QString name = m_name->currentText().trimmed();
        if (name.isEmpty())
            return wrong(tr("This computer: system (installed helper) or session (no privilege). "
                            "To look around: sample:NAME, file:CAPTURE, lspci:FILE."));
        return name;
    }
    // "root@host:2222" and "ssh://host" are understood, too, in the first field.
    QString host = m_host->currentText().trimmed();
    if (host.startsWith(SshAddress::scheme))
        host.remove(0, SshAddress::scheme.size());
    if (host.isEmpty())
        return wrong(tr("Enter the name or address of a computer that has Laneway installed and that you can log in "
                        "to by ssh."));
    if (host.count(u':') > 1 && !host.contains(u'['))
        host = u'[' + host + u']';
    if (!SshAddress::parse(QString(SshAddress::scheme + host)))
        return wrong(tr("“%1” cannot be a host: a name has letters, digits, dots and dashes, and at most a port "
                        "behind a colon.")
                         .arg(host));
    const QString user = m_user->text().trimmed();
    if (!user.isEmpty() && !SshAddress::parse(QString(SshAddress::scheme + user + u"@h")))
        return wrong(tr("“%1” cannot be a user: a name has letters, digits, dots, dashes and underscores.").arg(user));
    QString name = SshAddress::scheme + (user.isEmpty() ? QString() : QString(user + u'@')) + host;
    if (m_port->value() > 0)
        name += u':' + QString::number(m_port->value());
    const auto address = SshAddress::parse(name);
    if (!address)
        return wrong(tr("User or port are entered twice: once with the host, and once in their own field."));
    return address->toString();
}

void ConnectDialog::update()
{
    const bool bySsh = m_bySsh->isChecked();
    m_name->setEnabled(!bySsh);
    m_browse->setEnabled(!bySsh);
    for (QWidget *field :
        {static_cast<QWidget *>(m_host), static_cast<QWidget *>(m_user), static_cast<QWidget *>(m_port)})
        field->setEnabled(bySsh);
    const auto name = chosen();
    m_connect->setEnabled(name.has_value());
    if (!name)
        m_hint->setText(name.error().detail);
    else if (bySsh)
        m_hint->setText(
            tr("Connects to %1. Laneway must be installed there; keys and passphrases are ssh's matter.").arg(*name));
    else
        m_hint->setText(tr("This computer: system (installed helper) or session (no privilege). "
                           "To look around: sample:NAME, file:CAPTURE, lspci:FILE."));
}

void ConnectDialog::browse()
{
    const QString recordings = tr("Recordings of hosts (*.json)");
    const QString listings = tr("What lspci -vvnn printed (*.txt *.lspci *.log)");
    auto *dialog = new QFileDialog(this, tr("Open the File of a Host"));
    dialog->setObjectName(u"browseDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("All of these (*.json *.txt *.lspci *.log)"), recordings, listings, tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, recordings](const QString &file) {
        const bool isRecording
            = dialog->selectedNameFilter() == recordings || file.endsWith(u".json", Qt::CaseInsensitive);
        m_name->setEditText((isRecording ? u"file:"_s : u"lspci:"_s) + file);
        m_connect->setFocus();
    });
    dialog->open();
}

void ConnectDialog::openChosen()
{
    const auto name = chosen();
    if (!name)
        return;
    if (m_open.contains(*name))
        return m_message->showText(tr("%1 is shown already.").arg(*name));
    auto connection = Connection::open(*name);
    if (!connection)
        return m_message->showError(connection.error());
    if (name->startsWith(SshAddress::scheme))
        windowstate::rememberHost(*name);
    m_connection = std::move(*connection);
    m_connection->keepConnected();
    accept();
}

} // namespace laneway
