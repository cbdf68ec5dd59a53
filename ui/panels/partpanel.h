// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/kindpanel.h"

class QVBoxLayout;

namespace laneway {

/// A part of the machine itself: an editor of its own for what several elements say together, and below it
/// the part's rows of the table.
class PartPanel : public DevicePanel
{
    Q_OBJECT
public:
    PartPanel(const QStringList &sections, QWidget *parent);
    void load(const DomainXml &domain, const DeviceKey &key) final;
    void store(DomainXml &domain, const DeviceKey &key) const final;
    void stored(const DomainXml &domain, const DeviceKey &key) final;

protected:
    virtual void loadOwn(const DomainXml &domain) = 0;
    virtual void storeOwn(DomainXml &domain) const = 0;
    QFormLayout *form() const { return m_form; }
    /// Once the form has its rows.
    void align();

private:
    QFormLayout *m_form;
    KindPanel *m_rest;
    bool m_ofTheRest = false; ///< what is edited is in the rows
};

} // namespace laneway
