// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/descriptor.h"
#include "support/echoguest.h"
#include "support/simulatedhelper.h"
#include "ui/console/consoletab.h"
#include "ui/console/serialtab.h"
#include "windowfixture.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardPaths>
#include <QTabWidget>
#include <QToolButton>

#include <sys/socket.h>

using namespace laneway;

namespace {

constexpr int patienceMs = 60'000; ///< an emulated machine beside other tests

/// How much of a picture is text, which is bright.
int litPixels(const QImage &picture)
{
    int lit = 0;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            lit += qGray(picture.pixel(x, y)) > 100;
    return lit;
}

/// Another viewer of the screen, who wants it for himself: QEMU cuts off everybody else.
class Rival
{
public:
    explicit Rival(int socket)
        : m_socket(socket)
    {
    }
    bool takeOver()
    {
        const auto say = [this](const QByteArray &bytes) {
            return ::send(m_socket.get(), bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) == bytes.size();
        };
        const auto hear = [this](size_t bytes) {
            QByteArray heard(qsizetype(bytes), '\0');
            return ::recv(m_socket.get(), heard.data(), bytes, MSG_WAITALL) == ssize_t(bytes);
        };
        timeval patience{patienceMs / 1000, 0};
        ::setsockopt(m_socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        constexpr size_t version = 12, types = 2, result = 4, screen = 24; // RFC 6143, 7.1 to 7.3
        return hear(version) && say("RFB 003.008\n") && hear(types) && say("\1") && hear(result)
            && say(QByteArray(1, '\0')) && hear(screen);
    }

private:
    Descriptor m_socket;
};

} // namespace

/// The console's buttons, on the screen of a real QEMU, whose guest shows what is typed.
class TestConsoleTab : public QObject
{
    Q_OBJECT
    HelperEnvironment m_environment;
    QTemporaryDir m_directory;
    WindowFixture f;
    ConsoleTab *m_console = nullptr;
    TerminalView *m_terminal = nullptr;

