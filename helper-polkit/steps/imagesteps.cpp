// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/imagesteps.h"

#include "steps/arguments.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QRegularExpression>

namespace laneway {

namespace {

constexpr int copyMs = 24 * 3'600'000; // large, and over a network

QString quoted(const QString &word)
{
    static const QRegularExpression plain(u"\\A[A-Za-z0-9_=./,:@+%-]+\\z"_s);
    return plain.match(word).hasMatch() ? word : u'\'' + QString(word).replace(u'\'', u"'\\''"_s) + u'\'';
}

QString commandOf(const QString &program, const QStringList &arguments)
{
    QStringList words{program};
    for (const QString &argument : arguments)
        words += quoted(argument);
    return words.join(u' ');
}

QStringList commandOfQemuImg(QStringList arguments)
{
    arguments.removeAll(u"-q"_s);
    return {commandOf(u"qemu-img"_s, arguments)};
}

template <typename T> Result<StepPtr> placeStep(const QJsonObject &json)
{
    Arguments arguments(json);
    const ImagePlace place = ImagePlace::fromJson(arguments, json);
    return arguments.step([&] { return std::make_shared<const T>(place); });
}

Result<QJsonObject> infoOf(const OwnerFiles &files, const QString &path, const QString &format)
{
    return files.qemuImg({u"info"_s, u"-U"_s, u"-f"_s, format, u"--output=json"_s, path})
        .map([](const QByteArray &json) { return QJsonDocument::fromJson(json).object(); });
}

tl::unexpected<Error> otherFile(const QString &path)
{
    return fail(ErrorCode::HostChanged, path, u"it is not the file that it was when the plan was made"_s);
}

} // namespace

// Places

QString ImagePlace::unfinished() const
{
    return path.section(u'/', 0, -2) + u"/."_s + path.section(u'/', -1) + u".laneway-"_s + token;
}

OwnerFiles ImagePlace::files(const Kernel &kernel) const
{
    return {kernel.programs, owner, u"image-"_s + token};
}

QJsonObject ImagePlace::toJson() const
{
    QJsonObject json = owner.toJson();
    json[u"path"] = path;
    json[u"token"] = token;
    return json;
}

ImagePlace ImagePlace::fromJson(Arguments &arguments, const QJsonObject &json)
{
    ImagePlace place{arguments.text(u"path"), arguments.text(u"token"), FileOwner::fromJson(json)};
    static const QRegularExpression form(u"\\A[0-9a-f]{1,16}\\z"_s);
    if (!checkImagePath(place.path) || !form.match(place.token).hasMatch())
        arguments.refuse(u"path");
    return place;
}

ImagePlace ImagePlace::make(const QString &path, const FileOwner &owner)
{
    return {path, QString::number(QRandomGenerator::system()->generate64(), 16), owner};
}

// ReserveImage

Result<StepPtr> ReserveImage::fromJson(const QJsonObject &arguments)
{
    return placeStep<ReserveImage>(arguments);
}

QStringList ReserveImage::commands() const
{
    return {commandOf(u"mkdir"_s, {u"-p"_s, m_place.path.section(u'/', 0, -2)})};
}

Result<QJsonObject> ReserveImage::formerState(const Kernel &kernel) const
{
    const auto there = m_place.files(kernel).look(m_place.path);
    if (!there)
        return fail(there.error());
    if (there->kind != FileFacts::Kind::Missing)
        return fail(ErrorCode::AlreadyExists, m_place.path, u"it is there already, and is left as it is"_s);
    return QJsonObject{{u"token"_s, m_place.token}};
}

Result<> ReserveImage::apply(Kernel &kernel) const
{
    const auto reserved = m_place.files(kernel).reserve(m_place.unfinished());
    // A name of this step's alone: who has it already is this step.
    return !reserved && reserved.error().code == ErrorCode::AlreadyExists ? Result<>() : reserved;
}

Result<> ReserveImage::verify(const Kernel &kernel) const
{
    return m_place.files(kernel).look(m_place.unfinished()).and_then([&](const FileFacts &facts) {
        return facts.kind == FileFacts::Kind::File
            ? Result<>()
            : fail(ErrorCode::VerificationFailed, m_place.path, u"its place was not kept"_s);
    });
}

Result<> ReserveImage::undo(Kernel &kernel, const QJsonObject &) const
{
    const OwnerFiles files = m_place.files(kernel);
    return files.endLeftovers().and_then([&] { return files.remove(m_place.unfinished(), u"-"_s); });
}

// CreateImage

Result<StepPtr> CreateImage::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const ImagePlace place = ImagePlace::fromJson(arguments, json);
    Content content;
    content.format = arguments.text(u"format");
    content.bytes = arguments.bytes(u"bytes");
    content.backing = arguments.textOr(u"backing");
    content.backingFormat = arguments.textOr(u"backingFormat");
    content.copyOf = arguments.textOr(u"copyOf");
    content.copyFormat = arguments.textOr(u"copyFormat");
    return arguments.step([&] { return std::make_shared<const CreateImage>(place, content); });
}

