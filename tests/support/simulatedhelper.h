// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/places.h"

#include <QDir>
#include <QFile>
#include <QList>
#include <QMap>
#include <QTemporaryDir>

/// Where the helpers that a test starts live: directories of the test's own, the freshly built
/// programs, nothing of the person who runs it. Restored at the end.
class HelperEnvironment
{
public:
    HelperEnvironment()
    {
        set("LANEWAY_HELPER", places::builtFile(QStringLiteral("helper-polkit/laneway-helper")).toLocal8Bit());
        for (const char *variable : {"XDG_RUNTIME_DIR", "XDG_STATE_HOME", "HOME"}) {
            const QString directory = path(QString::fromLatin1(variable).toLower());
            QDir().mkpath(directory);
            QFile::setPermissions(directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
            set(variable, QFile::encodeName(directory));
        }
        for (const char *variable :
            {"LANEWAY_SIM_STATE", "LANEWAY_SIM_FAULT", "LANEWAY_SIM_CHURN", "LANEWAY_CONNECTION", "LANEWAY_HELPER_LOG"})
            set(variable, {});
        set("LANEWAY_SIM_MACHINES", "none"); // tests define those that they mean
        set("LANG", "C.UTF-8");
    }
    ~HelperEnvironment()
    {
        for (auto it = m_former.cbegin(); it != m_former.cend(); ++it)
            it->isNull() ? qunsetenv(it.key().constData()) : qputenv(it.key().constData(), *it);
    }
    HelperEnvironment(const HelperEnvironment &) = delete;
    HelperEnvironment &operator=(const HelperEnvironment &) = delete;

    bool isValid() const { return m_directory.isValid() && QFile::exists(qEnvironmentVariable("LANEWAY_HELPER")); }
    QString path(const QString &name) const { return m_directory.filePath(name); }
    /// Empty: unset.
    void set(const QByteArray &variable, const QByteArray &value)
    {
        if (!m_former.contains(variable))
            m_former.insert(variable, qgetenv(variable.constData()));
        value.isEmpty() ? qunsetenv(variable.constData()) : qputenv(variable.constData(), value);
    }
    /// Processes that were started with this environment as their helper.
    QList<qint64> helpers() const
    {
        QList<qint64> found;
        const QByteArray mark = "XDG_RUNTIME_DIR=" + qgetenv("XDG_RUNTIME_DIR");
        const QStringList processes = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
        for (const QString &process : processes) {
            bool isNumber = false;
            const qint64 pid = process.toLongLong(&isNumber);
            QFile program(QStringLiteral("/proc/%1/cmdline").arg(pid));
            QFile environment(QStringLiteral("/proc/%1/environ").arg(pid));
            if (isNumber && program.open(QIODevice::ReadOnly) && program.readAll().contains("laneway-helper")
                && environment.open(QIODevice::ReadOnly) && environment.readAll().split('\0').contains(mark))
                found += pid;
        }
        return found;
    }

private:
    QTemporaryDir m_directory;
    QMap<QByteArray, QByteArray> m_former;
};

/// A small definition with the given host devices, managed.
inline QString domainXml(const QString &name, const QStringList &devices)
{
    QString hostdevs;
    for (const QString &device : devices) {
        const QStringList parts = QString(device).replace(u'.', u':').split(u':');
        hostdevs += QStringLiteral("<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x%1' "
                                   "bus='0x%2' slot='0x%3' function='0x%4'/></source></hostdev>")
                        .arg(parts.value(0), parts.value(1), parts.value(2), parts.value(3));
    }
    return QStringLiteral("<domain type='kvm'><name>%1</name><memory unit='MiB'>512</memory><vcpu>1</vcpu><os><type "
                          "arch='x86_64' machine='q35'>hvm</type></os><devices>%2</devices></domain>")
        .arg(name, hostdevs);
}
