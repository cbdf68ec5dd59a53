// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

namespace laneway {

/// Everything else stays as it is.
void renameDomain(DomainXml &domain, const QString &name);

/// A file of a machine's own.
struct OwnFile
{
    QString path;
    QString format; ///< "qcow2", "raw"
    bool isNvram = false; ///< UEFI's variables
    bool isMadeHere = false; ///< these, where Laneway puts them: no other manager's machine has them
    bool operator==(const OwnFile &) const = default;
};
/// Disks that it writes to and no other shares, and its NVRAM: absolute paths, each once. What it only reads
/// (CD-ROMs) and what lies on no file is not its own.
QList<OwnFile> ownFilesOf(const DomainXml &domain);

/// Whether what its TPM keeps outlives the definition (libvirt's persistent_state); nothing: it has no TPM that
/// keeps anything on this computer.
std::optional<bool> tpmStateStays(const DomainXml &domain);

struct FileCopy
{
    OwnFile from;
    QString to;
    bool operator==(const FileCopy &) const = default;
};
struct ClonedDomain
{
    DomainXml xml;
    QList<FileCopy> copies;
};
/// The same machine once more: another name, UUID and MACs, and files of its own, each beside the one that it
/// is a copy of and called after the new name. Host devices stay: only one of the two can run with them.
/// UnsupportedConfiguration for a disk that cannot be copied as a file.
Result<ClonedDomain> cloneDomain(const DomainXml &domain, const QString &name);

} // namespace laneway
