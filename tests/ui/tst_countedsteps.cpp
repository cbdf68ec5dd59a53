// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobsmodel.h"
#include "models/vfgridmodel.h"
#include "support/simulatedhelper.h"
#include "ui/icons.h"
#include "windowfixture.h"
#include "xml/domainxml.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QTextBrowser>
#include <QTimer>
#include <QToolButton>
#include <QWindow>

using namespace laneway;

namespace {

constexpr int patienceMs = 20'000;

/// Clicks, drags and keys as they are really sent to the window, and how many they were.
class Hand
{
public:
    void click(QWidget *widget, const QPoint &at, Qt::MouseButton button = Qt::LeftButton)
    {
        ++m_clicks;
        QTest::mouseClick(widget, button, {}, at);
        if (button == Qt::RightButton) { // as a window system says it after the click
            QContextMenuEvent menu(QContextMenuEvent::Mouse, at, widget->mapToGlobal(at));
            QCoreApplication::sendEvent(widget, &menu);
        }
    }
    void doubleClick(QWidget *widget, const QPoint &at)
    {
        ++m_clicks; // each half of it is one
        QTest::mouseClick(widget, Qt::LeftButton, {}, at);
        ++m_clicks;
        QTest::mouseDClick(widget, Qt::LeftButton, {}, at);
    }
    void doubleClick(QAbstractItemView *view, const QModelIndex &row)
    {
        doubleClick(view->viewport(), placeOf(view, row));
    }
    void click(QAbstractButton *button) { click(button, button->rect().center()); }
    void click(QMenu *menu, QAction *entry) { click(menu, menu->actionGeometry(entry).center()); }
    void click(QAbstractItemView *view, const QModelIndex &row, Qt::MouseButton button = Qt::LeftButton)
    {
        click(view->viewport(), placeOf(view, row), button);
    }
    void drag(QWidget *window, QAbstractItemView *from, const QModelIndex &what, QAbstractItemView *to,
        const QModelIndex &where)
    {
        ++m_drags;
        const QPoint start = from->viewport()->mapTo(window, placeOf(from, what));
        const QPoint end = to->viewport()->mapTo(window, placeOf(to, where));
        QWindow *handle = window->windowHandle();
        QTest::mousePress(handle, Qt::LeftButton, {}, start);
        // A drag runs its own loop: what the hand does comes from timers.
        constexpr int steps = 8;
        for (int step = 0; step < steps; ++step)
            QTimer::singleShot(80 * (step + 1), window, [=] {
                const QPoint place = step < 3 ? start + QPoint(15 * (step + 1), 4) : end + QPoint(step - steps, 0);
                if (step < steps - 1)
                    QTest::mouseMove(handle, place);
                else
                    QTest::mouseRelease(handle, Qt::LeftButton, {}, place);
            });
    }
    void key(QWidget *widget, Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        ++m_keys;
        QTest::keyClick(widget, key, modifiers);
    }
    /// "1 drag, 1 click, 3 keys"
    QString did() const
    {
        QStringList words;
        for (const auto &[number, one, many] : {std::tuple(m_drags, u"drag"_s, u"drags"_s),
                 std::tuple(m_clicks, u"click"_s, u"clicks"_s), std::tuple(m_keys, u"key"_s, u"keys"_s)})
            if (number > 0)
                words << QString::number(number) + u' ' + (number == 1 ? one : many);
        return words.join(u", "_s);
    }

private:
    static QPoint placeOf(QAbstractItemView *view, const QModelIndex &row)
    {
        view->scrollTo(row);
        const QRect rect = view->visualRect(row);
        return {rect.left() + qMin(rect.width() / 2, 40), rect.center().y()};
    }
    int m_clicks = 0;
    int m_drags = 0;
    int m_keys = 0;
};

// What the table says of us: the cell of a task's row, counted from 0.
QString told(const QString &task, int column)
{
    QFile file(places::sourceFile(u"docs/STEPS.md"_s));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n'))
        if (line.startsWith(u"| "_s + task + u" |"_s))
            return line.split(u'|').value(column + 1).section(u':', 0, 0).trimmed();
    return u"no such row"_s;
}

} // namespace

