// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/setvfs.h"

#include "steps/arguments.h"
#include "steps/pfswitch.h"
#include "steps/waiting.h"

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

} // namespace

Error refusalError(const PciAddress &pf, const QList<VfRefusal> &refused)
{
    Error error = refused.first().error;
    error.subject = pf.toString();
    QStringList details;
    for (const VfRefusal &refusal : refused.first(qMin(refused.size(), namedInDetail)))
        details += u"vf %1 %2: %3"_s.arg(QString::number(refusal.vf.value), nameOf(refusal.field), refusal.error.detail);
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
        const QJsonObject one = value.toObject();
        const int index = one[u"index"].toInt(-1);
        const QString subject = u"vf "_s + QString::number(index);
        if (index < 0 || index > 65535 || seen.contains(quint32(index)))
            return fail(ErrorCode::InvalidInput, u"index"_s, u"the number of a VF, each once"_s);
        seen.insert(quint32(index));
        auto change = VfChange::fromJson(one);
        if (!change) {
            change.error().detail = change.error().subject + u": "_s + change.error().detail;
            change.error().subject = subject;
            return fail(change.error());
        }
        if (change->isEmpty())
            return fail(ErrorCode::InvalidInput, subject, u"nothing to change was named"_s);
        changes.append({VfIndex{quint32(index)}, *change});
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
    return arguments.step([&] {
        return std::make_shared<const SetVfs>(pf, *changes, keeps ? OnRefusal::Keep : OnRefusal::RollBack);
    });
}

QJsonObject SetVfs::arguments() const
{
    QJsonArray vfs;
    for (const auto &[vf, change] : m_changes) {
        QJsonObject one = change.toJson();
        one[u"index"] = int(vf.value);
        vfs.append(one);
    }
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

Result<QJsonObject> SetVfs::formerState(const Kernel &kernel) const
{
    return interfaceOfPf(kernel, m_pf)
        .and_then([&](const QString &interface) { return read(kernel, interface); })
        .map([&](const QList<VfSettings> &all) {
            QJsonArray vfs;
            for (const auto &[vf, change] : m_changes)
                vfs.append(settingsIn(all, vf)->toJson());
            return QJsonObject{{u"vfs"_s, vfs}};
        });
}

Result<QJsonObject> SetVfs::perform(Kernel &kernel) const
{
    const auto interface = interfaceOfPf(kernel, m_pf);
    if (!interface)
        return fail(interface.error());
    const auto now = read(kernel, *interface);
    if (!now)
        return fail(now.error());
    VfChanges sent;
    for (const auto &[vf, change] : m_changes) {
        const VfSettings &present = *settingsIn(*now, vf);
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
    return left.isEmpty() ? QJsonObject() : QJsonObject{{u"refused"_s, refusalsToJson(left)}};
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
                        different->append({vf, field, {ErrorCode::VerificationFailed, nameOfVf(interface, vf),
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
    QList<VfSettings> settings;
    const QJsonArray vfs = former[u"vfs"].toArray();
    for (const QJsonValue &value : vfs) {
        const auto one = VfSettings::fromJson(value.toObject());
        if (!one)
            return fail(one.error());
        settings.append(*one);
    }
    return restoreVfs(kernel, m_pf, settings);
}

} // namespace laneway
