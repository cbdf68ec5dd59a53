// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

#include <QWizardPage>

class QLabel;
class QListWidget;

namespace laneway {

class AddHardwareWizard;

/// Which kind of hardware, in the words people use. What is not possible here stays in the list, with
/// the reason and another way.
class KindPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit KindPage(AddHardwareWizard &wizard);
    int nextId() const override;
    bool isComplete() const override;
    bool validatePage() override;
    void choose(int pageId);

private:
    struct Kind
    {
        int pageId;
        QString icon;
        QString name;
        QString about; ///< one line
        QString xml = {}; ///< what it is at first, where the page is that of all emulated devices
    };
    /// Empty: it is possible. Otherwise with another way, or, if @p isShort, in a few words.
    QString whyNot(const Kind &kind, bool isShort = false) const;
    /// The same of an emulated device, for what the machine has.
    QString whyNoneMore(const Kind &kind, bool isShort) const;
    const Kind &chosen() const;
    void refresh();

    AddHardwareWizard &m_wizard;
    const QList<Kind> m_kinds;
    std::optional<DomainXml> m_definition; ///< once it is here
    QListWidget *m_list;
    QLabel *m_hint;
};

} // namespace laneway
