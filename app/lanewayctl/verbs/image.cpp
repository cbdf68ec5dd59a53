// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sizetext.h"
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"
#include "xml/domainxml.h"
#include "xml/newmachine.h"
#include "xml/xmlnodes.h"

#include <QDateTime>
#include <QDir>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace laneway::verbs {

namespace {

/// virsh's pools are folders here: a path, or "default", which is where new images are made.
Result<QJsonObject> listed(Session &session, const QString &pool)
{
    const QString folder
        = pool.isEmpty() || pool == u"default" ? QString() : QDir::cleanPath(QDir(pool).absolutePath());
    return session.wait<QJsonObject>(
        [&](QObject *context, const auto &answer) { session.connection().listImages(folder, context, answer); });
}

/// The path of a volume: as it is given, or a name in its pool.
Result<QString> pathOf(Session &session, const Invocation &invocation, const QString &volume)
{
    if (volume.startsWith(u'/'))
        return QDir::cleanPath(volume);
    return listed(session, invocation.value("pool"_L1)).map([&](const QJsonObject &list) {
        return QString(list[u"folder"].toString() + u'/' + volume);
    });
}

QString sizeOf(const QJsonValue &bytes)
{
    return sizeText(bytes.toString().toLongLong());
}

QString namesIn(const QJsonValue &list)
{
    QStringList names;
    for (const QJsonValue &name : list.toArray())
        names += name.toString();
    return names.isEmpty() ? u"-"_s : names.join(u", "_s);
}

int volList(Session &session, const Invocation &invocation)
{
    const auto list = listed(session, invocation.value("pool"_L1));
    if (!list)
        return session.report(list.error());
    if (invocation.json) {
        print(*list);
        return Done;
    }
    const QJsonArray images = (*list)[u"images"].toArray();
    Table table(invocation.has("details"_L1)
            ? QStringList{Ctl::tr("Name"), Ctl::tr("Path"), Ctl::tr("Format"), Ctl::tr("Capacity"),
                Ctl::tr("Allocation"), Ctl::tr("Backing file"), Ctl::tr("Snapshots"), Ctl::tr("Used by")}
            : QStringList{Ctl::tr("Name"), Ctl::tr("Path")});
    for (const QJsonValue &image : images) {
        const QString path = image[u"path"].toString();
        QStringList row{path.section(u'/', -1), path};
        if (invocation.has("details"_L1))
            row += {image[u"format"].toString(), sizeOf(image[u"bytes"]), sizeOf(image[u"allocated"]),
                image[u"backing"].toString().isEmpty() ? u"-"_s : image[u"backing"].toString(),
                QString::number(image[u"snapshots"].toInt()), namesIn(image[u"usedBy"])};
        table.add(row);
    }
    print(table.text());
    return Done;
}

int volInfo(Session &session, const Invocation &invocation)
{
    const auto path = pathOf(session, invocation, invocation.value("vol"_L1));
    if (!path)
        return session.report(path.error());
    const auto image = session.wait<QJsonObject>(
        [&](QObject *context, const auto &answer) { session.connection().image(*path, context, answer); });
    if (!image)
        return session.report(image.error());
    if (invocation.json) {
        print(*image);
        return Done;
    }
    QString text;
    const auto line
        = [&](const QString &name, const QString &value) { text += name.leftJustified(15) + u' ' + value + u'\n'; };
    line(Ctl::tr("Name:"), path->section(u'/', -1));
    line(Ctl::tr("Format:"), (*image)[u"format"].toString());
    line(Ctl::tr("Capacity:"), sizeOf((*image)[u"bytes"]));
    line(Ctl::tr("Allocation:"), sizeOf((*image)[u"allocated"]));
    line(Ctl::tr("Used by:"), namesIn((*image)[u"usedBy"]));
    print(text);
    const QJsonArray chain = (*image)[u"chain"].toArray();
    if (chain.size() > 1) {
        Table table({Ctl::tr("Stands on"), Ctl::tr("Format"), Ctl::tr("Capacity")});
        for (qsizetype i = 1; i < chain.size(); ++i)
            table.add({chain[i][u"path"].toString(), chain[i][u"format"].toString(), sizeOf(chain[i][u"bytes"])});
        print(u'\n' + table.text());
    }
    return Done;
}

int volPath(Session &session, const Invocation &invocation)
{
    const auto path = pathOf(session, invocation, invocation.value("vol"_L1));
    if (!path)
        return session.report(path.error());
    print(*path + u'\n');
    return Done;
}

int volCreateAs(Session &session, const Invocation &invocation)
{
    const auto bytes = bytesFrom(invocation.value("capacity"_L1), 1);
    if (!bytes)
        return session.report(bytes.error());
    const auto list = listed(session, invocation.value("pool"_L1));
    if (!list)
        return session.report(list.error());
    const QString folder = (*list)[u"folder"].toString() + u'/';
    const QString name = invocation.value("name"_L1);
    QJsonObject arguments{{u"path"_s, QString(folder + name)}, {u"bytes"_s, QString::number(*bytes)},
        {u"format"_s, invocation.has("format"_L1) ? invocation.value("format"_L1) : u"raw"_s}};
    if (const QString backing = invocation.value("backing-vol"_L1); !backing.isEmpty()) {
        arguments[u"backing"] = backing.startsWith(u'/') ? backing : QString(folder + backing);
        arguments[u"backingFormat"] = invocation.value("backing-vol-format"_L1);
    }
    return session.carryOut(u"image-create"_s, arguments, Ctl::tr("Vol %1 created").arg(name));
}

int volClone(Session &session, const Invocation &invocation)
{
    const auto path = pathOf(session, invocation, invocation.value("vol"_L1));
    if (!path)
        return session.report(path.error());
    const auto image = session.wait<QJsonObject>(
        [&](QObject *context, const auto &answer) { session.connection().image(*path, context, answer); });
    if (!image)
        return session.report(image.error());
    const QString said = invocation.value("source-format"_L1);
    const QString format = (said.isEmpty() ? (*image)[u"format"].toString() : said) == u"qcow2" ? u"qcow2"_s : u"raw"_s;
    const QString name = invocation.value("newname"_L1);
    return session.carryOut(u"image-create"_s,
        {{u"path"_s, QString(path->section(u'/', 0, -2) + u'/' + name)}, {u"format"_s, format}, {u"copyOf"_s, *path},
            {u"copyFormat"_s, said}},
        Ctl::tr("Vol %1 cloned from %2").arg(name, path->section(u'/', -1)));
}

int volDelete(Session &session, const Invocation &invocation)
{
    const auto path = pathOf(session, invocation, invocation.value("vol"_L1));
    if (!path)
        return session.report(path.error());
    return session.carryOut(
        u"image-delete"_s, {{u"path"_s, *path}}, Ctl::tr("Vol %1 deleted").arg(invocation.value("vol"_L1)));
}

int volResize(Session &session, const Invocation &invocation)
{
    const auto bytes = bytesFrom(invocation.value("capacity"_L1), 1);
    if (!bytes)
        return session.report(bytes.error());
    const auto path = pathOf(session, invocation, invocation.value("vol"_L1));
    if (!path)
        return session.report(path.error());
    return session.carryOut(u"image-resize"_s,
        {{u"path"_s, *path}, {u"bytes"_s, QString::number(*bytes)}, {u"format"_s, invocation.value("format"_L1)}},
        Ctl::tr("Size of volume '%1' successfully changed to %2")
            .arg(path->section(u'/', -1), invocation.value("capacity"_L1)));
}

int changeSnapshot(Session &session, const Invocation &invocation, const QString &kind, const QString &done)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const QString name = invocation.has("snapshotname"_L1) ? invocation.value("snapshotname"_L1)
        : invocation.has("name"_L1)                        ? invocation.value("name"_L1)
                                                           : QString::number(QDateTime::currentSecsSinceEpoch());
    QJsonObject arguments{{u"domain"_s, domain->uuid.toString(QUuid::WithoutBraces)}, {u"name"_s, name}};
    if (invocation.has("disk-only"_L1))
        arguments[u"external"] = true;
    return session.carryOut(kind, arguments, done.arg(name));
}

