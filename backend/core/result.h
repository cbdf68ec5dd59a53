// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>
#include <tl/expected.hpp>

namespace laneway {

using namespace Qt::StringLiterals;

/// One code a cause. On the bus it is org.laneway.Error.<name of the enumerator>.
enum class ErrorCode {
    InvalidInput, ///< a value that cannot be made into ours
    InvalidXml, ///< not well-formed, or against the format
    UnsupportedConfiguration, ///< understood, and not possible
    NotFound, ///< no such device, domain, job
    AlreadyExists,
    DeviceInUse, ///< another guest or process holds it
    GroupNotViable, ///< another member of the IOMMU group stands in the way
    NotAnEndpoint, ///< bridge, port, host bridge
    NotAVirtualFunction,
    IommuUnavailable,
    NotAuthorized,
    AuthorizationDismissed, ///< the person closed the dialog
    NoAuthenticationAgent, ///< polkit would ask, but nobody can be asked
    PermissionDenied, ///< the kernel or file system refused us
    HostChanged, ///< the plan was made for another state of the host
    Busy, ///< an operation of ours on this device is still under way
    TimedOut,
    KernelRefused, ///< a write to the kernel failed; detail names errno and file
    VerificationFailed, ///< written, but reading back shows something else
    QemuFailed,
    GuestDidNotRespond,
    HelperUnavailable,
    Disconnected,
    Cancelled,
    LimitExceeded,
    ReadOnlyHost,
    SshMissing, ///< no ssh client on this computer
    HostUnreachable,
    HostKeyUnknown, ///< nobody has yet said that this host is the right one
    HostKeyChanged,
    LoginRefused,
    BridgeMissing, ///< no systemd-stdio-bridge over there
    BusUnreachable, ///< no system bus over there
    SshFailed, ///< otherwise; detail is what ssh said
    JournalFailed, ///< a record could not be synced; nothing was done after it
    Internal,
};

/// "DeviceInUse": the stable name, used in D-Bus errors, JSON and tests.
QString errorName(ErrorCode code);
std::optional<ErrorCode> errorFromName(QStringView name);

struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString subject; ///< what it happened to: "0000:03:10.2", "domain web", "line 12"
    QString detail; ///< evidence, never translated: "EBUSY writing driver/unbind"
    int systemError = 0; ///< errno where there is one, else 0
    QJsonObject extra = {}; ///< more for programs, e.g. {"reasons":[…]} of a verdict that blocks

    bool operator==(const Error &) const = default;
    /// {"code":"DeviceInUse","subject":…,"detail":…,"errno":16,…extra}
    QJsonObject toJson() const;
    static Error fromJson(const QJsonObject &json);
    /// "DeviceInUse: 0000:03:10.2: EBUSY writing driver/unbind", for logs and tests.
    QString toString() const;
};

template <typename T = void> using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(
    ErrorCode code, const QString &subject, const QString &detail = {}, int systemError = 0)
{
    return tl::unexpected(Error{code, subject, detail, systemError});
}
inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected(std::move(error));
}

/// "EBUSY" for 16; "errno 250" when it has no name we know.
QString errnoName(int number);

} // namespace laneway
