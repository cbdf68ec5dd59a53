// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/hostreader.h"
#include "kernel/simchurn.h"
#include "kernel/simkernel.h"
#include "support/largehost.h"

#include <QTest>

using namespace laneway;

namespace {

qsizetype differences(const HostSnapshot &before, const HostSnapshot &after)
{
    const HostDiff difference = diff(before, after);
    return difference.added.size() + difference.removed.size() + difference.changed.size();
}

} // namespace

class TestSimChurn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void changesWhatItSays()
    {
        const LargeHost large(600);
        SimKernel kernel(large.host());
        SimChurn churn(kernel.doors(), large.host());
        const HostSnapshot before = *readHost(kernel.doors());
        const int changed = churn.change(100);
        const HostSnapshot after = *readHost(kernel.doors());
        QVERIFY(changed >= 100);
        QCOMPARE(differences(before, after), changed);
        const HostDiff difference = diff(before, after);
        QVERIFY(!difference.removed.isEmpty()); // a card's virtual functions
        QVERIFY(!difference.changed.isEmpty()); // drivers
    }
    void virtualFunctionsComeBack()
    {
        const LargeHost large(600);
        SimKernel kernel(large.host());
        SimChurn churn(kernel.doors(), large.host());
        const QString first = u"bus/pci/devices/"_s + large.virtualFunctions().first().toString();
        const auto isThere = [&] { return kernel.doors().sys.exists(first); };
        const auto changesUntil = [&](bool there) {
            int changes = 0;
            while (isThere() != there && changes < 10'000)
                changes += churn.change(1);
            return changes;
        };
        QVERIFY(isThere());
        QVERIFY(changesUntil(false) < 10'000);
        QVERIFY(changesUntil(true) < 10'000);
    }
    void whatTheHostUsesIsLeftAlone()
    {
        const LargeHost large(300);
        SimKernel kernel(large.host());
        SimChurn churn(kernel.doors(), large.host());
        QVERIFY(churn.change(2'000) >= 2'000);
        const HostSnapshot after = *readHost(kernel.doors());
        for (const PciFunction &function : large.host().functions)
            if (!function.disks.isEmpty() || function.sriov)
                QCOMPARE(after.find(function.address)->driver, function.driver);
    }
    void whatAGuestHoldsIsLeftAlone()
    {
        const LargeHost large(60);
        SimKernel kernel(large.host());
        SimChurn churn(kernel.doors(), large.host());
        for (const PciFunction &function : large.host().functions)
            if (function.iommuGroup)
                kernel.holdNode(u"vfio/%1"_s.arg(*function.iommuGroup), Holder{1, 0, u"qemu"_s});
        QCOMPARE(churn.change(10), 0);
    }
    void aHostWithNothingToChangeIsLeftAlone()
    {
        SimKernel kernel{HostSnapshot()};
        SimChurn churn(kernel.doors(), HostSnapshot());
        QCOMPARE(churn.change(10), 0);
    }
};

QTEST_GUILESS_MAIN(TestSimChurn)
#include "tst_simchurn.moc"