int snapshotCreateAs(Session &session, const Invocation &invocation)
{
    return changeSnapshot(session, invocation, u"snapshot-create"_s, Ctl::tr("Domain snapshot %1 created"));
}

int snapshotRevert(Session &session, const Invocation &invocation)
{
    return changeSnapshot(session, invocation, u"snapshot-revert"_s, Ctl::tr("Domain reverted to snapshot %1"));
}

int snapshotDelete(Session &session, const Invocation &invocation)
{
    return changeSnapshot(session, invocation, u"snapshot-delete"_s, Ctl::tr("Domain snapshot %1 deleted"));
}

/// Along what its disks stand on, the oldest first, with the images that hold what was then.
int snapshotList(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const auto text = session.wait<QString>([&](QObject *context, const auto &answer) {
        session.connection().domainXml(domain->uuid, true, context, answer);
    });
    const auto xml = text ? DomainXml::parse(text->toUtf8()) : Result<DomainXml>(fail(text.error()));
    if (!xml)
        return session.report(xml.error());
    QJsonArray snapshots;
    for (const QDomElement &disk : childElements(xml->root().firstChildElement(u"devices"_s), u"disk"_s)) {
        const QString path = disk.firstChildElement(u"source"_s).attribute(u"file"_s);
        if (path.isEmpty() || disk.attribute(u"device"_s, u"disk"_s) != u"disk")
            continue;
        const auto image = session.wait<QJsonObject>(
            [&](QObject *context, const auto &answer) { session.connection().image(path, context, answer); });
        if (!image)
            return session.report(image.error());
        const QJsonArray all = (*image)[u"allSnapshots"].toArray();
        for (const QJsonValue &one : all) {
            const bool isKnown = std::any_of(snapshots.begin(), snapshots.end(),
                [&](const QJsonValue &known) { return known[u"name"] == one[u"name"]; });
            if (!isKnown)
                snapshots += one;
        }
    }
    if (invocation.json) {
        print(snapshots);
        return Done;
    }
    Table table({Ctl::tr("Name"), Ctl::tr("Creation Time"), Ctl::tr("Location"), Ctl::tr("Image")});
    for (const QJsonValue &one : std::as_const(snapshots)) {
        const qint64 time = one[u"time"].toInteger();
        table.add({one[u"name"].toString(),
            time > 0 ? QDateTime::fromSecsSinceEpoch(time).toString(u"yyyy-MM-dd HH:mm:ss"_s) : u"-"_s,
            one[u"location"].toString(), one[u"path"].toString()});
    }
    print(table.text());
    return Done;
}

