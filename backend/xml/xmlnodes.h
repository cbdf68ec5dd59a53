// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDomElement>
#include <QUuid>

namespace laneway {

/// "domain/devices/hostdev[2]": with a number where siblings share the name.
QString elementPath(const QDomElement &element);

/// Unsigned numbers as libvirt reads PCI addresses and USB ids: "0x" hexadecimal, a leading 0 octal,
/// else decimal. No sign, no blank, nothing after it; nothing when it is none or too large.
std::optional<quint32> cNumber(QStringView text);
/// Decimal digits only.
std::optional<quint32> decimalNumber(QStringView text);
/// "yes"/"no" or "on"/"off" and no other word; empty when the attribute is not there.
/// Fails with InvalidXml naming the attribute.
Result<std::optional<bool>> switchAttribute(const QDomElement &element, const QString &name, bool onOff);

QList<QDomElement> childElements(const QDomNode &parent, const QString &name = {});
/// The text directly inside, without blanks around it.
QString textOf(const QDomElement &element);
/// Namespace declarations are ordinary attributes in our trees, so prefixes are looked up here.
QString namespaceOf(const QDomElement &element);
QString localName(const QDomElement &element);
/// What libvirt has no words for is kept below <metadata> in this namespace.
inline constexpr auto lanewayNamespace = "urn:laneway:1"_L1;
/// As libvirt reads them: hyphens may be missing.
std::optional<QUuid> readUuid(const QString &text);
/// Also the two that end a line in Unicode.
bool hasControlCharacter(const QString &text);

/// What a `<disk>` is plugged into: as written, else by its target's name as libvirt has it.
QString diskBus(const QDomElement &disk);
/// "sda" is 0, "sdc" 2, "sdaa" 26, "vdb1" 1; nothing when the name has no such letters.
std::optional<int> diskNumber(QStringView target);

/// Appends on a line of its own, indented by two blanks more than @p parent; what stands there
/// keeps its white space. Children that @p child brings along are laid out as well.
void appendOnOwnLine(QDomElement &parent, const QDomElement &child);
/// The same, before @p next (an element child of @p parent).
void insertOnOwnLine(QDomElement &parent, const QDomElement &child, const QDomElement &next);
/// Takes the white space before it away too, and leaves `<parent/>` when nothing else is inside.
void removeWithLine(const QDomElement &element);

/// Gives children a line each where there is nothing but white space between them.
void layOut(const QDomElement &element);

/// A node as text: attributes in libvirt's order where it has one, others by name behind them;
/// text, comments and white space as they are. Reading it back gives the same tree.
QString nodeText(const QDomNode &node);
/// Those of @p some that are not, by their text, among @p others: each of these stands for one.
QList<QDomElement> elementsOnlyIn(const QList<QDomElement> &some, const QList<QDomElement> &others);

} // namespace laneway
