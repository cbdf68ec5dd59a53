// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/hosttable.h"

#include <QSet>
#include <QWizardPage>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTreeView;

namespace laneway {

class AddHardwareWizard;
class FilterField;
class HostDevices;
class VerdictPanel;

/// Which PCI devices: the host's tree with the verdict for this machine. What is ticked is chosen, and
/// where nothing is, the current row. The rest of a group is ticked along; unticked it is taken from
/// the host all the same, and not shown to the machine.
class PciPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit PciPage(AddHardwareWizard &wizard);
    void initializePage() override;
    int nextId() const override;
    bool isComplete() const override;
    bool validatePage() override;
    void preselect(const QList<PciAddress> &devices);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    bool canTake(const PciAddress &device) const;
    bool isHad(const PciAddress &device) const; ///< by the machine, already
    QList<PciAddress> chosen() const;
    QList<PciAddress> companionsOf(const QList<PciAddress> &devices) const;
    std::optional<Qt::CheckState> tickOf(const DeviceRow &row) const;
    void tick(const DeviceRow &row, bool ticked);
    /// After any change of what is chosen, or of the host.
    void follow();
    void explain();
    void summarize();
    void afterFilter(int shown);
    void takeWholeCard();

    AddHardwareWizard &m_wizard;
    HostDevices &m_devices;
    FilterField *m_filter;
    QComboBox *m_arrangement;
    QTreeView *m_tree;
    QLabel *m_empty;
    VerdictPanel *m_panel;
    QLabel *m_summary;
    QPushButton *m_wholeCard;
    QCheckBox *m_asInterface;
    QSet<PciAddress> m_ticked;
    QSet<PciAddress> m_companions; ///< of what is ticked
    QSet<PciAddress> m_idle;
    std::optional<PciAddress> m_toShow; ///< scrolled to as soon as it is there
    std::optional<std::pair<PciAddress, Verdict>> m_explained;
};

} // namespace laneway
