// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/snapshotjson.h"
#include "kernel/samplehost.h"
#include "support/simulatedhelper.h"
#include "support/places.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QSet>
#include <QTest>

using namespace laneway;

/// The program itself, as a person or a script calls it, on bundled hosts.
class TestLanewayCtl : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;

    struct Run
    {
        int status = -1;
        QString out;
        QString err;
        QJsonArray array() const { return QJsonDocument::fromJson(out.toUtf8()).array(); }
        QJsonObject object() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
    };
    static Run run(const QStringList &arguments)
    {
        QProcess process;
        process.start(places::builtFile(u"app/lanewayctl/lanewayctl"_s), arguments);
        if (!process.waitForFinished(60'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
    }
    /// On the server sample whose changes are kept between calls.
    Run onServer(const QStringList &arguments)
    {
        m_environment->set("LANEWAY_SIM_STATE", m_environment->path(u"kernel.json"_s).toUtf8());
        const Run result = run(QStringList{u"-c"_s, u"sample:server"_s} + arguments);
        // The state is the next helper's once this one has gone.
        [&] { QTRY_VERIFY(m_environment->helpers().isEmpty()); }();
        return result;
    }
    QString write(const QString &name, const QString &text) const
    {
        QFile file(m_environment->path(name));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write(text.toUtf8());
        return file.fileName();
    }
    static QString vf()
    {
        static const QString first = sampleHost(u"server"_s)
                                         ->functions.value(*PciAddress::parse(u"0000:02:00.0"))
                                         .sriov->functions.first()
                                         .toString();
        return first;
    }
    static QString node(const QString &address) { return PciAddress::parse(address)->toNodeDevice(); }
    QString driver(const QString &address)
    {
        const auto list = onServer({u"nodedev-list"_s, u"--json"_s}).array();
        for (const QJsonValue &device : list)
            if (device[u"address"] == address)
                return device[u"driver"].toString();
        return u"gone"_s;
    }
    /// The kernel in memory, as it would be found by the next helper.
    QJsonObject keptState() const
    {
        QFile file(m_environment->path(u"kernel.json"_s));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QJsonObject state = QJsonDocument::fromJson(file.readAll()).object();
        QStringList drivers = state[u"drivers"].toVariant().toStringList(); // a set
        drivers.sort();
        state[u"drivers"] = QJsonArray::fromStringList(drivers);
        return state;
    }

private Q_SLOTS:
    void init()
    {
        m_environment = std::make_unique<HelperEnvironment>();
        QVERIFY(m_environment->isValid());
    }
    void cleanup() { m_environment.reset(); }

    // A sentence, what is meant and what to do agree; and what to do is said in this program's words.
    void errorsSayWhatToDo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("says");
        QTest::newRow("a machine that is not there")
            << QStringList{u"start"_s, u"nobody"_s} << QStringList{u"lanewayctl list --all"_s};
        QTest::newRow("a device that is not there")
            << QStringList{u"nodedev-dumpxml"_s, u"nonic"_s} << QStringList{u"nodedev-list"_s};
        QTest::newRow("a network that is not there")
            << QStringList{u"net-info"_s, u"nonet"_s} << QStringList{u"net-list --all"_s};
        QTest::newRow("a job that is not there")
            << QStringList{u"journal"_s, u"show"_s, u"99"_s} << QStringList{u"job 99"_s, u"journal list"_s};
        QTest::newRow("a file that is not there")
            << QStringList{u"define"_s, u"/nowhere/web.xml"_s} << QStringList{u"There is no file /nowhere/web.xml"_s};
        QTest::newRow("a file that cannot be written") << QStringList{u"host"_s, u"capture"_s, u"-o"_s,
            u"/nowhere/host.json"_s} << QStringList{u"/nowhere/host.json cannot be written"_s};
        QTest::newRow("a system that nobody knows") << QStringList{u"create"_s, u"--name"_s, u"x"_s, u"--pxe"_s,
            u"--os-variant"_s, u"nosuch"_s} << QStringList{u"“nosuch” is not a valid value"_s, u"--os-variant"_s};
        QTest::newRow("nothing to start from")
            << QStringList{u"create"_s, u"--name"_s, u"x"_s} << QStringList{u"domain x"_s, u"--cdrom FILE"_s};
    }
    void errorsSayWhatToDo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, says);
        const Run result = run(QStringList{u"-c"_s, u"sample:server"_s} + arguments);
        QCOMPARE(result.status, 1);
        for (const QString &one : std::as_const(says))
            QVERIFY2(result.err.contains(one), qPrintable(result.err));
    }
    void aSessionIsSaidToOnlyLook()
    {
        const Run result = run({u"-c"_s, u"session"_s, u"nodedev-detach"_s, u"0000:00:00.0"_s});
        QCOMPARE(result.status, 3);
        QVERIFY2(
            !result.err.contains(u"grant"_s) && result.err.contains(u"lanewayctl -c system"_s), qPrintable(result.err));
    }

    void usageErrorsHaveStatus2_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList();
        QTest::newRow("unknown verb") << QStringList{u"frobnicate"_s};
        QTest::newRow("half a verb") << QStringList{u"host"_s};
        QTest::newRow("unknown option") << QStringList{u"list"_s, u"--everything"_s};
        QTest::newRow("missing argument") << QStringList{u"start"_s};
        QTest::newRow("too many arguments") << QStringList{u"start"_s, u"a"_s, u"b"_s};
        QTest::newRow("option without value") << QStringList{u"nodedev-list"_s, u"--cap"_s};
        QTest::newRow("dry run of a listing") << QStringList{u"list"_s, u"--dry-run"_s};
        QTest::newRow("unknown connection") << QStringList{u"-c"_s, u"qemu:///system"_s, u"list"_s};
        QTest::newRow("unknown capability")
            << QStringList{u"-c"_s, u"sample:laptop"_s, u"nodedev-list"_s, u"--cap"_s, u"x"_s};
        QTest::newRow("count that is no number")
            << QStringList{u"-c"_s, u"sample:server"_s, u"vf"_s, u"create"_s, u"enp2s0f0"_s, u"two"_s};
        QTest::newRow("unknown VF key") << QStringList{
            u"-c"_s, u"sample:server"_s, u"vf"_s, u"set"_s, u"enp2s0f0"_s, u"colour=red"_s};
        const auto configure = [](const char *name, const QStringList &words) {
            QTest::newRow(name) << QStringList{u"-c"_s, u"sample:server"_s, u"vf"_s, u"configure"_s, u"enp2s0f0"_s}
                    + words;
        };
        configure("VFs that are not there", {u"0-7:vlan=1"_s});
        configure("VFs backwards", {u"3-1:vlan=1"_s});
        configure("nothing for VFs", {});
        configure("a series of VLANs that is too long", {u"--vlan-base"_s, u"4090"_s});
        configure("a series of MACs that is too long", {u"--mac-base"_s, u"ff:ff:ff:ff:ff:fe"_s});
        configure("VF without a word", {u"3"_s});
        QTest::newRow("unknown format") << QStringList{u"domxml-to-native"_s, u"xen-xm"_s, u"/dev/null"_s};
    }
    void usageErrorsHaveStatus2()
    {
        QFETCH(QStringList, arguments);
        const Run result = run(arguments);
        QCOMPARE(result.status, 2);
        QVERIFY(result.out.isEmpty());
        QVERIFY(!result.err.isEmpty());
    }
    // As virsh does, with the editor that somebody has.
    void aDefinitionIsEdited()
    {
        m_environment->set("VISUAL", {});
        const auto edit = [&](const QByteArray &editor) {
            m_environment->set("EDITOR", editor);
            return onServer({u"edit"_s, u"web"_s});
        };
        const QString file = write(u"web.xml"_s,
            u"<domain type='qemu'><name>web</name><memory unit='MiB'>256</memory>"
            "<vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os><devices/></domain>"_s);
        QCOMPARE(onServer({u"define"_s, file}).status, 0);
        QCOMPARE(edit("true").out, u"Domain 'web' XML configuration not changed.\n"_s);
        const Run edited = edit("sed -i s/256/512/");
        QVERIFY2(edited.status == 0, qPrintable(edited.err));
        QVERIFY(edited.out.contains(u"XML configuration edited"_s));
        QVERIFY(onServer({u"dumpxml"_s, u"web"_s}).out.contains(u"512"_s));
        // What cannot be stored stays somebody's.
        const Run broken = edit("sed -i s/512.*$/broken/");
        QCOMPARE(broken.status, 1);
        QVERIFY2(broken.err.contains(u"What you wrote is kept in "_s), qPrintable(broken.err));
        const QString kept = broken.err.section(u"kept in "_s, 1).section(u".xml"_s, 0, 0) + u".xml"_s;
        QVERIFY(QFile::exists(kept));
        QFile::remove(kept);
        QVERIFY(onServer({u"dumpxml"_s, u"web"_s}).out.contains(u"512"_s));
        const Run failed = edit("false");
        QVERIFY(failed.status != 0);
        QFile::remove(failed.err.section(u"kept in "_s, 1).section(u".xml"_s, 0, 0) + u".xml"_s);
    }

    // Well-formed, and wrong: it is said where, in the file that somebody wrote.
    void whatIsWrongInAFileHasItsPlace_data()
    {
        QTest::addColumn<QStringList>("verb"); // "FILE" is the file
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        const QString machine
            = u"<domain type='qemu'>\n  <name>db</name>\n  <memory unit='MiB'>256</memory>\n  <vcpu>1</vcpu>\n"
              "  <os><type arch='x86_64' machine='q35'>hvm</type></os>\n%1  <devices>\n%2  </devices>\n</domain>\n"_s;
        const QString zone = machine.arg(u"  <clock offset='timezone' timezone='Europe/Pari'/>\n"_s, QString());
        const QString twice = machine.arg(QString(),
            u"    <rng model='virtio'><alias name='ua-a'/></rng>\n"
            "    <rng model='virtio'><alias name='ua-a'/></rng>\n"_s);
        const QString device
            = u"\n<disk type='file' device='cdrom'>\n  <target dev='sdz'/>\n  <boot order='first'/>\n</disk>\n"_s;
        const QString devices
            = u"<devices>\n  <rng model='virtio'/>\n  <rng model='virtio'>\n    <boot order='0'/>\n  </rng>\n</devices>\n"_s;
        const QStringList attach{u"attach-device"_s, u"web"_s, u"FILE"_s, u"--config"_s};
        QTest::newRow("define") << QStringList{u"define"_s, u"FILE"_s} << zone << u"line 6, column 3"_s;
        QTest::newRow("define, dry") << QStringList{u"define"_s, u"--dry-run"_s, u"FILE"_s} << zone
                                     << u"line 6, column 3"_s;
        QTest::newRow("define, the second of two")
            << QStringList{u"define"_s, u"FILE"_s} << twice << u"line 8, column 5"_s;
        QTest::newRow("checked alone") << QStringList{u"xml"_s, u"FILE"_s} << zone << u"line 6, column 3"_s;
        QTest::newRow("attach") << attach << device << u"line 4, column 3"_s;
        QTest::newRow("attach, one of several") << attach << devices << u"line 4, column 5"_s;
        QTest::newRow("network") << QStringList{u"net-define"_s,
            u"FILE"_s} << u"<network>\n  <name>n</name>\n  <forward mode='hostdev' managed='perhaps'/>\n</network>\n"_s
                                 << u"line 3, column 3"_s;
    }
    void whatIsWrongInAFileHasItsPlace()
    {
        QFETCH(QStringList, verb);
        QFETCH(QString, text);
        QFETCH(QString, place);
        QCOMPARE(onServer({u"define"_s, write(u"web.xml"_s, domainXml(u"web"_s, {}))}).status, 0);
        const QString file = write(u"wrong.xml"_s, text);
        verb.replaceInStrings(u"FILE"_s, file);
        const Run run = onServer(verb);
        QVERIFY(run.status != 0);
        QVERIFY2(run.err.contains(file + u", "_s + place), qPrintable(run.err));
        const QJsonObject error
            = QJsonDocument::fromJson(onServer(verb + QStringList{u"--json"_s}).err.toUtf8()).object();
        QCOMPARE(u"line %1, column %2"_s.arg(error[u"line"].toInt()).arg(error[u"column"].toInt()), place);
    }
    void whatIsWrongInAnEditHasItsPlace()
    {
        QCOMPARE(onServer({u"define"_s, write(u"web.xml"_s, domainXml(u"web"_s, {}))}).status, 0);
        m_environment->set("VISUAL", {});
        m_environment->set("EDITOR", "sed -i 's/<name>web/<name>a\\/b/'");
        const Run edited = onServer({u"edit"_s, u"web"_s});
        QVERIFY2(edited.status != 0 && edited.err.contains(u".xml, line 1, column 20: "_s), qPrintable(edited.err));
        QFile::remove(edited.err.section(u"kept in "_s, 1).section(u".xml"_s, 0, 0) + u".xml"_s);
    }

    void everyVerbExplainsItself()
    {
        const Run program = run({u"--help"_s});
        QCOMPARE(program.status, 0);
        for (const auto *verb :
            {u"nodedev-list", u"nodedev-dumpxml", u"nodedev-detach", u"nodedev-reattach", u"nodedev-reset", u"define",
                u"undefine", u"list", u"dumpxml", u"edit", u"start", u"shutdown", u"destroy", u"domstate", u"dominfo",
                u"domblklist", u"domiflist", u"desc", u"setvcpus", u"setmem", u"setmaxmem", u"domstats", u"domblkstat",
                u"domifstat", u"dommemstat", u"attach-device", u"detach-device", u"host verdicts", u"host usb",
                u"host capture", u"vf create", u"vf list", u"vf set", u"vf configure", u"vf keep", u"net-list",
                u"net-define", u"net-undefine", u"net-start", u"net-destroy", u"net-autostart", u"net-dumpxml",
                u"net-info", u"journal list", u"journal show", u"journal undo", u"xml", u"domxml-to-native"}) {
            const QString words = QString::fromUtf16(verb);
            QVERIFY2(program.out.contains(u"\n  "_s + words + u' '), qPrintable(words));
            const Run help = run(words.split(u' ') + QStringList{u"--help"_s});
            QCOMPARE(help.status, 0);
            QVERIFY2(help.out.startsWith(u"Usage: lanewayctl "_s + words), qPrintable(help.out));
        }
        QVERIFY(run({u"--version"_s}).out.startsWith(u"lanewayctl "_s));
    }

    /// The guides' procedure, word for word but for the program's name.
    void networksAreUsedAsVirshDoes()
    {
        const QString file = write(u"passthrough.xml"_s,
            u"<network>\n   <name>passthrough</name> <!-- This is the name of the file you created -->\n"
            "   <forward mode='hostdev' managed='yes'>\n     <pf dev='enp2s0f0'/>\n   </forward>\n</network>\n"_s);
        QCOMPARE(onServer({u"net-define"_s, file, u"--dry-run"_s}).status, 0);
        QVERIFY(onServer({u"net-list"_s, u"--all"_s, u"--json"_s}).array().isEmpty());
        QCOMPARE(onServer({u"net-define"_s, file}).out, u"Network passthrough defined from %1\n"_s.arg(file));
        QCOMPARE(onServer({u"net-list"_s, u"--all"_s}).out,
            u" Name          State      Autostart   Persistent\n"
            "--------------------------------------------------\n"
            " passthrough   inactive   no          yes\n"_s);
        QVERIFY(!onServer({u"net-list"_s}).out.contains(u"passthrough"_s));
        QCOMPARE(onServer({u"net-list"_s, u"--inactive"_s, u"--name"_s}).out, u"passthrough\n"_s);
        const auto listed = [&](const QStringList &options) {
            return onServer(QStringList{u"net-list"_s, u"--all"_s, u"--name"_s} + options).out == u"passthrough\n";
        };
        QVERIFY(listed({u"--persistent"_s}) && !listed({u"--transient"_s})
            && listed({u"--persistent"_s, u"--transient"_s}));
        QVERIFY(listed({u"--no-autostart"_s}) && !listed({u"--autostart"_s}));
        QCOMPARE(onServer({u"net-list"_s, u"--table"_s, u"--all"_s}).out, onServer({u"net-list"_s, u"--all"_s}).out);
        QVERIFY(onServer({u"net-list"_s, u"--table"_s, u"--name"_s}).status != 0);
        QCOMPARE(
            onServer({u"net-autostart"_s, u"passthrough"_s}).out, u"Network passthrough marked as autostarted\n"_s);
        QCOMPARE(onServer({u"net-start"_s, u"passthrough"_s}).out, u"Network passthrough started\n"_s);
        QVERIFY(onServer({u"net-list"_s}).out.endsWith(u" passthrough   active   yes         yes\n"_s));
        QCOMPARE(onServer({u"net-start"_s, u"passthrough"_s}).status, 1);
        QCOMPARE(onServer({u"net-start"_s, u"blue"_s}).status, 1);

        const QString interface = u"<interface type='network'>\n  <source network='passthrough'/>\n</interface>"_s;
        for (int i = 0; i < 8; ++i) {
            const QString name = u"guest%1"_s.arg(i);
            const QString guest
                = write(name + u".xml", domainXml(name, {}).replace(u"<devices>"_s, u"<devices>"_s + interface));
            QCOMPARE(onServer({u"define"_s, guest}).status, 0);
            const Run started = onServer({u"start"_s, name});
            if (i < 7) {
                QVERIFY2(started.status == 0, qPrintable(started.err));
                continue;
            }
            QCOMPARE(started.status, 4); // blocked
            for (int holder = 0; holder < 7; ++holder)
                QVERIFY2(started.err.contains(u"The running machine guest%1 has this device."_s.arg(holder)),
                    qPrintable(started.err));
        }
        const QString shown = onServer({u"net-dumpxml"_s, u"passthrough"_s}).out;
        QVERIFY2(shown.startsWith(u"<network connections='7'>\n"_s), qPrintable(shown));
        QCOMPARE(shown.count(u"<address type='pci' domain='0x0000' bus='0x02' slot='0x1"_s), 7);
        QCOMPARE(onServer({u"net-dumpxml"_s, u"--inactive"_s, u"passthrough"_s}).out.count(u"<address"_s), 0);
        const QString info = onServer({u"net-info"_s, u"passthrough"_s}).out;
        QVERIFY2(info.startsWith(u"Name:           passthrough\nUUID:           "_s), qPrintable(info));
        QVERIFY2(
            info.contains(u"\nActive:         yes\nPersistent:     yes\nAutostart:      yes\n"_s), qPrintable(info));
        QVERIFY2(info.contains(u"\nConnections:    7\nFree:           0 of 7\n"_s), qPrintable(info));
        QVERIFY2(info.contains(u" 0000:02:10.0   leased   guest0"_s), qPrintable(info));
        const QJsonObject json = onServer({u"net-info"_s, u"passthrough"_s, u"--json"_s}).object();
        QCOMPARE(json[u"connections"].toInt(), 7);
        QCOMPARE(json[u"devices"].toArray().first()[u"holder"].toString(), u"guest0"_s);

        const Run refused = onServer({u"net-destroy"_s, u"passthrough"_s});
        QCOMPARE(refused.status, 4);
        QVERIFY2(refused.err.contains(u"guest3"_s), qPrintable(refused.err));
        QCOMPARE(onServer({u"destroy"_s, u"guest2"_s}).status, 0);
        QVERIFY(onServer({u"net-dumpxml"_s, u"passthrough"_s}).out.startsWith(u"<network connections='6'>"_s));
        QCOMPARE(onServer({u"start"_s, u"guest7"_s}).status, 0);
        QVERIFY(onServer({u"net-dumpxml"_s, u"passthrough"_s}).out.startsWith(u"<network connections='7'>"_s));
        for (const int i : {0, 1, 3, 4, 5, 6, 7})
            QCOMPARE(onServer({u"destroy"_s, u"guest%1"_s.arg(i)}).status, 0);
        QVERIFY(onServer({u"net-dumpxml"_s, u"passthrough"_s}).out.startsWith(u"<network>\n"_s));
        QCOMPARE(onServer({u"net-autostart"_s, u"passthrough"_s, u"--disable"_s}).out,
            u"Network passthrough unmarked as autostarted\n"_s);
        QCOMPARE(onServer({u"net-destroy"_s, u"passthrough"_s}).out, u"Network passthrough destroyed\n"_s);
        QCOMPARE(onServer({u"net-undefine"_s, u"passthrough"_s}).out, u"Network passthrough has been undefined\n"_s);
        QVERIFY(onServer({u"net-list"_s, u"--all"_s, u"--json"_s}).array().isEmpty());
    }

    void devicesAreListedAsVirshDoes()
    {
        const auto host = sampleHost(u"laptop"_s);
        QStringList names;
        for (const PciFunction &function : host->functions)
            names += function.nodeDeviceName();
        QCOMPARE(run({u"-c"_s, u"sample:laptop"_s, u"nodedev-list"_s}).out.split(u'\n', Qt::SkipEmptyParts), names);
        QCOMPARE(run({u"-c"_s, u"sample:laptop"_s, u"nodedev-list"_s, u"--cap"_s, u"pci"_s})
                     .out.split(u'\n', Qt::SkipEmptyParts),
            names);
        QVERIFY(run({u"-c"_s, u"sample:laptop"_s, u"nodedev-list"_s, u"--cap=net"_s}).out.isEmpty());
        const Run tree = run({u"-c"_s, u"sample:laptop"_s, u"nodedev-list"_s, u"--tree"_s});
        QVERIFY(tree.out.startsWith(u"computer\n  |\n  +- "_s));
        for (const QString &name : std::as_const(names))
            QCOMPARE(tree.out.count(u"+- "_s + name + u'\n'), 1);
        const QJsonArray array = run({u"--json"_s, u"nodedev-list"_s, u"-c"_s, u"sample:laptop"_s}).array();
        QCOMPARE(array.size(), names.size());
        QVERIFY(array.first()[u"address"].isString());
    }
    void usbDevicesAreListedAndDescribed()
    {
        const QStringList laptop{u"-c"_s, u"sample:laptop"_s};
        const Run list = run(laptop + QStringList{u"nodedev-list"_s, u"--cap"_s, u"usb_device"_s});
        QCOMPARE(list.status, 0);
        QVERIFY(list.out.split(u'\n').contains(u"usb_usb1"_s));
        QVERIFY(list.out.split(u'\n').contains(u"usb_1_2"_s));
        QVERIFY(!list.out.contains(u"pci_"_s));
        const Run xml = run(laptop + QStringList{u"nodedev-dumpxml"_s, u"usb_1_2"_s});
        QCOMPARE(xml.status, 0);
        for (const QString &part :
            {u"<parent>usb_usb1</parent>"_s, u"<devnode type='dev'>/dev/bus/usb/001/003</devnode>"_s,
                u"<capability type='usb_device'>"_s, u"<product id='0x0407'>Yubikey 4/5 OTP+U2F+CCID</product>"_s})
            QVERIFY2(xml.out.contains(part), qPrintable(xml.out));
        const Run verdicts = run(laptop + QStringList{u"--json"_s, u"host"_s, u"usb"_s});
        const QJsonArray array = verdicts.array();
        QCOMPARE(array.size(), 8);
        for (const QJsonValue &device : array)
            QVERIFY(!device[u"verdict"].toString().isEmpty() && !device[u"reasons"].toArray().isEmpty());
        QVERIFY(run(laptop + QStringList{u"host"_s, u"usb"_s}).out.contains(u"046d:c52b"_s));
    }
    void aDeviceIsDescribed()
    {
        const Run xml = run({u"-c"_s, u"sample:server"_s, u"nodedev-dumpxml"_s, u"pci_0000_02_00_0"_s});
        QCOMPARE(xml.status, 0);
        QVERIFY(xml.out.contains(u"<name>pci_0000_02_00_0</name>"_s));
        QVERIFY(xml.out.contains(u"virt_functions"_s));
        QCOMPARE(run({u"-c"_s, u"sample:server"_s, u"nodedev-dumpxml"_s, u"--device"_s, u"pci_0000_02_00_0"_s}).out,
            xml.out);
        QCOMPARE(run({u"-c"_s, u"sample:server"_s, u"nodedev-dumpxml"_s, u"pci_0000_77_00_0"_s}).status, 1);
    }

    void verdictsHaveTheirShape_data()
    {
        QTest::addColumn<QString>("sample");
        for (const auto *name : {"workstation", "server", "laptop", "no-iommu"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void verdictsHaveTheirShape()
    {
        QFETCH(QString, sample);
        const Run result = run({u"-c"_s, u"sample:"_s + sample, u"host"_s, u"verdicts"_s, u"--json"_s});
        QCOMPARE(result.status, 0);
        const QJsonArray array = result.array();
        QCOMPARE(array.size(), sampleHost(sample)->functions.size());
        static const QSet<QString> levels{u"ready"_s, u"with-companions"_s, u"caution"_s, u"blocked"_s, u"never"_s};
        for (const QJsonValue &value : array) {
            QVERIFY(PciAddress::parse(value[u"address"].toString()));
            QVERIFY(value[u"name"].isString());
            QVERIFY(value[u"group"].isDouble() || value[u"group"].isNull());
            QVERIFY(value[u"driver"].isString() || value[u"driver"].isNull());
            QVERIFY(value[u"endpoint"].isBool());
            QVERIFY(levels.contains(value[u"verdict"].toString()));
            QVERIFY(value[u"companions"].isArray());
            QVERIFY(value[u"sriov"].isNull() || value[u"sriov"][u"total"].isDouble());
            QVERIFY(value[u"physfn"].isNull() || value[u"physfn"].isString());
            QVERIFY(value[u"reasons"].isArray());
            const QJsonArray reasons = value[u"reasons"].toArray();
            for (const QJsonValue &reason : reasons) {
                QVERIFY(!reason[u"code"].toString().isEmpty());
                QVERIFY(!reason[u"text"].toString().isEmpty());
                QVERIFY(!reason[u"evidence"].isUndefined());
            }
            if (!value[u"endpoint"].toBool())
                QCOMPARE(value[u"verdict"].toString(), u"never"_s);
        }
        if (sample == u"no-iommu"_s) {
            for (const QJsonValue &value : array)
                QVERIFY(value[u"verdict"] == u"blocked"_s || value[u"verdict"] == u"never"_s);
        }
    }
    void verdictsAreReadable()
    {
        const Run result = run({u"-c"_s, u"sample:server"_s, u"host"_s, u"verdicts"_s});
        QCOMPARE(result.status, 0);
        QCOMPARE(result.out.count(u'\n'), sampleHost(u"server"_s)->functions.size() + 2);
        QVERIFY(result.out.contains(vf()));
    }
    void aListingOfLspciIsAHost()
    {
        const QString file = write(u"den.lspci"_s,
            u"00:02.0 Audio device [0403]: A Card [1234:0001]\n\tControl: I/O+\n\tStatus: Cap+\n"
            "\tCapabilities: <access denied>\n00:03.0 Host bridge [0600]: A Host [1234:0002]\n"_s);
        const Run result = run({u"-c"_s, u"lspci:"_s + file, u"host"_s, u"verdicts"_s, u"--json"_s});
        QCOMPARE(result.status, 0);
        const QJsonArray array = result.array();
        QCOMPARE(array.size(), 2);
        QCOMPARE(array[0][u"verdict"].toString(), u"blocked"_s);
        QCOMPARE(array[0][u"unknown"].toArray().first().toString(), u"iommuGroup"_s);
        QStringList codes;
        for (const QJsonValue &reason : array[0][u"reasons"].toArray())
            codes << reason[u"code"].toString();
        QVERIFY(codes.contains(u"read-only-host"_s) && codes.contains(u"iommu-group-unknown"_s));
        const Run table = run({u"-c"_s, u"lspci:"_s + file, u"host"_s, u"verdicts"_s});
        QVERIFY(table.out.simplified().contains(u"0000:00:02.0 ? ? caution A Card"));
        // That nothing can be changed is the same for all: what tells them apart comes instead.
        QVERIFY(table.out.contains(u"IOMMU group is unknown"));
        // What it looked like can be kept as a capture: still read-only, still unknown.
        const QString capture = m_environment->path(u"den.json"_s);
        QCOMPARE(run({u"-c"_s, u"lspci:"_s + file, u"host"_s, u"capture"_s, u"-o"_s, capture}).status, 0);
        const Run again = run({u"-c"_s, u"file:"_s + capture, u"host"_s, u"verdicts"_s, u"--json"_s});
        QCOMPARE(again.array(), array);

        const Run bad
            = run({u"-c"_s, u"lspci:"_s + write(u"bad.lspci"_s, u"00:02.0 Audio dev"_s), u"host"_s, u"verdicts"_s});
        QVERIFY(bad.status != 0);
        QVERIFY(bad.err.contains(u"bad.lspci, line 1"));
    }
    void aCaptureIsAHost()
    {
        const QString file = m_environment->path(u"capture.json"_s);
        QCOMPARE(
            run({u"-c"_s, u"sample:workstation"_s, u"host"_s, u"capture"_s, u"-o"_s, file, u"--masked"_s}).status, 0);
        const Run again = run({u"-c"_s, u"file:"_s + file, u"nodedev-list"_s});
        QCOMPARE(again.status, 0);
        QCOMPARE(again.out.count(u'\n'), sampleHost(u"workstation"_s)->functions.size());
        const Run out = run({u"-c"_s, u"sample:workstation"_s, u"host"_s, u"capture"_s});
        QVERIFY(parseSnapshot(out.out.toUtf8()));
    }

    void aMachinesLife()
    {
        const QString file = write(u"web.xml"_s, domainXml(u"web"_s, {vf()}));
        const QString before = driver(vf());

        const Run wouldDefine = onServer({u"define"_s, u"--dry-run"_s, file});
        QCOMPARE(wouldDefine.status, 0);
        QVERIFY(onServer({u"list"_s, u"--all"_s, u"--json"_s}).array().isEmpty());

        const Run defined = onServer({u"define"_s, file});
        QCOMPARE(defined.status, 0);
        QCOMPARE(defined.out, u"Domain 'web' defined from %1\n"_s.arg(file));
        const Run listed = onServer({u"list"_s, u"--all"_s});
        QVERIFY2(listed.out.startsWith(u" Id   Name   State\n---"_s), qPrintable(listed.out));
        QVERIFY2(listed.out.endsWith(u"\n -    web    shut off\n"_s), qPrintable(listed.out));
        QVERIFY(!onServer({u"list"_s}).out.contains(u"web"_s));
        const QJsonArray array = onServer({u"list"_s, u"--all"_s, u"--json"_s}).array();
        QCOMPARE(array.size(), 1);
        QCOMPARE(array.first()[u"name"].toString(), u"web"_s);
        QVERIFY(array.first()[u"id"].isNull());
        QCOMPARE(array.first()[u"devices"].toArray(), QJsonArray{vf()});
        QCOMPARE(onServer({u"domstate"_s, u"web"_s}).out, u"shut off\n"_s);
        QCOMPARE(onServer({u"domstate"_s, array.first()[u"uuid"].toString()}).out, u"shut off\n"_s);
        QVERIFY(onServer({u"dumpxml"_s, u"web"_s}).out.contains(u"<name>web</name>"_s));

        const QJsonObject untouched = keptState();
        const Run planned = onServer({u"start"_s, u"web"_s, u"--dry-run"_s});
        QCOMPARE(planned.status, 0);
        QVERIFY(planned.out.contains(u"vfio-pci"_s));
        const QJsonObject json = onServer({u"start"_s, u"--dry-run"_s, u"--json"_s, u"web"_s}).object();
        QVERIFY(!json[u"steps"].toArray().isEmpty());
        QCOMPARE(keptState(), untouched);
        QCOMPARE(onServer({u"domstate"_s, u"web"_s}).out, u"shut off\n"_s);

        const Run started = onServer({u"start"_s, u"web"_s});
        QVERIFY2(started.status == 0, qPrintable(started.err));
        QCOMPARE(started.out, u"Domain 'web' started\n"_s);
        QCOMPARE(onServer({u"domstate"_s, u"web"_s}).out, u"running\n"_s);
        QCOMPARE(driver(vf()), u"vfio-pci"_s);
        QVERIFY(onServer({u"list"_s}).out.contains(u" web "_s));
        // It is in use: nobody else gets it.
        const Run taken = onServer({u"nodedev-reattach"_s, node(vf())});
        QCOMPARE(taken.status, 4);
        QVERIFY(onServer({u"start"_s, u"web"_s}).status != 0);
        QCOMPARE(onServer({u"undefine"_s, u"web"_s, u"--dry-run"_s}).status, 0);

        const Run destroyed = onServer({u"destroy"_s, u"web"_s});
        QVERIFY2(destroyed.status == 0, qPrintable(destroyed.err));
        QCOMPARE(destroyed.out, u"Domain 'web' destroyed\n"_s);
        QCOMPARE(driver(vf()), before);
        const Run undefined = onServer({u"undefine"_s, u"web"_s});
        QCOMPARE(undefined.out, u"Domain 'web' has been undefined\n"_s);
        QVERIFY(onServer({u"list"_s, u"--all"_s, u"--json"_s}).array().isEmpty());
        QCOMPARE(onServer({u"domstate"_s, u"web"_s}).status, 1);

        const QJsonArray journal = onServer({u"journal"_s, u"list"_s, u"--json"_s}).array();
        QVERIFY(journal.size() >= 2);
        const QString job = journal.last()[u"id"].toString();
        const Run shown = onServer({u"journal"_s, u"show"_s, job});
        QCOMPARE(shown.status, 0);
        QVERIFY(shown.out.contains(u"web"_s));
        QVERIFY(onServer({u"journal"_s}).out.contains(job));
        QCOMPARE(onServer({u"journal"_s, u"show"_s, u"nothing"_s}).status, 1);
    }
    void whyAMachineStaysIsSaid()
    {
        QCOMPARE(onServer({u"define"_s, write(u"web.xml"_s, domainXml(u"web"_s, {u"0000:02:10.0"_s}))}).status, 0);
        QCOMPARE(onServer({u"define"_s, write(u"mail.xml"_s, domainXml(u"mail"_s, {}))}).status, 0);
        const Run kept = onServer({u"migrate"_s, u"--live"_s, u"web"_s, u"qemu+ssh://there/system"_s});
        QCOMPARE(kept.status, 1);
        QVERIFY2(kept.err.contains(u"0000:02:10.0"_s), qPrintable(kept.err));
        const Run plain = onServer({u"migrate"_s, u"mail"_s, u"qemu+ssh://there/system"_s});
        QCOMPARE(plain.status, 1);
        QVERIFY2(plain.err.contains(u"dumpxml --inactive"_s), qPrintable(plain.err));
    }
    void aMachineIsAskedToShutDown()
    {
        QCOMPARE(onServer({u"define"_s, write(u"web.xml"_s, domainXml(u"web"_s, {}))}).status, 0);
        QVERIFY(onServer({u"shutdown"_s, u"web"_s}).status != 0); // it does not run
        const Run started = onServer({u"start"_s, u"web"_s});
        QVERIFY2(started.status == 0, qPrintable(started.err));
        const Run asked = onServer({u"shutdown"_s, u"web"_s});
        QVERIFY2(asked.status == 0, qPrintable(asked.err));
        QCOMPARE(asked.out, u"Domain 'web' is being shutdown\n"_s);
    }
    void aMachineIsSavedAndRestored()
    {
        QCOMPARE(onServer({u"define"_s, write(u"web.xml"_s, domainXml(u"web"_s, {}))}).status, 0);
        const auto reason = [this] { return onServer({u"domstate"_s, u"--reason"_s, u"web"_s}).out.trimmed(); };
        QCOMPARE(onServer({u"managedsave"_s, u"web"_s}).status, 1); // it does not run
        QCOMPARE(onServer({u"start"_s, u"web"_s}).status, 0);
        const Run saved = onServer({u"managedsave"_s, u"web"_s});
        QVERIFY2(saved.status == 0, qPrintable(saved.err));
        QCOMPARE(saved.out, u"Domain 'web' state saved\n"_s);
        QCOMPARE(reason(), u"shut off (saved)"_s);
        QCOMPARE(onServer({u"undefine"_s, u"web"_s}).status, 1); // what is saved would be lost
        QCOMPARE(onServer({u"domrename"_s, u"web"_s, u"mail"_s}).out, u"Domain 'web' successfully renamed\n"_s);
        QCOMPARE(onServer({u"domrename"_s, u"mail"_s, u"web"_s}).status, 0);
        QCOMPARE(onServer({u"start"_s, u"web"_s}).status, 0);
        QCOMPARE(reason(), u"running (restored)"_s);
        QCOMPARE(onServer({u"managedsave"_s, u"--paused"_s, u"web"_s}).status, 0);
        QCOMPARE(onServer({u"start"_s, u"web"_s}).status, 0);
        QCOMPARE(reason(), u"paused (user)"_s);
        QCOMPARE(onServer({u"managedsave"_s, u"web"_s}).status, 0);
        QCOMPARE(onServer({u"managedsave-remove"_s, u"web"_s}).out, u"Removed managedsave image for domain 'web'\n"_s);
        QCOMPARE(onServer({u"managedsave-remove"_s, u"web"_s}).status, 0); // as with virsh
        QCOMPARE(onServer({u"undefine"_s, u"--managed-save"_s, u"web"_s}).status, 0);
    }
    void aMachineStandsStillAndGoesOn()
    {
        QCOMPARE(onServer({u"define"_s, write(u"web.xml"_s, domainXml(u"web"_s, {}))}).status, 0);
        const auto reason = [this] { return onServer({u"domstate"_s, u"--reason"_s, u"web"_s}).out.trimmed(); };
        QCOMPARE(reason(), u"shut off (unknown)"_s);
        QCOMPARE(onServer({u"suspend"_s, u"web"_s}).status, 1);
        QCOMPARE(onServer({u"start"_s, u"--paused"_s, u"web"_s}).out, u"Domain 'web' started\n"_s);
        QCOMPARE(reason(), u"paused (user)"_s);
        QCOMPARE(onServer({u"resume"_s, u"web"_s}).out, u"Domain 'web' resumed\n"_s);
        QCOMPARE(reason(), u"running (unpaused)"_s);
        QCOMPARE(onServer({u"suspend"_s, u"web"_s, u"--dry-run"_s}).status, 0);
        QCOMPARE(reason(), u"running (unpaused)"_s);
        QCOMPARE(onServer({u"suspend"_s, u"web"_s}).out, u"Domain 'web' suspended\n"_s);
        QCOMPARE(reason(), u"paused (user)"_s);
        QCOMPARE(onServer({u"resume"_s, u"web"_s}).status, 0);
        QCOMPARE(onServer({u"reset"_s, u"web"_s}).out, u"Domain 'web' was reset\n"_s);
        QCOMPARE(onServer({u"reboot"_s, u"web"_s, u"--mode"_s, u"by-hand"_s}).status, 2);
        QCOMPARE(onServer({u"reboot"_s, u"web"_s, u"--mode"_s, u"agent"_s}).status, 1); // it has none
        QCOMPARE(onServer({u"reboot"_s, u"web"_s}).out, u"Domain 'web' is being rebooted\n"_s);
        QTRY_COMPARE_WITH_TIMEOUT(onServer({u"domstate"_s, u"web"_s}).out, u"running\n"_s, 20'000);
        QCOMPARE(onServer({u"autostart"_s, u"web"_s}).out, u"Domain 'web' marked as autostarted\n"_s);
        QVERIFY(onServer({u"list"_s, u"--all"_s, u"--json"_s}).array().first()[u"autostart"].toBool());
        QCOMPARE(onServer({u"autostart"_s, u"--disable"_s, u"web"_s}).out, u"Domain 'web' unmarked as autostarted\n"_s);
        QCOMPARE(onServer({u"destroy"_s, u"--graceful"_s, u"web"_s}).out, u"Domain 'web' destroyed\n"_s);
        QCOMPARE(reason(), u"shut off (shutdown)"_s); // it had its way
    }
    void devicesComeAndGo()
    {
        const QString before = driver(vf());
        const QJsonObject untouched = keptState();
        QCOMPARE(onServer({u"nodedev-detach"_s, node(vf()), u"--dry-run"_s}).status, 0);
        QCOMPARE(keptState(), untouched);
        const Run detached = onServer({u"nodedev-detach"_s, node(vf())});
        QVERIFY2(detached.status == 0, qPrintable(detached.err));
        QCOMPARE(detached.out, u"Device %1 detached\n"_s.arg(node(vf())));
        QCOMPARE(driver(vf()), u"vfio-pci"_s);
        const Run reset = onServer({u"nodedev-reset"_s, node(vf())});
        QVERIFY2(reset.status == 0, qPrintable(reset.err));
        QCOMPARE(reset.out, u"Device %1 reset\n"_s.arg(node(vf())));
        const Run back = onServer({u"nodedev-reattach"_s, vf()});
        QVERIFY2(back.status == 0, qPrintable(back.err));
        QCOMPARE(back.out, u"Device %1 re-attached\n"_s.arg(node(vf())));
        QCOMPARE(driver(vf()), before);
    }
    void undoBringsBack()
    {
        const QString before = driver(vf());
        QCOMPARE(onServer({u"nodedev-detach"_s, node(vf())}).status, 0);
        const QJsonArray journal = onServer({u"journal"_s, u"list"_s, u"--json"_s}).array();
        QVERIFY(journal.first()[u"canUndo"].toBool());
        const Run undone = onServer({u"journal"_s, u"undo"_s, journal.first()[u"id"].toString()});
        QVERIFY2(undone.status == 0, qPrintable(undone.err));
        QCOMPARE(driver(vf()), before);
    }
    void virtualFunctionsAreMadeAndSet()
    {
        const QJsonArray listed = onServer({u"vf"_s, u"list"_s, u"enp2s0f0"_s, u"--json"_s}).array();
        QCOMPARE(listed.size(), 7);
        QCOMPARE(listed.first()[u"address"].toString(), vf());
        QCOMPARE(listed.first()[u"index"].toInt(-1), 0);
        QVERIFY(onServer({u"vf"_s, u"list"_s, u"0000:02:00.0"_s}).out.contains(vf()));
        const Run noPf = onServer({u"vf"_s, u"list"_s, vf()});
        QCOMPARE(noPf.status, 1);

        const Run set = onServer({u"vf"_s, u"set"_s, vf(), u"mac=52:54:00:6d:90:02"_s, u"vlan=42"_s});
        QVERIFY2(set.status == 0, qPrintable(set.err));
        const QJsonValue now = onServer({u"vf"_s, u"list"_s, u"pci_0000_02_00_0"_s, u"--json"_s}).array().first();
        QCOMPARE(now[u"mac"].toString(), u"52:54:00:6d:90:02"_s);
        QCOMPARE(now[u"vlan"].toInt(), 42);

        const Run many = onServer({u"vf"_s, u"configure"_s, u"enp2s0f0"_s, u"--mac-base"_s, u"52:54:00:aa:00:fe"_s,
            u"--vlan-base"_s, u"100"_s, u"5,6:vlan=42,trust=on"_s});
        QVERIFY2(many.status == 0, qPrintable(many.err));
        QJsonArray all = onServer({u"vf"_s, u"list"_s, u"enp2s0f0"_s, u"--json"_s}).array();
        QCOMPARE(all[2][u"mac"].toString(), u"52:54:00:aa:01:00"_s);
        QCOMPARE(all[2][u"vlan"].toInt(), 102);
        QCOMPARE(all[6][u"vlan"].toInt(), 42);
        QVERIFY(all[6][u"trust"].toBool() && !all[4][u"trust"].toBool());

        // The card of the sample is an igb, which cannot set the link's state.
        const QStringList refused{u"vf"_s, u"configure"_s, u"enp2s0f0"_s, u"0:vlan=7"_s, u"1:state=enable"_s};
        const Run rolledBack = onServer(refused);
        QCOMPARE(rolledBack.status, 1);
        QVERIFY2(rolledBack.err.contains(u"VF 1, linkState"), qPrintable(rolledBack.err));
        QCOMPARE(onServer({u"vf"_s, u"list"_s, u"enp2s0f0"_s, u"--json"_s}).array(), all);
        const Run kept = onServer(refused + QStringList{u"--keep-refused"_s});
        QCOMPARE(kept.status, 0);
        QVERIFY2(kept.err.contains(u"VF 1, linkState"), qPrintable(kept.err));
        QCOMPARE(onServer({u"vf"_s, u"list"_s, u"enp2s0f0"_s, u"--json"_s}).array().first()[u"vlan"].toInt(), 7);

        QVERIFY(!onServer({u"vf"_s, u"list"_s, u"enp2s0f0"_s}).out.contains(u"Kept"));
        const Run lasting = onServer({u"vf"_s, u"keep"_s, u"enp2s0f0"_s});
        QVERIFY2(lasting.status == 0, qPrintable(lasting.err));
        QVERIFY(onServer({u"vf"_s, u"list"_s, u"enp2s0f0"_s})
                    .out.contains(u"Kept by Laneway in /etc/udev/rules.d/71-laneway-sriov-0000:02:00.0.rules:6"));
        QCOMPARE(onServer({u"vf"_s, u"keep"_s, u"enp2s0f0"_s, u"--remove"_s}).status, 0);
        QVERIFY(!onServer({u"vf"_s, u"list"_s, u"enp2s0f0"_s}).out.contains(u"Kept"));

        const Run made = onServer({u"vf"_s, u"create"_s, u"enp2s0f0"_s, u"3"_s, u"--no-autoprobe"_s});
        QVERIFY2(made.status == 0, qPrintable(made.err));
        QCOMPARE(onServer({u"vf"_s, u"list"_s, u"enp2s0f0"_s, u"--json"_s}).array().size(), 3);
    }
    void aDefinitionGetsAndLosesADevice()
    {
        QCOMPARE(onServer({u"define"_s, write(u"web.xml"_s, domainXml(u"web"_s, {}))}).status, 0);
        const QString whole = domainXml(u"x"_s, {vf()});
        const auto begin = whole.indexOf(u"<hostdev"_s);
        const QString device = write(u"dev.xml"_s, whole.mid(begin, whole.indexOf(u"</devices>"_s) - begin));
        const auto devices = [&] {
            return onServer({u"list"_s, u"--all"_s, u"--json"_s}).array().first()[u"devices"].toArray();
        };
        QCOMPARE(onServer({u"attach-device"_s, u"web"_s, device, u"--config"_s, u"--dry-run"_s}).status, 0);
        QVERIFY(devices().isEmpty());
        const Run attached = onServer({u"attach-device"_s, u"web"_s, device, u"--config"_s});
        QVERIFY2(attached.status == 0, qPrintable(attached.err));
        QCOMPARE(attached.out, u"Device attached successfully\n"_s);
        QCOMPARE(devices(), QJsonArray{vf()});
        const Run detached
            = onServer({u"detach-device"_s, u"--domain"_s, u"web"_s, u"--file"_s, device, u"--config"_s});
        QVERIFY2(detached.status == 0, qPrintable(detached.err));
        QVERIFY(devices().isEmpty());
    }
    void whatAVerdictBlocksHasStatus4_data()
    {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("device");
        QTest::newRow("host bridge") << u"server"_s << u"pci_0000_00_00_0"_s;
        QTest::newRow("no IOMMU") << u"no-iommu"_s << QString();
    }
    void whatAVerdictBlocksHasStatus4()
    {
        QFETCH(QString, sample);
        QFETCH(QString, device);
        if (device.isEmpty()) {
            const auto host = sampleHost(sample);
            for (const PciFunction &function : host->functions)
                if (function.isEndpoint())
                    device = function.nodeDeviceName();
        }
        const Run result = run({u"-c"_s, u"sample:"_s + sample, u"nodedev-detach"_s, device});
        QVERIFY2(result.status == 4, qPrintable(result.err));
        QVERIFY(result.out.isEmpty());
        QVERIFY(result.err.startsWith(u"error: "_s));
        const Run json = run({u"-c"_s, u"sample:"_s + sample, u"nodedev-detach"_s, device, u"--json"_s});
        QCOMPARE(json.status, 4);
        QVERIFY(!QJsonDocument::fromJson(json.err.toUtf8()).object()[u"code"].toString().isEmpty());
    }
    void aFailureIsTakenBackAndHasStatus1()
    {
        const QString before = driver(vf());
        m_environment->set("LANEWAY_SIM_FAULT", "fail:2:EIO");
        const Run failed = onServer({u"nodedev-detach"_s, node(vf())});
        QCOMPARE(failed.status, 1);
        QVERIFY2(failed.err.contains(u"EIO"_s), qPrintable(failed.err));
        m_environment->set("LANEWAY_SIM_FAULT", {});
        QCOMPARE(driver(vf()), before);
    }
    void aKilledHelperIsRecoveredFrom()
    {
        const QString before = driver(vf());
        m_environment->set("LANEWAY_SIM_FAULT", "kill-after:2");
        const Run killed = onServer({u"nodedev-detach"_s, node(vf())});
        QCOMPARE(killed.status, 1);
        QVERIFY(killed.err.contains(u"error: "_s));
        m_environment->set("LANEWAY_SIM_FAULT", {});
        QCOMPARE(driver(vf()), before); // by the next helper, before it answered
        QCOMPARE(
            onServer({u"journal"_s, u"list"_s, u"--json"_s}).array().first()[u"outcome"].toString(), u"rolled-back"_s);
    }
    void noHelperIsAClearError()
    {
        m_environment->set("LANEWAY_HELPER", "/nonexistent/laneway-helper");
        const Run result = run({u"-c"_s, u"sample:laptop"_s, u"list"_s});
        QCOMPARE(result.status, 1);
        QVERIFY(result.err.startsWith(u"error: "_s));
    }
    void aFileThatIsNoCaptureIsNamed()
    {
        const QString file = write(u"none.json"_s, u"no capture"_s);
        const Run result = run({u"-c"_s, u"file:"_s + file, u"list"_s});
        QCOMPARE(result.status, 2);
        QVERIFY2(result.err.contains(u"none.json"_s) && result.err.contains(u"not the recording of a host"_s),
            qPrintable(result.err));
    }
    /// Each call meets the helper of the one before in the middle of its leaving.
    void sessionsFollowEachOther()
    {
        for (int i = 0; i < 60; ++i) {
            const Run listed = run({u"-c"_s, u"session"_s, u"list"_s});
            QVERIFY2(listed.status == 0, qPrintable(QString::number(i) + u": "_s + listed.err));
        }
    }
    void aSessionTakesNoDevices()
    {
        const auto devices = run({u"-c"_s, u"session"_s, u"nodedev-list"_s, u"--json"_s}).array();
        if (devices.isEmpty())
            QSKIP("this machine has no PCI device");
        const QString address = devices.last()[u"address"].toString();
        const Run refused = run({u"-c"_s, u"session"_s, u"nodedev-detach"_s, address});
        QCOMPARE(refused.status, 3);
        QVERIFY2(refused.err.contains(address) && refused.err.contains(u"-c system"_s), qPrintable(refused.err));
    }
    void theHostsLossIsSaid()
    {
        const Run detached = onServer({u"nodedev-detach"_s, u"02:10.2"_s}); // as lspci has it
        QVERIFY2(detached.status == 0, qPrintable(detached.err));
        QVERIFY2(detached.err.contains(u"enp2s0f0v1"_s), qPrintable(detached.err));
        const Run quiet = onServer({u"-q"_s, u"nodedev-detach"_s, u"02:10.4"_s});
        QCOMPARE(quiet.status, 0);
        QVERIFY2(quiet.err.isEmpty(), qPrintable(quiet.err));
    }
    void aRefusalSaysEachThingOnce()
    {
        const Run refused = onServer({u"nodedev-detach"_s, u"0000:00:1f.2"_s});
        QCOMPARE(refused.status, 4);
        QCOMPARE(refused.err.count(u"is a bridge that"_s), 1);
        QVERIFY2(!refused.err.contains(u"Nothing has to be done"_s), qPrintable(refused.err));
    }
    void halfAVerbIsCompleted() { QVERIFY(run({u"vf"_s}).err.contains(u"vf create"_s)); }
    void definitionsAreCheckedWithoutAConnection()
    {
        m_environment->set("LANEWAY_HELPER", "/nonexistent/laneway-helper");
        const QString good = write(u"good.xml"_s, domainXml(u"web"_s, {u"0000:03:10.2"_s}));
        const Run printed = run({u"xml"_s, good});
        QVERIFY2(printed.status == 0, qPrintable(printed.err));
        QVERIFY(printed.out.contains(u"<uuid>"_s));
        QVERIFY(printed.out.contains(u"pcie-root-port"_s));
        QCOMPARE(run({u"xml"_s, write(u"bad.xml"_s, u"<domain><name/></domain>"_s)}).status, 1);
        const Run both = run({u"xml"_s, m_environment->path(u"bad.xml"_s), good});
        QCOMPARE(both.status, 1);
        QVERIFY(both.err.contains(u"bad.xml"_s));
        QVERIFY(both.out.contains(u"<name>web</name>"_s));

        const Run native = run({u"domxml-to-native"_s, u"qemu-argv"_s, good});
        QVERIFY2(native.status == 0, qPrintable(native.err));
        const QStringList words = native.out.split(u'\n', Qt::SkipEmptyParts);
        QVERIFY(words.first().endsWith(u"qemu-system-x86_64"_s));
        QVERIFY(words.contains(u"-nodefaults"_s));
        QCOMPARE(run({u"domxml-to-native"_s, u"--format"_s, u"qemu-argv"_s, u"--xml"_s, good}).status, 0);
    }
};

QTEST_GUILESS_MAIN(TestLanewayCtl)
#include "tst_lanewayctl.moc"
