// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/actions.h"
#include "support/places.h"

#include <QDir>
#include <QDomDocument>
#include <QTest>

using namespace laneway;

namespace {
const QString helperFolder = places::sourceFile(QStringLiteral("helper-polkit/"));

QDomDocument document(const QString &file)
{
    QFile text(file);
    QDomDocument document;
    if (!text.open(QIODevice::ReadOnly) || !document.setContent(&text))
        qFatal("%s cannot be read", qPrintable(file));
    return document;
}

QList<QDomElement> elements(const QDomDocument &document, const QString &tag)
{
    QList<QDomElement> list;
    const QDomNodeList nodes = document.elementsByTagName(tag);
    for (int i = 0; i < nodes.size(); ++i)
        list += nodes.at(i).toElement();
    return list;
}

QStringList contractFiles()
{
    QDir folder(helperFolder + u"dbus"_s);
    QStringList files;
    const QStringList names = folder.entryList({u"*.xml"_s});
    for (const QString &name : names)
        files += folder.filePath(name);
    return files;
}
} // namespace

/// The contract, the table of rights and the policy say the same.
class TestActions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyMethodOfTheContractHasARow_data()
    {
        QTest::addColumn<QString>("interface");
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("signature");
        const QStringList files = contractFiles();
        QVERIFY(files.size() >= 4);
        for (const QString &file : files) {
            const QDomDocument contract = document(file);
            for (const QDomElement &method : elements(contract, u"method"_s)) {
                const QString interface = method.parentNode().toElement().attribute(u"name"_s);
                QString signature;
                for (auto arg = method.firstChildElement(u"arg"_s); !arg.isNull();
                     arg = arg.nextSiblingElement(u"arg"_s))
                    if (arg.attribute(u"direction"_s) == u"in"_s)
                        signature += arg.attribute(u"type"_s);
                const QString name = method.attribute(u"name"_s);
                QTest::newRow(qPrintable(interface + u'.' + name)) << interface << name << signature;
            }
        }
    }
    void everyMethodOfTheContractHasARow()
    {
        QFETCH(QString, interface);
        QFETCH(QString, method);
        QFETCH(QString, signature);
        const Method *row = findMethod(interface, method);
        QVERIFY2(row, "no row in bus/actions.cpp: the method can never be called");
        QCOMPARE(QString(row->signature), signature);
        QVERIFY(row->handler);
        // Only introspection is for everybody.
        QVERIFY(row->right != Right::Open);
        // What is about one machine or one job is for its owner.
        QCOMPARE(row->ownersOnly, row->place == Place::Domain || row->place == Place::Job);
    }
    void everyRowIsInTheContract()
    {
        QStringList known;
        const QStringList files = contractFiles();
        for (const QString &file : files) {
            const QDomDocument contract = document(file);
            for (const QDomElement &method : elements(contract, u"method"_s))
                known += method.parentNode().toElement().attribute(u"name"_s) + u'.' + method.attribute(u"name"_s);
        }
        for (const Method &method : methods()) {
            if (!method.interface.startsWith("org.freedesktop.DBus."_L1))
                QVERIFY2(known.contains(QString(method.interface + u'.' + method.name)), method.name.data());
        }
    }
    void nothingElseCanBeCalled()
    {
        QVERIFY(!findMethod(u"org.laneway.Helper1.Manager", u"Exec"));
        QVERIFY(!findMethod(u"", u"GetHost"));
        QVERIFY(!findMethod(u"org.laneway.Helper1.Domain", u"GetHost"));
        QVERIFY(!findMethod(u"org.freedesktop.DBus.Properties", u"SetAll"));
    }
    void thePolicyKnowsEveryActionAndGivesNothingToTheAbsent()
    {
        const QDomDocument policy = document(helperFolder + u"install/org.laneway.helper.policy"_s);
        QStringList ids;
        for (const QDomElement &action : elements(policy, u"action"_s)) {
            ids += action.attribute(u"id"_s);
            QVERIFY(!action.firstChildElement(u"message"_s).text().isEmpty());
            const QDomElement defaults = action.firstChildElement(u"defaults"_s);
            QVERIFY2(
                defaults.firstChildElement(u"allow_any"_s).text().startsWith(u"auth_admin"_s), qPrintable(ids.last()));
        }
        QCOMPARE(ids,
            (QStringList{u"org.laneway.helper.inspect"_s, u"org.laneway.helper.machine.manage"_s,
                u"org.laneway.helper.machine.manage.others"_s, u"org.laneway.helper.libvirt.read"_s,
                u"org.laneway.helper.device.assign"_s, u"org.laneway.helper.vf.configure"_s,
                u"org.laneway.helper.network.manage"_s, u"org.laneway.helper.host.prepare"_s,
                u"org.laneway.helper.grant"_s}));
        for (const auto action : {actions::inspect, actions::manageMachine, actions::manageOthers, actions::readLibvirt,
                 actions::manageNetwork})
            QVERIFY(ids.contains(action));
    }
    void theBusLetsEveryInterfaceThrough()
    {
        const QDomDocument configuration = document(helperFolder + u"install/org.laneway.Helper1.conf"_s);
        QStringList allowed;
        for (const QDomElement &allow : elements(configuration, u"allow"_s)) {
            if (allow.hasAttribute(u"send_interface"_s)) {
                QCOMPARE(allow.attribute(u"send_destination"_s), u"org.laneway.Helper1"_s);
                allowed += allow.attribute(u"send_interface"_s);
            }
        }
        for (const Method &method : methods())
            QVERIFY2(allowed.contains(method.interface), method.interface.data());
    }
};

QTEST_APPLESS_MAIN(TestActions)
#include "tst_actions.moc"
