// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connectiontarget.h"

#include "host/hostfile.h"

#include <QFileInfo>

namespace laneway {

Result<ConnectionTarget> ConnectionTarget::parse(const QString &name)
{
    if (name == u"system"_s)
        return ConnectionTarget{Kind::System, {}};
    if (name == u"session"_s)
        return ConnectionTarget{Kind::Session, {}};
    if (name.startsWith(SshAddress::scheme)) {
        return SshAddress::parse(name).map([](const SshAddress &address) {
            return ConnectionTarget{Kind::Ssh, {}, address};
        });
    }
    QStringList arguments{u"--simulate"_s};
    if (name.startsWith(u"sample:"_s)) {
        if (!sampleNames().contains(name.mid(7)))
            return fail(ErrorCode::InvalidInput, name, u"samples: "_s + sampleNames().join(u", "_s));
        arguments += name;
    } else if (name.startsWith(u"file:"_s) || name.startsWith(u"lspci:"_s)) {
        const bool isListing = name.startsWith(u"lspci:"_s);
        const QFileInfo file(name.mid(isListing ? 6 : 5));
        if (const auto usable = checkHostFile(file.filePath()); !usable)
            return fail(usable.error());
        arguments += isListing ? QString(u"lspci:"_s + file.absoluteFilePath()) : file.absoluteFilePath();
    } else {
        return fail(ErrorCode::InvalidInput, name,
            u"not system, session, sample:NAME, file:CAPTURE, lspci:FILE or ssh://[USER@]HOST[:PORT]"_s);
    }
    // What a simulated host has become is forgotten with its helper, unless a file is named.
    if (const QString state = qEnvironmentVariable("LANEWAY_SIM_STATE"); !state.isEmpty())
        arguments += {u"--sim-state"_s, QFileInfo(state).absoluteFilePath()};
    if (qEnvironmentVariable("LANEWAY_SIM_MACHINES") == u"none")
        arguments += u"--without-machines"_s;
    if (const QString fault = qEnvironmentVariable("LANEWAY_SIM_FAULT"); !fault.isEmpty())
        arguments += {u"--fault"_s, fault};
    if (const QString churn = qEnvironmentVariable("LANEWAY_SIM_CHURN"); !churn.isEmpty())
        arguments += {u"--churn"_s, churn};
    return ConnectionTarget{Kind::Simulated, arguments};
}

QStringList ConnectionTarget::sampleNames()
{
    return {u"workstation"_s, u"server"_s, u"storage"_s, u"laptop"_s, u"no-iommu"_s};
}

} // namespace laneway
