// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tour/tour.h"

#include "host/hostsnapshot.h"
#include "models/devicemime.h"
#include "models/devicetreemodel.h"
#include "models/hardwaremodel.h"
#include "models/hostdevices.h"
#include "models/jobsmodel.h"
#include "models/navigatormodel.h"
#include "models/poolsmodel.h"
#include "models/vfgridmodel.h"
#include "support/places.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/addhardware/rowlist.h"
#include "ui/hostbanner.h"
#include "ui/mainwindow.h"
#include "ui/newmachine/newmachinewizard.h"
#include "ui/newpool/newpoolwizard.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDragEnterEvent>
#include <QDragLeaveEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTest>
#include <QTextBrowser>
#include <QTreeView>
#include <QTreeWidget>

#include <cstdio>
#include <cstdlib>

namespace laneway {

namespace {

constexpr int patienceMs = 30'000;

QString hostdev(const QString &bus, int slot, int function)
{
    return u"<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='0x%1' slot='0x%2' "
           "function='%3'/></source></hostdev>"_s.arg(bus, QString::number(slot, 16))
               .arg(function);
}

QString machineXml(const QString &name, const QString &devices)
{
    return u"<domain type='qemu'>\n  <name>%1</name>\n  <memory unit='MiB'>2048</memory>\n  <vcpu>2</vcpu>\n"
           "  <os><type arch='x86_64' machine='q35'>hvm</type></os>\n  <devices>\n%2  </devices>\n</domain>\n"_s.arg(
               name, devices);
}

/// One of each kind that has a panel.
const QString devicesOfEveryKind = uR"(    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/var/lib/images/web.qcow2'/>
      <target dev='vda' bus='virtio'/>
      <boot order='1'/>
    </disk>
    <disk type='file' device='cdrom'>
      <source file='/var/lib/images/debian-12.iso'/>
      <target dev='sda' bus='sata'/>
      <readonly/>
    </disk>
    <interface type='user'>
      <mac address='52:54:00:12:34:56'/>
      <model type='virtio'/>
    </interface>
    <interface type='hostdev' managed='yes'>
      <mac address='52:54:00:12:34:57'/>
      <source><address type='pci' domain='0' bus='0x02' slot='0x10' function='0x4'/></source>
      <vlan><tag id='42'/></vlan>
    </interface>
    <hostdev mode='subsystem' type='pci' managed='yes'>
      <source><address domain='0' bus='0x81' slot='0x10' function='0'/></source>
    </hostdev>
    <serial type='pty'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <input type='tablet' bus='usb'/>
    <graphics type='vnc'><listen type='none'/></graphics>
    <sound model='ich9'/>
    <video><model type='virtio'/></video>
    <memballoon model='virtio'/>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
    <watchdog model='itco' action='reset'/>
    <controller type='pci' index='16' model='pcie-root-port'/>
    <controller type='pci' index='17' model='pcie-root-port'/>
    <controller type='pci' index='18' model='pcie-root-port'/>
)"_s;

/// Workers and helpers answer within some frames: still for that many is done.
class Stillness
{
public:
    bool reached(QWidget &window)
    {
        const QImage now = window.grab().toImage();
        m_same = std::exchange(m_before, now) == now ? m_same + 1 : 0;
        return m_same >= framesLong;
    }

private:
    static constexpr int framesLong = 12;
    QImage m_before;
    int m_same = 0;
};

} // namespace

Tour::Tour(Visitor visitor)
    : m_visitor(std::move(visitor))
{
}

Tour::~Tour() = default;

void Tour::run()
{
    server();
    virtualFunctions();
    pools();
    serverMachine();
    serverWizard();
    newMachine();
    jobs();
    disks();
    workstation();
    laptop();
    withoutIommu();
    listing();
    withoutHelper();
    windowsAround();
    m_window.reset();
}

// ---- places ---------------------------------------------------------------------------------------

void Tour::server()
{
    m_host = u"server"_s;
    open(u"sample:server"_s);
    if (!m_connection->isReady()) // a quick helper is ready at once
        m_visitor(u"server-reading"_s, *m_window, nullptr);
    openReady(u"sample:server"_s);
    define(machineXml(u"web"_s, devicesOfEveryKind));
    define(machineXml(u"db"_s, {}));
    define(machineXml(u"build"_s, hostdev(u"02"_s, 0x10, 2)));
    const QUuid mail = define(machineXml(u"mail"_s, hostdev(u"02"_s, 0x10, 6)));
    seeRunningJob();
    run(u"start"_s, mail);
    stop(u"devices-by-group"_s);
    select({u"0000:02:10.0"_s});
    stop(u"device-ready"_s);
    select({u"0000:02:10.6"_s});
    stop(u"device-in-use"_s);
    arrange(1);
    select({u"0000:02:00.0"_s});
    stop(u"devices-by-bus"_s);
    child<QAbstractButton>(u"showBridges"_s)->setChecked(true);
    wait([this] { return rowIn(tree(u"hostTree"_s), DeviceTreeModel::IdRole, u"0000:00:1c.0"_s).isValid(); },
        u"bridges"_s);
    select({u"0000:00:1c.0"_s});
    stop(u"device-never"_s);
    child<QAbstractButton>(u"showBridges"_s)->setChecked(false);
    arrange(2);
    select({u"0000:02:10.0"_s, u"0000:02:10.1"_s});
    stop(u"devices-by-kind-several"_s);
    arrange(0);
    select({u"group/11"_s});
    stop(u"group"_s);
    auto *filter = child<QLineEdit>(u"deviceFilter"_s);
    filter->setText(u"82576"_s);
    wait([this] { return child<QLabel>(u"deviceCount"_s)->text().contains(u" of "_s); }, u"filter"_s);
    stop(u"devices-filtered"_s);
    filter->setText(u"no such thing"_s);
    wait([this] { return child<QPushButton>(u"emptyAction"_s)->isVisible(); }, u"nothing found"_s);
    stop(u"devices-none-fits"_s);
    filter->clear();
    wait([this] { return tree(u"hostTree"_s)->isVisible(); }, u"filter cleared"_s);

    select({u"0000:02:10.0"_s});
    auto *devices = tree(u"hostTree"_s);
    auto *menu = devices->findChild<QMenu *>(u"deviceMenu"_s);
    const QPoint below = devices->viewport()->mapToGlobal(devices->visualRect(devices->currentIndex()).bottomLeft());
    openMenu(u"device-menu"_s, [=] { menu->popup(below); });
    auto *assign = devices->findChild<QMenu *>(u"assignMenu"_s);
    openMenu(u"assign-menu"_s, [=] { assign->popup(below); });
    for (QAction *action : m_window->menuBar()->actions()) {
        QString name = action->text().remove(u'&').toLower();
        openMenu(u"menu-"_s + name, [=, this] {
            const QRect place = m_window->menuBar()->actionGeometry(action);
            action->menu()->popup(m_window->menuBar()->mapToGlobal(place.bottomLeft()));
        });
    }
    hover({u"0000:02:10.0"_s}, u"web"_s, u"drop-ready"_s);
    hover({u"0000:00:1c.0"_s}, u"web"_s, u"drop-refused"_s);

    goToPlace(int(NavigatorModel::Kind::VfPools));
    wait([this] { return tree(u"poolsTree"_s)->model()->rowCount() > 0; }, u"pools"_s);
    stop(u"vf-pools"_s);
}

