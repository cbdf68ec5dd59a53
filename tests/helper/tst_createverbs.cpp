// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// lanewayctl create, vol-… and snapshot-…, as a person calls them: on a bundled host, and on this one with the
// real QEMU and qemu-img.
#include "kernel/samplehost.h"
#include "qemu/firmware.h"
#include "support/places.h"
#include "support/simulatedhelper.h"
#include "xml/domainxml.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

using namespace laneway;

class TestCreateVerbs : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;
    QString m_connection;

    struct Run
    {
        int status = -1;
        QString out;
        QString err;
    };
    Run run(const QStringList &arguments, const QString &directory = {})
    {
        QProcess process;
        process.setWorkingDirectory(directory);
        process.start(
            places::builtFile(u"app/lanewayctl/lanewayctl"_s), QStringList{u"-c"_s, m_connection} + arguments);
        if (!process.waitForFinished(120'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        const Run result{process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
        [&] { QTRY_VERIFY(m_connection == u"session" || m_environment->helpers().isEmpty()); }();
        return result;
    }
    void useConnection(bool real)
    {
        m_connection = real ? u"session"_s : u"sample:server"_s;
        if (!real)
            m_environment->set("LANEWAY_SIM_STATE", m_environment->path(u"kernel.json"_s).toUtf8());
    }
    QString folder() const { return m_environment->path(u"home"_s) + u"/.local/share/laneway/images"_s; }
    static void both()
    {
        QTest::addColumn<bool>("real");
        QTest::newRow("simulated") << false;
        if (QFile::exists(u"/usr/bin/qemu-system-x86_64"_s) && QFile::exists(u"/usr/bin/qemu-img"_s))
            QTest::newRow("real") << true;
    }

private Q_SLOTS:
    void init()
    {
        m_environment = std::make_unique<HelperEnvironment>();
        m_environment->set("XDG_DATA_HOME", {});
        QVERIFY(m_environment->isValid());
    }
    void cleanup() { m_environment.reset(); }

    void createsAMachineAsAWhole_data() { both(); }
    void createsAMachineAsAWhole()
    {
        QFETCH(bool, real);
        useConnection(real);
        const QStringList words{u"create"_s, u"--name"_s, u"fresh"_s, u"--memory"_s, u"128"_s, u"--vcpus"_s, u"1"_s,
            u"--pxe"_s, u"--disk"_s, u"size=1"_s, u"--disk"_s, u"size=0.5,format=raw"_s, u"--network"_s, u"none"_s};
        const Run dry = run(words + QStringList{u"--dry-run"_s});
        QVERIFY2(dry.status == 0, qPrintable(dry.err));
        QVERIFY2(dry.out.contains(QString(u"qemu-img create -f qcow2 "_s + folder() + u"/fresh.qcow2 1073741824")),
            qPrintable(dry.out));
        QVERIFY(run({u"list"_s, u"--all"_s, u"--name"_s}).out.trimmed().isEmpty());
        const Run made = run(words);
        QVERIFY2(made.status == 0, qPrintable(made.err));
        QVERIFY2(made.out.contains(u"Domain 'fresh' created"_s), qPrintable(made.out));
        QCOMPARE(run({u"domstate"_s, u"fresh"_s}).out.trimmed(), u"running"_s);
        const Run listed = run({u"vol-list"_s, u"--details"_s});
        QVERIFY2(
            listed.out.contains(u"fresh.qcow2"_s) && listed.out.contains(u"fresh-2.raw"_s), qPrintable(listed.out));
        QCOMPARE(QFileInfo::exists(folder() + u"/fresh.qcow2"_s), real);
        // Nothing is written over, by nobody.
        const Run again = run(words);
        QCOMPARE(again.status, 1);
        QCOMPARE(run({u"create"_s, u"--name"_s, u"other"_s, u"--pxe"_s, u"--disk"_s,
                         QString(u"size=1,path="_s + folder() + u"/fresh.qcow2")})
                     .status,
            1);
        QVERIFY(run({u"vol-delete"_s, u"fresh.qcow2"_s}).status != 0);
        QCOMPARE(run({u"destroy"_s, u"fresh"_s}).status, 0);
    }

    void hostDevicesComeWithTheirSettings_data()
    {
        QTest::addColumn<QString>("device"); // "VF" is a virtual function
        QTest::addColumn<QStringList>("says"); // nothing: refused
        QTest::newRow("as it is") << u"VF"_s << QStringList{u"<hostdev mode='subsystem' type='pci' managed='yes'>"_s};
        QTest::newRow("MAC and VLAN") << u"VF,mac=52:54:00:12:34:56,vlan=42"_s
                                      << QStringList{u"<interface type='hostdev' managed='yes'>"_s,
                                             u"52:54:00:12:34:56"_s, u"<tag id='42'/>"_s};
        QTest::newRow("what libvirt has no words for")
            << u"VF,trust=on,max_tx_rate=100"_s << QStringList{u"trust='on'"_s, u"maxrate='100'"_s};
        QTest::newRow("a word that nobody knows") << u"VF,colour=red"_s << QStringList();
        QTest::newRow("of a device that has none") << u"enp2s0f0,vlan=42"_s << QStringList();
    }
    void hostDevicesComeWithTheirSettings()
    {
        QFETCH(QString, device);
        QFETCH(QStringList, says);
        useConnection(false);
        const auto server = sampleHost(u"server"_s);
        const QString vf
            = server->functions.value(*PciAddress::parse(u"0000:02:00.0")).sriov->functions.first().toString();
        const Run printed = run({u"create"_s, u"--name"_s, u"web"_s, u"--pxe"_s, u"--disk"_s, u"none"_s, u"--network"_s,
            u"none"_s, u"--host-device"_s, device.replace(u"VF"_s, vf), u"--print-xml"_s});
        QVERIFY2((printed.status == 0) == !says.isEmpty(), qPrintable(printed.err));
        for (const QString &one : std::as_const(says))
            QVERIFY2(printed.out.contains(one), qPrintable(printed.out));
    }

    void takesOverTheMachinesOfLibvirt()
    {
        useConnection(false);
        const QString theirs = m_environment->path(u"libvirt"_s);
        QVERIFY(QDir().mkpath(theirs));
        const auto write = [&](const QString &name, const QByteArray &text) {
            QFile file(theirs + u'/' + name);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        };
        const QByteArray web
            = "<domain type='kvm'><name>web</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>"
              "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices><interface type='network'>"
              "<mac address='52:54:00:00:00:07'/><source network='lab' portgroup='a'/></interface></devices></domain>";
        write(u"web.xml"_s, web);
        write(u"broken.xml"_s, "<domain>");
        m_environment->set("LANEWAY_SIM_LIBVIRT", theirs.toUtf8());
        const Run dry = run({u"import-libvirt"_s, u"--dry-run"_s});
        QVERIFY2(dry.status == 1 && dry.out.contains(u"would be defined (network lab: user mode)"_s),
            qPrintable(dry.out + dry.err));
        QVERIFY(run({u"list"_s, u"--all"_s, u"--name"_s}).out.trimmed().isEmpty());
        const Run done = run({u"import-libvirt"_s});
        QCOMPARE(done.status, 1); // one of them was not taken over
        QVERIFY2(done.out.contains(theirs + u"/broken.xml") && done.out.contains(u"line 1"_s), qPrintable(done.out));
        QCOMPARE(run({u"list"_s, u"--all"_s, u"--name"_s}).out.trimmed(), u"web"_s);
        const Run again = run({u"import-libvirt"_s});
        QVERIFY2(again.out.contains(u"there already"_s), qPrintable(again.out));
    }

    // As the window offers them: a person's own libvirt has its definitions where they can read them.
    void takesOverTheMachinesOfOnesOwnLibvirt()
    {
        useConnection(true);
        m_environment->set("XDG_CONFIG_HOME", m_environment->path(u"config"_s).toUtf8());
        const QString folder = m_environment->path(u"config/libvirt/qemu"_s);
        QVERIFY(QDir().mkpath(folder + u"/networks"_s));
        QFile file(folder + u"/mine.xml"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("<domain type='qemu'><name>mine</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>"
                   "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices/></domain>");
        file.close();
        const Run dry = run({u"import-libvirt"_s, u"--dry-run"_s});
        QVERIFY2(dry.out.contains(file.fileName()) && dry.out.contains(u"would be defined"_s),
            qPrintable(dry.out + dry.err));
        const Run done = run({u"import-libvirt"_s});
        QVERIFY2(done.out.contains(u"defined"_s), qPrintable(done.out + done.err));
        QVERIFY(run({u"list"_s, u"--all"_s, u"--name"_s}).out.split(u'\n').contains(u"mine"_s));
        // Why one is left out is said. This file nobody may read, not even root.
        const QString closed = u"/sys/bus/cpu/drivers_probe"_s;
        if (QFile::exists(closed)) {
            QVERIFY(QFile::link(closed, folder + u"/closed.xml"_s));
            const Run partly = run({u"import-libvirt"_s});
            QCOMPARE(partly.status, 1);
            QVERIFY2(partly.out.contains(u"You are not allowed to read "_s + folder + u"/closed.xml"),
                qPrintable(partly.out));
        }
        // They are of this computer: no other host gets them.
        useConnection(false);
        QVERIFY(!run({u"import-libvirt"_s}).out.contains(u"mine"_s));
    }

    /// What fails at its last step leaves nothing behind.
    void takesAllOfItBack()
    {
        useConnection(true);
        if (!QFile::exists(u"/usr/bin/qemu-system-x86_64"_s) || !QFile::exists(u"/usr/bin/qemu-img"_s))
            QSKIP("needs QEMU and qemu-img");
        // A kernel that is none: QEMU refuses it when it starts.
        QFile kernel(m_environment->path(u"kernel"_s));
        QVERIFY(kernel.open(QIODevice::WriteOnly) && kernel.write("no kernel") > 0);
        kernel.close();
        const Run failed = run({u"create"_s, u"--name"_s, u"fresh"_s, u"--memory"_s, u"128"_s, u"--disk"_s, u"size=1"_s,
            u"--boot"_s, QString(u"kernel="_s + kernel.fileName())});
        QCOMPARE(failed.status, 1);
        QVERIFY2(failed.err.contains(u"put back"_s), qPrintable(failed.err));
        QVERIFY(run({u"list"_s, u"--all"_s, u"--name"_s}).out.trimmed().isEmpty());
        QVERIFY(QDir(folder()).entryList(QDir::Files | QDir::Hidden).isEmpty());
    }

    void handlesImages_data() { both(); }
    void handlesImages()
    {
        QFETCH(bool, real);
        useConnection(real);
        QCOMPARE(
            run({u"vol-create-as"_s, u"default"_s, u"base.qcow2"_s, u"64M"_s, u"--format"_s, u"qcow2"_s}).status, 0);
        const Run top = run({u"vol-create-as"_s, u"default"_s, u"top.qcow2"_s, u"64M"_s, u"--format"_s, u"qcow2"_s,
            u"--backing-vol"_s, u"base.qcow2"_s});
        QVERIFY2(top.status == 0, qPrintable(top.err));
        const Run info = run({u"vol-info"_s, u"top.qcow2"_s});
        QVERIFY2(info.out.contains(u"base.qcow2"_s), qPrintable(info.out));
        QVERIFY(run({u"vol-delete"_s, u"base.qcow2"_s}).err.contains(u"top.qcow2"_s));
        QCOMPARE(run({u"vol-resize"_s, u"top.qcow2"_s, u"128M"_s, u"--format"_s, u"qcow2"_s}).status, 0);
        QVERIFY(run({u"vol-info"_s, u"top.qcow2"_s}).out.contains(u"128 MiB"_s));
        QCOMPARE(run({u"vol-resize"_s, u"top.qcow2"_s, u"1M"_s}).status, 1);
        QCOMPARE(run({u"vol-clone"_s, u"top.qcow2"_s, u"copy.qcow2"_s}).status, 1); // nobody has said that it is qcow2
        QCOMPARE(run({u"vol-clone"_s, u"top.qcow2"_s, u"copy.qcow2"_s, u"--source-format"_s, u"qcow2"_s}).status, 0);
        QCOMPARE(run({u"vol-delete"_s, u"top.qcow2"_s}).status, 0);
        QCOMPARE(run({u"vol-delete"_s, u"base.qcow2"_s}).status, 0);
        const Run listed = run({u"--json"_s, u"vol-list"_s});
        const QJsonArray images = QJsonDocument::fromJson(listed.out.toUtf8()).object()[u"images"].toArray();
        QCOMPARE(images.size(), 1);
        QCOMPARE(images[0][u"path"].toString(), QString(folder() + u"/copy.qcow2"));
        QCOMPARE(run({u"vol-create-as"_s, u"default"_s, u"x"_s, u"much"_s}).status, 1);
    }

    /// By its first bytes, whatever it is called, and from where the person is.
    void takesAnImageForWhatItIs_data() { both(); }
    void takesAnImageForWhatItIs()
    {
        QFETCH(bool, real);
        useConnection(real);
        QVERIFY(QDir().mkpath(folder()));
        const auto make = [&](const QStringList &words) {
            const Run made = run(QStringList{u"vol-create-as"_s, u"default"_s} + words);
            QVERIFY2(made.status == 0, qPrintable(made.err));
        };
        make({u"data.img"_s, u"64M"_s, u"--format"_s, u"qcow2"_s});
        make({u"plain.qcow2"_s, u"64M"_s, u"--format"_s, u"raw"_s});
        make({u"base.qcow2"_s, u"64M"_s, u"--format"_s, u"qcow2"_s});
        make({u"top.img"_s, u"64M"_s, u"--format"_s, u"qcow2"_s, u"--backing-vol"_s, u"base.qcow2"_s});
        const QStringList common{u"--memory"_s, u"128"_s, u"--pxe"_s, u"--no-start"_s, u"--network"_s, u"none"_s};
        QCOMPARE(run(QStringList{u"create"_s, u"--name"_s, u"web"_s, u"--disk"_s, u"none"_s} + common).status, 0);
        const auto attach = [&](const QStringList &words) {
            return run(QStringList{u"attach-disk"_s, u"web"_s} + words, folder());
        };
        const auto diskOf = [&](const QString &target) {
            const QString xml = run({u"dumpxml"_s, u"web"_s}).out.replace(u'"', u'\'');
            const qsizetype at = xml.indexOf(u"<target dev='"_s + target);
            return at < 0 ? QString()
                          : xml.mid(xml.lastIndexOf(u"<disk "_s, at), at - xml.lastIndexOf(u"<disk "_s, at));
        };
        const Run first = attach({u"data.img"_s, u"vda"_s});
        QVERIFY2(first.status == 0, qPrintable(first.err));
        QVERIFY2(diskOf(u"vda"_s).contains(u"type='qcow2'"_s) && diskOf(u"vda"_s).contains(folder() + u"/data.img'"_s),
            qPrintable(diskOf(u"vda"_s)));
        QCOMPARE(attach({u"plain.qcow2"_s, u"vdb"_s}).status, 0);
        QVERIFY2(diskOf(u"vdb"_s).contains(u"type='raw'"_s), qPrintable(diskOf(u"vdb"_s)));
        QCOMPARE(attach({u"/dev/vg/data"_s, u"vdc"_s}).status, 0);
        QVERIFY2(diskOf(u"vdc"_s).contains(u"type='raw'"_s), qPrintable(diskOf(u"vdc"_s)));
        // What a guest may have written leads nowhere, and what is not there is not guessed at.
        const Run led = attach({u"top.img"_s, u"vdd"_s});
        QVERIFY2(led.status == 1 && led.err.contains(u"--subdriver"_s), qPrintable(led.err));
        const Run missing = attach({u"none.img"_s, u"vdd"_s});
        QVERIFY2(missing.status == 1 && missing.err.contains(folder() + u"/none.img"_s), qPrintable(missing.err));
        QVERIFY(diskOf(u"vdd"_s).isEmpty());
        QCOMPARE(attach({u"top.img"_s, u"vdd"_s, u"--subdriver"_s, u"qcow2"_s}).status, 0);
        QVERIFY2(diskOf(u"vdd"_s).contains(u"type='qcow2'"_s), qPrintable(diskOf(u"vdd"_s)));
        // A new machine's likewise; a new image is what its ending says.
        make({u"system.img"_s, u"64M"_s, u"--format"_s, u"qcow2"_s});
        const Run imported
            = run(QStringList{u"create"_s, u"--name"_s, u"mail"_s, u"--import"_s, u"--disk"_s, u"system.img"_s,
                      u"--disk"_s, u"path=fresh.raw,size=0.1"_s, u"--disk"_s, u"path=grows,size=0.1"_s}
                    + common,
                folder());
        QVERIFY2(imported.status == 0, qPrintable(imported.err));
        const QString mail = run({u"dumpxml"_s, u"mail"_s}).out;
        QCOMPARE(mail.count(u"qcow2"_s), 2);
        QVERIFY2(
            mail.contains(folder() + u"/system.img"_s) && mail.contains(folder() + u"/fresh.raw"_s), qPrintable(mail));
        QVERIFY(run({u"vol-info"_s, u"fresh.raw"_s}).out.contains(u"raw"_s));
    }

    void takesSnapshots_data() { both(); }
    void takesSnapshots()
    {
        QFETCH(bool, real);
        useConnection(real);
        const Run made = run({u"create"_s, u"--name"_s, u"web"_s, u"--memory"_s, u"128"_s, u"--pxe"_s, u"--disk"_s,
            u"size=1"_s, u"--no-start"_s});
        QVERIFY2(made.status == 0, qPrintable(made.err));
        QCOMPARE(run({u"domstate"_s, u"web"_s}).out.trimmed(), u"shut off"_s);
        QCOMPARE(run({u"snapshot-create-as"_s, u"web"_s, u"one"_s}).status, 0);
        QCOMPARE(run({u"snapshot-create-as"_s, u"web"_s, u"two"_s, u"--disk-only"_s}).status, 0);
        QVERIFY(run({u"dumpxml"_s, u"web"_s}).out.contains(u"web.two"_s));
        const Run listed = run({u"snapshot-list"_s, u"web"_s});
        QVERIFY2(listed.out.contains(u"two"_s) && listed.out.contains(u"external"_s), qPrintable(listed.out));
        QVERIFY2(listed.out.indexOf(u"one"_s) >= 0 && listed.out.indexOf(u"one  "_s) < listed.out.indexOf(u"two  "_s),
            qPrintable(listed.out));
        const Run below = run({u"snapshot-revert"_s, u"web"_s, u"one"_s});
        QVERIFY2(below.status == 1 && below.err.contains(u"two"_s), qPrintable(below.err));
        const Run back = run({u"snapshot-revert"_s, u"web"_s, u"two"_s});
        QVERIFY2(back.status == 0, qPrintable(back.err));
        const Run merged = run({u"snapshot-delete"_s, u"web"_s, u"two"_s});
        QVERIFY2(merged.status == 0, qPrintable(merged.err));
        QVERIFY(!run({u"dumpxml"_s, u"web"_s}).out.contains(u"web.two"_s));
        QVERIFY(!run({u"vol-list"_s}).out.contains(u"web.two"_s));
        // What is below it can be gone back to again.
        QCOMPARE(run({u"snapshot-revert"_s, u"web"_s, u"one"_s}).status, 0);
        QCOMPARE(run({u"snapshot-create-as"_s, u"web"_s, u"two"_s, u"--disk-only"_s}).status, 0);
        // The disk goes with what its own snapshots have left below it.
        const Run dry = run({u"undefine"_s, u"web"_s, u"--remove-all-storage"_s, u"--dry-run"_s});
        QVERIFY2(dry.out.contains(u"web.qcow2"_s) && dry.out.contains(u"web.two"_s), qPrintable(dry.out));
        const Run gone = run({u"undefine"_s, u"web"_s, u"--remove-all-storage"_s});
        QVERIFY2(gone.status == 0, qPrintable(QString(gone.out + gone.err)));
        QVERIFY(QJsonDocument::fromJson(run({u"--json"_s, u"vol-list"_s}).out.toUtf8())
                    .object()[u"images"]
                    .toArray()
                    .isEmpty());
    }

    /// They are of no use to anybody without it; a later machine of its name has others, whatever became of them.
    void variablesGoWithTheirMachine_data() { both(); }
    void variablesGoWithTheirMachine()
    {
        QFETCH(bool, real);
        if (!findFirmware(u"q35"_s))
            QSKIP("no UEFI for guests is installed");
        useConnection(real);
        const QStringList make{u"create"_s, u"--name"_s, u"web"_s, u"--memory"_s, u"128"_s, u"--boot"_s,
            u"uefi,network"_s, u"--disk"_s, u"none"_s, u"--network"_s, u"none"_s, u"--no-start"_s};
        const auto variables = [&] {
            static const QRegularExpression path(u"<nvram[^>]*>([^<]+)</nvram>"_s);
            return path.match(run({u"dumpxml"_s, u"web"_s}).out).captured(1);
        };
        const auto isThere = [&](const QString &file) { return run({u"vol-info"_s, file}).status == 0; };
        QCOMPARE(run(make).status, 0);
        const QString first = variables();
        QVERIFY2(first.endsWith(u"/web_VARS.fd"_s) && isThere(first), qPrintable(first));
        QVERIFY(run({u"undefine"_s, u"web"_s, u"--dry-run"_s}).out.contains(first));
        QVERIFY(!run({u"undefine"_s, u"web"_s, u"--dry-run"_s, u"--keep-nvram"_s}).out.contains(first));
        QCOMPARE(run({u"undefine"_s, u"web"_s, u"--nvram"_s, u"--keep-nvram"_s}).status, 2);
        const Run gone = run({u"undefine"_s, u"web"_s});
        QVERIFY2(gone.status == 0 && gone.out.contains(first), qPrintable(QString(gone.out + gone.err)));
        QVERIFY(!isThere(first));
        QCOMPARE(run(make).status, 0);
        QCOMPARE(variables(), first);
        QCOMPARE(run({u"undefine"_s, u"web"_s, u"--keep-nvram"_s}).status, 0);
        QVERIFY(isThere(first));
        const Run again = run(make);
        QVERIFY2(again.status == 0, qPrintable(again.err));
        const QString second = variables();
        QVERIFY(second != first);
        if (!real)
            return;
        // What cannot be looked at, or deleted, is named; the machine is gone all the same.
        QVERIFY(QFile::remove(second) && QDir().mkpath(second + u"/inside"_s));
        const Run named = run({u"undefine"_s, u"web"_s});
        QVERIFY2(named.status == 0 && QString(named.out + named.err).contains(second),
            qPrintable(QString(named.out + named.err)));
        QVERIFY(run({u"list"_s, u"--all"_s, u"--name"_s}).out.trimmed().isEmpty());
    }

    void sparesWhatAnotherStandsOn_data() { both(); }
    void sparesWhatAnotherStandsOn()
    {
        QFETCH(bool, real);
        useConnection(real);
        const QStringList common{u"--memory"_s, u"128"_s, u"--pxe"_s, u"--no-start"_s, u"--network"_s, u"none"_s};
        QCOMPARE(run(QStringList{u"create"_s, u"--name"_s, u"base1"_s, u"--disk"_s, u"size=1"_s} + common).status, 0);
        const QString base = folder() + u"/base1.qcow2"_s;
        const Run made = run(QStringList{u"create"_s, u"--name"_s, u"t1"_s, u"--disk"_s,
                                 QString(u"path="_s + folder() + u"/other/t1.qcow2,backing_store="_s + base)}
            + common);
        QVERIFY2(made.status == 0, qPrintable(made.err));
        QVERIFY(run({u"vol-list"_s, u"--details"_s}).out.contains(u"t1 (through t1.qcow2)"_s));
        QCOMPARE(run({u"vol-resize"_s, u"base1.qcow2"_s, u"2G"_s}).status, 4);
        QVERIFY(
            run({u"undefine"_s, u"base1"_s, u"--remove-all-storage"_s, u"--dry-run"_s}).out.contains(u"used by t1"_s));
        const Run kept = run({u"undefine"_s, u"base1"_s, u"--remove-all-storage"_s});
        QVERIFY2(kept.status == 0 && kept.out.contains(QString(base + u" stays: used by t1"_s)),
            qPrintable(QString(kept.out + kept.err)));
        QCOMPARE(run({u"vol-info"_s, u"base1.qcow2"_s}).status, 0);
        QCOMPARE(run({u"vol-delete"_s, u"base1.qcow2"_s}).status, 4);
        // A base of its own is left, and named.
        const Run gone = run({u"undefine"_s, u"t1"_s, u"--remove-all-storage"_s});
        QVERIFY2(gone.status == 0 && gone.out.contains(QString(base + u" stays"_s)),
            qPrintable(QString(gone.out + gone.err)));
        QCOMPARE(run({u"vol-delete"_s, u"base1.qcow2"_s}).status, 0);
    }

    void showsAndChangesSettings()
    {
        useConnection(false);
        QCOMPARE(run({u"create"_s, u"--name"_s, u"web"_s, u"--memory"_s, u"512"_s, u"--vcpus"_s, u"2"_s, u"--pxe"_s,
                         u"--disk"_s, u"size=1"_s, u"--no-start"_s})
                     .status,
            0);
        const QString info = run({u"dominfo"_s, u"web"_s}).out;
        QVERIFY2(
            info.contains(u"Max memory:     524288 KiB"_s) && info.contains(u"CPU(s):         2"_s), qPrintable(info));
        QVERIFY(run({u"domblklist"_s, u"web"_s, u"--details"_s}).out.contains(u"web.qcow2"_s));
        QVERIFY(run({u"domiflist"_s, u"web"_s}).out.contains(u"virtio"_s));
        QCOMPARE(run({u"setmem"_s, u"web"_s, u"1G"_s}).status, 1); // more than it can have
        QCOMPARE(run({u"setmaxmem"_s, u"web"_s, u"1G"_s, u"--config"_s}).status, 0);
        QCOMPARE(run({u"setmem"_s, u"web"_s, u"262144"_s}).status, 0);
        QCOMPARE(run({u"setvcpus"_s, u"web"_s, u"4"_s}).status, 1);
        QCOMPARE(run({u"setvcpus"_s, u"web"_s, u"none"_s}).status, 2);
        QCOMPARE(run({u"setvcpus"_s, u"web"_s, u"4"_s, u"--maximum"_s}).status, 0);
        QCOMPARE(run({u"setvcpus"_s, u"web"_s, u"3"_s}).status, 0);
        QCOMPARE(run({u"desc"_s, u"web"_s, u"The"_s, u"web"_s, u"server"_s}).status, 0);
        QCOMPARE(run({u"desc"_s, u"web"_s}).out.trimmed(), u"The web server"_s);
        const QString xml = run({u"dumpxml"_s, u"web"_s}).out;
        for (const QString &says :
            {u"<memory unit='MiB'>1024</memory>"_s, u"<currentMemory unit='KiB'>262144</currentMemory>"_s,
                u"current='3'>4</vcpu>"_s, u"<description>The web server</description>"_s})
            QVERIFY2(xml.contains(says), qPrintable(xml));
        // Now, and only now, where that is meant.
        QCOMPARE(run({u"setvcpus"_s, u"web"_s, u"4"_s, u"--live"_s}).status, 1); // it does not run
        QCOMPARE(run({u"start"_s, u"web"_s}).status, 0);
        const Run live = run({u"setvcpus"_s, u"web"_s, u"4"_s, u"--live"_s});
        QVERIFY2(live.status == 0, qPrintable(live.err));
        QVERIFY(!run({u"dumpxml"_s, u"web"_s}).out.contains(u"current='3'"_s));
        QVERIFY(run({u"dumpxml"_s, u"web"_s, u"--inactive"_s}).out.contains(u"current='3'>4</vcpu>"_s));
        const Run fewer = run({u"setvcpus"_s, u"web"_s, u"2"_s, u"--live"_s});
        QVERIFY2(fewer.status == 1 && fewer.err.contains(u"next start"_s), qPrintable(fewer.err));
        const Run less = run({u"setmem"_s, u"web"_s, u"128M"_s, u"--live"_s});
        QVERIFY2(less.status == 0, qPrintable(less.err));
        QVERIFY(run({u"dumpxml"_s, u"web"_s}).out.contains(u"<currentMemory unit='KiB'>131072</currentMemory>"_s));
        QVERIFY(run({u"dumpxml"_s, u"web"_s, u"--inactive"_s})
                    .out.contains(u"<currentMemory unit='KiB'>262144</currentMemory>"_s));
        const Run figures = run({u"domstats"_s, u"web"_s, u"--balloon"_s});
        QVERIFY2(figures.out.contains(u"balloon.current=131072"_s), qPrintable(QString(figures.out + figures.err)));
        QCOMPARE(run({u"setmem"_s, u"web"_s, u"2G"_s, u"--live"_s}).status, 1); // more than it can have
        QCOMPARE(run({u"destroy"_s, u"web"_s}).status, 0);
    }

    void printsTheDefinition()
    {
        useConnection(false);
        const Run printed = run({u"create"_s, u"--print-xml"_s, u"--os-variant"_s, u"win11"_s, u"--name"_s, u"games"_s,
            u"--network"_s, u"user"_s, u"--pxe"_s});
        QVERIFY2(printed.status == 0, qPrintable(printed.err));
        QVERIFY(printed.out.contains(u"<loader secure=\"yes\""_s) || printed.out.contains(u"<loader secure='yes'"_s));
        QVERIFY(printed.out.contains(u"<tpm"_s));
        QTemporaryFile file;
        QVERIFY(file.open() && file.write(printed.out.toUtf8()) > 0 && file.flush());
        const Run defined = run({u"define"_s, file.fileName()});
        QVERIFY2(defined.status == 0, qPrintable(defined.err));
        const QStringList undefine{u"undefine"_s, u"games"_s, u"--dry-run"_s};
        QVERIFY(run(undefine).out.contains(u"Delete what its TPM keeps"_s));
        QVERIFY(run(undefine + QStringList{u"--keep-tpm"_s}).out.contains(u"What its TPM keeps stays"_s));
        QCOMPARE(run(undefine + QStringList{u"--keep-tpm"_s, u"--tpm"_s}).status, 2);
        QCOMPARE(run({u"undefine"_s, u"games"_s, u"--tpm"_s}).status, 0);
        QCOMPARE(run({u"create"_s, u"--os-variant"_s, u"nosuchsystem"_s}).status, 1);
    }

    void choosesSecureBoot_data()
    {
        QTest::addColumn<QString>("boot");
        QTest::addColumn<QString>("system");
        QTest::addColumn<QString>("says"); ///< of its firmware; empty: it is refused
        const QString secure = u"<loader secure='yes'/>"_s;
        QTest::newRow("not said") << u"uefi,network"_s << u"linux"_s << u"none"_s;
        QTest::newRow("not said of one that wants it") << u"uefi,network"_s << u"win11"_s << secure;
        QTest::newRow("on") << u"network,uefi,secure=on"_s << u"linux"_s << secure;
        QTest::newRow("on without UEFI's word") << u"network,secure=on"_s << u"linux"_s << secure;
        QTest::newRow("off") << u"network,secure=off"_s << u"win11"_s << u"none"_s;
        QTest::newRow("virt-install's loader") << u"uefi,network,loader_secure=yes"_s << u"linux"_s << secure;
        QTest::newRow("virt-install's feature")
            << u"network,firmware=efi,firmware.feature0.name=secure-boot,firmware.feature0.enabled=yes"_s << u"linux"_s
            << secure;
        QTest::newRow("its keys")
            << u"network,uefi,secure=on,firmware.feature0.name=enrolled-keys,firmware.feature0.enabled=no"_s
            << u"linux"_s << u"<feature enabled='no' name='enrolled-keys'/>"_s;
        QTest::newRow("its keys, of a system that wants it")
            << u"network,firmware.feature0.name=enrolled-keys,firmware.feature0.enabled=yes"_s << u"win11"_s << secure;
        QTest::newRow("its keys alone")
            << u"network,uefi,firmware.feature0.name=enrolled-keys,firmware.feature0.enabled=yes"_s << u"linux"_s
            << QString();
        QTest::newRow("said twice") << u"secure=on network,secure=on,uefi"_s << u"linux"_s << secure;
        QTest::newRow("said both ways") << u"network,secure=on secure=off"_s << u"linux"_s << QString();
        QTest::newRow("of a BIOS") << u"network,bios,secure=on"_s << u"linux"_s << QString();
        QTest::newRow("of a BIOS, later") << u"network,secure=on bios"_s << u"linux"_s << QString();
        QTest::newRow("two firmwares") << u"network,uefi bios"_s << u"linux"_s << QString();
        QTest::newRow("two firmwares at once") << u"network,uefi,bios"_s << u"linux"_s << QString();
        QTest::newRow("no switch") << u"network,uefi,secure=perhaps"_s << u"linux"_s << QString();
        QTest::newRow("no feature") << u"network,firmware.feature0.name=tea,firmware.feature0.enabled=yes"_s
                                    << u"linux"_s << QString();
    }
    void choosesSecureBoot()
    {
        QFETCH(QString, boot);
        QFETCH(QString, system);
        QFETCH(QString, says);
        useConnection(false);
        QStringList words{u"create"_s, u"--print-xml"_s, u"--os-variant"_s, system, u"--name"_s, u"fresh"_s};
        for (const QString &one : boot.split(u' '))
            words << u"--boot"_s << one;
        const Run printed = run(words);
        if (says.isEmpty()) {
            QVERIFY(printed.status != 0);
            QVERIFY2(printed.err.contains(u"--boot"_s) || printed.err.contains(u"secure"_s), qPrintable(printed.err));
            return;
        }
        QVERIFY2(printed.status == 0, qPrintable(printed.err));
        const auto xml = DomainXml::parse(printed.out.toUtf8());
        QVERIFY(xml && xml->root().firstChildElement(u"os"_s).attribute(u"firmware"_s) == u"efi");
        QCOMPARE(xml->root().firstChildElement(u"os"_s).firstChildElement(u"loader"_s).attribute(u"secure"_s) == u"yes",
            says != u"none");
        if (says != u"none")
            QVERIFY2(printed.out.contains(says) || printed.out.contains(QString(says).replace(u'\'', u'"')),
                qPrintable(printed.out));
    }

    /// As the window: the host's driver gives it up for the machine, and has it again after it.
    void takesADeviceFromItsDriver()
    {
        useConnection(false);
        const Run made = run({u"create"_s, u"--name"_s, u"web"_s, u"--memory"_s, u"128"_s, u"--pxe"_s, u"--disk"_s,
            u"none"_s, u"--network"_s, u"none"_s, u"--host-device"_s, u"pci_0000_02_10_2"_s});
        QVERIFY2(made.status == 0, qPrintable(made.err));
        QVERIFY2(run({u"dumpxml"_s, u"web"_s}).out.contains(QRegularExpression(u"managed=.yes."_s)), "");
        QVERIFY(run({u"nodedev-dumpxml"_s, u"pci_0000_02_10_2"_s}).out.contains(u"vfio-pci"_s));
        QCOMPARE(run({u"destroy"_s, u"web"_s}).status, 0);
        QVERIFY(!run({u"nodedev-dumpxml"_s, u"pci_0000_02_10_2"_s}).out.contains(u"vfio-pci"_s));
    }

    /// What is printed is what is made, with what this host has.
    void printsWhatWouldBeDefined_data() { both(); }
    void printsWhatWouldBeDefined()
    {
        QFETCH(bool, real);
        useConnection(real);
        const QStringList words{u"create"_s, u"--name"_s, u"fresh"_s, u"--memory"_s, u"128"_s, u"--boot"_s, u"hd"_s,
            u"--no-start"_s, u"--network"_s, u"none"_s};
        const Run printed = run(words + QStringList{u"--print-xml"_s});
        QVERIFY2(printed.status == 0, qPrintable(printed.err));
        QVERIFY(run({u"list"_s, u"--all"_s, u"--name"_s}).out.trimmed().isEmpty());
        QCOMPARE(run(words).status, 0);
        const auto plain = [](const QString &xml) {
            QStringList lines = xml.split(u'\n');
            lines.removeIf([](const QString &line) { return line.contains(u"<uuid>"_s); });
            return lines;
        };
        QCOMPARE(plain(printed.out), plain(run({u"dumpxml"_s, u"fresh"_s}).out));
        const Run spice
            = run({u"create"_s, u"--name"_s, u"other"_s, u"--pxe"_s, u"--graphics"_s, u"spice"_s, u"--print-xml"_s});
        QVERIFY2(spice.status == 0 && spice.out.contains(u"<graphics type='vnc'"_s) && spice.err.contains(u"SPICE"_s),
            qPrintable(QString(spice.out + spice.err)));
    }

    void asksWhatItStartsFrom_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<bool>("isMade");
        QTest::newRow("nothing") << QStringList() << false;
        QTest::newRow("an empty disk") << QStringList{u"--disk"_s, u"size=1"_s} << false;
        QTest::newRow("firmware alone") << QStringList{u"--boot"_s, u"bios"_s} << false;
        QTest::newRow("an empty disk that is meant") << QStringList{u"--boot"_s, u"hd"_s} << true;
        QTest::newRow("network") << QStringList{u"--boot"_s, u"network"_s} << true;
        QTest::newRow("network, in the older word") << QStringList{u"--pxe"_s} << true;
        QTest::newRow("a disk with a system") << QStringList{u"--disk"_s, u"/images/there.qcow2"_s} << true;
        QTest::newRow("a disk on one with a system")
            << QStringList{u"--disk"_s, u"path=/images/top.qcow2,backing_store=/images/there.qcow2"_s} << true;
    }
    void asksWhatItStartsFrom()
    {
        QFETCH(QStringList, words);
        QFETCH(bool, isMade);
        useConnection(false);
        QCOMPARE(
            run({u"vol-create-as"_s, u"/images"_s, u"there.qcow2"_s, u"64M"_s, u"--format"_s, u"qcow2"_s}).status, 0);
        const Run made = run(QStringList{u"create"_s, u"--name"_s, u"web"_s, u"--no-start"_s} + words);
        QVERIFY2((made.status == 0) == isMade, qPrintable(made.err));
        QVERIFY2(isMade || made.err.contains(u"--cdrom"_s), qPrintable(made.err));
        QCOMPARE(run({u"list"_s, u"--all"_s, u"--name"_s}).out.trimmed(), isMade ? u"web"_s : QString());
    }
};

QTEST_GUILESS_MAIN(TestCreateVerbs)
#include "tst_createverbs.moc"