QJsonObject CreateImage::arguments() const
{
    QJsonObject json = ImageStep::arguments();
    json[u"format"] = m_content.format;
    json[u"bytes"] = QString::number(m_content.bytes);
    if (!m_content.backing.isEmpty()) {
        json[u"backing"] = m_content.backing;
        json[u"backingFormat"] = m_content.backingFormat;
    }
    if (!m_content.copyOf.isEmpty()) {
        json[u"copyOf"] = m_content.copyOf;
        json[u"copyFormat"] = m_content.copyFormat;
    }
    return json;
}

QStringList CreateImage::program(const QString &file) const
{
    if (!m_content.copyOf.isEmpty())
        return {
            u"convert"_s, u"-q"_s, u"-f"_s, m_content.copyFormat, u"-O"_s, m_content.format, m_content.copyOf, file};
    QStringList arguments{u"create"_s, u"-q"_s, u"-f"_s, m_content.format};
    if (!m_content.backing.isEmpty())
        arguments += {u"-b"_s, m_content.backing, u"-F"_s, m_content.backingFormat};
    arguments += file;
    if (m_content.bytes > 0)
        arguments += QString::number(m_content.bytes);
    return arguments;
}

QStringList CreateImage::commands() const
{
    return commandOfQemuImg(program(m_place.path));
}

Result<QJsonObject> CreateImage::formerState(const Kernel &kernel) const
{
    return m_place.files(kernel)
        .look(m_place.unfinished())
        .and_then([&](const FileFacts &facts) -> Result<QJsonObject> {
            if (facts.kind != FileFacts::Kind::File)
                return fail(ErrorCode::HostChanged, m_place.path, u"its place was not kept"_s);
            return QJsonObject{{u"id"_s, facts.id}};
        });
}

