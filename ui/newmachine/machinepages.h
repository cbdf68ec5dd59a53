// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/planinfo.h"
#include "xml/newmachine.h"

#include <QJsonObject>
#include <QTimer>
#include <QWizardPage>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;
class QSpinBox;
class QTextBrowser;
class QTreeView;

namespace laneway {

class MessageBar;
class NewMachineWizard;
class RowListModel;

/// What it comes from: an installation medium, an image that has a system, the network, a kernel, or a definition.
class MediumPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit MediumPage(NewMachineWizard &wizard);
    int nextId() const override;
    bool isComplete() const override { return problem().isEmpty() && m_missing.isEmpty(); }
    /// Images of the usual folder; the newest medium among them is proposed.
    void offer(const QJsonObject &images);

    const GuestOs &os() const { return m_os; }
    bool usesImage() const;
    QString image() const; ///< that has a system
    QString imageFormat() const;
    void addTo(NewMachine &machine) const;

Q_SIGNALS:
    void osChanged();

private:
    void follow();
    void browse(QLineEdit *target, const QString &title, const QString &filter);
    QWidget *newKernelFields();
    void identify();
    /// Asks the helper whether the files that are chosen are there.
    void lookForFile();
    void lookForKernel();
    QLineEdit *file() const; ///< that is needed for what is chosen; null: none
    void setOs(const GuestOs &os, bool recognised);
    QString problem() const;

    NewMachineWizard &m_wizard;
    QRadioButton *m_medium;
    QRadioButton *m_existing;
    QRadioButton *m_network;
    QRadioButton *m_direct;
    QRadioButton *m_import;
    QLineEdit *m_iso;
    QPushButton *m_browseIso;
    QLineEdit *m_image;
    QPushButton *m_browseImage;
    QComboBox *m_format;
    QLineEdit *m_kernel;
    QPushButton *m_browseKernel;
    QLineEdit *m_initrd;
    QPushButton *m_browseInitrd;
    QLineEdit *m_arguments;
    QWidget *m_kernelFields;
    QComboBox *m_system;
    QLabel *m_recognised;
    QLabel *m_isoProblem;
    QLabel *m_imageProblem;
    QLabel *m_kernelProblem;
    QLabel *m_problem;
    QTimer m_look;
    QString m_missing; ///< said where the chosen file, or one of them, is known not to be there
    QString m_note; ///< about the chosen disk image
    GuestOs m_os = genericOs();
    bool m_chosen = false; ///< the way, by the person
    bool m_systemChosen = false; ///< the system, by the person
    quint64 m_asked = 0;
    quint64 m_looked = 0;
};

/// Memory, processors and the disk that is made.
class ResourcesPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit ResourcesPage(NewMachineWizard &wizard);
    void initializePage() override;
    bool isComplete() const override { return problem().isEmpty(); }
    void addTo(NewMachine &machine) const;

private:
    void follow();
    void browse();
    /// How much is free where the disk is made.
    void askSpace();
    QString problem() const;

    NewMachineWizard &m_wizard;
    QSpinBox *m_memory; ///< MiB
    QLabel *m_memoryNote; ///< what the host has
    QSpinBox *m_processors;
    QLabel *m_processorsNote;
    QCheckBox *m_makeDisk;
    QDoubleSpinBox *m_size; ///< GiB
    QComboBox *m_format;
    QLineEdit *m_folder;
    QPushButton *m_browse;
    QLabel *m_space;
    QString m_spaceOf; ///< folder
    quint64 m_free = 0; ///< bytes there
    QLabel *m_problem;
    QString m_shownFor; ///< system that the values are of
};

/// Name, firmware, network, and devices of the host.
class SystemPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit SystemPage(NewMachineWizard &wizard);
    void initializePage() override;
    bool isComplete() const override { return problem().isEmpty(); }
    void addTo(NewMachine &machine) const;
    QString name() const;
    QString network() const; ///< for people

private:
    void showNetworks(const QJsonObject &links);
    void showDevices();
    void follow();
    QString problem() const;

    NewMachineWizard &m_wizard;
    QLineEdit *m_name;
    QComboBox *m_firmware;
    QComboBox *m_network;
    RowListModel *m_deviceModel;
    QTreeView *m_devices;
    QLabel *m_problem;
    bool m_named = false;
    bool m_firmwareChosen = false;
};

/// What will happen, before it does.
class NewReviewPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit NewReviewPage(NewMachineWizard &wizard);
    void initializePage() override;
    int nextId() const override { return -1; }
    bool isComplete() const override { return m_ready; }

private:
    void askPlan();
    void show(const PlanInfo &plan);

    NewMachineWizard &m_wizard;
    MessageBar *m_message;
    QTextBrowser *m_text;
    QCheckBox *m_start;
    QPlainTextEdit *m_commands;
    QPlainTextEdit *m_xml;
    QUuid m_uuid;
    quint64 m_asked = 0;
    bool m_ready = false;
};

} // namespace laneway
