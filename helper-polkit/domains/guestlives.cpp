// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/guestlives.h"

#include <QLoggingCategory>
#include <QPointer>
#include <QTimer>

namespace laneway {

namespace {
Q_LOGGING_CATEGORY(lcLives, "laneway.domains.lives")
constexpr int askAgainMs = 500;
}

GuestLives::GuestLives(LifeStore &lives, Guests &guests, GuestQuestions &questions, const QMap<QUuid, RunRecord> &runs,
    int rebootMs, QObject *context, std::function<void(const QUuid &)> changed)
    : m_lives(lives)
    , m_guests(guests)
    , m_questions(questions)
    , m_runs(runs)
    , m_rebootMs(rebootMs)
    , m_context(context)
    , m_changed(std::move(changed))
{
}

void GuestLives::listen(const RunRecord &run)
{
    // The guests' door outlives us.
    m_guests.listen(run.guest,
        [this, context = QPointer(m_context), uuid = run.uuid, guest = run.guest.id](
            const QString &event, const QJsonObject &data) {
            if (context)
                heard(uuid, guest, event, data);
        });
    if (m_lives.of(run.uuid).beginsAgain) // that a helper before us was asked for
        expectReboot(run.uuid);
}

/// A reboot by the power button is a power-off that is taken for one, but not for ever: a guest may ignore the button.
void GuestLives::expectReboot(const QUuid &uuid)
{
    m_reboots.insert(uuid, ++m_lastReboot);
    QTimer::singleShot(m_rebootMs, m_context, [this, uuid, mine = m_lastReboot] {
        const auto run = m_runs.constFind(uuid);
        const DomainLife life = m_lives.of(uuid);
        if (run != m_runs.constEnd() && m_reboots.value(uuid) == mine && life.beginsAgain
            && life.state != u"in shutdown")
            takeRebootBack(*run);
    });
}

void GuestLives::takeRebootBack(const RunRecord &run)
{
    setBeginsAgain(run.uuid, false);
    if (!m_questions.mayAsk(run.owner)) // QEMU stays at the next power-off, and is ended then
        return;
    m_questions.ask<void>(
        run.owner, m_context,
        [this, guest = run.guest, wishes = endWishesOf(run)] { return endAsDefined(m_guests, guest, wishes); },
        [name = run.name](const Result<> &done) {
            qCInfo(lcLives).noquote() << "domain" << name << "is not to reboot any more"
                                      << (done ? QString() : done.error().toString());
        });
}

void GuestLives::setLife(const QUuid &uuid, const DomainLife &life)
{
    if (m_lives.set(uuid, life))
        m_changed(uuid);
}

void GuestLives::heard(const QUuid &uuid, const QString &guest, const QString &event, const QJsonObject &data)
{
    const auto run = m_runs.constFind(uuid);
    if (run == m_runs.constEnd() || run->guest.id != guest)
        return;
    const DomainLife before = m_lives.of(uuid);
    const DomainLife after = lifeAfter(before, event, data);
    setLife(uuid, after);
    // It has rebooted by itself.
    if (event == u"RESET" && before.beginsAgain && before.state != u"in shutdown")
        takeRebootBack(*run);
    // A panic is one however it ends: QEMU stays for it, too, while it is to stay for a power-off.
    const bool isFoundPanicked = event == u"STATUS" && data[u"status"].toString() == u"guest-panicked";
    const bool panicked = isFoundPanicked || (after.state == u"crashed" && before.state != u"crashed");
    // Once for each time that it goes off: a QEMU that is not what it was may say it as often as it likes.
    const bool goesOff = after.state == u"in shutdown" && before.state != after.state && event == u"SHUTDOWN";
    const bool isFoundOff = event == u"STATUS" && data[u"status"].toString() == u"shutdown";
    const bool hasStayed = isFoundOff || (event == u"STOP" && after.state == u"in shutdown");
    const QString cause = data[u"reason"].toString(u"guest-shutdown"_s);
    if ((!panicked && !goesOff && !hasStayed) || cause.startsWith(u"host-"))
        return;
    const EndWishes wishes = endWishesOf(*run);
    if (panicked || after.ending == u"crashed") {
        // Where a panic stops QEMU before the power-off that follows, that stops it no more: nothing tells that it has
        // stayed.
        const bool mayStay = after.beginsAgain || wishes.poweroff == u"restart";
        if (wishes.crash == u"restart" && (panicked || goesOff || isFoundOff))
            goOnAfterOff(*run, u"guest-panic"_s);
        else if (wishes.crash == u"destroy" && (panicked || hasStayed || mayStay))
            endWhatStayed(*run);
        return;
    }
    const bool wantsMore = after.beginsAgain || wishes.poweroff == u"restart";
    if (wantsMore && (goesOff || isFoundOff))
        goOnAfterOff(*run, cause);
    else if (!wantsMore && hasStayed)
        endWhatStayed(*run);
}

/// Too many machines of one owner went off at once: none is left hanging for it.
void GuestLives::later(const RunRecord &run, std::function<void(const RunRecord &)> what)
{
    QTimer::singleShot(askAgainMs, m_context, [this, uuid = run.uuid, guest = run.guest.id, what = std::move(what)] {
        const auto same = m_runs.constFind(uuid);
        const QString state = m_lives.of(uuid).state;
        if (same != m_runs.constEnd() && same->guest.id == guest && (state == u"in shutdown" || state == u"crashed"))
            what(*same);
    });
}

/// QEMU was to stay for a reboot that nobody means any more: a guest that is off would hang there for ever.
void GuestLives::endWhatStayed(const RunRecord &run)
{
    if (!m_questions.mayAsk(run.owner))
        return later(run, [this](const RunRecord &same) { endWhatStayed(same); });
    m_questions.ask<void>(
        run.owner, m_context, [this, guest = run.guest] { return m_guests.end(guest); },
        [name = run.name](const Result<> &done) {
            qCInfo(lcLives).noquote() << "domain" << name << "is off, and ended"
                                      << (done ? QString() : done.error().toString());
        });
}

/// Where somebody wants more of it than its end, QEMU has stayed.
void GuestLives::goOnAfterOff(const RunRecord &run, const QString &cause)
{
    if (!m_questions.mayAsk(run.owner))
        return later(run, [this, cause](const RunRecord &same) { goOnAfterOff(same, cause); });
    const bool again = cause != u"guest-reset"; // a reset that is none is where <on_reboot> says destroy
    m_questions.ask<void>(
        run.owner, m_context,
        [this, guest = run.guest, wishes = endWishesOf(run), again]() -> Result<> {
            auto done = again ? beginAgain(m_guests, guest, wishes) : Result<>(fail(ErrorCode::Cancelled, guest.id));
            // One that is neither on nor off helps nobody.
            if (!done)
                (void)m_guests.end(guest);
            return done;
        },
        [name = run.name](const Result<> &done) {
            qCInfo(lcLives).noquote() << "domain" << name << (done ? u"begins again"_s : u"is ended"_s);
        });
}

void GuestLives::setBeginsAgain(const QUuid &uuid, bool again)
{
    DomainLife life = m_lives.of(uuid);
    life.beginsAgain = again;
    m_lives.set(uuid, life);
}

void GuestLives::act(const RunRecord &run, GuestAct what, GuestMode mode, std::function<void(const Result<> &)> answer)
{
    // Said before it is asked: the guest may be off before the answer is here.
    if (what == GuestAct::Reboot || what == GuestAct::Shutdown)
        setBeginsAgain(run.uuid, what == GuestAct::Reboot);
    if (what == GuestAct::Reboot)
        expectReboot(run.uuid);
    m_questions.ask<void>(
        run.owner, m_context, [this, run, what, mode] { return laneway::act(m_guests, run, what, mode); },
        [this, uuid = run.uuid, guest = run.guest.id, what, answer = std::move(answer)](const Result<> &done) {
            if (!done && what == GuestAct::Reboot)
                setBeginsAgain(uuid, false);
            // QEMU tells of it, too; but who asked may look at once, and a session's helper leave.
            const QString state = m_lives.of(uuid).state;
            if (done && what == GuestAct::Suspend && state == u"running")
                heard(uuid, guest, u"STOP"_s, {});
            else if (done && what == GuestAct::Resume && state != u"running")
                heard(uuid, guest, state == u"pmsuspended" ? u"WAKEUP"_s : u"RESUME"_s, {});
            answer(done);
        });
}

} // namespace laneway
