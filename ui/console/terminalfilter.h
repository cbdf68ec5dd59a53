// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace laneway {

/// Keeps from libvterm what it does not survive (0.1.4; found by the fuzz target and by trying).
///
/// REP ("ESC [ 7 b": the character before it seven times more) that follows no character, or one without a width, is an
/// endless loop: what it stands for is written out. A sequence with more than sixteen parameters is written beyond its
/// array of them: it is cut off. U+0080 to U+009F move its cursor to the left, and out of its memory: they are left
/// out. Its decoders of UTF-8 are several, and each keeps its own half of a character: it gets whole ones only, and
/// U+FFFD for what is none. It keeps, and goes through, all that is put onto one character: that is some marks at most.
class TerminalFilter
{
public:
    /// @p bytes go on where those of the last call ended; of a character that is not all there the rest comes with the
    /// next ones. A character is repeated @p most times at most, and what is repeated in one call is bounded.
    QByteArray filtered(const QByteArray &bytes, int most);

private:
    enum class Place { Text, Escape, Sequence, CutOff, String };
    void takeByte(char byte, QByteArray &out);
    void takePart(uchar byte, QByteArray &out);
    void endPart(QByteArray &out);
    void takeCharacter(const QByteArray &character, QByteArray &out);
    void endSequence(char byte, QByteArray &out);

    Place m_place = Place::Text;
    QByteArray m_part; ///< of a character, so far
    QByteArray m_last; ///< character that was shown, without its marks: its bytes in UTF-8
    QByteArray m_parameters; ///< of the sequence, so far
    int m_separators = 0; ///< between them
    int m_marks = 0; ///< on one character
    int m_most = 1;
    qsizetype m_repeated = 0; ///< bytes, in this call
};

} // namespace laneway
