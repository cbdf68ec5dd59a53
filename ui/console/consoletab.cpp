// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/consoletab.h"

#include "core/descriptor.h"
#include "host/reasontext.h"
#include "ui/console/fullscreenbar.h"
#include "ui/console/rfbclient.h"
#include "ui/console/speaker.h"
#include "ui/hostpage/emptystate.h"
#include "ui/icons.h"
#include "ui/messagebar.h"
#include "ui/windowstate.h"
#include "xml/devicekinds.h"
#include "xml/domainxml.h"
#include "xml/xmlnodes.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace laneway {

namespace {

constexpr std::array againMs{500, 1'000, 2'000, 5'000}; ///< the last one from then on
const QString scalingKey = u"console/scaling"_s;
const QString soundKey = u"console/sound"_s;

struct KeyCombination
{
    const char *label;
    std::array<quint32, 3> keys; ///< Linux' numbering
};
constexpr quint32 control = 29, alt = 56;
constexpr std::array combinations{
    KeyCombination{QT_TRANSLATE_NOOP("laneway::ConsoleTab", "Ctrl+Alt+&Delete"), {control, alt, 111}},
    KeyCombination{QT_TRANSLATE_NOOP("laneway::ConsoleTab", "Ctrl+Alt+&Backspace"), {control, alt, 14}},
    KeyCombination{QT_TRANSLATE_NOOP("laneway::ConsoleTab", "&Print Screen"), {99, 0, 0}},
    KeyCombination{QT_TRANSLATE_NOOP("laneway::ConsoleTab", "Alt+&Tab"), {alt, 15, 0}},
    KeyCombination{QT_TRANSLATE_NOOP("laneway::ConsoleTab", "Alt+F&4"), {alt, 62, 0}},
    KeyCombination{QT_TRANSLATE_NOOP("laneway::ConsoleTab", "&Super"), {125, 0, 0}},
};

QList<quint32> keysOf(const KeyCombination &combination)
{
    QList<quint32> keys;
    for (const quint32 key : combination.keys)
        if (key != 0)
            keys += key;
    return keys;
}

} // namespace

QString whyNoPicture(const DomainXml &domain)
{
    const QDomElement devices = domain.root().firstChildElement(u"devices"_s);
    for (const QDomElement &video : childElements(devices, u"video"_s))
        if (propertyText(video, devicekinds::video, u"model/@type") != u"none")
            return {};
    const auto assigned = domain.assignedDevices();
    if (assigned && !assigned->isEmpty())
        return ConsoleTab::tr(
            "The machine has no emulated display. Where a graphics card is assigned to it, the picture "
            "is on the monitor that is plugged into that card.");
    return ConsoleTab::tr("The machine has no display. Add one under Hardware to see a picture here.");
}

ConsoleTab::ConsoleTab(Connection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_bar(new QToolBar)
    , m_message(new MessageBar)
    , m_pages(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_scroll(new QScrollArea)
    , m_view(new ScreenView)
    , m_leave(new FullScreenBar(*m_scroll, *m_view))
    , m_hint(new QLabel)
{
    setObjectName(u"consoleTab"_s);
    m_bar->setObjectName(u"consoleBar"_s);
    m_bar->setIconSize({16, 16});
    m_empty->setObjectName(u"consoleEmpty"_s);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setAlignment(Qt::AlignCenter);
    m_scroll->setWidget(m_view);
    QPalette black = m_scroll->palette();
    black.setColor(QPalette::Window, Qt::black);
    m_scroll->setPalette(black);
    m_hint->setObjectName(u"consoleHint"_s);
    m_message->setObjectName(u"consoleMessage"_s);
    makeActions();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_scroll);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);

    connect(m_leave, &FullScreenBar::leaveRequested, this, [this] { m_full->setChecked(false); });
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &ConsoleTab::connectNow);
    connect(m_empty, &EmptyState::actionRequested, this, [this] {
        if (m_state == u"shut off")
            Q_EMIT startRequested(); // which restores, where it is saved
        else
            connectNow();
    });
    connect(m_view, &ScreenView::entered, this, &ConsoleTab::offerClipboard);
    connect(m_view, &ScreenView::grabChanged, this, [this](bool grabbed) {
        m_hint->setText(releaseHint());
        m_hintAction->setVisible(grabbed);
        if (grabbed) // who goes on has read it
            m_message->clear();
        m_scroll->setWindowTitle(grabbed ? tr("%1: %2").arg(m_name, releaseHint()) : m_name);
        Q_EMIT grabChanged(grabbed);
    });
    setLive(false);
    hear();
}

