// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

#include <QJsonObject>

#include <functional>
#include <memory>

namespace laneway {

/// One unit of meaning with an undo of its own. Steps hold values only: made again from the journal
/// by stepFromJson(). apply() and undo() may run for the second time after a crash: both must
/// come to the same end from any point in between. All run on a job thread.
class Step
{
public:
    virtual ~Step() = default;
    virtual QString kind() const = 0; ///< "change-driver": names the step in journal and steptext
    virtual QJsonObject arguments() const = 0;
    virtual QStringList commands() const = 0; ///< the equivalent shell commands, for experts
    virtual QList<PciAddress> devices() const { return {}; }
    virtual QList<UsbPort> usbDevices() const { return {}; }

    /// What undo() needs, read before anything is written.
    virtual Result<QJsonObject> formerState(const Kernel &kernel) const = 0;
    virtual Result<> apply(Kernel &kernel) const = 0;
    /// apply() of a step that may be done in part: what was left out, for the job's result. Empty: nothing.
    virtual Result<QJsonObject> perform(Kernel &kernel) const
    {
        return apply(kernel).map([] { return QJsonObject(); });
    }
    /// What a job does first: formerState(), and perform() to go with it, which need not read once more
    /// what has just been read.
    struct Prepared
    {
        QJsonObject former;
        std::function<Result<QJsonObject>(Kernel &)> perform;
    };
    virtual Result<Prepared> prepare(const Kernel &kernel) const
    {
        return formerState(kernel).map([this](const QJsonObject &former) {
            return Prepared{former, [this](Kernel &changed) { return perform(changed); }};
        });
    }
    /// Reads back. VerificationFailed: detail says what was found.
    virtual Result<> verify(const Kernel &kernel) const = 0;
    virtual Result<> undo(Kernel &kernel, const QJsonObject &former) const = 0;
    /// undo() where something may come back in another form: what, for the job's result. Empty: nothing.
    virtual Result<QJsonObject> takeBack(Kernel &kernel, const QJsonObject &former) const
    {
        return undo(kernel, former).map([] { return QJsonObject(); });
    }
};

using StepPtr = std::shared_ptr<const Step>;

/// Those that a guest's system has to let happen. Their "id" is the device's in QEMU, "device" its name for people.
QStringList unplugKinds();

/// {"kind":…,"arguments":{…}}
QJsonObject stepToJson(const Step &step);
/// Fails with InvalidInput for an unknown kind or broken arguments.
Result<StepPtr> stepFromJson(const QJsonObject &json);

} // namespace laneway
