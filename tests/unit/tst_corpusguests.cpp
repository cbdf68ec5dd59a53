// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/places.h"
#include "support/realqemu.h"
#include "qemu/firmware.h"
#include "xml/guestusb.h"
#include "xml/domainviews.h"
#include "xml/xmlnodes.h"

#include <QDir>
#include <QTest>

using namespace laneway;

/// Definitions of libvirt's tests in the installed QEMU: it takes the command line, and every PCI device is
/// where the definition says.
class TestCorpusGuests : public QObject
{
    Q_OBJECT
    QTemporaryDir m_directory;
    QStringList m_started;
    QStringList m_refused;

    const QHash<QString, QString> notHere{
        {u"intel-iommu-eim"_s, u"more than 255 processors need KVM"_s},
        {u"video-virtio-blob-on"_s, u"blob resources need /dev/udmabuf"_s},
        {u"virtio-options-controller-iommu"_s,
            u"libvirt's definition has a transitional device with iommu='on', which QEMU refuses"_s},
        {u"virtio-options-memballoon-iommu"_s,
            u"libvirt's definition has a transitional device with iommu='on', which QEMU refuses"_s},
        {u"pcie-expander-bus"_s, u"its expander has two bus numbers for 34 bridges: no firmware can number them"_s},
        {u"q35-multifunction"_s,
            u"libvirt's definition has multifunction='off' beside a second function, which QEMU refuses"_s},
        {u"tpm-emulator"_s, u"no TPM emulator runs"_s},
        {u"tpm-emulator-tpm2-pstate"_s, u"no TPM emulator runs"_s},
        {u"x86_64-pc-default-models"_s, u"no TPM emulator runs"_s},
    };

    QString image(const QString &name)
    {
        QFile file(m_directory.filePath(name));
        [[maybe_unused]] const bool made = file.open(QIODevice::ReadWrite) && file.resize(1024 * 1024);
        return file.fileName();
    }

