// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/machinedraft.h"

#include "xml/devicekinds.h"
#include "xml/xmlnodes.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>

namespace laneway {

namespace {

/// What no reader of the definition could take for a value, by the tables.
QList<Error> wrongValues(const DomainXml &domain)
{
    QList<Error> found;
    const auto look = [&](const QDomElement &element, const DeviceKind *kind) {
        if (const auto checked = kind ? checkValues(element, *kind) : Result<>(); !checked)
            found << checked.error();
    };
    look(domain.root(), &devicekinds::machine);
    for (const QDomElement &device : childElements(domain.root().firstChildElement(u"devices"_s)))
        look(device, shownKind(device));
    return found;
}

/// The first that was not there before: what is stored already is in nobody's way.
std::optional<Error> newWrongValue(const DomainXml &draft, const DomainXml &stored)
{
    const QList<Error> wrong = wrongValues(draft);
    if (wrong.isEmpty())
        return std::nullopt;
    const QList<Error> before = wrongValues(stored);
    for (const Error &error : wrong)
        if (std::none_of(before.begin(), before.end(), [&](const Error &old) { return old.detail == error.detail; }))
            return error;
    return std::nullopt;
}

} // namespace

/// What a worker is given: values only.
struct MachineDraft::Check
{
    quint64 generation = 0;
    quint64 edition = 0;
    std::optional<QString> newStored; ///< to be parsed first: the draft begins anew from it
    std::optional<QString> storedText; ///< to be parsed first: the draft stays
    std::optional<QString> newLive;
    DomainXml stored;
    std::optional<DomainXml> live;
    DomainXml draft;
    std::optional<Typed> typed;
    HostSnapshot host;
    Claims claims;
    QUuid machine;
};

struct MachineDraft::Outcome
{
    Check check;
    std::optional<Error> unreadable; ///< the stored definition itself
    bool typedTaken = false; ///< the typed text is part of check.draft now
    bool differs = false;
    std::optional<Error> problem;
    QList<HardwareRow> rows;
    QMap<PciAddress, Verdict> verdicts;
};

MachineDraft::MachineDraft(Connection &connection, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
{
}

void MachineDraft::open(const QUuid &machine)
{
    ++m_generation;
    m_machine = machine;
    m_loaded = m_changed = false;
    m_typed.reset();
    m_problem.reset();
    m_elsewhere.reset();
    m_incoming.reset();
    m_rows.clear();
    m_takeAnyway = true;
    m_storedIsOld = m_fetching = m_checking = m_checkAgain = false;
    fetch();
}

QString MachineDraft::text(const DeviceKey &key) const
{
    if (m_typed && m_typed->key == key)
        return m_typed->text;
    return key.isDevice() ? deviceText(m_draft, key) : xml();
}

void MachineDraft::fetch()
{
    if (m_fetching) {
        m_fetchAgain = true;
        return;
    }
    m_fetching = true;
    m_fetchAgain = false;
    const QList<DomainInfo> domains = m_connection.domains();
    const auto info = std::find_if(
        domains.begin(), domains.end(), [this](const DomainInfo &domain) { return domain.uuid == m_machine; });
    const bool running = info != domains.end() && info->state != u"shut off";
    const bool persistent = info == domains.end() || info->persistent;
    const quint64 generation = m_generation;
    m_connection.domainXml(m_machine, persistent, this, [this, running, generation](const Result<QString> &stored) {
        if (generation != m_generation)
            return;
        if (!stored) {
            m_fetching = false;
            Q_EMIT failed(stored.error());
            return;
        }
        if (!running)
            return take(*stored, std::nullopt);
        m_connection.domainXml(
            m_machine, false, this, [this, generation, stored = *stored](const Result<QString> &live) {
                if (generation == m_generation)
                    // It may have ended in between.
                    take(stored, live ? std::optional(*live) : std::nullopt);
            });
    });
}

void MachineDraft::take(const QString &stored, const std::optional<QString> &live)
{
    m_fetching = false;
    m_liveText = live.value_or(QString());
    if (m_takeAnyway || (stored != m_storedText && !isChanged()))
        m_incoming = stored;
    else if (stored != m_storedText && m_elsewhere != stored) {
        m_elsewhere = stored;
        Q_EMIT storedChangedElsewhere();
    }
    check();
    if (m_fetchAgain)
        fetch();
}

void MachineDraft::refresh()
{
    if (!m_machine.isNull())
        fetch();
}

void MachineDraft::checkStored(const std::function<void(bool)> &answer)
{
    m_connection.domainXml(
        m_machine, true, this, [this, answer, generation = m_generation](const Result<QString> &stored) {
            if (generation != m_generation)
                return;
            if (stored && *stored != m_storedText) {
                m_elsewhere = *stored;
                Q_EMIT storedChangedElsewhere();
                return answer(false);
            }
            answer(true); // what cannot be read is refused by the helper when it is written
        });
}

void MachineDraft::check()
{
    if (m_checking) {
        m_checkAgain = true;
        return;
    }
    m_checking = true;
    m_checkAgain = false;
    auto outcome = std::make_shared<Outcome>();
    Check &check = outcome->check;
    check.generation = m_generation;
    check.edition = m_edition;
    check.newStored = m_incoming;
    if (m_storedIsOld)
        check.storedText = m_storedText;
    if (!m_liveText.isEmpty())
        check.newLive = m_liveText;
    check.stored = m_stored;
    check.draft = m_draft;
    check.typed = m_typed;
    check.host = m_connection.host();
    check.claims = m_connection.claims();
    check.machine = m_machine;
    const QPointer<MachineDraft> self(this);
    QThreadPool::globalInstance()->start([self, outcome] {
        Check &check = outcome->check;
        const auto answer = [&] {
            QMetaObject::invokeMethod(QCoreApplication::instance(), [self, outcome] {
                if (self)
                    self->finish(outcome);
            });
        };
        if (check.newStored) {
            const auto parsed = DomainXml::parse(check.newStored->toUtf8());
            if (!parsed) {
                outcome->unreadable = parsed.error();
                return answer();
            }
            check.stored = *parsed;
            check.draft = *parsed;
            check.typed.reset();
        } else if (check.storedText) {
            if (const auto parsed = DomainXml::parse(check.storedText->toUtf8()))
                check.stored = *parsed;
        }
        if (check.newLive)
            if (const auto parsed = DomainXml::parse(check.newLive->toUtf8()))
                check.live = *parsed;
        if (check.typed) {
            const Typed &typed = *check.typed;
            DomainXml next = check.draft;
            Result<> taken;
            if (!typed.key.isDevice()) {
                const auto parsed = DomainXml::parse(typed.text.toUtf8());
                if (!parsed)
                    taken = fail(parsed.error());
                else if (parsed->uuid() != check.machine)
                    taken = fail(ErrorCode::InvalidXml, u"domain/uuid"_s,
                        u"another UUID would be another machine; keep "_s
                            + check.machine.toString(QUuid::WithoutBraces));
                else
                    next = *parsed;
            } else {
                taken = replaceDevice(next, typed.key, typed.text.toUtf8());
            }
            if (taken) {
                outcome->typedTaken = true;
                check.draft = next;
            } else {
                outcome->problem = taken.error();
            }
        }
        if (!outcome->problem)
            if (const auto valid = check.draft.validate(); !valid)
                outcome->problem = valid.error();
        if (!outcome->problem)
            outcome->problem = newWrongValue(check.draft, check.stored);
        outcome->differs = check.draft.toXml() != check.stored.toXml();
        outcome->rows = hardwareRows(check.draft, check.live, check.host);
        for (const HardwareRow &row : std::as_const(outcome->rows)) {
            const PciFunction *function = row.source ? check.host.find(*row.source) : nullptr;
            if (function)
                outcome->verdicts.insert(*row.source, assess({check.host, check.claims, *function, check.machine}));
        }
        answer();
    });
}

void MachineDraft::finish(const std::shared_ptr<Outcome> &outcome)
{
    const Check &check = outcome->check;
    if (check.generation != m_generation)
        return; // another machine or definition is being read
    m_checking = false;
    if (outcome->unreadable) {
        Q_EMIT failed(*outcome->unreadable);
        return;
    }
    m_facts = {check.host, outcome->verdicts, check.claims};
    m_live = check.live;
    bool begins = false;
    if (check.newStored) {
        if (m_incoming == check.newStored)
            m_incoming.reset();
        // Nothing that was typed while this was under way is dropped.
        begins = !m_loaded || m_takeAnyway || check.edition == m_edition;
        if (!begins) {
            m_elsewhere = check.newStored;
            Q_EMIT storedChangedElsewhere();
        } else {
            m_takeAnyway = false;
            m_loaded = true;
            m_storedText = *check.newStored;
            m_elsewhere.reset();
            m_typed.reset();
            m_draft = check.draft;
            ++m_edition;
        }
    }
    const bool newest = begins || (check.edition == m_edition && !check.newStored);
    if (newest) {
        m_checkedEdition = m_edition;
        m_stored = check.stored;
        m_storedIsOld = m_storedIsOld && check.storedText != m_storedText && !begins;
        m_changed = outcome->differs;
        m_problem = outcome->problem;
        m_rows = outcome->rows;
        if (outcome->typedTaken) {
            m_draft = check.draft;
            m_typed.reset();
        }
    }
    if (begins)
        Q_EMIT loaded();
    else if (newest && outcome->typedTaken)
        Q_EMIT typedTaken();
    if (m_checkAgain || !newest)
        this->check();
    Q_EMIT checked();
}

void MachineDraft::edit(const std::function<void(DomainXml &)> &change)
{
    if (!m_loaded)
        return;
    change(m_draft);
    ++m_edition;
    m_changed = true; // until the check finds otherwise
    check();
    Q_EMIT changed();
}

void MachineDraft::type(const DeviceKey &key, const QString &text)
{
    if (!m_loaded)
        return;
    m_typed = Typed{key, text};
    ++m_edition;
    check();
    Q_EMIT changed();
}

void MachineDraft::revert()
{
    if (m_elsewhere)
        return reload();
    m_draft = m_stored;
    m_typed.reset();
    m_problem.reset();
    m_changed = false;
    ++m_edition;
    check();
    Q_EMIT loaded();
    Q_EMIT changed();
}

void MachineDraft::reload()
{
    m_typed.reset();
    m_problem.reset();
    m_changed = false;
    ++m_edition;
    m_takeAnyway = true;
    Q_EMIT changed();
    fetch();
}

void MachineDraft::keepMine()
{
    if (!m_elsewhere)
        return;
    m_storedText = *m_elsewhere;
    m_elsewhere.reset();
    m_storedIsOld = true; // what differs is counted from the new one
    check();
}

} // namespace laneway
