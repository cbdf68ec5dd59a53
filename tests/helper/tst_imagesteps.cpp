// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Disk images are made, changed and taken away as planned, by the real qemu-img and by the simulated one
// alike; nothing that is somebody else's is touched.
#include "domains/imagelist.h"
#include "domains/ownerprogramrunner.h"
#include "plan/imageplans.h"
#include "qemu/firmware.h"
#include "support/places.h"
#include "worlds.h"
#include "xml/domainidentity.h"
#include "xml/domainviews.h"
#include "xml/newmachine.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <unistd.h>

using namespace laneway;

class TestImageSteps : public QObject
{
    Q_OBJECT

    /// A world whose images are real, or not.
    struct Place
    {
        explicit Place(bool real)
            : simulation(smallServer())
            , runner({true, places::builtFile(u"helper-polkit/files"_s)})
            , kernel{other().sys, other().proc, other().etc, other().netlink, other().nodes, other().modules,
                  other().names, other().guests, other().nvme,
                  real ? static_cast<OwnerPrograms &>(runner) : other().programs}
        {
            world.caller = ::getuid();
        }
        Kernel &other() { return simulation.doors(); }
        QString path(const QString &name) const { return directory.filePath(name); }
        FileOwner owner() const { return {::getuid(), ::getgid()}; }
        Result<Plan> plan(const QString &kind, const QJsonObject &arguments)
        {
            const PlanRequest request{kind, arguments, world.caller};
            World asked = world.world();
            asked.imageFolder = path(u"images"_s);
            if (!firmwareFolders.isEmpty())
                asked.firmwareFolders = firmwareFolders;
            const auto files = lookAtFiles(kernel.programs, owner(), filesToLookAt(request, asked));
            if (!files)
                return fail(files.error());
            asked.files = *files;
            return makePlan(request, asked);
        }
        /// All steps as a job does them; what each found before.
        Result<QList<QJsonObject>> apply(const Plan &plan)
        {
            QList<QJsonObject> former;
            for (const StepPtr &step : plan.steps) {
                const auto again = stepFromJson(stepToJson(*step)); // as recovery has it
                if (!again || (*again)->arguments() != step->arguments())
                    return fail(ErrorCode::Internal, step->kind(), u"it does not survive the journal"_s);
                const auto before = step->formerState(kernel);
                if (!before)
                    return fail(before.error());
                former += *before;
                if (const auto done = step->apply(kernel).and_then([&] { return step->verify(kernel); }); !done) {
                    undo(plan, former);
                    return fail(done.error());
                }
            }
            return former;
        }
        Result<> undo(const Plan &plan, const QList<QJsonObject> &former)
        {
            for (qsizetype i = former.size() - 1; i >= 0; --i)
                for (int twice = 0; twice < 2; ++twice)
                    if (const auto undone = plan.steps[i]->undo(kernel, former[i]); !undone)
                        return undone;
            return {};
        }
        FileFacts at(const QString &path)
        {
            return OwnerFiles(kernel.programs, owner(), u"test"_s).look(path).value_or(FileFacts());
        }
        QStringList names()
        {
            QStringList names;
            const auto list = OwnerFiles(kernel.programs, owner(), u"test"_s).list(directory.path());
            for (const FileFacts &facts : list->mid(1))
                names += facts.path.section(u'/', -1);
            return names;
        }

        QTemporaryDir directory;
        SimKernel simulation;
        OwnerProgramRunner runner;
        Kernel kernel;
        TestWorld world;
        QStringList firmwareFolders;
    };

    static void bothKinds()
    {
        QTest::addColumn<bool>("real");
        QTest::newRow("qemu-img") << true;
        QTest::newRow("simulated") << false;
    }
    static QJsonObject image(const QString &path, quint64 bytes, const QString &format = u"qcow2"_s)
    {
        return {{u"path"_s, path}, {u"format"_s, format}, {u"bytes"_s, QString::number(bytes)}};
    }

private Q_SLOTS:
    void createsAndTakesBack_data() { bothKinds(); }
    void createsAndTakesBack();
    void neverWritesOver_data() { bothKinds(); }
    void neverWritesOver();
    void leavesTheFileOfSomebodyElse_data() { bothKinds(); }
    void leavesTheFileOfSomebodyElse();
    void standsOnAnotherAndCopies_data() { bothKinds(); }
    void standsOnAnotherAndCopies();
    void growsOnly_data() { bothKinds(); }
    void growsOnly();
    void deletesWhatNothingUses_data() { bothKinds(); }
    void deletesWhatNothingUses();
    void takesSnapshots_data() { bothKinds(); }
    void takesSnapshots();
    void goesBackToAnExternalSnapshot_data() { bothKinds(); }
    void goesBackToAnExternalSnapshot();
    void mergesAnExternalSnapshot_data();
    void mergesAnExternalSnapshot();
    void mergesNothingThatIsNeeded();
    void sparesWhatAnotherMachineStandsOn_data() { bothKinds(); }
    void sparesWhatAnotherMachineStandsOn();
    void leavesDisksOfASavedMachine_data() { bothKinds(); }
    void leavesDisksOfASavedMachine();
    void addsNoDiskOfAnotherMachine_data() { bothKinds(); }
    void addsNoDiskOfAnotherMachine();
    void knowsSnapshotsBelowAnother_data() { bothKinds(); }
    void knowsSnapshotsBelowAnother();
    void believesNoHeaderOfAGuest();
    void refusesPaths_data();
    void refusesPaths();
    void keepsVariablesInTheFormatOfTheirTemplate();
    void givesNoUefiTheVariablesOfAnother_data() { bothKinds(); }
    void givesNoUefiTheVariablesOfAnother();
    void plansAWholeMachine_data() { bothKinds(); }
    void plansAWholeMachine();
    void givesAUefiItsVariables_data() { bothKinds(); }
    void givesAUefiItsVariables();
};

