// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/simkernel.h"

#include "kernel/simmachine.h"

#include <QFile>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QMutex>
#include <QObject>
#include <QPointer>
#include <QSaveFile>

#include <cerrno>
#include <csignal>
#include <fcntl.h>

namespace laneway {

Q_LOGGING_CATEGORY(lcSim, "laneway.kernel.sim")

namespace {

constexpr int askedUntilDone = 3;

/// Waits on the watcher's own thread for a guest's end.
struct Watcher
{
    QObject *receiver;
    std::function<void(const QString &)> ended;
};

/// The same for what a guest's QEMU tells by itself.
struct Listener
{
    QPointer<QObject> receiver;
    Guests::Heard heard;
};

void hear(const Listener &listener, const QString &event, const QJsonObject &data)
{
    if (!listener.receiver)
        return;
    QMetaObject::invokeMethod(
        listener.receiver, [heard = listener.heard, event, data] { heard(event, data); }, Qt::QueuedConnection);
}

void tell(const Watcher &watcher, const QString &cause)
{
    QMetaObject::invokeMethod(
        watcher.receiver,
        [receiver = watcher.receiver, ended = watcher.ended, cause] {
            receiver->deleteLater();
            ended(cause);
        },
        Qt::QueuedConnection);
}

} // namespace

class SimKernel::Private
{
public:
    Private(SimMachine &&m, Faults f)
        : machine(std::move(m))
        , faults(std::move(f))
        , sys(*this)
        , proc(*this)
        , etc(*this)
        , netlink(*this)
        , nodes(*this)
        , modules(*this)
        , names(*this)
        , guests(*this)
        , nvme(*this)
        , programs(*this)
        , doors{sys, proc, etc, netlink, nodes, modules, names, guests, nvme, programs}
    {
    }
    ~Private()
    {
        for (const QList<Watcher> &list : std::as_const(watchers)) {
            for (const Watcher &watcher : list)
                watcher.receiver->deleteLater();
        }
        for (const QList<Listener> &list : std::as_const(listeners)) {
            for (const Listener &one : list)
                one.receiver->deleteLater();
        }
    }

    template <typename T> Result<T> faulty(ErrorCode code, const QString &call, const QString &subject)
    {
        Error error = kernelError(faults.errorNumber(), u"at"_s, call);
        error.subject = subject;
        if (code != ErrorCode::KernelRefused)
            error.code = code;
        return fail(error);
    }

    /// One call that changes something, with what the fault makes of it. @p hang: what a call that
    /// hangs leaves behind.
    template <typename T>
    Result<T> change(const QString &call, const QString &subject, std::function<Result<T>()> effect,
        ErrorCode code = ErrorCode::KernelRefused, std::function<void()> hang = {})
    {
        Result<T> result = fail(ErrorCode::TimedOut, subject, u"no answer to "_s + call);
        bool kill = false;
        {
            const QMutexLocker lock(&mutex);
            machine.settle();
            switch (faults.next(call)) {
            case Faults::Action::Fail: return faulty<T>(code, call, subject);
            case Faults::Action::Hang:
                if (hang)
                    hang();
                break;
            case Faults::Action::KillBefore: kill = true; break;
            case Faults::Action::KillAfter:
                kill = true;
                result = effect();
                break;
            case Faults::Action::Go: result = effect(); break;
            }
            save();
        }
        if (kill)
            die();
        announce();
        return result;
    }

    /// One call that only looks.
    template <typename T> Result<T> look(const QString &call, const QString &subject, std::function<Result<T>()> answer)
    {
        Faults::Action action = Faults::Action::Go;
        Result<T> result = fail(ErrorCode::TimedOut, subject, u"no answer to "_s + call);
        {
            const QMutexLocker lock(&mutex);
            if (faults.alsoReads)
                action = faults.next(call);
            if (action == Faults::Action::Fail)
                return faulty<T>(ErrorCode::KernelRefused, call, subject);
            if (action == Faults::Action::Go || action == Faults::Action::KillAfter)
                result = answer();
        }
        if (action == Faults::Action::KillBefore || action == Faults::Action::KillAfter)
            die();
        return result;
    }

