// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "models/devicetreemodel.h"
#include "models/hardwaremodel.h"
#include "models/navigatormodel.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/mainwindow.h"

#include <QTest>
#include <QTreeView>

namespace laneway {

inline const QString machineXml = uR"(<domain type='qemu'>
  <name>web</name>
  <memory unit='MiB'>256</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <devices/>
</domain>)"_s;

/// The window of a host, a simulated one as a rule, with one machine defined.
struct WindowFixture
{
    std::unique_ptr<MainWindow> window;
    Connection *connection = nullptr;

    bool open(const QString &sample) { return openHost(u"sample:"_s + sample); }
    bool openHost(const QString &name)
    {
        auto opened = Connection::open(name);
        if (!opened)
            return false;
        connection = opened->get();
        window = std::make_unique<MainWindow>(std::move(*opened));
        window->show();
        return QTest::qWaitFor([this] { return connection->isReady(); }, 30'000);
    }
    bool define(const QString &xml = machineXml)
    {
        bool answered = false;
        connection->define(xml, window.get(), [&](const Result<QUuid> &uuid) { answered = uuid.has_value(); });
        return QTest::qWaitFor([&] { return answered && machine().isValid(); }, 10'000);
    }
    template <typename T> T *child(const QString &name) const { return window->findChild<T *>(name); }
    QTreeView *navigator() const { return child<QTreeView>(u"navigator"_s); }
    QModelIndex place(NavigatorModel::Kind kind) const
    {
        return navigator()
            ->model()
            ->match(navigator()->model()->index(0, 0), NavigatorModel::KindRole, int(kind), 1,
                Qt::MatchExactly | Qt::MatchRecursive)
            .value(0);
    }
    QModelIndex machine() const { return place(NavigatorModel::Kind::Machine); }
    QString machineState() const { return machine().data(NavigatorModel::StateRole).toString(); }
    QTreeView *hostTree() const { return child<QTreeView>(u"hostTree"_s); }
    QAbstractItemView *hardware() const { return child<QAbstractItemView>(u"hardwareList"_s); }
    int assigned() const
    {
        return int(
            hardware()
                ->model()
                ->match(hardware()->model()->index(0, 0), HardwareModel::IdRole, u"hostdev/"_s, -1, Qt::MatchStartsWith)
                .size());
    }
    void openMachine() const { navigator()->setCurrentIndex(machine()); }
    QModelIndex job() const { return child<QTreeView>(u"activityTree"_s)->model()->index(0, 0); }
    AddHardwareWizard *wizard() const { return child<AddHardwareWizard>(u"addHardwareWizard"_s); }
};

inline QModelIndex deviceIn(QTreeView *tree, const QString &address)
{
    const QModelIndexList found = tree->model()->match(
        tree->model()->index(0, 0), DeviceTreeModel::IdRole, address, 1, Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? QModelIndex() : found.first();
}

/// First address with this verdict, in address order.
inline QString addressWith(
    const Connection &connection, Level level, const std::function<bool(const PciFunction &)> &fits)
{
    const auto verdicts = assessAll(connection.host(), connection.claims());
    for (auto it = verdicts.cbegin(); it != verdicts.cend(); ++it)
        if (it->level == level && fits(*connection.host().find(it.key())))
            return it.key().toString();
    return {};
}

} // namespace laneway