void TestImageSteps::createsAndTakesBack()
{
    QFETCH(bool, real);
    Place place(real);
    const QString path = place.path(u"one.qcow2"_s);
    const auto plan = place.plan(u"image-create"_s, image(path, quint64(10) << 30));
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QCOMPARE(kindsOf(*plan), (QStringList{u"reserve-image"_s, u"create-image"_s}));
    const auto done = place.apply(*plan);
    QVERIFY2(done, qPrintable(done ? QString() : done.error().toString()));
    QCOMPARE(place.at(path).format, u"qcow2"_s);
    QCOMPARE(place.at(path).virtualSize, quint64(10) << 30);
    QCOMPARE(place.names(), QStringList{u"one.qcow2"_s});
    if (real)
        QVERIFY(QFileInfo(path).size() < 1024 * 1024);
    // For the second time, as after a crash.
    for (const StepPtr &step : plan->steps)
        if (step->kind() == u"create-image")
            QVERIFY(step->apply(place.kernel) && step->verify(place.kernel));
    QVERIFY(place.undo(*plan, *done));
    QCOMPARE(place.names(), QStringList());
}

void TestImageSteps::neverWritesOver()
{
    QFETCH(bool, real);
    Place place(real);
    const QString path = place.path(u"one.img"_s);
    const auto first = place.plan(u"image-create"_s, image(path, 1 << 20, u"raw"_s));
    QVERIFY(first && place.apply(*first));
    const QString id = place.at(path).id;
    const auto second = place.plan(u"image-create"_s, image(path, 1 << 20));
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::AlreadyExists);
    QCOMPARE(second.error().subject, path);
    QCOMPARE(place.at(path).id, id);
}

/// Somebody makes a file of that name after the plan was made, and after the place was kept.
void TestImageSteps::leavesTheFileOfSomebodyElse()
{
    QFETCH(bool, real);
    Place place(real);
    const QString path = place.path(u"one.qcow2"_s);
    const auto plan = place.plan(u"image-create"_s, image(path, 1 << 20));
    QVERIFY(plan);
    QList<QJsonObject> former;
    former += *plan->steps[0]->formerState(place.kernel);
    QVERIFY(plan->steps[0]->apply(place.kernel));
    former += *plan->steps[1]->formerState(place.kernel);
    QVERIFY(OwnerFiles(place.kernel.programs, place.owner(), u"other"_s).reserve(path));
    const QString id = place.at(path).id;
    const auto done = plan->steps[1]->apply(place.kernel);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::AlreadyExists);
    QVERIFY(place.undo(*plan, former));
    QCOMPARE(place.at(path).id, id);
    QCOMPARE(place.names(), QStringList{u"one.qcow2"_s});
    QVERIFY(!plan->steps[0]->formerState(place.kernel)); // and a job that begins now is refused
}

void TestImageSteps::standsOnAnotherAndCopies()
{
    QFETCH(bool, real);
    Place place(real);
    const QString base = place.path(u"base.qcow2"_s);
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(base, 3 << 20))));
    const QString top = place.path(u"top.qcow2"_s);
    const auto plan = place.plan(u"image-create"_s, {{u"path"_s, top}, {u"backing"_s, base}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    const auto done = place.apply(*plan);
    QVERIFY2(done, qPrintable(done ? QString() : done.error().toString()));
    QCOMPARE(place.at(top).backing, base);
    QCOMPARE(place.at(top).backingFormat, u"qcow2"_s);
    QCOMPARE(place.at(top).virtualSize, quint64(3 << 20));
    const auto list
        = listImages(place.kernel.programs, place.owner(), place.directory.path(), {{u"web"_s, base, u"qcow2"_s}});
    QVERIFY(list);
    QCOMPARE((*list)[u"images"][0][u"usedBy"].toArray(), QJsonArray{u"web"_s});
    QCOMPARE((*list)[u"images"][0][u"baseOf"].toArray(), QJsonArray{u"top.qcow2"_s});
    const auto details = imageDetails(place.kernel.programs, place.owner(), top, {});
    QVERIFY2(details, qPrintable(details ? QString() : details.error().toString()));
    QCOMPARE((*details)[u"chain"].toArray().size(), 2);
    QCOMPARE((*details)[u"chain"][1][u"path"].toString(), base);
    const QString copy = place.path(u"copy.img"_s);
    const auto copied = place.plan(u"image-create"_s,
        {{u"path"_s, copy}, {u"format"_s, u"raw"_s}, {u"copyOf"_s, top}, {u"copyFormat"_s, u"qcow2"_s}});
    QVERIFY2(copied, qPrintable(copied ? QString() : copied.error().toString()));
    QVERIFY(place.apply(*copied));
    QCOMPARE(place.at(copy).format, u"raw"_s);
    QCOMPARE(place.at(copy).virtualSize, quint64(3 << 20));
    const auto refused = place.plan(u"image-delete"_s, {{u"path"_s, base}});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::DeviceInUse);
}

void TestImageSteps::growsOnly()
{
    QFETCH(bool, real);
    Place place(real);
    const QString path = place.path(u"one.qcow2"_s);
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(path, 4 << 20))));
    QVERIFY(!place.plan(u"image-resize"_s, {{u"path"_s, path}, {u"bytes"_s, QString::number(2 << 20)}}));
    const auto plan = place.plan(u"image-resize"_s, {{u"path"_s, path}, {u"bytes"_s, QString::number(8 << 20)}});
    QVERIFY(plan);
    const auto done = place.apply(*plan);
    QVERIFY2(done, qPrintable(done ? QString() : done.error().toString()));
    QCOMPARE(place.at(path).virtualSize, quint64(8 << 20));
    QVERIFY(place.undo(*plan, *done));
    QCOMPARE(place.at(path).virtualSize, quint64(4 << 20));
}

