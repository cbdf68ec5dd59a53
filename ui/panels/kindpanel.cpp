// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/kindpanel.h"

#include "models/plaintip.h"
#include "ui/panels/disclosure.h"
#include "ui/panels/formrows.h"
#include "ui/panels/kindlabels.h"
#include "xml/devicebasis.h"
#include "xml/viewreading.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSpinBox>

namespace laneway {

struct KindPanel::Row
{
    const Property &property;
    QString path;
    QFormLayout *form;
    QWidget *editor = nullptr;
    QWidget *holder = nullptr; ///< the editor with what belongs to it
    QComboBox *unit = nullptr;
    QLabel *problem = nullptr;
    bool changed = false;
    QString refusal = {}; ///< why it is not what was chosen last

    QString text() const
    {
        if (const auto *line = qobject_cast<const QLineEdit *>(editor))
            return line->text().trimmed();
        if (const auto *box = qobject_cast<const QComboBox *>(editor))
            return chosen(box);
        if (const auto *label = qobject_cast<const QLabel *>(editor))
            return label->property("written").toString();
        return {};
    }
};

namespace {

/// The unit of a size stands beside it.
QString unitPath(const QString &path)
{
    const qsizetype at = path.lastIndexOf(u'@');
    return at < 0 ? path + u"/@unit"_s : path.first(at) + u"@unit"_s;
}

QString placeText(const QDomElement &element)
{
    const QDomElement address = element.firstChildElement(u"address"_s);
    const auto at = [&](const QString &name) { return address.attribute(name); };
    if (const auto place = readGuestAddress(address); place && *place)
        return QString::asprintf(
            "%04x:%02x:%02x.%x", (*place)->domain, (*place)->bus, (*place)->slot, (*place)->function);
    if (at(u"type"_s) == u"drive")
        return KindPanel::tr("controller %1, unit %2").arg(at(u"controller"_s), at(u"unit"_s));
    if (at(u"type"_s) == u"usb")
        return KindPanel::tr("USB bus %1, port %2").arg(at(u"bus"_s), at(u"port"_s));
    return at(u"type"_s);
}

int rank(const Property &property)
{
    switch (property.shown) {
    case Shown::Fixed:
    case Shown::Basis: return 0;
    case Shown::Front: return 1;
    case Shown::Order: return 2;
    case Shown::Place: return 3;
    default: return 4;
    }
}

bool isChoice(const Property &property)
{
    return property.holds == Holds::Word || property.holds == Holds::Switch || property.holds == Holds::OnOff;
}

/// "What it is where nothing is written", as the first choice or behind an empty line.
QString defaultText(const Property &property)
{
    return property.otherwise.isEmpty() || property.otherwise == u"default"
        ? KindPanel::tr("Default")
        : KindPanel::tr("Default: %1").arg(valueLabel(property, property.otherwise.toString()));
}

bool isWritten(const QDomElement &element, const Property &property)
{
    const QString path = property.path.toString();
    return property.holds == Holds::Mark ? isPresent(element, path) : hasProperty(element, path);
}

QString busFitText(BusFit fit, const QString &bus)
{
    switch (fit) {
    case BusFit::Fits: break;
    //: %1: VirtIO or NVMe
    case BusFit::NotForCdroms:
        return KindPanel::tr("A CD-ROM drive cannot be on %1; SATA, SCSI and USB have them.").arg(bus);
    case BusFit::OnlyForFloppies: return KindPanel::tr("Only floppy drives are on the floppy controller.");
    case BusFit::NotForFloppies: return KindPanel::tr("A floppy drive is on the floppy controller and nowhere else.");
    //: %1: VirtIO, NVMe or USB
    case BusFit::NeedsImage: return KindPanel::tr("A drive on %1 cannot be empty: choose its image first.").arg(bus);
    case BusFit::NoIde:
        return KindPanel::tr("A machine with PCI Express (Q35) has no IDE; SATA is what stands for it.");
    case BusFit::NoUsb: return KindPanel::tr("The machine has no USB.");
    //: %1: a bus of disks
    case BusFit::Full: return KindPanel::tr("The machine has as many disks on %1 as there are places.").arg(bus);
    }
    return {};
}

QDomElement elementOf(const DomainXml &domain, const DeviceKey &key)
{
    return key.isDevice() ? deviceElement(domain, key) : domain.root();
}

} // namespace

KindPanel::KindPanel(For purpose, QWidget *parent)
    : DevicePanel(parent)
    , m_purpose(purpose)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
}

