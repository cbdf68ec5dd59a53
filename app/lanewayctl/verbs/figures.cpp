// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is counted of machines, in virsh's shapes: what scripts read is to be read by them here, too.
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"
#include "xml/domainviews.h"
#include "xml/xmlnodes.h"

#include <array>

namespace laneway::verbs {

namespace {

/// A word and its place in one of libvirt's enumerations (libvirt-domain.h).
int numberOf(const QStringList &words, const QString &word)
{
    return int(std::max<qsizetype>(words.indexOf(word), 0));
}

int stateNumber(const QString &state)
{
    return numberOf({u"no state"_s, u"running"_s, u"idle"_s, u"paused"_s, u"in shutdown"_s, u"shut off"_s, u"crashed"_s,
                        u"pmsuspended"_s},
        state);
}

int reasonNumber(const QString &state, const QString &reason)
{
    if (state == u"running")
        return numberOf(
            {u"unknown"_s, u"booted"_s, u"migrated"_s, u"restored"_s, u"from snapshot"_s, u"unpaused"_s,
                u"migration canceled"_s, u"save canceled"_s, u"event wakeup"_s, u"crashed"_s, u"post-copy"_s},
            reason);
    if (state == u"paused")
        return numberOf(
            {u"unknown"_s, u"user"_s, u"migrating"_s, u"saving"_s, u"dumping"_s, u"I/O error"_s, u"watchdog"_s,
                u"from snapshot"_s, u"shutting down"_s, u"creating snapshot"_s, u"crashed"_s, u"starting up"_s},
            reason);
    if (state == u"in shutdown")
        return numberOf({u"unknown"_s, u"user"_s}, reason);
    if (state == u"shut off")
        return numberOf({u"unknown"_s, u"shutdown"_s, u"destroyed"_s, u"crashed"_s, u"migrated"_s, u"saved"_s,
                            u"failed"_s, u"from snapshot"_s, u"daemon"_s},
            reason);
    return state == u"crashed" ? numberOf({u"unknown"_s, u"panicked"_s}, reason) : 0;
}

constexpr quint64 kib = 1024;

/// How virsh calls what a guest's driver tells, in its order.
struct MemoryWord
{
    QLatin1StringView ours;
    QLatin1StringView virsh; ///< dommemstat's; domstats has "-" in the last update
    bool inKib = true;
};
constexpr std::array memoryWords{
    MemoryWord{"swapIn"_L1, "swap_in"_L1},
    MemoryWord{"swapOut"_L1, "swap_out"_L1},
    MemoryWord{"majorFaults"_L1, "major_fault"_L1, false},
    MemoryWord{"minorFaults"_L1, "minor_fault"_L1, false},
    MemoryWord{"unused"_L1, "unused"_L1},
    MemoryWord{"available"_L1, "available"_L1},
    MemoryWord{"usable"_L1, "usable"_L1},
    MemoryWord{"lastUpdate"_L1, "last_update"_L1, false},
    MemoryWord{"diskCaches"_L1, "disk_caches"_L1},
    MemoryWord{"hugePagesAllocated"_L1, "hugetlb_pgalloc"_L1, false},
    MemoryWord{"hugePagesFailed"_L1, "hugetlb_pgfail"_L1, false},
};

QList<std::pair<QString, quint64>> guestMemory(const Figures &figures)
{
    QList<std::pair<QString, quint64>> list;
    for (const MemoryWord &word : memoryWords)
        if (const auto told = figures.guestMemory.constFind(word.ours); told != figures.guestMemory.constEnd())
            list += {word.virsh, word.inKib ? *told / kib : *told};
    return list;
}

/// A counter as domstats calls it, in that order, and as domblkstat or domifstat does.
template <typename Of> struct CounterWord
{
    quint64 Of::*member;
    QLatin1StringView stats;
    QLatin1StringView stat; ///< empty: domstats' alone
    bool isTime = false; ///< domblkstat tells times last
};
constexpr std::array diskWords{
    CounterWord<DiskFigures>{&DiskFigures::readRequests, "rd.reqs"_L1, "rd_req"_L1},
    CounterWord<DiskFigures>{&DiskFigures::readBytes, "rd.bytes"_L1, "rd_bytes"_L1},
    CounterWord<DiskFigures>{&DiskFigures::readTime, "rd.times"_L1, "rd_total_times"_L1, true},
    CounterWord<DiskFigures>{&DiskFigures::writeRequests, "wr.reqs"_L1, "wr_req"_L1},
    CounterWord<DiskFigures>{&DiskFigures::writtenBytes, "wr.bytes"_L1, "wr_bytes"_L1},
    CounterWord<DiskFigures>{&DiskFigures::writeTime, "wr.times"_L1, "wr_total_times"_L1, true},
    CounterWord<DiskFigures>{&DiskFigures::flushRequests, "fl.reqs"_L1, "flush_operations"_L1},
    CounterWord<DiskFigures>{&DiskFigures::flushTime, "fl.times"_L1, "flush_total_times"_L1, true},
    CounterWord<DiskFigures>{&DiskFigures::highestWritten, "allocation"_L1, {}},
};
constexpr std::array interfaceWords{
    CounterWord<InterfaceFigures>{&InterfaceFigures::receivedBytes, "rx.bytes"_L1, "rx_bytes"_L1},
    CounterWord<InterfaceFigures>{&InterfaceFigures::receivedPackets, "rx.pkts"_L1, "rx_packets"_L1},
    CounterWord<InterfaceFigures>{&InterfaceFigures::receiveErrors, "rx.errs"_L1, "rx_errs"_L1},
    CounterWord<InterfaceFigures>{&InterfaceFigures::receiveDrops, "rx.drop"_L1, "rx_drop"_L1},
    CounterWord<InterfaceFigures>{&InterfaceFigures::sentBytes, "tx.bytes"_L1, "tx_bytes"_L1},
    CounterWord<InterfaceFigures>{&InterfaceFigures::sentPackets, "tx.pkts"_L1, "tx_packets"_L1},
    CounterWord<InterfaceFigures>{&InterfaceFigures::sendErrors, "tx.errs"_L1, "tx_errs"_L1},
    CounterWord<InterfaceFigures>{&InterfaceFigures::sendDrops, "tx.drop"_L1, "tx_drop"_L1},
};

/// "  state.state=1", one a line.
class Lines
{
public:
    template <typename T> void add(const QString &name, const T &value)
    {
        if constexpr (std::is_same_v<T, QString>)
            m_text += u"  "_s + name + u'=' + value + u'\n';
        else
            m_text += u"  "_s + name + u'=' + QString::number(value) + u'\n';
    }
    QString text() const { return m_text; }

private:
    QString m_text;
};

void addState(Lines &lines, const DomainInfo &domain)
{
    lines.add(u"state.state"_s, stateNumber(domain.state));
    lines.add(u"state.reason"_s, reasonNumber(domain.state, domain.reason));
}

void addProcessor(Lines &lines, const Figures &figures)
{
    lines.add(u"cpu.time"_s, figures.cpuTime);
    lines.add(u"cpu.user"_s, figures.userTime);
    lines.add(u"cpu.system"_s, figures.systemTime);
}

void addBalloon(Lines &lines, const Figures &figures, bool runs)
{
    lines.add(u"balloon.current"_s, figures.memoryCurrent.value_or(figures.memoryMaximum) / kib);
    lines.add(u"balloon.maximum"_s, figures.memoryMaximum / kib);
    if (!runs)
        return;
    for (const auto &[name, value] : guestMemory(figures))
        lines.add(QString(u"balloon."_s + (name == u"last_update" ? u"last-update"_s : name)), value);
    lines.add(u"balloon.rss"_s, figures.memoryResident / kib);
}

void addProcessors(Lines &lines, const Figures &figures)
{
    const QList<quint64> times = figures.vcpuTimes.value_or(QList<quint64>());
    lines.add(u"vcpu.current"_s, figures.vcpuTimes ? int(times.size()) : figures.vcpus);
    lines.add(u"vcpu.maximum"_s, figures.vcpus);
    for (qsizetype i = 0; i < times.size(); ++i) {
        lines.add(u"vcpu.%1.state"_s.arg(i), 1); // virVcpuState: VIR_VCPU_RUNNING, also while they stand still
        lines.add(u"vcpu.%1.time"_s.arg(i), times[i]);
    }
}

void addInterfaces(Lines &lines, const Figures &figures)
{
    lines.add(u"net.count"_s, figures.interfaces.size());
    for (qsizetype i = 0; i < figures.interfaces.size(); ++i) {
        const InterfaceFigures &interface = figures.interfaces[i];
        const QString prefix = u"net.%1."_s.arg(i);
        if (!interface.missing.isEmpty())
            continue;
        lines.add(QString(prefix + u"name"), interface.name.isEmpty() ? interface.mac : interface.name);
        for (const auto &word : interfaceWords)
            lines.add(QString(prefix + word.stats), interface.*word.member);
    }
}

void addDisks(Lines &lines, const Figures &figures, bool runs)
{
    lines.add(u"block.count"_s, figures.disks.size());
    for (qsizetype i = 0; i < figures.disks.size(); ++i) {
        const DiskFigures &disk = figures.disks[i];
        const QString prefix = u"block.%1."_s.arg(i);
        lines.add(QString(prefix + u"name"), disk.target);
        if (!disk.source.isEmpty())
            lines.add(QString(prefix + u"path"), disk.source);
        if (!runs || !disk.missing.isEmpty())
            continue;
        for (const auto &word : diskWords)
            lines.add(QString(prefix + word.stats), disk.*word.member);
    }
}

Result<Figures> figuresOf(Session &session, const DomainInfo &domain)
{
    return session.wait<Figures>(
        [&](QObject *context, const auto &answer) { session.connection().figures(domain.uuid, context, answer); });
}

/// What a definition says by itself, for a machine that is shut off.
Result<Figures> definedFigures(Session &session, const DomainInfo &domain)
{
    const auto text = session.wait<QString>([&](QObject *context, const auto &answer) {
        session.connection().domainXml(domain.uuid, true, context, answer);
    });
    const auto xml = text ? DomainXml::parse(text->toUtf8()) : fail(text.error());
    const auto machine = xml ? readMachine(*xml) : fail(xml.error());
    if (!machine)
        return fail(machine.error());
    Figures figures;
    figures.vcpus = machine->vcpus;
    figures.memoryMaximum = machine->memoryBytes;
    const QDomElement devices = xml->root().firstChildElement(u"devices"_s);
    for (const QDomElement &disk : childElements(devices, u"disk"_s)) {
        const QDomElement source = disk.firstChildElement(u"source"_s);
        figures.disks += DiskFigures{disk.firstChildElement(u"target"_s).attribute(u"dev"_s),
            source.attribute(u"file"_s, source.attribute(u"dev"_s)), {}};
    }
    return figures;
}

int domstats(Session &session, const Invocation &invocation)
{
    QList<DomainInfo> domains;
    for (const QString &name : invocation.rest) {
        const auto domain = session.domain(name);
        if (!domain)
            return session.report(domain.error());
        domains += *domain;
    }
    if (invocation.rest.isEmpty())
        domains = session.connection().domains();
    constexpr std::array groups{"state"_L1, "cpu-total"_L1, "balloon"_L1, "vcpu"_L1, "interface"_L1, "block"_L1};
    const bool all = std::none_of(groups.begin(), groups.end(), [&](auto group) { return invocation.has(group); });
    const auto wants = [&](QLatin1StringView group) { return all || invocation.has(group); };
    QStringList records;
    QJsonArray array;
    for (const DomainInfo &domain : std::as_const(domains)) {
        const bool runs = !domain.isOff();
        const auto figures = runs ? figuresOf(session, domain) : definedFigures(session, domain);
        if (!figures)
            return session.report(figures.error());
        if (invocation.json) {
            QJsonObject one{{u"name"_s, domain.name}, {u"uuid"_s, domain.uuid.toString(QUuid::WithoutBraces)},
                {u"state"_s, domain.state}, {u"reason"_s, domain.reason}};
            if (runs)
                one[u"figures"] = figures->toJson();
            array += one;
            continue;
        }
        Lines lines;
        if (wants("state"_L1))
            addState(lines, domain);
        if (wants("cpu-total"_L1) && runs)
            addProcessor(lines, *figures);
        if (wants("balloon"_L1))
            addBalloon(lines, *figures, runs);
        if (wants("vcpu"_L1))
            addProcessors(lines, *figures);
        if (wants("interface"_L1) && runs)
            addInterfaces(lines, *figures);
        if (wants("block"_L1))
            addDisks(lines, *figures, runs);
        records += u"Domain: '%1'\n"_s.arg(domain.name) + lines.text();
    }
    if (invocation.json)
        print(array);
    else
        print(records.join(u'\n'));
    return Done;
}

/// Of one machine that runs.
template <typename Show> int show(Session &session, const Invocation &invocation, const Show &text)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    const auto figures = domain ? figuresOf(session, *domain) : fail(domain.error());
    if (!figures)
        return session.report(figures.error());
    if (invocation.json) {
        print(figures->toJson());
        return Done;
    }
    const Result<QString> shown = text(*figures);
    if (!shown)
        return session.report(shown.error());
    print(*shown);
    return Done;
}

/// "vda rd_req 12", one a line.
template <typename Of, size_t Count>
QString countersText(const QString &device, const Of &figures, const std::array<CounterWord<Of>, Count> &words)
{
    QString text;
    for (const bool times : {false, true})
        for (const auto &word : words)
            if (word.isTime == times && !word.stat.isEmpty())
                text += device + u' ' + word.stat + u' ' + QString::number(figures.*word.member) + u'\n';
    return text;
}

Result<QString> diskText(const Figures &figures, const QString &device)
{
    DiskFigures sum;
    bool found = false;
    for (const DiskFigures &disk : figures.disks) {
        if (!device.isEmpty() && disk.target != device && disk.source != device)
            continue;
        found = true;
        if (!disk.missing.isEmpty())
            return fail(ErrorCode::TimedOut, disk.target, nofigures::text(disk.missing));
        for (const auto &word : diskWords)
            sum.*word.member += disk.*word.member;
    }
    if (!found)
        return fail(ErrorCode::NotFound, device, Ctl::tr("the machine has no such disk"));
    return countersText(device, sum, diskWords);
}

int domblkstat(Session &session, const Invocation &invocation)
{
    return show(
        session, invocation, [&](const Figures &figures) { return diskText(figures, invocation.value("device"_L1)); });
}

Result<QString> interfaceText(const Figures &figures, const QString &name)
{
    for (const InterfaceFigures &one : figures.interfaces) {
        if (one.name != name && one.mac.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        if (!one.missing.isEmpty())
            return fail(ErrorCode::UnsupportedConfiguration, name, nofigures::text(one.missing));
        return countersText(name, one, interfaceWords);
    }
    return fail(ErrorCode::NotFound, name, Ctl::tr("the machine has no such interface"));
}

int domifstat(Session &session, const Invocation &invocation)
{
    return show(session, invocation,
        [&](const Figures &figures) { return interfaceText(figures, invocation.value("interface"_L1)); });
}

int dommemstat(Session &session, const Invocation &invocation)
{
    return show(session, invocation, [](const Figures &figures) -> Result<QString> {
        const auto line = [](const QString &name, quint64 value) -> QString {
            return name + u' ' + QString::number(value) + u'\n';
        };
        QString text = line(u"actual"_s, figures.memoryCurrent.value_or(figures.memoryMaximum) / kib);
        for (const auto &[name, value] : guestMemory(figures))
            text += line(name, value);
        return text + line(u"rss"_s, figures.memoryResident / kib);
    });
}

constexpr std::array domainOnly{Positional{"domain"_L1}};
constexpr std::array someDomains{Positional{"domain"_L1, false, true}};
constexpr std::array domainAndDisk{Positional{"domain"_L1}, Positional{"device"_L1, false}};
constexpr std::array domainAndInterface{Positional{"domain"_L1}, Positional{"interface"_L1}};
constexpr std::array groupOptions{
    Option{"state"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "whether it runs, and why, as numbers of libvirt's"), 0},
    Option{
        "cpu-total"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "processor time of the whole machine, in nanoseconds"), 0},
    Option{"balloon"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "memory, in KiB"), 0},
    Option{"vcpu"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "time of each virtual processor"), 0},
    Option{"interface"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "what came and went by its network interfaces"), 0},
    Option{"block"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "what its disks read and wrote"), 0},
};
constexpr std::array table{
    Verb{"domstats"_L1, someDomains, groupOptions,
        QT_TRANSLATE_NOOP(
            "lanewayctl", "what was counted of machines since they began; all of it, unless groups are named"),
        false, false, domstats},
    Verb{"domblkstat"_L1, domainAndDisk, {},
        QT_TRANSLATE_NOOP("lanewayctl", "what a running machine's disk, or all together, read and wrote"), false, false,
        domblkstat},
    Verb{"domifstat"_L1, domainAndInterface, {},
        QT_TRANSLATE_NOOP(
            "lanewayctl", "what came and went by a network interface: the host's name of it, or its MAC address"),
        false, false, domifstat},
    Verb{"dommemstat"_L1, domainOnly, {}, QT_TRANSLATE_NOOP("lanewayctl", "a running machine's memory, in KiB"), false,
        false, dommemstat},
};

} // namespace

std::span<const Verb> figureVerbs()
{
    return table;
}

} // namespace laneway::verbs
