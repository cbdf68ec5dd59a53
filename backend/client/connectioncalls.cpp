// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connectionprivate.h"

#include "client/consolerelay.h"
#include "core/busnames.h"

#include <QDBusArgument>
#include <QJsonArray>
#include <QJsonDocument>

#include <unistd.h>

namespace laneway {

void Connection::capture(bool masked, QObject *context, const Answer<QByteArray> &answer)
{
    if (d->target.address) {
        return d->fetchRelayed(u"CaptureRelay"_s, {QVariantMap{{u"masked"_s, masked}}},
            [guard = QPointer(context), guarded = context != nullptr, answer](
                const Result<QByteArray> &content, const QVariantList &) {
                if (!guarded || guard)
                    answer(content);
            });
    }
    d->ask(busnames::root, busnames::manager, u"Capture"_s, {QVariantMap{{u"masked"_s, masked}}}, context, answer,
        [](const QVariantList &reply) { return contentOf(qdbus_cast<QDBusUnixFileDescriptor>(reply.value(0))); });
}

void Connection::domainXml(const QUuid &uuid, bool inactive, QObject *context, const Answer<QString> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"GetXml"_s, {inactive ? busnames::xmlInactive : 0U}, context,
        answer, [](const QVariantList &reply) { return Result<QString>(reply.value(0).toString()); });
}

void Connection::networkXml(const QUuid &uuid, bool inactive, QObject *context, const Answer<QString> &answer)
{
    d->ask(busnames::networkPath(uuid), busnames::network, u"GetXml"_s, {inactive ? busnames::xmlInactive : 0U},
        context, answer, [](const QVariantList &reply) { return Result<QString>(reply.value(0).toString()); });
}

void Connection::journal(QObject *context, const Answer<QJsonArray> &answer)
{
    d->ask(busnames::root, busnames::manager, u"ListJournal"_s, {}, context, answer, [](const QVariantList &reply) {
        return Result<QJsonArray>(QJsonDocument::fromJson(reply.value(0).toString().toUtf8()).array());
    });
}

void Connection::journalEntry(const QString &job, QObject *context, const Answer<QJsonObject> &answer)
{
    d->ask(busnames::root, busnames::manager, u"GetJournal"_s, {job}, context, answer,
        [](const QVariantList &reply) { return Result<QJsonObject>(objectIn(reply.value(0))); });
}

void Connection::figures(const QUuid &uuid, QObject *context, const Answer<Figures> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"GetFigures"_s, {}, context, answer,
        [](const QVariantList &reply) { return Figures::fromJson(objectIn(reply.value(0))); });
}

void Connection::listImages(const QString &folder, QObject *context, const Answer<QJsonObject> &answer)
{
    d->ask(busnames::root, busnames::manager, u"ListImages"_s, {folder}, context, answer,
        [](const QVariantList &reply) { return Result<QJsonObject>(objectIn(reply.value(0))); });
}

void Connection::image(const QString &path, QObject *context, const Answer<QJsonObject> &answer)
{
    d->ask(busnames::root, busnames::manager, u"GetImage"_s, {path}, context, answer,
        [](const QVariantList &reply) { return Result<QJsonObject>(objectIn(reply.value(0))); });
}

void Connection::libvirtDefinitions(QObject *context, const Answer<QJsonObject> &answer)
{
    d->ask(busnames::root, busnames::manager, u"GetLibvirtDefinitions"_s, {}, context, answer,
        [](const QVariantList &reply) { return Result<QJsonObject>(objectIn(reply.value(0))); });
}

void Connection::links(QObject *context, const Answer<QJsonObject> &answer)
{
    d->ask(busnames::root, busnames::manager, u"GetLinks"_s, {}, context, answer,
        [](const QVariantList &reply) { return Result<QJsonObject>(objectIn(reply.value(0))); });
}

void Connection::define(const QString &xml, QObject *context, const Answer<QUuid> &answer)
{
    d->ask(busnames::root, busnames::manager, u"DefineDomain"_s, {xml}, context, answer,
        [](const QVariantList &reply) -> Result<QUuid> {
            const auto uuid = busnames::domainOf(qdbus_cast<QDBusObjectPath>(reply.value(0)).path());
            if (!uuid)
                return fail(ErrorCode::Internal, u"DefineDomain"_s, u"the answer names no domain"_s);
            return *uuid;
        });
}

void Connection::undefine(
    const QUuid &uuid, QObject *context, const Answer<void> &answer, bool withSavedState, TpmState tpm)
{
    const uint flags = (withSavedState ? busnames::withSavedState : 0U)
        | (tpm == TpmState::Goes         ? busnames::withTpmState
                : tpm == TpmState::Stays ? busnames::keepTpmState
                                         : 0U);
    d->ask(busnames::domainPath(uuid), busnames::domain, u"Undefine"_s, {flags}, context, answer);
}

