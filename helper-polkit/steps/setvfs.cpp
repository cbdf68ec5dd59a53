// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/setvfs.h"

#include "steps/arguments.h"
#include "steps/pfswitch.h"
#include "steps/waiting.h"

#include <QMap>
#include <QSet>

namespace laneway {

namespace {

constexpr qsizetype namedInDetail = 8;

QString nameOfVf(const QString &interface, VfIndex vf)
{
    return interface + u" vf "_s + QString::number(vf.value);
}

bool isKnown(const QList<VfRefusal> &known, VfIndex vf, VfField field)
{
    return std::any_of(known.begin(), known.end(),
        [&](const VfRefusal &refusal) { return refusal.vf == vf && refusal.field == field; });
}

Error badIndex()
{
    return {ErrorCode::InvalidInput, u"index"_s, u"the number of a VF, each once"_s};
}

Result<std::pair<VfIndex, VfChange>> changeFromMembers(const QJsonObject &json)
{
    const int index = json[u"index"].toInt(-1);
    if (index < 0 || index > 65535)
        return fail(badIndex());
    auto change = VfChange::fromJson(json);
    if (!change) {
        change.error().detail = change.error().subject + u": "_s + change.error().detail;
        change.error().subject = u"vf "_s + QString::number(index);
        return fail(change.error());
    }
    return std::pair(VfIndex{quint32(index)}, *change);
}

} // namespace

Error refusalError(const PciAddress &pf, const QList<VfRefusal> &refused)
{
    Error error = refused.first().error;
    error.subject = pf.toString();
    QStringList details;
    for (const VfRefusal &refusal : refused.first(qMin(refused.size(), namedInDetail)))
        details
            += u"vf %1 %2: %3"_s.arg(QString::number(refusal.vf.value), nameOf(refusal.field), refusal.error.detail);
    if (refused.size() > namedInDetail)
        details += u"…"_s;
    error.detail = details.join(u"; "_s);
    error.extra[u"refused"] = refusalsToJson(refused);
    return error;
}

Result<VfChanges> vfChangesFromJson(const QJsonArray &json)
{
    VfChanges changes;
    QSet<quint32> seen;
    for (const QJsonValue &value : json) {
        auto one = value.isString() ? changeFromWords(value.toString()) : changeFromMembers(value.toObject());
        if (!one)
            return fail(one.error());
        const auto &[vf, change] = *one;
        if (seen.contains(vf.value))
            return fail(badIndex());
        seen.insert(vf.value);
        if (change.isEmpty())
            return fail(
                ErrorCode::InvalidInput, u"vf "_s + QString::number(vf.value), u"nothing to change was named"_s);
        changes.append(*one);
    }
    return changes;
}

SetVfs::SetVfs(const PciAddress &pf, const VfChanges &changes, OnRefusal onRefusal)
    : m_pf(pf)
    , m_changes(changes)
    , m_onRefusal(onRefusal)
{
}

Result<StepPtr> SetVfs::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const PciAddress pf = arguments.address(u"pf");
    const bool keeps = arguments.text(u"refused") == u"keep";
    const auto changes = vfChangesFromJson(json[u"vfs"].toArray());
    if (!changes)
        return fail(changes.error());
    return arguments.step(
        [&] { return std::make_shared<const SetVfs>(pf, *changes, keeps ? OnRefusal::Keep : OnRefusal::RollBack); });
}

QJsonObject SetVfs::arguments() const
{
    QJsonArray vfs;
    for (const auto &[vf, change] : m_changes)
        vfs.append(changeToWords(vf, change));
    return {{u"pf"_s, m_pf.toString()}, {u"vfs"_s, vfs},
        {u"refused"_s, m_onRefusal == OnRefusal::Keep ? u"keep"_s : u"rollback"_s}};
}

QStringList SetVfs::commands() const
{
    QStringList commands;
    for (const auto &[vf, change] : m_changes)
        commands += ipCommand(m_pf, vf, change);
    return commands;
}

/// All of them; fails when one of ours is not there.
Result<QList<VfSettings>> SetVfs::read(const Kernel &kernel, const QString &interface) const
{
    auto all = kernel.netlink.vfs(interface);
    if (!all)
        return all;
    for (const auto &[vf, change] : m_changes)
        if (!settingsIn(*all, vf))
            return fail(ErrorCode::NotFound, nameOfVf(interface, vf), u"there is no such VF"_s);
    return all;
}

