// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/terminalfilter.h"

#include <algorithm>

namespace laneway {

namespace {
constexpr char cancel = 0x18, substitute = 0x1a, escape = 0x1b, bell = 0x07, rubout = 0x7f;
constexpr qsizetype longestCharacter = 4; ///< of UTF-8
constexpr qsizetype longestParameters = 16;
constexpr int mostSeparators = 15; ///< libvterm has room for sixteen parameters
} // namespace

QByteArray TerminalFilter::filtered(const QByteArray &bytes, int most)
{
    QByteArray out;
    out.reserve(bytes.size());
    for (const char byte : bytes) {
        out += byte;
        const auto code = uchar(byte);
        if (byte == escape) { // also ends whatever went before
            m_place = Place::Escape;
        } else if (byte == cancel || byte == substitute) {
            m_place = Place::Text;
        } else if (m_place == Place::Text) {
            afterText(byte);
        } else if (m_place == Place::String) {
            if (byte == bell)
                m_place = Place::Text;
        } else if (code < 0x20 || byte == rubout) {
            continue; // done at once, or nothing; the sequence goes on
        } else if (m_place == Place::Escape) {
            m_parameters.clear();
            m_separators = 0;
            m_place = byte == '['                        ? Place::Sequence
                : QByteArrayView("PX]^_").contains(byte) ? Place::String
                : code < 0x30 || code > 0x7e             ? Place::Escape
                                                         : Place::Text;
        } else if (m_place == Place::CutOff) {
            out.chop(1);
            if (code >= 0x40 && code <= 0x7e)
                m_place = Place::Text;
        } else if ((byte == ';' || byte == ':') && ++m_separators > mostSeparators) {
            out.back() = cancel;
            m_place = Place::CutOff;
        } else if (code < 0x40 || code > 0x7e) {
            if (m_parameters.size() < longestParameters)
                m_parameters += byte;
        } else {
            m_place = Place::Text;
            bool isCount = m_parameters.isEmpty();
            const int count = isCount ? 1 : m_parameters.toInt(&isCount);
            if (byte != 'b')
                continue;
            out.back() = cancel;
            if (isCount)
                out += m_last.repeated(std::clamp(count, 1, std::max(most, 1)));
        }
    }
    return out;
}

void TerminalFilter::afterText(char byte)
{
    const auto code = uchar(byte);
    if (code < 0x20 || byte == rubout)
        return;
    const bool goesOn = (code & 0xc0) == 0x80;
    if (!goesOn || m_last.size() >= longestCharacter)
        m_last.clear();
    m_last += byte;
}

} // namespace laneway