ConsoleTab::~ConsoleTab() = default;

void ConsoleTab::makeActions()
{
    auto *keys = new QMenu(this);
    for (const KeyCombination &combination : combinations)
        keys->addAction(tr(combination.label), this, [this, &combination] { m_view->sendKeys(keysOf(combination)); });
    keys->addSeparator();
    QMenu *terminals = keys->addMenu(tr("Ctrl+Alt+&F1 … F12"));
    for (int number = 1; number <= 12; ++number)
        terminals->addAction(tr("Ctrl+Alt+F%1").arg(number), this, [this, number] {
            const quint32 key = quint32(number <= 10 ? 58 + number : 76 + number); // F11 and F12 came later
            m_view->sendKeys({control, alt, key});
        });
    auto *keysButton = new QToolButton;
    keysButton->setObjectName(u"consoleKeys"_s);
    keysButton->setText(tr("Send &Key"));
    keysButton->setToolTip(tr("Keys that the desktop would keep for itself"));
    keysButton->setPopupMode(QToolButton::InstantPopup);
    keysButton->setMenu(keys);
    QAction *keysAction = m_bar->addWidget(keysButton);

    QAction *paste = m_bar->addAction(tr("&Type Clipboard"), this, &ConsoleTab::pasteAsKeys);
    paste->setObjectName(u"consolePaste"_s);
    paste->setToolTip(tr("Types the text of the clipboard key by key, for machines without an agent"));
    QAction *shot = m_bar->addAction(tr("Save &Picture…"), this, &ConsoleTab::saveScreenshot);
    shot->setObjectName(u"consolePicture"_s);
    shot->setToolTip(tr("The screen as it is now, as a picture file"));

    auto *scaling = new QMenu(this);
    auto *group = new QActionGroup(this);
    const int chosen = windowstate::choice(scalingKey, int(ScreenView::Scaling::Fit));
    for (const auto &[mode, label, name] : {std::tuple{ScreenView::Scaling::Fit, tr("&Fit the Window"), u"scaleFit"_s},
             std::tuple{ScreenView::Scaling::Pixels, tr("&One to One"), u"scalePixels"_s},
             std::tuple{ScreenView::Scaling::Guest, tr("&Resize the Machine's Screen"), u"scaleGuest"_s}}) {
        QAction *action = scaling->addAction(label);
        action->setObjectName(name);
        action->setCheckable(true);
        group->addAction(action);
        connect(action, &QAction::toggled, this, [this, mode = mode](bool on) {
            if (!on)
                return;
            m_view->setScaling(mode);
            m_scroll->setWidgetResizable(mode != ScreenView::Scaling::Pixels);
            windowstate::saveChoice(scalingKey, int(mode));
        });
        action->setChecked(int(mode) == chosen);
    }
    auto *scalingButton = new QToolButton;
    scalingButton->setObjectName(u"consoleScaling"_s);
    scalingButton->setText(tr("&Size"));
    scalingButton->setToolTip(tr("How large the screen is shown"));
    scalingButton->setPopupMode(QToolButton::InstantPopup);
    scalingButton->setMenu(scaling);
    QAction *scalingAction = m_bar->addWidget(scalingButton);

    m_full = m_bar->addAction(tr("F&ull Screen"));
    m_full->setObjectName(u"consoleFullScreen"_s);
    m_full->setCheckable(true);
    m_full->setToolTip(tr("Nothing but the machine's screen; Ctrl+Alt, then F11, ends it"));
    connect(m_full, &QAction::toggled, this, &ConsoleTab::setFullScreen);
    m_sound = m_bar->addAction(tr("S&ound"));
    m_sound->setObjectName(u"consoleSound"_s);
    m_sound->setCheckable(true);
    m_sound->setChecked(windowstate::choice(soundKey, 1) != 0);
    m_sound->setToolTip(tr("What the machine plays is heard while its screen is shown"));
    connect(m_sound, &QAction::triggered, this, [this](bool on) {
        windowstate::saveChoice(soundKey, on);
        hear();
    });
    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_bar->addWidget(space);
    m_hintAction = m_bar->addWidget(m_hint); // a tool bar shows and hides its actions, not their widgets
    m_hintAction->setVisible(false);
    m_liveActions = {keysAction, paste, shot, scalingAction, m_full};
}