    QString uuid() const { return f.connection->domains().first().uuid.toString(QUuid::WithoutBraces); }
    void apply(const QString &kind)
    {
        f.connection->plan(kind, {{u"domain"_s, uuid()}}, f.window.get(), [this](const Result<PlanInfo> &plan) {
            if (plan)
                f.connection->apply(plan->id, f.window.get(), [](const Result<QString> &) {});
        });
    }
    QAction *action(const QString &name) const { return m_console->findChild<QAction *>(name); }
    bool hasPicture() const { return litPixels(m_console->picture()) > 100; }
    bool comesBack(const QString &text) const
    {
        QTest::keyClicks(&m_console->view(), text);
        return QTest::qWaitFor([&] { return m_terminal->text().contains(text); }, patienceMs);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"qemu-system-x86_64"_s).isEmpty())
            QSKIP("qemu-system-x86_64 is not installed");
        QVERIFY(m_environment.isValid());
        const QString disk = m_directory.filePath(u"echo.img"_s);
        QVERIFY(echoguest::writeDisk(disk));
        QVERIFY(f.openHost(u"session"_s));
        QVERIFY(f.define(
            u"<domain type='qemu'><name>echo</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>"
            "<os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features><devices>"
            "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%1'/><target dev='sda' bus='sata'/></disk>"
            "<serial type='pty'/><graphics type='vnc'/><video><model type='vga'/></video></devices></domain>"_s.arg(
                disk)));
        f.openMachine();
        m_console = f.child<ConsoleTab>(u"consoleTab"_s);
        m_terminal = f.child<TerminalView>(u"serialTerminal"_s);
        QVERIFY(m_console && m_terminal);
        apply(u"start"_s);
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"running"_s, patienceMs);
        auto *tabs = f.child<QTabWidget>(u"machineTabs"_s);
        // The serial port once, for what the guest says there; then the screen.
        tabs->setCurrentWidget(f.child<SerialTab>(u"serialTab"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_terminal->isVisible() && m_terminal->text().contains(u"ready"_s), patienceMs);
        tabs->setCurrentWidget(m_console);
        QTRY_VERIFY_WITH_TIMEOUT(hasPicture(), patienceMs);
        QVERIFY(comesBack(u"typed"_s));
    }

    void cleanupTestCase()
    {
        if (!f.connection || f.machineState() != u"running")
            return;
        apply(u"destroy"_s);
        QTRY_COMPARE_WITH_TIMEOUT(f.machineState(), u"shut off"_s, patienceMs);
    }

    void aKeyCombinationReachesTheMachine()
    {
        auto *keys = f.child<QToolButton>(u"consoleKeys"_s);
        QVERIFY(keys->isEnabled());
        QAction *reset = nullptr;
        for (QAction *action : keys->menu()->actions())
            if (action->text().remove(u'&') == u"Ctrl+Alt+Delete")
                reset = action;
        QVERIFY(reset);
        const qsizetype before = m_terminal->text().count(u"ready"_s);
        reset->trigger();
        // The firmware starts again, and the guest says so.
        QTRY_COMPARE_WITH_TIMEOUT(m_terminal->text().count(u"ready"_s), before + 1, patienceMs);
        QVERIFY(comesBack(u"again"_s)); // no key stays down
    }

    void thePictureThatIsSavedIsTheScreen()
    {
        QTRY_VERIFY_WITH_TIMEOUT(hasPicture(), patienceMs);
        const QString path = m_directory.filePath(u"screen.png"_s);
        const QImage shown = m_console->picture();
        action(u"consolePicture"_s)->trigger();
        auto *dialog = m_console->findChild<QFileDialog *>(u"pictureDialog"_s);
        QVERIFY(dialog);
        // What the machine shows meanwhile is not in it: it was asked for before.
        QVERIFY(comesBack(u"meanwhile"_s));
        constexpr int ofACursor = 20; // which blinks
        QTRY_VERIFY_WITH_TIMEOUT(litPixels(m_console->picture()) > litPixels(shown) + ofACursor, patienceMs);
        Q_EMIT dialog->fileSelected(path);
        const QImage saved(path);
        QVERIFY(!saved.isNull());
        QCOMPARE(saved.size(), shown.size());
        QCOMPARE(saved.convertToFormat(shown.format()), shown);
        auto *message = m_console->findChild<QWidget *>(u"consoleMessage"_s);
        QVERIFY(!message->isVisible());
        // Where it cannot be written, that is said beside the picture, which stays.
        Q_EMIT dialog->fileSelected(u"/nowhere/screen.png"_s);
        const auto says = [&](const QString &text) {
            const QList<QLabel *> labels = message->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(),
                [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
        };
        QVERIFY(says(u"The picture could not be written to /nowhere/screen.png."_s));
        QVERIFY(m_console->view().isVisible());
        Q_EMIT dialog->fileSelected(path);
        QVERIFY(!message->isVisible());
        dialog->close();
    }

    void theClipboardIsTyped()
    {
        QApplication::clipboard()->setText(u"pasted"_s);
        action(u"consolePaste"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_terminal->text().contains(u"pasted"_s), patienceMs);
    }

    void fullScreenAndBack()
    {
        QAction *full = action(u"consoleFullScreen"_s);
        QWidget *view = &m_console->view();
        const auto isFull = [&] {
            return view->window() != f.window.get() && view->window()->isFullScreen() && view->window()->isVisible();
        };
        QVERIFY(!isFull());
        full->trigger();
        QTRY_VERIFY(isFull());
        QCOMPARE(view->window()->windowTitle(), u"echo"_s);
        QVERIFY(comesBack(u"wide"_s));
        QVERIFY(hasPicture());
        // By the bar at the top …
        auto *leave = view->window()->findChild<QPushButton *>(u"leaveFullScreen"_s);
        QVERIFY(leave && leave->isVisible());
        QTest::mouseClick(leave, Qt::LeftButton);
        QTRY_VERIFY(view->window() == f.window.get() && view->isVisible() && !full->isChecked());
        QVERIFY(comesBack(u"small"_s));
        // … and by key, once the machine does not have the keyboard.
        full->trigger();
        QTRY_VERIFY(isFull());
        m_console->view().releaseGrab();
        QTest::keyClick(view, Qt::Key_F11);
        QTRY_VERIFY(view->window() == f.window.get() && view->isVisible() && !full->isChecked());
    }

    void aConnectionThatIsCutIsMadeAgain()
    {
        QTRY_VERIFY_WITH_TIMEOUT(hasPicture(), patienceMs);
        auto *keys = f.child<QToolButton>(u"consoleKeys"_s);
        {
            int socket = -1;
            f.connection->openConsole(QUuid::fromString(uuid()), u"vnc"_s, f.window.get(),
                [&](const Result<int> &opened) { socket = opened.value_or(-2); });
            QTRY_VERIFY_WITH_TIMEOUT(socket != -1, patienceMs);
            QVERIFY(socket >= 0);
            Rival rival(socket);
            QVERIFY(rival.takeOver());
            QTRY_VERIFY_WITH_TIMEOUT(m_console->picture().isNull() && !keys->isEnabled(), patienceMs);
            QVERIFY(!m_console->view().isVisible()); // it says what is the matter instead
            const QList<QLabel *> labels = m_console->findChildren<QLabel *>();
            QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
                return label->isVisible()
                    && label->text().contains(
                        u"The machine ended the connection. It is connected again in a moment."_s);
            }));
        }
        QTRY_VERIFY_WITH_TIMEOUT(hasPicture() && keys->isEnabled(), patienceMs);
        QVERIFY(m_console->view().isVisible());
        QVERIFY(comesBack(u"back"_s));
    }
};

QTEST_MAIN(TestConsoleTab)
#include "tst_consoletab.moc"
