// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/netlink.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <sched.h>

using namespace laneway;

namespace {

/// An RTM_NEWLINK as a kernel makes it, VF by VF.
class LinkMessage
{
public:
    LinkMessage()
        : m_message(nlmsg_alloc_size(65536))
    {
        nlmsghdr *head = nlmsg_put(m_message, 0, 1, RTM_NEWLINK, sizeof(ifinfomsg), 0);
        memset(nlmsg_data(head), 0, sizeof(ifinfomsg));
        nla_put_string(m_message, IFLA_IFNAME, "eno1");
        m_list = nla_nest_start(m_message, IFLA_VFINFO_LIST);
    }
    ~LinkMessage() { nlmsg_free(m_message); }
    LinkMessage &begin()
    {
        m_info = nla_nest_start(m_message, IFLA_VF_INFO);
        return *this;
    }
    template <typename T> LinkMessage &put(int type, const T &value)
    {
        nla_put(m_message, type, sizeof value, &value);
        return *this;
    }
    LinkMessage &mac(quint32 vf, QStringView text)
    {
        ifla_vf_mac mac = {};
        mac.vf = vf;
        const auto octets = MacAddress::parse(text)->octets();
        memcpy(mac.mac, octets.data(), octets.size());
        return put(IFLA_VF_MAC, mac);
    }
    LinkMessage &vlanList(const ifla_vf_vlan_info &vlan)
    {
        nlattr *list = nla_nest_start(m_message, IFLA_VF_VLAN_LIST);
        put(IFLA_VF_VLAN_INFO, vlan);
        nla_nest_end(m_message, list);
        return *this;
    }
    /// As rtnl_fill_vfinfo() has them: present, and 0, where the driver counts nothing.
    LinkMessage &counters(const VfCounters &counters)
    {
        nlattr *list = nla_nest_start(m_message, IFLA_VF_STATS);
        put(IFLA_VF_STATS_RX_PACKETS, counters.receivedPackets).put(IFLA_VF_STATS_TX_PACKETS, counters.sentPackets);
        put(IFLA_VF_STATS_RX_BYTES, counters.receivedBytes).put(IFLA_VF_STATS_TX_BYTES, counters.sentBytes);
        put(IFLA_VF_STATS_RX_DROPPED, counters.receiveDrops).put(IFLA_VF_STATS_TX_DROPPED, counters.sendDrops);
        nla_nest_end(m_message, list);
        return *this;
    }
    LinkMessage &end()
    {
        nla_nest_end(m_message, m_info);
        return *this;
    }
    QByteArray bytes()
    {
        nla_nest_end(m_message, m_list);
        const nlmsghdr *head = nlmsg_hdr(m_message);
        return QByteArray(reinterpret_cast<const char *>(head), head->nlmsg_len);
    }

private:
    nl_msg *m_message;
    nlattr *m_list;
    nlattr *m_info = nullptr;
};

/// An RTM_NEWLINK that tells what a switch answered for one VF.
QByteArray portAnswer(quint32 vf, quint16 code)
{
    nl_msg *message = nlmsg_alloc_size(4096);
    nlmsghdr *head = nlmsg_put(message, 0, 1, RTM_NEWLINK, sizeof(ifinfomsg), 0);
    memset(nlmsg_data(head), 0, sizeof(ifinfomsg));
    nlattr *ports = nla_nest_start(message, IFLA_VF_PORTS);
    nlattr *port = nla_nest_start(message, IFLA_VF_PORT);
    nla_put_u32(message, IFLA_PORT_VF, vf);
    nla_put_u16(message, IFLA_PORT_RESPONSE, code);
    nla_nest_end(message, port);
    nla_nest_end(message, ports);
    const QByteArray bytes(reinterpret_cast<const char *>(head), head->nlmsg_len);
    nlmsg_free(message);
    return bytes;
}

/// An RTM_NEWLINK about a link of a kind, and what that kind tells of it.
QByteArray tapMessage(const char *kind, const QList<QPair<int, quint32>> &told)
{
    nl_msg *message = nlmsg_alloc_size(4096);
    nlmsghdr *head = nlmsg_put(message, 0, 1, RTM_NEWLINK, sizeof(ifinfomsg), 0);
    memset(nlmsg_data(head), 0, sizeof(ifinfomsg));
    nlattr *info = nla_nest_start(message, IFLA_LINKINFO);
    nla_put_string(message, IFLA_INFO_KIND, kind);
    nlattr *data = nla_nest_start(message, IFLA_INFO_DATA);
    for (const auto &[type, value] : told)
        nla_put_u32(message, type, value);
    nla_nest_end(message, data);
    nla_nest_end(message, info);
    const QByteArray bytes(reinterpret_cast<const char *>(head), head->nlmsg_len);
    nlmsg_free(message);
    return bytes;
}

} // namespace