void ConsoleTab::hear()
{
    const bool has = m_screen && m_screen->hasSound();
    m_sound->setVisible(has);
    const bool wanted = has && m_sound->isChecked();
    if (has)
        m_screen->listen(wanted);
    if (!wanted)
        return m_speaker.reset();
    if (m_speaker)
        return;
    m_speaker = std::make_unique<Speaker>(m_name);
    connect(m_speaker.get(), &Speaker::failed, this, [this](const QString &why) {
        if (m_screen)
            m_screen->listen(false); // nothing need be sent
        m_sound->setChecked(false); // but not remembered: another time there may be a server
        m_hint->setText(tr("The desktop's sound server does not play it: %1").arg(why));
        m_hintAction->setVisible(true);
        m_speaker.release()->deleteLater(); // it is what calls us
    });
}

QString ConsoleTab::releaseHint()
{
    return tr("Press Ctrl+Alt to give keyboard and pointer back.");
}

void ConsoleTab::setLive(bool live)
{
    for (QAction *action : std::as_const(m_liveActions))
        action->setEnabled(live);
    m_pages->setCurrentIndex(live ? 1 : 0);
    if (!live)
        m_full->setChecked(false);
}

void ConsoleTab::showDomain(const QUuid &uuid, const QString &name)
{
    m_name = name;
    if (uuid == m_machine)
        return;
    drop();
    m_machine = uuid;
    m_state.clear();
    m_noPicture.clear();
    m_attempt = 0;
    refresh();
}

void ConsoleTab::setState(const QString &state, bool isSaved)
{
    if (state == m_state && isSaved == m_isSaved)
        return;
    m_isSaved = isSaved;
    const bool began = m_state == u"shut off" || m_state.isEmpty();
    m_state = state;
    if (began)
        m_attempt = 0;
    if (state == u"shut off")
        drop();
    refresh();
}

void ConsoleTab::setDefinition(const DomainXml &domain)
{
    const QString why = whyNoPicture(domain);
    if (why == m_noPicture)
        return;
    m_noPicture = why;
    refresh();
}

void ConsoleTab::refresh()
{
    if (m_state.isEmpty())
        return m_empty->say(QString());
    if (m_connection.host().simulated)
        return m_empty->say(tr("A simulated machine has no screen."));
    if (m_state == u"shut off")
        return m_empty->say(m_isSaved ? tr("%1 is saved").arg(m_name) : tr("%1 is off").arg(m_name),
            tr("Its screen is shown here while it runs."), m_isSaved ? tr("Restore") : tr("Start"));
    if (!m_noPicture.isEmpty())
        return m_empty->say(tr("No picture here"), m_noPicture);
    if (isVisible() && !m_screen && !m_again.isActive())
        connectNow();
}

void ConsoleTab::connectNow()
{
    m_again.stop();
    if (m_connection.host().simulated || m_screen || m_machine.isNull() || m_state.isEmpty() || m_state == u"shut off")
        return;
    if (m_attempt == 0)
        m_empty->say(tr("Connecting to the screen of %1…").arg(m_name));
    m_connection.openConsole(m_machine, u"vnc"_s, this, [this, asked = ++m_asked](const Result<int> &socket) {
        if (asked != m_asked) {
            if (socket)
                Descriptor(*socket).reset();
            return;
        }
        if (!socket)
            return lose(socket.error());
        auto *screen = new RfbClient(this);
        take(screen);
        screen->start(*socket);
    });
}

void ConsoleTab::take(GuestScreen *screen)
{
    m_screen = screen;
    connect(screen, &GuestScreen::ready, this, [this] {
        m_attempt = 0;
        m_view->setScreen(m_screen);
        m_offered.clear();
        setLive(true);
        if (m_view->hasFocus())
            offerClipboard();
        else if (isVisible() && window()->isActiveWindow())
            m_view->setFocus(Qt::OtherFocusReason);
    });
    connect(screen, &GuestScreen::soundOffered, this, &ConsoleTab::hear);
    connect(screen, &GuestScreen::soundCame, this, [this](const QByteArray &samples) {
        if (m_speaker)
            m_speaker->play(samples);
    });
    connect(screen, &GuestScreen::bell, this, [] { QApplication::beep(); });
    // A machine's clipboard is the person's only while they are in it, and theirs the machine's.
    connect(screen, &GuestScreen::textOffered, this, [this](const QString &text) {
        if (m_view->hasFocus())
            QApplication::clipboard()->setText(text);
    });
    connect(QApplication::clipboard(), &QClipboard::dataChanged, screen, [this] {
        if (m_view->hasFocus())
            offerClipboard();
    });
    connect(screen, &GuestScreen::closed, this, &ConsoleTab::lose);
}

