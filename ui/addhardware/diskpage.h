// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

#include <QSet>
#include <QTimer>
#include <QWizardPage>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace laneway {

class AddHardwareWizard;

/// A disk with an image that is made for it, or a disk or CD-ROM drive with one that is there: which file, and what the
/// guest sees of it.
class DiskPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit DiskPage(AddHardwareWizard &wizard);
    void initializePage() override;
    int nextId() const override;
    bool isComplete() const override { return problem().isEmpty(); }
    bool validatePage() override;

private:
    void browse();
    void showBuses();
    void follow();
    /// Empty: it can go on.
    QString problem() const;
    bool isCdrom() const;
    bool isNew() const;
    bool onlyReads() const;
    /// Suggests a file, where none was written yet.
    void nameFile();
    /// The first that neither the definition nor the running machine has.
    QString freeTarget() const;
    void askForTargets();
    /// What the helper knows of the file, once nobody types any more.
    void lookAtFile();

    AddHardwareWizard &m_wizard;
    QFormLayout *m_form;
    QPushButton *m_browse;
    QComboBox *m_kind;
    QLineEdit *m_file;
    QDoubleSpinBox *m_size; ///< of a new image
    QComboBox *m_format;
    QComboBox *m_bus;
    QCheckBox *m_readOnly;
    QLabel *m_problem;
    QSet<QString> m_taken; ///< targets
    DomainXml m_definition; ///< once it is read
    int m_waiting = 0; ///< answers that are under way
    QString m_folder; ///< where new images are made
    QSet<QString> m_files; ///< images that are there
    QString m_suggested; ///< what nameFile() wrote
    QTimer m_look;
    quint64 m_looked = 0;
    QString m_note; ///< about the file that is there
    QString m_used; ///< the same, where it would be written to
};

} // namespace laneway
