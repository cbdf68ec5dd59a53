// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/loadmodule.h"

#include "steps/arguments.h"
#include "steps/waiting.h"

namespace laneway {

Result<StepPtr> LoadModule::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const QString module = arguments.text(u"module");
    return arguments.step([&] { return std::make_shared<const LoadModule>(module); });
}

Result<> LoadModule::verify(const Kernel &kernel) const
{
    // Only PCI drivers are loaded: each has a directory of its own once it is registered.
    const QString directory = u"bus/pci/drivers/"_s + m_module;
    if (waitUntil([&] { return kernel.sys.exists(directory); }, 2'000))
        return {};
    return fail(ErrorCode::VerificationFailed, m_module, u"/sys/"_s + directory + u" is not there"_s);
}

} // namespace laneway
