// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/simulatedhelper.h"
#include "ui/images/imagesdialog.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTreeView>

using namespace laneway;

namespace {
constexpr int patienceMs = 30'000;
}

class TestImagesDialog : public QObject
{
    Q_OBJECT
    HelperEnvironment m_environment;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<ImagesDialog> m_dialog;

    template <typename T> T *child(const QString &name) const { return m_dialog->findChild<T *>(name); }
    QPushButton *button(const QString &name) const { return child<QPushButton>(name); }
    QString selected() const
    {
        return child<QTreeView>(u"images"_s)->currentIndex().siblingAtColumn(0).data().toString();
    }
    /// Names something in the dialog that a button opens.
    void fill(const QString &opener, const QString &field, const QString &name) const
    {
        QTest::mouseClick(button(opener), Qt::LeftButton);
        auto *line = child<QLineEdit>(field);
        QVERIFY(line);
        line->setText(name);
        qobject_cast<QDialog *>(line->window())->accept();
    }

private Q_SLOTS:
    void init()
    {
        auto opened = Connection::open(u"sample:server"_s);
        QVERIFY(opened);
        m_connection = std::move(*opened);
        QTRY_VERIFY_WITH_TIMEOUT(m_connection->isReady(), patienceMs);
        m_dialog = std::make_unique<ImagesDialog>(*m_connection);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        // What the window does with its wishes.
        connect(m_dialog.get(), &ImagesDialog::planRequested, m_dialog.get(),
            [this](const QString &kind, const QJsonObject &arguments) {
                m_connection->plan(kind, arguments, m_dialog.get(), [this](const Result<PlanInfo> &plan) {
                    QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
                    m_connection->apply(plan->id, m_dialog.get(), [](const Result<QString> &job) { QVERIFY(job); });
                });
            });
        m_dialog->open();
        QTRY_VERIFY_WITH_TIMEOUT(button(u"createImage"_s)->isEnabled(), patienceMs);
    }
    void cleanup()
    {
        m_dialog.reset();
        m_connection.reset();
    }

    void whatIsMadeIsSelectedAndCopied()
    {
        QVERIFY(!button(u"copyImage"_s)->isEnabled());
        QVERIFY(!button(u"deleteImage"_s)->toolTip().isEmpty());
        fill(u"createImage"_s, u"newImageName"_s, u"data"_s); // without an ending
        QTRY_COMPARE_WITH_TIMEOUT(selected(), u"data.qcow2"_s, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(button(u"copyImage"_s)->isEnabled(), patienceMs);
        fill(u"copyImage"_s, u"copyImageName"_s, u"other.qcow2"_s);
        QTRY_COMPARE_WITH_TIMEOUT(selected(), u"other.qcow2"_s, patienceMs);
        QVERIFY(button(u"deleteImage"_s)->isEnabled());
    }

    void whatIsUsedSaysByWhom()
    {
        fill(u"createImage"_s, u"newImageName"_s, u"used.qcow2"_s);
        QTRY_COMPARE_WITH_TIMEOUT(selected(), u"used.qcow2"_s, patienceMs);
        const QString path = child<QLineEdit>(u"imageFolder"_s)->text() + u"/used.qcow2";
        m_connection->define(
            u"<domain type='qemu'><name>web</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type arch='x86_64' "
            "machine='q35'>hvm</type></os><devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
            "<source file='%1'/><target dev='vda' bus='virtio'/></disk></devices></domain>"_s.arg(path),
            m_dialog.get(), [](const Result<QUuid> &uuid) { QVERIFY(uuid); });
        QTRY_VERIFY_WITH_TIMEOUT(!button(u"deleteImage"_s)->isEnabled(), patienceMs);
        QVERIFY(button(u"deleteImage"_s)->toolTip().contains(u"web"_s));
    }

    void aFolderIsLookedFor()
    {
        QTest::mouseClick(button(u"browseImages"_s), Qt::LeftButton);
        auto *dialog = child<QFileDialog>(u"browseImagesDialog"_s);
        QVERIFY(dialog);
        QCOMPARE(dialog->fileMode(), QFileDialog::Directory);
        Q_EMIT dialog->fileSelected(u"/elsewhere"_s);
        QCOMPARE(child<QLineEdit>(u"imageFolder"_s)->text(), u"/elsewhere"_s);
        dialog->reject();
    }
};

QTEST_MAIN(TestImagesDialog)
#include "tst_imagesdialog.moc"
