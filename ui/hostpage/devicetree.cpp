// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/devicetree.h"

#include "models/devicetreemodel.h"
#include "models/hostdevices.h"
#include "ui/dragpicture.h"
#include "ui/icons.h"

#include <QDrag>
#include <QHeaderView>
#include <QMimeData>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <array>
#include <utility>

namespace laneway {

namespace {

constexpr int mostSelected = 300; ///< rows at once: more than a card has virtual functions

QString idOf(const QModelIndex &index)
{
    return index.data(DeviceTreeModel::IdRole).toString();
}

/// Names begin with the maker's and end with what tells them apart: both ends are to be seen.
class NameDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// All rows are as high as the first one, which may have no icon.
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize hint = QStyledItemDelegate::sizeHint(option, index);
        return hint.expandedTo({0, option.decorationSize.height() + 2});
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->textElideMode = Qt::ElideMiddle;
    }
};

/// The kind of thing before its name, the level's sign before the verdict.
QVariant decoration(const DeviceRow &row, int column)
{
    QIcon icon;
    if (column == DeviceTreeModel::VerdictColumn && row.level)
        icon = levelIcon(*row.level);
    else if (column == DeviceTreeModel::NameColumn)
        icon = deviceIcon(row);
    return icon.isNull() ? QVariant() : QVariant(icon);
}

} // namespace

DeviceView::DeviceView(HostDevices &devices, QWidget *parent)
    : QTreeView(parent)
{
    devices.model()->setDecoration(decoration);
    setModel(devices.model());
    setItemDelegateForColumn(DeviceTreeModel::NameColumn, new NameDelegate(this));
    setUniformRowHeights(true); // 10,000 rows are not measured one by one
    setAlternatingRowColors(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTextElideMode(Qt::ElideRight);
    header()->setStretchLastSection(true);
    header()->setResizeContentsPrecision(100);
    header()->setSortIndicator(-1, Qt::AscendingOrder); // the arrangement's own order
    setSortingEnabled(true);
    // Names of one vendor look alike where they are cut off: the address tells them apart.
    header()->moveSection(DeviceTreeModel::AddressColumn, 1);
    header()->moveSection(header()->visualIndex(DeviceTreeModel::GroupColumn), 2);

    connect(header(), &QHeaderView::sectionResized, this, [this](int column) {
        if (!m_fitting && header()->visualIndex(column) < header()->count() - 1) // the last one takes what is left
            m_natural.clear();
    });
    connect(this, &QTreeView::collapsed, this, [this](const QModelIndex &index) { m_closed.insert(idOf(index)); });
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex &index) { m_closed.remove(idOf(index)); });
    const QAbstractItemModel *model = devices.model();
    connect(model, &QAbstractItemModel::layoutAboutToBeChanged, this, &DeviceView::beforeChange);
    connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, &DeviceView::beforeChange);
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &DeviceView::beforeChange);
    connect(model, &QAbstractItemModel::layoutChanged, this, [this] { m_rearranged = true; });
    connect(model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &parent, int first, int last) {
        if (m_allCame)
            return;
        constexpr int few = 64; // opened one by one, so that the rest of the view is left alone
        if (m_came.size() + last - first > few) {
            m_allCame = true;
            return;
        }
        if (parent.isValid())
            m_came << parent;
        for (int i = first; i <= last; ++i)
            m_came << QPersistentModelIndex(this->model()->index(i, 0, parent));
    });
    connect(&devices, &HostDevices::updated, this, &DeviceView::afterUpdate);
}

/// Remembers what the eye is on: the current row while it is in view, else the topmost one.
void DeviceView::beforeChange()
{
    if (std::exchange(m_changing, true))
        return;
    m_anchor = QModelIndex();
    const QRect current = visualRect(currentIndex());
    if (current.isValid() && viewport()->rect().intersects(current)) {
        m_anchor = currentIndex().siblingAtColumn(0);
        m_anchorTop = current.top();
    } else if (verticalScrollBar()->value() > 0) { // at the top, what comes above is to be seen
        m_anchor = indexAt(viewport()->rect().topLeft()).siblingAtColumn(0);
        m_anchorTop = visualRect(m_anchor).top();
    }
}

void DeviceView::afterUpdate()
{
    const bool rearranged = m_rearranged;
    openWhatCame();
    if (std::exchange(m_changing, false) && m_anchor.isValid()) {
        const int moved = visualRect(m_anchor).top() - m_anchorTop;
        verticalScrollBar()->setValue(verticalScrollBar()->value() + moved);
    }
    m_anchor = QModelIndex();
    if (!m_sized && model()->rowCount() > 0)
        sizeColumns();
    else if (rearranged)
        fitColumns(); // names may stand further in
}

void DeviceView::openWhatCame()
{
    const QList<QPersistentModelIndex> came = std::exchange(m_came, {});
    const bool rearranged = std::exchange(m_rearranged, false);
    // While a layout is due a row is only noted as open; otherwise each would be laid out by itself.
    if (m_allCame || rearranged)
        scheduleDelayedItemsLayout();
    if (std::exchange(m_allCame, false))
        return openBelow({});
    if (rearranged) {
        const QModelIndexList rows = static_cast<const DeviceTreeModel *>(model())->newParents();
        for (const QModelIndex &index : rows)
            open(index);
        return;
    }
    for (const QPersistentModelIndex &index : came) {
        open(index);
        openBelow(index);
    }
}

