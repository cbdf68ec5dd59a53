// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Loads a kernel module. Stays loaded when undone: another user of it could have come meanwhile.
/// Arguments: "module".
class LoadModule : public Step
{
public:
    explicit LoadModule(const QString &module)
        : m_module(module)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"load-module"_s; }
    QJsonObject arguments() const override { return {{u"module"_s, m_module}}; }
    QStringList commands() const override { return {u"modprobe "_s + m_module}; }
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    Result<> apply(Kernel &kernel) const override { return kernel.modules.load(m_module); }
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &, const QJsonObject &) const override { return {}; }

private:
    QString m_module;
};

} // namespace laneway
