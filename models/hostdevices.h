// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "models/hosttable.h"

#include <QElapsedTimer>
#include <QTimer>

namespace laneway {

class DeviceTreeModel;
struct DeviceTreePatch;

/// A host's devices for one view: arranged, filtered and sorted on a worker thread. Whatever changes
/// while it computes is taken together into the next round; the model gets at most one difference a
/// frame. An answer for a view that is gone is dropped.
class HostDevices : public QObject
{
    Q_OBJECT
public:
    /// Follows the connection's host and claims.
    HostDevices(Connection &connection, QObject *parent);
    /// Shows what it is given by setFacts().
    explicit HostDevices(QObject *parent = nullptr);
    ~HostDevices() override;

    DeviceTreeModel *model() const { return m_model; }
    /// What the model shows a part of; nobody else's view of it. Empty until the first updated().
    const HostTable &table() const { return *m_table; }
    bool isReady() const { return m_hasTable; }
    Arrangement arrangement() const { return m_arrangement; }
    std::optional<QUuid> target() const { return m_target; }
    QString filter() const { return m_choice.filter; }
    bool bridgesShown() const { return m_choice.bridgesShown; }

    void setFacts(const HostSnapshot &host, const Claims &claims);
    void setArrangement(Arrangement arrangement);
    /// The machine that the verdicts are for.
    void setTarget(const std::optional<QUuid> &target);
    /// Words, all of which a device must have: of name, address, driver, numeric ID, machine, use.
    void setFilter(const QString &filter);
    /// A bridge with something to show below it is shown all the same.
    void setBridgesShown(bool shown);

Q_SIGNALS:
    /// The model and table() have taken over the latest.
    void updated();
    /// After updated(): how many functions fit the filter, out of how many.
    void filtered(int shown, int all);

private:
    struct Round;
    void schedule();
    void begin();
    void finish(Round &round);

    DeviceTreeModel *m_model;
    // What is wanted.
    HostSnapshot m_host;
    Claims m_claims;
    std::optional<QUuid> m_target;
    Arrangement m_arrangement = Arrangement::ByGroup;
    DeviceChoice m_choice;
    bool m_hasFacts = false;
    bool m_factsWanted = false; ///< facts or target are newer than the table
    bool m_viewWanted = false; ///< arrangement, filter or order are newer than what is shown
    // What is shown.
    std::shared_ptr<const HostTable> m_table;
    std::shared_ptr<const ShownRows> m_shown;
    bool m_hasTable = false;
    bool m_computing = false;
    int m_judgedMs = 0; ///< what the latest new table took
    QTimer m_next;
    QElapsedTimer m_lastApplied;
};

} // namespace laneway
