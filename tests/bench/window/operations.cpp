// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/operations.h"

#include "client/connection.h"
#include "models/devicetreemodel.h"
#include "models/navigatormodel.h"
#include "support/largehost.h"
#include "support/simulatedhelper.h"
#include "ui/mainwindow.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QTextStream>
#include <QTreeView>

namespace laneway {

namespace {

Result<> notDone(const QString &what)
{
    return fail(ErrorCode::TimedOut, what, u"it did not come to its end"_s);
}

/// The program's window, with what the operations touch.
class Subject
{
public:
    explicit Subject(std::unique_ptr<Connection> connection)
        : m_connection(*connection)
        , m_window(std::move(connection))
    {
        m_window.show();
    }

    Connection &connection() const { return m_connection; }
    MainWindow &window() { return m_window; }
    template <typename T> T *child(const QString &name) const { return m_window.findChild<T *>(name); }
    QTreeView *tree() const { return child<QTreeView>(u"hostTree"_s); }
    QTreeView *navigator() const { return child<QTreeView>(u"navigator"_s); }
    QAction *action(const QString &name) const { return child<QAction>(name); }
    QModelIndex place(NavigatorModel::Kind kind) const
    {
        return static_cast<NavigatorModel *>(navigator()->model())->indexOf(m_connection.name(), kind);
    }
    QModelIndex machine(int row) const
    {
        return navigator()->model()->index(row, 0, navigator()->model()->index(0, 0));
    }
    /// Devices and machines are to be seen.
    bool isFull(int machines) const
    {
        const QTreeView *devices = m_connection.isReady() ? tree() : nullptr;
        return devices && devices->model()->rowCount() > 0
            && navigator()->model()->rowCount(navigator()->model()->index(0, 0)) >= machines;
    }

private:
    Connection &m_connection;
    MainWindow m_window;
};

void press(QWidget *widget, int key, const QString &text = {}, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QKeyEvent down(QEvent::KeyPress, key, modifiers, text);
    QKeyEvent up(QEvent::KeyRelease, key, modifiers, text);
    QCoreApplication::sendEvent(widget, &down);
    QCoreApplication::sendEvent(widget, &up);
}

/// What the tree shows has been exchanged since this was made.
class Watch
{
public:
    explicit Watch(QAbstractItemModel *model)
    {
        const auto changed = [this] { m_changed = true; };
        for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
            QObject::connect(model, signal, &m_context, changed);
        QObject::connect(model, &QAbstractItemModel::layoutChanged, &m_context, changed);
        QObject::connect(model, &QAbstractItemModel::dataChanged, &m_context, changed);
    }
    bool take() { return std::exchange(m_changed, false); }

private:
    QObject m_context;
    bool m_changed = false;
};

/// Machines as many users have them, one device each.
Result<> defineMachines(Connection &connection, const LargeHost &host, int count)
{
    const QList<PciAddress> devices = host.virtualFunctions();
    int answers = 0;
    std::optional<Error> error;
    QObject context;
    for (int i = 0; i < count; ++i)
        connection.define(domainXml(QStringLiteral("machine-%1").arg(i), {devices[i % devices.size()].toString()}),
            &context, [&](const Result<QUuid> &uuid) {
                ++answers;
                if (!uuid)
                    error = uuid.error();
            });
    if (!turnUntil([&] { return answers == count && connection.domains().size() >= count; }))
        return notDone(u"definitions"_s);
    return error ? fail(*error) : Result<>();
}

Result<std::unique_ptr<Connection>> opened(const QString &name)
{
    auto connection = Connection::open(name);
    if (connection && !turnUntil([&] { return (*connection)->isReady(); }))
        return notDone(u"connection"_s).map([] { return std::unique_ptr<Connection>(); });
    return connection;
}

Result<> arrangeAndFilter(Measure &measure, const Subject &subject)
{
    QTreeView *tree = subject.tree();
    Watch watch(tree->model());
    const auto shown = [&] { return watch.take(); };
    auto *bridges = subject.child<QAbstractButton>(u"showBridges"_s);
    auto *arrangement = subject.child<QComboBox>(u"arrangement"_s);
    auto *filter = subject.child<QLineEdit>(u"deviceFilter"_s);
    struct Act
    {
        QString name;
        std::function<void()> begin;
    };
    QList<Act> acts{
        {u"show bridges"_s, [=] { bridges->setChecked(true); }},
        {u"hide bridges"_s, [=] { bridges->setChecked(false); }},
        {u"arrange by bus"_s, [=] { arrangement->setCurrentIndex(1); }},
        {u"arrange by kind"_s, [=] { arrangement->setCurrentIndex(2); }},
        {u"arrange by group"_s, [=] { arrangement->setCurrentIndex(0); }},
        {u"sort by driver"_s, [=] { tree->sortByColumn(DeviceTreeModel::DriverColumn, Qt::AscendingOrder); }},
        {u"own order again"_s, [=] { tree->sortByColumn(-1, Qt::AscendingOrder); }},
    };
    const QString word = u"virtual"_s; // most of all functions; then it is one machine's
    for (const QChar letter : word)
        acts << Act{u"filter, a key"_s, [=] { press(filter, letter.toUpper().unicode(), letter); }};
    acts << Act{u"filter, to one machine"_s, [=] { filter->setText(u"machine-42"_s); }}
         << Act{u"filter, cleared"_s, [=] { filter->clear(); }};
    for (const Act &act : std::as_const(acts)) {
        (void)watch.take();
        const bool isKey = act.name == u"filter, a key"_s;
        const QString before = filter->text();
        // A further key may leave the same rows.
        const auto done = [&] { return shown() || (isKey && filter->text() != before); };
        if (!measure.take(act.name, act.begin, done))
            return notDone(act.name);
    }
    return {};
}

Result<> scroll(Measure &measure, const Subject &subject)
{
    QScrollBar *bar = subject.tree()->verticalScrollBar();
    // A wheel's pace: a notch a frame, through some screens, then from end to end.
    int notch = 0;
    QTimer wheel;
    wheel.setTimerType(Qt::PreciseTimer);
    QObject::connect(&wheel, &QTimer::timeout, bar, [&] {
        bar->setValue(bar->value() + bar->singleStep() * 3);
        ++notch;
    });
    constexpr int notches = 60;
    if (!measure.take(
            u"scroll, 60 notches"_s, [&] { wheel.start(16); }, [&] { return notch >= notches; }))
        return notDone(u"scroll"_s);
    wheel.stop();
    const auto jump = [&](const QString &name, int value) {
        return measure.take(
            name, [=] { bar->setValue(value); }, [=] { return bar->value() == value; });
    };
    if (!jump(u"scroll to the end"_s, bar->maximum()) || !jump(u"scroll to the top"_s, 0))
        return notDone(u"scroll"_s);
    return {};
}

Result<> selectAndGo(Measure &measure, const Subject &subject)
{
    QTreeView *tree = subject.tree();
    QTreeView *navigator = subject.navigator();
    const auto select = [&](const QString &name, int key, Qt::KeyboardModifiers modifiers) {
        bool changed = false;
        QObject context;
        QObject::connect(
            tree->selectionModel(), &QItemSelectionModel::selectionChanged, &context, [&] { changed = true; });
        return measure.take(
            name, [=] { press(tree, key, {}, modifiers); }, [&] { return changed; });
    };
    tree->setFocus();
    tree->setCurrentIndex(tree->model()->index(0, 0));
    if (!select(u"select the next row"_s, Qt::Key_Down, Qt::NoModifier))
        return notDone(u"selection"_s);
    auto *filter = subject.child<QLineEdit>(u"deviceFilter"_s);
    const QAbstractItemModel *model = tree->model();
    const int all = model->rowCount();
    filter->setText(u"machine-1"_s); // -1, -10 to -19, -100 to -199
    if (!turnUntil([&] { return model->rowCount() != all; }))
        return notDone(u"filter"_s);
    if (!select(u"select all of a filter"_s, Qt::Key_A, Qt::ControlModifier)
        || !select(u"select one of them"_s, Qt::Key_Down, Qt::NoModifier))
        return notDone(u"selection"_s);
    auto *assign = subject.child<QMenu>(u"assignMenu"_s);
    if (!measure.take(
            u"open the menu of machines"_s, [=] { assign->popup(tree->mapToGlobal(QPoint())); },
            [=] { return assign->isVisible() && !assign->isEmpty(); }))
        return notDone(u"menu"_s);
    if (QAction *many = assign->actions().first(); !many->data().isValid()) {
        const auto chooser = [&subject] { return subject.child<QDialog>(u"machineChooser"_s); };
        if (!measure.take(
                u"choose among the machines"_s, [=] { many->trigger(); },
                [=] { return chooser() && chooser()->isVisible(); }))
            return notDone(u"choice"_s);
        chooser()->reject();
    }
    assign->close();
    filter->clear();
    if (!turnUntil([&] { return model->rowCount() == all; }))
        return notDone(u"filter"_s);
    const auto go = [&](const QString &name, const QModelIndex &place, const QString &page) {
        return measure.take(
            name, [=] { navigator->setCurrentIndex(place); },
            [=, &subject] {
                const auto *shown = subject.child<QWidget>(page);
                return shown && shown->isVisible();
            });
    };
    if (!go(u"go to a machine"_s, subject.machine(1), u"machinePage"_s)
        || !go(u"go to the next machine"_s, subject.machine(2), u"machinePage"_s)
        || !go(u"go to the pools"_s, subject.place(NavigatorModel::Kind::VfPools), u"poolsPage"_s)
        || !go(u"go to the devices"_s, subject.place(NavigatorModel::Kind::HostDevices), u"hostPage"_s))
        return notDone(u"navigation"_s);
    return {};
}

/// On a host that somebody else is at work on.
Result<> rain(Measure &measure, const QString &capture, const LargeHost &host, const Extent &extent)
{
    qputenv("LANEWAY_SIM_CHURN", QByteArray::number(extent.rainPerSecond));
    auto connection = opened(capture);
    qunsetenv("LANEWAY_SIM_CHURN");
    if (!connection)
        return fail(connection.error());
    if (const auto defined = defineMachines(**connection, host, extent.machines); !defined)
        return defined;
    Subject subject(std::move(*connection));
    if (!turnUntil([&] { return subject.isFull(extent.machines); }))
        return notDone(u"window"_s);
    qsizetype changes = 0;
    int batches = 0;
    QObject context;
    QObject::connect(&subject.connection(), &Connection::hostChanged, &context, [&](const HostDiff &diff) {
        changes += diff.added.size() + diff.removed.size() + diff.changed.size();
        ++batches;
    });
    if (!turnUntil([&] { return batches > 0; }))
        return notDone(u"change"_s);
    changes = batches = 0;
    const QString what = u"%1 changes a second"_s.arg(extent.rainPerSecond);
    measure.takeFor(what, extent.rainSeconds * 1'000);
    QTextStream(stderr) << subject.connection().host().functions.size() << " functions: " << changes
                        << " changes came in " << batches << " differences" << Qt::endl;
    subject.tree()->verticalScrollBar()->setValue(subject.tree()->verticalScrollBar()->maximum() / 2);
    measure.takeFor(what + u", in the middle"_s, extent.rainSeconds * 1'000);
    return {};
}

} // namespace

Result<> measureWindow(Measure &measure, const Extent &extent)
{
    HelperEnvironment environment;
    if (!environment.isValid())
        return fail(ErrorCode::NotFound, u"laneway-helper"_s, u"it is not built"_s);
    const LargeHost host(extent.functions);
    const QString file = environment.path(u"host.json"_s);
    QFile capture(file);
    if (!capture.open(QIODevice::WriteOnly) || capture.write(host.capture()) < 0)
        return fail(ErrorCode::Internal, file, capture.errorString());
    capture.close();

    const QString name = u"file:"_s + file;
    environment.set("LANEWAY_SIM_STATE", QFile::encodeName(environment.path(u"kernel"_s)));
    {
        const auto connection = opened(name);
        if (!connection)
            return fail(connection.error());
        if (const auto defined = defineMachines(**connection, host, extent.machines); !defined)
            return defined;
    }
    for (int run = 0; run < extent.runs; ++run) {
        std::unique_ptr<Subject> subject;
        auto connection = Connection::open(name);
        if (!connection)
            return fail(connection.error());
        if (!measure.take(
                u"make the window"_s, [&] { subject = std::make_unique<Subject>(std::move(*connection)); },
                [&] { return subject && subject->window().isVisible(); }))
            return notDone(u"window"_s);
        if (!measure.take(
                u"the host comes"_s, [] {}, [&] { return subject->isFull(extent.machines); }))
            return notDone(u"host"_s);
        const auto done
            = arrangeAndFilter(measure, *subject).and_then([&] { return scroll(measure, *subject); }).and_then([&] {
                  return selectAndGo(measure, *subject);
              });
        if (!done)
            return done;
        (void)measure.take(
            u"close the window"_s, [&] { subject.reset(); }, [&] { return !subject; });
    }
    environment.set("LANEWAY_SIM_STATE", {});
    return extent.rainSeconds > 0 ? rain(measure, name, host, extent) : Result<>();
}

} // namespace laneway