/// The grid of one card, by the pools page; in the end nothing is changed.
void Tour::virtualFunctions()
{
    auto *pools = tree(u"poolsTree"_s);
    const auto open = [&](const QString &card) {
        goToPlace(int(NavigatorModel::Kind::VfPools));
        wait([&] { return rowIn(pools, Qt::DisplayRole, card).isValid() || pools->model()->rowCount() > 0; }, card);
        for (int row = 0; row < pools->model()->rowCount(); ++row)
            if (pools->model()->index(row, PoolsModel::AddressColumn).data().toString() == card)
                pools->setCurrentIndex(pools->model()->index(row, 0));
        pools->setFocus();
        QTest::keyClick(pools, Qt::Key_Return);
        wait([this] { return child<QWidget>(u"vfGridPage"_s)->isVisible(); }, u"the grid of "_s + card);
    };
    open(u"0000:02:00.0"_s);
    auto *grid = child<QTableView>(u"vfGrid"_s);
    QAbstractItemModel *model = grid->model();
    wait([&] { return model->rowCount() > 5 && grid->isVisible(); }, u"virtual functions"_s);
    stop(u"vf-grid"_s);
    const auto type
        = [&](int row, int column, const QString &text) { model->setData(model->index(row, column), text); };
    type(0, VfGridModel::MacColumn, u"52:54:00:5a:00:01"_s);
    for (int row = 0; row < 4; ++row)
        type(row, VfGridModel::VlanColumn, QString::number(100 + row));
    type(3, VfGridModel::TrustColumn, u"on"_s);
    type(3, VfGridModel::MaxRateColumn, u"500"_s);
    // Somebody else sets what is edited here.
    run(u"vf-set"_s, QJsonObject{{u"device"_s, u"0000:02:10.2"_s}, {u"vlan"_s, 7}});
    wait([&] { return child<QLabel>(u"vfGridSummary"_s)->text().contains(u"meanwhile"_s); }, u"a conflict"_s);
    grid->setCurrentIndex(model->index(1, VfGridModel::VlanColumn));
    stop(u"vf-grid-pending"_s);
    type(1, VfGridModel::MacColumn, u"52:54:00:5a:00:01"_s);
    type(2, VfGridModel::MacColumn, u"01:00:5e:00:00:01"_s);
    type(2, VfGridModel::MinRateColumn, u"2000"_s);
    type(2, VfGridModel::MaxRateColumn, u"1000"_s);
    grid->setCurrentIndex(model->index(1, VfGridModel::MacColumn));
    stop(u"vf-grid-problems"_s);
    grid->setFocus();
    QTest::keyClick(grid, Qt::Key_F2);
    wait([&] { return QApplication::focusWidget() != grid; }, u"editor"_s);
    stop(u"vf-grid-editor"_s, nullptr, QApplication::focusWidget());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    child<QPushButton>(u"vfFill"_s)->click();
    auto *series = child<QDialog>(u"vfSeries"_s);
    stop(u"vf-series"_s, series);
    series->findChild<QComboBox *>(u"seriesColumn"_s)->setCurrentIndex(1);
    series->findChild<QSpinBox *>(u"seriesStart"_s)->setValue(4092);
    stop(u"vf-series-problem"_s, series);
    series->findChild<QComboBox *>(u"seriesColumn"_s)->setCurrentIndex(4);
    stop(u"vf-series-choice"_s, series);
    series->reject();
    m_window->close();
    stop(u"vf-grid-unsaved"_s);
    child<QPushButton>(u"stay"_s)->click();
    child<QPushButton>(u"vfRevert"_s)->click();
    run(u"vf-set"_s, QJsonObject{{u"device"_s, u"0000:02:10.2"_s}, {u"vlan"_s, 0}});
    // igb cannot set a virtual function's link.
    type(4, VfGridModel::LinkStateColumn, u"disable"_s);
    child<QPushButton>(u"vfApply"_s)->click();
    wait(
        [&] {
            return VfGridModel::Sign(model->index(4, VfGridModel::LinkStateColumn).data(VfGridModel::SignRole).toInt())
                == VfGridModel::Sign::Refused;
        },
        u"a refusal"_s);
    stop(u"vf-grid-refused"_s);
    child<QPushButton>(u"vfRevert"_s)->click();
    auto *page = child<QWidget>(u"vfGridPage"_s);
    const auto review = [&](const QString &name) {
        wait([this] { return m_window->findChild<QDialog *>(u"planReview"_s); }, name);
        auto *dialog = child<QDialog>(u"planReview"_s);
        stop(name, dialog);
        return dialog;
    };
    child<QPushButton>(u"vfKeep"_s)->click();
    review(u"vf-keep"_s)->findChild<QPushButton *>(u"planApply"_s)->click();
    wait([this] { return child<QPushButton>(u"vfKeepNot"_s)->isVisible(); }, u"kept"_s);
    page->findChild<QSpinBox *>(u"vfCountNumber"_s)->setValue(4);
    stop(u"vf-grid-kept"_s);
    child<QPushButton>(u"vfKeepNot"_s)->click();
    review(u"vf-keep-not"_s)->findChild<QPushButton *>(u"planApply"_s)->click();
    wait([this] { return !child<QPushButton>(u"vfKeepNot"_s)->isVisible(); }, u"not kept"_s);
    child<QAbstractButton>(u"vfGridBack"_s)->click();
}

