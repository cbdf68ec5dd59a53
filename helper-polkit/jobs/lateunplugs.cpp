// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/lateunplugs.h"

#include "steps/guestdevices.h"

namespace laneway {

namespace {
constexpr int lookMs = 3'000;
}

LateUnplugs::LateUnplugs(Kernel &kernel, GuestQuestions &questions, const QMap<QUuid, RunRecord> &runs,
    QObject *context, std::function<bool(const QUuid &)> isBusy,
    std::function<void(const QUuid &, const QString &)> letGo)
    : m_kernel(kernel)
    , m_questions(questions)
    , m_runs(runs)
    , m_context(context)
    , m_isBusy(std::move(isBusy))
    , m_letGo(std::move(letGo))
{
    m_timer.setInterval(lookMs);
    QObject::connect(&m_timer, &QTimer::timeout, m_context, [this] { look(); });
}

void LateUnplugs::watch()
{
    m_timer.start();
}

void LateUnplugs::look()
{
    bool any = false;
    for (const RunRecord &run : m_runs) {
        any = any || !run.pendingUnplugs.isEmpty();
        if (run.pendingUnplugs.isEmpty() || m_isBusy(run.uuid) || !m_questions.mayAsk(run.owner))
            continue;
        m_questions.ask<QStringList>(
            run.owner, m_context,
            [this, guest = run.guest, pending = run.pendingUnplugs]() -> Result<QStringList> {
                QStringList gone;
                for (const PendingUnplug &one : pending)
                    if (!hasGuestDevice(m_kernel, guest, one.id).value_or(true))
                        gone += one.id;
                return gone;
            },
            [this, uuid = run.uuid](const Result<QStringList> &gone) {
                for (const QString &id : gone.value_or(QStringList()))
                    m_letGo(uuid, id);
            });
    }
    if (!any)
        m_timer.stop();
}

} // namespace laneway
