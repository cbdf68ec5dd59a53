// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/capabilities.h"

#include <QDateTime>
#include <QFileInfo>
#include <QHash>
#include <QMutex>
#include <QProcess>
#include <QRegularExpression>

#include <unistd.h>

namespace laneway {

/// Looked for each time: they can be installed without QEMU being another.
static QemuCapabilities withCompanions(QemuCapabilities capabilities)
{
    for (const auto &[name, paths] : {std::pair{u"swtpm"_s, QStringList{u"/usr/bin/swtpm"_s}},
             std::pair{u"passt"_s, QStringList{u"/usr/bin/passt"_s}},
             // That of QEMU 7.2 is for root only.
             std::pair{u"virtiofsd"_s,
                 QStringList{u"/usr/libexec/virtiofsd"_s, u"/usr/lib/virtiofsd"_s, u"/usr/bin/virtiofsd"_s}}})
        for (const QString &path : paths)
            if (!capabilities.companions.contains(name) && QFileInfo(path).isExecutable())
                capabilities.companions[name] = path;
    return capabilities;
}

Result<QemuCapabilities> probeQemu(const QString &program)
{
    static QMutex mutex;
    static QHash<QString, QemuCapabilities> known;

    QemuCapabilities capabilities;
    if (!program.isEmpty())
        capabilities.program = program;
    const QFileInfo file(capabilities.program);
    if (!file.isExecutable() || !file.isFile())
        return fail(ErrorCode::NotFound, capabilities.program, u"QEMU is not installed"_s);
    // Run by root, so nobody else may be able to change it.
    const QFile::Permissions writable = QFile::WriteGroup | QFile::WriteOther;
    if (geteuid() == 0 && (file.ownerId() != 0 || (file.permissions() & writable)))
        return fail(ErrorCode::PermissionDenied, capabilities.program, u"not root's alone"_s);
    const QString key
        = capabilities.program + u"|%1|%2"_s.arg(file.size()).arg(file.lastModified().toMSecsSinceEpoch());

    const QMutexLocker lock(&mutex);
    if (const auto found = known.constFind(key); found != known.constEnd())
        return withCompanions(*found);
    const auto ask = [&](const QStringList &arguments) -> Result<QString> {
        QProcess process;
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
        environment.insert(u"LC_ALL"_s, u"C"_s);
        process.setProcessEnvironment(environment);
        process.start(capabilities.program, arguments);
        if (!process.waitForFinished(15'000) || process.exitCode() != 0)
            return fail(ErrorCode::QemuFailed, capabilities.program,
                QString::fromUtf8(process.readAllStandardError().left(500)).trimmed());
        return QString::fromUtf8(process.readAllStandardOutput());
    };
    const auto version = ask({u"--version"_s});
    if (!version)
        return fail(version.error());
    capabilities.version = version->section(u'\n', 0, 0);
    const auto devices = ask({u"-device"_s, u"help"_s});
    if (!devices)
        return fail(devices.error());
    static const QRegularExpression form(
        u"^name \"([^\"]+)\"(?:.*alias \"([^\"]+)\")?"_s, QRegularExpression::MultilineOption);
    for (auto match = form.globalMatch(*devices); match.hasNext();) {
        const auto row = match.next();
        capabilities.devices += row.captured(1);
        if (!row.captured(2).isEmpty())
            capabilities.devices += row.captured(2);
    }
    known[key] = capabilities;
    return withCompanions(capabilities);
}

} // namespace laneway