/// Pools are made, leased, shown and forgotten again.
void Tour::pools()
{
    goToPlace(int(NavigatorModel::Kind::VfPools));
    auto *pools = tree(u"poolsTree"_s);
    const auto choose = [&](const QString &name) {
        wait([&] { return rowIn(pools, Qt::DisplayRole, name).isValid(); }, name);
        pools->setCurrentIndex(rowIn(pools, Qt::DisplayRole, name));
    };
    const auto stateIs = [&](const QString &name, const QString &state) {
        wait(
            [&] {
                return rowIn(pools, Qt::DisplayRole, name).siblingAtColumn(PoolsModel::StateColumn).data().toString()
                    == state;
            },
            name + u": "_s + state);
    };
    child<QAction>(u"newPool"_s)->trigger();
    auto *wizard = child<NewPoolWizard>(u"newPoolWizard"_s);
    const auto goOn = [&](int page) {
        wait([&] { return wizard->button(QWizard::NextButton)->isEnabled(); }, u"new pool, page before %1"_s.arg(page));
        wizard->next();
        wait([&] { return wizard->currentId() == page; }, u"new pool, page %1"_s.arg(page));
    };
    wait([&] { return wizard->button(QWizard::NextButton)->isEnabled(); }, u"cards of a new pool"_s);
    wizard->findChild<QLineEdit *>(u"poolName"_s)->setText(u"lan"_s);
    Q_EMIT wizard->findChild<QLineEdit *>(u"poolName"_s)->textEdited(u"lan"_s);
    stop(u"new-pool"_s, wizard);
    wizard->findChild<QAbstractButton *>(u"poolChosen"_s)->setChecked(true);
    stop(u"new-pool-chosen"_s, wizard);
    wizard->findChild<QAbstractButton *>(u"poolWhole"_s)->setChecked(true);
    goOn(NewPoolWizard::NetworkId);
    stop(u"new-pool-network"_s, wizard);
    auto *groups = wizard->findChild<QTableWidget *>(u"portGroups"_s);
    for (int row = 0; row < 2; ++row) {
        wizard->findChild<QPushButton *>(u"addPortGroup"_s)->click();
        groups->item(row, 0)->setText(row == 0 ? u"guests"_s : u"storage"_s);
        groups->item(row, 1)->setText(row == 0 ? u"50"_s : u"5000"_s);
    }
    groups->item(0, 3)->setCheckState(Qt::Checked);
    wizard->findChild<QPushButton *>(u"addPortGroup"_s)->setFocus();
    stop(u"new-pool-problem"_s, wizard);
    groups->item(1, 1)->setText(u"60"_s);
    goOn(NewPoolWizard::ReviewId);
    stop(u"new-pool-review"_s, wizard);
    wizard->button(QWizard::FinishButton)->click();
    stateIs(u"lan"_s, u"Active, starts with the host"_s);
    bool defined = false;
    m_connection->defineNetwork(uR"(<network><name>storage</name><forward mode='hostdev' managed='yes'>
        <address type='pci' domain='0' bus='0x81' slot='0x10' function='0'/>
        <address type='pci' domain='0' bus='0x81' slot='0x10' function='2'/></forward></network>)"_s,
        m_window.get(), [&](const Result<QUuid> &uuid) { defined = uuid.has_value(); });
    wait([&] { return defined; }, u"another pool"_s);
    choose(u"storage"_s);
    stop(u"vf-pools-stopped"_s);
    const QUuid mail2
        = define(machineXml(u"relay"_s, u"<interface type='network'><source network='lan'/></interface>"_s));
    run(u"start"_s, mail2);
    wait(
        [&] {
            return rowIn(pools, Qt::DisplayRole, u"lan"_s)
                .siblingAtColumn(PoolsModel::UsersColumn)
                .data()
                .toString()
                .contains(u"relay"_s);
        },
        u"a lease"_s);
    choose(u"lan"_s);
    pools->expandRecursively(pools->currentIndex());
    stop(u"vf-pools-leased"_s);
    const QPoint below = pools->viewport()->mapToGlobal(pools->visualRect(pools->currentIndex()).bottomLeft());
    openMenu(u"vf-pools-menu"_s, [=, this] {
        auto *menu = new QMenu(m_window.get());
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions(pools->actions());
        menu->popup(below);
    });
    child<QAction>(u"poolXml"_s)->trigger();
    auto *xml = child<QDialog>(u"poolXmlDialog"_s);
    wait([&] { return !xml->findChild<QPlainTextEdit *>(u"poolActiveXml"_s)->toPlainText().isEmpty(); },
        u"XML of a pool"_s);
    xml->findChild<QTabWidget *>(u"poolXmlTabs"_s)->setCurrentIndex(1);
    stop(u"pool-xml"_s, xml);
    xml->reject();
    hover({}, u"db"_s, u"drop-pool"_s, u"lan"_s);
    openWizard(u"db"_s);
    wait(
        [&] {
            child<QListWidget>(u"kindList"_s)->setCurrentRow(2);
            return m_wizard->button(QWizard::NextButton)->isEnabled();
        },
        u"kinds"_s);
    toPage(AddHardwareWizard::PoolId);
    wait([this] { return child<QComboBox>(u"poolPortGroup"_s)->count() == 3; }, u"port groups"_s);
    stop(u"wizard-pool-defined"_s, m_wizard);
    toPage(AddHardwareWizard::ReviewId);
    stop(u"wizard-review-pool"_s, m_wizard);
    closeWizard();
    run(u"destroy"_s, mail2);
    bool gone = false;
    m_connection->undefine(mail2, m_window.get(), [&](const Result<> &done) { gone = done.has_value(); });
    wait([&] { return gone; }, u"a machine is forgotten"_s);
    goToPlace(int(NavigatorModel::Kind::VfPools));
    for (const QString &name : {u"storage"_s, u"lan"_s}) {
        choose(name);
        wait([this] { return child<QAction>(u"deletePool"_s)->isEnabled(); }, u"deletable"_s);
        child<QAction>(u"deletePool"_s)->trigger();
        wait([&] { return !rowIn(pools, Qt::DisplayRole, name).isValid(); }, name + u" is deleted"_s);
    }
    wait([this] { return child<QWidget>(u"choiceBar"_s)->isVisible(); }, u"a way back"_s);
    stop(u"vf-pools-deleted"_s);
    child<QPushButton>(u"closePoolDeleted"_s)->click();
}

