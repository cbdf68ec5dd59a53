// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDialog>

class QPlainTextEdit;

namespace laneway {

class MessageBar;

/// A pool in libvirt's words: its definition, and what is active of it. To be read and copied.
class NetworkXmlDialog : public QDialog
{
    Q_OBJECT
public:
    NetworkXmlDialog(const QString &pool, bool active, QWidget *parent);
    void show(bool inactive, const Result<QString> &xml);
    using QDialog::show;

private:
    MessageBar *m_message;
    QPlainTextEdit *m_definition;
    QPlainTextEdit *m_active = nullptr; ///< of an active one
};

} // namespace laneway
