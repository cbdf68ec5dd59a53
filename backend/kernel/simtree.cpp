// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/simtree.h"

#include <cerrno>

namespace laneway {

Error kernelError(int number, const QString &doing, const QString &subject)
{
    ErrorCode code = ErrorCode::KernelRefused;
    if (number == ENOENT || number == ENODEV || number == ENOTDIR)
        code = ErrorCode::NotFound;
    else if (number == EACCES || number == EPERM)
        code = ErrorCode::PermissionDenied;
    return {code, subject, errnoName(number) + u' ' + doing + u' ' + subject, number};
}

SimTree::SimTree()
    : m_root(std::make_unique<Node>())
{
}

SimTree::Node &SimTree::make(const QString &path)
{
    Node *node = m_root.get();
    const auto parts = QStringView(path).split(u'/', Qt::SkipEmptyParts);
    for (const QStringView part : parts) {
        auto &child = node->children[part.toString()];
        if (!child)
            child = std::make_unique<Node>();
        node = child.get();
    }
    return *node;
}

SimTree::Node *SimTree::raw(const QString &path)
{
    Node *node = m_root.get();
    const auto parts = QStringView(path).split(u'/', Qt::SkipEmptyParts);
    for (const QStringView part : parts) {
        const auto child = node->children.find(part.toString());
        if (child == node->children.end())
            return nullptr;
        node = child->second.get();
    }
    return node;
}

void SimTree::directory(const QString &path)
{
    make(path);
}

void SimTree::file(const QString &path, const QByteArray &text, Access access)
{
    Node &node = make(path);
    node.kind = Kind::File;
    node.access = access;
    node.text = text;
}

void SimTree::link(const QString &path, const QString &target)
{
    Node &node = make(path);
    node.kind = Kind::Link;
    node.text = QByteArray("../").repeated(path.count(u'/')) + target.toUtf8();
}

void SimTree::remove(const QString &path)
{
    const qsizetype slash = path.lastIndexOf(u'/');
    if (Node *parent = raw(path.left(qMax(slash, qsizetype(0)))))
        parent->children.erase(path.mid(slash + 1));
}

void SimTree::clear(const QString &path, bool (*keep)(const QString &name))
{
    if (Node *node = raw(path))
        std::erase_if(node->children, [&](const auto &child) { return !keep(child.first); });
}

Result<SimTree::Found> SimTree::find(const QString &path, bool followLast) const
{
    const auto missing = [&](int number) { return fail(kernelError(number, u"opening"_s, path)); };
    if (path.startsWith(u'/'))
        return missing(EXDEV);
    std::vector<std::pair<QString, const Node *>> walked;
    QStringList rest = path.split(u'/', Qt::SkipEmptyParts);
    if (rest.contains(u".."_s))
        return missing(EXDEV);
    const auto here = [&] { return walked.empty() ? m_root.get() : walked.back().second; };
    int links = 0;
    while (!rest.isEmpty()) {
        const QString part = rest.takeFirst();
        if (part == u"..") {
            if (walked.empty())
                return missing(EXDEV);
            walked.pop_back();
            continue;
        }
        if (here()->kind != Kind::Directory)
            return missing(ENOTDIR);
        const auto child = here()->children.find(part);
        if (child == here()->children.end())
            return missing(ENOENT);
        const Node *node = child->second.get();
        if (node->kind == Kind::Link && (followLast || !rest.isEmpty())) {
            if (++links > 40)
                return missing(ELOOP);
            rest = QString::fromUtf8(node->text).split(u'/', Qt::SkipEmptyParts) + rest;
            continue;
        }
        walked.emplace_back(part, node);
    }
    QStringList names;
    for (const auto &[name, node] : walked)
        names.append(name);
    return Found{here(), names.join(u'/')};
}

Result<QByteArray> SimTree::read(const QString &path) const
{
    const auto found = find(path, true);
    if (!found)
        return fail(found.error());
    if (found->node->kind == Kind::Directory)
        return fail(kernelError(EISDIR, u"reading"_s, path));
    if (!(found->node->access & ReadOnly))
        return fail(kernelError(EACCES, u"opening"_s, path));
    return found->node->text;
}

Result<QString> SimTree::writable(const QString &path) const
{
    const auto found = find(path, true);
    if (!found)
        return fail(found.error());
    if (found->node->kind == Kind::Directory)
        return fail(kernelError(EISDIR, u"writing"_s, path));
    if (!(found->node->access & WriteOnly))
        return fail(kernelError(EACCES, u"opening"_s, path));
    return found->path;
}

Result<QStringList> SimTree::list(const QString &path) const
{
    const auto found = find(path, true);
    if (!found)
        return fail(found.error());
    if (found->node->kind != Kind::Directory)
        return fail(kernelError(ENOTDIR, u"listing"_s, path));
    QStringList names;
    for (const auto &[name, node] : found->node->children)
        names.append(name);
    return names;
}

Result<QString> SimTree::readLink(const QString &path) const
{
    const auto found = find(path, false);
    if (!found)
        return fail(found.error());
    if (found->node->kind != Kind::Link)
        return fail(kernelError(EINVAL, u"reading the link"_s, path));
    return QString::fromUtf8(found->node->text);
}

Result<QString> SimTree::resolve(const QString &path) const
{
    return find(path, true).map([](const Found &found) { return found.path; });
}

bool SimTree::exists(const QString &path) const
{
    return find(path, true).has_value();
}

} // namespace laneway
