// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/translations.h"
#include "client/connection.h"
#include "ui/icons.h"
#include "ui/mainwindow.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>

#include <cstdio>
#include <unistd.h>

using namespace laneway;

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    app.setApplicationName(u"laneway"_s);
    app.setApplicationDisplayName(u"Laneway"_s);
    app.setApplicationVersion(QStringLiteral(LANEWAY_VERSION));
    app.setDesktopFileName(u"org.laneway.Laneway"_s);
    installIcons();
    app.setWindowIcon(QIcon::fromTheme(u"org.laneway.Laneway"_s, QIcon(u":/icons/org.laneway.Laneway.svg"_s)));

    installTranslations(app);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Shows a host's PCI devices and gives them to virtual machines."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption connectionOption({u"c"_s, u"connect"_s},
        QCoreApplication::translate("main",
            "Connect to CONNECTION: system, session, ssh://[USER@]HOST[:PORT], sample:NAME, file:CAPTURE or "
            "lspci:FILE "
            "(default: system where its helper is installed, else session)."),
        u"CONNECTION"_s);
    parser.addOption(connectionOption);
    parser.process(app);

    const QString name = parser.isSet(connectionOption) ? parser.value(connectionOption) : Connection::bestName();
    auto connection = Connection::open(name);
    if (!connection) {
        std::fprintf(stderr, "laneway: %s\n", qUtf8Printable(connection.error().toString()));
        return 2;
    }
    (*connection)->keepConnected();
    MainWindow window(std::move(*connection));
    window.show();
    const int status = app.exec();
    // Not by return: QtDBus's static destructors may wait for ever for its thread (Qt 6.4.2), as in
    // lanewayctl. The helper sees the connection end either way.
    std::fflush(nullptr);
    ::_exit(status);
}
