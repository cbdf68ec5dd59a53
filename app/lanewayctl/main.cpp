// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/translations.h"
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"

#include <unistd.h>

using namespace laneway;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"lanewayctl"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(LANEWAY_VERSION));
    installTranslations(app);

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
    const int status = invocation->verb->run(session, *invocation);
    // Not by return: QtDBus's static destructors wait for its thread, which now and then waits for the
    // lock of a connection that is gone already (seen with Qt 6.4.2). All output is flushed.
    ::_exit(status);
}
