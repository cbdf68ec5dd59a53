// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/explanation.h"

#include "core/sizetext.h"
#include "host/usbrules.h"
#include "host/recording.h"
#include "models/dropverdict.h"
#include "ui/hostpage/groupcauses.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace laneway {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Explanation)
};

constexpr qsizetype listed = 12; ///< of a longer list: as many; a card can have 256 functions

QString escaped(const QString &text)
{
    return text.toHtmlEscaped();
}

// Addresses and file names stay left to right in a right-to-left interface.
QString code(const QString &text)
{
    return u"<span dir=\"ltr\"><code>"_s + escaped(text) + u"</code></span>"_s;
}

QString heading(const QString &text)
{
    return u"<h4>"_s + escaped(text) + u"</h4>"_s;
}

QString paragraph(const QString &html)
{
    return u"<p>"_s + html + u"</p>"_s;
}

QString andMore(qsizetype number)
{
    return u"<li>"_s + escaped(Text::tr("and %n more", nullptr, int(number))) + u"</li>"_s;
}

QString listOf(const QStringList &items)
{
    if (items.isEmpty())
        return {};
    QString html = u"<ul>"_s;
    for (const QString &item : items.first(std::min(listed, items.size())))
        html += u"<li>"_s + item + u"</li>"_s;
    if (items.size() > listed)
        html += andMore(items.size() - listed);
    return html + u"</ul>"_s;
}

QStringList escapedAll(QStringList texts)
{
    for (QString &text : texts)
        text = escaped(text);
    return texts;
}

QString levelHtml(Level level)
{
    return u"<img src=\"level:"_s + levelName(level) + u"\"> <b>"_s + escaped(levelText(level)) + u"</b>"_s;
}

QString evidenceHtml(const QList<Evidence> &evidence)
{
    QStringList lines;
    for (const Evidence &piece : evidence)
        lines << code(piece.value.isEmpty() ? piece.source : piece.source + u": "_s + piece.value);
    const qsizetype hidden = lines.size() - listed;
    if (hidden > 0)
        lines = lines.first(listed) << escaped(Text::tr("and %n more", nullptr, int(hidden)));
    return lines.isEmpty() ? QString() : u"<br><small>"_s + lines.join(u"<br>"_s) + u"</small>"_s;
}

/// The verb of a way out that can be gone at once; empty: not offered as a click.
QString planVerb(const Remedy &remedy)
{
    if (remedy.planKind == u"reattach")
        return Text::tr("Give Back to the Host");
    if (remedy.planKind == u"vf-create")
        return Text::tr("Remove the Virtual Functions");
    return {}; // what cannot be taken back is not done from here
}

QString linkText(const QString &target, const QString &text)
{
    return u"<a href=\""_s + escaped(target) + u"\">"_s + escaped(text) + u"</a>"_s;
}

class Writer
{
public:
    explicit Writer(const HostTable &table)
        : m_table(table)
        , m_host(table.host)
        , m_index(table.host, table.claims)
    {
    }

    Explanation explain(const DeviceSelection &selection)
    {
        m_result.about = selection;
        if (selection.group)
            group(*selection.group);
        if (const PciFunction *only
            = selection.functions.size() == 1 ? m_host.find(selection.functions.first()) : nullptr)
            selection.group ? together(selection.functions) : single(*only);
        else if (selection.functions.size() > 1)
            together(selection.functions);
        return m_result;
    }

private:
    void add(const QString &html) { m_result.html += html; }

    QString device(const PciAddress &address) const
    {
        const PciFunction *function = m_host.find(address);
        const QString text
            = u"<span dir=\"ltr\">"_s + linkText(u"device:"_s + address.toString(), address.toString()) + u"</span>"_s;
        return function ? text + u' ' + escaped(function->displayName()) : text;
    }

    QStringList devices(const QList<PciAddress> &addresses) const
    {
        QStringList items;
        for (const PciAddress &address : addresses)
            items << device(address);
        return items;
    }

    void reasons(const QList<Reason> &reasons, Level level)
    {
        for (const Reason &reason : reasons) {
            QString html = reason.level != level ? levelHtml(reason.level) + u"<br>"_s : QString();
            html += escaped(reasonText(reason)) + evidenceHtml(reason.evidence);
            for (const Remedy &remedy : remediesFor(reason)) {
                if (reason.level == Level::Ready)
                    continue;
                html += u"<br>"_s + escaped(Text::tr("What to do: %1").arg(remedy.text));
                if (const QString verb = planVerb(remedy); !verb.isEmpty() && !m_host.readOnly) {
                    html += u' ' + linkText(u"plan:"_s + QString::number(m_result.plans.size()), verb);
                    m_result.plans << remedy;
                }
            }
            add(paragraph(html));
        }
    }