    /// What this computer cannot have takes another's place: KVM, images, processors of other makers.
    void adapt(DomainXml &domain)
    {
        QDomElement root = domain.editableRoot();
        root.setAttribute(u"type"_s, u"qemu"_s);
        QDomElement type = root.firstChildElement(u"os"_s).firstChildElement(u"type"_s);
        type.setAttribute(u"machine"_s, type.attribute(u"machine"_s).contains(u"q35") ? u"q35"_s : u"pc"_s);
        QDomElement cpu = root.firstChildElement(u"cpu"_s);
        for (const QString &name : {u"model"_s, u"vendor"_s, u"feature"_s})
            for (const QDomElement &child : childElements(cpu, name))
                cpu.removeChild(child);
        cpu.removeAttribute(u"mode"_s);
        for (const QString &name : {u"emulator"_s, u"hostdev"_s})
            for (const QDomElement &child : childElements(root.firstChildElement(u"devices"_s), name))
                child.parentNode().removeChild(child);
        int number = 0;
        for (const QDomElement &disk : childElements(root.firstChildElement(u"devices"_s), u"disk"_s)) {
            QDomElement source = disk.firstChildElement(u"source"_s);
            QDomElement driver = disk.firstChildElement(u"driver"_s);
            if (source.isNull())
                continue;
            QDomElement element = disk;
            element.setAttribute(u"type"_s, u"file"_s);
            source.removeAttribute(u"dev"_s);
            source.setAttribute(u"file"_s, image(u"image%1"_s.arg(number++)));
            driver.setAttribute(u"type"_s, u"raw"_s);
            driver.removeAttribute(u"io"_s);
        }
        // A gigabyte is as good as sixteen.
        if (root.firstChildElement(u"cpu"_s).firstChildElement(u"numa"_s).isNull())
            root.firstChildElement(u"memory"_s).firstChild().setNodeValue(u"131072"_s);
        // Firmware as it is installed here, with variables of its own.
        QDomElement os = root.firstChildElement(u"os"_s);
        QDomElement loader = os.firstChildElement(u"loader"_s), nvram = os.firstChildElement(u"nvram"_s);
        const auto firmware = findFirmware(u"q35"_s);
        if (os.attribute(u"firmware"_s) == u"efi" || loader.attribute(u"type"_s) == u"pflash") {
            os.removeChild(loader);
            os.removeChild(nvram);
            loader = os.ownerDocument().createElement(u"loader"_s);
            loader.setAttribute(u"type"_s, u"pflash"_s);
            loader.setAttribute(u"readonly"_s, u"yes"_s);
            loader.appendChild(os.ownerDocument().createTextNode(firmware ? firmware->code : QString()));
            nvram = os.ownerDocument().createElement(u"nvram"_s);
            const QString variables = m_directory.filePath(u"variables.fd"_s);
            QFile::remove(variables);
            QFile::copy(firmware ? firmware->variablesTemplate : QString(), variables);
            nvram.appendChild(os.ownerDocument().createTextNode(variables));
            os.appendChild(loader);
            os.appendChild(nvram);
        }
        QDomElement devices = root.firstChildElement(u"devices"_s);
        for (QDomElement &interface : childElements(devices, u"interface"_s)) {
            interface.firstChildElement(u"rom"_s).toElement().removeAttribute(u"file"_s);
            // Every network is in user mode here; from QEMU 8 on, only vhost-user's may have a longer queue than usual.
            interface.firstChildElement(u"driver"_s).toElement().removeAttribute(u"tx_queue_size"_s);
            if (const QString type = interface.attribute(u"type"_s); type != u"bridge" && type != u"direct")
                continue;
            // Its tap is made for it: see tst_taps.
            interface.setAttribute(u"type"_s, u"user"_s);
            interface.removeChild(interface.firstChildElement(u"source"_s));
            interface.firstChildElement(u"driver"_s).removeAttribute(u"queues"_s);
            interface.firstChildElement(u"driver"_s).removeAttribute(u"name"_s);
        }
        for (const QDomElement &filesystem : childElements(devices, u"filesystem"_s))
            filesystem.firstChildElement(u"source"_s).setAttribute(u"dir"_s, m_directory.path());
        for (const QDomElement &serial : childElements(devices, u"serial"_s))
            serial.firstChildElement(u"log"_s).setAttribute(u"file"_s, m_directory.filePath(u"serial.log"_s));
        root.firstChildElement(u"features"_s)
            .removeChild(root.firstChildElement(u"features"_s).firstChildElement(u"hyperv"_s));
        for (const QString &name : {u"hugepages"_s, u"allocation"_s, u"locked"_s}) {
            QDomElement backing = root.firstChildElement(u"memoryBacking"_s);
            backing.removeChild(backing.firstChildElement(name));
        }
    }

private Q_SLOTS:
    void startsInQemu_data()
    {
        const QString corpus = places::sharedFile(u"corpus/domains-canonical"_s);
        QTest::addColumn<QString>("path");
        for (const QString &name : QDir(corpus).entryList({u"*.xml"_s}, QDir::Files, QDir::Name))
            QTest::newRow(qPrintable(name.chopped(4))) << QString(corpus + u'/' + name);
        if (!QDir(corpus).exists())
            QTest::newRow("none") << QString();
    }
    void startsInQemu()
    {
        QFETCH(QString, path);
        if (path.isEmpty())
            QSKIP("libvirt's test data is not here");
        const auto capabilities = probeQemu();
        if (!capabilities && capabilities.error().code == ErrorCode::NotFound)
            QSKIP("qemu-system-x86_64 is not installed");
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto domain = DomainXml::parse(file.readAll());
        QVERIFY(domain);
        if (!checkRunnable(*domain))
            return;
        if (const QString why = notHere.value(QFileInfo(path).completeBaseName()); !why.isEmpty())
            QSKIP(qPrintable(why));
        adapt(*domain);
        QVERIFY(domain->complete());
        if (!assignGuestUsbPorts(*domain))
            return;
        const auto command = qemuCommand(*domain, *capabilities);
        if (!command) {
            qInfo("refused: %s", qPrintable(command.error().toString()));
            return;
        }
        const RealQemu qemu = startAndLook(*command, *domain);
        QVERIFY2(qemu.started, qPrintable(QString::fromUtf8(qemu.complaint) + command->arguments.join(u' ')));
        QCOMPARE(qemu.found, qemu.expected);
        m_started += path;
    }
    void enoughOfThem()
    {
        if (!QDir(places::sharedFile(u"corpus"_s)).exists())
            QSKIP("libvirt's test data is not here");
        // What a new refusal would take away is noticed. The newest QEMU has fewer of the old machines.
        QVERIFY2(m_started.size() >= 235, qPrintable(QString::number(m_started.size())));
        qInfo("%d definitions started", int(m_started.size()));
    }
};

QTEST_GUILESS_MAIN(TestCorpusGuests)
#include "tst_corpusguests.moc"
