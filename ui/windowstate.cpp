// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windowstate.h"

#include "core/result.h"

#include <QHeaderView>
#include <QMainWindow>
#include <QSettings>
#include <QSplitter>
#include <QTreeView>

namespace laneway::windowstate {

namespace {

// A state of another layout fits nothing.
constexpr int layoutVersion = 1;
constexpr int mostHosts = 8;

struct Settings : QSettings
{
    Settings()
        : QSettings(QSettings::IniFormat, QSettings::UserScope, u"laneway"_s, u"window"_s)
    {
    }
};

/// Of a connection; before there is one it is remembered, too.
QString keyOf(const QString &connection)
{
    return connection.isEmpty() ? u"none"_s : QString::fromLatin1(connection.toUtf8().toPercentEncoding());
}

} // namespace

void save(const QMainWindow &window)
{
    Settings settings;
    settings.setValue(u"geometry"_s, window.saveGeometry());
    settings.setValue(u"docks"_s, window.saveState(layoutVersion));
}

void restore(QMainWindow &window)
{
    const Settings settings;
    window.restoreGeometry(settings.value(u"geometry"_s).toByteArray());
    window.restoreState(settings.value(u"docks"_s).toByteArray(), layoutVersion);
}

void save(const QTreeView &view)
{
    Settings().setValue(u"columns/"_s + view.objectName(), view.header()->saveState());
}

bool restore(QTreeView &view)
{
    return view.header()->restoreState(Settings().value(u"columns/"_s + view.objectName()).toByteArray());
}

void save(const QSplitter &splitter)
{
    Settings().setValue(u"dividers/"_s + splitter.objectName(), splitter.saveState());
}

bool restore(QSplitter &splitter)
{
    return splitter.restoreState(Settings().value(u"dividers/"_s + splitter.objectName()).toByteArray());
}

void saveChoice(const QString &name, int choice)
{
    Settings().setValue(name, choice);
}

int choice(const QString &name, int otherwise)
{
    return Settings().value(name, otherwise).toInt();
}

void closeBanner(const QString &connection, const QString &code)
{
    Settings settings;
    settings.beginGroup(u"closedBanners"_s);
    settings.setValue(keyOf(connection), code);
}

bool isBannerClosed(const QString &connection, const QString &code)
{
    Settings settings;
    settings.beginGroup(u"closedBanners"_s);
    return settings.value(keyOf(connection)).toString() == code;
}

void savePlace(const QString &connection, const QString &place)
{
    Settings settings;
    settings.beginGroup(u"places"_s);
    settings.setValue(keyOf(connection), place);
}

QString place(const QString &connection)
{
    Settings settings;
    settings.beginGroup(u"places"_s);
    return settings.value(keyOf(connection)).toString();
}

void rememberHost(const QString &connection)
{
    QStringList hosts = recentHosts();
    hosts.removeAll(connection);
    hosts.prepend(connection);
    Settings().setValue(u"hosts"_s, hosts.mid(0, mostHosts));
}

QStringList recentHosts()
{
    return Settings().value(u"hosts"_s).toStringList();
}

} // namespace laneway::windowstate
