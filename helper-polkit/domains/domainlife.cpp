// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/domainlife.h"

#include "kernel/guests.h"

#include <QJsonDocument>
#include <QLoggingCategory>

#include <array>

namespace laneway {

namespace {

Q_LOGGING_CATEGORY(lcLife, "laneway.domains.life")

constexpr qsizetype longestDetail = 2'000;

/// QMP's RunState: what it is to people. "running" has no reason of its own.
struct Status
{
    const char16_t *status;
    const char16_t *state;
    const char16_t *reason;
};
constexpr std::array statuses{
    Status{u"running", u"running", u"unknown"},
    Status{u"paused", u"paused", u"user"},
    Status{u"prelaunch", u"paused", u"starting up"},
    Status{u"inmigrate", u"paused", u"starting up"},
    Status{u"io-error", u"paused", u"I/O error"},
    Status{u"watchdog", u"paused", u"watchdog"},
    Status{u"internal-error", u"paused", u"crashed"},
    Status{u"finish-migrate", u"paused", u"saving"},
    Status{u"postmigrate", u"paused", u"saving"},
    Status{u"save-vm", u"paused", u"creating snapshot"},
    Status{u"suspended", u"pmsuspended", u"unknown"},
    Status{u"guest-panicked", u"crashed", u"panicked"},
    Status{u"shutdown", u"in shutdown", u"unknown"},
};

DomainLife asStatus(const DomainLife &before, const QString &status)
{
    for (const Status &row : statuses) {
        if (status != QStringView(row.status))
            continue;
        const QString state = QString::fromUtf16(row.state);
        DomainLife life = before;
        // A panic that it has come out of, unheard, says nothing of its next end.
        if (life.ending == u"crashed" && state != u"crashed" && state != u"in shutdown")
            life.ending.clear();
        // What is known of it already says more.
        if (before.state == state && before.reason != u"unknown")
            return life;
        life.state = state;
        life.reason = QString::fromUtf16(row.reason);
        if (status == u"shutdown" && life.ending.isEmpty()) // nobody heard why
            life.ending = u"shutdown"_s;
        if (status == u"guest-panicked")
            life.ending = u"crashed"_s;
        return life;
    }
    return before;
}

/// Of QAPI's ShutdownCause.
QString endingOf(const QString &cause)
{
    if (cause == u"guest-panic")
        return u"crashed"_s;
    if (cause == u"host-error")
        return u"failed"_s;
    if (cause == u"host-qmp-quit")
        return u"destroyed"_s;
    return u"shutdown"_s;
}

} // namespace

QJsonObject DomainLife::toJson() const
{
    return {{u"state"_s, state}, {u"reason"_s, reason}, {u"detail"_s, detail}, {u"ending"_s, ending},
        {u"beginsAgain"_s, beginsAgain}};
}

DomainLife DomainLife::fromJson(const QJsonObject &json)
{
    return {json[u"state"].toString(u"shut off"_s), json[u"reason"].toString(u"unknown"_s), json[u"detail"].toString(),
        json[u"ending"].toString(), json[u"beginsAgain"].toBool()};
}

DomainLife lifeAfter(const DomainLife &before, const QString &event, const QJsonObject &data)
{
    DomainLife life = before;
    const QString action = data[u"action"].toString();
    if (event == u"STATUS")
        return asStatus(before, data[u"status"].toString());
    if (event == u"RESET") {
        life.beginsAgain = false;
    } else if (event == u"STOP") {
        // What came just before it said why; of a power-off the state is told already.
        if (life.state == u"crashed" || life.state == u"in shutdown")
            return life;
        life.state = u"paused"_s;
        life.reason = life.ending.isEmpty() ? u"user"_s : life.ending;
        life.ending.clear();
    } else if (event == u"RESUME") {
        life.reason = life.state == u"in shutdown" || life.state == u"crashed" ? u"booted"_s : u"unpaused"_s;
        life.state = u"running"_s;
        life.ending.clear();
        life.detail.clear();
    } else if (event == u"WAKEUP") {
        life.state = u"running"_s;
        life.reason = u"event wakeup"_s;
    } else if (event == u"SUSPEND") {
        life.state = u"pmsuspended"_s;
        life.reason = u"unknown"_s;
    } else if (event == u"SHUTDOWN") {
        // A panic that powers off says so first; a QEMU that has stayed then is ended by a command.
        if (life.ending != u"crashed" && life.state != u"in shutdown")
            life.ending = endingOf(data[u"reason"].toString());
        life.state = u"in shutdown"_s;
        life.reason = u"unknown"_s;
    } else if (event == u"GUEST_PANICKED") {
        life.ending = u"crashed"_s;
        if (action == u"pause") {
            life.state = u"crashed"_s;
            life.reason = u"panicked"_s;
        }
    } else if (event == u"BLOCK_IO_ERROR" && action == u"stop") {
        life.ending = u"I/O error"_s;
        life.detail = data[u"reason"].toString().left(longestDetail);
    } else if (event == u"WATCHDOG" && action == u"pause") {
        life.ending = u"watchdog"_s;
    }
    return life;
}

DomainLife lifeAfterEnd(const DomainLife &before, const QString &cause)
{
    static const QStringList ends{u"shutdown"_s, u"destroyed"_s, u"crashed"_s, u"saved"_s, u"failed"_s};
    DomainLife life;
    const QString first = cause.section(u'\n', 0, 0);
    const bool isSudden
        = first == unannouncedEnd || first.startsWith(u"signal ") || (first.startsWith(u"exit ") && first != u"exit 0");
    if (ends.contains(before.ending))
        life.reason = before.ending;
    else if (isSudden)
        life.reason = u"crashed"_s;
    else if (cause == u"guest-shutdown")
        life.reason = u"shutdown"_s;
    if (isSudden)
        life.detail = cause.left(longestDetail);
    return life;
}

LifeStore::LifeStore(const QString &directory)
    : m_files(directory, u".json"_s)
{
}

void LifeStore::load()
{
    const QStringList keys = m_files.keys();
    for (const QString &key : keys)
        if (const auto text = m_files.read(key))
            m_lives.insert(QUuid::fromString(key), DomainLife::fromJson(QJsonDocument::fromJson(*text).object()));
}

bool LifeStore::set(const QUuid &domain, const DomainLife &life)
{
    const DomainLife before = m_lives.value(domain);
    if (before == life)
        return false;
    m_lives.insert(domain, life);
    // What is lost with a restart is a reason, nothing more.
    const auto written = m_files.write(
        domain.toString(QUuid::WithoutBraces), QJsonDocument(life.toJson()).toJson(QJsonDocument::Compact));
    if (!written)
        qCWarning(lcLife).noquote() << written.error().toString();
    return true;
}

void LifeStore::forget(const QUuid &domain)
{
    if (m_lives.remove(domain))
        (void)m_files.remove(domain.toString(QUuid::WithoutBraces));
}

} // namespace laneway
