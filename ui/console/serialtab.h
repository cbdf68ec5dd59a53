// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "core/descriptor.h"
#include "ui/console/terminalview.h"
#include "xml/textports.h"

#include <QSocketNotifier>
#include <QTimer>
#include <QUuid>

class QAction;
class QComboBox;
class QLabel;
class QStackedWidget;
class QToolBar;

namespace laneway {

class EmptyState;

/// The serial ports of one machine, one at a time: connects when it is first looked at and the machine runs, and
/// stays connected, so that nothing is lost that is printed meanwhile. What was printed stays to be read.
class SerialTab : public QWidget
{
    Q_OBJECT
public:
    explicit SerialTab(Connection &connection, QWidget *parent = nullptr);

    void showDomain(const QUuid &uuid, const QString &name);
    void setState(const QString &state, bool isSaved = false);
    /// Of the running machine, where it runs.
    void setDefinition(const DomainXml &domain);
    bool hasPorts() const { return !m_ports.isEmpty(); }
    const TerminalView &terminal() const { return *m_terminal; }

Q_SIGNALS:
    void startRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();
    void connectNow();
    void take(int descriptor);
    void readSome();
    void write(const QByteArray &bytes);
    void writeSome();
    void lose(const Error &why);
    void drop();
    void choosePort(int index);

    Connection &m_connection;
    QToolBar *m_bar;
    QComboBox *m_port;
    QAction *m_portAction;
    QLabel *m_hint;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    TerminalView *m_terminal;
    QList<TextPort> m_ports;
    QString m_alias; ///< of the port that is shown
    Descriptor m_socket;
    std::unique_ptr<QSocketNotifier> m_readable, m_writable;
    QByteArray m_unsent;
    QTimer m_again;
    quint64 m_asked = 0; ///< which answer counts
    bool m_asking = false;
    bool m_wanted = false; ///< it has been looked at
    QUuid m_machine;
    QString m_name, m_state;
    bool m_isSaved = false;
};

} // namespace laneway
