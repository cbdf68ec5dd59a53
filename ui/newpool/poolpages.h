// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/networkxml.h"

#include <QWizardPage>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;
class QSpinBox;
class QTableWidget;
class QTreeView;

namespace laneway {

class MessageBar;
class NewPoolWizard;
class RowListModel;

/// Name and members: all virtual functions that a card has at any time, or chosen ones.
class PoolMembersPage : public QWizardPage
{
    Q_OBJECT
public:
    PoolMembersPage(NewPoolWizard &wizard, const std::optional<PciAddress> &card);
    bool isComplete() const override { return problem().isEmpty(); }
    QString name() const;
    PoolSource source() const;
    /// How many cards the chosen functions are of; 0: all of one card.
    int cards() const;

private:
    QString cardsText() const;
    void showCards();
    void showFunctions();
    void follow();
    QString problem() const;

    NewPoolWizard &m_wizard;
    QLineEdit *m_name;
    QRadioButton *m_whole;
    QRadioButton *m_chosen;
    RowListModel *m_cardModel;
    QTreeView *m_cards;
    QLabel *m_cardsLabel;
    RowListModel *m_functionModel;
    QTreeView *m_functions;
    QLabel *m_functionsLabel;
    QLabel *m_problem;
    std::optional<PciAddress> m_card;
    bool m_named = false; ///< by the person
};

/// How its functions are connected, and which one is taken first.
class PoolNetworkPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit PoolNetworkPage(NewPoolWizard &wizard);
    void initializePage() override;
    bool isComplete() const override { return problem().isEmpty(); }
    void addTo(NetworkPool &pool) const;

private:
    void addGroup();
    void follow();
    QString problem() const;
    QList<NetworkPortGroup> groups() const;

    NewPoolWizard &m_wizard;
    QFormLayout *m_form;
    QSpinBox *m_vlan;
    QLineEdit *m_profile; ///< of 802.1Qbh
    QComboBox *m_policy;
    QTableWidget *m_groups;
    QPushButton *m_add;
    QPushButton *m_remove;
    QLabel *m_problem;
};

/// The definition, before it is made.
class PoolReviewPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit PoolReviewPage(NewPoolWizard &wizard);
    void initializePage() override;
    bool isComplete() const override { return m_valid; }
    QString xml() const;
    bool isStartWanted() const;
    bool isAutostartWanted() const;
    void showError(const Error &error);

private:
    NewPoolWizard &m_wizard;
    MessageBar *m_message;
    QLabel *m_summary;
    QCheckBox *m_start;
    QCheckBox *m_autostart;
    QPlainTextEdit *m_xml;
    bool m_valid = false;
};

} // namespace laneway
