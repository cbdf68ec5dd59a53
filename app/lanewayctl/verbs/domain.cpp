// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/reasontext.h"
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"
#include "xml/deviceedits.h"
#include "xml/domainidentity.h"
#include "xml/domainxml.h"
#include "xml/usbhostdevxml.h"

#include <QDir>
#include <QEventLoop>
#include <QProcess>
#include <QTemporaryFile>
#include <QTimer>

#include <array>

namespace laneway::verbs {

namespace {
QJsonObject argumentsOf(const DomainInfo &domain)
{
    return {{u"domain"_s, domain.uuid.toString(QUuid::WithoutBraces)}};
}

int list(Session &session, const Invocation &invocation)
{
    QList<DomainInfo> domains;
    const QList<DomainInfo> known = session.connection().domains();
    for (const DomainInfo &domain : known) {
        const bool off = domain.state == u"shut off"_s;
        if (invocation.has("all"_L1) || off == invocation.has("inactive"_L1))
            domains += domain;
    }
    // Running ones first, by number, as virsh has them.
    std::stable_sort(domains.begin(), domains.end(),
        [](const DomainInfo &a, const DomainInfo &b) { return uint(a.id) < uint(b.id); });
    if (invocation.json) {
        QJsonArray array;
        for (const DomainInfo &domain : std::as_const(domains)) {
            QJsonArray devices;
            for (const PciAddress &device : domain.devices)
                devices += device.toString();
            array += QJsonObject{{u"id"_s, domain.id < 0 ? QJsonValue() : QJsonValue(domain.id)},
                {u"uuid"_s, domain.uuid.toString(QUuid::WithoutBraces)}, {u"name"_s, domain.name},
                {u"state"_s, domain.state}, {u"persistent"_s, domain.persistent}, {u"owner"_s, qint64(domain.owner)},
                {u"autostart"_s, domain.autostart}, {u"savedState"_s, domain.hasSavedState}, {u"devices"_s, devices},
                {u"pendingUnplugs"_s, QJsonArray::fromStringList(domain.pendingUnplugs)}};
        }
        print(array);
        return Done;
    }
    if (invocation.has("name"_L1) || invocation.has("uuid"_L1)) {
        QString text;
        for (const DomainInfo &domain : std::as_const(domains))
            text += (invocation.has("name"_L1) ? domain.name : domain.uuid.toString(QUuid::WithoutBraces)) + u'\n';
        print(text);
        return Done;
    }
    Table table({Ctl::tr("Id"), Ctl::tr("Name"), Ctl::tr("State")});
    for (const DomainInfo &domain : std::as_const(domains))
        table.add({domain.id < 0 ? u"-"_s : QString::number(domain.id), domain.name, domain.state});
    print(table.text());
    return Done;
}

int define(Session &session, const Invocation &invocation)
{
    const QString file = invocation.value("file"_L1);
    const auto text = readXmlFile(file);
    if (!text)
        return session.report(text.error());
    session.sends(file);
    const auto xml = DomainXml::parse(*text);
    if (!xml)
        return session.report(withPlace(xml.error(), QString::fromUtf8(*text)));
    if (invocation.dryRun) {
        DomainXml completed = *xml;
        const auto good
            = completed.complete(std::bind_front(&HostSnapshot::isPcie, &session.host()), DomainXml::Networks::Pools)
                  .and_then([&] { return completed.validate(); });
        if (!good)
            return session.report(withPlace(good.error(), QString::fromUtf8(*text)));
        return session.wouldDo(Ctl::tr("Define domain '%1' from %2").arg(xml->name(), file));
    }
    const auto uuid = session.wait<QUuid>([&](QObject *context, const auto &answer) {
        session.connection().define(QString::fromUtf8(*text), context, answer);
    });
    if (!uuid)
        return session.report(uuid.error());
    if (invocation.json)
        print(QJsonObject{{u"uuid"_s, uuid->toString(QUuid::WithoutBraces)}, {u"name"_s, xml->name()}});
    else
        print(Ctl::tr("Domain '%1' defined from %2").arg(xml->name(), file) + u'\n');
    return Done;
}

Result<DomainXml> definitionOf(Session &session, const DomainInfo &domain)
{
    const auto text = session.wait<QString>([&](QObject *context, const auto &answer) {
        session.connection().domainXml(domain.uuid, true, context, answer);
    });
    return text ? DomainXml::parse(text->toUtf8()) : fail(text.error());
}

/// What goes with a machine, and what of its disks' storage stays, in sentences.
struct Storage
{
    QStringList removed;
    QStringList kept;
};

/// A disk with those below it that only external snapshots have put there. Overlays come before what they
/// stand on, which could not go otherwise.
Result<Storage> storageOf(Session &session, const DomainInfo &domain, const QStringList &disks)
{
    Storage storage;
    QList<QStringList> levels;
    for (const QString &disk : disks) {
        const auto image = session.wait<QJsonObject>(
            [&](QObject *context, const auto &answer) { session.connection().image(disk, context, answer); });
        if (!image && image.error().code != ErrorCode::NotFound && image.error().code != ErrorCode::InvalidInput)
            return fail(image.error());
        if (!image && image.error().code == ErrorCode::NotFound)
            continue; // gone already
        const QJsonArray chain
            = image ? (*image)[u"chain"].toArray() : QJsonArray{QJsonObject{{u"path"_s, disk}, {u"own"_s, true}}};
        bool stays = false;
        for (qsizetype i = 0; i < chain.size(); ++i) {
            const QString path = chain[i][u"path"].toString();
            QStringList others;
            const QJsonArray users = chain[i][u"users"].toArray();
            for (const QJsonValue &use : users)
                if (const QString machine = use[u"machine"].toString();
                    machine != domain.name && !others.contains(machine))
                    others += machine;
            QString why;
            if (!others.isEmpty())
                why = Ctl::tr("%1 stays: used by %2").arg(path, others.join(u", "_s));
            else if (stays)
                why = Ctl::tr("%1 stays: something that stays stands on it").arg(path);
            else if (!chain[i][u"own"].toBool())
                why = Ctl::tr("%1 stays: a disk was made on it, and others may have been").arg(path);
            stays = stays || !others.isEmpty();
            if (levels.size() <= i)
                levels.resize(i + 1);
            if (why.isEmpty() && !levels[i].contains(path))
                levels[i] += path;
            else if (!why.isEmpty() && !storage.kept.contains(why))
                storage.kept += why;
        }
    }
    for (const QStringList &level : std::as_const(levels))
        storage.removed += level;
    storage.removed.removeDuplicates();
    return storage;
}

/// Its UEFI variables, which are of no use to anybody without it; those that another manager made may be of one's
/// there. Nobody asked for them, so what cannot go is no reason to fail: @p kept gets a sentence about it.
QStringList ownVariables(Session &session, const DomainInfo &domain, const QList<OwnFile> &files, QStringList &kept)
{
    QStringList variables;
    for (const OwnFile &file : files) {
        const auto image = !file.isMadeHere || !domain.isOff()
            ? Result<QJsonObject>(fail(ErrorCode::NotFound, file.path))
            : session.wait<QJsonObject>(
                [&](QObject *context, const auto &answer) { session.connection().image(file.path, context, answer); });
        if (image)
            variables += file.path;
        else if (image.error().code != ErrorCode::NotFound)
            kept += Ctl::tr("%1 stays: %2").arg(file.path, errorText(image.error()));
    }
    return variables;
}

int undefine(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const bool tpmGoes = invocation.has("tpm"_L1), tpmStays = invocation.has("keep-tpm"_L1);
    if (tpmGoes && tpmStays) {
        complain(u"lanewayctl: "_s + Ctl::tr("either --tpm or --keep-tpm") + u'\n');
        return Usage;
    }
    const bool nvramGoes = invocation.has("nvram"_L1), nvramStays = invocation.has("keep-nvram"_L1);
    if (nvramGoes && nvramStays) {
        complain(u"lanewayctl: "_s + Ctl::tr("either --nvram or --keep-nvram") + u'\n');
        return Usage;
    }
    QStringList files;
    QStringList unasked; // of these
    QStringList kept;
    std::optional<bool> tpm; // whether what it keeps stays
    const bool disksGo = invocation.has("remove-all-storage"_L1);
    if (disksGo || !nvramStays || invocation.dryRun) {
        const auto xml = definitionOf(session, *domain);
        if (!xml)
            return session.report(xml.error());
        if (const auto asDefined = tpmStateStays(*xml))
            tpm = tpmStays || (*asDefined && !tpmGoes);
        const QList<OwnFile> own = ownFilesOf(*xml);
        QStringList disks;
        QStringList variables;
        for (const OwnFile &file : own)
            if (file.isNvram ? nvramGoes : disksGo)
                (file.isNvram ? variables : disks) += file.path;
        if (!nvramGoes && !nvramStays)
            unasked = variables = ownVariables(session, *domain, own, kept);
        const auto storage = storageOf(session, *domain, disks + variables);
        if (!storage)
            return session.report(storage.error());
        files = storage->removed;
        kept += storage->kept;
    }
    if (invocation.dryRun) {
        QStringList lines{Ctl::tr("Undefine domain '%1'").arg(domain->name)};
        for (const QString &file : std::as_const(files))
            lines += Ctl::tr("Delete %1, unless another machine uses it").arg(file);
        lines += kept;
        if (tpm)
            lines += *tpm ? Ctl::tr("What its TPM keeps stays") : Ctl::tr("Delete what its TPM keeps");
        return session.wouldDo(lines.join(u'\n'));
    }
    if (!files.isEmpty() && !domain->isOff())
        return session.report({ErrorCode::UnsupportedConfiguration, Ctl::tr("domain %1").arg(domain->name),
            Ctl::tr("it runs: its files are deleted once it is shut off")});
    const auto done = session.wait([&](QObject *context, const auto &answer) {
        session.connection().undefine(domain->uuid, context, answer, invocation.has("managed-save"_L1),
            tpmGoes        ? Connection::TpmState::Goes
                : tpmStays ? Connection::TpmState::Stays
                           : Connection::TpmState::AsDefined);
    });
    if (!done)
        return session.report(done.error());
    print(Ctl::tr("Domain '%1' has been undefined").arg(domain->name) + u'\n');
    for (const QString &line : std::as_const(kept))
        print(line + u'\n');
    // One after the other, as virsh does: what another machine has come to use meanwhile stays, and is named.
    int status = Done;
    for (const QString &file : std::as_const(files)) {
        const int deleted
            = session.carryOut(u"image-delete"_s, {{u"path"_s, file}}, Ctl::tr("Volume '%1' removed.").arg(file));
        if (deleted == Done)
            continue;
        complain(Ctl::tr("%1 was not deleted; the machine is gone.").arg(file) + u'\n');
        if (!unasked.contains(file))
            status = std::max(status, deleted);
    }
    return status;
}

int clone(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("original"_L1));
    if (!domain)
        return session.report(domain.error());
    if (!domain->isOff())
        return session.report({ErrorCode::UnsupportedConfiguration, Ctl::tr("domain %1").arg(domain->name),
            Ctl::tr("it runs: what is copied from under it would be torn. Shut it down first")});
    const QList<DomainInfo> known = session.connection().domains();
    const auto isTaken = [&](const QString &name) {
        return std::any_of(known.begin(), known.end(), [&](const DomainInfo &one) { return one.name == name; });
    };
    QString name = invocation.value("name"_L1);
    if (name.isEmpty() && !invocation.has("auto-clone"_L1)) {
        complain(
            u"lanewayctl: "_s + Ctl::tr("--name says what the clone is called, --auto-clone finds a name") + u'\n');
        return Usage;
    }
    for (int number = 0; name.isEmpty() || (invocation.value("name"_L1).isEmpty() && isTaken(name)); ++number)
        name = domain->name + u"-clone" + (number ? QString::number(number) : QString());
    const auto clone
        = definitionOf(session, *domain).and_then([&](const DomainXml &xml) { return cloneDomain(xml, name); });
    if (!clone)
        return session.report(clone.error());
    QJsonArray images;
    for (const FileCopy &copy : clone->copies)
        images += QJsonObject{{u"path"_s, copy.to}, {u"format"_s, copy.from.format}, {u"copyOf"_s, copy.from.path},
            {u"copyFormat"_s, copy.from.format}};
    return session.carryOut(u"create"_s, {{u"xml"_s, QString::fromUtf8(clone->xml.toXml())}, {u"images"_s, images}},
        Ctl::tr("Clone '%1' created successfully.").arg(name));
}

int dumpxml(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const auto xml = session.wait<QString>([&](QObject *context, const auto &answer) {
        session.connection().domainXml(domain->uuid, invocation.has("inactive"_L1), context, answer);
    });
    if (!xml)
        return session.report(xml.error());
    if (invocation.json)
        print(QJsonObject{{u"name"_s, domain->name}, {u"xml"_s, *xml}});
    else
        print(xml->endsWith(u'\n') ? *xml : *xml + u'\n');
    return Done;
}

/// $VISUAL or $EDITOR may have arguments, as everywhere: a shell takes them apart.
bool openEditor(const QString &file)
{
    QString editor = qEnvironmentVariable("VISUAL");
    if (editor.isEmpty())
        editor = qEnvironmentVariable("EDITOR", u"vi"_s);
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.setInputChannelMode(QProcess::ForwardedInputChannel);
    QEventLoop loop; // the connection goes on meanwhile
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    process.start(u"/bin/sh"_s, {u"-c"_s, editor + u" \"$1\""_s, u"sh"_s, file});
    loop.exec();
    return process.error() == QProcess::UnknownError && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0;
}

int edit(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const auto stored = [&] {
        return session.wait<QString>([&](QObject *context, const auto &answer) {
            session.connection().domainXml(domain->uuid, true, context, answer);
        });
    };
    const auto before = stored();
    if (!before)
        return session.report(before.error());
    QTemporaryFile file(QDir::tempPath() + u"/lanewayctl-XXXXXX.xml"_s);
    if (!file.open() || file.write(before->toUtf8()) < 0 || !file.flush())
        return session.report({ErrorCode::PermissionDenied, file.fileName(), file.errorString()});
    // What was written is not lost with an error.
    const auto refuse = [&](const Error &error) {
        file.setAutoRemove(false);
        const int status = session.report(error);
        complain(Ctl::tr("What you wrote is kept in %1.").arg(file.fileName()) + u'\n');
        return status;
    };
    if (!openEditor(file.fileName()))
        return refuse(
            {ErrorCode::Cancelled, file.fileName(), Ctl::tr("the editor failed; $EDITOR says which one it is")});
    const auto text = readXmlFile(file.fileName()); // by its name: an editor may have put another in its place
    if (!text)
        return refuse(text.error());
    if (QString::fromUtf8(*text) == *before) {
        print(Ctl::tr("Domain '%1' XML configuration not changed.").arg(domain->name) + u'\n');
        return Done;
    }
    if (const auto now = stored(); !now || *now != *before)
        return refuse(now ? Error{ErrorCode::HostChanged, u"domain "_s + domain->name,
                          Ctl::tr("its definition was changed meanwhile")}
                          : now.error());
    session.sends(file.fileName());
    QJsonObject arguments = argumentsOf(*domain);
    arguments[u"xml"] = QString::fromUtf8(*text);
    const int status
        = session.carryOut(u"edit"_s, arguments, Ctl::tr("Domain '%1' XML configuration edited.").arg(domain->name));
    if (status != Done) {
        file.setAutoRemove(false);
        complain(Ctl::tr("What you wrote is kept in %1.").arg(file.fileName()) + u'\n');
    }
    return status;
}

int start(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    QJsonObject arguments = argumentsOf(*domain);
    if (invocation.has("paused"_L1))
        arguments[u"paused"] = true;
    if (invocation.has("force-boot"_L1))
        arguments[u"fresh"] = true;
    return session.carryOut(u"start"_s, arguments, Ctl::tr("Domain '%1' started").arg(domain->name));
}

/// What --dry-run says of it, and what is said when it was taken.
struct ActWords
{
    const char *would;
    const char *done;
};

int act(
    Session &session, const Invocation &invocation, MachineAct what, const ActWords &words, const QString &mode = {})
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    if (invocation.dryRun)
        return session.wouldDo(Ctl::tr(words.would).arg(domain->name));
    const auto done = session.wait([&](QObject *context, const auto &answer) {
        session.connection().act(domain->uuid, what, context, answer, mode);
    });
    if (!done)
        return session.report(done.error());
    print(Ctl::tr(words.done).arg(domain->name) + u'\n');
    return Done;
}

