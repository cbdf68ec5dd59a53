// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Compared with the real programs by tst_imagesteps.
#include "kernel/simstorage.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace laneway {

namespace {

constexpr quint64 freeBytes = quint64(500) << 30;

ProgramAnswer refusal(const QByteArray &name, const QString &path)
{
    return {1, {}, name + ' ' + path.toUtf8() + '\n'};
}

ProgramAnswer qemuRefusal(const QString &text)
{
    return {1, {}, "qemu-img: " + text.toUtf8() + '\n'};
}

QString idOf(const SimImage &image)
{
    return u"1:"_s + QString::number(image.inode);
}

} // namespace

bool SimStorage::changes(const OwnerProgram &program)
{
    const QString verb = program.arguments.value(0);
    return verb != u"look" && verb != u"list" && verb != u"info" && verb != u"compare";
}

Result<ProgramAnswer> SimStorage::run(const OwnerProgram &program)
{
    if (program.program == u"laneway-files")
        return files(program.arguments);
    if (program.program.section(u'/', -1) == u"qemu-img")
        return qemuImg(program.arguments);
    return fail(ErrorCode::NotFound, program.program);
}

void SimStorage::put(const QString &path, SimImage image)
{
    image.inode = m_nextInode++;
    m_images.insert(path, image);
}