/// A simulated job is over in a moment: it is looked at while it tells of itself.
/// A machine that has gone on from a snapshot beside its image.
void Tour::disks()
{
    const QString image = u"/var/lib/images/shop.qcow2"_s;
    define(machineXml(u"shop"_s,
        u"    <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='%1'/>"
        "<target dev='vda' bus='virtio'/></disk>\n"_s.arg(image)));
    run(u"image-create"_s, {{u"path"_s, image}, {u"bytes"_s, u"21474836480"_s}});
    run(u"snapshot-create"_s, {{u"domain"_s, u"shop"_s}, {u"name"_s, u"before-update"_s}, {u"external"_s, true}});
    goToMachine(u"shop"_s);
    const auto see = [this](const QString &action, const QString &name, const QString &trunk, const QString &place) {
        child<QAction>(action)->trigger();
        wait([&] { return m_window->findChild<QDialog *>(name); }, name);
        auto *dialog = child<QDialog>(name);
        auto *view = dialog->findChild<QTreeWidget *>(trunk);
        wait([&] { return view->topLevelItemCount() == 1 && view->topLevelItem(0)->childCount() == 1; },
            u"what a disk stands on"_s);
        stop(place, dialog);
        dialog->reject();
    };
    see(u"snapshotsAction"_s, u"snapshotsDialog"_s, u"imageChain"_s, u"snapshots"_s);
    see(u"deleteAction"_s, u"deleteMachine"_s, u"deleteFiles"_s, u"delete-machine"_s);
}

void Tour::seeRunningJob()
{
    const QAbstractItemModel *jobs = tree(u"activityTree"_s)->model();
    const auto look = [this, jobs] {
        const QModelIndex job = jobs->index(0, 0);
        if (m_runningJobSeen || job.data(JobsModel::StateRole).toString() != u"running" || jobs->rowCount(job) == 0)
            return;
        m_runningJobSeen = true; // a visitor lets time pass, and more is told meanwhile
        m_visitor(m_host + u"-activity-running"_s, *m_window, nullptr);
    };
    QObject::connect(jobs, &QAbstractItemModel::dataChanged, m_window.get(), look, Qt::QueuedConnection);
    QObject::connect(jobs, &QAbstractItemModel::rowsInserted, m_window.get(), look, Qt::QueuedConnection);
}

void Tour::serverMachine()
{
    goToMachine(u"web"_s);
    auto *list = child<QListView>(u"hardwareList"_s);
    auto *tabs = child<QTabWidget>(u"deviceTabs"_s);
    tabs->setCurrentIndex(0);
    QSet<int> seen;
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        const QModelIndex index = list->model()->index(row, 0);
        const QString id = index.data(HardwareModel::IdRole).toString();
        const int kind = index.data(HardwareModel::KindRole).toInt();
        if (seen.contains(kind) && !id.startsWith(u"hostdev/"_s))
            continue;
        seen.insert(kind);
        list->setCurrentIndex(index);
        stop(u"hardware-"_s + QString(id).replace(u'/', u'-').replace(u':', u'.'));
    }
    for (const QString &id : {u"machine"_s, u"processor"_s, u"memory"_s, u"boot"_s, u"disk/vda"_s}) {
        list->setCurrentIndex(rowIn(list, HardwareModel::IdRole, id));
        child<QAbstractButton>(u"moreProperties"_s)->setChecked(true);
        stop(u"more-"_s + QString(id).replace(u'/', u'-'));
    }
    list->setCurrentIndex(rowIn(list, HardwareModel::IdRole, u"rng"_s));
    child<QLineEdit>(u"rate/@bytes"_s)->setText(u"many"_s);
    wait([this] { return child<QPushButton>(u"revertChanges"_s)->isEnabled(); }, u"changed"_s);
    stop(u"hardware-not-a-number"_s);
    child<QPushButton>(u"revertChanges"_s)->click();
    const auto chooseBus = [this, list](const QString &disk, const QString &bus) {
        list->setCurrentIndex(rowIn(list, HardwareModel::IdRole, disk));
        auto *buses = child<QWidget>(u"devicePanel"_s)->findChild<QComboBox *>(u"target/@bus"_s);
        buses->setCurrentIndex(buses->findData(bus));
    };
    chooseBus(u"disk/sda"_s, u"virtio"_s);
    stop(u"hardware-bus-refused"_s);
    chooseBus(u"disk/vda"_s, u"scsi"_s);
    wait([this] { return child<QPushButton>(u"revertChanges"_s)->isEnabled(); }, u"changed"_s);
    stop(u"hardware-bus-changed"_s);
    child<QPushButton>(u"revertChanges"_s)->click();
    tabs->setCurrentIndex(1);
    auto *xml = child<QPlainTextEdit>(u"xmlText"_s);
    list->setCurrentIndex(rowIn(list, HardwareModel::IdRole, u"disk/vda"_s));
    stop(u"xml"_s);
    xml->find(u"<target"_s);
    xml->insertPlainText(u"<<target"_s);
    wait([this] { return child<QPushButton>(u"goToProblem"_s)->isVisible(); }, u"XML is not valid"_s);
    stop(u"xml-error"_s);
    tabs->setCurrentIndex(0);
    list->setCurrentIndex(rowIn(list, HardwareModel::IdRole, u"memory"_s));
    stop(u"xml-error-elsewhere"_s);
    child<QPushButton>(u"revertChanges"_s)->click();
    auto *memory = child<QWidget>(u"devicePanel"_s)->findChild<QSpinBox *>(u"memorySize"_s);
    memory->setValue(4096);
    wait([this] { return child<QPushButton>(u"applyChanges"_s)->isEnabled(); }, u"changed"_s);
    go(rowIn(tree(u"navigator"_s), NavigatorModel::KindRole, int(NavigatorModel::Kind::HostDevices)));
    wait([this] { return child<QWidget>(u"choiceBar"_s)->isVisible(); }, u"unsaved changes"_s);
    stop(u"unsaved-changes"_s);
    child<QPushButton>(u"discardAndGo"_s)->click();

    goToMachine(u"web"_s);
    auto *pages = child<QTabWidget>(u"machineTabs"_s);
    pages->setCurrentIndex(0);
    stop(u"console"_s);
    pages->setCurrentIndex(3);
    wait([this] { return !child<QTextBrowser>(u"overviewStart"_s)->toPlainText().isEmpty(); },
        u"what its start needs"_s);
    stop(u"overview"_s);
    goToMachine(u"mail"_s);
    stop(u"overview-running"_s);
    pages->setCurrentIndex(4);
    wait([this] { return child<QWidget>(u"processorGraph"_s)->accessibleName().contains(u'%'); }, u"figures"_s);
    stop(u"performance"_s);
    pages->setCurrentIndex(2);
    stop(u"hardware-running"_s);
}