void TestImageSteps::deletesWhatNothingUses()
{
    QFETCH(bool, real);
    Place place(real);
    const QString path = place.path(u"one.qcow2"_s);
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(path, 4 << 20))));
    const auto plan = place.plan(u"image-delete"_s, {{u"path"_s, path}});
    QVERIFY(plan);
    QVERIFY(!plan->loses.isEmpty());
    const QString id = place.at(path).id;
    // Back, while it is only set aside.
    const auto former = plan->steps[0]->formerState(place.kernel);
    QVERIFY(former && plan->steps[0]->apply(place.kernel) && plan->steps[0]->verify(place.kernel));
    QCOMPARE(place.names(), QStringList());
    QVERIFY(plan->steps[0]->undo(place.kernel, *former));
    QCOMPARE(place.at(path).id, id);
    QVERIFY(place.apply(*plan));
    QCOMPARE(place.at(path).kind, FileFacts::Kind::Missing);
    QVERIFY(
        place.world.define(u"web"_s, u"<disk type='file'><source file='%1'/><target dev='vda'/></disk>"_s.arg(path)));
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(path, 4 << 20))));
    const auto refused = place.plan(u"image-delete"_s, {{u"path"_s, path}});
    QVERIFY(!refused);
    QVERIFY2(refused.error().detail.contains(u"web"_s), qPrintable(refused.error().toString()));
}

void TestImageSteps::takesSnapshots()
{
    QFETCH(bool, real);
    Place place(real);
    const QString path = place.path(u"one.qcow2"_s);
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(path, 4 << 20))));
    QVERIFY(place.world.define(u"web"_s,
        u"<disk type='file'><driver name='qemu' type='qcow2'/><source file='%1'/><target dev='vda'/></disk>"_s.arg(
            path)));
    const QJsonObject arguments{{u"domain"_s, u"web"_s}, {u"name"_s, u"before-upgrade"_s}};
    const auto plan = place.plan(u"snapshot-create"_s, arguments);
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    const auto done = place.apply(*plan);
    QVERIFY2(done, qPrintable(done ? QString() : done.error().toString()));
    QCOMPARE(place.at(path).snapshots, 1);
    QVERIFY(place.undo(*plan, *done));
    QCOMPARE(place.at(path).snapshots, 0);
    QVERIFY(place.apply(*plan));
    const auto details = imageDetails(place.kernel.programs, place.owner(), path, {});
    QCOMPARE((*details)[u"snapshotList"][0][u"name"].toString(), u"before-upgrade"_s);
    QCOMPARE(place.plan(u"snapshot-create"_s, arguments).error().code, ErrorCode::AlreadyExists);
    QVERIFY(place.apply(*place.plan(u"snapshot-revert"_s, arguments)));
    QVERIFY(place.apply(*place.plan(u"snapshot-delete"_s, arguments)));
    QCOMPARE(place.at(path).snapshots, 0);
    QVERIFY(!place.plan(u"snapshot-create"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"a b"_s}}));
}

void TestImageSteps::goesBackToAnExternalSnapshot()
{
    QFETCH(bool, real);
    Place place(real);
    const QString path = place.path(u"one.qcow2"_s);
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(path, 4 << 20))));
    QVERIFY(place.world.define(u"web"_s,
        u"<disk type='file'><driver name='qemu' type='qcow2'/><source file='%1'/><target dev='vda'/></disk>"_s.arg(
            path)));
    const auto plan
        = place.plan(u"snapshot-create"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"clean"_s}, {u"external"_s, true}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QVERIFY(place.apply(*plan));
    const QString overlay = place.path(u"one.clean"_s);
    QCOMPARE(place.at(overlay).backing, path);
    QVERIFY2(plan->configXml.contains(overlay.toUtf8()), plan->configXml.constData());
    QVERIFY(place.world.domains.put(*DomainXml::parse(plan->configXml), place.world.caller));
    const QString id = place.at(overlay).id;
    const auto back = place.plan(u"snapshot-revert"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"clean"_s}});
    QVERIFY2(back, qPrintable(back ? QString() : back.error().toString()));
    const auto done = place.apply(*back);
    QVERIFY2(done, qPrintable(done ? QString() : done.error().toString()));
    QVERIFY(place.at(overlay).id != id);
    QCOMPARE(place.at(overlay).backing, path);
    QCOMPARE(place.names(), (QStringList{u"one.clean"_s, u"one.qcow2"_s}));
}

void TestImageSteps::mergesAnExternalSnapshot_data()
{
    QTest::addColumn<bool>("real");
    QTest::addColumn<QString>("format");
    for (const bool real : {true, false})
        for (const QString &format : {u"qcow2"_s, u"raw"_s})
            QTest::addRow("%s, %s", real ? "qemu-img" : "simulated", qPrintable(format)) << real << format;
}

