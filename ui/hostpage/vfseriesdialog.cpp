// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/vfseriesdialog.h"

#include "ui/hostpage/vfcelldelegate.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace laneway {

VfSeriesDialog::VfSeriesDialog(VfGridModel &model, const QList<int> &rows, int column, QWidget *parent)
    : QDialog(parent)
    , m_model(model)
    , m_rows(rows)
    , m_column(new QComboBox)
    , m_startLabel(new QLabel)
    , m_startPlace(new QVBoxLayout)
    , m_counting(new QRadioButton(tr("Count &up from it")))
    , m_same(new QRadioButton(tr("The &same in all")))
    , m_preview(new QLabel)
{
    setObjectName(u"vfSeries"_s);
    setWindowTitle(rows.size() == 1 ? tr("Fill 1 Row") : tr("Fill %n Rows", nullptr, int(rows.size())));
    setAttribute(Qt::WA_DeleteOnClose);
    m_column->setObjectName(u"seriesColumn"_s);
    m_column->setAccessibleName(tr("Setting"));
    for (int i = VfGridModel::MacColumn; i <= VfGridModel::LinkStateColumn; ++i)
        m_column->addItem(VfGridModel::heading(i), i);
    m_column->setCurrentIndex(qMax(0, m_column->findData(column)));
    m_counting->setObjectName(u"seriesCounting"_s);
    m_counting->setChecked(true);
    m_same->setObjectName(u"seriesSame"_s);
    m_preview->setObjectName(u"seriesPreview"_s);
    m_preview->setTextFormat(Qt::PlainText);
    m_preview->setWordWrap(true);
    m_preview->setMinimumHeight(fontMetrics().lineSpacing() * 3);
    m_preview->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_startPlace->setContentsMargins(0, 0, 0, 0);

    auto *form = new QFormLayout;
    form->addRow(tr("S&etting:"), m_column);
    form->addRow(m_startLabel, m_startPlace);
    form->addRow(QString(), m_counting);
    form->addRow(QString(), m_same);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_fill = buttons->addButton(tr("&Fill"), QDialogButtonBox::AcceptRole);
    m_fill->setObjectName(u"seriesFill"_s);
    m_fill->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_preview, 1);
    layout->addWidget(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 60);

    connect(m_column, &QComboBox::currentIndexChanged, this, &VfSeriesDialog::showColumn);
    connect(m_counting, &QRadioButton::toggled, this, &VfSeriesDialog::preview);
    connect(buttons, &QDialogButtonBox::accepted, this, &VfSeriesDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showColumn();
    setTabOrder(m_same, m_fill);
    setTabOrder(m_fill, buttons->button(QDialogButtonBox::Cancel)); // passed over otherwise (Qt 6.4)
    m_start->setFocus();
}

int VfSeriesDialog::column() const
{
    return m_column->currentData().toInt();
}

VfGridModel::Series VfSeriesDialog::way() const
{
    return VfGridModel::canCount(column()) && m_counting->isChecked() ? VfGridModel::Series::Counting
                                                                      : VfGridModel::Series::Same;
}

void VfSeriesDialog::showColumn()
{
    delete m_start;
    m_start = newVfEditor(column(), this);
    m_start->setObjectName(u"seriesStart"_s);
    m_start->setAccessibleName(tr("Value of the first"));
    m_startPlace->addWidget(m_start);
    m_startLabel->setBuddy(m_start);
    setTabOrder(m_column, m_start);
    setTabOrder(m_start, m_counting);
    QString first = m_model.index(m_rows.first(), column()).data(Qt::EditRole).toString();
    if (first.isEmpty() && column() == VfGridModel::MacColumn)
        first = MacAddress::generate().toString();
    setVfEditorValue(m_start, first);
    if (auto *edit = qobject_cast<QLineEdit *>(m_start))
        connect(edit, &QLineEdit::textChanged, this, &VfSeriesDialog::preview);
    if (auto *box = qobject_cast<QSpinBox *>(m_start))
        connect(box, &QSpinBox::valueChanged, this, &VfSeriesDialog::preview);
    if (auto *box = qobject_cast<QComboBox *>(m_start))
        connect(box, &QComboBox::currentIndexChanged, this, &VfSeriesDialog::preview);
    m_startLabel->setText(VfGridModel::canCount(column()) ? tr("Value of the fi&rst:") : tr("&Value:"));
    m_counting->setEnabled(VfGridModel::canCount(column()));
    m_same->setEnabled(VfGridModel::canCount(column()));
    if (!VfGridModel::canCount(column()))
        m_same->setChecked(true);
    preview();
}

void VfSeriesDialog::preview()
{
    const auto [values, problem] = m_model.series(vfEditorValue(m_start), column(), way(), m_rows.size());
    m_values = values;
    const auto line = [this](qsizetype place) {
        //: a virtual function and the value that it gets
        return tr("%1: %2").arg(m_model.index(m_rows[place], VfGridModel::VfColumn).data().toString(),
            VfGridModel::shownText(column(), m_values[place]));
    };
    if (!problem.isEmpty())
        m_preview->setText(problem);
    else if (m_values.size() == 1)
        m_preview->setText(line(0));
    else
        m_preview->setText(line(0) + (m_values.size() > 2 ? u"\n…\n"_s : u"\n"_s) + line(m_values.size() - 1));
    m_fill->setEnabled(problem.isEmpty());
}

void VfSeriesDialog::accept()
{
    m_model.fill(m_rows, column(), m_values);
    QDialog::accept();
}

} // namespace laneway