    void losses(const QStringList &losses)
    {
        if (!losses.isEmpty())
            add(heading(Text::tr("What the Host Loses")) + listOf(escapedAll(losses)));
    }

    void single(const PciFunction &function)
    {
        const Verdict verdict = withoutRecording(m_table.verdicts.value(function.address));
        add(u"<h3>"_s + escaped(function.displayName()) + u"</h3>"_s);
        add(paragraph(code(function.address.toString())
            + (function.className.isEmpty() ? QString() : u" · "_s + escaped(function.className))));
        add(paragraph(levelHtml(verdict.level)));
        reasons(verdict.reasons, verdict.level);
        if (!verdict.refuses())
            losses(lossesOf(m_host, function));
        if (function.iommuGroup)
            group(*function.iommuGroup, function.address);
        card(function, verdict);
        facts(function);
        below(function);
    }

    void group(int number, const std::optional<PciAddress> &besides = {})
    {
        QList<PciAddress> members = m_host.groupMembers(number);
        if (besides)
            members.removeAll(*besides);
        const QString title = Text::tr("IOMMU Group %1").arg(number);
        add(besides ? heading(title) : u"<h3>"_s + escaped(title) + u"</h3>"_s);
        if (besides && members.isEmpty())
            return add(paragraph(escaped(Text::tr("It is alone in its group."))));
        if (besides)
            add(paragraph(escaped(Text::tr("It shares the group with:"))));
        add(listOf(devices(members)));
        if (members.isEmpty() || (!besides && members.size() == 1))
            return;
        add(heading(Text::tr("Why They Are One Group")));
        const QList<GroupCause> causes = groupCauses(m_host, number);
        for (const GroupCause &cause : causes)
            add(paragraph(escaped(cause.sentence) + evidenceHtml(cause.evidence)));
        if (causes.isEmpty())
            add(paragraph(escaped(Text::tr("The kernel made one group of them. What is known of this host does not "
                                           "tell why."))));
        if (m_host.kernelCommandLine.contains(u"pcie_acs_override"))
            add(paragraph(escaped(Text::tr("The kernel was told to split groups (pcie_acs_override), and this is what "
                                           "it left together."))));
    }

    void card(const PciFunction &function, const Verdict &verdict)
    {
        QList<PciAddress> siblings = m_host.siblings(function.address);
        siblings.removeIf([&](const PciAddress &address) {
            const PciFunction *other = m_host.find(address);
            return !other || other->isVirtualFunction() || function.isVirtualFunction()
                || (function.iommuGroup && other->iommuGroup == function.iommuGroup); // listed with the group
        });
        // On a root bus a slot holds parts of the chipset, not of a card.
        if (siblings.isEmpty() || !function.parent)
            return;
        add(heading(Text::tr("On the Same Card")));
        QStringList items;
        for (const PciAddress &address : siblings)
            items << device(address)
                    + (verdict.suggested.contains(address)
                            ? u" – "_s + escaped(Text::tr("better assigned along with it"))
                            : QString());
        add(listOf(items));
    }

    void row(const QString &name, const QString &html)
    {
        if (!html.isEmpty())
            add(u"<tr><td>"_s + escaped(name) + u"&nbsp;&nbsp;</td><td>"_s + html + u"</td></tr>"_s);
    }

