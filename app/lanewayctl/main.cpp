// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"

using namespace laneway;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"lanewayctl"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(LANEWAY_VERSION));

    const auto invocation = parseCommandLine(QCoreApplication::arguments().mid(1), verbs::all());
    if (!invocation) {
        complain(Ctl::tr("lanewayctl: %1; see lanewayctl --help").arg(invocation.error().detail) + u'\n');
        return Usage;
    }
    if (invocation->version) {
        print(u"lanewayctl %1\n"_s.arg(QCoreApplication::applicationVersion()));
        return Done;
    }
    if (invocation->help) {
        print(invocation->verb ? usage(*invocation->verb) : usage(verbs::all()));
        return Done;
    }
    Session session(*invocation);
    if (!invocation->verb->offline) {
        if (const auto opened = session.open(); !opened) {
            const int status = session.report(opened.error());
            // An impossible connection name is a slip on the command line.
            return opened.error().code == ErrorCode::InvalidInput ? int(Usage) : status;
        }
    }
    return invocation->verb->run(session, *invocation);
}
