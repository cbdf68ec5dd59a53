// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/usbpage.h"

#include "host/reasontext.h"
#include "host/usbrules.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/addhardware/rowlist.h"
#include "ui/filterfield.h"
#include "ui/hostpage/verdictpanel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace laneway {

namespace {

/// The machine that has it, else what the host does with it.
QString usedBy(const UsbDevice &device, const Claims &claims)
{
    if (const UsbClaim *claim = claims.holder(device.port))
        return claim->domainName;
    QStringList uses;
    for (const BlockDevice &disk : device.disks)
        uses << (disk.mounts.isEmpty() ? disk.name : UsbPage::tr("%1 at %2").arg(disk.name, disk.mounts.join(u", ")));
    for (const NetInterface &interface : device.interfaces)
        uses << interface.name;
    if (!device.keyboards.isEmpty())
        uses << UsbPage::tr("keyboard");
    if (!device.pointers.isEmpty())
        uses << UsbPage::tr("mouse");
    uses << device.sounds;
    return uses.join(u", ");
}

} // namespace

UsbPage::UsbPage(AddHardwareWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_filter(new FilterField(this))
    , m_hubs(new QCheckBox(tr("Show &hubs")))
    , m_model(new RowListModel(
          {tr("Device"), tr("Kind"), tr("Verdict"), tr("Used By"), tr("ID"), tr("Port"), tr("Bus and Device")}, 2))
    , m_list(newRowList(m_model, 0))
    , m_verdict(new VerdictPanel)
    , m_optional(new QCheckBox(tr("Start the machine &without it when it is not plugged in")))
    , m_problem(new QLabel)
{
    setTitle(tr("USB Host Device"));
    setSubTitle(tr("The host gives the device to the machine while it runs, and has it back afterwards."));
    m_filter->setObjectName(u"usbFilter"_s);
    m_filter->setPlaceholderText(tr("Name, ID, port or user"));
    m_hubs->setObjectName(u"usbHubs"_s);
    m_list->setObjectName(u"usbList"_s);
    m_list->setAccessibleName(tr("USB devices of the host"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_verdict->setObjectName(u"usbVerdict"_s);
    m_optional->setObjectName(u"usbOptional"_s);
    m_problem->setObjectName(u"usbProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);

    auto *top = new QHBoxLayout;
    top->addWidget(m_filter->newLabel());
    top->addWidget(m_filter, 1);
    top->addWidget(m_hubs);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_list);
    splitter->addWidget(m_verdict);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({600, 400}); // proportions
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_optional);
    layout->addWidget(m_problem);

    connect(m_filter, &QLineEdit::textChanged, this, &UsbPage::showDevices);
    connect(m_filter, &FilterField::goOn, m_list, [this] { m_list->setFocus(Qt::OtherFocusReason); });
    connect(m_hubs, &QCheckBox::toggled, this, &UsbPage::showDevices);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &UsbPage::follow);
    Connection &connection = wizard.connection();
    connect(&connection, &Connection::ready, this, &UsbPage::showDevices);
    connect(&connection, &Connection::claimsChanged, this, &UsbPage::showDevices);
    connect(&connection, &Connection::hostChanged, this, &UsbPage::showDevices);
    showDevices();
}

void UsbPage::initializePage()
{
    m_list->setFocus(Qt::OtherFocusReason);
    follow();
}

int UsbPage::nextId() const
{
    return AddHardwareWizard::ReviewId;
}

QList<UsbPort> UsbPage::chosen() const
{
    QList<UsbPort> ports;
    const QModelIndexList rows = m_list->selectionModel()->selectedRows();
    for (const QModelIndex &index : rows)
        if (const auto port = UsbPort::parse(index.data(RowListModel::IdRole).toString()))
            ports << *port;
    std::sort(ports.begin(), ports.end());
    return ports;
}

void UsbPage::showDevices()
{
    const HostSnapshot &host = m_wizard.connection().host();
    const Claims &claims = m_wizard.connection().claims();
    const QString wanted = m_filter->text().trimmed();
    QList<std::pair<Level, ListRow>> rows;
    for (const UsbDevice &device : host.usb) {
        if (device.isHub() && !m_hubs->isChecked())
            continue;
        const Verdict verdict = assess(UsbQuestion{host, claims, device, m_wizard.domain().uuid});
        // Why, is said beside the list: there is no room for it between two of a kind.
        const ListRow row{device.port.toString(),
            {device.displayName(), device.kindText(), levelText(verdict.level), usedBy(device, claims),
                device.ids.toString(), device.port.toString(), device.address.toString()},
            verdict.refuses(), verdict.level};
        const bool fits = std::any_of(row.cells.cbegin(), row.cells.cend(),
            [&](const QString &cell) { return cell.contains(wanted, Qt::CaseInsensitive); });
        if (fits)
            rows.append({verdict.level, row});
    }
    // What can be had at once comes first.
    std::stable_sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<ListRow> shown;
    for (const auto &row : std::as_const(rows))
        shown << row.second;
    m_model->setRows(shown);
    if (chosen().isEmpty() && !shown.isEmpty())
        m_list->setCurrentIndex(m_model->index(0, 0));
    follow();
}

void UsbPage::follow()
{
    const HostSnapshot &host = m_wizard.connection().host();
    const QList<UsbPort> ports = chosen();
    QString html;
    for (const UsbPort &port : ports)
        if (const UsbDevice *device = host.find(port))
            html += verdictHtml(host, *device,
                assess(UsbQuestion{host, m_wizard.connection().claims(), *device, m_wizard.domain().uuid}));
    if (html.isEmpty())
        m_verdict->showNothing(tr("Select a device to read what its use would mean."));
    else
        m_verdict->showExplanation({{}, html, {}});
    m_problem->setText(problem());
    m_problem->setVisible(!m_problem->text().isEmpty());
    Q_EMIT completeChanged();
}

QString UsbPage::problem() const
{
    const HostSnapshot &host = m_wizard.connection().host();
    if (!host.usbKnown)
        return tr("What this host is known from tells nothing of USB devices.");
    const QList<UsbPort> ports = chosen();
    if (m_model->rowCount() == 0)
        return m_filter->text().isEmpty() ? tr("No USB device is plugged in. It appears here as soon as one is.")
                                          : tr("No device fits the filter.");
    if (ports.isEmpty())
        return tr("Select a device.");
    for (const UsbPort &port : ports) {
        const UsbDevice *device = host.find(port);
        if (!device)
            return tr("A device was plugged out. Select another one.");
        const Verdict verdict
            = assess(UsbQuestion{host, m_wizard.connection().claims(), *device, m_wizard.domain().uuid});
        if (verdict.refuses())
            return tr("%1 cannot be assigned: %2").arg(device->displayName(), reasonText(verdict.reasons.first()));
    }
    return {};
}

bool UsbPage::validatePage()
{
    const HostSnapshot &host = m_wizard.connection().host();
    HardwareChoice choice;
    const QList<UsbPort> ports = chosen();
    for (const UsbPort &port : ports) {
        const UsbDevice *device = host.find(port);
        if (!device)
            continue;
        AssignedUsb wanted;
        wanted.source = selectorFor(host, *device);
        wanted.managed = true;
        if (m_optional->isChecked())
            wanted.startupPolicy = AssignedUsb::StartupPolicy::Optional;
        choice.usb << wanted;
    }
    m_wizard.setChoice(choice);
    return !choice.usb.isEmpty();
}

} // namespace laneway
