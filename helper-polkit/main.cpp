// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/door.h"
#include "bus/peers.h"
#include "core/busnames.h"
#include "core/runtimedirectory.h"
#include "domains/nvmeprogram.h"
#include "domains/ownerprogramrunner.h"
#include "domains/qemuguests.h"
#include "host/hostfile.h"
#include "host/lspcilisting.h"
#include "host/snapshotjson.h"
#include "kernel/realkernel.h"
#include "kernel/keptsettings.h"
#include "kernel/samplehost.h"
#include "kernel/simchurn.h"
#include "kernel/simkernel.h"
#include "kernel/ueventmonitor.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QSocketNotifier>
#include <QTemporaryDir>
#include <QTimer>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace laneway;

Q_LOGGING_CATEGORY(lcHelper, "laneway.helper")

namespace {
constexpr int firstClientMs = 30'000;
constexpr int lookAroundMs = 1'000;
constexpr int stateLockMs = 10'000;
constexpr int mostChurn = 10'000;

/// What the command line asks for.
struct Wish
{
    QString simulate; ///< file, "sample:NAME" or "lspci:FILE"; empty: this machine
    QString simState;
    bool withMachines = true; ///< those of a bundled host
    QString fault;
    int churn = 0; ///< functions of the simulated host that change a second
    QString listen; ///< path of a socket; the session's usual one when none is given
    int readyFd = -1; ///< told when clients can come; whoever started us waits at its other end
    bool onSystemBus = true;
    int idleExit = 0; ///< seconds; 0: stay
};

struct Places
{
    QString state;
    QString run;
};

Result<Places> placesOf(const Wish &wish, const QTemporaryDir &scratch)
{
    if (!wish.simState.isEmpty())
        return Places{wish.simState + u".d/state"_s, wish.simState + u".d/run"_s};
    if (!wish.simulate.isEmpty())
        return Places{scratch.filePath(u"state"_s), scratch.filePath(u"run"_s)};
    if (wish.onSystemBus) {
        return Places{qEnvironmentVariable("STATE_DIRECTORY", u"/var/lib/laneway"_s),
            qEnvironmentVariable("RUNTIME_DIRECTORY", u"/run/laneway"_s)};
    }
    const QString home = qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + u"/.local/state"_s);
    return runtimeDirectory().map([&](const QString &run) { return Places{home + u"/laneway"_s, run}; });
}