KindPanel::KindPanel(const QStringList &sections, QWidget *parent)
    : DevicePanel(parent)
    , m_purpose(For::Changing)
    , m_sections(sections)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    build(devicekinds::machine);
}

KindPanel::~KindPanel() = default;

bool KindPanel::isShown(const Property &property) const
{
    if (property.shown == Shown::Elsewhere || (property.holds == Holds::Kept && property.shown == Shown::More))
        return false;
    if (property.shown == Shown::Place)
        return m_purpose == For::Changing;
    if (property.path.endsWith(u"/*") || m_kind->find(property.path) != &property)
        return false; // the first of several of one path stands for all
    return m_sections.isEmpty() || std::any_of(m_sections.begin(), m_sections.end(), [&](const QString &section) {
        return property.path == section || property.path.startsWith(QString(section + u'/'));
    });
}

bool KindPanel::isEditable(const Property &property) const
{
    return property.shown != Shown::Place && (property.shown != Shown::Fixed || m_purpose == For::Adding);
}

void KindPanel::build(const DeviceKind &kind)
{
    qDeleteAll(findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    m_rows.clear();
    m_moreRows.clear();
    m_kind = &kind;
    auto *top = new QWidget;
    m_front = newForm(top);
    m_front->setContentsMargins(0, 0, 0, 0);
    auto *below = new QWidget;
    m_below = newForm(below);
    m_below->setContentsMargins(0, 0, 0, 0);
    m_more = new Disclosure(tr("More"), below, u"moreProperties"_s);
    layout()->addWidget(top);
    layout()->addWidget(m_more);
    connect(m_more, &Disclosure::opened, this, &KindPanel::buildMore);

    QList<const Property *> front;
    for (const Property &property : kind.properties) {
        if (!isShown(property))
            continue;
        (property.shown == Shown::More ? m_moreRows : front) << &property;
    }
    std::stable_sort(
        front.begin(), front.end(), [](const Property *a, const Property *b) { return rank(*a) < rank(*b); });
    for (const Property *property : std::as_const(front))
        addRow(m_front, *property);
    m_more->setVisible(!m_moreRows.isEmpty());
}

void KindPanel::buildMore()
{
    if (m_moreRows.isEmpty() || m_below->rowCount() > 0)
        return;
    const size_t first = m_rows.size();
    for (const Property *property : std::as_const(m_moreRows))
        addRow(m_below, *property);
    const QScopedValueRollback loading(m_loading, true);
    for (size_t i = first; i < m_rows.size(); ++i)
        loadRow(*m_rows[i], m_domain, m_key);
    follow();
    alignLabels({m_front, m_below});
}

void KindPanel::addRow(QFormLayout *form, const Property &property)
{
    m_rows.push_back(std::make_unique<Row>(Row{property, property.path.toString(), form}));
    Row &row = *m_rows.back();
    const QString label = propertyLabel(*m_kind, property);
    row.editor = newEditor(row);
    row.editor->setObjectName(row.path);
    row.editor->setAccessibleName(label);
    QString tip = tr("In the XML: %1").arg(placeLabel(*m_kind, property));
    if (const auto range = rangeOf(property))
        tip += u'\n' + tr("A number from %1 to %2").arg(range->first).arg(range->second);
    row.editor->setToolTip(plainTip(tip));
    row.holder = newHolder(row);
    if (property.holds == Holds::Mark && isEditable(property)) {
        form->addRow(QString(), row.holder);
        return;
    }
    auto *title = new QLabel(label);
    title->setBuddy(row.editor);
    title->setToolTip(row.editor->toolTip());
    form->addRow(title, row.holder);
}

QWidget *KindPanel::newEditor(Row &row)
{
    const Property &property = row.property;
    const auto edited = [this, &row] { changed(row); };
    if (!isEditable(property))
        return newValue(property.shown == Shown::Place || property.holds == Holds::Path);
    if (property.shown == Shown::Order) {
        auto *box = new QSpinBox;
        box->setRange(0, 99);
        box->setSpecialValueText(tr("Not booted from"));
        connect(box, &QSpinBox::valueChanged, this, edited);
        return box;
    }
    if (property.holds == Holds::Mark) {
        auto *box = new QCheckBox(propertyLabel(*m_kind, property));
        connect(box, &QCheckBox::toggled, this, edited);
        return box;
    }
    if (isChoice(property)) {
        auto *box = new QComboBox;
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        if (isBasis(property) && m_kind == &devicekinds::disk) { // offered where the disk is known
            connect(box, &QComboBox::currentIndexChanged, this, edited);
            return box;
        }
        box->addItem(defaultText(property), QString());
        const QStringView words = property.holds == Holds::Word ? property.words
            : property.holds == Holds::Switch                   ? QStringView(u"yes no")
                                                                : QStringView(u"on off");
        for (const QStringView word : words.split(u' '))
            if (word != u"default") // so it is called when nothing is written
                box->addItem(valueLabel(property, word.toString()), word.toString());
        connect(box, &QComboBox::currentIndexChanged, this, edited);
        return box;
    }
    const bool isCode = property.holds == Holds::Path || property.holds == Holds::Mac || property.holds == Holds::Given;
    auto *line = isCode ? newCodeEdit() : new QLineEdit;
    line->setPlaceholderText(property.path.startsWith(u"source/@") ? tr("nothing") : defaultText(property));
    line->setClearButtonEnabled(true);
    connect(line, &QLineEdit::textChanged, this, edited);
    return line;
}

QWidget *KindPanel::newHolder(Row &row)
{
    const Property &property = row.property;
    if (!qobject_cast<QLineEdit *>(row.editor) && !qobject_cast<QComboBox *>(row.editor))
        return row.editor;
    auto *holder = new QWidget;
    auto *layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *line = new QHBoxLayout;
    layout->addLayout(line);
    line->addWidget(row.editor, 1);
    if (property.holds == Holds::Size) {
        row.unit = new QComboBox;
        row.unit->setObjectName(unitPath(row.path));
        row.unit->setAccessibleName(tr("Unit of %1").arg(propertyLabel(*m_kind, property)));
        for (const QString &unit : {u"bytes"_s, u"KiB"_s, u"MiB"_s, u"GiB"_s})
            row.unit->addItem(unitLabel(unit), unit);
        line->addWidget(row.unit);
        connect(row.unit, &QComboBox::currentIndexChanged, this, [this, &row] { changed(row); });
    } else if (!property.unit.isEmpty()) {
        line->addWidget(new QLabel(unitLabel(property.unit)));
    }
    if (property.holds == Holds::Path) {
        auto *button = new QPushButton(tr("Browse…"));
        button->setObjectName(QString(row.path + u":browse"_s));
        button->setAccessibleName(tr("Browse for %1").arg(propertyLabel(*m_kind, property)));
        line->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, &row] { browse(row); });
    }
    row.problem = newProblem();
    row.problem->setObjectName(QString(row.path + u":problem"_s));
    row.problem->hide();
    layout->addWidget(row.problem);
    return holder;
}

