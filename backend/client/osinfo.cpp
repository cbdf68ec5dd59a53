// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/osinfo.h"

#include "client/childprogram.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QProcess>
#include <QTimer>

namespace laneway::osinfo {

namespace {

QString program()
{
    return childProgram(u"laneway-osinfo"_s, "LANEWAY_OSINFO");
}

/// Runs the program; a null document when it has no answer.
void ask(const QStringList &arguments, QObject *context, const std::function<void(const QJsonDocument &)> &answer,
    int limitMs = longestMs)
{
    const QString file = program();
    if (file.isEmpty()) {
        QMetaObject::invokeMethod(
            context, [answer] { answer({}); }, Qt::QueuedConnection);
        return;
    }
    auto *const process = new QProcess(context); // goes with who asked, and is killed by it
    process->setProcessChannelMode(QProcess::SeparateChannels);
    QObject::connect(process, &QProcess::finished, context, [process, answer](int status) {
        process->deleteLater();
        answer(status == 0 ? QJsonDocument::fromJson(process->readAllStandardOutput()) : QJsonDocument());
    });
    QObject::connect(process, &QProcess::errorOccurred, context, [process, answer](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return; // finished() follows
        process->deleteLater();
        answer({});
    });
    QTimer::singleShot(limitMs, process, &QProcess::kill);
    process->start(file, arguments, QIODevice::ReadOnly);
}

QList<GuestOs> families()
{
    return {genericOs(), genericOs(u"linux"_s), genericOs(u"win11"_s), genericOs(u"win10"_s)};
}

std::optional<GuestOs> familyOf(const QString &shortId)
{
    for (const GuestOs &os : families())
        if (os.shortId == shortId)
            return os;
    return std::nullopt;
}

} // namespace

bool isInstalled()
{
    return !program().isEmpty();
}

std::optional<GuestOs> osFromJson(const QJsonObject &json)
{
    if (json[u"id"].toString().isEmpty())
        return std::nullopt;
    GuestOs os;
    os.id = json[u"id"].toString();
    os.shortId = json[u"shortId"].toString();
    os.name = json[u"name"].toString();
    os.family = json[u"family"].toString();
    const bool isWindows = os.family == u"winnt";
    const int version = os.shortId.startsWith(u"win") ? os.shortId.mid(3).toInt() : 0;
    os.secureBoot = os.tpm = os.efi = isWindows && (version == 11 || os.shortId.startsWith(u"win2k25"));
    const QJsonObject resources = json[u"resources"].toObject();
    os.memoryBytes = quint64(resources[u"memory"].toInteger());
    os.diskBytes = quint64(resources[u"storage"].toInteger());
    os.processors = resources[u"processors"].toInt();
    if (!json[u"devices"].isArray() || json[u"devices"].toArray().isEmpty())
        return os; // nobody has said what it has drivers for
    const QJsonArray devices = json[u"devices"].toArray();
    os.driversKnown = true;
    // On PCI Express virtio devices have the numbers of version 1.0 only.
    const auto has = [&](const QString &id) { return devices.contains(QJsonValue(u"http://pcisig.com/pci/"_s + id)); };
    os.virtioDisk = has(u"1af4/1042"_s);
    os.virtioNetwork = has(u"1af4/1041"_s);
    os.virtioRng = has(u"1af4/1044"_s);
    os.virtioBalloon = has(u"1af4/1045"_s);
    os.virtioVideo = has(u"1af4/1050"_s) && !isWindows;
    os.usb3 = isWindows ? version >= 8 : has(u"1b36/0004"_s) || os.virtioDisk;
    return os;
}

void identify(const QString &file, QObject *context, const std::function<void(const std::optional<GuestOs> &)> &answer,
    int limitMs)
{
    ask(
        {u"identify"_s, file}, context, [answer](const QJsonDocument &json) { answer(osFromJson(json.object())); },
        limitMs);
}

void find(const QString &shortId, QObject *context, const std::function<void(const std::optional<GuestOs> &)> &answer)
{
    ask({u"find"_s, shortId}, context, [answer, shortId](const QJsonDocument &json) {
        const auto os = osFromJson(json.object());
        answer(os ? os : familyOf(shortId));
    });
}

void list(QObject *context, const std::function<void(const QList<GuestOs> &)> &answer)
{
    ask({u"list"_s}, context, [answer](const QJsonDocument &json) {
        QList<GuestOs> all = families();
        QList<std::pair<QString, GuestOs>> known;
        const QJsonArray array = json.array();
        for (const QJsonValue &one : array)
            if (const auto os = osFromJson(one.toObject()); os && !os->shortId.isEmpty())
                known += {one[u"released"].toString(), *os};
        std::stable_sort(known.begin(), known.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
        for (const auto &[released, os] : std::as_const(known))
            all += os;
        answer(all);
    });
}

} // namespace laneway::osinfo