constexpr std::array vol{Positional{"vol"_L1, true, false}};
constexpr std::array createWords{
    Positional{"pool"_L1, true, false}, Positional{"name"_L1, true, false}, Positional{"capacity"_L1, true, false}};
constexpr std::array volAndCapacity{Positional{"vol"_L1, true, false}, Positional{"capacity"_L1, true, false}};
constexpr std::array volAndName{Positional{"vol"_L1, true, false}, Positional{"newname"_L1, true, false}};
constexpr std::array pool{Positional{"pool"_L1, false, false}};
constexpr std::array domain{Positional{"domain"_L1, true, false}};
constexpr std::array domainAndName{Positional{"domain"_L1, true, false}, Positional{"name"_L1, false, false}};
constexpr std::array domainAndSnapshot{
    Positional{"domain"_L1, true, false}, Positional{"snapshotname"_L1, true, false}};
constexpr std::array listOptions{
    Option{"details"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "formats, sizes, and which machines use them"), 0},
};
constexpr std::array poolOption{
    Option{"pool"_L1, "FOLDER"_L1, QT_TRANSLATE_NOOP("lanewayctl", "where it is; else where new images are made"), 0},
};
constexpr std::array cloneOptions{
    poolOption[0],
    Option{"source-format"_L1, "FORMAT"_L1,
        QT_TRANSLATE_NOOP(
            "lanewayctl", "of the image that is copied, where no machine says it; else as it says itself"),
        0},
};
constexpr std::array resizeOptions{
    poolOption[0],
    Option{"format"_L1, "FORMAT"_L1,
        QT_TRANSLATE_NOOP("lanewayctl", "of the image, where no machine says it; else as it says itself"), 0},
};
constexpr std::array createOptions{
    Option{"format"_L1, "FORMAT"_L1, QT_TRANSLATE_NOOP("lanewayctl", "raw, which is the default, or qcow2"), 0},
    Option{"backing-vol"_L1, "VOL"_L1, QT_TRANSLATE_NOOP("lanewayctl", "the new one holds only what differs from this"),
        0},
    Option{"backing-vol-format"_L1, "FORMAT"_L1,
        QT_TRANSLATE_NOOP("lanewayctl", "of that image; else as it says itself"), 0},
};
constexpr std::array snapshotOptions{
    Option{"disk-only"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "outside: each disk goes on in a new image"), 0},
};
constexpr std::array table{
    Verb{"vol-list"_L1, pool, listOptions, QT_TRANSLATE_NOOP("lanewayctl", "list the disk images of a folder"), false,
        false, volList},
    Verb{"vol-info"_L1, vol, poolOption, QT_TRANSLATE_NOOP("lanewayctl", "a disk image, and what it stands on"), false,
        false, volInfo},
    Verb{"vol-path"_L1, vol, poolOption, QT_TRANSLATE_NOOP("lanewayctl", "where a disk image is"), false, false,
        volPath},
    Verb{"vol-create-as"_L1, createWords, createOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "create a disk image in a folder, or in \"default\""), true, false,
        volCreateAs},
    Verb{"vol-clone"_L1, volAndName, cloneOptions, QT_TRANSLATE_NOOP("lanewayctl", "copy a disk image"), true, false,
        volClone},
    Verb{"vol-delete"_L1, vol, poolOption, QT_TRANSLATE_NOOP("lanewayctl", "delete a disk image that nothing uses"),
        true, false, volDelete},
    Verb{"vol-resize"_L1, volAndCapacity, resizeOptions, QT_TRANSLATE_NOOP("lanewayctl", "make a disk image larger"),
        true, false, volResize},
    Verb{"snapshot-create-as"_L1, domainAndName, snapshotOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "take a snapshot of a machine's disks while it is shut off"), true, false,
        snapshotCreateAs},
    Verb{"snapshot-list"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "list the snapshots of a machine's disks"),
        false, false, snapshotList},
    Verb{"snapshot-revert"_L1, domainAndSnapshot, {},
        QT_TRANSLATE_NOOP("lanewayctl", "make a machine's disks what they were"), true, false, snapshotRevert},
    Verb{"snapshot-delete"_L1, domainAndSnapshot, {}, QT_TRANSLATE_NOOP("lanewayctl", "forget a snapshot"), true, false,
        snapshotDelete},
};
} // namespace

