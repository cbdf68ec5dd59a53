// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/reasontext.h"
#include "host/recording.h"
#include "host/usbrules.h"
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"

#include <array>

namespace laneway::verbs {

namespace {
/// The reason that a table has room for.
QString mainReason(const Verdict &verdict)
{
    return verdict.reasons.isEmpty() ? QString() : reasonText(verdict.reasons.first());
}

int verdicts(Session &session, const Invocation &invocation)
{
    const auto all = assessAll(session.host(), session.connection().claims());
    if (invocation.json) {
        QJsonArray array;
        for (auto it = all.begin(); it != all.end(); ++it)
            if (const PciFunction *function = session.host().find(it.key()))
                array += verdictToJson(*function, *it);
        print(array);
        return Done;
    }
    Table table({Ctl::tr("Address"), Ctl::tr("Group"), Ctl::tr("Driver"), Ctl::tr("Verdict"), Ctl::tr("Device"),
        Ctl::tr("Why")});
    for (auto it = all.begin(); it != all.end(); ++it) {
        const PciFunction *function = session.host().find(it.key());
        if (!function)
            continue;
        const Verdict verdict = withoutRecording(*it);
        const auto none = [&](Unknown what) { return function->isUnknown(what) ? u"?"_s : u"-"_s; };
        table.add(
            {it.key().toString(), function->iommuGroup ? QString::number(*function->iommuGroup) : none(Unknown::Group),
                function->driver.isEmpty() ? none(Unknown::Driver) : function->driver, levelName(verdict.level),
                function->displayName(), mainReason(verdict)});
    }
    print(table.text());
    return Done;
}

int usb(Session &session, const Invocation &invocation)
{
    const HostSnapshot &host = session.host();
    if (!host.usbKnown && !invocation.json)
        complain(Ctl::tr("What this host is known from tells nothing of USB devices.") + u'\n');
    QJsonArray array;
    Table table({Ctl::tr("Port"), Ctl::tr("Address"), Ctl::tr("ID"), Ctl::tr("Kind"), Ctl::tr("Verdict"),
        Ctl::tr("Device"), Ctl::tr("Why")});
    for (const UsbDevice &device : host.usb) {
        const Verdict verdict = assess(UsbQuestion{host, session.connection().claims(), device});
        array += verdictToJson(device, verdict);
        const Verdict shown = withoutRecording(verdict);
        table.add({device.port.toString(), device.address.toString(), device.ids.toString(), device.kindText(),
            levelName(shown.level), device.displayName(), mainReason(shown)});
    }
    if (invocation.json)
        print(array);
    else
        print(table.text());
    return Done;
}

int capture(Session &session, const Invocation &invocation)
{
    const auto json = session.wait<QByteArray>([&](QObject *context, const auto &answer) {
        session.connection().capture(invocation.has("masked"_L1), context, answer);
    });
    if (!json)
        return session.report(json.error());
    const QString name = invocation.value("output"_L1);
    if (name.isEmpty() || name == u"-"_s) {
        print(QString::fromUtf8(*json));
        return Done;
    }
    if (const auto written = writeFile(name, *json); !written)
        return session.report(written.error());
    if (!invocation.quiet)
        complain(Ctl::tr("The host's facts are in %1; look at them with -c file:%1").arg(name) + u'\n');
    return Done;
}

constexpr std::array captureOptions{
    Option{"output"_L1, "FILE"_L1, QT_TRANSLATE_NOOP("lanewayctl", "write to FILE instead of standard output"), 'o'},
    Option{"masked"_L1, {},
        QT_TRANSLATE_NOOP("lanewayctl", "leave out serial numbers and the last half of each MAC address"), 0},
};
constexpr std::array table{
    Verb{"host verdicts"_L1, {}, {}, QT_TRANSLATE_NOOP("lanewayctl", "what can be passed through, and why not"), false,
        false, verdicts},
    Verb{"host usb"_L1, {}, {},
        QT_TRANSLATE_NOOP("lanewayctl", "what is plugged into USB ports, and whether a machine can have it"), false,
        false, usb},
    Verb{"host capture"_L1, {}, captureOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "write down all facts of the host, for simulation and bug reports"), false,
        false, capture},
};
} // namespace

std::span<const Verb> hostVerbs()
{
    return table;
}

} // namespace laneway::verbs
