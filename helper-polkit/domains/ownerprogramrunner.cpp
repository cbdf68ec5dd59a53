// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/ownerprogramrunner.h"

#include "domains/boundedfile.h"
#include "domains/childlauncher.h"
#include "domains/systemdlauncher.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <cerrno>
#include <unistd.h>

namespace laneway {

namespace {
constexpr qint64 outputSize = 4 * 1024 * 1024;
constexpr qint64 complaintSize = 64 * 1024;
constexpr qsizetype longestCommand = 100'000;
constexpr uint nobody = ~0U; // -1 means "leave as it is" to setresuid()

QString runId(const QString &id)
{
    return u"helper-run-"_s + id; // no machine's unit is called so
}
} // namespace

OwnerProgramRunner::OwnerProgramRunner(const Options &options)
    : m_options(options)
{
    if (TransientUnits::areToBeUsed(!options.ownUserOnly))
        m_launcher = std::make_unique<SystemdLauncher>(QString());
    else
        m_launcher = std::make_unique<ChildLauncher>();
}

OwnerProgramRunner::~OwnerProgramRunner() = default;

Result<QString> OwnerProgramRunner::pathOf(const QString &program) const
{
    QStringList places{program};
    if (!program.startsWith(u'/')) {
        const QString here = QCoreApplication::applicationDirPath();
        places = {m_options.ownPrograms + u'/' + program};
        if (m_options.ownPrograms.isEmpty())
            places
                = {here + u'/' + program, here + u"/files/" + program, QString(u"" LANEWAY_LIBEXECDIR "/"_s + program)};
    }
    for (const QString &place : std::as_const(places))
        if (const QFileInfo file(place); file.isFile() && file.isExecutable())
            return file.absoluteFilePath();
    return fail(ErrorCode::NotFound, program, u"it is not installed"_s);
}

Result<> OwnerProgramRunner::check(const OwnerProgram &program) const
{
    static const QRegularExpression idForm(u"\\A[a-z0-9][a-z0-9-]{0,63}\\z"_s);
    if (!idForm.match(program.id).hasMatch())
        return fail(ErrorCode::InvalidInput, program.id, u"not usable as a name of a unit"_s);
    qsizetype size = 0;
    for (const QString &argument : program.arguments) {
        if (argument.contains(QChar(0)))
            return fail(ErrorCode::InvalidInput, program.id, u"NUL in an argument"_s);
        size += argument.toUtf8().size() + 1;
    }
    if (size > longestCommand)
        return fail(ErrorCode::LimitExceeded, program.id, u"more than %1 bytes of arguments"_s.arg(longestCommand));
    if (program.uid == nobody || program.gid == nobody)
        return fail(ErrorCode::InvalidInput, program.id, u"no user"_s);
    if (m_options.ownUserOnly && program.uid != geteuid())
        return fail(ErrorCode::PermissionDenied, program.id, u"a session helper runs its own user's programs"_s);
    if (!m_options.ownUserOnly && program.uid == 0)
        return fail(ErrorCode::PermissionDenied, program.id, u"it does not run as root"_s);
    if (!m_options.ownUserOnly && geteuid() != 0 && program.uid != geteuid())
        return fail(ErrorCode::PermissionDenied, program.id, u"cannot change to uid %1"_s.arg(program.uid));
    return {};
}

Result<ProgramAnswer> OwnerProgramRunner::run(const OwnerProgram &program)
{
    if (const auto checked = check(program); !checked)
        return fail(checked.error());
    const auto path = pathOf(program.program);
    if (!path)
        return fail(path.error());
    const Descriptor output = boundedFile("laneway-stdout", outputSize);
    const Descriptor complaint = boundedFile("laneway-stderr", complaintSize);
    if (!output || !complaint)
        return fail(ErrorCode::Internal, program.id, u"memfd: "_s + errnoName(errno), errno);

    GuestLaunch launch;
    launch.id = runId(program.id);
    launch.description = program.description;
    launch.program = *path;
    launch.arguments = program.arguments;
    launch.uid = program.uid;
    launch.gid = program.gid;
    launch.deviceNodes = program.deviceNodes;
    GuestLauncher::Descriptors descriptors;
    descriptors.standardOutput = output.get();
    descriptors.standardError = complaint.get();
    const auto cause = m_launcher->run(launch, descriptors, program.timeoutMs);
    if (!cause)
        return fail(cause.error());
    ProgramAnswer answer{0, readBoundedFile(output.get()), readBoundedFile(complaint.get())};
    bool isExit = false;
    answer.exitStatus = cause->startsWith(u"exit ") ? cause->mid(5).toInt(&isExit) : 0;
    if (!isExit || answer.output.size() == outputSize)
        return fail(ErrorCode::QemuFailed, QFileInfo(*path).fileName(), isExit ? u"it has too much to say"_s : *cause);
    return answer;
}

Result<> OwnerProgramRunner::end(const QString &id)
{
    return m_launcher->endRun(runId(id));
}

} // namespace laneway