Result<> CreateImage::apply(Kernel &kernel) const
{
    const OwnerFiles files = m_place.files(kernel);
    const auto facts = files.look(QStringList{m_place.unfinished(), m_place.path});
    if (!facts)
        return fail(facts.error());
    if (facts->at(0).kind == FileFacts::Kind::Missing && facts->at(1).kind == FileFacts::Kind::File)
        return {}; // it has its name already
    return files.qemuImg(program(m_place.unfinished()), m_content.copyOf.isEmpty() ? 60'000 : copyMs)
        .and_then(
            [&](const QByteArray &) { return files.publish(m_place.unfinished(), m_place.path, facts->at(0).id); });
}

Result<> CreateImage::verify(const Kernel &kernel) const
{
    const auto info = infoOf(m_place.files(kernel), m_place.path, m_content.format);
    if (!info)
        return fail(info.error());
    if (quint64((*info)[u"virtual-size"].toInteger()) < m_content.bytes
        || (*info)[u"backing-filename"].toString() != m_content.backing)
        return fail(ErrorCode::VerificationFailed, m_place.path, u"qemu-img tells of another image"_s);
    return {};
}

Result<> CreateImage::undo(Kernel &kernel, const QJsonObject &former) const
{
    const OwnerFiles files = m_place.files(kernel);
    const QString id = former[u"id"].toString();
    if (const auto ended = files.endLeftovers(); !ended)
        return ended;
    const auto facts = files.look(QStringList{m_place.unfinished(), m_place.path});
    if (!facts)
        return fail(facts.error());
    // Another file that has its name by now is somebody else's; the reserved one is ReserveImage's.
    return facts->at(1).id == id ? files.remove(m_place.path, id) : Result<>();
}

// SetAsideImage

Result<StepPtr> SetAsideImage::fromJson(const QJsonObject &arguments)
{
    return placeStep<SetAsideImage>(arguments);
}

QStringList SetAsideImage::commands() const
{
    return {commandOf(u"mv"_s, {u"-n"_s, m_place.path, m_place.unfinished()})};
}

Result<QJsonObject> SetAsideImage::formerState(const Kernel &kernel) const
{
    return m_place.files(kernel).look(m_place.path).and_then([&](const FileFacts &facts) -> Result<QJsonObject> {
        if (facts.kind != FileFacts::Kind::File)
            return fail(ErrorCode::NotFound, m_place.path, u"no file is there"_s);
        return QJsonObject{{u"id"_s, facts.id}};
    });
}

Result<> SetAsideImage::apply(Kernel &kernel) const
{
    const OwnerFiles files = m_place.files(kernel);
    const auto facts = files.look(QStringList{m_place.path, m_place.unfinished()});
    if (!facts)
        return fail(facts.error());
    if (facts->at(1).kind == FileFacts::Kind::File)
        return {};
    return files.publish(m_place.path, m_place.unfinished(), facts->at(0).id);
}

Result<> SetAsideImage::verify(const Kernel &kernel) const
{
    return m_place.files(kernel).look(m_place.unfinished()).and_then([&](const FileFacts &facts) {
        return facts.kind == FileFacts::Kind::File ? Result<>()
                                                   : fail(ErrorCode::VerificationFailed, m_place.path, u"it is gone"_s);
    });
}

Result<> SetAsideImage::undo(Kernel &kernel, const QJsonObject &former) const
{
    const OwnerFiles files = m_place.files(kernel);
    const auto facts = files.look(m_place.unfinished());
    if (!facts)
        return fail(facts.error());
    if (facts->kind == FileFacts::Kind::Missing)
        return {};
    return files.publish(m_place.unfinished(), m_place.path, former[u"id"].toString());
}

// DiscardImage

Result<StepPtr> DiscardImage::fromJson(const QJsonObject &arguments)
{
    return placeStep<DiscardImage>(arguments);
}

QStringList DiscardImage::commands() const
{
    return {commandOf(u"rm"_s, {m_place.unfinished()})};
}

Result<QJsonObject> DiscardImage::formerState(const Kernel &kernel) const
{
    return m_place.files(kernel).look(m_place.unfinished()).map([](const FileFacts &facts) {
        return QJsonObject{{u"id"_s, facts.id}};
    });
}

Result<> DiscardImage::apply(Kernel &kernel) const
{
    return m_place.files(kernel).remove(m_place.unfinished(), u"-"_s);
}

Result<> DiscardImage::verify(const Kernel &kernel) const
{
    return m_place.files(kernel).look(m_place.unfinished()).and_then([&](const FileFacts &facts) {
        return facts.kind == FileFacts::Kind::Missing
            ? Result<>()
            : fail(ErrorCode::VerificationFailed, m_place.path, u"it is still there"_s);
    });
}

Result<> DiscardImage::undo(Kernel &, const QJsonObject &) const
{
    return {}; // what is still there is SetAsideImage's to bring back
}

// CommitImage

Result<StepPtr> CommitImage::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const ImagePlace place = ImagePlace::fromJson(arguments, json);
    const Base base{arguments.text(u"base"), arguments.text(u"baseFormat"), arguments.textOr(u"guard")};
    return arguments.step([&] { return std::make_shared<const CommitImage>(place, base); });
}

QJsonObject CommitImage::arguments() const
{
    QJsonObject json = ImageStep::arguments();
    json[u"base"] = m_base.path;
    json[u"baseFormat"] = m_base.format;
    if (!m_base.guard.isEmpty())
        json[u"guard"] = m_base.guard;
    return json;
}

QStringList CommitImage::commands() const
{
    return commandOfQemuImg({u"commit"_s, u"-f"_s, u"qcow2"_s, u"-d"_s, m_place.path})
        + commandOfQemuImg({u"compare"_s, u"-f"_s, u"qcow2"_s, u"-F"_s, m_base.format, m_place.path, m_base.path});
}

