// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/firmware.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <QRegularExpression>

namespace laneway {

namespace {
bool contains(const QJsonValue &list, const QString &word)
{
    return list.toArray().contains(QJsonValue(word));
}

bool isForMachine(const QJsonArray &targets, const QString &machine)
{
    for (const QJsonValue &target : targets) {
        if (target[u"architecture"].toString() != u"x86_64")
            continue;
        for (const QJsonValue &pattern : target[u"machines"].toArray())
            if (QRegularExpression::fromWildcard(pattern.toString()).match(machine).hasMatch())
                return true;
    }
    return false;
}
} // namespace

FirmwareWish firmwareWish(const MachineXml &machine)
{
    const FirmwareXml &firmware = machine.firmware;
    return {firmware.secure ? true : firmware.secureBoot, firmware.enrolledKeys, machine.smm || firmware.secure};
}

QStringList firmwareFolders()
{
    return {u"/etc/qemu/firmware"_s, u"/usr/share/qemu/firmware"_s};
}

Result<Firmware> findFirmware(const QString &machine, const FirmwareWish &wish, const QStringList &folders)
{
    const bool wantsSecure = wish.secureBoot == true;
    QMap<QString, QString> files; // by name, so in the order the packages want
    for (const QString &folder : folders)
        for (const QString &name : QDir(folder).entryList({u"*.json"_s}, QDir::Files))
            if (!files.contains(name))
                files[name] = folder + u'/' + name;

    // The alias stands for the newest version, which the patterns ("pc-q35-*") are written for.
    const QString version = machine == u"q35" ? u"pc-q35-0"_s : machine;
    for (const QString &path : std::as_const(files)) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject json = QJsonDocument::fromJson(file.read(256 * 1024)).object();
        const QJsonValue mapping = json[u"mapping"];
        const QJsonValue features = json[u"features"];
        const bool hasKeys = contains(features, u"enrolled-keys"_s);
        const bool needsSmm = contains(features, u"requires-smm"_s);
        if (!contains(json[u"interface-types"], u"uefi"_s) || mapping[u"device"].toString() != u"flash"
            || mapping[u"mode"].toString(u"split"_s) != u"split" || !isForMachine(json[u"targets"].toArray(), version)
            || (wish.secureBoot && *wish.secureBoot != contains(features, u"secure-boot"_s))
            || (needsSmm && !wish.smm && !wantsSecure)
            // Without secure boot no keys should stand in the way of what the person installs.
            || (wish.enrolledKeys.value_or(false) != hasKeys && (wish.enrolledKeys || !wantsSecure)))
            continue;
        const QJsonValue code = mapping[u"executable"];
        const QJsonValue variables = mapping[u"nvram-template"];
        Firmware firmware{code[u"filename"].toString(), code[u"format"].toString(), variables[u"filename"].toString(),
            variables[u"format"].toString(), needsSmm};
        if (QFile::exists(firmware.code) && QFile::exists(firmware.variablesTemplate))
            return firmware;
    }
    return fail(ErrorCode::UnsupportedConfiguration, u"domain/os"_s,
        (wantsSecure && wish.enrolledKeys == false ? u"no UEFI with secure boot and without keys is installed"_s
                : wantsSecure                      ? u"no UEFI with secure boot is installed"_s
                : wish.secureBoot                  ? u"no UEFI without secure boot is installed"_s
                                                   : u"no UEFI for guests is installed"_s)
            + u" (package ovmf or edk2-ovmf)");
}

} // namespace laneway
