// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicemime.h"
#include "models/devicetreemodel.h"
#include "support/largehost.h"
#include "ui/hostpage/hostpage.h"
#include "ui/hostpage/poolspage.h"
#include "ui/messagebar.h"
#include "xml/hostdevxml.h"

#include <QJsonArray>
#include <QDialog>
#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QTimer>
#include <QTreeView>
#include <QWindow>

using namespace laneway;

namespace {

constexpr int patienceMs = 30'000;

QString machineXml(const QString &name)
{
    return uR"(<domain type='qemu'><name>%1</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='q35'>hvm</type></os><devices/></domain>)"_s.arg(name);
}

PciAddress address(const QString &text)
{
    return *PciAddress::parse(text);
}

// A page on a simulated host of its own.
template <typename Page> struct Fixture
{
    std::unique_ptr<Connection> connection;
    std::unique_ptr<Page> page;

    bool open(const QString &name)
    {
        auto opened = Connection::open(name);
        if (!opened)
            return false;
        connection = std::move(*opened);
        page = std::make_unique<Page>(*connection);
        page->resize(1200, 700);
        page->show();
        return QTest::qWaitForWindowActive(page.get());
    }
    bool openSample(const QString &sample)
    {
        return open(u"sample:"_s + sample) && QTest::qWaitFor([this] { return connection->isReady(); }, patienceMs);
    }
    template <typename T> T *child(const QString &name) const { return page->template findChild<T *>(name); }
    QString title() const { return child<QLabel>(u"emptyTitle"_s)->text(); }
};

struct HostFixture : Fixture<HostPage>
{
    bool openSample(const QString &sample)
    {
        return Fixture::openSample(sample)
            && QTest::qWaitFor([this] { return tree()->model()->rowCount() > 0; }, patienceMs);
    }
    bool define(const QString &name)
    {
        bool answered = false;
        connection->define(
            machineXml(name), page.get(), [&](const Result<QUuid> &uuid) { answered = uuid.has_value(); });
        return QTest::qWaitFor([&] { return answered && domain(name); }, patienceMs);
    }
    std::optional<DomainInfo> domain(const QString &name) const
    {
        for (const DomainInfo &domain : connection->domains())
            if (domain.name == name)
                return domain;
        return std::nullopt;
    }
    QTreeView *tree() const { return child<QTreeView>(u"hostTree"_s); }
    QModelIndex indexOf(const QString &id) const
    {
        const QModelIndexList found = tree()->model()->match(
            tree()->model()->index(0, 0), DeviceTreeModel::IdRole, id, 1, Qt::MatchExactly | Qt::MatchRecursive);
        return found.value(0);
    }
    void select(const QStringList &rows) const
    {
        tree()->setFocus();
        tree()->clearSelection();
        tree()->setCurrentIndex(indexOf(rows.first()));
        for (const QString &row : rows)
            tree()->selectionModel()->select(indexOf(row), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    QString explanation() const { return child<QTextBrowser>(u"verdictPanel"_s)->toPlainText(); }
    QString count() const { return child<QLabel>(u"deviceCount"_s)->text(); }
};

// Keeps what was dropped on it.
class DropLog : public QWidget
{
public:
    explicit DropLog(QWidget *parent)
        : QWidget(parent)
    {
        setAcceptDrops(true);
    }
    QList<PciAddress> dropped;

protected:
    void dragEnterEvent(QDragEnterEvent *event) override { event->acceptProposedAction(); }
    void dropEvent(QDropEvent *event) override
    {
        if (const auto devices = decode(*event->mimeData()))
            dropped = devices->devices;
        event->acceptProposedAction();
    }
};

// First address with such a verdict that fits.
QString addressWith(const Connection &connection, const std::function<bool(const PciFunction &, const Verdict &)> &fits)
{
    const auto verdicts = assessAll(connection.host(), connection.claims());
    for (auto it = verdicts.cbegin(); it != verdicts.cend(); ++it)
        if (fits(*connection.host().find(it.key()), *it))
            return it.key().toString();
    return {};
}

// What a screen reader would stop at without having anything to say.
QStringList nameless(QAccessibleInterface *node, int depth = 0)
{
    if (!node || !node->isValid() || depth > 12)
        return {};
    QStringList found;
    if (node->state().focusable && !node->state().invisible && node->text(QAccessible::Name).isEmpty()
        && node->role() != QAccessible::Cell && node->role() != QAccessible::TreeItem)
        found << (node->object()
                ? QString::fromLatin1(node->object()->metaObject()->className()) + u' ' + node->object()->objectName()
                : u"a node without an object"_s);
    for (int i = 0; i < qMin(node->childCount(), 60); ++i)
        found += nameless(node->child(i), depth + 1);
    return found;
}

} // namespace

class TestHostPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void explainsADevice()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        f.select({u"0000:02:00.0"_s});
        QTRY_VERIFY(f.explanation().contains(u"0000:02:00.0"_s));
        const QString text = f.explanation();
        for (const QString &part : {u"82576 Gigabit Network Connection"_s, u"IOMMU Group 8"_s, u"igb"_s, u"GT/s"_s,
                 u"Reset"_s, u"NUMA"_s, u"virtual functions"_s, u"0000:02:10.0"_s})
            QVERIFY2(text.contains(part, Qt::CaseInsensitive), qPrintable(part + u"\n"_s + text));
    }

