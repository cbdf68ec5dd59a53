// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/guestfigures.h"

#include "qemu/diskarguments.h"
#include "qemu/guestboard.h"
#include "xml/devicekinds.h"
#include "xml/domainviews.h"
#include "xml/viewreading.h"

#include <QDeadlineTimer>
#include <QJsonArray>

#include <array>
#include <ctime>

namespace laneway {

namespace {

// A monitor serves one client at a time. All questions together get this long, so that a QEMU which does not
// answer keeps nobody waiting.
constexpr int allQuestionsMs = 2'000;
constexpr qsizetype mostProcessors = 4'096;

class Monitor
{
public:
    Monitor(Guests &guests, const GuestRef &guest)
        : m_guests(guests)
        , m_guest(guest)
        , m_deadline(allQuestionsMs)
    {
    }
    Result<QJsonObject> ask(const QString &command, const QJsonObject &arguments = {})
    {
        if (m_deadline.hasExpired())
            return fail(ErrorCode::TimedOut, m_guest.id);
        return m_guests.command(
            m_guest, {{u"execute"_s, command}, {u"arguments"_s, arguments}}, int(m_deadline.remainingTime()));
    }

private:
    Guests &m_guests;
    const GuestRef &m_guest;
    QDeadlineTimer m_deadline;
};

/// Nothing for what is no count: QEMU gives 2^64-1 for what a guest did not tell.
std::optional<quint64> countOf(const QJsonValue &value)
{
    const qint64 count = value.toInteger(-1);
    return count < 0 ? std::nullopt : std::optional(quint64(count));
}

std::optional<QList<qint64>> processorThreads(Monitor &monitor, int most)
{
    const auto answer = monitor.ask(u"query-cpus-fast"_s);
    if (!answer)
        return std::nullopt;
    QMap<qint64, qint64> threads;
    for (const QJsonValue &one : (*answer)[u"return"].toArray())
        if (threads.size() < std::min<qsizetype>(most, mostProcessors))
            threads.insert(one[u"cpu-index"].toInteger(), one[u"thread-id"].toInteger());
    return threads.values();
}

struct GuestMemoryWord
{
    QLatin1StringView qemu;
    QLatin1StringView ours;
};
constexpr std::array guestMemoryWords{
    GuestMemoryWord{"stat-swap-in"_L1, "swapIn"_L1},
    GuestMemoryWord{"stat-swap-out"_L1, "swapOut"_L1},
    GuestMemoryWord{"stat-major-faults"_L1, "majorFaults"_L1},
    GuestMemoryWord{"stat-minor-faults"_L1, "minorFaults"_L1},
    GuestMemoryWord{"stat-free-memory"_L1, "unused"_L1},
    GuestMemoryWord{"stat-total-memory"_L1, "available"_L1},
    GuestMemoryWord{"stat-available-memory"_L1, "usable"_L1},
    GuestMemoryWord{"stat-disk-caches"_L1, "diskCaches"_L1},
    GuestMemoryWord{"stat-htlb-pgalloc"_L1, "hugePagesAllocated"_L1},
    GuestMemoryWord{"stat-htlb-pgfail"_L1, "hugePagesFailed"_L1},
};

void readMemory(Monitor &monitor, const DomainXml &live, Figures &figures)
{
    const QDomElement balloon = devicesOf(live).firstChildElement(u"memballoon"_s);
    if (balloon.isNull() || balloon.attribute(u"model"_s) == u"none")
        return;
    if (const auto answer = monitor.ask(u"query-balloon"_s))
        figures.memoryCurrent = countOf((*answer)[u"actual"]);
    if (!figures.memoryCurrent || propertyText(balloon, devicekinds::memoryBalloon, u"stats/@period").toInt() <= 0)
        return;
    const QString id = aliasOf(balloon, u"balloon0"_s);
    const auto answer = monitor.ask(
        u"qom-get"_s, {{u"path"_s, QString(u"/machine/peripheral/"_s + id)}, {u"property"_s, u"guest-stats"_s}});
    const quint64 lastUpdate = answer ? countOf((*answer)[u"last-update"]).value_or(0) : 0;
    if (lastUpdate == 0) // its driver has not told anything yet
        return;
    const QJsonObject told = (*answer)[u"stats"].toObject();
    for (const GuestMemoryWord &word : guestMemoryWords)
        if (const auto count = countOf(told[word.qemu]))
            figures.guestMemory.insert(word.ours, *count);
    figures.guestMemory.insert(u"lastUpdate"_s, lastUpdate);
}

void readDisks(Monitor &monitor, const DomainXml &live, Figures &figures)
{
    const GuestBoard board = GuestBoard::of(live);
    const QList<QDomElement> disks = childElements(devicesOf(live), u"disk"_s);
    const auto answer = disks.isEmpty() ? Result<QJsonObject>() : monitor.ask(u"query-blockstats"_s);
    const QJsonArray drives = answer ? (*answer)[u"return"].toArray() : QJsonArray();
    for (const QDomElement &disk : disks) {
        DiskFigures figure;
        figure.target = disk.firstChildElement(u"target"_s).attribute(u"dev"_s);
        const QDomElement source = disk.firstChildElement(u"source"_s);
        figure.source = source.attribute(u"file"_s, source.attribute(u"dev"_s));
        figure.missing = nofigures::noAnswer.toString();
        const auto made = diskArguments(disk, board);
        const QString id = made ? made->device[u"id"].toString() : QString();
        for (const QJsonValue &drive : drives) {
            // By its device's name, or, where the drive is of a device inside it, by its path.
            const QString device = drive[u"qdev"].toString();
            if (id.isEmpty() || (device != id && !device.startsWith(QString(u"/machine/peripheral/"_s + id + u'/'))))
                continue;
            const QJsonObject stats = drive[u"stats"].toObject();
            const auto count = [&](QLatin1StringView name) { return countOf(stats[name]).value_or(0); };
            figure.missing.clear();
            figure.readBytes = count("rd_bytes"_L1);
            figure.readRequests = count("rd_operations"_L1);
            figure.readTime = count("rd_total_time_ns"_L1);
            figure.writtenBytes = count("wr_bytes"_L1);
            figure.writeRequests = count("wr_operations"_L1);
            figure.writeTime = count("wr_total_time_ns"_L1);
            figure.flushRequests = count("flush_operations"_L1);
            figure.flushTime = count("flush_total_time_ns"_L1);
            figure.highestWritten = count("wr_highest_offset"_L1);
            break;
        }
        figures.disks += figure;
    }
}

bool isInterfaceName(const QString &name)
{
    return !name.isEmpty() && name.size() < 16 && name != u"." && name != u".." && !name.contains(u'/');
}

/// Of an interface of the host that leads to the guest. @p swapped: what it sends the guest receives, as with a
/// tap; a macvtap counts as the guest does.
bool readInterface(const FileTree &sys, bool swapped, InterfaceFigures &figure)
{
    const auto count = [&](const QString &name) -> std::optional<quint64> {
        const auto text = sys.read(u"class/net/"_s + figure.name + u"/statistics/" + name);
        bool isNumber = false;
        const quint64 number = text ? text->trimmed().toULongLong(&isNumber) : 0;
        return isNumber ? std::optional(number) : std::nullopt;
    };
    const QString to = swapped ? u"tx_"_s : u"rx_"_s;
    const QString from = swapped ? u"rx_"_s : u"tx_"_s;
    const auto received = count(to + u"bytes");
    const auto sent = count(from + u"bytes");
    if (!received || !sent)
        return false;
    figure.receivedBytes = *received;
    figure.sentBytes = *sent;
    figure.receivedPackets = count(to + u"packets").value_or(0);
    figure.receiveErrors = count(to + u"errors").value_or(0);
    figure.receiveDrops = count(to + u"dropped").value_or(0);
    figure.sentPackets = count(from + u"packets").value_or(0);
    figure.sendErrors = count(from + u"errors").value_or(0);
    figure.sendDrops = count(from + u"dropped").value_or(0);
    return true;
}

bool readFunction(
    const Kernel &kernel, const HostSnapshot &host, const QDomElement &interface, InterfaceFigures &figure)
{
    const auto device = readAssignedDevice(interface);
    const auto vf = device ? host.functions.constFind(device->source) : host.functions.constEnd();
    if (vf == host.functions.constEnd() || !vf->physicalFunction || !vf->vfIndex)
        return false;
    const auto pf = host.functions.constFind(*vf->physicalFunction);
    if (pf == host.functions.constEnd() || pf->interfaces.isEmpty())
        return false;
    const auto counted = kernel.netlink.vfCounters(pf->interfaces.first().name, *vf->vfIndex);
    if (!counted || !*counted)
        return false;
    const VfCounters &counters = **counted;
    figure.receivedBytes = counters.receivedBytes;
    figure.receivedPackets = counters.receivedPackets;
    figure.receiveDrops = counters.receiveDrops;
    figure.sentBytes = counters.sentBytes;
    figure.sentPackets = counters.sentPackets;
    figure.sendDrops = counters.sendDrops;
    return true;
}

void readInterfaces(const Kernel &kernel, const DomainXml &live, const HostSnapshot &host, Figures &figures)
{
    for (const QDomElement &interface : childElements(devicesOf(live), u"interface"_s)) {
        InterfaceFigures figure;
        figure.mac = interface.firstChildElement(u"mac"_s).attribute(u"address"_s);
        const QString type = interface.attribute(u"type"_s);
        if (type == u"user") {
            figure.missing = nofigures::userNetwork.toString();
        } else if (type == u"hostdev") {
            if (!readFunction(kernel, host, interface, figure))
                figure.missing = nofigures::notCounted.toString();
        } else {
            figure.name = interface.firstChildElement(u"target"_s).attribute(u"dev"_s);
            if (!isInterfaceName(figure.name) || !readInterface(kernel.sys, type != u"direct", figure))
                figure.missing = nofigures::notCounted.toString();
        }
        figures.interfaces += figure;
    }
}

} // namespace

Result<Figures> readFigures(const Kernel &kernel, const RunRecord &run, const HostSnapshot &host)
{
    const auto live = DomainXml::parse(run.liveXml);
    const auto machine = live ? readMachine(*live) : fail(live.error());
    if (!machine)
        return fail(machine.error());
    Monitor monitor(kernel.guests, run.guest);
    Figures figures;
    figures.run = run.guest.id;
    figures.vcpus = machine->vcpus;
    figures.memoryMaximum = machine->memoryBytes;
    const auto threads = processorThreads(monitor, machine->vcpus);
    readMemory(monitor, *live, figures);
    readDisks(monitor, *live, figures);
    const auto usage = kernel.guests.usage(run.guest, threads.value_or(QList<qint64>()));
    if (!usage)
        return fail(usage.error());
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    figures.time = qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
    figures.userTime = usage->userNs;
    figures.systemTime = usage->systemNs;
    figures.cpuTime = usage->userNs + usage->systemNs;
    figures.memoryResident = usage->residentBytes;
    if (threads)
        figures.vcpuTimes = usage->threadNs;
    readInterfaces(kernel, *live, host, figures);
    return figures;
}

} // namespace laneway
