// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/domainviews.h"
#include "xml/xmlnodes.h"
#include "support/places.h"

#include <QDir>
#include <QTest>

#include <algorithm>

using namespace laneway;

namespace {

QString corpus() { return places::sharedFile(u"corpus"_s); }

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList files(const QString &folder)
{
    return QDir(QString(corpus() + u"/"_s + folder)).entryList({u"*.xml"_s}, QDir::Files, QDir::Name);
}

/// What a document says, whatever its layout: white space between elements and the order of
/// attributes say nothing.
QString canonical(const QDomNode &node, int depth = 0)
{
    const QString indent(depth, u' ');
    if (node.isComment())
        return indent + u"<!--"_s + node.nodeValue() + u"-->\n"_s;
    if (node.isText())
        return node.nodeValue().trimmed().isEmpty() ? QString() : indent + node.nodeValue() + u'\n';
    QString text;
    if (node.isElement()) {
        QStringList attributes;
        for (int i = 0; i < node.attributes().count(); ++i)
            attributes << node.attributes().item(i).nodeName() + u'=' + node.attributes().item(i).nodeValue();
        attributes.sort();
        text = indent + node.nodeName() + u' ' + attributes.join(u' ') + u'\n';
    }
    for (QDomNode child = node.firstChild(); !child.isNull(); child = child.nextSibling())
        text += canonical(child, depth + 1);
    return text;
}

/// Every element with a guest PCI address, and every PCI controller, one a line and sorted: the
/// facts that must agree with libvirt's.
QStringList topology(const QDomElement &root)
{
    QStringList lines;
    for (const QDomElement &device : childElements(root.firstChildElement(u"devices"_s))) {
        QString line = device.tagName();
        const QDomElement address = device.firstChildElement(u"address"_s);
        if (line == u"controller") {
            if (device.attribute(u"type"_s) != u"pci" && address.attribute(u"type"_s) != u"pci")
                continue;
            line += u' ' + device.attribute(u"type"_s) + u' ' + device.attribute(u"index"_s) + u' '
                + device.attribute(u"model"_s);
            const QDomElement target = device.firstChildElement(u"target"_s);
            for (const QString &name : {u"chassis"_s, u"port"_s, u"chassisNr"_s, u"busNr"_s})
                if (target.hasAttribute(name))
                    line += u' ' + name + u'=' + target.attribute(name);
            line += u' ' + device.firstChildElement(u"model"_s).attribute(u"name"_s);
        } else if (address.attribute(u"type"_s) != u"pci") {
            continue;
        }
        for (const QString &name : {u"bus"_s, u"slot"_s, u"function"_s, u"multifunction"_s})
            line += u' ' + address.attribute(name);
        lines << line;
    }
    lines.sort();
    return lines;
}

bool isX86(const QDomElement &root, bool q35)
{
    const QDomElement type = root.firstChildElement(u"os"_s).firstChildElement(u"type"_s);
    const QString machine = type.attribute(u"machine"_s);
    const bool is = q35 ? machine == u"q35" || machine.startsWith(u"pc-q35-")
                        : machine == u"pc" || machine.startsWith(u"pc-i440fx-");
    return is && (type.attribute(u"arch"_s) == u"x86_64" || type.attribute(u"arch"_s) == u"i686")
        && (root.attribute(u"type"_s) == u"kvm" || root.attribute(u"type"_s) == u"qemu");
}

/// Host devices that libvirt's own test host has behind a conventional bus.
bool everythingIsPcie(const PciAddress &)
{
    return true;
}

} // namespace