/// Two helpers must never work on one state: the second would take back what the first is doing. One
/// that is about to leave is waited for. The lock ends with the process.
Result<> lockState(const QString &directory)
{
    const QString name = directory + u"/lock"_s;
    const int fd = ::open(QFile::encodeName(name).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return fail(ErrorCode::PermissionDenied, name, errnoName(errno), errno);
    for (int waited = 0; ::flock(fd, LOCK_EX | LOCK_NB) < 0; waited += 50) {
        if (errno != EWOULDBLOCK || waited >= stateLockMs)
            return fail(ErrorCode::Busy, name, u"another laneway-helper works on it"_s, errno);
        ::usleep(50'000);
    }
    return {};
}

/// "fail:N:ERRNO", "hang:N", "kill-before:N", "kill-after:N"; ":reads" behind it counts reads as well.
Result<Faults> faultsFrom(const QString &spec)
{
    if (spec.isEmpty())
        return Faults();
    QStringList words = spec.split(u':');
    const bool reads = words.last() == u"reads"_s;
    if (reads)
        words.removeLast();
    bool ok = false;
    const int call = words.value(1).toInt(&ok);
    Faults faults;
    if (!ok || call < 1)
        return fail(ErrorCode::InvalidInput, spec, u"no number of a call"_s);
    if (words.first() == u"hang"_s) {
        faults = Faults::hangAt(call);
    } else if (words.first() == u"kill-before"_s) {
        faults = Faults::killAt(call, Faults::Moment::Before);
    } else if (words.first() == u"kill-after"_s) {
        faults = Faults::killAt(call, Faults::Moment::After);
    } else if (words.first() == u"fail"_s) {
        int number = 1;
        while (number < 134 && errnoName(number) != words.value(2))
            ++number;
        if (number == 134)
            return fail(ErrorCode::InvalidInput, spec, u"no errno of that name"_s);
        faults = Faults::failAt(call, number);
    } else {
        return fail(ErrorCode::InvalidInput, spec, u"not fail, hang, kill-before or kill-after"_s);
    }
    faults.alsoReads = reads;
    return faults;
}

Result<QByteArray> contentsOf(const QString &path)
{
    constexpr qint64 most = 64 * 1024 * 1024; // what the readers of both kinds of file refuse
    if (const auto usable = checkHostFile(path); !usable)
        return fail(usable.error());
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(hostFileError(FileFault::Unreadable, path, file.errorString()));
    return file.read(most + 1);
}

/// The host that --simulate names.
Result<HostSnapshot> simulatedHost(const QString &name)
{
    if (name.startsWith(u"sample:"_s))
        return sampleHost(name.mid(7));
    const bool isListing = name.startsWith(u"lspci:"_s);
    const QString path = isListing ? name.mid(6) : name;
    const auto text = contentsOf(path);
    if (!text)
        return fail(text.error());
    if (!isListing) {
        const auto host = parseSnapshot(*text);
        if (!host)
            return fail(
                hostFileError(FileFault::NoCapture, path, host.error().subject + u": "_s + host.error().detail));
        return host;
    }
    auto host = parseLspciListing(*text);
    if (!host)
        return fail(hostFileError(FileFault::NoListing, path + u", "_s + host.error().subject, host.error().detail));
    host->hostName = QFileInfo(path).completeBaseName(); // a listing does not name its host
    return host;
}

/// @p host may become what --sim-state has kept of it.
Result<std::unique_ptr<SimKernel>> simulatedKernel(const Wish &wish, const HostSnapshot &host)
{
    const auto faults = faultsFrom(wish.fault);
    if (!faults)
        return fail(faults.error());
    if (host.readOnly) // nothing ever reaches it
        return std::make_unique<SimKernel>(HostSnapshot(), *faults);
    std::unique_ptr<SimKernel> kernel;
    if (!wish.simState.isEmpty() && QFile::exists(wish.simState)) {
        auto loaded = SimKernel::load(wish.simState);
        if (!loaded)
            return fail(loaded.error());
        kernel = std::move(*loaded);
        kernel->faults() = *faults;
    } else {
        kernel = std::make_unique<SimKernel>(host, *faults);
    }
    if (!wish.simState.isEmpty())
        kernel->persistTo(wish.simState);
    return kernel;
}

/// A bundled host brings machines of its own. They belong to who started us: on the system bus each
/// caller has their own, and there are none.
Result<> defineSampleMachines(const Wish &wish, HelperCore &core)
{
    if (!wish.simulate.startsWith(u"sample:"_s) || wish.onSystemBus || !wish.withMachines)
        return {};
    const QList<QByteArray> definitions = sampleMachines(wish.simulate.mid(7));
    for (const QByteArray &xml : definitions)
        if (const auto defined = core.define(xml, ::getuid()); !defined)
            return fail(defined.error());
    return {};
}

int stopEvent = -1;

void onStop(int)
{
    const quint64 one = 1;
    [[maybe_unused]] const auto written = ::write(stopEvent, &one, sizeof one);
}

/// SIGTERM and SIGINT end the event loop; a job that is under way is finished or taken back by the
/// next helper, as after a crash.
void quitOnSignals(QObject *parent)
{
    stopEvent = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    auto *notifier = new QSocketNotifier(stopEvent, QSocketNotifier::Read, parent);
    QObject::connect(notifier, &QSocketNotifier::activated, parent, [] { QCoreApplication::quit(); });
    std::signal(SIGTERM, onStop);
    std::signal(SIGINT, onStop);
    std::signal(SIGPIPE, SIG_IGN);
}

/// Whoever started us reads the error where it waits for us to be ready.
int failed(const Wish &wish, const Error &error)
{
    qCCritical(lcHelper).noquote() << error.toString();
    if (wish.readyFd >= 0) {
        const QByteArray text = QJsonDocument(error.toJson()).toJson(QJsonDocument::Compact);
        [[maybe_unused]] const auto told = ::write(wish.readyFd, text.constData(), size_t(text.size()));
    }
    return 1;
}

Result<> serveSystemBus(Door &door)
{
    auto bus = QDBusConnection::systemBus();
    if (!bus.isConnected())
        return fail(ErrorCode::HelperUnavailable, u"system bus"_s, bus.lastError().message());
    if (!door.serve(bus))
        return fail(ErrorCode::Internal, busnames::root, u"cannot register the objects"_s);
    if (!bus.registerService(busnames::service))
        return fail(ErrorCode::HelperUnavailable, busnames::service, bus.lastError().message());
    return {};
}

/// Clients of a session come one by one under this lock, each until the helper has answered it
/// (client/spawnedhelper.cpp). So who holds it knows that nobody is on the way. Kept until the process
/// ends; false when somebody else has it. Where the directory is gone, as after a logout, nobody can find us any more.
bool lockSession(const QString &socket)
{
    const QString name = QFileInfo(socket).path() + u"/session.lock"_s;
    const int fd = ::open(QFile::encodeName(name).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno == ENOENT)
        return true;
    if (fd >= 0 && ::flock(fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (fd >= 0)
        ::close(fd);
    return false;
}

/// Listens for private clients. QtDBus loses who comes before QDBusServer's constructor has returned:
/// the socket gets its name only then, and only then whoever started us is told.
Result<> servePeers(Peers &peers, const Wish &wish)
{
    const QString &path = wish.listen;
    const QString unfinished = path + u'.' + QString::number(::getpid());
    QFile::remove(unfinished);
    if (const auto listening = peers.listen(u"unix:path="_s + unfinished); !listening)
        return listening;
    if (::rename(QFile::encodeName(unfinished).constData(), QFile::encodeName(path).constData()) < 0)
        return fail(ErrorCode::PermissionDenied, path, errnoName(errno), errno);
    if (wish.readyFd >= 0) {
        [[maybe_unused]] const auto told = ::write(wish.readyFd, "1", 1);
        ::close(wish.readyFd);
    } else {
        qCInfo(lcHelper).noquote() << "listening at" << path;
    }
    return {};
}

int serve(const Wish &wish, HelperCore &core, const QString &connectionName)
{
    QTimer lookAround; // leaving is no hurry: looked at once a second
    lookAround.setInterval(lookAroundMs);
    if (wish.onSystemBus) {
        PolkitAuthority authority(QDBusConnection::systemBus());
        Door door(core, authority, {connectionName, false});
        if (const auto done = serveSystemBus(door); !done)
            return failed(wish, done.error());
        int idle = 0;
        QObject::connect(&lookAround, &QTimer::timeout, &door, [&] {
            // A guest's end must be seen, to give its devices back.
            const auto domains = core.domains({});
            const bool runs = std::any_of(domains.begin(), domains.end(),
                [](const DomainState &domain) { return domain.state != u"shut off"_s; });
            idle = door.isIdle() && !runs ? idle + 1 : 0;
            if (idle < wish.idleExit)
                return;
            // The name goes first: the next call then starts a new helper. Calls that had come
            // already are answered before we leave.
            QDBusConnection::systemBus().unregisterService(busnames::service);
            lookAround.stop();
            QTimer::singleShot(lookAroundMs, &door, [] { QCoreApplication::quit(); });
        });
        if (wish.idleExit > 0)
            lookAround.start();
        return QCoreApplication::exec();
    }

    PeerAuthority authority;
    Door door(core, authority, {connectionName, true});
    Peers peers(door);
    if (const auto done = servePeers(peers, wish); !done)
        return failed(wish, done.error());
    if (wish.readyFd < 0)
        return QCoreApplication::exec(); // by hand, for debugging: it stays until it is interrupted
    // Nobody can be on the way to a simulation: its socket is one client's.
    const auto leave = [&wish] {
        if (wish.simulate.isEmpty() && !lockSession(wish.listen))
            return; // looked at again in a second
        QFile::remove(wish.listen);
        QCoreApplication::quit();
    };
    // What else is under way, such as a reading of the host, is for nobody any more.
    int alone = 0;
    QObject::connect(&lookAround, &QTimer::timeout, &door, [&] {
        alone = peers.isEmpty() && !core.hasWork() ? alone + 1 : 0;
        if (peers.anyCame() ? alone >= 1 : alone * lookAroundMs >= firstClientMs)
            leave();
    });
    lookAround.start();
    QObject::connect(&peers, &Peers::lastLeft, &door, [&] {
        if (!core.hasWork())
            leave();
    });
    return QCoreApplication::exec();
}

int run(const Wish &wish)
{
    const QTemporaryDir scratch; // definitions and runs of a simulation that is to be forgotten
    const auto found = placesOf(wish, scratch);
    if (!found)
        return failed(wish, found.error());
    const Places &places = *found;
    const bool isFirstTime = !QFileInfo::exists(places.state);
    for (const QString &place : {places.state, places.run}) {
        if (!QDir().mkpath(place) || ::chmod(QFile::encodeName(place).constData(), 0700) < 0)
            return failed(wish, Error{ErrorCode::PermissionDenied, place, errnoName(errno), errno});
    }
    if (const auto locked = lockState(places.state); !locked)
        return failed(wish, locked.error());

    const bool simulated = !wish.simulate.isEmpty();
    const bool privileged = simulated || wish.onSystemBus;
    std::optional<HostSnapshot> recording;
    std::unique_ptr<SimKernel> simulation;
    RealFileTree sys(u"/sys"_s);
    std::unique_ptr<QemuGuests> guests;
    std::unique_ptr<NvmeProgram> nvme;
    std::unique_ptr<OwnerProgramRunner> programs;
    std::unique_ptr<RealKernel> machine;
    if (simulated) {
        const auto host = simulatedHost(wish.simulate);
        if (!host)
            return failed(wish, host.error());
        if (host->readOnly)
            recording = *host;
        auto made = simulatedKernel(wish, *host);
        if (!made)
            return failed(wish, made.error());
        simulation = std::move(*made);
    } else {
        guests = std::make_unique<QemuGuests>(
            QemuGuests::Options{places.run, QemuGuests::Mode::Auto, {}, !wish.onSystemBus, places.state});
        nvme = std::make_unique<NvmeProgram>(NvmeProgram::Options{sys, wish.onSystemBus});
        programs = std::make_unique<OwnerProgramRunner>(OwnerProgramRunner::Options{!wish.onSystemBus});
        machine = std::make_unique<RealKernel>(*guests, *nvme, *programs);
    }
    HelperCore core({simulated ? simulation->doors() : machine->doors(), places.state, places.run, simulated,
        privileged, {}, recording, simulated ? qEnvironmentVariable("LANEWAY_SIM_LIBVIRT") : u"/etc/libvirt/qemu"_s});
    // All that was left half done is taken back before anybody can ask for anything.
    const QList<RecoveryReport> reports = core.start();
    for (const RecoveryReport &report : reports)
        qCWarning(lcHelper).noquote() << "recovered" << report.job << report.title << report.outcome
                                      << report.leftovers.join(u"; "_s);

    if (isFirstTime) // later it has those that are left
        if (const auto defined = defineSampleMachines(wish, core); !defined)
            return failed(wish, defined.error());

    std::unique_ptr<UeventMonitor> events;
    std::unique_ptr<SimChurn> churn;
    QFileSystemWatcher settings;
    QTimer settled;
    if (simulated) {
        // The listener is called on the thread that made the change.
        simulation->setChangeListener(
            [&core] { QMetaObject::invokeMethod(&core, &HelperCore::refreshHost, Qt::QueuedConnection); });
        if (wish.churn > 0 && !recording) {
            churn = std::make_unique<SimChurn>(simulation->doors(), core.host());
            churn->start(wish.churn);
        }
    } else {
        events = std::make_unique<UeventMonitor>();
        QObject::connect(events.get(), &UeventMonitor::devicesChanged, &core, &HelperCore::refreshHost);
        // No event of the kernel's tells of files. One that is being written comes in pieces.
        settled.setSingleShot(true);
        settled.setInterval(200);
        for (const QString &root : {u"/etc/"_s, u"/run/"_s, u"/usr/lib/"_s})
            for (const QString &directory : keptSettingsDirectories())
                if (QFileInfo(root + directory).isReadable())
                    settings.addPath(root + directory);
        QObject::connect(&settings, &QFileSystemWatcher::directoryChanged, &settled, qOverload<>(&QTimer::start));
        QObject::connect(&settled, &QTimer::timeout, &core, &HelperCore::refreshHost);
    }
    const int status = serve(wish, core, simulated ? u"simulated"_s : wish.onSystemBus ? u"system"_s : u"session"_s);
    if (simulated)
        simulation->setChangeListener({});
    return status;
}
} // namespace

int main(int argc, char *argv[])
{
    ::umask(0077);
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"laneway-helper"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(LANEWAY_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Laneway's helper: carries out what the window and lanewayctl ask for, over D-Bus.\n"
        "Without --session or --simulate it serves the system bus and is started by it."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption session(u"session"_s,
        u"Serve private connections of this user: at $XDG_RUNTIME_DIR/laneway/session.sock, where "
        "lanewayctl -c session finds it."_s);
    const QCommandLineOption system(u"system"_s, u"Serve the system bus, also with --simulate."_s);
    const QCommandLineOption simulate(u"simulate"_s,
        u"Work on a simulated kernel: a capture, a bundled host (sample:NAME), or, only to look at, "
        "what lspci -vvnn printed (lspci:FILE)."_s,
        u"FILE|sample:NAME|lspci:FILE"_s);
    const QCommandLineOption simState(
        u"sim-state"_s, u"Keep the simulated kernel in FILE, definitions and journal in FILE.d."_s, u"FILE"_s);
    const QCommandLineOption withoutMachines(
        u"without-machines"_s, u"A bundled host begins without the machines that belong to it."_s);
    const QCommandLineOption fault(u"fault"_s,
        u"Let the N-th change of the simulated kernel go wrong: fail:N:ERRNO, hang:N, kill-before:N, "
        "kill-after:N; with :reads behind it, reads are counted too."_s,
        u"SPEC"_s);
    const QCommandLineOption churn(u"churn"_s,
        u"Let N functions of the simulated host change a second, as if somebody else were at work on it: "
        "drivers, and virtual functions that come and go. For measurements and demonstrations; not with "
        "--sim-state or --fault."_s,
        u"N"_s, u"0"_s);
    const QCommandLineOption listen(u"listen"_s, u"Socket for private connections."_s, u"PATH"_s);
    const QCommandLineOption readyFd(u"ready-fd"_s,
        u"Descriptor to write to once clients can come; the helper then leaves with its last client."_s, u"N"_s,
        u"-1"_s);
    const QCommandLineOption idleExit(u"idle-exit"_s,
        u"On the system bus: leave after so many seconds without client, job and running machine."_s, u"SECONDS"_s,
        u"0"_s);
    parser.addOptions({session, system, simulate, simState, withoutMachines, fault, churn, listen, readyFd, idleExit});
    parser.process(app);

    Wish wish;
    wish.simulate = parser.value(simulate);
    wish.simState = parser.value(simState);
    wish.withMachines = !parser.isSet(withoutMachines);
    wish.fault = parser.value(fault);
    wish.churn = parser.value(churn).toInt();
    wish.listen = parser.value(listen);
    wish.readyFd = parser.value(readyFd).toInt();
    wish.onSystemBus = parser.isSet(system) || (!parser.isSet(session) && wish.simulate.isEmpty());
    wish.idleExit = parser.value(idleExit).toInt();
    if (!parser.positionalArguments().isEmpty() || (parser.isSet(session) && parser.isSet(system))
        || ((!wish.simState.isEmpty() || !wish.fault.isEmpty() || parser.isSet(churn)) && wish.simulate.isEmpty())
        || (parser.isSet(churn)
            && (wish.churn < 1 || wish.churn > mostChurn || !wish.simState.isEmpty() || !wish.fault.isEmpty()))) {
        qCritical().noquote() << "laneway-helper: these arguments do not fit together; see --help";
        return 2;
    }
    if (wish.readyFd >= 0)
        ::fcntl(wish.readyFd, F_SETFD, FD_CLOEXEC); // no program that we start is to have it
    quitOnSignals(&app);
    const auto directory = wish.onSystemBus || !wish.listen.isEmpty() ? Result<QString>() : runtimeDirectory();
    if (directory && wish.listen.isEmpty())
        wish.listen = *directory + u"/session.sock"_s;
    const int status = directory ? run(wish) : failed(wish, directory.error());
    // Not by return: QtDBus's static destructors wait for its thread, which now and then waits for the
    // lock of a connection that is gone already (seen with Qt 6.4.2). The state's lock would stay.
    ::_exit(status);
}
