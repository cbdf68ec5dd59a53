// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/domainviews.h"
#include "xml/xmlnodes.h"
#include "support/places.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <array>

using namespace laneway;

namespace {

QString corpus()
{
    return places::sharedFile(u"corpus"_s);
}

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

/// A part of a document without what says nothing: white space, comments, the order of attributes and of
/// children, the unit in which a size is written.
QString unordered(const QDomElement &element)
{
    // KiB, which is libvirt's where nothing is said.
    static const QMap<QString, quint64> units{{u"KiB"_s, 1}, {u"k"_s, 1}, {u"MiB"_s, 1024}, {u"M"_s, 1024},
        {u"GiB"_s, 1024 * 1024}, {u"G"_s, 1024 * 1024}, {u"TiB"_s, 1024ULL * 1024 * 1024}};
    QStringList attributes, children;
    QString text;
    for (int i = 0; i < element.attributes().count(); ++i) {
        const QDomAttr attribute = element.attributes().item(i).toAttr();
        if (const quint64 factor = units.value(element.attribute(u"unit"_s));
            factor != 0 && attribute.name() == u"size")
            attributes << u"@size="_s + QString::number(attribute.value().toULongLong() * factor);
        else if (factor == 0 || attribute.name() != u"unit")
            attributes << u'@' + attribute.name() + u'=' + attribute.value();
    }
    for (QDomNode child = element.firstChild(); !child.isNull(); child = child.nextSibling()) {
        if (child.isElement())
            children << unordered(child.toElement());
        else if (child.isText())
            text += child.nodeValue().trimmed();
    }
    if (const quint64 factor = units.value(element.attribute(u"unit"_s)); factor != 0 && !text.isEmpty())
        text = QString::number(text.toULongLong() * factor);
    attributes.sort();
    children.sort();
    return element.tagName() + u'(' + (attributes + children).join(u' ') + (text.isEmpty() ? text : u" =" + text)
        + u')';
}

/// Where a completed definition may differ from libvirt's, and why.
struct Exception
{
    QStringView part; ///< as parts() names it
    QStringView holds; ///< in the text of the part
    const char *why;
};
constexpr std::array exceptions{
    Exception{u"devices/emulator", u"", "which QEMU a host has is found at each start"},
    Exception{u"os", u"loader(", "a firmware's files are this host's, and found at each start"},
    Exception{u"os", u"@firmware=", "the same"},
    Exception{u"features", u"smm(", "what the firmware needs is seen at the start"},
    Exception{u"os", u"@machine=", "a machine stays what was written: which is newest is known at the start"},
    Exception{u"devices/video", u"@type=cirrus", "vga, as QEMU, where nobody chose a card"},
    Exception{u"devices/video", u"primary=yes @type=vga", "the same"},
    Exception{u"devices/video", u"@primary=no", "kept: it says what the default is"},
    Exception{u"devices/video", u"@type=virtio", "the same"},
    Exception{u"seclabel", u"", "labels are the host's, and refused at the start"},
    Exception{u"commandline", u"", "kept as written, and refused at the start"},
    Exception{u"qemu:commandline", u"", "the same"},
    Exception{u"ns0:commandline", u"", "the same"},
    Exception{u"cputune", u"", "kept as written; libvirt prints a set of numbers otherwise"},
    Exception{u"numatune", u"", "the same; and placement by numad is libvirt's"},
    Exception{u"memtune", u"", "the same"},
    Exception{u"metadata", u"", "nothing of another program's is taken away"},
    Exception{u"genid", u"", "a random number"},
    Exception{u"cpu", u"@mode=host-model", "kept: the fallback says nothing there"},
    Exception{u"cpu", u"cell(", "processors of no node are given to one, as QEMU does"},
    Exception{u"features", u"pmu(", "kept: it is on without the word"},
    Exception{u"devices/disk", u"@type=network", "kept as written; no disk that we start"},
    Exception{u"devices/disk", u"@type=volume", "the same"},
    Exception{u"devices/disk", u"@type=nvme", "the same"},
    Exception{u"devices/disk", u"encryption(", "the same"},
    Exception{u"devices/disk", u"slices(", "the same"},
    Exception{u"devices/disk", u"mirror(", "kept: what libvirt noted while it ran"},
    Exception{u"devices/disk", u"backingStore(", "the same"},
    Exception{u"devices/disk", u"@index=", "the same"},
    Exception{u"devices/disk", u"@snapshot=no", "kept: it says what the default is"},
    Exception{u"devices/disk", u"@cache=default", "the same"},
    Exception{u"devices/disk", u"@removable=on", "kept: libvirt drops it where its QEMU had no such property"},
    Exception{u"devices/channel", u"/libvirt/qemu/channel/", "kept: libvirt drops paths of its own"},
    Exception{u"devices/channel", u"@state=", "kept: what libvirt noted while it ran"},
    Exception{u"devices/channel", u"@type=tcp", "kept as written; none that we start"},
    Exception{u"devices/channel", u"source(@mode=bind)", "kept: it says what the default is"},
    Exception{u"devices/graphics", u"/libvirt/qemu/", "kept: libvirt drops paths of its own"},
    Exception{u"devices/graphics", u"@autoport=no @type=spice", "kept: it says what the default is"},
    Exception{u"devices/graphics", u"@autoport=yes @listen=127.0.0.1 @port=5900", "kept as written"},
    Exception{u"devices/audio", u"", "no sound that we start"},
    Exception{u"devices/smartcard", u"", "none that we start"},
    Exception{u"devices/redirdev", u"", "none that we start"},
    Exception{u"devices/redirfilter", u"", "none that we start"},
    Exception{u"devices/memory", u"@model=dimm", "none that we start"},
    Exception{u"devices/rng", u"@model=egd", "none that we start"},
    Exception{u"devices/parallel", u"@type=unix", "kept: protocol='raw' says what the default is"},
    Exception{u"devices/hostdev", u"@type=scsi", "none that we start"},
    Exception{u"devices/controller", u"ibmvscsi", "none that we start"},
    Exception{u"devices/filesystem", u"mode=", "a number stays as it was written"},
    Exception{u"devices/interface", u"@type=network", "an ordinary network of libvirt's, that we do not start"},
    Exception{u"devices/interface", u"@type=ethernet", "the same; a MAC address stays as it was written"},
    Exception{u"devices/interface", u"backend(@tap", "the same"},
    Exception{u"devices/interface", u"ViRtIo", "kept as written, and refused at the start"},
    Exception{u"devices/interface", u"@slot=0x05 @type=pci) mac(@address=00:11:22:33:44:58)", "the same"},
};

const Exception *exceptionFor(const QString &part, const QString &text)
{
    const auto found = std::find_if(exceptions.begin(), exceptions.end(),
        [&](const Exception &one) { return part == one.part && text.contains(one.holds); });
    return found == exceptions.end() ? nullptr : &*found;
}

/// The parts of a domain, by name ("os", "devices/disk"), each part as often as it is there.
QMap<QString, QStringList> parts(const QDomElement &root)
{
    QMap<QString, QStringList> all;
    for (const QDomElement &part : childElements(root)) {
        if (part.tagName() != u"devices") {
            all[part.tagName()] << unordered(part);
            continue;
        }
        for (const QDomElement &device : childElements(part))
            all[u"devices/"_s + device.tagName()] << unordered(device);
    }
    return all;
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

/// Printed by a test driver that knows no guest addresses, or by one that was told that its QEMU has no USB
/// controller.
bool isOfAnotherHost(const QString &name)
{
    return name.startsWith(u"generic-") || name.startsWith(u"usb-controller-automatic-unavailable")
        || name.startsWith(u"usb-controller-default-unavailable");
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
        QTest::newRow("q35") << true;
        QTest::newRow("pc") << false;
    }
    void addressesAreLibvirts()
    {
        QFETCH(bool, q35);
        int cases = 0, agree = 0;
        QStringList others;
        for (const QString &name : files(u"domains-canonical"_s)) {
            if (isOfAnotherHost(name))
                continue;
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
        QCOMPARE(agree, cases);
    }

    void defaultsAreLibvirts()
    {
        int cases = 0, agree = 0;
        QMap<QString, int> excepted;
        QStringList others;
        for (const QString &name : files(u"domains-canonical"_s)) {
            if (isOfAnotherHost(name))
                continue;
            const auto expected = DomainXml::parse(contents(corpus() + u"/domains-canonical/"_s + name));
            auto domain = DomainXml::parse(contents(corpus() + u"/domains/"_s + name));
            if (!expected || !domain || !(isX86(expected->root(), true) || isX86(expected->root(), false)))
                continue;
            ++cases;
            if (const auto done = domain->complete(everythingIsPcie); !done) {
                others << name + u": "_s + done.error().toString();
                continue;
            }
            const auto ours = parts(domain->root()), theirs = parts(expected->root());
            QStringList differences;
            QSet<QString> kinds(ours.keyBegin(), ours.keyEnd());
            kinds.unite(QSet<QString>(theirs.keyBegin(), theirs.keyEnd()));
            for (const QString &part : std::as_const(kinds)) {
                QStringList more = ours.value(part), less = theirs.value(part);
                for (const QString &text : ours.value(part))
                    if (less.removeOne(text))
                        more.removeOne(text);
                // What one side has of it may be without the word on the other.
                const auto takeExceptions = [&](QStringList &texts) {
                    return texts.removeIf([&](const QString &text) {
                        const Exception *known = exceptionFor(part, text);
                        if (known)
                            ++excepted[QLatin1StringView(known->why)];
                        return known != nullptr;
                    });
                };
                const qsizetype ofOurs = takeExceptions(more), ofTheirs = takeExceptions(less);
                for (const QString &text : more.mid(std::max<qsizetype>(ofTheirs - ofOurs, 0)))
                    differences << u"+ "_s + text;
                for (const QString &text : less.mid(std::max<qsizetype>(ofOurs - ofTheirs, 0)))
                    differences << u"- "_s + text;
            }
            if (differences.isEmpty())
                ++agree;
            else
                others << name + u":\n    "_s + differences.join(u"\n    "_s);
        }
        qInfo().noquote() << agree << "of" << cases << "agree; the others:\n" << others.join(u"\n"_s);
        qInfo() << "parts that may differ, by reason:" << excepted;
        QVERIFY(cases > 500);
        QCOMPARE(agree, cases);
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
                 "pcie-expander-bus-bad-bus", "pcie-root-port-too-many", "q35-dmi-bad-address2", "net-hostdev-fail",
                 "440fx-wrong-root", "disk-same-targets", "hostdev-usb-duplicate"})
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
        qInfo().noquote() << done.error().toString()
                          << "| libvirt:" << contents(corpus() + u"/errors/"_s + name + u".err"_s).trimmed();
    }
};

QTEST_APPLESS_MAIN(TestCorpusDomains)
#include "tst_corpusdomains.moc"
