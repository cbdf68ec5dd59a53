// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostsnapshot.h"
#include "xml/devicehints.h"

#include <QAbstractListModel>

#include <functional>
#include <memory>

namespace laneway {

/// In the order in which people see them.
enum class HardwareKind {
    Machine, ///< the definition as a whole
    Processor,
    Memory,
    Boot,
    HostPci,
    HostUsb,
    HostOther,
    Disk,
    CdRom,
    Floppy,
    Interface,
    Graphics,
    Video,
    Sound,
    Input,
    Serial,
    Console,
    Channel,
    Filesystem,
    Tpm,
    Rng,
    Watchdog,
    Balloon,
    Vsock,
    SharedMemory,
    Parallel,
    Panic,
    Iommu,
    Other,
    Controller,
    RootPorts, ///< those that are empty, in one row
};

/// Where the running machine and its definition differ.
enum class HardwareBadge {
    None, ///< the same in both, or the machine does not run
    AtNextStart, ///< defined only
    RunningOnly, ///< gone at the next start
    Changed, ///< other at the next start
};

/// One device of a machine, or what the machine itself is made of.
struct HardwareRow
{
    QString id; ///< identity within the machine: "hostdev/0000:03:10.2", "disk/vda", "memory"
    HardwareKind kind = HardwareKind::Other;
    QString name; ///< "Intel Corporation 82576 Virtual Function"
    QString summary; ///< "0000:03:10.2, MAC 52:54:00:…, VLAN 42"
    HardwareBadge badge = HardwareBadge::None;
    std::optional<PciAddress> source; ///< of a PCI host device, hostdev or interface
    std::optional<PciAddress> leased; ///< what an interface of a pool has while the machine runs
    int element = -1; ///< which child of the definition's <devices>, counted from 0; -1: none there
    DeviceClass deviceClass = DeviceClass::None;
    QString hint; ///< code of a DeviceHint; empty: none
    bool emptyPort = false; ///< a root port that nothing sits behind, here and in the running machine
    QString xml; ///< the element, of the definition where it is there, else of the running machine
    bool operator==(const HardwareRow &) const = default;
};

/// Every device of the definition in the order people look for it, then what only runs. @p running is
/// nothing when the machine does not. Names of host devices come from @p host.
QList<HardwareRow> hardwareRows(
    const DomainXml &definition, const std::optional<DomainXml> &running, const HostSnapshot &host);

/// Its identity among the rows.
inline constexpr auto rootPortsId = "root-ports"_L1;
/// A machine has a dozen root ports to plug something into later: one row for them, and they themselves only where it
/// is
/// @p open. Few are shown as they are.
QList<HardwareRow> withEmptyPortsFolded(const QList<HardwareRow> &rows, bool open);

/// The hardware of one machine. Rows are found by identity; there is no reset while the machine stays.
class HardwareModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        KindRole = Qt::UserRole + 1, ///< int of a HardwareKind
        IdRole,
        SummaryRole,
        BadgeRole, ///< int of a HardwareBadge
        BadgeTextRole, ///< "at next start"; empty for none
        AddressRole, ///< PciAddress of a PCI host device
        ClassTextRole, ///< "Emulated", "Virtio", "Assigned"; empty: none of them
        HintTextRole, ///< what could be better, and how; empty: nothing
        ElementRole, ///< HardwareRow::element
        XmlRole,
    };
    using Decoration = std::function<QVariant(const HardwareRow &row)>;

    explicit HardwareModel(QObject *parent = nullptr);
    ~HardwareModel() override;

    /// Reads the two documents on a worker; updated() or failed() follows, of the newest only.
    void setDefinitions(const QString &definition, const std::optional<QString> &running, const HostSnapshot &host);
    void setRows(const QList<HardwareRow> &rows);
    void setDecoration(const Decoration &decoration);

    const HardwareRow *row(const QModelIndex &index) const;
    QModelIndex indexOf(const QString &id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    /// Devices can be dropped on it, on a row or between.
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;

Q_SIGNALS:
    void updated();
    void failed(const laneway::Error &error);

private:
    QList<HardwareRow> m_rows;
    Decoration m_decoration;
    quint64 m_asked = 0; ///< number of the newest question
};

QString hardwareKindText(HardwareKind kind); ///< "Disk", "PCI host device"
QString hardwareBadgeText(HardwareBadge badge);
QString deviceClassText(DeviceClass deviceClass);
QString deviceHintText(const QString &code);
/// Where a definition assigns more than older guests support; empty: it does not.
QString manyAssignedText(const DomainXml &definition);

} // namespace laneway
