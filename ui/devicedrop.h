// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dropverdict.h"

#include <QAbstractItemView>
#include <QBasicTimer>
#include <QDrag>
#include <QFrame>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>

class QLabel;

namespace laneway {

class Connection;

/// A machine under the pointer.
struct DropSite
{
    Connection *connection = nullptr;
    DropTarget target;
};

/// Lets devices be dropped on the machines of a view. While they hover, a note beside the pointer says
/// what the drop would mean: ready, with which companions, or why not. Nothing is done by a drop but
/// dropped(): what follows is a plan to look at.
class DeviceDrop : public QObject
{
    Q_OBJECT
public:
    using SiteAt = std::function<std::optional<DropSite>(const QPoint &viewportPosition)>;
    /// Watches @p view's viewport; belongs to it.
    DeviceDrop(QAbstractItemView &view, SiteAt siteAt);
    ~DeviceDrop() override;

    /// What the note says; empty while nothing hovers.
    QString sentence() const;

Q_SIGNALS:
    /// The devices rest over this machine: they may want to go on to its page.
    /// @p drag: with which, where it began in this program.
    void lingered(laneway::Connection &connection, const QUuid &machine, QDrag *drag);
    void dropped(laneway::Connection &connection, const QUuid &machine, const QList<laneway::PciAddress> &devices);
    void poolDropped(laneway::Connection &connection, const QUuid &machine, const QString &pool);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    struct Facts;
    bool hover(const class QDropEvent &event);
    void leave();

    QAbstractItemView &m_view;
    SiteAt m_siteAt;
    QFrame *m_note;
    QLabel *m_icon;
    QLabel *m_text;
    std::unique_ptr<Facts> m_facts; ///< of the host whose machine is hovered over
    QPointer<QObject> m_source; ///< the view where the drag began
    QUuid m_target;
    QBasicTimer m_lingering;
    DropVerdict m_verdict;
};

} // namespace laneway
