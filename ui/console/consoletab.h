// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "ui/console/screenview.h"

#include <QUuid>

class QAction;
class QLabel;
class QScrollArea;
class QStackedWidget;
class QToolBar;

namespace laneway {

class DomainXml;
class EmptyState;
class FullScreenBar;
class GuestScreen;
class MessageBar;
class Speaker;

/// The screen of one machine: connects while it is looked at and the machine runs, again when the connection is
/// lost, and says where the picture is when there is none.
class ConsoleTab : public QWidget
{
    Q_OBJECT
public:
    explicit ConsoleTab(Connection &connection, QWidget *parent = nullptr);
    ~ConsoleTab() override;

    void showDomain(const QUuid &uuid, const QString &name);
    /// "running", "paused", "shut off".
    void setState(const QString &state, bool isSaved = false);
    /// Of the running machine, where it runs.
    void setDefinition(const DomainXml &domain);

    ScreenView &view() { return *m_view; }
    /// Of the machine at this moment; null without a picture.
    QImage picture() const;
    /// How the keyboard comes back from the guest.
    static QString releaseHint();

Q_SIGNALS:
    void startRequested();
    void grabChanged(bool grabbed);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeActions();
    void refresh();
    void connectNow();
    void take(GuestScreen *screen);
    void lose(const Error &why);
    void drop();
    void setFullScreen(bool full);
    void saveScreenshot();
    void offerClipboard();
    void pasteAsKeys();
    void setLive(bool live);
    void hear();

    Connection &m_connection;
    QToolBar *m_bar;
    MessageBar *m_message; ///< what did not go as wished; the tool bar may have no room for it
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QScrollArea *m_scroll;
    ScreenView *m_view;
    FullScreenBar *m_leave;
    QLabel *m_hint;
    QAction *m_hintAction;
    QList<QAction *> m_liveActions;
    QAction *m_full;
    QAction *m_sound;
    GuestScreen *m_screen = nullptr;
    std::unique_ptr<Speaker> m_speaker; ///< while the machine is heard
    QTimer m_again;
    int m_attempt = 0;
    quint64 m_asked = 0; ///< which answer counts
    QUuid m_machine;
    QString m_name;
    QString m_state;
    bool m_isSaved = false;
    QString m_offered; ///< of the person's clipboard, to this session
    QString m_noPicture; ///< why there cannot be one
};

/// Why a machine has no screen to show, and where its picture is; empty when it has one.
QString whyNoPicture(const DomainXml &domain);

} // namespace laneway
