// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/pcifunction.h"
#include "kernel/kernel.h"

namespace laneway {

/// Where virtual functions are made or set when the computer starts, as files below /etc, /run and
/// /usr/lib say: rules of udev, .link and .network files of systemd with what is added to them,
/// NetworkManager's profiles, options of modules, also on the kernel's command line. Those files are
/// read once.
///
/// A file belongs to a PF unless something in it says that it does not: one whose conditions are not
/// understood is shown rather than hidden.
///
/// What cannot be read, or is too much, is told of each PF by its path, line 0, as `by` "unseen": something
/// that is kept may be in there.
class KeptSettings
{
public:
    explicit KeptSettings(const Kernel &kernel);
    /// In the order of the files' names.
    QList<KeptSetting> of(const PciFunction &pf) const;

private:
    struct Root
    {
        QString path; ///< "/etc/"
        const FileTree *tree = nullptr;
    };
    struct File
    {
        QString path; ///< "/etc/udev/rules.d/70-sriov.rules"
        QString directory; ///< "udev/rules.d"
        QString text;
        QString base; ///< of the file that it adds to
    };
    QMap<QString, Root> names(const QString &directory, QStringView suffix);
    std::optional<QByteArray> content(const Root &root, const QString &path);
    void noteUnseen(const QString &path);
    void read(const QString &directory, QStringView suffix, std::initializer_list<const char *> words);
    void readDropIns(QStringView suffix);
    QList<Root> m_roots; ///< what comes first counts
    QList<File> m_files;
    QString m_commandLine;
    QStringList m_unseen; ///< paths
};

/// The directories below each of the roots that it reads, for whoever wants to know of changes.
QStringList keptSettingsDirectories();

/// Larger files are not read, and none is written, in bytes.
inline constexpr qsizetype largestKeptFile = 256 * 1024;
/// The file by which Laneway keeps @p pf's virtual functions, relative to /etc:
/// "udev/rules.d/71-laneway-sriov-0000:01:00.0.rules".
QString keptRuleFile(const PciAddress &pf);
/// What is in it; nothing when it is not there, or not Laneway's.
std::optional<QByteArray> keptRuleNow(const FileTree &etc, const PciAddress &pf);
/// How each file of Laneway's begins. One of that name that does not is somebody else's.
QByteArray keptRuleMark();

} // namespace laneway
