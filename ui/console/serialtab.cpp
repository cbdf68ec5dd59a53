// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/serialtab.h"

#include "host/reasontext.h"
#include "ui/hostpage/emptystate.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QStackedWidget>
#include <QToolBar>
#include <QVBoxLayout>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>

namespace laneway {

namespace {
constexpr int againMs = 1'000;
constexpr qsizetype mostUnsent = 1024 * 1024; ///< a guest that does not read what is pasted
} // namespace

SerialTab::SerialTab(Connection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_bar(new QToolBar)
    , m_port(new QComboBox)
    , m_hint(new QLabel)
    , m_pages(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_terminal(new TerminalView)
{
    setObjectName(u"serialTab"_s);
    m_bar->setObjectName(u"serialBar"_s);
    m_empty->setObjectName(u"serialEmpty"_s);
    m_terminal->setObjectName(u"serialTerminal"_s);
    m_port->setObjectName(u"serialPort"_s);
    m_port->setAccessibleName(tr("Port"));
    m_portAction = m_bar->addWidget(m_port);
    m_portAction->setVisible(false);
    const auto add = [this](const QString &label, const QString &name, const QString &tip, auto slot) {
        QAction *action = m_bar->addAction(label, m_terminal, slot);
        action->setObjectName(name);
        action->setToolTip(tip);
    };
    add(tr("&Copy"), u"serialCopy"_s, tr("Copies what is selected (Ctrl+Shift+C)"), &TerminalView::copy);
    add(tr("Paste"), u"serialPaste"_s, tr("Types the text of the clipboard (Ctrl+Shift+V)"), &TerminalView::paste);
    add(tr("C&lear"), u"serialClear"_s, tr("Forgets what was printed"), &TerminalView::clear);
    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_bar->addWidget(space);
    m_hint->setObjectName(u"serialHint"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_bar->addWidget(m_hint);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_terminal);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_pages, 1);

    m_again.setSingleShot(true);
    m_again.setInterval(againMs);
    connect(&m_again, &QTimer::timeout, this, &SerialTab::refresh);
    connect(m_terminal, &TerminalView::typed, this, &SerialTab::write);
    connect(m_port, &QComboBox::activated, this, &SerialTab::choosePort);
    connect(m_empty, &EmptyState::actionRequested, this, [this] {
        if (m_state == u"shut off")
            Q_EMIT startRequested();
        else
            connectNow();
    });
}

void SerialTab::showDomain(const QUuid &uuid, const QString &name)
{
    m_name = name;
    if (uuid == m_machine)
        return;
    drop();
    m_terminal->clear();
    m_machine = uuid;
    m_state.clear();
    m_ports.clear();
    m_alias.clear();
    m_wanted = isVisible();
    refresh();
}

void SerialTab::setState(const QString &state, bool isSaved)
{
    if (state == m_state && isSaved == m_isSaved)
        return;
    m_isSaved = isSaved;
    m_state = state;
    if (state == u"shut off")
        drop();
    refresh();
}

void SerialTab::setDefinition(const DomainXml &domain)
{
    const QList<TextPort> ports = textPorts(domain);
    if (ports == m_ports)
        return;
    m_ports = ports;
    m_port->clear();
    for (const TextPort &port : ports)
        m_port->addItem(port.isVirtio ? tr("Console %1").arg(port.number) : tr("Serial port %1").arg(port.number));
    m_portAction->setVisible(ports.size() > 1);
    const auto shown
        = std::find_if(ports.begin(), ports.end(), [this](const TextPort &port) { return port.alias == m_alias; });
    if (shown != ports.end())
        m_port->setCurrentIndex(int(shown - ports.begin()));
    else if (!ports.isEmpty())
        choosePort(0);
    refresh();
}

void SerialTab::choosePort(int index)
{
    if (index < 0 || index >= m_ports.size() || m_ports[index].alias == m_alias)
        return;
    drop();
    m_terminal->clear();
    m_alias = m_ports[index].alias;
    refresh();
}

void SerialTab::refresh()
{
    const bool isOff = m_state == u"shut off" || m_state.isEmpty();
    if (m_connection.host().simulated) {
        m_pages->setCurrentWidget(m_empty);
        return m_empty->say(tr("A simulated machine has no serial line."));
    }
    const QString off = m_isSaved ? tr("%1 is saved").arg(m_name) : tr("%1 is off").arg(m_name);
    if (isOff && m_terminal->text().isEmpty()) {
        m_pages->setCurrentWidget(m_empty);
        m_hint->clear();
        return m_state.isEmpty() ? m_empty->say(QString())
                                 : m_empty->say(off, tr("What its serial port prints is shown here while it runs."),
                                     m_isSaved ? tr("Restore") : tr("Start"));
    }
    if (isOff)
        return m_hint->setText(off);
    if (m_wanted && !m_socket && !m_asking && !m_again.isActive())
        connectNow();
}

void SerialTab::connectNow()
{
    m_again.stop();
    if (m_socket || m_asking || m_machine.isNull() || m_alias.isEmpty())
        return;
    m_asking = true;
    m_connection.openConsole(m_machine, m_alias, this, [this, asked = ++m_asked](const Result<int> &socket) {
        if (asked != m_asked) {
            if (socket)
                Descriptor(*socket).reset();
            return;
        }
        m_asking = false;
        if (!socket)
            return lose(socket.error());
        take(*socket);
    });
}

void SerialTab::take(int descriptor)
{
    m_socket = Descriptor(descriptor);
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    m_readable = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    m_writable = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Write);
    m_writable->setEnabled(false);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &SerialTab::readSome);
    connect(m_writable.get(), &QSocketNotifier::activated, this, &SerialTab::writeSome);
    m_hint->setText(m_terminal->text().isEmpty() ? tr("Connected. Press Enter if nothing is shown.") : QString());
    m_pages->setCurrentWidget(m_terminal);
    if (isVisible() && window()->isActiveWindow())
        m_terminal->setFocus(Qt::OtherFocusReason);
}