Result<QList<VfSettings>> SetVfs::read(const Kernel &kernel) const
{
    return interfaceOfPf(kernel, m_pf).and_then([&](const QString &interface) { return read(kernel, interface); });
}

Result<Step::Prepared> SetVfs::prepare(const Kernel &kernel) const
{
    return read(kernel).map([&](const QList<VfSettings> &all) {
        QJsonArray vfs;
        for (const auto &[vf, change] : m_changes)
            vfs.append(settingsIn(all, vf)->toWords());
        return Prepared{{{u"vfs"_s, vfs}}, [this, all](Kernel &changed) { return send(changed, all); }};
    });
}

Result<QJsonObject> SetVfs::formerState(const Kernel &kernel) const
{
    return prepare(kernel).map([](const Prepared &prepared) { return prepared.former; });
}

Result<QJsonObject> SetVfs::perform(Kernel &kernel) const
{
    return read(kernel).and_then([&](const QList<VfSettings> &now) { return send(kernel, now); });
}

Result<QJsonObject> SetVfs::send(Kernel &kernel, const QList<VfSettings> &now) const
{
    const auto interface = interfaceOfPf(kernel, m_pf); // names move
    if (!interface)
        return fail(interface.error());
    VfChanges sent;
    for (const auto &[vf, change] : m_changes) {
        const VfSettings &present = *settingsIn(now, vf);
        const VfChange needed = change.toSend(present);
        if (!needed.isEmpty() && !needed.isIn(present))
            sent.append({vf, needed});
    }
    const auto refused = sent.isEmpty() ? QList<VfRefusal>() : kernel.netlink.setVfs(*interface, sent);
    if (!refused)
        return fail(refused.error());
    if (m_onRefusal == OnRefusal::RollBack)
        return refused->isEmpty() ? Result<QJsonObject>() : fail(refusalError(m_pf, *refused));
    const auto silent = readBack(kernel, *interface, *refused);
    if (!silent)
        return fail(silent.error());
    const QList<VfRefusal> left = *refused + *silent;
    return refusalsAsResult(left);
}

Result<> SetVfs::apply(Kernel &kernel) const
{
    return perform(kernel).map([](const QJsonObject &) {});
}

Result<QList<VfRefusal>> SetVfs::readBack(
    const Kernel &kernel, const QString &interface, const QList<VfRefusal> &known) const
{
    Result<QList<VfRefusal>> different;
    waitUntil(
        [&] {
            const auto now = read(kernel, interface);
            if (!now) {
                different = fail(now.error());
                return true;
            }
            different = QList<VfRefusal>();
            for (const auto &[vf, change] : m_changes) {
                const VfSettings &present = *settingsIn(*now, vf);
                const VfChange wanted = change.toSend(present);
                const QList<VfField> missing = wanted.missingIn(present);
                for (const VfField field : missing)
                    if (!isKnown(known, vf, field))
                        different->append({vf, field,
                            {ErrorCode::VerificationFailed, nameOfVf(interface, vf),
                                differenceText(wanted.only(field), present)}});
            }
            return different->isEmpty();
        },
        readBackLimitMs);
    return different;
}

Result<> SetVfs::verify(const Kernel &kernel) const
{
    if (m_onRefusal == OnRefusal::Keep) // perform() has read back: what is not as wanted is its result
        return {};
    return interfaceOfPf(kernel, m_pf)
        .and_then([&](const QString &interface) { return readBack(kernel, interface, {}); })
        .and_then([&](const QList<VfRefusal> &different) {
            return different.isEmpty() ? Result<>() : fail(refusalError(m_pf, different));
        });
}

Result<> SetVfs::undo(Kernel &kernel, const QJsonObject &former) const
{
    return takeBack(kernel, former).map([](const QJsonObject &) {});
}

Result<QJsonObject> SetVfs::takeBack(Kernel &kernel, const QJsonObject &former) const
{
    return formerVfs(former).and_then([&](const QList<VfSettings> &settings) {
        QMap<quint32, const VfChange *> changes;
        for (const auto &[vf, change] : m_changes)
            changes.insert(vf.value, &change);
        QList<VfSettings> own; // whatever else was set since is somebody else's
        for (const VfSettings &one : settings)
            if (const VfChange *change = changes.value(one.index.value))
                own.append(change->sameFieldsOf(one));
        return restoreVfs(kernel, m_pf, own).map(refusalsAsResult);
    });
}

} // namespace laneway