    void die()
    {
        if (faults.onKill)
            faults.onKill();
        else
            ::raise(SIGKILL);
    }

    /// With the lock held.
    void save()
    {
        if (file.isEmpty())
            return;
        QSaveFile out(file);
        const QByteArray text = QJsonDocument(machine.toJson()).toJson(QJsonDocument::Compact);
        if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size() || !out.commit())
            qCWarning(lcSim) << "the state cannot be stored:" << out.errorString();
    }

    /// Without it: who is told may ask at once.
    void announce()
    {
        std::function<void()> changed;
        QMap<QString, QString> ended;
        QMap<QString, QList<Watcher>> told;
        QList<std::pair<Listener, SimMachine::Told>> heard;
        QList<Listener> done;
        {
            const QMutexLocker lock(&mutex);
            changed = listener;
            for (const SimMachine::Told &one : machine.takeTold())
                for (const Listener &who : std::as_const(listeners[one.guest]))
                    heard.append({who, one});
            ended = machine.takeEnded();
            for (auto end = ended.cbegin(); end != ended.cend(); ++end)
                done += listeners.take(end.key());
            for (auto end = ended.cbegin(); end != ended.cend(); ++end)
                told.insert(end.key(), watchers.take(end.key()));
        }
        for (const auto &[who, one] : std::as_const(heard))
            hear(who, one.event, one.data);
        for (const Listener &who : std::as_const(done)) // after what it has yet to hear
            who.receiver->deleteLater();
        for (auto end = ended.cbegin(); end != ended.cend(); ++end) {
            for (const Watcher &watcher : std::as_const(told[end.key()]))
                tell(watcher, end.value());
        }
        if (changed)
            changed();
    }

    template <typename Change> void behindOurBack(Change change)
    {
        {
            const QMutexLocker lock(&mutex);
            change();
            save();
        }
        announce();
    }

    class Files : public FileTree
    {
    public:
        explicit Files(Private &p)
            : d(p)
        {
        }
        Result<QByteArray> read(const QString &path) const override
        {
            return d.look<QByteArray>(u"read "_s + path, path,
                [&]() -> Result<QByteArray> { return check(path).and_then([&] { return tree().read(path); }); });
        }
        Result<QStringList> list(const QString &directory) const override
        {
            return d.look<QStringList>(u"list "_s + directory, directory, [&] { return tree().list(directory); });
        }
        Result<QString> readLink(const QString &path) const override
        {
            return d.look<QString>(u"readLink "_s + path, path, [&] { return tree().readLink(path); });
        }
        Result<QString> resolve(const QString &path) const override
        {
            return d.look<QString>(u"resolve "_s + path, path, [&] { return tree().resolve(path); });
        }
        bool exists(const QString &path) const override
        {
            return d.look<bool>(u"exists "_s + path, path, [&]() -> Result<bool> { return tree().exists(path); })
                .value_or(false);
        }

    protected:
        virtual const SimTree &tree() const = 0;
        virtual Result<> check(const QString &) const { return {}; }
        Private &d;
    };

    class Sys : public Files
    {
    public:
        using Files::Files;
        Result<> write(const QString &path, const QByteArray &value) override
        {
            return d.change<void>(
                u"write "_s + path, path, [&] { return d.machine.write(path, value); }, ErrorCode::KernelRefused,
                [&] { d.machine.hang(path, value); });
        }
        QStringList pendingWrites() const override
        {
            const QMutexLocker lock(&d.mutex);
            // Who asks again and again waits: a kernel that was only slow gets there meanwhile.
            if (++d.asked % askedUntilDone == 0)
                d.machine.settle();
            return d.machine.pendingWrites();
        }

    private:
        const SimTree &tree() const override
        {
            d.machine.countRead();
            return d.machine.sys();
        }
        Result<> check(const QString &path) const override { return d.machine.checkReadable(path); }
    };