Result<QJsonObject> CommitImage::formerState(const Kernel &kernel) const
{
    const auto facts = m_place.files(kernel).look(QStringList{m_place.path, m_base.path});
    if (!facts)
        return fail(facts.error());
    if (facts->at(0).format != u"qcow2" || facts->at(0).backing != m_base.path
        || facts->at(1).kind != FileFacts::Kind::File)
        return otherFile(m_place.path);
    return QJsonObject{{u"id"_s, facts->at(0).id}, {u"modified"_s, facts->at(1).modified},
        {u"at"_s, QDateTime::currentSecsSinceEpoch()}};
}

Result<> CommitImage::apply(Kernel &kernel) const
{
    return m_place.files(kernel)
        .qemuImg({u"commit"_s, u"-q"_s, u"-f"_s, u"qcow2"_s, u"-d"_s, m_place.path}, copyMs)
        .map([](const QByteArray &) {});
}

/// Byte for byte: from then on only the base is left.
Result<> CommitImage::verify(const Kernel &kernel) const
{
    return m_place.files(kernel)
        .qemuImg(
            {u"compare"_s, u"-q"_s, u"-f"_s, u"qcow2"_s, u"-F"_s, m_base.format, m_place.path, m_base.path}, copyMs)
        .map([](const QByteArray &) {})
        .map_error([&](const Error &error) {
            return Error{ErrorCode::VerificationFailed, m_base.path, error.detail};
        });
}

Result<> CommitImage::undo(Kernel &kernel, const QJsonObject &former) const
{
    const OwnerFiles files = m_place.files(kernel);
    if (const auto ended = files.endLeftovers(); !ended)
        return ended;
    if (!m_base.guard.isEmpty())
        return files.qemuImg({u"snapshot"_s, u"-q"_s, u"-a"_s, m_base.guard, m_base.path}, 600'000)
            .map([](const QByteArray &) {});
    const auto base = files.look(m_base.path);
    if (!base)
        return fail(base.error());
    // Times are in seconds: one of just now says nothing.
    const qint64 modified = former[u"modified"].toInteger();
    if (base->modified == modified && modified + 2 < former[u"at"].toInteger())
        return {};
    return fail(ErrorCode::UnsupportedConfiguration, m_base.path,
        u"it may hold a part of what was written since the snapshot. The machine's disk is as it was, but the snapshot is not: "
        "delete it again, and do not go back to it"_s);
}

// ResizeImage

Result<StepPtr> ResizeImage::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const ImagePlace place = ImagePlace::fromJson(arguments, json);
    const QString format = arguments.text(u"format");
    const quint64 bytes = arguments.bytes(u"bytes");
    const quint64 from = arguments.bytes(u"from");
    return arguments.step([&] { return std::make_shared<const ResizeImage>(place, format, bytes, from); });
}

QJsonObject ResizeImage::arguments() const
{
    QJsonObject json = ImageStep::arguments();
    json[u"format"] = m_format;
    json[u"bytes"] = QString::number(m_bytes);
    json[u"from"] = QString::number(m_from);
    return json;
}

QStringList ResizeImage::commands() const
{
    return commandOfQemuImg({u"resize"_s, u"-f"_s, m_format, m_place.path, QString::number(m_bytes)});
}

Result<QJsonObject> ResizeImage::formerState(const Kernel &kernel) const
{
    return m_place.files(kernel).look(m_place.path).and_then([&](const FileFacts &facts) -> Result<QJsonObject> {
        if (facts.virtualSize != m_from)
            return otherFile(m_place.path);
        return QJsonObject{{u"id"_s, facts.id}, {u"bytes"_s, QString::number(facts.virtualSize)}};
    });
}

Result<> ResizeImage::apply(Kernel &kernel) const
{
    return m_place.files(kernel)
        .qemuImg({u"resize"_s, u"-q"_s, u"-f"_s, m_format, m_place.path, QString::number(m_bytes)})
        .map([](const QByteArray &) {});
}

