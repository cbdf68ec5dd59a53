// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QAbstractItemModel>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace laneway {

/// Jobs of all connections, newest first, each with its steps below; those of the journal, from before this
/// helper, follow. Rows are found by connection and
/// job; there is no reset. Changes are taken together, at most once a frame.
class JobsModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { TextColumn, StateColumn, ColumnCount };
    enum Role {
        JobRole = Qt::UserRole + 1, ///< its id; of a step: its job's
        ConnectionRole, ///< Connection::name()
        StateRole, ///< as on the bus: JobInfo::state, StepInfo::state
        CanUndoRole,
        WhyNoUndoRole, ///< a sentence, where it cannot be undone
        CanCancelRole,
    };
    using Decoration = std::function<QVariant(const QModelIndex &index)>;

    explicit JobsModel(QObject *parent = nullptr);
    ~JobsModel() override;

    /// Follows the connection until it is removed or destroyed.
    void addConnection(Connection &connection);
    void removeConnection(Connection &connection);
    /// Icons are the window's; asked for the second column.
    void setDecoration(const Decoration &decoration);

    Connection *connection(const QModelIndex &index) const;
    const JobInfo *job(const QModelIndex &index) const; ///< of a step: its job
    QModelIndex indexOf(const QString &connection, const QString &job) const;
    int runningCount() const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    // The steps of a job of the journal are read when somebody looks at them.
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// A job has ended while we looked on; its row says so already.
    void finished(const QModelIndex &job);

private:
    struct Entry;
    struct Waiting
    {
        Connection *connection;
        JobInfo job;
        bool happened; ///< it is news, not what the connection began with
    };
    void take(const Waiting &waiting);
    void takeOlder(Connection &connection, const QJsonArray &newestFirst);
    void flush();
    void update(Entry &entry, const JobInfo &job);
    Entry *entryAt(const QModelIndex &index) const;
    int rowOf(const Entry &entry) const;

    std::vector<std::unique_ptr<Entry>> m_jobs; // oldest first: a row is counted from the end
    quint64 m_lastNumber = quint64(1) << 32;
    quint64 m_firstNumber = m_lastNumber + 1; ///< older ones are counted downwards
    QSet<Connection *> m_withJournal;
    QList<Waiting> m_waiting; // each job once, in the order they came
    QHash<Connection *, QList<QMetaObject::Connection>> m_followed;
    Decoration m_decoration;
    QTimer m_frame;
};

/// "Running…", "Taken back": the word for a job's or step's state.
QString jobStateText(const QString &state);

} // namespace laneway
