// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/filetree.h"
#include "kernel/nvmecontrollers.h"

#include <QDeadlineTimer>
#include <QMutex>

#include <map>
#include <memory>

namespace laneway {

class TransientUnits;

/// Real controllers, by laneway-nvme (nvme/main.cpp): each question is one run of it, by PID 1 in a unit
/// with one capability and one device where there is systemd, else as a child of ours. What it prints is
/// taken for hostile.
class NvmeProgram : public NvmeControllers
{
public:
    struct Options
    {
        FileTree &sys; ///< for the controller's node
        bool ofSystem = true; ///< a session's helper has not the right to ask
        QString program = {}; ///< laneway-nvme; empty: the installed one
        int timeoutMs = 60'000;
        int freshMs = 3'000; ///< so long an answer, or none, is true for the next plan
    };
    explicit NvmeProgram(const Options &options);
    ~NvmeProgram() override;
    NvmeProgram(const NvmeProgram &) = delete;
    NvmeProgram &operator=(const NvmeProgram &) = delete;

    Result<NvmeVirtualization> ask(const PciAddress &pf) override;
    Result<NvmeVirtualization> askForPlan(const PciAddress &pf) override;
    std::optional<NvmeVirtualization> known(const PciAddress &pf, const QString &stamp, bool mayAsk) override;
    Result<NvmeVirtualization> assign(const PciAddress &pf, const QList<NvmeSecondary> &wanted) override;

private:
    struct Told
    {
        std::optional<QString> stamp; ///< nothing: told after the last look, whatever that saw
        std::optional<NvmeVirtualization> nvme; ///< nothing: it did not answer, and is not asked again
    };
    struct Answer
    {
        Result<NvmeVirtualization> nvme;
        QDeadlineTimer freshUntil;
    };
    QMutex &lockOf(const PciAddress &pf);
    Result<NvmeVirtualization> askNow(const PciAddress &pf, const QMutexLocker<QMutex> &);
    Result<NvmeVirtualization> run(const PciAddress &pf, const QStringList &arguments);
    Result<> awaitFormer(const QString &unit, const PciAddress &pf, const QDeadlineTimer &deadline) const;
    Result<QByteArray> output(const PciAddress &pf, const QString &node, const QStringList &arguments);
    Result<> startUnit(const QString &unit, const PciAddress &pf, const QString &node, const QStringList &arguments,
        int standardOutput) const;

    Options m_options;
    std::unique_ptr<TransientUnits> m_units; ///< nothing: children of ours
    QMutex m_mutex; ///< never held while the program runs
    QMap<PciAddress, Told> m_told;
    std::map<PciAddress, Answer> m_answers; ///< to askForPlan()
    std::map<PciAddress, QMutex> m_locks; ///< held while the program runs for a controller
};

} // namespace laneway