void Tour::serverWizard()
{
    openWizard(u"db"_s);
    wait([this] { return m_wizard->button(QWizard::NextButton)->isEnabled(); }, u"kinds"_s);
    auto *kinds = child<QListWidget>(u"kindList"_s);
    for (const int kind : {0, 1, 2, 3, 4, 5, 6, 19}) { // the others are alike; a machine has one balloon
        kinds->setCurrentRow(kind);
        stop(u"wizard-kind-%1"_s.arg(kind + 1), m_wizard);
    }
    kinds->setCurrentRow(0);
    toPage(AddHardwareWizard::PciId);
    stop(u"wizard-pci"_s, m_wizard);
    child<QLineEdit>(u"pciFilter"_s)->setText(u"no such thing"_s);
    wait([this] { return child<QLabel>(u"pciEmpty"_s)->isVisible(); }, u"nothing found"_s);
    stop(u"wizard-pci-none-fits"_s, m_wizard);
    child<QLineEdit>(u"pciFilter"_s)->clear();
    wait([this] { return !child<QLabel>(u"pciEmpty"_s)->isVisible(); }, u"filter cleared"_s);
    tick(u"0000:02:10.0"_s);
    tick(u"0000:81:10.2"_s);
    stop(u"wizard-pci-several"_s, m_wizard);
    toPage(AddHardwareWizard::ReviewId);
    stop(u"wizard-review"_s, m_wizard);
    closeWizard();

    for (const auto &[kind, page] : {std::pair(1, AddHardwareWizard::VfId), std::pair(2, AddHardwareWizard::PoolId)}) {
        openWizard(u"db"_s);
        wait(
            [&, kind = kind] {
                child<QListWidget>(u"kindList"_s)->setCurrentRow(kind);
                return m_wizard->button(QWizard::NextButton)->isEnabled();
            },
            u"kinds"_s);
        toPage(page);
        wait([this] { return m_wizard->button(QWizard::NextButton)->isEnabled(); }, u"a function"_s);
        m_wizard->currentPage()->findChild<QSpinBox *>(u"vlan"_s)->setValue(42);
        stop(kind == 1 ? u"wizard-vf"_s : u"wizard-pool"_s, m_wizard);
        toPage(AddHardwareWizard::ReviewId);
        child<QAbstractButton>(u"showCommands"_s)->setChecked(true);
        child<QAbstractButton>(u"showXml"_s)->setChecked(true);
        if (kind == 1)
            stop(u"wizard-review-details"_s, m_wizard);
        closeWizard();
    }

    openWizard(u"db"_s);
    child<QListWidget>(u"kindList"_s)->setCurrentRow(3);
    toPage(AddHardwareWizard::UsbId);
    stop(u"wizard-usb"_s, m_wizard);
    closeWizard();
    for (const auto &[kind, page] :
        {std::pair(4, AddHardwareWizard::DiskId), std::pair(5, AddHardwareWizard::NetworkId),
            std::pair(6, AddHardwareWizard::DeviceId), std::pair(12, AddHardwareWizard::DeviceId), // parallel port
            std::pair(14, AddHardwareWizard::DeviceId), // shared folder
            std::pair(20, AddHardwareWizard::DeviceId), // shared memory
            std::pair(21, AddHardwareWizard::DeviceId), std::pair(22, AddHardwareWizard::DeviceId)}) {
        openWizard(u"db"_s);
        child<QListWidget>(u"kindList"_s)->setCurrentRow(kind);
        toPage(page);
        stop(u"wizard-emulated-%1"_s.arg(kind), m_wizard);
        closeWizard();
    }

    const int jobsBefore = tree(u"activityTree"_s)->model()->rowCount();
    openWizard(u"mail"_s, {*PciAddress::parse(u"0000:02:10.4"_s)});
    wait([this] { return m_wizard->button(QWizard::FinishButton)->isEnabled(); }, u"plan"_s);
    stop(u"wizard-review-running"_s, m_wizard);
    m_wizard->button(QWizard::FinishButton)->click();
    m_wizard = nullptr;
    const auto newestJob = [this](int number, const QString &state) {
        const QAbstractItemModel *model = tree(u"activityTree"_s)->model();
        return model->rowCount() >= number && model->index(0, 0).data(JobsModel::StateRole).toString() == state;
    };
    wait([&] { return newestJob(jobsBefore + 1, u"done"_s); }, u"job done"_s);
    goToMachine(u"mail"_s);
    stop(u"activity-done"_s);
    hover({u"0000:02:10.0"_s}, u"db"_s, u"drop-on-another-machine"_s);
    openWizard(u"db"_s, {*PciAddress::parse(u"0000:02:10.0"_s)});
    wait([this] { return m_wizard->button(QWizard::FinishButton)->isEnabled(); }, u"plan"_s);
    m_wizard->button(QWizard::FinishButton)->click();
    m_wizard = nullptr;
    wait([&] { return newestJob(jobsBefore + 2, u"done"_s); }, u"job done"_s);
    wait([this] { return child<QPushButton>(u"undoJob"_s)->isEnabled(); }, u"undo"_s);
    child<QPushButton>(u"undoJob"_s)->click();
    wait([&] { return newestJob(jobsBefore + 3, u"done"_s); }, u"undo job"_s);
    goToMachine(u"db"_s);
    stop(u"activity-undone"_s);
}