int suspend(Session &session, const Invocation &invocation)
{
    return act(session, invocation, MachineAct::Suspend,
        {QT_TRANSLATE_NOOP("lanewayctl", "Suspend domain '%1'"),
            QT_TRANSLATE_NOOP("lanewayctl", "Domain '%1' suspended")});
}

int resume(Session &session, const Invocation &invocation)
{
    return act(session, invocation, MachineAct::Resume,
        {QT_TRANSLATE_NOOP("lanewayctl", "Resume domain '%1'"),
            QT_TRANSLATE_NOOP("lanewayctl", "Domain '%1' resumed")});
}

int reset(Session &session, const Invocation &invocation)
{
    return act(session, invocation, MachineAct::Reset,
        {QT_TRANSLATE_NOOP("lanewayctl", "Reset domain '%1'"),
            QT_TRANSLATE_NOOP("lanewayctl", "Domain '%1' was reset")});
}

/// virsh tries several in turn, "acpi,agent": the machine's agent comes first where it answers.
Result<QString> modeOf(const Invocation &invocation)
{
    QStringList modes = invocation.value("mode"_L1).split(u',', Qt::SkipEmptyParts);
    modes.sort();
    if (modes.isEmpty() || modes == QStringList{u"acpi"_s, u"agent"_s})
        return QString();
    if (modes.size() == 1 && (modes.first() == u"acpi" || modes.first() == u"agent"))
        return modes.first();
    return fail(ErrorCode::InvalidInput, invocation.value("mode"_L1),
        Ctl::tr("--mode: acpi and agent are the modes there are"));
}

