// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/devicepanel.h"

class QFormLayout;

namespace laneway {

/// One row of a simple panel: a place in the device's XML (setValueAt()) and how it is edited.
struct Field
{
    enum class As {
        Value, ///< read only
        Code, ///< read only, an address or a path
        Text,
        Path,
        Choice,
        Presence, ///< a tick: whether the element is there (<readonly/>)
        BootOrder,
        Place, ///< read only: where the guest sees it
    };
    As as = As::Value;
    QString label;
    QString path;
    QString objectName;
    QList<std::pair<QString, QString>> choices = {}; ///< value, words
    enum class For { All, Pools, Others } use = For::All; ///< of interfaces: those that get a function of a pool
};

/// The panel of a device that is a handful of values: disk, interface, video, sound …
class FieldsPanel : public DevicePanel
{
    Q_OBJECT
public:
    FieldsPanel(const QList<Field> &fields, QWidget *parent = nullptr);
    void load(const DomainXml &domain, const DeviceKey &key) override;
    void store(DomainXml &domain, const DeviceKey &key) const override;

private:
    struct Row
    {
        Field field;
        QWidget *widget;
    };
    QString pathIn(const QDomElement &element, const Field &field) const;

    QFormLayout *m_form;
    QList<Row> m_rows;
};

/// The rows for a kind; empty where a kind has a panel of its own.
QList<Field> fieldsOf(HardwareKind kind);

} // namespace laneway
