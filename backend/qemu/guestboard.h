// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/devicekinds.h"
#include "xml/domainxml.h"
#include "xml/guestwants.h"

#include <QHash>
#include <QStringList>

namespace laneway {

/// What a device's arguments depend on besides its own element.
struct GuestBoard
{
    guestpci::Machine machine = guestpci::Machine::Q35;
    QHash<QString, QString> controllerAliases; ///< by "usb0"; those that have one
    QHash<int, QString> scsiModels;
    static GuestBoard of(const DomainXml &domain);

    bool isQ35() const { return machine == guestpci::Machine::Q35; }
    QString busName(int bus) const; ///< PCI: "pcie.0" or "pci.0", "pci.3"
    /// What libvirt calls it, unless it has a name of its own: "usb", "usb1", "scsi0".
    QString controllerName(const QString &type, int index) const;
};

/// The host's end of a network interface: GuestTap of kernel/hostlinks.h, in QEMU's words.
struct QemuTap
{
    QString id; ///< of the device: "@tap:ID:0@" stands for the descriptor of its first queue
    QString interface; ///< its name on the host; empty: that is not settled
    bool isMacvtap = false;
    int queues = 1;
    bool vhost = false; ///< "@vhost:ID:0@", a kernel thread's descriptor for each queue
    QString bridge;
};

/// One device for QEMU: what it stands on, in this order, and itself. On a command line the option is
/// followed by the object; at run time it names the command (qemu/hotplug.h).
struct QemuDevice
{
    struct Backend
    {
        QString option; ///< "-blockdev", "-netdev", "-object", "-audiodev", "-chardev"
        QJsonObject object;
        QString text = {}; ///< -chardev knows no JSON
    };
    QList<Backend> backends;
    QJsonObject device;
    QStringList nodes; ///< below /dev, that it opens
    std::optional<QemuTap> tap = {};
    bool linkDown = false; ///< a card whose cable is out
};

/// Words of ours in the few options that have no JSON form, and identifiers: nothing that ends a value.
bool isPlainWord(const QString &text);
/// In comma-separated options a comma of the value is written twice.
QString escapedComma(QString text);
tl::unexpected<Error> notPossible(const QString &subject, const QString &detail);

/// A row of words of libvirt's and QEMU's names for them.
struct Translation
{
    QStringView ours;
    QStringView qemu;
};
template <size_t N> QString translate(const std::array<Translation, N> &table, const QString &word)
{
    for (const Translation &row : table)
        if (row.ours == word)
            return row.qemu.toString();
    return {};
}

/// The element's alias, or the one that libvirt would give (src/qemu/qemu_alias.c).
QString aliasOf(const QDomElement &device, const QString &generated);
/// "-transitional" and "-non-transitional" are drivers of their own.
QString virtioDriver(const QString &driver, const QString &model);

/// "bus" and "addr". A string on purpose: a number would be read as a raw devfn.
void placeAt(QJsonObject &device, const GuestBoard &board, const GuestPciAddress &address);
/// From `<address type='usb' …>`; without one the first controller's next port.
void placeOnUsb(QJsonObject &device, const GuestBoard &board, const QDomElement &element);

} // namespace laneway
