// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/networkstate.h"

#include <QWizardPage>

class QComboBox;
class QLabel;
class QSpinBox;
class QTreeView;
class QVBoxLayout;

namespace laneway {

class AddHardwareWizard;
class RowListModel;
class VfFields;
struct PfChoice;

/// Virtual functions of one network card as interfaces, with what the card is to keep for them:
/// chosen by hand, or the next free ones; of a pool, whichever is free at each start.
class VfPage : public QWizardPage
{
    Q_OBJECT
public:
    enum class Picks { ByHand, NextFree };
    VfPage(AddHardwareWizard &wizard, Picks picks);
    void initializePage() override;
    int nextId() const override;
    bool isComplete() const override;
    bool validatePage() override;
    void preselect(const PciAddress &physical, const QList<PciAddress> &functions);
    void preselectPool(const QString &pool);

private:
    void addFunctionList(QVBoxLayout *layout);
    void addPicks(QVBoxLayout *layout);
    const PfChoice *card() const;
    const NetworkState *pool() const; ///< null: a card is chosen
    void choosePool(const QString &name);
    void showPool();
    void showCards();
    void showFunctions();
    void follow();
    /// Empty: it can go on.
    QString problem() const;

    AddHardwareWizard &m_wizard;
    const Picks m_picks;
    RowListModel *m_cardModel;
    QTreeView *m_cards;
    RowListModel *m_functionModel = nullptr; ///< by hand only, as the view
    QTreeView *m_functions = nullptr;
    QSpinBox *m_count = nullptr; ///< next free only, as the label
    QLabel *m_picked = nullptr;
    QWidget *m_portGroupRow = nullptr;
    QComboBox *m_portGroup = nullptr;
    QList<NetworkState> m_pools;
    QString m_pool; ///< its name
    VfFields *m_fields;
    QLabel *m_problem;
    std::optional<PciAddress> m_card;
    QList<PciAddress> m_chosen;
    QList<PciAddress> m_wanted; ///< chosen before the host was read
};

} // namespace laneway