    void facts(const PciFunction &function)
    {
        const bool detached = m_table.claims.detached.contains(function.address);
        add(heading(Text::tr("Facts")) + u"<table cellspacing=\"0\" cellpadding=\"2\">"_s);
        const QString use = usageText(function, m_index, detached);
        const auto orUnknown = [&function](Unknown what, const QString &no) {
            return escaped(function.isUnknown(what) ? Text::tr("not known") : no);
        };
        row(Text::tr("Used by"), use.isEmpty() ? orUnknown(Unknown::Uses, Text::tr("nobody")) : escaped(use));
        row(Text::tr("Driver"),
            function.driver.isEmpty() ? orUnknown(Unknown::Driver, Text::tr("none")) : code(function.driver));
        if (!function.driverOverride.isEmpty())
            row(Text::tr("Driver set for it"), code(function.driverOverride));
        if (!function.modules.isEmpty())
            row(Text::tr("Modules that fit"), code(function.modules.join(u", ")));
        row(Text::tr("Link"), link(function));
        row(Text::tr("Memory node"),
            function.numaNode < 0 ? orUnknown(Unknown::NumaNode, Text::tr("none (NUMA)"))
                                  : escaped(Text::tr("%1 (NUMA)").arg(function.numaNode)));
        row(Text::tr("Reset"), resets(function));
        if (function.sriov)
            row(Text::tr("Virtual functions"),
                function.isUnknown(Unknown::Sriov)
                    ? escaped(Text::tr("possible, how many is not known"))
                    : escaped(Text::tr("%1 of %2 created", "virtual functions: %1 there are, %2 possible")
                                  .arg(function.sriov->enabled)
                                  .arg(function.sriov->total)));
        if (function.physicalFunction)
            row(Text::tr("Part of"), device(*function.physicalFunction));
        row(Text::tr("As a drive"), escaped(driveText(function, m_host)));
        if (!function.physicalSlot.isEmpty())
            row(Text::tr("Slot"), code(function.physicalSlot));
        row(Text::tr("Behind"), function.parent ? device(*function.parent) : escaped(Text::tr("a root bus")));
        row(Text::tr("Serial number"), function.serial.isEmpty() ? QString() : code(function.serial));
        if (!function.isUnknown(Unknown::Ids))
            row(Text::tr("IDs"),
                code(QString::asprintf("%04x:%04x", function.vendor, function.device))
                    + (function.subsystemVendor ? u' ' + escaped(Text::tr("made as")) + u' '
                                + code(
                                    QString::asprintf("%04x:%04x", function.subsystemVendor, function.subsystemDevice))
                                                : QString()));
        row(Text::tr("Power state"), function.powerState.isEmpty() ? QString() : code(function.powerState));
        add(u"</table>"_s);
    }

    QString link(const PciFunction &function) const
    {
        const QString now = laneway::linkText(function.linkNow);
        const QString most = laneway::linkText(function.linkMax);
        if (now.isEmpty() && most.isEmpty())
            return {};
        if (now == most)
            return escaped(Text::tr("%1, as fast as it can be").arg(now));
        if (most.isEmpty())
            return escaped(now);
        if (now.isEmpty())
            return escaped(Text::tr("%1 possible").arg(most));
        return escaped(Text::tr("%1 now, %2 possible").arg(now, most));
    }

    static QString resets(const PciFunction &function)
    {
        if (!function.resetKnown)
            return escaped(function.functionReset ? Text::tr("the function by itself; other ways are not known")
                                                  : Text::tr("not known"));
        if (function.resetMethods.isEmpty())
            return escaped(Text::tr("cannot be reset"));
        QStringList methods;
        for (const QString &method : function.resetMethods) {
            QString name;
            if (method == u"flr" || method == u"af_flr")
                name = Text::tr("the function by itself");
            else if (method == u"bus" || method == u"cxl_bus")
                name = Text::tr("its whole bus");
            else if (method == u"pm")
                name = Text::tr("by its power state");
            else if (method == u"device_specific")
                name = Text::tr("in its own way");
            methods << (name.isEmpty() ? code(method) : escaped(name) + u" ("_s + code(method) + u')');
        }
        return methods.join(u", "_s);
    }

    void below(const PciFunction &function)
    {
        QStringList items;
        for (const PciFunction &other : m_host.functions)
            if (other.parent == function.address && !other.isVirtualFunction())
                items << device(other.address);
        for (const PciAddress &vf : m_index.virtualFunctions(function))
            items << device(vf);
        for (const UsbDevice *usb : m_host.usbBelow(function.address))
            items << escaped(Text::tr("USB port %1: %2").arg(usb->port.toString(), usb->displayName()));
        for (const NetInterface &interface : function.interfaces) {
            QStringList parts{Text::tr("network interface %1").arg(interface.name)};
            if (interface.mac)
                parts << interface.mac->toString();
            parts << (!interface.up     ? Text::tr("down")
                    : interface.carrier ? Text::tr("up, connected")
                                        : Text::tr("up, no carrier"));
            if (interface.defaultRoute)
                parts << Text::tr("default route");
            if (!interface.usedBy.isEmpty())
                parts << Text::tr("port of %1").arg(interface.usedBy);
            items << escaped(parts.join(u", "_s));
        }
        for (const BlockDevice &disk : function.disks) {
            QStringList parts{Text::tr("drive %1").arg(disk.name)};
            if (disk.bytes > 0)
                parts << sizeText(disk.bytes, QLocale::DataSizeSIFormat);
            if (!disk.mounts.isEmpty())
                parts << Text::tr("mounted at %1").arg(disk.mounts.join(u", "_s));
            if (disk.swap)
                parts << Text::tr("swap");
            items << escaped(parts.join(u", "_s));
        }
        for (const QString &connector : function.displays)
            items << escaped(Text::tr("monitor at %1").arg(connector));
        for (const QString &input : function.inputs)
            items << escaped(input);
        for (const QString &sound : function.sounds)
            items << escaped(Text::tr("sound card %1").arg(sound));
        if (!items.isEmpty())
            add(heading(Text::tr("What Hangs Below It")) + listOf(items));
    }