int reboot(Session &session, const Invocation &invocation)
{
    const auto mode = modeOf(invocation);
    if (!mode) {
        session.report(mode.error());
        return Usage;
    }
    return act(session, invocation, MachineAct::Reboot,
        {QT_TRANSLATE_NOOP("lanewayctl", "Have domain '%1' reboot"),
            QT_TRANSLATE_NOOP("lanewayctl", "Domain '%1' is being rebooted")},
        *mode);
}

int shutdown(Session &session, const Invocation &invocation)
{
    const auto mode = modeOf(invocation);
    if (!mode) {
        session.report(mode.error());
        return Usage;
    }
    return act(session, invocation, MachineAct::Shutdown,
        {QT_TRANSLATE_NOOP("lanewayctl", "Press the power button of domain '%1'"),
            QT_TRANSLATE_NOOP("lanewayctl", "Domain '%1' is being shutdown")},
        *mode);
}

int managedsave(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    QJsonObject arguments = argumentsOf(*domain);
    if (invocation.has("running"_L1) || invocation.has("paused"_L1))
        arguments[u"then"] = invocation.has("running"_L1) ? u"running"_s : u"paused"_s;
    return session.carryOut(u"save"_s, arguments, Ctl::tr("Domain '%1' state saved").arg(domain->name));
}

