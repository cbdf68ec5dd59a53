// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostindex.h"

namespace laneway {

/// Which physical function is asked first: the one that most is taken of already, so that others stay
/// untouched, or the one that least is.
enum class PoolPolicy { Pack, Spread };

/// What a pool of virtual functions is made of, as a network's document says it.
struct PoolSource
{
    QString physical; ///< interface of the physical function; empty: the list
    QList<PciAddress> addresses;
    PoolPolicy policy = PoolPolicy::Pack;
    bool operator==(const PoolSource &) const = default;
};

/// One function of a pool, and what stands against handing it out.
struct PoolMember
{
    PciAddress device;
    QString holder; ///< the machine that has or wants it, or is about to get it
    bool held = false; ///< a running machine has it
    bool wanted = false; ///< free, but in somebody else's definition: to be taken last
    QList<Reason> reasons; ///< empty: free
    bool isFree() const { return reasons.isEmpty(); }
    bool operator==(const PoolMember &) const = default;
};

/// Facts in, functions out: no file, clock or bus.
struct PoolQuestion
{
    const HostSnapshot &host;
    const Claims &claims; ///< all of them: a name may be masked, none may be missing
    const PoolSource &pool;
    std::optional<QUuid> target = {}; ///< the domain that is to get one; its own claims do not count
    QList<PciAddress> alsoTaken = {}; ///< what the same plan takes along, and what the domain has
    QMap<PciAddress, QString> promised = {}; ///< by jobs under way, with the domain's name
    std::optional<PciAddress> last = {}; ///< what the same interface had the last time
    QList<PciAddress> near = {}; ///< devices of the domain that no pool has chosen
    QMap<PciAddress, QString> opened = {}; ///< by programs that are no machines of ours, with their names
    QSet<PciAddress> remembered = {}; ///< what interfaces of other domains had the last time
    std::optional<int> node = {}; ///< the NUMA node of the domain's processors, where it is bound to some
    /// Whose definitions keep a function from being lent, besides root's; nothing: everybody's. Those of
    /// others must not, or anybody could use up a pool by defining machines.
    std::optional<uint> asker = {};
};

/// The PF whose network interface is called @p interface. UnsupportedConfiguration or NotFound, with
/// what is wrong.
Result<const PciFunction *> physicalFunctionOf(const HostSnapshot &host, const QString &interface);
/// Functions that the pool has at this moment: those of the PF as they are now, in the order of their
/// index, or the list. NotFound, UnsupportedConfiguration when there is none.
Result<QList<PciAddress>> poolDevices(const HostSnapshot &host, const PoolSource &pool);
/// All of them with what stands against each. A function that the host itself uses is none to hand out,
/// although a person may take it by its address.
QList<PoolMember> poolMembers(const PoolQuestion &question);
/// With an index of the question's host and claims, for many pools.
QList<PoolMember> poolMembers(const PoolQuestion &question, const HostIndex &index);
/// Which of @p members to hand out: one that nobody else wants, what the interface had the last time, else
/// one whose interface the host has not brought up, else one at the NUMA node of the domain's processors or
/// of its other devices, else as the policy says, else one that no other domain had the last time, else the
/// first. Nothing when none is free.
std::optional<PciAddress> chooseMember(const PoolQuestion &question, const QList<PoolMember> &members);

} // namespace laneway
