// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

namespace laneway {

/// Plays a guest's sound on the person's sound server: PulseAudio's protocol, which PipeWire speaks, too. What the
/// server does not take in time is left out, so sound never lags behind the picture for long.
class Speaker : public QObject
{
    Q_OBJECT
public:
    /// @p machine: what a mixer calls it.
    explicit Speaker(const QString &machine, QObject *parent = nullptr);
    /// Ends at once, whatever the server does.
    ~Speaker() override;

    /// Whole pairs, as soundform says; half ones are kept for the next call. Never blocks.
    void play(const QByteArray &samples);

Q_SIGNALS:
    void failed(const QString &why); ///< once; nothing is heard any more

private:
    struct Queue;
    std::shared_ptr<Queue> m_queue;
    QByteArray m_half;
};

} // namespace laneway