int managedsaveRemove(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    if (!domain->hasSavedState) {
        print(Ctl::tr("Domain '%1' has no managed save image; removal skipped").arg(domain->name) + u'\n');
        return Done;
    }
    if (invocation.dryRun)
        return session.wouldDo(Ctl::tr("Remove the saved state of domain '%1'").arg(domain->name));
    const auto done = session.wait([&](QObject *context, const auto &answer) {
        session.connection().removeSavedState(domain->uuid, context, answer);
    });
    if (!done)
        return session.report(done.error());
    print(Ctl::tr("Removed managedsave image for domain '%1'").arg(domain->name) + u'\n');
    return Done;
}

/// Refused, with what stands in the way first: a machine's devices of the host, then that nobody here sends it.
int migrate(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const auto text = session.wait<QString>([&](QObject *context, const auto &answer) {
        session.connection().domainXml(domain->uuid, false, context, answer);
    });
    const auto xml = text ? DomainXml::parse(text->toUtf8()) : fail(text.error());
    if (!xml)
        return session.report(xml.error());
    const auto assigned = xml->assignedDevices();
    const auto usb = readUsbHostdevs(*xml);
    if (!assigned || !usb)
        return session.report(assigned ? usb.error() : assigned.error());
    QStringList devices;
    for (const AssignedDevice &device : *assigned)
        devices += device.source.toString();
    for (const AssignedUsb &device : *usb)
        devices += u"USB "_s + device.source.toString();
    const QString subject = u"domain "_s + domain->name;
    if (!devices.isEmpty())
        return session.report(Error{ErrorCode::UnsupportedConfiguration, subject,
            Ctl::tr(
                "It has devices of this computer, whose state is in them and cannot be sent to another: %1. Shut it down, or detach "
                "them first.")
                .arg(devices.join(u", "_s))});
    return session.report(Error{ErrorCode::UnsupportedConfiguration, subject,
        Ctl::tr(
            "Laneway does not send machines to other computers while they run. Shut it down, copy its disks, and define there what "
            "dumpxml --inactive prints.")});
}