    class Proc : public Files
    {
    public:
        using Files::Files;
        Result<> write(const QString &path, const QByteArray &) override
        {
            return d.change<void>(
                u"write "_s + path, path, [&] { return d.machine.proc().writable(path).map([](const QString &) {}); });
        }

    private:
        const SimTree &tree() const override { return d.machine.proc(); }
    };

    class Etc : public Files
    {
    public:
        using Files::Files;
        Result<> write(const QString &path, const QByteArray &) override
        {
            return fail(kernelError(EPERM, u"writing"_s, path));
        }
        Result<> replace(const QString &path, const QByteArray &content) override
        {
            return d.change<void>(u"replace "_s + path, path, [&] { return d.machine.putFile(path, content); });
        }
        Result<> remove(const QString &path) override
        {
            return d.change<void>(u"remove "_s + path, path, [&]() -> Result<> {
                d.machine.removeFile(path);
                return {};
            });
        }

    private:
        const SimTree &tree() const override { return d.machine.etc(); }
    };

    class Links : public Netlink
    {
    public:
        explicit Links(Private &p)
            : d(p)
        {
        }
        Result<QList<VfSettings>> vfs(const QString &pf) const override
        {
            return d.look<QList<VfSettings>>(u"vfs "_s + pf, pf, [&] { return d.machine.vfs(pf); });
        }
        Result<> setVf(const QString &pf, VfIndex vf, const VfChange &change) override
        {
            return d.change<void>(u"setVf "_s + pf + u' ' + QString::number(vf.value), pf,
                [&] { return d.machine.setVf(pf, vf, change); });
        }
        Result<> requestPort(const QString &pf, VfIndex vf, const PortRequest &request) override
        {
            return d.change<void>(u"requestPort "_s + pf + u' ' + QString::number(vf.value), pf,
                [&] { return d.machine.requestPort(pf, vf, request); });
        }
        Result<std::optional<PortResponse>> portResponse(const QString &pf, VfIndex vf) const override
        {
            return d.look<std::optional<PortResponse>>(
                u"portResponse "_s + pf, pf, [&] { return d.machine.portResponse(pf, vf); });
        }
        Result<> setLinkUp(const QString &interface, bool up) override
        {
            return d.change<void>(
                u"setLinkUp "_s + interface, interface, [&] { return d.machine.setLinkUp(interface, up); });
        }
        Result<bool> isLinkUp(const QString &interface) const override
        {
            return d.look<bool>(u"isLinkUp "_s + interface, interface, [&] { return d.machine.isLinkUp(interface); });
        }
        Result<QList<HostLink>> links() const override
        {
            return d.look<QList<HostLink>>(
                u"links"_s, u"interfaces"_s, [&]() -> Result<QList<HostLink>> { return d.machine.links(); });
        }
        Result<> makeTap(const QString &name, bool) override
        {
            return d.change<void>(u"makeTap "_s + name, name, [&] {
                return d.machine.makeLink({name, u"tun"_s, {}, {}, {}, false, MacAddress::generate(), 1500, 0});
            });
        }
        Result<> makeMacvtap(
            const QString &name, const QString &lower, MacvtapMode mode, const MacAddress &mac) override
        {
            return d.change<void>(
                u"makeMacvtap "_s + name, lower, [&] { return d.machine.makeMacvtap(name, lower, mode, mac); });
        }
        Result<> changeLink(const QString &interface, const LinkChange &change) override
        {
            return d.change<void>(
                u"changeLink "_s + interface, interface, [&] { return d.machine.changeLink(interface, change); });
        }
        Result<> removeLink(const QString &interface) override
        {
            return d.change<void>(u"removeLink "_s + interface, interface, [&]() -> Result<> {
                d.machine.removeLink(interface);
                return {};
            });
        }
        Result<std::vector<Descriptor>> openTap(const GuestTap &tap) override
        {
            const auto open = d.look<int>(u"openTap "_s + tap.interface, tap.interface, [&]() -> Result<int> {
                return d.machine.checkTap(tap).map([&] { return tap.queues * (tap.vhost ? 2 : 1); });
            });
            if (!open)
                return fail(open.error());
            std::vector<Descriptor> descriptors;
            for (int i = 0; i < *open; ++i)
                descriptors.emplace_back(::open("/dev/null", O_RDWR | O_CLOEXEC));
            return descriptors;
        }

