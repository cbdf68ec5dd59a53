// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/imagelist.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <array>
#include <pwd.h>

namespace laneway {

namespace {

constexpr qsizetype mostSnapshots = 1000;

OwnerFiles filesOf(OwnerPrograms &programs, const FileOwner &owner)
{
    return {programs, owner, u"list-"_s + QString::number(QRandomGenerator::system()->generate64(), 16)};
}

QString homeOf(uint uid)
{
    std::array<char, 16384> buffer;
    passwd entry = {};
    passwd *found = nullptr;
    if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return {};
    return QString::fromLocal8Bit(found->pw_dir);
}

QJsonArray usersJson(const QList<ImageUse> &users)
{
    QJsonArray json;
    for (const ImageUse &use : users)
        json += QJsonObject{{u"machine"_s, use.machine}, {u"through"_s, use.through}};
    return json;
}

QJsonObject imageJson(const FileFacts &facts, const ImageChains &chains)
{
    const QList<ImageUse> used = chains.usersOf(facts.path);
    return {{u"path"_s, facts.path}, {u"format"_s, facts.format}, {u"bytes"_s, QString::number(facts.virtualSize)},
        {u"allocated"_s, QString::number(facts.allocated)}, {u"modified"_s, facts.modified},
        {u"writable"_s, facts.writable}, {u"backing"_s, facts.backing}, {u"snapshots"_s, facts.snapshots},
        {u"usedBy"_s, QJsonArray::fromStringList(textsOf(used))}, {u"users"_s, usersJson(used)},
        {u"baseOf"_s, QJsonArray()}};
}

/// What qemu-img says of this one image, without what it stands on.
Result<QJsonObject> infoOf(const OwnerFiles &files, const QString &path, const QString &format)
{
    return files.qemuImg({u"info"_s, u"-U"_s, u"-f"_s, format == u"iso" ? u"raw"_s : format, u"--output=json"_s, path})
        .map([](const QByteArray &output) { return QJsonDocument::fromJson(output).object(); });
}

QJsonArray snapshotsIn(const QJsonObject &info)
{
    QJsonArray snapshots;
    const QJsonArray list = info[u"snapshots"].toArray();
    for (const QJsonValue &one : list)
        if (snapshots.size() < mostSnapshots)
            snapshots += QJsonObject{{u"id"_s, one[u"id"]}, {u"name"_s, one[u"name"]}, {u"time"_s, one[u"date-sec"]}};
    return snapshots;
}

} // namespace

QString imageFolderOf(uint uid, bool isOurself)
{
    const QString home = isOurself ? QDir::homePath() : homeOf(uid);
    const QString data = isOurself ? qEnvironmentVariable("XDG_DATA_HOME") : QString();
    if (home.isEmpty())
        return {};
    return QDir::cleanPath((data.startsWith(u'/') ? data : QString(home + u"/.local/share")) + u"/laneway/images");
}

Result<QJsonObject> listImages(
    OwnerPrograms &programs, const FileOwner &owner, const QString &folder, const QList<DiskUse> &disks)
{
    if (!folder.startsWith(u'/') || QDir::cleanPath(folder) != folder || folder.size() > 1000)
        return fail(ErrorCode::InvalidInput, folder.left(200), u"not an absolute path in its plain form"_s);
    const OwnerFiles files = filesOf(programs, owner);
    const auto listed = files.list(folder);
    if (!listed)
        return fail(listed.error());
    const FileFacts &itself = listed->first();
    if (itself.kind != FileFacts::Kind::Folder && itself.kind != FileFacts::Kind::Missing)
        return fail(itself.kind == FileFacts::Kind::Hidden ? ErrorCode::PermissionDenied : ErrorCode::InvalidInput,
            folder, u"not a folder that can be read"_s);
    KnownFiles known;
    for (const FileFacts &facts : listed->mid(1))
        known.insert(facts.path, facts);
    if (const auto followed = followChains(files, disks, known); !followed)
        return fail(followed.error());
    const ImageChains chains(disks, known);
    QHash<QString, QJsonArray> standOn;
    for (const FileFacts &facts : *listed)
        if (!facts.backing.isEmpty())
            standOn[facts.backing] += facts.path.section(u'/', -1);
    QJsonArray images;
    for (const FileFacts &facts : listed->mid(1)) {
        if (!facts.isImage())
            continue;
        QJsonObject image = imageJson(asRecorded(facts, chains.recordedFormat(facts.path)), chains);
        image[u"baseOf"] = standOn.value(facts.path);
        images += image;
    }
    return QJsonObject{{u"folder"_s, folder}, {u"exists"_s, itself.kind == FileFacts::Kind::Folder},
        {u"canMake"_s, itself.canMake}, {u"free"_s, QString::number(itself.freeBytes)}, {u"images"_s, images}};
}

Result<QJsonObject> imageDetails(
    OwnerPrograms &programs, const FileOwner &owner, const QString &path, const QList<DiskUse> &disks)
{
    if (const auto good = checkImagePath(path); !good)
        return fail(good.error());
    const OwnerFiles files = filesOf(programs, owner);
    const auto looked = files.look(path);
    if (!looked)
        return fail(looked.error());
    if (looked->kind == FileFacts::Kind::Missing)
        return fail(ErrorCode::NotFound, path);
    if (!looked->isImage())
        return fail(ErrorCode::InvalidInput, path, u"it cannot be read as a disk image"_s);
    KnownFiles known{{path, *looked}};
    if (const auto followed = followChains(files, disks, known); !followed)
        return fail(followed.error());
    const QString recorded = ImageChains(disks, known).recordedFormat(path);
    const FileFacts facts = asRecorded(*looked, recorded);
    if (const auto followed = followChains(files, {{{}, path, facts.format}}, known); !followed)
        return fail(followed.error());
    const ImageChains chains(disks, known);
    QJsonObject image = imageJson(facts, chains);
    image[u"openAs"] = trustedFormat(*looked, recorded);
    QList<FileFacts> members = chainOf(known, path, facts.format);
    members.first() = facts;

    QJsonArray chain;
    QJsonArray all;
    bool isOwn = true; // and so are the snapshots in it this image's
    // A format that is only guessed may be the work of a guest: nothing is opened that it names.
    bool isRecorded = !recorded.isEmpty();
    for (qsizetype i = 0; i < members.size(); ++i) {
        const FileFacts &one = members[i];
        quint64 bytes = one.format == u"raw" ? one.size : one.virtualSize;
        quint64 allocated = one.allocated;
        QJsonArray inside;
        const bool asks = i == 0 ? isRecorded || !one.namesParts : isOwn && isRecorded && one.snapshots > 0;
        if (asks) {
            const auto info = infoOf(files, one.path, one.format);
            if (!info)
                return fail(info.error());
            inside = snapshotsIn(*info);
            bytes = quint64((*info)[u"virtual-size"].toInteger(qint64(bytes)));
            allocated = quint64((*info)[u"actual-size"].toInteger(qint64(allocated)));
        }
        if (i == 0)
            image[u"snapshotList"] = inside;
        chain += QJsonObject{{u"path"_s, one.path}, {u"format"_s, one.format}, {u"bytes"_s, QString::number(bytes)},
            {u"allocated"_s, QString::number(allocated)}, {u"users"_s, usersJson(chains.usersOf(one.path))},
            {u"own"_s, isOwn}};
        QJsonArray here;
        const QString taken = snapshotOf(one);
        if (isOwn && !taken.isEmpty()) {
            QJsonObject snapshot{
                {u"name"_s, taken}, {u"location"_s, u"external"_s}, {u"path"_s, one.backing}, {u"current"_s, i == 0}};
            if (one.born > 0)
                snapshot[u"time"] = one.born;
            here += snapshot;
        }
        if (isOwn)
            for (const QJsonValue &within : std::as_const(inside))
                here += QJsonObject{{u"name"_s, within[u"name"]}, {u"time"_s, within[u"time"]},
                    {u"location"_s, u"internal"_s}, {u"path"_s, one.path}, {u"current"_s, i == 0}};
        for (qsizetype at = here.size() - 1; at >= 0; --at)
            all.prepend(here[at]);
        isOwn = isOwn && !taken.isEmpty();
        isRecorded = isRecorded && !one.backingFormat.isEmpty();
    }
    image[u"chain"] = chain;
    image[u"allSnapshots"] = all;
    return image;
}

} // namespace laneway