int domrename(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const QString name = invocation.value("new-name"_L1);
    if (invocation.dryRun)
        return session.wouldDo(Ctl::tr("Rename domain '%1' to '%2'").arg(domain->name, name));
    const auto done = session.wait([&](QObject *context, const auto &answer) {
        session.connection().rename(domain->uuid, name, context, answer);
    });
    // Nobody here has written XML.
    if (!done && done.error().code == ErrorCode::InvalidXml)
        return session.report(Error{ErrorCode::InvalidInput, name, done.error().detail});
    if (!done)
        return session.report(done.error());
    print(Ctl::tr("Domain '%1' successfully renamed").arg(domain->name) + u'\n');
    return Done;
}

int autostart(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const bool on = !invocation.has("disable"_L1);
    if (invocation.dryRun)
        return session.wouldDo((on ? Ctl::tr("Domain '%1' would be marked as autostarted")
                                   : Ctl::tr("Domain '%1' would be unmarked as autostarted"))
                                   .arg(domain->name));
    const auto done = session.wait([&](QObject *context, const auto &answer) {
        session.connection().setAutostart(domain->uuid, on, context, answer);
    });
    if (!done)
        return session.report(done.error());
    print((on ? Ctl::tr("Domain '%1' marked as autostarted") : Ctl::tr("Domain '%1' unmarked as autostarted"))
              .arg(domain->name)
        + u'\n');
    return Done;
}