    protected:
        Result<QList<Result<>>> sendVfs(const QString &pf, const VfChanges &changes) override
        {
            // A send is one call: the kernel is through with all of it before it returns.
            return d.change<QList<Result<>>>(u"setVfs "_s + pf + u' ' + QString::number(changes.size()), pf,
                [&] { return d.machine.sendVfs(pf, changes); });
        }

    private:
        Private &d;
    };

    class Nodes : public DeviceNodes
    {
    public:
        explicit Nodes(Private &p)
            : d(p)
        {
        }
        Result<NodeState> state(const QString &node) const override
        {
            return d.look<NodeState>(u"state "_s + node, node, [&] { return d.machine.node(node); });
        }
        Result<> lend(const QString &node, uint uid) override
        {
            return d.change<void>(u"lend "_s + node, node, [&] { return d.machine.lend(node, uid); });
        }
        Result<> takeBack(const QString &node, const NodeState &former) override
        {
            return d.change<void>(u"takeBack "_s + node, node, [&] { return d.machine.takeBack(node, former); });
        }
        Result<bool> isHeld(const QString &node) const override
        {
            return d.look<bool>(u"isHeld "_s + node, node, [&] {
                return d.machine.node(node).map([&](const NodeState &) { return !d.machine.holders(node).isEmpty(); });
            });
        }
        QList<Holder> holders(const QString &node) const override
        {
            const QMutexLocker lock(&d.mutex);
            return d.machine.holders(node);
        }

    private:
        Private &d;
    };

    class KernelModules : public Modules
    {
    public:
        explicit KernelModules(Private &p)
            : d(p)
        {
        }
        Result<> load(const QString &name) override
        {
            return d.change<void>(u"load "_s + name, name, [&] { return d.machine.loadModule(name); });
        }
        bool isAvailable(const QString &name) const override
        {
            const QMutexLocker lock(&d.mutex);
            return d.machine.hasModule(name);
        }
        bool isSettled() const override
        {
            const QMutexLocker lock(&d.mutex);
            return d.machine.isSettled();
        }

    private:
        Private &d;
    };

    class Names : public HardwareNames
    {
    public:
        explicit Names(Private &p)
            : d(p)
        {
        }
        QString vendor(quint16 vendor) const override
        {
            const QMutexLocker lock(&d.mutex);
            return d.machine.vendorName(vendor);
        }
        QString device(quint16 vendor, quint16 device) const override
        {
            const QMutexLocker lock(&d.mutex);
            return d.machine.deviceName(vendor, device);
        }
        QString deviceClass(quint32 classCode) const override
        {
            const QMutexLocker lock(&d.mutex);
            return d.machine.className(classCode);
        }

    private:
        Private &d;
    };

