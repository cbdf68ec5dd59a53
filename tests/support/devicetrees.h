// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/devicetreemodel.h"

namespace laneway {

/// What a person sees: a line a row, indented, "name|address".
inline QStringList seen(const QAbstractItemModel &model, const QModelIndex &parent = {}, const QString &indent = {})
{
    QStringList lines;
    for (int i = 0; i < model.rowCount(parent); ++i) {
        const QModelIndex index = model.index(i, 0, parent);
        lines << indent + index.data().toString() + u'|'
                + index.siblingAtColumn(DeviceTreeModel::AddressColumn).data().toString();
        lines += seen(model, index, indent + u"  ");
    }
    return lines;
}

/// The ids of all rows in the tree's order, with their depth.
inline QStringList ids(const QAbstractItemModel &model, const QModelIndex &parent = {}, int depth = 0)
{
    QStringList lines;
    for (int i = 0; i < model.rowCount(parent); ++i) {
        const QModelIndex index = model.index(i, 0, parent);
        lines << QString::number(depth) + u' ' + index.data(DeviceTreeModel::IdRole).toString();
        lines += ids(model, index, depth + 1);
    }
    return lines;
}

/// A model with the state that it shows, as HostDevices keeps them, without threads.
struct ShownTree
{
    HostTable table;
    DeviceChoice choice;
    ShownRows shown;
    DeviceTreeModel model;

    void show(const HostTable &next, const DeviceChoice &nextChoice = {})
    {
        const ShownRows nextShown = shownRows(next, nextChoice);
        const auto rest = model.apply(makePatch(table, shown, next, nextShown));
        table = next;
        choice = nextChoice;
        shown = nextShown;
    }
    /// What the model should have, from the lists alone.
    QStringList expected() const
    {
        QStringList lines;
        QList<int> depths;
        for (const ShownRows::Entry &entry : shown.entries) {
            depths << (entry.parent < 0 ? 0 : depths[entry.parent] + 1);
            lines << QString::number(depths.last()) + u' ' + table.rows[entry.row].id;
        }
        return lines;
    }
};

} // namespace laneway
