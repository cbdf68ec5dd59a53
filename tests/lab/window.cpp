// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"
#include "../ui/hand.h"
#include "../ui/windowfixture.h"

#include <QAbstractButton>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QScreen>
#include <QTemporaryDir>

using namespace laneway;

/// The window on this machine, the host in the lab, ssh on the loopback between them: a virtual function is
/// dragged onto a machine, its address set, the machine started; the guest says by its serial line which
/// address it has. Run by tests/lab/window, which gives $LANEWAY_LAB_HOST and $LANEWAY_SSH_CONFIG.
class LabWindow : public QObject
{
    Q_OBJECT
    QTemporaryDir m_directory;

    static constexpr int patienceMs = 120'000; // everything is some fifty times slower there
    static constexpr int guestMs = 600'000;

    static QString note(const WindowFixture &f)
    {
        for (const QLabel *label : f.window->findChildren<QLabel *>(u"dropSentence"_s))
            if (label->isVisible())
                return label->text();
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(QGuiApplication::platformName(), u"xcb"_s);
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_directory.path()));
        installIcons();
    }
    void aFunctionIsDraggedOntoAMachineOfAnotherComputer()
    {
        const QString mac = u"52:54:00:6d:90:66"_s;
        auto opened = Connection::open(qEnvironmentVariable("LANEWAY_LAB_HOST"));
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().toString()));
        WindowFixture f;
        f.connection = opened->get();
        std::optional<Error> failure;
        connect(f.connection, &Connection::failed, this, [&](const Error &error) { failure = error; });
        f.window = std::make_unique<MainWindow>(std::move(*opened));
        f.window->show();
        f.window->setGeometry(QGuiApplication::primaryScreen()->availableGeometry().adjusted(20, 20, -20, -20));
        f.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        QTRY_VERIFY_WITH_TIMEOUT(f.connection->isReady() || failure, patienceMs);
        QVERIFY2(!failure, failure ? qPrintable(failure->toString()) : "");
        QTRY_VERIFY_WITH_TIMEOUT(f.machine().isValid(), patienceMs);
        qInfo("the window is on %s", qPrintable(f.connection->name()));

        const QString vf = addressWith(*f.connection, Level::Ready,
            [](const PciFunction &function) { return function.isVirtualFunction() && !function.interfaces.isEmpty(); });
        QVERIFY(!vf.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(deviceIn(f.hostTree(), vf).isValid(), patienceMs);
        QString said;
        Hand hand;
        hand.press(row(f.hostTree(), deviceIn(f.hostTree(), vf))).drag(row(f.navigator(), f.machine())).release([&] {
            return !(said = note(f)).isEmpty();
        });
        QTRY_VERIFY2_WITH_TIMEOUT(hand.isDone(), qPrintable(hand.waitingFor()), patienceMs);
        QVERIFY2(said.contains(u"demo"_s), qPrintable(said));

        // The drop opened the review; the address is on the page before it.
        QTRY_VERIFY_WITH_TIMEOUT(f.wizard(), patienceMs);
        const auto finish = [&] { return f.wizard()->button(QWizard::FinishButton)->isEnabled(); };
        QTRY_VERIFY_WITH_TIMEOUT(finish(), patienceMs);
        f.wizard()->button(QWizard::BackButton)->click();
        auto *field = f.wizard()->currentPage()->findChild<QLineEdit *>(u"mac"_s);
        QVERIFY(field && field->isVisible());
        field->clear();
        QTest::keyClicks(field, mac);
        QTRY_VERIFY_WITH_TIMEOUT(f.wizard()->button(QWizard::NextButton)->isEnabled(), patienceMs);
        f.wizard()->button(QWizard::NextButton)->click();
        QTRY_VERIFY_WITH_TIMEOUT(finish(), patienceMs);
        QVERIFY(f.connection->domains().first().devices.isEmpty()); // nothing is touched until Finish
        f.wizard()->button(QWizard::FinishButton)->click();
        QTRY_COMPARE_WITH_TIMEOUT(f.connection->domains().first().devices.size(), 1, patienceMs);
        qInfo("%s is the machine's", qPrintable(vf));

        f.openMachine();
        auto *start = f.child<QAction>(u"startAction"_s);
        QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), patienceMs);
        start->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, patienceMs);
        const auto driver = [&] { return f.connection->host().find(*PciAddress::parse(vf))->driver; };
        QTRY_COMPARE_WITH_TIMEOUT(driver(), u"vfio-pci"_s, patienceMs);
        qInfo("it runs");

        // Its serial line is a file over there; ssh ends with the line that is waited for.
        QProcess guest;
        guest.setProcessChannelMode(QProcess::MergedChannels);
        guest.start(u"ssh"_s,
            {u"-F"_s, qEnvironmentVariable("LANEWAY_SSH_CONFIG"), u"127.0.0.1"_s,
                u"tail -n +1 -F demo.log 2>/dev/null | grep -am 1 'GUEST nic'"_s});
        QTRY_VERIFY_WITH_TIMEOUT(guest.state() == QProcess::NotRunning || guest.canReadLine(), guestMs);
        const QString report = QString::fromLatin1(guest.readAll()).trimmed();
        guest.kill();
        guest.waitForFinished();
        qInfo("%s", qPrintable(report));
        QVERIFY2(report.contains(u"mac="_s + mac), qPrintable(report));
    }
};

QTEST_MAIN(LabWindow)
#include "window.moc"