    class Qemus : public Guests
    {
    public:
        explicit Qemus(Private &p)
            : d(p)
        {
        }
        Result<GuestRef> launch(const GuestLaunch &launch) override
        {
            return d.change<GuestRef>(
                u"launch "_s + launch.id, launch.id, [&] { return d.machine.launch(launch); }, ErrorCode::QemuFailed);
        }
        std::optional<GuestRef> find(const QString &id) override
        {
            const QMutexLocker lock(&d.mutex);
            const SimGuest *guest = d.machine.guest(id);
            return guest ? std::optional(guest->ref) : std::nullopt;
        }
        bool isAlive(const GuestRef &guest) override
        {
            const QMutexLocker lock(&d.mutex);
            return d.machine.isAlive(guest);
        }
        Result<QJsonObject> command(
            const GuestRef &guest, const QJsonObject &command, int, const QList<int> &fds) override
        {
            return d.change<QJsonObject>(
                callOf(guest, command), guest.id, [&] { return d.machine.command(guest, command, int(fds.size())); },
                ErrorCode::QemuFailed);
        }
        Result<QJsonObject> commandAndEvent(const GuestRef &guest, const QJsonObject &command, const QString &event,
            const QString &device, int) override
        {
            return d.change<QJsonObject>(
                callOf(guest, command), guest.id,
                [&] { return d.machine.commandAndEvent(guest, command, event, device); }, ErrorCode::QemuFailed);
        }
        Result<> end(const GuestRef &guest, int) override
        {
            return d.change<void>(u"end "_s + guest.id, guest.id, [&]() -> Result<> {
                if (d.machine.isAlive(guest))
                    d.machine.endGuest(guest.id, u"exit 0"_s);
                return {};
            });
        }
        Result<> allowNode(const GuestRef &guest, const QString &node) override
        {
            return d.change<void>(
                u"allowNode "_s + guest.id + u' ' + node, guest.id, [&] { return d.machine.allowNode(guest, node); });
        }
        Result<> pin(const GuestRef &guest, const GuestPins &pins) override
        {
            return d.change<void>(u"pin "_s + guest.id, guest.id, [&] { return d.machine.pin(guest, pins); });
        }
        Result<> setMemoryLock(const GuestRef &guest, quint64 bytes) override
        {
            return d.change<void>(
                u"setMemoryLock "_s + guest.id, guest.id, [&] { return d.machine.setMemoryLock(guest, bytes); });
        }
        Result<GuestUsage> usage(const GuestRef &guest, const QList<qint64> &threads) override
        {
            const QMutexLocker lock(&d.mutex);
            return d.machine.usage(guest, threads);
        }
        void watch(const GuestRef &guest, std::function<void(const QString &)> ended) override
        {
            const Watcher watcher{new QObject, std::move(ended)};
            const QMutexLocker lock(&d.mutex);
            if (d.machine.isAlive(guest))
                d.watchers[guest.id].append(watcher);
            else
                tell(watcher, u"already gone"_s);
        }
        void listen(const GuestRef &guest, Heard heard) override
        {
            const QMutexLocker lock(&d.mutex);
            if (!d.machine.isAlive(guest))
                return;
            const Listener listener{new QObject, std::move(heard)};
            d.listeners[guest.id].append(listener);
            hear(listener, u"STATUS"_s, {{u"status"_s, d.machine.guest(guest.id)->status}});
        }

    private:
        static QString callOf(const GuestRef &guest, const QJsonObject &command)
        {
            return u"command "_s + guest.id + u' ' + command[u"execute"].toString();
        }
        Private &d;
    };

    class Controllers : public NvmeControllers
    {
    public:
        explicit Controllers(Private &p)
            : d(p)
        {
        }
        Result<NvmeVirtualization> ask(const PciAddress &pf) override
        {
            return d.look<NvmeVirtualization>(
                u"nvme "_s + pf.toString(), pf.toString(), [&] { return d.machine.nvme(pf); });
        }
        std::optional<NvmeVirtualization> known(const PciAddress &pf, const QString &, bool) override
        {
            const QMutexLocker lock(&d.mutex);
            const auto nvme = d.machine.nvme(pf);
            return nvme ? std::optional(*nvme) : std::nullopt;
        }
        Result<NvmeVirtualization> assign(const PciAddress &pf, const QList<NvmeSecondary> &wanted) override
        {
            return d.change<NvmeVirtualization>(
                u"assign "_s + pf.toString(), pf.toString(), [&] { return d.machine.assignNvme(pf, wanted); });
        }

    private:
        Private &d;
    };