void SerialTab::readSome()
{
    std::array<char, 16384> buffer{};
    const ssize_t size = ::recv(m_socket.get(), buffer.data(), buffer.size(), 0);
    if (size > 0) {
        m_hint->clear();
        return m_terminal->feed(QByteArray(buffer.data(), qsizetype(size)));
    }
    if (size == 0 || (errno != EAGAIN && errno != EINTR))
        lose({ErrorCode::Disconnected, m_name, {}});
}

void SerialTab::write(const QByteArray &bytes)
{
    if (!m_socket)
        return;
    if (m_unsent.size() + bytes.size() > mostUnsent)
        return m_hint->setText(tr("The machine does not read; not all was typed."));
    m_unsent += bytes;
    writeSome();
}

void SerialTab::writeSome()
{
    const ssize_t size = ::send(m_socket.get(), m_unsent.constData(), size_t(m_unsent.size()), MSG_NOSIGNAL);
    if (size > 0)
        m_unsent.remove(0, size);
    m_writable->setEnabled(!m_unsent.isEmpty());
}

void SerialTab::lose(const Error &why)
{
    drop();
    if (m_state == u"shut off" || m_state.isEmpty())
        return refresh();
    if (why.code == ErrorCode::Disconnected) { // the machine ends, or the helper does
        m_again.start();
        return;
    }
    if (m_terminal->text().isEmpty()) {
        m_pages->setCurrentWidget(m_empty);
        m_empty->say(tr("The serial port of %1 is not connected").arg(m_name), errorText(why), tr("Connect"));
    }
    m_hint->setText(errorText(why));
}

void SerialTab::drop()
{
    ++m_asked;
    m_asking = false;
    m_again.stop();
    if (m_readable) {
        // They may be what we were called by.
        m_readable->setEnabled(false);
        m_readable.release()->deleteLater();
        m_writable->setEnabled(false);
        m_writable.release()->deleteLater();
    }
    m_socket.reset();
    m_unsent.clear();
}

void SerialTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_wanted = true;
    refresh();
}

} // namespace laneway
