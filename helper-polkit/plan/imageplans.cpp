// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/imageplans.h"

#include "core/sizetext.h"
#include "plan/hardwareplans.h"
#include "plan/machineplans.h"
#include "qemu/firmware.h"
#include "steps/imagesteps.h"
#include "xml/deviceedits.h"
#include "xml/domainidentity.h"
#include "xml/domainviews.h"
#include "xml/libvirtorder.h"
#include "xml/newmachine.h"
#include "xml/safexml.h"
#include "xml/xmlnodes.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QRegularExpression>

namespace laneway {

namespace {

constexpr int mostImages = 16; ///< of one new machine
constexpr quint64 smallest = 64 * 1024;
constexpr quint64 largest = quint64(512) << 40; // QEMU's own bound is above it

/// One that is to be made: "path", "format"?, "bytes" (as text), "backing"?, "backingFormat"?, "copyOf"?,
/// "copyFormat"?.
struct ImageWish
{
    QString path;
    CreateImage::Content content;
};

ImageWish wishFrom(const QJsonObject &json)
{
    ImageWish wish{json[u"path"].toString(), {}};
    wish.content.format = json[u"format"].toString(u"qcow2"_s);
    wish.content.bytes = json[u"bytes"].toString().toULongLong();
    wish.content.backing = json[u"backing"].toString();
    wish.content.backingFormat = json[u"backingFormat"].toString();
    wish.content.copyOf = json[u"copyOf"].toString();
    wish.content.copyFormat = json[u"copyFormat"].toString();
    return wish;
}

/// "images" of a request: objects, or on the bus their text.
QList<ImageWish> wishesIn(const QJsonObject &arguments)
{
    QList<ImageWish> wishes;
    const QJsonArray given = arguments[u"images"].toArray();
    for (const QJsonValue &one : given)
        wishes += wishFrom(one.isString() ? QJsonDocument::fromJson(one.toString().toUtf8()).object() : one.toObject());
    return wishes;
}

struct Disk
{
    QString path;
    QString format;
    QString target;
    bool isWritten = false; ///< no CD-ROM, nothing read-only or shared
    bool isHard = false; ///< a disk, no CD-ROM or floppy
};

QList<Disk> disksAmong(const QList<QDomElement> &elements)
{
    QList<Disk> disks;
    for (const QDomElement &element : elements) {
        const QDomElement source = element.firstChildElement(u"source"_s);
        Disk disk;
        disk.path = source.attribute(element.attribute(u"type"_s) == u"block" ? u"dev"_s : u"file"_s);
        disk.format = element.firstChildElement(u"driver"_s).attribute(u"type"_s, u"raw"_s);
        disk.target = element.firstChildElement(u"target"_s).attribute(u"dev"_s);
        disk.isHard = element.attribute(u"device"_s, u"disk"_s) == u"disk";
        disk.isWritten = disk.isHard && element.firstChildElement(u"readonly"_s).isNull()
            && element.firstChildElement(u"shareable"_s).isNull();
        if (!disk.path.isEmpty())
            disks += disk;
    }
    return disks;
}

QList<Disk> disksOf(const DomainXml &xml)
{
    return disksAmong(childElements(xml.root().firstChildElement(u"devices"_s), u"disk"_s));
}

/// Of what "attach" adds: one device, or a <devices> element with several.
QList<Disk> disksOf(const QByteArray &devices)
{
    const auto document = parseSafely(devices);
    if (!document)
        return {};
    const QDomElement root = document->documentElement();
    return disksAmong(root.tagName() == u"disk" ? QList<QDomElement>{root} : childElements(root, u"disk"_s));
}

/// What a change of a definition adds, also by letting it be written to; what two machines shared before they go on
/// with.
QList<Disk> disksAddedTo(const DomainXml &next, const DomainXml &before)
{
    const QList<Disk> known = disksOf(before);
    QList<Disk> added = disksOf(next);
    added.removeIf([&](const Disk &disk) {
        return std::any_of(known.begin(), known.end(),
            [&](const Disk &one) { return one.path == disk.path && one.isWritten == disk.isWritten; });
    });
    return added;
}

Result<FileOwner> ownerOf(const Draft &draft)
{
    if (draft.world.host.readOnly)
        return fail(ErrorCode::ReadOnlyHost, draft.world.host.hostName);
    if (auto allowed = mayOwnMachines(draft); !allowed)
        return fail(allowed.error());
    const auto gid = groupIdOf(draft.request.caller);
    if (!gid && !draft.world.simulated)
        return fail(ErrorCode::NotFound, u"user "_s + QString::number(draft.request.caller));
    return FileOwner{draft.request.caller, gid.value_or(draft.request.caller)};
}

tl::unexpected<Error> inUse(const QString &path, const QList<ImageUse> &users)
{
    const bool isBelow
        = std::none_of(users.begin(), users.end(), [](const ImageUse &use) { return use.through.isEmpty(); });
    const QString text = isBelow ? PlanText::tr("A disk stands on it, and would be of no use without it as it is: %1.")
                                 : PlanText::tr("It is in use by %1.");
    return fail(ErrorCode::DeviceInUse, path, text.arg(textsOf(users).join(u", "_s)));
}

/// Whoever gives a machine a disk: what it would write to is no other machine's.
Result<> unusedByOthers(const Draft &draft, const Disk &disk)
{
    if (!disk.isWritten)
        return {};
    // Its own: what runs may have it before its definition does, and the other way round.
    QList<ImageUse> others = draft.images().usersOf(disk.path);
    others.removeIf([&](const ImageUse &use) { return use.machine == draft.plan.domainName; });
    return others.isEmpty() ? Result<>() : inUse(disk.path, others);
}

/// An image that is there.
Result<FileFacts> imageAt(const Draft &draft, const QString &path)
{
    if (const auto good = checkImagePath(path); !good)
        return fail(good.error());
    const FileFacts facts = asRecorded(draft.world.files.value(path), draft.images().recordedFormat(path));
    if (facts.kind == FileFacts::Kind::Missing)
        return fail(ErrorCode::NotFound, path, PlanText::tr("There is no such file."));
    if (!facts.isImage())
        return fail(facts.kind == FileFacts::Kind::Hidden ? ErrorCode::PermissionDenied : ErrorCode::InvalidInput, path,
            PlanText::tr("It cannot be read as a disk image."));
    return facts;
}

/// The format of an image: as a definition has it, else as somebody says, else as its header does.
Result<QString> formatOf(const Draft &draft, const FileFacts &facts, const QString &said)
{
    const QString recorded = draft.images().recordedFormat(facts.path);
    const QString format = trustedFormat(facts, !recorded.isEmpty() ? recorded : said);
    if (format.isEmpty())
        return fail(ErrorCode::InvalidInput, facts.path,
            PlanText::tr(
                "Its first bytes say that it is %1 and name other files to be read, which a guest may have written "
                "into a raw disk. Say its format if you know that it is.")
                .arg(facts.format));
    return format;
}

/// An image that is there; @p format as somebody says becomes the one to read it in.
Result<FileFacts> imageAs(const Draft &draft, const QString &path, QString &format)
{
    auto facts = imageAt(draft, path);
    const auto known = facts.and_then([&](const FileFacts &one) { return formatOf(draft, one, format); });
    if (!known)
        return fail(known.error());
    format = *known;
    return facts;
}

Result<> needImage(Draft &draft, ImageWish wish, const FileOwner &owner)
{
    const QString &path = wish.path;
    CreateImage::Content &content = wish.content;
    if (const auto good = checkImagePath(path); !good)
        return good;
    if (content.format != u"qcow2" && content.format != u"raw")
        return fail(ErrorCode::UnsupportedConfiguration, path, PlanText::tr("New images are qcow2 or raw."));
    const FileFacts facts = draft.world.files.value(path);
    if (facts.kind != FileFacts::Kind::Missing)
        return fail(ErrorCode::AlreadyExists, path,
            PlanText::tr("It is there already, and nothing is ever written over. Choose another name."));
    if (!facts.canMake)
        return fail(ErrorCode::PermissionDenied, path.section(u'/', 0, -2),
            PlanText::tr("You may not make files in this folder."));
    if (!content.backing.isEmpty()) {
        if (content.format != u"qcow2" || !content.copyOf.isEmpty())
            return fail(ErrorCode::InvalidInput, path, PlanText::tr("Only a new qcow2 image can stand on another."));
        const auto base = imageAs(draft, content.backing, content.backingFormat);
        if (!base)
            return fail(base.error());
        content.bytes = qMax(content.bytes, base->virtualSize);
    } else if (!content.copyOf.isEmpty()) {
        const auto source = imageAs(draft, content.copyOf, content.copyFormat);
        if (!source)
            return fail(source.error());
        content.bytes = 0;
        if (source->allocated > facts.freeBytes)
            return fail(ErrorCode::LimitExceeded, path,
                PlanText::tr("%1 are free there, and the image takes %2.")
                    .arg(sizeText(qint64(facts.freeBytes)), sizeText(qint64(source->allocated))));
    } else {
        if (content.bytes < smallest || content.bytes > largest)
            return fail(ErrorCode::InvalidInput, path, PlanText::tr("An image has 64 KiB to 512 TiB."));
        content.bytes = (content.bytes + 511) / 512 * 512;
    }
    const ImagePlace place = ImagePlace::make(path, owner);
    draft.need(std::make_shared<const ReserveImage>(place));
    draft.need(std::make_shared<const CreateImage>(place, content));
    draft.plan.resources += u"file "_s + path;
    if (!content.backing.isEmpty())
        draft.plan.resources += u"~file "_s + content.backing;
    return {};
}

/// Paths of the images that will be there.
Result<QStringList> needEach(Draft &draft, const QList<ImageWish> &wishes, const FileOwner &owner)
{
    if (wishes.size() > mostImages)
        return fail(ErrorCode::LimitExceeded, draft.plan.domainName, u"too many images"_s);
    QStringList made;
    for (const ImageWish &wish : wishes) {
        if (made.contains(wish.path))
            return fail(ErrorCode::InvalidInput, wish.path, PlanText::tr("Two disks cannot be one image."));
        made += wish.path;
        if (auto needed = needImage(draft, wish, owner); !needed)
            return fail(needed.error());
    }
    return made;
}

/// Of the images of the same folder, @p except one. Not of itself: a guest may have written that into it.
Result<> nothingStandsOn(const Draft &draft, const QString &path, const QString &except = {})
{
    QStringList names;
    // What a guest has written into a raw disk names nothing.
    for (const FileFacts &facts : draft.world.files) {
        const bool isBeside = facts.path != path && facts.path != except
            && facts.path.section(u'/', 0, -2) == path.section(u'/', 0, -2);
        if (isBeside && asRecorded(facts, draft.images().recordedFormat(facts.path)).backing == path)
            names += facts.path.section(u'/', -1);
    }
    if (names.isEmpty())
        return {};
    return fail(ErrorCode::DeviceInUse, path,
        PlanText::tr("%1 stands on it, and would be of no use without it as it is.").arg(names.join(u", "_s)));
}

/// An image and those below it that external snapshots have made it stand on.
QList<FileFacts> ownChain(const KnownFiles &known, const QString &path, const QString &format)
{
    QList<FileFacts> chain = chainOf(known, path, format);
    qsizetype count = 1;
    while (count < chain.size() && !snapshotOf(chain[count - 1]).isEmpty())
        ++count;
    return chain.first(count);
}

/// What has this snapshot of a disk: 0 the disk itself, else how far below; nothing: none has it.
std::optional<qsizetype> levelOfSnapshot(const QList<FileFacts> &chain, const QString &name)
{
    for (qsizetype i = 0; i < chain.size(); ++i)
        if (snapshotOf(chain[i]) == name || chain[i].snapshotNames.contains(name))
            return i;
    return std::nullopt;
}

/// The definition's disks that a snapshot is of.
Result<QList<Disk>> snapshotDisks(const Draft &draft, const DomainXml &xml)
{
    QList<Disk> disks = disksOf(xml);
    disks.removeIf([](const Disk &disk) { return !disk.isWritten; });
    if (disks.isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
            PlanText::tr("It has no disk of its own."));
    return disks;
}

/// The disk has another image from then on.
void setImage(DomainXml &xml, const QString &target, const QString &path, const QString &format)
{
    const QList<QDomElement> elements = childElements(xml.editableRoot().firstChildElement(u"devices"_s), u"disk"_s);
    for (QDomElement element : elements) {
        if (element.firstChildElement(u"target"_s).attribute(u"dev"_s) != target)
            continue;
        element.setAttribute(u"type"_s, u"file"_s);
        QDomElement source = element.firstChildElement(u"source"_s);
        source.removeAttribute(u"dev"_s);
        source.setAttribute(u"file"_s, path);
        QDomElement driver = element.firstChildElement(u"driver"_s);
        if (driver.isNull())
            driver = element.insertBefore(element.ownerDocument().createElement(u"driver"_s), element.firstChild())
                         .toElement();
        driver.setAttribute(u"name"_s, u"qemu"_s);
        driver.setAttribute(u"type"_s, format);
    }
}

/// What a guest had in its memory of its disks is in its saved state: changed below it, they would be destroyed once it
/// goes on.
Result<> refuseSaved(const Draft &draft, const QUuid &domain, const QString &subject)
{
    if (!draft.world.saved.contains(domain))
        return {};
    return fail(ErrorCode::UnsupportedConfiguration, subject,
        PlanText::tr(
            "It has a saved state, which goes on with the images as they are. Start it and shut it down first, or give "
            "that state up."));
}

/// The same of one image, whatever its machine's definition has come to say since.
Result<> refuseSavedDisk(const Draft &draft, const QString &path)
{
    for (const SavedUse &saved : draft.world.saved)
        if (saved.owner == draft.request.caller && saved.disks.contains(path))
            return fail(ErrorCode::DeviceInUse, path,
                PlanText::tr(
                    "It is a disk of %1, which has a saved state that goes on with it as it is. Start %1 and shut it down "
                    "first, or give that state up.")
                    .arg(saved.machine));
    return {};
}

/// As virsh's --disk-only: each disk goes on in a new image, and the former stays as it was.
Result<> planExternalSnapshot(Draft &draft, const DomainXml &xml, const QList<Disk> &disks, const FileOwner &owner)
{
    const QString name = draft.request.arguments[u"name"].toString();
    DomainXml changed = xml;
    for (const Disk &disk : disks) {
        const QString overlay = overlayOf(disk.path, name);
        FileFacts made;
        made.path = overlay;
        made.backing = disk.path;
        if (snapshotOf(made) != name)
            return fail(ErrorCode::InvalidInput, name,
                PlanText::tr(
                    "The image of an external snapshot ends in its name, and an image format's ending is none."));
        if (auto needed = needImage(draft, {overlay, {u"qcow2"_s, 0, disk.path, disk.format}}, owner); !needed)
            return needed;
        setImage(changed, disk.target, overlay, u"qcow2"_s);
    }
    if (auto finished = finishDefinition(draft, changed); !finished)
        return finished;
    draft.changeDefinition(changed);
    return {};
}

/// Where a machine's UEFI may keep its variables when nobody has said it: in the first of these that is nobody's.
QStringList variablesPlaces(const World &world, const QString &name)
{
    constexpr int most = 8;
    QStringList places;
    if (world.imageFolder.isEmpty())
        return places;
    for (int number = 1; number <= most; ++number)
        places += world.imageFolder.section(u'/', 0, -2) + u"/nvram/" + name
            + (number > 1 ? u"-%1"_s.arg(number) : QString()) + u"_VARS.fd";
    return places;
}

/// The UEFI of a definition that wants one and says nothing of the file for its variables.
std::optional<Firmware> firmwareFor(const DomainXml &xml, const World &world)
{
    const auto machine = readMachine(xml);
    if (!machine || !machine->firmware.efi || machine->firmware.stateless || !machine->firmware.loader.isEmpty()
        || !xml.root().firstChildElement(u"os"_s).firstChildElement(u"nvram"_s).isNull())
        return std::nullopt;
    const auto found = findFirmware(machine->machine, firmwareWish(*machine), world.firmwareFolders);
    return found && !found->variablesTemplate.isEmpty() ? std::optional(*found) : std::nullopt;
}

/// The file with the variables of a machine's UEFI, and what it is copied from where it is not there yet.
struct VariablesFile
{
    QStringList places; ///< one, or where it may be
    QString copyOf;
    QString format;
    QString formatOfCopied;
    bool isNamed = false; ///< the definition has it
    ImageWish wish(const QString &path) const { return {path, {format, 0, {}, {}, copyOf, formatOfCopied}}; }
};

std::optional<VariablesFile> variablesOf(const DomainXml &xml, const World &world)
{
    if (const auto firmware = firmwareFor(xml, world))
        return VariablesFile{variablesPlaces(world, xml.name()), firmware->variablesTemplate, firmware->variablesFormat,
            firmware->variablesFormat, false};
    const QDomElement nvram = xml.root().firstChildElement(u"os"_s).firstChildElement(u"nvram"_s);
    if (textOf(nvram).isEmpty() || nvram.attribute(u"template"_s).isEmpty())
        return std::nullopt;
    const QString format = nvram.attribute(u"format"_s, u"raw"_s);
    return VariablesFile{
        {textOf(nvram)}, nvram.attribute(u"template"_s), format, nvram.attribute(u"templateFormat"_s, format), true};
}

/// What is there was left by another machine, or is one's that has another name now: it is nobody else's boot order and
/// keys.
QString freePlace(const World &world, const QStringList &places)
{
    const auto isFree = [&](const QString &path) {
        return world.files.value(path).kind == FileFacts::Kind::Missing
            && std::none_of(world.domains.all().begin(), world.domains.all().end(), [&](const StoredDomain &other) {
                   const QList<OwnFile> files = ownFilesOf(other.xml);
                   return std::any_of(
                       files.begin(), files.end(), [&](const OwnFile &file) { return file.path == path; });
               });
    };
    const auto found = std::find_if(places.begin(), places.end(), isFree);
    return found == places.end() ? places.value(0) : *found;
}

/// A reader takes what has no format for raw.
void nameVariables(DomainXml &xml, const QString &file, const QString &format)
{
    QDomElement os = xml.editableRoot().firstChildElement(u"os"_s);
    QDomElement nvram = childInLibvirtOrder(os, u"nvram"_s);
    if (format != u"raw")
        nvram.setAttribute(u"format"_s, format);
    nvram.appendChild(nvram.ownerDocument().createTextNode(file));
}

/// Begins anew on the image that an external snapshot has left as it was.
Result<> revertToExternal(Draft &draft, const QList<Disk> &disks, const FileOwner &owner)
{
    QList<StepPtr> last;
    for (const Disk &disk : disks) {
        const FileFacts facts = draft.world.files.value(disk.path);
        const ImagePlace old = ImagePlace::make(disk.path, owner);
        const ImagePlace fresh = ImagePlace::make(disk.path, owner);
        CreateImage::Content content{u"qcow2"_s, facts.virtualSize, facts.backing, facts.backingFormat};
        if (content.backingFormat.isEmpty())
            content.backingFormat = u"qcow2"_s;
        draft.need(std::make_shared<const SetAsideImage>(old));
        draft.need(std::make_shared<const ReserveImage>(fresh));
        draft.need(std::make_shared<const CreateImage>(fresh, content));
        last += std::make_shared<const DiscardImage>(old);
    }
    draft.plan.steps += last;
    return {};
}

/// What one disk of a machine needs to go on in the image that its latest external snapshot stands on.
struct Merge
{
    Disk disk;
    FileFacts overlay;
    FileFacts base;
};

Result<Merge> mergeOf(const Draft &draft, const Disk &disk)
{
    const QList<FileFacts> chain = ownChain(draft.world.files, disk.path, disk.format);
    if (chain.size() < 2 || chain.first().backingFormat.isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, disk.path,
            PlanText::tr("It does not say which format the image has that it stands on."));
    Merge merge{disk, chain[0], chain[1]};
    // As it was opened until then: what its first bytes look like may be the guest's work.
    merge.base.format = merge.overlay.backingFormat;
    if (merge.base.format != u"raw" && merge.base.format != u"qcow2")
        return fail(ErrorCode::UnsupportedConfiguration, merge.base.path,
            PlanText::tr("It is %1: only raw and qcow2 images are written to.").arg(merge.base.format));
    if (!merge.overlay.snapshotNames.isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, disk.path,
            PlanText::tr("These snapshots are inside it and would be lost: %1. Delete them first.")
                .arg(merge.overlay.snapshotNames.join(u", "_s)));
    if (!merge.base.writable)
        return fail(ErrorCode::PermissionDenied, merge.base.path, PlanText::tr("You may not write to it."));
    const quint64 free = draft.world.files.value(merge.base.path.section(u'/', 0, -2)).freeBytes; // told of folders
    if (merge.overlay.allocated > free)
        return fail(ErrorCode::LimitExceeded, merge.base.path,
            PlanText::tr("%1 are free there, and what is written into it may take %2.")
                .arg(sizeText(qint64(free)), sizeText(qint64(merge.overlay.allocated))));
    for (const QString &path : {merge.overlay.path, merge.base.path}) {
        QList<ImageUse> others = draft.images().usersOf(path);
        others.removeIf([&](const ImageUse &use) { return use.machine == draft.plan.domainName; });
        if (!others.isEmpty())
            return inUse(path, others);
        if (const auto alone = nothingStandsOn(draft, path, merge.overlay.path); !alone)
            return fail(alone.error());
    }
    return merge;
}

/// What was written since goes into the images below, which the machine goes on in. The definition follows once they
/// read as the overlays do, and only then these are deleted.
Result<> mergeExternal(Draft &draft, const DomainXml &xml, const QList<Disk> &disks, const FileOwner &owner)
{
    if (const auto none = refuseSaved(draft, draft.plan.domain, u"domain "_s + draft.plan.domainName); !none)
        return none;
    DomainXml changed = xml;
    QList<StepPtr> last;
    QList<StepPtr> lastOfAll;
    for (const Disk &disk : disks) {
        const auto merge = mergeOf(draft, disk);
        if (!merge)
            return fail(merge.error());
        const ImagePlace overlay = ImagePlace::make(disk.path, owner);
        const ImagePlace below = ImagePlace::make(merge->base.path, owner);
        CommitImage::Base base{merge->base.path, merge->base.format, {}};
        // A snapshot inside it costs nothing, and lets a merge that fails be taken back.
        if (base.format == u"qcow2") {
            base.guard = u"laneway-"_s + below.token;
            draft.need(std::make_shared<const SnapshotImage>(below, base.guard, u"create"_s));
            lastOfAll += std::make_shared<const SnapshotImage>(below, base.guard, u"delete"_s);
        } else {
            draft.plan.loses += PlanText::tr(
                "The snapshot cannot be brought back once writing to %1 has begun, as it is %2: if that fails, "
                "the machine's disk stays as it is, and the snapshot has to be deleted again.")
                                    .arg(base.path, base.format);
        }
        draft.need(std::make_shared<const CommitImage>(overlay, base));
        last += std::make_shared<const DiscardImage>(overlay);
        setImage(changed, disk.target, base.path, base.format);
        draft.plan.resources += u"file "_s + base.path;
    }
    // Set aside only once all are written: until then nothing but the bases has changed.
    for (const StepPtr &discard : std::as_const(last))
        draft.need(std::make_shared<const SetAsideImage>(dynamic_cast<const DiscardImage &>(*discard).place()));
    if (auto finished = finishDefinition(draft, changed); !finished)
        return finished;
    draft.changeDefinition(changed);
    draft.plan.steps += last + lastOfAll;
    return {};
}

} // namespace

FileQuestions filesToLookAt(const PlanRequest &request, const World &world)
{
    FileQuestions questions;
    const QString path = request.arguments[u"path"].toString();
    const auto add = [&](const QString &one) {
        if (one.startsWith(u'/') && questions.paths.size() < 4 * mostImages && !questions.paths.contains(one))
            questions.paths += one;
    };
    const auto addWish = [&](const ImageWish &wish) {
        for (const QString &one : {wish.path, wish.content.backing, wish.content.copyOf})
            add(one);
    };
    const auto addVariables = [&](const DomainXml &xml) {
        if (const auto variables = variablesOf(xml, world)) {
            for (const QString &place : variables->places)
                add(place);
            add(variables->copyOf);
        }
    };
    if (request.kind == u"create") {
        for (const ImageWish &wish : wishesIn(request.arguments))
            addWish(wish);
        add(kvmNode);
        if (const auto xml = DomainXml::parse(request.arguments[u"xml"].toString().toUtf8())) {
            for (const Disk &disk : disksOf(*xml))
                add(disk.path);
            addVariables(*xml);
        }
    } else if (request.kind == u"start") {
        const StoredDomain *domain = world.domains.find(request.arguments[u"domain"].toString(), request.caller);
        if (domain)
            addVariables(domain->xml);
    } else if (request.kind == u"attach") {
        for (const ImageWish &wish : wishesIn(request.arguments))
            addWish(wish);
        for (const Disk &disk : disksOf(request.arguments[u"xml"].toString().toUtf8()))
            add(disk.path);
    } else if (request.kind == u"edit") {
        const StoredDomain *domain = world.domains.find(request.arguments[u"domain"].toString(), request.caller);
        const auto next = DomainXml::parse(request.arguments[u"xml"].toString().toUtf8());
        if (domain && next)
            for (const Disk &disk : disksAddedTo(*next, domain->xml))
                add(disk.path);
    } else if (request.kind == u"image-create") {
        addWish(wishFrom(request.arguments));
    } else if (request.kind == u"image-resize" || request.kind == u"image-delete") {
        add(path);
        if (path.startsWith(u'/'))
            questions.folders += path.section(u'/', 0, -2);
    } else if (request.kind.startsWith(u"snapshot-")) {
        if (const StoredDomain *domain = world.domains.find(request.arguments[u"domain"].toString(), request.caller))
            for (const Disk &disk : disksOf(domain->xml)) {
                add(disk.path);
                add(overlayOf(disk.path, request.arguments[u"name"].toString()));
                if (request.kind == u"snapshot-delete")
                    questions.folders += disk.path.section(u'/', 0, -2);
                questions.snapshotsOf = domain->xml.name();
            }
    }
    if (!questions.paths.isEmpty())
        questions.disks = diskUses(world, request.caller);
    questions.folders.removeAll(QString());
    questions.folders.removeDuplicates();
    questions.paths.removeIf([](const QString &one) { return one.size() > 1000 || one.contains(QChar(0)); });
    questions.folders.removeIf([](const QString &one) { return one.size() > 1000 || one.contains(QChar(0)); });
    return questions;
}

Result<KnownFiles> lookAtFiles(OwnerPrograms &programs, const FileOwner &owner, const FileQuestions &questions)
{
    const OwnerFiles files(programs, owner, u"look-"_s + QString::number(QRandomGenerator::system()->generate64(), 16));
    KnownFiles known;
    const auto looked = files.look(questions.paths);
    if (!looked)
        return fail(looked.error());
    for (qsizetype i = 0; i < looked->size(); ++i)
        known.insert(questions.paths[i], looked->at(i));
    for (const QString &folder : questions.folders) {
        const auto listed = files.list(folder);
        if (!listed)
            return fail(listed.error());
        for (const FileFacts &facts : *listed)
            known.insert(facts.path, facts);
    }
    if (const auto followed = followChains(files, questions.disks, known); !followed)
        return fail(followed.error());
    for (const DiskUse &disk : questions.disks) {
        if (questions.snapshotsOf.isEmpty() || disk.machine != questions.snapshotsOf)
            continue;
        for (const FileFacts &one : ownChain(known, disk.path, disk.format)) {
            if (one.format != u"qcow2" || one.snapshots == 0 || !one.snapshotNames.isEmpty())
                continue;
            const auto info = files.qemuImg({u"info"_s, u"-U"_s, u"-f"_s, u"qcow2"_s, u"--output=json"_s, one.path});
            if (!info)
                return fail(info.error());
            const QJsonArray inside = QJsonDocument::fromJson(*info)[u"snapshots"].toArray();
            for (const QJsonValue &snapshot : inside)
                known[one.path].snapshotNames += snapshot[u"name"].toString();
        }
    }
    return known;
}

QList<DiskUse> diskUses(const World &world, uint owner)
{
    QList<DiskUse> uses;
    const auto add = [&](const DomainXml &xml) {
        for (const Disk &disk : disksOf(xml))
            uses += {xml.name(), disk.path, disk.format};
        for (const OwnFile &file : ownFilesOf(xml))
            if (file.isNvram)
                uses += {xml.name(), file.path, file.format};
    };
    for (const StoredDomain &domain : world.domains.all())
        if (domain.owner == owner)
            add(domain.xml);
    for (const RunRecord &run : world.runs)
        if (run.owner == owner && run.live())
            add(*run.live());
    return uses;
}

namespace {
/// It may run all the same: memory can be swapped out, processors take turns.
void warnOfMoreThanThereIs(Draft &draft, const DomainXml &xml)
{
    const auto machine = readMachine(xml);
    const HostSnapshot &host = draft.world.host;
    if (!machine)
        return;
    if (host.memoryBytes > 0 && machine->memoryBytes > host.memoryBytes)
        draft.plan.warnings
            += PlanText::tr("%1 of memory are more than the %2 of this host: it may not start, or everything be slow.")
                   .arg(sizeText(qint64(machine->memoryBytes)), sizeText(qint64(host.memoryBytes)));
    if (host.processors > 0 && machine->vcpus > host.processors)
        draft.plan.warnings
            += PlanText::tr("%1 processors are more than the %2 of this host: they take turns, which is slow.")
                   .arg(machine->vcpus)
                   .arg(host.processors);
}
} // namespace

static Result<> planCreated(Draft &draft)
{
    const QJsonObject &arguments = draft.request.arguments;
    auto xml = DomainXml::parse(arguments[u"xml"].toString().toUtf8());
    if (!xml)
        return fail(xml.error());
    const bool start = arguments[u"start"].toBool();
    draft.plan.title
        = start ? PlanText::tr("Create and start %1").arg(xml->name()) : PlanText::tr("Create %1").arg(xml->name());
    const QString title = draft.plan.title;
    const auto owner = ownerOf(draft);
    if (!owner)
        return fail(owner.error());
    QList<ImageWish> wishes = wishesIn(arguments);
    if (const auto variables = variablesOf(*xml, draft.world); variables && !variables->isNamed) {
        const QString path = freePlace(draft.world, variables->places);
        nameVariables(*xml, path, variables->format);
        wishes += variables->wish(path);
    }
    if (const FileFacts kvm = draft.world.files.value(kvmNode);
        arguments[u"emulate"].toBool() && xml->type() == u"kvm" && !kvm.writable) {
        useEmulation(*xml);
        draft.plan.warnings += (kvm.kind == FileFacts::Kind::Missing
                ? PlanText::tr(
                    "%1 is run by software, which is slow: there is no /dev/kvm. Virtualization may be off in the firmware, "
                    "or the module kvm not loaded.")
                : PlanText::tr(
                    "%1 is run by software, which is slow: you may not use /dev/kvm. Members of its group may."))
                                   .arg(xml->name());
    }
    if (auto finished = finishDefinition(draft, *xml); !finished)
        return finished;
    warnOfMoreThanThereIs(draft, *xml);
    if (draft.world.runs.contains(xml->uuid()) || draft.world.saved.contains(xml->uuid()))
        return fail(ErrorCode::AlreadyExists, xml->name(), PlanText::tr("Another machine has this UUID already."));
    int owned = 0;
    for (const StoredDomain &other : draft.world.domains.all()) {
        owned += other.owner == draft.request.caller;
        if (other.xml.uuid() == xml->uuid())
            return fail(ErrorCode::AlreadyExists, xml->name(), PlanText::tr("Another machine has this UUID already."));
        if (other.owner == draft.request.caller && other.xml.name() == xml->name())
            return fail(ErrorCode::AlreadyExists, xml->name(), PlanText::tr("Another machine has this name already."));
    }
    if (owned >= DomainStore::mostPerOwner)
        return fail(ErrorCode::LimitExceeded, xml->name(), u"too many definitions"_s);

    const auto needed = needEach(draft, wishes, *owner);
    if (!needed)
        return fail(needed.error());
    const QStringList &made = *needed;
    for (const Disk &disk : disksOf(*xml)) {
        if (made.contains(disk.path))
            continue;
        const FileFacts facts = draft.world.files.value(disk.path);
        if (facts.kind == FileFacts::Kind::Missing)
            return fail(ErrorCode::NotFound, disk.path, PlanText::tr("There is no such file."));
        if (!facts.isImage() || (disk.isWritten && !facts.writable))
            return fail(ErrorCode::PermissionDenied, disk.path,
                facts.isImage() ? PlanText::tr("You may not write to it.")
                                : PlanText::tr("It cannot be read as a disk image."));
        if (auto unused = unusedByOthers(draft, disk); !unused)
            return unused;
    }

    draft.plan.domain = xml->uuid();
    draft.plan.domainName = xml->name();
    draft.plan.resources += u"name %1 %2"_s.arg(draft.request.caller).arg(xml->name());
    draft.changeDefinition(*xml);
    if (!start)
        return {};
    draft.created = DomainStore::storedAs(*xml, draft.request.caller);
    auto planned = planStart(draft);
    draft.plan.title = title;
    return planned;
}

Result<> planCreate(Draft &draft)
{
    return planCreated(draft).map_error(
        [&](const Error &error) { return withPlace(error, draft.request.arguments[u"xml"].toString()); });
}

Result<> needVariables(Draft &draft, DomainXml &live)
{
    const auto variables = variablesOf(live, draft.world);
    if (!variables || !draft.world.files.contains(variables->places.value(0)))
        return {};
    const QString path = variables->isNamed ? variables->places.first() : freePlace(draft.world, variables->places);
    if (!variables->isNamed) {
        DomainXml definition = draft.world.domains.find(draft.plan.domain)->xml;
        nameVariables(definition, path, variables->format);
        draft.changeDefinition(definition);
        nameVariables(live, path, variables->format);
    } else if (draft.world.files[path].kind != FileFacts::Kind::Missing) {
        return {};
    }
    const auto owner = ownerOf(draft);
    if (!owner)
        return fail(owner.error());
    return needImage(draft, variables->wish(path), *owner);
}

Result<> needImages(Draft &draft)
{
    const QList<ImageWish> wishes = wishesIn(draft.request.arguments);
    if (wishes.isEmpty())
        return {};
    const auto owner = ownerOf(draft);
    if (!owner)
        return fail(owner.error());
    return needEach(draft, wishes, *owner).map([](const QStringList &) {});
}

Result<> refuseUsedImages(const Draft &draft, const QByteArray &devices)
{
    for (const Disk &disk : disksOf(devices))
        if (auto unused = unusedByOthers(draft, disk); !unused)
            return unused;
    return {};
}

Result<> refuseUsedImages(const Draft &draft, const DomainXml &next, const DomainXml &before)
{
    for (const Disk &disk : disksAddedTo(next, before))
        if (auto unused = unusedByOthers(draft, disk); !unused)
            return unused;
    return {};
}

Result<> planImageCreate(Draft &draft)
{
    const ImageWish wish = wishFrom(draft.request.arguments);
    draft.plan.title = PlanText::tr("Create the image %1").arg(wish.path.section(u'/', -1));
    return ownerOf(draft).and_then([&](const FileOwner &owner) { return needImage(draft, wish, owner); });
}

Result<> planImageResize(Draft &draft)
{
    const QString path = draft.request.arguments[u"path"].toString();
    const quint64 bytes = draft.request.arguments[u"bytes"].toString().toULongLong();
    draft.plan.title = PlanText::tr("Resize the image %1").arg(path.section(u'/', -1));
    const auto owner = ownerOf(draft);
    if (!owner)
        return fail(owner.error());
    const auto facts = imageAt(draft, path);
    if (!facts)
        return fail(facts.error());
    if (bytes < facts->virtualSize || bytes > largest)
        return fail(ErrorCode::InvalidInput, path,
            PlanText::tr("It has %1. An image can be made larger, not smaller: that would cut off what is at its end.")
                .arg(sizeText(qint64(facts->virtualSize))));
    if (facts->snapshots > 0 && facts->format == u"qcow2" && !facts->writable)
        return fail(ErrorCode::PermissionDenied, path, PlanText::tr("You may not write to it."));
    for (const RunRecord &run : draft.world.runs)
        if (run.live() && run.owner == draft.request.caller)
            for (const Disk &disk : disksOf(*run.live()))
                if (disk.path == path)
                    return fail(ErrorCode::DeviceInUse, path,
                        PlanText::tr("The running machine %1 has it. Shut it down first.").arg(run.name));
    if (const auto free = refuseSavedDisk(draft, path); !free)
        return free;
    QList<ImageUse> users = draft.images().usersOf(path);
    users.removeIf([](const ImageUse &use) { return use.through.isEmpty(); });
    if (!users.isEmpty())
        return inUse(path, users);
    if (const auto alone = nothingStandsOn(draft, path); !alone)
        return alone;
    const auto format = formatOf(draft, *facts, draft.request.arguments[u"format"].toString());
    if (!format)
        return fail(format.error());
    draft.need(std::make_shared<const ResizeImage>(
        ImagePlace::make(path, *owner), *format, (bytes + 511) / 512 * 512, facts->virtualSize));
    draft.plan.resources += u"file "_s + path;
    return {};
}

Result<> planImageDelete(Draft &draft)
{
    const QString path = draft.request.arguments[u"path"].toString();
    draft.plan.title = PlanText::tr("Delete the image %1").arg(path.section(u'/', -1));
    const auto owner = ownerOf(draft);
    if (!owner)
        return fail(owner.error());
    const auto facts = imageAt(draft, path);
    if (!facts)
        return fail(facts.error());
    if (const auto users = draft.images().usersOf(path); !users.isEmpty())
        return inUse(path, users);
    if (const auto free = refuseSavedDisk(draft, path); !free)
        return free;
    if (const auto alone = nothingStandsOn(draft, path); !alone)
        return alone;
    const ImagePlace place = ImagePlace::make(path, *owner);
    draft.need(std::make_shared<const SetAsideImage>(place));
    draft.need(std::make_shared<const DiscardImage>(place));
    draft.plan.resources += u"file "_s + path;
    draft.plan.loses += PlanText::tr("%1 is deleted with all that is in it, and cannot be brought back.").arg(path);
    return {};
}

Result<> planSnapshot(Draft &draft)
{
    const QString name = draft.request.arguments[u"name"].toString();
    const QString act = draft.request.kind.section(u'-', 1);
    const auto domain = draft.definition();
    if (!domain)
        return fail(domain.error());
    draft.plan.title = (act == u"create" ? PlanText::tr("Take the snapshot “%1” of %2")
            : act == u"delete"           ? PlanText::tr("Delete the snapshot “%1” of %2")
                                         : PlanText::tr("Go back to the snapshot “%1” of %2"))
                           .arg(name, draft.plan.domainName);
    static const QRegularExpression form(u"\\A[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}\\z"_s);
    if (!form.match(name).hasMatch())
        return fail(ErrorCode::InvalidInput, name.left(64),
            PlanText::tr("A snapshot's name is letters, digits and . _ + -, 64 at most."));
    const auto owner = ownerOf(draft);
    if (!owner)
        return fail(owner.error());
    if (draft.run())
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
            PlanText::tr("It is running: a snapshot of its disks alone would be of a torn state. Shut it down first."));
    // One inside an image can go: what the image holds now stays.
    if (act != u"delete")
        if (const auto none = refuseSaved(draft, draft.plan.domain, u"domain "_s + draft.plan.domainName); !none)
            return none;
    const auto disks = snapshotDisks(draft, (*domain)->xml);
    if (!disks)
        return fail(disks.error());
    for (const Disk &disk : *disks) {
        if (const auto image = imageAt(draft, disk.path); !image)
            return fail(image.error());
        draft.plan.resources += u"file "_s + disk.path;
        const QList<FileFacts> chain = ownChain(draft.world.files, disk.path, disk.format);
        const auto level = levelOfSnapshot(chain, name);
        if (act == u"create" && level)
            return fail(ErrorCode::AlreadyExists, name, PlanText::tr("There is a snapshot of this name already."));
        if (act != u"create" && !level)
            return fail(ErrorCode::NotFound, name, PlanText::tr("%1 has no snapshot of this name.").arg(disk.path));
        if (act != u"create" && *level > 0)
            return fail(ErrorCode::UnsupportedConfiguration, name,
                PlanText::tr(
                    "It is in %1, below the snapshot %2 that the machine has gone on from. Only the images of the "
                    "latest external snapshot can be gone back to or changed.")
                    .arg(chain[*level].path, snapshotOf(chain.first())));
        // What another machine's disk stands on has to stay as it is.
        QList<ImageUse> others = draft.images().usersOf(disk.path);
        others.removeIf([&](const ImageUse &use) { return use.machine == draft.plan.domainName; });
        if (act == u"revert" && !others.isEmpty())
            return inUse(disk.path, others);
    }
    if (act == u"create" && draft.request.arguments[u"external"].toBool())
        return planExternalSnapshot(draft, (*domain)->xml, *disks, *owner);
    const bool isExternal = std::all_of(disks->begin(), disks->end(),
        [&](const Disk &disk) { return snapshotOf(draft.world.files.value(disk.path)) == name; });
    if (act == u"revert")
        draft.plan.loses
            += PlanText::tr("What %1 has written to its disks since then is lost.").arg(draft.plan.domainName);
    if (isExternal && act == u"revert")
        return revertToExternal(draft, *disks, *owner);
    if (act == u"delete")
        draft.plan.loses += PlanText::tr("What the disks were at %1: they cannot go back to it any more.").arg(name);
    if (isExternal)
        return mergeExternal(draft, (*domain)->xml, *disks, *owner);
    for (const Disk &disk : *disks) {
        if (disk.format != u"qcow2")
            return fail(ErrorCode::UnsupportedConfiguration, disk.path,
                PlanText::tr("A %1 image has no room for snapshots. Take an external one, or use qcow2.")
                    .arg(disk.format));
        draft.need(std::make_shared<const SnapshotImage>(ImagePlace::make(disk.path, *owner), name, act));
    }
    return {};
}

} // namespace laneway
