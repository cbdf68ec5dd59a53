// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"

#include <QMap>

#include <array>

namespace laneway::verbs {

namespace {
/// A physical function that was named; its own error when it is none.
Result<PciFunction> physicalFunction(Session &session, const QString &text)
{
    const auto function = session.device(text);
    if (function && !function->sriov)
        return fail(ErrorCode::UnsupportedConfiguration, text, u"no SR-IOV capability"_s);
    return function;
}

/// What each virtual function of an NVMe controller is to have. False for what is no number.
bool addShares(QJsonObject &arguments, const Invocation &invocation)
{
    for (const QLatin1StringView name : {"queues"_L1, "interrupts"_L1}) {
        if (!invocation.has(name))
            continue;
        bool isNumber = false;
        arguments[name] = invocation.value(name).toInt(&isNumber);
        if (isNumber)
            continue;
        complain(Ctl::tr("lanewayctl: --%1: %2 is no number").arg(name, invocation.value(name)) + u'\n');
        return false;
    }
    return true;
}

QString keptText(const SriovCapability &sriov)
{
    QString text;
    for (const KeptSetting &kept : sriov.kept) {
        if (kept.by == u"unseen") {
            text += Ctl::tr("Perhaps kept by somebody else, too: %1 could not be read").arg(kept.file) + u'\n';
            continue;
        }
        const QString place = kept.file + u':' + QString::number(kept.line);
        text += (kept.ours ? Ctl::tr("Kept by Laneway in %1: %2") : Ctl::tr("Kept by somebody else in %1: %2"))
                    .arg(place, kept.says)
            + u'\n';
    }
    return text.isEmpty() ? text : QString(u'\n' + text);
}

/// The secondary controllers of an NVMe controller, which has no network settings.
int listNvme(const Session &session, const Invocation &invocation, const SriovCapability &sriov)
{
    QJsonArray array;
    Table table({Ctl::tr("VF"), Ctl::tr("Address"), Ctl::tr("Driver"), Ctl::tr("Controller"), Ctl::tr("State"),
        Ctl::tr("Queues"), Ctl::tr("Interrupts")});
    for (qsizetype i = 0; i < sriov.functions.size(); ++i) {
        const QString address = sriov.functions[i].toString();
        const PciFunction *function = session.host().find(sriov.functions[i]);
        const QString driver = function ? function->driver : QString();
        const NvmeSecondary *found = sriov.nvme->find(VfIndex{quint32(i)});
        QJsonObject json = found ? found->toJson() : QJsonObject();
        json.remove(u"vf");
        json[u"index"] = i;
        json[u"address"] = address;
        json[u"driver"] = driver.isEmpty() ? QJsonValue() : QJsonValue(driver);
        array += json;
        const auto number = [&](int NvmeSecondary::*what) { return found ? QString::number(found->*what) : u"-"_s; };
        table.add({QString::number(i), address, driver.isEmpty() ? u"-"_s : driver, number(&NvmeSecondary::controller),
            !found              ? u"-"_s
                : found->online ? Ctl::tr("online", "an NVMe controller")
                                : Ctl::tr("offline", "an NVMe controller"),
            number(&NvmeSecondary::queues), number(&NvmeSecondary::interrupts)});
    }
    if (invocation.json)
        print(array);
    else
        print(table.text() + keptText(sriov));
    return Done;
}

int refuse(const QString &why)
{
    complain(u"lanewayctl: "_s + why + u'\n');
    return Usage;
}

int create(Session &session, const Invocation &invocation)
{
    bool isNumber = false;
    const int count = invocation.value("count"_L1).toInt(&isNumber);
    if (!isNumber || count < 0) {
        complain(Ctl::tr("lanewayctl: %1 is no number of virtual functions").arg(invocation.value("count"_L1)) + u'\n');
        return Usage;
    }
    const auto function = session.device(invocation.value("pf"_L1));
    if (!function)
        return session.report(function.error());
    if (invocation.has("autoprobe"_L1) && invocation.has("no-autoprobe"_L1))
        return refuse(Ctl::tr("--autoprobe and --no-autoprobe exclude each other"));
    QJsonObject arguments{{u"device"_s, function->address.toString()}, {u"count"_s, count}};
    if (invocation.has("autoprobe"_L1) || invocation.has("no-autoprobe"_L1))
        arguments[u"autoprobe"] = invocation.has("autoprobe"_L1);
    if (invocation.has("keep"_L1))
        arguments[u"keep"] = true;
    if (!addShares(arguments, invocation))
        return Usage;
    return session.carryOut(u"vf-create"_s, arguments,
        Ctl::tr("%n virtual function(s) on %1", nullptr, count).arg(function->nodeDeviceName()));
}

QString vlanText(const VfSettings &settings)
{
    if (settings.vlan.value_or(VfVlan()) == VfVlan())
        return u"-"_s;
    QString text = QString::number(settings.vlan->id ? settings.vlan->id->value() : 0);
    if (settings.vlan->qos)
        text += Ctl::tr(" QoS %1").arg(settings.vlan->qos);
    return text;
}

QString onOff(const std::optional<bool> &value)
{
    return !value ? u"-"_s : *value ? u"on"_s : u"off"_s;
}

int list(Session &session, const Invocation &invocation)
{
    const auto pf = physicalFunction(session, invocation.value("pf"_L1));
    if (!pf)
        return session.report(pf.error());
    if (pf->sriov->nvme)
        return listNvme(session, invocation, *pf->sriov);
    QJsonArray array;
    Table table({Ctl::tr("VF"), Ctl::tr("Address"), Ctl::tr("Driver"), Ctl::tr("MAC"), Ctl::tr("VLAN"),
        Ctl::tr("Spoof check"), Ctl::tr("Trust"), Ctl::tr("Mbit/s")});
    for (qsizetype i = 0; i < pf->sriov->functions.size(); ++i) {
        const PciAddress address = pf->sriov->functions[i];
        const PciFunction *function = session.host().find(address);
        VfSettings settings;
        settings.index = VfIndex{quint32(i)};
        for (const VfSettings &reported : pf->sriov->settings)
            if (reported.index == settings.index)
                settings = reported;
        QJsonObject json = settings.toJson();
        json[u"address"] = address.toString();
        json[u"driver"] = !function || function->driver.isEmpty() ? QJsonValue() : QJsonValue(function->driver);
        array += json;
        table.add({QString::number(i), address.toString(),
            !function || function->driver.isEmpty() ? u"-"_s : function->driver,
            settings.mac ? settings.mac->toString() : u"-"_s, vlanText(settings), onOff(settings.spoofCheck),
            onOff(settings.trust),
            settings.rate && settings.rate->maximum ? QString::number(settings.rate->maximum) : u"-"_s});
    }
    if (invocation.json)
        print(array);
    else
        print(table.text() + keptText(*pf->sriov));
    return Done;
}

/// "3", "0-6", "0,2,5-7" or "all", of @p count. InvalidInput: subject is the text.
Result<QList<int>> indicesIn(const QString &text, int count)
{
    QList<int> indices;
    const auto wrong = [&](const QString &why) { return fail(ErrorCode::InvalidInput, text, why); };
    const QStringList parts = text == u"all" ? QStringList{u"0-%1"_s.arg(count - 1)} : text.split(u',');
    for (const QString &part : parts) {
        const QStringList ends = part.split(u'-');
        bool isFirst = false;
        bool isLast = false;
        const uint first = ends.first().toUInt(&isFirst);
        const uint last = ends.last().toUInt(&isLast);
        if (ends.size() > 2 || !isFirst || !isLast || first > last)
            return wrong(Ctl::tr("expected a VF as in 3, 0-6, 0,2,5-7 or all"));
        if (last >= uint(count))
            return wrong(Ctl::tr("there are %n virtual function(s), from 0", nullptr, count));
        for (uint i = first; i <= last; ++i)
            indices += int(i);
    }
    return indices;
}

/// What is asked for, by VF: series first, then each word "VFS:KEY=VALUE,…", the later over the earlier.
Result<QMap<int, QJsonObject>> changesIn(const Invocation &invocation, int count)
{
    QMap<int, QJsonObject> changes;
    const auto chosen = indicesIn(invocation.has("vfs"_L1) ? invocation.value("vfs"_L1) : u"all"_s, count);
    if (!chosen)
        return fail(chosen.error());
    if (invocation.has("mac-base"_L1)) {
        const auto base = MacAddress::parse(invocation.value("mac-base"_L1));
        if (!base)
            return fail(base.error());
        for (qsizetype i = 0; i < chosen->size(); ++i) {
            const auto mac = base->plus(quint64(i));
            if (!mac)
                return fail(ErrorCode::InvalidInput, base->toString(), Ctl::tr("the series ends at ff:ff:ff:ff:ff:ff"));
            changes[chosen->at(i)][u"mac"] = mac->toString();
        }
    }
    if (invocation.has("vlan-base"_L1)) {
        bool isNumber = false;
        const uint base = invocation.value("vlan-base"_L1).toUInt(&isNumber);
        if (!isNumber || base < 1 || base + uint(chosen->size()) - 1 > 4094)
            return fail(ErrorCode::InvalidInput, invocation.value("vlan-base"_L1), Ctl::tr("VLANs are 1 to 4094"));
        for (qsizetype i = 0; i < chosen->size(); ++i)
            changes[chosen->at(i)][u"vlan"] = int(base) + int(i);
    }
    for (const QString &word : invocation.rest) {
        const qsizetype colon = word.indexOf(u':');
        if (colon < 0)
            return fail(ErrorCode::InvalidInput, word, Ctl::tr("expected VF:KEY=VALUE"));
        const auto indices = indicesIn(word.left(colon), count);
        if (!indices)
            return fail(indices.error());
        const auto change = VfChange::parse(word.mid(colon + 1).split(u','));
        if (!change)
            return fail(change.error());
        const QJsonObject json = change->toJson();
        for (const int index : *indices)
            for (auto member = json.begin(); member != json.end(); ++member)
                changes[index][member.key()] = member.value();
    }
    if (changes.isEmpty())
        return fail(ErrorCode::InvalidInput, u"vf configure"_s,
            Ctl::tr("nothing to change was named: VF:KEY=VALUE, --mac-base or --vlan-base"));
    return changes;
}

int configure(Session &session, const Invocation &invocation)
{
    const auto pf = physicalFunction(session, invocation.value("pf"_L1));
    if (!pf)
        return session.report(pf.error());
    const auto changes = changesIn(invocation, int(pf->sriov->functions.size()));
    if (!changes)
        return refuse(changes.error().subject + u": "_s + changes.error().detail);
    QJsonArray vfs;
    for (auto change = changes->begin(); change != changes->end(); ++change) {
        QJsonObject one = *change;
        one[u"index"] = change.key();
        vfs += one;
    }
    return session.carryOut(u"vf-configure"_s,
        {{u"device"_s, pf->address.toString()}, {u"vfs"_s, vfs},
            {u"refused"_s, invocation.has("keep-refused"_L1) ? u"keep"_s : u"rollback"_s}},
        Ctl::tr("%n virtual function(s) of %1 set", nullptr, int(vfs.size())).arg(pf->nodeDeviceName()));
}

int keep(Session &session, const Invocation &invocation)
{
    const auto pf = physicalFunction(session, invocation.value("pf"_L1));
    if (!pf)
        return session.report(pf.error());
    const bool keeps = !invocation.has("remove"_L1);
    return session.carryOut(u"vf-keep"_s, {{u"device"_s, pf->address.toString()}, {u"keep"_s, keeps}},
        keeps ? Ctl::tr("The virtual functions of %1 are kept across restarts").arg(pf->nodeDeviceName())
              : Ctl::tr("Laneway does not keep the virtual functions of %1").arg(pf->nodeDeviceName()));
}

int set(Session &session, const Invocation &invocation)
{
    const auto change = VfChange::parse(invocation.rest);
    if (!change) {
        complain(u"lanewayctl: %1: %2\n"_s.arg(change.error().subject, change.error().detail));
        return Usage;
    }
    const auto function = session.device(invocation.value("vf"_L1));
    if (!function)
        return session.report(function.error());
    QJsonObject arguments = change->toJson();
    arguments[u"device"] = function->address.toString();
    return session.carryOut(u"vf-set"_s, arguments, Ctl::tr("Device %1 set").arg(function->nodeDeviceName()));
}

constexpr std::array pfAndCount{Positional{"pf"_L1, true, false}, Positional{"count"_L1, true, false}};
constexpr std::array pf{Positional{"pf"_L1, true, false}};
constexpr std::array vfAndWords{Positional{"vf"_L1, true, false}, Positional{"key=value"_L1, true, true}};
constexpr std::array pfAndVfs{Positional{"pf"_L1, true, false}, Positional{"vf:key=value"_L1, false, true}};
constexpr std::array createOptions{
    Option{"no-autoprobe"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "no driver of the host takes the virtual functions")},
    Option{"autoprobe"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "drivers of the host take them, the kernel's default")},
    Option{"keep"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "also after a restart of the computer, as by vf keep")},
    Option{"queues"_L1, "N"_L1,
        QT_TRANSLATE_NOOP("lanewayctl", "of an NVMe controller: queues for each, the admin queue included"), 0},
    Option{"interrupts"_L1, "N"_L1, QT_TRANSLATE_NOOP("lanewayctl", "of an NVMe controller: interrupts for each"), 0},
};
constexpr std::array configureOptions{
    Option{"keep-refused"_L1, {},
        QT_TRANSLATE_NOOP(
            "lanewayctl", "what the driver refuses is named, the rest stays set; otherwise all is put back")},
    Option{"vfs"_L1, "VFS"_L1, QT_TRANSLATE_NOOP("lanewayctl", "whom a series is for: 0-6, 0,2,5-7; without it all")},
    Option{"mac-base"_L1, "MAC"_L1,
        QT_TRANSLATE_NOOP("lanewayctl", "the first one's MAC address, the next ones count on")},
    Option{"vlan-base"_L1, "VLAN"_L1, QT_TRANSLATE_NOOP("lanewayctl", "the first one's VLAN, the next ones count on")},
};
constexpr std::array keepOptions{
    Option{"remove"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "not any more")},
};
constexpr std::array table{
    Verb{"vf create"_L1, pfAndCount, createOptions,
        QT_TRANSLATE_NOOP("lanewayctl",
            "give a card that many virtual functions; 0 removes them. PF: address, pci_… or network interface"),
        true, false, create},
    Verb{"vf list"_L1, pf, {}, QT_TRANSLATE_NOOP("lanewayctl", "a card's virtual functions and their settings"), false,
        false, list},
    Verb{"vf set"_L1, vfAndWords, {},
        QT_TRANSLATE_NOOP("lanewayctl",
            "set a virtual function: mac= vlan= qos= proto= spoofchk= trust= state= min_tx_rate= max_tx_rate="),
        true, false, set},
    Verb{"vf configure"_L1, pfAndVfs, configureOptions,
        QT_TRANSLATE_NOOP(
            "lanewayctl", "set many virtual functions of a card at once: 0-6:vlan=42,trust=on 3:mac=52:54:00:aa:00:13"),
        true, false, configure},
    Verb{"vf keep"_L1, pf, keepOptions,
        QT_TRANSLATE_NOOP(
            "lanewayctl", "make a card's virtual functions again, set as they are now, whenever the computer starts"),
        true, false, keep},
};
} // namespace

std::span<const Verb> vfVerbs()
{
    return table;
}

} // namespace laneway::verbs
