// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/polkitauthority.h"

#include <QDBusArgument>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace laneway {

/// (sa{sv}) and (bba{ss}) of org.freedesktop.PolicyKit1.Authority.
struct PolkitSubject
{
    QString kind;
    QVariantMap details;
};
struct PolkitAnswer
{
    bool authorized = false;
    bool challenge = false;
    QMap<QString, QString> details;
};

QDBusArgument &operator<<(QDBusArgument &to, const PolkitSubject &subject)
{
    to.beginStructure();
    to << subject.kind << subject.details;
    to.endStructure();
    return to;
}
const QDBusArgument &operator>>(const QDBusArgument &from, PolkitSubject &subject)
{
    from.beginStructure();
    from >> subject.kind >> subject.details;
    from.endStructure();
    return from;
}
QDBusArgument &operator<<(QDBusArgument &to, const PolkitAnswer &answer)
{
    to.beginStructure();
    to << answer.authorized << answer.challenge << answer.details;
    to.endStructure();
    return to;
}
const QDBusArgument &operator>>(const QDBusArgument &from, PolkitAnswer &answer)
{
    from.beginStructure();
    from >> answer.authorized >> answer.challenge >> answer.details;
    from.endStructure();
    return from;
}

} // namespace laneway

Q_DECLARE_METATYPE(laneway::PolkitSubject)
Q_DECLARE_METATYPE(laneway::PolkitAnswer)

