// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qemu/commandline.h"
#include "qemu/guestboard.h"
#include "xml/devicekinds.h"
#include "xml/domainviews.h"

#include <QSet>

namespace laneway {

/// A command line while it grows: what is known of the whole machine, and what has been given away.
class CommandDraft
{
public:
    CommandDraft(const DomainXml &domain, const QemuCapabilities &capabilities, const MachineXml &machine);

    const DomainXml &domain;
    const QemuCapabilities &capabilities;
    const MachineXml machine;
    const GuestBoard board;
    QStringList arguments;
    QList<QemuCompanion> companions;
    QList<QemuTap> taps;
    QJsonArray beforeRun; ///< QMP commands
    QStringList nodes; ///< below /dev
    QSet<int> pciBuses; ///< of controllers that are in the definition
    QSet<QString> usbBuses;

    void add(std::initializer_list<QString> words) { arguments += QStringList(words); }
    void addJson(const QString &option, const QJsonObject &value);
    void addNode(const QString &node);

    /// Its backends, then itself. One that this QEMU was built without is named before QEMU stops at it.
    Result<> addDevice(const QString &path, const QemuDevice &device);
    Result<> addDevice(const QString &path, const QJsonObject &device) { return addDevice(path, {{}, device, {}}); }
    /// At the place that is written: QEMU choosing one itself would collide with later ones.
    Result<> addPciDevice(const QDomElement &element, QemuDevice device);
    Result<> addPciDevice(const QDomElement &element, const QJsonObject &device)
    {
        return addPciDevice(element, QemuDevice{{}, device, {}});
    }
    /// Its program, or UnsupportedConfiguration with the package that has it.
    Result<QString> companionProgram(const QString &path, const QString &name) const;
    /// The bus is the machine's, or a controller's.
    Result<> checkPlace(const QString &path, const GuestPciAddress &address) const;

    bool isTaken(const QString &id) const { return m_ids.contains(id); }
    /// `<os><boot dev>` means the first device of its kind. 0: none.
    int bootIndex(int order, const QString &kind);

    QList<QDomElement> devices(const QString &name) const;

private:
    QSet<QString> m_ids;
    QSet<QString> m_bootKindsUsed;
};

} // namespace laneway
