// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobsmodel.h"
#include "support/simulatedhelper.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

namespace {
constexpr int patienceMs = 60'000;
}

class TestJobsModel : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;
    std::unique_ptr<Connection> m_connection;

    QString freeVf(int number) const
    {
        for (const PciFunction &function : m_connection->host().functions)
            if (function.isVirtualFunction() && number-- == 0)
                return function.address.toString();
        return {};
    }
    /// Gives the job's id.
    QString carryOut(const QString &kind, const QJsonObject &arguments)
    {
        std::optional<QString> begun;
        m_connection->plan(kind, arguments, m_connection.get(), [&](const Result<PlanInfo> &plan) {
            QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
            m_connection->apply(
                plan->id, m_connection.get(), [&](const Result<QString> &job) { begun = job.value_or(QString()); });
        });
        return QTest::qWaitFor([&] { return begun.has_value(); }, patienceMs) ? *begun : QString();
    }

private Q_SLOTS:
    void init()
    {
        m_environment = std::make_unique<HelperEnvironment>();
        QVERIFY(m_environment->isValid());
        auto connection = Connection::open(u"sample:server"_s);
        QVERIFY(connection);
        m_connection = std::move(*connection);
        QTRY_VERIFY_WITH_TIMEOUT(m_connection->isReady(), patienceMs);
    }
    void cleanup()
    {
        m_connection.reset();
        m_environment.reset();
    }

    void aJobIsThereWithItsStepsUntilItIsDone()
    {
        JobsModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy finished(&model, &JobsModel::finished);
        model.addConnection(*m_connection);
        QCOMPARE(model.rowCount(), 0);
        const QString id = carryOut(u"detach"_s, {{u"device"_s, freeVf(0)}});
        QVERIFY(!id.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patienceMs);
        const QModelIndex job = model.indexOf(m_connection->name(), id);
        QVERIFY(job.isValid());
        QCOMPARE(finished[0][0].toModelIndex(), job);
        QCOMPARE(job.data(JobsModel::StateRole).toString(), u"done"_s);
        QCOMPARE(job.siblingAtColumn(JobsModel::StateColumn).data().toString(), u"Done"_s);
        QVERIFY(job.data(JobsModel::CanUndoRole).toBool());
        QVERIFY(!job.data(JobsModel::CanCancelRole).toBool());
        QVERIFY(model.rowCount(job) > 0);
        const QModelIndex step = model.index(model.rowCount(job) - 1, 0, job);
        QVERIFY(!step.data().toString().isEmpty());
        QCOMPARE(step.data(JobsModel::StateRole).toString(), u"done"_s);
        QCOMPARE(step.data(JobsModel::JobRole).toString(), id);
        QCOMPARE(model.connection(step), m_connection.get());
        QCOMPARE(model.runningCount(), 0);
    }

    void theNewestIsFirstAndTheSelectionStays()
    {
        JobsModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.addConnection(*m_connection);
        const QString first = carryOut(u"detach"_s, {{u"device"_s, freeVf(0)}});
        QTRY_VERIFY_WITH_TIMEOUT(model.indexOf(m_connection->name(), first).isValid(), patienceMs);
        const QPersistentModelIndex selected = model.indexOf(m_connection->name(), first);
        QTRY_VERIFY_WITH_TIMEOUT(selected.data(JobsModel::CanUndoRole).toBool(), patienceMs);
        const QString undo = carryOut(u"undo"_s, {{u"job"_s, first}});
        QTRY_VERIFY_WITH_TIMEOUT(model.indexOf(m_connection->name(), undo).isValid(), patienceMs);
        QCOMPARE(model.indexOf(m_connection->name(), undo).row(), 0);
        QCOMPARE(selected.row(), 1);
        QCOMPARE(selected.data(JobsModel::JobRole).toString(), first);
        QTRY_COMPARE_WITH_TIMEOUT(
            model.indexOf(m_connection->name(), undo).data(JobsModel::StateRole).toString(), u"done"_s, patienceMs);
        QCOMPARE(resets.size(), 0);
    }

    void aFailureSaysWhatHappened()
    {
        m_connection.reset();
        m_environment->set("LANEWAY_SIM_FAULT", "fail:2:EBUSY"); // the second write to the kernel
        auto connection = Connection::open(u"sample:server"_s);
        QVERIFY2(connection, connection ? "" : qPrintable(connection.error().toString()));
        m_connection = std::move(*connection);
        QSignalSpy failed(m_connection.get(), &Connection::failed);
        QTRY_VERIFY_WITH_TIMEOUT(m_connection->isReady() || !failed.isEmpty(), patienceMs);
        QVERIFY2(failed.isEmpty(), failed.isEmpty() ? "" : qPrintable(failed[0][0].value<Error>().toString()));
        JobsModel model;
        QAbstractItemModelTester tester(&model);
        model.addConnection(*m_connection);
        const QString id = carryOut(u"detach"_s, {{u"device"_s, freeVf(0)}});
        QTRY_VERIFY_WITH_TIMEOUT(
            model.indexOf(m_connection->name(), id).data(JobsModel::StateRole).toString() == u"rolled-back",
            patienceMs);
        const QModelIndex job = model.indexOf(m_connection->name(), id);
        QVERIFY(job.siblingAtColumn(JobsModel::StateColumn)
                    .data()
                    .toString()
                    .startsWith(u"Failed; everything is as it was: "));
        QVERIFY(!job.data(JobsModel::CanUndoRole).toBool());
        QVERIFY(job.data(JobsModel::WhyNoUndoRole).toString().contains(u"everything is as it was"_s));
    }

    void whatCannotBeUndoneSaysWhy()
    {
        JobsModel model;
        model.addConnection(*m_connection);
        const QString id = carryOut(u"reset"_s, {{u"device"_s, freeVf(0)}});
        const auto job = [&] { return model.indexOf(m_connection->name(), id); };
        QTRY_COMPARE_WITH_TIMEOUT(job().data(JobsModel::StateRole).toString(), u"done"_s, patienceMs);
        QVERIFY(!job().data(JobsModel::CanUndoRole).toBool());
        QCOMPARE(job().data(JobsModel::WhyNoUndoRole).toString(), u"The reset of a device cannot be undone."_s);
        const QString undoable = carryOut(u"detach"_s, {{u"device"_s, freeVf(0)}});
        const auto other = [&] { return model.indexOf(m_connection->name(), undoable); };
        QTRY_VERIFY_WITH_TIMEOUT(other().data(JobsModel::CanUndoRole).toBool(), patienceMs);
        QVERIFY(other().data(JobsModel::WhyNoUndoRole).toString().isEmpty());
    }

    /// As lanewayctl's journal has them: what was done can be undone by whoever comes later.
    void jobsOfAFormerHelperAreThereWithTheirSteps()
    {
        const auto reopen = [this] {
            m_connection.reset();
            if (!QTest::qWaitFor([this] { return m_environment->helpers().isEmpty(); }, patienceMs))
                return false;
            auto connection = Connection::open(u"sample:server"_s);
            if (!connection)
                return false;
            m_connection = std::move(*connection);
            return QTest::qWaitFor([this] { return m_connection->isReady(); }, patienceMs);
        };
        m_environment->set("LANEWAY_SIM_STATE", m_environment->path(u"simulation"_s).toLocal8Bit());
        QVERIFY(reopen());
        const QString former = carryOut(u"detach"_s, {{u"device"_s, freeVf(0)}});
        QTRY_VERIFY_WITH_TIMEOUT(
            !m_connection->jobs().isEmpty() && m_connection->jobs().first().isFinished(), patienceMs);
        QVERIFY(reopen());

        JobsModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy finished(&model, &JobsModel::finished);
        model.addConnection(*m_connection);
        QTRY_VERIFY_WITH_TIMEOUT(model.indexOf(m_connection->name(), former).isValid(), patienceMs);
        const auto job = [&] { return model.indexOf(m_connection->name(), former); };
        QVERIFY(job().data(JobsModel::CanUndoRole).toBool());
        QCOMPARE(job().siblingAtColumn(JobsModel::StateColumn).data().toString(), u"Done"_s);
        QVERIFY(model.hasChildren(job()));
        if (model.canFetchMore(job()))
            model.fetchMore(job());
        QTRY_VERIFY_WITH_TIMEOUT(model.rowCount(job()) > 0, patienceMs);
        QVERIFY(!model.index(0, 0, job()).data().toString().isEmpty());
        const QString now = carryOut(u"detach"_s, {{u"device"_s, freeVf(1)}});
        QTRY_VERIFY_WITH_TIMEOUT(model.indexOf(m_connection->name(), now).isValid(), patienceMs);
        QCOMPARE(model.indexOf(m_connection->name(), now).row(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patienceMs);
        QCOMPARE(finished[0][0].toModelIndex(), model.indexOf(m_connection->name(), now));
    }

    void jobsFromBeforeAreListedWithoutNews()
    {
        const QString id = carryOut(u"detach"_s, {{u"device"_s, freeVf(0)}});
        QTRY_VERIFY_WITH_TIMEOUT(
            !m_connection->jobs().isEmpty() && m_connection->jobs().first().isFinished(), patienceMs);
        JobsModel model;
        QSignalSpy finished(&model, &JobsModel::finished);
        model.addConnection(*m_connection);
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, patienceMs);
        QCOMPARE(model.index(0, 0).data(JobsModel::JobRole).toString(), id);
        QCOMPARE(finished.size(), 0);
        m_connection.reset(); // its jobs go with it
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestJobsModel)
#include "tst_jobsmodel.moc"