Result<quint64> bytesFrom(const QString &text, quint64 unit)
{
    // As virsh: powers of two, but "KB" and its like, which are powers of ten.
    static const QRegularExpression form(u"\\A([0-9]+(?:\\.[0-9]+)?) ?(?:([kKMGTP])(iB|B)?|B|b)?\\z"_s);
    const auto match = form.match(text.trimmed());
    if (!match.hasMatch())
        return fail(ErrorCode::InvalidInput, text, Ctl::tr("a size is a number with K, M, G or T behind it"));
    double bytes = match.captured(1).toDouble();
    const QString letter = match.captured(2).toUpper();
    const double step = match.captured(3) == u"B" ? 1000 : 1024;
    const qsizetype power = letter.isEmpty() ? 0 : u"KMGTP"_s.indexOf(letter) + 1;
    if (letter.isEmpty())
        bytes *= double(unit);
    for (qsizetype i = 0; i < power; ++i)
        bytes *= step;
    if (bytes > 9e18)
        return fail(ErrorCode::InvalidInput, text, Ctl::tr("a size is a number with K, M, G or T behind it"));
    return quint64(bytes);
}

QString absolutePath(const QString &path)
{
    return QDir::cleanPath(QDir::current().absoluteFilePath(path));
}

Result<QString> formatOfImage(Session &session, const QString &path, const QString &option)
{
    if (isBlockPath(path))
        return u"raw"_s;
    const auto image = session.wait<QJsonObject>(
        [&](QObject *context, const auto &answer) { session.connection().image(path, context, answer); });
    if (!image && image.error().code == ErrorCode::NotFound)
        return fail(ErrorCode::NotFound, path,
            Ctl::tr("There is no such file. One that is still to be made needs its format: %1.").arg(option));
    if (!image)
        return fail(image.error());
    const QString format = (*image)[u"openAs"].toString();
    if (format.isEmpty())
        return fail(ErrorCode::InvalidInput, path,
            Ctl::tr(
                "Its first bytes say that it is %1 and name other files to be read, which a guest may have written into a raw "
                "disk. Say its format if you know it: %2.")
                .arg((*image)[u"format"].toString(), option));
    return format;
}

std::span<const Verb> imageVerbs()
{
    return table;
}

} // namespace laneway::verbs