// Does what docs/STEPS.md counts, with mouse and keys on the real window, and compares.
class TestCountedSteps : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;
    enum Column { Task, Mouse, Keys };

    static bool open(WindowFixture &f, const QString &sample)
    {
        return f.open(sample) && f.define()
            && QTest::qWaitFor([&] { return f.hostTree()->model()->rowCount() > 0; }, patienceMs)
            && QTest::qWaitForWindowActive(f.window.get());
    }
    static bool finishable(const WindowFixture &f)
    {
        return QTest::qWaitFor(
            [&] { return f.wizard() && f.wizard()->button(QWizard::FinishButton)->isEnabled(); }, patienceMs);
    }
    static QList<PciAddress> had(const WindowFixture &f) { return f.connection->domains().first().devices; }
    static bool hasDevices(const WindowFixture &f, int number)
    {
        return QTest::qWaitFor([&] { return had(f).size() == number; }, patienceMs);
    }
    // Enter on a row, the machine, its review, carried out.
    static void assignByKeys(WindowFixture &f, Hand &hand)
    {
        hand.key(f.hostTree(), Qt::Key_Return);
        auto *menu = f.window->findChild<QMenu *>(u"assignMenu"_s);
        QTRY_VERIFY(menu->isVisible() && menu->actions().value(0) && menu->actions().first()->isEnabled());
        hand.key(menu, Qt::Key_Down);
        hand.key(menu, Qt::Key_Return);
        QVERIFY(finishable(f));
        hand.key(f.wizard(), Qt::Key_Return);
    }

    // The pools of this host: by its row, or by its key.
    static QTreeView *goToPools(WindowFixture &f, Hand &hand, Column way)
    {
        if (way == Mouse)
            hand.click(f.navigator(), f.place(NavigatorModel::Kind::VfPools));
        else
            hand.key(f.window.get(), Qt::Key_2, Qt::ControlModifier);
        const auto tree = [&] { return f.child<QTreeView>(u"poolsTree"_s); };
        const bool there = QTest::qWaitFor(
            [&] { return tree() && tree()->isVisible() && tree()->currentIndex().isValid(); }, patienceMs);
        return there && (way == Mouse || tree()->hasFocus()) ? tree() : nullptr;
    }
    static QTableView *goToGrid(WindowFixture &f, Hand &hand, Column way)
    {
        QTreeView *pools = goToPools(f, hand, way);
        if (!pools)
            return nullptr;
        if (way == Mouse)
            hand.doubleClick(pools, pools->model()->index(0, 0));
        else
            hand.key(QApplication::focusWidget(), Qt::Key_Return);
        const auto grid = [&] { return f.child<QTableView>(u"vfGrid"_s); };
        const bool there = QTest::qWaitFor(
            [&] { return grid() && grid()->isVisible() && grid()->currentIndex().isValid(); }, patienceMs);
        return there ? grid() : nullptr;
    }
    static const PciFunction &card(const WindowFixture &f)
    {
        return *f.connection->host().find(*PciAddress::parse(u"0000:02:00.0"_s));
    }
    // What a plan is looked at in, carried out.
    static void accept(WindowFixture &f, Hand &hand, Column way)
    {
        QTRY_VERIFY_WITH_TIMEOUT(f.child<QPushButton>(u"planApply"_s), patienceMs);
        auto *go = f.child<QPushButton>(u"planApply"_s);
        QTRY_VERIFY(go->window()->isAncestorOf(QApplication::focusWidget()));
        way == Mouse ? hand.click(go) : hand.key(go->window(), Qt::Key_Return);
    }