void KindPanel::browse(Row &row)
{
    auto *dialog = new QFileDialog(this, propertyLabel(*m_kind, row.property));
    dialog->setObjectName(u"browseDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(row.path.endsWith(u"@dir") ? QFileDialog::Directory : QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, qobject_cast<QLineEdit *>(row.editor), &QLineEdit::setText);
    dialog->open();
}

bool KindPanel::isBasis(const Property &property) const
{
    return property.shown == Shown::Basis && m_purpose == For::Changing;
}

void KindPanel::offerBuses(Row &row, const DomainXml &domain, const DeviceKey &key)
{
    auto *box = qobject_cast<QComboBox *>(row.editor);
    const bool isFloppy = deviceElement(domain, key).attribute(u"device"_s) == u"floppy";
    QStringList fit, others;
    for (const QStringView word : row.property.words.split(u' ')) {
        const BusFit fits = busFit(domain, key, word.toString());
        if (fits == BusFit::Fits)
            fit += word.toString();
        else if (fits != BusFit::OnlyForFloppies)
            others += word.toString();
    }
    box->clear();
    for (const QString &word : std::as_const(fit))
        box->addItem(valueLabel(row.property, word), word);
    if (!others.isEmpty())
        box->insertSeparator(box->count());
    for (const QString &word : std::as_const(others))
        box->addItem(valueLabel(row.property, word), word);
    row.refusal = isFloppy ? busFitText(BusFit::NotForFloppies, {}) : QString();
}

bool KindPanel::refuses(Row &row)
{
    row.refusal.clear();
    if (!isBasis(row.property) || m_kind != &devicekinds::disk)
        return false;
    const BusFit fits = busFit(m_domain, m_key, row.text());
    row.refusal = busFitText(fits, valueLabel(row.property, row.text()));
    if (fits == BusFit::Fits)
        return false;
    const QScopedValueRollback loading(m_loading, true);
    choose(qobject_cast<QComboBox *>(row.editor), basisOf(elementOf(m_domain, m_key), row.path));
    return true;
}

/// What is to be known before a machine is started with it.
QString KindPanel::basisNote(const Row &row) const
{
    const QDomElement was = elementOf(m_loaded, m_key);
    if (!row.changed || m_kind != &devicekinds::disk || basisOf(was, row.path) == row.text())
        return {};
    //: %1: a bus of disks, %2: a name like sda
    return tr(
        "The guest finds this disk on %1 (%2) from the next start on. It needs a driver for that to start from it.")
        .arg(valueLabel(row.property, row.text()), valueAt(elementOf(m_domain, m_key), u"target/@dev"_s));
}

void KindPanel::load(const DomainXml &domain, const DeviceKey &key)
{
    const QScopedValueRollback loading(m_loading, true);
    const QDomElement element = elementOf(domain, key);
    m_loaded = domain;
    m_domain = domain;
    m_key = key;
    if (m_sections.isEmpty()) {
        const DeviceKind *kind = shownKind(element);
        if (kind && kind != m_kind)
            build(*kind);
        if (!kind && !m_note) {
            m_note = newValue();
            m_note->setObjectName(u"xmlOnlyNote"_s);
            m_note->setText(tr("This kind of hardware is changed in its XML."));
            m_note->setWordWrap(true);
            layout()->addWidget(m_note);
        }
        if (!kind)
            return;
    }
    for (const auto &row : m_rows)
        loadRow(*row, domain, key);
    showMoreTitle();
    follow();
}

void KindPanel::loadRow(Row &row, const DomainXml &domain, const DeviceKey &key)
{
    const QDomElement element = elementOf(domain, key);
    row.changed = false;
    row.refusal.clear();
    QString written = valueAt(element, row.path);
    if (isBasis(row.property) && m_kind == &devicekinds::disk) {
        offerBuses(row, domain, key);
        written = basisOf(element, row.path);
    }
    if (auto *line = qobject_cast<QLineEdit *>(row.editor)) {
        if (line->text() != written)
            line->setText(written);
    } else if (auto *combo = qobject_cast<QComboBox *>(row.editor)) {
        choose(combo, written);
    } else if (auto *check = qobject_cast<QCheckBox *>(row.editor)) {
        check->setChecked(isPresent(element, row.path));
    } else if (auto *spin = qobject_cast<QSpinBox *>(row.editor)) {
        spin->setValue(bootOrder(domain, key));
    } else if (auto *label = qobject_cast<QLabel *>(row.editor)) {
        const bool isPlace = row.property.shown == Shown::Place;
        const QString value = isPlace ? placeText(element) : propertyText(element, *m_kind, row.property.path);
        label->setProperty("written", value);
        label->setText(isPlace || value.isEmpty() ? value : valueLabel(row.property, value));
    }
    if (row.unit)
        choose(row.unit,
            element.isNull() || valueAt(element, unitPath(row.path)).isEmpty() ? u"KiB"_s
                                                                               : valueAt(element, unitPath(row.path)));
}

void KindPanel::store(DomainXml &domain, const DeviceKey &key) const
{
    // The basis last: what was written before and only the former one has goes with it, and does not come again.
    for (const bool ofBasis : {false, true})
        for (const auto &row : m_rows)
            if (row->changed && isBasis(row->property) == ofBasis)
                storeRow(*row, domain, key);
}

void KindPanel::stored(const DomainXml &domain, const DeviceKey &key)
{
    const auto basis
        = std::find_if(m_rows.begin(), m_rows.end(), [&](const auto &row) { return isBasis(row->property); });
    const bool isOther = basis != m_rows.end()
        && basisOf(elementOf(domain, key), (*basis)->path) != basisOf(elementOf(m_domain, m_key), (*basis)->path);
    m_domain = domain;
    if (!isOther)
        return;
    // Name, place and what else can be said of it are others now.
    const QScopedValueRollback loading(m_loading, true);
    for (const auto &row : m_rows)
        loadRow(*row, domain, key);
    (*basis)->changed = true;
    showMoreTitle();
    follow();
}

void KindPanel::storeRow(const Row &row, DomainXml &domain, const DeviceKey &key) const
{
    QDomElement element = key.isDevice() ? editableDevice(domain, key) : domain.editableRoot();
    if (element.isNull())
        return;
    if (const auto *spin = qobject_cast<const QSpinBox *>(row.editor))
        return setBootOrder(domain, key, spin->value());
    if (const auto *check = qobject_cast<const QCheckBox *>(row.editor))
        return setPresent(element, row.path, check->isChecked());
    if (isBasis(row.property)) {
        // What cannot be is never chosen (refuses()); what can be has no other way to fail.
        (void)changeBasis(domain, key, row.path, row.text(), m_loaded);
        return;
    }
    const QString unit = row.unit ? unitPath(row.path) : QString();
    const QString before = row.unit ? valueAt(element, unit) : QString();
    if (row.unit && row.text().isEmpty())
        setValueAt(element, unit, {}); // a unit of nothing would stay behind
    setValueAt(element, row.path, row.text());
    if (row.unit && !row.text().isEmpty() && chosen(row.unit) != (before.isEmpty() ? u"KiB"_s : before))
        setValueAt(element, unit, chosen(row.unit));
}

void KindPanel::changed(Row &row)
{
    if (m_loading)
        return;
    if (refuses(row))
        return follow();
    row.changed = true;
    follow();
    Q_EMIT edited();
}

QString KindPanel::textAt(QStringView path) const
{
    const Property *property = m_kind->find(path);
    const auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const auto &one) { return one->path == path; });
    const QString text = row != m_rows.end() ? (*row)->text() : valueAt(elementOf(m_domain, m_key), path.toString());
    return text.isEmpty() && property ? property->otherwise.toString() : text;
}

