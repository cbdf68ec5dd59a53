// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/savedstate.h"

#include "core/descriptor.h"
#include "core/sizetext.h"
#include "host/bounds.h"
#include "store/syncedfile.h"
#include "xml/domainxml.h"
#include "xml/xmlnodes.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QThread>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace laneway {

namespace {

constexpr int silenceMs = 60'000; ///< nothing comes, nothing is taken
constexpr int settleMs = 30'000;
constexpr qint64 fastest = qint64(1) << 40; ///< bytes a second: as fast as the disk
constexpr quint64 roomToLeave = quint64(256) << 20; ///< for the others on that file system
constexpr quint64 lookEvery = quint64(64) << 20;
const QString channelName = u"saved"_s;

QString keyOf(const QUuid &domain)
{
    return domain.toString(QUuid::WithoutBraces);
}

Result<QJsonObject> tell(Guests &guests, const GuestRef &guest, const QString &command,
    const QJsonObject &arguments = {}, const QList<int> &fds = {})
{
    return guests.command(guest, {{u"execute"_s, command}, {u"arguments"_s, arguments}}, 10'000, fds);
}

/// A socket whose other end QEMU has under a name. Not the file itself: what goes in has a limit, and
/// newer QEMU takes a file for another format.
Result<Descriptor> channelTo(Guests &guests, const GuestRef &guest)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) < 0)
        return fail(ErrorCode::Internal, guest.id, u"socketpair: "_s + errnoName(errno), errno);
    Descriptor ours(ends[0]);
    const Descriptor theirs(ends[1]);
    const auto named = tell(guests, guest, u"getfd"_s, {{u"fdname"_s, channelName}}, {theirs.get()});
    if (!named)
        return fail(named.error());
    return ours;
}

Result<> isReady(int fd, short events, const GuestRef &guest)
{
    pollfd entry{fd, events, 0};
    int ready = 0;
    do {
        ready = ::poll(&entry, 1, silenceMs);
    } while (ready < 0 && errno == EINTR);
    return ready > 0 ? Result<>()
                     : Result<>(fail(ErrorCode::GuestDidNotRespond, guest.id, u"its memory does not come across"_s));
}

Result<> hasRoom(const QString &image)
{
    struct statvfs room = {};
    if (::statvfs(QFile::encodeName(QFileInfo(image).path()).constData(), &room) < 0
        || quint64(room.f_bavail) * room.f_frsize > roomToLeave)
        return {};
    return fail(ErrorCode::LimitExceeded, QFileInfo(image).path(),
        u"less than %1 would be left on this file system"_s.arg(sizeText(qint64(roomToLeave))));
}

/// All that comes until its end.
Result<> drain(int from, int to, const GuestRef &guest, const QString &image, quint64 limit)
{
    QByteArray chunk(1 << 20, Qt::Uninitialized);
    quint64 written = 0;
    for (quint64 nextLook = 0;;) {
        if (written >= nextLook) {
            if (auto room = hasRoom(image); !room)
                return room;
            nextLook = written + lookEvery;
        }
        if (auto ready = isReady(from, POLLIN, guest); !ready)
            return ready;
        const ssize_t size = ::recv(from, chunk.data(), size_t(chunk.size()), 0);
        if (size == 0)
            return {};
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return fail(ErrorCode::Internal, guest.id, u"recv: "_s + errnoName(errno), errno);
        written += quint64(size);
        if (written > limit)
            return fail(ErrorCode::LimitExceeded, guest.id,
                u"it is more than %1: what it can be, or what is left of its owner's share"_s.arg(
                    sizeText(qint64(limit))));
        if (!writeAll(to, QByteArray::fromRawData(chunk.constData(), size)))
            return fileFailure(image, u"write"_s, ErrorCode::KernelRefused);
    }
}