void TestImageSteps::mergesAnExternalSnapshot()
{
    QFETCH(bool, real);
    QFETCH(QString, format);
    Place place(real);
    const QString path = place.path(u"one.img"_s);
    const QString overlay = place.path(u"one.clean"_s);
    const auto io = [&](const QString &of, const QString &image, const QString &act) {
        return !real || QProcess::execute(u"qemu-io"_s, {u"-f"_s, of, u"-c"_s, act, image}) == 0;
    };
    const auto holds = [&](const QString &of, const QString &image, int pattern) {
        return io(of, image, u"read -P %1 0 64k"_s.arg(pattern));
    };
    if (real && QStandardPaths::findExecutable(u"qemu-io"_s).isEmpty())
        QSKIP("needs qemu-io");
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(path, 4 << 20, format))));
    QVERIFY(io(format, path, u"write -P 1 0 128k"_s));
    if (real && format == u"raw") { // a system that can be started from a CD-ROM as well begins like this
        QFile disk(path);
        QVERIFY(disk.open(QIODevice::ReadWrite) && disk.seek(32769) && disk.write("CD001") == 5);
    }
    QVERIFY(place.world.define(u"web"_s,
        u"<disk type='file'><driver name='qemu' type='%1'/><source file='%2'/><target dev='vda'/></disk>"_s.arg(
            format, path)));
    const QJsonObject clean{{u"domain"_s, u"web"_s}, {u"name"_s, u"clean"_s}};
    const auto taken
        = place.plan(u"snapshot-create"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"clean"_s}, {u"external"_s, true}});
    QVERIFY(taken && place.apply(*taken));
    QVERIFY(place.world.domains.put(*DomainXml::parse(taken->configXml), place.world.caller));
    QVERIFY(io(u"qcow2"_s, overlay, u"write -P 2 0 64k"_s));

    const auto plan = place.plan(u"snapshot-delete"_s, clean);
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    const bool isGuarded = format == u"qcow2";
    QCOMPARE(kindsOf(*plan),
        isGuarded ? (QStringList{
            u"snapshot-image"_s, u"commit-image"_s, u"set-aside-image"_s, u"discard-image"_s, u"snapshot-image"_s})
                  : (QStringList{u"commit-image"_s, u"set-aside-image"_s, u"discard-image"_s}));
    QCOMPARE(plan->loses.size(), isGuarded ? 1 : 2); // who cannot go back is told so
    // All that comes before the definition, and back, as often as it takes.
    Plan before = *plan;
    before.steps = before.steps.first(firstAfterDefinition(plan->kind, plan->steps));
    QCOMPARE(before.steps.size(), isGuarded ? 3 : 2);
    const auto merged = place.apply(before);
    QVERIFY2(merged, qPrintable(merged ? QString() : merged.error().toString()));
    QVERIFY(holds(format, path, 2));
    const auto undone = place.undo(before, *merged);
    QCOMPARE(undone.has_value(), isGuarded || !real);
    QVERIFY(holds(u"qcow2"_s, overlay, 2)); // whatever happens
    if (isGuarded) {
        QVERIFY(holds(format, path, 1));
        QCOMPARE(place.at(path).snapshots, 0);
    } else if (real) { // what is left undone says what to do
        QVERIFY2(undone.error().detail.contains(u"delete it again"_s), qPrintable(undone.error().toString()));
        QVERIFY(before.steps.last()->undo(place.kernel, merged->last()));
    }
    const auto again = place.plan(u"snapshot-delete"_s, clean);
    QVERIFY2(again, qPrintable(again ? QString() : again.error().toString()));
    const auto done = place.apply(*again);
    QVERIFY2(done, qPrintable(done ? QString() : done.error().toString()));
    QCOMPARE(place.names(), QStringList{u"one.img"_s});
    QVERIFY(holds(format, path, 2));
    QVERIFY(io(format, path, u"read -P 1 64k 64k"_s)); // and what was below
    QCOMPARE(place.at(path).snapshots, 0);
    QVERIFY2(again->configXml.contains(path.toUtf8()) && !again->configXml.contains(overlay.toUtf8()),
        again->configXml.constData());
    QVERIFY2(again->configXml.contains(QString(u"type=\"" + format + u'"').toUtf8())
            || again->configXml.contains(QString(u"type='" + format + u'\'').toUtf8()),
        again->configXml.constData());
}

void TestImageSteps::mergesNothingThatIsNeeded()
{
    Place place(true);
    const QString path = place.path(u"one.qcow2"_s);
    const QString overlay = place.path(u"one.clean"_s);
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(path, 4 << 20))));
    const auto diskOf = [](const QString &file) {
        return u"<disk type='file'><driver name='qemu' type='qcow2'/><source file='%1'/><target dev='vda'/></disk>"_s
            .arg(file);
    };
    QVERIFY(place.world.define(u"web"_s, diskOf(path)));
    const QJsonObject clean{{u"domain"_s, u"web"_s}, {u"name"_s, u"clean"_s}};
    const auto taken
        = place.plan(u"snapshot-create"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"clean"_s}, {u"external"_s, true}});
    QVERIFY(taken && place.apply(*taken));
    QVERIFY(place.world.domains.put(*DomainXml::parse(taken->configXml), place.world.caller));
    const auto refusal = [&] {
        const auto plan = place.plan(u"snapshot-delete"_s, clean);
        return plan ? QString() : plan.error().toString();
    };
    QCOMPARE(refusal(), QString());
    // An image of nobody's that stands on either.
    for (const QString &base : {path, overlay}) {
        const QString other = place.path(u"other.qcow2"_s);
        QVERIFY(place.apply(*place.plan(
            u"image-create"_s, {{u"path"_s, other}, {u"backing"_s, base}, {u"backingFormat"_s, u"qcow2"_s}})));
        QVERIFY2(refusal().contains(u"other.qcow2"_s), qPrintable(refusal()));
        QVERIFY(QFile::remove(other));
    }
    // A machine's, in another folder.
    const QString far = place.path(u"far/t1.qcow2"_s);
    QVERIFY(place.apply(
        *place.plan(u"image-create"_s, {{u"path"_s, far}, {u"backing"_s, path}, {u"backingFormat"_s, u"qcow2"_s}})));
    QVERIFY(place.world.define(u"t1"_s, diskOf(far)));
    QVERIFY2(refusal().contains(u"t1"_s), qPrintable(refusal()));
    QVERIFY(place.world.domains.remove(place.world.domains.find(u"t1"_s, place.world.caller)->xml.uuid()));
    QCOMPARE(refusal(), QString());
    // What is inside the overlay would go with it.
    QVERIFY(place.apply(*place.plan(u"snapshot-create"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"inner"_s}})));
    QVERIFY2(refusal().contains(u"inner"_s), qPrintable(refusal()));
    QVERIFY(place.apply(*place.plan(u"snapshot-delete"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"inner"_s}})));
    QCOMPARE(refusal(), QString());
}

