// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/navigatormodel.h"
#include "support/simulatedhelper.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace laneway;

namespace {

using Kind = NavigatorModel::Kind;
constexpr int patienceMs = 60'000;

QStringList textsBelow(const QAbstractItemModel &model, const QModelIndex &parent)
{
    QStringList texts;
    for (int i = 0; i < model.rowCount(parent); ++i)
        texts << model.index(i, 0, parent).data().toString();
    return texts;
}

} // namespace

class TestNavigatorModel : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;

    static std::unique_ptr<Connection> open(const QString &name)
    {
        auto connection = Connection::open(name);
        return connection ? std::move(*connection) : nullptr;
    }
    static QUuid define(Connection &connection, const QString &name, const QStringList &devices = {})
    {
        std::optional<QUuid> defined;
        QObject context;
        connection.define(
            domainXml(name, devices), &context, [&](const Result<QUuid> &uuid) { defined = uuid.value_or(QUuid()); });
        return QTest::qWaitFor([&] { return defined.has_value(); }, patienceMs) ? *defined : QUuid();
    }

private Q_SLOTS:
    void init()
    {
        m_environment = std::make_unique<HelperEnvironment>();
        QVERIFY(m_environment->isValid());
    }
    void cleanup() { m_environment.reset(); }

    void aHostIsThereBeforeItAnswers()
    {
        NavigatorModel model;
        QAbstractItemModelTester tester(&model);
        const auto connection = open(u"sample:server"_s);
        model.addConnection(*connection);
        model.addConnection(*connection); // once is enough
        QCOMPARE(model.rowCount(), 1);
        const QModelIndex host = model.indexOf(connection->name(), Kind::Connection);
        QCOMPARE(host.data().toString(), u"Sample: server"_s);
        QCOMPARE(host.data(NavigatorModel::StateRole).toString(), u"connecting"_s);
        QCOMPARE(textsBelow(model, host), (QStringList{u"Host Devices"_s, u"VF Pools"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(host.data(NavigatorModel::StateRole).toString(), u"ready"_s, patienceMs);
        QCOMPARE(host.siblingAtColumn(NavigatorModel::StateColumn).data().toString(), u"Simulated"_s);
    }

    void machinesAreByNameAndKeepTheirSelection()
    {
        NavigatorModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        const auto connection = open(u"sample:server"_s);
        model.addConnection(*connection);
        QTRY_VERIFY_WITH_TIMEOUT(connection->isReady(), patienceMs);
        const QModelIndex host = model.indexOf(connection->name(), Kind::Connection);
        const QUuid web = define(*connection, u"web"_s);
        QVERIFY(!web.isNull());
        QTRY_VERIFY_WITH_TIMEOUT(model.indexOf(connection->name(), web).isValid(), patienceMs);
        const QPersistentModelIndex selected = model.indexOf(connection->name(), web);
        const QPersistentModelIndex devices = model.indexOf(connection->name(), Kind::HostDevices);
        for (const QString &name : {u"zoo"_s, u"Build"_s, u"archive"_s})
            QVERIFY(!define(*connection, name).isNull());
        QTRY_COMPARE_WITH_TIMEOUT(textsBelow(model, host),
            (QStringList{u"archive"_s, u"Build"_s, u"web"_s, u"zoo"_s, u"Host Devices"_s, u"VF Pools"_s}), patienceMs);
        QCOMPARE(selected.data(NavigatorModel::UuidRole).toUuid(), web);
        QCOMPARE(model.domain(selected)->name, u"web"_s);
        QCOMPARE(devices.data(NavigatorModel::KindRole).toInt(), int(Kind::HostDevices));
        QVERIFY(model.flags(selected) & Qt::ItemIsDropEnabled);
        QVERIFY(!(model.flags(devices) & Qt::ItemIsDropEnabled));
        QCOMPARE(resets.size(), 0);
    }

    void aMachineSaysItsStateAndDevices()
    {
        NavigatorModel model;
        QAbstractItemModelTester tester(&model);
        const auto connection = open(u"sample:server"_s);
        model.addConnection(*connection);
        QTRY_VERIFY_WITH_TIMEOUT(connection->isReady(), patienceMs);
        QStringList vfs;
        for (const PciFunction &function : connection->host().functions)
            if (function.isVirtualFunction())
                vfs << function.address.toString();
        const QUuid web = define(*connection, u"web"_s, {vfs[0], vfs[1]});
        QTRY_VERIFY_WITH_TIMEOUT(model.indexOf(connection->name(), web).isValid(), patienceMs);
        const QPersistentModelIndex row = model.indexOf(connection->name(), web);
        QTRY_COMPARE_WITH_TIMEOUT(row.data(NavigatorModel::DevicesRole).toInt(), 2, patienceMs);
        QCOMPARE(row.data(Qt::AccessibleDescriptionRole).toString(), u"Shut off, 2 devices"_s);
        connection->plan(u"start"_s, {{u"domain"_s, web.toString(QUuid::WithoutBraces)}}, connection.get(),
            [&](const Result<PlanInfo> &plan) {
                QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
                connection->apply(plan->id, connection.get(), [](const Result<QString> &job) { QVERIFY(job); });
            });
        QTRY_COMPARE_WITH_TIMEOUT(
            row.sibling(row.row(), NavigatorModel::StateColumn).data().toString(), u"Running, 2 devices"_s, patienceMs);
    }

    void hostsStandSideBySideAndLeaveAlone()
    {
        NavigatorModel model;
        QAbstractItemModelTester tester(&model);
        auto server = open(u"sample:server"_s);
        auto workstation = open(u"sample:workstation"_s);
        model.addConnection(*server);
        model.addConnection(*workstation);
        QTRY_VERIFY_WITH_TIMEOUT(server->isReady() && workstation->isReady(), patienceMs);
        const QUuid one = define(*server, u"one"_s);
        const QUuid two = define(*workstation, u"two"_s);
        QTRY_VERIFY_WITH_TIMEOUT(
            model.indexOf(server->name(), one).isValid() && model.indexOf(workstation->name(), two).isValid(),
            patienceMs);
        QVERIFY(!model.indexOf(server->name(), two).isValid());
        const QPersistentModelIndex kept = model.indexOf(workstation->name(), two);
        server.reset(); // its rows go with it
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(kept.data().toString(), u"two"_s);
        QCOMPARE(model.connection(kept), workstation.get());
        model.removeConnection(*workstation);
        QCOMPARE(model.rowCount(), 0);
    }

    void aHelperThatIsGoneIsSaid()
    {
        NavigatorModel model;
        m_environment->set("LANEWAY_HELPER", "/nowhere/laneway-helper");
        const auto connection = open(u"sample:server"_s);
        model.addConnection(*connection);
        const QModelIndex host = model.indexOf(connection->name(), Kind::Connection);
        QTRY_COMPARE_WITH_TIMEOUT(host.data(NavigatorModel::StateRole).toString(), u"failed"_s, patienceMs);
        QCOMPARE(host.siblingAtColumn(NavigatorModel::StateColumn).data().toString(), u"Not reached"_s);
    }

    void onlyWhatWasThereIsLost()
    {
        NavigatorModel model;
        const auto connection = open(u"sample:laptop"_s);
        model.addConnection(*connection);
        const QModelIndex host = model.indexOf(connection->name(), Kind::Connection);
        QTRY_VERIFY_WITH_TIMEOUT(connection->isReady(), patienceMs);
        for (const qint64 helper : m_environment->helpers())
            ::kill(pid_t(helper), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(host.data(NavigatorModel::StateRole).toString(), u"failed"_s, patienceMs);
        QCOMPARE(host.siblingAtColumn(NavigatorModel::StateColumn).data().toString(), u"Connection lost"_s);
    }

    void connectionsHaveNamesForPeople_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::newRow("system") << u"system"_s << u"This computer"_s;
        QTest::newRow("capture") << u"file:/home/me/my host.json"_s << u"Capture: my host.json"_s;
        QTest::newRow("listing") << u"lspci:/home/me/box.txt"_s << u"Listing: box.txt"_s;
        QTest::newRow("ssh") << u"ssh://root@lab:2222"_s << u"root@lab:2222"_s;
    }
    void connectionsHaveNamesForPeople()
    {
        QFETCH(QString, name);
        QTEST(connectionText(name), "text");
    }
};

QTEST_GUILESS_MAIN(TestNavigatorModel)
#include "tst_navigatormodel.moc"
