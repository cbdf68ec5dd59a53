// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// Writes or removes the one file of /etc by which a PF's virtual functions are made when the computer
/// starts (keptRuleFile()). Any other file is refused, as is one of that name which somebody else wrote.
/// Arguments: "device", "file" ("/etc/udev/rules.d/…"), "content" (null: removed), "former" (null: there
/// was none when the plan was made).
class KeepFile : public Step
{
public:
    using Content = std::optional<QByteArray>;

    KeepFile(const PciAddress &device, const Content &content, const Content &former);
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"keep-file"_s; }
    QJsonObject arguments() const override;
    /// The whole of a new file; of a changed one what differs, for patch(1).
    QStringList commands() const override;
    QList<PciAddress> devices() const override { return {m_device}; }
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    Result<Content> read(const Kernel &kernel) const;
    Result<> put(Kernel &kernel, const Content &content) const;

    PciAddress m_device;
    QString m_file; ///< relative to /etc
    Content m_content;
    Content m_former;
};

} // namespace laneway
