// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/keepfile.h"

#include "kernel/keptsettings.h"
#include "steps/arguments.h"

namespace laneway {

namespace {

QJsonValue toJson(const KeepFile::Content &content)
{
    return content ? QJsonValue(QString::fromUtf8(*content)) : QJsonValue();
}

KeepFile::Content contentIn(const QJsonValue &json)
{
    return json.isString() ? std::optional(json.toString().toUtf8()) : std::nullopt;
}

/// One hunk: what is between the lines that both begin and end with.
QString patchText(const QByteArray &before, const QByteArray &after)
{
    const QList<QByteArray> one = before.split('\n');
    const QList<QByteArray> other = after.split('\n');
    qsizetype head = 0;
    while (head < qMin(one.size(), other.size()) && one[head] == other[head])
        ++head;
    qsizetype tail = 0;
    while (tail < qMin(one.size(), other.size()) - head && one[one.size() - 1 - tail] == other[other.size() - 1 - tail])
        ++tail;
    const QList<QByteArray> removed = one.mid(head, one.size() - tail - head);
    const QList<QByteArray> added = other.mid(head, other.size() - tail - head);
    const auto start = [&](const QList<QByteArray> &lines) { return head + (lines.isEmpty() ? 0 : 1); };
    QString text
        = u"@@ -%1,%2 +%3,%4 @@\n"_s.arg(start(removed)).arg(removed.size()).arg(start(added)).arg(added.size());
    for (const QByteArray &line : removed)
        text += u'-' + QString::fromUtf8(line) + u'\n';
    for (const QByteArray &line : added)
        text += u'+' + QString::fromUtf8(line) + u'\n';
    return text;
}

bool isOurs(const KeepFile::Content &content)
{
    return !content || content->startsWith(keptRuleMark());
}

} // namespace

KeepFile::KeepFile(const PciAddress &device, const Content &content, const Content &former)
    : m_device(device)
    , m_file(keptRuleFile(device))
    , m_content(content)
    , m_former(former)
{
}

Result<StepPtr> KeepFile::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const PciAddress device = arguments.address(u"device");
    const Content content = contentIn(json[u"content"]);
    const auto refuse
        = [](const QString &what) { return fail(ErrorCode::InvalidInput, what, u"not a file of ours"_s); };
    if (!arguments.fault() && arguments.text(u"file") != u"/etc/"_s + keptRuleFile(device))
        return refuse(u"file"_s);
    if (!isOurs(content) || (content && content->size() > largestKeptFile))
        return refuse(u"content"_s);
    return arguments.step(
        [&] { return std::make_shared<const KeepFile>(device, content, contentIn(json[u"former"])); });
}

QJsonObject KeepFile::arguments() const
{
    return {{u"device"_s, m_device.toString()}, {u"file"_s, QString(u"/etc/"_s + m_file)},
        {u"content"_s, toJson(m_content)}, {u"former"_s, toJson(m_former)}};
}

QStringList KeepFile::commands() const
{
    const QString file = u"/etc/"_s + m_file;
    if (!m_content)
        return {u"rm "_s + file};
    const QString text = m_former ? patchText(*m_former, *m_content) : QString::fromUtf8(*m_content);
    return {(m_former ? u"patch "_s + file + u" <<'END'\n" : u"cat >"_s + file + u" <<'END'\n") + text + u"END"};
}

Result<KeepFile::Content> KeepFile::read(const Kernel &kernel) const
{
    const auto found = kernel.etc.read(m_file);
    if (!found)
        return found.error().code == ErrorCode::NotFound ? Result<Content>(Content()) : fail(found.error());
    if (!isOurs(*found))
        return fail(ErrorCode::AlreadyExists, u"/etc/"_s + m_file, u"somebody else wrote it"_s);
    return Content(*found);
}

Result<> KeepFile::put(Kernel &kernel, const Content &content) const
{
    return read(kernel).and_then([&](const Content &now) {
        if (now == content)
            return Result<>();
        return content ? kernel.etc.replace(m_file, *content) : kernel.etc.remove(m_file);
    });
}

Result<QJsonObject> KeepFile::formerState(const Kernel &kernel) const
{
    const auto now = read(kernel);
    if (!now)
        return fail(now.error());
    if (*now != m_former)
        return fail(ErrorCode::HostChanged, u"/etc/"_s + m_file, u"it is not as it was when the plan was made"_s);
    return QJsonObject{{u"content"_s, toJson(*now)}};
}

Result<> KeepFile::apply(Kernel &kernel) const
{
    return put(kernel, m_content);
}

Result<> KeepFile::verify(const Kernel &kernel) const
{
    return read(kernel).and_then([&](const Content &now) {
        return now == m_content ? Result<>()
                                : fail(ErrorCode::VerificationFailed, u"/etc/"_s + m_file, u"it reads otherwise"_s);
    });
}

Result<> KeepFile::undo(Kernel &kernel, const QJsonObject &former) const
{
    const Content before = contentIn(former[u"content"]);
    const auto now = read(kernel);
    if (!now)
        return fail(now.error());
    if (*now != before && *now != m_content)
        return fail(ErrorCode::HostChanged, u"/etc/"_s + m_file, u"it was changed again since"_s);
    return put(kernel, before);
}

} // namespace laneway
