// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domainsmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

namespace {
DomainInfo domain(const QString &name, const QString &state = u"shut off"_s)
{
    DomainInfo info;
    info.uuid = QUuid::createUuidV5(QUuid(), name);
    info.name = name;
    info.state = state;
    return info;
}
} // namespace

class TestDomainsModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sortsByNameAndShowsTheState()
    {
        DomainsModel model;
        QAbstractItemModelTester tester(&model);
        model.setDomains({domain(u"web"_s, u"running"_s), domain(u"build"_s)});
        QCOMPARE(model.index(0).data().toString(), u"build (Shut off)"_s);
        QCOMPARE(model.index(1).data().toString(), u"web (Running)"_s);
    }

    void theSelectionSurvivesComingsAndGoings()
    {
        DomainsModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setDomains({domain(u"web"_s), domain(u"build"_s)});
        const QPersistentModelIndex web = model.indexOf(domain(u"web"_s).uuid);
        model.setDomains({domain(u"a"_s), domain(u"web"_s, u"running"_s), domain(u"z"_s)});
        QVERIFY(web.isValid());
        QCOMPARE(web.data(DomainsModel::StateRole).toString(), u"running"_s);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(resets.count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestDomainsModel)
#include "tst_domainsmodel.moc"