/// The disk of another machine stands on it, in another folder, at the second remove, and by another name.
void TestImageSteps::sparesWhatAnotherMachineStandsOn()
{
    QFETCH(bool, real);
    Place place(real);
    const QString base = place.path(u"base.qcow2"_s);
    const QString middle = place.path(u"elsewhere/middle.qcow2"_s);
    const QString top = place.path(u"third/t1.qcow2"_s);
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(base, 4 << 20))));
    QVERIFY(place.apply(*place.plan(u"image-create"_s, {{u"path"_s, middle}, {u"backing"_s, base}})));
    QVERIFY(place.apply(
        *place.plan(u"image-create"_s, {{u"path"_s, top}, {u"backing"_s, middle}, {u"backingFormat"_s, u"qcow2"_s}})));
    QVERIFY(place.world.define(u"t1"_s,
        u"<disk type='file'><driver name='qemu' type='qcow2'/><source file='%1'/><target dev='vda'/></disk>"_s.arg(
            top)));
    const QJsonObject larger{{u"path"_s, base}, {u"bytes"_s, QString::number(8 << 20)}};
    for (const auto &refused :
        {place.plan(u"image-delete"_s, {{u"path"_s, base}}), place.plan(u"image-resize"_s, larger)}) {
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::DeviceInUse);
        QVERIFY2(refused.error().detail.contains(u"t1 (through t1.qcow2)"_s), qPrintable(refused.error().toString()));
    }
    const QList<DiskUse> disks = diskUses(place.world.world(), place.world.caller);
    const auto list = listImages(place.kernel.programs, place.owner(), place.directory.path(), disks);
    QVERIFY2(list, qPrintable(list ? QString() : list.error().toString()));
    QCOMPARE((*list)[u"images"][0][u"usedBy"].toArray(), QJsonArray{u"t1 (through t1.qcow2)"_s});
    const auto details = imageDetails(place.kernel.programs, place.owner(), middle, disks);
    QCOMPARE((*details)[u"usedBy"].toArray(), QJsonArray{u"t1 (through t1.qcow2)"_s});
    if (real) {
        const QString link = place.path(u"link.qcow2"_s);
        QVERIFY(QFile::link(base, link));
        const auto refused = place.plan(u"image-delete"_s, {{u"path"_s, link}});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::DeviceInUse);
    }
    // Somebody who writes to it would break t1.
    NewMachine machine;
    machine.name = u"t2"_s;
    machine.boot = NewMachine::Boot::Disk;
    machine.disks = {{base}};
    const auto shared = place.plan(u"create"_s, {{u"xml"_s, QString::fromUtf8(newMachineXml(machine)->toXml())}});
    QVERIFY(!shared);
    QCOMPARE(shared.error().code, ErrorCode::DeviceInUse);
}

/// Its memory goes on with the disks as they were: snapshots and a resize would be the end of them.
void TestImageSteps::leavesDisksOfASavedMachine()
{
    QFETCH(bool, real);
    Place place(real);
    const QString path = place.path(u"one.qcow2"_s);
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(path, 4 << 20))));
    const auto uuid = place.world.define(u"web"_s,
        u"<disk type='file'><driver name='qemu' type='qcow2'/><source file='%1'/><target dev='vda'/></disk>"_s.arg(
            path));
    QVERIFY(uuid);
    const auto plan = [&](const QString &kind, const QString &name, bool external = false) {
        return place.plan(kind, {{u"domain"_s, u"web"_s}, {u"name"_s, name}, {u"external"_s, external}});
    };
    QVERIFY(place.apply(*plan(u"snapshot-create"_s, u"before"_s)));
    const QJsonObject larger{{u"path"_s, path}, {u"bytes"_s, QString::number(8 << 20)}};
    QVERIFY(plan(u"snapshot-create"_s, u"out"_s, true) && plan(u"snapshot-revert"_s, u"before"_s)
        && place.plan(u"image-resize"_s, larger));

    place.world.savedDirectory = place.path(u"saved"_s);
    SavedStates saved(place.world.savedDirectory);
    QVERIFY(saved.write({*uuid, place.world.caller, place.world.domains.find(*uuid)->xml.toXml(), {}, true,
        QDateTime::currentDateTimeUtc()}));
    for (const auto &refused : {plan(u"snapshot-create"_s, u"out"_s, true), plan(u"snapshot-create"_s, u"in"_s),
             plan(u"snapshot-revert"_s, u"before"_s), place.plan(u"image-resize"_s, larger)}) {
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.contains(u"saved state"_s)
                && refused.error().detail.contains(u"give that state up"_s),
            qPrintable(refused.error().toString()));
    }
    QVERIFY(plan(u"snapshot-delete"_s, u"before"_s)); // what the disk holds now stays
    // Its definition may have come to say something else.
    QVERIFY(place.world.domains.remove(*uuid));
    QCOMPARE(place.plan(u"image-delete"_s, {{u"path"_s, path}}).error().code, ErrorCode::DeviceInUse);
    QVERIFY(saved.remove(*uuid));
    QVERIFY(place.plan(u"image-delete"_s, {{u"path"_s, path}}) && place.plan(u"image-resize"_s, larger));
}

/// Two machines that write to one image destroy what is in it: that is told before one has it, not at its start.
void TestImageSteps::addsNoDiskOfAnotherMachine()
{
    QFETCH(bool, real);
    Place place(real);
    const QString base = place.path(u"base.qcow2"_s);
    const QString top = place.path(u"top.qcow2"_s);
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(base, 4 << 20))));
    QVERIFY(place.apply(*place.plan(u"image-create"_s, {{u"path"_s, top}, {u"backing"_s, base}})));
    const auto diskOf = [](const QString &path, const QString &target, const QString &more = {}) {
        return u"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='%1'/>"
               "<target dev='%2' bus='virtio'/>%3</disk>"_s.arg(path, target, more);
    };
    QVERIFY(place.world.define(u"mail"_s, diskOf(top, u"vda"_s)));
    QVERIFY(place.world.define(u"web"_s, {}));
    const auto attach = [&](const QString &xml) {
        return place.plan(u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, xml}, {u"config"_s, true}});
    };
    for (const QString &path : {top, base}) {
        const auto refused = attach(diskOf(path, u"vda"_s));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::DeviceInUse);
        QCOMPARE(refused.error().subject, path);
        QVERIFY2(refused.error().detail.contains(u"mail"_s), qPrintable(refused.error().toString()));
        QVERIFY(!attach(u"<devices>%1</devices>"_s.arg(diskOf(path, u"vda"_s))));
        for (const QString &more : {u"<readonly/>"_s, u"<shareable/>"_s}) {
            const auto allowed = attach(diskOf(path, u"vda"_s, more));
            QVERIFY2(allowed, qPrintable(allowed ? QString() : allowed.error().toString()));
        }
    }
    if (real) { // by another name, too
        const QString link = place.path(u"link.qcow2"_s);
        QVERIFY(QFile::link(top, link));
        QCOMPARE(attach(diskOf(link, u"vda"_s)).error().code, ErrorCode::DeviceInUse);
    }
    const QString own = place.path(u"own.qcow2"_s);
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(own, 4 << 20))));
    QVERIFY(attach(diskOf(own, u"vda"_s)));

    // The same by writing it into the definition; what is written there already is nobody's new disk.
    const auto edit = [&](const QString &machine, const QString &from, const QString &to) {
        QString xml;
        for (const StoredDomain &one : place.world.domains.all())
            if (one.xml.name() == machine)
                xml = QString::fromUtf8(one.xml.toXml());
        return place.plan(u"edit"_s, {{u"domain"_s, machine}, {u"xml"_s, xml.replace(from, to)}});
    };
    const QString end = u"</devices>"_s;
    for (const QString &path : {top, base}) {
        const auto refused = edit(u"web"_s, end, diskOf(path, u"vda"_s) + end);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::DeviceInUse);
        QVERIFY2(refused.error().detail.contains(u"mail"_s), qPrintable(refused.error().toString()));
        QVERIFY(edit(u"web"_s, end, diskOf(path, u"vda"_s, u"<readonly/>"_s) + end));
    }
    QVERIFY(edit(u"web"_s, end, diskOf(own, u"vda"_s) + end));
    QVERIFY(place.world.define(u"shared"_s, diskOf(top, u"vda"_s)));
    const auto other = edit(u"shared"_s, u"</name>"_s, u"</name><title>Other</title>"_s);
    QVERIFY2(other, qPrintable(other ? QString() : other.error().toString()));
}

