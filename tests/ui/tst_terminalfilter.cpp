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
    /// libvterm 0.1.4 writes outside of its memory for each of these.
    void whatWouldLeaveTheScreenDoesNot_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::newRow("a control character of Latin-1") << QByteArray("\xc2\x9b");
        QTest::newRow("the first of them") << QByteArray("\xc2\x80");
        QTest::newRow("in two parts, a colour between") << QByteArray("\xc2\x1b[m\x9b");
        QTest::newRow("a line's end between") << QByteArray("\xc2\n\x9b");
        QTest::newRow("of another character set") << QByteArray("\x1bN\xc2\x9b");
        QTest::newRow("after a letter") << QByteArray("a\xc2\x9b");
        QTest::newRow("in a message to nobody") << QByteArray("\x1bX\xc2\x9b\x1b\\");
        QTest::newRow("overlong") << QByteArray("\xe0\x82\x9b");
        QTest::newRow("half of a surrogate") << QByteArray("\xed\xa0\x80");
        QTest::newRow("too large") << QByteArray("\xf4\x90\x80\x80");
    }
    void whatWouldLeaveTheScreenDoesNot()
    {
        QFETCH(QByteArray, left);
        for (const char *then : {"\x1b[K", "\x1b[J", "\x1b[X", "\x1bH", "\x1b[@", "x"}) {
            TerminalView view;
            view.feed(left.repeated(8000) + then + "\x1b[2J\x1b[Hstill there");
            QVERIFY2(view.text().contains(u"still there"_s), then);
        }
        TerminalView bitwise;
        const QByteArray bytes = left.repeated(100) + "\x1b[K\x1bH\x1b[2J\x1b[Hstill there";
        for (const char byte : bytes)
            bitwise.feed(QByteArray(1, byte));
        QVERIFY(bitwise.text().contains(u"still there"_s));
    }
    void aCharacterIsOneHoweverItComes()
    {
        const QByteArray printed = "abc─def日本😀é|";
        const auto shown = QString::fromUtf8(printed);
        for (qsizetype cut = 0; cut <= printed.size(); ++cut) {
            TerminalView view;
            view.feed(printed.first(cut));
            view.feed(printed.sliced(cut));
            QCOMPARE(view.text().remove(u' ').trimmed(), shown);
        }
    }
    void whatIsNoCharacterIsShownAsSuch()
    {
        QCOMPARE(TerminalFilter().filtered("a\xe2\x94z\xff\xc2\x1b[m", 80), QByteArray("a�z��\x1b[m"));
    }
    void aCharacterHasSomeMarksAtMost()
    {
        const QByteArray mark = "\xcc\x81"; // U+0301
        QCOMPARE(
            TerminalFilter().filtered("e" + mark.repeated(2) + "e" + mark, 80), "e" + mark.repeated(2) + "e" + mark);
        TerminalFilter filter;
        QVERIFY(filter.filtered("e" + mark.repeated(10'000), 80).size() < 100);
        QCOMPARE(filter.filtered(mark.repeated(10'000), 80), QByteArray());
    }
    void aLotOfRepeatingAtOnceIsSurvived()
    {
        TerminalView view;
        view.resize(6000, 600);
        view.feed("😀" + QByteArray("\x1b[500b").repeated(2729) + "\x1b[2J\x1b[Hstill there");
        QVERIFY(view.text().contains(u"still there"_s));
    }
    void noMoreThanALine()
    {
        QCOMPARE(TerminalFilter().filtered("x\x1b[2000000000b", 80),
            QByteArray("x\x1b[2000000000\x18") + QByteArray(80, 'x'));
    }
};

QTEST_MAIN(TestTerminalFilter)
#include "tst_terminalfilter.moc"
