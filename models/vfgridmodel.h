// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/hosttable.h"

#include <QAbstractTableModel>
#include <QJsonArray>

namespace laneway {

/// One virtual function as it is now.
struct VfRow
{
    VfSettings settings; ///< its index, and what the driver reports of it
    PciAddress address;
    std::optional<NvmeSecondary> nvme; ///< of an NVMe controller that was asked
    QString driver;
    QString interfaces; ///< that the host has of it: "enp2s0f0v3"
    QString usedBy;
    Level level = Level::Ready;
    QString verdict;
    bool operator==(const VfRow &) const = default;
};

/// What the grid of one physical function shows.
struct VfGridFacts
{
    std::optional<PciAddress> physical;
    QString interface; ///< of the physical function; empty: it has none
    QList<VfRow> rows; ///< by index
    QMap<MacAddress, QString> taken; ///< by others of this host: an interface or another card's VF
    QString refusal; ///< why no cell can be set; empty: they can
    bool isNvme = false; ///< a controller whose virtual functions have queues and interrupts
    bool operator==(const VfGridFacts &) const = default;
};

/// Runs on any thread.
VfGridFacts vfGridFacts(const HostTable &table, const PciAddress &physical);

/// The virtual functions of one physical function, a row each. What is edited is pending until the host
/// has it: a fresh view of the host changes what is below, never what was typed. A row is found by its
/// index; there is no reset.
class VfGridModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        VfColumn,
        AddressColumn,
        DriverColumn,
        InterfaceColumn,
        MacColumn,
        VlanColumn,
        PriorityColumn,
        ProtocolColumn,
        SpoofCheckColumn,
        TrustColumn,
        MinRateColumn,
        MaxRateColumn,
        LinkStateColumn,
        OnlineColumn,
        QueuesColumn,
        InterruptsColumn, ///< of an NVMe controller instead
        UsedByColumn,
        VerdictColumn,
        ColumnCount
    };
    enum Role {
        SignRole = Qt::UserRole + 1, ///< Sign
        PendingRole, ///< whether it is to be set
        PresentRole, ///< what the host has, as it is shown
        LevelRole ///< int, of the verdict
    };
    /// The strongest that is to be said of a cell.
    enum class Sign { None, Pending, Duplicate, Conflict, Refused, Invalid };
    /// How the value of a first row goes on in the rows after it.
    enum class Series { Same, Counting };

    explicit VfGridModel(QObject *parent = nullptr);

    void setFacts(const VfGridFacts &facts);
    const VfGridFacts &facts() const { return m_facts; }
    /// Until these cells are edited again.
    void setRefusals(const QList<VfRefusal> &refusals);

    /// Settings, which a driver that does not report them cannot be seen to have taken.
    static bool isSetting(int column) { return column >= MacColumn && column <= LinkStateColumn; }
    /// Whether functions of such a card have what is in a column.
    static bool concerns(int column, bool nvme)
    {
        const bool ofNetwork = column == InterfaceColumn || isSetting(column);
        const bool ofNvme = column >= OnlineColumn && column <= InterruptsColumn;
        return nvme ? !ofNetwork : !ofNvme;
    }
    static bool canCount(int column) { return column == MacColumn || column == VlanColumn; }
    /// What a filled row would get; the second is why it cannot be, for a person.
    std::pair<QStringList, QString> series(const QString &start, int column, Series way, qsizetype number) const;
    void fill(const QList<int> &rows, int column, const QStringList &values);
    void revert(const QModelIndexList &cells);
    void revertAll();
    /// Of a conflict: what was typed stays wanted, whatever the host has.
    void keepMine(const QModelIndexList &cells);

    int pending() const; ///< cells
    int conflicts() const;
    /// Of the first cell that cannot be applied, for a person; empty: all can.
    QString problem() const;
    QModelIndex firstWith(Sign sign) const;
    /// "vfs" of the plan `vf-configure`: [{"index":2,"mac":…}]. Nothing while there is a problem.
    QJsonArray changes() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    /// Qt::EditRole: as it is typed: "52:54:00:…", "42", "802.1ad", "on", "auto".
    QVariant data(const QModelIndex &index, int role) const override;
    /// What cannot be understood stays, too, with its problem.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// How a value of a column is shown: "none" for VLAN 0.
    static QString shownText(int column, const QString &value);
    static QString heading(int column);

Q_SIGNALS:
    void pendingChanged();

private:
    struct Cell
    {
        QString value; ///< as typed, or in the form of the host's
        QString was; ///< what the host had when it was typed
        QString problem; ///< why the value cannot be
        QString refusal; ///< what the driver said to it
    };
    using Row = QMap<int, Cell>; ///< by column

    quint32 indexAt(int row) const { return m_facts.rows[row].settings.index.value; }
    const Cell *cell(int row, int column) const;
    QString present(int row, int column) const; ///< null: not reported
    QString wanted(int row, int column) const;
    Sign signOf(int row, int column) const;
    QString ratesProblem(int row) const;
    QString noteFor(int row, int column) const;
    void put(int row, int column, const QString &value);
    void dropWhatIsThere();
    void findDuplicates();
    void tell(int firstRow, int lastRow);

    VfGridFacts m_facts;
    QMap<quint32, Row> m_pending; ///< by the VF's index: made anew, it has what was wanted for it still
    QHash<int, QString> m_duplicates; ///< row → who else has its MAC
};

} // namespace laneway
