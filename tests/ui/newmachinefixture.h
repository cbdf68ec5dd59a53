// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/newmachine/newmachinewizard.h"
#include "windowfixture.h"

#include <QAbstractButton>
#include <QAction>

namespace laneway {

/// The window of a host, and the New Machine wizard as a hand would go through it.
struct NewMachineFixture : WindowFixture
{
    static constexpr int patienceMs = 60'000; ///< an emulated machine beside other tests

    bool begin()
    {
        child<QAction>(u"newMachine"_s)->trigger();
        return wizard() && QTest::qWaitFor([this] { return !wizard()->imageFolder().isEmpty(); }, patienceMs);
    }
    NewMachineWizard *wizard() const { return child<NewMachineWizard>(u"newMachineWizard"_s); }
    /// As begin(), and what needs nothing: an empty disk.
    bool beginEmpty()
    {
        if (!begin())
            return false;
        in<QAbstractButton>(u"fromNetwork"_s)->click();
        return true;
    }
    template <typename T> T *in(const QString &name) const { return wizard()->findChild<T *>(name); }
    QAbstractButton *button(QWizard::WizardButton which) const { return wizard()->button(which); }
    bool next()
    {
        const int before = wizard()->currentId();
        if (!button(QWizard::NextButton)->isEnabled())
            return false;
        QTest::mouseClick(button(QWizard::NextButton), Qt::LeftButton);
        return wizard()->currentId() != before;
    }
    bool review()
    {
        return next() && next() && next() && wizard()->currentId() == NewMachineWizard::ReviewId
            && QTest::qWaitFor([this] { return button(QWizard::FinishButton)->isEnabled(); }, patienceMs);
    }
    void finish() { QTest::mouseClick(button(QWizard::FinishButton), Qt::LeftButton); }
};

} // namespace laneway
