// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <memory>
#include <optional>

namespace laneway {

/// An X server, looked at as somebody before the screen does: which windows are there and what is in
/// them. Asks nothing of the programs.
class Screen
{
public:
    static Result<std::unique_ptr<Screen>> open();
    ~Screen();
    Screen(const Screen &) = delete;
    Screen &operator=(const Screen &) = delete;

    /// The first of the windows that the window manager shows.
    std::optional<unsigned long> firstWindow() const;
    /// Some lines of the window's picture; empty while it cannot be seen.
    QByteArray look(unsigned long window) const;

private:
    Screen() = default;
    struct Server;
    std::unique_ptr<Server> m_server;
};

/// Whether lines that look() gave are of more than one colour: something has been drawn.
bool isDrawn(const QByteArray &lines);

} // namespace laneway
