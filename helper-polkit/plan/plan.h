// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/lease.h"
#include "host/verdict.h"
#include "plan/step.h"

#include <QDateTime>

namespace laneway {

/// What may be asked for. Arguments by kind (strings are addresses "0000:03:10.2" or UUIDs):
///  start      {"domain","paused"?:bool,"fresh"?:bool}; fresh: what was saved is given up
///  destroy    {"domain"}            save {"domain","then"?:"running"|"paused"}
///  detach     {"device","driver"?}  reattach {"device"}     reset {"device"}
///             or several at once, all or none: {"devices":[…]}
///  vf-create  {"device","count","autoprobe"?:bool,"keep"?:bool}; without autoprobe it stays as it is;
///             of an NVMe controller also "queues", "interrupts" of each VF
///  vf-set     {"device", and VfChange's members}
///  vf-configure {"device": PF,"vfs":[{"index", and VfChange's members}],"refused"?:"rollback"|"keep"};
///             on the bus each of "vfs" is its JSON text
///  vf-keep    {"device": PF,"keep":bool}: by a file of /etc, or not any more
///  attach     {"domain","xml","live":bool,"config":bool,"images"?: as of create, made for it}
///  detach-device {"domain","xml","live":bool,"config":bool}
///  set-vcpus  {"domain","count","live":bool,"config":bool}: of those that it can have
///  set-memory {"domain","bytes": as text,"live":bool,"config":bool}: of what it can have
///  edit       {"domain","xml"}: the whole definition
///  change-media {"domain","disk": target or source of the drive,"mode":"insert"|"update"|"eject","source"?,
///             "block":bool,"force":bool,"live":bool,"config":bool}
///  create     {"xml","images":[{"path","format"?,"bytes","backing"?,"backingFormat"?,
///             "copyOf"?,"copyFormat"?}],"start"?:bool,"emulate"?:bool}: a new machine; "emulate": by software
///             where there is no KVM; bytes as text, and on the bus each of
///             "images" is its JSON text
///  image-create {"path" and the rest of one of "images"}   image-resize {"path","bytes","format"?}   image-delete
///  {"path"} snapshot-create {"domain","name","external"?:bool}   snapshot-delete, snapshot-revert {"domain","name"}
///  undo       {"job"}
struct PlanRequest
{
    QString kind;
    QJsonObject arguments;
    uint caller = 0; ///< uid
};

/// The devices that a request names, by "devices" or the one "device", as the caller wrote them.
QStringList deviceNamesOf(const QJsonObject &arguments);

/// Plan::goesForward() and lastReturn() of a plan that was read back.
bool goesForwardKind(const QString &kind);
int stopIn(const QList<StepPtr> &steps);

/// The first of the steps that come once the definition is stored, as they take away what the former one needs: they
/// are gone on with, not taken back. steps.size(): there are none.
int firstAfterDefinition(const QString &kind, const QList<StepPtr> &steps);

/// A step as shown to people: {"kind","arguments","text","undo","verify","commands":[…],"devices":[…]}.
QJsonObject describeStep(const Step &step);

/// By which the definition that a job left is known again.
QString definitionDigest(const QByteArray &xml);

/// What a job that works at a function has to itself, as in Plan::resources.
QStringList resourcesOf(const PciFunction &function);

/// Ordered steps and everything a person should know before they say yes. Immutable.
struct Plan
{
    QString id;
    QString kind;
    QJsonObject request; ///< the arguments it was made from
    QString title; ///< "Start web"
    uint caller = 0;
    QUuid domain; ///< null when none
    QString domainName;
    quint64 snapshot = 0; ///< serial of the host it was made for
    QString action; ///< polkit action that it needs, "org.laneway.helper.device.assign"
    QList<StepPtr> steps;
    QMap<PciAddress, Verdict> verdicts; ///< of the devices it touches
    QMap<UsbPort, Verdict> usbVerdicts; ///< the same, of USB devices
    QStringList loses; ///< what the host loses, one sentence each
    QStringList warnings = {}; ///< what else to think of, one sentence each
    QStringList resources; ///< what no other job may touch meanwhile: addresses, groups, UUIDs;
                           ///< with "~" in front: jobs of the same kind of need may share it
    QList<Lease> leases = {}; ///< functions of pools that the domain gets by it
    QDateTime made; ///< UTC
    QByteArray liveXml; ///< document of the run once the plan is applied; empty: no change
    QByteArray configXml; ///< definition once the plan is applied; empty: no change
    QByteArray formerConfigXml; ///< what it takes the place of: the journal keeps it for "undo"

    /// Ends a guest (destroy, save, release): what was lent is given back one by one. There is no way back once
    /// it is gone, so such a plan is finished instead of rolled back.
    bool goesForward() const;
    /// The step after which that is so: the one that ends the process. -1: it is gone already.
    int lastReturn() const;

    /// {"id","kind","title","domain":{"uuid","name"}|null,"snapshot","action","caller","loses":[…],"warnings":[…],
    ///  "steps":[{"kind","arguments","text","undo","verify","commands":[…],"devices":[…]}],
    ///  "verdicts":[verdictToJson …],"usbVerdicts":[…],"leases":[{"device","network","networkName","portGroup"}],
    ///  "definition"?: XML of the machine that "create" makes}
    QJsonObject toJson(const HostSnapshot &host) const;
    /// The same without "steps" and verdicts, which cost the most to tell.
    QJsonObject headToJson() const;
};

} // namespace laneway