void TestImageSteps::knowsSnapshotsBelowAnother()
{
    QFETCH(bool, real);
    Place place(real);
    const QString path = place.path(u"one.qcow2"_s);
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(path, 4 << 20))));
    QVERIFY(place.world.define(u"web"_s,
        u"<disk type='file'><driver name='qemu' type='qcow2'/><source file='%1'/><target dev='vda'/></disk>"_s.arg(
            path)));
    const auto take = [&](const QString &name, bool external) {
        const auto plan
            = place.plan(u"snapshot-create"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, name}, {u"external"_s, external}});
        if (!plan)
            return plan.error().toString();
        if (const auto done = place.apply(*plan); !done)
            return done.error().toString();
        if (external)
            (void)place.world.domains.put(*DomainXml::parse(plan->configXml), place.world.caller);
        return QString();
    };
    QCOMPARE(take(u"in1"_s, false), QString());
    QCOMPARE(take(u"out1"_s, true), QString());
    QCOMPARE(take(u"in2"_s, false), QString());
    QCOMPARE(take(u"out2"_s, true), QString());
    const QString top = place.path(u"one.out2"_s);
    const auto details
        = imageDetails(place.kernel.programs, place.owner(), top, diskUses(place.world.world(), place.world.caller));
    QVERIFY2(details, qPrintable(details ? QString() : details.error().toString()));
    QStringList told;
    for (const QJsonValue &one : (*details)[u"allSnapshots"].toArray())
        told += one[u"name"].toString() + u' ' + one[u"location"].toString() + u' '
            + one[u"path"].toString().section(u'/', -1);
    QCOMPARE(told,
        (QStringList{u"in1 internal one.qcow2"_s, u"out1 external one.qcow2"_s, u"in2 internal one.out1"_s,
            u"out2 external one.out1"_s}));
    // When it was taken stays, whatever is written since.
    const QJsonValue taken = (*details)[u"allSnapshots"][3][u"time"];
    if (real) {
        QFile written(top);
        QVERIFY(written.open(QIODevice::ReadWrite)
            && written.setFileTime(QDateTime::fromSecsSinceEpoch(4'000'000'000), QFileDevice::FileModificationTime));
    }
    const auto later
        = imageDetails(place.kernel.programs, place.owner(), top, diskUses(place.world.world(), place.world.caller));
    QCOMPARE((*later)[u"allSnapshots"][3][u"time"], taken);
    for (const QString &name : {u"in1"_s, u"out1"_s, u"in2"_s})
        for (const QString &kind : {u"snapshot-revert"_s, u"snapshot-delete"_s}) {
            const auto refused = place.plan(kind, {{u"domain"_s, u"web"_s}, {u"name"_s, name}});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::UnsupportedConfiguration);
            QVERIFY2(refused.error().detail.contains(u"out2"_s), qPrintable(refused.error().toString()));
        }
    QCOMPARE(place.plan(u"snapshot-revert"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"no"_s}}).error().code,
        ErrorCode::NotFound);
    QCOMPARE(take(u"in1"_s, true).isEmpty(), false);
    QVERIFY(place.plan(u"snapshot-revert"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"out2"_s}}));
    // Another machine's disk stands on the newest.
    QVERIFY(
        place.apply(*place.plan(u"image-create"_s, {{u"path"_s, place.path(u"far/t2.qcow2"_s)}, {u"backing"_s, top}})));
    QVERIFY(place.world.define(u"t2"_s,
        u"<disk type='file'><driver name='qemu' type='qcow2'/><source file='%1'/><target dev='vda'/></disk>"_s.arg(
            place.path(u"far/t2.qcow2"_s))));
    QCOMPARE(place.plan(u"snapshot-revert"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"out2"_s}}).error().code,
        ErrorCode::DeviceInUse);
}

