// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/foreignnetworks.h"

#include <QJsonArray>
#include <QTest>

using namespace laneway;

class TestForeignNetworks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachInterfaceGoesWhereThereIsANetwork()
    {
        const auto interface = [](const QByteArray &network) -> QByteArray {
            return "<interface type='network'><mac address='52:54:00:00:00:01'/><source network='" + network
                + "' portgroup='a'/><virtualport type='openvswitch'/><model type='virtio'/></interface>";
        };
        auto domain
            = DomainXml::parse("<domain type='kvm'><name>web</name><devices>" + interface("default") + interface("lab")
                + interface("vfs") + interface("isolated") + interface("isolated") + "</devices></domain>");
        QVERIFY(domain);
        NetworkState pool;
        pool.name = u"vfs"_s;
        const auto here = NetworksHere::from({pool}, {{u"bridges"_s, QJsonArray{u"virbr0"_s, u"br-lab"_s}}},
            {{u"networks"_s, QJsonObject{{u"lab"_s, u"br-lab"_s}, {u"isolated"_s, u"virbr9"_s}}}});
        QCOMPARE(replaceForeignNetworks(*domain, here),
            (QList<ReplacedNetwork>{{u"default"_s, u"virbr0"_s}, {u"lab"_s, u"br-lab"_s}, {u"isolated"_s, {}}}));
        const QByteArray xml = domain->toXml();
        QVERIFY(xml.contains("<interface type=\"bridge\">") || xml.contains("<interface type='bridge'>"));
        QVERIFY(xml.contains("virbr0") && xml.contains("br-lab") && !xml.contains("virbr9"));
        QCOMPARE(xml.count("virtualport"), 1); // the pool's own
        QCOMPARE(xml.count("52:54:00:00:00:01"), 5);
        QCOMPARE(xml.count("virtio"), 5);
        QVERIFY(replaceForeignNetworks(*domain, here).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestForeignNetworks)
#include "tst_foreignnetworks.moc"
