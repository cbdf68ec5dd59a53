// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/reviewpage.h"

#include "host/hostindex.h"
#include "host/reasontext.h"
#include "host/shortname.h"
#include "host/usbrules.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/addhardware/choicejudge.h"
#include "ui/panels/disclosure.h"
#include "ui/messagebar.h"
#include "ui/panels/formrows.h"
#include "xml/domainxml.h"
#include "xml/safexml.h"
#include "xml/xmlnodes.h"

#include <QFontDatabase>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace laneway {

namespace {

QString code(const QString &text)
{
    return u"<span dir=\"ltr\"><code>"_s + text.toHtmlEscaped() + u"</code></span>"_s;
}

QString heading(const QString &text)
{
    return u"<h4>"_s + text.toHtmlEscaped() + u"</h4>"_s;
}

QString list(const QStringList &items, QStringView tag = u"ul")
{
    QString html = u'<' + tag + u'>';
    for (const QString &item : items)
        html += u"<li>"_s + item + u"</li>"_s;
    return html + u"</"_s + tag + u'>';
}

QStringList escaped(const QStringList &texts)
{
    QStringList result;
    for (const QString &text : texts)
        result << text.toHtmlEscaped();
    return result;
}

/// As one types it in a shell.
QString quoted(const QString &word)
{
    const bool plain = !word.isEmpty() && std::all_of(word.cbegin(), word.cend(), [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || u"._-:/"_s.contains(c));
    });
    return plain ? word : u'\'' + QString(word).replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace

ReviewPage::ReviewPage(AddHardwareWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_message(new MessageBar)
    , m_when(new QGroupBox(tr("When")))
    , m_now(new QRadioButton(tr("&Now, until it is shut down")))
    , m_next(new QRadioButton(tr("A&t the next start")))
    , m_both(new QRadioButton(tr("N&ow and at every start")))
    , m_whyNotLive(new QLabel)
    , m_text(new QTextBrowser)
    , m_another(new QPushButton(tr("Choose An&other Device")))
    , m_commands(newCode(u"planCommands"_s, tr("Equivalent commands"), 6))
    , m_xml(newCode(u"planXml"_s, tr("XML that is added to the machine"), 6))
{
    setTitle(tr("Review"));
    setFinalPage(true);
    m_when->setObjectName(u"when"_s);
    m_now->setObjectName(u"whenNow"_s);
    m_next->setObjectName(u"whenNextStart"_s);
    m_both->setObjectName(u"whenBoth"_s);
    m_text->setObjectName(u"planText"_s);
    m_text->setAccessibleName(tr("Plan"));
    m_text->setOpenLinks(false);
    m_another->setObjectName(u"chooseAnother"_s);

    m_whyNotLive->setObjectName(u"whyNotLive"_s);
    m_whyNotLive->setTextFormat(Qt::PlainText);
    m_whyNotLive->setWordWrap(true);
    m_text->setMinimumHeight(fontMetrics().height() * 8); // whatever opens below it

    auto *buttons = new QHBoxLayout;
    for (QRadioButton *button : {m_both, m_now, m_next})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *whenLayout = new QVBoxLayout(m_when);
    whenLayout->addLayout(buttons);
    whenLayout->addWidget(m_whyNotLive);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addWidget(m_when);
    layout->addWidget(m_text, 3);
    layout->addWidget(m_another, 0, Qt::AlignLeft);
    m_details = {new Disclosure(tr("Equivalent &Commands"), m_commands, u"showCommands"_s),
        new Disclosure(tr("&XML"), m_xml, u"showXml"_s)};
    for (QWidget *detail : std::as_const(m_details))
        layout->addWidget(detail, 1);

    for (QRadioButton *button : {m_now, m_next, m_both})
        connect(button, &QRadioButton::clicked, this, &ReviewPage::refresh);
    connect(m_another, &QPushButton::clicked, &m_wizard, &QWizard::back);
    const auto refreshShown = [this] {
        if (m_wizard.currentId() == AddHardwareWizard::ReviewId)
            refresh();
    };
    connect(&wizard.judge(), &ChoiceJudge::answered, this, refreshShown);
    connect(&wizard.connection(), &Connection::hostChanged, this, [this, refreshShown](const HostDiff &changes) {
        if (changes.hasUsb() && !m_wizard.choice().usb.isEmpty())
            refreshShown();
    });
    connect(&wizard, &AddHardwareWizard::domainUpdated, this, [this, refreshShown] {
        showWhen();
        refreshShown();
    });
}

bool ReviewPage::isLive() const
{
    return !m_when->isHidden() && !m_next->isChecked();
}

bool ReviewPage::isConfig() const
{
    return m_when->isHidden() || !m_now->isChecked();
}

void ReviewPage::initializePage()
{
    QList<PciAddress> devices;
    for (const AssignedDevice &device : m_wizard.choice().devices)
        devices << device.source;
    m_both->setChecked(true);
    showWhen();
    m_wizard.judge().ask(devices);
    refresh();
}

void ReviewPage::showWhen()
{
    const DomainInfo &domain = m_wizard.domain();
    m_when->setVisible(domain.state != u"shut off");
    m_when->setTitle(tr("When (%1 is running)").arg(domain.name));
    const QString why = whyNotLive();
    m_whyNotLive->setText(why);
    m_whyNotLive->setVisible(!why.isEmpty());
    m_next->setEnabled(domain.persistent);
    m_now->setEnabled(why.isEmpty());
    m_both->setEnabled(domain.persistent && why.isEmpty());
    if (domain.persistent && !why.isEmpty())
        m_next->setChecked(true);
    else if (!domain.persistent) // it has no definition to keep anything in
        m_now->setChecked(true);
}

/// Why a running machine cannot get it; empty where it can be tried.
QString ReviewPage::whyNotLive() const
{
    const auto document = parseSafely(m_wizard.choice().other.toUtf8());
    if (m_wizard.choice().other.isEmpty() || !document)
        return {};
    const QDomElement device = document->documentElement();
    const QString tag = device.tagName();
    if (tag == u"rng" || (tag == u"input" && device.attribute(u"bus"_s) != u"ps2"))
        return {};
    if (tag == u"interface")
        return device.firstChildElement(u"backend"_s).attribute(u"type"_s) == u"passt"
            ? tr("passt is started with the machine, so it gets this at its next start.")
            : QString();
    if (tag != u"disk")
        return tr("A running machine cannot get this: it is there from the next start on.");
    const QString bus = diskBus(device);
    return QStringList{u"virtio"_s, u"scsi"_s, u"usb"_s}.contains(bus)
        ? QString()
        //: %1 is SATA, IDE or the like
        : tr("Nothing is plugged into %1 while a machine runs: it is there from the next start on.").arg(bus.toUpper());
}

/// Whether there is a list to go back to, from which another can be chosen.
bool ReviewPage::choosesDevices() const
{
    return m_wizard.choice().other.isEmpty() && m_wizard.choice().pools.isEmpty();
}

void ReviewPage::refresh()
{
    ++m_asked;
    m_planId.clear();
    m_verdict.reset();
    m_message->clear();
    m_another->hide();
    for (QWidget *detail : std::as_const(m_details))
        detail->show();
    m_commands->clear();
    m_xml->clear();
    setSubTitle(tr("Nothing has been changed yet."));
    Q_EMIT completeChanged();
    if (const QList<AssignedUsb> &usb = m_wizard.choice().usb; !usb.isEmpty()) {
        m_devices.clear();
        m_xml->setPlainText(usbListXml(usb));
        nameFinish(int(usb.size()));
        m_text->setPlainText(tr("Asking the helper for a plan…"));
        return askPlan();
    }
    if (const QString &other = m_wizard.choice().other; !other.isEmpty()) {
        m_devices.clear();
        m_xml->setPlainText(other);
        m_wizard.setButtonText(QWizard::FinishButton, tr("&Add"));
        m_text->setPlainText(tr("Asking the helper for a plan…"));
        return askPlan();
    }
    if (const QList<PoolInterface> &pools = m_wizard.choice().pools; !pools.isEmpty()) {
        m_devices.clear();
        m_xml->setPlainText(poolInterfacesXml(pools));
        m_wizard.setButtonText(QWizard::FinishButton,
            pools.size() == 1 ? tr("&Add Interface") : tr("&Add %n Interfaces", nullptr, int(pools.size())));
        m_text->setPlainText(tr("Asking the helper for a plan…"));
        return askPlan();
    }
    const DropVerdict *verdict = m_wizard.judge().answer();
    if (!verdict)
        return m_text->setPlainText(tr("Working out what goes along…"));
    m_verdict = *verdict;
    if (verdict->refuses())
        return showRefusal({verdict->sentence}, verdict->reasons);

    m_devices = m_wizard.choice().devices;
    m_devices.removeIf([&](const AssignedDevice &device) { return !verdict->devices.contains(device.source); });
    for (const PciAddress &companion : verdict->companions) {
        AssignedDevice device;
        device.source = companion;
        device.managed = true;
        device.unassigned = m_wizard.choice().idle.contains(companion);
        m_devices << device;
    }
    m_xml->setPlainText(deviceListXml(m_devices));
    nameFinish(int(m_devices.size()));
    m_text->setPlainText(tr("Asking the helper for a plan…"));
    askPlan();
}

void ReviewPage::nameFinish(int devices)
{
    m_wizard.setButtonText(
        QWizard::FinishButton, devices == 1 ? tr("&Assign Device") : tr("&Assign %n Devices", nullptr, devices));
}

void ReviewPage::askPlan()
{
    QJsonObject arguments{{u"domain"_s, m_wizard.domain().uuid.toString(QUuid::WithoutBraces)},
        {u"xml"_s, m_xml->toPlainText()}, {u"live"_s, isLive()}, {u"config"_s, isConfig()}};
    if (!m_wizard.choice().images.isEmpty())
        arguments[u"images"] = m_wizard.choice().images;
    m_wizard.connection().plan(u"attach"_s, arguments, this, [this, asked = m_asked](const Result<PlanInfo> &plan) {
        if (asked != m_asked)
            return;
        if (!plan)
            return showError(plan.error());
        if (!m_wizard.choice().usb.isEmpty())
            showUsbPlan(*plan);
        else if (!m_wizard.choice().pools.isEmpty())
            showPoolPlan(*plan);
        else if (!m_wizard.choice().other.isEmpty())
            showText({m_wizard.choice().otherName.toHtmlEscaped()}, {}, plan->loses, {}, *plan);
        else
            show(*plan);
    });
}

void ReviewPage::show(const PlanInfo &plan)
{
    const HostSnapshot &host = m_wizard.connection().host();
    QStringList gets;
    QStringList losses = plan.loses;
    QStringList moves;
    for (const AssignedDevice &device : std::as_const(m_devices)) {
        const PciFunction *function = host.find(device.source);
        QString line = code(device.source.toString());
        if (function)
            line += u' ' + shortName(*function).toHtmlEscaped();
        QStringList notes;
        if (device.mac)
            notes << tr("MAC address %1").arg(device.mac->toString());
        if (device.vlan && device.vlan->id)
            notes << tr("VLAN %1").arg(device.vlan->id->value());
        if (device.unassigned)
            notes << tr("taken from the host, not shown to the machine");
        else if (m_verdict->companions.contains(device.source))
            notes << tr("goes along: it shares the IOMMU group");
        if (!notes.isEmpty())
            line += u"<br>"_s + notes.join(u", "_s).toHtmlEscaped();
        gets << line;
        if (!function || isStubDriver(function->driver))
            continue;
        if (!isLive())
            losses += lossesOf(host, *function);
        if (!function->driver.isEmpty())
            moves << tr("%1 moves from the driver %2 to vfio-pci, and back when the machine stops.")
                         .arg(device.source.toString(), function->driver);
    }
    showText(gets, m_verdict->reasons, losses, moves, plan);
}

void ReviewPage::showUsbPlan(const PlanInfo &plan)
{
    const HostSnapshot &host = m_wizard.connection().host();
    QStringList gets;
    QList<Reason> reasons;
    QStringList losses = plan.loses;
    QStringList moves;
    for (const AssignedUsb &wanted : m_wizard.choice().usb) {
        const auto device = host.find(wanted.source);
        if (!device) {
            gets << code(wanted.source.toString());
            continue;
        }
        gets << code((*device)->port.toString()) + u' ' + (*device)->displayName().toHtmlEscaped() + u"<br>"_s
                + (wanted.source.ids ? tr("found by vendor and product %1, in any port").arg(wanted.source.toString())
                                     : tr("found by bus and device number %1: another of its kind is plugged in")
                                           .arg(wanted.source.toString()))
                      .toHtmlEscaped();
        const Verdict verdict
            = assess(UsbQuestion{host, m_wizard.connection().claims(), **device, m_wizard.domain().uuid});
        reasons += verdict.reasons;
        if (!isLive())
            losses += lossesOf(host, **device);
        moves << tr("%1 leaves the host, and comes back when the machine stops.").arg((*device)->displayName());
    }
    showText(gets, reasons, losses, moves, plan);
}

void ReviewPage::showPoolPlan(const PlanInfo &plan)
{
    QStringList gets, moves;
    for (const PoolInterface &wanted : m_wizard.choice().pools)
        gets << (wanted.portGroup.isEmpty()
                ? tr("A network interface of the pool %1").arg(wanted.network)
                : tr("A network interface of the pool %1, port group %2").arg(wanted.network, wanted.portGroup))
                    .toHtmlEscaped();
    const QString pool = m_wizard.choice().pools.first().network;
    for (const NetworkState &network : m_wizard.connection().networks())
        if (network.name == pool)
            moves << (network.active ? tr("It takes virtual functions of %1 that are free then: %2 of %3 are now.")
                                           .arg(pool)
                                           .arg(network.free)
                                           .arg(network.total)
                                     : tr("It cannot start while the pool %1 is stopped.").arg(pool));
    showText(gets, {}, plan.loses, moves, plan);
}

void ReviewPage::showText(const QStringList &gets, const QList<Reason> &reasons, const QStringList &lost,
    const QStringList &moves, const PlanInfo &plan)
{
    const QString machine = m_wizard.domain().name;
    QStringList losses = lost;
    losses.removeDuplicates();

    QString html = heading(tr("What %1 gets").arg(machine)) + list(gets);
    QStringList cautions = escaped(plan.warnings);
    for (const Reason &reason : reasons) {
        if (reason.level < Level::Caution)
            continue;
        QString line
            = u"<b>"_s + levelText(reason.level).toHtmlEscaped() + u"</b>: "_s + reasonText(reason).toHtmlEscaped();
        for (const Remedy &remedy : remediesFor(reason))
            line += u"<br>"_s + remedy.text.toHtmlEscaped();
        cautions << line;
    }
    if (!cautions.isEmpty())
        html += heading(tr("What to think of")) + list(cautions);
    html += heading(tr("What the host loses while %1 runs").arg(machine))
        + (losses.isEmpty() ? u"<p>"_s + tr("Nothing that somebody would miss.").toHtmlEscaped() + u"</p>"_s
                            : list(escaped(losses)));
    QStringList steps;
    for (const StepInfo &step : plan.steps)
        steps << step.text.toHtmlEscaped() + u"<br><small>"_s
                + tr("Taken back by: %1").arg(step.undoText).toHtmlEscaped() + u"</small>"_s;
    if (isConfig())
        steps << tr("Save the new definition of %1.").arg(machine).toHtmlEscaped();
    html += heading(tr("Steps")) + list(steps, u"ol");
    if (!isLive() && m_wizard.choice().other.isEmpty())
        html += heading(tr("When it starts next"))
            + (moves.isEmpty() ? u"<p>"_s + tr("The devices are already free for it.").toHtmlEscaped() + u"</p>"_s
                               : list(escaped(moves)));
    m_text->setHtml(html);
    m_commands->setPlainText(commands(plan).join(u'\n'));
    setSubTitle(isLive() ? tr("Nothing has been changed yet. The machine gets it now.")
                         : tr("Nothing has been changed yet. The machine gets it when it starts next."));
    m_planId = plan.id;
    m_wizard.setPlan(plan.id);
    Q_EMIT completeChanged();
}

QStringList ReviewPage::commands(const PlanInfo &plan) const
{
    QString attach = u"lanewayctl -c %1 attach-device %2 devices.xml"_s.arg(
        quoted(m_wizard.connection().name()), quoted(m_wizard.domain().name));
    if (isLive())
        attach += u" --live"_s;
    if (isConfig())
        attach += u" --config"_s;
    QStringList lines{tr("# All at once, with the XML below in the file devices.xml"), attach};
    if (plan.steps.isEmpty())
        return lines;
    lines << QString() << tr("# Or step by step");
    for (const StepInfo &step : plan.steps)
        lines += step.commands;
    return lines;
}

void ReviewPage::showRefusal(const QStringList &why, const QList<Reason> &reasons)
{
    QStringList others;
    for (const Reason &reason : reasons)
        if (reason.level >= Level::Blocked || reason.code == u"takes-companions")
            for (const Remedy &remedy : remediesFor(reason))
                if (!others.contains(remedy.text))
                    others << remedy.text;
    if (isLive() && isConfig())
        others << tr("Add it for the next start only: choose that above.");
    QString html = heading(tr("This cannot be done"));
    for (const QString &line : why)
        html += u"<p>"_s + line.toHtmlEscaped() + u"</p>"_s;
    if (!others.isEmpty())
        html += heading(tr("What else you can do")) + list(escaped(others));
    html += u"<p>"_s + tr("Nothing has been changed.").toHtmlEscaped() + u"</p>"_s;
    m_text->setHtml(html);
    m_another->setVisible(choosesDevices());
    for (QWidget *detail : std::as_const(m_details)) // there is nothing in them
        detail->hide();
}

void ReviewPage::showError(const Error &error)
{
    QList<Reason> reasons;
    for (const QJsonValue &device : error.extra[u"reasons"].toArray())
        for (const QJsonValue &reason : device[u"reasons"].toArray())
            reasons << reasonFromJson(reason.toObject());
    showRefusal({}, reasons);
    Error shown = error;
    if (error.subject.startsWith(u"domain/")) // where in the XML, which nobody wrote here
        shown.subject = m_wizard.choice().otherName.isEmpty() ? m_wizard.domain().name : m_wizard.choice().otherName;
    m_message->showError(shown);
}

} // namespace laneway
