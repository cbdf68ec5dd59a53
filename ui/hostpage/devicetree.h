// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPersistentModelIndex>
#include <QSet>
#include <QTreeView>

namespace laneway {

class HostDevices;

/// A view of host devices: uniform rows, sorted by what the person clicks, columns sized once from the
/// first rows. What came is opened, what the person closed stays closed, over every filter and
/// arrangement; what they look at stays where it is while rows come and go.
class DeviceView : public QTreeView
{
    Q_OBJECT
public:
    explicit DeviceView(HostDevices &devices, QWidget *parent = nullptr);

    /// Columns keep the widths they have, such as those of the last time.
    void keepColumns() { m_sized = true; }
    /// As QItemSelectionModel::selectedRows(), which compares every row with every range: 25 seconds for
    /// all of 10,000 devices.
    QModelIndexList rowsSelected() const;
    /// All rows, if they are not too many.
    void selectAll() override;

Q_SIGNALS:
    /// Nothing was selected: who wants so many has to filter for them first.
    void tooManyToSelect(int most);

protected:
    /// With a small picture: how many devices, not how their rows look.
    void startDrag(Qt::DropActions actions) override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void beforeChange();
    void afterUpdate();
    void openWhatCame();
    void openBelow(const QModelIndex &parent);
    void open(const QModelIndex &index);
    void sizeColumns();
    /// Narrows what can be cut, so that nothing up to Used By is out of sight.
    void fitColumns();
    int depthInSight() const; ///< of the rows that are shown: by bus, names stand far from the edge

    QSet<QString> m_closed; ///< ids of rows
    QList<QPersistentModelIndex> m_came; ///< rows that came since the last update, or got their first child
    bool m_allCame = true;
    bool m_rearranged = false; ///< the model says which rows came
    QPersistentModelIndex m_anchor; ///< what is to stay where it is
    int m_anchorTop = 0;
    bool m_changing = false;
    bool m_sized = false;
    bool m_fitting = false;
    QList<int> m_natural; ///< widths with room enough; empty once the person has other wishes
};

/// As page and wizard use it.
QTreeView *newDeviceTree(HostDevices &devices);

} // namespace laneway
