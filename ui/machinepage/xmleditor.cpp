// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/xmleditor.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QVBoxLayout>

namespace laneway {

XmlEditor::XmlEditor(QWidget *parent)
    : QWidget(parent)
    , m_text(new QPlainTextEdit)
    , m_state(new QLabel)
    , m_go(new QPushButton(tr("&Go There")))
{
    m_text->setObjectName(u"xmlText"_s);
    m_text->setAccessibleName(tr("XML"));
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setLayoutDirection(Qt::LeftToRight);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    m_state->setObjectName(u"xmlState"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_go->setObjectName(u"goToProblem"_s);
    m_go->setToolTip(tr("Puts the cursor where the XML is not valid"));
    auto *line = new QHBoxLayout;
    line->addWidget(m_state, 1);
    line->addWidget(m_go, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text, 1);
    layout->addLayout(line);
    setProblem({}, std::nullopt);
    connect(m_go, &QPushButton::clicked, this, &XmlEditor::goToProblem);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_setting)
            Q_EMIT edited(m_text->toPlainText());
    });
}

void XmlEditor::setText(const QString &text)
{
    if (m_text->toPlainText() == text)
        return;
    m_setting = true;
    m_text->setPlainText(text);
    m_setting = false;
}

QString XmlEditor::text() const
{
    return m_text->toPlainText();
}

void XmlEditor::setReadOnly(bool readOnly)
{
    m_text->setReadOnly(readOnly);
}

void XmlEditor::setProblem(const QString &sentence, const std::optional<TextPlace> &place)
{
    m_place = place;
    m_go->setVisible(place.has_value());
    m_state->setText(sentence.isEmpty() ? tr("Valid")
            : place                     ? tr("Line %1, column %2: %3").arg(place->line).arg(place->column).arg(sentence)
                                        : sentence);
    m_text->setAccessibleDescription(m_state->text());
    QList<QTextEdit::ExtraSelection> marks;
    if (place) {
        QTextEdit::ExtraSelection mark;
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        mark.format.setBackground(palette().alternateBase());
        mark.cursor = QTextCursor(m_text->document()->findBlockByNumber(place->line - 1));
        mark.cursor.select(QTextCursor::LineUnderCursor);
        marks << mark;
    }
    m_text->setExtraSelections(marks);
}

void XmlEditor::goToProblem()
{
    if (!m_place)
        return;
    const QTextBlock block = m_text->document()->findBlockByNumber(m_place->line - 1);
    QTextCursor cursor(block);
    cursor.movePosition(
        QTextCursor::Right, QTextCursor::MoveAnchor, qBound(0, m_place->column - 1, block.length() - 1));
    m_text->setTextCursor(cursor);
    m_text->setFocus();
}

} // namespace laneway