    void together(const QList<PciAddress> &functions)
    {
        // No machine in particular: one that has nothing yet.
        const DropVerdict verdict = dropVerdict(m_index, m_table.claims, functions, {});
        const QString title = functions.size() == 1
            ? Text::tr("Taking the Device")
            : Text::tr("Taking %n Devices Together", nullptr, int(functions.size()));
        add(m_result.about.group ? heading(title) : u"<h3>"_s + escaped(title) + u"</h3>"_s);
        add(paragraph(levelHtml(verdict.level)));
        reasons(verdict.reasons, verdict.level);
        if (!verdict.companions.isEmpty())
            add(heading(Text::tr("Taken Along")) + listOf(devices(verdict.companions)));
        if (!verdict.suggested.isEmpty())
            add(heading(Text::tr("On the Same Cards")) + listOf(devices(verdict.suggested)));
        if (!verdict.refuses()) {
            QStringList lost;
            for (const PciAddress &address : verdict.devices)
                if (const PciFunction *function = m_host.find(address))
                    lost += lossesOf(m_host, *function);
            losses(lost);
        }
        if (!m_result.about.group)
            add(heading(Text::tr("Selected")) + listOf(devices(functions)));
    }

    const HostTable &m_table;
    const HostSnapshot &m_host;
    HostIndex m_index;
    Explanation m_result;
};

} // namespace

Explanation explain(const HostTable &table, const DeviceSelection &selection)
{
    return Writer(table).explain(selection);
}

namespace {

QString reasonsHtml(const Verdict &verdict)
{
    QString html;
    for (const Reason &reason : verdict.reasons) {
        QString text = escaped(reasonText(reason)) + evidenceHtml(reason.evidence);
        if (reason.level != Level::Ready)
            for (const Remedy &remedy : remediesFor(reason))
                text += u"<br>"_s + escaped(Text::tr("What to do: %1").arg(remedy.text));
        html += paragraph(text);
    }
    return html;
}

QString lossesHtml(const QStringList &losses)
{
    return losses.isEmpty() ? QString() : heading(Text::tr("What the Host Loses")) + listOf(escapedAll(losses));
}

} // namespace

QString verdictHtml(const HostSnapshot &host, const UsbDevice &device, const Verdict &verdict)
{
    QStringList facts{device.ids.toString(), device.port.toString()};
    if (device.speed > 0)
        facts << Text::tr("%1 Mbit/s").arg(QLocale().toString(device.speed));
    if (!device.serial.isEmpty())
        facts << Text::tr("serial number %1").arg(device.serial);
    QString html = u"<h3>"_s + escaped(device.displayName()) + u"</h3>"_s + paragraph(code(facts.join(u" · "_s)))
        + paragraph(levelHtml(verdict.level)) + reasonsHtml(verdict);
    return verdict.refuses() ? html : html + lossesHtml(lossesOf(host, device));
}

QString verdictHtml(const HostSnapshot &host, const PciFunction &function, const Verdict &verdict)
{
    QString html = u"<h3>"_s + escaped(function.displayName()) + u"</h3>"_s
        + paragraph(code(function.address.toString())) + paragraph(levelHtml(verdict.level));
    html += reasonsHtml(verdict) + lossesHtml(lossesOf(host, function));
    const auto named = [&host](const QList<PciAddress> &addresses) {
        QStringList items;
        for (const PciAddress &address : addresses) {
            const PciFunction *other = host.find(address);
            items << code(address.toString()) + (other ? u' ' + escaped(other->displayName()) : QString());
        }
        return listOf(items);
    };
    if (!verdict.companions.isEmpty())
        html += heading(Text::tr("Taken Along")) + named(verdict.companions);
    if (!verdict.suggested.isEmpty())
        html += heading(Text::tr("On the Same Card")) + named(verdict.suggested);
    return html;
}

QString linkText(const PcieLink &link)
{
    if (link.speed <= 0 || link.width <= 0)
        return {};
    //: a PCI Express link: %1 gigatransfers a second, %2 lanes
    return Text::tr("%1 GT/s × %2").arg(QLocale().toString(link.speed, 'g', 3)).arg(link.width);
}

} // namespace laneway