    void saysWhyDevicesAreOneGroup()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        f.select({u"group/11"_s}); // graphics behind a PCI bridge
        QTRY_VERIFY(f.explanation().contains(u"Why They Are One Group"_s));
        QVERIFY2(f.explanation().contains(u"0000:04:00.0"_s), qPrintable(f.explanation()));
        QVERIFY2(f.explanation().contains(u"iommu_group: 11"_s), qPrintable(f.explanation()));
    }

    void severalAreJudgedTogether()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        f.select({u"0000:02:10.0"_s, u"0000:02:10.1"_s});
        QTRY_VERIFY(f.explanation().contains(u"Taking 2 Devices Together"_s));
        QCOMPARE(
            f.page->selectedDevices(), (QList<PciAddress>{address(u"0000:02:10.0"_s), address(u"0000:02:10.1"_s)}));
    }

    void aLinkLeadsToTheOtherDeviceEvenIfItIsHidden()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        QVERIFY(!f.indexOf(u"0000:00:02.0"_s).isValid()); // a port
        f.child<QLineEdit>(u"deviceFilter"_s)->setText(u"82576"_s);
        f.select({u"0000:02:00.0"_s});
        QTRY_VERIFY(f.explanation().contains(u"0000:00:02.0"_s));
        Q_EMIT f.child<QTextBrowser>(u"verdictPanel"_s)->anchorClicked(QUrl(u"device:0000:00:02.0"_s));
        QTRY_COMPARE(f.tree()->currentIndex().data(DeviceTreeModel::IdRole).toString(), u"0000:00:02.0"_s);
        QTRY_VERIFY(f.explanation().contains(u"header type 1"_s));
    }

    void filterByKeys()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        const QString all = f.count();
        f.tree()->setFocus();
        QTest::keySequence(f.page.get(), QKeySequence::Find);
        auto *filter = f.child<QLineEdit>(u"deviceFilter"_s);
        QVERIFY(filter->hasFocus());
        QTest::keyClicks(filter, u"i210"_s);
        QTRY_VERIFY2(f.count().startsWith(u"1 of "_s), qPrintable(f.count()));
        QTest::keyClick(filter, Qt::Key_Down);
        QVERIFY(f.tree()->hasFocus());
        QTRY_COMPARE(f.page->selectedDevices(), QList<PciAddress>{address(u"0000:03:00.0"_s)});
        QTest::keySequence(f.page.get(), QKeySequence::Find);
        QTest::keyClick(filter, Qt::Key_Escape);
        QVERIFY(filter->text().isEmpty());
        QTRY_COMPARE(f.count(), all);
        QCOMPARE(f.page->selectedDevices(), QList<PciAddress>{address(u"0000:03:00.0"_s)});
        QTest::keyClick(filter, Qt::Key_Escape);
        QVERIFY(f.tree()->hasFocus());
    }

    void aFilterThatFitsNothingOffersTheWayBack()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"laptop"_s));
        auto *filter = f.child<QLineEdit>(u"deviceFilter"_s);
        filter->setText(u"no such thing"_s);
        auto *clear = f.child<QPushButton>(u"emptyAction"_s);
        QTRY_VERIFY(clear->isVisible());
        QVERIFY(f.title().contains(u"no such thing"_s));
        QVERIFY(f.count().startsWith(u"0 of "_s));
        QTest::mouseClick(clear, Qt::LeftButton);
        QTRY_VERIFY(f.tree()->isVisible());
        QVERIFY(filter->text().isEmpty());
    }

    void severalAreSelectedAtOnceButNotThousands()
    {
        const LargeHost large(1'000);
        QTemporaryDir directory;
        QFile capture(directory.filePath(u"host.json"_s));
        QVERIFY(capture.open(QIODevice::WriteOnly));
        capture.write(large.capture());
        capture.close();
        HostFixture f;
        QVERIFY(f.open(u"file:"_s + capture.fileName()));
        QTRY_VERIFY_WITH_TIMEOUT(f.tree()->model()->rowCount() > 0, patienceMs);
        f.tree()->setFocus();
        f.tree()->setCurrentIndex(f.indexOf(large.virtualFunctions().first().toString()));
        QCOMPARE(f.page->selectedDevices().size(), 1);
        QTest::keyClick(f.tree(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(f.page->selectedDevices().size(), 1);
        QVERIFY(f.page->findChild<MessageBar *>()->isVisible()); // says what to do
        QTest::keyClick(f.tree(), Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(f.page->selectedDevices().size(), 1);

        const int all = f.tree()->model()->rowCount();
        QTest::keyClicks(f.child<QLineEdit>(u"deviceFilter"_s), u"0000:01:"_s); // one card's
        QTRY_VERIFY_WITH_TIMEOUT(f.tree()->model()->rowCount() < all, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(f.count().section(u' ', 0, 0), u"17"_s, patienceMs);
        QTest::keyClick(f.tree(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(f.page->selectedDevices().size(), 17);
    }

    void emptyStates()
    {
        QTemporaryDir directory;
        QFile file(directory.filePath(u"empty.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"laneway":1,"host":"bare","kernel":"6.1","functions":[]})");
        file.close();
        HostFixture f;
        QVERIFY(f.open(u"file:"_s + file.fileName()));
        QCOMPARE(f.title(), u"Reading the host…"_s);
        QTRY_COMPARE_WITH_TIMEOUT(f.title(), u"This host shows no PCI devices."_s, patienceMs);
        QVERIFY(!f.tree()->isVisible());

        const QByteArray former = qgetenv("LANEWAY_HELPER");
        qputenv("LANEWAY_HELPER", QFile::encodeName(directory.filePath(u"no-such-program"_s)));
        HostFixture missing;
        const auto restore
            = qScopeGuard([&] { former.isNull() ? qunsetenv("LANEWAY_HELPER") : qputenv("LANEWAY_HELPER", former); });
        QVERIFY(missing.open(u"sample:server"_s));
        QTRY_COMPARE_WITH_TIMEOUT(missing.title(), u"There is no connection to this host."_s, patienceMs);
    }

    void arrangementsKeepSelectionAndPlace()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        const QStringList chosen{u"0000:81:10.0"_s, u"0000:81:10.1"_s};
        f.select(chosen);
        const QList<PciAddress> before = f.page->selectedDevices();
        auto *arrangement = f.child<QComboBox>(u"arrangement"_s);
        for (const int way : {1, 2, 0}) {
            arrangement->setCurrentIndex(way);
            const QString heading = way == 0 ? u"group/11"_s : way == 1 ? u"bus/0000:80"_s : u"kind/network"_s;
            QTRY_VERIFY2(f.indexOf(heading).isValid(), qPrintable(heading));
            QCOMPARE(f.page->selectedDevices(), before);
            const QRect row = f.tree()->visualRect(f.tree()->currentIndex());
            QVERIFY2(f.tree()->viewport()->rect().contains(row.center()), "the current device is out of view");
        }
    }

    void whatWasClosedStaysClosed()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        f.tree()->collapse(f.indexOf(u"group/6"_s));
        QVERIFY(f.tree()->isExpanded(f.indexOf(u"group/11"_s)));
        auto *filter = f.child<QLineEdit>(u"deviceFilter"_s);
        filter->setText(u"82576"_s);
        QTRY_VERIFY(!f.indexOf(u"group/6"_s).isValid());
        filter->clear();
        QTRY_VERIFY(f.indexOf(u"group/6"_s).isValid());
        QTRY_VERIFY(f.tree()->isExpanded(f.indexOf(u"group/11"_s)));
        QVERIFY(!f.tree()->isExpanded(f.indexOf(u"group/6"_s)));
    }

    void bridgesAreRevealed()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        QVERIFY(!f.indexOf(u"0000:00:1c.0"_s).isValid());
        QTest::keyClick(f.child<QAbstractButton>(u"showBridges"_s), Qt::Key_Space);
        QTRY_VERIFY(f.indexOf(u"0000:00:1c.0"_s).isValid());
        QVERIFY(!f.tree()->model()->flags(f.indexOf(u"0000:00:1c.0"_s)).testFlag(Qt::ItemIsDragEnabled));
    }

    void copiesAndCuts()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        QClipboard *clipboard = QGuiApplication::clipboard();
        f.select({u"0000:03:00.0"_s});
        QTest::keySequence(f.tree(), QKeySequence::Copy);
        QVERIFY2(clipboard->text().startsWith(u"0000:03:00.0 "_s) && clipboard->text().contains(u"I210"_s),
            qPrintable(clipboard->text()));
        QTest::keySequence(f.tree(), QKeySequence(u"Ctrl+Shift+C"_s));
        QCOMPARE(clipboard->text(), u"0000:03:00.0"_s);
        f.page->findChild<QAction *>(u"copyXml"_s)->trigger();
        QDomDocument document;
        QVERIFY(document.setContent(clipboard->text()));
        const auto read = readAssignedDevice(document.documentElement());
        QVERIFY(read);
        QCOMPARE(read->source, address(u"0000:03:00.0"_s));
        f.page->findChild<QAction *>(u"copyText"_s)->trigger();
        QVERIFY(clipboard->text().contains(u"\tigb\t"_s));

        f.select({u"0000:02:10.0"_s, u"0000:02:10.1"_s});
        QTest::keySequence(f.tree(), QKeySequence::Cut);
        const auto cut = decode(*clipboard->mimeData());
        QVERIFY(cut);
        QCOMPARE(cut->devices, f.page->selectedDevices());
        QCOMPARE(cut->connection, u"sample:server"_s);
        QVERIFY(f.child<MessageBar>(u"messageBar"_s)->isVisible()); // a cut is not seen otherwise
    }

    void aGroupIsDraggedWhole()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        f.select({u"group/6"_s});
        const std::unique_ptr<QMimeData> data(f.tree()->model()->mimeData(f.tree()->selectionModel()->selectedRows()));
        QVERIFY(data);
        const auto dragged = decode(*data);
        QVERIFY(dragged);
        QVERIFY(dragged->devices.contains(address(u"0000:00:1f.2"_s)));
        QCOMPARE(dragged->devices, f.page->selectedDevices());
        QVERIFY(f.tree()->dragEnabled());
    }

    // Offscreen, a drag ends before it begins: tests/ui/on-x-server runs this program.
    void aDragLeavesTheTreeOnARealScreen()
    {
        QCOMPARE(QGuiApplication::platformName(), u"xcb"_s);
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        f.select({u"0000:02:10.0"_s, u"0000:02:10.1"_s});
        DropLog target(f.page.get());
        target.setGeometry(f.page->width() - 200, f.page->height() - 200, 150, 150);
        target.show();
        QWindow *window = f.page->windowHandle();
        const QPoint start = f.tree()->visualRect(f.indexOf(u"0000:02:10.1"_s)).center();
        QWidget *viewport = f.tree()->viewport();
        const QPoint from = viewport->mapTo(f.page.get(), start);
        // A drag runs its own loop: what the hand does comes from timers, one each, for one that runs
        // already is not called again within.
        QTest::mousePress(window, Qt::LeftButton, {}, from);
        constexpr int steps = 10;
        for (int step = 0; step < steps; ++step)
            QTimer::singleShot(100 * (step + 1), &target, [&target, window, from, step] {
                const QPoint place
                    = step < 3 ? from + QPoint(20 * (step + 1), 4) : target.geometry().center() + QPoint(step, 0);
                if (step < steps - 1)
                    QTest::mouseMove(window, place);
                else
                    QTest::mouseRelease(window, Qt::LeftButton, {}, place);
            });
        QTRY_VERIFY_WITH_TIMEOUT(!target.dropped.isEmpty(), 10'000);
        QCOMPARE(target.dropped, f.page->selectedDevices());
        QCOMPARE(target.dropped.size(), 2);
    }

    void assignsByKeysOnly()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        QVERIFY(f.define(u"web"_s));
        QSignalSpy assigned(f.page.get(), &HostPage::assignRequested);
        f.select({u"0000:02:10.0"_s});
        QTest::keyClick(f.tree(), Qt::Key_Return);
        auto *menu = f.page->findChild<QMenu *>(u"assignMenu"_s);
        QTRY_VERIFY(menu->isVisible());
        QTRY_VERIFY(menu->actions().value(0) && menu->actions().first()->isEnabled());
        QVERIFY2(menu->actions().first()->toolTip().contains(u"Assigns the device to web"_s),
            qPrintable(menu->actions().first()->toolTip()));
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(assigned.size(), 1);
        QCOMPARE(assigned.first()[0].toUuid(), f.domain(u"web"_s)->uuid);
        QCOMPARE(assigned.first()[1].value<QList<PciAddress>>(), QList<PciAddress>{address(u"0000:02:10.0"_s)});
    }

    void aRefusedAssignmentSaysWhy()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"no-iommu"_s));
        QVERIFY(f.define(u"web"_s));
        const QString blocked = addressWith(*f.connection, [](const PciFunction &function, const Verdict &verdict) {
            return verdict.level == Level::Blocked && function.isEndpoint();
        });
        QVERIFY(!blocked.isEmpty());
        f.select({blocked});
        auto *menu = f.page->findChild<QMenu *>(u"assignMenu"_s);
        menu->popup({});
        QTRY_VERIFY(menu->actions().first()->text().contains(u"Blocked"_s));
        QVERIFY(!menu->actions().first()->isEnabled());
        QVERIFY(menu->actions().first()->toolTip().contains(u"IOMMU"_s));
        menu->close();
    }

    void plansAndFollowsWhatTheyDo()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        QSignalSpy planned(f.page.get(), &HostPage::planRequested);
        f.select({u"0000:03:00.0"_s});
        auto *detach = f.page->findChild<QAction *>(u"detachDevice"_s);
        auto *reattach = f.page->findChild<QAction *>(u"reattachDevice"_s);
        QVERIFY(detach->isEnabled());
        QVERIFY(!reattach->isEnabled());
        QVERIFY(!reattach->toolTip().isEmpty());
        detach->trigger();
        QCOMPARE(planned.size(), 1);
        QCOMPARE(planned.first()[0].toString(), u"detach"_s);
        const QModelIndex driver = f.indexOf(u"0000:03:00.0"_s).siblingAtColumn(DeviceTreeModel::DriverColumn);
        QCOMPARE(driver.data().toString(), u"igb"_s);
        const QPersistentModelIndex held(driver);
        f.connection->plan(
            u"detach"_s, planned.first()[1].toJsonObject(), f.page.get(), [&](const Result<PlanInfo> &plan) {
                QVERIFY(plan);
                f.connection->apply(plan->id, f.page.get(), [](const Result<QString> &job) { QVERIFY(job); });
            });
        QTRY_COMPARE_WITH_TIMEOUT(held.data().toString(), u"vfio-pci"_s, patienceMs);
        QCOMPARE(f.page->selectedDevices(), QList<PciAddress>{address(u"0000:03:00.0"_s)});
        QTRY_VERIFY(reattach->isEnabled());
        QVERIFY(!detach->isEnabled());
        QTRY_VERIFY(f.explanation().contains(u"vfio-pci"_s));
    }

    void severalDevicesAreDetachedTogether()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        QSignalSpy planned(f.page.get(), &HostPage::planRequested);
        f.select({u"0000:02:10.0"_s, u"0000:02:10.1"_s});
        f.page->findChild<QAction *>(u"detachDevice"_s)->trigger();
        QCOMPARE(planned.size(), 1); // one plan, one authorisation, one undo
        f.connection->plan(
            u"detach"_s, planned.first()[1].toJsonObject(), f.page.get(), [&](const Result<PlanInfo> &plan) {
                QVERIFY(plan);
                QVERIFY2(plan->title.contains(u"and 1 more"_s), qPrintable(plan->title));
                f.connection->apply(plan->id, f.page.get(), [](const Result<QString> &job) { QVERIFY(job); });
            });
        auto *reattach = f.page->findChild<QAction *>(u"reattachDevice"_s);
        for (const QString &device : {u"0000:02:10.0"_s, u"0000:02:10.1"_s})
            QTRY_COMPARE_WITH_TIMEOUT(
                f.indexOf(device).siblingAtColumn(DeviceTreeModel::DriverColumn).data().toString(), u"vfio-pci"_s,
                patienceMs);
        // Of a mixed selection, only those that the host does not have.
        f.select({u"0000:02:10.0"_s, u"0000:02:10.2"_s});
        QTRY_VERIFY(reattach->isEnabled());
        reattach->trigger();
        QCOMPARE(planned.last()[1].toJsonObject()[u"devices"].toArray(), QJsonArray{u"0000:02:10.0"_s});
    }

    void oneOfManyMachinesIsFoundByTyping()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        for (int i = 0; i < 20; ++i)
            QVERIFY(f.define(u"machine-%1"_s.arg(i)));
        QSignalSpy assigned(f.page.get(), &HostPage::assignRequested);
        f.select({u"0000:02:10.0"_s});
        auto *menu = f.page->findChild<QMenu *>(u"assignMenu"_s);
        menu->popup({});
        QTRY_COMPARE(menu->actions().size(), 1);
        menu->actions().first()->trigger();
        menu->close();
        auto *chooser = f.page->findChild<QDialog *>(u"machineChooser"_s);
        QTRY_VERIFY(chooser && chooser->isVisible());
        QTest::keyClicks(chooser->findChild<QLineEdit *>(u"machineFilter"_s), u"ne-17"_s);
        auto *meaning = chooser->findChild<QLabel *>(u"machineMeaning"_s);
        QTRY_VERIFY2(meaning->text().contains(u"machine-17"_s), qPrintable(meaning->text()));
        QTest::keyClick(chooser, Qt::Key_Return);
        QTRY_COMPARE(assigned.size(), 1);
        QCOMPARE(assigned.first()[0].toUuid(), f.domain(u"machine-17"_s)->uuid);
    }

    void virtualFunctionsAreRequestedInPlace()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        QSignalSpy planned(f.page.get(), &HostPage::planRequested);
        auto *bar = f.child<QWidget>(u"vfCount"_s);
        f.select({u"0000:03:00.0"_s});
        QTRY_VERIFY(f.explanation().contains(u"I210"_s));
        QVERIFY(!bar->isVisible());
        f.select({u"0000:02:00.0"_s});
        QVERIFY(bar->isVisible());
        auto *number = f.child<QSpinBox>(u"vfCountNumber"_s);
        auto *apply = f.child<QPushButton>(u"vfCountApply"_s);
        QCOMPARE(number->value(), 7); // as it is
        QVERIFY(!apply->isEnabled());
        number->setFocus();
        number->selectAll();
        QTest::keyClicks(number, u"3"_s);
        QVERIFY(apply->isEnabled());
        QVERIFY(apply->toolTip().contains(u"7"_s)); // what would vanish
        QTest::mouseClick(apply, Qt::LeftButton);
        QCOMPARE(planned.size(), 1);
        QCOMPARE(planned.first()[0].toString(), u"vf-create"_s);
        QCOMPARE(planned.first()[1].toJsonObject(), (QJsonObject{{u"device"_s, u"0000:02:00.0"_s}, {u"count"_s, 3}}));
    }

    void poolsOfAServer()
    {
        Fixture<PoolsPage> f;
        QVERIFY(f.openSample(u"server"_s));
        auto *tree = f.child<QTreeView>(u"poolsTree"_s);
        QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(), 4, patienceMs);
        const QModelIndex first = tree->model()->index(0, 0);
        QCOMPARE(first.siblingAtColumn(PoolsModel::AddressColumn).data().toString(), u"0000:02:00.0"_s);
        QCOMPARE(first.siblingAtColumn(PoolsModel::StateColumn).data().toString(), u"7 of 8 VFs"_s);
        tree->setCurrentIndex(first);
        const std::unique_ptr<QMimeData> data(tree->model()->mimeData({first}));
        QVERIFY(data);
        const auto dragged = decode(*data);
        QCOMPARE(dragged->devices, f.page->selectedDevices());
        QCOMPARE(dragged->devices.size(), 1); // one, of seven
        const PciFunction *function = f.connection->host().find(dragged->devices.first());
        QCOMPARE(function->physicalFunction, address(u"0000:02:00.0"_s));

        QSignalSpy planned(f.page.get(), &PoolsPage::planRequested);
        f.child<QSpinBox>(u"vfCountNumber"_s)->setValue(0);
        QTest::mouseClick(f.child<QPushButton>(u"vfCountApply"_s), Qt::LeftButton);
        QCOMPARE(planned.size(), 1);
        QCOMPARE(planned.first()[1].toJsonObject()[u"count"].toInt(), 0);
        f.connection->plan(
            u"vf-create"_s, planned.first()[1].toJsonObject(), f.page.get(), [&](const Result<PlanInfo> &plan) {
                QVERIFY(plan);
                f.connection->apply(plan->id, f.page.get(), [](const Result<QString> &job) { QVERIFY(job); });
            });
        QTRY_COMPARE_WITH_TIMEOUT(
            first.siblingAtColumn(PoolsModel::StateColumn).data().toString(), u"0 of 8 VFs"_s, patienceMs);
        QVERIFY(!tree->model()->flags(first).testFlag(Qt::ItemIsDragEnabled));
        QCOMPARE(tree->currentIndex().row(), 0);
    }

    void aHostWithoutSriovSaysSo()
    {
        Fixture<PoolsPage> f;
        QVERIFY(f.openSample(u"laptop"_s));
        QTRY_COMPARE_WITH_TIMEOUT(f.title(), u"This host has no card with SR-IOV."_s, patienceMs);
    }

    void everythingHasANameThatCanBeSpoken()
    {
        HostFixture f;
        QVERIFY(f.openSample(u"server"_s));
        f.select({u"0000:02:00.0"_s});
        QTRY_VERIFY(f.explanation().contains(u"0000:02:00.0"_s));
        QCOMPARE(nameless(QAccessible::queryAccessibleInterface(f.page.get())), QStringList());
        Fixture<PoolsPage> pools;
        QVERIFY(pools.openSample(u"server"_s));
        QTRY_VERIFY(pools.child<QTreeView>(u"poolsTree"_s)->isVisible());
        QCOMPARE(nameless(QAccessible::queryAccessibleInterface(pools.page.get())), QStringList());
    }
};

QTEST_MAIN(TestHostPage)
#include "tst_hostpage.moc"
