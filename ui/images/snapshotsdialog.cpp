// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/snapshotsdialog.h"

#include "ui/images/imagechain.h"
#include "ui/messagebar.h"
#include "ui/panels/formrows.h"
#include "ui/planreview.h"
#include "xml/deviceedits.h"
#include "xml/xmlnodes.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QJsonArray>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QRegularExpressionValidator>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace laneway {

namespace {
constexpr int isLatestRole = Qt::UserRole; ///< nothing but this one's images stands between
}

SnapshotsDialog::SnapshotsDialog(Connection &connection, const DomainInfo &machine, QWidget *parent)
    : QDialog(parent)
    , m_connection(connection)
    , m_machine(machine.uuid)
    , m_name(machine.name)
    , m_message(new MessageBar)
    , m_list(new QTreeWidget)
    , m_chain(newChainView())
    , m_note(newProblem())
    , m_take(new QPushButton(tr("&Take…")))
    , m_revert(new QPushButton(tr("&Go Back to It…")))
    , m_delete(new QPushButton(tr("&Delete…")))
{
    setObjectName(u"snapshotsDialog"_s);
    setWindowTitle(tr("Snapshots of %1").arg(machine.name));
    setAttribute(Qt::WA_DeleteOnClose);
    m_list->setObjectName(u"snapshots"_s);
    m_list->setAccessibleName(tr("Snapshots"));
    m_list->setHeaderLabels({tr("Name"), tr("Taken"), tr("Where It Is")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_chain->setObjectName(u"imageChain"_s);
    auto *chainLabel = new QLabel(tr("What the disks &stand on:"));
    chainLabel->setBuddy(m_chain);
    m_note->setObjectName(u"snapshotsNote"_s);
    m_take->setObjectName(u"takeSnapshot"_s);
    m_revert->setObjectName(u"revertSnapshot"_s);
    m_revert->setToolTip(tr("Makes the disks what they were; shown first with what is lost"));
    m_delete->setObjectName(u"deleteSnapshot"_s);
    m_delete->setToolTip(tr(
        "The disks cannot go back to it any more. What was written since goes into the image that they stand on; shown first with what is lost"));
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {m_take, m_revert, m_delete}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto *close = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(close, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addWidget(m_list, 2);
    layout->addWidget(chainLabel);
    layout->addWidget(m_chain, 1);
    layout->addWidget(m_note);
    layout->addLayout(buttons);
    layout->addWidget(close);
    resize(fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 28);

    connect(m_list, &QTreeWidget::currentItemChanged, this, &SnapshotsDialog::follow);
    connect(m_take, &QPushButton::clicked, this, &SnapshotsDialog::take);
    connect(m_revert, &QPushButton::clicked, this,
        [this] { plan(u"snapshot-revert"_s, m_list->currentItem()->text(0), tr("&Go Back")); });
    connect(m_delete, &QPushButton::clicked, this,
        [this] { plan(u"snapshot-delete"_s, m_list->currentItem()->text(0), tr("&Delete")); });
    connect(&connection, &Connection::jobChanged, this, [this](const JobInfo &job) {
        if (job.isFinished())
            refresh();
    });
    connect(&connection, &Connection::domainsChanged, this, &SnapshotsDialog::follow);
    refresh();
}

bool SnapshotsDialog::isOff() const
{
    const QList<DomainInfo> domains = m_connection.domains();
    return std::any_of(
        domains.begin(), domains.end(), [this](const DomainInfo &one) { return one.uuid == m_machine && one.isOff(); });
}

void SnapshotsDialog::refresh()
{
    m_connection.domainXml(m_machine, true, this, [this, asked = ++m_asked](const Result<QString> &text) {
        if (asked != m_asked)
            return;
        m_message->clear();
        m_list->clear();
        m_chain->clear();
        m_waiting = 0;
        if (text)
            look(*text);
        else
            m_message->showError(text.error());
        follow();
    });
    follow();
}

void SnapshotsDialog::look(const QString &definition)
{
    const auto xml = DomainXml::parse(definition.toUtf8());
    if (!xml)
        return m_message->showError(xml.error());
    for (const QDomElement &disk : childElements(xml->root().firstChildElement(u"devices"_s), u"disk"_s)) {
        const QString path = valueAt(disk, u"source/@file"_s);
        if (path.isEmpty() || disk.attribute(u"device"_s, u"disk"_s) != u"disk")
            continue;
        ++m_waiting;
        m_connection.image(path, this, [this, asked = m_asked](const Result<QJsonObject> &image) {
            if (asked != m_asked)
                return;
            --m_waiting;
            if (image)
                add(*image);
            else
                m_message->showError(image.error());
            follow();
        });
    }
}

/// One name is one snapshot, of however many disks.
void SnapshotsDialog::add(const QJsonObject &image)
{
    const QJsonArray snapshots = image[u"allSnapshots"].toArray();
    for (const QJsonValue &one : snapshots) {
        const QString name = one[u"name"].toString();
        const QList<QTreeWidgetItem *> known = m_list->findItems(name, Qt::MatchExactly);
        auto *item = known.value(0);
        if (!item) {
            const qint64 time = one[u"time"].toInteger();
            const QString file = one[u"path"].toString().section(u'/', -1);
            item = new QTreeWidgetItem(m_list,
                {name,
                    time > 0 ? QLocale().toString(QDateTime::fromSecsSinceEpoch(time), QLocale::ShortFormat)
                             : QString(),
                    one[u"location"].toString() == u"internal" ? tr("Inside %1").arg(file) : tr("In %1").arg(file)});
            item->setData(0, isLatestRole, true);
        }
        if (!one[u"current"].toBool())
            item->setData(0, isLatestRole, false);
        if (!m_list->currentItem())
            m_list->setCurrentItem(item);
    }
    addChain(m_chain, image, m_name);
}

void SnapshotsDialog::follow()
{
    const bool off = isOff();
    m_take->setEnabled(off);
    const QTreeWidgetItem *item = m_list->currentItem();
    const bool isLatest = item && item->data(0, isLatestRole).toBool();
    for (QPushButton *button : {m_revert, m_delete})
        button->setEnabled(off && isLatest);
    sayProblem(m_note,
        off && item && !isLatest
            ? tr("The machine has gone on from a later snapshot, in another image: delete that one first.")
            : !off ? tr("The machine is running: its disks alone would be torn. Shut it down first.")
            : m_waiting == 0 && m_list->topLevelItemCount() == 0 ? tr("There are no snapshots of its disks.")
                                                                 : QString());
}

void SnapshotsDialog::plan(const QString &kind, const QString &name, const QString &verb, bool external)
{
    QJsonObject arguments{{u"domain"_s, m_machine.toString(QUuid::WithoutBraces)}, {u"name"_s, name}};
    if (external)
        arguments[u"external"] = true;
    m_connection.plan(kind, arguments, this, [this, verb, kind](const Result<PlanInfo> &planned) {
        if (!planned)
            return m_message->showError(planned.error());
        m_message->clear();
        if (kind == u"snapshot-create" && planned->loses.isEmpty())
            return apply(planned->id);
        auto *review = new PlanReview(*planned, verb, this);
        connect(review, &QDialog::accepted, this, [this, id = planned->id] { apply(id); });
        review->open();
    });
}

void SnapshotsDialog::apply(const QString &planId)
{
    m_connection.apply(planId, this, [this](const Result<QString> &job) {
        if (!job)
            m_message->showError(job.error());
    });
}

void SnapshotsDialog::take()
{
    auto *dialog = new QDialog(this);
    dialog->setObjectName(u"takeSnapshotDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Take a Snapshot"));
    auto *name = new QLineEdit(QDateTime::currentDateTime().toString(u"yyyy-MM-dd-HHmm"_s));
    static const QRegularExpression form(u"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}"_s);
    name->setValidator(new QRegularExpressionValidator(form, name));
    auto *where = new QComboBox;
    where->addItem(tr("Inside the images (qcow2)"), false);
    where->addItem(tr("Beside them: the machine goes on in new images"), true);
    auto *rows = newForm(nullptr);
    addRow(rows, tr("&Name:"), name, u"snapshotName"_s);
    addRow(rows, tr("&Where:"), where, u"snapshotWhere"_s);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    auto *go = buttons->addButton(tr("&Take"), QDialogButtonBox::AcceptRole);
    go->setObjectName(u"takeGo"_s);
    connect(name, &QLineEdit::textChanged, go, [go, name] { go->setEnabled(name->hasAcceptableInput()); });
    connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *layout = new QVBoxLayout(dialog);
    layout->addLayout(rows);
    layout->addWidget(buttons);
    fitTitle(*dialog);
    connect(dialog, &QDialog::accepted, this,
        [=, this] { plan(u"snapshot-create"_s, name->text(), tr("&Take"), where->currentData().toBool()); });
    name->selectAll();
    dialog->open();
}

} // namespace laneway