private Q_SLOTS:
    void init() { m_environment = std::make_unique<HelperEnvironment>(); }
    void cleanup() { m_environment.reset(); }
    void initTestCase() { installIcons(); }

    void assignADevice()
    {
        WindowFixture f;
        QVERIFY(open(f, u"server"_s));
        Hand hand;
        hand.drag(f.window.get(), f.hostTree(), deviceIn(f.hostTree(), u"0000:02:10.0"_s), f.navigator(), f.machine());
        QTRY_VERIFY_WITH_TIMEOUT(f.wizard(), patienceMs);
        QVERIFY(finishable(f));
        hand.click(f.wizard()->button(QWizard::FinishButton));
        QVERIFY(hasDevices(f, 1));
        QCOMPARE(hand.did(), told(u"Assign a device"_s, Mouse));

        Hand keys;
        f.hostTree()->setFocus();
        f.hostTree()->setCurrentIndex(deviceIn(f.hostTree(), u"0000:02:10.2"_s));
        assignByKeys(f, keys);
        QVERIFY(hasDevices(f, 2));
        QCOMPARE(keys.did(), told(u"Assign a device"_s, Keys));
    }

    void assignAWholeGroup()
    {
        for (const Column way : {Mouse, Keys}) {
            WindowFixture f;
            QVERIFY(open(f, u"workstation"_s));
            Hand hand;
            const QModelIndex group = deviceIn(f.hostTree(), u"group/19"_s); // a graphics card with four functions
            if (way == Mouse) {
                hand.drag(f.window.get(), f.hostTree(), group, f.navigator(), f.machine());
                QTRY_VERIFY_WITH_TIMEOUT(f.wizard(), patienceMs);
                QVERIFY(finishable(f));
                hand.click(f.wizard()->button(QWizard::FinishButton));
            } else {
                f.hostTree()->setFocus();
                f.hostTree()->setCurrentIndex(group);
                assignByKeys(f, hand);
            }
            QVERIFY(hasDevices(f, 4));
            QCOMPARE(hand.did(), told(u"Assign a whole group of 4"_s, way));
        }
    }

    void giveAVirtualFunctionWithAVlan()
    {
        for (const Column way : {Mouse, Keys}) {
            WindowFixture f;
            QVERIFY(open(f, u"server"_s));
            Hand hand;
            if (way == Mouse) {
                hand.click(f.navigator(), f.machine());
                auto *add = f.child<QPushButton>(u"addHardware"_s);
                QTRY_VERIFY(add->isVisible());
                hand.click(add);
            } else {
                f.openMachine();
                f.window->activateWindow();
                hand.key(f.window.get(), Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
            }
            QTRY_VERIFY_WITH_TIMEOUT(f.wizard(), patienceMs);
            auto *wizard = f.wizard();
            QVERIFY(QTest::qWaitForWindowActive(wizard));
            auto *kinds = wizard->findChild<QAbstractItemView *>(u"kindList"_s);
            const QModelIndex kind = kinds->model()->index(1, 0);
            way == Mouse ? hand.click(kinds, kind) : hand.key(kinds, Qt::Key_Down);
            QTRY_VERIFY_WITH_TIMEOUT(wizard->button(QWizard::NextButton)->isEnabled(), patienceMs);
            const auto next = [&] {
                way == Mouse ? hand.click(wizard->button(QWizard::NextButton)) : hand.key(wizard, Qt::Key_Return);
            };
            next();
            QTRY_COMPARE(wizard->currentId(), int(AddHardwareWizard::VfId));
            QTRY_VERIFY_WITH_TIMEOUT(wizard->button(QWizard::NextButton)->isEnabled(), patienceMs);
            auto *vlan = wizard->currentPage()->findChild<QSpinBox *>(u"vlan"_s);
            hand.key(wizard, Qt::Key_L, Qt::AltModifier);
            QTRY_VERIFY(vlan->hasFocus());
            hand.key(vlan, Qt::Key_4);
            hand.key(vlan, Qt::Key_2);
            QCOMPARE(vlan->value(), 42);
            next();
            QVERIFY(finishable(f));
            way == Mouse ? hand.click(wizard->button(QWizard::FinishButton)) : hand.key(wizard, Qt::Key_Return);
            QVERIFY(hasDevices(f, 1));
            QCOMPARE(hand.did(), told(u"Give a VF with a VLAN"_s, way));
        }
    }

    void findWhoUsesADevice()
    {
        WindowFixture f;
        QVERIFY(open(f, u"server"_s));
        Hand hand;
        hand.click(f.hostTree(), deviceIn(f.hostTree(), u"0000:03:00.0"_s));
        QTRY_VERIFY(f.child<QTextBrowser>(u"verdictPanel"_s)->toPlainText().contains(u"eno1 (default route)"_s));
        QCOMPARE(hand.did(), told(u"Find who uses a device"_s, Mouse));
        Hand keys;
        f.hostTree()->setCurrentIndex(deviceIn(f.hostTree(), u"0000:02:00.1"_s));
        keys.key(f.hostTree(), Qt::Key_Down);
        QTRY_VERIFY(f.child<QTextBrowser>(u"verdictPanel"_s)->toPlainText().contains(u"eno1 (default route)"_s));
        QCOMPARE(keys.did(), told(u"Find who uses a device"_s, Keys));
    }

    void findWhyADeviceCannotBeAssigned()
    {
        WindowFixture f;
        QVERIFY(open(f, u"no-iommu"_s));
        Hand hand;
        hand.click(f.hostTree(), deviceIn(f.hostTree(), u"0000:01:00.0"_s));
        auto *panel = f.child<QTextBrowser>(u"verdictPanel"_s);
        QTRY_VERIFY(
            panel->toPlainText().contains(u"The IOMMU is off"_s) && panel->toPlainText().contains(u"What to do"_s));
        QCOMPARE(hand.did(), told(u"Find out why a device cannot be assigned"_s, Mouse));
        Hand keys;
        keys.key(f.hostTree(), Qt::Key_Down);
        QTRY_VERIFY(panel->toPlainText().contains(u"0000:01:00.1"_s));
        QCOMPARE(keys.did(), told(u"Find out why a device cannot be assigned"_s, Keys));
    }

    void giveItBack()
    {
        for (const Column way : {Mouse, Keys}) {
            WindowFixture f;
            QVERIFY(open(f, u"server"_s));
            Hand before; // assigned first, and not counted
            f.hostTree()->setFocus();
            f.hostTree()->setCurrentIndex(deviceIn(f.hostTree(), u"0000:02:10.0"_s));
            assignByKeys(f, before);
            QVERIFY(hasDevices(f, 1));
            Hand hand;
            if (way == Mouse) {
                hand.click(f.navigator(), f.machine());
            } else {
                f.navigator()->setFocus();
                hand.key(f.navigator(), Qt::Key_Up);
            }
            auto *list = f.child<QAbstractItemView>(u"hardwareList"_s);
            QTRY_VERIFY(list);
            const auto row = [&] {
                return list->model()
                    ->match(list->model()->index(0, 0), HardwareModel::IdRole, u"hostdev/"_s, 1, Qt::MatchStartsWith)
                    .value(0);
            };
            QTRY_VERIFY_WITH_TIMEOUT(row().isValid(), patienceMs);
            if (way == Mouse) {
                hand.click(list, row());
                auto *remove = f.child<QPushButton>(u"removeDevice"_s);
                QTRY_VERIFY(remove->isEnabled());
                hand.click(remove);
            } else {
                hand.key(f.window->focusWidget(), Qt::Key_Tab); // Console, Hardware, Overview
                while (!list->hasFocus())
                    hand.key(f.window->focusWidget(), Qt::Key_Tab);
                hand.key(list, Qt::Key_I); // as it is called: Intel …
                QCOMPARE(list->currentIndex(), row());
                hand.key(list, Qt::Key_Delete);
            }
            QVERIFY(hasDevices(f, 0));
            QCOMPARE(hand.did(), told(u"Give it back"_s, way));
        }
    }

    void haveFewerVirtualFunctions()
    {
        for (const Column way : {Mouse, Keys}) {
            WindowFixture f;
            QVERIFY(open(f, u"server"_s));
            Hand hand;
            QTreeView *pools = goToPools(f, hand, way);
            QVERIFY(pools);
            QSpinBox *number = nullptr;
            QPushButton *create = nullptr;
            QTRY_VERIFY_WITH_TIMEOUT(
                [&] {
                    for (QSpinBox *one : f.window->findChildren<QSpinBox *>(u"vfCountNumber"_s))
                        if (one->isVisible())
                            number = one;
                    for (QPushButton *one : f.window->findChildren<QPushButton *>(u"vfCountApply"_s))
                        if (one->isVisible())
                            create = one;
                    return number && create;
                }(),
                patienceMs);
            if (way == Mouse) {
                auto *edit = number->findChild<QLineEdit *>();
                hand.doubleClick(edit, QPoint(6, edit->height() / 2));
            } else {
                hand.key(f.window.get(), Qt::Key_N, Qt::AltModifier);
                QTRY_VERIFY(number->hasFocus());
                hand.key(number, Qt::Key_A, Qt::ControlModifier);
            }
            hand.key(number, Qt::Key_3);
            QCOMPARE(number->value(), 3);
            QTRY_VERIFY(create->isEnabled());
            way == Mouse ? hand.click(create) : hand.key(f.window.get(), Qt::Key_T, Qt::AltModifier);
            accept(f, hand, way);
            QTRY_COMPARE_WITH_TIMEOUT(card(f).sriov->enabled, 3, patienceMs);
            QCOMPARE(hand.did(), told(u"Have 3 VFs of a card instead of 7"_s, way));
        }
    }

    void setAllVirtualFunctions()
    {
        for (const Column way : {Mouse, Keys}) {
            WindowFixture f;
            QVERIFY(open(f, u"server"_s));
            Hand hand;
            QTableView *grid = goToGrid(f, hand, way);
            QVERIFY(grid);
            const auto fill = [&](const QList<Qt::Key> &typed) {
                way == Mouse ? hand.click(f.child<QPushButton>(u"vfFill"_s))
                             : hand.key(grid, Qt::Key_D, Qt::ControlModifier);
                QDialog *dialog = nullptr;
                for (QDialog *one : f.window->findChildren<QDialog *>(u"vfSeries"_s))
                    if (one->isVisible())
                        dialog = one;
                QVERIFY(dialog);
                QTRY_VERIFY(dialog->isAncestorOf(QApplication::focusWidget()));
                for (const Qt::Key key : typed)
                    hand.key(dialog->focusWidget(), key);
                way == Mouse ? hand.click(dialog->findChild<QPushButton *>(u"seriesFill"_s))
                             : hand.key(dialog, Qt::Key_Return);
                const auto isActive = [&] { return QApplication::activeWindow() == f.window.get(); };
                // A dialog that is gone as soon as it came can leave a window manager with no window to give the
                // keyboard to.
                if (!QTest::qWaitFor(isActive, 1'000))
                    f.window->activateWindow();
                QTRY_VERIFY(isActive());
            };
            fill({}); // addresses from a made up one on
            if (way == Mouse)
                hand.click(grid, grid->model()->index(0, VfGridModel::VlanColumn));
            else
                hand.key(grid, Qt::Key_Right);
            fill({Qt::Key_1, Qt::Key_0, Qt::Key_0});
            way == Mouse ? hand.click(f.child<QPushButton>(u"vfApply"_s))
                         : hand.key(f.window.get(), Qt::Key_P, Qt::AltModifier);
            const auto last = [&] { return card(f).sriov->settings.last(); };
            QTRY_VERIFY_WITH_TIMEOUT(last().vlan && last().vlan->id && last().vlan->id->value() == 106, patienceMs);
            QVERIFY(!last().mac->isNull());
            QCOMPARE(hand.did(), told(u"Give 7 VFs MAC addresses and the VLANs 100 to 106"_s, way));
        }
    }

    void keepVirtualFunctions()
    {
        for (const Column way : {Mouse, Keys}) {
            WindowFixture f;
            QVERIFY(open(f, u"server"_s));
            Hand hand;
            QVERIFY(goToGrid(f, hand, way));
            auto *keep = f.child<QPushButton>(u"vfKeep"_s);
            QTRY_VERIFY(keep->isEnabled());
            way == Mouse ? hand.click(keep) : hand.key(f.window.get(), Qt::Key_A, Qt::AltModifier);
            accept(f, hand, way);
            QTRY_COMPARE_WITH_TIMEOUT(card(f).sriov->kept.isEmpty(), false, patienceMs);
            QCOMPARE(hand.did(), told(u"Keep a card's VFs and their settings after a restart"_s, way));
        }
    }

    void makeAPoolAndGiveAnInterfaceOfIt()
    {
        for (const Column way : {Mouse, Keys}) {
            WindowFixture f;
            QVERIFY(open(f, u"server"_s));
            Hand hand;
            QTreeView *pools = goToPools(f, hand, way);
            QVERIFY(pools);
            if (way == Mouse)
                hand.click(f.child<QToolButton>(u"newPoolButton"_s));
            else
                hand.key(QApplication::focusWidget(), Qt::Key_N, Qt::ControlModifier);
            QTRY_VERIFY(f.child<QWizard>(u"newPoolWizard"_s));
            auto *wizard = f.child<QWizard>(u"newPoolWizard"_s);
            QTRY_VERIFY(wizard->isAncestorOf(QApplication::focusWidget()));
            for (const QWizard::WizardButton which :
                {QWizard::NextButton, QWizard::NextButton, QWizard::FinishButton}) {
                QTRY_VERIFY_WITH_TIMEOUT(
                    wizard->button(which)->isVisible() && wizard->button(which)->isEnabled(), patienceMs);
                way == Mouse ? hand.click(wizard->button(which)) : hand.key(wizard, Qt::Key_Return);
            }
            QTRY_VERIFY_WITH_TIMEOUT(
                !f.connection->networks().isEmpty() && f.connection->networks().first().active, patienceMs);
            QCOMPARE(hand.did(), told(u"Make a pool of a card's VFs, started with the host"_s, way));

            Hand given;
            if (way == Mouse) {
                QTRY_COMPARE(pools->model()->index(0, 0).data().toString(), f.connection->networks().first().name);
                QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
                given.drag(f.window.get(), pools, pools->model()->index(0, 0), f.navigator(), f.machine());
            } else {
                f.openMachine();
                f.window->activateWindow();
                given.key(f.window.get(), Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
                QTRY_VERIFY_WITH_TIMEOUT(f.wizard(), patienceMs);
                QVERIFY(QTest::qWaitForWindowActive(f.wizard()));
                auto *kinds = f.wizard()->findChild<QAbstractItemView *>(u"kindList"_s);
                given.key(kinds, Qt::Key_Down);
                given.key(kinds, Qt::Key_Down);
                for (int page = 0; page < 2; ++page) {
                    QTRY_VERIFY_WITH_TIMEOUT(f.wizard()->button(QWizard::NextButton)->isEnabled(), patienceMs);
                    given.key(f.wizard(), Qt::Key_Return);
                }
            }
            QTRY_VERIFY_WITH_TIMEOUT(f.wizard(), patienceMs);
            QVERIFY(finishable(f));
            way == Mouse ? given.click(f.wizard()->button(QWizard::FinishButton))
                         : given.key(f.wizard(), Qt::Key_Return);
            QTRY_COMPARE_WITH_TIMEOUT(f.job().data(JobsModel::StateRole).toString(), u"done"_s, patienceMs);
            QCOMPARE(given.did(), told(u"Give a machine an interface of a pool"_s, way));
        }
    }
};

QTEST_MAIN(TestCountedSteps)
#include "tst_countedsteps.moc"
