// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/sshaddress.h"

#include <algorithm>
#include <arpa/inet.h>

namespace laneway {

namespace {
constexpr qsizetype longestHost = 253;
constexpr qsizetype longestUser = 64;

bool isLetterOrDigit(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

/// What no program takes for an option, a path or anything but a name.
bool isPlainName(QStringView name)
{
    return !name.isEmpty() && (isLetterOrDigit(name.front()) || name.front() == u'_')
        && std::all_of(name.begin(), name.end(),
            [](QChar c) { return isLetterOrDigit(c) || c == u'.' || c == u'-' || c == u'_'; });
}

bool isIpv6(QStringView text)
{
    const qsizetype zone = text.indexOf(u'%');
    in6_addr address;
    const QByteArray number = text.left(zone < 0 ? text.size() : zone).toUtf8();
    return ::inet_pton(AF_INET6, number.constData(), &address) == 1 && (zone < 0 || isPlainName(text.mid(zone + 1)));
}

/// 0: not a port.
int portFrom(QStringView text)
{
    if (text.isEmpty() || text.size() > 5 || text.front() == u'0'
        || !std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; }))
        return 0;
    const int port = text.toInt();
    return port <= 65535 ? port : 0;
}
} // namespace

Result<SshAddress> SshAddress::parse(QStringView text)
{
    const auto wrong
        = [&](const QString &why) { return fail(ErrorCode::InvalidInput, text.left(300).toString(), why); };
    if (!text.startsWith(scheme))
        return wrong(u"it does not begin with ssh://"_s);
    QStringView rest = text.mid(scheme.size());
    SshAddress address;
    if (const qsizetype at = rest.indexOf(u'@'); at >= 0) {
        const QStringView user = rest.left(at);
        if (!isPlainName(user) || user.size() > longestUser)
            return wrong(
                u"the user's name may have letters, digits, \".\", \"-\" and \"_\", and not begin with \"-\""_s);
        address.m_user = user.toString();
        rest = rest.mid(at + 1);
    }
    QStringView host = rest;
    QStringView port;
    if (rest.startsWith(u'[')) {
        const qsizetype end = rest.indexOf(u']');
        host = end < 0 ? QStringView() : rest.mid(1, end - 1);
        if (end < 0 || !isIpv6(host))
            return wrong(u"what is in brackets is no IPv6 address"_s);
        port = rest.mid(end + 1);
    } else {
        const qsizetype colon = rest.indexOf(u':');
        if (colon >= 0) {
            host = rest.left(colon);
            port = rest.mid(colon);
        }
        if (host.isEmpty())
            return wrong(u"the host is missing"_s);
        if (isIpv6(rest))
            return wrong(u"an IPv6 address needs brackets"_s);
        if (!isPlainName(host) || host.size() > longestHost)
            return wrong(
                u"the host's name may have letters, digits, \".\", \"-\" and \"_\", and not begin with \"-\""_s);
    }
    if (!port.isEmpty()) {
        address.m_port = port.startsWith(u':') ? portFrom(port.mid(1)) : 0;
        if (address.m_port == 0)
            return wrong(u"behind the host there may only be \":\" and a port, 1 to 65535"_s);
    }
    address.m_host = host.toString();
    return address;
}

QString SshAddress::shown() const
{
    QString text = m_host.contains(u':') ? QString(u'[' + m_host + u']') : m_host;
    if (!m_user.isEmpty())
        text.prepend(m_user + u'@');
    if (m_port != 0)
        text += u':' + QString::number(m_port);
    return text;
}

QString SshAddress::toString() const
{
    return scheme + shown();
}

QStringList SshAddress::arguments() const
{
    QStringList list;
    if (m_port != 0)
        list += {u"-p"_s, QString::number(m_port)};
    if (!m_user.isEmpty())
        list += {u"-l"_s, m_user};
    return list + QStringList{u"--"_s, m_host};
}

} // namespace laneway
