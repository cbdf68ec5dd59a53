// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/samplehost.h"
#include "ui/panels/usbpanel.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTextBrowser>

using namespace laneway;

namespace {

DomainXml machine(const QString &source)
{
    return *DomainXml::parse(
        u"<domain type='qemu'><name>desk</name><devices><hostdev mode='subsystem' type='usb' managed='yes'>%1"
        "</hostdev></devices></domain>"_s.arg(source)
            .toUtf8());
}

const QString camera = u"<source><vendor id='0x046d'/><product id='0x082d'/></source>"_s;
constexpr DeviceKey key{0};

AssignedUsb only(const DomainXml &domain)
{
    return readUsbHostdevs(domain)->first();
}

} // namespace

class TestUsbPanel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_panel = std::make_unique<UsbPanel>();
        m_panel->setFacts({*sampleHost(u"workstation"_s), {}, {}});
    }

    void namesWhatIsPluggedIn()
    {
        m_panel->load(machine(camera), key);
        QVERIFY(child<QLabel>(u"usbName"_s)->text().contains(u"C920"_s));
        QVERIFY(child<QLabel>(u"usbNow"_s)->text().contains(u"5-3.1"_s));
        QVERIFY(child<QTextBrowser>(u"verdictPanel"_s)->toPlainText().contains(u"Ready"_s));
    }

    void saysWhenItIsNot()
    {
        m_panel->load(machine(u"<source><address bus='9' device='9'/></source>"_s), key);
        QCOMPARE(child<QLabel>(u"usbName"_s)->text(), u"009/009"_s);
        QVERIFY(child<QTextBrowser>(u"verdictPanel"_s)->toPlainText().contains(u"plugged in"_s));
    }

    void looksWithoutChanging()
    {
        QSignalSpy edited(m_panel.get(), &DevicePanel::edited);
        for (const QString &source : {camera,
                 u"<source startupPolicy='mandatory' guestReset='uninitialized'><vendor "
                 "id='0x046d'/><product id='0x082d'/><address bus='5' device='5'/></source>"_s}) {
            DomainXml domain = machine(source);
            const QByteArray before = domain.toXml();
            m_panel->load(domain, key);
            m_panel->store(domain, key);
            QCOMPARE(domain.toXml(), before);
        }
        QVERIFY(edited.isEmpty());
    }

    void isFoundByItsNumberOrByItsKind()
    {
        DomainXml domain = machine(camera);
        m_panel->load(domain, key);
        choose(u"usbFoundBy"_s, u"address"_s);
        m_panel->store(domain, key);
        QCOMPARE(only(domain).source, (UsbSelector{{}, UsbAddress{5, 5}}));
        QVERIFY(domain.validate());
        m_panel->load(domain, key);
        QVERIFY(child<QLabel>(u"usbFoundByNote"_s)->text().contains(u"number changes"_s));
        choose(u"usbFoundBy"_s, u"ids"_s);
        m_panel->store(domain, key);
        QCOMPARE(only(domain).source, (UsbSelector{UsbIds{0x046d, 0x082d}, {}}));
    }

    void keepsWhatIsChosen()
    {
        DomainXml domain = machine(camera);
        m_panel->load(domain, key);
        QSignalSpy edited(m_panel.get(), &DevicePanel::edited);
        choose(u"usbPolicy"_s, u"optional"_s);
        choose(u"usbReset"_s, u"off"_s);
        child<QSpinBox>(u"usbBootOrder"_s)->setValue(1);
        QCOMPARE(edited.size(), 3);
        m_panel->store(domain, key);
        QCOMPARE(only(domain).startupPolicy, AssignedUsb::StartupPolicy::Optional);
        QCOMPARE(only(domain).guestReset, AssignedUsb::GuestReset::Off);
        QCOMPARE(only(domain).bootOrder, 1);
    }

    void showsWhatItDoesNotUnderstand()
    {
        m_panel->load(machine(u"<source><vendor id='0x046d'/></source>"_s), key);
        QVERIFY(child<QLabel>(u"usbProblem"_s)->text().contains(u"belong together"_s));
        QVERIFY(!child<QComboBox>(u"usbPolicy"_s)->isEnabled());
    }

private:
    template <typename T> T *child(const QString &name) { return m_panel->findChild<T *>(name); }
    void choose(const QString &box, const QString &value)
    {
        auto *combo = child<QComboBox>(box);
        combo->setCurrentIndex(combo->findData(value));
        Q_EMIT combo->activated(combo->currentIndex());
    }

    std::unique_ptr<UsbPanel> m_panel;
};

QTEST_MAIN(TestUsbPanel)
#include "tst_usbpanel.moc"
