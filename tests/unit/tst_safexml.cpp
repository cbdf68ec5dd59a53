// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/safexml.h"
#include "xml/xmlnodes.h"

#include <QElapsedTimer>
#include <QTest>

using namespace laneway;

class TestSafeXml : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("place");
        const auto nested = [](int depth) -> QByteArray {
            return QByteArray("<a>").repeated(depth) + QByteArray("</a>").repeated(depth);
        };
        QByteArray attributes;
        for (int i = 0; i < 65; ++i)
            attributes += " a" + QByteArray::number(i) + "='1'";
        QTest::newRow("empty") << QByteArray() << u"line 1"_s;
        QTest::newRow("nested deeper than 32") << nested(33) << u"line 1, column 96"_s;
        QTest::newRow("nested 100,000 deep") << nested(100'000) << u"line 1, column 96"_s;
        const QByteArray twelve = "<a a='' b='' c='' d='' e='' f='' g='' h='' i='' j='' k='' l=''/>\n";
        QTest::newRow("40,001 attributes in all")
            << "<a>\n" + twelve.repeated(3334) + "</a>" << u"line 3335, column 0"_s;
        QTest::newRow("65 attributes") << "<a" + attributes + "/>" << u"line 1, column 0"_s;
        QTest::newRow("20,001 elements") << "<a>" + QByteArray("<b/>").repeated(20'000) + "</a>" << u"line 1"_s;
        QTest::newRow("over 1 MiB") << "<a>" + QByteArray(1024 * 1024, ' ') + "</a>" << u"line 1"_s;
        QTest::newRow("document type") << QByteArray("\n<!DOCTYPE a>\n<a/>") << u"line 2, column 0"_s;
        QTest::newRow("entities of its own")
            << QByteArray("<!DOCTYPE a [<!ENTITY x 'xxxxxxxxxx'>]><a>&x;</a>") << u"line 1"_s;
        QTest::newRow("external entity") << QByteArray(
            "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>")
                                         << u"line 1"_s;
        QTest::newRow("unknown entity") << QByteArray("<a>&x;</a>") << u"line 1"_s;
        QTest::newRow("processing instruction") << QByteArray("<a><?php x?></a>") << u"line 1, column 3"_s;
        QTest::newRow("style sheet") << QByteArray("<?xml-stylesheet href='x'?><a/>") << u"line 1"_s;
        QTest::newRow("not closed") << QByteArray("<a>\n<b>\n</a>") << u"line 3"_s;
        QTest::newRow("cut off in a tag") << QByteArray("<a b='") << u"line 1"_s;
        QTest::newRow("cut off in a comment") << QByteArray("<a><!-- ") << u"line 1"_s;
        QTest::newRow("two roots") << QByteArray("<a/><b/>") << u"line 1"_s;
        QTest::newRow("same attribute twice") << QByteArray("<a b='1' b='2'/>") << u"line 1"_s;
        QTest::newRow("not UTF-8") << QByteArray("<a>\xff</a>") << u"line 1"_s;
        QTest::newRow("UTF-16") << QByteArray("\xff\xfe<\0a\0/\0>\0", 10) << u"line 1"_s;
        QTest::newRow("NUL") << QByteArray("<a>\0</a>", 8) << u"line 1"_s;
        QTest::newRow("NUL by reference") << QByteArray("<a>&#0;</a>") << u"line 1"_s;
        QTest::newRow("another encoding")
            << QByteArray("<?xml version='1.0' encoding='ISO-8859-1'?><a/>") << u"line 1"_s;
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, place);
        const auto document = parseSafely(text);
        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::InvalidXml);
        QVERIFY2(document.error().subject.startsWith(place), qPrintable(document.error().toString()));
        QVERIFY(!document.error().detail.isEmpty());
    }

    void hostileTextCostsLittle_data()
    {
        QTest::addColumn<QByteArray>("text");
        QByteArray attributes = "<a";
        for (int i = 0; attributes.size() < 1'000'000; ++i)
            attributes += " a" + QByteArray::number(i) + "=''";
        QTest::newRow("a million bytes of attributes") << attributes + "/>";
        QTest::newRow("a million bytes of depth") << QByteArray("<a>").repeated(340'000);
        QTest::newRow("a million bytes of comments") << "<a>" + QByteArray("<!---->").repeated(140'000) + "</a>";
        QTest::newRow("a million bytes of references") << "<a>" + QByteArray("&lt;").repeated(250'000) + "</a>";
    }
    void hostileTextCostsLittle()
    {
        QFETCH(QByteArray, text);
        QElapsedTimer timer;
        timer.start();
        (void)parseSafely(text);
        // Quadratic would be minutes; the bound is wide for slow machines and sanitizers.
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    }

    void keeps_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("white space") << QByteArray("<a>\n\n  <b/>   <c> </c>\n</a>\n");
        QTest::newRow("comments") << QByteArray("<!-- before -->\n<a><!-- in --></a>\n<!-- after -->\n");
        QTest::newRow("CDATA") << QByteArray("<a><![CDATA[x < y & z]]></a>\n");
        QTest::newRow("mixed text") << QByteArray("<a>one <b>two</b> three</a>\n");
        QTest::newRow("escapes") << QByteArray("<a b='&apos;&lt;&amp;&#10;&#9;'>&lt;&amp;&gt;&#13;</a>\n");
        QTest::newRow("namespaces") << QByteArray("<a><x:b x:c='1' xmlns:x='urn:x'><d xmlns='urn:d'/></x:b></a>\n");
        QTest::newRow("prefix without a namespace") << QByteArray("<a><qemu:b/></a>\n");
        QTest::newRow("letters of the world") << QByteArray("<a>caf\xc3\xa9 \xf0\x9f\x98\x80</a>\n");
        QTest::newRow("32 deep") << QByteArray("<a>").repeated(31) + "<a/>" + QByteArray("</a>").repeated(31) + "\n";
    }
    void keeps()
    {
        QFETCH(QByteArray, text);
        const auto document = parseSafely(text);
        QVERIFY2(document, document ? "" : qPrintable(document.error().toString()));
        QCOMPARE(nodeText(*document).toUtf8(), text);
    }

    void writesAttributesAsLibvirtDoes()
    {
        const auto document = parseSafely("<hostdev zz='1' managed='yes' type='pci' mode='subsystem' aa='2'>"
                                          "<address function='0x0' slot='0x02' bus='0x00' type='pci' "
                                          "multifunction='on' domain='0x0000'/></hostdev>");
        QVERIFY(document);
        QCOMPARE(nodeText(*document),
            u"<hostdev mode='subsystem' type='pci' managed='yes' aa='2' zz='1'><address type='pci' "
            "domain='0x0000' bus='0x00' slot='0x02' function='0x0' multifunction='on'/></hostdev>\n"_s);
    }

    void readsNumbersInCNotation_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("value"); // -1: refused
        QTest::newRow("hexadecimal") << u"0x1f"_s << qint64(31);
        QTest::newRow("capitals") << u"0X1F"_s << qint64(31);
        QTest::newRow("octal") << u"010"_s << qint64(8);
        QTest::newRow("decimal") << u"10"_s << qint64(10);
        QTest::newRow("zero") << u"0"_s << qint64(0);
        QTest::newRow("largest") << u"0xffffffff"_s << qint64(0xffffffff);
        QTest::newRow("too large") << u"0x100000000"_s << qint64(-1);
        QTest::newRow("no octal digit") << u"08"_s << qint64(-1);
        QTest::newRow("sign") << u"-1"_s << qint64(-1);
        QTest::newRow("blank") << u" 1"_s << qint64(-1);
        QTest::newRow("junk behind") << u"1x"_s << qint64(-1);
        QTest::newRow("no digits") << u"0x"_s << qint64(-1);
        QTest::newRow("empty") << QString() << qint64(-1);
    }
    void readsNumbersInCNotation()
    {
        QFETCH(QString, text);
        QFETCH(qint64, value);
        const auto number = cNumber(text);
        QCOMPARE(number ? qint64(*number) : qint64(-1), value);
    }
};

QTEST_APPLESS_MAIN(TestSafeXml)
#include "tst_safexml.moc"
