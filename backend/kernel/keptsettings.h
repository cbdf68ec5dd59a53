// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/pcifunction.h"
#include "kernel/filetree.h"

namespace laneway {

/// Where virtual functions are made or set when the computer starts, as the files of /etc say: rules
/// of udev, .link and .network files of systemd, NetworkManager's profiles, options of modules. Those
/// files are read once; what is distributed below /usr is not looked at.
///
/// A file belongs to a PF unless something in it says that it does not: one whose conditions are not
/// understood is shown rather than hidden.
///
/// What cannot be read, or is too much, is told of each PF by its path, line 0, as `by` "unseen": something
/// that is kept may be in there.
class KeptSettings
{
public:
    explicit KeptSettings(const FileTree &etc);
    /// In the order of the files' names.
    QList<KeptSetting> of(const PciFunction &pf) const;

private:
    struct File
    {
        QString path; ///< relative to /etc
        QString text;
    };
    void read(const FileTree &etc, const QString &directory, QStringView suffix,
        std::initializer_list<const char *> words);
    void noteUnseen(const QString &path);
    QList<File> m_files;
    QStringList m_unseen; ///< paths relative to /etc
};

/// The directories of /etc that it reads, for whoever wants to know of changes.
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