void Tour::newMachine()
{
    const auto begin = [this] {
        child<QAction>(u"newMachine"_s)->trigger();
        auto *wizard = child<NewMachineWizard>(u"newMachineWizard"_s);
        wait([&] { return !wizard->imageFolder().isEmpty(); }, u"where images are made"_s);
        return wizard;
    };
    auto *wizard = begin();
    stop(u"new-machine"_s, wizard);
    wizard->findChild<QAbstractButton *>(u"fromNetwork"_s)->click();
    for (const auto &[page, name] : {std::pair{NewMachineWizard::ResourcesId, u"new-machine-resources"_s},
             std::pair{NewMachineWizard::SystemId, u"new-machine-system"_s},
             std::pair{NewMachineWizard::ReviewId, u"new-machine-review"_s}}) {
        wait([&] { return wizard->button(QWizard::NextButton)->isEnabled(); }, name);
        wizard->next();
        wait([&] { return wizard->currentId() == page; }, name);
        if (page == NewMachineWizard::ReviewId)
            wait([&] { return wizard->button(QWizard::FinishButton)->isEnabled(); }, name);
        stop(name, wizard);
    }
    wizard->reject();
    wizard = begin();
    wizard->findChild<QAbstractButton *>(u"fromKernel"_s)->click();
    stop(u"new-machine-kernel"_s, wizard);
    wizard->findChild<QLineEdit *>(u"kernelFile"_s)->setText(u"/nowhere/vmlinuz"_s);
    wait([&] { return !wizard->findChild<QLabel *>(u"kernelProblem"_s)->text().isEmpty(); }, u"no such kernel"_s);
    stop(u"new-machine-kernel-missing"_s, wizard);
    wizard->reject();
    wizard = begin();
    wizard->findChild<QAbstractButton *>(u"fromDefinitions"_s)->click();
    wizard->next();
    wizard->findChild<QAbstractButton *>(u"systemDefinitions"_s)->click();
    wait([&] { return !wizard->findChild<QLabel *>(u"importSummary"_s)->text().isEmpty(); }, u"what libvirt has"_s);
    stop(u"new-machine-import"_s, wizard);
    wizard->reject();
    child<QAction>(u"diskImages"_s)->trigger();
    wait([this] { return m_window->findChild<QDialog *>(u"imagesDialog"_s); }, u"disk images"_s);
    auto *images = child<QDialog>(u"imagesDialog"_s);
    stop(u"images"_s, images);
    images->reject();
}

void Tour::jobs()
{
    m_host = u"jobs"_s;
    qputenv("LANEWAY_SIM_FAULT", "fail:6:EBUSY");
    openReady(u"sample:server"_s);
    qunsetenv("LANEWAY_SIM_FAULT");
    const QUuid machine = define(machineXml(u"web"_s, hostdev(u"02"_s, 0x10, 0) + hostdev(u"81"_s, 0x10, 0)));
    run(u"start"_s, machine);
    stop(u"activity-failed"_s);
}

void Tour::workstation()
{
    m_host = u"workstation"_s;
    openReady(u"sample:workstation"_s);
    define(machineXml(u"games"_s, hostdev(u"08"_s, 0, 0) + hostdev(u"08"_s, 0, 1)));
    define(machineXml(u"office"_s, {}));
    select({u"0000:08:00.0"_s});
    stop(u"device-with-companions"_s);
    select({u"0000:07:00.0"_s});
    stop(u"device-caution"_s);
    hover({u"0000:08:00.0"_s}, u"office"_s, u"drop-with-companions"_s);
    goToMachine(u"games"_s);
    auto *list = child<QListView>(u"hardwareList"_s);
    list->setCurrentIndex(rowIn(list, HardwareModel::IdRole, u"hostdev/0000:08:00.0"_s));
    stop(u"hardware-graphics-card"_s);
    openWizard(u"office"_s);
    toPage(AddHardwareWizard::PciId);
    wait([this] { return tree(u"pciChoice"_s)->model()->rowCount() > 0; }, u"devices"_s);
    tick(u"0000:08:00.0"_s);
    stop(u"wizard-pci-companions"_s, m_wizard);
    tick(u"0000:08:00.0"_s);
    tick(u"0000:07:00.0"_s);
    wait([this] { return child<QPushButton>(u"takeWholeCard"_s)->isVisible(); }, u"the whole card"_s);
    stop(u"wizard-pci-whole-card"_s, m_wizard);
    toPage(AddHardwareWizard::ReviewId);
    stop(u"wizard-review-loss"_s, m_wizard);
    closeWizard();
}

void Tour::laptop()
{
    m_host = u"laptop"_s;
    openReady(u"sample:laptop"_s);
    define(machineXml(u"web"_s, {}));
    goToPlace(int(NavigatorModel::Kind::VfPools));
    wait([this] { return !child<QWidget>(u"poolsPage"_s)->findChild<QLabel *>(u"emptyText"_s)->text().isEmpty(); },
        u"no pool"_s);
    stop(u"vf-pools-none"_s);
    goToMachine(u"web"_s);
    stop(u"hardware-small"_s);
    child<QTabWidget>(u"machineTabs"_s)->setCurrentIndex(3);
    wait([this] { return !child<QTextBrowser>(u"overviewStart"_s)->toPlainText().isEmpty(); },
        u"what its start needs"_s);
    stop(u"overview-no-devices"_s);
    child<QTabWidget>(u"machineTabs"_s)->setCurrentIndex(4);
    stop(u"performance-off"_s);
    openWizard(u"web"_s);
    child<QListWidget>(u"kindList"_s)->setCurrentRow(1);
    wait([this] { return !m_wizard->button(QWizard::NextButton)->isEnabled(); }, u"no SR-IOV"_s);
    stop(u"wizard-kind-not-possible"_s, m_wizard);
    closeWizard();
}

void Tour::withoutIommu()
{
    m_host = u"no-iommu"_s;
    openReady(u"sample:no-iommu"_s);
    define(machineXml(u"web"_s, {}));
    stop(u"banner"_s);
    child<QAbstractButton>(u"hostBannerMore"_s)->click();
    select({u"0000:01:00.0"_s});
    stop(u"banner-open"_s);
    auto *devices = tree(u"hostTree"_s);
    openMenu(u"assign-menu-refused"_s, [=] {
        devices->findChild<QMenu *>(u"assignMenu"_s)
            ->popup(devices->viewport()->mapToGlobal(devices->visualRect(devices->currentIndex()).bottomLeft()));
    });
    openWizard(u"web"_s);
    toPage(AddHardwareWizard::PciId);
    wait([this] { return tree(u"pciChoice"_s)->model()->rowCount() > 0; }, u"devices"_s);
    auto *choice = tree(u"pciChoice"_s);
    choice->setCurrentIndex(rowIn(choice, DeviceTreeModel::IdRole, u"0000:01:00.0"_s));
    stop(u"wizard-pci-refused"_s, m_wizard);
    closeWizard();
    openWizard(u"web"_s, {*PciAddress::parse(u"0000:01:00.0"_s)});
    wait([this] { return child<QPushButton>(u"chooseAnother"_s)->isVisible(); }, u"refusal"_s);
    stop(u"wizard-review-refused"_s, m_wizard);
    closeWizard();
}

