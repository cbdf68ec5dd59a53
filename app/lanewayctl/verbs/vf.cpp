// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"

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
        const auto number = [&](int NvmeSecondary::*what) {
            return found ? QString::number(found->*what) : u"-"_s;
        };
        table.add({QString::number(i), address, driver.isEmpty() ? u"-"_s : driver,
            number(&NvmeSecondary::controller),
            !found             ? u"-"_s
                : found->online ? Ctl::tr("online", "an NVMe controller")
                                : Ctl::tr("offline", "an NVMe controller"),
            number(&NvmeSecondary::queues), number(&NvmeSecondary::interrupts)});
    }
    if (invocation.json)
        print(array);
    else
        print(table.text());
    return Done;
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
    QJsonObject arguments{{u"device"_s, function->address.toString()}, {u"count"_s, count}};
    if (!addShares(arguments, invocation))
        return Usage;
    return session.carryOut(u"vf-create"_s, arguments,
        Ctl::tr("%n virtual function(s) on %1", nullptr, count).arg(function->nodeDeviceName()));
}

QString vlanText(const VfSettings &settings)
{
    if (!settings.vlan || !settings.vlan->id)
        return u"-"_s;
    QString text = QString::number(settings.vlan->id->value());
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
            settings.mac ? settings.mac->toString() : u"-"_s,
            vlanText(settings),
            onOff(settings.spoofCheck), onOff(settings.trust),
            settings.rate && settings.rate->maximum ? QString::number(settings.rate->maximum) : u"-"_s});
    }
    if (invocation.json)
        print(array);
    else
        print(table.text());
    return Done;
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
constexpr std::array createOptions{
    Option{"queues"_L1, "N"_L1, QT_TRANSLATE_NOOP("lanewayctl", "of an NVMe controller: queues for each, the admin queue included"), 0},
    Option{"interrupts"_L1, "N"_L1, QT_TRANSLATE_NOOP("lanewayctl", "of an NVMe controller: interrupts for each"), 0},
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
};
} // namespace

std::span<const Verb> vfVerbs()
{
    return table;
}

} // namespace laneway::verbs
