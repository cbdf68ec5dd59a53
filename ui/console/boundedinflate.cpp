// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/boundedinflate.h"

#include <zlib.h>

namespace laneway {

std::optional<QByteArray> inflateBounded(const QByteArray &packed, qsizetype most)
{
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return {};
    QByteArray plain;
    QByteArray part(16 * 1024, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.constData()));
    stream.avail_in = uInt(packed.size());
    int state = Z_OK;
    do {
        stream.next_out = reinterpret_cast<Bytef *>(part.data());
        stream.avail_out = uInt(part.size());
        state = inflate(&stream, Z_SYNC_FLUSH);
        plain.append(part.constData(), part.size() - qsizetype(stream.avail_out));
    } while (state == Z_OK && plain.size() <= most && (stream.avail_in > 0 || stream.avail_out == 0));
    inflateEnd(&stream);
    const bool whole = state == Z_STREAM_END || state == Z_OK || state == Z_BUF_ERROR;
    return whole && plain.size() <= most ? std::optional(plain) : std::nullopt;
}

} // namespace laneway
