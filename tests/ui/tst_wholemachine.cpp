// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "newmachinefixture.h"
#include "support/echoguest.h"
#include "support/simulatedhelper.h"
#include "ui/console/consoletab.h"
#include "ui/console/serialtab.h"

#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTabWidget>

#include <csignal>
#include <unistd.h>

using namespace laneway;

namespace {

constexpr int patienceMs = NewMachineFixture::patienceMs;

/// How much of a picture is text, which is bright.
int litPixels(const QImage &picture)
{
    int lit = 0;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            lit += qGray(picture.pixel(x, y)) > 100;
    return lit;
}

/// The whole walk's window: it begins with a machine that is not there yet.
struct Walk : NewMachineFixture
{
    /// By the wizard, from a medium, with a disk of its own.
    bool create(const QString &medium)
    {
        if (!begin())
            return false;
        in<QRadioButton>(u"fromMedium"_s)->click();
        QTest::keyClicks(in<QLineEdit>(u"mediumFile"_s), medium);
        if (!next())
            return false;
        in<QSpinBox>(u"memory"_s)->setValue(128);
        in<QDoubleSpinBox>(u"diskSize"_s)->setValue(0.1);
        if (!next())
            return false;
        auto *firmware = in<QComboBox>(u"firmware"_s);
        firmware->setCurrentIndex(firmware->findData(u"bios"_s));
        QTest::keySequence(in<QLineEdit>(u"machineName"_s), QKeySequence::SelectAll);
        QTest::keyClicks(in<QLineEdit>(u"machineName"_s), u"walk"_s);
        if (!next() || !QTest::qWaitFor([this] { return button(QWizard::FinishButton)->isEnabled(); }, patienceMs))
            return false;
        finish();
        return QTest::qWaitFor([this] { return !wizard() && machineState() == u"running"; }, patienceMs);
    }
    /// By Add Hardware, on the machine that runs: the kind's page is filled in by @p fill.
    template <typename Fill> bool plug(int kindRow, const Fill &fill)
    {
        child<QAction>(u"addHardwareAction"_s)->trigger();
        AddHardwareWizard *adding = WindowFixture::wizard();
        if (!adding)
            return false;
        adding->findChild<QListWidget *>(u"kindList"_s)->setCurrentRow(kindRow);
        adding->next();
        fill(*adding);
        QAbstractButton *const next = adding->button(QWizard::NextButton);
        if (!QTest::qWaitFor([next] { return next->isEnabled(); }, patienceMs))
            return false;
        QTest::mouseClick(next, Qt::LeftButton); // the review
        QAbstractButton *const finish = adding->button(QWizard::FinishButton);
        if (!QTest::qWaitFor([finish] { return finish->isVisible() && finish->isEnabled(); }, patienceMs))
            return false;
        QTest::mouseClick(finish, Qt::LeftButton);
        return QTest::qWaitFor([this] { return !WindowFixture::wizard(); }, patienceMs);
    }
    /// What runs now, as XML.
    QString running()
    {
        std::optional<QString> xml;
        connection->domainXml(connection->domains().first().uuid, false, window.get(),
            [&](const Result<QString> &text) { xml = text.value_or(QString()); });
        (void)QTest::qWaitFor([&] { return xml.has_value(); }, patienceMs);
        return xml.value_or(QString());
    }
};

} // namespace

