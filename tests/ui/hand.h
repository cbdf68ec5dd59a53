// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>
#include <QProcess>
#include <QTreeView>

#include <functional>

namespace laneway {

// The pointer of the X server, moved by its test extension: the window cannot tell it from a hand. A drag
// runs a loop of its own in the window, so the hand acts from a timer, each act once its time has come.
class Hand : public QObject
{
public:
    using When = std::function<bool()>;

    using Where = std::function<QPoint()>; // on the screen

    Hand &press(Where where)
    {
        return act({}, [=, this] {
            moveTo(m_from = where());
            xdotool({u"mousedown"_s, u"1"_s});
        });
    }
    // Over some points, as a drag begins only after a certain way.
    Hand &drag(Where where, const When &when = {})
    {
        constexpr int steps = 4;
        for (int step = 1; step <= steps; ++step)
            act(step == 1 ? when : When(), [=, this] {
                const QPoint goal = where();
                moveTo(m_from + (goal - m_from) * step / steps);
                if (step == steps)
                    m_from = goal;
            });
        return *this;
    }
    Hand &release(When when)
    {
        return act(std::move(when), [this] { xdotool({u"mouseup"_s, u"1"_s}); });
    }
    bool isDone() const { return m_acts.isEmpty(); }
    QString waitingFor() const { return QString::number(m_acts.size()) + u" acts are left"_s; }

    Hand() { startTimer(30); }
    ~Hand() override { xdotool({u"mouseup"_s, u"1"_s}); }

protected:
    void timerEvent(QTimerEvent *) override
    {
        if (m_acts.isEmpty() || (m_acts.first().first && !m_acts.first().first()))
            return;
        m_acts.takeFirst().second();
    }

private:
    Hand &act(When when, std::function<void()> what)
    {
        m_acts.emplaceBack(std::move(when), std::move(what));
        return *this;
    }
    static void moveTo(QPoint place)
    {
        xdotool({u"mousemove"_s, QString::number(place.x()), QString::number(place.y())});
    }
    static void xdotool(const QStringList &arguments) { QProcess::execute(u"xdotool"_s, arguments); }

    QList<std::pair<When, std::function<void()>>> m_acts;
    QPoint m_from;
};

/// Somewhere in a row of @p tree, which is scrolled to it.
inline Hand::Where row(QTreeView *tree, const QModelIndex &index)
{
    return [tree, index = QPersistentModelIndex(index)] {
        tree->scrollTo(index);
        const QRect rect = tree->visualRect(index);
        return tree->viewport()->mapToGlobal(QPoint(rect.left() + qMin(rect.width() / 2, 40), rect.center().y()));
    };
}

} // namespace laneway