/// A guest has written a qcow2 header into its raw disk that names a file of its owner's.
void TestImageSteps::believesNoHeaderOfAGuest()
{
    Place place(true);
    const QString secret = place.path(u"id_rsa"_s);
    QFile file(secret);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(65536, 's')) == 65536);
    file.close();
    const QString evil = place.path(u"evil.img"_s);
    QVERIFY(place.apply(
        *place.plan(u"image-create"_s, {{u"path"_s, evil}, {u"backing"_s, secret}, {u"backingFormat"_s, u"raw"_s}})));
    const auto copy = [&](const QString &format) {
        return place.plan(u"image-create"_s,
            {{u"path"_s, place.path(u"copy.qcow2"_s)}, {u"copyOf"_s, evil}, {u"copyFormat"_s, format}});
    };
    const auto stand = [&](const QString &format) {
        return place.plan(u"image-create"_s,
            {{u"path"_s, place.path(u"top.qcow2"_s)}, {u"backing"_s, evil}, {u"backingFormat"_s, format}});
    };
    const QJsonObject larger{{u"path"_s, evil}, {u"bytes"_s, QString::number(8 << 20)}};
    for (const auto &refused : {copy({}), stand({}), place.plan(u"image-resize"_s, larger)}) {
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
        QVERIFY2(refused.error().detail.contains(u"guest"_s), qPrintable(refused.error().toString()));
    }
    QVERIFY(copy(u"qcow2"_s) && stand(u"qcow2"_s)); // who says it, knows it
    QCOMPARE((*imageDetails(place.kernel.programs, place.owner(), evil, {}))[u"openAs"].toString(), QString());
    // Its definition says raw, and that counts, whatever else is said.
    QVERIFY(place.world.define(u"web"_s,
        u"<disk type='file'><driver name='qemu' type='raw'/><source file='%1'/><target dev='vda'/></disk>"_s.arg(
            evil)));
    for (const QString &said : {QString(), u"qcow2"_s}) {
        const auto plan = copy(said);
        QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
        QCOMPARE(plan->steps[1]->arguments()[u"copyFormat"].toString(), u"raw"_s);
    }
    QCOMPARE(stand({})->steps[1]->arguments()[u"backingFormat"].toString(), u"raw"_s);
    const auto details
        = imageDetails(place.kernel.programs, place.owner(), evil, diskUses(place.world.world(), place.world.caller));
    QVERIFY2(details, qPrintable(details ? QString() : details.error().toString()));
    QCOMPARE((*details)[u"chain"].toArray().size(), 1);
    QCOMPARE((*details)[u"backing"].toString(), QString());
    QCOMPARE((*details)[u"format"].toString(), u"raw"_s);
    QCOMPARE((*details)[u"openAs"].toString(), u"raw"_s);
    // Nor does it keep its owner from that file.
    const auto mayGo = place.plan(u"image-delete"_s, {{u"path"_s, secret}});
    QVERIFY2(mayGo, qPrintable(mayGo ? QString() : mayGo.error().toString()));
}

void TestImageSteps::refusesPaths_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("relative") << u"images/a.qcow2"_s;
    QTest::newRow("climbs") << u"/home/../etc/a"_s;
    QTest::newRow("twice a slash") << u"/home//a"_s;
    QTest::newRow("folder's slash") << u"/home/a/"_s;
    QTest::newRow("line break") << u"/home/a\nb"_s;
    QTest::newRow("NUL") << QString(u"/home/a"_s + QChar(0) + u"b");
    QTest::newRow("hidden") << u"/home/.ssh"_s;
    QTest::newRow("protocol") << u"nbd:localhost:10809"_s;
    QTest::newRow("json") << u"json:{\"driver\":\"file\"}"_s;
    QTest::newRow("node") << u"/dev/sda"_s;
    QTest::newRow("process") << u"/proc/self/mem"_s;
    QTest::newRow("long name") << QString(u"/home/"_s + QString(201, u'a'));
    QTest::newRow("root") << u"/"_s;
    QTest::newRow("nothing") << QString();
}

void TestImageSteps::refusesPaths()
{
    QFETCH(QString, path);
    Place place(false);
    const auto plan = place.plan(u"image-create"_s, image(path, 1 << 20));
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, ErrorCode::InvalidInput);
}

/// As libvirt's users write it: firmware='efi', and not a word of the file for its variables.
void TestImageSteps::givesAUefiItsVariables()
{
    QFETCH(bool, real);
    if (!findFirmware(u"q35"_s))
        QSKIP("no UEFI for guests is installed");
    Place place(real);
    auto xml
        = DomainXml::parse("<domain type='qemu'><name>efi</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>"
                           "<os firmware='efi'><type arch='x86_64' machine='q35'>hvm</type></os><devices/></domain>");
    QVERIFY(xml && xml->complete() && place.world.domains.put(*xml, place.world.caller));
    const QJsonObject start{{u"domain"_s, u"efi"_s}};
    const auto plan = place.plan(u"start"_s, start);
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QCOMPARE(kindsOf(*plan), (QStringList{u"reserve-image"_s, u"create-image"_s, u"start-domain"_s}));
    QVERIFY(plan->configXml.contains("efi_VARS.fd</nvram>") && plan->liveXml.contains("efi_VARS.fd</nvram>"));
    // With the file that its template is to fill.
    const QString file = place.path(u"mine.fd"_s);
    QDomElement nvram = xml->editableRoot().ownerDocument().createElement(u"nvram"_s);
    nvram.setAttribute(u"template"_s, findFirmware(u"q35"_s)->variablesTemplate);
    nvram.appendChild(nvram.ownerDocument().createTextNode(file));
    xml->editableRoot().firstChildElement(u"os"_s).appendChild(nvram);
    QVERIFY(place.world.domains.put(*xml, place.world.caller));
    const auto named = place.plan(u"start"_s, start);
    QVERIFY2(named, qPrintable(named ? QString() : named.error().toString()));
    QVERIFY(kindsOf(*named).contains(u"create-image"_s) && named->configXml.isEmpty());
    Plan copying = *named;
    copying.steps.removeLast();
    QVERIFY(place.apply(copying));
    QVERIFY(place.at(file).isImage());
    // It is there now, and stays as it is.
    QCOMPARE(kindsOf(*place.plan(u"start"_s, start)), QStringList{u"start-domain"_s});
}