Result<> ResizeImage::verify(const Kernel &kernel) const
{
    return m_place.files(kernel).look(m_place.path).and_then([&](const FileFacts &facts) {
        return facts.virtualSize >= m_bytes
            ? Result<>()
            : fail(ErrorCode::VerificationFailed, m_place.path, u"its size is another"_s);
    });
}

Result<> ResizeImage::undo(Kernel &kernel, const QJsonObject &former) const
{
    const OwnerFiles files = m_place.files(kernel);
    if (const auto ended = files.endLeftovers(); !ended)
        return ended;
    const auto facts = files.look(m_place.path);
    if (!facts)
        return fail(facts.error());
    const QString bytes = former[u"bytes"].toString();
    if (facts->id != former[u"id"].toString() || QString::number(facts->virtualSize) == bytes)
        return {};
    return files.qemuImg({u"resize"_s, u"-q"_s, u"--shrink"_s, u"-f"_s, m_format, m_place.path, bytes})
        .map([](const QByteArray &) {});
}

// SnapshotImage

Result<StepPtr> SnapshotImage::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const ImagePlace place = ImagePlace::fromJson(arguments, json);
    const QString name = arguments.text(u"name");
    const QString act = arguments.text(u"act");
    return arguments.step([&] { return std::make_shared<const SnapshotImage>(place, name, act); });
}

QJsonObject SnapshotImage::arguments() const
{
    QJsonObject json = ImageStep::arguments();
    json[u"name"] = m_name;
    json[u"act"] = m_act;
    return json;
}

QStringList SnapshotImage::commands() const
{
    const QString option = m_act == u"create" ? u"-c"_s : m_act == u"delete" ? u"-d"_s : u"-a"_s;
    return commandOfQemuImg({u"snapshot"_s, option, m_name, m_place.path});
}

Result<bool> SnapshotImage::isThere(const Kernel &kernel) const
{
    return infoOf(m_place.files(kernel), m_place.path, u"qcow2"_s).map([&](const QJsonObject &info) {
        const QJsonArray snapshots = info[u"snapshots"].toArray();
        return std::any_of(snapshots.begin(), snapshots.end(),
            [&](const QJsonValue &one) { return one[u"name"].toString() == m_name; });
    });
}

Result<QJsonObject> SnapshotImage::formerState(const Kernel &kernel) const
{
    return isThere(kernel).and_then([&](bool there) -> Result<QJsonObject> {
        if (there == (m_act == u"create"))
            return fail(
                there ? ErrorCode::AlreadyExists : ErrorCode::NotFound, m_place.path, u"the snapshot "_s + m_name);
        return QJsonObject{{u"there"_s, there}};
    });
}

Result<> SnapshotImage::apply(Kernel &kernel) const
{
    // For the second time: another of its name would be made, and what is gone cannot be deleted.
    if (m_act != u"revert")
        if (const auto there = isThere(kernel); !there || *there == (m_act == u"create"))
            return there ? Result<>() : fail(there.error());
    const QString option = m_act == u"create" ? u"-c"_s : m_act == u"delete" ? u"-d"_s : u"-a"_s;
    return m_place.files(kernel)
        .qemuImg({u"snapshot"_s, u"-q"_s, option, m_name, m_place.path}, 600'000)
        .map([](const QByteArray &) {});
}

Result<> SnapshotImage::verify(const Kernel &kernel) const
{
    return isThere(kernel).and_then([&](bool there) {
        return there != (m_act == u"delete")
            ? Result<>()
            : fail(ErrorCode::VerificationFailed, m_place.path, u"the snapshot "_s + m_name);
    });
}

Result<> SnapshotImage::undo(Kernel &kernel, const QJsonObject &) const
{
    if (const auto ended = m_place.files(kernel).endLeftovers(); !ended)
        return ended;
    const auto there = isThere(kernel);
    if (!there)
        return fail(there.error());
    if (m_act == u"create")
        return *there ? m_place.files(kernel)
                            .qemuImg({u"snapshot"_s, u"-q"_s, u"-d"_s, m_name, m_place.path}, 600'000)
                            .map([](const QByteArray &) {})
                      : Result<>();
    if (m_act == u"delete" && *there)
        return {};
    return fail(ErrorCode::UnsupportedConfiguration, m_place.path, u"a snapshot cannot be taken back"_s);
}

} // namespace laneway
