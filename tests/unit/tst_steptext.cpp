// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/steptext.h"

#include "core/result.h"

#include <QJsonDocument>
#include <QTest>

using namespace laneway;

class TestStepText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhatIsDoneAndTakenBack_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("undo");
        QTest::addColumn<QString>("verify");
        const auto row = [](const char *name, const QString &kind, const QByteArray &arguments, const QString &text,
                             const QString &undo, const QString &verify) {
            QTest::newRow(name) << kind << arguments << text << undo << verify;
        };
        row("module", u"load-module"_s, R"({"module":"vfio-pci"})", u"Load the kernel module vfio-pci"_s,
            u"Leave vfio-pci loaded: it does no harm"_s, u"vfio-pci is loaded"_s);
        row("take", u"change-driver"_s, R"({"device":"0000:03:10.2","driver":"vfio-pci","from":"igbvf"})",
            u"Move 0000:03:10.2 from igbvf to vfio-pci"_s, u"Give 0000:03:10.2 back to igbvf"_s,
            u"The driver link of 0000:03:10.2 reads vfio-pci"_s);
        row("take what has none", u"change-driver"_s, R"({"device":"0000:03:10.2","driver":"vfio-pci","from":""})",
            u"Bind 0000:03:10.2 to vfio-pci"_s, u"Release 0000:03:10.2 from vfio-pci"_s,
            u"The driver link of 0000:03:10.2 reads vfio-pci"_s);
        row("give back", u"change-driver"_s, R"({"device":"0000:03:10.2","driver":"igbvf","from":"vfio-pci"})",
            u"Give 0000:03:10.2 back to igbvf"_s, u"Move 0000:03:10.2 to vfio-pci again"_s,
            u"The driver link of 0000:03:10.2 reads igbvf"_s);
        row("release", u"change-driver"_s, R"({"device":"0000:03:10.2","driver":"","from":"igbvf"})",
            u"Release 0000:03:10.2 from igbvf"_s, u"Give 0000:03:10.2 back to igbvf"_s,
            u"0000:03:10.2 has no driver"_s);
        row("VF", u"set-vf"_s,
            R"({"device":"0000:03:10.2","pf":"0000:03:00.0","index":1,"change":{"mac":"52:54:00:00:00:01","trust":true,"vlan":42}})",
            u"Set virtual function 1 of 0000:03:00.0: mac=52:54:00:00:00:01 trust=on vlan=42"_s,
            u"Set virtual function 1 of 0000:03:00.0 as it was before"_s,
            u"0000:03:00.0 reports these values for virtual function 1"_s);
        row("VF count", u"set-vf-count"_s, R"({"device":"0000:03:00.0","count":4,"from":0})",
            u"Change the virtual functions of 0000:03:00.0 from 0 to 4"_s,
            u"Make 0 virtual functions of 0000:03:00.0 again"_s, u"0000:03:00.0 has 4 virtual functions, all there"_s);
        row("VF count, for guests", u"set-vf-count"_s,
            R"({"device":"0000:03:00.0","count":4,"from":0,"autoprobe":false})",
            u"Change the virtual functions of 0000:03:00.0 from 0 to 4, which no driver of the host takes"_s,
            u"Make 0 virtual functions of 0000:03:00.0 again, as they were"_s,
            u"0000:03:00.0 has 4 virtual functions, all there, and gives them to no driver"_s);
        row("many VFs", u"set-vfs"_s, R"({"pf":"0000:03:00.0","vfs":["6 trust=on","0 vlan=1","1 vlan=2","2 vlan=3"]})",
            u"Set the virtual functions 0–2, 6 of 0000:03:00.0 at once"_s,
            u"Set the virtual functions 0–2, 6 of 0000:03:00.0 as they were before"_s,
            u"0000:03:00.0 reports these values for the virtual functions 0–2, 6"_s);
        row("many VFs, in an older journal", u"set-vfs"_s, R"({"pf":"0000:03:00.0","vfs":[{"index":0},{"index":1}]})",
            u"Set the virtual functions 0–1 of 0000:03:00.0 at once"_s,
            u"Set the virtual functions 0–1 of 0000:03:00.0 as they were before"_s,
            u"0000:03:00.0 reports these values for the virtual functions 0–1"_s);
        row("file", u"keep-file"_s, R"({"device":"0000:03:00.0","file":"/etc/x","content":"y"})", u"Write /etc/x"_s,
            u"Put back what /etc/x was before"_s, u"/etc/x is written"_s);
        row("file that goes", u"keep-file"_s, R"({"device":"0000:03:00.0","file":"/etc/x","content":null})",
            u"Remove /etc/x"_s, u"Put back what /etc/x was before"_s, u"/etc/x is gone"_s);
        row("link", u"link-up"_s, R"({"device":"0000:03:00.0","interface":"eth0"})", u"Bring the interface eth0 up"_s,
            u"Bring eth0 down again if it was down"_s, u"eth0 is up"_s);
        row("release of a node", u"give-back"_s,
            R"({"step":{"kind":"lend-node","arguments":{"node":"vfio/13","uid":1000}},"former":{}})",
            u"Take /dev/vfio/13 back from user 1000"_s, u"Let user 1000 open /dev/vfio/13 for this run"_s,
            u"It reads as it did before"_s);
        row("node", u"lend-node"_s, R"({"node":"vfio/13","uid":1000})",
            u"Let user 1000 open /dev/vfio/13 for this run"_s, u"Take /dev/vfio/13 back from user 1000"_s,
            u"user 1000 may open /dev/vfio/13"_s);
        row("node of a named user", u"lend-node"_s, R"({"node":"vfio/13","uid":1000,"user":"ann"})",
            u"Let ann open /dev/vfio/13 for this run"_s, u"Take /dev/vfio/13 back from ann"_s,
            u"ann may open /dev/vfio/13"_s);
        row("start", u"start-domain"_s, R"({"domain":"6f0a","name":"web"})", u"Start web"_s, u"End web"_s,
            u"QEMU of web answers"_s);
        row("start of a name that looks like a place", u"start-domain"_s, R"({"domain":"6f0a","name":"{domain}"})",
            u"Start {domain}"_s, u"End {domain}"_s, u"QEMU of {domain} answers"_s);
        row("stop", u"stop-domain"_s, R"({"domain":"6f0a","name":"web"})", u"End web"_s,
            u"Cannot be taken back: start web again"_s, u"The process of web is gone"_s);
        row("plug", u"attach-device"_s, R"({"domain":"6f0a","name":"web","device":"0000:03:10.2","id":"hostdev0"})",
            u"Plug 0000:03:10.2 into web"_s, u"Unplug 0000:03:10.2 from web"_s, u"web has the device hostdev0"_s);
        row("unplug", u"detach-device"_s, R"({"domain":"6f0a","name":"web","device":"0000:03:10.2","id":"hostdev0"})",
            u"Unplug 0000:03:10.2 from web"_s, u"Plug 0000:03:10.2 into web again"_s, u"web has released hostdev0"_s);
        row("reset", u"reset-device"_s, R"({"device":"0000:03:10.2"})", u"Reset 0000:03:10.2"_s,
            u"Cannot be taken back, and need not be"_s, u"The kernel reports that 0000:03:10.2 was reset"_s);
        row("define", u"define-domain"_s, R"({"domain":"6f0a","name":"web"})", u"Save the definition of web"_s,
            u"Put the former definition of web back"_s, u"The stored definition of web is the new one"_s);
        row("memory", u"set-memory-lock"_s, R"({"domain":"6f0a","bytes":5368709120})",
            u"Let the machine lock 5 GiB of memory"_s, u"Set the former limit for locked memory"_s,
            u"The limit for locked memory reads 5 GiB"_s);
        row("from the future", u"paint-device"_s, R"({})", u"paint-device"_s, QString(), QString());
    }
    void saysWhatIsDoneAndTakenBack()
    {
        QFETCH(QString, kind);
        QFETCH(QByteArray, arguments);
        const QJsonObject json = QJsonDocument::fromJson(arguments).object();
        QTEST(stepText(kind, json), "text");
        QTEST(stepUndoText(kind, json), "undo");
        QTEST(stepVerifyText(kind, json), "verify");
    }
};

QTEST_APPLESS_MAIN(TestStepText)
#include "tst_steptext.moc"
