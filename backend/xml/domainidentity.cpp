// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/domainidentity.h"

#include "xml/xmlnodes.h"

#include <QSet>

namespace laneway {

namespace {

void setText(QDomElement element, const QString &text)
{
    while (!element.firstChild().isNull())
        element.removeChild(element.firstChild());
    if (!text.isEmpty())
        element.appendChild(element.ownerDocument().createTextNode(text));
}

/// One that the machine writes to, and shares with no other.
bool isOwnDisk(const QDomElement &disk)
{
    const QString device = disk.attribute(u"device"_s, u"disk"_s);
    return device == u"disk" && disk.firstChildElement(u"readonly"_s).isNull()
        && disk.firstChildElement(u"shareable"_s).isNull() && !disk.firstChildElement(u"source"_s).isNull();
}

QList<QDomElement> ownDisks(const DomainXml &domain)
{
    QList<QDomElement> disks = childElements(domain.root().firstChildElement(u"devices"_s), u"disk"_s);
    disks.removeIf([](const QDomElement &disk) { return !isOwnDisk(disk); });
    return disks;
}

OwnFile fileOf(const QDomElement &disk)
{
    return {disk.firstChildElement(u"source"_s).attribute(u"file"_s),
        disk.firstChildElement(u"driver"_s).attribute(u"type"_s, u"raw"_s), false};
}

QDomElement nvramOf(const DomainXml &domain)
{
    return domain.root().firstChildElement(u"os"_s).firstChildElement(u"nvram"_s);
}

OwnFile fileOfNvram(const QDomElement &nvram)
{
    const QString written = textOf(nvram);
    const QString path = written.isEmpty() ? nvram.firstChildElement(u"source"_s).attribute(u"file"_s) : written;
    return {path, nvram.attribute(u"format"_s, u"raw"_s), true, path.section(u'/', -3, -2) == u"laneway/nvram"};
}

/// "/images/web-data.qcow2" of web, for mail: "/images/mail-data.qcow2"; "/images/data.qcow2":
/// "/images/data-mail.qcow2".
QString pathFor(const QString &path, const QString &former, const QString &name)
{
    const QString folder = path.section(u'/', 0, -2) + u'/';
    QString file = path.section(u'/', -1);
    if (!former.isEmpty() && file.contains(former))
        return folder + file.replace(file.indexOf(former), former.size(), name);
    const qsizetype dot = file.lastIndexOf(u'.');
    return folder + file.insert(dot > 0 ? dot : file.size(), u'-' + name);
}

} // namespace

void renameDomain(DomainXml &domain, const QString &name)
{
    setText(domain.editableRoot().firstChildElement(u"name"_s), name);
}

QList<OwnFile> ownFilesOf(const DomainXml &domain)
{
    QList<OwnFile> files;
    const auto add = [&](const OwnFile &file) {
        const bool known
            = std::any_of(files.begin(), files.end(), [&](const OwnFile &one) { return one.path == file.path; });
        if (file.path.startsWith(u'/') && !known)
            files += file;
    };
    for (const QDomElement &disk : ownDisks(domain))
        add(fileOf(disk));
    add(fileOfNvram(nvramOf(domain)));
    return files;
}

std::optional<bool> tpmStateStays(const DomainXml &domain)
{
    std::optional<bool> stays;
    for (const QDomElement &tpm : childElements(domain.root().firstChildElement(u"devices"_s), u"tpm"_s)) {
        const QDomElement backend = tpm.firstChildElement(u"backend"_s);
        if (backend.attribute(u"type"_s) == u"emulator")
            stays = stays.value_or(false) || backend.attribute(u"persistent_state"_s) == u"yes";
    }
    return stays;
}

Result<ClonedDomain> cloneDomain(const DomainXml &domain, const QString &name)
{
    ClonedDomain clone{domain, {}};
    DomainXml &xml = clone.xml;
    const QString former = domain.name();
    QDomElement root = xml.editableRoot();
    setText(root.firstChildElement(u"name"_s), name);
    xml.setUuid(QUuid::createUuid());
    root = xml.editableRoot();
    setText(root.firstChildElement(u"genid"_s), {});
    const QDomElement devices = root.firstChildElement(u"devices"_s);
    for (const QDomElement &interface : childElements(devices, u"interface"_s)) {
        QDomElement element = interface;
        element.removeChild(element.firstChildElement(u"mac"_s));
        element.removeChild(element.firstChildElement(u"target"_s)); // the host's end of it
    }
    // What the firmware tells as its UUID is the machine's.
    for (const QDomElement &entry :
        childElements(root.firstChildElement(u"sysinfo"_s).firstChildElement(u"system"_s), u"entry"_s))
        if (entry.attribute(u"name"_s) == u"uuid")
            entry.parentNode().removeChild(entry);

    QMap<QString, QString> places;
    const auto copied = [&](const OwnFile &file) {
        if (!places.contains(file.path)) {
            places.insert(file.path, pathFor(file.path, former, name));
            clone.copies += FileCopy{file, places[file.path]};
        }
        return places[file.path];
    };
    for (const QDomElement &disk : ownDisks(xml)) {
        const OwnFile file = fileOf(disk);
        if (!file.path.startsWith(u'/'))
            return fail(ErrorCode::UnsupportedConfiguration, elementPath(disk),
                u"only disks that are files are copied: this one is of type '%1'"_s.arg(
                    disk.attribute(u"type"_s, u"file"_s)));
        QDomElement element = disk;
        element.firstChildElement(u"source"_s).setAttribute(u"file"_s, copied(file));
        // What it stands on is asked of the copy itself.
        element.removeChild(element.firstChildElement(u"backingStore"_s));
        // Two disks with one serial number are one disk to a guest that sees both.
        element.removeChild(element.firstChildElement(u"wwn"_s));
    }
    QDomElement nvram = nvramOf(xml);
    if (const OwnFile file = fileOfNvram(nvram); file.path.startsWith(u'/')) {
        if (textOf(nvram).isEmpty())
            nvram.firstChildElement(u"source"_s).setAttribute(u"file"_s, copied(file));
        else
            setText(nvram, copied(file));
    }
    return clone;
}

} // namespace laneway
