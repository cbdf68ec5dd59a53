// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace laneway {

/// Writes out what a guest's REP ("ESC [ 7 b": the character before it seven times more) stands for. libvterm never
/// comes back from one that follows no character, or one without a width (seen with 0.1.4): so it gets none.
class RepeatFilter
{
public:
    /// @p bytes go on where those of the last call ended. A character is repeated @p most times at most.
    QByteArray filtered(const QByteArray &bytes, int most);

private:
    enum class Place { Text, Escape, Sequence, String };
    void afterText(char byte);

    Place m_place = Place::Text;
    QByteArray m_last; ///< character: its bytes in UTF-8, so far
    QByteArray m_parameters; ///< of the sequence, so far
};

} // namespace laneway
