// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/imagechains.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace laneway {

namespace {

constexpr qsizetype mostFiles = 4'000;
constexpr qsizetype deepest = 64;
constexpr qsizetype atOnce = 200; ///< paths that one laneway-files is given

struct ChainText
{
    Q_DECLARE_TR_FUNCTIONS(laneway::ImageChains)
};

bool canLook(const QString &path)
{
    return path.startsWith(u'/') && path.size() <= 1000 && !path.contains(QChar(0));
}

/// What an image of this format stands on, with the format of that. Where none is recorded there, QEMU
/// itself goes by the header.
std::optional<std::pair<QString, QString>> next(const KnownFiles &known, const QString &path, const QString &format)
{
    const FileFacts facts = known.value(path);
    if (format != facts.format || facts.format != u"qcow2" || !canLook(facts.backing))
        return std::nullopt;
    const QString below = facts.backingFormat;
    return std::pair(facts.backing, !below.isEmpty() ? below : known.value(facts.backing).format);
}

/// Of these, the ones that nothing is known of yet.
Result<> lookAt(const OwnerFiles &files, QStringList paths, KnownFiles &known)
{
    paths.removeIf([&](const QString &path) { return !canLook(path) || known.contains(path); });
    paths.removeDuplicates();
    if (known.size() + paths.size() > mostFiles)
        return fail(ErrorCode::LimitExceeded, paths.value(0), u"too many disk images"_s);
    for (qsizetype at = 0; at < paths.size(); at += atOnce) {
        const auto looked = files.look(paths.mid(at, atOnce));
        if (!looked)
            return fail(looked.error());
        for (qsizetype i = 0; i < looked->size(); ++i)
            known.insert(paths[at + i], looked->at(i));
    }
    return {};
}

} // namespace

QString ImageUse::text() const
{
    return through.isEmpty() ? machine : ChainText::tr("%1 (through %2)").arg(machine, through.section(u'/', -1));
}

QStringList textsOf(const QList<ImageUse> &users)
{
    QStringList texts;
    for (const ImageUse &user : users)
        texts += user.text();
    return texts;
}

Result<> followChains(const OwnerFiles &files, const QList<DiskUse> &disks, KnownFiles &known)
{
    QList<std::pair<QString, QString>> level;
    for (const DiskUse &disk : disks)
        level += {disk.path, disk.format};
    QSet<std::pair<QString, QString>> seen; // a chain may lead back to itself
    for (qsizetype depth = 0; !level.isEmpty(); ++depth) {
        if (depth == deepest)
            return fail(ErrorCode::LimitExceeded, level.first().first, u"it stands on too many images"_s);
        QStringList paths;
        for (const auto &one : std::as_const(level))
            paths += one.first;
        if (const auto looked = lookAt(files, paths, known); !looked)
            return looked;
        // Where a format is not recorded, the header below has it: that is looked at before.
        QStringList below;
        for (const auto &[path, format] : std::as_const(level))
            if (const auto one = next(known, path, format))
                below += one->first;
        if (const auto looked = lookAt(files, below, known); !looked)
            return looked;
        QList<std::pair<QString, QString>> lower;
        for (const auto &[path, format] : std::as_const(level))
            if (const auto one = next(known, path, format); one && !seen.contains(*one)) {
                seen += *one;
                lower += *one;
            }
        level = lower;
    }
    return {};
}

QList<FileFacts> chainOf(const KnownFiles &known, const QString &path, const QString &format)
{
    QList<FileFacts> chain{known.value(path)};
    for (auto one = next(known, path, format); one && chain.size() < deepest;
         one = next(known, one->first, one->second)) {
        chain += known.value(one->first);
        chain.last().path = one->first;
        if (chain.last().format != u"iso" || one->second != u"raw")
            chain.last().format = one->second;
    }
    return chain;
}

ImageChains::ImageChains(const QList<DiskUse> &disks, const KnownFiles &known)
    : m_known(known)
{
    QSet<std::pair<QString, QString>> noted; // an image, and a machine with the disk that stands on it
    for (const DiskUse &disk : disks) {
        const QList<FileFacts> chain = chainOf(known, disk.path, disk.format);
        const QString itself = keyOf(disk.path);
        for (qsizetype i = 0; i < chain.size(); ++i) {
            const QString key = i == 0 ? itself : keyOf(chain[i].path);
            Image &image = m_images[key];
            const ImageUse use{disk.machine, i == 0 ? QString() : disk.path};
            const std::pair itsOwn(key, QString(use.machine + u'\n'));
            const std::pair asThis(key, QString(itsOwn.second + use.through));
            if (!noted.contains(itsOwn) && !noted.contains(asThis)) {
                noted += asThis;
                image.users += use;
            }
            // A chain that leads back to its disk says nothing of it: that is the definition's to say.
            const QString format = i == 0 ? disk.format : key == itself ? QString() : chain[i - 1].backingFormat;
            // Raw before all else: nothing that is inside is believed then.
            if (image.format.isEmpty() || format == u"raw")
                image.format = format;
        }
    }
}

QString ImageChains::keyOf(const QString &path) const
{
    const QString id = m_known.value(path).id;
    return id.contains(u':') ? id : path;
}

QList<ImageUse> ImageChains::usersOf(const QString &path) const
{
    return m_images.value(keyOf(path)).users;
}

QString ImageChains::recordedFormat(const QString &path) const
{
    return m_images.value(keyOf(path)).format;
}

FileFacts asRecorded(FileFacts facts, const QString &format)
{
    if (format.isEmpty() || !facts.isImage() || format == facts.format)
        return facts;
    // What is no disk image keeps its word: an ISO is raw.
    if (format != u"raw" || facts.format != u"iso")
        facts.format = format;
    facts.virtualSize = facts.size;
    facts.snapshots = 0;
    facts.backing.clear();
    facts.backingFormat.clear();
    facts.namesBacking = facts.namesParts = false;
    return facts;
}

QString trustedFormat(const FileFacts &facts, const QString &recorded)
{
    if (recorded.isEmpty() && (facts.namesBacking || facts.namesParts))
        return {};
    const QString format = recorded.isEmpty() ? facts.format : recorded;
    return format == u"iso" ? u"raw"_s : format;
}

QString overlayOf(const QString &path, const QString &snapshot)
{
    const QString folder = path.section(u'/', 0, -2);
    const QString file = path.section(u'/', -1);
    const qsizetype dot = file.lastIndexOf(u'.');
    return folder + u'/' + (dot > 0 ? file.left(dot) : file) + u'.' + snapshot;
}

QString snapshotOf(const FileFacts &overlay)
{
    if (overlay.backing.isEmpty() || overlay.path == overlay.backing)
        return {};
    const QString stem = overlayOf(overlay.backing, {});
    const QString name = overlay.path.startsWith(stem) ? overlay.path.mid(stem.size()) : QString();
    // A disk of its own that stands on a base of a like name says what it is.
    static const QSet<QString> images{u"qcow2"_s, u"raw"_s, u"img"_s, u"vmdk"_s, u"vdi"_s, u"vhdx"_s};
    return name.contains(u'/') || images.contains(name.section(u'.', -1)) ? QString() : name;
}

} // namespace laneway