void Connection::removeSavedState(const QUuid &uuid, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"RemoveSavedState"_s, {}, context, answer);
}

void Connection::act(
    const QUuid &uuid, MachineAct what, QObject *context, const Answer<void> &answer, const QString &mode)
{
    const auto call = [&](const QString &method, const QVariantList &arguments = {}) {
        d->ask(busnames::domainPath(uuid), busnames::domain, method, arguments, context, answer);
    };
    switch (what) {
    case MachineAct::Suspend: return call(u"Suspend"_s);
    case MachineAct::Resume: return call(u"Resume"_s);
    case MachineAct::Reset: return call(u"Reset"_s);
    case MachineAct::Reboot: return call(u"Reboot"_s, {mode});
    case MachineAct::Shutdown: return call(u"Shutdown"_s, {mode});
    }
}

void Connection::rename(const QUuid &uuid, const QString &name, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"Rename"_s, {name}, context, answer);
}

void Connection::setAutostart(const QUuid &uuid, bool on, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"SetAutostart"_s, {on}, context, answer);
}

void Connection::openConsole(const QUuid &uuid, const QString &kind, QObject *context, const Answer<int> &answer)
{
    if (d->target.address) // no descriptor travels by ssh
        return openRelayedConsole(*d->target.address, uuid, kind, d.get(), context ? context : this, answer);
    d->ask(busnames::domainPath(uuid), busnames::domain, u"OpenConsole"_s, {kind}, context, answer,
        [](const QVariantList &reply) -> Result<int> {
            const auto socket = qdbus_cast<QDBusUnixFileDescriptor>(reply.value(0));
            const int fd = socket.isValid() ? ::dup(socket.fileDescriptor()) : -1;
            if (fd < 0)
                return fail(ErrorCode::Internal, u"OpenConsole"_s, u"no socket in the answer"_s);
            return fd;
        });
}

void Connection::defineNetwork(const QString &xml, QObject *context, const Answer<QUuid> &answer)
{
    d->ask(busnames::root, busnames::manager, u"DefineNetwork"_s, {xml}, context, answer,
        [](const QVariantList &reply) -> Result<QUuid> {
            const auto uuid = busnames::networkOf(qdbus_cast<QDBusObjectPath>(reply.value(0)).path());
            if (!uuid)
                return fail(ErrorCode::Internal, u"DefineNetwork"_s, u"the answer names no network"_s);
            return *uuid;
        });
}

void Connection::undefineNetwork(const QUuid &uuid, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::networkPath(uuid), busnames::network, u"Undefine"_s, {}, context, answer);
}

void Connection::startNetwork(const QUuid &uuid, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::networkPath(uuid), busnames::network, u"Start"_s, {}, context, answer);
}

void Connection::destroyNetwork(const QUuid &uuid, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::networkPath(uuid), busnames::network, u"Destroy"_s, {}, context, answer);
}

void Connection::setNetworkAutostart(const QUuid &uuid, bool on, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::networkPath(uuid), busnames::network, u"SetAutostart"_s, {on}, context, answer);
}

void Connection::plan(
    const QString &kind, const QJsonObject &arguments, QObject *context, const Answer<PlanInfo> &answer)
{
    d->ask(busnames::root, busnames::manager, u"Plan"_s, {kind, plainMap(arguments)}, context, answer,
        [](const QVariantList &reply) { return Result<PlanInfo>(PlanInfo::fromJson(objectIn(reply.value(1)))); });
}

void Connection::apply(const QString &planId, QObject *context, const Answer<QString> &answer)
{
    const QPointer<QObject> guard(context);
    const bool guarded = context != nullptr;
    const Answer<QString> withJob = [this, guard, guarded, answer](const Result<QString> &path) {
        if (!path)
            return answer(fail(path.error()));
        if (const auto job = d->known.jobs().constFind(*path); job != d->known.jobs().cend())
            return answer(job->id);
        // The reply overtook the announcement: the job is asked for, so that it is there when we answer.
        d->link->call(*path, busnames::properties, u"GetAll"_s, {QString(busnames::job)},
            [this, guard, guarded, answer](const Result<QVariantList> &reply) {
                if (guarded && !guard)
                    return;
                if (!reply)
                    return answer(fail(reply.error()));
                const auto properties = qdbus_cast<QVariantMap>(reply->value(0));
                d->tell(d->known.setJob(jobFrom(properties)));
                answer(properties.value(u"Id"_s).toString());
            });
    };
    d->ask(busnames::root, busnames::manager, u"Apply"_s, {planId}, context, withJob,
        [](const QVariantList &reply) { return Result<QString>(qdbus_cast<QDBusObjectPath>(reply.value(0)).path()); });
}

void Connection::cancel(const QString &job)
{
    d->ask(busnames::jobPath(job), busnames::job, u"Cancel"_s, {}, nullptr, [](const Result<> &) {});
}

} // namespace laneway
