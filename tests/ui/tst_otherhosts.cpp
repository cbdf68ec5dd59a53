// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/busnames.h"
#include "support/fakessh.h"
#include "support/privatebus.h"
#include "support/simulatedhelper.h"
#include "ui/connectdialog.h"
#include "ui/icons.h"
#include "windowfixture.h"

#include <QAction>
#include <QComboBox>
#include <QDBusConnectionInterface>
#include <QDBusMetaType>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>

using namespace laneway;
using namespace std::chrono_literals;

/// Other computers in the window: choosing one, losing it, having it back. Only ssh is not real.
class TestOtherHosts : public QObject
{
    Q_OBJECT
    PrivateBus m_bus;
    HelperEnvironment m_environment;
    MockPolkit m_polkit;
    QProcess m_helper;
    std::unique_ptr<FakeSsh> m_ssh;

    struct Dialog
    {
        ConnectDialog *dialog;
        QRadioButton *bySsh = dialog->findChild<QRadioButton *>(u"connectBySsh"_s);
        QComboBox *host = dialog->findChild<QComboBox *>(u"sshHost"_s);
        QLineEdit *user = dialog->findChild<QLineEdit *>(u"sshUser"_s);
        QSpinBox *port = dialog->findChild<QSpinBox *>(u"sshPort"_s);
        QLabel *hint = dialog->findChild<QLabel *>(u"connectHint"_s);
        QPushButton *connect = dialog->findChild<QPushButton *>(u"connectButton"_s);
    };

private Q_SLOTS:
    void initTestCase()
    {
        installIcons();
        m_environment.set("XDG_CONFIG_HOME", m_environment.path(u"config"_s).toUtf8());
        qDBusRegisterMetaType<QMap<QString, QString>>();
        QVERIFY(m_environment.isValid());
        QVERIFY2(m_bus.start(), "dbus-daemon is needed");
        QVERIFY(m_polkit.registerOn(m_bus.connection(u"polkit"_s)));
        m_helper.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_helper.start(qEnvironmentVariable("LANEWAY_HELPER"), {u"--system"_s, u"--simulate"_s, u"sample:server"_s});
        auto *bus = m_bus.connection(u"test"_s).interface();
        QTRY_VERIFY_WITH_TIMEOUT(bus->isServiceRegistered(busnames::service), 20'000);
    }
    void init()
    {
        m_ssh = std::make_unique<FakeSsh>();
        m_ssh->setBus(m_bus.address());
    }
    void cleanup() { m_ssh.reset(); }
    void cleanupTestCase()
    {
        m_helper.terminate();
        QTRY_VERIFY_WITH_TIMEOUT(m_helper.state() == QProcess::NotRunning, 20'000);
    }

    void aLostHostSaysSoAndComesBack()
    {
        auto opened = Connection::open(u"ssh://root@there"_s);
        QVERIFY(opened);
        WindowFixture f;
        f.connection = opened->get();
        f.connection->keepConnected({1h, 1h});
        f.window = std::make_unique<MainWindow>(std::move(*opened));
        f.window->show();
        QTRY_VERIFY_WITH_TIMEOUT(f.connection->isReady(), 20'000);
        QVERIFY(f.define());
        QTRY_VERIFY(f.hostTree() && f.hostTree()->isVisible());
        auto *banner = f.child<QWidget>(u"hostBanner"_s);
        auto *again = f.child<QPushButton>(u"hostBannerAction"_s);
        QVERIFY(!banner->isVisible());
        const QModelIndex host = f.place(NavigatorModel::Kind::Connection);
        const auto stateOf = [](const QModelIndex &index) {
            return index.siblingAtColumn(NavigatorModel::StateColumn).data().toString();
        };
        QCOMPARE(stateOf(host), u"Simulated"_s);
        QCOMPARE(stateOf(f.machine()), u"Shut off"_s);

        m_ssh->kill();
        QTRY_VERIFY(banner->isVisible());
        const QString text = f.child<QLabel>(u"hostBannerText"_s)->text();
        QVERIFY2(text.contains(u"root@there is not connected"_s) && text.contains(u"by itself"_s), qPrintable(text));
        QVERIFY(again->isVisible());
        QCOMPARE(host.data(NavigatorModel::StateRole).toString(), u"failed"_s);
        QCOMPARE(stateOf(f.machine()), u"Unknown"_s); // not as it was
        QVERIFY(!f.hostTree()->isVisible());
        QVERIFY(!f.child<QAction>(u"startAction"_s)->isEnabled());

        // It is refused once: nothing goes on by itself, and the button is still there.
        m_ssh->failWith("root@there: Permission denied (publickey).\r\n");
        QSignalSpy failed(f.connection, &Connection::failed);
        again->click();
        QTRY_COMPARE(failed.size(), 1);
        QTRY_VERIFY(again->isVisible());
        QVERIFY(!f.child<QLabel>(u"hostBannerText"_s)->text().contains(u"by itself"_s));
        QVERIFY(f.child<QLabel>(u"hostBannerRemedy"_s)->text().contains(u"“ssh root@there”"_s));
        m_ssh->work();
        again->click();
        QTRY_VERIFY_WITH_TIMEOUT(f.connection->isReady(), 20'000);
        QTRY_VERIFY(!banner->isVisible());
        QTRY_VERIFY(f.hostTree()->isVisible());
        QCOMPARE(stateOf(f.machine()), u"Shut off"_s);
        QCOMPARE(stateOf(host), u"Simulated"_s);
    }

    void whatIsTypedIsChecked_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("user");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("hint");
        QTest::newRow("nothing") << u""_s << u""_s << 0 << u"Enter the name or address"_s;
        QTest::newRow("host") << u"den"_s << u""_s << 0 << u"Connects to ssh://den."_s;
        QTest::newRow("all") << u"den"_s << u"root"_s << 2222 << u"Connects to ssh://root@den:2222."_s;
        QTest::newRow("in one") << u" ssh://root@den:2222 "_s << u""_s << 0 << u"Connects to ssh://root@den:2222."_s;
        QTest::newRow("IPv6") << u"2001:db8::7"_s << u""_s << 22 << u"Connects to ssh://[2001:db8::7]:22."_s;
        QTest::newRow("option") << u"-oProxyCommand=x"_s << u""_s << 0 << u"cannot be a host"_s;
        QTest::newRow("shell") << u"den;reboot"_s << u""_s << 0 << u"“den;reboot” cannot be a host"_s;
        QTest::newRow("user with a space") << u"den"_s << u"a b"_s << 0 << u"“a b” cannot be a user"_s;
        QTest::newRow("two users") << u"a@den"_s << u"b"_s << 0 << u"entered twice"_s;
        QTest::newRow("two ports") << u"den:22"_s << u""_s << 23 << u"entered twice"_s;
    }
    void whatIsTypedIsChecked()
    {
        QFETCH(QString, host);
        QFETCH(QString, user);
        QFETCH(int, port);
        QFETCH(QString, hint);
        Dialog d{new ConnectDialog({})};
        d.dialog->show();
        QVERIFY(!d.host->isEnabled());
        d.bySsh->click();
        QVERIFY(d.host->isEnabled());
        d.host->setEditText(host);
        d.user->setText(user);
        d.port->setValue(port);
        QVERIFY2(d.hint->text().contains(hint), qPrintable(d.hint->text()));
        QCOMPARE(d.connect->isEnabled(), hint.startsWith(u"Connects"_s));
        d.dialog->close();
    }
    void hostsAreRemembered()
    {
        for (const QString &host : {u"root@there:2222"_s, u"there"_s}) {
            Dialog d{new ConnectDialog({})};
            d.dialog->show();
            d.bySsh->click();
            d.host->setEditText(host);
            d.connect->click();
            const auto connection = d.dialog->takeConnection();
            QVERIFY(connection);
            QCOMPARE(connection->name(), QString(u"ssh://"_s + host));
            QTRY_VERIFY_WITH_TIMEOUT(connection->isReady(), 20'000);
        }
        Dialog d{new ConnectDialog({u"ssh://there"_s})}; // which is open already
        QCOMPARE(d.host->count(), 1);
        QCOMPARE(d.host->currentText(), QString());
        d.dialog->show();
        d.bySsh->click();
        d.host->setCurrentIndex(0);
        Q_EMIT d.host->activated(0);
        QCOMPARE(d.host->currentText(), u"there"_s);
        QCOMPARE(d.user->text(), u"root"_s);
        QCOMPARE(d.port->value(), 2222);
        QVERIFY(d.connect->isEnabled());
        d.dialog->close();
    }
};

QTEST_MAIN(TestOtherHosts)
#include "tst_otherhosts.moc"
