// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/keptrule.h"

#include "kernel/keptsettings.h"
#include "steps/pfswitch.h"

#include <algorithm>

namespace laneway {

namespace {

/// The serial number is read from the card: only what such numbers consist of is repeated.
QString plainSerial(const QString &serial)
{
    const bool isPlain = serial.size() <= 64 && std::all_of(serial.begin(), serial.end(), [](QChar c) {
        return c == u'-' || (c.unicode() < 0x80 && c.isLetterOrNumber());
    });
    return isPlain ? serial : QString();
}

/// By a shell, as rules come before the interface gets its name. A rate is refused by some drivers while
/// there is no link: it goes by itself, last.
QString settingRule(const PciAddress &pf, const QString &ip, VfIndex vf, const VfChange &change)
{
    VfChange others = change;
    others.rate.reset();
    QStringList commands;
    for (const VfChange &part : {others, change.only(VfField::Rate)})
        if (!part.isEmpty())
            commands
                += ip + u" link set dev \\\"$${i##*/}\\\" vf "_s + QString::number(vf.value) + u' ' + ipWords(part);
    return u"RUN+=\"/bin/sh -c 'for i in /sys/bus/pci/devices/%1/net/*; do %2; done'\"\n"_s.arg(
        pf.toString(), commands.join(u"; "_s));
}

} // namespace

VfChange worthKeeping(const VfSettings &settings)
{
    VfChange change = VfChange::to(settings);
    if (change.mac && change.mac->isNull())
        change.mac.reset();
    if (change.vlan == VfVlan())
        change.vlan.reset();
    if (change.linkState == VfLinkState::Auto)
        change.linkState.reset();
    if (change.rate == VfRate())
        change.rate.reset();
    return change;
}

QByteArray keptRule(const PciFunction &pf, const QList<VfSettings> &settings, const QString &ipProgram)
{
    const QString address = pf.address.toString();
    const QString ids = QString::asprintf("%04x:%04x", pf.vendor, pf.device);
    const QString serial = plainSerial(pf.serial);
    const QString vendor = QString::asprintf("0x%04x", pf.vendor);
    const QString device = QString::asprintf("0x%04x", pf.device);
    QString rule = QString::fromLatin1(keptRuleMark())
        + u": virtual functions of %1 (%2%3)\n"_s.arg(
            address, ids, serial.isEmpty() ? QString() : QString(u", serial number "_s + serial));
    rule += u"# To be changed and removed by: lanewayctl vf keep %1 [--remove]\n"_s.arg(address);
    QString attribute;
    if (pf.interfaces.isEmpty()) {
        // "bind": its driver is there, which makes them; "add": it was there before udev was.
        rule
            += u"ACTION==\"add|bind\", SUBSYSTEM==\"pci\", KERNEL==\"%1\", ATTR{vendor}==\"%2\", ATTR{device}==\"%3\", "
               "DRIVER==\"?*\", ATTR{sriov_numvfs}==\"0\", GOTO=\"laneway_make\"\n"_s.arg(address, vendor, device);
    } else {
        attribute = u"device/"_s;
        rule += u"ACTION==\"add\", SUBSYSTEM==\"net\", KERNELS==\"%1\", SUBSYSTEMS==\"pci\", ATTRS{vendor}==\"%2\", "
                "ATTRS{device}==\"%3\", ATTR{device/sriov_numvfs}==\"0\", GOTO=\"laneway_make\"\n"_s.arg(
                    address, vendor, device);
    }
    rule += u"GOTO=\"laneway_end\"\nLABEL=\"laneway_make\"\n"_s;
    if (!pf.sriov->driversAutoprobe)
        rule += u"ATTR{%1sriov_drivers_autoprobe}=\"0\"\n"_s.arg(attribute);
    rule += u"ATTR{%1sriov_numvfs}=\"%2\"\n"_s.arg(attribute, QString::number(pf.sriov->enabled));
    if (!ipProgram.isEmpty() && !pf.interfaces.isEmpty())
        for (const VfSettings &one : settings)
            if (const VfChange change = worthKeeping(one); !change.isEmpty())
                rule += settingRule(pf.address, ipProgram, one.index, change);
    rule += u"LABEL=\"laneway_end\"\n"_s;
    return rule.toUtf8();
}

} // namespace laneway