/// From nothing to a guest that is off again, by the window, a session's helper and a real QEMU.
class TestWholeMachine : public QObject
{
    Q_OBJECT
    HelperEnvironment m_environment;
    QTemporaryDir m_directory;

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"qemu-system-x86_64"_s).isEmpty())
            QSKIP("qemu-system-x86_64 is not installed");
        QVERIFY(m_environment.isValid());
    }

    /// A walk that broke off leaves its machine running: nobody else would end it.
    void cleanup()
    {
        const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
        for (const QString &process : processes) {
            QFile program(u"/proc/"_s + process + u"/cmdline"_s);
            const int pid = process.toInt();
            if (pid > 0 && pid != ::getpid() && program.open(QIODevice::ReadOnly)
                && program.readAll().contains(m_directory.path().toLocal8Bit()))
                ::kill(pid, SIGKILL);
        }
    }

    void isMadeRunGrownPausedSavedAndShutDown()
    {
        const QString medium = m_directory.filePath(u"echo.iso"_s);
        const QString extra = m_directory.filePath(u"extra.img"_s);
        QVERIFY(echoguest::writeMedium(medium));
        QVERIFY(echoguest::writeDisk(extra));
        Walk f;
        QVERIFY(f.openHost(u"session"_s));
        QVERIFY(f.create(medium));

        auto *tabs = f.child<QTabWidget>(u"machineTabs"_s);
        auto *console = f.child<ConsoleTab>(u"consoleTab"_s);
        auto *serial = f.child<SerialTab>(u"serialTab"_s);
        auto *terminal = f.child<TerminalView>(u"serialTerminal"_s);
        // Text, by the serial port: what is typed comes back.
        QTRY_VERIFY_WITH_TIMEOUT(serial->hasPorts(), patienceMs);
        tabs->setCurrentWidget(serial);
        QTRY_VERIFY_WITH_TIMEOUT(terminal->isVisible(), patienceMs);
        const auto comesBack = [&](const QString &text) {
            QTest::keyClicks(terminal, text);
            return QTest::qWaitFor([&] { return terminal->text().contains(text); }, 2'000);
        };
        QTRY_VERIFY_WITH_TIMEOUT(comesBack(u"hello"_s), patienceMs);

        // The picture, by the screen: it is there, and another once something was typed.
        const auto showsWhatIsTyped = [&](const QString &text) {
            tabs->setCurrentWidget(console);
            if (!QTest::qWaitFor([&] { return litPixels(console->picture()) > 100; }, patienceMs))
                return false;
            const QImage before = console->picture();
            QTest::keyClicks(&console->view(), text);
            // Both are one guest's: what was typed at the screen is on the line, too.
            return QTest::qWaitFor(
                [&] { return console->picture() != before && terminal->text().contains(text); }, patienceMs);
        };
        QVERIFY(showsWhatIsTyped(u"wwww"_s));

        // A disk and a card while it runs, with nothing prepared for them; both stay in the definition.
        QVERIFY(f.plug(AddHardwareWizard::DiskId - 1, [&](AddHardwareWizard &adding) {
            auto *kind = adding.findChild<QComboBox *>(u"diskKind"_s);
            kind->setCurrentIndex(kind->findData(u"disk"_s));
            QTest::keyClicks(adding.findChild<QLineEdit *>(u"diskFile"_s), extra);
        }));
        QTRY_VERIFY_WITH_TIMEOUT(f.running().contains(extra), patienceMs);
        QVERIFY(f.plug(AddHardwareWizard::NetworkId - 1, [&](AddHardwareWizard &adding) {
            QTest::keyClicks(adding.findChild<QLineEdit *>(u"networkMac"_s), u"52:54:00:12:34:56"_s);
        }));
        const auto hasBoth = [&] {
            const QString xml = f.running();
            return xml.contains(extra) && xml.contains(u"52:54:00:12:34:56"_s);
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasBoth(), patienceMs);

        // It stands still: what is typed comes back when it goes on.
        QTest::mouseClick(f.child<QPushButton>(u"pauseMachine"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"paused"_s, patienceMs);
        QTest::keyClicks(terminal, u"later"_s);
        QTest::mouseClick(f.child<QPushButton>(u"pauseMachine"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(terminal->text().contains(u"later"_s), patienceMs);

        // Saved and restored: its screen goes on where it was, and so does it, with all that was plugged in.
        tabs->setCurrentWidget(console);
        QTRY_VERIFY_WITH_TIMEOUT(litPixels(console->picture()) > 100, patienceMs);
        const int lit = litPixels(console->picture());
        f.child<QAction>(u"saveAction"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"shut off"_s, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(f.child<QPushButton>(u"startMachine"_s)->text(), u"Restore"_s, patienceMs);
        QTest::mouseClick(f.child<QPushButton>(u"startMachine"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, patienceMs);
        QCOMPARE(f.connection->domains().first().reason, u"restored"_s);
        QTRY_VERIFY_WITH_TIMEOUT(litPixels(console->picture()) >= lit, patienceMs);
        QVERIFY(hasBoth());
        QVERIFY(showsWhatIsTyped(u"back"_s));

        QTest::mouseClick(f.child<QPushButton>(u"shutDownMachine"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"shut off"_s, patienceMs);
        QVERIFY(terminal->text().contains(u"off"_s)); // what it said last stays to be read
    }
};

QTEST_MAIN(TestWholeMachine)
#include "tst_wholemachine.moc"
