// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/ownerfiles.h"
#include "plan/step.h"

namespace laneway {

// Disk images are made and taken away by their owner's hand (OwnerFiles). Nothing that is there is ever
// written over, and a roll-back takes away what the job has made, and nothing else of that name: so a new
// image is first a file of a name that nobody else can have thought of, whose number the journal notes
// before it gets the name that it is to have.

/// Of one image, and what all its steps have to know.
struct ImagePlace
{
    QString path;
    QString token; ///< random: makes the unfinished name
    FileOwner owner;

    QString unfinished() const; ///< beside it, hidden
    OwnerFiles files(const Kernel &kernel) const;
    QJsonObject toJson() const;
    static ImagePlace fromJson(class Arguments &arguments, const QJsonObject &json);
    static ImagePlace make(const QString &path, const FileOwner &owner); ///< with a fresh token
};

/// What the steps at an image share. Arguments: "path", "token", "uid", "gid", and what each has beside them.
class ImageStep : public Step
{
public:
    const ImagePlace &place() const { return m_place; }
    QJsonObject arguments() const override { return m_place.toJson(); }

protected:
    explicit ImageStep(const ImagePlace &place)
        : m_place(place)
    {
    }
    const ImagePlace m_place;
};

/// Keeps the name that an image is made under.
class ReserveImage : public ImageStep
{
public:
    explicit ReserveImage(const ImagePlace &place)
        : ImageStep(place)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);
    QString kind() const override { return u"reserve-image"_s; }
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;
};

/// Makes what ReserveImage of the same place has reserved. Arguments: "format", "bytes" (as text; of a
/// copy nothing), "backing" and "backingFormat", "copyOf" and "copyFormat".
class CreateImage : public ImageStep
{
public:
    struct Content
    {
        QString format = u"qcow2"_s; ///< "qcow2", "raw"
        quint64 bytes = 0; ///< 0: as large as what it stands on or copies
        QString backing = {}; ///< it holds only what differs from this
        QString backingFormat = {};
        QString copyOf = {};
        QString copyFormat = {};
    };
    CreateImage(const ImagePlace &place, const Content &content)
        : ImageStep(place)
        , m_content(content)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);
    QString kind() const override { return u"create-image"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    QStringList program(const QString &file) const; ///< of qemu-img
    Content m_content;
};

/// Gives an image that is to be deleted a name where nobody looks, so that it can still come back.
class SetAsideImage : public ImageStep
{
public:
    explicit SetAsideImage(const ImagePlace &place)
        : ImageStep(place)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);
    QString kind() const override { return u"set-aside-image"_s; }
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;
};

/// Deletes what was set aside; the last step of a plan, as nothing brings it back.
class DiscardImage : public ImageStep
{
public:
    explicit DiscardImage(const ImagePlace &place)
        : ImageStep(place)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);
    QString kind() const override { return u"discard-image"_s; }
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;
};

/// Writes what an overlay holds into the image that it stands on. The overlay keeps all that is in it, and reads as it
/// did at any moment of it, so whose disk it is loses nothing. Arguments are of the overlay; "base", "baseFormat",
/// "guard": a snapshot inside the base that an undo goes back to. Without one the base stays as far as it was written.
class CommitImage : public ImageStep
{
public:
    struct Base
    {
        QString path;
        QString format;
        QString guard; ///< empty: none
    };
    CommitImage(const ImagePlace &overlay, const Base &base)
        : ImageStep(overlay)
        , m_base(base)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);
    QString kind() const override { return u"commit-image"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    Base m_base;
};

/// Makes an image larger. Arguments: "format", "bytes", "from" (as text).
class ResizeImage : public ImageStep
{
public:
    ResizeImage(const ImagePlace &place, const QString &format, quint64 bytes, quint64 from)
        : ImageStep(place)
        , m_format(format)
        , m_bytes(bytes)
        , m_from(from)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);
    QString kind() const override { return u"resize-image"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    QString m_format;
    quint64 m_bytes;
    quint64 m_from;
};

/// A snapshot inside a qcow2 image. Arguments: "name", "act": "create", "delete", "revert";
/// only "create" can be taken back.
class SnapshotImage : public ImageStep
{
public:
    SnapshotImage(const ImagePlace &place, const QString &name, const QString &act)
        : ImageStep(place)
        , m_name(name)
        , m_act(act)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);
    QString kind() const override { return u"snapshot-image"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    Result<bool> isThere(const Kernel &kernel) const;
    QString m_name;
    QString m_act;
};

} // namespace laneway
