// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace laneway {

/// A heading that opens and closes what is below it; closed at first.
class Disclosure : public QWidget
{
    Q_OBJECT
public:
    Disclosure(const QString &title, QWidget *content, const QString &objectName);
    void setTitle(const QString &title);
    bool isOpen() const;

Q_SIGNALS:
    void opened(); ///< before its content is shown

private:
    QToolButton *m_heading;
    QWidget *m_content;
};

} // namespace laneway
