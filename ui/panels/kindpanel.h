// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/devicepanel.h"
#include "xml/devicekinds.h"

#include <memory>

class QComboBox;
class QFormLayout;
class QLabel;

namespace laneway {

class Disclosure;

/// A panel made of a table (xml/devicekinds): a field for each property, by what it holds. What people know is on top,
/// the rest below "More", which is made when it is opened. Writes only what the person changed.
class KindPanel : public DevicePanel
{
    Q_OBJECT
public:
    enum class For {
        Changing, ///< what another value would make another device is only shown
        Adding, ///< everything can be chosen
    };
    /// Of a device; which table is seen when it is loaded.
    explicit KindPanel(For purpose = For::Changing, QWidget *parent = nullptr);
    /// Of the machine itself: the rows whose path begins with one of @p sections ("os", "cpu").
    explicit KindPanel(const QStringList &sections, QWidget *parent = nullptr);
    ~KindPanel() override;

    void load(const DomainXml &domain, const DeviceKey &key) override;
    void store(DomainXml &domain, const DeviceKey &key) const override;
    void stored(const DomainXml &domain, const DeviceKey &key) override;

    /// Nothing is entered that could not be.
    bool isValid() const;
    QFormLayout *form() const { return m_front; }

private:
    struct Row;

    void build(const DeviceKind &kind);
    void buildMore();
    void addRow(QFormLayout *form, const Property &property);
    QWidget *newEditor(Row &row);
    QWidget *newHolder(Row &row);
    void browse(Row &row);
    bool isShown(const Property &property) const;
    bool isEditable(const Property &property) const;
    bool isBasis(const Property &property) const;
    /// Buses that a disk cannot be on are last, and say why when one is chosen.
    void offerBuses(Row &row, const DomainXml &domain, const DeviceKey &key);
    /// Back to what it is, where it cannot be what was chosen.
    bool refuses(Row &row);
    QString basisNote(const Row &row) const;
    void loadRow(Row &row, const DomainXml &domain, const DeviceKey &key);
    void storeRow(const Row &row, DomainXml &domain, const DeviceKey &key) const;
    void changed(Row &row);
    void follow(); ///< what is shown for what is chosen, and what does not fit
    QString textAt(QStringView path) const; ///< as entered, else as it was loaded
    bool isWanted(const Property &property) const;
    bool isNeeded(const Property &property) const;
    void showMoreTitle();

    const For m_purpose;
    const QStringList m_sections;
    const DeviceKind *m_kind = nullptr;
    QFormLayout *m_front = nullptr;
    QFormLayout *m_below = nullptr;
    QLabel *m_note = nullptr;
    Disclosure *m_more = nullptr;
    std::vector<std::unique_ptr<Row>> m_rows;
    QList<const Property *> m_moreRows;
    DomainXml m_loaded;
    DomainXml m_domain; ///< with what was stored since
    DeviceKey m_key;
    bool m_loading = false;
};

} // namespace laneway