void DeviceView::openBelow(const QModelIndex &parent)
{
    for (int i = 0, rows = model()->rowCount(parent); i < rows; ++i) {
        const QModelIndex index = model()->index(i, 0, parent);
        if (model()->rowCount(index) == 0)
            continue;
        open(index);
        openBelow(index);
    }
}

void DeviceView::open(const QModelIndex &index)
{
    if (index.isValid() && (m_closed.isEmpty() || !m_closed.contains(idOf(index))))
        setExpanded(index, true);
}

void DeviceView::sizeColumns()
{
    m_sized = true;
    for (int column = 0; column < model()->columnCount(); ++column) {
        const int characters = column == DeviceTreeModel::NameColumn ? 44
            : column == DeviceTreeModel::VerdictColumn               ? 46
                                                                     : 26;
        resizeColumnToContents(column);
        setColumnWidth(column, qMin(columnWidth(column), fontMetrics().averageCharWidth() * characters));
    }
    for (int column = 0; column < model()->columnCount(); ++column)
        m_natural << columnWidth(column);
    fitColumns();
}

void DeviceView::fitColumns()
{
    if (m_natural.isEmpty())
        return;
    const QScopedValueRollback fitting(m_fitting, true);
    for (int column = 0; column < m_natural.size(); ++column)
        setColumnWidth(column, m_natural[column]);
    const int driver = header()->visualIndex(DeviceTreeModel::DriverColumn);
    int tooWide = -viewport()->width();
    if (!verticalScrollBar()->isVisible()) // it may come with more rows
        tooWide += verticalScrollBar()->sizeHint().width();
    for (int column = 0; column < model()->columnCount(); ++column)
        if (header()->visualIndex(column) < driver)
            tooWide += columnWidth(column);
    // The panel beside has the whole verdict of the selected device, and the tool tip any cell's text.
    constexpr std::array<std::pair<int, int>, 4> least{{{DeviceTreeModel::VerdictColumn, 30},
        {DeviceTreeModel::NameColumn, 30}, {DeviceTreeModel::UsedByColumn, 14}, {DeviceTreeModel::VerdictColumn, 14}}};
    for (const auto &[column, characters] : least) {
        const int indent = column == DeviceTreeModel::NameColumn ? indentation() * depthInSight() : 0;
        const int spare = columnWidth(column) - indent - fontMetrics().averageCharWidth() * characters;
        const int less = qMin(tooWide, spare);
        if (less <= 0)
            continue;
        setColumnWidth(column, columnWidth(column) - less);
        tooWide -= less;
    }
}

int DeviceView::depthInSight() const
{
    int deepest = 0;
    const int rowHeight = qMax(1, visualRect(model()->index(0, 0)).height());
    int rows = viewport()->height() / rowHeight + 1;
    for (QModelIndex index = indexAt({}); index.isValid() && rows-- > 0; index = indexBelow(index)) {
        int depth = 0;
        for (QModelIndex above = index.parent(); above.isValid(); above = above.parent())
            ++depth;
        deepest = qMax(deepest, depth);
    }
    return deepest;
}

void DeviceView::resizeEvent(QResizeEvent *event)
{
    fitColumns();
    QTreeView::resizeEvent(event);
}

// Each group of rows is a range of the selection, and for each cell that is drawn all of them are looked
// through: with a group for each device, all of 10,000 take a quarter of a second a picture.
void DeviceView::selectAll()
{
    int rows = 0;
    for (QModelIndex index = model()->index(0, 0); index.isValid() && rows <= mostSelected; index = indexBelow(index))
        ++rows;
    if (rows > mostSelected) {
        Q_EMIT tooManyToSelect(mostSelected);
        return;
    }
    QTreeView::selectAll();
}

void DeviceView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    const int rowHeight = qMax(1, visualRect(model()->index(0, 0)).height());
    if ((command & QItemSelectionModel::Select) && rect.height() / rowHeight > mostSelected) {
        Q_EMIT tooManyToSelect(mostSelected);
        return;
    }
    QTreeView::setSelection(rect, command);
}

QModelIndexList DeviceView::rowsSelected() const
{
    QModelIndexList rows;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) // of whole rows, no row twice
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows << model()->index(row, 0, range.parent());
    return rows;
}

void DeviceView::startDrag(Qt::DropActions actions)
{
    const auto *devices = static_cast<const DeviceTreeModel *>(model());
    const QModelIndexList selected = rowsSelected();
    QMimeData *data = devices->mimeData(selected);
    if (!data)
        return;
    const QList<PciAddress> dragged = devices->devicesOf(selected);
    const QModelIndex only = dragged.size() == 1 ? devices->indexOf(dragged.first()) : QModelIndex();
    const QString text = only.isValid() ? only.data().toString() : tr("%n devices", nullptr, int(dragged.size()));
    const QModelIndex first = devices->indexOf(dragged.first());
    auto *drag = new QDrag(this);
    drag->setMimeData(data);
    drag->setPixmap(dragPicture(*this, first.data(Qt::DecorationRole).value<QIcon>(), text));
    drag->exec(actions, Qt::CopyAction);
}

QTreeView *newDeviceTree(HostDevices &devices)
{
    return new DeviceView(devices);
}

} // namespace laneway
