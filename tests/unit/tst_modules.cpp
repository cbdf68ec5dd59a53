// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/modules.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace laneway;

class TestModules : public QObject
{
    Q_OBJECT

    QString path(const QString &name) const { return m_directory.filePath(name); }
    void put(const QString &name, const QByteArray &text) const
    {
        QDir().mkpath(path(name).left(path(name).lastIndexOf(u'/')));
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    QTemporaryDir m_directory;

private Q_SLOTS:
    void initTestCase()
    {
        put(u"sys/module/vfio/refcnt"_s, "0");
        put(u"lib/modules.dep"_s,
            "kernel/drivers/vfio/pci/vfio-pci.ko.xz: kernel/drivers/vfio/vfio.ko.xz\n"
            "kernel/drivers/net/ethernet/intel/igbvf/igbvf.ko:\n");
        put(u"lib/modules.builtin"_s, "kernel/drivers/iommu/iommufd/iommufd.ko\n");
    }
    void knowsWhatIsThere_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("available");
        QTest::newRow("loaded") << u"vfio"_s << true;
        QTest::newRow("packed") << u"vfio-pci"_s << true;
        QTest::newRow("by its other spelling") << u"vfio_pci"_s << true;
        QTest::newRow("plain") << u"igbvf"_s << true;
        QTest::newRow("built in") << u"iommufd"_s << true;
        QTest::newRow("part of a name") << u"igb"_s << false;
        QTest::newRow("none") << u"nouveau"_s << false;
        QTest::newRow("no name") << u"../vfio"_s << false;
        QTest::newRow("option") << u"-r"_s << false;
        QTest::newRow("empty") << QString() << false;
    }
    void knowsWhatIsThere()
    {
        QFETCH(QString, name);
        QFETCH(bool, available);
        const RealModules here(path(u"sys"_s), path(u"lib"_s));
        QCOMPARE(here.isAvailable(name), available);
        QCOMPARE(here.isAvailable(name), available); // from memory
    }
    void waitsForUdev()
    {
        const RealModules here(path(u"sys"_s), path(u"lib"_s), u"/sbin/modprobe"_s, 1000, path(u"udev/queue"_s));
        QVERIFY(here.isSettled());
        put(u"udev/queue"_s, {});
        QVERIFY(!here.isSettled());
    }
    void loadsByModprobe()
    {
        put(u"modprobe"_s,
            QByteArray("#!/bin/sh\necho \"$@ $MODPROBE_OPTIONS\" > ") + path(u"called"_s).toLocal8Bit() + "\n");
        qputenv("MODPROBE_OPTIONS", "--of-somebody-else");
        const auto loaded = RealModules(path(u"sys"_s), path(u"lib"_s), path(u"modprobe"_s)).load(u"vfio-pci"_s);
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().toString()));
        QFile called(path(u"called"_s));
        QVERIFY(called.open(QIODevice::ReadOnly));
        QCOMPARE(called.readAll().trimmed(), QByteArray("-- vfio-pci"));
        // What is there already needs no modprobe.
        QVERIFY(RealModules(path(u"sys"_s), path(u"lib"_s), path(u"none"_s)).load(u"vfio"_s));
    }
    void saysWhyNot_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("no such module") << QByteArray(
            "echo 'modprobe: FATAL: Module x not found in directory /lib' >&2; exit 1")
                                        << ErrorCode::NotFound;
        QTest::newRow("not allowed") << QByteArray(
            "echo \"modprobe: ERROR: could not insert 'x': Operation not permitted\" >&2; exit 1")
                                     << ErrorCode::PermissionDenied;
        QTest::newRow("refused") << QByteArray("echo 'could not insert: Invalid argument' >&2; exit 1")
                                 << ErrorCode::KernelRefused;
        QTest::newRow("talks without end")
            << QByteArray("i=0; while [ $i -lt 3000 ]; do echo Invalid argument >&2; i=$((i+1)); done; exit 1")
            << ErrorCode::KernelRefused;
        QTest::newRow("does not end") << QByteArray("exec sleep 3") << ErrorCode::TimedOut;
    }
    void saysWhyNot()
    {
        QFETCH(QByteArray, script);
        QFETCH(ErrorCode, code);
        put(u"modprobe"_s, "#!/bin/sh\n" + script + "\n");
        RealModules modules(
            path(u"sys"_s), path(u"lib"_s), path(u"modprobe"_s), code == ErrorCode::TimedOut ? 200 : 60'000);
        const auto loaded = modules.load(u"vfio-pci"_s);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, code);
        QCOMPARE(loaded.error().subject, u"vfio-pci"_s);
        QVERIFY(loaded.error().detail.size() <= 2100);
        if (code == ErrorCode::KernelRefused)
            QVERIFY(loaded.error().detail.contains(u"Invalid argument"));
    }
    void needsAModprobe()
    {
        RealModules modules(path(u"sys"_s), path(u"lib"_s), path(u"none"_s));
        QCOMPARE(modules.load(u"vfio-pci"_s).error().code, ErrorCode::NotFound);
        QCOMPARE(modules.load(u"vfio-pci;reboot"_s).error().code, ErrorCode::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(TestModules)
#include "tst_modules.moc"
