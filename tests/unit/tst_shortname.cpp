// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result.h"
#include "host/shortname.h"

#include <QTest>

using namespace laneway;

class TestShortName : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shortens_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *expected) {
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(expected);
        };
        row("Intel Corporation", "Intel");
        row("Advanced Micro Devices, Inc. [AMD/ATI]", "AMD/ATI");
        row("Samsung Electronics Co Ltd", "Samsung");
        row("Broadcom Inc. and subsidiaries", "Broadcom");
        row("Broadcom / LSI", "Broadcom / LSI");
        row("Realtek Semiconductor Co., Ltd.", "Realtek");
        row("MAXIO Technology (Hangzhou) Ltd.", "MAXIO");
        row("Red Hat, Inc.", "Red Hat");
        row("Texas Instruments", "Texas Instruments");
        row("SK hynix", "SK hynix");
        row("Technology Corporation", "Technology"); // something is left
        row("Inc.", "Inc.");
        row("[]", "[]");
        row("", "");
    }
    void shortens()
    {
        QFETCH(QString, name);
        QTEST(shortVendorName(name), "expected");
    }
};

QTEST_APPLESS_MAIN(TestShortName)
#include "tst_shortname.moc"
