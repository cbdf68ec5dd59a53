// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/samplehost.h"

#include "host/snapshotjson.h"

#include <QDirIterator>
#include <QFile>

// Must be called outside of any namespace.
static void initSamples()
{
    Q_INIT_RESOURCE(samples);
}

namespace laneway {

QStringList sampleNames()
{
    return {u"workstation"_s, u"server"_s, u"storage"_s, u"laptop"_s, u"no-iommu"_s};
}

Result<HostSnapshot> sampleHost(const QString &name)
{
    if (!sampleNames().contains(name))
        return fail(ErrorCode::NotFound, name, u"samples: "_s + sampleNames().join(u", "));
    initSamples();
    QFile file(u":/samples/"_s + name + u".json");
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Internal, file.fileName(), file.errorString());
    return parseSnapshot(file.readAll());
}

QList<QByteArray> sampleMachines(const QString &name)
{
    if (!sampleNames().contains(name))
        return {};
    initSamples();
    QList<QByteArray> definitions;
    QDirIterator files(u":/samples/machines/"_s + name);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            definitions += file.readAll();
    }
    return definitions;
}

} // namespace laneway
