// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/deviceedits.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace laneway {

/// A piece of XML that is edited as text; says where it is wrong, and goes there.
class XmlEditor : public QWidget
{
    Q_OBJECT
public:
    explicit XmlEditor(QWidget *parent = nullptr);
    void setText(const QString &text); ///< does not count as an edit; nothing happens when it is there
    QString text() const;
    void setReadOnly(bool readOnly);
    /// @p sentence empty: valid.
    void setProblem(const QString &sentence, const std::optional<TextPlace> &place);

Q_SIGNALS:
    void edited(const QString &text);

private:
    void goToProblem();

    QPlainTextEdit *m_text;
    QLabel *m_state;
    QPushButton *m_go;
    std::optional<TextPlace> m_place;
    bool m_setting = false;
};

} // namespace laneway