Q_DECLARE_METATYPE(laneway::PortResponse)

class TestNetlink : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsEveryField()
    {
        LinkMessage message;
        message.begin().mac(1, u"52:54:00:6d:90:02");
        message.put(IFLA_VF_VLAN, ifla_vf_vlan{1, 42, 3});
        message.vlanList({1, 42, 3, htons(ETH_P_8021AD)});
        message.put(IFLA_VF_TX_RATE, ifla_vf_tx_rate{1, 100});
        message.put(IFLA_VF_RATE, ifla_vf_rate{1, 10, 100});
        message.put(IFLA_VF_SPOOFCHK, ifla_vf_spoofchk{1, 1});
        message.put(IFLA_VF_LINK_STATE, ifla_vf_link_state{1, IFLA_VF_LINK_STATE_DISABLE});
        message.put(IFLA_VF_TRUST, ifla_vf_trust{1, 0}).end();
        message.begin().mac(0, u"00:00:00:00:00:00").end();
        const auto vfs = parseVfs(message.bytes());
        QVERIFY(vfs);
        QCOMPARE(vfs->size(), 2);
        QCOMPARE(vfs->at(0).index, VfIndex{0}); // by index
        QVERIFY(vfs->at(0).mac->isNull());
        QVERIFY(!vfs->at(0).vlan);
        QVERIFY(!vfs->at(0).rate);
        const VfSettings &vf = vfs->at(1);
        QCOMPARE(vf.index, VfIndex{1});
        QCOMPARE(vf.mac->toString(), u"52:54:00:6d:90:02"_s);
        QCOMPARE(vf.vlan, (VfVlan{*VlanId::make(42), 3, VlanProtocol::Dot1AD}));
        QCOMPARE(vf.rate, (VfRate{10, 100}));
        QCOMPARE(vf.spoofCheck, true);
        QCOMPARE(vf.trust, false);
        QCOMPARE(vf.linkState, VfLinkState::Disable);
    }
    void readsWhatOneVfCounted()
    {
        const VfCounters counted{5, 4, 5000, 400, 3, 2};
        LinkMessage message;
        message.begin().mac(0, u"02:00:00:00:00:01").counters({}).end();
        message.begin().mac(1, u"02:00:00:00:00:02").counters(counted).end();
        message.begin().mac(2, u"02:00:00:00:00:03").end();
        const QByteArray bytes = message.bytes();
        QCOMPARE(parseVfCounters(bytes, VfIndex{1}).value_or(std::nullopt), std::optional(counted));
        for (const quint32 vf : {0U, 2U, 3U}) { // zeros are no figures
            const auto none = parseVfCounters(bytes, VfIndex{vf});
            QVERIFY(none);
            QVERIFY(!*none);
        }
        for (qsizetype size = 0; size < bytes.size(); ++size)
            (void)parseVfCounters(bytes.left(size), VfIndex{1}); // by itself
        QVERIFY(!parseVfCounters(bytes.left(20), VfIndex{1}));
    }
    void whatADriverDoesNotKnowIsEmpty()
    {
        LinkMessage message;
        message.begin().mac(0, u"02:00:00:00:00:01");
        message.put(IFLA_VF_VLAN, ifla_vf_vlan{0, 0, 0});
        message.put(IFLA_VF_TX_RATE, ifla_vf_tx_rate{0, 7});
        message.put(IFLA_VF_SPOOFCHK, ifla_vf_spoofchk{0, ~0U});
        message.put(IFLA_VF_TRUST, ifla_vf_trust{0, ~0U}).end();
        const auto vfs = parseVfs(message.bytes());
        QVERIFY(vfs);
        QVERIFY(!vfs->at(0).spoofCheck);
        QVERIFY(!vfs->at(0).trust);
        QCOMPARE(vfs->at(0).vlan, VfVlan()); // untagged, and known to be
        QCOMPARE(vfs->at(0).rate, (VfRate{0, 7})); // a kernel without minimum rates
    }
    void aLinkWithoutVfsHasNone()
    {
        const auto vfs = parseVfs(LinkMessage().bytes());
        QVERIFY(vfs);
        QVERIFY(vfs->isEmpty());
    }
    void aMessageCutShortIsRefused()
    {
        LinkMessage message;
        message.begin().mac(0, u"02:00:00:00:00:01").end();
        const QByteArray whole = message.bytes();
        QVERIFY(parseVfs(whole));
        for (qsizetype size = 0; size < whole.size(); ++size)
            QVERIFY(!parseVfs(whole.left(size)));
        QVERIFY(!parseVfs(QByteArray(whole.size(), '\xff')));
    }
    void aChangeIsOneMessageWithWhatIsSet()
    {
        VfChange change;
        change.mac = *MacAddress::parse(u"52:54:00:6d:90:02");
        change.vlan = VfVlan{*VlanId::make(42), 5, VlanProtocol::Dot1Q};
        change.spoofCheck = false;
        change.trust = true;
        change.linkState = VfLinkState::Enable;
        change.rate = VfRate{0, 500};
        QByteArray message = vfChangeMessage(u"eno1"_s, VfIndex{2}, change);
        auto *head = reinterpret_cast<nlmsghdr *>(message.data());
        QCOMPARE(head->nlmsg_type, quint16(RTM_SETLINK));
        // The same layout comes back from the kernel: read it as such.
        head->nlmsg_type = RTM_NEWLINK;
        const auto vfs = parseVfs(message);
        QVERIFY(vfs);
        QCOMPARE(vfs->size(), 1);
        QCOMPARE(vfs->at(0).index, VfIndex{2});
        QVERIFY(change.isIn(vfs->at(0)));
        QCOMPARE(VfChange::to(vfs->at(0)), change);
    }
    // The bytes, as net/core/rtnetlink.c looks for them; and what the kernel would answer in the same layout.
    void aPortProfileIsAskedForAndAnswered()
    {
        PortRequest request{PortRequest::Kind::Associate, u"finance"_s,
            QUuid(u"235bcbd7-eec5-4b70-bf6e-9563c974a1d2"_s), {}, *MacAddress::parse(u"52:54:00:6d:90:02"_s)};
        QByteArray message = portRequestMessage(u"eno1"_s, VfIndex{2}, request);
        QVERIFY(message.contains("finance"));
        QVERIFY(message.contains(request.instance.toRfc4122()));
        auto *head = reinterpret_cast<nlmsghdr *>(message.data());
        QCOMPARE(head->nlmsg_type, quint16(RTM_SETLINK));
        head->nlmsg_type = RTM_NEWLINK;
        const auto mac = parseVfs(message);
        QCOMPARE(mac->at(0).mac, request.mac);
        QCOMPARE(*parsePortResponse(message, VfIndex{2}), std::nullopt); // asked, not answered

        request.kind = PortRequest::Kind::Disassociate;
        QVERIFY(!portRequestMessage(u"eno1"_s, VfIndex{2}, request).contains("finance"));
    }
    void answersOfASwitch_data()
    {
        QTest::addColumn<quint16>("code");
        QTest::addColumn<PortResponse>("response");
        QTest::newRow("accepted") << quint16(PORT_PROFILE_RESPONSE_SUCCESS) << PortResponse::Success;
        QTest::newRow("waits") << quint16(PORT_PROFILE_RESPONSE_INPROGRESS) << PortResponse::InProgress;
        QTest::newRow("unknown profile") << quint16(PORT_PROFILE_RESPONSE_INVALID) << PortResponse::Invalid;
        QTest::newRow("bad state") << quint16(PORT_PROFILE_RESPONSE_BADSTATE) << PortResponse::BadState;
        QTest::newRow("full") << quint16(PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES)
                              << PortResponse::InsufficientResources;
        QTest::newRow("error") << quint16(PORT_PROFILE_RESPONSE_ERROR) << PortResponse::Refused;
        QTest::newRow("a code nobody knows") << quint16(0x1ff) << PortResponse::Refused;
    }
    void answersOfASwitch()
    {
        QFETCH(quint16, code);
        QFETCH(PortResponse, response);
        const QByteArray message = portAnswer(2, code);
        QCOMPARE(*parsePortResponse(message, VfIndex{2}), std::optional(response));
        QCOMPARE(*parsePortResponse(message, VfIndex{3}), std::nullopt); // another VF's
        for (qsizetype size = 0; size < message.size(); ++size)
            (void)parsePortResponse(message.left(size), VfIndex{2}); // sanitizers look on
    }
    void holdersOfATap_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<std::optional<TapHolders>>("holders");
        QTest::addColumn<bool>("isOurs");
        using Told = QList<QPair<int, quint32>>;
        const Told one{{IFLA_TUN_NUM_QUEUES, 1}, {IFLA_TUN_NUM_DISABLED_QUEUES, 0}};
        const auto row = [&](const char *name, const Told &told, const TapHolders &holders, bool isOurs) {
            QTest::newRow(name) << tapMessage("tun", told) << std::optional(holders) << isOurs;
        };
        const Told owned{{IFLA_TUN_OWNER, 0}};
        row("its maker's", owned + one, {1, 0, {}}, true);
        row("another's, switched off", owned + Told{{IFLA_TUN_NUM_QUEUES, 1}, {IFLA_TUN_NUM_DISABLED_QUEUES, 2}},
            {3, 0, {}}, false);
        row("given to another, who is gone", Told{{IFLA_TUN_OWNER, 1000}} + one, {1, 1000, {}}, false);
        row("given to others too", owned + Told{{IFLA_TUN_GROUP, 100}} + one, {1, 0, 100}, false);
        row("anybody's", one, {1, {}, {}}, false);
        QTest::newRow("of one queue") << tapMessage("tun", owned) << std::optional<TapHolders>() << false;
        QTest::newRow("no tap") << tapMessage("bridge", owned + one) << std::optional<TapHolders>() << false;
    }
    void holdersOfATap()
    {
        QFETCH(QByteArray, message);
        QFETCH(std::optional<TapHolders>, holders);
        const auto read = parseTapHolders(message);
        QVERIFY(read);
        QVERIFY(*read == holders);
        QTEST(*read && isOnlyItsMakers(**read), "isOurs");
        for (qsizetype size = 0; size < message.size(); ++size)
            QVERIFY(!parseTapHolders(message.left(size)).value_or(std::nullopt)); // cut short it is no answer
    }
    void anInterfaceThatIsNotThere_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("none") << u"laneway-none"_s;
        QTest::newRow("empty") << QString();
        QTest::newRow("longer than a name can be") << QString(40, u'x');
    }
    void anInterfaceThatIsNotThere()
    {
        QFETCH(QString, name);
        RealNetlink netlink;
        for (const Error &error :
            {netlink.vfs(name).error(), netlink.isLinkUp(name).error(), netlink.setLinkUp(name, true).error()}) {
            if (error.code == ErrorCode::PermissionDenied)
                continue; // a change by an ordinary user: refused before it is looked up
            QCOMPARE(error.code, ErrorCode::NotFound);
            QCOMPARE(error.systemError, ENODEV);
            QCOMPARE(error.subject, name);
        }
    }
    void loopbackHasNoVfs()
    {
        RealNetlink netlink;
        const auto vfs = netlink.vfs(u"lo"_s);
        QVERIFY2(vfs, vfs ? "" : qPrintable(vfs.error().toString()));
        QVERIFY(vfs->isEmpty());
        const auto set = netlink.setVf(u"lo"_s, VfIndex{0}, {});
        QVERIFY(!set);
        QCOMPARE(set.error().code, ErrorCode::NotFound);
    }
    void settingAVfGivesTheDriversAnswer()
    {
        // netdevsim has VFs that the kernel's own tests use; most distributions have it as a module.
        QFile bus(u"/sys/bus/netdevsim/new_device"_s);
        if (!bus.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || bus.write("9 1") < 0)
            QSKIP("no netdevsim here (modprobe netdevsim)");
        QFile count(u"/sys/bus/netdevsim/devices/netdevsim9/sriov_numvfs"_s);
        QVERIFY(count.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        const bool made = count.write("2") > 0;
        const QStringList names
            = QDir(u"/sys/bus/netdevsim/devices/netdevsim9/net"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        RealNetlink netlink;
        VfChange change;
        change.mac = *MacAddress::parse(u"52:54:00:6d:90:02");
        change.vlan = VfVlan{*VlanId::make(42), 3, VlanProtocol::Dot1Q};
        change.spoofCheck = true;
        change.trust = true;
        change.linkState = VfLinkState::Enable;
        change.rate = VfRate{1, 2};
        const QString name = names.value(0);
        const auto set = netlink.setVf(name, VfIndex{1}, change);
        const auto vfs = netlink.vfs(name);
        const auto missing = netlink.setVf(name, VfIndex{7}, change);
        QFile old(u"/sys/bus/netdevsim/del_device"_s);
        QVERIFY(old.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        QVERIFY(old.write("9") > 0);
        QVERIFY(made);
        QVERIFY2(set, set ? "" : qPrintable(set.error().toString()));
        QVERIFY(vfs);
        QVERIFY(change.isIn(vfs->at(1)));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
    }
    // Last: this process leaves the network that it was started in.
    void setsLinksUpAndDown()
    {
        if (::unshare(CLONE_NEWNET) < 0)
            QSKIP("no right to make a network namespace");
        RealNetlink netlink;
        QCOMPARE(netlink.isLinkUp(u"lo"_s), Result<bool>(false));
        QVERIFY(netlink.setLinkUp(u"lo"_s, true));
        QCOMPARE(netlink.isLinkUp(u"lo"_s), Result<bool>(true));
        QVERIFY(netlink.setLinkUp(u"lo"_s, false));
        QCOMPARE(netlink.isLinkUp(u"lo"_s), Result<bool>(false));
    }
};

QTEST_GUILESS_MAIN(TestNetlink)
#include "tst_netlink.moc"
