// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bus/call.h"

#include <QHash>
#include <QMap>
#include <QObject>

#include <functional>

namespace laneway {

/// May this caller do that? Whatever is not a clear yes is a no.
class Authority : public QObject
{
    Q_OBJECT
public:
    using Answer = std::function<void(const Result<> &)>;
    struct Question
    {
        Caller caller;
        QString action; ///< "org.laneway.helper.device.assign"
        /// For the dialog; values are ours or validated, never text from a caller. "device", "machine",
        /// "network" and "start" ("only", "too": what is changed for each start of the computer) choose
        /// the dialog's sentence, and so does "locked-memory" (bytes that the machine may keep, or "unlimited";
        /// "memory": the bytes for people) and "tap" (an interface's own name, a lower MTU, a mode of macvtap).
        QMap<QString, QString> details;
        bool mayAsk = false; ///< the call allows a dialog
    };
    using QObject::QObject;
    virtual void check(const Question &question, const Answer &answer) = 0;
    /// The caller is gone: dialogs are closed, answers are dropped.
    virtual void forget(const QString &caller) = 0;
    virtual bool isIdle() const = 0;
};

/// On a private bus only the user themselves can be there, and the helper has no right they lack.
class PeerAuthority : public Authority
{
    Q_OBJECT
public:
    using Authority::Authority;
    void check(const Question &question, const Answer &answer) override;
    void forget(const QString &) override { }
    bool isIdle() const override { return true; }
};

/// Asks polkit over @p bus, asynchronously, with the caller's bus name as subject. First without a
/// dialog; only where polkit would ask, and the call allows it, with one: a uid may have so many
/// dialogs open and no more.
class PolkitAuthority : public Authority
{
    Q_OBJECT
public:
    static constexpr int dialogsPerUser = 4;
    static constexpr int checksPerUser = 64;

    explicit PolkitAuthority(const QDBusConnection &bus, QObject *parent = nullptr);
    void check(const Question &question, const Answer &answer) override;
    void forget(const QString &caller) override;
    bool isIdle() const override { return m_pending.isEmpty(); }

private:
    struct Pending
    {
        QString caller;
        uint uid;
        bool withDialog;
    };
    void ask(const Question &question, bool withDialog, const Answer &answer);
    int pendingOf(uint uid, bool dialogsOnly) const;

    QDBusConnection m_bus;
    QHash<QString, Pending> m_pending; ///< by cancellation id
    quint64 m_lastCheck = 0;
};

} // namespace laneway
