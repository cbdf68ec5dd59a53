// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result.h"

#include <array>
#include <cerrno>
#include <cstring>

namespace laneway {

namespace {
struct Name
{
    ErrorCode code;
    const char16_t *text;
};
constexpr std::array names{
    Name{ErrorCode::InvalidInput, u"InvalidInput"},
    Name{ErrorCode::InvalidXml, u"InvalidXml"},
    Name{ErrorCode::UnsupportedConfiguration, u"UnsupportedConfiguration"},
    Name{ErrorCode::NotFound, u"NotFound"},
    Name{ErrorCode::AlreadyExists, u"AlreadyExists"},
    Name{ErrorCode::DeviceInUse, u"DeviceInUse"},
    Name{ErrorCode::GroupNotViable, u"GroupNotViable"},
    Name{ErrorCode::NotAnEndpoint, u"NotAnEndpoint"},
    Name{ErrorCode::NotAVirtualFunction, u"NotAVirtualFunction"},
    Name{ErrorCode::IommuUnavailable, u"IommuUnavailable"},
    Name{ErrorCode::NotAuthorized, u"NotAuthorized"},
    Name{ErrorCode::AuthorizationDismissed, u"AuthorizationDismissed"},
    Name{ErrorCode::NoAuthenticationAgent, u"NoAuthenticationAgent"},
    Name{ErrorCode::PermissionDenied, u"PermissionDenied"},
    Name{ErrorCode::HostChanged, u"HostChanged"},
    Name{ErrorCode::Busy, u"Busy"},
    Name{ErrorCode::TimedOut, u"TimedOut"},
    Name{ErrorCode::KernelRefused, u"KernelRefused"},
    Name{ErrorCode::VerificationFailed, u"VerificationFailed"},
    Name{ErrorCode::QemuFailed, u"QemuFailed"},
    Name{ErrorCode::GuestDidNotRespond, u"GuestDidNotRespond"},
    Name{ErrorCode::HelperUnavailable, u"HelperUnavailable"},
    Name{ErrorCode::Disconnected, u"Disconnected"},
    Name{ErrorCode::Cancelled, u"Cancelled"},
    Name{ErrorCode::LimitExceeded, u"LimitExceeded"},
    Name{ErrorCode::ReadOnlyHost, u"ReadOnlyHost"},
    Name{ErrorCode::SshMissing, u"SshMissing"},
    Name{ErrorCode::HostUnreachable, u"HostUnreachable"},
    Name{ErrorCode::HostKeyUnknown, u"HostKeyUnknown"},
    Name{ErrorCode::HostKeyChanged, u"HostKeyChanged"},
    Name{ErrorCode::LoginRefused, u"LoginRefused"},
    Name{ErrorCode::BridgeMissing, u"BridgeMissing"},
    Name{ErrorCode::BusUnreachable, u"BusUnreachable"},
    Name{ErrorCode::SshFailed, u"SshFailed"},
    Name{ErrorCode::JournalFailed, u"JournalFailed"},
    Name{ErrorCode::Internal, u"Internal"},
};
} // namespace

QString errorName(ErrorCode code)
{
    for (const Name &name : names)
        if (name.code == code)
            return QString::fromUtf16(name.text);
    return u"Internal"_s;
}

std::optional<ErrorCode> errorFromName(QStringView text)
{
    for (const Name &name : names)
        if (text == QStringView(name.text))
            return name.code;
    return std::nullopt;
}

QJsonObject Error::toJson() const
{
    QJsonObject json = extra;
    json[u"code"] = errorName(code);
    json[u"subject"] = subject;
    json[u"detail"] = detail;
    if (systemError)
        json[u"errno"] = systemError;
    return json;
}

Error Error::fromJson(const QJsonObject &json)
{
    Error error;
    error.code = errorFromName(json[u"code"].toString()).value_or(ErrorCode::Internal);
    error.subject = json[u"subject"].toString();
    error.detail = json[u"detail"].toString();
    error.systemError = json[u"errno"].toInt();
    error.extra = json;
    for (const auto *key : {u"code", u"subject", u"detail", u"errno"})
        error.extra.remove(QStringView(key));
    return error;
}

QString Error::toString() const
{
    QString text = errorName(code);
    if (!subject.isEmpty())
        text += u": "_s + subject;
    if (!detail.isEmpty())
        text += u": "_s + detail;
    return text;
}

QString errnoName(int number)
{
    if (const char *name = strerrorname_np(number))
        return QString::fromLatin1(name);
    return u"errno "_s + QString::number(number);
}

} // namespace laneway
