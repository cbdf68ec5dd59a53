// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/resetdevice.h"

#include "steps/arguments.h"
#include "steps/devicefiles.h"

#include <cerrno>

namespace laneway {

Result<StepPtr> ResetDevice::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const PciAddress device = arguments.address(u"device");
    return arguments.step([&] { return std::make_shared<const ResetDevice>(device); });
}

QStringList ResetDevice::commands() const
{
    return {u"echo 1 > /sys/"_s + deviceFile(m_device, u"reset")};
}

Result<> ResetDevice::apply(Kernel &kernel) const
{
    if (!kernel.sys.exists(deviceFile(m_device, u"reset")))
        return fail(ErrorCode::UnsupportedConfiguration, m_device.toString(), u"has no way to be reset"_s);
    if (auto free = awaitPendingWrites(kernel, m_device); !free)
        return free;
    if (auto free = refuseHeld(kernel, m_device); !free)
        return free;
    auto done = kernel.sys.write(deviceFile(m_device, u"reset"), "1");
    if (!done && done.error().systemError == ENOTTY)
        return fail(ErrorCode::UnsupportedConfiguration, m_device.toString(), u"has no way to be reset"_s);
    return done;
}

Result<> ResetDevice::verify(const Kernel &kernel) const
{
    // A function that did not come back reads as all ones.
    const auto config = kernel.sys.read(deviceFile(m_device, u"config"));
    if (config && config->startsWith("\xff\xff\xff\xff"))
        return fail(ErrorCode::VerificationFailed, m_device.toString(), u"does not answer any more"_s);
    return {};
}

} // namespace laneway