namespace laneway {

namespace {
using Details = QMap<QString, QString>;

constexpr auto polkitService = "org.freedesktop.PolicyKit1"_L1;
constexpr auto polkitPath = "/org/freedesktop/PolicyKit1/Authority"_L1;
constexpr auto polkitInterface = "org.freedesktop.PolicyKit1.Authority"_L1;
// polkitd itself may have to be started; with a dialog a person types a password meanwhile.
constexpr int checkMs = 25'000;
constexpr int dialogMs = 10 * 60'000;

/// The dialog's sentence: polkit puts the details in and translates it in the dialog's language
/// (PolkitDetails: polkit.message, polkit.gettext_domain).
Details forDialog(Details details)
{
    const bool device = !details.value(u"device"_s).isEmpty();
    const bool machine = !details.value(u"machine"_s).isEmpty();
    const bool network = !details.value(u"network"_s).isEmpty();
    if (!device && !machine && !network)
        return details;
    details[u"polkit.gettext_domain"_s] = u"laneway"_s;
    const QString start = details.value(u"start"_s);
    const QString locked = details.value(u"locked-memory"_s);
    const bool keepsAll = locked == u"unlimited";
    const bool tap = !details.value(u"tap"_s).isEmpty();
    const QString message = device && start == u"only"
        ? u"Authentication is required to change what is done with $(device) at each start of this computer"_s
        : device && start == u"too"
        ? u"Authentication is required to change $(device) now and at each start of this computer"_s
        : device && machine && tap && keepsAll
        ? u"Authentication is required to let the machine $(machine) use $(device) ($(tap)) and keep all memory that it takes"_s
        : device && machine && tap && !locked.isEmpty()
        ? u"Authentication is required to let the machine $(machine) use $(device) ($(tap)) and keep up to $(memory) of memory"_s
        : device && machine && tap
        ? u"Authentication is required to let the machine $(machine) use $(device) ($(tap))"_s
        : device && machine && keepsAll
        ? u"Authentication is required to let the machine $(machine) use $(device) and keep all memory that it takes"_s
        : device && machine && !locked.isEmpty()
        ? u"Authentication is required to let the machine $(machine) use $(device) and keep up to $(memory) of memory"_s
        : device && machine ? u"Authentication is required to let the machine $(machine) use $(device)"_s
        : machine && keepsAll
        ? u"Authentication is required to let the machine $(machine) keep all memory that it takes"_s
        : machine && !locked.isEmpty()
        ? u"Authentication is required to let the machine $(machine) keep up to $(memory) of memory"_s
        : device  ? u"Authentication is required to change $(device)"_s
        : machine ? u"Authentication is required to change the machine $(machine)"_s
                  : u"Authentication is required to change the network $(network)"_s;
    details[u"polkit.message"_s] = start == u"each" ? QString(message + u", at each start of this computer") : message;
    return details;
}
} // namespace

void PeerAuthority::check(const Question &question, const Answer &answer)
{
    answer(question.caller.isPeer ? Result<>() : fail(ErrorCode::NotAuthorized, question.action));
}

PolkitAuthority::PolkitAuthority(const QDBusConnection &bus, QObject *parent)
    : Authority(parent)
    , m_bus(bus)
{
    qDBusRegisterMetaType<PolkitSubject>();
    qDBusRegisterMetaType<PolkitAnswer>();
    qDBusRegisterMetaType<Details>();
}

int PolkitAuthority::pendingOf(uint uid, bool dialogsOnly) const
{
    return int(std::count_if(m_pending.begin(), m_pending.end(),
        [&](const Pending &p) { return p.uid == uid && (p.withDialog || !dialogsOnly); }));
}

void PolkitAuthority::check(const Question &question, const Answer &answer)
{
    if (question.caller.name.isEmpty())
        return answer(fail(ErrorCode::NotAuthorized, question.action, u"a caller without a bus name"_s));
    ask(question, false, answer);
}

void PolkitAuthority::ask(const Question &question, bool withDialog, const Answer &answer)
{
    if (pendingOf(question.caller.uid, withDialog) >= (withDialog ? dialogsPerUser : checksPerUser)) {
        return answer(fail(ErrorCode::LimitExceeded, question.action,
            withDialog ? u"too many authentication dialogs are open"_s : u"too many authorisations are pending"_s));
    }
    const QString id = u"laneway-"_s + QString::number(++m_lastCheck);
    m_pending.insert(id, {question.caller.name, question.caller.uid, withDialog});

    auto request = QDBusMessage::createMethodCall(polkitService, polkitPath, polkitInterface, u"CheckAuthorization"_s);
    request << QVariant::fromValue(PolkitSubject{u"system-bus-name"_s, {{u"name"_s, question.caller.name}}})
            << question.action << QVariant::fromValue(forDialog(question.details)) << uint(withDialog ? 1 : 0) << id;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(request, withDialog ? dialogMs : checkMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, id, question, withDialog, answer] {
        watcher->deleteLater();
        if (!m_pending.remove(id))
            return; // the caller left
        const QDBusPendingReply<PolkitAnswer> reply = *watcher;
        if (!reply.isValid())
            return answer(fail(ErrorCode::NotAuthorized, question.action, reply.error().message()));
        const PolkitAnswer said = reply.value();
        if (said.authorized)
            return answer({});
        if (said.challenge && !withDialog && question.mayAsk)
            return ask(question, true, answer);
        if (said.details.contains(u"polkit.dismissed"_s))
            return answer(fail(ErrorCode::AuthorizationDismissed, question.action));
        // After a check that was allowed to ask, a challenge means that nobody could be asked.
        if (said.challenge && withDialog)
            return answer(fail(ErrorCode::NoAuthenticationAgent, question.action));
        answer(fail(ErrorCode::NotAuthorized, question.action,
            said.challenge ? u"the call does not allow a question"_s : QString()));
    });
}

void PolkitAuthority::forget(const QString &caller)
{
    for (auto it = m_pending.begin(); it != m_pending.end();) {
        if (it->caller != caller) {
            ++it;
            continue;
        }
        auto cancel
            = QDBusMessage::createMethodCall(polkitService, polkitPath, polkitInterface, u"CancelCheckAuthorization"_s);
        cancel << it.key();
        m_bus.call(cancel, QDBus::NoBlock);
        it = m_pending.erase(it);
    }
}

} // namespace laneway
