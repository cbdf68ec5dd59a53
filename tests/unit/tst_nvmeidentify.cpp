// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/nvmevirtualization.h"
#include "identify.h"

#include <QJsonDocument>
#include <QTest>

using namespace laneway;

namespace {
using Page = std::vector<std::uint8_t>;

void put(Page &page, std::size_t at, unsigned value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        page[at + std::size_t(i)] = std::uint8_t(value >> 8 * i);
}

/// As QEMU's controller with 4 VFs has it, 8 flexible queues and 4 interrupts.
Page capabilityPage()
{
    Page page(4096);
    put(page, 32, 8, 4);
    put(page, 36, 2, 4);
    put(page, 40, 1, 2);
    put(page, 44, 2, 2);
    put(page, 46, 1, 2);
    put(page, 64, 4, 4);
    put(page, 76, 1, 2);
    put(page, 78, 1, 2);
    return page;
}

Page listPage(const std::vector<nvme::Secondary> &entries)
{
    Page page(4096);
    page[0] = std::uint8_t(entries.size());
    std::size_t at = 32;
    for (const nvme::Secondary &one : entries) {
        put(page, at, one.controller, 2);
        page[at + 4] = one.online;
        put(page, at + 8, one.function, 2);
        put(page, at + 10, one.queues, 2);
        put(page, at + 12, one.interrupts, 2);
        at += 32;
    }
    return page;
}
} // namespace

/// What a controller answers, and what laneway-nvme is told. Neither is trusted.
class TestNvmeIdentify : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsCapabilities();
    void clampsWhatNoControllerHas();
    void readsSecondaries();
    void refusesBrokenLists_data();
    void refusesBrokenLists();
    void shortPages();
    void printsWhatTheHelperReads();
    void errorsAreJsonWhateverTheySay();
    void arguments_data();
    void arguments();
    void addresses_data();
    void addresses();
    void refusesBrokenJson_data();
    void refusesBrokenJson();
};

void TestNvmeIdentify::readsCapabilities()
{
    const auto found = nvme::readCapabilities(capabilityPage());
    QVERIFY(found);
    QCOMPARE(found->queues.total, 8U);
    QCOMPARE(found->queues.primary, 1U);
    QCOMPARE(found->queues.each, 2U);
    QCOMPARE(found->queues.granularity, 1U);
    QCOMPARE(found->interrupts.total, 4U);
    QCOMPARE(found->interrupts.each, 1U);
    Page page(4096);
    QVERIFY(!nvme::canManage(page));
    put(page, 256, 0x80, 2);
    QVERIFY(nvme::canManage(page));
}

void TestNvmeIdentify::clampsWhatNoControllerHas()
{
    Page page = capabilityPage();
    put(page, 32, 0xffffffff, 4);
    QCOMPARE(nvme::readCapabilities(page)->queues.total, 65535U);
}

void TestNvmeIdentify::readsSecondaries()
{
    const std::vector<nvme::Secondary> list{{1, 1, true, 2, 1}, {7, 2, false, 0, 0}, {9, 0, false, 0, 0}};
    QVERIFY(nvme::readSecondaries(listPage(list)) == list);
    QVERIFY(nvme::readSecondaries(listPage({}))->empty());
    std::vector<nvme::Secondary> full;
    for (unsigned i = 1; i <= 127; ++i)
        full.push_back({i * 10, i, false, i, i});
    QVERIFY(nvme::readSecondaries(listPage(full)) == full);
}

void TestNvmeIdentify::refusesBrokenLists_data()
{
    QTest::addColumn<QByteArray>("page");
    const auto row = [](const char *name, const Page &page) {
        QTest::newRow(name) << QByteArray(reinterpret_cast<const char *>(page.data()), qsizetype(page.size()));
    };
    row("no page", {});
    Page page = listPage({{1, 1, false, 0, 0}});
    page[0] = 255;
    row("longer than its page", page);
    page[0] = 128;
    row("one entry too many", page);
    page = listPage({{1, 1, false, 0, 0}});
    page.resize(63);
    row("cut off", page);
    row("one twice", listPage({{1, 1, false, 0, 0}, {1, 2, false, 0, 0}}));
    row("falling", listPage({{2, 1, false, 0, 0}, {1, 2, false, 0, 0}}));
    page = Page(4096, 0xff);
    row("all ones", page);
}

void TestNvmeIdentify::refusesBrokenLists()
{
    QFETCH(QByteArray, page);
    QVERIFY(
        !nvme::readSecondaries({reinterpret_cast<const std::uint8_t *>(page.constData()), std::size_t(page.size())}));
}

void TestNvmeIdentify::shortPages()
{
    for (std::size_t size : {0U, 1U, 32U, 79U, 257U}) {
        const Page page(size, 0xff);
        QVERIFY(!nvme::canManage(page));
        if (size < 80)
            QVERIFY(!nvme::readCapabilities(page));
    }
}

