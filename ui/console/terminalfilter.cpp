// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/terminalfilter.h"

#include <QChar>

#include <algorithm>
#include <utility>

namespace laneway {

namespace {

constexpr char cancel = 0x18, substitute = 0x1a, escape = 0x1b, bell = 0x07, rubout = 0x7f;
constexpr qsizetype longestParameters = 16;
constexpr int mostSeparators = 15; ///< libvterm has room for sixteen parameters
constexpr int mostMarks = 8; ///< a cell of libvterm's shows five
constexpr qsizetype mostRepeated = 256 * 1024;

/// How many bytes a character of UTF-8 has that begins so; 0: none does.
qsizetype lengthOf(uchar first)
{
    return first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

/// Whether @p byte can come after @p part: no overlong forms, surrogates, or numbers above U+10FFFF (RFC 3629).
bool goesOn(const QByteArray &part, uchar byte)
{
    uchar least = 0x80, greatest = 0xbf;
    if (part.size() == 1) {
        switch (uchar(part[0])) {
        case 0xe0: least = 0xa0; break;
        case 0xed: greatest = 0x9f; break;
        case 0xf0: least = 0x90; break;
        case 0xf4: greatest = 0x8f; break;
        default: break;
        }
    }
    return byte >= least && byte <= greatest;
}

/// Of one whole character.
char32_t codeOf(const QByteArray &character)
{
    if (character.size() == 1)
        return char32_t(character[0]);
    char32_t code = uchar(character[0]) & (0x7f >> character.size());
    for (const char byte : character.sliced(1))
        code = code << 6 | (uchar(byte) & 0x3f);
    return code;
}

/// What is put onto the character before it, for libvterm: marks, format characters, Hangul's vowels and finals.
bool isPutOnto(char32_t code)
{
    return QChar::isMark(code) || QChar::category(code) == QChar::Other_Format || (code >= 0x1160 && code <= 0x11ff);
}

} // namespace

QByteArray TerminalFilter::filtered(const QByteArray &bytes, int most)
{
    m_most = std::max(most, 1);
    m_repeated = 0;
    QByteArray out;
    out.reserve(bytes.size());
    for (const char byte : bytes) {
        if (uchar(byte) >= 0x80) {
            takePart(uchar(byte), out);
        } else {
            endPart(out);
            takeByte(byte, out);
        }
    }
    return out;
}

void TerminalFilter::takePart(uchar byte, QByteArray &out)
{
    if (!m_part.isEmpty() && !goesOn(m_part, byte))
        endPart(out);
    m_part += char(byte);
    const qsizetype length = lengthOf(uchar(m_part[0]));
    if (length == 0)
        return endPart(out);
    if (m_part.size() < length)
        return;
    const bool isControl = uchar(m_part[0]) == 0xc2 && byte < 0xa0;
    const QByteArray character = std::exchange(m_part, {});
    if (!isControl)
        takeCharacter(character, out);
}

/// What has begun is no character.
void TerminalFilter::endPart(QByteArray &out)
{
    if (m_part.isEmpty())
        return;
    m_part.clear();
    takeCharacter("\xef\xbf\xbd", out); // U+FFFD
}

void TerminalFilter::takeCharacter(const QByteArray &character, QByteArray &out)
{
    // A message to nobody is text for libvterm.
    if (m_place != Place::Text && m_place != Place::String)
        return;
    m_marks = isPutOnto(codeOf(character)) ? m_marks + 1 : 0;
    if (m_marks > mostMarks)
        return;
    if (m_place == Place::Text && m_marks == 0)
        m_last = character;
    out += character;
}

/// One of ASCII's.
void TerminalFilter::takeByte(char byte, QByteArray &out)
{
    if (byte == escape) { // also ends whatever went before
        m_place = Place::Escape;
        out += byte;
    } else if (byte == cancel || byte == substitute) {
        m_place = Place::Text;
        out += byte;
    } else if (m_place == Place::String) {
        if (byte == bell)
            m_place = Place::Text;
        out += byte;
    } else if (byte < 0x20 || byte == rubout) { // done at once, or nothing; a sequence goes on
        out += byte;
    } else if (m_place == Place::Text) {
        takeCharacter(QByteArray(1, byte), out);
    } else if (m_place == Place::Escape) {
        m_parameters.clear();
        m_separators = 0;
        m_place = byte == '['                        ? Place::Sequence
            : QByteArrayView("PX]^_").contains(byte) ? Place::String
            : byte < 0x30                            ? Place::Escape
                                                     : Place::Text;
        out += byte;
    } else if (m_place == Place::CutOff) {
        if (byte >= 0x40)
            m_place = Place::Text;
    } else if (byte >= 0x40) {
        endSequence(byte, out);
    } else if ((byte == ';' || byte == ':') && ++m_separators > mostSeparators) {
        m_place = Place::CutOff;
        out += cancel;
    } else {
        if (m_parameters.size() < longestParameters)
            m_parameters += byte;
        out += byte;
    }
}

void TerminalFilter::endSequence(char byte, QByteArray &out)
{
    m_place = Place::Text;
    if (byte != 'b') {
        out += byte;
        return;
    }
    out += cancel;
    bool isCount = m_parameters.isEmpty();
    const int count = isCount ? 1 : m_parameters.toInt(&isCount);
    if (!isCount || m_last.isEmpty())
        return;
    const qsizetype room = (mostRepeated - m_repeated) / m_last.size();
    const QByteArray text = m_last.repeated(std::min(qsizetype(std::clamp(count, 1, m_most)), room));
    m_repeated += text.size();
    out += text;
}

} // namespace laneway
