// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result.h"
#include "ui/console/terminalfilter.h"
#include "ui/console/terminalview.h"

#include <QTest>

using namespace laneway;

/// What a guest prints is shown, and none of it keeps the window or breaks it.
class TestTerminalFilter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void repeats_data()
    {
        QTest::addColumn<QByteArray>("printed");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain text") << QByteArray("login: ") << u"login:"_s;
        QTest::newRow("as often as it says") << QByteArray("-\x1b[4b|") << u"-----|"_s;
        QTest::newRow("once where it does not say") << QByteArray("a\x1b[b") << u"aa"_s;
        QTest::newRow("a character of several bytes") << QByteArray("\xe2\x94\x80\x1b[2b") << u"───"_s;
        QTest::newRow("after colours") << QByteArray("x\x1b[1;31m\x1b[2b") << u"xxx"_s;
        QTest::newRow("with a control character in it") << QByteArray("x\x1b[\r2b") << u"xx"_s;
        QTest::newRow("before any character") << QByteArray("\x1b[b\x1b[9999b!") << u"!"_s;
        QTest::newRow("after one without a width") << QByteArray("\xe2\x80\x8b\x1b[bx") << u"x"_s;
        QTest::newRow("behind another escape") << QByteArray("\x1b \x1b[b\x1b\x1b[b\x1b\x80[bx") << u"�x"_s;
        QTest::newRow("in a title") << QByteArray("\x1b]0;ab\x1b[bx\x07y") << u"xy"_s;
        QTest::newRow("no number") << QByteArray("x\x1b[1;2by\x1b[?3bz\x1b[99999999999999999999bw") << u"xyzw"_s;
        QTest::newRow("as many parameters as there is room for")
            << QByteArray("x\x1b[" + QByteArray(15, ';') + "my") << u"xy"_s;
        QTest::newRow("more than that") << QByteArray(
            "x\x1b[" + QByteArray(1000, ':') + "?1mb\x1b[" + QByteArray(16, ';') + "\r1by")
                                        << u"yb"_s;
        QTest::newRow("cut off, and another one")
            << QByteArray("x\x1b[" + QByteArray(99, ';') + "\x1b[2by") << u"xxxy"_s;
        QTest::newRow("the letter itself") << QByteArray("b\x1b[mb") << u"bb"_s;
    }
    void repeats()
    {
        QFETCH(QByteArray, printed);
        QFETCH(QString, shown);
        TerminalView whole;
        whole.feed(printed);
        const QString text = whole.text().remove(QChar(0x200b)).remove(QChar::ReplacementCharacter);
        QCOMPARE(text.trimmed(), shown.remove(QChar::ReplacementCharacter));
        TerminalView bitwise; // however it comes
        for (const char byte : printed)
            bitwise.feed(QByteArray(1, byte));
        QCOMPARE(bitwise.text(), whole.text());
    }
    void noMoreThanALine()
    {
        QCOMPARE(TerminalFilter().filtered("x\x1b[2000000000b", 80),
            QByteArray("x\x1b[2000000000\x18") + QByteArray(80, 'x'));
    }
};

QTEST_MAIN(TestTerminalFilter)
#include "tst_terminalfilter.moc"