/// As Fedora's edk2 has it: read as raw, they would be no variables.
void TestImageSteps::keepsVariablesInTheFormatOfTheirTemplate()
{
    Place place(true);
    const QString code = place.path(u"code.fd"_s), variables = place.path(u"vars.qcow2"_s);
    QFile file(code);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(1 << 20));
    QVERIFY(place.apply(*place.plan(u"image-create"_s, image(variables, 1 << 20))));
    place.firmwareFolders = {place.path(u"firmware"_s)};
    QVERIFY(QDir().mkpath(place.firmwareFolders.first()));
    QFile descriptor(place.firmwareFolders.first() + u"/60-edk2.json");
    QVERIFY(descriptor.open(QIODevice::WriteOnly)
        && descriptor.write(R"({"interface-types":["uefi"],"mapping":{"device":"flash","executable":{"filename":")"
               + code.toUtf8() + R"(","format":"qcow2"},"nvram-template":{"filename":")" + variables.toUtf8()
               + R"(","format":"qcow2"}},"targets":[{"architecture":"x86_64","machines":["pc-q35-*"]}],"features":[]})")
            > 0);
    descriptor.close();
    NewMachine machine;
    machine.name = u"fresh"_s;
    machine.efi = true;
    const auto plan = place.plan(u"create"_s, {{u"xml"_s, QString::fromUtf8(newMachineXml(machine)->toXml())}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    const auto made = place.apply(*plan);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toString()));
    const auto defined
        = DomainXml::parse(plan->configXml).and_then([](const DomainXml &xml) { return readMachine(xml); });
    QVERIFY(defined && !defined->firmware.nvram.isEmpty());
    QCOMPARE(defined->firmware.nvramFormat, place.at(defined->firmware.nvram).format);
    QCOMPARE(defined->firmware.nvramFormat, u"qcow2"_s);
}

/// A file that a machine left behind, or that one has which was renamed, is not the next one's.
void TestImageSteps::givesNoUefiTheVariablesOfAnother()
{
    QFETCH(bool, real);
    if (!findFirmware(u"q35"_s))
        QSKIP("no UEFI for guests is installed");
    Place place(real);
    NewMachine machine;
    machine.name = u"web"_s;
    machine.efi = true;
    const auto variablesOf = [](const Result<Plan> &plan) {
        const auto read = plan
            ? DomainXml::parse(plan->configXml).and_then([](const DomainXml &xml) { return readMachine(xml); })
            : fail(plan.error());
        return read ? read->firmware.nvram.section(u'/', -1) : read.error().toString();
    };
    const auto create = [&] {
        return place.plan(u"create"_s, {{u"xml"_s, QString::fromUtf8(newMachineXml(machine)->toXml())}});
    };
    const auto first = create();
    QCOMPARE(variablesOf(first), u"web_VARS.fd"_s);
    QVERIFY(place.apply(*first));
    // It was deleted, and its file kept.
    QCOMPARE(variablesOf(create()), u"web-2_VARS.fd"_s);
    // It has another name now, and never was started: the file is not there, and its own all the same.
    auto renamed = DomainXml::parse(create()->configXml);
    QVERIFY(renamed);
    renameDomain(*renamed, u"mail"_s);
    QVERIFY(place.world.domains.put(*renamed, place.world.caller));
    QCOMPARE(variablesOf(create()), u"web-3_VARS.fd"_s);
    // Nor does one that is started have them, as libvirt's users define it.
    auto plain
        = DomainXml::parse("<domain type='qemu'><name>web</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>"
                           "<os firmware='efi'><type arch='x86_64' machine='q35'>hvm</type></os><devices/></domain>");
    QVERIFY(plain && plain->complete() && place.world.domains.put(*plain, place.world.caller));
    const auto started = place.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QCOMPARE(variablesOf(started), u"web-3_VARS.fd"_s);
    QVERIFY(kindsOf(*started).contains(u"create-image"_s));
    // What a machine has there is not deleted from under it.
    const QString kept = place.path(u"nvram/web_VARS.fd"_s);
    QVERIFY(place.plan(u"image-delete"_s, {{u"path"_s, kept}}));
    auto own = DomainXml::parse(first->configXml);
    renameDomain(*own, u"old"_s);
    QVERIFY(place.world.domains.put(*own, place.world.caller));
    QCOMPARE(place.plan(u"image-delete"_s, {{u"path"_s, kept}}).error().code, ErrorCode::DeviceInUse);
}

void TestImageSteps::plansAWholeMachine()
{
    QFETCH(bool, real);
    Place place(real);
    NewMachine machine;
    machine.name = u"fresh"_s;
    machine.efi = true;
    machine.boot = NewMachine::Boot::Network;
    machine.disks = {{place.path(u"fresh.qcow2"_s), quint64(1) << 30}};
    const auto xml = newMachineXml(machine);
    QVERIFY(xml);
    QJsonObject arguments{{u"xml"_s, QString::fromUtf8(xml->toXml())}, {u"images"_s, imagesToMake(machine)},
        {u"start"_s, true}, {u"emulate"_s, true}};
    const auto plan = place.plan(u"create"_s, arguments);
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QStringList kinds = kindsOf(*plan);
    QCOMPARE(kinds.takeLast(), u"start-domain"_s);
    QCOMPARE(kinds.mid(0, 2), (QStringList{u"reserve-image"_s, u"create-image"_s}));
    if (kinds.size() > 2) { // where a UEFI is installed, a copy of its variables
        QCOMPARE(kinds.size(), 4);
        QVERIFY(plan->configXml.contains("fresh_VARS.fd</nvram>"));
    }
    QCOMPARE(plan->domain, xml->uuid());
    QVERIFY(!plan->configXml.isEmpty() && !plan->liveXml.isEmpty());
    QVERIFY(plan->formerConfigXml.isEmpty());
    // Its name is taken, its medium is not there, its disk is another's.
    QVERIFY(place.world.define(u"fresh"_s, {}));
    QCOMPARE(place.plan(u"create"_s, arguments).error().code, ErrorCode::AlreadyExists);
    machine.name = u"other"_s;
    machine.cdrom = place.path(u"nowhere.iso"_s);
    arguments[u"xml"] = QString::fromUtf8(newMachineXml(machine)->toXml());
    const auto missing = place.plan(u"create"_s, arguments);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    QCOMPARE(missing.error().subject, machine.cdrom);
}

QTEST_GUILESS_MAIN(TestImageSteps)
#include "tst_imagesteps.moc"