Result<> fill(int from, int to, const GuestRef &guest)
{
    QByteArray chunk(1 << 20, Qt::Uninitialized);
    for (;;) {
        const ssize_t size = ::read(from, chunk.data(), size_t(chunk.size()));
        if (size == 0)
            return {};
        if (size < 0)
            return fail(ErrorCode::KernelRefused, guest.id, u"read: "_s + errnoName(errno), errno);
        for (ssize_t sent = 0; sent < size;) {
            if (auto ready = isReady(to, POLLOUT, guest); !ready)
                return ready;
            const ssize_t part = ::send(to, chunk.constData() + sent, size_t(size - sent), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (part > 0)
                sent += part;
            else if (errno == EPIPE || errno == ECONNRESET)
                return {}; // it has all that it wants, or will say what is wrong
            else if (errno != EAGAIN && errno != EINTR)
                return fail(ErrorCode::Internal, guest.id, u"send: "_s + errnoName(errno), errno);
        }
    }
}

/// How a migration ended, once it has.
Result<> outcome(Guests &guests, const GuestRef &guest)
{
    const QDeadlineTimer deadline(settleMs);
    for (;;) {
        const auto now = tell(guests, guest, u"query-migrate"_s);
        if (!now)
            return fail(now.error());
        const QString status = (*now)[u"status"].toString();
        if (status == u"completed")
            return {};
        if (status == u"failed" || status == u"cancelled" || deadline.hasExpired())
            return fail(ErrorCode::QemuFailed, guest.id,
                (*now)[u"error-desc"].toString(u"its memory could not be moved: "_s + status.left(40)).left(500));
        QThread::msleep(10);
    }
}

} // namespace

QJsonObject SavedState::toJson() const
{
    return {{u"domain"_s, keyOf(domain)}, {u"owner"_s, qint64(owner)}, {u"xml"_s, QString::fromUtf8(xml)},
        {u"machine"_s, machine}, {u"running"_s, running}, {u"time"_s, time.toString(Qt::ISODate)}};
}

Result<SavedState> SavedState::fromJson(const QJsonObject &json)
{
    const SavedState state{QUuid::fromString(json[u"domain"].toString()), uint(json[u"owner"].toInteger()),
        json[u"xml"].toString().toUtf8(), json[u"machine"].toString(), json[u"running"].toBool(),
        QDateTime::fromString(json[u"time"].toString(), Qt::ISODate)};
    if (state.domain.isNull() || state.xml.isEmpty())
        return fail(ErrorCode::InvalidInput, u"saved state"_s, u"missing or not a valid value"_s);
    return state;
}

SavedStates::SavedStates(const QString &directory)
    : m_directory(directory)
    , m_records(directory, u".json"_s)
{
}

QString SavedStates::imageOf(const QUuid &domain) const
{
    return m_directory + u'/' + keyOf(domain) + u".image";
}

SavedShare shareOf(const SavedUses &uses, const QString &directory, uint owner, const QUuid &domain)
{
    SavedShare share;
    share.mostBytes = ~quint64(0);
    QString place = directory; // is made with the first
    while (!place.isEmpty() && place != u"/" && !QFileInfo::exists(place))
        place = QFileInfo(place).path();
    struct statvfs size = {};
    if (!directory.isEmpty() && ::statvfs(QFile::encodeName(place).constData(), &size) == 0 && size.f_blocks > 0)
        share.mostBytes = quint64(size.f_blocks) * size.f_frsize / 100 * mostSavedPercent;
    for (auto use = uses.begin(); use != uses.end(); ++use)
        if (use->owner == owner && use.key() != domain) {
            ++share.states;
            share.bytes += use->bytes;
        }
    return share;
}

void SavedStates::tidyUp()
{
    const QStringList whole = m_records.keys();
    const QStringList images = QDir(m_directory).entryList({u"*.image"_s}, QDir::Files | QDir::Hidden);
    for (const QString &image : images)
        if (!whole.contains(image.chopped(6)))
            QFile::remove(m_directory + u'/' + image);
}

SavedUses SavedStates::uses() const
{
    SavedUses uses;
    const QStringList keys = m_records.keys();
    for (const QString &key : keys) {
        const QUuid domain = QUuid::fromString(key);
        uses.insert(domain, useOf(domain).value_or(SavedUse()));
    }
    return uses;
}

