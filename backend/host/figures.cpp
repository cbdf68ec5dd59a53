// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/figures.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>

namespace laneway {

namespace {

struct FigureText
{
    Q_DECLARE_TR_FUNCTIONS(laneway::FigureText)
};

template <typename T> struct Field
{
    QLatin1StringView name;
    quint64 T::*value;
};

constexpr std::array diskFields{
    Field<DiskFigures>{"readBytes"_L1, &DiskFigures::readBytes},
    Field<DiskFigures>{"readRequests"_L1, &DiskFigures::readRequests},
    Field<DiskFigures>{"readTime"_L1, &DiskFigures::readTime},
    Field<DiskFigures>{"writtenBytes"_L1, &DiskFigures::writtenBytes},
    Field<DiskFigures>{"writeRequests"_L1, &DiskFigures::writeRequests},
    Field<DiskFigures>{"writeTime"_L1, &DiskFigures::writeTime},
    Field<DiskFigures>{"flushRequests"_L1, &DiskFigures::flushRequests},
    Field<DiskFigures>{"flushTime"_L1, &DiskFigures::flushTime},
    Field<DiskFigures>{"highestWritten"_L1, &DiskFigures::highestWritten},
};
constexpr std::array interfaceFields{
    Field<InterfaceFigures>{"receivedBytes"_L1, &InterfaceFigures::receivedBytes},
    Field<InterfaceFigures>{"receivedPackets"_L1, &InterfaceFigures::receivedPackets},
    Field<InterfaceFigures>{"receiveErrors"_L1, &InterfaceFigures::receiveErrors},
    Field<InterfaceFigures>{"receiveDrops"_L1, &InterfaceFigures::receiveDrops},
    Field<InterfaceFigures>{"sentBytes"_L1, &InterfaceFigures::sentBytes},
    Field<InterfaceFigures>{"sentPackets"_L1, &InterfaceFigures::sentPackets},
    Field<InterfaceFigures>{"sendErrors"_L1, &InterfaceFigures::sendErrors},
    Field<InterfaceFigures>{"sendDrops"_L1, &InterfaceFigures::sendDrops},
};

quint64 countIn(const QJsonValue &value)
{
    return quint64(std::max<qint64>(value.toInteger(), 0));
}

template <typename T, size_t N>
void putCounters(QJsonObject &json, const T &figures, const std::array<Field<T>, N> &fields)
{
    if (!figures.missing.isEmpty()) {
        json[u"missing"] = figures.missing;
        return;
    }
    for (const Field<T> &field : fields)
        json[field.name] = qint64(figures.*field.value);
}

template <typename T, size_t N>
void readCounters(const QJsonObject &json, T &figures, const std::array<Field<T>, N> &fields)
{
    figures.missing = json[u"missing"].toString();
    if (figures.missing.isEmpty())
        for (const Field<T> &field : fields)
            figures.*field.value = countIn(json[field.name]);
}

void putText(QJsonObject &json, const QString &key, const QString &text)
{
    if (!text.isEmpty())
        json[key] = text;
}

} // namespace

QString nofigures::text(QStringView code)
{
    if (code == userNetwork)
        return FigureText::tr("User-mode networks are not counted.");
    if (code == notCounted)
        return FigureText::tr("The driver of its network card counts nothing for it so far.");
    return FigureText::tr("QEMU has not answered.");
}

QJsonObject Figures::toJson() const
{
    QJsonObject memory{{u"maximum"_s, qint64(memoryMaximum)}, {u"resident"_s, qint64(memoryResident)}};
    if (memoryCurrent)
        memory[u"current"] = qint64(*memoryCurrent);
    QJsonObject guest;
    for (auto one = guestMemory.begin(); one != guestMemory.end(); ++one)
        guest[one.key()] = qint64(*one);
    if (!guest.isEmpty())
        memory[u"guest"] = guest;
    QJsonArray diskList;
    for (const DiskFigures &disk : disks) {
        QJsonObject one{{u"target"_s, disk.target}};
        putText(one, u"source"_s, disk.source);
        putCounters(one, disk, diskFields);
        diskList += one;
    }
    QJsonArray interfaceList;
    for (const InterfaceFigures &interface : interfaces) {
        QJsonObject one;
        putText(one, u"mac"_s, interface.mac);
        putText(one, u"name"_s, interface.name);
        putCounters(one, interface, interfaceFields);
        interfaceList += one;
    }
    QJsonObject json{{u"run"_s, run}, {u"time"_s, time}, {u"vcpus"_s, vcpus},
        {u"cpu"_s,
            QJsonObject{
                {u"time"_s, qint64(cpuTime)}, {u"user"_s, qint64(userTime)}, {u"system"_s, qint64(systemTime)}}},
        {u"memory"_s, memory}, {u"disks"_s, diskList}, {u"interfaces"_s, interfaceList}};
    if (vcpuTimes) {
        QJsonArray times;
        for (const quint64 one : *vcpuTimes)
            times += qint64(one);
        json[u"vcpuTimes"] = times;
    }
    return json;
}

Result<Figures> Figures::fromJson(const QJsonObject &json)
{
    Figures figures;
    figures.run = json[u"run"].toString();
    figures.time = json[u"time"].toInteger();
    if (figures.run.isEmpty() || figures.time <= 0)
        return fail(ErrorCode::InvalidInput, u"figures"_s, u"no document of figures"_s);
    const QJsonObject cpu = json[u"cpu"].toObject();
    figures.cpuTime = countIn(cpu[u"time"]);
    figures.userTime = countIn(cpu[u"user"]);
    figures.systemTime = countIn(cpu[u"system"]);
    figures.vcpus = std::max(json[u"vcpus"].toInt(), 1);
    if (json.contains(u"vcpuTimes")) {
        QList<quint64> times;
        for (const QJsonValue &one : json[u"vcpuTimes"].toArray())
            times += countIn(one);
        figures.vcpuTimes = times;
    }
    const QJsonObject memory = json[u"memory"].toObject();
    figures.memoryMaximum = countIn(memory[u"maximum"]);
    figures.memoryResident = countIn(memory[u"resident"]);
    if (memory.contains(u"current"))
        figures.memoryCurrent = countIn(memory[u"current"]);
    const QJsonObject guest = memory[u"guest"].toObject();
    for (auto one = guest.begin(); one != guest.end(); ++one)
        figures.guestMemory.insert(one.key(), countIn(*one));
    for (const QJsonValue &one : json[u"disks"].toArray()) {
        DiskFigures disk;
        disk.target = one[u"target"].toString();
        disk.source = one[u"source"].toString();
        readCounters(one.toObject(), disk, diskFields);
        figures.disks += disk;
    }
    for (const QJsonValue &one : json[u"interfaces"].toArray()) {
        InterfaceFigures interface;
        interface.mac = one[u"mac"].toString();
        interface.name = one[u"name"].toString();
        readCounters(one.toObject(), interface, interfaceFields);
        figures.interfaces += interface;
    }
    return figures;
}

} // namespace laneway
