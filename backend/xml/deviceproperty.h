// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDomElement>
#include <QJsonObject>

#include <functional>
#include <optional>
#include <span>

namespace laneway {

/// What a property's text may be. What is not of its form is refused with the words that are.
enum class Holds {
    Word, ///< one of Property::words
    Number, ///< decimal, or 0x…; Property::words is "least most"
    Switch, ///< yes, no
    OnOff, ///< on, off
    Size, ///< a number of bytes; the element's unit says of how many, KiB without
    Text, ///< no control characters
    Path, ///< absolute
    Mac,
    Mark, ///< an element that is there, or is not
    Given, ///< read, and checked, by the function of its device
    Kept, ///< says nothing to QEMU: a title, what another manager noted
};

/// The objects that QEMU makes a device of, as bits: one property can go to several.
namespace Part {
inline constexpr unsigned Device = 1; ///< -device
inline constexpr unsigned Format = 2; ///< -blockdev of the image's format
inline constexpr unsigned File = 4; ///< -blockdev of the file or node below it
inline constexpr unsigned Throttle = 8; ///< -object throttle-group
inline constexpr unsigned Net = 16; ///< -netdev
inline constexpr unsigned Backend = 32; ///< -object of a device's other end: rng-random, memory
inline constexpr unsigned Audio = 64; ///< -audiodev
}

/// Where a details panel has a property.
enum class Shown {
    More, ///< below, for who looks for it; what is Kept is left out
    Front, ///< what people know and change
    Fixed, ///< read only: with another value it is another device. It is chosen when one is added.
    Basis, ///< in front; what the guest sees it as: name, place and what only the former has go with it (changeBasis())
    Order, ///< in front; a place in the boot order, for which the others make room (setBootOrder())
    Place, ///< read only, in words: where the guest sees it
    Elsewhere, ///< an editor of its own has it, or it can be there more than once
};

/// One property of a device: where libvirt's XML has it, what it may be, and what QEMU calls it.
struct Property
{
    QStringView path; ///< below the device's element: "driver/@cache", "serial" (its text), "address/*" (all of it)
    Holds holds = Holds::Given;
    QStringView words = {}; ///< separated by blanks
    unsigned parts = 0; ///< where it goes; 0: nowhere by itself
    QStringView name = {}; ///< its name there; "cache/direct" is in an object
    /// "none=true *=false": what QEMU gets for a word. A word that is not named stays away; no values:
    /// the word itself. Switches, marks and numbers are JSON's, unless values say otherwise.
    QStringView values = {};
    QStringView otherwise = {}; ///< what it is where it is not written
    Shown shown = Shown::More;
    /// "@type=file,dir", or several such: a panel has it only there, or where it is written all the same.
    QStringView where = {};
    QStringView unit = {}; ///< what is counted: "ms", "bytes"
    bool needed = false; ///< there is no device of its kind without it

    constexpr Property defaultingTo(QStringView value) const
    {
        Property copy = *this;
        copy.otherwise = value;
        return copy;
    }
    constexpr Property as(Shown place) const
    {
        Property copy = *this;
        copy.shown = place;
        return copy;
    }
    constexpr Property inFront() const { return as(Shown::Front); }
    constexpr Property basis() const { return as(Shown::Basis); }
    constexpr Property fixed() const { return as(Shown::Fixed); }
    constexpr Property elsewhere() const { return as(Shown::Elsewhere); }
    constexpr Property onlyWhere(QStringView condition) const
    {
        Property copy = *this;
        copy.where = condition;
        return copy;
    }
    constexpr Property always() const
    {
        Property copy = *this;
        copy.needed = true;
        return copy;
    }
    constexpr Property counted(QStringView in) const
    {
        Property copy = *this;
        copy.unit = in;
        return copy;
    }
};

/// Why a text is not what a property holds.
enum class Misfit {
    None,
    OtherWord,
    NoNumber,
    OutOfRange,
    NoSwitch,
    NoOnOff,
    ControlCharacter,
    NoPath,
    NoMac,
    NotEmpty
};
Misfit misfit(const Property &property, const QString &text);
/// Least and most of a number; nothing when any will do.
std::optional<std::pair<qint64, qint64>> rangeOf(const Property &property);

/// A kind of device: its table is all that may be said of it. The parser of a runnable definition, the
/// details panels, the command line and hot plug read the same rows.
struct DeviceKind
{
    QStringView element;
    std::span<const Property> properties;
    const Property *find(QStringView path) const;
};

/// Everything written in @p element must be in the table and hold what the row says:
/// UnsupportedConfiguration for what would be lost, InvalidXml for what is wrong; subject is the place.
Result<> checkDevice(const QDomElement &element, const DeviceKind &kind);

/// Only what is wrong, whoever reads it: InvalidXml. What is not known or not possible here passes.
Result<> checkValues(const QDomElement &element, const DeviceKind &kind);

/// As written, without blanks around it; the row's otherwise where it is not.
QString propertyText(const QDomElement &element, const DeviceKind &kind, QStringView path);
bool hasProperty(const QDomElement &element, QStringView path);
/// Whether it means something, by its `where`; @p textAt says what is at a path.
bool isWanted(const Property &property, const std::function<QString(QStringView path)> &textAt);
/// What the rows of @p part say for it, strictly typed.
void fillPart(QJsonObject &into, const QDomElement &element, const DeviceKind &kind, unsigned part);

} // namespace laneway