void TestNvmeIdentify::printsWhatTheHelperReads()
{
    const std::string text = nvme::toJson(
        *nvme::readCapabilities(capabilityPage()), {{1, 1, true, 2, 1}, {2, 2, false, 0, 0}, {9, 0, false, 0, 0}});
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    const auto read = NvmeVirtualization::fromJson(json);
    QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
    QCOMPARE(read->controllers.size(), 2); // one has no virtual function
    QCOMPARE(*read->find(VfIndex{0}), (NvmeSecondary{1, VfIndex{0}, true, 2, 1}));
    QVERIFY(!read->find(VfIndex{2}));
    QCOMPARE(read->queues, (NvmeResource{8, 1, 2, 1}));
    QCOMPARE(NvmeVirtualization::fromJson(read->toJson()), read);
}

void TestNvmeIdentify::errorsAreJsonWhateverTheySay()
{
    const std::string text = nvme::errorJson("KernelRefused", "a \"word\"\n\\ \x80");
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    QCOMPARE(json[u"error"].toString(), u"KernelRefused"_s);
    QVERIFY(json[u"detail"].toString().startsWith(u"a  word"));
}

void TestNvmeIdentify::arguments_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("online") << QByteArray("1:2:1:online") << true;
    QTest::newRow("offline, largest") << QByteArray("65535:65535:0:offline") << true;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("too large") << QByteArray("65536:2:1:online") << false;
    QTest::newRow("many digits") << QByteArray("000001:2:1:online") << false;
    QTest::newRow("negative") << QByteArray("-1:2:1:online") << false;
    QTest::newRow("sign") << QByteArray("+1:2:1:online") << false;
    QTest::newRow("hexadecimal") << QByteArray("0x1:2:1:online") << false;
    QTest::newRow("a part missing") << QByteArray("1:2:online") << false;
    QTest::newRow("a part more") << QByteArray("1:2:1:online:") << false;
    QTest::newRow("another word") << QByteArray("1:2:1:delete") << false;
    QTest::newRow("blank") << QByteArray(" 1:2:1:online") << false;
}

void TestNvmeIdentify::arguments()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, good);
    QCOMPARE(nvme::parseWanted(text.toStdString()).has_value(), good);
}

void TestNvmeIdentify::addresses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("usual") << QByteArray("0000:5e:00.7") << true;
    QTest::newRow("above") << QByteArray("0000:../..") << false;
    QTest::newRow("function 8") << QByteArray("0000:5e:00.8") << false;
    QTest::newRow("upper case") << QByteArray("0000:5E:00.0") << false;
    QTest::newRow("something behind") << QByteArray("0000:5e:00.0/") << false;
    QTest::newRow("newline") << QByteArray("0000:5e:00.0\n") << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void TestNvmeIdentify::addresses()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, good);
    QCOMPARE(nvme::isAddress(text.toStdString()), good);
    QVERIFY(nvme::isControllerName("nvme0"));
    QVERIFY(!nvme::isControllerName("nvme0n1"));
    QVERIFY(!nvme::isControllerName("nvme"));
    QVERIFY(!nvme::isControllerName("../nvme0"));
}

void TestNvmeIdentify::refusesBrokenJson_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray kinds = R"("queues":{"total":8,"primary":0,"each":2,"granularity":1},)"
                             R"("interrupts":{"total":4,"primary":0,"each":1,"granularity":1})";
    QTest::newRow("nothing") << QByteArray("{}");
    QTest::newRow("no list") << QByteArray("{" + kinds + "}");
    QTest::newRow("no number") << QByteArray("{" + kinds + R"(,"controllers":[{"controller":"1"}]})");
    QTest::newRow("too large") << QByteArray(
        "{" + kinds + R"(,"controllers":[{"controller":70000,"vf":0,"online":true,"queues":0,"interrupts":0}]})");
    QTest::newRow("a fraction") << QByteArray(
        "{" + kinds + R"(,"controllers":[{"controller":1,"vf":0.5,"online":true,"queues":0,"interrupts":0}]})");
    QTest::newRow("one VF twice") << QByteArray("{" + kinds
        + R"(,"controllers":[{"controller":1,"vf":0,"online":true,"queues":0,"interrupts":0},)"
          R"({"controller":2,"vf":0,"online":true,"queues":0,"interrupts":0}]})");
}

void TestNvmeIdentify::refusesBrokenJson()
{
    QFETCH(QByteArray, text);
    const auto read = NvmeVirtualization::fromJson(QJsonDocument::fromJson(text).object());
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(TestNvmeIdentify)
#include "tst_nvmeidentify.moc"
