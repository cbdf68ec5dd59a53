// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/udevnames.h"

#include <QTest>

using namespace laneway;

class TestUdevNames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowsNames()
    {
        const UdevNames names;
        if (!names.isAvailable() || names.vendor(0x8086).isEmpty())
            QSKIP("no hwdb.bin on this machine (package udev)");
        for (int again = 0; again < 2; ++again) { // the second time from memory
            QCOMPARE(names.vendor(0x8086), u"Intel Corporation"_s);
            QVERIFY(names.device(0x8086, 0x10c9).contains(u"82576"));
            QVERIFY(names.device(0x8086, 0x10ca).contains(u"Virtual Function"));
            QCOMPARE(names.deviceClass(0x020000), u"Ethernet controller"_s);
            QCOMPARE(names.deviceClass(0x030000), u"VGA compatible controller"_s);
        }
    }
    void theUnknownHasNoName()
    {
        const UdevNames names;
        QCOMPARE(names.vendor(0xfff3), QString());
        QCOMPARE(names.device(0xfff3, 0xfff3), QString());
        QCOMPARE(names.deviceClass(0xeeeeee), QString());
    }
};

QTEST_APPLESS_MAIN(TestUdevNames)
#include "tst_udevnames.moc"
