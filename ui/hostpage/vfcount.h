// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostsnapshot.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace laneway {

/// How many virtual functions a physical function has, to be changed in place; in its grid, whether the
/// host's drivers take them, too.
class VfCount : public QWidget
{
    Q_OBJECT
public:
    enum class For { Function, Grid }; ///< one among others, with the way to its grid; the grid itself
    explicit VfCount(For use = For::Function, QWidget *parent = nullptr);
    /// Keeps what was typed as long as the function and its count are the same. Hidden for a function
    /// without SR-IOV, and for none.
    void showFunction(const HostSnapshot &host, const PciFunction *function);
    void beginEditing();

Q_SIGNALS:
    void planRequested(const QString &kind, const QJsonObject &arguments);
    void gridRequested(const laneway::PciAddress &physical);

private:
    void update();
    void request();

    QLabel *m_label;
    QSpinBox *m_count;
    QPushButton *m_apply;
    QPushButton *m_each;
    QCheckBox *m_unbound;
    std::optional<PciAddress> m_device;
    int m_enabled = 0;
    bool m_autoprobe = true;
    QString m_refusal; ///< why it cannot be changed; empty: it can
};

} // namespace laneway