void ConsoleTab::offerClipboard()
{
    QClipboard *clipboard = QApplication::clipboard();
    if (!m_screen || clipboard->ownsClipboard()) // what this or another machine has put there
        return;
    const QString text = clipboard->text();
    if (!text.isEmpty() && text != std::exchange(m_offered, text))
        m_screen->offerText(text);
}

void ConsoleTab::lose(const Error &why)
{
    const bool hadPicture = m_screen && !m_screen->image().isNull();
    drop();
    if (m_state == u"shut off" || m_state.isEmpty())
        return refresh();
    // A session that breaks off is nothing of the helper's, whose jobs the general sentence tells of.
    m_empty->say(tr("The screen of %1 is not connected").arg(m_name),
        why.code == ErrorCode::Disconnected && hadPicture ? tr("%1 It is connected again in a moment.").arg(why.detail)
                                                          : errorText(why),
        tr("Connect"));
    // What broke off is tried again, and what may be there in a moment; no refused login, as who repeats one is shut
    // out.
    static const QSet<ErrorCode> forGood{ErrorCode::UnsupportedConfiguration, ErrorCode::InvalidInput,
        ErrorCode::NotAuthorized, ErrorCode::LoginRefused, ErrorCode::HostKeyUnknown, ErrorCode::HostKeyChanged,
        ErrorCode::SshMissing, ErrorCode::SshFailed, ErrorCode::HelperUnavailable};
    if (forGood.contains(why.code) || !isVisible())
        return;
    m_again.start(againMs[std::min(size_t(m_attempt++), againMs.size() - 1)]);
}

void ConsoleTab::drop()
{
    ++m_asked;
    m_again.stop();
    setLive(false);
    m_message->clear();
    m_view->setScreen(nullptr);
    if (GuestScreen *screen = std::exchange(m_screen, nullptr)) {
        screen->disconnect(this);
        screen->deleteLater(); // it may be what we were called by
    }
    hear();
}

QImage ConsoleTab::picture() const
{
    return m_screen ? m_screen->image().copy() : QImage();
}

void ConsoleTab::saveScreenshot()
{
    const QImage image = picture(); // as it was when it was asked for
    if (image.isNull())
        return;
    auto *dialog = new QFileDialog(this, tr("Save Picture"), {}, tr("Pictures (*.png)"));
    dialog->setObjectName(u"pictureDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"png"_s);
    dialog->selectFile(m_name + u".png");
    connect(dialog, &QFileDialog::fileSelected, this, [this, image](const QString &path) {
        if (image.save(path, "PNG"))
            m_message->clear();
        else
            m_message->showText(tr("The picture could not be written to %1.").arg(path));
    });
    dialog->open();
}

void ConsoleTab::pasteAsKeys()
{
    const QString text = QApplication::clipboard()->text();
    const QString without = m_view->typeText(text);
    m_view->setFocus(Qt::OtherFocusReason);
    if (without.isEmpty())
        m_message->clear();
    else
        m_message->showText(tr("Not on a US keyboard, left out: %1").arg(without.left(20)));
}

void ConsoleTab::setFullScreen(bool full)
{
    if (full == (m_scroll->parentWidget() == nullptr))
        return;
    if (full) {
        m_pages->removeWidget(m_scroll);
        m_scroll->setParent(nullptr);
        m_scroll->setWindowTitle(m_view->hasGrab() ? tr("%1: %2").arg(m_name, releaseHint()) : m_name);
        m_scroll->installEventFilter(this);
        m_view->installEventFilter(this);
        m_scroll->showFullScreen();
        m_leave->begin();
    } else {
        m_leave->end();
        m_scroll->removeEventFilter(this);
        m_view->removeEventFilter(this);
        m_pages->addWidget(m_scroll);
        m_pages->setCurrentIndex(m_screen ? 1 : 0);
    }
    m_view->setFocus(Qt::OtherFocusReason);
}

bool ConsoleTab::eventFilter(QObject *watched, QEvent *event)
{
    // The way out, once the guest does not have the keyboard any more.
    const bool leaves = (event->type() == QEvent::Close && watched == m_scroll)
        || (event->type() == QEvent::KeyPress && !m_view->hasGrab()
            && static_cast<QKeyEvent *>(event)->key() == Qt::Key_F11);
    if (!leaves)
        return QWidget::eventFilter(watched, event);
    QMetaObject::invokeMethod(
        m_full, [this] { m_full->setChecked(false); }, Qt::QueuedConnection);
    event->ignore();
    return true;
}

void ConsoleTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void ConsoleTab::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    // Nobody looks: QEMU need not send anything.
    if (!m_full->isChecked())
        drop();
}

} // namespace laneway
