// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/hostdevices.h"

#include "core/releaseelsewhere.h"
#include "models/devicetreemodel.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace laneway {

namespace {
constexpr int frameMs = 16;
} // namespace

/// One computation: what it starts from, and what came of it.
struct HostDevices::Round
{
    bool judge = false; ///< make a new table from the facts
    HostSnapshot host;
    Claims claims;
    std::optional<QUuid> target;
    Arrangement arrangement = Arrangement::ByGroup;
    DeviceChoice choice;
    std::shared_ptr<const HostTable> tableBefore;
    std::shared_ptr<const ShownRows> shownBefore;

    std::shared_ptr<const HostTable> table;
    std::shared_ptr<const ShownRows> shown;
    DeviceTreePatch patch;
    int tookMs = 0;

    void compute()
    {
        QElapsedTimer timer;
        timer.start();
        if (judge)
            table = std::make_shared<const HostTable>(
                makeHostTable(host, claims, target, arrangement, tableBefore.get()));
        else if (tableBefore->arrangement != arrangement)
            table = std::make_shared<const HostTable>(rearranged(*tableBefore, arrangement));
        else
            table = tableBefore;
        shown = std::make_shared<const ShownRows>(shownRows(*table, choice));
        patch = makePatch(*tableBefore, *shownBefore, *table, *shown);
        tookMs = int(timer.elapsed());
    }
};

HostDevices::HostDevices(Connection &connection, QObject *parent)
    : HostDevices(parent)
{
    m_model->setConnectionName(connection.name());
    const auto take = [this, &connection] {
        if (connection.isReady())
            setFacts(connection.host(), connection.claims());
    };
    connect(&connection, &Connection::ready, this, take);
    connect(&connection, &Connection::hostChanged, this, take);
    connect(&connection, &Connection::claimsChanged, this, take);
    take();
}

HostDevices::HostDevices(QObject *parent)
    : QObject(parent)
    , m_model(new DeviceTreeModel(this))
    , m_table(std::make_shared<const HostTable>())
    , m_shown(std::make_shared<const ShownRows>())
{
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::PreciseTimer);
    connect(&m_next, &QTimer::timeout, this, &HostDevices::begin);
    connect(m_model, &DeviceTreeModel::sortRequested, this, [this](int column, Qt::SortOrder order) {
        m_choice.sortColumn = column;
        m_choice.sortOrder = order;
        m_viewWanted = true;
        schedule();
    });
}

HostDevices::~HostDevices()
{
    releaseElsewhere(std::move(m_table), std::move(m_shown), std::move(m_host), std::move(m_claims));
}

void HostDevices::setFacts(const HostSnapshot &host, const Claims &claims)
{
    releaseElsewhere(std::exchange(m_host, host), std::exchange(m_claims, claims));
    m_hasFacts = true;
    m_factsWanted = true;
    schedule();
}

void HostDevices::setArrangement(Arrangement arrangement)
{
    m_arrangement = arrangement;
    m_viewWanted = true;
    schedule();
}

void HostDevices::setTarget(const std::optional<QUuid> &target)
{
    m_target = target;
    m_factsWanted = true;
    schedule();
}

void HostDevices::setFilter(const QString &filter)
{
    m_choice.filter = filter;
    m_viewWanted = true;
    schedule();
}

void HostDevices::setBridgesShown(bool shown)
{
    m_choice.bridgesShown = shown;
    m_viewWanted = true;
    schedule();
}

void HostDevices::schedule()
{
    if (!m_hasFacts || m_computing || !(m_viewWanted || m_factsWanted))
        return;
    // At most one difference a frame; and when facts rain, not more than half of a processor. What
    // a person asked for waits for neither.
    int pause = m_viewWanted ? frameMs : qMax(frameMs, m_judgedMs);
    if (m_lastApplied.isValid())
        pause -= int(qMin(qint64(pause), m_lastApplied.elapsed()));
    // By the event loop even when there is nothing to wait for: several settings make one round.
    m_next.start(m_lastApplied.isValid() ? pause : 0);
}

void HostDevices::begin()
{
    auto round = std::make_shared<Round>();
    round->judge = m_factsWanted && (!m_viewWanted || !m_hasTable);
    if (round->judge)
        m_factsWanted = false;
    m_viewWanted = false;
    round->host = m_host;
    round->claims = m_claims;
    round->target = m_target;
    round->arrangement = m_arrangement;
    round->choice = m_choice;
    round->tableBefore = m_table;
    round->shownBefore = m_shown;
    m_computing = true;
    QThreadPool::globalInstance()->start([self = QPointer<HostDevices>(this), round] {
        round->compute();
        // To the application's thread; only there it is known whether the view is still there.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, round] {
                if (self)
                    self->finish(*round);
            },
            Qt::QueuedConnection);
    });
}

void HostDevices::finish(Round &round)
{
    m_computing = false;
    m_hasTable = true;
    m_table = round.table;
    m_shown = round.shown;
    if (round.judge)
        m_judgedMs = round.tookMs;
    releaseElsewhere(m_model->apply(std::move(round.patch)), std::move(round.tableBefore), std::move(round.shownBefore),
        std::move(round.host), std::move(round.claims));
    m_lastApplied.start();
    const int fit = m_shown->shown;
    const int all = m_shown->all;
    Q_EMIT updated();
    Q_EMIT filtered(fit, all);
    schedule();
}

} // namespace laneway
