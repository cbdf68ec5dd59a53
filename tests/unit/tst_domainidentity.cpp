// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/domainidentity.h"

#include <QTest>

using namespace laneway;

class TestDomainIdentity : public QObject
{
    Q_OBJECT

    static DomainXml domain(const QByteArray &devices, const QByteArray &os = {})
    {
        return *DomainXml::parse("<domain type='kvm'><name>web</name><uuid>11111111-2222-3333-4444-555555555555</uuid>"
                                 "<genid>22222222-2222-3333-4444-555555555555</genid><memory>65536</memory><os>"
            + os + "<type arch='x86_64' machine='q35'>hvm</type></os><other:thing xmlns:other='x'/><devices>" + devices
            + "</devices></domain>");
    }
    static QByteArray disk(const QByteArray &source, const QByteArray &inside = {})
    {
        return "<disk type='file'><driver name='qemu' type='qcow2'/><source " + source + "/><target dev='vda'/>"
            + inside + "</disk>";
    }

private Q_SLOTS:
    void isGivenAnotherName()
    {
        DomainXml xml = domain({});
        const QByteArray before = xml.toXml();
        renameDomain(xml, u"mail & more"_s);
        QCOMPARE(xml.name(), u"mail & more"_s);
        QCOMPARE(DomainXml::parse(xml.toXml())->name(), u"mail & more"_s);
        renameDomain(xml, u"web"_s);
        QCOMPARE(xml.toXml(), before);
    }

    void knowsItsOwnFiles()
    {
        const DomainXml xml = domain(disk("file='/i/a.qcow2'") + disk("file='/i/shared'", "<shareable/>")
                + disk("file='/i/base'", "<readonly/>")
                + "<disk type='file' device='cdrom'><source file='/i/cd.iso'/></disk>"
                + "<disk type='block'><source dev='/dev/sdx'/></disk>",
            "<nvram>/v/web_VARS.fd</nvram>");
        QCOMPARE(ownFilesOf(xml),
            (QList<OwnFile>{{u"/i/a.qcow2"_s, u"qcow2"_s, false}, {u"/v/web_VARS.fd"_s, u"raw"_s, true}}));
        QVERIFY(ownFilesOf(domain({})).isEmpty());
        // What another manager put somewhere may be of a machine that it still has.
        QCOMPARE(ownFilesOf(domain({}, "<nvram>/home/me/.local/share/laneway/nvram/web_VARS.fd</nvram>"))
                     .value(0)
                     .isMadeHere,
            true);
        QCOMPARE(ownFilesOf(domain({}, "<nvram>/home/me/.config/libvirt/qemu/nvram/web_VARS.fd</nvram>"))
                     .value(0)
                     .isMadeHere,
            false);
    }

    void isClonedWithFilesOfItsOwn()
    {
        const DomainXml xml = domain(disk("file='/i/web.qcow2'", "<wwn>5000c50015ea71aa</wwn>")
                + disk("file='/i/data.qcow2'") + disk("file='/i/shared'", "<shareable/>")
                + "<interface type='network'><mac address='52:54:00:6d:90:02'/>"
                  "<source network='n'/><target dev='vnet7'/></interface>",
            "<nvram>/v/web_VARS.fd</nvram>");
        const auto clone = cloneDomain(xml, u"mail"_s);
        QVERIFY(clone);
        QCOMPARE(clone->xml.name(), u"mail"_s);
        QVERIFY(!clone->xml.uuid().isNull() && clone->xml.uuid() != xml.uuid());
        QCOMPARE(clone->copies.size(), 3);
        QCOMPARE(clone->copies[0].to, u"/i/mail.qcow2"_s);
        QCOMPARE(clone->copies[1].to, u"/i/data-mail.qcow2"_s);
        QCOMPARE(clone->copies[2].to, u"/v/mail_VARS.fd"_s);
        const QByteArray text = clone->xml.toXml();
        for (const char *gone :
            {"52:54:00:6d:90:02", "vnet7", "22222222-2222", "5000c50015ea71aa", "/i/web.qcow2", "/v/web_VARS.fd"})
            QVERIFY2(!text.contains(gone), gone);
        for (const char *kept :
            {"/i/mail.qcow2", "/i/data-mail.qcow2", "/v/mail_VARS.fd", "/i/shared", "other:thing", "<genid"})
            QVERIFY2(text.contains(kept), kept);
        QCOMPARE(xml.name(), u"web"_s); // the original is untouched
    }

    void refusesWhatIsNoFile()
    {
        const auto clone
            = cloneDomain(domain("<disk type='block'><source dev='/dev/sdx'/><target dev='vda'/></disk>"), u"mail"_s);
        QVERIFY(!clone);
        QCOMPARE(clone.error().code, ErrorCode::UnsupportedConfiguration);
    }
};

QTEST_APPLESS_MAIN(TestDomainIdentity)
#include "tst_domainidentity.moc"
