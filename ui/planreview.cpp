// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/planreview.h"

#include "ui/panels/disclosure.h"

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBrowser>
#include <QToolButton>
#include <QVBoxLayout>

namespace laneway {

namespace {

QString heading(const QString &text)
{
    return u"<h4>"_s + text.toHtmlEscaped() + u"</h4>"_s;
}

QString list(const QStringList &items, QStringView tag)
{
    QString html = u'<' + tag + u'>';
    for (const QString &item : items)
        html += u"<li>"_s + item + u"</li>"_s;
    return html + u"</"_s + tag + u'>';
}

} // namespace

PlanReview::PlanReview(const PlanInfo &plan, const QString &verb, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"planReview"_s);
    setWindowTitle(plan.title);
    setAttribute(Qt::WA_DeleteOnClose);
    auto *text = new QTextBrowser;
    text->setObjectName(u"planText"_s);
    text->setAccessibleName(tr("Plan"));
    text->setOpenLinks(false);
    text->setMinimumHeight(fontMetrics().height() * 8); // whatever opens below it
    QStringList losses, steps, commands;
    for (const QString &loss : plan.loses)
        if (const QString line = loss.toHtmlEscaped(); !losses.contains(line))
            losses << line;
    for (const StepInfo &step : plan.steps) {
        steps << step.text.toHtmlEscaped() + u"<br><small>"_s
                + tr("Taken back by: %1").arg(step.undoText).toHtmlEscaped() + u"</small>"_s;
        commands += step.commands;
    }
    QStringList warnings;
    for (const QString &warning : plan.warnings)
        warnings << warning.toHtmlEscaped();
    text->setHtml((warnings.isEmpty() ? QString() : heading(tr("What to think of")) + list(warnings, u"ul"))
        + heading(tr("What is lost"))
        + (losses.isEmpty() ? u"<p>"_s + tr("Nothing that somebody would miss.").toHtmlEscaped() + u"</p>"_s
                            : list(losses, u"ul"))
        + heading(tr("Steps")) + list(steps, u"ol"));
    auto *code = new QPlainTextEdit(commands.join(u'\n'));
    code->setObjectName(u"planCommands"_s);
    code->setAccessibleName(tr("Equivalent commands"));
    code->setReadOnly(true);
    code->setTabChangesFocus(true);
    code->setLineWrapMode(QPlainTextEdit::NoWrap);
    code->setLayoutDirection(Qt::LeftToRight);
    code->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *go = buttons->addButton(verb, QDialogButtonBox::AcceptRole);
    go->setObjectName(u"planApply"_s);
    go->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(text, 1);
    layout->addWidget(new Disclosure(tr("Equivalent &Commands"), code, u"showCommands"_s), 2);
    layout->addWidget(buttons);
    setTabOrder(go, buttons->button(QDialogButtonBox::Cancel)); // passed over otherwise (Qt 6.4)
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 30);
}

void PlanReview::openCommands()
{
    findChild<QToolButton *>(u"showCommands"_s)->setChecked(true);
}

} // namespace laneway
