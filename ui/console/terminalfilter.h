// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace laneway {

/// Keeps from libvterm what it does not survive (0.1.4; found by the fuzz target):
/// - REP ("ESC [ 7 b": the character before it seven times more) that follows no character, or one without a width, is
/// an
///   endless loop. So what it stands for is written out.
/// - A sequence with more than sixteen parameters is written beyond its array of them. So it is cut off.
class TerminalFilter
{
public:
    /// @p bytes go on where those of the last call ended. A character is repeated @p most times at most.
    QByteArray filtered(const QByteArray &bytes, int most);

private:
    enum class Place { Text, Escape, Sequence, CutOff, String };
    void afterText(char byte);

    Place m_place = Place::Text;
    QByteArray m_last; ///< character: its bytes in UTF-8, so far
    QByteArray m_parameters; ///< of the sequence, so far
    int m_separators = 0; ///< between them
};

} // namespace laneway