    class Programs : public OwnerPrograms
    {
    public:
        explicit Programs(Private &p)
            : d(p)
        {
        }
        Result<ProgramAnswer> run(const OwnerProgram &program) override
        {
            const QString call = u"run "_s + program.program.section(u'/', -1) + u' ' + program.arguments.value(0);
            const std::function<Result<ProgramAnswer>()> run = [&] { return d.machine.storage.run(program); };
            return SimStorage::changes(program) ? d.change(call, program.program, run)
                                                : d.look(call, program.program, run);
        }
        Result<> end(const QString &) override { return {}; }

    private:
        Private &d;
    };

    mutable QMutex mutex;
    int asked = 0; ///< pendingWrites()
    SimMachine machine;
    Faults faults;
    QString file;
    std::function<void()> listener;
    QMap<QString, QList<Watcher>> watchers;
    QMap<QString, QList<Listener>> listeners;
    Sys sys;
    Proc proc;
    Etc etc;
    Links netlink;
    Nodes nodes;
    KernelModules modules;
    Names names;
    Qemus guests;
    Controllers nvme;
    Programs programs;
    Kernel doors;
};

SimKernel::SimKernel(const HostSnapshot &host, Faults faults)
    : d(std::make_unique<Private>(SimMachine(host), std::move(faults)))
{
}

SimKernel::SimKernel() = default;

SimKernel::~SimKernel() = default;

Kernel &SimKernel::doors()
{
    return d->doors;
}

QJsonObject SimKernel::state() const
{
    const QMutexLocker lock(&d->mutex);
    return d->machine.state();
}

Faults &SimKernel::faults()
{
    return d->faults;
}

void SimKernel::persistTo(const QString &file)
{
    const QMutexLocker lock(&d->mutex);
    d->file = file;
    d->save();
}

Result<std::unique_ptr<SimKernel>> SimKernel::load(const QString &file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, file, in.errorString());
    QJsonParseError error;
    const QJsonDocument json = QJsonDocument::fromJson(in.readAll(), &error);
    if (!json.isObject())
        return fail(ErrorCode::InvalidInput, file, error.errorString());
    auto machine = SimMachine::fromJson(json.object());
    if (!machine)
        return fail(machine.error());
    auto kernel = std::unique_ptr<SimKernel>(new SimKernel);
    kernel->d = std::make_unique<Private>(std::move(*machine), Faults());
    kernel->d->file = file;
    return kernel;
}

void SimKernel::setQuirks(const SimQuirks &quirks)
{
    d->behindOurBack([&] { d->machine.quirks = quirks; });
}

void SimKernel::endGuest(const QString &launchId, const QString &cause)
{
    d->behindOurBack([&] { d->machine.endGuest(launchId, cause); });
}

void SimKernel::tellOfGuest(const QString &launchId, const QString &event, const QJsonObject &data)
{
    d->behindOurBack([&] { d->machine.tell(launchId, event, data); });
}

void SimKernel::holdNode(const QString &node, const Holder &holder)
{
    d->behindOurBack([&] { d->machine.hold(node, holder); });
}

void SimKernel::releaseNode(const QString &node)
{
    d->behindOurBack([&] { d->machine.release(node); });
}

void SimKernel::putLink(const HostLink &link)
{
    d->behindOurBack([&] { (void)d->machine.makeLink(link); });
}

void SimKernel::putFile(const QString &path, const QByteArray &content)
{
    d->behindOurBack([&] { d->machine.outsideFile(path, content); });
}

void SimKernel::putImage(const QString &path, const QString &format, quint64 size)
{
    d->behindOurBack([&] { d->machine.storage.put(path, {format, size}); });
}

void SimKernel::plug(const UsbDevice &device)
{
    d->behindOurBack([&] { d->machine.plug(device); });
}

void SimKernel::unplug(const UsbPort &port)
{
    d->behindOurBack([&] { d->machine.unplug(port); });
}

void SimKernel::setChangeListener(std::function<void()> changed)
{
    const QMutexLocker lock(&d->mutex);
    d->listener = std::move(changed);
}

} // namespace laneway
