// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowdifference.h"

#include <QRandomGenerator>
#include <QTest>

using namespace laneway;

namespace {

struct Row
{
    int id;
    int value;
    bool operator==(const Row &) const = default;
};

RowDifference differenceOf(const QList<Row> &before, const QList<Row> &after)
{
    return rowDifference(
        before, after, [](const Row &row) { return row.id; }, std::equal_to<Row>());
}

/// What a model does with it.
QList<Row> applied(QList<Row> rows, const RowDifference &difference, const QList<Row> &after)
{
    for (const auto &[first, last] : difference.removed)
        rows.remove(first, last - first + 1);
    for (const auto &[first, last] : difference.inserted)
        for (int i = first; i <= last; ++i)
            rows.insert(i, after[i]);
    for (const auto &[first, last] : difference.changed)
        for (int i = first; i <= last; ++i)
            rows[i] = after[i];
    return rows;
}

} // namespace

class TestRowDifference : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void neighboursAreOneRun()
    {
        const RowDifference difference
            = differenceOf({{1, 0}, {2, 0}, {3, 0}, {7, 0}, {8, 0}}, {{3, 0}, {4, 0}, {5, 0}, {7, 1}, {8, 1}});
        QCOMPARE(difference.removed.size(), 1U);
        QCOMPARE(difference.inserted.size(), 1U);
        QCOMPARE(difference.changed.size(), 1U);
        QVERIFY(!difference.rearranged);
    }

    void theSameIsEmpty()
    {
        QVERIFY(differenceOf({{1, 0}, {2, 0}}, {{1, 0}, {2, 0}}).isEmpty());
        QVERIFY(differenceOf({}, {}).isEmpty());
    }

    void anotherOrderIsNoSeriesOfMoves() { QVERIFY(differenceOf({{1, 0}, {2, 0}}, {{2, 0}, {1, 0}}).rearranged); }

    void anyTwoListsBecomeEachOther()
    {
        QRandomGenerator random(7);
        QList<Row> now;
        int rowwise = 0;
        for (int step = 0; step < 2000; ++step) {
            QList<Row> next;
            for (int id = 0; id < 20; ++id)
                if (random.bounded(3))
                    next << Row{id, random.bounded(4) ? 0 : step};
            if (random.bounded(10) == 0 && next.size() > 2)
                next.swapItemsAt(0, next.size() - 1);
            const RowDifference difference = differenceOf(now, next);
            if (!difference.rearranged) {
                QCOMPARE(applied(now, difference, next), next);
                ++rowwise;
            }
            now = next;
        }
        QVERIFY(rowwise > 1000);
    }
};

QTEST_GUILESS_MAIN(TestRowDifference)
#include "tst_rowdifference.moc"