bool KindPanel::isWanted(const Property &property) const
{
    return laneway::isWanted(property, [this](QStringView path) { return textAt(path); });
}

bool KindPanel::isNeeded(const Property &property) const
{
    return property.needed && isWanted(property);
}

void KindPanel::follow()
{
    const QDomElement element = elementOf(m_domain, m_key);
    for (const auto &row : m_rows) {
        const bool isValue = qobject_cast<QLabel *>(row->editor);
        // A value that only stands for what is not written means nothing where the row does not.
        const bool isHere = isWritten(element, row->property) || row->changed || isWanted(row->property);
        setRowVisible(row->form, row->holder, isHere && (!isValue || !row->text().isEmpty()));
        if (!row->problem)
            continue;
        const QString text = row->text();
        const QString why = !text.isEmpty() ? misfitText(row->property, text)
            : isNeeded(row->property)       ? tr("This has to be said.")
                                            : QString();
        const QString note = !row->refusal.isEmpty() ? row->refusal
            : isBasis(row->property)                 ? basisNote(*row)
                                                     : QString();
        const QString said = why.isEmpty() ? note : why;
        sayProblem(row->problem, said);
        row->editor->setAccessibleDescription(said);
    }
}

bool KindPanel::isValid() const
{
    return std::all_of(m_rows.begin(), m_rows.end(), [this](const auto &row) {
        return row->text().isEmpty() ? !isNeeded(row->property) : misfit(row->property, row->text()) == Misfit::None;
    });
}

void KindPanel::showMoreTitle()
{
    const QDomElement element = elementOf(m_domain, m_key);
    const auto set = std::count_if(
        m_moreRows.begin(), m_moreRows.end(), [&](const Property *property) { return isWritten(element, *property); });
    //: a heading that opens the less known properties of a device; how many of them have a value
    m_more->setTitle(set > 0 ? tr("More (%n set)", nullptr, int(set)) : tr("More"));
}

} // namespace laneway