/// As laneway-files tells it.
QByteArray SimStorage::told(const QString &path) const
{
    const auto image = m_images.constFind(path);
    QString head = u"- - 0 0 0 0 - 0 0 - %1 1 0 0"_s.arg(freeBytes);
    QString backing;
    if (image != m_images.cend()) {
        head = u"f %1 %2 %3 0 1 %4 %5 %6 %7 %8 1 %9 "_s.arg(idOf(*image))
                   .arg(image->size / 8)
                   .arg(image->size / 8)
                   .arg(image->format)
                   .arg(image->size)
                   .arg(image->snapshots.size())
                   .arg(image->backingFormat.isEmpty() ? u"-"_s : image->backingFormat)
                   .arg(freeBytes)
                   .arg(1'700'000'000 + image->inode)
            + (image->backing.isEmpty() ? u'0' : u'1');
        backing = image->backing;
    } else if (path == u"/dev/kvm") {
        head = u"? 1:2 0 0 0 1 - 0 0 - 0 0 0 0"_s;
    } else if (const QFileInfo real(path); real.exists()) {
        const QString format = real.suffix() == u"iso" ? u"iso"_s : real.suffix() == u"qcow2" ? u"qcow2"_s : u"raw"_s;
        head = u"%1 - %2 %2 0 0 %3 %2 0 - %4 1 0 0"_s.arg(QChar(real.isFile()    ? u'f'
                                                                  : real.isDir() ? u'd'
                                                                                 : u'?'))
                   .arg(real.size())
                   .arg(real.isFile() ? format : u"-"_s)
                   .arg(freeBytes);
    }
    return head.toUtf8() + '\0' + backing.toUtf8() + '\0' + path.toUtf8() + '\0';
}

ProgramAnswer SimStorage::files(const QStringList &arguments)
{
    const QString verb = arguments.value(0);
    const QString path = arguments.value(1);
    ProgramAnswer answer;
    if (verb == u"look") {
        for (const QString &one : arguments.mid(1))
            answer.output += told(one);
        answer.output += '.';
    } else if (verb == u"list") {
        answer.output
            = "d 1:1 0 0 0 1 - 0 0 - " + QByteArray::number(freeBytes) + " 1 0 0" + '\0' + '\0' + path.toUtf8() + '\0';
        for (auto image = m_images.cbegin(); image != m_images.cend(); ++image)
            if (image.key().section(u'/', 0, -2) == path && !image.key().section(u'/', -1).startsWith(u'.'))
                answer.output += told(image.key());
        answer.output += '.';
    } else if (verb == u"reserve") {
        if (m_images.contains(path))
            return refusal("EEXIST", path);
        put(path, {u"raw"_s});
    } else if (verb == u"publish") {
        const QString to = arguments.value(2);
        const QString id = arguments.value(3);
        const auto is = [&](const QString &name) {
            return m_images.contains(name) && (id == u"-" || idOf(m_images[name]) == id);
        };
        if (!m_images.contains(path) && is(to))
            return answer;
        if (!is(path))
            return refusal(m_images.contains(path) ? "ESTALE" : "ENOENT", path);
        if (m_images.contains(to))
            return refusal("EEXIST", to);
        m_images.insert(to, m_images.take(path));
    } else if (verb == u"remove") {
        const auto image = m_images.constFind(path);
        if (image == m_images.cend())
            return answer;
        if (arguments.value(2) != u"-" && idOf(*image) != arguments.value(2))
            return refusal("ESTALE", path);
        m_images.erase(image);
    } else {
        return {2, {}, {}};
    }
    return answer;
}

QJsonObject SimStorage::info(const QString &path) const
{
    const SimImage image = m_images.value(path);
    QJsonObject json{{u"filename"_s, path}, {u"format"_s, image.format}, {u"virtual-size"_s, qint64(image.size)},
        {u"actual-size"_s, qint64(image.size / 8)}};
    if (!image.backing.isEmpty()) {
        json[u"backing-filename"] = image.backing;
        json[u"backing-filename-format"] = image.backingFormat;
    }
    QJsonArray snapshots;
    for (qsizetype i = 0; i < image.snapshots.size(); ++i)
        snapshots += QJsonObject{{u"id"_s, QString::number(i + 1)}, {u"name"_s, image.snapshots[i]},
            {u"date-sec"_s, 1'700'000'000 + i}, {u"vm-state-size"_s, 0}};
    if (!snapshots.isEmpty())
        json[u"snapshots"] = snapshots;
    return json;
}

ProgramAnswer SimStorage::qemuImg(const QStringList &arguments)
{
    static const QStringList withValue{u"-f"_s, u"-F"_s, u"-b"_s, u"-o"_s, u"-O"_s, u"-c"_s, u"-d"_s, u"-a"_s};
    QMap<QString, QString> options;
    QStringList words;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments.value(0) == u"commit" && arguments[i] == u"-d")
            continue; // stands for itself there
        if (withValue.contains(arguments[i]))
            options.insert(arguments[i], arguments.value(i + 1)), ++i;
        else if (arguments[i].startsWith(u'-'))
            options.insert(arguments[i], {});
        else
            words += arguments[i];
    }
    const QString verb = words.value(0);
    const QString path = verb == u"convert" ? words.value(2) : words.value(1);
    const auto there = m_images.find(path);
    if (verb == u"info") {
        if (there == m_images.end())
            return qemuRefusal(u"Could not open '%1': No such file or directory"_s.arg(path));
        QJsonArray chain;
        for (QString one = path; m_images.contains(one) && chain.size() < 64; one = m_images[one].backing)
            chain += info(one);
        const QJsonDocument json
            = options.contains(u"--backing-chain"_s) ? QJsonDocument(chain) : QJsonDocument(info(path));
        return {0, json.toJson(), {}};
    }
    if (verb == u"create") {
        const quint64 inode = there == m_images.end() ? m_nextInode++ : there->inode;
        SimImage image{options.value(u"-f"_s, u"raw"_s), words.value(2).toULongLong(), options.value(u"-b"_s),
            options.value(u"-F"_s), {}, inode};
        if (!image.backing.isEmpty() && !m_images.contains(image.backing))
            return qemuRefusal(u"%1: Could not open '%2': No such file or directory"_s.arg(path, image.backing));
        if (!image.backing.isEmpty() && image.size == 0)
            image.size = m_images[image.backing].size;
        m_images.insert(path, image);
        return {};
    }
    if (verb == u"convert") {
        const auto from = m_images.constFind(words.value(1));
        const QFileInfo real(words.value(1));
        if (from == m_images.cend() && !real.isFile())
            return qemuRefusal(u"Could not open '%1': No such file or directory"_s.arg(words.value(1)));
        const quint64 bytes = from == m_images.cend() ? quint64(real.size()) : from->size;
        const quint64 inode = there == m_images.end() ? m_nextInode++ : there->inode;
        m_images.insert(path, SimImage{options.value(u"-O"_s, u"raw"_s), bytes, {}, {}, {}, inode});
        return {};
    }
    if (there == m_images.end())
        return qemuRefusal(u"Could not open '%1': No such file or directory"_s.arg(path));
    if (verb == u"commit") {
        const auto base = m_images.find(there->backing);
        if (base == m_images.end())
            return qemuRefusal(u"Could not open '%1': No such file or directory"_s.arg(there->backing));
        base->size = qMax(base->size, there->size);
        base->holdsOverlay = true;
        return {};
    }
    if (verb == u"compare")
        return m_images.contains(words.value(2)) ? ProgramAnswer()
                                                 : qemuRefusal(u"Could not open '%1'"_s.arg(words.value(2)));
    if (verb == u"resize") {
        const quint64 size = words.value(2).toULongLong();
        if (size < there->size && !options.contains(u"--shrink"_s))
            return qemuRefusal(u"Use the --shrink option to perform a shrink operation."_s);
        there->size = size;
        return {};
    }
    if (verb == u"snapshot") {
        if (there->format != u"qcow2")
            return qemuRefusal(u"Could not create snapshot: Operation not supported"_s);
        if (options.contains(u"-c"_s)) {
            there->snapshots += options[u"-c"_s];
            if (there->holdsOverlay)
                there->heldThen += options[u"-c"_s];
            return {};
        }
        const QString name = options.value(u"-d"_s, options.value(u"-a"_s));
        if (!there->snapshots.contains(name))
            return qemuRefusal(u"Could not find snapshot '%1'"_s.arg(name));
        if (options.contains(u"-a"_s))
            there->holdsOverlay = there->heldThen.contains(name);
        else
            there->snapshots.removeOne(name), there->heldThen.removeOne(name);
        return {};
    }
    return qemuRefusal(u"Command not found: "_s + verb);
}

QJsonObject SimStorage::toJson() const
{
    QJsonObject json;
    for (auto image = m_images.cbegin(); image != m_images.cend(); ++image)
        json[image.key()] = QJsonObject{{u"format"_s, image->format}, {u"size"_s, QString::number(image->size)},
            {u"backing"_s, image->backing}, {u"backingFormat"_s, image->backingFormat},
            {u"snapshots"_s, QJsonArray::fromStringList(image->snapshots)}, {u"inode"_s, qint64(image->inode)},
            {u"holdsOverlay"_s, image->holdsOverlay}, {u"heldThen"_s, QJsonArray::fromStringList(image->heldThen)}};
    return json;
}

SimStorage SimStorage::fromJson(const QJsonObject &json)
{
    SimStorage storage;
    for (auto it = json.begin(); it != json.end(); ++it) {
        SimImage image{it.value()[u"format"].toString(), it.value()[u"size"].toString().toULongLong(),
            it.value()[u"backing"].toString(), it.value()[u"backingFormat"].toString(), {},
            quint64(it.value()[u"inode"].toInteger())};
        image.holdsOverlay = it.value()[u"holdsOverlay"].toBool();
        for (const QJsonValue &name : it.value()[u"snapshots"].toArray())
            image.snapshots += name.toString();
        for (const QJsonValue &name : it.value()[u"heldThen"].toArray())
            image.heldThen += name.toString();
        storage.m_nextInode = qMax(storage.m_nextInode, image.inode + 1);
        storage.m_images.insert(it.key(), image);
    }
    return storage;
}

QJsonObject SimStorage::state() const
{
    QJsonObject json = toJson();
    for (const QString &path : json.keys()) {
        QJsonObject image = json[path].toObject();
        image.remove(u"inode");
        json[path] = image;
    }
    return json;
}

} // namespace laneway