void Tour::listing()
{
    m_host = u"listing"_s;
    openReady(u"lspci:"_s + places::sourceFile(u"tests/fuzz/seeds/lspcilisting/user-vnn.lspci"_s));
    select({u"10000:e1:00.0"_s});
    stop(u"device-unknown"_s);
}

void Tour::withoutHelper()
{
    m_host = u"no-helper"_s;
    const QByteArray former = qgetenv("LANEWAY_HELPER");
    qputenv("LANEWAY_HELPER", "/nonexistent/laneway-helper");
    open(u"sample:laptop"_s);
    wait([this] { return !child<QWidget>(u"hostPage"_s)->findChild<QLabel *>(u"emptyText"_s)->text().isEmpty(); },
        u"no helper"_s);
    stop(u"not-connected"_s);
    qputenv("LANEWAY_HELPER", former);
}

void Tour::windowsAround()
{
    m_host = u"hosts"_s;
    openReady(u"sample:workstation"_s);
    auto other = Connection::open(u"sample:laptop"_s);
    Connection *laptop = other->get();
    m_window->addConnection(std::move(*other));
    wait([=] { return laptop->isReady(); }, u"the second host"_s);
    stop(u"side-by-side"_s);
    child<QAction>(u"connectToHost"_s)->trigger();
    auto *connecting = child<QDialog>(u"connectDialog"_s);
    stop(u"connect-dialog"_s, connecting);
    connecting->findChild<QComboBox *>(u"connectionName"_s)->setEditText(u"sample:workstation"_s);
    connecting->findChild<QPushButton *>(u"connectButton"_s)->click();
    stop(u"connect-dialog-message"_s, connecting);
    connecting->reject();
    child<QAction>(u"showShortcuts"_s)->trigger();
    auto *shortcuts = child<QDialog>(u"shortcutsWindow"_s);
    stop(u"shortcuts"_s, shortcuts);
    shortcuts->reject();

    // Without the helper installed, on a host whose IOMMU works: seldom had on a build machine.
    HostBanner banner;
    banner.resize(m_window->width() * 3 / 4, banner.height());
    banner.showObstacle(hostObstacle(m_connection->host(), u"session"_s));
    banner.findChild<QAbstractButton *>(u"hostBannerMore"_s)->setChecked(true);
    banner.adjustSize();
    stop(u"banner-no-helper-installed"_s, &banner);
}

// ---- what a person does ---------------------------------------------------------------------------

void Tour::open(const QString &connection)
{
    auto opened = Connection::open(connection);
    wait([&] { return opened.has_value(); }, connection);
    m_connection = opened->get();
    m_window = std::make_unique<MainWindow>(std::move(*opened));
    // Another number at each run, and in debug builds only.
    if (auto *meter = m_window->findChild<QLabel *>(u"stallMeter"_s))
        meter->hide();
    m_window->show();
    m_window->activateWindow();
    wait([this] { return m_window->isActiveWindow(); }, u"window of "_s + connection);
}

void Tour::openReady(const QString &connection)
{
    open(connection);
    wait([this] { return m_connection->isReady(); }, connection);
    wait([this] { return tree(u"hostTree"_s)->model()->rowCount() > 0; }, u"devices of "_s + connection);
}

QUuid Tour::define(const QString &xml)
{
    QUuid machine;
    QString problem;
    m_connection->define(xml, m_window.get(), [&](const Result<QUuid> &uuid) {
        machine = uuid.value_or(QUuid());
        problem = uuid ? QString() : uuid.error().toString();
    });
    wait([&] { return !machine.isNull() || !problem.isEmpty(); }, u"definition"_s);
    wait([&] { return problem.isEmpty() && rowIn(tree(u"navigator"_s), NavigatorModel::UuidRole, machine).isValid(); },
        u"machine in the navigator "_s + problem);
    return machine;
}

void Tour::run(const QString &kind, const QUuid &machine)
{
    run(kind, QJsonObject{{u"domain"_s, machine.toString(QUuid::WithoutBraces)}});
}

void Tour::run(const QString &kind, const QJsonObject &arguments)
{
    QString job;
    QString problem;
    m_connection->plan(kind, arguments, m_window.get(), [&](const Result<PlanInfo> &plan) {
        if (!plan)
            return void(problem = plan.error().toString());
        m_connection->apply(plan->id, m_window.get(), [&](const Result<QString> &begun) {
            job = begun.value_or(QString());
            problem = begun ? QString() : begun.error().toString();
        });
    });
    wait([&] { return !job.isEmpty() || !problem.isEmpty(); }, u"job"_s);
    wait(
        [&] {
            const QList<JobInfo> jobs = m_connection->jobs();
            return std::any_of(
                jobs.begin(), jobs.end(), [&](const JobInfo &one) { return one.id == job && one.isFinished(); });
        },
        u"end of "_s + kind + problem);
}

void Tour::go(const QModelIndex &place)
{
    wait([&] { return place.isValid(); }, u"place"_s);
    tree(u"navigator"_s)->setCurrentIndex(place);
}

void Tour::goToMachine(const QString &name)
{
    go(rowIn(tree(u"navigator"_s), Qt::DisplayRole, name));
    wait([&] { return child<QLabel>(u"machineTitle"_s)->text().startsWith(name); }, name);
    auto *list = child<QListView>(u"hardwareList"_s);
    wait([&] { return list->model()->rowCount() > 3; }, u"hardware of "_s + name);
}

void Tour::goToPlace(int kind)
{
    go(rowIn(tree(u"navigator"_s), NavigatorModel::KindRole, kind));
}