/// Whether it went off within @p ms.
bool isOffWithin(Session &session, const QUuid &uuid, int ms)
{
    const auto isOff = [&] {
        const QList<DomainInfo> domains = session.connection().domains();
        const auto found
            = std::find_if(domains.begin(), domains.end(), [&](const DomainInfo &one) { return one.uuid == uuid; });
        return found == domains.end() || found->isOff();
    };
    if (isOff())
        return true;
    QEventLoop loop;
    QObject context;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    QObject::connect(&session.connection(), &Connection::domainsChanged, &context, [&] {
        if (isOff())
            loop.quit();
    });
    loop.exec();
    return isOff();
}

int destroy(Session &session, const Invocation &invocation)
{
    constexpr int graceMs = 10'000;
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    // Its own way first; one that does not take it in time is ended all the same.
    if (invocation.has("graceful"_L1) && !invocation.dryRun) {
        const auto asked = session.wait([&](QObject *context, const auto &answer) {
            session.connection().act(domain->uuid, MachineAct::Shutdown, context, answer);
        });
        if (asked && isOffWithin(session, domain->uuid, graceMs)) {
            print(Ctl::tr("Domain '%1' destroyed").arg(domain->name) + u'\n');
            return Done;
        }
    }
    return session.carryOut(u"destroy"_s, argumentsOf(*domain), Ctl::tr("Domain '%1' destroyed").arg(domain->name));
}