std::optional<SavedUse> SavedStates::useOf(const QUuid &domain) const
{
    const auto state = find(domain);
    if (!state)
        return std::nullopt;
    SavedUse use{state->owner, quint64(QFileInfo(imageOf(domain)).size())};
    if (const auto xml = DomainXml::parse(state->xml)) {
        use.machine = xml->name();
        for (const QDomElement &disk : childElements(xml->root().firstChildElement(u"devices"_s), u"disk"_s)) {
            const QDomElement source = disk.firstChildElement(u"source"_s);
            use.disks += source.hasAttribute(u"dev"_s) ? source.attribute(u"dev"_s) : source.attribute(u"file"_s);
        }
        use.disks.removeAll(QString());
    }
    return use;
}

std::optional<SavedState> SavedStates::find(const QUuid &domain) const
{
    const auto state = m_records.read(keyOf(domain)).and_then([](const QByteArray &text) {
        return SavedState::fromJson(QJsonDocument::fromJson(text).object());
    });
    return state ? std::optional(*state) : std::nullopt;
}

Result<> SavedStates::write(const SavedState &state)
{
    return m_records.write(keyOf(state.domain), QJsonDocument(state.toJson()).toJson(QJsonDocument::Compact));
}

Result<> SavedStates::remove(const QUuid &domain)
{
    auto removed = m_records.remove(keyOf(domain));
    if (removed)
        QFile::remove(imageOf(domain));
    return removed;
}

Result<> saveGuest(Guests &guests, const GuestRef &guest, const QString &image, quint64 limit)
{
    if (auto made = makeDirectory(QFileInfo(image).path()); !made)
        return made;
    const QByteArray name = QFile::encodeName(image);
    ::unlink(name.constData()); // an attempt that nobody finished
    const OpenFile file(::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.isOpen())
        return fileFailure(image, u"open"_s, ErrorCode::KernelRefused);
    auto channel = channelTo(guests, guest);
    Result<> done = channel ? Result<>() : fail(channel.error());
    if (done)
        done = tell(guests, guest, u"migrate-set-parameters"_s, {{u"max-bandwidth"_s, fastest}})
                   .map([](const QJsonObject &) {});
    if (done)
        done = tell(guests, guest, u"migrate"_s, {{u"uri"_s, QString(u"fd:"_s + channelName)}})
                   .map([](const QJsonObject &) {});
    const bool begun = done.has_value();
    if (done)
        done = drain(channel->get(), file.fd(), guest, image, limit);
    if (done)
        done = outcome(guests, guest);
    if (done && (::fsync(file.fd()) != 0))
        done = fileFailure(image, u"fsync"_s, ErrorCode::KernelRefused);
    if (done)
        done = syncDirectory(QFileInfo(image).path());
    if (done)
        return {};
    ::unlink(name.constData());
    if (channel)
        channel->reset(); // whatever it still writes ends here
    if (begun) {
        (void)tell(guests, guest, u"migrate_cancel"_s);
        (void)outcome(guests, guest); // it cannot go on before that is over
    }
    return done;
}

Result<> restoreGuest(Guests &guests, const GuestRef &guest, const QString &image)
{
    const OpenFile file(::open(QFile::encodeName(image).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file.isOpen())
        return fileFailure(image, u"open"_s, ErrorCode::KernelRefused);
    auto channel = channelTo(guests, guest);
    if (!channel)
        return fail(channel.error());
    auto done = tell(guests, guest, u"migrate-incoming"_s, {{u"uri"_s, QString(u"fd:"_s + channelName)}})
                    .and_then([&](const QJsonObject &) { return fill(file.fd(), channel->get(), guest); });
    channel->reset();
    // A QEMU that does not like what it reads ends, and says why as it does.
    const QDeadlineTimer deadline(settleMs);
    while (done) {
        const auto status = tell(guests, guest, u"query-status"_s);
        if (!status)
            done = fail(status.error());
        else if ((*status)[u"status"].toString() != u"inmigrate")
            return {};
        else if (deadline.hasExpired())
            done = fail(ErrorCode::GuestDidNotRespond, guest.id, u"it does not come to an end of its memory"_s);
        QThread::msleep(10);
    }
    const QString words = guests.lastWords(guest);
    return words.isEmpty() ? done : Result<>(fail(ErrorCode::QemuFailed, guest.id, words));
}

} // namespace laneway