void Tour::select(const QStringList &rows)
{
    auto *view = tree(u"hostTree"_s);
    view->clearSelection();
    for (const QString &row : rows) {
        wait([&] { return rowIn(view, DeviceTreeModel::IdRole, row).isValid(); }, row);
        view->selectionModel()->setCurrentIndex(
            rowIn(view, DeviceTreeModel::IdRole, row), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    view->setFocus();
    const QString told = rows.size() > 1 ? QString::number(rows.size()) : rows.first().section(u'/', -1);
    wait([&] { return child<QTextBrowser>(u"verdictPanel"_s)->toPlainText().contains(told); },
        u"explanation of "_s + told);
}

void Tour::arrange(int way)
{
    child<QComboBox>(u"arrangement"_s)->setCurrentIndex(way);
    const QString top = way == 0 ? u"group/11"_s : way == 1 ? u"bus/0000:80"_s : u"kind/network"_s;
    wait([&] { return rowIn(tree(u"hostTree"_s), DeviceTreeModel::IdRole, top).isValid(); }, top);
}

void Tour::hover(const QStringList &devices, const QString &machine, const QString &name, const QString &pool)
{
    auto *view = tree(u"navigator"_s);
    DraggedDevices dragged{m_connection->name(), {}, pool};
    for (const QString &device : devices)
        dragged.devices << *PciAddress::parse(device);
    QMimeData data;
    encode(dragged, data);
    const QPoint at = view->visualRect(rowIn(view, Qt::DisplayRole, machine)).center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(view->viewport(), &enter);
    QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(view->viewport(), &move);
    const QList<QWidget *> notes = m_window->findChildren<QWidget *>(u"dropNote"_s);
    const auto note = std::find_if(notes.begin(), notes.end(), [](const QWidget *one) { return one->isVisible(); });
    wait([&] { return note != notes.end(); }, u"sentence of a drop"_s);
    stop(name, nullptr, *note);
    QDragLeaveEvent leave;
    QCoreApplication::sendEvent(view->viewport(), &leave);
}

void Tour::openWizard(const QString &machine, const QList<PciAddress> &devices)
{
    wait([&] { return rowIn(tree(u"navigator"_s), Qt::DisplayRole, machine).isValid(); }, machine);
    if (devices.isEmpty()) {
        goToMachine(machine);
        child<QTabWidget>(u"machineTabs"_s)->setCurrentIndex(2);
        child<QPushButton>(u"addHardware"_s)->click();
    } else {
        // As after a drop; a drop of what is refused does not come so far, its review does when it is
        // refused only meanwhile.
        for (const DomainInfo &domain : m_connection->domains())
            if (domain.name == machine) {
                auto *wizard = new AddHardwareWizard(*m_connection, domain, devices, m_window.get());
                wizard->setAttribute(Qt::WA_DeleteOnClose);
                QObject::connect(wizard, &AddHardwareWizard::planAccepted, m_window.get(), [this](const QString &plan) {
                    m_connection->apply(plan, m_window.get(), [](const Result<QString> &) {});
                });
                wizard->open();
            }
    }
    wait([this] { return (m_wizard = m_window->findChild<AddHardwareWizard *>()) != nullptr; }, u"Add Hardware"_s);
    wait([this] { return m_wizard->devices().isReady(); }, u"Add Hardware's devices"_s);
}

void Tour::closeWizard()
{
    m_wizard->reject();
    m_wizard = nullptr;
    wait([this] { return !m_window->findChild<AddHardwareWizard *>(); }, u"Add Hardware is closed"_s);
}

void Tour::toPage(int id)
{
    wait([this] { return m_wizard->button(QWizard::NextButton)->isEnabled(); }, u"page before %1"_s.arg(id));
    m_wizard->next();
    wait([&] { return m_wizard->currentId() == id; }, u"page %1"_s.arg(id));
    if (id == AddHardwareWizard::ReviewId)
        wait([this] { return m_wizard->button(QWizard::FinishButton)->isEnabled(); }, u"plan"_s);
}

void Tour::tick(const QString &device)
{
    auto *view = tree(u"pciChoice"_s);
    wait([&] { return rowIn(view, DeviceTreeModel::IdRole, device).isValid(); }, device);
    view->setCurrentIndex(rowIn(view, DeviceTreeModel::IdRole, device));
    QTest::keyClick(view, Qt::Key_Space);
}

void Tour::openMenu(const QString &name, const std::function<void()> &open)
{
    open();
    wait([] { return QApplication::activePopupWidget(); }, name);
    stop(name, nullptr, QApplication::activePopupWidget());
    while (QWidget *popup = QApplication::activePopupWidget())
        popup->close();
}

// ---- looking --------------------------------------------------------------------------------------

void Tour::stop(const QString &name, QWidget *window, QWidget *over)
{
    QWidget &seen = window ? *window : *m_window;
    seen.show();
    if (!over) {
        seen.activateWindow();
        wait([&] { return seen.isActiveWindow(); }, name + u" is in front"_s);
    }
    Stillness stillness;
    wait([&] { return stillness.reached(seen); }, name + u" is drawn"_s);
    m_visitor(m_host + u'-' + name, seen, over);
}

void Tour::wait(const std::function<bool()> &condition, const QString &what)
{
    if (QTest::qWaitFor(condition, patienceMs))
        return;
    giveUp(what);
}

void Tour::giveUp(const QString &what) const
{
    std::fprintf(stderr, "The tour is stuck on %s: %s\n", qUtf8Printable(m_host), qUtf8Printable(what));
    std::fflush(nullptr);
    std::_Exit(1); // windows and their helpers are in the midst of things
}

template <typename T> T *Tour::child(const QString &name) const
{
    T *found = nullptr;
    for (T *one : m_window->findChildren<T *>(name)) {
        // Of several pages or hosts, the one that is seen.
        if constexpr (std::is_base_of_v<QWidget, T>)
            found = !found || (one->isVisible() && !found->isVisible()) ? one : found;
        else
            found = found ? found : one;
    }
    if (!found)
        giveUp(u"there is no "_s + name);
    return found;
}

QTreeView *Tour::tree(const QString &name) const
{
    return child<QTreeView>(name);
}

QModelIndex Tour::rowIn(QAbstractItemView *view, int role, const QVariant &value) const
{
    return view->model()
        ->match(view->model()->index(0, 0), role, value, 1, Qt::MatchExactly | Qt::MatchRecursive)
        .value(0);
}

} // namespace laneway