int domstate(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    if (invocation.json)
        print(QJsonObject{{u"name"_s, domain->name}, {u"state"_s, domain->state}, {u"reason"_s, domain->reason},
            {u"detail"_s, domain->detail}});
    else
        print(domain->state + (invocation.has("reason"_L1) ? QString(u" ("_s + domain->reason + u')') : QString())
            + u'\n');
    return Done;
}

int changeDevice(Session &session, const Invocation &invocation, const QString &kind, const QString &done)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const auto xml = readXmlFile(invocation.value("file"_L1));
    if (!xml)
        return session.report(xml.error());
    session.sends(invocation.value("file"_L1));
    // --persistent and no word at all are virsh's: the definition and, when it runs, the machine;
    // the one or the other, as it runs.
    const bool running = domain->state != u"shut off"_s;
    bool live = invocation.has("live"_L1);
    bool config = invocation.has("config"_L1);
    if (invocation.has("persistent"_L1)) {
        live = live || running;
        config = true;
    }
    if (!live && !config) {
        live = running;
        config = !running;
    }
    QJsonObject arguments = argumentsOf(*domain);
    arguments[u"xml"] = QString::fromUtf8(*xml);
    arguments[u"live"] = live;
    arguments[u"config"] = config;
    return session.carryOut(kind, arguments, done);
}

int attachDevice(Session &session, const Invocation &invocation)
{
    return changeDevice(session, invocation, u"attach"_s, Ctl::tr("Device attached successfully"));
}

int detachDevice(Session &session, const Invocation &invocation)
{
    return changeDevice(session, invocation, u"detach-device"_s, Ctl::tr("Device detached successfully"));
}

