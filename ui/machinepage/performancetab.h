// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/figurehistory.h"

#include <QTimer>
#include <QUuid>
#include <QWidget>

#include <functional>

class QStackedWidget;

namespace laneway {

class EmptyState;
class FigureGraph;

/// What a machine does: processors, memory, disks and network of the last minutes. Asks once a second, one question
/// at a time, while it is looked at: shown, in a window that is not minimised. Otherwise it costs nothing.
class PerformanceTab : public QWidget
{
    Q_OBJECT
public:
    using Answer = std::function<void(const Result<Figures> &)>;
    /// As Connection::figures().
    using Ask = std::function<void(const QUuid &machine, QObject *context, const Answer &answer)>;
    explicit PerformanceTab(Ask ask, QWidget *parent = nullptr);
    void showDomain(const QUuid &uuid, const QString &name);
    void setState(const QString &state); ///< "running", "paused", "shut off"
    void setInterval(int ms) { m_timer.setInterval(ms); }

Q_SIGNALS:
    void startRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    void sample();
    void draw();
    void drawMemory();

    const Ask m_ask;
    QTimer m_timer;
    FigureHistory m_history;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    FigureGraph *m_processors;
    FigureGraph *m_memory;
    FigureGraph *m_disks;
    FigureGraph *m_network;
    QUuid m_machine;
    QString m_name;
    QString m_state;
    quint64 m_asked = 0; ///< which answer counts
    bool m_waiting = false;
};

} // namespace laneway
