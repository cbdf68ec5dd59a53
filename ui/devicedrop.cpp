// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/devicedrop.h"

#include "client/connection.h"
#include "models/devicemime.h"
#include "ui/icons.h"

#include <QDropEvent>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QTimerEvent>

#include <utility>

namespace laneway {

namespace {

constexpr int lingerMs = 700; // as long as file managers wait before a folder opens below what is dragged

} // namespace

/// An index of a large host costs some milliseconds: made once a drag and host, not at each move.
struct DeviceDrop::Facts
{
    Connection *connection;
    HostSnapshot host; // the index points into these two
    Claims claims;
    HostIndex index;
    explicit Facts(Connection &from)
        : connection(&from)
        , host(from.host())
        , claims(from.claims())
        , index(host, claims)
    {
    }
};

DeviceDrop::DeviceDrop(QAbstractItemView &view, SiteAt siteAt)
    : QObject(&view)
    , m_view(view)
    , m_siteAt(std::move(siteAt))
    , m_note(new QFrame(view.window(), Qt::ToolTip))
    , m_icon(new QLabel(m_note))
    , m_text(new QLabel(m_note))
{
    m_note->setObjectName(u"dropNote"_s);
    m_note->setFrameShape(QFrame::StyledPanel);
    m_text->setObjectName(u"dropSentence"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto *layout = new QHBoxLayout(m_note);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    view.setAcceptDrops(true);
    view.viewport()->setAcceptDrops(true);
    view.viewport()->installEventFilter(this);
}

DeviceDrop::~DeviceDrop()
{
    delete m_note;
}

QString DeviceDrop::sentence() const
{
    return m_text->text();
}

bool DeviceDrop::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove: {
        auto *move = static_cast<QDragMoveEvent *>(event);
        if (!move->mimeData()->hasFormat(deviceMimeType.toString()))
            break;
        // An entry is accepted whatever is below it now: else no move would come.
        if (hover(*move) || event->type() == QEvent::DragEnter)
            move->acceptProposedAction();
        else
            move->ignore();
        return true;
    }
    case QEvent::DragLeave: leave(); break;
    case QEvent::Drop: {
        auto *drop = static_cast<QDropEvent *>(event);
        const auto dragged = decode(*drop->mimeData());
        if (!dragged)
            break;
        const bool allowed = hover(*drop);
        const std::optional<DropSite> site = m_siteAt(drop->position().toPoint());
        const QList<PciAddress> devices = m_verdict.devices;
        leave();
        if (allowed && site) {
            drop->acceptProposedAction();
            if (dragged->network.isEmpty())
                Q_EMIT dropped(*site->connection, site->target.domain, devices);
            else
                Q_EMIT poolDropped(*site->connection, site->target.domain, dragged->network);
        } else {
            drop->ignore();
        }
        return true;
    }
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

void DeviceDrop::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_lingering.timerId())
        return QObject::timerEvent(event);
    m_lingering.stop();
    if (m_facts && !m_target.isNull())
        Q_EMIT lingered(*m_facts->connection, m_target,
            m_source ? m_source->findChild<QDrag *>({}, Qt::FindDirectChildrenOnly) : nullptr);
}

bool DeviceDrop::hover(const QDropEvent &event)
{
    const QPoint position = event.position().toPoint();
    const auto dragged = decode(*event.mimeData());
    const std::optional<DropSite> site = m_siteAt(position);
    if (!dragged || !site) {
        leave();
        return false;
    }
    if (dragged->connection != site->connection->name()) {
        m_verdict = {};
        m_verdict.level = Level::Blocked;
        m_verdict.sentence = tr("%1 is on another host: a device can only be given to a machine of its own host.")
                                 .arg(site->target.name);
        m_target = {};
    } else if (m_target != site->target.domain || !m_facts) {
        if (!m_facts || m_facts->connection != site->connection)
            m_facts = std::make_unique<Facts>(*site->connection);
        m_target = site->target.domain;
        m_source = event.source();
        m_lingering.start(lingerMs, this);
        m_verdict = dragged->network.isEmpty()
            ? dropVerdict(m_facts->index, m_facts->claims, dragged->devices, site->target)
            : dropVerdict(site->connection->networks(), dragged->network, site->target);
    }
    const int side = m_view.fontMetrics().height();
    m_icon->setPixmap(levelIcon(m_verdict.level).pixmap(side, side));
    m_text->setText(m_verdict.sentence);
    m_text->setFixedWidth(qMin(m_text->fontMetrics().horizontalAdvance(m_verdict.sentence) + side,
        m_text->fontMetrics().averageCharWidth() * 50));
    m_note->adjustSize();
    // Towards where the text runs, so that it stays within the window.
    const int along = m_view.isRightToLeft() ? -side - m_note->width() : side;
    m_note->move(m_view.viewport()->mapToGlobal(position + QPoint(along, side)));
    m_note->setVisible(true);
    return !m_verdict.refuses();
}

void DeviceDrop::leave()
{
    m_note->setVisible(false);
    m_lingering.stop();
    m_text->clear();
    m_facts.reset();
    m_target = {};
    m_verdict = {};
}

} // namespace laneway