constexpr std::array domain{Positional{"domain"_L1, true, false}};
constexpr std::array file{Positional{"file"_L1, true, false}};
constexpr std::array domainAndFile{Positional{"domain"_L1, true, false}, Positional{"file"_L1, true, false}};
constexpr std::array domainAndName{Positional{"domain"_L1, true, false}, Positional{"new-name"_L1, true, false}};
constexpr std::array domainAndUri{Positional{"domain"_L1, true, false}, Positional{"uri"_L1, true, false}};
constexpr std::array migrateOptions{Option{"live"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "while it runs"), 0}};
constexpr std::array listOptions{
    Option{"all"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "those that are shut off as well"), 0},
    Option{"inactive"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only those that are shut off"), 0},
    Option{"name"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only names, one a line"), 0},
    Option{"uuid"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only UUIDs, one a line"), 0},
};
constexpr std::array dumpOptions{
    Option{"inactive"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the stored definition, also of a running machine"), 0},
};
constexpr std::array startOptions{
    Option{"paused"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "with its processors standing still, until resume"), 0},
    Option{"force-boot"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "from its disks; a saved state is given up"), 0},
};
constexpr std::array original{Positional{"original"_L1, true, false}};
constexpr std::array cloneOptions{
    Option{"name"_L1, "NAME"_L1, QT_TRANSLATE_NOOP("lanewayctl", "what it is called"), 'n'},
    Option{"auto-clone"_L1, {},
        QT_TRANSLATE_NOOP("lanewayctl", "find a name, where none is given; files are always found names"), 0},
};
constexpr std::array saveOptions{
    Option{"running"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "run when it is restored, though it is paused now"), 0},
    Option{"paused"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "stay paused when it is restored"), 0},
};
constexpr std::array undefineOptions{
    Option{"managed-save"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "its saved state, too"), 0},
    Option{"remove-all-storage"_L1, {},
        QT_TRANSLATE_NOOP("lanewayctl", "delete its disks as well; what another machine uses stays"), 0},
    Option{"nvram"_L1, {},
        QT_TRANSLATE_NOOP("lanewayctl", "delete its UEFI variables, which is done without it where it can be"), 0},
    Option{"keep-nvram"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "leave its UEFI variables"), 0},
    Option{"tpm"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "delete what its TPM keeps, whatever its definition says"), 0},
    Option{"keep-tpm"_L1, {},
        QT_TRANSLATE_NOOP("lanewayctl", "leave what its TPM keeps for a machine of the same UUID"), 0},
};
constexpr std::array modeOptions{
    Option{"mode"_L1, "MODE"_L1,
        QT_TRANSLATE_NOOP("lanewayctl",
            "agent (the guest's agent) or acpi (the power button); the default is the "
            "agent where it answers, else the button"),
        0},
};
constexpr std::array destroyOptions{
    Option{"graceful"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "ask its guest first, and give it ten seconds"), 0},
};
constexpr std::array autostartOptions{
    Option{"disable"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "do not any more"), 0},
};
constexpr std::array stateOptions{
    Option{"reason"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "and why it is so"), 0},
};
constexpr std::array changeOptions{
    Option{"live"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the running machine"), 0},
    Option{"config"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the definition"), 0},
    Option{"persistent"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the definition, and the machine if it runs"), 0},
    Option{"current"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the one or the other, as it runs; the default"), 0},
};
constexpr std::array table{
    Verb{"list"_L1, {}, listOptions, QT_TRANSLATE_NOOP("lanewayctl", "list the machines that run"), false, false, list},
    Verb{"define"_L1, file, {}, QT_TRANSLATE_NOOP("lanewayctl", "store a machine's definition from an XML file"), true,
        false, define},
    Verb{"undefine"_L1, domain, undefineOptions, QT_TRANSLATE_NOOP("lanewayctl", "forget a machine's definition"), true,
        false, undefine},
    Verb{"clone"_L1, original, cloneOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "make another machine like one that is shut off, with copies of its disks"),
        true, false, clone},
    Verb{"dumpxml"_L1, domain, dumpOptions, QT_TRANSLATE_NOOP("lanewayctl", "a machine's description in XML"), false,
        false, dumpxml},
    Verb{"edit"_L1, domain, {},
        QT_TRANSLATE_NOOP("lanewayctl", "change a machine's definition with $VISUAL or $EDITOR"), true, false, edit},
    Verb{"start"_L1, domain, startOptions, QT_TRANSLATE_NOOP("lanewayctl", "start a machine with its devices"), true,
        false, start},
    Verb{"suspend"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "let a machine's processors stand still"), true,
        false, suspend},
    Verb{"resume"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "let a suspended or sleeping machine go on"), true,
        false, resume},
    Verb{"reboot"_L1, domain, modeOptions, QT_TRANSLATE_NOOP("lanewayctl", "ask a machine's guest to reboot"), true,
        false, reboot},
    Verb{"reset"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "press a machine's reset button"), true, false, reset},
    Verb{"shutdown"_L1, domain, modeOptions, QT_TRANSLATE_NOOP("lanewayctl", "ask a machine's guest to shut down"),
        true, false, shutdown},
    Verb{"destroy"_L1, domain, destroyOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "pull a machine's plug; it stays defined"), true, false, destroy},
    Verb{"domrename"_L1, domainAndName, {},
        QT_TRANSLATE_NOOP("lanewayctl", "give a machine that is shut off another name"), true, false, domrename},
    Verb{"managedsave"_L1, domain, saveOptions,
        QT_TRANSLATE_NOOP(
            "lanewayctl", "write a machine's memory to a file and end it; its next start goes on from there"),
        true, false, managedsave},
    Verb{"managedsave-remove"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "remove a machine's saved state"), true,
        false, managedsaveRemove},
    Verb{"migrate"_L1, domainAndUri, migrateOptions,
        QT_TRANSLATE_NOOP(
            "lanewayctl", "say why a machine cannot be sent to another computer, and what can be done instead"),
        true, false, migrate},
    Verb{"autostart"_L1, domain, autostartOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "start a machine with this computer, a session's with its first helper"), true,
        false, autostart},
    Verb{"domstate"_L1, domain, stateOptions, QT_TRANSLATE_NOOP("lanewayctl", "whether a machine runs"), false, false,
        domstate},
    Verb{"attach-device"_L1, domainAndFile, changeOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "give a machine the device of an XML file"), true, false, attachDevice},
    Verb{"detach-device"_L1, domainAndFile, changeOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "take the device of an XML file from a machine"), true, false, detachDevice},
};
} // namespace

std::span<const Verb> domainVerbs()
{
    return table;
}

} // namespace laneway::verbs
