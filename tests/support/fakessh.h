// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <csignal>

/// An `ssh` for $PATH that goes nowhere: it runs the command here, as a login shell would over there,
/// with a real systemd-stdio-bridge to a bus of the test's own; or it fails as it is told.
/// Pipes on both sides, so that no descriptor can travel, as by ssh.
class FakeSsh
{
public:
    FakeSsh()
    {
        QDir().mkdir(path("remote"));
        write("ssh",
            "#!/bin/sh\n"
            "here="
                + QFile::encodeName(m_directory.path())
                + "\n"
                  "printf '%s\\n' \"$@\" >$here/arguments\n"
                  "echo $$ >>$here/processes\n"
                  "[ ! -e $here/words ] || cat $here/words >&2\n"
                  "[ ! -e $here/hang ] || exec sleep 1000\n"
                  "[ ! -e $here/status ] || exit $(cat $here/status)\n"
                  "for command; do :; done\n"
                  "echo 'Welcome to the other computer'\n" // what start-up files print
                  "PATH=$here/remote exec /bin/sh -c \"$command\"\n");
        m_path = qgetenv("PATH");
        qputenv("PATH", QFile::encodeName(m_directory.path()) + ':' + m_path);
    }
    ~FakeSsh() { qputenv("PATH", m_path); }

    /// The bus that is the other computer's.
    void setBus(const QString &address)
    {
        write("remote/systemd-stdio-bridge",
            "#!/bin/sh\nexec /usr/bin/systemd-stdio-bridge --bus-path='" + address.toUtf8() + "'\n");
    }
    /// A program of the other computer.
    void setProgram(const char *name, const QByteArray &script)
    {
        write(QByteArray("remote/" + QByteArray(name)).constData(), "#!/bin/sh\n" + script);
    }
    void removeBridge() { QFile::remove(path("remote/systemd-stdio-bridge")); }
    /// From now on it prints @p words and ends.
    void failWith(const QByteArray &words, int status = 255)
    {
        write("words", words);
        write("status", QByteArray::number(status));
    }
    void hang() { write("hang", "yes"); }
    void work()
    {
        for (const char *file : {"words", "status", "hang"})
            QFile::remove(path(file));
    }
    QStringList arguments() const { return QString::fromUtf8(read("arguments")).split(QLatin1Char('\n')); }
    int starts() const { return int(read("processes").count('\n')); }
    qint64 process() const { return read("processes").trimmed().split('\n').last().toLongLong(); }
    bool isRunning() const { return process() > 0 && ::kill(pid_t(process()), 0) == 0; }
    void kill() const { ::kill(pid_t(process()), SIGKILL); }
    QString path(const char *name) const { return m_directory.filePath(QString::fromLatin1(name)); }

private:
    void write(const char *name, const QByteArray &text) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size())
            qFatal("%s cannot be written", name);
        file.setPermissions(QFile::Permissions(0x7755));
    }
    QByteArray read(const char *name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_directory;
    QByteArray m_path;
};
