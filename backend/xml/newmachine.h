// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

namespace laneway {

/// What an operating system is known to want. The defaults are those of a system of today that nobody knows.
struct GuestOs
{
    QString id; ///< libosinfo's: "http://debian.org/debian/12"; empty: unknown
    QString shortId; ///< "debian12", as --os-variant takes it
    QString name; ///< "Debian 12"
    QString family; ///< "linux", "winnt", "bsd" …
    bool driversKnown = false; ///< somebody has said which drivers it has; otherwise the next ones are a guess
    bool virtioDisk = true;
    bool virtioNetwork = true;
    bool virtioRng = true;
    bool virtioBalloon = true;
    bool virtioVideo = false; ///< a driver of its own beyond the VGA of the firmware
    bool usb3 = true;
    bool tablet = true;
    bool efi = false; ///< it starts by nothing else
    bool secureBoot = false; ///< it wants it
    bool tpm = false;
    quint64 memoryBytes = 0; ///< recommended; 0: not known
    quint64 diskBytes = 0;
    int processors = 0;
};
/// "generic", or one of a few families when nothing more is known of them: "linux", "win10", "win11".
GuestOs genericOs(const QString &shortId = {});

/// A disk of the new machine.
struct NewDisk
{
    QString path; ///< absolute
    quint64 bytes = 0; ///< 0: it is there already
    QString format = u"qcow2"_s;
    QString backing = {}; ///< a new one that holds only what differs from this
    QString backingFormat = {};
    QString bus = {}; ///< empty: as the system has a driver for it
    bool isBlock = false; ///< a block device
};

struct NewNetwork
{
    /// Direct: on a card of the host by macvtap, beside the host and others that are.
    enum class Kind { None, User, Network, Bridge, Direct };
    Kind kind = Kind::User;
    QString source = {}; ///< of Network, Bridge and Direct
    QString model = {}; ///< empty: as the system has a driver for it
    std::optional<MacAddress> mac = {};
};

/// Choices that make a machine; every one has a sensible value.
struct NewMachine
{
    QString name;
    GuestOs os;
    quint64 memoryBytes = 0; ///< 0: as the system recommends
    int processors = 0; ///< the same
    QList<NewDisk> disks;
    QString cdrom; ///< image to install from; empty: none
    enum class Boot { Disk, Cdrom, Network } boot = Boot::Disk; ///< what it starts from at first
    std::optional<bool> efi; ///< nothing: as the system needs it
    bool secureBoot = false;
    std::optional<bool> enrolledKeys; ///< Microsoft's and the like are in its UEFI; nothing: as it is installed
    QString nvram; ///< of its UEFI; empty: the helper makes one
    QString kernel, initrd, kernelArguments; ///< started directly
    QList<NewNetwork> networks{NewNetwork()};
    bool graphics = true; ///< else a serial console
    QList<QByteArray> devices; ///< <hostdev>, <interface> … as DomainXml::addDevice() takes them
};

quint64 memoryOf(const NewMachine &machine);
int processorsOf(const NewMachine &machine);
quint64 usualDiskBytes(const GuestOs &os);

/// The definition; complete() and validate() are the caller's next steps. Type kvm: where that cannot be had,
/// useEmulation() is.
Result<DomainXml> newMachineXml(const NewMachine &machine);
/// The same machine run by software.
void useEmulation(DomainXml &domain);
/// "images" of the plan "create": those disks that are to be made.
QJsonArray imagesToMake(const NewMachine &machine);

/// Whether a disk at this path is a block device, by where it is.
bool isBlockPath(const QString &path);

/// Letters, digits and ._+-, beginning with one of the first two; not taken yet.
bool isMachineName(const QString &name);
/// "debian12", "debian12-2" …
QString freeMachineName(const GuestOs &os, const QStringList &taken);

} // namespace laneway