class TestCorpusDomains : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (files(u"domains"_s).isEmpty())
            QSKIP("libvirt's test data is not there (LANEWAY_SHARED)");
    }

    void keepsEverything_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString &folder : {u"domains"_s, u"domains-canonical"_s, u"domains-live"_s})
            for (const QString &name : files(folder))
                QTest::newRow(qPrintable(QString(folder + u"/"_s + name))) << corpus() + u'/' + folder + u'/' + name;
    }
    void keepsEverything()
    {
        QFETCH(QString, path);
        const QByteArray text = contents(path);
        const auto domain = DomainXml::parse(text);
        QVERIFY2(domain, domain ? "" : qPrintable(domain.error().toString()));
        // A reader that is not ours, as far as Qt has one: it is what ours must not lose against.
        QDomDocument reference;
        QVERIFY(reference.setContent(text, false));
        const QByteArray once = domain->toXml();
        QDomDocument again;
        QVERIFY(again.setContent(once, false));
        QCOMPARE(canonical(again.documentElement()), canonical(reference.documentElement()));
        const auto twice = DomainXml::parse(once);
        QVERIFY(twice);
        QCOMPARE(twice->toXml(), once);
    }

    void completingTwiceChangesNothing_data() { keepsEverything_data(); }
    void completingTwiceChangesNothing()
    {
        QFETCH(QString, path);
        auto domain = DomainXml::parse(contents(path));
        QVERIFY(domain);
        if (!domain->complete(everythingIsPcie))
            return; // some are refused: refusesWhatLibvirtRefuses()
        const QByteArray once = domain->toXml();
        const auto again = domain->complete(everythingIsPcie);
        QVERIFY2(again, again ? "" : qPrintable(again.error().toString()));
        QCOMPARE(domain->toXml(), once);
    }

    void addressesAreLibvirts_data()
    {
        QTest::addColumn<bool>("q35");
        QTest::addColumn<double>("floor"); // share of documents that agree
        QTest::newRow("q35") << true << 0.98;
        QTest::newRow("pc") << false << 0.99;
    }
    void addressesAreLibvirts()
    {
        QFETCH(bool, q35);
        QFETCH(double, floor);
        int cases = 0, agree = 0;
        QStringList others;
        for (const QString &name : files(u"domains-canonical"_s)) {
            if (name.startsWith(u"generic-"))
                continue; // printed by a test driver that knows no guest addresses
            const auto expected = DomainXml::parse(contents(corpus() + u"/domains-canonical/"_s + name));
            auto domain = DomainXml::parse(contents(corpus() + u"/domains/"_s + name));
            if (!expected || !domain || !isX86(expected->root(), q35))
                continue;
            ++cases;
            if (const auto done = domain->complete(everythingIsPcie); !done) {
                others << name + u": "_s + done.error().toString();
                continue;
            }
            const QStringList ours = topology(domain->root()), theirs = topology(expected->root());
            if (ours == theirs) {
                ++agree;
                continue;
            }
            QStringList differences;
            for (const QString &line : ours)
                if (!theirs.contains(line))
                    differences << u"+ "_s + line;
            for (const QString &line : theirs)
                if (!ours.contains(line))
                    differences << u"- "_s + line;
            others << name + u":\n    "_s + differences.mid(0, 6).join(u"\n    "_s);
        }
        qInfo().noquote() << agree << "of" << cases << "agree; the others:\n" << others.join(u"\n"_s);
        QVERIFY(cases > 0);
        QVERIFY(agree >= floor * cases);
    }

    void acceptsWhatLibvirtAccepts()
    {
        int cases = 0, accepted = 0;
        QStringList others;
        for (const QString &name : files(u"domains-canonical"_s)) {
            const auto domain = DomainXml::parse(contents(corpus() + u"/domains/"_s + name));
            if (!domain || !(isX86(domain->root(), true) || isX86(domain->root(), false)))
                continue;
            ++cases;
            const auto done = domain->validate();
            if (done)
                ++accepted;
            else
                others << name + u": "_s + done.error().toString();
        }
        qInfo().noquote() << accepted << "of" << cases << "accepted; the others:\n" << others.join(u"\n"_s);
        QVERIFY(accepted >= 0.98 * cases);
    }

    void refusesWhatLibvirtRefuses_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"boot-dev+order", "pci-bridge-duplicate-index", "pci-bus-invalid",
                 "pci-domain-invalid", "pci-expander-bus-bad-bus", "pci-function-invalid", "pci-slot-invalid",
                 "pcie-expander-bus-bad-bus", "pcie-root-port-too-many", "q35-dmi-bad-address2",
                 "net-hostdev-fail", "440fx-wrong-root", "disk-same-targets",
                 "hostdev-usb-duplicate"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void refusesWhatLibvirtRefuses()
    {
        QFETCH(QString, name);
        const QByteArray text = contents(corpus() + u"/domains/"_s + name + u".xml"_s);
        QVERIFY(!text.isEmpty());
        const auto domain = DomainXml::parse(text);
        QVERIFY(domain);
        const auto done = domain->validate();
        QVERIFY(!done);
        QVERIFY(!done.error().subject.isEmpty());
        QVERIFY(!done.error().detail.isEmpty());
        qInfo().noquote() << done.error().toString() << "| libvirt:"
                          << contents(corpus() + u"/errors/"_s + name + u".err"_s)
                                 .trimmed();
    }
};

QTEST_APPLESS_MAIN(TestCorpusDomains)
#include "tst_corpusdomains.moc"
