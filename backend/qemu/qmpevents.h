// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"

#include <QJsonObject>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <functional>

namespace laneway {

/// Hears what QEMU tells by itself, at a monitor that is for nothing else: one client at a time has a
/// monitor, and commands have theirs. On an event loop's thread, which a guest cannot keep busy: lines
/// are short, and few a second.
class QmpEvents : public QObject
{
    Q_OBJECT
public:
    using Heard = std::function<void(const QString &event, const QJsonObject &data)>;
    /// Takes the connected descriptor. "STATUS" comes first, with query-status' answer.
    QmpEvents(int fd, Heard heard, QObject *parent = nullptr);
    void hearTheRest(); ///< what it had yet to say when it ended
    /// Whether it has said that it ends, or stops for good, as QEMU does unless it crashes or is killed.
    bool hasAnnouncedItsEnd() const { return m_hasAnnouncedItsEnd; }

private:
    static constexpr qsizetype longestLine = 64 * 1024;
    static constexpr int linesASecond = 500;

    void read();
    void take(const QByteArray &line);
    void end();

    Descriptor m_fd;
    QSocketNotifier m_notifier;
    QTimer m_pause;
    QByteArray m_buffer;
    Heard m_heard;
    int m_lines = 0; ///< in this second
    bool m_isSkipping = false; ///< the rest of a line that is too long
    bool m_isAnswered = false;
    bool m_hasAnnouncedItsEnd = false;
};

} // namespace laneway
